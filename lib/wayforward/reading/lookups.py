"""Whether what is looked up is found: how many cells of a column stand in the register that it is looked up in.

A share under the column's least, or far under what the same return had in an earlier year, is not believed: a wrong
register, a lost zero or postcodes that were cut make a "0 of N" that means nothing. Of a few cells chance can leave
none: they are warned of.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from wayforward.periods import financial_year
from wayforward.reading.problems import Problem
from wayforward.returns.layout import Lookup

FALL = 1 / 5        # of an earlier year's share, by which a share may fall and be believed
ENOUGH = 10         # cells from which a share can be far under another
AT_LEAST = 5        # cells not found, under which nothing is refused
CUT = r"[A-Z]{1,2}\d[A-Z\d]?( ?\d)?"      # a postcode's district or sector: the last letters are cut off
Found = Callable[[pd.Series], np.ndarray | pd.Series]
REGISTERS = {
    "schools": "in the register of schools", "providers": "in the register of schools, by provider number",
    "establishments": "in the register of schools", "postcodes": "in the directory of postcodes",
    "districts": "among the area's districts", "own area": "in the area", "own authority": "under the area's own code"}


@dataclass(frozen=True)
class Match:
    """How many cells of a column were filled and how many of them found, in a year's return."""

    title: str
    column: str
    year: int
    register: str
    filled: int
    found: int

    @property
    def share(self) -> float:
        return self.found / self.filled


def places_among(cells: pd.Series, known: pd.Series) -> np.ndarray:
    """Where each text stands among different ones; -1 where it does not. As get_indexer, many times as fast."""
    return np.asarray(pc.index_in(pa.array(cells), value_set=pa.array(known)).fill_null(-1))


def match(title: str, year: int, rows: pd.DataFrame, lookup: Lookup, found: Found) -> Match | None:
    """The match of one year's rows; None where no cell is filled. `found` says of each different cell whether it is in
    the register."""
    cells = rows[lookup.column].dropna()
    if cells.empty:
        return None
    times = cells.value_counts()
    there = np.asarray(found(pd.Series(times.index, dtype=str)))
    return Match(title, lookup.column, year, REGISTERS[lookup.register], len(cells), int(times.to_numpy()[there].sum()))


def too_few(lookup: Lookup, matches: Mapping[int, Match],
            rows: Mapping[int, pd.DataFrame]) -> Iterator[tuple[int, Problem]]:
    """For each year in which too few are found, the problem: under the least, or far under an earlier year."""
    best: Match | None = None
    for year, now in sorted(matches.items()):
        why = _why(lookup, now, best)
        if why is not None:
            missing = now.filled - now.found
            yield year, Problem(
                lookup.severity if missing >= AT_LEAST else "warn",
                f"{lookup.who} not found {now.register}{why}{_cause(rows[year][lookup.column])}",
                column=lookup.column, rows=missing, of=now.filled, effect=lookup.effect,
                action="see that the column is whole, and that the register is the right one and covers the year")
        elif best is None or now.share > best.share:
            best = now


def _why(lookup: Lookup, now: Match, best: Match | None) -> str | None:
    """Why a match is not believed; None where it is."""
    if now.found == 0 or now.share < lookup.least:
        return ""
    if best and min(now.filled, best.filled) >= ENOUGH and now.share < best.share * (1 - FALL):
        return f", far more than in {financial_year(best.year)}"
    return None


def _cause(cells: pd.Series) -> str:
    cut = cells.dropna().str.upper().str.fullmatch(CUT).mean() > 1 / 2
    return ": postcodes are cut, as regional data sets hold them" if cut else ""
