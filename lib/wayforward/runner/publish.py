"""A run published: signed off, attacked as it leaves, copied out of the runs, and entered in the ledger of its area.

    published/<area>/ledger.jsonl                  every edition that ever left, and every number it showed
    published/<area>/<period>/<edition>/           the files of each, as they left: no drafts any more, and pack/
    published/<area>/<period>/<edition>.sign-off.json      who signed it, and what; it stays inside
    published/<area>/.building/<area>/<period>/    a copy on its way there

The ledger is written first: killed at any moment, it may tell of an edition that is not in its place yet, which the
next call puts there, but nothing is ever in its place without being told.
"""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from filelock import FileLock

from wayforward import ledger
from wayforward.assurance import USUAL, Roles, assured
from wayforward.errors import RefusedPublication
from wayforward.ledger import Edition, Ledger
from wayforward.runner import sign_off
from wayforward.runner.cache.artifact_store import hashes
from wayforward.runner.gate import PASSED, Attacked, attacked
from wayforward.runner.gather import public_files
from wayforward.runner.published_pack import NO_PACK, published_pack
from wayforward.runner.run_folder import PACK, PRIVATE_FILE, discard, make_private, write, write_all
from wayforward.runner.whole_run import changed, read_json, whole_run

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
        without = [] if any(file.startswith(f"{PACK}/") for file in one.files) else [NO_PACK]
        return [f"Published: {name}, edition {one.edition}, {len(one.files)} files in {place}; the ledger tells of "
                f"{len(one.cells):,} numbers of people.", *invented, *without]


@dataclass(frozen=True)
class Publisher:
    """Who publishes, when, and why."""

    by: str
    day: date
    why: str = ""


Gate = Callable[[Path, Path], Attacked]


def publish(run: Path, published: Path, publisher: Publisher, gate: Gate = attacked,
            roles: Roles = USUAL) -> Publication:
    """Publishes the run in a folder; RefusedPublication where it may not be, with the reasons.

    published: the folder of what was published; gate: attacks the files in a folder beside a ledger; roles: who has to
    have signed. What was published just so needs no signature again
    """
    signed = sign_off.sign_off(run, roles)
    if signed.broken:
        raise RefusedPublication(f"{run.name} is not published: the seal is broken; {sign_off.MEND}",
                                 list(signed.broken))
    manifest = whole_run(run)
    area, period = (manifest["parameters"][name] for name in ("area", "period"))
    place = published / area
    make_private(place)
    with FileLock(place / ".lock", mode=PRIVATE_FILE):
        book = ledger.read(place / ledger.NAME)
        drafts, last = public_files(run), next(reversed(book.of_period(period)), None)
        if hashes(drafts) != manifest["public"]:
            raise changed(run)
        files = assured(drafts)
        files |= published_pack(run, drafts, files)
        new = last is None or last.files != hashes(files)
        edition = _entered(run, (area, period), files, book, place, publisher, gate, signed) if new else last
        folder = place / period / str(edition.edition)
        if not folder.is_dir():
            _put(_copied(place, area, period, files), folder)
        return Publication(edition, folder, new, read_json(run, "findings.json")["invented"])


def copy_to(publication: Publication, to: Path) -> Path:
    """Copies the files of an edition to to/<area>/<period>/, in the place of an earlier one's; readable by whoever may
    read there."""
    place = to / publication.edition.area / publication.edition.period
    discard(place)
    for path in (path for path in publication.folder.rglob("*") if path.is_file()):
        copy = place / path.relative_to(publication.folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    return place


def _entered(run: Path, of: tuple[str, str], files: dict[str, bytes], book: Ledger, place: Path,
             publisher: Publisher, gate: Gate, signed: sign_off.SignOff) -> Edition:
    """The edition, once everybody has signed it, what leaves has withstood the attack and the ledger tells of it."""
    area, period = of
    copy = _copied(place, area, period, files)
    found = gate(copy, place / ledger.NAME)
    if found.state != PASSED or not signed.whole:
        discard(place / BUILDING)
        raise _refused(run, f"{area}, {period}", found, signed)
    cells = tuple(read_json(run, "disclosure.json")["told"])
    edition = Edition(area, period, len(book.of_period(period)) + 1, publisher.day.isoformat(), publisher.by,
                      publisher.why, hashes(files), cells, book.sha256)
    path, folder = place / ledger.NAME, place / period / str(edition.edition)
    make_private(folder.parent)
    write(folder.with_name(f"{folder.name}.{sign_off.NAME}"), (run / sign_off.NAME).read_bytes())
    write(path, (path.read_bytes() if path.exists() else b"") + ledger.line_of(edition, book))
    _put(copy, folder)
    return edition


def _refused(run: Path, name: str, found: Attacked, signed: sign_off.SignOff) -> RefusedPublication:
    """What its files give away; or else who has not signed them."""
    if found.state != PASSED:
        return RefusedPublication(f"{name} is not published: its files, with all that was published before, give away "
                                  f"{found.number}:", list(found.recipes))
    return RefusedPublication(f"{name} is not published: it is not signed off; `wayforward sign-off RUN --role …` "
                              "signs it", signed.problems)


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
