"""The numbers of people in a table that stands beside a series (see counting.supplementary_tables.Detail)."""

import pandas as pd

from wayforward.counting.supplementary_tables import Detail
from wayforward.disclosure.numbers import Number, Sum, Tables, Unit
from wayforward.disclosure.row_sets import RowNumbers, RowSet, together
from wayforward.disclosure.rule import Rule, small
from wayforward.ledger import CellKey

ROW, TOTAL = 20.0, "all rows"


def numbers_beside(measure: str, detail: Detail, numbers_of: RowNumbers | None, rule: Rule) -> Tables:
    """A unit for each row, with its numbers of people; what they add up to, along rows and columns, follows.

    `numbers_of` numbers the rows of the return that are counted; None where no column says which they are.
    """
    people = detail.rows[list(detail.people)].astype(float)
    below = rule.base if detail.units.keys() - set(detail.people) else rule.threshold   # a share, or an average
    found, sets = Tables(), _row_sets(detail, numbers_of)
    largest = people.max(axis=1).fillna(0.0)
    cells = {}
    for place, (label, row) in enumerate(zip(detail.rows.iloc[:, 0], people.to_numpy(), strict=True)):
        name = CellKey(measure, "", "", detail.title, str(label), "")
        told = {column: Number(name._replace(part=column), float(value), rule.threshold,
                               sets.get(column, {}).get(place), detail.each)
                for column, value in zip(people, row, strict=True) if pd.notna(value)}
        is_small = any(small(number.value, below) for number in told.values())
        if told:
            found.units.append(Unit(list(told.values()), ROW + largest.iloc[place] / max(largest.sum(), 1.0), is_small))
        cells |= {(place, column): number for column, number in told.items()}
    _add_totals(found, cells, detail, rule)
    return found


def row_units(detail: Detail, tables: Tables) -> list[Unit | None]:
    """The unit of each row of the table; None of one without people."""
    units = {unit.numbers[0].name.group: unit for unit in tables.units if unit.numbers[0].name.by == detail.title}
    return [units.get(str(label)) for label in detail.rows.iloc[:, 0]]


def _row_sets(detail: Detail, numbers_of: RowNumbers | None) -> dict[str, dict[int, RowSet]]:
    if numbers_of is None:
        return {}
    return {column: {place: numbers_of.all(rows) for place, rows in enumerate(parts)}
            for column, parts in detail.counted.items()}


def _add_totals(found: Tables, cells: dict[tuple[int, str], Number], detail: Detail, rule: Rule) -> None:
    """What each row and each column adds up to, where nobody is counted twice in it; where it is not known who is
    counted, and the total is, it is taken for shown."""
    for line in (0, 1):
        lines: dict = {}
        for key, number in cells.items():
            lines.setdefault(key[line], []).append(number)
        for numbers in lines.values():
            sets = [number.rows for number in numbers]
            name = numbers[0].name._replace(**{"part" if line == 0 else "group": TOTAL})
            if len(numbers) > 1 and None not in sets:
                _add_union(found, name, numbers, detail, rule)
            elif len(numbers) > 1 and line == 1 and detail.total and None in sets:
                whole = Number(name, sum(number.value for number in numbers))
                found.units.append(Unit([whole], 0.0, shown=whole.value >= rule.least_width))
                found.sums.append(Sum(whole, numbers))


def _add_union(found: Tables, name: CellKey, numbers: list[Number], detail: Detail, rule: Rule) -> None:
    union = together([number.rows for number in numbers])
    if union is not None:
        whole = Number(name, union.size / detail.each, rule.threshold, union, detail.each)
        found.follows.append(whole)
        found.sums.append(Sum(whole, numbers))
