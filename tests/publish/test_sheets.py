"""The spreadsheets, by the government's guidance: one table a sheet, named, nothing merged, a sign in empty cells."""

import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from publish.public_folder import AREAS
from wayforward.publish.excel import workbook
from wayforward.publish.open_document import spreadsheet
from wayforward.publish.read_tables import spreadsheet_rows, workbook_rows
from wayforward.publish.sheets import Number, Sheet, sheets

FIRST = ["cover", "contents", "notes", "promises", "figures"]
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"


@pytest.mark.parametrize("area", AREAS)
def test_one_named_table_a_sheet_nothing_merged_head_in_sight(packs, area):
    book = load_workbook(io.BytesIO(packs[area][1]["tables.xlsx"]))
    assert book.sheetnames[:5] == FIRST and book.sheetnames[5].startswith("promise_")
    assert [len(sheet.tables) for sheet in book.worksheets] == [0, *[1] * (len(book.sheetnames) - 1)]
    for sheet in book.worksheets[1:]:
        (name, place), = sheet.tables.items()
        head = int(place.split(":")[0][1:])
        assert name == f"table_{sheet.title}" and sheet.freeze_panes == f"A{head + 1}"
        assert not sheet.merged_cells.ranges and not any(dimension.hidden for dimension in
                                                         sheet.column_dimensions.values())
        assert all(cell.value not in (None, "") for row in sheet[place] for cell in row)


@pytest.mark.parametrize("area", AREAS)
def test_both_spreadsheets_say_the_same(packs, area):
    def plain(told):
        return {name: [[cell.isoformat()[:10] if hasattr(cell, "isoformat") else cell for cell in row
                        if cell not in ("", None)] for row in rows] for name, rows in told.items()}
    files = packs[area][1]
    assert plain(spreadsheet_rows(files["tables.ods"])) == plain(workbook_rows(files["tables.xlsx"]))


def test_tables_of_the_open_document_are_named_and_their_heads_repeat(packs):
    with zipfile.ZipFile(io.BytesIO(packs["hampshire"][1]["tables.ods"])) as whole:
        assert whole.infolist()[0].filename == "mimetype" and whole.infolist()[0].compress_type == zipfile.ZIP_STORED
        root = ElementTree.fromstring(whole.read("content.xml"))
    names = [each.get(f"{TABLE}name") for each in root.iter(f"{TABLE}table")]
    assert [each.get(f"{TABLE}name") for each in root.iter(f"{TABLE}database-range")] == [
        f"table_{name}" for name in names[1:]]
    assert len(list(root.iter(f"{TABLE}table-header-rows"))) == len(names) - 1


def test_every_sheet_says_that_it_is_a_draft_and_what_is_invented(packs):
    told = workbook_rows(packs["exampleshire"][1]["tables.xlsx"])
    assert {rows[1][0] for rows in told.values()} == {
        "Draft, not assured. Exampleshire (invented): nothing here is real"}
    assert sheets(replace(packs["hampshire"][0], assured=True))[3].lines[0] == "Assured and signed off"


def test_signs_stand_for_what_is_not_there(packs):
    run = packs["exampleshire"][0]
    one = run.headlines[0]
    hidden = replace(one.points[0], value=None, low=None, high=None, numerator=None, denominator=None, unknown=None,
                     status="suppressed")
    lacking, provisional = replace(hidden, status="not available"), replace(one.points[1], status="provisional")
    changed = replace(one, points=(hidden, lacking, provisional))
    run = replace(run)
    run.__dict__["findings"] = [changed]
    rows = [dict(zip(sheet.heads, row, strict=True)) for sheet in sheets(run) if sheet.name.startswith("promise_")
            for row in sheet.rows]
    assert [row["Value"] for row in rows[:2]] == ["[c]", "[x]"]
    assert [row["Numerator"] for row in rows[:2]] == ["[c]", "[x]"]
    assert [row["Status"] for row in rows] == ["suppressed [c]", "not available [x]", "provisional [p]"]
    assert rows[2]["Value"] == Number(round(100 * provisional.value, 1), 1)


@pytest.mark.parametrize("write", [workbook, spreadsheet])
def test_no_text_becomes_a_formula(packs, write):
    sheet = Sheet("notes", "=1+1", ("Draft",), ("Sign", "Meaning"), (("=SUM(A1)", "@now"),))
    raw = write([sheet], packs["hampshire"][0])
    with zipfile.ZipFile(io.BytesIO(raw)) as whole:
        told = b"".join(whole.read(name) for name in whole.namelist() if name.endswith(".xml"))
    assert b"<f>" not in told and b"table:formula" not in told
    assert b"=SUM(A1)" in told


def test_on_paper_every_page_has_the_mark_and_the_head_of_its_table(packs):
    mark = "Draft, not assured. Exampleshire (invented): nothing here is real"
    for sheet in load_workbook(io.BytesIO(packs["exampleshire"][1]["tables.xlsx"])).worksheets:
        assert sheet.oddHeader.left.text == mark and sheet.page_setup.paperSize == int(sheet.PAPERSIZE_A4)
        heads = [int(table.ref.split(":")[0][1:]) for table in sheet.tables.values()]
        assert sheet.print_title_rows == (f"${heads[0]}:${heads[0]}" if heads else None)
    with zipfile.ZipFile(io.BytesIO(packs["exampleshire"][1]["tables.ods"])) as whole:
        root = ElementTree.fromstring(whole.read("styles.xml"))
    assert {"".join(each.itertext()) for each in root.iter(f"{STYLE}header")} == {mark}


def test_numbers_stand_apart_from_the_text_beside_them_under_a_head_at_the_right(packs):
    sheet = load_workbook(io.BytesIO(packs["hampshire"][1]["tables.xlsx"]))["promises"]
    (place, ), names = [table.ref for table in sheet.tables.values()], {}
    head, *rows = sheet[place]
    for cell in head:
        names[cell.value] = cell.alignment.horizontal
    assert (names["Latest"], names["Change"], names["Name"], names["Verdict"]) == ("right", "right", "left", "left")
    at = [cell.value for cell in head].index("Latest")
    assert {(row[at].alignment.horizontal, row[at].alignment.indent) for row in rows} == {("right", 1)}
