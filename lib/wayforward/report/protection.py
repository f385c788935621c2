"""What may be shown of an area's own counts: one decision for all that is told of the rows of the same tables.

Series of every measure, the breakdowns, accounts and make-ups of headlines, and the tables beside them are put to
`disclosure.suppress` together. What is hidden here takes part in no statistic: intervals, changes and trends are worked
out on what is left.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

import pandas as pd

from wayforward.counting.supplementary_tables import Detail
from wayforward.counting.tally import breakdown
from wayforward.disclosure.hiding import SUPPRESSED, hide, why_hidden
from wayforward.disclosure.make_up import HEADS, distance_tells, make_up
from wayforward.disclosure.numbers import PRIMARY, REVISED, SECONDARY, Number, Tables, Unit
from wayforward.disclosure.primary import AVERAGES, UNKNOWN
from wayforward.disclosure.record import Record
from wayforward.disclosure.row_sets import RowNumbers
from wayforward.disclosure.rule import EDGE, Rule
from wayforward.disclosure.series import ROWS, SeriesNumbers
from wayforward.disclosure.suppression import suppress
from wayforward.disclosure.tables_beside import numbers_beside, row_units
from wayforward.ledger import CellKey
from wayforward.plan import Series
from wayforward.report.from_returns import Counted
from wayforward.report.unknown_share import NOT_AVAILABLE, without_unknown_figures
from wayforward.statistics.results import NOT_WHOLE

Key = tuple[str, str]       # a measure and a series
Before = Mapping[tuple, Sequence[float]]       # by what a number is of, every value with which it was published
NOTHING_BEFORE: Before = MappingProxyType({})


@dataclass(frozen=True)
class Told:
    """A series that tells of people, as counted."""

    measure: str
    series: Series
    counted: Counted

    @property
    def key(self) -> Key:
        return self.measure, self.series.id


class Protection:
    """The decision on all that is told of the rows of some tables.

    told        the series, in the plan's order
    beside      the tables beside them, by measure, each with what numbers the rows of the return
    before      every value with which each number was published
    start       the day the plan began, before which the figure lies that verdicts start from
    """

    def __init__(self, told: list[Told], beside: list[tuple[str, Detail, RowNumbers | None]], rule: Rule,
                 before: Before = NOTHING_BEFORE, start: date | None = None):
        self.rule, self._before = rule, dict(before)
        self._told = {each.key: each for each in told}
        self._numbers = {each.key: SeriesNumbers(each.measure, each.series.id, each.series.kind, each.counted.tally,
                                                 each.counted.exact, rule, each.series.headline, start)
                         for each in told}
        self._points = {key: numbers.points() for key, numbers in self._numbers.items()}
        self._beside = {(measure, detail.title): (detail, numbers_beside(measure, detail, numbers_of, rule))
                        for measure, detail, numbers_of in beside}
        self.tables, self._made, self._explored = Tables(), {}, set()
        for part in [*self._points.values(), *(tables for _, tables in self._beside.values()), *self._of_headlines()]:
            self.tables.add(part)
        self._decide()

    def _of_headlines(self) -> Iterator[Tables]:
        """The accounts and breakdowns that a page shows unasked, and every make-up."""
        for key, told in self._told.items():
            if told.series.headline:
                yield self._numbers[key].account()
                if latest := self.latest(key):
                    yield from (self._groups(key, by, latest) for by in told.counted.tally.by)
            if told.series.kind == "shares":
                yield make_up(*key, told.counted.tally, self._points[key], self.rule)

    def _groups(self, key: Key, by: str, period: str) -> Tables:
        table = breakdown(self._told[key].counted.tally, by, period)
        made = self._numbers[key].groups(by, table, period, self._points[key])
        self._made[key, by, period] = made
        return made

    def add(self, told: Told) -> Key:
        """Takes in a series that no page shows unasked, such as one counted by another choice, so that it is fitted to
        all that is told already, and what is asked for later to it. An average of few people is not told by two
        averages of many either. Its key; it is no part of the record."""
        if (key := told.key) not in self._told:
            self._told[key] = told
            self._explored.add(key)
            self._numbers[key] = SeriesNumbers(*key, told.series.kind, told.counted.tally, told.counted.exact,
                                               self.rule)
            self._points[key] = self._numbers[key].points()
            for unit in () if self._numbers[key].of_rows else self._points[key].units:
                unit.hidden = PRIMARY       # nobody could say what it tells beside the others
            apart = replace(self.rule, threshold=max(self.rule.threshold, self.rule.base))
            self._decide_on(self._points[key], apart if told.series.kind in AVERAGES else self.rule)
        return key

    def _decide(self, rule: Rule | None = None) -> None:
        """Marks what is hidden; what was published before, and is still the same or nearly so, is known to everybody.
        """
        for unit in self.tables.units:
            self._beside_earlier(unit)
        known = Tables([Unit([number], 0.0, shown=True) for unit in self.tables.units for number in unit.numbers
                        if self._was_told(number)], self.tables.follows, self.tables.sums)
        every = Tables([*self.tables.units, *known.units], known.follows, known.sums)
        while True:
            self._intervals = suppress(every, rule or self.rule)
            if not (telling := self._telling_distances()):
                return
            for unit in self.tables.units:
                unit.small |= unit in telling
                unit.hidden = None if unit.hidden == SECONDARY else unit.hidden

    def _telling_distances(self) -> list[Unit]:
        """The points whose distance, beside the heads that are told, tells of few people."""
        told = {number.rows.fingerprint for unit in self.tables.units if not unit.hidden for number in unit.numbers
                if number.rows}
        return [unit for key, each in self._told.items() if each.series.kind == "shares"
                for unit in self._points[key].units if not unit.hidden
                and self._tells(key, unit.numbers[0].name.period, told)]

    def _tells(self, key: Key, period: str, told: set[int]) -> bool:
        tally = self._told[key].counted.tally
        of_period = tally.counted[tally.counted["period"].eq(period).to_numpy()]
        sets = RowNumbers.of(tally.cases).by(of_period, of_period["group"])
        heads = pd.Series({group: float(sets[group].size) if group in sets else 0.0 for group in tally.against.index})
        hidden = pd.Series({group: group in sets and sets[group].fingerprint not in told
                            for group in tally.against.index})
        return distance_tells(heads, hidden, tally.against, self.rule)

    def _was_told(self, number: Number) -> bool:
        """Whether everybody knows a number from an earlier release, or takes the earlier one for it."""
        return any(apart < self.rule.threshold for apart in self._apart(number))

    def _apart(self, number: Number) -> list[float]:
        """How far a number lies from each value with which it was published."""
        return [abs(value - number.value) for value in self._before.get(number.name, ())]

    def _beside_earlier(self, unit: Unit) -> None:
        """What was once shown stays shown; what was revised by a few people is not shown anew."""
        nearest = [min(apart) for number in unit.numbers if (apart := self._apart(number))]
        if any(EDGE < each < self.rule.threshold for each in nearest):
            unit.hidden = unit.hidden or REVISED
        elif nearest and max(nearest) <= EDGE and not unit.small:
            unit.shown = True

    # What may be shown

    def latest(self, key: Key) -> str | None:
        """The period that a series' breakdown is of: its last figure."""
        exact = self._told[key].counted.exact
        usable = exact[exact["value"].notna() & ~exact["status"].isin([SUPPRESSED, NOT_AVAILABLE, NOT_WHOLE])]
        return None if usable.empty else str(usable.loc[usable["end"].idxmax(), "period"])

    def points(self, key: Key) -> pd.DataFrame:
        """The counts of a series by period, as they may be shown."""
        told = self._told[key]
        name = CellKey(*key, "", "", "", "")
        exact = told.counted.exact
        hidden, unknown = self._hidden(self._points[key], exact["period"], lambda period: name._replace(period=period))
        return without_unknown_figures(self._without(exact, told.series.kind, hidden, unknown), exact)

    def groups(self, key: Key, by: str, period: str) -> pd.DataFrame:
        """The counts of one period by the groups of a characteristic, as they may be shown: status and note added. A
        breakdown that no page shows unasked is fitted to all that they do."""
        if (key, by, period) not in self._made:
            self._decide_on(self._groups(key, by, period))
        table = breakdown(self._told[key].counted.tally, by, period)
        table = table.assign(status="final", note=None)
        name = CellKey(*key, period, by, "", "")
        hidden, unknown = self._hidden(self._made[key, by, period], table["group"],
                                       lambda group: name._replace(group=str(group)))
        return self._without(table, self._told[key].series.kind, hidden, unknown)

    def _decide_on(self, made: Tables, rule: Rule | None = None) -> None:
        """Decides on further tables beside what is shown and hidden already."""
        for unit in self.tables.units:
            unit.shown = unit.hidden is None
        self.tables.add(made)
        self._decide(rule)

    def hidden_rows(self, measure: str, title: str) -> list[bool]:
        """Of each row of a table beside the series whether it is hidden."""
        detail, tables = self._beside[measure, title]
        return [unit is not None and unit.hidden is not None for unit in row_units(detail, tables)]

    def hidden_groups(self, key: Key) -> set[str]:
        """The groups of a make-up that are hidden."""
        return {unit.numbers[0].name.group for unit in self.tables.units if unit.hidden
                and unit.numbers[0].name[:2] == key and unit.numbers[0].name.part == HEADS}

    def hidden_accounts(self, key: Key) -> set[str]:
        """The years of which the account of a return's rows is not told."""
        return {unit.numbers[0].name.period for unit in self.tables.units if unit.hidden
                and unit.numbers[0].name[:2] == key and unit.numbers[0].name.by == ROWS}

    def shows(self, measure: str, title: str) -> bool:
        """Whether a table beside the series was decided on here."""
        return (measure, title) in self._beside

    def _hidden(self, tables: Tables, labels: pd.Series, name_of) -> tuple[pd.Series, pd.Series]:
        """Of each row whether it is hidden, and whether its number not known is."""
        units = {(unit.numbers[0].name._replace(part=""), unit.numbers[0].name.part == UNKNOWN): unit
                 for unit in tables.units if unit.numbers}
        found = [[(unit := units.get((name_of(label), about_unknown))) is not None and unit.hidden is not None
                  for label in labels] for about_unknown in (False, True)]
        return tuple(pd.Series(each, labels.index, dtype=bool) for each in found)

    def _without(self, rows: pd.DataFrame, kind: str, hidden: pd.Series, unknown: pd.Series) -> pd.DataFrame:
        shown = hide(rows, hidden, why_hidden(kind, self.rule))
        if unknown.any() and "group" in rows:
            unknown = pd.Series(True, rows.index)       # of one group alone its absence would tell
        return shown.assign(unknown=shown[UNKNOWN].mask(unknown)) if UNKNOWN in shown else shown

    # The record

    def record(self) -> Record:
        """What is told, and what is hidden, number by number."""
        kept = [unit for unit in self.tables.units if not (unit.numbers and unit.numbers[0].name[:2] in self._explored)]
        return Record.of(Tables(kept), self._intervals)
