"""What is true in exampleshire: the course of every planted figure, in one place.

Whoever is drawn, the chance behind the draw is the one that stands here, so that what a report should find is known.
A course is a straight line between two years, level before and after. A year is the return's: 2021 is 31 March 2021,
January 2021, 2020-21, the academic year 2020/21 or 30 September 2021; a quarter of a year is 0.25.
"""

from dataclasses import dataclass

import numpy as np

YEARS = tuple(range(2021, 2027))            # returns of the year to 31 March, of January, of the financial year
SEPTEMBERS = tuple(range(2020, 2026))       # social workers, 30 September
SURVEYED = tuple(range(2020, 2026))         # well-being, academic years
KS4_EXAMS = tuple(range(2019, 2026))
KS2_TESTS = (2019, 2022, 2023, 2024, 2025)
SCHOOLS_GRADED = (2020, 2021)               # no exams at key stage 4: not comparable
NO_BASELINE = (*SCHOOLS_GRADED, 2025)       # no Progress 8


@dataclass(frozen=True)
class Course:
    """A straight line from `first` in the year `start` to `last` in the year `end`."""

    first: float
    last: float
    start: int = YEARS[0]
    end: int = YEARS[-1]

    def at(self, year):
        """The level in a year (or many)."""
        way = np.clip((np.asarray(year, float) - self.start) / (self.end - self.start), 0.0, 1.0)
        return self.first + (self.last - self.first) * way

    @property
    def slope(self) -> float:
        """The change per year."""
        return (self.last - self.first) / (self.end - self.start)


def _flat(level: float) -> Course:
    return Course(level, level)


# By the id of the series that shows it. Shares are fractions.
COURSES = {
    "far_from_home_distance_known": Course(0.300, 0.185),
    "needs_met_locally": Course(0.880, 0.850),
    "independent_special": Course(0.026, 0.044),
    "sdq_average": Course(13.4, 16.2),
    "attainment8_gap_others": _flat(19.9),
    "ks2_gap_others": Course(0.300, 0.205, 2019, 2025),
    "progress8_gap_others": Course(0.74, 0.98, 2019, 2024),
    "neet_or_not_known_16_17": Course(0.047, 0.037),
    "neet_16_17": _flat(0.028),
    "participating_16_17": _flat(0.935),
    "ehc_plan_neet_or_not_known": Course(0.080, 0.150),
    "sen_support_neet_or_not_known": _flat(0.060),
    "vulnerable_neet_or_not_known": _flat(0.220),
    "care_leavers_eet_19_21": _flat(0.540),
    "care_leavers_eet_17_18": Course(0.660, 0.760),
    "care_leavers_suitable_19_21": Course(0.945, 0.835),
    "care_leavers_suitable_17_18": _flat(0.880),
    "feel_included": _flat(0.620),
    "projects_coproduced": Course(0.35, 0.60),
    "audits_diversity_considered": Course(0.40, 0.70),
    "audits_good_or_outstanding": _flat(0.70),
    "sickness": Course(0.020, 0.034, 2020, 2025),
    "turnover": Course(0.20, 0.09, 2020, 2025),
    "sickness_all_staff": Course(8.0, 10.8),
    "stability_index": Course(0.805, 0.880),
    "staff_favourable": Course(0.68, 0.60),
    "staff_response": _flat(0.474),
    "staff_events_acted_on": _flat(0.70),
    "assessments_completed": Course(780.0, 1000.0),
    "step_ups": Course(100.0, 158.0),
    "step_downs": _flat(42.0),
    "re_referrals": _flat(0.15),
}

# What no series shows by itself, but the draws need.
BESIDE = {
    "share_disadvantaged_ks2": _flat(0.176),
    "share_disadvantaged_ks4": _flat(0.176),
    "vulnerable_share": Course(0.022, 0.045),           # more is recorded, so its rate is not safe to compare
    "mainstream_until_16": Course(0.50, 0.66),          # of plans with a place in a school of the state
    "triage_decisions": _flat(1500.0),
    "black_social_workers": Course(0.190, 0.130, 2020, 2025),
    "black_staff": Course(0.115, 0.085),
    "routes_to_special_schools": Course(900.0, 1180.0),
    "placement_journeys_length": Course(1.0, 0.62),     # of what it was
}
