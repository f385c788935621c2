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
from wayforward.returns.layout import Column, Table, plain

NOTHING = frozenset({"null", "(null)", "<null>", "nan", "none", "nat", "<na>", "na", "n/a"})
NO_DAY = r"00/00/0000|0000-00-00.*|0?1/0?1/1900|1900-01-0[01].*|31/12/(9999|2999)|(9999|2999)-12-31.*|-+|\."
UNSEEN = "[\u200b\u200c\u200d\u2060\ufeff\u00ad]"      # letters of no width, as web pages and old exports leave them
TRUTHS = {"yes": ("yes", "y", "true", "t"), "no": ("no", "n", "false", "f")}
WITH_POINT = r"(\d+)\.0+"
HARMLESS = "no figure changes: they are read as what they say"
Way = tuple[str, Callable[[pd.Series], pd.Series], str]


def normalised(rows: pd.DataFrame, table: Table, year: int) -> tuple[pd.DataFrame, list[Problem]]:
    """The cells (text, under the layout's headings) as the layout writes them, and a warning for every way in which
    cells of a column were written otherwise. Columns that the layout does not know stay as they are."""
    changed, problems = {}, []
    for column in table.columns:
        if column.name in rows and not column.free:
            cells, told = _read(rows[column.name], column, year)
            problems += told
            changed |= {column.name: cells} if told else {}
    return rows.assign(**changed), problems


def _read(cells: pd.Series, column: Column, year: int) -> tuple[pd.Series, list[Problem]]:
    """A column's cells read each way in turn. Each different text is looked at once: most columns have few."""
    places, different = pd.factorize(cells)
    texts, times, problems = pd.Series(different, dtype=str).str.strip(), np.bincount(places), []
    for rule, read, action in _ways(column, year):
        now = read(texts)
        rows = int(times[now.ne(texts)].sum())
        if rows:
            problems.append(Problem("warn", rule, column=column.name, rows=rows, effect=HARMLESS, action=action))
        texts = now
    return pd.Series(texts.array.take(places), cells.index, name=cells.name), problems


def _ways(column: Column, year: int) -> Iterator[Way]:
    """Each way in which the cells of a column may be written otherwise: its rule, what reads it, what to do."""
    yield "letters that nobody sees", _without_unseen, "export without them"
    yield "an apostrophe in front of cells", lambda texts: texts.str.removeprefix("'"), "export without it"
    yield "NULL or the like in empty cells", lambda texts: _without_null(texts, column), "export them empty"
    if column.kind == "date":
        yield ("days that stand for no day", lambda texts: texts.mask(texts.str.fullmatch(NO_DAY), ""),
               "export them empty")
    if column.kind == "code":
        meant = _meant(column, year)
        yield ("codes written otherwise than in the return",
               lambda texts: pd.Series([meant(text) for text in texts], texts.index, dtype=str), "write its own codes")
    if column.kind == "text":
        yield ("whole numbers written with a point and zeros", _without_point, "format the column as text before it is "
                                                                              "exported")


def _without_unseen(texts: pd.Series) -> pd.Series:
    return texts if texts.str.isascii().all() else texts.str.replace(UNSEEN, "", regex=True)


def _without_null(texts: pd.Series, column: Column) -> pd.Series:
    """Empty for words that stand for nothing, unless they say a code or may stand in a number's place."""
    short = texts[texts.str.len().le(max(map(len, NOTHING)))]
    said = {plain(text) for text in (*column.codes, *column.codes.values(), *column.instead)}
    nothing = short.index[short.str.casefold().isin([text for text in NOTHING if plain(text) not in said])]
    return texts.mask(texts.index.isin(nothing), "") if len(nothing) else texts


def _without_point(texts: pd.Series) -> pd.Series:
    """123 for 123.0, where every filled cell is a whole number and some are written so."""
    if not texts.str.endswith(".0").any() or not texts[texts.ne("")].str.fullmatch(r"\d+(\.0+)?").all():
        return texts
    return texts.str.replace(rf"^{WITH_POINT}$", r"\1", regex=True)


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
