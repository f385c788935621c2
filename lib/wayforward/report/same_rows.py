"""Series counted from the rows of one table, side by side: no two of their numbers may differ by a few people.

A number of a series is a set of the table's rows: those counted, those of them that are so, those that are not, those
of whom it is not known. Where one set lies within another and 1 to 4 rows are between them, whoever subtracts the shown
numbers has these people. The sets come from the cases (see counting.tally), whatever promise a series is of; of two
that come so near, the later gives its point up: headlines come first, then the promises in their order.

Not covered: rows that count for parts of a person (months), sums of amounts, periods that end on different days, and
what three series tell together.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from wayforward.counting.tally import Tally
from wayforward.disclosure import PROPORTIONS, THRESHOLD, hide_points

DENOMINATORS = (*PROPORTIONS, "mean", "gap")        # the kinds that tell how many are counted in all
NUMERATORS = ("proportion", "count", "rate")        # the kinds that tell how many of them are so


@dataclass(frozen=True)
class SeriesOfTable:
    """A series as it may be shown so far: its counts by period, and the tally that they were made of."""

    measure: str
    series: str
    kind: str
    counts: pd.DataFrame
    tally: Tally


def row_ids(rows: pd.DataFrame) -> np.ndarray:
    """A number for each row of a table or its cases: by the return's year, and its line there."""
    return rows["return_year"].to_numpy(np.int64) * 2**40 + rows.index.to_numpy(np.int64)


def suppress_near(ordered: Iterable[SeriesOfTable], threshold: int = THRESHOLD) -> dict[tuple[str, str], pd.DataFrame]:
    """The counts of each series, by measure and series, with the points hidden that come too near to an earlier one's.

    `ordered`: the series of one table that tell of people, the most important first.
    """
    kept: dict[pd.Timestamp, list[np.ndarray]] = {}
    found = {}
    for each in ordered:
        numbers = dict(_numbers(each))
        near = {end for end, sets in numbers.items() if _too_near(sets, kept.get(end, ()), threshold)}
        for end in numbers.keys() - near:
            kept.setdefault(end, []).extend(numbers[end])
        found[each.measure, each.series] = hide_points(each.counts, each.counts["end"].isin(near)) \
            if near else each.counts
    return found


def _numbers(series: SeriesOfTable) -> Iterator[tuple[object, list[np.ndarray]]]:
    """By the end of each period whose figure is shown: the sets of rows behind its numbers."""
    counted = series.tally.counted
    by_period = dict(tuple(counted.groupby("period", observed=True)))
    for point in series.counts.itertuples():
        cases = by_period.get(point.period)
        if cases is not None and pd.notna(point.value) and cases["weight"].eq(1).all():
            yield point.end, [ids for ids in _sets(cases, series.kind) if len(ids)]


def _sets(cases: pd.DataFrame, kind: str) -> Iterator[np.ndarray]:
    """The sets of rows whose numbers a point of this kind tells."""
    ids = row_ids(cases)
    if kind in DENOMINATORS:
        yield ids
    if kind in NUMERATORS and cases["value"].isin((0, 1)).all():
        yield ids[cases["value"].eq(1).to_numpy()]
    if kind == "proportion":
        yield ids[cases["value"].eq(0).to_numpy()]
        yield ids[cases["unknown"].astype(bool).to_numpy()]


def _too_near(sets: list[np.ndarray], others: Iterable[np.ndarray], threshold: int) -> bool:
    return any(_within(one, other) for one in sets for other in others if 0 < abs(len(one) - len(other)) < threshold)


def _within(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether one of two sets lies within the other."""
    small, large = sorted((one, other), key=len)
    return bool(np.isin(small, large).all())


def tables_of(tally: Tally, tables: Mapping[str, pd.DataFrame]) -> frozenset[str]:
    """Which of some tables have the very rows that a tally's cases are."""
    ids = np.sort(row_ids(tally.cases))
    return frozenset(name for name, rows in tables.items() if len(rows) == len(ids)
                     and np.array_equal(np.sort(row_ids(rows)), ids))
