"""Columns of counts that say the same, or add up, in every row that shows them: then they do so in the others too.

A reader who sees a table's "Plans" agree with a breakdown's "Out of" wherever both are told takes the one for the
other. Two rows at least must agree (one, under the same heading), one of them in a count of 10 or more, and none may
disagree. Two columns of one table are never the same, as one may be a part of the other; nor are two series, of which
the very periods may be hidden in which they differ.
"""

import re
from collections import defaultdict
from dataclasses import replace
from itertools import combinations

from wayforward.attack.arithmetic import DENOMINATOR, NUMERATOR, UNKNOWN
from wayforward.attack.cells import Key, Series
from wayforward.attack.evidence import Equation, Evidence
from wayforward.attack.labels import plain_label
from wayforward.attack.page_cells import COUNTED, ROWS, SHARE

YEAR = re.compile(r"(\d{4})[-/](\d{2})\b")
AGREEING = 2        # rows of different counts
NO_CHANCE = 10      # one of them at least so large: small counts agree by chance
Column = dict[str, Key]
Link = list[Equation]


def column_links(evidence: Evidence, series: list[Series]) -> list[Link]:
    """Equations between the columns of each promise, one list for each pair or three of columns."""
    found = []
    for columns in _by_promise(evidence, series).values():
        found += [link for one, other in combinations(columns, 2) if (link := _same(evidence, one, other))]
        found += [link for alike in _alike(columns) for link in _sums(evidence, alike)]
    return found


def total_links(evidence: Evidence, series: list[Series]) -> list[Link]:
    """A column adds up to the series' count of which its percentages are."""
    shares = defaultdict(list)
    for key in evidence.bounds:
        if key.part == SHARE and not key.period:
            shares[key.series, key.by].append(key)
    found = []
    for keys in shares.values():
        columns = {key.part for key in evidence.bounds if key.series == keys[0].series} - {SHARE}
        column = [key for key in evidence.bounds if key.series == keys[0].series and key.part in columns]
        totals = {evidence.shown(total): total for total in _totals(evidence, series, keys[0])
                  if _fits(evidence, keys, columns, total)}
        if len(totals) == 1:
            total = next(iter(totals.values()))
            found.append([_equal([total], column, "by its percentages")])
            found += _unknown_rows(evidence, column, total)
    return found


def _unknown_rows(evidence: Evidence, column: list[Key], total: Key) -> list[Link]:
    """The rows of what is not known add up to the series' unknown, where they say nothing else."""
    unknown, rows = replace(total, part=UNKNOWN), [key for key in column if "not known" in key.group.casefold()]
    return [[_equal([unknown], rows, "by the words of its rows")]] if rows and unknown in evidence.bounds else []


def _totals(evidence: Evidence, series: list[Series], key: Key) -> list[Key]:
    """The exact counts of the same promise at a period, or a year, that the table's title names."""
    title = key.series
    return [each.key(end, part) for each in series if title.startswith(f"{each.number}. ")
            for label, end in each.periods.items() if label in title or title.endswith(f" {end[:4]}")
            for part in (NUMERATOR, DENOMINATOR) if evidence.shown(each.key(end, part))]


def _fits(evidence: Evidence, shares: list[Key], columns: set[str], total: Key) -> bool:
    """Whether every count shown in the column is, of that total, the percentage that stands beside it."""
    of, fits = evidence.shown(total), []
    for key in shares:
        counts = [evidence.shown(Key(key.series, "", key.by, key.group, column)) for column in columns]
        low, high = evidence.bounds[key]
        fits += [low - 1e-9 <= count / of <= high + 1e-9 for count in counts if count]
    return len(fits) >= AGREEING and all(fits)


def _by_promise(evidence: Evidence, series: list[Series]) -> dict[str, list[Column]]:
    """The columns of each promise: of breakdowns, of tables (also turned, where years stand on top), of periods."""
    numbers = {each.id: str(each.number) for each in series}
    columns = defaultdict(lambda: defaultdict(dict))
    for key in evidence.bounds:
        number = numbers.get(key.series) or key.series.partition(".")[0]
        if key.part == SHARE or (key.by == ROWS and key.group != COUNTED):
            continue
        for name, label in _named(key, series):
            columns[number][name][label] = key
    return {number: list(named.values()) for number, named in columns.items()}


def _named(key: Key, series: list[Series]) -> list[tuple[tuple, str]]:
    """The columns that a count stands in, and the label of its row."""
    if key.by == ROWS:
        year = key.period[:4]
        return [((key.series, COUNTED), f"{int(year) - 1}-{year[2:]}")]
    if not key.by:
        labels = [label for each in series if each.id == key.series
                  for label, end in each.periods.items() if end == key.period]
        return [((key.series, key.part), _label(label)) for label in labels]
    upright = ((key.series, key.period, key.by, key.part), _label(key.group))
    return [upright, ((key.series, "turned", key.group), _label(key.part))] if YEAR.search(key.part) else [upright]


def _label(text: str) -> str:
    """A row's label, as a reader compares it: a year alone, or the words in small letters."""
    year = YEAR.search(text)
    return f"{year[1]}-{year[2]}" if year else plain_label(text)


def _alike(columns: list[Column]) -> list[list[Column]]:
    """Columns with the same labels."""
    same = defaultdict(list)
    for column in columns:
        same[frozenset(column)].append(column)
    return list(same.values())


def _same(evidence: Evidence, one: Column, other: Column) -> Link:
    """Columns of two tables that say the same: one's hidden counts are the other's."""
    labels = sorted(one.keys() & other.keys())
    told = [(evidence.shown(one[label]), evidence.shown(other[label])) for label in labels]
    both = [(left, right) for left, right in told if left is not None and right is not None]
    alike = one.keys() == other.keys() and _heading(one) == _heading(other)
    apart = not _tables(one) & _tables(other) and not (_is_series(one) and _is_series(other))
    if len(both) == len(told) or not apart or not _agree(both, alike):
        return []
    return [_equal([one[label]], [other[label]], "as wherever both are shown") for label in labels]


def _is_series(column: Column) -> bool:
    return all(not key.by for key in column.values())


def _heading(column: Column) -> set[str]:
    return {key.part for key in column.values()}


def _tables(column: Column) -> set[str]:
    return {key.series for key in column.values()}


def _sums(evidence: Evidence, columns: list[Column]) -> list[Link]:
    """Threes of columns of which two make the third."""
    told = [{label: evidence.shown(key) for label, key in column.items()} for column in columns]
    found = []
    for one, other in combinations(range(len(columns)), 2):
        for whole in set(range(len(columns))) - {one, other}:
            rows = [(told[one][label], told[other][label], told[whole][label]) for label in told[one]]
            full = [(left + right, total) for left, right, total in rows if None not in (left, right, total)
                    and left and right]
            if len(full) < len(rows) and _agree(full):
                found.append([_equal([columns[whole][label]], [columns[one][label], columns[other][label]],
                                     "as wherever all are shown") for label in sorted(columns[one])])
    return found


def _agree(pairs: list[tuple[float, float]], alike: bool = False) -> bool:
    """Whether all pairs are equal, and so many of them that it is no chance; of columns with the same heading one is
    enough."""
    values = {left for left, _ in pairs if left > 0}
    many = len(values) >= (1 if alike else AGREEING) and max(values) >= NO_CHANCE
    return many and all(left == right for left, right in pairs)


def _equal(whole: list[Key], parts: list[Key], why: str) -> Equation:
    names = " + ".join(map(str, parts))
    return Equation((*((key, 1.0) for key in whole), *((key, -1.0) for key in parts)), 0.0, 0.0,
                    f"{whole[0]} = {names}, {why}")
