"""Names that whoever delivers returns has given, as a record keeps them and a run tells them: not at all.

A file's name may be a child's. A record needs it only to know the file again, for which a hash of it is enough.
"""

import hashlib
import os
import re
from collections.abc import Collection
from pathlib import Path

GIVEN = re.compile(r"((?:.*/)?(?:extracts|returns)/)(.+)")      # below these folders names are given
KEPT = re.compile(r"(.*/)[0-9a-f]{64}")


def kept(name: str) -> str:
    """A path in a data folder as a record keeps it.

    >>> kept("published/areas.csv"), kept("extracts/2025-06-15/A B.csv")[:16]
    ('published/areas.csv', 'extracts/563ee10')
    """
    given = GIVEN.fullmatch(name)
    return given[1] + hashlib.sha256(os.fsencode(given[2])).hexdigest() if given else name


def told(name: str) -> str:
    """A path as it is, or as a record keeps it, for a person to read.

    >>> told("published/areas.csv"), told("extracts/2025-06-15/A B.csv"), told(kept("extracts/2025-06-15/A B.csv"))
    ('published/areas.csv', 'extracts/…', 'extracts/…')
    """
    return GIVEN.sub(r"\1…", name)


def found_again(names: Collection[str], home: Path) -> dict[str, Path]:
    """Where what a record keeps by these names lies in a data folder; of one whose name is gone, where nothing is."""
    places = {match[1] for match in map(KEPT.fullmatch, names) if match}
    there = {kept(path.relative_to(home).as_posix()): path for place in places for path in (home / place).rglob("*")}
    return {name: there.get(name, home / name) for name in names}
