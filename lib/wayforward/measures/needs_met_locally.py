"""Children and young people with an education, health and care (EHC) plan whose needs are met locally.

No official definition exists. The council's own return would give the promised percentage:

Counts      young people whose main placement is in a school or college in the county
Out of      all EHC plans the council maintains on the January census day; those without a placement, or educated
            otherwise than at school, stay in the total and are not counted as met
Published   two shares of the same plans, which point to the promise without measuring it: placed in independent or
            non-maintained special schools, and placed in mainstream schools
Break       the return became person by person in 2023; placements not known appear from that year
Caution     most of a year's plans are last year's, so years are not independent of each other
Source      SEN2 return; Department for Education, education, health and care plans
"""

import pandas as pd

from wayforward.measures.counts import proportion, together


def published(figures: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {
        "independent_special": proportion(_with_independent(figures), "ehc_independent_or_non_maintained", "ehc_plans"),
        "mainstream_share": proportion(figures, "ehc_mainstream", "ehc_plans"),
    }


def _with_independent(figures: pd.DataFrame) -> pd.DataFrame:
    values, about = together(figures, "ehc_special_independent", "ehc_special_non_maintained")
    both = about.assign(value=values.sum(axis=1, skipna=False), series="ehc_independent_or_non_maintained")
    return pd.concat([figures, both.reset_index()], ignore_index=True)
