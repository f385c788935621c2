"""The sheets as an Excel workbook."""

import io
from datetime import datetime, time

from openpyxl import Workbook
from openpyxl.cell import Cell as ExcelCell
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from wayforward.publish.fixed_archive import fixed
from wayforward.publish.public_run import PublicRun
from wayforward.publish.sheets import CONTENTS, Cell, Number, Sheet, is_sign

FONT, WIDE, NARROW, COVER = "Arial", 46, 11, 90       # widths in letters
LINE, SLIM = 15, 1.15      # points; letters of Arial beside those that widths are told in
TEXT, HEAD, NUMBERS_HEAD, SIGN, DAY = "text", "head of a table", "head of numbers", "sign", "day"
MOST_PLACES = 6
STYLE = TableStyleInfo("TableStyleLight1", showRowStripes=True)


def workbook(made: list[Sheet], run: PublicRun) -> bytes:
    """The .xlsx: a sheet each, its table named, its head kept in sight; the same bytes for the same sheets."""
    book = Workbook()
    book.remove(book.active)
    for style in _styles():
        book.add_named_style(style)
    for sheet in made:
        _written(book.create_sheet(sheet.name), sheet, run.mark)
    told, when = book.properties, datetime.combine(run.as_at, time())
    told.title, told.creator, told.lastModifiedBy, told.language = run.title, "", "", "en-GB"     # no one’s name
    told.subject, told.created = run.plan.title, when
    raw = io.BytesIO()
    book.save(raw)
    return fixed(raw.getvalue(), run.as_at)


def _written(page: Worksheet, sheet: Sheet, mark: str) -> None:
    """On paper each page has the mark at its head, the sheet's name and its number at its foot."""
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddHeader.left.text, page.oddFooter.left.text = mark.replace("&", "&&"), "&A, page &P"
    _above(page, sheet)
    if sheet.heads:
        _tabulated(page, sheet)


def _above(page: Worksheet, sheet: Sheet) -> None:
    """Title and lines; of a sheet without a table, wrapped."""
    wraps = not sheet.heads
    for row, line in enumerate((sheet.title, *sheet.lines), 1):
        cell = _text(page.cell(row, 1), line)
        cell.font = Font(FONT, 15, bold=True) if row == 1 else Font(FONT, 11)
        cell.alignment = Alignment(wrap_text=wraps, vertical="top")
        lines = -(-len(line) * (1 + (row == 1) / 2) // COVER) if wraps else 1
        page.row_dimensions[row].height = LINE * lines * (1.4 if row == 1 else 1)
    page.column_dimensions["A"].width = COVER


def _tabulated(page: Worksheet, sheet: Sheet) -> None:
    head, wide = len(sheet.lines) + 2, widths(sheet)
    for row, cells in enumerate((sheet.heads, *sheet.rows), head):
        for column, value in enumerate(cells, 1):
            _put(page.cell(row, column), value, of_numbers(sheet, column - 1) if row == head else None)
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
    page.print_title_rows = f"{head}:{head}"


def _text(cell: ExcelCell, text: str) -> ExcelCell:
    """A text stays one, whatever it begins with."""
    cell.value, cell.data_type = text, "s"
    return cell


def _put(cell: ExcelCell, value: Cell, headof_numbers: bool | None) -> None:
    """`headof_numbers`: of a table's head, whether numbers stand under it; None of any other cell."""
    if headof_numbers is not None:
        _text(cell, value)
        look = NUMBERS_HEAD if headof_numbers else HEAD
    elif isinstance(value, str):
        _text(cell, value)
        look = SIGN if is_sign(value) and cell.column > 1 else TEXT
    elif isinstance(value, Number):
        cell.value, look = value.value, _number(value.places, cell.column > 1)
    else:
        cell.value, look = value, DAY
    cell.style = look


def of_numbers(sheet: Sheet, column: int) -> bool:
    """Whether numbers stand in a column, or signs for them, at the right."""
    return column > 0 and all(isinstance(row[column], Number) or is_sign(row[column]) for row in sheet.rows)


def _number(places: int, right: bool) -> str:
    """The name of its style."""
    return f"number {places}{'' if right else ' left'}"


def _styles() -> list[NamedStyle]:
    """All that cells of tables have: each is told once, and not in each of some ten thousand cells; what stands at the
    right keeps away from the text beside it."""
    formats = {_number(places, right): (f"#,##0{'.' * bool(places)}{'0' * places}", right)
               for places in range(MOST_PLACES + 1) for right in (True, False)}
    looks = {TEXT: ("General", False), HEAD: ("General", False), NUMBERS_HEAD: ("General", True),
             SIGN: ("General", True), DAY: ("yyyy-mm-dd", False)}
    return [NamedStyle(name, font=Font(FONT, 11, bold=name in (HEAD, NUMBERS_HEAD)), number_format=format_,
                       alignment=Alignment(wrap_text=True, vertical="top", horizontal="right" if right else "left",
                                           indent=int(right)))
            for name, (format_, right) in (looks | formats).items()]


def widths(sheet: Sheet) -> list[float]:
    """The width of each column, in letters."""
    columns = zip(sheet.heads, *sheet.rows, strict=True)
    longest = [max(len(told) for told in column if isinstance(told, str)) for column in columns]
    return [min(WIDE, max(NARROW, letters + 2)) for letters in longest]
