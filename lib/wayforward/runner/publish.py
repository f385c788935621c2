"""A run published: attacked as it leaves, copied out of the runs, and entered in the ledger of its area.

    published/<area>/ledger.jsonl                  every edition that ever left, and every number it showed
    published/<area>/<period>/<edition>/           the files of each, as they left
    published/<area>/.building/<area>/<period>/    a copy on its way there

The ledger is written first: killed at any moment, it may tell of an edition that is not in its place yet, which the
next call puts there, but nothing is ever in its place without being told.
"""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from filelock import FileLock

from wayforward import ledger
from wayforward.errors import RefusedPublication
from wayforward.ledger import Edition, Ledger
from wayforward.runner.cache.artifact_store import checksums_match, hashes
from wayforward.runner.gate import NOT_TRIED, PASSED, Attacked, attacked
from wayforward.runner.gather import public_files
from wayforward.runner.proved import PROVED, read_proved
from wayforward.runner.run_folder import INTERNAL, PRIVATE_FILE, discard, make_private, write, write_all

BUILDING = ".building"


@dataclass(frozen=True)
class Publication:
    """What was published, and where its files lie; `new`: not published before just so; `invented`: nothing of it is
    real."""

    edition: Edition
    folder: Path
    new: bool
    invented: bool

    def lines(self) -> list[str]:
        """In plain words."""
        one = self.edition
        name, place = f"{one.area}, {one.period}", os.path.relpath(self.folder)
        invented = [f"{one.area} is invented: nothing of this is real."] if self.invented else []
        if not self.new:
            return [f"{name} was published just so on {one.published} by {one.by}, as edition {one.edition}, and "
                    f"stands in {place}; nothing has changed.", *invented]
        return [f"Published: {name}, edition {one.edition}, {len(one.files)} files in {place}; the ledger tells of "
                f"{len(one.cells):,} numbers of people.", *invented]


@dataclass(frozen=True)
class Publisher:
    """Who publishes, when, and why."""

    by: str
    day: date
    why: str = ""


Gate = Callable[[Path, Path], Attacked]


def publish(run: Path, published: Path, publisher: Publisher, gate: Gate = attacked) -> Publication:
    """Publishes the run in a folder; RefusedPublication where it may not be, with the reasons.

    published: the folder of what was published; gate: attacks the files in a folder beside a ledger
    """
    manifest = _whole(run)
    area, period = (manifest["parameters"][name] for name in ("area", "period"))
    place = published / area
    make_private(place)
    with FileLock(place / ".lock", mode=PRIVATE_FILE):
        book = ledger.read(place / ledger.NAME)
        files, last = public_files(run), next(reversed(book.of_period(period)), None)
        if hashes(files) != manifest["public"]:
            raise _changed(run)
        new = last is None or last.files != manifest["public"]
        edition = _entered(run, manifest, files, book, place, publisher, gate) if new else last
        folder = place / period / str(edition.edition)
        if not folder.is_dir():
            _put(_copied(place, area, period, files), folder)
        return Publication(edition, folder, new, _json(run, "findings.json")["invented"])


def copy_to(publication: Publication, to: Path) -> Path:
    """Copies the files of an edition to to/<area>/<period>/, in the place of an earlier one's; readable by whoever may
    read there."""
    place = to / publication.edition.area / publication.edition.period
    place.parent.mkdir(parents=True, exist_ok=True)
    discard(place)
    place.mkdir()
    for path in publication.folder.iterdir():
        (place / path.name).write_bytes(path.read_bytes())
    return place


def _whole(run: Path) -> dict[str, Any]:
    """The manifest of a run that is whole, and is what it was."""
    manifest = _json(run, "manifest.json")
    unfinished = [f"{name}: {each['state']}" for name, each in manifest["notebooks"].items()
                  if each["state"] != "completed"]
    if unfinished or manifest.get("attack", {}).get("state", NOT_TRIED) == NOT_TRIED:
        raise RefusedPublication(f"{run.name} is not a whole run, and only whole ones are published; run it again",
                                 unfinished)
    if not checksums_match(run):
        raise _changed(run)
    told = read_proved(run)
    if told.state != PROVED:
        raise RefusedPublication(f"{run.name} is not published: its texts are not proved; put them right and run it "
                                 "again", list(told.problems) or [told.reason or "this version has not proved them"])
    return manifest


def _changed(run: Path) -> RefusedPublication:
    return RefusedPublication(f"{run.name}: its files are not those that the run wrote; run it again")


def _json(run: Path, name: str) -> dict[str, Any]:
    try:
        return json.loads((run / INTERNAL / name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise RefusedPublication(f"{run.name} has no readable {INTERNAL}/{name}: expected a run as this version of the "
                                 "suite makes it; run it again") from None


def _entered(run: Path, manifest: dict[str, Any], files: dict[str, bytes], book: Ledger, place: Path,
             publisher: Publisher, gate: Gate) -> Edition:
    """The edition, once what leaves has withstood the attack and the ledger tells of it."""
    area, period = (manifest["parameters"][name] for name in ("area", "period"))
    copy = _copied(place, area, period, files)
    found = gate(copy, place / ledger.NAME)
    if found.state != PASSED:
        discard(place / BUILDING)
        raise RefusedPublication(f"{area}, {period} is not published: its files, with all that was published before, "
                                 f"give away {found.number}:", list(found.recipes))
    cells = tuple(_json(run, "disclosure.json")["told"])
    edition = Edition(area, period, len(book.of_period(period)) + 1, publisher.day.isoformat(), publisher.by,
                      publisher.why, manifest["public"], cells, book.sha256)
    path = place / ledger.NAME
    write(path, (path.read_bytes() if path.exists() else b"") + ledger.line_of(edition, book))
    _put(copy, place / period / str(edition.edition))
    return edition


def _copied(place: Path, area: str, period: str, files: dict[str, bytes]) -> Path:
    """A copy on its way."""
    copy = place / BUILDING / area / period
    discard(copy)
    make_private(copy)
    write_all(copy, files)
    return copy


def _put(copy: Path, folder: Path) -> None:
    discard(folder)
    make_private(folder.parent)
    copy.rename(folder)
    shutil.rmtree(folder.parents[1] / BUILDING, ignore_errors=True)
