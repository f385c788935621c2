"""The sheets as an Excel workbook."""

import io
from datetime import date, datetime, time

from openpyxl import Workbook
from openpyxl.cell import Cell as ExcelCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from wayforward.publish.fixed_archive import fixed
from wayforward.publish.public_run import PublicRun
from wayforward.publish.sheets import CONTENTS, Cell, Number, Sheet, is_sign

FONT, WIDE, NARROW, COVER = "Arial", 46, 11, 90       # widths in letters
LINE, SLIM = 15, 1.15      # points; letters of Arial beside those that widths are told in
STYLE = TableStyleInfo("TableStyleLight1", showRowStripes=True)


def workbook(made: list[Sheet], run: PublicRun) -> bytes:
    """The .xlsx: a sheet each, its table named, its head kept in sight; the same bytes for the same sheets."""
    book = Workbook()
    book.remove(book.active)
    for sheet in made:
        _written(book.create_sheet(sheet.name), sheet)
    told, when = book.properties, datetime.combine(run.as_at, time())
    told.title, told.creator, told.lastModifiedBy, told.language = run.title, "", "", "en-GB"     # no one’s name
    told.subject, told.created = run.plan.title, when
    raw = io.BytesIO()
    book.save(raw)
    return fixed(raw.getvalue(), run.as_at)


def _written(page: Worksheet, sheet: Sheet) -> None:
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    _above(page, sheet)
    if sheet.heads:
        _tabulated(page, sheet)


def _above(page: Worksheet, sheet: Sheet) -> None:
    """Title and lines; of a sheet without a table, wrapped."""
    wraps = not sheet.heads
    for row, line in enumerate((sheet.title, *sheet.lines), 1):
        cell = _text(page.cell(row, 1), line)
        cell.alignment = Alignment(wrap_text=wraps, vertical="top")
        lines = -(-len(line) * (1 + (row == 1) / 2) // COVER) if wraps else 1
        page.row_dimensions[row].height = LINE * lines * (1.4 if row == 1 else 1)
    page["A1"].font = Font(FONT, 15, bold=True)
    page.column_dimensions["A"].width = COVER


def _tabulated(page: Worksheet, sheet: Sheet) -> None:
    head, wide = len(sheet.lines) + 2, widths(sheet)
    for row, cells in enumerate((sheet.heads, *sheet.rows), head):
        for column, value in enumerate(cells, 1):
            _put(page.cell(row, column), value, strong=row == head)
        page.row_dimensions[row].height = LINE * max(-(-len(told) // (SLIM * width)) for told, width in
                                                     zip(cells, wide, strict=True) if isinstance(told, str))
    if sheet.name == CONTENTS:
        for row in range(head + 1, page.max_row + 1):
            page.cell(row, 1).hyperlink = f"#'{page.cell(row, 1).value}'!A1"
    for column, width in enumerate(wide, 1):
        page.column_dimensions[get_column_letter(column)].width = width
    table = Table(displayName=f"table_{sheet.name}",
                  ref=f"A{head}:{get_column_letter(len(sheet.heads))}{head + len(sheet.rows)}")
    table.tableStyleInfo = STYLE
    page.add_table(table)
    page.freeze_panes = page.cell(head + 1, 1)


def _text(cell: ExcelCell, text: str) -> ExcelCell:
    """A text stays one, whatever it begins with."""
    cell.value, cell.data_type, cell.font = text, "s", Font(FONT, 11)
    return cell


def _put(cell: ExcelCell, value: Cell, strong: bool) -> None:
    if isinstance(value, str):
        _text(cell, value)
    elif isinstance(value, Number):
        cell.value, cell.number_format = value.value, f"#,##0{'.' * bool(value.places)}{'0' * value.places}"
    elif isinstance(value, date):
        cell.value, cell.number_format = value, "yyyy-mm-dd"
    cell.font = Font(FONT, 11, bold=strong)
    right = cell.column > 1 and (isinstance(value, Number) or is_sign(value))
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="right" if right else "left")


def widths(sheet: Sheet) -> list[float]:
    """The width of each column, in letters."""
    columns = zip(sheet.heads, *sheet.rows, strict=True)
    longest = [max(len(told) for told in column if isinstance(told, str)) for column in columns]
    return [min(WIDE, max(NARROW, letters + 2)) for letters in longest]
