"""Whether columns are as full as they were: an empty column is not an answer.

A column that was filled in most rows of an earlier year's return, and now in next to none, is not believed to be empty:
the export has lost it. A column that only breakdowns need (one that a file may lack) is warned of.
"""

from collections.abc import Iterator, Mapping

import pandas as pd

from wayforward.periods import financial_year
from wayforward.reading.problems import Problem
from wayforward.returns.layout import Column, Table

FULL = 1 / 2            # of the rows: a column of which more are filled was full
EMPTIED = 1 / 10        # of the earlier share: a column of which fewer are filled has been emptied
LESS = 1 / 2            # of the earlier share, under which a column is warned of
EXPECTED = 10           # filled cells, of which chance does not make none


def emptied_columns(table: Table, years: Mapping[int, pd.DataFrame]) -> Iterator[tuple[int, Problem]]:
    """For each year in which a column is far emptier than in the fullest year before, the problem. `years`: a table's
    rows in values, by the year of their return."""
    for column in table.columns:
        shares = {year: rows[column.name].notna().mean() for year, rows in sorted(years.items())
                  if column in table.columns_in(year) and year not in column.unfilled and len(rows)}
        for year, share in shares.items():
            before = {other: value for other, value in shares.items() if other < year}
            fullest = max(before, key=before.get, default=None)
            if fullest and _far_less(share, before[fullest], len(years[year])):
                yield year, _problem(column, share, before[fullest], fullest, years[year])


def _far_less(share: float, before: float, rows: int) -> bool:
    """Whether chance does not explain it: of a column that was full, less than half of it; of another, next to none."""
    return before * rows >= EXPECTED and share < before * (LESS if before > FULL else EMPTIED)


def _problem(column: Column, share: float, before: float, fullest: int, rows: pd.DataFrame) -> Problem:
    lost = share <= EMPTIED * before
    words = "empty, and was not" if share == 0 else "emptier than it was"
    return Problem(
        "refuse" if lost and before > FULL and column.needed else "warn",
        f"{words}: filled in {before:.0%} of the rows of {financial_year(fullest)}", column=column.name,
        rows=int(rows[column.name].isna().sum()), of=len(rows),
        effect="what is asked of it is not known, and would be taken for an answer" if column.needed
        else "broken down by it, these rows are not known",
        action="see whether the export has lost the column; if nothing was recorded, say so in the story")
