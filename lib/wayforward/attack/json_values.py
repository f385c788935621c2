"""JSON of any shape, walked through: every record in it, tables made of records, and words."""

from collections.abc import Iterator
from typing import Any

from wayforward.attack.pages import ANY, Table, Text

LEAST_ROWS = 2


def records(value: Any, path: str = "") -> Iterator[tuple[str, dict]]:
    """Every mapping in a value, with the way to it."""
    if isinstance(value, dict):
        yield path, value
    for name, inner in _inner(value):
        yield from records(inner, f"{path}.{name}".strip("."))


def words(value: Any, file: str, path: str = "") -> Iterator[Text]:
    """Every string in a value, with the way to it; short ones with their name, as "count: 3"."""
    if isinstance(value, str):
        yield Text(file, f"“{path}”", value)
    for name, inner in _inner(value):
        yield from words(inner, file, f"{path}.{name}".strip("."))


def tables(value: Any, file: str, path: str = "") -> Iterator[Table]:
    """Lists of records with the same names, and headings beside rows ("columns", "data"), as tables."""
    if isinstance(value, list) and len(value) >= LEAST_ROWS and all(isinstance(each, dict) for each in value):
        columns = tuple(value[0])
        if len(columns) > 1 and all(tuple(each) == columns for each in value):
            yield Table(file, "", ANY, path, columns, tuple(tuple(map(told, each.values())) for each in value))
    if isinstance(value, dict) and isinstance(value.get("columns"), list) and isinstance(value.get("data"), list):
        rows = [row for row in value["data"] if isinstance(row, list) and len(row) == len(value["columns"])]
        columns = tuple(map(str, value["columns"]))
        yield Table(file, "", ANY, path, columns, tuple(tuple(map(told, row)) for row in rows))
    for name, inner in _inner(value):
        yield from tables(inner, file, f"{path}.{name}".strip("."))


def told(value: Any) -> str:
    """A value as it stands in a table; one that is not told is hidden."""
    if value is None:
        return "–"
    return f"{value:g}" if isinstance(value, float) and value.is_integer() else str(value)


def _inner(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        yield from ((str(name), inner) for name, inner in value.items())
    elif isinstance(value, list):
        yield from ((str(place), inner) for place, inner in enumerate(value))
