"""Spreadsheets and documents: the tables of their sheets, hidden ones too, and their words, notes and properties.

They are opened as zips of XML, read to a limit, and refused where they declare entities.
"""

import io
import re
import zipfile
from xml.etree import ElementTree

from openpyxl import load_workbook

from wayforward.attack.pages import ANY, Table, Text, table

MOST_BYTES = 200_000_000    # of one file, unpacked
MOST_REPEATED = 1_000       # cells or rows that a file says once
DECLARED = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
PROPERTIES = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml", "meta.xml")
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


class Unreadable(Exception):
    """A file that cannot be read safely, or not at all."""


def read_workbook(raw: bytes, file: str) -> tuple[list[Table], list[Text]]:
    """The sheets, comments and properties of an .xlsx file."""
    whole = _opened(raw)
    try:
        book = load_workbook(io.BytesIO(raw), data_only=True)
    except (ValueError, KeyError, TypeError) as error:
        raise Unreadable(str(error)) from error
    found, texts = [], _properties(whole, file)
    for sheet in book.worksheets:
        rows = [[_told(cell.value) for cell in row] for row in sheet.iter_rows()]
        found += sheet_tables(file, sheet.title, rows)
        texts += [Text(file, f"a comment of {sheet.title}", cell.comment.text) for row in sheet.iter_rows()
                  for cell in row if cell.comment]
        texts += _sentences(file, sheet.title, rows)
    return found, texts


def read_opendocument(raw: bytes, file: str) -> tuple[list[Table], list[Text]]:
    """The sheets, notes and properties of an .ods file; of an .odt file the same."""
    whole = _opened(raw)
    root = _parsed(whole, "content.xml")
    found, texts = [], _properties(whole, file)
    for sheet in root.iter(f"{TABLE}table"):
        title = sheet.get(f"{TABLE}name") or ""
        rows = [_row(row) for row in sheet.iter(f"{TABLE}table-row")]
        found += sheet_tables(file, title, rows)
        texts += _sentences(file, title, rows)
    return found, texts + [Text(file, "a paragraph", said) for each in root.iter() if each.tag.endswith(("}p", "}h"))
                           if (said := _all_words(each))]


def read_document(raw: bytes, file: str) -> tuple[list[Table], list[Text]]:
    """The tables, paragraphs, alternative texts and properties of a .docx file."""
    whole = _opened(raw)
    texts, found = _properties(whole, file), []
    for part in [name for name in whole.namelist() if name.startswith("word/") and name.endswith(".xml")]:
        root = _parsed(whole, part)
        found += [made for each in _tagged(root, "tbl") if (made := table(
            file, "", ANY, [[_all_words(cell) for cell in _tagged(row, "tc")] for row in _tagged(each, "tr")]))]
        texts += [Text(file, "a paragraph", said) for each in _tagged(root, "p") if (said := _all_words(each))]
        texts += [Text(file, "an alternative text", each.get(name)) for each in _tagged(root, "docPr")
                  for name in ("descr", "title") if each.get(name)]
    return found, texts


def sheet_tables(file: str, title: str, rows: list[list[str]]) -> list[Table]:
    """The tables of a sheet: blocks of rows between empty ones; a row of one cell is the title of what follows."""
    blocks, block = [], []
    for row in [*rows, []]:
        if any(row):
            block.append(_without_end(row))
        elif block:
            blocks.append(block)
            block = []
    titled = [[[title], *each] if len(each[0]) > 1 else each for each in blocks]
    return [made for each in titled if (made := table(file, "", ANY, _wide(each)))]


def _wide(block: list[list[str]]) -> list[list[str]]:
    """A block with its rows as wide as its headings: what is empty at a row's end is not told."""
    head, columns, *rows = block if len(block) > 1 else [*block, []]
    return [head, columns, *([*row, *["–"] * (len(columns) - len(row))] for row in rows if len(row) > 1)]


def _without_end(row: list[str]) -> list[str]:
    last = max((place for place, cell in enumerate(row) if cell), default=-1)
    return row[:last + 1]


def _sentences(file: str, title: str, rows: list[list[str]]) -> list[Text]:
    return [Text(file, f"a cell of {title}", cell) for row in rows for cell in row if " " in cell]


def _told(value) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) and value.is_integer() else str(value)


def _row(row: ElementTree.Element) -> list[str]:
    cells = []
    for cell in row:
        times = min(int(cell.get(f"{TABLE}number-columns-repeated") or 1), MOST_REPEATED)
        cells += [_all_words(cell)] * times
    return _without_end(cells)


def _opened(raw: bytes) -> zipfile.ZipFile:
    """A zip that is not larger than it may be, and declares no entities."""
    try:
        whole = zipfile.ZipFile(io.BytesIO(raw))
    except zipfile.BadZipFile as error:
        raise Unreadable("no zip") from error
    if sum(part.file_size for part in whole.infolist()) > MOST_BYTES:
        raise Unreadable(f"more than {MOST_BYTES:,} bytes when unpacked")
    for name in whole.namelist():
        if name.endswith((".xml", ".rels")) and DECLARED.search(whole.read(name)):
            raise Unreadable(f"{name} declares entities")
    return whole


def _parsed(whole: zipfile.ZipFile, name: str) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(whole.read(name))
    except (KeyError, ElementTree.ParseError) as error:
        raise Unreadable(f"{name} is missing, or no XML") from error


def _properties(whole: zipfile.ZipFile, file: str) -> list[Text]:
    """What a file says of itself: "creator: …"."""
    return [Text(file, "the file's properties", f"{each.tag.rpartition('}')[2]}: {each.text.strip()}")
            for name in PROPERTIES if name in whole.namelist() for each in _parsed(whole, name).iter()
            if each.text and each.text.strip()]


def _tagged(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [each for each in root.iter() if each.tag.endswith("}" + name)]


def _all_words(element: ElementTree.Element) -> str:
    return " ".join("".join(element.itertext()).split())
