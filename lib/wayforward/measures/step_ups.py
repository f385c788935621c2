"""Step-ups from Families First Triage to statutory social care.

Early help is not a statutory return, so no published figure exists. The council's triage decisions give it:

Counts      triage decisions that end with the family stepped up to statutory social care, by the day of the decision
Beside it   step-ups out of all triage decisions, because the number moves with how many families come; step-downs;
            and families referred again within 12 months
Again       a decision about a family of whom there was a decision on an earlier day of the 12 months before, whatever
            came of it, out of all decisions. The first 12 months of the data cannot tell and are left out
Unknown     a decision without an outcome, or with none of the return's, is no step-up; it stays in the total of
            decisions and is told. A quarter with decisions, and an outcome of none, has no number
Quarters    every quarter of a year whose return is at hand is counted: one without a decision is 0, and has no share
Instead of  counting families, once a quarter however often they were stepped up; referrals again after "no further
            action" alone, which is nearer to a missed risk and of fewer families
Caution     fewer step-ups may mean that help came early, or that risk was missed: never read alone. A family at risk
            must be stepped up without delay, and no figure here says whether a step-up was right
Source      Families First Triage decisions
"""

from functools import partial

import pandas as pd

from wayforward.counting.available_periods import dated_once, known_quarters, quarters, year_end
from wayforward.counting.contract import Returns
from wayforward.counting.supplementary_tables import Detail, rows_of
from wayforward.counting.tally import Tally, cases, events, leave_out, proportion
from wayforward.periods import quarter_of
from wayforward.returns.early_help import OUTCOMES

RETURNS = ("early_help_triage",)
BY = ("District", "Source")
CANNOT_TELL = "without 12 months of earlier decisions at hand"


def number(returns: Returns, outcome: str = "SU") -> Tally:
    """Decisions with this outcome."""
    rows, made = _decisions(returns)
    unknown = rows["OUTCOME"].isna()
    every = known_quarters(quarters(_years(returns)), made, unknown)
    made = leave_out(made, "no outcome recorded", unknown)
    return Tally(made.assign(value=rows["OUTCOME"].eq(outcome).astype(float)), events, by=BY, every=every)


def share(returns: Returns, outcome: str = "SU") -> Tally:
    """Decisions with this outcome out of all."""
    rows, made = _decisions(returns)
    return Tally(made.assign(value=rows["OUTCOME"].eq(outcome).astype(float), unknown=rows["OUTCOME"].isna()),
                 proportion, by=BY)


def referred_again(returns: Returns, months: int = 12) -> Tally:
    """Decisions about a family with a decision on an earlier day of the months before (12 at most), out of all."""
    rows, made = _decisions(returns)
    since = rows["DECIDED"] - pd.DateOffset(months=months)
    made = leave_out(made, CANNOT_TELL, ~year_end(since).isin(_years(returns)))
    return Tally(made.assign(value=_previous(made).ge(since).astype(float)), proportion, by=BY, looks_back=months)


def _decisions(returns: Returns) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = returns.table("early_help_triage")
    made = cases(rows, quarter_of(rows["DECIDED"]), decision=rows["DECISION_ID"], day=rows["DECIDED"],
                 family=rows["FAMILY_ID"].fillna(rows["DECISION_ID"]), District=rows["DISTRICT"], Source=rows["SOURCE"])
    return rows, dated_once(made, _years(returns), "decision")


def _years(returns: Returns) -> list[int]:
    return returns.years_of("early_help_triage")


def _previous(made: pd.DataFrame) -> pd.Series:
    """The last earlier day on which there was a decision about the same family; missing where there was none."""
    days = made[["family", "day"]].dropna().drop_duplicates().sort_values(["family", "day"])
    days["previous"] = days.groupby("family")["day"].shift()
    return made[["family", "day"]].merge(days, how="left", on=["family", "day"])["previous"].set_axis(made.index)


SERIES = {
    "step_ups": partial(number, outcome="SU"),
    "step_up_share": share,
    "step_downs": lambda returns: number(returns, "SD"),
    "re_referrals": referred_again,
}


def details(returns: Returns) -> list[Detail]:
    """What triage decided, by financial year."""
    if not returns.has("early_help_triage"):
        return []
    rows, made = _decisions(returns)
    counted = made[made["left_out"].isna()]
    outcome = rows.loc[counted.index, "OUTCOME"].map(OUTCOMES).fillna("No outcome recorded")
    year = counted["period"].str[:7]
    table = pd.crosstab(outcome, year).astype(float)
    table = table.reindex([*OUTCOMES.values(), "No outcome recorded"], fill_value=0.0)
    return [Detail("What triage decided", table.rename_axis("Outcome").rename_axis(None, axis=1).reset_index(),
                   dict.fromkeys(table.columns, ("", 0)), people=tuple(table.columns),
                   table="early_help_triage", counted={
                       each: rows_of(counted[year.eq(each)], outcome[year.eq(each)], table.index)
                       for each in table.columns})]
