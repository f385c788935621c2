"""How much a file may hold. Small files can be made that unpack to more than any memory: they are refused before.

Every limit is far beyond what a return of a whole country needs, but what a workbook itself allows in a cell.
"""

from collections.abc import Iterator

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from wayforward.reading.problems import Problem, Unreadable, lines_of

MOST_BYTES = 2_000_000_000          # of a file, unpacked
MOST_BOOK_BYTES = 500_000_000       # of a workbook, whose cells take the most memory
MOST_RATIO = 100                    # unpacked bytes to a packed one: returns have 5 to 30
UNSUSPECTED = 20_000_000            # unpacked bytes, whatever the ratio
MOST_ROWS = 5_000_000
MOST_COLUMNS = 1_000
MOST_CELLS = 100_000_000            # of columns of text, which take 8 bytes a cell and more
MOST_BOOK_CELLS = 10_000_000        # of a sheet, which take 100 bytes each
MOST_SINGLE_CELLS = 5_000_000       # of rows that are mended, or a sheet of formulas, read one by one
MOST_TEXT = 32_767                  # letters of a cell: what a workbook allows
MOST_SILENT = 1_000_000             # bytes of a line, or of XML in which no element begins or ends
CHUNK = 1 << 18

RIGHT_FILE = "check that it is the right file"


def beyond(what: str, action: str = RIGHT_FILE) -> Unreadable:
    """A file beyond a limit, told as "more than …"."""
    return Unreadable(Problem("refuse", f"{what}, far more than a file of this kind has", action=action))


def check_unpacked(unpacked: int, packed: int, most: int) -> None:
    """Unreadable where a file says that it unpacks to too much, or to so much of so little as no return does."""
    if unpacked > most:
        raise beyond(f"larger than {most:,} bytes when unpacked", f"{RIGHT_FILE}, and save a large workbook as CSV")
    if unpacked > max(UNSUSPECTED, MOST_RATIO * packed):
        raise beyond(f"more than {MOST_RATIO} times as large when unpacked",
                     f"{RIGHT_FILE}, and deliver what it holds unpacked")


def check_shape(rows: int, columns: int, most: int = MOST_CELLS) -> None:
    """Unreadable where a table has too many columns or cells."""
    if columns > MOST_COLUMNS:
        raise beyond(f"more than {MOST_COLUMNS:,} columns")
    if rows * columns > most:
        raise beyond(f"more than {most:,} cells", f"{RIGHT_FILE}, and deliver it in parts, as CSV")


def long_cells(found: pd.DataFrame) -> Iterator[Problem]:
    """A refusal for each column with cells that are longer than any program should have let in."""
    for place, name in enumerate(found.columns):
        column = found.iloc[:, place]
        if (pc.max(pc.binary_length(pa.array(column, pa.large_string()))).as_py() or 0) <= MOST_TEXT:
            continue            # bytes are quick to count, letters are not
        long = found.index[column.str.len() > MOST_TEXT]
        if len(long):
            yield Problem("refuse", f"cells of more than {MOST_TEXT:,} letters", column=name[:100], rows=len(long),
                          lines=lines_of(long), action="see whether a quotation mark is missing, or shorten the text")
