"""Rows shorter than the headings, or longer by empty cells: whether their cells stand under their own headings.

A spreadsheet drops empty cells at the end of a row, and adds some: that is harmless. A line break or a comma in a cell
without quotation marks leaves such rows too, and then cells stand under their neighbours' headings. A row is doubtful
where a column that is never empty is, or where its cells fit their columns better with the missing ones put in
elsewhere, or with two cells joined.
"""

from collections.abc import Iterator, Mapping

import pandas as pd

from wayforward.returns.layout import Column, Table, dates, numbers, renamed
from wayforward.returns.problems import LINE, Problem, lines_of
from wayforward.returns.text import Mended

TRIED = 1_000       # rows, at most, in which other places are tried


def doubtful(mended: Mended, table: Table) -> list[Problem]:
    """A refusal with the lines of the rows that are doubtful; nothing where none is."""
    bad = _doubtful(mended.names, mended.cells, table) if mended.cells else []
    return [Problem("refuse", "rows with more or fewer cells than headings, whose cells may stand in wrong columns",
                    rows=len(bad), lines=lines_of(pd.Index(bad, name=LINE)),
                    action="put cells that hold a comma or a line break between quotation marks, see whether the file "
                           "was cut off or edited by hand, and export it again")] if bad else []


def _doubtful(names: list[str], cells: Mapping[int, list[str]], table: Table) -> list[int]:
    """The lines of doubtful rows."""
    as_read = _frame({line: [_cut(each, names)] for line, each in cells.items()}, names, table)
    unfit, lacking = _misfits(as_read, table), _lacking(as_read, table)
    tried = unfit.index[unfit.gt(0) & ~lacking][:TRIED]
    others = _frame({line: list(_otherwise(cells[line], names)) for line in tried}, names, table)
    best = _misfits(others, table).groupby(level=0).min().reindex(tried)
    return sorted([*lacking.index[lacking], *tried[best.lt(unfit[tried])]])


def _cut(cells: list[str], names: list[str]) -> list[str]:
    return cells[:len(names)] + [""] * (len(names) - len(cells))


def _otherwise(cells: list[str], names: list[str]) -> Iterator[list[str]]:
    """The row with the missing cells put in before each of its cells, or with two neighbours joined."""
    missing = [""] * (len(names) - len(cells))
    for place in range(min(len(cells), len(names))):
        if missing:
            yield cells[:place] + missing + cells[place:]
        else:
            yield _cut([*cells[:place], ",".join(cells[place:place + 2]), *cells[place + 2:]], names)


def _frame(rows: Mapping[int, list[list[str]]], names: list[str], table: Table) -> pd.DataFrame:
    """One row or several a line, under the layout's headings."""
    lines = [line for line, each in rows.items() for _ in each]
    cells = [row for each in rows.values() for row in each]
    return renamed(pd.DataFrame(cells, columns=names, index=pd.Index(lines, name=LINE, dtype=int), dtype=str), table)


def _misfits(rows: pd.DataFrame, table: Table) -> pd.Series:
    """How many filled cells of each row are not what their column holds."""
    there = [column for column in table.columns if list(rows.columns).count(column.name) == 1]
    return sum((_unfit(rows[column.name], column, table).astype(int) for column in there), pd.Series(0, rows.index))


def _unfit(cells: pd.Series, column: Column, table: Table) -> pd.Series:
    text = cells.str.strip()
    if column.kind == "date":
        fit = dates(text, table.dates).notna()
    elif column.kind in ("whole", "number"):
        fit = numbers(text).notna() | text.isin(column.instead)
    else:
        fit = text.isin(column.codes) if column.kind == "code" else text.notna()
    return text.ne("") & ~fit


def _lacking(rows: pd.DataFrame, table: Table) -> pd.Series:
    """Whether a cell is empty that must not be, or all but the first are."""
    must = [column.name for column in table.columns
            if not column.blank and list(rows.columns).count(column.name) == 1]
    empty = rows.apply(lambda cells: cells.str.strip().eq(""))
    return empty[must].any(axis=1) | empty.iloc[:, 1:].all(axis=1)
