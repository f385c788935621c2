"""The attainment gap between all pupils and disadvantaged pupils.

Gap         the plan's wording: all pupils less disadvantaged pupils. Beside it the Department's wording: all other
            pupils less disadvantaged pupils. The two are tied by gap (all) = (1 − share disadvantaged) × gap
            (others), so they can disagree in sign when the share changes
Key stage 4 average Attainment 8 score, in points, and Progress 8 (others less disadvantaged only)
Key stage 2 percentage reaching the expected standard in reading, writing and maths
Who         pupils at the end of the key stage in the authority's state-funded schools; disadvantaged: eligible for
            free school meals in the last six years, looked after, or left care by adoption or a similar order
Comparable  not in 2019/20 and 2020/21 (schools set the grades at key stage 4, no tests at key stage 2); grading in
            2021/22 lay between the two; before 2017/18 the highest possible Attainment 8 score was another
Interval    none: averages and whole percentages are published without spread or counts, so a change is read
            against the neighbours' changes
Source      Department for Education, key stage 4 performance (final), key stage 2 attainment (revised)
"""

import pandas as pd

from wayforward.measures.counts import NO_SPREAD, ROUNDED_GAP, gap, together


def published(figures: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {
        "attainment8_gap_all": gap(figures, "attainment8_all", "attainment8_disadvantaged"),
        "attainment8_gap_others": gap(figures, "attainment8_others", "attainment8_disadvantaged"),
        "ks2_gap_all": gap(figures, "ks2_rwm_all_percent", "ks2_rwm_disadvantaged_percent", 0.01, ROUNDED_GAP),
        "ks2_gap_others": gap(figures, "ks2_rwm_others_percent", "ks2_rwm_disadvantaged_percent", 0.01, ROUNDED_GAP),
        "progress8_gap_others": gap(figures, "progress8_others", "progress8_disadvantaged", reason=NO_SPREAD),
    }


def context(figures: pd.DataFrame) -> dict[str, pd.DataFrame]:
    share = share_disadvantaged(figures, "attainment8_all", "attainment8_others", "attainment8_disadvantaged",
                                half_unit=0.05)
    return {"share_disadvantaged_ks4": share.assign(series="share_disadvantaged_ks4")}


def share_disadvantaged(figures: pd.DataFrame, upper: str, others: str, disadvantaged: str,
                        half_unit: float) -> pd.DataFrame:
    """The share of pupils who are disadvantaged, worked back from three published averages: 1 − gap_all / gap_others.

    Averages are rounded to within `half_unit`, so the share is only known to lie between `low` and `high` (fractions;
    bounds, not an interval). One row per area and period, columns as counts plus low and high.
    """
    values, about = together(figures, upper, others, disadvantaged)
    all_, rest, group = (values[name] for name in (upper, others, disadvantaged))
    value = (rest - all_) / (rest - group)
    # furthest off where all pupils' average errs one way and the other two the other way: their difference stays
    low, high = ((rest - all_ + error) / (rest - group) for error in (-2 * half_unit, 2 * half_unit))
    return about.assign(value=value, low=low.clip(lower=0.0), high=high.clip(upper=1.0)).reset_index()
