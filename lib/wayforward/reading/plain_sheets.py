"""Sheets of plain values, read fast.

calamine reads values some twenty times as fast as openpyxl, but neither formulas nor how a number is shown, and an
error is an empty cell to it. So a sheet's own XML is looked through first: what may hold more than plain values, or
values that the two might write out differently, is Doubtful here, and left to openpyxl.
"""

import datetime as dt
import math
import posixpath
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

from openpyxl.styles.numbers import BUILTIN_FORMATS
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from wayforward.reading import archive, limits

Members = dict[str, bytes]          # by name

BOOK, STYLES, STRINGS = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"
RELATIONS, ROOT = "xl/_rels/workbook.xml.rels", "_rels/.rels"
PARTS = (ROOT, BOOK, RELATIONS, STYLES, STRINGS)       # of every workbook, beside its sheets
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

ZEROS = re.compile(r'(?:\[[^]]*\])*(?:"(?P<before>[^"]*)")?(?P<zeros>0+)(?:_.)?')     # [$-809]"X"00000_)
DAY = re.compile(r"(\[\$-\w+\])?[dmyhs/:. \\,-]+(AM/PM)?(;@)?")
BESIDE = re.compile(r'"[^"]*"|\[(\$[^]]*|Red)\]|[\\_*].')      # what a format shows beside the number
LETTERS = re.compile(r"[dmyhsebg[]", re.IGNORECASE)             # of days, and of powers of ten

FORMULA, ERROR, DAY_AS_TEXT = b"<f", b't="e"', b't="d"'
UNUSUAL = ((b"'", b"='"), (b"!", b"<!"), (b"\r", b"\r"),       # XML of which only a parser can tell what it says
           (b" ", b" </"), (b"\t", b"\t</"), (b"\n", b"\n</"))   # calamine drops space at the ends of texts
BEGINS = re.compile(rb"<[tv]>\s")
ESCAPE = re.compile(rb"x[0-9A-Fa-f]{4}_")           # _x000D_
WIDE = re.compile(rb'<c r="([A-Z]{2,})')
ROW = re.compile(rb'<row r="(\d+)"')
VALUE = re.compile(rb"<v>[^<]|<t(?: [^<>]*)?>[^<]")
EMPTY_STRING = re.compile(rb"<t(?: [^<>]*)?/>|<t(?: [^<>]*)?></t>|<si ?/>|<si></si>")
NARROW, SPARSE = 26, 20             # columns; places to a cell that is told of
HEAD = 1 << 16
AMISS = (CalamineError, KeyError, ValueError, IndexError, TypeError, ElementTree.ParseError, expat.ExpatError,
         zipfile.BadZipFile)
EXACT = 2 ** 53                     # whole numbers beyond are rounded
FIRST_DAY = dt.date(1900, 3, 1)     # before, workbooks count a day that never was


class Doubtful(Exception):
    """Only openpyxl can tell what stands here."""


@lru_cache
def zeros(number_format: str) -> tuple[str, int]:
    """What stands before the digits, and how many digits are shown at least; 0 where the format is not of zeros."""
    form = ZEROS.fullmatch(number_format.partition(";")[0])
    return (form["before"] or "", len(form["zeros"])) if form and len(form["zeros"]) > 1 else ("", 0)


def sheets(path: Path) -> dict[str, bool]:
    """The sheets that hold anything, in order, and whether each is hidden; Doubtful where openpyxl must look."""
    with _left_to_openpyxl(), path.open("rb") as source, zipfile.ZipFile(source) as whole:
        members = _read(whole, PARTS)
        strings = _strings(members)
        if EMPTY_STRING.search(strings) or ESCAPE.search(strings):
            raise Doubtful
        book = CalamineWorkbook.from_filelike(archive.packed(members))
        kept = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
        return {each.name: each.visible != SheetVisibleEnum.Visible for each in kept
                if _holds(whole, _member(members, each.name))}


def lines(path: Path, inside: str, text: Callable[[object], str]) -> list[list[str]]:
    """Every line of a sheet from its first, as texts; `text` writes out what is none. Doubtful where the sheet may hold
    anything but plain values."""
    with _left_to_openpyxl():
        found = _sheet(path, inside).to_python(skip_empty_area=False)
    told: dict[type, _SheetFormats] = defaultdict(lambda: _SheetFormats(text))      # by type: 1.0 and true are equal
    return [[value if type(value) is str else told[type(value)][value] for value in line] for line in found]


class _SheetFormats(dict):
    """The texts of values, each written out once."""

    def __init__(self, text: Callable[[object], str]):
        self.text = text

    def __missing__(self, value: object) -> str:
        self[value] = self.text(_certain(value))
        return self[value]


def _sheet(path: Path, inside: str) -> CalamineSheet:
    """A sheet that was looked through; calamine is given the very bytes, for it believes no directory."""
    with path.open("rb") as source, zipfile.ZipFile(source) as whole:
        members = _read(whole, PARTS)
        sheet = _member(members, inside)
        members |= _read(whole, [sheet])
    _check(members, members[sheet])
    return CalamineWorkbook.from_filelike(archive.packed(members)).get_sheet_by_name(inside)


@contextmanager
def _left_to_openpyxl() -> Iterator[None]:
    """Whatever is amiss is Doubtful: openpyxl will say what it is."""
    try:
        yield
    except AMISS as error:
        raise Doubtful from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":        # Rust's, which is no Exception
            raise Doubtful from error
        raise


def _certain(value: object) -> object:
    """A value that both libraries read alike."""
    if isinstance(value, float):
        if not abs(value) < EXACT or (value == 0 and math.copysign(1, value) < 0):
            raise Doubtful
        return value
    if isinstance(value, dt.time | dt.timedelta):
        raise Doubtful
    if isinstance(value, dt.date) and (value.date() if isinstance(value, dt.datetime) else value) < FIRST_DAY:
        raise Doubtful
    return value


def _check(members: Members, sheet: bytes) -> None:
    """Doubtful where a sheet, the texts that cells share, or their formats are none of the usual ones."""
    cells = sheet[sheet.index(b"<sheetData"):sheet.rindex(b"</sheetData>")]
    strings = _strings(members)
    limits.check_shape(cells.count(b"<c"), 1, limits.MOST_BOOK_CELLS)
    for xml in (sheet, strings):
        expat.ParserCreate().Parse(xml, True)       # calamine reads on where a mark is broken
    strings = strings.partition(b"<sst")[2]
    if not (sheet.rstrip().endswith(b"</worksheet>") and _is_usual(cells) and _is_usual(strings)
            and not any(each in cells for each in (FORMULA, ERROR, DAY_AS_TEXT))
            and _is_dense(cells) and _are_shown_plainly(cells, _formats(members))
            and _are_short(cells, strings)):
        raise Doubtful


def _are_short(cells: bytes, strings: bytes) -> bool:
    """Whether the texts that cells share cannot come to much: calamine makes a copy for each."""
    longest = max(map(len, strings.split(b"<si")), default=0)
    return cells.count(b't="s"') * longest <= limits.MOST_BOOK_BYTES


def _is_usual(xml: bytes) -> bool:
    return not (any(sign in xml and mark in xml for sign, mark in UNUSUAL) or BEGINS.search(xml) or ESCAPE.search(xml))


def _is_dense(cells: bytes) -> bool:
    """Whether every cell says where it stands, and none so far from the others that the rectangle of all is huge."""
    count, rows = cells.count(b"<c"), cells.count(b"<row")
    if (count, rows) != (cells.count(b'<c r="'), cells.count(b'<row r="')):
        return False
    widest = max(WIDE.findall(cells), key=lambda name: (len(name), name), default=b"")
    columns = sum((letter - 64) * 26 ** place for place, letter in enumerate(reversed(widest))) or NARROW
    last = int(ROW.match(cells, cells.rfind(b"<row"))[1]) if rows else 0
    return last * columns <= SPARSE * count + HEAD


def _are_shown_plainly(cells: bytes, formats: list[str]) -> bool:
    """Whether all formats are of days or of numbers without zeros in front, none of powers or of hours beyond a day;
    and no number shown as a day is none that there is."""
    days = [str(place).encode() for place, form in enumerate(formats) if DAY.fullmatch(form)]
    beyond = re.compile(rb' s="(?:%s)"[^>]*><v>(?:-|\d{7}|[\d.]+[eE])' % b"|".join(days))
    return all(DAY.fullmatch(form) or _is_number(form) for form in formats) and not (days and beyond.search(cells))


def _is_number(form: str) -> bool:
    return not zeros(form)[1] and (form == "General" or not LETTERS.search(BESIDE.sub("", form)))


def _strings(members: Members) -> bytes:
    """The texts that cells share; none where each cell holds its own."""
    strings = members.get(STRINGS, b"<sst/>")
    strings.index(b"<sst")
    return strings


def _read(whole: zipfile.ZipFile, names: Iterable[str]) -> Members:
    return {name: archive.content(whole, name) for name in names if name in whole.namelist()}


def _formats(members: Members) -> list[str]:
    """How each style of a workbook's cells shows numbers."""
    styles = ElementTree.fromstring(members[STYLES])
    own = {each.get("numFmtId"): each.get("formatCode") for each in styles.iter(f"{MAIN}numFmt")}
    used = [each.get("numFmtId", "0") for each in styles.iterfind(f"{MAIN}cellXfs/{MAIN}xf")]
    if not used:
        raise Doubtful
    return [own[each] if each in own else BUILTIN_FORMATS[int(each)] for each in used]


def _member(members: Members, name: str) -> str:
    """Where a sheet lies in the zip. Doubtful in a workbook that counts days from 1904."""
    book = ElementTree.fromstring(members[BOOK])
    if any(each.get("date1904", "0") not in ("0", "false") for each in book.iter(f"{MAIN}workbookPr")):
        raise Doubtful
    places = {each.get("Id"): each.get("Target") for each in ElementTree.fromstring(members[RELATIONS])}
    (ident,) = [each.get(RELATION) for each in book.iter(f"{MAIN}sheet") if each.get("name") == name]
    return posixpath.normpath(posixpath.join("/xl", places[ident])).lstrip("/")


def _holds(whole: zipfile.ZipFile, member: str) -> bool:
    """Whether a sheet holds anything; most show it in their first lines."""
    with whole.open(member) as source:
        xml = source.read(HEAD)
        if not VALUE.search(xml):
            xml += b"".join(archive.chunks(source))
        if b"<worksheet" not in xml or (FORMULA in xml and not VALUE.search(xml)):
            raise Doubtful
        return bool(VALUE.search(xml))
