"""The ledger of what was published: every number of people that ever left, by area, period and edition.

published/<area>/ledger.jsonl has a line for each edition and is only ever added to. Each line holds the sha256 of the
line before, so that none can be changed, taken out or moved unnoticed but the last. A file that is not there is a
ledger without editions: nothing was published yet.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, NamedTuple

from wayforward.errors import RefusedInputs

NAME = "ledger.jsonl"


class CellKey(NamedTuple):
    """What a number counts; `by` and `group` are empty for a series' own figure, and so is the series for a table that
    stands beside one."""

    measure: str
    series: str
    period: str
    by: str
    group: str
    part: str


@dataclass(frozen=True)
class Edition:
    """One publication.

    edition     1, 2, … of its period
    published   the day; `by` whom; `why`, where somebody gave a reason
    files       sha256 of each file that left, by name
    cells       each number of people shown: the parts of a CellKey, which are texts, and its `value`
    previous    sha256 of the line before, "" for the first
    """

    area: str
    period: str
    edition: int
    published: str
    by: str
    why: str
    files: dict[str, str]
    cells: tuple[dict[str, str | float], ...]
    previous: str = ""


@dataclass(frozen=True)
class Ledger:
    """The editions of an area in order; `sha256` of the ledger's last line, "" where there is none."""

    editions: tuple[Edition, ...] = ()
    sha256: str = ""

    @property
    def told(self) -> Mapping[CellKey, tuple[float, ...]]:
        """Every value with which each number was ever shown, the oldest first."""
        found: dict[CellKey, dict[float, None]] = {}
        for edition in self.editions:
            for cell in edition.cells:
                found.setdefault(CellKey(*(cell[name] for name in CellKey._fields)), {})[float(cell["value"])] = None
        return {key: tuple(values) for key, values in found.items()}

    def of_period(self, period: str) -> tuple[Edition, ...]:
        """The editions of one period."""
        return tuple(edition for edition in self.editions if edition.period == period)


NOTHING_PUBLISHED = Ledger()


def path_of(published: Path, area: str) -> Path:
    """Where an area's ledger lies in the folder of what was published."""
    return published / area / NAME


def read(path: Path) -> Ledger:
    """The ledger in a file; RefusedInputs, naming the first line, where it is not whole."""
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return NOTHING_PUBLISHED
    editions, previous = [], ""
    for number, line in enumerate(lines, start=1):
        editions.append(_edition(line, previous, f"{path.parent.name}/{path.name}, line {number}"))
        previous = _sha256(line)
    return Ledger(tuple(editions), previous)


def line_of(edition: Edition, ledger: Ledger) -> bytes:
    """The line that adds an edition to a ledger."""
    content = asdict(edition) | {"previous": ledger.sha256}
    return json.dumps(content, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def _edition(line: bytes, previous: str, where: str) -> Edition:
    try:
        content = json.loads(line)
        edition = Edition(**content | {"cells": tuple(map(_cell, content["cells"]))})
    except (ValueError, TypeError, KeyError):
        raise _refused(where, f"expected an edition with {', '.join(field.name for field in fields(Edition))}; it is "
                              "another thing, or cut off") from None
    if edition.previous != previous:
        raise _refused(where, "it does not follow the line before it: a line was changed, moved or taken out")
    return edition


def _cell(content: dict[str, Any]) -> dict[str, str | float]:
    cell = {name: content[name] for name in (*CellKey._fields, "value")}
    if type(cell["value"]) not in (int, float) or not all(isinstance(cell[name], str) for name in CellKey._fields):
        raise TypeError("texts and a number")
    return cell


def _refused(where: str, what: str) -> RefusedInputs:
    return RefusedInputs(f"the ledger of what was published is broken, and nothing that stands on it is run: {where}: "
                         f"{what}. Put it back from a copy")


def _sha256(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()
