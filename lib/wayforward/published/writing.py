"""New files for a folder of published figures: all of them stand there, or none.

    .staged/     new files on their way; whoever is killed here has changed nothing
    .decided/    the same after one rename: what is to stand there. From here each file is moved into its place
    .lock        held by whoever writes; the operating system frees it

Whoever is killed between two moves leaves `.decided/` with the rest. A folder with it is not read (tables.files_of)
until `finish` has put the rest into its place, which `wayforward figures import` does before anything else.
"""

import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from wayforward.errors import Busy, RefusedInputs
from wayforward.input_tracking import digest
from wayforward.published.checked import NAME as CHECKED
from wayforward.published.tables import DECIDED, File

STAGED, LOCK = ".staged", ".lock"
GONE = ".gone"          # an empty file of this ending takes away the file whose name stands before it


def write_all(folder: Path, files: Mapping[str, bytes], read: Collection[File], gone: Collection[str] = ()) -> None:
    """Puts files into their places in a folder and takes those away that are `gone`; or, wherever it is stopped,
    changes nothing that a reader would see. `read`: the files the new ones were made from.

    Raises RefusedInputs where one of those has changed since, and Busy where another command writes there.
    """
    with _locked(folder):
        _refuse_changed(folder, read)
        _stage(folder / STAGED, files, gone)
        (folder / STAGED).rename(folder / DECIDED)
        _move(folder)


def finish(folder: Path) -> None:
    """Puts into its place what a command that was stopped had decided; nothing where there is none."""
    if (folder / DECIDED).is_dir():
        with _locked(folder):
            _move(folder)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    try:
        with FileLock(folder / LOCK, timeout=0):
            try:
                yield
            finally:
                with suppress(OSError):     # where an open file cannot be taken away, the lock does it itself
                    (folder / LOCK).unlink()
    except Timeout:
        raise Busy(f"another command writes the published figures in {folder.name}/; run again when it has ended"
                   ) from None


def _refuse_changed(folder: Path, read: Collection[File]) -> None:
    changed = [file.name for file in read if digest(folder / file.name) != file.sha256]
    if changed or (folder / DECIDED).exists():
        raise RefusedInputs(f"the published figures in {folder.name}/ changed under way; nothing is written, run again",
                            [f"{name} changed since it was read" for name in changed])


def _stage(staged: Path, files: Mapping[str, bytes], gone: Collection[str]) -> None:
    shutil.rmtree(staged, ignore_errors=True)       # of a command that was stopped; the lock is ours
    staged.mkdir()
    for name, raw in {**files, **{f"{name}{GONE}": b"" for name in gone}}.items():
        with (staged / name).open("wb") as out:
            out.write(raw)
            out.flush()
            os.fsync(out.fileno())


def _move(folder: Path) -> None:
    decided = folder / DECIDED
    for path in sorted(decided.iterdir(), key=lambda path: (path.name == CHECKED, path.name)):
        if path.suffix == GONE:
            (folder / path.stem).unlink(missing_ok=True)
            path.unlink()
        else:
            path.replace(folder / path.name)
    decided.rmdir()
