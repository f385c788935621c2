"""Care leavers in suitable accommodation.

Counts      care leavers whose accommodation, around their birthday in the year, was recorded as suitable
Out of      all care leavers who turned 19, 20 or 21 in the year, except those who died, returned home for six months
            or more, moved to another authority's care, went abroad or were deported, or whose residence is not known
Unknown     a young person with whom the council has lost touch, who refuses contact or no longer needs services
            stays in the total and is not counted as suitable: not knowing is not a success
Suitable    safe, secure and affordable, as the personal adviser judges it; custody and no fixed abode never are
Beside it   the same for care leavers aged 17 and 18
Caution     a young person is counted in three years running, so years are not independent of each other
Earlier     before 2021 only the whole percentage and the total are at hand; those years are context
Source      SSDA903 return (OC3); Department for Education, care leavers' accommodation suitability
"""

import pandas as pd

from wayforward.measures.counts import proportion


def published(figures: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {
        "care_leavers_suitable_19_21": _suitable(figures, "19_21", percent="care_leavers_19_21_suitable_percent"),
        "care_leavers_suitable_17_18": _suitable(figures, "17_18"),
    }


def _suitable(figures: pd.DataFrame, age: str, percent: str | None = None) -> pd.DataFrame:
    name = f"care_leavers_{age}"
    return proportion(figures, f"{name}_suitable", f"{name}_accommodation",
                      (f"{name}_accommodation_no_information",), percent)
