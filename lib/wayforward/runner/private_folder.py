"""Temporary copies: in one folder that no other user can enter, and gone with the process whose they are.

    <temporary folder>/wayforward-<user>/<name>.lock     held by a process as long as it lives
    <temporary folder>/wayforward-<user>/<name>/         what is that process's own

The lock is the operating system's: it frees itself when its process ends, however that ends. What belongs to nobody
then is removed by the next process that asks for a folder, and when a run begins and ends.
"""

import atexit
import os
import secrets
import shutil
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from wayforward.errors import RefusedParameters

MODE = 0o700
GATE = "gate"               # whose lock is held while folders come and go
SHORT = Path("/tmp")        # where the temporary folder's name is too long for the sockets in it
LONGEST = 50                # letters; a socket's path has room for about a hundred


@dataclass(frozen=True)
class _Owned:
    """A process's own folder and the lock that says that it lives."""

    process: int
    folder: Path
    lock: FileLock


_owned: dict[Path, _Owned] = {}     # by the folder of all


def own_folder(sockets: bool = False) -> Path:
    """This process's own folder, made when it is first asked for; removed when the process ends, or by the next.

    sockets: whether sockets are to lie in it, whose paths must be short

    Raises RefusedParameters where another user could have a hand in it.
    """
    base = _base(sockets)
    if base not in _owned or _owned[base].process != os.getpid():       # a fork is a process of its own
        with _lock(base, GATE, wait=True):
            _sweep(base)
            _owned[base] = _make(base)
        atexit.register(_remove, _owned[base])
    return _owned[base].folder


def sweep() -> None:
    """Removes what belongs to no living process."""
    for base in {_base(sockets=False), _base(sockets=True)}:
        with _lock(base, GATE, wait=True):
            _sweep(base)


def _base(sockets: bool) -> Path:
    """The one private folder of this user's; made if it is not there."""
    temporary = Path(tempfile.gettempdir())
    parent = SHORT if sockets and SHORT.is_dir() and len(str(temporary)) > LONGEST else temporary
    folder = parent / (f"wayforward-{os.getuid()}" if hasattr(os, "getuid") else "wayforward")
    with suppress(FileExistsError):
        folder.mkdir(MODE)
    problem = _why_not_private(folder.lstat())
    if problem:
        raise RefusedParameters(f"{folder}: temporary copies of returns lie there, and {problem}; take it away, or set "
                                "TMPDIR to a folder of your own, and run again")
    return folder


def _why_not_private(found: os.stat_result) -> str:
    if not stat.S_ISDIR(found.st_mode):
        return "it is a link or a file, no folder"
    if hasattr(os, "getuid") and found.st_uid != os.getuid():
        return "it belongs to another user"
    if os.name == "posix" and stat.S_IMODE(found.st_mode) != MODE:
        return f"its mode is {stat.S_IMODE(found.st_mode):04o}, not {MODE:04o}"
    return ""


def _make(base: Path) -> _Owned:
    name = secrets.token_hex(4)
    lock = _lock(base, name)
    (base / name).mkdir(MODE)
    return _Owned(os.getpid(), base / name, lock)


def _lock(base: Path, name: str, wait: bool = False) -> FileLock:
    """The lock of a name, held; Timeout where another process holds it and this one does not wait."""
    lock = FileLock(base / f"{name}.lock", mode=0o600)
    lock.acquire(timeout=-1 if wait else 0)
    return lock


def _sweep(base: Path) -> None:
    own = {_owned[base].folder.name} if base in _owned else set()
    for name in {path.stem for path in base.iterdir()} - {GATE} - own:
        with suppress(Timeout), _lock(base, name):
            _clear(base / name)


def _clear(folder: Path) -> None:
    """The lock's file goes last: as long as it is there, somebody will look at the folder again."""
    shutil.rmtree(folder, ignore_errors=True)
    if not folder.exists():
        folder.with_name(f"{folder.name}.lock").unlink(missing_ok=True)


def _remove(owned: _Owned) -> None:
    if owned.process == os.getpid():
        _clear(owned.folder)
        owned.lock.release()
