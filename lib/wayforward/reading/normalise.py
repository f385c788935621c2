"""Cells that say in another way what the layout asks for: read where there is no doubt, and told.

NULL and the like in the place of an empty cell, and days that stand for no day (31/12/9999, 01/01/1900); a code in
small letters, in words ("Yes", "Male"), as a number with a point ("1.0") or with a zero in front ("01"); an identifier
with an apostrophe in front, with letters that nobody sees or as a number with a point. What could be read in two ways
stays as it is, and the screening judges it.
"""

import re
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from wayforward.reading.problems import Problem
from wayforward.returns.distinct import Distinct
from wayforward.returns.layout import Column, Table, plain

NOTHING = frozenset({"null", "(null)", "<null>", "nan", "none", "nat", "<na>", "na", "n/a"})
NO_DAY = r"00/00/0000|0000-00-00.*|0?1/0?1/1900|1900-01-0[01].*|31/12/(9999|2999)|(9999|2999)-12-31.*|-+|\."
UNSEEN = "[\u200b\u200c\u200d\u2060\ufeff\u00ad]"      # letters of no width, as web pages and old exports leave them
TRUTHS = {"yes": ("yes", "y", "true", "t"), "no": ("no", "n", "false", "f")}
WITH_POINT = r"(\d+)\.0+"
HARMLESS = "no figure changes: they are read as what they say"
ALL = ("text", "code", "date", "whole", "number")
Read = Callable[[Distinct, list[Column], int], pd.Series]       # all texts, of which those of these columns may change


def normalised(cells: Distinct, table: Table, year: int) -> tuple[Distinct, list[Problem]]:
    """The cells (text, under the layout's headings) as the layout writes them, and a warning for every way in which
    cells of a column were written otherwise. Columns that the layout does not know, and those of which nothing is
    told, stay as they are."""
    columns = [column for column in table.columns if column.name in cells and not column.free]
    now, problems = cells.written(_in(cells, columns, cells.texts.str.strip())), []
    for rule, kinds, read, action in WAYS:
        texts = read(now, [column for column in columns if column.kind in kinds], year)
        problems += _told(now, texts, rule, action)
        now = now.written(texts)
    told = [column for column in columns if any(problem.column == column.name for problem in problems)]
    return cells.written(_in(cells, told, now.texts)), problems


def _told(before: Distinct, texts: pd.Series, rule: str, action: str) -> Iterator[Problem]:
    """A warning for every column some of whose texts are others now."""
    changed = np.array(False) if texts is before.texts else before.texts.ne(texts).to_numpy()
    for name, span in before.spans.items() if changed.any() else ():
        rows = before.number(name, changed[span])
        if rows:
            yield Problem("warn", rule, column=name, rows=rows, effect=HARMLESS, action=action)


def _in(cells: Distinct, columns: list[Column], texts: pd.Series | str) -> pd.Series:
    """All texts, those of some columns given anew."""
    return cells.texts.mask(cells.within(column.name for column in columns), texts) if columns else cells.texts


def _without_unseen(cells: Distinct, columns: list[Column], _year: int) -> pd.Series:
    if cells.texts.str.isascii().all():
        return cells.texts
    return _in(cells, columns, cells.texts.str.replace(UNSEEN, "", regex=True))


def _without_apostrophe(cells: Distinct, columns: list[Column], _year: int) -> pd.Series:
    if not cells.texts.str.startswith("'").any():
        return cells.texts
    return _in(cells, columns, cells.texts.str.removeprefix("'"))


def _without_null(cells: Distinct, columns: list[Column], _year: int) -> pd.Series:
    """Empty for words that stand for nothing, unless they say a code or may stand in a number's place."""
    short = cells.texts[cells.texts.str.len().le(max(map(len, NOTHING)))]
    doubtful = short[short.str.lower().isin(NOTHING)]
    nothing = [place for column in columns if len(doubtful)
               for place, text in doubtful[cells.within({column.name})[doubtful.index]].items()
               if plain(text) not in _said(column)]
    return cells.texts.mask(cells.texts.index.isin(nothing), "") if nothing else cells.texts


def _said(column: Column) -> set[str]:
    return {plain(text) for text in (*column.codes, *column.codes.values(), *column.instead)}


def _without_no_day(cells: Distinct, columns: list[Column], _year: int) -> pd.Series:
    days = cells.within(column.name for column in columns)
    days[days] = cells.texts[days].str.fullmatch(NO_DAY)
    return cells.texts.mask(days, "") if days.any() else cells.texts


def _own_codes(cells: Distinct, columns: list[Column], year: int) -> pd.Series:
    texts = cells.texts
    for column in columns:
        own = cells.own(column.name)
        if set(own) - column.codes.keys() - {""}:
            texts = texts.mask(cells.within({column.name}), own.map(_meant(column, year)).reindex(texts.index))
    return texts


def _without_point(cells: Distinct, columns: list[Column], _year: int) -> pd.Series:
    """123 for 123.0, where every filled cell is a whole number and some are written so."""
    pointed = cells.texts.str.endswith(".0").to_numpy()
    whole = [column for column in columns if pointed[cells.spans[column.name]].any()
             and cells.own(column.name).str.fullmatch(r"(\d+(\.0+)?)?").all()]
    return _in(cells, whole, cells.texts.str.replace(rf"^{WITH_POINT}$", r"\1", regex=True)) if whole else cells.texts


# Each way in which cells may be written otherwise: its rule, in which kinds of columns, what reads it, what to do.
WAYS: tuple[tuple[str, tuple[str, ...], Read, str], ...] = (
    ("letters that nobody sees", ALL, _without_unseen, "export without them"),
    ("an apostrophe in front of cells", ALL, _without_apostrophe, "export without it"),
    ("NULL or the like in empty cells", ALL, _without_null, "export them empty"),
    ("days that stand for no day", ("date",), _without_no_day, "export them empty"),
    ("codes written otherwise than in the return", ("code",), _own_codes, "write its own codes"),
    ("whole numbers written with a point and zeros", ("text",), _without_point,
     "format the column as text before it is exported"),
)


def _meant(column: Column, year: int) -> Callable[[str], str]:
    """What reads a cell as the code that it means without doubt; any other cell stays as it is."""
    forms = _forms(column, year)

    def meant(text: str) -> str:
        if not text or text in column.codes:
            return text
        number = re.fullmatch(WITH_POINT, text)
        whole = number[1] if number else text.lstrip("0") if text.isdecimal() else text
        return whole if whole in column.codes else forms.get(_form(text), text)

    return meant


def _forms(column: Column, year: int) -> dict[str, str]:
    """The one code that each form says: the code in other letters, its words, or yes and no. Of codes with the same
    words, one that holds in the year is meant."""
    codes, now = column.codes, column.codes_in(year)
    own = {_form(code): code for code in codes}
    said: dict[str, list[str]] = {}
    for code in sorted(codes, key=lambda code: code not in now):
        for form in {_form(codes[code]), *_truths(codes[code]), *_truths(code)}:
            said.setdefault(form, []).append(code)
    return {form: found[0] for form, found in said.items() if len({codes[code] for code in found}) == 1} | own


def _truths(words: str) -> tuple[str, ...]:
    return TRUTHS.get(words.casefold(), ())


def _form(text: str) -> str:
    """How codes and words are compared: without regard to capitals; of words, spaces and signs do not matter."""
    return text.casefold() if any(letter.isdigit() for letter in text) else plain(text) or text
