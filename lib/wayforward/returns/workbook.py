"""A workbook's sheets as text. Formulas are not reckoned: they come as written, and the screening refuses them."""

import datetime as dt
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd

from wayforward.returns.problems import Problem, Unreadable, too_many


def sheets(path: Path) -> list[str]:
    """The sheets that hold anything."""
    with _book(path) as book:
        return [sheet.title for sheet in book.worksheets if any(_lines(sheet))]


def rows(path: Path, inside: str, most_rows: int) -> tuple[pd.DataFrame, list[Problem]]:
    """A sheet's rows under the headings of its first line; days as 2025-03-31, numbers plainly, an empty cell ""."""
    with _book(path) as book:
        lines = _lines(book[inside])
        headings = [heading.strip() for heading in next(lines)]
        cells = []
        for line in lines:
            cells.append(line + [""] * (len(headings) - len(line)))
            if len(cells) > most_rows:
                raise too_many(most_rows)
    longer = sum(len(line) > len(headings) for line in cells)
    if longer:
        raise Unreadable(Problem("refuse", "cells without a heading", rows=longer,
                                 action="give every column its heading"))
    return pd.DataFrame(cells, columns=headings, dtype=str), []


@contextmanager
def _book(path: Path) -> Iterator[openpyxl.Workbook]:
    with path.open("rb") as source, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)        # of styles and drop-down lists, which hold no data
        book = openpyxl.load_workbook(source, read_only=True, data_only=False, keep_links=False)
        try:
            yield book
        finally:
            book.close()


def _lines(sheet) -> Iterator[list[str]]:
    """The lines that hold anything, each without the empty cells at its end."""
    sheet.reset_dimensions()        # what a file says of its own size is often wrong
    for values in sheet.iter_rows(values_only=True):
        line = [_text(value) for value in values]
        while line and not line[-1]:
            line.pop()
        if line:
            yield line


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return np.format_float_positional(value, trim="-") if isinstance(value, float) else str(value)
    if isinstance(value, dt.datetime):
        return (value.date() if value.time() == dt.time() else value).isoformat()
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return str(value)
    return "="      # a formula of many cells
