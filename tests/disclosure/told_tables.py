"""Small tables as the rule's package takes them, to be checked by eye."""

from collections.abc import Iterable, Mapping

import pandas as pd

from wayforward.counting.counts import SHAPE
from wayforward.counting.tally import Tally, breakdown, counts, proportion
from wayforward.disclosure.numbers import Number, Sum, Tables, Unit
from wayforward.disclosure.row_sets import RowNumbers, RowSet
from wayforward.disclosure.rule import Rule
from wayforward.disclosure.series import SeriesNumbers
from wayforward.disclosure.suppression import suppress
from wayforward.ledger import CellKey

PLAIN = Rule(coalition=0)       # a width of 5, as sums of small tables are easier seen so


def rows(lines: Iterable[int], year: int = 2025) -> RowSet:
    """Some lines of a year's return."""
    lines = list(lines)
    return RowNumbers({year: 0}).all(pd.DataFrame({"return_year": year}, index=lines))


def number(value: float, name: str = "", lines: Iterable[int] | None = None, limit: float = 5, **more) -> Number:
    """A number of people, of a group; which lines of the return they are where that is said."""
    return Number(CellKey("", "", "", "", name, ""), value, limit, None if lines is None else rows(lines), **more)


def unit(each: Number, cost: float | None = None, **more) -> Unit:
    """A number that is shown or hidden by itself; the more people, the dearer."""
    more.setdefault("small", 0 < each.value < each.limit)
    return Unit([each], 10 + each.value / 1000 if cost is None else cost, **more)


def column(groups: Mapping[str, float], shown_total: bool = True) -> Tables:
    """Groups and their total, which is shown whatever happens, unless it is small."""
    numbers = [number(value, name) for name, value in groups.items()]
    whole = number(sum(groups.values()), "all")
    units = [unit(each) for each in numbers]
    told = [unit(whole, shown=True)] if shown_total and whole.value >= 5 else []
    return Tables([*units, *told], [] if told else [whole], [Sum(whole, numbers)])


def hidden(tables: Tables, rule: Rule = PLAIN) -> dict[str, str]:
    """Which groups are hidden, and why."""
    suppress(tables, rule)
    return {unit.numbers[0].name.group: unit.hidden for unit in tables.units if unit.hidden}


def cases(yes: Iterable[int] = (), no: Iterable[int] = (), unknown: Iterable[int] = (), period: str = "2025",
          left_out: Iterable[int] = (), **columns) -> pd.DataFrame:
    """Lines of the return of 2025 as cases of a proportion; characteristics line by line, in their order."""
    yes, no, unknown, left_out = (set(each) for each in (yes, no, unknown, left_out))
    lines = sorted(yes | no | unknown | left_out)
    made = pd.DataFrame({"return_year": 2025, "period": period, "left_out": None, "weight": 1.0,
                         "value": [float(line in yes) for line in lines],
                         "unknown": [line in unknown for line in lines]}, index=lines)
    made["left_out"] = [("not asked" if line in left_out else None) for line in lines]
    return made.assign(**columns)


def exact(tally: Tally) -> pd.DataFrame:
    """The counts of each period in their columns, with its end in the order of their names."""
    found = counts(tally).reindex(columns=SHAPE)
    return found.assign(status="final", end=pd.date_range("2020-03-31", periods=len(found), freq="YE"))


def series(made: pd.DataFrame, name: str = "series", kind: str = "proportion", by: tuple[str, ...] = (),
           estimate=proportion, rule: Rule = PLAIN, **more) -> SeriesNumbers:
    """A series counted from cases."""
    tally = Tally(made, estimate, by, **{each: more.pop(each) for each in ("against", "rows_each") if each in more})
    return SeriesNumbers("measure", name, kind, tally, exact(tally), rule, **more)


def groups(of: SeriesNumbers, by: str, period: str, points: Tables) -> Tables:
    """The breakdown of a period."""
    return of.groups(by, breakdown(of.tally, by, period), period, points)


def together(*parts: Tables) -> Tables:
    """Several tables as one."""
    found = Tables()
    for each in parts:
        found.add(each)
    return found


def by_name(tables: Tables) -> dict[tuple, Unit]:
    """Each unit by series, period, group and the part of its first number."""
    return {(each.numbers[0].name.series, each.numbers[0].name.period, each.numbers[0].name.group,
             each.numbers[0].name.part): each for each in tables.units}
