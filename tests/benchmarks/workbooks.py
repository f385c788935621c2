"""Is a workbook of plain values read as fast as it can be?

    .venv/bin/python tests/benchmarks/workbooks.py [--rows N]

Prints rows a second of the processor, of a workbook of 13 columns: by our reader, which first makes sure that it holds
nothing but plain values; by our reader where a formula in it leaves it to openpyxl; and by calamine alone, which
neither looks nor writes anything out as text. No test run includes it.
"""

import argparse
import datetime as dt
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from python_calamine import CalamineWorkbook

from wayforward.reading.files import pieces, read

FIRST = dt.date(2020, 1, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=50_000, help="of the workbook (50,000)")
    rows = parser.parse_args().rows
    with TemporaryDirectory() as folder:
        values, formula = Path(folder) / "values.xlsx", Path(folder) / "formula.xlsx"
        _write(values, rows, "zz")
        _write(formula, rows, "=1+1")
        found = {"ours": _best(lambda: _ours(values)), "ours, by openpyxl": _best(lambda: _ours(formula), 1),
                 "calamine alone": _best(lambda: _calamine(values))}
    for way, seconds in found.items():
        times = seconds / found["calamine alone"]
        print(f"{way:<20}{rows / seconds:>10,.0f} rows a processor second, {times:.1f} times as long as calamine alone")


def _best(work: Callable[[], None], times: int = 3) -> float:
    """The processor seconds of the quickest of some."""
    return min(_timed(work) for _ in range(times))


def _timed(work: Callable[[], None]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _ours(path: Path) -> None:
    for piece in pieces(path):
        read(piece)


def _calamine(path: Path) -> None:
    with path.open("rb") as source:
        CalamineWorkbook.from_filelike(source).get_sheet_by_index(0).to_python()


def _write(path: Path, rows: int, last: str) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Episodes")
    for line in _lines(rows, last):
        sheet.append(line)
    book.save(path)


def _lines(rows: int, last: str) -> Iterator[list]:
    yield [f"COLUMN_{place}" for place in range(13)]
    for row in range(rows):
        day = FIRST + dt.timedelta(days=row % 2_000)
        yield [f"zz-{row:06}", day, "ABC"[row % 3], "N1", row, day + dt.timedelta(days=20), "E92000001",
               "P" if row % 2 else None, row / 7, "K1", row % 18, bool(row % 2), last if row == rows - 1 else "GH1 2AA"]


if __name__ == "__main__":
    main()
