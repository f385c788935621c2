"""A file as text: CSV, zipped CSV, a workbook, Parquet or the 903's XML, every cell as it stands in the file.

A file holds one piece or several: a zip its members, a workbook its sheets, the 903's XML its tables. Nothing is
converted but what a workbook or a Parquet file holds as a day, a number or a truth value, which is written out as text.
A row whose cells are all empty is no row. No message repeats what a cell holds.
"""

import codecs
import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import pandas as pd
import pyarrow as pa
import pyarrow.csv

from wayforward.returns import parquet, workbook, xml903
from wayforward.returns.problems import Problem, Unreadable, too_many

MOST_BYTES = 2_000_000_000          # unpacked
MOST_ROWS = 5_000_000
BLOCK = 1 << 20
AT_ONCE = 1 << 26                   # bytes of a CSV that are parsed at once: columns in few chunks are quicker
CSV, ZIP, WORKBOOK, PARQUET, XML = ".csv", ".zip", ".xlsx", ".parquet", ".xml"
KINDS = (CSV, ZIP, WORKBOOK, PARQUET, XML)
STARTS = {b"PK\x03\x04": "a zip file or a workbook", b"PAR1": "a Parquet file", b"%PDF": "a PDF",
          b"\x1f\x8b": "a gzip file", b"\xd0\xcf\x11\xe0": "a workbook of the old kind (.xls) or with a password",
          b"{\\rtf": "a word processor's text"}
EXPECTED = {ZIP: b"PK", WORKBOOK: b"PK", PARQUET: b"PAR1"}

# A day in a name says when a file was made, not of which year it is.
DAY = re.compile(r"(?<!\d)(20\d\d[-_. ]?(0[1-9]|1[0-2])[-_. ]?(0[1-9]|[12]\d|3[01])"
                 r"|(0[1-9]|[12]\d|3[01])[-_. ](0[1-9]|1[0-2])[-_. ]20\d\d)(?!\d)")
YEAR = re.compile(r"(?<!\d)(20\d\d)(?:[-_/. ]{0,3}(\d{4}|\d\d))?(?!\d)")


@dataclass(frozen=True)
class Piece:
    """A table within a file.

    names    what it may be called, the likeliest first: the member, sheet or table, and the file's own name; without
             the year
    year     the year the return ends in, as the name says it; None where it says none
    inside   the member, sheet or table; None where the file is one table
    """

    path: Path
    names: tuple[str, ...]
    year: int | None
    inside: str | None = None

    @property
    def kind(self) -> str:
        return self.path.suffix.lower()


@dataclass(frozen=True)
class Text:
    """What a piece holds: every cell text, an empty one "". `problems` do not hinder the reading."""

    rows: pd.DataFrame
    problems: tuple[Problem, ...] = ()


def split_year(name: str) -> tuple[str, int | None]:
    """A name without the year in it, and the year it ends in: "Episodes_2024-25" is 2025, "ks4_2025" too."""
    without_day = DAY.sub("", name)
    for match in YEAR.finditer(without_day):
        first, second = int(match[1]), match[2]
        if not second or str(first + 1).endswith(second):
            return without_day[:match.start()] + without_day[match.end():], first + bool(second)
    return without_day, None


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
        inner = workbook.sheets(path) if kind == WORKBOOK else _members(path)
    parts = [(name, *split_year(PurePosixPath(name).stem if kind == ZIP else name)) for name in inner]
    alone = (own,) if len(parts) == 1 else ()
    return [Piece(path, (*alone, stem) if kind == WORKBOOK else (stem, *alone), part or year, name)
            for name, stem, part in parts]


def rows(piece: Piece, most_rows: int = MOST_ROWS) -> pd.DataFrame:
    """The rows of a piece as text, an empty cell ""; see `read`."""
    return read(piece, most_rows).rows


def read(piece: Piece, most_rows: int = MOST_ROWS) -> Text:
    """The rows of a piece as text.

    Raises Unreadable for a file that is not what its name says, is damaged, empty, of another delimiter or encoding,
    has rows longer or shorter than its heading or cells without a heading, or more rows than `most_rows`.
    """
    readers: dict[str, Callable] = {CSV: _csv, ZIP: _csv, WORKBOOK: workbook.rows, PARQUET: parquet.rows,
                                    XML: xml903.rows}
    with _telling(piece.path):
        _check_start(piece.path)
        _check_size(piece.path)
        opened = partial(_opened, piece) if piece.kind in (CSV, ZIP) else piece.path
        found, problems = readers[piece.kind](opened, piece.inside, most_rows)
        kept = _named(_filled(found))
    if kept.empty and piece.kind != XML:        # of a whole return, a table may hold nobody
        raise Unreadable(Problem("refuse", "an empty file", action="export it again, or take it away if there is "
                                                                   "nothing to return"))
    return Text(kept, tuple(problems))


def digest(piece: Piece) -> str:
    """The sha256 of a zip's member, or else of the whole file."""
    with _telling(piece.path), _opened(piece) as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def size(piece: Piece) -> int:
    """Bytes of a zip's member, or else of the whole file."""
    with _telling(piece.path):
        if piece.kind != ZIP:
            return piece.path.stat().st_size
        with zipfile.ZipFile(piece.path) as archive:
            return archive.getinfo(piece.inside).file_size


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
    with zipfile.ZipFile(piece.path) as archive:
        if archive.getinfo(piece.inside).flag_bits & 1:
            raise Unreadable(Problem("refuse", "locked with a password", action="unlock it"))
        with archive.open(piece.inside) as source:
            yield source


def _members(path: Path) -> list[str]:
    """The CSV files in a zip; what a Mac or Windows puts beside them, and folders, are none."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/") and "__MACOSX" not in name
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
    unpacked = path.stat().st_size
    if path.suffix.lower() in (ZIP, WORKBOOK):
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    if unpacked > MOST_BYTES:
        raise Unreadable(Problem("refuse", f"larger than {MOST_BYTES:,} bytes when unpacked",
                                 action="check that it is the right file"))


def _filled(found: pd.DataFrame) -> pd.DataFrame:
    """Without rows that are wholly empty."""
    blank = _blank(found)
    return found[~blank].reset_index(drop=True) if blank.any() else found


def _blank(found: pd.DataFrame) -> pd.Series:
    """Which rows are wholly empty."""
    blank = pd.Series(found.shape[1] > 0, found.index)
    for position in range(found.shape[1]):
        if not blank.any():
            break           # at the first column, as a rule
        blank &= found.iloc[:, position].eq("")
    return blank


def _named(found: pd.DataFrame) -> pd.DataFrame:
    """Without the columns that have neither heading nor cells, as a comma at the end of each line makes them."""
    nameless = [heading == "" for heading in found.columns]
    if not any(nameless):
        return found
    filled = ~_blank(found.loc[:, nameless])
    if filled.any():
        raise Unreadable(Problem("refuse", "cells without a heading", rows=int(filled.sum()),
                                 action="give every column its heading"))
    return found.loc[:, [not each for each in nameless]]


def _csv(opened: Callable, inside: str | None, most_rows: int) -> tuple[pd.DataFrame, list[Problem]]:
    with opened() as source:
        encoding, problems = _encoding(source)
    with opened() as source, io.TextIOWrapper(source, encoding, newline="") as text:
        headings, before, more = _heading(text)
    if not more:
        return pd.DataFrame(columns=headings, dtype=str), problems
    uneven = []
    with opened() as source:
        reader = pa.csv.open_csv(
            source,
            read_options=pa.csv.ReadOptions(column_names=[str(place) for place in range(len(headings))],
                                            skip_rows_after_names=before + 1, block_size=AT_ONCE,
                                            encoding=encoding.removesuffix("-sig")),
            parse_options=pa.csv.ParseOptions(
                newlines_in_values=True, invalid_row_handler=lambda row: uneven.append(row.actual_columns) or "skip"),
            convert_options=pa.csv.ConvertOptions(default_column_type=pa.large_string(), strings_can_be_null=False))
        batches = list(_up_to(most_rows, reader))
    if uneven:
        raise Unreadable(Problem("refuse", f"rows with more or fewer cells than the {len(headings)} headings",
                                 rows=len(uneven), action="see whether the file was cut off or edited by hand, and "
                                                          "export it again"))
    table = pa.Table.from_batches(batches, reader.schema)
    return table.to_pandas().set_axis(headings, axis="columns"), problems


def _up_to(most_rows: int, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    read = 0
    for batch in batches:
        read += batch.num_rows
        if read > most_rows:
            raise too_many(most_rows)
        yield batch


def _encoding(source: BinaryIO) -> tuple[str, list[Problem]]:
    """UTF-8, or else latin-1, in which every byte is some letter; and what the bytes say against the file."""
    decoder, lost, marks, broken = codecs.getincrementaldecoder("utf-8")(), 0, 0, False
    while block := source.read(BLOCK):
        marks += block.count(b'"')
        if b"\0" in block:
            raise Unreadable(Problem("refuse", "wrong encoding: not UTF-8, nor text at all",
                                     action="save it as CSV UTF-8 (comma delimited)"))
        try:
            lost += 0 if broken else decoder.decode(block).count("\N{REPLACEMENT CHARACTER}")
        except UnicodeDecodeError:
            broken = True
    if marks % 2:
        raise Unreadable(Problem("refuse", "a quotation mark is opened and not closed",
                                 action="see whether the file was cut off, and export it again"))
    told = []
    if broken or decoder.getstate()[0]:
        return "latin-1", [Problem("warn", "wrong encoding: not UTF-8, read as latin-1",
                                   effect="letters with accents may read wrongly",
                                   action="save it as CSV UTF-8 (comma delimited)")]
    if lost:
        told = [Problem("warn", "wrong encoding: letters were lost before the file came here",
                        effect="words with accents cannot be told apart", action="export it again as CSV UTF-8")]
    return "utf-8-sig", told


def _heading(text: io.TextIOWrapper) -> tuple[list[str], int, bool]:
    """The headings, how many empty lines stand before them, and whether anything comes after."""
    lines = csv.reader(text)
    before = 0
    while not (headings := next(lines)):
        before += 1
    marks = [mark for mark in (";", "\t", "|") if len(headings) == 1 and mark in headings[0]]
    if marks:
        name = {";": "semicolons", "\t": "tabs", "|": "upright bars"}[marks[0]]
        raise Unreadable(Problem("refuse", f"wrong delimiter: cells are parted by {name}, not by commas",
                                 action="save it as CSV (comma delimited)"))
    return [heading.strip() for heading in headings], before, any(lines)
