"""Numbers of people in records: the points of a finding wherever they stand, lists of told cells, rows of a file."""

import math
import re
from collections.abc import Iterator
from typing import Any

from wayforward.attack.cells import PUBLISHED, Cell, Key, Series, near, rounding
from wayforward.attack.documents import Document
from wayforward.attack.numbers import read_count
from wayforward.attack.page_cells import ROWS

TOLD = {"series", "period", "by", "group", "part", "value"}
PARTS = {"numerator": "numerator", "denominator": "denominator", "unknown": "unknown", "count": "numerator",
         "out of": "denominator", "out_of": "denominator", "not known": "unknown", "not_known": "unknown"}
ROUNDED = 10        # rows that were once told are to the nearest
YEAR = re.compile(r"\d{4}")


def record_cells(document: Document, series: list[Series]) -> Iterator[Cell]:
    """The cells of the records of one file that name a series of people and a period."""
    known = {each.id: each for each in series}
    rows = [dict(zip(table.columns, row, strict=True)) for table in document.tables
            if "series" in table.columns for row in table.rows]
    for own, record in walk([*document.values, rows], known):
        yield from point_cells(own, record, f"{document.file}, {own.id}") if own else ()


def walk(value: Any, known: dict[str, Series], own: Series | None = None) -> Iterator[tuple[Series | None, dict]]:
    """Every record, with the series that it is of; those of other series (official ones, projects) are left out."""
    if isinstance(value, dict):
        named = value.get("series")
        if value.get("origin") == PUBLISHED or (isinstance(named, str) and named not in known):
            return
        own = known[named] if isinstance(named, str) else own
        yield own, value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from walk(inner, known, own)


def point_cells(own: Series, record: dict, place: str) -> list[Cell]:
    """The cells of a record that says of which period it is: a told cell, or a point or group with counts."""
    period = record.get("end") or record.get("period")
    if not isinstance(period, str):
        return []
    if record.keys() >= TOLD:
        return told_cells(own, record, place)
    group = str(record.get("group") or "")
    at = (own.id, own.periods.get(period, period), str(record.get("by") or "") if group else "", group)
    return [Cell(Key(*at, PARTS[name.casefold()]), *about(number, own), place) for name, value in record.items()
            if PARTS.get(name.casefold()) in own.parts and (number := as_number(value)) is not None]


def told_cells(own: Series | None, record: dict, place: str) -> list[Cell]:
    """The cell of a number as it was shown, if it is one; rows are told roughly."""
    told, is_rows = record["value"], record["part"] == "rows"
    bounds = read_count(told, ROUNDED if is_rows else 1) if isinstance(told, str) and told else as_number(told)
    if isinstance(bounds, float):
        bounds = about(bounds, own)
    elif bounds and not bounds[0].is_integer():
        bounds = about(bounds[0], own)
    return [Cell(told_key(own, record), *bounds, place)] if bounds else []


def told_key(own: Series | None, record: dict) -> Key:
    """What a told cell is of, in the names that pages use."""
    period, by = str(record["period"]), str(record["by"] or "")
    if record["part"] == "rows":
        year = YEAR.search(period)
        return Key(record["series"], year[0] if year else period, ROWS, str(record["group"]), "rows")
    return Key(record["series"], own.periods.get(period, period) if own else period, by, str(record["group"] or ""),
               str(record["part"]))


def as_number(value: Any) -> float | None:
    """A number, also one in words of a file; None for anything else."""
    try:
        number = float(value.replace(",", "")) if isinstance(value, str) else value
    except ValueError:
        return None
    told = isinstance(number, int | float) and not isinstance(number, bool) and math.isfinite(number)
    return float(number) if told else None


def about(number: float, own: Series | None) -> tuple[float, float]:
    """A number as its file tells it: exact where people are counted once, else to the decimals that it has."""
    whole = own.whole if own else number.is_integer()
    return near(number, 0.0 if whole and number.is_integer() else rounding([number]))
