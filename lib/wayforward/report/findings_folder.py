"""Where a notebook may write what it found: in its run's own folder, or, without a run, in the project."""

import os
from pathlib import Path

from wayforward import project
from wayforward.errors import RefusedParameters

ALLOWED = "WAYFORWARD_FINDINGS"     # by which a run names the one folder of its execution


def part_file(folder: str, notebook: str) -> Path:
    """The file of a notebook's part; RefusedParameters where `folder`, or a link in it, leads out."""
    allowed = project.resolve(os.environ.get(ALLOWED) or ".")
    path = project.resolve(folder) / f"{notebook}.json"
    if "\0" in folder or not path.resolve().is_relative_to(allowed.resolve()):
        place = "the folder of its run" if os.environ.get(ALLOWED) else "the project"
        raise RefusedParameters(f"findings: expected a folder within {place}, with no link out of it; got {folder!r}")
    return path
