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
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import NamedTuple

from wayforward import project
from wayforward.errors import RefusedParameters
from wayforward.input_tracking import note_existence

PLAIN = re.compile("[a-z][a-z0-9_]{0,59}")
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
LEVEL = "local authority"
PARTNERSHIP, DISTRICT = "partnership", "district"
REPORTED = (LEVEL, PARTNERSHIP, DISTRICT)
MOST_NAMED = 20


class Area(NamedTuple):
    """A local authority, a partnership of some or a district, real or invented, and the folders of its data; the day it
    began and the day it ended, where it was made or unmade, and the areas that came after."""

    name: str
    invented: bool
    la_code: str
    gss: str
    published: Path
    returns: Path
    places: Path
    region: str = ""
    began: date | None = None
    ended: date | None = None
    successors: tuple[str, ...] = ()
    earlier_gss: str = ""
    level: str = LEVEL

    @property
    def shown(self) -> str:
        """The name on pages and charts: an invented one says so."""
        return f"{self.name} (invented)" if self.invented else self.name

    def stands(self, day: date) -> bool:
        """Whether it was an authority on that day."""
        return (self.began or day) <= day <= (self.ended or day)


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
    known = _parsed(register.read_text(encoding="utf-8"))
    rows = {area: row for area, row in known.items() if row["level"] in REPORTED}
    strange = [area for area in rows if not PLAIN.fullmatch(area) or area in DEVICES]
    if strange:
        raise RefusedParameters(f"area: {project.shown(register)} has {strange[0][:50]!r}, of which no folder can bear "
                                "the name; expected up to 60 small letters, digits and _, such as oxfordshire")
    return rows


@cache
def _parsed(text: str) -> dict[str, dict[str, str]]:
    """Once for many areas and periods."""
    return {row["area"]: row for row in csv.DictReader(text.splitlines())}


def _area(row: dict[str, str], home: Path, returns: Path) -> Area:
    return Area(row["name"], row["invented"] == "yes", row["la_code"], row["gss"], home / "published", returns,
                home / "places", row["region"], _day(row, "from"), _day(row, "to"),
                tuple(row.get("successor", "").split()), row.get("earlier_gss", ""), row["level"])


def _day(row: dict[str, str], column: str) -> date | None:
    return date.fromisoformat(row[column]) if row.get(column) else None


def area_named(word: str, known: dict[str, Area]) -> str:
    """The id of the area that is meant by its id, its name, the three digits of its code or its nine characters, of
    today or before; RefusedParameters, with the nearest names, where there is none."""
    sought = _plain(word)
    for area, place in known.items():
        if sought in map(_plain, (area, place.name, place.la_code, place.gss, place.earlier_gss)) and sought:
            return area
    raise RefusedParameters(f'area: "{word}" is not known{nearest(word, known)}')


def nearest(word: str, known: dict[str, Area]) -> str:
    """The areas whose ids or names are nearest to a word, as the end of a sentence."""
    ids = {_plain(text): area for area, place in known.items() for text in (place.name, area)}
    holding = [text for text in ids if _plain(word) and _plain(word) in text]
    close = get_close_matches(_plain(word), ids, n=5)
    words = {each: area for text, area in ids.items() for each in text.split()}
    alike = [words[each] for each in get_close_matches(_plain(word), words, n=2, cutoff=0.8)]
    near = list(dict.fromkeys([*(ids[text] for text in [*holding, *close]), *alike]))[:3]
    if near:
        return f"; did you mean {' or '.join(near)}?"
    few = list(known) if len(known) <= MOST_NAMED else [*list(known)[:MOST_NAMED], "… (data/published/areas.csv)"]
    return f"; expected one of: {', '.join(few)}"


def _plain(text: str) -> str:
    """Letters and digits alone, in small letters, words apart by one space."""
    spelt = text.casefold().replace("&", " and ")
    return " ".join("".join(mark if mark.isalnum() else " " for mark in spelt).split())


def of_region(region: str, known: dict[str, Area]) -> list[str]:
    """The areas of a region, by its id or its name; RefusedParameters where there is no such region."""
    areas = [area for area, place in known.items() if place.region and _plain(place.region) == _plain(region)]
    if not areas:
        regions = sorted({place.region for place in known.values() if place.region})
        raise RefusedParameters(f'region: "{region}" is not known; expected one of: {", ".join(regions)}')
    return areas


def neighbours_of(area: str, known: dict[str, Area], day: str) -> list[str]:
    """The area and its statistical neighbours by the newest model known on a day, the closest first."""
    path = known[area].published / "neighbours.csv"
    rows = [row for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
            if row["area"] == area and row["known"] <= day]
    newest = [row for row in rows if row["known"] == max(each["known"] for each in rows)]
    return [area, *(row["neighbour"] for row in sorted(newest, key=lambda row: int(row["rank"])))]


def refuse_when_not_standing(area: str, known: dict[str, Area], day: date) -> None:
    """RefusedParameters where an area was not yet an authority on a day, or no longer, with those that were."""
    place = known[area]
    if place.began and day < place.began:
        raise RefusedParameters(f"area: {place.name} began on {place.began}; before, ask for "
                                f"{' or '.join(before(area, known)) or 'another'}")
    if place.ended and day > place.ended:
        raise RefusedParameters(f"area: {place.name} ended on {place.ended}; since, ask for "
                                f"{' or '.join(place.successors)}")


def before(area: str, known: dict[str, Area]) -> list[str]:
    """The areas that a new one came from."""
    return [each for each, place in known.items() if area in place.successors]
