"""What the two measures of care leavers share: who is counted of an age, and whose answers are known.

The return tells of each care leaver around the birthday in the year whether the authority is in touch (IN_TOUCH). Of
someone who is not, or of whom that is not recorded, nothing is known, whatever stands in the other cells: it may be
what was true when they were last heard of.
"""

import pandas as pd

from wayforward.counting.contract import Returns
from wayforward.counting.tally import cases, leave_out
from wayforward.counting.years import on
from wayforward.periods import age_on

IN_TOUCH = ("YES",)


def care_leavers_aged(returns: Returns, youngest: int, oldest: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The return's rows, and the same as cases: those of these ages on 31 March who neither died nor returned home."""
    rows = returns.table("ssda903_oc3")
    age = age_on(rows["DOB"], on(rows, 3, 31))
    leavers = cases(rows, rows["return_year"].astype(str), Age=age.astype("Int64").astype("string"))
    leavers = leave_out(leavers, f"not aged {youngest} to {oldest} on 31 March", ~age.between(youngest, oldest))
    leavers = leave_out(leavers, "died", rows["IN_TOUCH"].eq("DIED"))
    return rows, leave_out(leavers, "returned home for six months or more", rows["IN_TOUCH"].eq("RHOM"))


def known_answer(rows: pd.DataFrame, column: str, said: tuple[str, ...] = IN_TOUCH) -> pd.Series:
    """What is known of each care leaver: the column's code where IN_TOUCH is one of `said`, else missing."""
    return rows[column].where(rows["IN_TOUCH"].isin(said))
