"""Amounts (days, hours, costs) that one person or a few make up, where a table shows enough to see it."""

import math
import re

from wayforward.attack.bounds import SMALL
from wayforward.attack.evidence import Run
from wayforward.attack.numbers import read_number
from wayforward.attack.page_cells import NO_DETAILS, count_columns
from wayforward.attack.pages import Table
from wayforward.attack.recipes import AMOUNT, Recipe

AMOUNTS = re.compile(r"\b(?:days|hours|weeks|cost|costs|spent|£)(?!\s+owed)", re.IGNORECASE)
LARGEST = re.compile(r"\b(?:largest|longest|highest|maximum|top|most by)\b", re.IGNORECASE)
DOMINANT = 0.8      # of an amount: one person's, or two persons', share above it
PEOPLE = re.compile(r"\b(?:people|persons|children|pupils|staff|workers|heads|families|absent)\b", re.IGNORECASE)


def amount_recipes(run: Run) -> list[Recipe]:
    """The amounts of a few in a run's tables."""
    return [found for table in run.tables if table.number and not NO_DETAILS.search(table.title)
            for found in [*_of_few(table, run.name), *_of_largest(table, run.name)]]


def _of_few(table: Table, name: str) -> list[Recipe]:
    """Rows that tell an amount beside fewer people than may be told, or beside people who are hidden."""
    counts, found = count_columns(table), []
    people = next((column for column in counts if PEOPLE.search(column)), None)
    for place, row in enumerate(table.rows if people else ()):
        low, high = counts[people][place]
        for column, amount in _amounts(table, row):
            if (low, high) != (0, 0) and amount and (high < SMALL or math.isinf(high)):
                who = f"{low:g} to {high:g}" if high < SMALL else "a hidden number of"
                found.append(_recipe(f"“{table.title}”, {row[0]}: {column}, {amount:g}, of {who} {people}", table, name,
                                     high < SMALL))
    return found


def _of_largest(table: Table, name: str) -> list[Recipe]:
    """Rows in which the largest amount of one, or of two, is most of the whole."""
    found = []
    for row in table.rows:
        told = dict(_amounts(table, row))
        largest = {column: amount for column, amount in _numbers(table, row) if LARGEST.search(column)}
        for one, part in largest.items():
            for all_of, whole in told.items():
                if all_of not in largest and whole and DOMINANT * whole < part <= whole:
                    found.append(_recipe(f"“{table.title}”, {row[0]}: {one}, {part:g}, is {part / whole:.0%} of "
                                         f"{all_of}, {whole:g}", table, name, True))
    return found


def _amounts(table: Table, row: tuple[str, ...]) -> list[tuple[str, float]]:
    return [(column, amount) for column, amount in _numbers(table, row) if AMOUNTS.search(column)]


def _numbers(table: Table, row: tuple[str, ...]) -> list[tuple[str, float]]:
    told = [(column, read_number(cell)) for column, cell in zip(table.columns[1:], row[1:], strict=True)]
    return [(column, number) for column, number in told if number is not None]


def _recipe(what: str, table: Table, name: str, certain: bool) -> Recipe:
    return Recipe(what, 0.0, 0.0, False, (f"{name}: {table.file}, “{table.title}”",), AMOUNT, certain)
