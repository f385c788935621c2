"""Care leavers in suitable accommodation.

Counts      care leavers whose accommodation, around their birthday in the year, was recorded as suitable
Out of      all care leavers who turned 19, 20 or 21 in the year, except those who died, returned home for six months
            or more, went abroad or were deported, or whose residence is not known
Unknown     a young person with whom the council has lost touch, who refuses contact or no longer needs services
            stays in the total and is not counted as suitable: not knowing is not a success
Suitable    safe, secure and affordable, as the personal adviser judges it; custody and no fixed abode never are
Age         on 31 March; as everyone has one birthday in a year, it is the age turned in it
Beside it   the same for care leavers aged 17 and 18
Caution     a young person is counted in three years running, so years are not independent of each other
Earlier     before 2021 only the whole percentage and the total are at hand; those years are context
Source      SSDA903 return (OC3); Department for Education, care leavers' accommodation suitability
Differs     the return does not say who moved to another authority's care: the council must leave them out of it
"""

import pandas as pd

from wayforward.measures.counts import proportion as published_proportion
from wayforward.measures.tally import Tally, cases, leave_out, proportion
from wayforward.periods import age_on

RETURNS = ("ssda903_oc3",)
NOT_OF_THE_AREA = {"G": "gone abroad", "H": "deported", "R": "residence not known"}
SAID = ("YES",)     # anyone else is not in touch, and nothing is known


def published(figures: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {
        "care_leavers_suitable_19_21": _published(figures, "19_21", percent="care_leavers_19_21_suitable_percent"),
        "care_leavers_suitable_17_18": _published(figures, "17_18"),
    }


def _published(figures: pd.DataFrame, age: str, percent: str | None = None) -> pd.DataFrame:
    name = f"care_leavers_{age}"
    return published_proportion(figures, f"{name}_suitable", f"{name}_accommodation",
                                (f"{name}_accommodation_no_information",), percent)


def suitable(returns, youngest: int = 19, oldest: int = 21) -> Tally:
    """Care leavers of these ages: in suitable accommodation, out of all but those left out by the definition."""
    rows = returns.table("ssda903_oc3")
    kind, digit = rows["ACCOM"].str[0], rows["ACCOM"].str[1]
    age = age_on(rows["DOB"], pd.to_datetime(rows["return_year"].astype(str) + "-03-31"))
    leavers = cases(rows, rows["return_year"].astype(str), Age=age.astype("Int64").astype("string"))
    leavers = leave_out(leavers, f"not aged {youngest} to {oldest} on 31 March", ~age.between(youngest, oldest))
    leavers = leave_out(leavers, "died", rows["IN_TOUCH"].eq("DIED"))
    leavers = leave_out(leavers, "returned home for six months or more", rows["IN_TOUCH"].eq("RHOM"))
    for letter, why in NOT_OF_THE_AREA.items():
        leavers = leave_out(leavers, why, kind.eq(letter))
    return Tally(leavers.assign(value=digit.eq("1").astype(float), unknown=digit.isna()), proportion, by=("Age",))


SERIES = {
    "care_leavers_suitable_19_21": suitable,
    "care_leavers_suitable_17_18": lambda returns: suitable(returns, 17, 18),
}
