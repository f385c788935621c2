"""Rows shorter than the headings, or longer by empty cells: whether their cells stand under their own headings.

A spreadsheet drops empty cells at the end of a row, and adds some: that is harmless. A line break or a comma in a cell
without quotation marks leaves such rows too, and then cells stand under their neighbours' headings. A row is doubtful
where a column that is never empty is, or where more of its cells are what their columns hold with the missing ones put
in elsewhere, or with two cells joined.
"""

from collections.abc import Iterator, Mapping

import pandas as pd

from wayforward.reading.problems import LINE, Problem, lines_of
from wayforward.reading.text import Mended
from wayforward.returns.layout import Column, Table, dates, numbers, renamed

TRIED = 1_000       # rows, at most, in which other places are tried


def doubtful(mended: Mended, table: Table) -> list[Problem]:
    """A refusal with the lines of the rows that are doubtful; nothing where none is."""
    bad = _doubtful(mended.names, mended.cells, table) if mended.cells else []
    return [Problem("refuse", "rows with more or fewer cells than headings, whose cells may stand in wrong columns",
                    rows=len(bad), lines=lines_of(pd.Index(bad, name=LINE)),
                    action="take away lines that are no rows, put cells that hold a comma or a line break between "
                           "quotation marks, and export it again")] if bad else []


def _doubtful(names: list[str], cells: Mapping[int, list[str]], table: Table) -> list[int]:
    """The lines of doubtful rows."""
    as_read = _frame({line: [_cut(each, names)] for line, each in cells.items()}, names, table)
    (fit, unfit), lacking = _fits(as_read, table), _lacking(as_read, table)
    tried = unfit.index[unfit.gt(0) & ~lacking][:TRIED]
    others = _frame({line: list(_otherwise(cells[line], names)) for line in tried}, names, table)
    best = _fits(others, table)[0].groupby(level=0).max().reindex(tried)
    return sorted([*lacking.index[lacking], *tried[best.gt(fit[tried])]])


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


def _fits(rows: pd.DataFrame, table: Table) -> tuple[pd.Series, pd.Series]:
    """How many filled cells of each row are what their column of days, numbers or codes holds, and how many not."""
    there = [column for column in table.columns
             if column.kind != "text" and list(rows.columns).count(column.name) == 1]
    filled = {column.name: rows[column.name].str.strip().ne("") for column in there}
    fit = {column.name: filled[column.name] & _fit(rows[column.name].str.strip(), column, table) for column in there}
    none = pd.Series(0, rows.index)
    return sum(fit.values(), none), sum((filled[name] & ~fit[name] for name in fit), none)


def _fit(text: pd.Series, column: Column, table: Table) -> pd.Series:
    if column.kind == "date":
        return dates(text, table.dates).notna()
    if column.kind == "code":
        return text.isin(column.codes)
    return numbers(text).notna() | text.isin(column.instead)


def _lacking(rows: pd.DataFrame, table: Table) -> pd.Series:
    """Whether a cell is empty that must not be, or all but the first are."""
    must = [column.name for column in table.columns
            if not column.blank and list(rows.columns).count(column.name) == 1]
    empty = rows.apply(lambda cells: cells.str.strip().eq(""))
    return empty[must].any(axis=1) | empty.iloc[:, 1:].all(axis=1)
