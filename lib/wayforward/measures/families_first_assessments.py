"""Families First Assessments completed.

Early help is not a statutory return, so no published figure exists. The council's early-help records give it:

Counts      Families First Assessments by the date they were completed; one family's is one, however many children
Left out    assessments begun and not completed; a second one of the same family completed on the same day, which is the
            same work recorded for a brother or sister (the one that names most children is kept)
Beside it   the rate per 10,000 children aged 0 to 17, and the number of children
Quarters    every quarter of a year whose return is at hand is counted: one without an assessment is 0, and so is its
            rate. A quarter of whose assessments no number of children is recorded has no number of children
Rate        of one quarter, not made yearly; the population is the newest mid-year estimate that does not lie after the
            quarter, as statutory rates have it, or until that is out the one before, if it is less than three years old
Instead of  counting by the day an assessment began, which counts work that was never finished; counting children, who
            come in families (beside it; its interval takes the children of a family as one lot)
Needs       the return of each year must hold every assessment completed in it
Caution     more assessments may mean more help, or more need
Published   only the population that the rate uses
Source      Early Help Module; Office for National Statistics, mid-year population estimates
"""

from collections.abc import Callable
from functools import partial

import pandas as pd

from wayforward.counting.available_periods import dated_once, known_quarters, quarters
from wayforward.counting.contract import Returns
from wayforward.counting.supplementary_tables import Detail, rows_of
from wayforward.counting.tally import Estimate, Tally, amounts, cases, events, latest_only, leave_out, rate
from wayforward.periods import quarter_of, span

RETURNS = ("early_help_assessments",)
POPULATION = "population_0_17"
PER = 10_000
OLDEST = 3      # years before the end of a quarter, from which on a population estimate is too old for it
NO_POPULATION = "no estimate of the children who live in the area is at hand"


def completed(returns: Returns) -> Tally:
    """Assessments completed, one a family and day."""
    made = _assessments(returns)
    return Tally(made, events, by=("District", "Lead organisation"), every=_quarters(returns))


def children(returns: Returns) -> Tally:
    """Children in those assessments."""
    made = _assessments(returns)
    unknown = made["size"].isna()
    every = known_quarters(_quarters(returns), made, unknown)
    made = leave_out(made, "number of children not recorded", unknown)
    return Tally(made.assign(value=made["size"]), amounts, by=("District", "Lead organisation"), every=every)


def rate_of_children(returns: Returns, per: int = PER) -> Tally:
    """Assessments completed per 10,000 children who live in the area. The population by district is not at hand, so
    there is no breakdown."""
    made = _assessments(returns)
    return Tally(made, _known_rate(population(returns.figures, per)), every=_quarters(returns))


def population(figures: pd.DataFrame | None, per: int = PER) -> Callable[[str], float]:
    """For a quarter, its children aged 0 to 17 in units of `per`: the newest mid-year estimate at hand that does not
    lie after it; NaN where that is three years old, or there is none."""
    rows = figures[figures["series"].eq(POPULATION)].dropna(subset=["value"]) if figures is not None else None
    known = pd.Series(rows["value"].to_numpy(float), pd.to_datetime(rows["end"])).sort_index() \
        if rows is not None else pd.Series(dtype=float)

    def exposure(quarter: str) -> float:
        end = pd.Timestamp(span("financial quarter", quarter).end)
        recent = known[(known.index <= end) & (known.index > end - pd.DateOffset(years=OLDEST))] \
            if len(known) else known
        return float(recent.iloc[-1]) / per if len(recent) else float("nan")
    return exposure


def _assessments(returns: Returns) -> pd.DataFrame:
    rows = returns.table("early_help_assessments")
    made = cases(rows, quarter_of(rows["COMPLETED"]), value=1.0, assessment=rows["ASSESSMENT_ID"],
                 family=rows["FAMILY_ID"].fillna(rows["ASSESSMENT_ID"]), day=rows["COMPLETED"], size=rows["CHILDREN"],
                 **{"District": rows["DISTRICT"], "Lead organisation": rows["ORGANISATION"]})
    made = leave_out(made, "not completed", rows["COMPLETED"].isna())
    made = dated_once(made, returns.years_of("early_help_assessments"), "assessment")
    return latest_only(made, "a second one of the same family on the same day", ["family", "day"], "size")


def _quarters(returns: Returns) -> tuple[str, ...]:
    return quarters(returns.years_of("early_help_assessments"))


def _known_rate(exposure: Callable[[str], float]) -> Estimate:
    """A rate, "not available" where the population is not at hand."""
    def divide(cases: pd.DataFrame, by: list[str]) -> pd.DataFrame:
        found = rate(exposure)(cases, by)
        without = found["denominator"].isna()
        why = pd.Series(NO_POPULATION, found.index, dtype=object).where(without)
        status = pd.Series("final", found.index).mask(without, "not available")
        return found.assign(numerator=found["numerator"].mask(without), status=status, note=why, reason=why)
    return divide


SERIES = {
    "assessments_completed": completed,
    "assessments_rate": partial(rate_of_children, per=PER),
    "children_assessed": children,
}


def details(returns: Returns) -> list[Detail]:
    """Families against children, by financial year."""
    if not returns.has("early_help_assessments"):
        return []
    counted = completed(returns).counted
    year = counted["period"].str[:7]
    known = counted[counted["size"].notna()].groupby(year)
    table = pd.DataFrame({"Assessments": counted.groupby(year).size().astype(float),
                          "Children": known["size"].sum(), "Children an assessment": known["size"].mean()})
    return [Detail("Families and children", table.rename_axis("Year").reset_index(),
                   {"Assessments": ("", 0), "Children": ("", 0), "Children an assessment": ("", 1)},
                   people=("Assessments", "Children"), total=False, table="early_help_assessments",
                   counted={"Assessments": rows_of(counted, year, table.index)},
                   note="Children an assessment: over the assessments that record how many there were.")]
