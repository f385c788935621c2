"""What a council must deliver, told from the layouts, so that the telling cannot drift from what is read; and empty
files to fill in. The wording is in templates/returns.md.j2."""

from pathlib import Path

import pandas as pd

from wayforward.errors import RefusedParameters
from wayforward.formats import promises
from wayforward.markup import TEMPLATES, Markup, escaped
from wayforward.periods import financial_year
from wayforward.plan import Plan
from wayforward.reading import emptied_columns, lookups, references, screening
from wayforward.report.sources import promises_by_table
from wayforward.returns.catalogue import RETURNS, TABLES
from wayforward.returns.layout import ALWAYS, Column, Table, Years, plain

MANY = 12               # codes: a column with more has them listed below its table
EXAMPLES = {"%d/%m/%Y": "31/03/2025", "%d-%m-%Y": "31-03-2025", "%Y-%b-%d %H:%M:%S": "2025-Mar-31 00:00:00"}


def guide(plan: Plan) -> str:
    """The guide for whoever delivers a return, as Markdown, with the promises of a plan that each feeds."""
    numbers = promises_by_table(plan)
    return TEMPLATES.get_template("returns.md.j2").render(
        returns=RETURNS, tables=TABLES, names=_names,
        feeds=lambda *tables: _feeds({number for table in tables for number in numbers.get(table.name, ())}),
        holds=_holds, needed=_needed, codes=_codes, long=_long, percent="{:.0%}".format,
        screen=screening, references=references, lookups=lookups, fill=emptied_columns).rstrip() + "\n"


def _feeds(numbers: set[int]) -> str:
    return promises(sorted(numbers)) if numbers else "no promise yet"


def _names(table: Table) -> list[str]:
    return list(dict.fromkeys((*table.stems, table.name)))


def _long(column: Column) -> bool:
    return len(column.codes) > MANY


def _holds(column: Column, table: Table) -> Markup:
    kinds = {"text": "text", "date": f"a day, {EXAMPLES[table.dates]}", "whole": "a whole number", "number": "a number",
             "code": "a code, below" if _long(column) else _codes(column)}
    limits = "" if column.low is None and column.high is None else \
        f", {column.low:g} or more" if column.high is None else f", {column.low:g} to {column.high:g}"
    instead = f"; or {', '.join(column.instead)}" if column.instead else ""
    return escaped(kinds[column.kind]) + limits + instead + ("" if column.blank else "; never empty")


def _codes(column: Column) -> Markup:
    return Markup("; ").join(Markup("`{}` {}{}").format(code, words, _of_years(column.dated.get(code, ALWAYS)))
                             for code, words in column.codes.items())


def _needed(column: Column) -> str:
    return ("yes" if column.needed else "no") + _of_years(column.years)


def _of_years(years: Years) -> str:
    first, last = (financial_year(year) if year else None for year in years)
    if first and last:
        return f" ({first} to {last})"
    return f" (from {first})" if first else f" (to {last})" if last else ""


def write_templates(name: str, folder: Path, year: int) -> list[Path]:
    """Writes an empty CSV with the headings of a year for each table of a return; the files. RefusedParameters for a
    return that is not known, and for a file that is already there: it may be filled."""
    wanted = {plain(each.name): each for each in RETURNS}.get(plain(name))
    if not wanted:
        raise RefusedParameters(f"return: expected one of {', '.join(each.name for each in RETURNS)}; got {name!r}")
    headings = {folder / f"{table.stems[0].replace(' ', '_')}_{financial_year(year)}.csv": [
        column.name for column in table.columns_in(year) if column.asked] for table in wanted.tables}
    there = [path.name for path in headings if path.exists()]
    if there:
        raise RefusedParameters("nothing was written, for these files are there already:", there)
    folder.mkdir(parents=True, exist_ok=True)
    for path, names in headings.items():
        pd.DataFrame(columns=names).to_csv(path, index=False)
    return list(headings)
