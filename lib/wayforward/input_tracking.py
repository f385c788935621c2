"""What this process has read: every file it opened, every folder it listed, and where it found nothing.

Noted as it happens, by Python's own audit events, so that no reader has to remember to tell. Only the question whether
something is there raises no event: whoever asks it of the data says `looked`. A library that opens files by itself goes
unseen, so ours are handed files that Python opened.
"""

import hashlib
import os
import sys
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wayforward.errors import RefusedInputs
from wayforward.given_names import told

LISTINGS = frozenset({"os.listdir", "os.scandir", "pathlib.Path.glob", "pathlib.Path.rglob"})
THERE = "there"
_WRITING = os.O_WRONLY | os.O_RDWR
_Stamp = tuple[int, int, int] | None
_opened: dict[str, _Stamp] = {}         # by absolute path, as each was when first opened; None where it was not there
_listed: dict[str, _Stamp] = {}
_there: set[str] = set()                # folders of which it was only asked whether they are there


@dataclass(frozen=True)
class Seen:
    """What was read of a folder: by path from there, with slashes.

    files       sha256 of what each holds; "" for one that is not there or cannot be read
    folders     sha256 of the names in each; "" as above; THERE for one of which nothing else was asked
    """

    files: dict[str, str]
    folders: dict[str, str]


@dataclass(frozen=True)
class Input:
    """A file that was read. `path` starts at the folder's name, and of a return tells its day, table and year in the
    place of its own name; `rows` leaves out the header; `kind` is what return it is of, in words, "" for published
    figures."""

    path: str
    rows: int
    sha256: str
    kind: str = ""


@cache
def watch() -> None:
    """From now on, whatever this process reads is noted. A second call changes nothing, and nothing ends it."""
    sys.addaudithook(_note)


def note_existence(path: Path) -> Path:
    """The same path, noted because it is about to be asked whether it is there."""
    name = _absolute(path)
    if path.is_dir():
        _there.add(name)
    else:
        _opened.setdefault(name, _stamp(name))
    return path


def seen(root: Path) -> Seen:
    """What this process has read of a folder and all it holds. RefusedInputs names whatever has changed since, but
    for what others named."""
    opened, listed, there = _within(root, _opened), _within(root, _listed), _within(root, _there)
    found = Seen(files={key: digest(Path(name)) for name, key in opened.items()},
                 folders={key: folder_digest(Path(name), THERE) for name, key in there.items()}
                 | {key: folder_digest(Path(name)) for name, key in listed.items()})
    changed = [key for name, key in opened.items() if _stamp(name) != _opened[name]]
    changed += [key for name, key in listed.items() if _stamp(name) != _listed[name]]
    if changed:
        raise RefusedInputs("the data changed under way; run again:",
                            sorted({f"{told(key)} changed while it was being read" for key in changed}))
    return found


def unchanged(places: Iterable[Path]) -> bool:
    """Whether all that this process read of some folders is as it was when it was first read."""
    return all(_stamp(name) == before for place in places for noted in (_opened, _listed)
               for name, before in noted.items() if _lies_in(place, name))


def digest(path: Path) -> str:
    """sha256 of a file's content; "" where there is no file or it cannot be read."""
    try:
        with path.open("rb") as source:
            return hashlib.file_digest(source, "sha256").hexdigest()
    except (OSError, ValueError):       # a name that no system takes
        return ""


def folder_digest(path: Path, before: str = "") -> str:
    """sha256 of the names in a folder, a slash after those of folders; THERE where no more was asked `before`; "" where
    there is no folder or it cannot be read."""
    if before == THERE and path.is_dir():
        return THERE
    try:
        with os.scandir(path) as entries:
            names = sorted(os.fsencode(entry.name) + b"/" * entry.is_dir() for entry in entries)
    except (OSError, ValueError):
        return ""
    return hashlib.sha256(b"\0".join(names)).hexdigest()


def _note(event: str, given: tuple) -> None:
    if event == "open":
        if not _writes(*given[1:3]):
            _remember(_opened, given[0])
    elif event in LISTINGS:
        _remember(_listed, "." if given[0] is None else given[0])


def _writes(mode: str | None, flags: int) -> bool:
    return bool(flags & _WRITING) or any(mark in (mode or "") for mark in "wax+")


def _remember(noted: dict[str, _Stamp], path: str | bytes | os.PathLike | int) -> None:
    with suppress(Exception):           # to note may never hinder what is noted
        if not isinstance(path, int):   # one that is open already
            name = _absolute(Path(os.fsdecode(path)))
            if name not in noted:
                noted[name] = _stamp(name)


def _absolute(path: Path) -> str:
    return os.path.normpath(path.absolute())


def _stamp(name: str) -> _Stamp:
    try:
        now = Path(name).stat()
    except OSError:
        return None
    return now.st_mtime_ns, now.st_size, now.st_ino


def _within(root: Path, names: Collection[str]) -> dict[str, str]:
    """Those that lie in a folder, the folder itself included, each with its path from there.

    A name that is no UTF-8 is told with backslashes, under which nobody finds it again: it counts as changed.
    """
    home = _absolute(root)
    return {name: _plain(os.path.relpath(name, home)) for name in sorted(names) if _lies_in(root, name)}


def _lies_in(place: Path, name: str) -> bool:
    home = _absolute(place)
    return name == home or name.startswith(home.rstrip(os.sep) + os.sep)


def _plain(path: str) -> str:
    return os.fsencode(path.replace(os.sep, "/")).decode("utf-8", "backslashreplace")
