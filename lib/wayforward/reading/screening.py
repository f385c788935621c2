"""Whether a table of one year keeps its layout: headings, cells, keys and the rules between columns.

Each broken rule is told once with the number of rows that break it. What a cell holds is never told; nor are headings
where the first line does not look like one, for it may be a child's row.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from wayforward.periods import financial_year
from wayforward.reading import date_forms
from wayforward.reading.deliveries import latest_year
from wayforward.reading.normalise import normalised
from wayforward.reading.problems import Problem, lines_of
from wayforward.returns.distinct import Distinct
from wayforward.returns.layout import Column, Table, dates, numbers, parse_distinct, renamed, to_rows

FORMULA = r"=|#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)$"      # or what is left of one that failed
FALL = 1 / 5
EARLIEST = 1990
SCIENTIFIC = r"\d(\.\d+)?[eE]\+\d+"
FEW_WRONG = 0.01        # of the filled cells of a column, that cannot be read as a day, a number or a code
EARLIER = {"csww": 1900, "hr": 1900, "gias": 1800}      # of grown-ups and schools
UNKNOWN = "these rows count as not known wherever the column is asked for"
WRONG = "what is counted from these rows is wrong"
CORRECT = "correct it in the case system and export again"
NAME = "see that the file is of the year its name says"
AS_TEXT = "fetch the file anew and import the column as text, not by opening it in a spreadsheet"
PLAINLY = "write numbers plainly, with a point and without other signs"


@dataclass(frozen=True)
class _Sheet:
    """A table of one year under the layout's headings: its cells, stripped; of each column's different texts, which
    are not empty, and what they say; and its rows in values."""

    cells: Distinct
    filled: Mapping[str, np.ndarray]
    said: Mapping[str, pd.Series]
    values: pd.DataFrame
    table: Table
    year: int
    received: date


def screen(cells: pd.DataFrame, table: Table, year: int, received: date) -> tuple[pd.DataFrame | None, list[Problem]]:
    """A file's cells as values (see layout.typed), and every problem with them, without the file's name.

    cells       text under the file's own headings
    received    the day the file came: nothing in it can have happened later
    """
    rows = renamed(cells, table)
    missing = _missing(rows, table, year)
    if 2 * len(missing) > sum(column.needed for column in table.columns_in(year)):
        return None, [Problem("refuse", "the first line is not this table's headings", column=", ".join(missing),
                              action="export it with its headings in the first line, or correct the file's name")]
    problems = [*_lacking(missing), *_headings(rows, table, year)]
    if not rows.columns.is_unique:
        return None, problems
    written, otherwise = normalised(Distinct.of(rows), table, year)
    sheet = _sheet(written, table, year, received)
    problems += [*otherwise, *_formulas(written, table), *_scientific(written, table), *_keys(sheet),
                 *_broken(sheet)]
    swapped = _swapped(sheet)
    if swapped:
        problems.append(Problem("refuse", "columns that hold what belongs in another", column=", ".join(swapped),
                                rows=len(rows), action="put the cells under their own headings"))
    problems += [problem for column in table.columns_in(year) if column.name in written and column.name not in swapped
                 for problem in _cells(column, sheet)]
    return sheet.values, [*problems, *_of_another_year(sheet)]


def shrunk(now: int, before: int, year: int) -> list[Problem]:
    """A problem where a table has lost more than a fifth of its rows against the year before."""
    if now >= before * (1 - FALL):
        return []
    return [Problem("warn", f"more than a fifth fewer rows than in {financial_year(year - 1)}", rows=now,
                    effect="the fall may be of the file, and not of what it counts",
                    action="see that the file is whole, or say in the story why the number fell")]


def _sheet(written: Distinct, table: Table, year: int, received: date) -> _Sheet:
    cells, values = written.written(written.texts.str.strip()), parse_distinct(written, table)
    filled = cells.texts.ne("").to_numpy()
    return _Sheet(cells, {name: filled[span] for name, span in cells.spans.items()}, values,
                  to_rows(written, values, table, year), table, year, received)


def _missing(rows: pd.DataFrame, table: Table, year: int) -> list[str]:
    return [column.name for column in table.columns_in(year) if column.needed and column.name not in rows]


def _lacking(missing: list[str]) -> list[Problem]:
    return [Problem("refuse", "missing column", column=name, effect="what needs this column cannot be counted",
                    action="add it to the export") for name in missing]


def _headings(rows: pd.DataFrame, table: Table, year: int) -> Iterator[Problem]:
    """Headings that stand twice, that nobody knows, and that belong to other years."""
    for name in rows.columns[rows.columns.duplicated()].unique():
        yield Problem("refuse", "a heading that stands twice", column=name, action="keep the column that is right")
    known = {column.name for column in table.columns}
    now = {column.name for column in table.columns_in(year)}
    unknown = sorted(set(rows.columns) - known)
    if unknown:
        rule = "a column that is not known" if len(unknown) == 1 else f"{len(unknown)} columns that are not known"
        yield Problem("warn", rule, column=", ".join(unknown), effect="not read",
                      action="if one is a column of the return under another name, give it its own")
    for name in sorted(set(rows.columns) & known - now):
        yield Problem("warn", f"not a column of {financial_year(year)}", column=name, action=NAME,
                      effect="the file may be of another year")


def _broken(sheet: _Sheet) -> Iterator[Problem]:
    """The rules between the cells of a row, or between rows, that do not hold, each with its number of rows."""
    for rule in sheet.table.rules:
        column, _, words = rule.words.partition(": ")
        try:
            broken = sheet.values.index[~rule.holds(sheet.values)]
        except Exception:
            yield Problem("warn", f"could not be tried: {words}", column=column, effect="the rule may be broken",
                          action="see the other problems of this file first")
        else:
            yield from _told(column, words, broken, rule.severity, rule.action, rule.effect)


def _told(column: str, words: str, rows: pd.Index, severity: str = "warn", action: str = CORRECT,
          effect: str = UNKNOWN) -> Iterator[Problem]:
    """The problem of the rows that break a rule, if there are any."""
    if len(rows):
        yield Problem(severity, words, column=column, rows=len(rows), effect=effect, action=action,
                      lines=lines_of(rows))


def _keys(sheet: _Sheet) -> Iterator[Problem]:
    """Rows that share a key. A part of the key that may be empty is equal where it is; a row without any part that may
    not, or without any at all, shares it with none."""
    key = list(sheet.table.key)
    if key:
        must = [name for name in key if not sheet.table.column(name).blank]
        values = pd.DataFrame({name: _numbered(sheet, name) for name in key})
        unknown = values[must].lt(0).any(axis=1) | values.lt(0).all(axis=1)
        alike = values.duplicated(keep=False) & ~unknown
        yield from _told(", ".join(key), "rows that share a key", sheet.values.index[alike], "refuse",
                         "keep one row of each", "these rows would be counted more than once")


def _numbered(sheet: _Sheet, name: str) -> np.ndarray:
    """A number for each different value of a column, in every row; -1 where there is none."""
    if name not in sheet.cells:
        return np.full(len(sheet.cells.index), -1)
    value = sheet.said[name]
    if sheet.cells.apart and value.dtype == "str":
        return np.where(value.isna(), -1, np.arange(len(value)))[sheet.cells.places[name]]
    return pd.factorize(value)[0][sheet.cells.places[name]]


def _formulas(cells: Distinct, table: Table) -> Iterator[Problem]:
    """Formulas, which are not reckoned; in free text a person may begin with "="."""
    written_freely = {column.name for column in table.columns if column.free}
    formulas = cells.texts.str.startswith(("=", "#")).to_numpy(copy=True)
    formulas[formulas] = cells.texts[formulas].str.match(FORMULA)
    for name, span in cells.spans.items() if formulas.any() else ():
        yield from _told(name, "formulas in cells", cells.rows(name, formulas[span]),
                         "warn" if name in written_freely else "refuse",
                         "paste the values over the formulas and save again", "what the cells should hold is not known")


def _scientific(cells: Distinct, table: Table) -> Iterator[Problem]:
    """Identifiers that a spreadsheet has turned into numbers with an exponent: their last digits are lost."""
    lost = cells.texts.str.contains("+", regex=False).to_numpy(copy=True)
    lost[lost] = cells.texts[lost].str.fullmatch(SCIENTIFIC)
    for column in table.columns if lost.any() else ():
        if column.name in cells and column.kind in ("text", "code") and not column.free:
            yield from _told(column.name, "numbers in scientific notation (as 1.2E+05), whose last digits are lost",
                             cells.rows(column.name, lost[cells.spans[column.name]]), "refuse", AS_TEXT,
                             "rows of different children may look alike, and meet no other table")


def _cells(column: Column, sheet: _Sheet) -> Iterator[Problem]:
    """The rules of one column that its cells may break."""
    name, value, filled = column.name, sheet.said[column.name], sheet.filled[column.name]
    if not column.blank:
        yield from _where(~filled, "empty cells", name, sheet, "refuse" if name in sheet.table.key else "warn",
                          "fill them in the case system and export again")
    if column.kind == "date":
        yield from _dates(name, value, sheet)
    if column.kind in ("whole", "number"):
        yield from _numbers(column, filled & ~sheet.cells.own(name).isin(column.instead).to_numpy(), sheet)
    if column.kind == "code":
        known, now = (value.isin(codes).to_numpy() for codes in (column.codes, column.codes_in(sheet.year)))
        yield from _where(filled & ~known, "unknown code", name, sheet, **_weight(filled & ~known, name, sheet))
        yield from _where(known & ~now, f"not a code of {financial_year(sheet.year)}", name, sheet,
                          action=f"{NAME}, or correct the codes",
                          effect="these rows count as what the code says in the years that have it")


def _where(wrong: np.ndarray, words: str, name: str, sheet: _Sheet, severity: str = "warn", action: str = CORRECT,
           effect: str = UNKNOWN) -> Iterator[Problem]:
    """The problem of the rows that hold a wrong text, if there is one."""
    if wrong.any():
        yield from _told(name, words, sheet.cells.rows(name, wrong), severity, action, effect)


def _dates(name: str, value: pd.Series, sheet: _Sheet) -> Iterator[Problem]:
    form, times, filled = sheet.table.dates, sheet.cells.times[sheet.cells.spans[name]], sheet.filled[name]
    texts, wrong = sheet.cells.own(name)[filled], filled & value.isna().to_numpy()
    if wrong.any():
        yield from _where(wrong, date_forms.what_is_wrong(texts, value[filled].isna(), form), name, sheet,
                          **{"action": f"write every day as {date_forms.in_words(form)} or as 2025-03-31",
                             **_weight(wrong, name, sheet)})
    elif date_forms.two_forms(texts):
        yield from _where(filled, "mixed date formats", name, sheet, action="write every day in one form",
                          effect="none, if each form is what it looks like")
    if date_forms.part_swapped(texts, times[filled], form):
        yield from _where(filled, "day and month have changed places in part of the column: written one way no day is "
                                  "past the 12th, written another every day is", name, sheet, "refuse", AS_TEXT, WRONG)
    elif date_forms.never_past_twelve(value, times):
        yield from _where(value.notna().to_numpy(), "no day of the month above 12: the month may stand first", name,
                          sheet, action="see whether day and month have changed places in the export",
                          effect="days may stand in the wrong month")
    since = EARLIER.get(sheet.table.name.partition("_")[0], EARLIEST)
    impossible = value.lt(pd.Timestamp(since, 1, 1)) | value.gt(pd.Timestamp(sheet.received))
    yield from _where(impossible.to_numpy(), f"before {since}, or after the file was received", name, sheet,
                      effect="these rows may stand in the wrong period")


def _weight(wrong: np.ndarray, name: str, sheet: _Sheet) -> dict[str, str]:
    """A few cells that cannot be read count as not known; many say that the column is not what it should be."""
    of = sheet.cells.number(name, sheet.filled[name])
    few = sheet.cells.number(name, wrong) <= FEW_WRONG * of
    return {"severity": "warn", "effect": UNKNOWN} if few else {"severity": "refuse", "effect": WRONG}


def _numbers(column: Column, filled: np.ndarray, sheet: _Sheet) -> Iterator[Problem]:
    name, value = column.name, sheet.said[column.name].to_numpy()
    wrong = filled & np.isnan(value)
    yield from _where(wrong, "no number", name, sheet, **{"action": PLAINLY, **_weight(wrong, name, sheet)})
    refused = {"severity": "refuse", "effect": WRONG}
    if column.kind == "whole":
        yield from _where(~np.isnan(value) & (value % 1 != 0), "no whole number", name, sheet, **refused)
    if column.low is not None:
        yield from _where(value < column.low, f"below {column.low:g}", name, sheet, **refused)
    if column.high is not None:
        yield from _where(value > column.high, f"above {column.high:g}", name, sheet, **refused)


def _of_another_year(sheet: _Sheet) -> Iterator[Problem]:
    latest, table = sheet.table.latest, sheet.table
    newest = latest_year(sheet.values[latest], table, sheet.received) if latest else None
    if newest and newest < sheet.year:
        yield Problem("warn", f"the newest day lies in {financial_year(newest)}: it may be an earlier year's file",
                      column=latest, effect="its figures may stand under the wrong year", action=NAME)


def _swapped(sheet: _Sheet) -> list[str]:
    """Columns most of whose cells fit another column and not their own, while that column's do not fit it either."""
    there = [column for column in sheet.table.columns if column.name in sheet.cells]
    wrong = [column for column in there if _misfits(column, sheet)]
    others = [(one, other) for one in wrong for other in there if one is not other]
    pairs = [{one.name, other.name} for one, other in others
             if (other in wrong and _fit(other, one.name, sheet))
             or (other.kind == "text" and _fit(one, other.name, sheet))]
    return [column.name for column in there if any(column.name in pair for pair in pairs)]


def _misfits(column: Column, sheet: _Sheet) -> bool:
    """Whether most cells of a column are not what it should hold, in whatever year or form."""
    name, value = column.name, sheet.said[column.name]
    if column.kind == "text":
        return False
    right = value.isin(column.codes) if column.kind == "code" else value.notna()
    filled = sheet.cells.number(name, sheet.filled[name])
    return 2 * sheet.cells.number(name, right.to_numpy()) < filled and not _fit(column, name, sheet)


def _fit(column: Column, name: str, sheet: _Sheet) -> bool:
    """Whether most filled cells of the column of this name, of which there are some, could stand in a column."""
    filled = sheet.filled[name]
    texts, times = sheet.cells.own(name)[filled], sheet.cells.times[sheet.cells.spans[name]][filled]
    if column.kind == "date":
        fit = dates(texts, sheet.table.dates).notna() | date_forms.of_another_form(texts)
    elif column.kind == "code":
        fit = texts.isin(column.codes)
    elif column.kind in ("whole", "number"):
        fit = numbers(texts).notna()
    else:
        fit = pd.Series(True, texts.index)
    return bool(2 * times[fit.to_numpy()].sum() > times.sum())
