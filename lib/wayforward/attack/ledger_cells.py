"""The ledger of what was published: each edition is known to everybody, like another run's files."""

import json
from pathlib import Path

from wayforward.attack.cells import Series
from wayforward.attack.evidence import Run
from wayforward.attack.record_cells import told_cells
from wayforward.errors import RefusedParameters


def read_ledger(path: Path, series: list[Series], others: set[str] = frozenset()) -> list[Run]:
    """The editions of a ledger, oldest first, as runs of cells alone; without those of `others`, which are official, or
    are not people."""
    if not path.is_file():
        raise RefusedParameters(f"expected the ledger of an area, such as published/exampleshire/ledger.jsonl; "
                                f"there is no file {path}")
    known = {each.id: each for each in series}
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    return [_edition(line, f"{path}, line {place}", known, others) for place, line in lines if line.strip()]


def _edition(line: str, where: str, known: dict[str, Series], others: set[str]) -> Run:
    try:
        edition = json.loads(line)
        name = f"published, {edition['period']}, edition {edition['edition']}"
        cells = [cell for each in edition["cells"] if each["series"] not in others
                 for cell in told_cells(known.get(each["series"]), each, f"{name}: the ledger")]
    except (ValueError, KeyError, TypeError) as error:
        raise RefusedParameters(f"{where}: expected one edition as JSON, with period, edition and cells; it cannot be "
                                f"read ({type(error).__name__}); restore the ledger from a copy") from error
    return Run(name, cells=tuple(cells))
