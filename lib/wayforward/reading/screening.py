"""Whether a table of one year keeps its layout: headings, cells, keys and the rules between columns.

Each broken rule is told once with the number of rows that break it. What a cell holds is never told; nor are headings
where the first line does not look like one, for it may be a child's row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
import pandera.pandas as pa

from wayforward.periods import financial_year
from wayforward.reading import date_forms
from wayforward.reading.deliveries import latest_year
from wayforward.reading.normalise import normalised
from wayforward.reading.problems import Problem, lines_of
from wayforward.returns.layout import Column, Rule, Table, dates, numbers, renamed, typed

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
    """A table of one year: its rows as text and as values, under the layout's headings."""

    rows: pd.DataFrame
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
    rows, otherwise = normalised(rows, table, year)
    problems += otherwise
    sheet = _Sheet(rows, typed(rows, table, year), table, year, received)
    swapped = _swapped(sheet)
    if swapped:
        problems.append(Problem("refuse", "columns that hold what belongs in another", column=", ".join(swapped),
                                rows=len(rows), action="put the cells under their own headings"))
    rules = [*_formulas(rows, table), *_scientific(rows, table), *_keys(sheet), *_between(sheet)]
    rules += [rule for column in table.columns_in(year) if column.name in rows and column.name not in swapped
              for rule in _cells(column, sheet)]
    return sheet.values, [*problems, *_broken(rules, rows), *_of_another_year(sheet)]


def shrunk(now: int, before: int, year: int) -> list[Problem]:
    """A problem where a table has lost more than a fifth of its rows against the year before."""
    if now >= before * (1 - FALL):
        return []
    return [Problem("warn", f"more than a fifth fewer rows than in {financial_year(year - 1)}", rows=now,
                    effect="the fall may be of the file, and not of what it counts",
                    action="see that the file is whole, or say in the story why the number fell")]


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
        yield Problem("warn", "a column that is not known" if len(unknown) == 1 else "columns that are not known",
                      column=", ".join(unknown), effect="not read",
                      action="if one is a column of the return under another name, give it its own")
    for name in sorted(set(rows.columns) & known - now):
        yield Problem("warn", f"not a column of {financial_year(year)}", column=name, action=NAME,
                      effect="the file may be of another year")


def _errors(schema: pa.DataFrameSchema, rows: pd.DataFrame) -> list[pa.errors.SchemaError]:
    try:
        schema.validate(rows, lazy=True)
    except pa.errors.SchemaErrors as found:
        return found.schema_errors
    return []


def _broken(rules: Sequence[Rule], rows: pd.DataFrame) -> Iterator[Problem]:
    """The rules that do not hold, run by pandera, each with its number of rows. What pandera keeps of the cells that
    fail is never looked at."""
    checks = {str(place): rule.check() for place, rule in enumerate(rules)}
    for place, check in checks.items():
        check.error = place
        check.n_failure_cases = 1       # pandera lays failing cells out, which takes half a minute for half a million
    for error in _errors(pa.DataFrameSchema(checks=list(checks.values())), rows):
        rule = rules[int(error.check.error)]
        column, _, words = rule.words.partition(": ")
        if isinstance(error.check_output, pd.Series):
            broken = error.check_output.index[error.check_output.eq(False)]
            yield Problem(rule.severity, words, column=column, rows=len(broken), effect=rule.effect,
                          action=rule.action, lines=lines_of(broken))
        else:
            yield Problem("warn", f"could not be tried: {words}", column=column, effect="the rule may be broken",
                          action="see the other problems of this file first")


def _rule(column: str, words: str, holds: pd.Series, severity: str = "warn", action: str = CORRECT,
          effect: str = UNKNOWN) -> Rule:
    return Rule(f"{column}: {words}", lambda _: holds, effect, action, severity)


def _between(sheet: _Sheet) -> list[Rule]:
    """The table's own rules, which ask for values."""
    return [replace(rule, holds=lambda _, holds=rule.holds: holds(sheet.values)) for rule in sheet.table.rules]


def _keys(sheet: _Sheet) -> Iterator[Rule]:
    """Rows that share a key. A part of the key that may be empty is equal where it is; a row without any part that may
    not, or without any at all, shares it with none."""
    key, values = list(sheet.table.key), sheet.values
    if key:
        must = [name for name in key if not sheet.table.column(name).blank]
        unknown = values[must].isna().any(axis=1) | values[key].isna().all(axis=1)
        yield _rule(", ".join(key), "rows that share a key", ~values.duplicated(key, keep=False) | unknown, "refuse",
                    "keep one row of each", "these rows would be counted more than once")


def _formulas(rows: pd.DataFrame, table: Table) -> Iterator[Rule]:
    """Formulas, which are not reckoned; in free text a person may begin with "="."""
    written_freely = {column.name for column in table.columns if column.free}
    for name, cells in rows.items():
        free = name in written_freely
        doubtful = cells.str.startswith(("=", "#"))
        formulas = doubtful & cells.str.match(FORMULA) if doubtful.any() else doubtful
        yield _rule(name, "formulas in cells", ~formulas, "warn" if free else "refuse",
                    "paste the values over the formulas and save again", "what the cells should hold is not known")


def _scientific(rows: pd.DataFrame, table: Table) -> Iterator[Rule]:
    """Identifiers that a spreadsheet has turned into numbers with an exponent: their last digits are lost."""
    for column in table.columns:
        if column.name in rows and column.kind in ("text", "code") and not column.free:
            cells = rows[column.name]
            doubtful = cells.str.contains("+", regex=False)
            lost = doubtful & cells.str.fullmatch(SCIENTIFIC) if doubtful.any() else doubtful
            yield _rule(column.name, "numbers in scientific notation (as 1.2E+05), whose last digits are lost", ~lost,
                        "refuse", AS_TEXT, "rows of different children may look alike, and meet no other table")


def _cells(column: Column, sheet: _Sheet) -> Iterator[Rule]:
    """The rules of one column that its cells may break."""
    name, value = column.name, sheet.values[column.name]
    empty = value.isna() if column.kind in ("text", "code") else sheet.rows[name].str.strip().eq("")
    if not column.blank:
        yield _rule(name, "empty cells", ~empty, "refuse" if name in sheet.table.key else "warn",
                    "fill them in the case system and export again")
    if column.kind == "date":
        yield from _dates(name, empty, value, sheet)
    if column.kind in ("whole", "number"):
        yield from _numbers(column, empty | sheet.rows[name].str.strip().isin(column.instead), value)
    if column.kind == "code":
        known = value.isin(column.codes)
        yield _rule(name, "unknown code", empty | known, **_weight(~empty & ~known, empty))
        yield _rule(name, f"not a code of {financial_year(sheet.year)}",
                    ~known | value.isin(column.codes_in(sheet.year)), action=f"{NAME}, or correct the codes",
                    effect="these rows count as what the code says in the years that have it")


def _dates(name: str, empty: pd.Series, value: pd.Series, sheet: _Sheet) -> Iterator[Rule]:
    form, filled = sheet.table.dates, sheet.rows[name][~empty].str.strip()
    wrong = ~empty & value.isna()
    if wrong.any():
        yield _rule(name, date_forms.what_is_wrong(filled, wrong[~empty], form), ~wrong, **_weight(wrong, empty),
                    action=f"write every day as {date_forms.in_words(form)} or as 2025-03-31")
    elif date_forms.two_forms(filled):
        yield _rule(name, "mixed date formats", empty, action="write every day in one form",
                    effect="none, if each form is what it looks like")
    if date_forms.part_swapped(filled, form):
        yield _rule(name, "day and month have changed places in part of the column: written one way no day is past the "
                          "12th, written another every day is", empty, "refuse",
                    AS_TEXT, WRONG)
    elif date_forms.never_past_twelve(value):
        yield _rule(name, "no day of the month above 12: the month may stand first", value.isna(),
                    action="see whether day and month have changed places in the export",
                    effect="days may stand in the wrong month")
    since = EARLIER.get(sheet.table.name.partition("_")[0], EARLIEST)
    possible = ~value.lt(pd.Timestamp(since, 1, 1)) & ~value.gt(pd.Timestamp(sheet.received))
    yield _rule(name, f"before {since}, or after the file was received", possible,
                effect="these rows may stand in the wrong period")


def _weight(wrong: pd.Series, empty: pd.Series) -> dict[str, str]:
    """A few cells that cannot be read count as not known; many say that the column is not what it should be."""
    few = wrong.sum() <= FEW_WRONG * (~empty).sum()
    return {"severity": "warn", "effect": UNKNOWN} if few else {"severity": "refuse", "effect": WRONG}


def _numbers(column: Column, empty: pd.Series, value: pd.Series) -> Iterator[Rule]:
    wrong = ~empty & value.isna()
    yield _rule(column.name, "no number", ~wrong, action=PLAINLY, **_weight(wrong, empty))
    if column.kind == "whole":
        yield _rule(column.name, "no whole number", value.isna() | value.mod(1).eq(0), "refuse", effect=WRONG)
    if column.low is not None:
        yield _rule(column.name, f"below {column.low:g}", ~value.lt(column.low), "refuse", effect=WRONG)
    if column.high is not None:
        yield _rule(column.name, f"above {column.high:g}", ~value.gt(column.high), "refuse", effect=WRONG)


def _of_another_year(sheet: _Sheet) -> Iterator[Problem]:
    latest, table = sheet.table.latest, sheet.table
    newest = latest_year(sheet.values[latest], table, sheet.received) if latest else None
    if newest and newest < sheet.year:
        yield Problem("warn", f"the newest day lies in {financial_year(newest)}: it may be an earlier year's file",
                      column=latest, effect="its figures may stand under the wrong year", action=NAME)


def _swapped(sheet: _Sheet) -> list[str]:
    """Columns most of whose cells fit another column and not their own, while that column's do not fit it either."""
    there = [column for column in sheet.table.columns if column.name in sheet.rows]
    wrong = [column for column in there if _misfits(column, sheet)]
    others = [(one, other) for one in wrong for other in there if one is not other]
    pairs = [{one.name, other.name} for one, other in others
             if (other in wrong and _fit(other, _filled(one, sheet), sheet.table))
             or (other.kind == "text" and _fit(one, _filled(other, sheet), sheet.table))]
    return [column.name for column in there if any(column.name in pair for pair in pairs)]


def _misfits(column: Column, sheet: _Sheet) -> bool:
    """Whether most cells of a column are not what it should hold, in whatever year or form."""
    value = sheet.values[column.name]
    right = value.isin(column.codes) if column.kind == "code" else value.notna()
    if 2 * right.sum() >= len(value):
        return False
    filled = _filled(column, sheet)
    return 2 * right.sum() < len(filled) and not _fit(column, filled, sheet.table)


def _filled(column: Column, sheet: _Sheet) -> pd.Series:
    cells = sheet.rows[column.name].str.strip()
    return cells[cells.ne("")]


def _fit(column: Column, cells: pd.Series, table: Table) -> bool:
    """Whether most of these cells, of which there are some, could stand in a column."""
    if column.kind == "date":
        fit = dates(cells, table.dates).notna() | date_forms.of_another_form(cells)
    elif column.kind == "code":
        fit = cells.isin(column.codes)
    elif column.kind in ("whole", "number"):
        fit = numbers(cells).notna()
    else:
        fit = pd.Series(True, cells.index)
    return bool(fit.mean() > 1 / 2)
