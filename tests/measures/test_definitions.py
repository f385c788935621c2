"""Each measure's definition on figures that can be checked by eye, and the plan and the modules held together."""

import itertools
import re
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tables import published_figures as figures
from wayforward import measures
from wayforward.counting.counts import PERCENT_ONLY
from wayforward.measures import attainment_gap, workforce_diversity
from wayforward.measures.staff_sickness_and_retention import working_days
from wayforward.plan import load_plan
from wayforward.plans import DEFAULT
from wayforward.published.figures import read_published

PLAN = load_plan(DEFAULT)
NULL = float("nan")


def counts(measure: str, series: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The counts of one series of a measure, by period."""
    return measures.from_published(measure, rows)[series].set_index("period")


# The measures, one by one

def test_placed_far_from_home():
    """Hertfordshire, 31 March 2025: 85 + 35 children whose distance is not known stay in the total."""
    rows = figures("31 March", {
        "placed_outside_far": {"2025": 218}, "looked_after": {"2020": 900, "2025": 999},
        "placed_inside_unknown": {"2025": 85}, "placed_outside_unknown": {"2025": 35},
        "placed_outside_far_percent": {"2020": 22, "2025": 22}})
    headline = counts("placed_far_from_home", "far_from_home", rows)
    assert headline.loc["2025", ["numerator", "denominator", "unknown", "value"]].tolist() == [
        218, 999, 120, 218 / 999]
    assert headline.loc["2020", "value"] == 22 / 100
    known = counts("placed_far_from_home", "far_from_home_distance_known", rows)
    assert known[["numerator", "denominator", "unknown", "value"]].to_dict("index") == {
        "2025": {"numerator": 218, "denominator": 999 - 120, "unknown": 0, "value": 218 / 879}}


def test_needs_met_locally_has_stand_ins_and_not_the_promise():
    rows = figures("January census", {
        "ehc_special_independent": {"2024": 250, "2025": 278}, "ehc_special_non_maintained": {"2024": NULL, "2025": 54},
        "ehc_mainstream": {"2024": 5800, "2025": 6348}, "ehc_plans": {"2024": 11_897, "2025": 12_920}})
    assert set(measures.from_published("needs_met_locally", rows)) == {"independent_special", "mainstream_share",
                                                                       "ehc_plans_in_20_weeks"}
    special = counts("needs_met_locally", "independent_special", rows)
    assert special.loc["2025", ["numerator", "denominator", "value"]].tolist() == [
        278 + 54, 12_920, (278 + 54) / 12_920]
    assert special.loc["2024", "status"] == "suppressed"        # one of the two kinds is: so is their sum
    assert special.loc["2024", ["numerator", "value"]].isna().all()
    mainstream = counts("needs_met_locally", "mainstream_share", rows)
    assert mainstream["value"].tolist() == [5800 / 11_897, 6348 / 12_920]


def test_new_plans_in_20_weeks_are_of_those_without_an_allowed_exception():
    rows = figures("calendar year", {
        "ehc_issued_without_exceptions": {"2023": 1306, "2024": 1699}, "ehc_new_plans": {"2023": 1376, "2024": 1849},
        "ehc_issued_without_exceptions_in_20_weeks": {"2023": NULL, "2024": 957}})
    found = counts("needs_met_locally", "ehc_plans_in_20_weeks", rows)
    assert found.loc["2024", ["numerator", "denominator", "value"]].tolist() == [957, 1699, 957 / 1699]
    assert found.loc["2023", "status"] == "suppressed"


def test_wellbeing_has_the_carers_score_and_not_the_childrens_own():
    rows = figures("year to 31 March", {
        "sdq_average": {"2021": 13.6, "2025": 14.9}, "sdq_children": {"2021": 547, "2025": 493},
        "sdq_concern": {"2021": 172, "2025": 207}, "sdq_scores_received": {"2021": 465, "2025": 465}})
    assert set(measures.from_published("wellbeing", rows)) == {"sdq_average", "sdq_concern"}
    assert counts("wellbeing", "sdq_average", rows)["value"].to_dict() == {"2021": 13.6, "2025": 14.9}
    concern = counts("wellbeing", "sdq_concern", rows)                  # of those with a score, not of all children
    assert concern["value"].to_dict() == {"2021": 172 / 465, "2025": 207 / 465}


@pytest.mark.parametrize("group", ["in_need", "sen_support", "ehc_plan"])
def test_the_gap_to_a_group_that_stands_in_for_the_disadvantaged(group):
    rows = figures("academic year", {"attainment8_all": {"2023/24": 50.2, "2024/25": 50.6},
                                     f"attainment8_{group}": {"2023/24": 13.6, "2024/25": 12.2}})
    found = counts("attainment_gap", f"attainment8_gap_{group}", rows)
    assert found["value"].to_dict() == pytest.approx({"2023/24": 50.2 - 13.6, "2024/25": 50.6 - 12.2})
    assert found["reason"].notna().all()


ATTAINMENT = figures("academic year", {
    "attainment8_all": {"2023/24": 50.2, "2024/25": 50.6},
    "attainment8_others": {"2023/24": 53.3, "2024/25": 54.1},
    "attainment8_disadvantaged": {"2023/24": 34.3, "2024/25": 34.2},
    "ks2_rwm_all_percent": {"2024/25": 64}, "ks2_rwm_others_percent": {"2024/25": 70},
    "ks2_rwm_disadvantaged_percent": {"2024/25": 40},
    "progress8_others": {"2023/24": 0.33}, "progress8_disadvantaged": {"2023/24": -0.56}})


@pytest.mark.parametrize(("series", "values"), [
    ("attainment8_gap_all", {"2023/24": 15.9, "2024/25": 16.4}),        # 50.2 − 34.3; 50.6 − 34.2
    ("attainment8_gap_others", {"2023/24": 19.0, "2024/25": 19.9}),     # 53.3 − 34.3; 54.1 − 34.2
    ("ks2_gap_all", {"2024/25": 0.24}),                                 # 64 − 40, as a fraction
    ("ks2_gap_others", {"2024/25": 0.30}),
    ("progress8_gap_others", {"2023/24": 0.89}),                        # 0.33 + 0.56
])
def test_attainment_gap(series, values):
    assert counts("attainment_gap", series, ATTAINMENT)["value"].to_dict() == values


def test_the_two_gaps_are_tied_by_the_share_of_disadvantaged_pupils():
    """gap (all) = (1 − share) × gap (others): 16.4 = (1 − 3.5 / 19.9) × 19.9."""
    share = measures.context("attainment_gap", ATTAINMENT)["share_disadvantaged_ks4"].set_index("period")
    of_all, of_others = (counts("attainment_gap", series, ATTAINMENT)["value"]
                         for series in ("attainment8_gap_all", "attainment8_gap_others"))
    assert share["value"].to_dict() == pytest.approx({"2023/24": 3.1 / 19.0, "2024/25": 3.5 / 19.9})
    assert of_all.to_dict() == pytest.approx(((1 - share["value"]) * of_others).to_dict())
    assert set(share["series"]) == {"share_disadvantaged_ks4"}


def test_the_share_of_disadvantaged_pupils_lies_within_its_bounds_however_the_averages_were_rounded():
    """Each average may be up to 0.05 off; the bounds are the least and the most that any such three give."""
    share = attainment_gap.share_disadvantaged(ATTAINMENT, "attainment8_all", "attainment8_others",
                                               "attainment8_disadvantaged", half_unit=0.05).set_index("period")
    possible = [(rest - every) / (rest - group) for every, rest, group in itertools.product(
        (50.55, 50.6, 50.65), (54.05, 54.1, 54.15), (34.15, 34.2, 34.25))]
    assert share.loc["2024/25", ["low", "high"]].tolist() == pytest.approx([min(possible), max(possible)])
    assert share.loc["2024/25", "low"] == pytest.approx((3.5 - 0.1) / 19.9)


def test_the_bounds_of_a_share_stay_within_0_and_1():
    rows = figures("academic year", {"all": {"2024/25": 50.0}, "others": {"2024/25": 50.0}, "some": {"2024/25": 40.0}})
    share = attainment_gap.share_disadvantaged(rows, "all", "others", "some", half_unit=0.05).iloc[0]
    assert share[["low", "value"]].tolist() == [0, 0]
    assert share["high"] == pytest.approx(0.1 / 10.0)
    everyone = rows.assign(value=[40.0, 50.0, 40.0])
    share = attainment_gap.share_disadvantaged(everyone, "all", "others", "some", half_unit=0.05).iloc[0]
    assert share[["value", "high"]].tolist() == [1, 1]
    assert share["low"] == pytest.approx((10.0 - 0.1) / 10.0)


def test_education_employment_and_training():
    rows = pd.concat([
        figures("December to February", {
            "neet_or_not_known_16_17_percent": {"2025": 3.9}, "neet_16_17_percent": {"2025": 2.8},
            "not_known_16_17_percent": {"2025": 1.1}, "ehc_plan_neet_or_not_known_percent": {"2025": 10.6},
            "sen_support_neet_or_not_known_percent": {"2025": 5.9},
            "vulnerable_neet_or_not_known_percent": {"2025": 20.7}}),
        figures("March", {"participating_16_17_percent": {"2025": 93.8}}),
        figures("year to 31 March", {
            "care_leavers_19_21_eet": {"2025": 334}, "care_leavers_19_21_activity": {"2020": 450, "2025": 597},
            "care_leavers_19_21_activity_not_known": {"2025": 6}, "care_leavers_19_21_eet_percent": {"2020": 57},
            "care_leavers_17_18_eet": {"2025": 198}, "care_leavers_17_18_activity": {"2025": 264},
            "care_leavers_17_18_activity_not_known": {"2025": NULL}})], ignore_index=True)
    found = {name: series.set_index("period") for name, series in measures.from_published(
        "education_employment_training", rows).items()}
    assert {name: series.loc["2025", "value"] for name, series in found.items()} == pytest.approx({
        "neet_or_not_known_16_17": 0.039, "neet_16_17": 0.028, "not_known_16_17": 0.011, "participating_16_17": 0.938,
        "ehc_plan_neet_or_not_known": 0.106, "sen_support_neet_or_not_known": 0.059,
        "vulnerable_neet_or_not_known": 0.207,
        "care_leavers_eet_19_21": 334 / 597, "care_leavers_eet_17_18": 198 / 264})
    assert found["neet_or_not_known_16_17"].loc["2025", "reason"] == PERCENT_ONLY
    assert found["care_leavers_eet_19_21"].loc["2025", "unknown"] == 6      # and they stay in the 597
    assert found["care_leavers_eet_19_21"].loc["2020", ["value", "denominator"]].tolist() == [57 / 100, 450]
    assert np.isnan(found["care_leavers_eet_17_18"].loc["2025", "unknown"])


def test_care_leavers_accommodation():
    """Of 589 care leavers 522 were in suitable accommodation, 61 not; of 6 there is no information."""
    rows = figures("year to 31 March", {
        "care_leavers_19_21_suitable": {"2025": 522}, "care_leavers_19_21_accommodation": {"2025": 589},
        "care_leavers_19_21_accommodation_no_information": {"2025": 6},
        "care_leavers_19_21_suitable_percent": {"2020": 92, "2025": 89},
        "care_leavers_17_18_suitable": {"2025": 256}, "care_leavers_17_18_accommodation": {"2025": 264},
        "care_leavers_17_18_accommodation_no_information": {"2025": 2}})
    older = counts("care_leavers_accommodation", "care_leavers_suitable_19_21", rows)
    assert older.loc["2025", ["numerator", "denominator", "unknown", "value"]].tolist() == [522, 589, 6, 522 / 589]
    assert older.loc["2020", "value"] == 92 / 100
    younger = counts("care_leavers_accommodation", "care_leavers_suitable_17_18", rows)
    assert younger["value"].to_dict() == {"2025": 256 / 264}


def test_staff_sickness_and_retention():
    """The year to 30 September 2024 holds 29 February 2024, and so a working day more. Posts are of its last day."""
    rows = pd.concat([
        figures("year to 30 September", {"working_days_lost_fte": {"2024": 3800.0, "2025": 3652.6},
                                         "leavers_fte": {"2024": 53.0, "2025": 63.5}}),
        figures("30 September", {"in_post_fte": {"2024": 540.0, "2025": 557.0}})], ignore_index=True)
    sickness = counts("staff_sickness_and_retention", "sickness", rows)
    assert sickness.loc["2025", "label"] == "year to 30 September 2025"
    assert sickness["denominator"].to_dict() == {"2024": 540.0 * 254, "2025": 557.0 * 253}
    assert sickness["value"].to_dict() == {"2024": 3800.0 / (540.0 * 254), "2025": 3652.6 / (557.0 * 253)}
    turnover = counts("staff_sickness_and_retention", "turnover", rows)
    assert turnover["value"].to_dict() == {"2024": 53.0 / 540.0, "2025": 63.5 / 557.0}
    assert sickness["reason"].notna().all() and turnover["reason"].notna().all()


def test_vacant_posts_and_agency_workers_are_out_of_those_and_of_posts_held():
    rows = figures("30 September", {"in_post_fte": {"2024": 540.0, "2025": 557.0},
                                    "vacancy_fte": {"2024": NULL, "2025": 43.0}, "agency_fte": {"2025": 44.3}})
    vacant = counts("staff_sickness_and_retention", "vacancies", rows)
    assert vacant.loc["2025", ["numerator", "denominator", "value"]].tolist() == [43.0, 43.0 + 557.0, 43.0 / 600.0]
    assert vacant.loc["2024", "status"] == "suppressed"
    agency = counts("staff_sickness_and_retention", "agency_workers", rows)
    assert agency["value"].to_dict() == {"2025": 44.3 / (44.3 + 557.0)}
    assert vacant["reason"].notna().all() and agency["reason"].notna().all()


@pytest.mark.parametrize(("year", "days"), [(2019, 253), (2020, 254), (2021, 253), (2023, 253), (2024, 254)])
def test_working_days_of_a_year_to_30_september(year, days):
    assert working_days(date(year, 9, 30)) == days


HEADS = {"white": 396, "mixed": 25, "asian": 42, "black": 100, "other": 9}              # 572 in all
RESIDENTS = {"white": 81.8, "mixed": 3.8, "asian": 8.6, "black": 3.7, "other": 2.0}     # 99.9, as rounded
MAKE_UP = pd.concat([
    figures("30 September", {f"social_workers_total_{group}": {"2024": heads, "2025": heads}
                             for group, heads in HEADS.items()}),
    figures("census day", {f"residents_percent_{group}": {"2021": share} for group, share in RESIDENTS.items()}),
], ignore_index=True)


def test_the_communities_shares_sum_to_1():
    shares = workforce_diversity.communities(MAKE_UP).loc["here"]
    assert shares.sum() == pytest.approx(1)
    assert shares.to_dict() == pytest.approx({group: share / 99.9 for group, share in RESIDENTS.items()})


def test_workforce_diversity_is_half_the_sum_of_the_differences():
    dissimilarity = sum(abs(HEADS[group] / 572 - RESIDENTS[group] / 99.9) for group in HEADS) / 2
    found = counts("workforce_diversity", "workforce_dissimilarity", MAKE_UP).loc["2025"]
    assert found["value"] == pytest.approx(dissimilarity)
    assert [found["numerator"], found["denominator"]] == [25 + 100, 572]     # more mixed and black than in the county
    assert found["parity"] == pytest.approx((3.8 + 3.7) / 99.9)


def test_a_make_up_with_a_suppressed_group_is_none():
    hidden = MAKE_UP["series"].eq("social_workers_total_other") & MAKE_UP["period"].eq("2025")
    found = counts("workforce_diversity", "workforce_dissimilarity", MAKE_UP.assign(
        value=MAKE_UP["value"].mask(hidden), status=MAKE_UP["status"].mask(hidden, "suppressed")))
    assert found.loc["2025", "status"] == "suppressed"
    assert found.loc["2025", ["numerator", "denominator", "value"]].isna().all()
    assert found.loc["2024", "denominator"] == 572


def test_without_a_census_there_is_no_comparison():
    elsewhere = figures("30 September", {f"social_workers_total_{group}": {"2025": 10} for group in HEADS}, "there")
    found = measures.from_published("workforce_diversity", pd.concat([MAKE_UP, elsewhere], ignore_index=True))
    assert set(found["workforce_dissimilarity"]["area"]) == {"here"}
    both = pd.concat([MAKE_UP, elsewhere])
    assert measures.groups("workforce_diversity", "workforce_dissimilarity", both, "there") is None


def test_the_make_up_group_by_group():
    rows = measures.groups("workforce_diversity", "workforce_dissimilarity", MAKE_UP, "here")
    black = rows[rows["group"].str.startswith("Black")].iloc[0]
    assert black["heads"] == 100
    assert [black["workforce"], black["residents"]] == pytest.approx([100 / 572, 3.7 / 99.9])
    assert black["ratio"] == pytest.approx((100 / 572) / (3.7 / 99.9))
    assert rows.attrs["label"] == "30 September 2025"
    assert len(rows) == 5


MANAGERS = {"senior_manager": {"white": 10, "mixed": 0, "asian": 0, "black": 1, "other": 1},       # 12
            "middle_manager": {"white": 20, "mixed": 0, "asian": 1, "black": 6, "other": 1},       # 28
            "first_line_manager": {"white": 83, "mixed": 5, "asian": 6, "black": 17, "other": 0}}  # 111


def test_managers_are_those_of_all_three_levels_together():
    rows = pd.concat([MAKE_UP, *(figures("30 September", {f"social_workers_{role}_{group}": {"2025": number}
                                                          for group, number in heads.items()})
                                 for role, heads in MANAGERS.items())], ignore_index=True)
    found = counts("workforce_diversity", "workforce_dissimilarity_managers", rows).loc["2025"]
    assert [found["numerator"], found["denominator"]] == [1 + 6 + 17, 12 + 28 + 111]     # more black than in the county
    assert found["value"] == pytest.approx(24 / 151 - 3.7 / 99.9)
    groups = measures.groups("workforce_diversity", "workforce_dissimilarity_managers", rows, "here").set_index("group")
    assert groups.loc["White", "heads"] == 10 + 20 + 83


# The plan and the modules

@pytest.fixture(scope="module")
def real():
    """Every published figure in the repository."""
    return read_published(Path(__file__).parents[2] / "data" / "published", date(2030, 1, 1)).figures


@pytest.mark.parametrize("measure", [measure.id for measure in PLAN.measures])
def test_a_measures_module_says_in_its_first_line_what_is_counted(measure):
    first, blank, *rest = measures.definition(measure).splitlines()
    assert re.fullmatch(r"[A-Z].{15,}\.", first)
    assert blank == "" and rest


@pytest.mark.parametrize("measure", PLAN.measures, ids=lambda measure: measure.id)
def test_a_module_supplies_exactly_the_series_that_the_plan_calls_published(measure, real):
    supplied = measures.from_published(measure.id, real)
    assert set(supplied) == {series.id for series in measure.series if series.published}
    assert all((counts["area"] == "hertfordshire").any() for counts in supplied.values())


@pytest.mark.parametrize("measure", PLAN.measures, ids=lambda measure: measure.id)
def test_a_modules_definition_says_where_no_published_figure_exists(measure):
    told = "no published figure exists" in measures.definition(measure.id).replace("\n", " ").lower()
    assert told == (not any(series.published for series in measure.series))


@pytest.mark.parametrize(("measure", "wanted"), [(measure, wanted) for measure in PLAN.measures
                                                 for wanted in measure.context], ids=lambda entry: entry.id)
def test_what_is_read_beside_a_measure_is_published_or_worked_out(measure, wanted, real):
    worked_out = measures.context(measure.id, real)
    rows = worked_out.get(wanted.id, real[real["series"] == wanted.id])
    ours = rows[rows["area"] == "hertfordshire"]
    assert ours["value"].notna().any()
    assert wanted.id not in worked_out or wanted.id not in set(real["series"])      # not both


def test_nothing_is_worked_out_that_the_plan_does_not_name(real):
    worked_out = {measure.id: set(measures.context(measure.id, real)) for measure in PLAN.measures}
    named = {measure.id: {wanted.id for wanted in measure.context} for measure in PLAN.measures}
    assert all(worked_out[measure] <= named[measure] for measure in named)
    assert worked_out["attainment_gap"] == {"share_disadvantaged_ks4"}
