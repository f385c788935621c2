"""The library's files and the plan's, by content: what an execution stood on, and what two machines need
in common.

All notebooks reach the same modules, so none is looked into: whatever does not merely run notebooks counts for each.
"""

import hashlib
import json
import os
from functools import cache
from pathlib import Path

from wayforward import project
from wayforward.plan import SHIPPED

LIBRARY, SHOWN = Path(__file__).resolve().parents[2], "lib/wayforward"
RUNS_NOTEBOOKS = tuple(f"{SHOWN}/{name}" for name in ("runner/", "cli.py", "__main__.py"))
DIGITS = 16


def code_hashes(library: Path = LIBRARY, plan: Path = SHIPPED) -> dict[str, str]:
    """The start of the sha256 of each file on which it depends what a notebook finds, by path from the project's
    root."""
    return {name: digest[:DIGITS] for name, digest in _digests(library, plan).items()
            if not name.startswith(RUNS_NOTEBOOKS)}


def library_hash(library: Path = LIBRARY, plan: Path = SHIPPED) -> str:
    """One sha256 over the names and contents of all of them, those that run notebooks too."""
    return hashlib.sha256(json.dumps(sorted(_digests(library, plan).items())).encode()).hexdigest()


def _digests(library: Path, plan: Path) -> dict[str, str]:
    folders = {library: SHOWN}
    if not plan.is_relative_to(library):
        folders[plan.parent] = project.shown(plan.parent)
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
