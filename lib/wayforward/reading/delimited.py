"""A CSV file as text: every cell as it stands, under its heading, each row with the line on which it begins.

What a sound file is not is either harmless, then mended and told, or refused with its lines:
    encoding        UTF-8; else UTF-16 where a mark at the start says so; else Windows-1252, or else latin-1
    above           lines above the headings are passed over (see `headings`)
    empty cells     beyond the headings are cut off
    short rows      lack their last cells, which are taken for empty; `ragged_rows` says of which that is doubtful
    longer rows     are refused, for a comma stands in a cell without quotation marks; the others are read, so that
                    whatever else is wrong is told, too
    the end         the byte 0x1A, with which old systems end a file, is no cell; a last line that is short and does
                    not end was cut off, and is refused
"""

import codecs
import csv
import io
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from wayforward.reading import archive, headings, limits
from wayforward.reading.headings import Headings
from wayforward.reading.problems import LINE, Problem, Unreadable, lines_of, too_many
from wayforward.reading.text import Mended, Text

AT_ONCE = 1 << 26                   # bytes that are parsed at once: columns in few chunks are quicker
END = b"\x1a\0\r\n"                  # what may stand behind the last cell and is none of it
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
PARTED = {";": "semicolons", "\t": "tabs", "|": "upright bars"}
SAVE = "save it as CSV UTF-8 (comma delimited)"

Cells = dict[int, list[str]]        # by line


class _Content(NamedTuple):
    """A file's content in UTF-8 without what is none of it, how many lines it has, and whether the last line ends."""

    content: bytes
    lines: int
    ends: bool

    def numbered(self) -> Iterator[tuple[int, list[str]]]:
        """Each row's cells with the line on which it begins."""
        reader, line = csv.reader(io.TextIOWrapper(io.BytesIO(self.content), "utf-8", newline="")), 1
        try:
            for cells in reader:
                yield line, cells
                line = reader.line_num + 1
        except csv.Error:       # a cell longer than it takes
            raise Unreadable(Problem("refuse", f"a cell of more than {limits.MOST_TEXT:,} letters", lines=(line,),
                                     action="see whether a quotation mark is missing, or shorten the text")) from None


def rows(opened: Callable, inside: str | None, most_rows: int, names: Collection[str] = ()) -> Text:
    """The rows under their headings. `opened` opens the file, `names` are the headings looked for; Unreadable with all
    that stands against the file."""
    with opened() as source:
        encoded, told = _in_utf8(b"".join(archive.chunks(source)))
    whole = _content(encoded)
    _check_lines(whole.content)
    top = _headings(whole, names)
    limits.check_shape(min(whole.lines, most_rows), len(top.names))
    table = _at_once(whole, top, most_rows)
    found = _line_by_line(whole, top, most_rows) if table is None else Text(table)
    return replace(found, problems=(*told, *top.problems, *found.problems))


def _check_lines(content: bytes) -> None:
    """Unreadable where a line is so long that it is none; it looks from one end of a line to the last that is near."""
    at = 0
    while len(content) - at > limits.MOST_SILENT:
        piece = at, at + limits.MOST_SILENT
        at = max(content.rfind(end, *piece) for end in (b"\n", b"\r")) + 1
        if not at:
            raise limits.beyond(f"a line of more than {limits.MOST_SILENT:,} bytes",
                                "see whether it is a CSV file with line breaks, and export it again")


def _headings(whole: _Content, names: Collection[str]) -> Headings:
    if whole.content.count(b'"') % 2:
        raise Unreadable(Problem("refuse", "a quotation mark is opened and not closed",
                                 action="see whether the file was cut off, and export it again"))
    top = headings.find(whole.numbered(), names)
    if top is None:
        raise Unreadable(Problem("refuse", "an empty file", action="export it again"))
    _check_delimiter(whole, top, names)
    return top


def _in_utf8(raw: bytes) -> tuple[bytes, list[Problem]]:
    """The same text in UTF-8, and what is told of its encoding."""
    if raw.startswith(UTF16):
        return _decoded(raw, "utf-16").encode(), [_read_as("UTF-16", "none")]
    if b"\0" in raw.rstrip(END):
        raise Unreadable(Problem("refuse", "wrong encoding: not UTF-8, nor text at all", action=SAVE))
    if _is(raw, "utf-8"):
        lost = not raw.isascii() and "\N{REPLACEMENT CHARACTER}".encode() in raw
        return raw, [Problem("warn", "wrong encoding: letters were lost before the file came here", action=SAVE,
                             effect="words with accents cannot be told apart")] if lost else []
    encoding, name = ("cp1252", "Windows-1252") if _is(raw, "cp1252") else ("latin-1", "latin-1")
    return _decoded(raw, encoding).encode(), [_read_as(name, "letters with accents may read wrongly")]


def _read_as(encoding: str, effect: str) -> Problem:
    return Problem("warn", f"wrong encoding: not UTF-8, read as {encoding}", effect=effect, action=SAVE)


def _is(raw: bytes, encoding: str) -> bool:
    if raw.isascii():
        return True
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable(Problem("refuse", f"cannot be read as {encoding}: damaged or cut off",
                                 action="fetch or export the file again, whole")) from None


def _content(encoded: bytes) -> _Content:
    while encoded.startswith(codecs.BOM_UTF8):
        encoded = encoded.removeprefix(codecs.BOM_UTF8)
    behind = encoded[len(encoded.rstrip(END)):]
    content = encoded[:len(encoded) - len(behind)] + b"\n"
    lines = content.count(b"\n")
    return _Content(content, lines if lines > 1 else content.count(b"\r") + 1, any(sign in behind for sign in b"\r\n"))


def _check_delimiter(whole: _Content, top: Headings, names: Collection[str]) -> None:
    """Unreadable where headings are parted by another sign: those looked for, or a first line that is one cell."""
    if headings.named(top.names, names) >= headings.ENOUGH:
        return
    for sign, name in PARTED.items():
        parted = headings.find(((line, ",".join(cells).split(sign)) for line, cells in whole.numbered()), names)
        if headings.named(parted.names, names) >= headings.ENOUGH or (len(top.names) == 1 and sign in top.names[0]):
            raise Unreadable(*parted.problems, Problem(
                "refuse", f"wrong delimiter: cells are parted by {name}, not by commas",
                action="save it as CSV (comma delimited)"))


def _at_once(whole: _Content, top: Headings, most_rows: int) -> pd.DataFrame | None:
    """The rows where each has as many cells as there are headings; None where one has not."""
    uneven = []
    try:
        reader = pa.csv.open_csv(
            pa.BufferReader(whole.content),
            read_options=pa.csv.ReadOptions(column_names=[str(place) for place in range(len(top.names))],
                                            skip_rows=top.last, block_size=AT_ONCE),
            parse_options=pa.csv.ParseOptions(newlines_in_values=True,
                                              invalid_row_handler=lambda row: uneven.append(row) or "error"),
            convert_options=pa.csv.ConvertOptions(default_column_type=pa.large_string(), strings_can_be_null=False))
        batches = list(_up_to(most_rows, reader))
    except pa.ArrowInvalid:
        if uneven or whole.lines <= top.last:
            return None
        raise
    table = pa.Table.from_batches(batches, reader.schema)
    index = _begins(whole, top, len(table))
    return None if index is None else table.to_pandas().set_axis(top.names, axis="columns").set_axis(index)


def _up_to(most_rows: int, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    read = 0
    for batch in batches:
        read += batch.num_rows
        if read > most_rows:
            raise too_many(most_rows)
        yield batch


def _begins(whole: _Content, top: Headings, rows: int) -> pd.Index | None:
    """The line on which each row begins; None where line by line there are not as many rows."""
    if top.last + rows == whole.lines:      # each has one
        return pd.RangeIndex(top.last + 1, whole.lines + 1, name=LINE)
    begins = np.fromiter((line for line, cells in whole.numbered() if cells and line > top.line), dtype=int)
    return pd.Index(begins, name=LINE) if len(begins) == rows else None


def _line_by_line(whole: _Content, top: Headings, most_rows: int) -> Text:
    """The same of a file whose rows are not all as long as the headings; without those that are refused."""
    width, found, count = len(top.names), {}, 0
    for line, cells in whole.numbered():
        if line > top.line and any(map(str.strip, cells)):
            found[line], count = cells, count + max(len(cells), width)
            limits.check_shape(count, 1, limits.MOST_SINGLE_CELLS)
            if len(found) > most_rows:
                raise too_many(most_rows)
    longer = [line for line, cells in found.items() if any(map(str.strip, cells[width:]))]
    cut_off = [line for line, cells in list(found.items())[-1:] if len(cells) < width and not whole.ends]
    kept = {line: cells for line, cells in found.items() if line not in {*longer, *cut_off}}
    least = max((place for place, name in enumerate(top.names, 1) if name), default=width)
    short = {line: cells for line, cells in kept.items() if len(cells) < least}
    long = {line: cells for line, cells in kept.items() if len(cells) > width}
    table = pd.DataFrame([cells[:width] + [""] * (width - len(cells)) for cells in kept.values()], columns=top.names,
                         index=pd.Index(list(kept), name=LINE, dtype=int), dtype=str)
    mended = Mended(top.names, short | (long if _differ(long, kept) else {}))
    return Text(table, tuple(_length_problems(width, longer, cut_off, short, long)), mended)


def _length_problems(width: int, longer: list[int], cut_off: list[int], short: Cells, long: Cells) -> Iterator[Problem]:
    """What is told of lines of another length than the headings."""
    if longer:
        yield _of_lines(longer, "refuse", f"rows with more cells than the {width} headings",
                        action="put cells that hold a comma between quotation marks, give every column its heading, "
                               "and export it again")
    if cut_off:
        yield _of_lines(cut_off, "refuse", "the last line is cut off", action="fetch or export the file again, whole")
    if short:
        yield _of_lines(short, "warn", "rows without their last cells", effect="these cells are taken for empty",
                        action="if they are not, export it again")
    if long:
        yield _of_lines(long, "warn", "empty cells beyond the headings", effect="no figure changes",
                        action="take away the columns that have no heading")


def _of_lines(lines: Collection[int], severity: str, rule: str, **words: str) -> Problem:
    return Problem(severity, rule, rows=len(lines), lines=lines_of(pd.Index(list(lines), name=LINE)), **words)


def _differ(long: Cells, kept: Cells) -> bool:
    """Whether not all rows are longer by the same: in some, a comma may have parted one cell."""
    return len(long) < len(kept) or len({len(cells) for cells in long.values()}) > 1
