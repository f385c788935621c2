"""Where runs lie in a folder of runs, and editions in a folder of what was published or copied for a web server.

    <area>/<period>/public/                     a run; <period>.incomplete/public/ one that failed, or is a part
    <area>/revisions/<period>/<n>/public/       an earlier run
    <area>/close/<plan>.html                    what became of a plan

    <area>/<period>/<n>/                        an edition that was published
    <area>/<period>/                            its copy for a web server
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from wayforward.runner.run_folder import CLOSE, INTERNAL, PUBLIC

FINDINGS, MANIFEST = "findings.json", "manifest.json"
REVISIONS, INCOMPLETE = "revisions", "incomplete"
OF_A_RUN = (PUBLIC, INTERNAL, MANIFEST)
STANDING = ""


class Place(NamedTuple):
    """A run or an edition. `folder` holds its public files; `edition` is "" for a standing run or a copy, "incomplete",
    or the number of an earlier run or of a published edition."""

    area: str
    period: str
    edition: str
    folder: Path


def runs_in(root: Path) -> Iterator[Place]:
    """Every run in a folder of runs, whether or not it can be read; earlier runs from the oldest."""
    for area in _folders(root):
        for folder in _folders(area):
            period, _, kind = folder.name.partition(".")
            if folder.name != REVISIONS and kind in (STANDING, INCOMPLETE) and _holds(folder, *OF_A_RUN):
                yield Place(area.name, period, kind, folder / PUBLIC)
        for period in _folders(area / REVISIONS):
            yield from (Place(area.name, period.name, one.name, one / PUBLIC) for one in _numbered(period))


def holds_runs(root: Path) -> bool:
    """Whether a folder holds runs, which stay inside, and not what was published."""
    return any(_holds(one.folder.parent, PUBLIC, INTERNAL) for one in runs_in(root))


def editions_in(root: Path) -> Iterator[Place]:
    """Every edition in a folder of what was published, those of a period from the oldest; and every copy."""
    for area in _folders(root):
        for period in _folders(area):
            if _holds(period, FINDINGS):
                yield Place(area.name, period.name, STANDING, period)
            yield from (Place(area.name, period.name, one.name, one) for one in _numbered(period)
                        if _holds(one, FINDINGS))


def closes_in(area: Path) -> list[str]:
    """The plans of which a folder of an area's runs holds the close, by name."""
    return sorted(path.stem for path in (area / CLOSE).glob("*.html"))


def _folders(place: Path) -> list[Path]:
    try:
        return sorted(path for path in place.iterdir() if path.name[0] != "." and path.is_dir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def _numbered(place: Path) -> list[Path]:
    return sorted((path for path in _folders(place) if path.name.isdecimal()), key=lambda path: int(path.name))


def _holds(folder: Path, *names: str) -> bool:
    return any((folder / name).exists() for name in names)
