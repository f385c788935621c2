"""The different texts of a table's columns, each looked at once: most columns have few, many times."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Distinct:
    """A table of text without its repetitions.

    texts   the different texts of the columns, one column's behind the other's
    apart   whether no two texts of a column are alike
    times   in how many rows each stands
    spans   by column, which of the texts are its own
    places  by column, of each row, which of these it holds
    index   of the rows
    """

    texts: pd.Series
    times: np.ndarray
    spans: Mapping[str, slice]
    places: Mapping[str, np.ndarray]
    index: pd.Index
    apart: bool = True

    @classmethod
    def of(cls, rows: pd.DataFrame) -> "Distinct":
        """Of rows of text; a missing cell is an empty one."""
        found = {name: pd.factorize(cells.astype(str).fillna("")) for name, cells in rows.items()}
        ends = pairwise(accumulate((len(texts) for _, texts in found.values()), initial=0))
        spans = {name: slice(*each) for name, each in zip(found, ends, strict=True)}
        parts = [pd.Series([], dtype=str), *(pd.Series(texts, dtype=str) for _, texts in found.values())]
        times = [np.bincount(places, minlength=len(texts)) for places, texts in found.values()]
        return cls(pd.concat(parts, ignore_index=True), np.concatenate([np.zeros(0, int), *times]), spans,
                   {name: places for name, (places, _) in found.items()}, rows.index)

    def __contains__(self, name: str) -> bool:
        return name in self.spans

    def own(self, name: str) -> pd.Series:
        """The different texts of a column."""
        return self.texts.iloc[self.spans[name]]

    def within(self, names: Iterable[str]) -> np.ndarray:
        """Which of all texts are of these columns."""
        own = np.zeros(len(self.texts), bool)
        for name in names:
            own[self.spans[name]] = True
        return own

    def rows(self, name: str, where: np.ndarray) -> pd.Index:
        """The rows of a column that hold one of its texts `where` that is so."""
        return self.index[where[self.places[name]]]

    def number(self, name: str, where: np.ndarray) -> int:
        """How many rows these are."""
        return int(self.times[self.spans[name]][where].sum())

    def written(self, texts: pd.Series) -> "Distinct":
        """The same with other texts in their places."""
        return replace(self, texts=texts, apart=self.apart and texts.equals(self.texts))

    def read(self, names: Collection[str], work: Callable[[pd.Series], pd.Series]) -> dict[str, pd.Series]:
        """What `work` makes of the texts of these columns, at once, by column."""
        there = [name for name in self.spans if name in names]
        done = work(self.texts[self.within(there)]) if there else None
        ends = pairwise(accumulate((len(self.times[self.spans[name]]) for name in there), initial=0))
        return {name: done.iloc[slice(*each)] for name, each in zip(there, ends, strict=True)}

    def spread(self, name: str, values: pd.Series):
        """The values of a column's texts, as an array of a value a row."""
        return values.array.take(self.places[name])
