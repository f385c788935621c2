"""All that some runs show, laid side by side: every count with its bounds.

A count shown in one run and hidden in another is known. Where two runs contradict each other (an edition was revised),
the counts of that series and period are kept apart, run by run.
"""

import math
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path

from wayforward.attack.cells import Cell, Key, Series, read_series, series_cells
from wayforward.attack.page_cells import table_cells
from wayforward.attack.pages import Table, read_tables

UNKNOWN = (0.0, math.inf)


@dataclass(frozen=True)
class Run:
    """What one finished run folder shows."""

    name: str
    series: tuple[Series, ...]
    tables: tuple[Table, ...]
    cells: tuple[Cell, ...]
    folder: Path


@dataclass(frozen=True)
class Equation:
    """The sum of some counts, each so many times, lies between `low` and `high`; `why` says so in words."""

    terms: tuple[tuple[Key, float], ...]
    low: float
    high: float
    why: str


@dataclass
class Evidence:
    """The bounds of every count, where each is shown, and what is not counted in whole people."""

    bounds: dict[Key, tuple[float, float]] = field(default_factory=dict)
    cells: dict[Key, list[Cell]] = field(default_factory=lambda: defaultdict(list))
    fractions: set[str] = field(default_factory=set)

    def shown(self, key: Key) -> float | None:
        """A count that is told to the last person, else None."""
        low, high = self.bounds.get(key, UNKNOWN)
        return low if low == high else None

    def whole(self, key: Key) -> bool:
        """Whether a count is of whole people."""
        return key.series not in self.fractions


def read_runs(folders: list[Path]) -> list[Run]:
    """Each run by the last two names of its folder, which is its area and period; editions of one by a number too."""
    names = ["/".join(folder.resolve().parts[-2:]) for folder in folders]
    return [read_run(folder, name if names.count(name) == 1 else f"{name} (no. {place})")
            for place, (folder, name) in enumerate(zip(folders, names, strict=True), 1)]


def read_run(folder: Path, name: str) -> Run:
    """The series, tables and cells of a run's findings.json and pages."""
    series = read_series(folder)
    tables = [table for page in sorted(folder.glob("*.html")) for table in read_tables(page)]
    cells = [cell for each in series for cell in series_cells(each)]
    cells += [cell for table in tables for cell in table_cells(table, series)]
    placed = [replace(cell, place=f"{name}: {cell.place}") for cell in cells]
    return Run(name, tuple(series), tuple(tables), tuple(placed), folder)


def lay_side_by_side(runs: list[Run]) -> Evidence:
    """The cells of all runs in one set of bounds."""
    apart, found = _contradicted(runs), Evidence()
    found.fractions = {series.id for run in runs for series in run.series if not series.whole}
    for run in runs:
        for cell in run.cells:
            about = (cell.key.series, cell.key.period)
            key = replace(cell.key, period=f"{cell.key.period} ({run.name})") if about in apart else cell.key
            found.cells[key].append(cell)
            found.bounds[key] = _both(found.bounds.get(key, UNKNOWN), cell)
    return found


def _both(known: tuple[float, float], cell: Cell) -> tuple[float, float]:
    """What two cells of one count say together; what a run says of itself twice, differently rounded, is the first."""
    low, high = max(known[0], cell.low), min(known[1], cell.high)
    return (low, high) if low <= high else known


def _contradicted(runs: list[Run]) -> set[tuple[str, str]]:
    """Series and periods of which two runs say different things."""
    seen, apart = {}, set()
    for run in runs:
        for cell in run.cells:
            low, high = seen.get(cell.key, UNKNOWN)
            if cell.low > high or cell.high < low:
                apart.add((cell.key.series, cell.key.period))
            seen[cell.key] = max(low, cell.low), min(high, cell.high)
    return apart
