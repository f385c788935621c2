"""A file as text: CSV, zipped CSV, a workbook, Parquet or the 903's XML, every cell as it stands in the file.

A file holds one piece or several: a zip its members, a workbook its sheets, the 903's XML its tables. Nothing is
converted but what a workbook or a Parquet file holds as a day, a number or a truth value, which is written out as text.
A row whose cells are all empty is no row. No message repeats what a cell holds.
"""

import hashlib
import re
import zipfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import pandas as pd

from wayforward.reading import archive, delimited, limits, parquet, workbook, xml903
from wayforward.reading.file_names import split_year
from wayforward.reading.limits import MOST_ROWS
from wayforward.reading.problems import LINE, Problem, Unreadable, lines_of
from wayforward.reading.text import Text

CSV, ZIP, WORKBOOK, PARQUET, XML = ".csv", ".zip", ".xlsx", ".parquet", ".xml"
KINDS = (CSV, ZIP, WORKBOOK, PARQUET, XML)
STARTS = {b"PK\x03\x04": "a zip file or a workbook", b"PAR1": "a Parquet file", b"%PDF": "a PDF",
          b"\x1f\x8b": "a gzip file", b"\xd0\xcf\x11\xe0": "a workbook of the old kind (.xls) or with a password",
          b"{\\rtf": "a word processor's text"}
EXPECTED = {ZIP: b"PK", WORKBOOK: b"PK", PARQUET: b"PAR1"}


@dataclass(frozen=True)
class Piece:
    """A table within a file.

    names    what it may be called, the likeliest first: the member, sheet or table, and the file's own name; without
             the year
    year     the year the return ends in, as the name says it; None where it says none
    inside   the member, sheet or table; None where the file is one table
    hidden   whether it is a sheet that is not shown
    """

    path: Path
    names: tuple[str, ...]
    year: int | None
    inside: str | None = None
    hidden: bool = False

    @property
    def kind(self) -> str:
        return self.path.suffix.lower()


def own_name(path: Path) -> tuple[str, int | None]:
    """What a file's own name says it is, and of which year: "oc3_2025.csv.zip" is oc3_ and 2025."""
    return split_year(re.sub(r"\.csv$", "", path.stem, flags=re.IGNORECASE))


def pieces(path: Path) -> list[Piece]:
    """The tables within a file, without reading their rows; none for a file of another kind.

    Raises Unreadable where the file cannot be opened or is not what its name says.
    """
    path = Path(path)
    kind = path.suffix.lower()
    if kind not in KINDS:
        return []
    own, year = own_name(path)
    with _telling(path):
        if kind in (CSV, PARQUET):
            return [Piece(path, (own,), year)]
        _check_start(path)
        if kind == XML:
            return [Piece(path, (name,), year, name) for name in xml903.tables(path)]
        _check_size(path)
        if kind == ZIP:
            return _parts(path, {name: PurePosixPath(name).stem for name in _members(path)}, own, year)
        sheets = workbook.sheets(path)
    shown = {name: name for name, hidden in sheets.items() if not hidden}
    hidden = {name: name for name in sheets if name not in shown}
    return [*_parts(path, shown, own, year),
            *(replace(each, hidden=True) for each in _parts(path, hidden, "" if shown else own, year))]


def _parts(path: Path, stems: dict[str, str], own: str, year: int | None) -> list[Piece]:
    """Members or sheets; one alone goes by the file's own name too: of a sheet, before its own."""
    alone = (own,) if len(stems) == 1 and own else ()
    parts = [(name, *split_year(stem)) for name, stem in stems.items()]
    return [Piece(path, (*alone, stem) if path.suffix.lower() == WORKBOOK else (stem, *alone), part or year, name)
            for name, stem, part in parts]


def rows(piece: Piece, most_rows: int = MOST_ROWS, names: Collection[str] = ()) -> pd.DataFrame:
    """The rows of a piece as text, an empty cell ""; Unreadable wherever `read` refuses anything."""
    text = read(piece, most_rows, names)
    refused = [problem for problem in text.problems if problem.severity == "refuse"]
    if refused:
        raise Unreadable(*refused)
    return text.rows


def read(piece: Piece, most_rows: int = MOST_ROWS, names: Collection[str] = ()) -> Text:
    """The rows of a piece as text; none where it holds headings alone, which says that there is nobody.

    names   the headings looked for, where lines of other things may stand above them (see headings.known)

    Raises Unreadable for a file that is not what its name says, is damaged, empty, of another delimiter, or has more
    rows than `most_rows`. Of one that has rows longer than its headings, or cells without any, the rest is read and
    its problems refuse it.
    """
    readers: dict[str, Callable] = {CSV: delimited.rows, ZIP: delimited.rows, WORKBOOK: workbook.rows,
                                    PARQUET: parquet.rows, XML: xml903.rows}
    with _telling(piece.path):
        _check_start(piece.path)
        _check_size(piece.path)
        opened = partial(_opened, piece) if piece.kind in (CSV, ZIP) else piece.path
        text = readers[piece.kind](opened, piece.inside, most_rows, names)
        kept, nameless = _named(_filled(text.rows))
        return replace(text, rows=kept, problems=(*text.problems, *nameless, *limits.long_cells(kept)))


def digest(piece: Piece) -> str:
    """The sha256 of a zip's member, or else of the whole file."""
    with _telling(piece.path), _opened(piece) as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def size(piece: Piece) -> int:
    """Bytes of a zip's member, or else of the whole file."""
    with _telling(piece.path):
        if piece.kind != ZIP:
            return piece.path.stat().st_size
        with zipfile.ZipFile(piece.path) as packed:
            return packed.getinfo(piece.inside).file_size


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Whatever goes wrong is told in plain words, with nothing of the file's content."""
    try:
        if path.exists() and not path.is_file():        # a pipe would be waited for
            raise Unreadable(Problem("refuse", "cannot be opened: no file", action="put a file in its place"))
        yield
    except (Unreadable, MemoryError):
        raise
    except PermissionError:
        raise Unreadable(Problem("refuse", "no permission to read it", action="give permission to read it")) from None
    except OSError as error:
        raise Unreadable(Problem("refuse", f"cannot be opened ({error.strerror or 'damaged'})",
                                 action="put a readable file in its place")) from None
    except Exception:       # whatever a format's library makes of a damaged file; its message may hold cells
        raise Unreadable(Problem("refuse", f"cannot be read as {path.suffix.lower()[1:]}: damaged or cut off",
                                 action="fetch or export the file again, whole")) from None


@contextmanager
def _opened(piece: Piece) -> Iterator[BinaryIO]:
    if piece.kind != ZIP:
        with piece.path.open("rb") as source:
            yield source
        return
    with zipfile.ZipFile(piece.path) as packed:
        if packed.getinfo(piece.inside).flag_bits & 1:
            raise Unreadable(Problem("refuse", "locked with a password", action="unlock it"))
        with archive.opened(packed, piece.inside) as source:
            yield source


def _members(path: Path) -> list[str]:
    """The CSV files in a zip; what a Mac or Windows puts beside them, and folders, are none."""
    with zipfile.ZipFile(path) as packed:
        names = [name for name in packed.namelist() if not name.endswith("/") and "__MACOSX" not in name
                 and not PurePosixPath(name).name.startswith(".")]
    if any(PurePosixPath(name).suffix.lower() != CSV for name in names) or not names:
        raise Unreadable(Problem("refuse", "a zip that holds other things than CSV files",
                                 action="put only CSV files in a zip, and other files beside it"))
    return names


def _check_start(path: Path) -> None:
    """A file's first bytes must be those of the kind its name says."""
    with path.open("rb") as source:
        start = source.read(512)
    really = _really(start, path.suffix.lower())
    if really:
        raise Unreadable(Problem("refuse", f"not what its name says: it is really {really}",
                                 action="export it again as the kind its name says, or correct the name"))


def _really(start: bytes, kind: str) -> str | None:
    if not start.strip(b"\xef\xbb\xbf\r\n\t \0"):
        raise Unreadable(Problem("refuse", "an empty file", action="export it again"))
    if start.startswith(EXPECTED.get(kind, b"\0\0")):
        return None
    for magic, name in STARTS.items():
        if start.startswith(magic):
            return name
    if start.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"<"):
        return None if kind == XML else "a web page (HTML) or XML"
    return None if kind in (CSV, XML) else "something else"


def _check_size(path: Path) -> None:
    kind = path.suffix.lower()
    if kind in (ZIP, WORKBOOK):
        archive.check_size(path, limits.MOST_BOOK_BYTES if kind == WORKBOOK else limits.MOST_BYTES)
    elif path.stat().st_size > limits.MOST_BYTES:
        raise limits.beyond(f"more than {limits.MOST_BYTES:,} bytes")


def _filled(found: pd.DataFrame) -> pd.DataFrame:
    """Without rows that are wholly empty."""
    blank = _blank(found)
    kept = found[~blank]
    return kept if found.index.name == LINE else kept.reset_index(drop=True)


def _blank(found: pd.DataFrame) -> pd.Series:
    """Which rows are wholly empty."""
    blank = pd.Series(found.shape[1] > 0, found.index)
    for position in range(found.shape[1]):
        if not blank.any():
            break           # at the first column, as a rule
        blank &= found.iloc[:, position].eq("")
    return blank


def _named(found: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Without the columns that have no heading, as a comma at the end of each line makes them; refused where they have
    cells."""
    nameless = [heading == "" for heading in found.columns]
    if not any(nameless):
        return found, []
    filled = found.index[~_blank(found.loc[:, nameless])]
    told = [Problem("refuse", "cells without a heading", rows=len(filled), lines=lines_of(filled),
                    action="give every column its heading")] if len(filled) else []
    return found.loc[:, [not each for each in nameless]], told
