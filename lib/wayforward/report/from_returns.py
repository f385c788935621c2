"""An area's own counts: its returns tallied, and limited to what is reported on. Nothing is hidden yet: see protection.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from wayforward import measures
from wayforward.counting import tally as tallies
from wayforward.counting.counts import SHAPE, shape
from wayforward.counting.dated import Dated
from wayforward.counting.tally import Tally
from wayforward.errors import MissingReturn, RefusedReturn
from wayforward.periods import span
from wayforward.plan import Measure, Series
from wayforward.reading.area_returns import Returns
from wayforward.report.whole_periods import incomplete_periods
from wayforward.returns.catalogue import TABLES

if TYPE_CHECKING:
    from wayforward.report.protection import Protection


@dataclass(frozen=True)
class Counted:
    """One series as counted from the returns: its tally, its counts as they may be shown and, never shown, as they
    are; which of its years are not yet whole, in sentences; the tables whose rows its cases are; and the decision on
    what may be shown of them (see protection), None where it is not of people, and by which name it knows the series.
    """

    tally: Tally
    counts: pd.DataFrame
    exact: pd.DataFrame
    unwhole: str = ""
    tables: frozenset[str] = frozenset()
    protection: "Protection | None" = None
    key: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class ReturnsCounts:
    """What the returns give for a measure: the series counted, and for the others the table that is missing, or that
    was refused, or that no point of them may be shown; what all that is told of their rows lets be shown."""

    counted: dict[str, Counted]
    missing: dict[str, str]
    hidden: frozenset[str] = frozenset()
    refused: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Counting:
    """A measure's series counted from an area's returns, each by itself and nothing hidden; the same of the same
    returns only once (see Returns.once)."""

    measure: Measure
    area: str
    until: date
    choices: tuple[tuple[str, object], ...] = ()        # of the definition, set otherwise: name and value

    def __call__(self, returns: Returns) -> ReturnsCounts:
        return _count(self.measure, returns, self.area, self.until, dict(self.choices))


def _count(measure: Measure, returns: Returns, area: str, until: date, choices: Mapping[str, object]) -> ReturnsCounts:
    counted, missing, refused = {}, {}, {}
    supplied, dated = measures.from_returns(measure.id, choices), measures.dated_of(measure.id)
    for series in measure.series:
        try:
            if series.id in supplied:
                counted[series.id] = count_series(series, supplied[series.id], returns, area, until,
                                                  dated.get(series.id))
        except MissingReturn as absent:
            missing[series.id] = absent.table
        except RefusedReturn as spoilt:
            refused[series.id] = spoilt.table
    return ReturnsCounts(counted, missing, refused=refused)


def count_series(series: Series, function: Callable, returns: Returns, area: str, until: date,
                 dated: Dated | None = None) -> Counted:
    """One series from the function that counts it, and in periods of before its definition changed from the earlier
    one, in periods that ended by `until`; MissingReturn, RefusedReturn."""
    watched, function = returns.watched(), dated.before(function, series.calendar) if dated else function
    tally = _until(function(watched), series, until)
    reaches = {name: returns.reaches(name) for name in sorted(watched.asked)}
    gone = incomplete_periods(tally, series.calendar, reaches, until)
    whole = _until(_of_whole_years(function, watched), series, until) if gone.why else tally
    counts = in_shape(gone.out_of(_all_known(tallies.counts(whole), series.kind)), series.calendar, area)
    counts = dated.apart(counts) if dated else counts
    told = _with_all_rows(gone.left_out(whole), gone.left_out(tally))
    return Counted(told, counts, counts, gone.years,
                   tables_of(told, {name: returns.table(name) for name in sorted(watched.asked)}))


def tables_of(tally: Tally, tables: Mapping[str, pd.DataFrame]) -> frozenset[str]:
    """Which of some tables have the very rows that a tally's cases are."""
    ours = _lines(tally.cases)
    return frozenset(name for name, rows in tables.items() if _lines(rows).equals(ours))


def _lines(rows: pd.DataFrame) -> pd.Series:
    """How many rows of each return's year there are."""
    return rows["return_year"].value_counts().sort_index().rename(None)


def _until(tally: Tally, series: Series, until: date) -> Tally:
    return tally.until(lambda period: span(series.calendar, period).end <= until)


def _of_whole_years(function: Callable, asked: Returns) -> Tally:
    """The tally without the years not yet whole of tables that tell nothing of parts of a year, so that these years
    have no say in the others' figures (which questions every wave asked); with them where there are no others."""
    try:
        return function(asked.of_whole_years(*(name for name in asked.asked if TABLES[name].rhythm == "year")))
    except MissingReturn:
        return function(asked)


def _with_all_rows(tally: Tally, whole: Tally) -> Tally:
    """The tally with the rows of years that it was made without, all of them left out."""
    rest = whole.cases[~whole.cases["return_year"].isin(tally.cases["return_year"])]
    return replace(tally, cases=pd.concat([tally.cases, rest], ignore_index=True)) if len(rest) else tally


def _all_known(counts: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Proportions whose estimate marks nobody as unknown have none: their number is 0, and not hidden."""
    return counts.assign(unknown=0.0) if kind == "proportion" and "unknown" not in counts else counts


def in_shape(rows: pd.DataFrame, calendar: str, area: str) -> pd.DataFrame:
    """Counts by period in the one shape of counts (see counting.counts), with the days of their periods."""
    spans = [span(calendar, period) for period in rows["period"]]
    dated = rows.assign(area=area, start=[each.start for each in spans], end=[each.end for each in spans],
                        label=[each.label for each in spans])
    given = {"status": "final", "note": None, "reason": None}
    for column, usual in given.items():
        dated[column] = dated[column].where(dated[column].notna(), usual) if column in dated else usual
    return shape(dated.reindex(columns=SHAPE).set_index(["area", "period"]))
