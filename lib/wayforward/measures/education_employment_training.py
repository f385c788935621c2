"""Young people in education, employment or training (EET), including the most vulnerable.

16 and 17   not in education, employment or training (NEET), or activity not known, as a percentage of those known to
            the authority: the average of December, January and February. What is left of 100 % is known to be in
            EET: not knowing is not a success. Beside it the two parts, and participation in education or training
            in March
Most        16- and 17-year-olds with an EHC plan, on SEN support, or in a group the Department calls vulnerable
vulnerable  (looked after, care leaver, carer, young offender and others; its coverage changed from year to year, so
            its years are not compared); and care leavers aged 17 to 18 and 19 to 21
Care        in EET around their birthday, out of all care leavers of that age except those who died, returned home or
leavers     moved to another authority's care; no information stays in the total
Interval    care leavers: Wilson; 16 and 17: none, as only rounded percentages are published for every year
Source      NCCIS; Department for Education, NEET and participation scorecard; SSDA903 (OC3), care leavers' activity
"""

import pandas as pd

from wayforward.measures.counts import percentage, proportion


def published(figures: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {
        "neet_or_not_known_16_17": percentage(figures, "neet_or_not_known_16_17_percent"),
        "neet_16_17": percentage(figures, "neet_16_17_percent"),
        "not_known_16_17": percentage(figures, "not_known_16_17_percent"),
        "participating_16_17": percentage(figures, "participating_16_17_percent"),
        "care_leavers_eet_19_21": _care_leavers(figures, "19_21", percent="care_leavers_19_21_eet_percent"),
        "care_leavers_eet_17_18": _care_leavers(figures, "17_18"),
        "ehc_plan_neet_or_not_known": percentage(figures, "ehc_plan_neet_or_not_known_percent"),
        "sen_support_neet_or_not_known": percentage(figures, "sen_support_neet_or_not_known_percent"),
        "vulnerable_neet_or_not_known": percentage(figures, "vulnerable_neet_or_not_known_percent"),
    }


def _care_leavers(figures: pd.DataFrame, age: str, percent: str | None = None) -> pd.DataFrame:
    name = f"care_leavers_{age}"
    return proportion(figures, f"{name}_eet", f"{name}_activity", (f"{name}_activity_not_known",), percent)
