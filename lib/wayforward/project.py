"""Where the project lies. Relative paths in parameters count from its root, whatever folder a kernel works in."""

import os
from pathlib import Path

from wayforward.errors import RefusedParameters

MARK = "environment.yml"
DISCLOSURE_RULE = "params/disclosure.toml"


def root(start: Path | None = None) -> Path:
    """The nearest folder holding environment.yml, at or above `start` (the current folder, if not given), else above
    this file. RefusedParameters where there is none."""
    begin, here = Path(start or Path.cwd()).resolve(), Path(__file__).resolve()
    for folder in (begin, *begin.parents, *here.parents):
        if (folder / MARK).is_file():
            return folder
    raise RefusedParameters(f"no project here: neither {begin} nor a folder above it holds {MARK}; "
                            "change into the project's folder")


def resolve(path_text: str) -> Path:
    """An absolute path, as it is; a relative one counted from the root."""
    return root() / path_text


def shown(path: Path) -> str:
    """A path as published: counted from the root, or the last name alone of one that lies outside."""
    return path.relative_to(root()).as_posix() if path.is_relative_to(root()) else path.name


def from_here(path: Path) -> str:
    """A path typed in the current folder, as parameters carry it: counted from the root if it lies within."""
    path = Path(os.path.normpath(path.absolute()))
    return path.relative_to(root()).as_posix() if path.is_relative_to(root()) else str(path)
