"""The places that a person has to fill in, of files that a command began."""

from collections.abc import Iterable
from pathlib import Path

from wayforward import project

MARK = "TO FILL"


def to_fill(*files: Path) -> list[str]:
    """Every line that is still to be filled: its file, its number and what is wanted.

    >>> to_fill()
    []
    """
    return [f"{project.shown(path)}, line {number}: {line[line.index(MARK):].strip()}"
            for path in files for number, line in _lines(path) if MARK in line]


def _lines(path: Path) -> Iterable[tuple[int, str]]:
    return enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
