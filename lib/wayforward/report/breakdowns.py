"""What stands beside a figure from the returns, under the small-number rule: its groups, its rows, its other tables."""

import re
from dataclasses import replace
from datetime import date

import pandas as pd

from wayforward import disclosure, measures
from wayforward.counting.supplementary_tables import Detail
from wayforward.counting.tally import COUNTED, breakdown, row_reconciliation
from wayforward.formats import NOTHING, half_up
from wayforward.periods import span
from wayforward.plan import Series
from wayforward.reading.area_returns import Returns
from wayforward.report.from_returns import Counted
from wayforward.report.unknown_share import NOT_AVAILABLE, without_unknown_figures
from wayforward.statistics.intervals import with_intervals

ROWS_IN = "rows in"
HIDDEN = "small numbers are not shown"


def breakdown_of(series: Series, counted: Counted, end: date, by: tuple[str, ...]) -> pd.DataFrame:
    """The counts of the period that ends on a day by each of some characteristics, small ones hidden, and no figure
    where most is unknown: by, group, numerator, denominator, value, low, high, remark."""
    unknown = [name for name in by if name not in counted.tally.by]
    if unknown:
        raise LookupError(f"{series.id} can be broken down by {', '.join(counted.tally.by)}; not {unknown[0]!r}")
    code = next(period for period in counted.counts["period"] if span(series.calendar, period).end == end)
    return pd.concat([_by(series, counted, code, name) for name in by], ignore_index=True)


def _by(series: Series, counted: Counted, code: str, characteristic: str) -> pd.DataFrame:
    rows = breakdown(counted.tally, characteristic, code)
    columns = ["group", "numerator", "denominator", "unknown", "n", "sd", "se", "parity", "value", "reason"]
    rows = rows.sort_values("group", key=lambda groups: groups.map(_order), ignore_index=True)
    rows = rows.reindex(columns=columns).astype({"reason": object})
    shown = without_unknown_figures(disclosure.suppress_groups(rows, series.kind, people=series.people), rows)
    remark = shown["note"].where(shown["status"].eq(NOT_AVAILABLE), "").mask(shown["status"].eq("suppressed"), HIDDEN)
    return with_intervals(shown, series.kind).assign(by=characteristic, remark=remark)


def _order(group: str) -> tuple:
    """Groups as a reader expects them: numbers by size, words by letter, and what is not known last."""
    number = re.search(r"\d+", group)
    below = group.startswith(("Under", "under", "<", "Less"))
    return group == "not known", number is None, int(number[0]) - below if number else 0, group


def reconciled_rows(counted: Counted, people: bool = True) -> pd.DataFrame:
    """Rows in = counted + left out by reason, a column for each return's year, as readers see it: of people all but the
    counted, who are told elsewhere, to the nearest 5, so that nobody is left over when tables are laid side by side."""
    smallest = disclosure.THRESHOLD * counted.tally.rows_each
    lines = disclosure.row_reconciliation(row_reconciliation(counted.tally), smallest, people)
    rows = pd.concat([disclosure.rows_received(lines).assign(reason=ROWS_IN), lines])
    near = people & rows["reason"].ne(COUNTED)
    rows["told"] = [note if pd.isna(number) else half_up(_rounded(number) if rough else number)
                    for number, note, rough in zip(rows["rows"], rows["note"], near, strict=True)]
    wide = rows.pivot_table(index="reason", columns="return_year", values="told", aggfunc="first", sort=False)
    wide = wide.reindex([ROWS_IN, COUNTED, *sorted(set(wide.index) - {ROWS_IN, COUNTED})]).dropna(how="all")
    told = wide.fillna(NOTHING).rename(columns=lambda year: f"Return of {year}")
    return told.rename_axis("Rows").reset_index().rename_axis(None, axis=1)


def _rounded(rows: float) -> float:
    return disclosure.ROUNDED_TO * round(rows / disclosure.ROUNDED_TO)


def supplementary(measure: str, returns: Returns) -> list[Detail]:
    """The measure's other tables, of the years that are whole, small numbers hidden."""
    work_out, returns = measures.details_of(measure), returns.of_whole_years(*measures.returns_of(measure))
    return [replace(detail, rows=_with_remark(
                disclosure.suppress_table(detail.rows, detail.people, _smallest(detail), detail.total)))
            for detail in (work_out(returns) if work_out else []) if len(detail.rows)]


def _smallest(detail: Detail) -> int:
    """Below how many people a row is hidden: more where it tells a share or an average of them."""
    return disclosure.BASE if detail.units.keys() - set(detail.people) else disclosure.THRESHOLD


def _with_remark(rows: pd.DataFrame) -> pd.DataFrame:
    """A table whose hidden rows say so, where there are any."""
    hidden = rows.pop("status").eq("suppressed")
    return rows.assign(Remark=hidden.map({True: HIDDEN, False: ""})) if hidden.any() else rows
