"""Small files that hold far more than they weigh."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

MB = 1 << 20
HEADINGS, ROW = b"CHILD,SEX,DOB\n", b"1,1,01/01/2010\n"
SHEET, STRINGS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHARED = (b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.'
          b'spreadsheetml.sharedStrings+xml"/></Types>')
SWELLING = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def zipped(path: Path, members: dict[str, list[bytes]]) -> Path:
    """An archive of members that are given in pieces."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, pieces in members.items():
            with archive.open(name, "w", force_zip64=True) as member:
                for piece in pieces:
                    member.write(piece)
    return path


def shared_book(path: Path, texts: list[bytes], lines: int, sheet: list[bytes] = (), doctype: bytes = b"") -> Path:
    """A workbook of headings and lines whose two cells share the last text."""
    book, saved = openpyxl.Workbook(), io.BytesIO()
    book.active.title = "header"
    book.save(saved)
    with zipfile.ZipFile(saved) as old:
        members = {name: [old.read(name)] for name in old.namelist()}
    members["[Content_Types].xml"] = [members["[Content_Types].xml"][0].replace(b"</Types>", SHARED)]
    members[STRINGS] = [b'<?xml version="1.0"?>', doctype, b"<sst ", MAIN, b">",
                        *(b"<si><t>%s</t></si>" % text for text in texts), b"</sst>"]
    cell = b'<c r="%s%d" t="s"><v>%d</v></c>'
    rows = [b'<row r="%d">%s%s</row>' % (line, cell % (b"A", line, min(2 * line - 2, 2)),
                                          cell % (b"B", line, min(2 * line - 1, 2))) for line in range(1, lines + 1)]
    members[SHEET] = [b'<?xml version="1.0"?><worksheet ', MAIN, b"><sheetData>", b"".join(rows), *sheet,
                      b"</sheetData></worksheet>"]
    return zipped(path, members)


def lying(path: Path, member: str, length: int) -> Path:
    """The same archive, whose directory says that a member ends after some bytes."""
    with zipfile.ZipFile(path) as archive, archive.open(member) as source:
        checksum = zlib.crc32(source.read(length + 1))
    raw = bytearray(path.read_bytes())
    at = raw.index(member.encode(), raw.index(b"PK\x01\x02")) - 46
    struct.pack_into("<I", raw, at + 16, checksum)
    struct.pack_into("<I", raw, at + 24, length)
    path.write_bytes(raw)
    return path


def xml(path: Path, *pieces: bytes) -> Path:
    path.write_bytes(b"<EXPSSDA903>" + b"".join(pieces) + b"</EXPSSDA903>")
    return path


def csv(path: Path, *pieces: bytes) -> Path:
    path.write_bytes(HEADINGS + b"".join(pieces))
    return path


def parquet(path: Path, columns: dict) -> Path:
    pq.write_table(pa.table(columns), path, compression="zstd")
    return path


def shared_text(rows: int, letters: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), ["x" * letters])


def make_all(folder: Path) -> None:
    """One of each kind, some megabytes at most, that would come to some hundreds."""
    many, space, texts = [ROW * 70_000] * 300, [b" " * MB] * 300, [b"CHILD", b"SEX", b"x"]
    zipped(folder / "many rows.zip", {"header.csv": [HEADINGS, *many]})
    lying(zipped(folder / "more than it says.zip", {"header.csv": [HEADINGS, *many]}), "header.csv", 44)
    shared_book(folder / "space.xlsx", texts, 3, space)
    lying(shared_book(folder / "more than it says.xlsx", texts, 3, space), SHEET, 1_000)
    shared_book(folder / "shared.xlsx", [b"CHILD", b"SEX", b"x" * 32_000], 32_000)
    shared_book(folder / "far.xlsx", texts, 3, [b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (line, line)
                                                for line in range(4, 400)])
    xml(folder / "long.xml", b"<CHILD><HEADER><CHILDID>", b"x" * 30 * MB, b"</CHILDID></HEADER></CHILD>")
    xml(folder / "others.xml", b'<X a="1"/>' * (MB // 2))
    xml(folder / "deep.xml", b"<CHILD>", b"<EPISODE/>" * MB, b"</CHILD>")
    csv(folder / "line.csv", b"x" * 30 * MB)
    csv(folder / "columns.csv", b",".join([b"1"] * MB))
    csv(folder / "short rows.csv", b"1,1\n" * 2 * MB)
    parquet(folder / "shared.parquet", {"CHILD": shared_text(100_000, 30_000)})
    parquet(folder / "long.parquet", {"CHILD": ["x" * 30 * MB]})


def declared(content: bytes) -> bytes:
    """XML with a document type before its first element."""
    head, mark, tail = content.partition(b"?>")
    return b'<?xml version="1.0"?>' + SWELLING + (tail if mark and head.startswith(b"<?xml") else content)


def respelt(path: Path, to: Path, part: str, change) -> Path:
    """A copy of an archive with one member changed."""
    with zipfile.ZipFile(path) as old:
        return zipped(to, {name: [change(old.read(name)) if name == part else old.read(name)]
                           for name in old.namelist()})
