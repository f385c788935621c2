"""Whose report: the areas that can be reported on, and where the data of each lie.

The real and the invented never meet. In a data folder
    published/              figures about real areas; areas.csv is their register
    extracts/<area>/        an area's own returns, a folder for each day of receipt; `extracts/` itself, without a
                            folder of the area's name, holds those of the register's first area
    places/                 which districts make up which authority
    sample/                 the invented area, the same three beside each other: published/, returns/, places/
"""

import csv
import re
from pathlib import Path
from typing import NamedTuple

from wayforward import project
from wayforward.errors import RefusedParameters
from wayforward.input_tracking import note_existence

PLAIN = re.compile("[a-z][a-z0-9_]{0,59}")
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}


class Area(NamedTuple):
    """A local authority, real or invented, and the folders of its data."""

    name: str
    invented: bool
    la_code: str
    gss: str
    published: Path
    returns: Path
    places: Path

    @property
    def shown(self) -> str:
        """The name on pages and charts: an invented one says so."""
        return f"{self.name} (invented)" if self.invented else self.name


def local_authorities(data: str) -> dict[str, Area]:
    """The areas that a run may be of, by id; RefusedParameters where `data` is not a data folder."""
    home = project.resolve(data)
    register = home / "published" / "areas.csv"
    if not _is_there(register):
        raise RefusedParameters(f'data: "{data}" is not a data folder: {project.shown(register)} is not there')
    invented = home / "sample" / "published" / "areas.csv"
    there = note_existence(invented).is_file()
    return {**_real(home, register), **(_invented(home / "sample", invented) if there else {})}


def _is_there(path: Path) -> bool:
    try:
        return note_existence(path).is_file()
    except (OSError, ValueError):       # no name that a file can have
        return False


def _real(home: Path, register: Path) -> dict[str, Area]:
    rows = _rows(register)
    first = next(iter(rows), None)
    return {area: _area(row, home, _extracts(home / "extracts", area, area == first)) for area, row in rows.items()}


def _extracts(folder: Path, area: str, first: bool) -> Path:
    own = folder / area
    return folder if first and not note_existence(own).is_dir() else own


def _invented(home: Path, register: Path) -> dict[str, Area]:
    return {area: _area(row, home, home / "returns") for area, row in _rows(register).items()}


def _rows(register: Path) -> dict[str, dict[str, str]]:
    with register.open(encoding="utf-8", newline="") as file:
        rows = {row["area"]: row for row in csv.DictReader(file) if row["level"] == "local authority"}
    strange = [area for area in rows if not PLAIN.fullmatch(area) or area in DEVICES]
    if strange:
        raise RefusedParameters(f"area: {project.shown(register)} has {strange[0][:50]!r}, of which no folder can bear "
                                "the name; expected up to 60 small letters, digits and _, such as oxfordshire")
    return rows


def _area(row: dict[str, str], home: Path, returns: Path) -> Area:
    return Area(row["name"], row["invented"] == "yes", row["la_code"], row["gss"], home / "published", returns,
                home / "places")
