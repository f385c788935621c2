"""A workbook's sheets as text. Formulas are not reckoned: they come as written, and the screening refuses them.

Sheets of plain values are read fast (see plain_sheets); openpyxl reads what it alone can tell.
"""

import datetime as dt
import warnings
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd

from wayforward.reading import archive, headings, limits, plain_sheets
from wayforward.reading.plain_sheets import Doubtful, zeros
from wayforward.reading.problems import LINE, Problem, lines_of, too_many
from wayforward.reading.text import Text

Line = tuple[int, list[str], list[int]]     # number, texts, and the places of numbers shown with zeros in front


NUMBERS = (int, float)


def sheets(path: Path) -> dict[str, bool]:
    """The sheets that hold anything, in order, and whether each is hidden."""
    try:
        return plain_sheets.sheets(path)
    except Doubtful:
        return _sheets(path)


def _sheets(path: Path) -> dict[str, bool]:
    with _book(path) as book:
        return {sheet.title: sheet.sheet_state != "visible" for sheet in book.worksheets if any(_lines(sheet))}


def rows(path: Path, inside: str, most_rows: int, names: Collection[str] = ()) -> Text:
    """A sheet's rows under its headings; days as 2025-03-31, numbers plainly or with the zeros that they are shown
    with, an empty cell "". `names` are the headings looked for."""
    try:
        plain = plain_sheets.lines(path, inside, _text)
    except Doubtful:
        with _book(path) as book:
            return _under_headings(lambda: _lines(book[inside]), most_rows, names)
    return _under_headings(lambda: _plain_lines(plain), most_rows, names)


def _under_headings(lines: Callable[[], Iterator[Line]], most_rows: int, names: Collection[str]) -> Text:
    top = headings.find(((line, texts) for line, texts, _ in lines()), names)
    found, shown, letters = {}, defaultdict(list), 0
    limits.check_shape(1, len(top.names))
    for line, texts, padded in lines():
        letters += sum(map(len, texts))     # many cells can share one long text
        if letters > limits.MOST_BYTES:
            raise limits.beyond(f"more than {limits.MOST_BYTES:,} letters")
        if line > top.line:
            found[line] = texts if len(texts) >= len(top.names) else texts + [""] * (len(top.names) - len(texts))
            for place in padded:
                shown[place].append(line)
        if len(found) > most_rows:
            raise too_many(most_rows)
    longer = [line for line, texts in found.items() if len(texts) > len(top.names)]
    kept = {line: texts for line, texts in found.items() if len(texts) <= len(top.names)}
    index = pd.Index(list(kept), name=LINE, dtype=int)
    table = pd.DataFrame(list(kept.values()), columns=top.names, index=index, dtype=str)
    padded = {top.names[place]: lines for place, lines in sorted(shown.items()) if place < len(top.names)}
    return Text(table, (*top.problems, *_beyond(longer), *(_padded(name, lines) for name, lines in padded.items())))


def _beyond(longer: list[int]) -> list[Problem]:
    return [Problem("refuse", "cells without a heading", rows=len(longer), lines=_at(longer),
                    action="give every column its heading")] if longer else []


def _padded(column: str, lines: list[int]) -> Problem:
    return Problem("warn", "numbers shown with zeros in front that their cells do not hold", column=column,
                   rows=len(lines), lines=_at(lines), effect="read as they are shown",
                   action="format the column as text and fill in the zeros, or export it as CSV")


def _at(lines: list[int]) -> tuple[int, ...]:
    return lines_of(pd.Index(lines, name=LINE))


@contextmanager
def _book(path: Path) -> Iterator[openpyxl.Workbook]:
    members = archive.contents(path, lambda name: name.endswith(archive.XML))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)        # of styles and drop-down lists, which hold no data
        book = openpyxl.load_workbook(archive.packed(members), read_only=True, data_only=False, keep_links=False)
        try:
            yield book
        finally:
            book.close()


def _plain_lines(lines: list[list[str]]) -> Iterator[Line]:
    """The lines that hold anything, without the empty texts at the end."""
    for line, texts in enumerate(lines, 1):
        if texts and texts[-1]:
            yield line, texts, []
        elif any(texts):
            yield line, texts[:len(texts) - next(place for place, text in enumerate(reversed(texts)) if text)], []


def _lines(sheet) -> Iterator[Line]:
    """The lines that hold anything, without the empty texts at the end."""
    sheet.reset_dimensions()        # what a file says of its own size is often wrong
    count = 0
    for line, cells in enumerate(sheet.iter_rows(), 1):
        count += len(cells)
        limits.check_shape(count, 1, limits.MOST_SINGLE_CELLS)
        texts = [_text(cell.value) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            shown = {place: _shown(cell) for place, cell in enumerate(cells[:len(texts)]) if _is_number(cell.value)}
            padded = [place for place, text in shown.items() if text not in (None, texts[place])]
            yield line, [shown[place] if place in padded else text for place, text in enumerate(texts)], padded


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shown(cell) -> str | None:
    """A whole number as its format of zeros shows it, 0000000 or "A"0000; None of another number or format."""
    before, digits = zeros(cell.number_format)
    if not digits or cell.value < 0 or cell.value != int(cell.value):
        return None
    return f"{before}{int(cell.value):0{digits}}"


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, NUMBERS):
        text = repr(value)
        return np.format_float_positional(value, trim="-") if "e" in text else text.removesuffix(".0")
    if isinstance(value, dt.datetime):
        return (value.date() if value.time() == dt.time() else value).isoformat()
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return str(value)
    return "="      # a formula of many cells
