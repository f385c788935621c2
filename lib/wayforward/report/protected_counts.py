"""A measure's counts from the returns as they may be shown: counted, put beside all else that is told of the same rows,
and decided on with it (see protection)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from wayforward import measures
from wayforward.counting.supplementary_tables import Detail
from wayforward.disclosure.hiding import SUPPRESSED
from wayforward.disclosure.row_sets import RowNumbers
from wayforward.disclosure.rule import USUAL, Rule
from wayforward.errors import MissingReturn, RefusedReturn
from wayforward.plan import Measure, Plan, Series
from wayforward.reading.area_returns import Returns
from wayforward.report.from_returns import Counted, Counting, ReturnsCounts
from wayforward.report.protection import NOTHING_BEFORE, Before, Protection, Told
from wayforward.report.unknown_share import NOT_AVAILABLE
from wayforward.statistics.results import NOT_WHOLE


def count(measure: Measure, returns: Returns, area: str, until: date, plan: Plan | None = None, rule: Rule = USUAL,
          before: Before = NOTHING_BEFORE) -> ReturnsCounts:
    """Every series of a measure that the returns can supply, in periods that ended by `until`; safe beside all that the
    plan's measures (without one, the measure alone) tell of the same rows, and beside what was published before."""
    around = _Around(returns, area, until, plan.measures if plan else (measure,), plan.start if plan else None, rule,
                     before)
    own = returns.once(Counting(measure, area, until))
    counted = {}
    for series in measure.series:
        if series.id in own.counted:
            counted[series.id] = _protected(measure, series, own, around)
    shown = {name: each for name, each in counted.items()
             if each.counts["value"].notna().any() or each.counts["status"].isin([NOT_AVAILABLE, NOT_WHOLE]).any()}
    hidden = {name for name, each in counted.items() if each.counts["status"].eq(SUPPRESSED).any()}
    return ReturnsCounts(shown, own.missing, frozenset(hidden - shown.keys()), own.refused)


@dataclass(frozen=True)
class _Around:
    """What a measure is counted among."""

    returns: Returns
    area: str
    until: date
    measures: Sequence[Measure]
    start: date | None
    rule: Rule
    before: Before

    def counted(self, measure: Measure) -> ReturnsCounts:
        return self.returns.once(Counting(measure, self.area, self.until))


def _protected(measure: Measure, series: Series, own: ReturnsCounts, around: _Around) -> Counted:
    """One series as it may be shown."""
    counted = own.counted[series.id]
    if not series.people:
        return counted
    tables = _connected(counted.tables, around)
    protection = around.returns.once(_Protecting(
        tables or frozenset([f"{measure.id} {series.id}"]), around.area, around.until, around.rule,
        tuple(each.id for each in around.measures), around, () if tables else (Told(measure.id, series, counted),)))
    key = measure.id, series.id
    return replace(counted, counts=protection.points(key), protection=protection, key=key)


def _connected(tables: frozenset[str], around: _Around) -> frozenset[str]:
    """All tables that some series ties to these."""
    while True:
        more = tables.union(*(each.tables for _, _, each in _series_of(tables, around)))
        if more == tables:
            return tables
        tables = more


def _series_of(tables: frozenset[str], around: _Around) -> Iterable[tuple[Measure, Series, Counted]]:
    """The series of the plan whose cases are the rows of some tables."""
    return [(measure, series, each) for measure in around.measures
            if tables & set(measures.returns_of(measure.id))
            for series in measure.series if series.people
            for each in [around.counted(measure).counted.get(series.id)] if each and each.tables & tables]


@dataclass(frozen=True)
class _Protecting:
    """The decision on some tables; the same of the same returns only once."""

    tables: frozenset[str]
    area: str
    until: date
    rule: Rule
    measures: tuple[str, ...]
    around: _Around = field(compare=False)
    alone: tuple[Told, ...] = field(default=(), compare=False)

    def __call__(self, returns: Returns) -> Protection:
        around = replace(self.around, returns=returns)
        told = list(self.alone) or [Told(measure.id, series, each)
                                    for measure, series, each in _series_of(self.tables, around)]
        return Protection(told, _beside(dict.fromkeys(each.measure for each in told), self.tables, returns), self.rule,
                          around.before, around.start)


def _beside(of: Iterable[str], tables: frozenset[str], returns: Returns
            ) -> list[tuple[str, Detail, RowNumbers | None]]:
    """The measures' other tables that count rows of some tables."""
    found = []
    for measure in of:
        whole = returns.of_whole_years(*measures.returns_of(measure))
        found += [(measure, detail, RowNumbers.of(whole.table(detail.table)))
                  for detail in whole.once(Details(measure)) if detail.table in tables]
    return found


@dataclass(frozen=True)
class Details:
    """A measure's other tables, nothing hidden; none where what they are made of is missing or refused."""

    measure: str

    def __call__(self, returns: Returns) -> list[Detail]:
        work_out = measures.details_of(self.measure)
        try:
            return [detail for detail in (work_out(returns) if work_out else []) if len(detail.rows)]
        except (MissingReturn, RefusedReturn):
            return []
