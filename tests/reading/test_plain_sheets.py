"""The fast way of reading a workbook gives the text that openpyxl gives, and leaves to it what it alone can tell."""

import datetime as dt
import re
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from wayforward.reading import plain_sheets, workbook
from wayforward.reading.files import pieces, read
from wayforward.reading.plain_sheets import Doubtful

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>'
LETTERS = st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t")
VALUES = st.one_of(
    st.none(), st.booleans(), st.text(LETTERS, max_size=6), st.sampled_from(["007", "1", "TRUE", "#N/A", " a", "=A1"]),
    st.integers(-10, 10 ** 7), st.integers(), st.floats(-1000, 1000), st.floats(-1e300, 1e300),
    st.dates(dt.date(1899, 12, 30)), st.datetimes(dt.datetime(1900, 1, 1)), st.times(),
    st.timedeltas(dt.timedelta(0), dt.timedelta(3)))
FORMATS = st.sampled_from([
    *[None] * 20, "General", "0", "0.00", "#,##0", "0%", "@", "0;-0", "0_);(0)", "[Red]0.0", '0" days"', "0.00E+00",
    '_-* #,##0_-;_-* "-"??_-', "dd/mm/yyyy", "[$-809]dd mmmm yyyy;@", "yyyy-mm-dd h:mm", "h:mm AM/PM", "mm:ss",
    "[h]:mm", "0000", '"X"000'])
LINES = st.lists(st.lists(st.tuples(VALUES, FORMATS), max_size=4), min_size=1, max_size=4)


def made(path: Path, lines: list, state: str = "visible") -> Path:
    """Lines of (value, number format), the first on line 2."""
    book = openpyxl.Workbook()
    book.create_sheet("Other")
    book.active.sheet_state = state
    for line, cells in enumerate(lines, 2):
        for place, (value, form) in enumerate(cells, 1):
            cell = book.active.cell(line, place, value)
            cell.number_format = form or cell.number_format
    book.save(path)
    return path


def plain(*values: object) -> list:
    return [[(value, None)] for value in values]


def changed(path: Path, before: bytes, after: bytes, member: str = SHEET) -> Path:
    """The workbook with other words in a member's XML; all else as it was."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    assert before in members[member]
    members[member] = members[member].replace(before, after)
    return written(path, members)


def written(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def shared(path: Path) -> Path:
    """The workbook with its texts in one list, as most programs write them."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    if "xl/sharedStrings.xml" in members:
        return path
    texts = re.findall(rb't="inlineStr"><is>(.*?)</is>', members[SHEET], re.DOTALL)
    places = iter(range(len(texts)))
    members[SHEET] = re.sub(rb't="inlineStr"><is>.*?</is>', lambda _: b't="s"><v>%d</v>' % next(places), members[SHEET],
                            flags=re.DOTALL)
    members["xl/sharedStrings.xml"] = STRINGS % b"".join(b"<si>%s</si>" % text for text in texts)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    for member, end, more in (
            ("[Content_Types].xml", b"</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/>'),
            ("xl/_rels/workbook.xml.rels", b"</Relationships>",
             '<Relationship Id="texts" Target="sharedStrings.xml" Type="http://schemas.openxmlformats.org/'
             'officeDocument/2006/relationships/sharedStrings"/>')):
        members[member] = members[member].replace(end, more.encode() + end)
    return written(path, members)


def by_openpyxl(path: Path) -> list[workbook.Line]:
    with workbook._book(path) as book:
        return list(workbook._lines(book["Sheet"]))


def by_calamine(path: Path) -> list[workbook.Line]:
    return list(workbook._plain_lines(plain_sheets.lines(path, "Sheet", workbook._text)))


@given(LINES, st.booleans(), st.sampled_from(["visible", "hidden"]))
def test_both_ways_give_the_same_text_and_the_same_sheets(lines, share, state):
    with tempfile.TemporaryDirectory() as folder:
        path = made(Path(folder) / "oc3.xlsx", lines, state)
        if share:
            shared(path)
        with suppress(Doubtful):
            assert by_calamine(path) == by_openpyxl(path)
        with suppress(Doubtful):
            assert plain_sheets.sheets(path) == workbook._sheets(path)


@pytest.mark.parametrize(("value", "form", "text"), [
    ("007", None, "007"), (123, None, "123"), (123.0, "0.00", "123"), (0, None, "0"), (-5, None, "-5"),
    (41.3, None, "41.3"), (0.00001, None, "0.00001"), (1e21, None, None), (2_000_000, "#,##0", "2000000"),
    (True, None, "true"), (False, None, "false"), (1, None, "1"),
    (dt.date(2025, 3, 31), None, "2025-03-31"), (dt.datetime(2024, 2, 29), None, "2024-02-29"),
    (dt.datetime(2025, 3, 31, 14, 30), None, "2025-03-31T14:30:00"), (45747, "dd/mm/yyyy", "2025-03-31"),
    (45747, "[$-809]dd mmmm yyyy;@", "2025-03-31"), (123, '0" days"', "123"), (12, "[Red]0", "12"),
    # what openpyxl alone can tell
    ("=1+1", None, None), ("#N/A", None, None), (7, "0000", None), (7, '"X"000', None), (0.5, "h:mm", None),
    (dt.timedelta(hours=30), None, None), (dt.date(1900, 2, 1), None, None), (10 ** 9, "dd/mm/yyyy", None),
    (-1, "dd/mm/yyyy", None), (2 ** 53 + 1, None, None), ("a_x000D_b", None, None), (" ", None, None),
    (5, "0.00E+00", None),
])
def test_which_cells_are_read_fast_and_as_what(tmp_path, value, form, text):
    path = made(tmp_path / "oc3.xlsx", [[("A", None), (True, None)], [(value, form)]])
    if text is None:
        with pytest.raises(Doubtful):
            by_calamine(path)
    else:
        expected = [(2, ["A", "true"], []), (3, [text], [])]
        assert (by_calamine(path), by_openpyxl(path)) == (expected, expected)
    assert plain_sheets.sheets(path) == {"Sheet": False} == workbook._sheets(path)


def test_lines_are_the_sheets_own(tmp_path):
    """The headings stand on line 2, and nothing on lines 4 and 6."""
    path = made(tmp_path / "oc3.xlsx", plain("CHILD", "a", None, "b", None, "c"))
    (piece,) = pieces(path)
    assert by_calamine(path) == [(line, [text], []) for line, text in ((2, "CHILD"), (3, "a"), (5, "b"), (7, "c"))]
    assert read(piece).rows["CHILD"].to_dict() == {3: "a", 5: "b", 7: "c"}


def test_a_formula_in_another_sheet_does_not_matter(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["CHILD"])
    book.create_sheet("Sums").append(["=1+1"])
    book.save(tmp_path / "oc3.xlsx")
    assert by_calamine(tmp_path / "oc3.xlsx") == [(1, ["CHILD"], [])]
    with pytest.raises(Doubtful):
        plain_sheets.lines(tmp_path / "oc3.xlsx", "Sums", workbook._text)


def test_days_counted_from_1904(tmp_path):
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    for line in ("DOB", dt.date(2005, 5, 2)):
        book.active.append([line])
    book.save(tmp_path / "oc3.xlsx")
    with pytest.raises(Doubtful):
        by_calamine(tmp_path / "oc3.xlsx")
    (piece,) = pieces(tmp_path / "oc3.xlsx")
    assert read(piece).rows["DOB"].tolist() == ["2005-05-02"]


@pytest.mark.parametrize(("before", "after"), [
    (b'<c r="A3"', b"<c"),                                          # a cell that does not say where it stands
    (b'<row r="3"', b"<row"),
    (b"<v>7</v>", b"<v>7</v><!-- seven -->"),
    (b'<c r="A3"', b"<c r='A3'"),
    (b"<t>CHILD</t>", b"<t> CHILD</t>"), (b"<t>CHILD</t>", b"<t>CHILD </t>"),
    (b"<t>CHILD</t>", b"<t>CHI\r\nLD</t>"), (b"<t>CHILD</t>", b"<t><![CDATA[CHILD]]></t>"),
    (b"<v>7</v>", b"<v>seven</v>"), (b"</sheetData>", b""), (b"</worksheet>", b""),
    (b"</row>", b"</rw>"), (b"</c>", b"</ c>"),                     # broken marks
])
def test_xml_that_only_a_parser_can_read_is_left_to_openpyxl(tmp_path, before, after):
    path = changed(made(tmp_path / "oc3.xlsx", plain("CHILD", 7)), before, after)
    with pytest.raises(Doubtful):
        by_calamine(path)


def test_a_cell_far_from_all_others_takes_no_room(tmp_path):
    """The rectangle that holds both cells has 17 thousand million places."""
    path = changed(made(tmp_path / "oc3.xlsx", plain("CHILD", 7)), b'<row r="3"><c r="A3"',
                   b'<row r="1048576"><c r="XFD1048576"')
    with pytest.raises(Doubtful):
        by_calamine(path)


def test_the_fast_way_is_taken_by_the_reader(tmp_path, monkeypatch):
    """openpyxl is asked nothing of a plain sheet, and of a formula alone."""
    asked = []
    book = workbook._book
    monkeypatch.setattr(workbook, "_book", lambda path: asked.append(path.name) or book(path))
    for name, value in (("plain.xlsx", "a"), ("formula.xlsx", "=1+1")):
        (piece,) = pieces(made(tmp_path / name, plain("CHILD", value)))
        assert read(piece).rows["CHILD"].tolist() == [value]
    assert asked == ["formula.xlsx"]
