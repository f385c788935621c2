"""Care leavers in suitable accommodation.

Counts      care leavers whose accommodation, around their birthday in the year, was recorded as suitable
Out of      all care leavers who turned 19, 20 or 21 in the year, except those who died, returned home for six months
            or more, went abroad or were deported, or whose residence is recorded as not known (in touch or not)
Unknown     a young person with whom the council has lost touch, who refuses contact or no longer needs services
            stays in the total and is not counted as suitable, whatever accommodation is recorded: not knowing is not
            a success. So does one of whom it is not recorded whether the council is in touch, and one in touch whose
            accommodation is not recorded, or by no code of the return
Suitable    safe, secure and affordable, as the personal adviser judges it; custody and no fixed abode never are
Age         on 31 March; as everyone has one birthday in a year, it is the age turned in it
Beside it   the same for care leavers aged 17 and 18
Choices     `said` names the codes of IN_TOUCH with which what is recorded is taken for known ("YES" alone)
Caution     a young person is counted in three years running, so years are not independent of each other
Earlier     before 2021 only the whole percentage and the total are at hand; those years are context
Source      SSDA903 return (OC3); Department for Education, care leavers' accommodation suitability
Differs     the return does not say who moved to another authority's care: the council must leave them out of it
"""

import pandas as pd

from wayforward.counting.care_leavers import IN_TOUCH, care_leavers_aged, known_answer
from wayforward.counting.contract import Returns
from wayforward.counting.counts import proportion as published_proportion
from wayforward.counting.tally import Tally, leave_out, proportion

RETURNS = ("ssda903_oc3",)
NOT_OF_THE_AREA = {"G": "gone abroad", "H": "deported", "R": "residence not known"}


def published(figures: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {
        "care_leavers_suitable_19_21": _published(figures, "19_21", percent="care_leavers_19_21_suitable_percent"),
        "care_leavers_suitable_17_18": _published(figures, "17_18"),
    }


def _published(figures: pd.DataFrame, age: str, percent: str | None = None) -> pd.DataFrame:
    name = f"care_leavers_{age}"
    return published_proportion(figures, f"{name}_suitable", f"{name}_accommodation",
                                (f"{name}_accommodation_no_information",), percent)


def suitable(returns: Returns, youngest: int = 19, oldest: int = 21, said: tuple[str, ...] = IN_TOUCH) -> Tally:
    """Care leavers of these ages: in suitable accommodation, out of all but those left out by the definition.

    said    the codes of IN_TOUCH with which what is recorded is taken for known
    """
    rows, leavers = care_leavers_aged(returns, youngest, oldest)
    for letter, why in NOT_OF_THE_AREA.items():
        leavers = leave_out(leavers, why, rows["ACCOM"].str[0].eq(letter))
    digit = known_answer(rows, "ACCOM", said).str[1]
    return Tally(leavers.assign(value=digit.eq("1").astype(float), unknown=~digit.isin(["1", "2"])), proportion,
                 by=("Age",))


SERIES = {
    "care_leavers_suitable_19_21": suitable,
    "care_leavers_suitable_17_18": lambda returns: suitable(returns, 17, 18),
}
