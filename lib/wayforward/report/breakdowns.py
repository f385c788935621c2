"""What stands beside a figure from the returns, under the small-number rule: its groups, its rows, its other tables."""

import math
import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date

import pandas as pd

from wayforward import measures
from wayforward.counting.supplementary_tables import Detail
from wayforward.counting.tally import COUNTED, breakdown, row_reconciliation
from wayforward.disclosure.rule import USUAL, Rule
from wayforward.formats import NOTHING, half_up
from wayforward.periods import span
from wayforward.plan import Series
from wayforward.reading.area_returns import Returns
from wayforward.report.from_returns import Counted
from wayforward.report.protection import NOTHING_BEFORE, Before, Protection
from wayforward.report.unknown_share import NOT_AVAILABLE, without_unknown_figures
from wayforward.statistics.intervals import with_intervals

ROWS_IN = "rows in"
HIDDEN = "small numbers are not shown"


def breakdown_of(series: Series, counted: Counted, end: date, by: tuple[str, ...]) -> pd.DataFrame:
    """The counts of the period that ends on a day by each of some characteristics, small ones hidden, and no figure
    where most is unknown: period, start, end, by, group, numerator, denominator, value, low, high, status, remark."""
    return breakdowns_of(series, counted, [end], by)


def breakdowns_of(series: Series, counted: Counted, ends: Collection[date], by: tuple[str, ...]) -> pd.DataFrame:
    """The same of each of the periods that end on some days, in order of time."""
    unknown = [name for name in by if name not in counted.tally.by]
    if unknown:
        raise LookupError(f"{series.id} can be broken down by {', '.join(counted.tally.by)}; not {unknown[0]!r}")
    periods = {period: spanned for period in counted.counts["period"]
               if (spanned := span(series.calendar, period)).end in ends}
    return pd.concat([_by(series, counted, period, name).assign(period=each.label, start=each.start, end=each.end)
                      for period, each in periods.items() for name in by], ignore_index=True)


def _by(series: Series, counted: Counted, code: str, characteristic: str) -> pd.DataFrame:
    exact = _ordered(breakdown(counted.tally, characteristic, code).assign(status="final", note=None))
    shown = _ordered(counted.protection.groups(counted.key, characteristic, code)) \
        if counted.protection else exact
    shown = without_unknown_figures(shown, exact)
    remark = shown["note"].where(shown["status"].eq(NOT_AVAILABLE), "").mask(shown["status"].eq("suppressed"), HIDDEN)
    return with_intervals(shown, series.kind).assign(by=characteristic, remark=remark)


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    columns = ["group", "numerator", "denominator", "unknown", "n", "sd", "se", "parity", "value", "reason", "status",
               "note"]
    rows = rows.sort_values("group", key=lambda groups: groups.map(_order), ignore_index=True)
    return rows.reindex(columns=columns).astype({"reason": object})


def _order(group: str) -> tuple:
    """Groups as a reader expects them: numbers by size, words by letter, and what is not known last."""
    number = re.search(r"\d+", group)
    below = group.startswith(("Under", "under", "<", "Less"))
    return group == "not known", number is None, int(number[0]) - below if number else 0, group


def reconciled_rows(counted: Counted, rule: Rule = USUAL, hidden: set[str] = frozenset(),
                    people: bool = True) -> pd.DataFrame:
    """Rows in = counted + left out by reason, a column for each return's year, as readers see it: rounded
    (`rounded_to`), and none of a year whose account is hidden."""
    lines = row_reconciliation(counted.tally)
    lines = lines[~lines["return_year"].astype(str).isin(hidden)]
    totals = lines.groupby("return_year", as_index=False)["rows"].sum().assign(reason=ROWS_IN)
    rows = pd.concat([totals, lines])
    nearest = rounded_to(counted, rule, people)
    rows["told"] = [_rounded(number, nearest) for number in rows["rows"]]
    wide = rows.pivot_table(index="reason", columns="return_year", values="told", aggfunc="first", sort=False)
    wide = wide.reindex([ROWS_IN, COUNTED, *sorted(set(wide.index) - {ROWS_IN, COUNTED})]).dropna(how="all")
    told = wide.fillna(NOTHING).rename(columns=lambda year: f"Return of {year}")
    return told.rename_axis("Rows").reset_index().rename_axis(None, axis=1)


def rounded_to(counted: Counted, rule: Rule = USUAL, people: bool = True) -> float:
    """To the nearest how many rows a return's account is told: of people as many as so many people have who are not
    told apart, 120 where each may have 12; else 1."""
    return rule.rounding * counted.tally.rows_each if people else 1


def _rounded(rows: float, nearest: float) -> str:
    """To the nearest, never to none: "fewer than 10"."""
    return f"fewer than {nearest:g}" if 0 < rows < nearest else half_up(nearest * math.floor(rows / nearest + 0.5))


def supplementary(measure: str, returns: Returns, rule: Rule = USUAL, protections: Collection[Protection] = (),
                  before: Before = NOTHING_BEFORE) -> list[tuple[Detail, Protection]]:
    """The measure's other tables, of the years that are whole, small numbers hidden; each with the decision on it,
    which is that on all that is told of the same rows, or else on the table alone."""
    work_out = measures.details_of(measure)
    if work_out is None:
        return []
    whole = returns.of_whole_years(*measures.returns_of(measure))
    decided = [(detail, next((each for each in protections if each.shows(measure, detail.title)), None)
                or Protection([], [(measure, detail, None)], rule, before))
               for detail in work_out(whole) if len(detail.rows)]
    return [(replace(detail, rows=_with_remark(detail, protection.hidden_rows(measure, detail.title))), protection)
            for detail, protection in decided]


def _with_remark(detail: Detail, hidden: list[bool]) -> pd.DataFrame:
    """A table without the figures of hidden rows, which say so, where there are any; words stay."""
    where = pd.Series(hidden, detail.rows.index, dtype=bool)
    if not where.any():
        return detail.rows
    shown = {column: detail.rows[column].mask(where & ~detail.rows[column].map(lambda cell: isinstance(cell, str)))
             for column in detail.rows.columns[1:]}
    return detail.rows.assign(**shown, Remark=where.map({True: HIDDEN, False: ""}))
