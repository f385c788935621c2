"""A run's folder: held by one run at a time, built beside its place, moved there whole.

All that is unfinished hides beside the target under a name that starts with a dot.
"""

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from wayforward.errors import Busy


def hidden(target: Path, purpose: str) -> Path:
    """The hidden neighbour of a folder that serves a purpose."""
    return target.with_name(f".{target.name}.{purpose}")


@contextmanager
def held(target: Path) -> Iterator[None]:
    """No other run may write the target meanwhile. Busy while a living process holds it; a dead one's hold is void."""
    lock = hidden(target, "lock")
    lock.parent.mkdir(parents=True, exist_ok=True)
    _take(lock)
    try:
        _restore(target)
        yield
    finally:
        lock.unlink(missing_ok=True)


def _take(lock: Path) -> None:
    try:
        with lock.open("x", encoding="utf-8") as file:
            file.write(f"{socket.gethostname()} {os.getpid()}")
    except FileExistsError:
        if _holder_may_live(lock):
            raise Busy(f"another run holds this area and period; if you are sure that none is under way, "
                       f"delete {lock}") from None
        lock.unlink(missing_ok=True)
        _take(lock)


def _holder_may_live(lock: Path) -> bool:
    """False only for a process of this machine that is gone."""
    machine, _, process = lock.read_text(encoding="utf-8").partition(" ")
    if machine != socket.gethostname() or not process.isdigit():
        return True
    return psutil.pid_exists(int(process))


@contextmanager
def building(target: Path) -> Iterator[Path]:
    """An empty hidden folder to build in, gone afterwards, come what may, unless it was moved into place."""
    folder = hidden(target, "building")
    shutil.rmtree(folder, ignore_errors=True)   # a killed run's
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put_in_place(folder: Path, target: Path) -> None:
    """Moves a built folder to the target; what was there before goes only once the new one stands."""
    old = hidden(target, "old")
    if target.exists():
        target.rename(old)
    folder.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _restore(target: Path) -> None:
    """Takes back what a run moved aside and then could not replace because it was killed."""
    old = hidden(target, "old")
    if old.exists() and not target.exists():
        old.rename(target)
    shutil.rmtree(old, ignore_errors=True)
