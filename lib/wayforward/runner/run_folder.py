"""A run's folder: held by one run at a time, built out of sight, in its place whole or not at all.

    runs/.locks/<area>.<period>.lock, .owner     who holds the period
    runs/<area>/.<period>.building/              what is being built; an interruption leaves it to the next run
    runs/<area>/.<period>.ready/                 built, and on its way into its place
    runs/<area>/<period>/                        the standing whole run
    runs/<area>/<period>.incomplete/             the last failed or partial run, if no whole one came after it
    runs/<area>/revisions/<period>/1, 2, …       earlier whole runs, the oldest first, kept for ever

Each of these runs holds two folders:

    public/      what may leave once it is published: pages, the story, reduced findings.json and manifest.json
    internal/    executed notebooks, .parts, whole findings.json and manifest.json, run.log, what the disclosure left

Where the system has owners and modes, all of it is its owner's alone: folders 0700, files 0600.

One rename, from building to ready, decides; all after it is only carried out, by this run or, should it be killed at
any moment, by the next that holds the period. So nothing is ever guessed from what happens to lie about.
"""

import errno
import getpass
import json
import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from filelock import FileLock, Timeout

from wayforward.errors import Busy
from wayforward.runner.links import refuse_links

PUBLIC, INTERNAL, PACK = "public", "internal", "pack"
CLOSE = "close"         # beside an area's periods: what became of its plans
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600

ADVICE = {**dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "make room, then run again"),
          **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), "let the run write there, then run again"),
          errno.EFBIG: "allow larger files, then run again",
          errno.ENOTDIR: "move away the file that stands where a folder belongs, then run again"}


@dataclass(frozen=True)
class Owner:
    """A run that holds, or held, a period. `since` is for people: nothing is decided by a clock."""

    machine: str
    process: int
    user: str
    since: str

    def __str__(self) -> str:
        return f"process {self.process} of {self.user} on machine {self.machine}, since {self.since}"


def hidden_folder(target: Path, purpose: str) -> Path:
    """The hidden neighbour of a folder that serves a purpose."""
    return target.with_name(f".{target.name}.{purpose}")


def incomplete(target: Path) -> Path:
    """Where a failed or partial run of the target's period stands."""
    return target.with_name(f"{target.name}.incomplete")


def revisions(target: Path) -> Path:
    """The folder of the earlier whole runs of the target's period."""
    return target.parent / "revisions" / target.name


def internal_file(folder: Path, name: str) -> Path:
    """A file of a run that stays inside: in `internal/`, or in the run's folder itself where an earlier version of the
    suite, which knew no two folders, made it."""
    former = folder / name
    return former if former.is_file() and not (folder / INTERNAL).is_dir() else folder / INTERNAL / name


def make_private(folder: Path) -> None:
    """Makes a folder, and those above it that are missing, for their owner alone."""
    if not folder.exists():
        make_private(folder.parent)
        folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


def make_within(folder: Path, below: Path | str) -> None:
    """Makes a folder within another; FileNotFoundError where that is gone, as what was in it is lost with it."""
    for part in Path(below).parts:
        folder = folder / part
        with error_advice(folder):
            folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


def open_private(path: Path, mode: str, encoding: str | None = None) -> IO:
    """A file open to be written; one that is made by it is its owner's alone."""
    return open(path, mode, encoding=encoding, opener=lambda name, flags: os.open(name, flags, PRIVATE_FILE))


@contextmanager
def period_lock(target: Path) -> Iterator[Owner | None]:
    """No other run may write the period meanwhile; Busy, naming the owner, where one does.

    The lock is the operating system's: it frees itself when its process ends, however that ends. On a shared drive it
    also keeps other machines out, as far as the drive's file system has locks. Whatever an earlier run was killed in
    is mended first. Yields the owner of an interrupted run whose work is there to be continued, if there is any.
    """
    path, runs = _of_lock(target, "owner"), target.parent.parent
    refuse_links(runs, [path, _of_lock(target, "lock"), incomplete(target), revisions(target),
                        *(hidden_folder(target, purpose) for purpose in ("building", "ready")), target])
    with _locked(target):
        recover(target)
        before = _owner(path) if hidden_folder(target, "building").is_dir() else None
        write(path, json.dumps(asdict(_this_process())).encode())
        try:
            yield before
        finally:
            if not hidden_folder(target, "building").is_dir():
                path.unlink(missing_ok=True)


def _locked(target: Path) -> AbstractContextManager:
    lock = _of_lock(target, "lock")
    with error_advice(lock):
        make_private(lock.parent)
        try:
            return FileLock(lock, mode=PRIVATE_FILE).acquire(timeout=0)
        except Timeout:
            owner = _owner(_of_lock(target, "owner"))
            by = f": {owner}" if owner else ""
            raise Busy(f"another run holds {target.parent.name}, {target.name}{by}; wait for it, or stop it") from None


def _of_lock(target: Path, kind: str) -> Path:
    return target.parent.parent / ".locks" / f"{target.parent.name}.{target.name}.{kind}"


def _owner(path: Path) -> Owner | None:
    try:
        return Owner(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _this_process() -> Owner:
    return Owner(socket.gethostname(), os.getpid(), user_name(), f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC")


def user_name() -> str:
    """Of whom this process is."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):    # a process whose user has no name
        return "somebody"


def building(target: Path) -> Path:
    """The hidden folder to build in, with what an interrupted run left there; discard it, or put it in place."""
    folder = hidden_folder(target, "building")
    with error_advice(folder):
        make_private(folder)
    for half in folder.rglob(".*.part"):
        half.unlink()
    refuse_links(folder, folder.rglob("*"))
    return folder


def write(path: Path, content: bytes) -> None:
    """The file whole, and on the disk, or not at all; OSError that names it and says what to do."""
    part = hidden_folder(path, "part")
    try:
        with error_advice(path):
            with open_private(part, "wb") as file:
                file.write(content)
            _flush(part)
            part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink()


def write_all(folder: Path, files: dict[str, bytes]) -> None:
    """Writes files by path in a folder that is there."""
    for name, content in files.items():
        make_within(folder, Path(name).parent)
        write(folder / name, content)


@contextmanager
def error_advice(path: Path) -> Iterator[None]:
    """The system names no file where a disk is full, and never says what to do."""
    try:
        yield
    except OSError as error:
        advice = f"; {ADVICE[error.errno]}" if error.errno in ADVICE else ""
        raise OSError(error.errno, f"{error.strerror}{advice}", str(path)) from error


def discard(folder: Path) -> None:
    """Removes a folder. Out of its name at once: what is half removed is never taken for a run."""
    if folder.exists():
        gone = folder.with_name(f".{folder.name.removeprefix('.')}.discarded")
        shutil.rmtree(gone, ignore_errors=True)
        folder.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)


def put_in_place(folder: Path, target: Path) -> None:
    """Moves a built folder to the target. A whole run there before becomes the newest revision, an incomplete one is
    replaced. Everything is on the disk before the one rename that decides."""
    with error_advice(folder):
        for path in (*folder.rglob("*"), folder):
            _flush(path)
    folder.rename(hidden_folder(target, "ready"))
    _flush(target.parent)
    _move_ready(target)


def recover(target: Path) -> None:
    """Carries out what a killed run had decided, and clears away what one was removing."""
    _move_ready(incomplete(target))
    _move_ready(target)
    for gone in target.parent.glob(f".{target.name}.*discarded"):
        shutil.rmtree(gone, ignore_errors=True)


def _move_ready(target: Path) -> None:
    """Each step leaves `ready` standing until the last, so that it can be begun again after any of them."""
    ready = hidden_folder(target, "ready")
    if ready.is_dir():
        if target.name.endswith(".incomplete"):
            discard(target)
        else:
            discard(incomplete(target))
            _archive(target)
        ready.rename(target)
        _flush(target.parent)


def _archive(target: Path) -> None:
    if target.exists():
        kept = revisions(target)
        make_private(kept)
        numbers = [int(path.name) for path in kept.iterdir() if path.name.isdecimal()]
        target.rename(kept / str(max(numbers, default=0) + 1))
        _flush(kept)


def _flush(path: Path) -> None:
    """Has the system write a file, or a folder's names, to the disk, so that a loss of power does not lose them."""
    if os.name == "posix" or path.is_file():    # elsewhere a folder cannot be opened
        opened = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
