"""An area's own counts: its returns tallied, limited to what is reported on, and small numbers taken out.

What is hidden here takes part in no statistic: intervals, changes and trends are worked out on what is left.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from wayforward import disclosure, measures
from wayforward.counting import tally as tallies
from wayforward.counting.counts import SHAPE, shape
from wayforward.counting.tally import Tally
from wayforward.errors import MissingReturn, RefusedReturn
from wayforward.formats import is_quarterly
from wayforward.periods import financial_year_of, span
from wayforward.plan import Measure, Plan, Series
from wayforward.reading.area_returns import Returns
from wayforward.report import same_rows
from wayforward.report.unknown_share import NOT_AVAILABLE, without_unknown_figures
from wayforward.report.whole_periods import incomplete_periods
from wayforward.returns.catalogue import TABLES
from wayforward.statistics.results import NOT_WHOLE


@dataclass(frozen=True)
class Counted:
    """One series as counted from the returns: its tally, its counts as they may be shown and, never shown, as they
    are; which of its years are not yet whole, in sentences; the tables whose rows its cases are; and whether a point is
    hidden because it lies a few people from another series of such a table."""

    tally: Tally
    counts: pd.DataFrame
    exact: pd.DataFrame
    unwhole: str = ""
    tables: frozenset[str] = frozenset()
    near_another: bool = False


@dataclass(frozen=True)
class ReturnsCounts:
    """What the returns give for a measure: the series counted, and for the others the table that is missing, or that
    was refused, or that no point of them may be shown."""

    counted: dict[str, Counted]
    missing: dict[str, str]
    hidden: frozenset[str] = frozenset()
    refused: dict[str, str] = field(default_factory=dict)


def count(measure: Measure, returns: Returns, area: str, until: date, plan: Plan | None = None) -> ReturnsCounts:
    """Every series of a measure that the returns can supply, in periods that ended by `until`; safe beside what the
    plan's other measures tell of the same rows."""
    own = returns.once(_Counting(measure, area, until))
    counted = _beside_others(own, measure, returns, area, until, plan) if plan else own.counted
    shown = {name: each for name, each in counted.items()
            if each.counts["value"].notna().any() or each.counts["status"].isin([NOT_AVAILABLE, NOT_WHOLE]).any()}
    hidden = {name for name, each in counted.items() if each.counts["status"].eq("suppressed").any()}
    return ReturnsCounts(shown, own.missing, frozenset(hidden - shown.keys()), own.refused)


@dataclass(frozen=True)
class _Counting:
    """A measure's series counted from an area's returns, each by itself; the same of the same returns only once."""

    measure: Measure
    area: str
    until: date

    def __call__(self, returns: Returns) -> ReturnsCounts:
        return _count(self.measure, returns, self.area, self.until)


def _beside_others(own: ReturnsCounts, measure: Measure, returns: Returns, area: str, until: date,
                   plan: Plan) -> dict[str, Counted]:
    """The measure's series, without the points that come too near to those of series of the same table's rows."""
    tables = frozenset().union(*(each.tables for each in own.counted.values()))
    sharing = [other for other in plan.measures if other is measure or tables & set(measures.returns_of(other.id))]
    counted = {other.id: own if other is measure else returns.once(_Counting(other, area, until)) for other in sharing}
    safe = {(other, name): each.counts for other, found in counted.items() for name, each in found.counted.items()}
    for table in sorted(tables):
        safe |= same_rows.suppress_near(_of_table(table, sharing, counted, safe))
    return {name: replace(each, counts=safe[measure.id, name], near_another=safe[measure.id, name] is not each.counts)
            for name, each in own.counted.items()}


def _of_table(table: str, sharing: list[Measure], counted: dict[str, ReturnsCounts],
              safe: dict[tuple[str, str], pd.DataFrame]) -> list[same_rows.SeriesOfTable]:
    """All series that tell of people by the rows of a table, as `safe` so far: headlines first, then in the plan's
    order."""
    found = [(not series.headline, same_rows.SeriesOfTable(
                other.id, series.id, series.kind, safe[other.id, series.id], each.tally))
             for other in sharing for series in other.series if series.people
             for each in [counted[other.id].counted.get(series.id)] if each and table in each.tables]
    return [each for _, each in sorted(found, key=lambda pair: pair[0])]


def _count(measure: Measure, returns: Returns, area: str, until: date) -> ReturnsCounts:
    counted, missing, refused = {}, {}, {}
    supplied = measures.from_returns(measure.id)
    for series in measure.series:
        try:
            if series.id in supplied:
                counted[series.id] = count_series(series, supplied[series.id], returns, area, until)
        except MissingReturn as absent:
            missing[series.id] = absent.table
        except RefusedReturn as spoilt:
            refused[series.id] = spoilt.table
    return ReturnsCounts(_apart(counted, measures.nested(measure.id)), missing, refused=refused)


def count_series(series: Series, function: Callable, returns: Returns, area: str, until: date) -> Counted:
    """One series from the function that counts it, in periods that ended by `until`; MissingReturn, RefusedReturn."""
    watched = returns.watched()
    tally = _until(function(watched), series, until)
    reaches = {name: returns.reaches(name) for name in sorted(watched.asked)}
    gone = incomplete_periods(tally, series.calendar, reaches, until)
    whole = _until(_of_whole_years(function, watched), series, until) if gone.why else tally
    counts = in_shape(gone.out_of(_all_known(tallies.counts(whole), series.kind)), series.calendar, area)
    told = _with_all_rows(gone.left_out(whole), gone.left_out(tally))
    tables = same_rows.tables_of(told, {name: returns.table(name) for name in sorted(watched.asked)})
    return Counted(told, _shown(counts, series), counts, gone.years, tables)


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


def _apart(counted: dict[str, Counted], nested: dict[str, str]) -> dict[str, Counted]:
    """With the points of a nested series hidden where it lies a small number apart from the one it is part of."""
    kept = dict(counted)
    for part, whole in nested.items():
        if part in kept and whole in kept:
            shown = disclosure.suppress_nested(kept[part].counts, kept[part].exact, kept[whole].exact)
            kept[part] = replace(kept[part], counts=shown)
    return kept


def _shown(counts: pd.DataFrame, series: Series) -> pd.DataFrame:
    """Without small numbers, and without figures of which most is unknown; a year's quarters add up to the rows of its
    return, which are told."""
    year = "year" if is_quarterly(series.calendar) else None
    summed = counts.assign(year=financial_year_of(pd.to_datetime(counts["end"])))
    shown = disclosure.suppress_series(summed, series.kind, people=series.people, with_total=year).drop(columns="year")
    return without_unknown_figures(shown, counts)


def in_shape(rows: pd.DataFrame, calendar: str, area: str) -> pd.DataFrame:
    """Counts by period in the one shape of counts (see counting.counts), with the days of their periods."""
    spans = [span(calendar, period) for period in rows["period"]]
    dated = rows.assign(area=area, start=[each.start for each in spans], end=[each.end for each in spans],
                        label=[each.label for each in spans])
    given = {"status": "final", "note": None, "reason": None}
    for column, usual in given.items():
        dated[column] = dated[column].where(dated[column].notna(), usual) if column in dated else usual
    return shape(dated.reindex(columns=SHAPE).set_index(["area", "period"]))
