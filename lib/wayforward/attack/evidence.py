"""All that some runs show, laid side by side: every count with its bounds.

A count shown in one run and hidden in another is known. Where two runs contradict each other (an edition was revised),
the counts of that series and period are kept apart, run by run.
"""

import math
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from wayforward.attack.cells import FILE, Cell, Key, Series, official_series, read_series, series_cells
from wayforward.attack.documents import PUBLIC, Document, public_folder, read_documents
from wayforward.attack.labels import plain_label
from wayforward.attack.page_cells import ROWS, table_cells
from wayforward.attack.pages import ANY, Table
from wayforward.attack.record_cells import record_cells
from wayforward.attack.texts import sentence_cells

GROUPS = "-groups"              # ends the name of a make-up's table
UNKNOWN = (0.0, math.inf)
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Run:
    """What one finished run shows, or one edition of a ledger: `series` and `tables` of it, and every number as a cell;
    `rule` are the parameters of disclosure that it tells of."""

    name: str
    series: tuple[Series, ...] = ()
    tables: tuple[Table, ...] = ()
    cells: tuple[Cell, ...] = ()
    documents: tuple[Document, ...] = ()
    rule: dict = field(default_factory=dict)

    def values(self, file: str) -> dict:
        """What a JSON file of the run holds; nothing where there is none."""
        return next((each.values[0] for each in self.documents if each.file == file and each.values), {})


@dataclass(frozen=True)
class Equation:
    """The sum of some counts, each so many times, lies between `low` and `high`; `why` says so in words. It is
    `certain` by how the tables are made, or suspected from what they have in common."""

    terms: tuple[tuple[Key, float], ...]
    low: float
    high: float
    why: str
    certain: bool = True


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

    def named(self, key: Key) -> Key:
        """The count that a key means, where its group goes by another name there."""
        return key if key in self.bounds or not key.by else self._by_label.get(_labelled(key), key)

    @cached_property
    def _by_label(self) -> dict[Key, Key]:
        return {_labelled(key): key for key in self.bounds if key.by}

    def whole(self, key: Key) -> bool:
        """Whether a count is of whole people."""
        return key.series not in self.fractions


def _labelled(key: Key) -> Key:
    return replace(key, by=plain_label(key.by), group=plain_label(key.group))


def read_runs(folders: list[Path]) -> list[Run]:
    """Each run by the last two names of its folder, which is its area and period; editions of one by a number too."""
    runs = [folder.resolve().parent if folder.name == PUBLIC else folder.resolve() for folder in folders]
    names = ["/".join(run.parts[-2:]) for run in runs]
    return [read_run(folder, name if names.count(name) == 1 else f"{name} (no. {place})")
            for place, (folder, name) in enumerate(zip(folders, names, strict=True), 1)]


def read_run(folder: Path, name: str) -> Run:
    """The series, tables and cells of every file that a run gives to the public."""
    folder = public_folder(folder)
    series, documents = read_series(folder), read_documents(folder)
    told = Run(name, tuple(series), tuple(_tables(documents)), (), tuple(documents))
    official = {f"{each}{GROUPS}" for each in official_series(told.values(FILE).get("findings", []), series)}
    run = replace(told, tables=tuple(table for table in told.tables if table.name not in official))
    rule = run.values(MANIFEST).get("disclosure") or {}
    cells = [cell for each in series for cell in series_cells(each)]
    cells += [cell for table in run.tables for cell in table_cells(table, series, rule.get("rounding"))]
    cells += [cell for each in documents if each.file != FILE for cell in record_cells(each, series)]
    cells += sentence_cells(series, documents)
    placed = [replace(cell, place=f"{name}: {cell.place}") for cell in dict.fromkeys(cells)]
    return replace(run, cells=tuple(placed), rule=rule)


def _tables(documents: list[Document]) -> list[Table]:
    """Every table once; one that stands in no page is of the promise under which a page has one of the same title."""
    told = {each.title: each for document in documents for each in document.tables if each.number != ANY}
    found = {}
    for each in (each for document in documents for each in document.tables):
        page = told.get(each.title, each)
        same = replace(each, number=page.number, name=page.name) if each.number == ANY else each
        found.setdefault((same.number, same.title, same.columns, same.rows), same)
    return list(found.values())


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
    """Series and periods of which two runs say different things: counts that cannot be the same, or rows of a return
    that are rounded to different tens, and so cannot be either."""
    seen, apart, rounded = {}, set(), {}
    for run in runs:
        for cell in run.cells:
            low, high = seen.get(cell.key, UNKNOWN)
            name, told = rounded.setdefault(cell.key, (run.name, (cell.low, cell.high)))
            other = cell.key.by == ROWS and name != run.name and told != (cell.low, cell.high)
            if other or cell.low > high or cell.high < low:
                apart.add((cell.key.series, cell.key.period))
            seen[cell.key] = max(low, cell.low), min(high, cell.high)
    return apart
