"""Sets of a table's rows, known by a fingerprint that adds up.

The fingerprint of a set is the sum of its rows', modulo 2⁶⁴: so two sets without a common row add up to a third exactly
where their fingerprints do, and no row has to be looked at to see it. (That two sums of other rows agree by chance is
as likely as two of 2⁶⁴ tickets being the same.)
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
import pandas as pd


@dataclass(frozen=True, eq=False)
class RowSet:
    """Some rows of a table: how many, their fingerprint and, when asked, which."""

    fingerprint: int
    size: int
    ids: Callable[[], np.ndarray]

    def within(self, other: "RowSet") -> bool:
        """Whether every row is one of another set's."""
        if not self.size:
            return True
        (first, last), (from_, to) = self._span, other._span
        return self.size <= other.size and from_ <= first and last <= to and self.shared(other) == self.size

    @cached_property
    def _span(self) -> tuple[int, int]:
        """The first and the last row; nothing lies within a set of none."""
        ids = self.ids()
        return (int(ids.min()), int(ids.max())) if len(ids) else (1, 0)

    def shared(self, other: "RowSet") -> int:
        """How many rows are in both."""
        return int(np.isin(self.ids(), other.ids()).sum())


@dataclass(frozen=True)
class RowNumbers:
    """A number for each row of a table: by the return's year, and its line among that year's rows, so that it is the
    same whether or not other years are at hand."""

    first: dict[int, int]

    @classmethod
    def of(cls, table: pd.DataFrame) -> "RowNumbers":
        """Of a table whole, or of the cases that its rows were made into."""
        lines = table.index.to_series().groupby(table["return_year"].to_numpy()).min()
        return cls({int(year): int(line) for year, line in lines.items()})

    def ids(self, rows: pd.DataFrame) -> np.ndarray:
        """The numbers of some of the table's rows."""
        years = rows["return_year"].to_numpy(np.int64)
        begin = pd.Series(years).map(self.first).to_numpy(np.int64)
        return years * 2**40 + rows.index.to_numpy(np.int64) - begin

    def all(self, rows: pd.DataFrame) -> RowSet:
        """Some rows as one set."""
        ids = self.ids(rows)
        return RowSet(_total(_mixed(ids)), len(ids), lambda: ids)

    def by(self, rows: pd.DataFrame, *keys: pd.Series) -> dict[Hashable, RowSet]:
        """The rows of each combination of some keys; rows without a key are in none."""
        if not len(rows):
            return {}
        ids = self.ids(rows)
        mixed = _mixed(ids)
        frame = pd.DataFrame({place: key.array for place, key in enumerate(keys)})
        groups = frame.groupby(list(frame), observed=True, sort=False).indices
        return {_plain(key): RowSet(_total(mixed[places]), len(places), partial(ids.take, places))
                for key, places in groups.items()}


def together(parts: list[RowSet]) -> RowSet | None:
    """The rows of several sets as one; None where two of them share a row."""
    ids = np.concatenate([part.ids() for part in parts])
    if len(np.unique(ids)) < len(ids):
        return None
    return RowSet(sum(part.fingerprint for part in parts) % 2**64, len(ids), lambda: ids)


def _plain(key: Hashable) -> Hashable:
    return key[0] if isinstance(key, tuple) and len(key) == 1 else key


def _total(mixed: np.ndarray) -> int:
    return int(mixed.sum(dtype=np.uint64))


def _mixed(ids: np.ndarray) -> np.ndarray:
    """Each number as one of 2⁶⁴ that looks drawn by lot (the finaliser of SplitMix64: Steele, Lea & Flood 2014)."""
    mixed = ids.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    for shift, times in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(times)
    return mixed ^ (mixed >> np.uint64(31))
