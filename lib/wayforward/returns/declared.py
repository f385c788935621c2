"""What a council declares of its returns, in `declared.txt` beside the folders of days: one line a table and year.

    case audits 2025-26: nothing happened

says that days of that year without a row had none, so that they are no hole (see completeness). Lines that begin with #
are remarks.
"""

from collections.abc import Iterator
from pathlib import Path

from wayforward.returns import files
from wayforward.returns.deliveries import STEMS
from wayforward.returns.layout import plain
from wayforward.returns.problems import Problem

NAME = "declared.txt"
NOTHING_HAPPENED = "nothing happened"


def declared(folder: Path) -> tuple[frozenset[tuple[str, int]], list[Problem]]:
    """The tables, by name, and years of which it is declared that nothing happened in the days without rows; and a
    problem for each line that says nothing known. Without the file, nothing."""
    path = Path(folder) / NAME      # that it is not there is noted with the listing of the folder
    lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines() if path.is_file() else []
    said = {number: _said(line) for number, line in enumerate(lines, 1) if line.strip() and line.strip()[0] != "#"}
    return frozenset(filter(None, said.values())), list(_unknown(said, Path(folder).name))


def _said(line: str) -> tuple[str, int] | None:
    about, _, what = line.partition(":")
    name, year = files.split_year(about.strip())
    table = STEMS.get(plain(name))
    return (table.name, year) if table and year and plain(what) == plain(NOTHING_HAPPENED) else None


def _unknown(said: dict[int, tuple[str, int] | None], folder: str) -> Iterator[Problem]:
    for number in (number for number, meant in said.items() if meant is None):
        yield Problem("warn", f"line {number} is not understood", f"{folder}/{NAME}", effect="it changes nothing",
                      action=f"write a table, a year and what is declared: case audits 2025-26: {NOTHING_HAPPENED}")
