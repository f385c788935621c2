"""The library's files and the plan's, by content: what an execution stood on, and what two machines need
in common.

All notebooks reach the same modules, so none is looked into: whatever does not merely run notebooks counts for each.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from wayforward import project
from wayforward.plans import plan_folder

LIBRARY, SHOWN = Path(__file__).resolve().parent, "lib/wayforward"
RUNS_NOTEBOOKS = tuple(f"{SHOWN}/{name}" for name in ("runner/", "cli.py", "__main__.py"))
DIGITS = 16


def code_hashes(plan: str, library: Path = LIBRARY) -> dict[str, str]:
    """The start of the sha256 of each file of the library and of a plan on which it depends what a notebook finds, by
    path from the project's root."""
    return {name: digest[:DIGITS] for name, digest in _digests((plan,), library).items()
            if not name.startswith(RUNS_NOTEBOOKS)}


def library_hash(*plans: str, library: Path = LIBRARY) -> str:
    """One sha256 over the names and contents of all of them, those that run notebooks too."""
    return hashlib.sha256(json.dumps(sorted(_digests(plans, library).items())).encode()).hexdigest()


def _digests(plans: Iterable[str], library: Path) -> dict[str, str]:
    folders = {library: SHOWN} | {folder: project.shown(folder) for folder in map(plan_folder, plans)}
    return {f"{shown}/{path}": _digest(folder / path, *stamp)
            for folder, shown in folders.items() for path, stamp in stamps(folder).items()}


@cache
def _digest(path: Path, written: int, size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def stamps(folder: Path, under: str = "") -> dict[str, tuple[int, int]]:
    """When each file in a folder was last written, and its size; by path from there."""
    found = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith((".", "__pycache__")) or entry.name.endswith("~"):
                continue
            if entry.is_dir(follow_symlinks=False):
                found |= stamps(folder / entry.name, f"{under}{entry.name}/")
            else:
                state = entry.stat()
                found[f"{under}{entry.name}"] = state.st_mtime_ns, state.st_size
    return found
