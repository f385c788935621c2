"""The sheets as an OpenDocument spreadsheet."""

import io
from datetime import datetime, time
from xml.sax.saxutils import escape, quoteattr

from odfdo import Document, Element

from wayforward.formats import half_up
from wayforward.publish.excel import FONT, of_numbers, widths
from wayforward.publish.fixed_archive import fixed
from wayforward.publish.public_run import PublicRun
from wayforward.publish.sheets import CONTENTS, Cell, Number, Sheet, is_sign

TITLE, WRAPPED, HEAD, TEXT, LINE, SIGN, DAY = "title", "wrapped", "head", "text", "line", "sign", "day"
NUMBERS_HEAD = "numbershead"
CM_A_LETTER = 0.21
MOST_PLACES = 4
SIDEWAYS = {"style:print-orientation": "landscape", "fo:page-width": "29.7cm", "fo:page-height": "21cm",
            "style:scale-to-X": "1", "style:scale-to-Y": "0"}
DATA_STYLES = ("".join(
    f'<number:number-style style:name="n{places}"><number:number number:decimal-places="{places}" '
    f'number:min-decimal-places="{places}" number:min-integer-digits="1" number:grouping="true"/></number:number-style>'
    for places in range(MOST_PLACES + 1)) +
    '<number:date-style style:name="iso"><number:year number:style="long"/><number:text>-</number:text>'
    '<number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/>'
    "</number:date-style>")


def spreadsheet(made: list[Sheet], run: PublicRun) -> bytes:
    """The .ods: a sheet each, its table named, its head kept in sight; the same bytes for the same sheets."""
    document = Document("spreadsheet")
    document.body.clear()
    _styled(document, made)
    for sheet in made:
        document.body.append(Element.from_tag(_table(sheet)))
    named = [_range(sheet) for sheet in made if sheet.heads]
    document.body.append(Element.from_tag(f"<table:database-ranges>{''.join(named)}</table:database-ranges>"))
    settings = document.get_part("settings").root
    for former in settings.children:
        settings.delete(former)
    settings.append(Element.from_tag(_settings(made)))
    for layout in document.get_part("styles").root.get_elements("//style:page-layout-properties"):
        for name, value in SIDEWAYS.items():
            layout.set_attribute(name, value)
    _mark_pages(document, run.mark)
    _properties(document, run)
    raw = io.BytesIO()
    document.save(raw)
    return fixed(raw.getvalue(), run.as_at)


def _mark_pages(document: Document, mark: str) -> None:
    """On paper each page has the mark at its head, the sheet's name and its number at its foot."""
    styles = document.get_part("styles").root
    told = {"header": escape(mark), "footer": "<text:sheet-name>sheet</text:sheet-name>, page "
                                              "<text:page-number>1</text:page-number>"}
    for place, words in told.items():
        for each in styles.get_elements(f"//style:{place}"):
            each.clear()
            each.append(Element.from_tag(f"<text:p>{words}</text:p>"))


def _styled(document: Document, made: list[Sheet]) -> None:
    styles = document.get_part("content").root.get_element("office:automatic-styles")
    large = 'fo:font-size="15pt" fo:font-weight="bold"'
    text = {TITLE: large, WRAPPED: large, **dict.fromkeys((HEAD, NUMBERS_HEAD), 'fo:font-weight="bold"')}
    cells = {TITLE: ("", "", False), WRAPPED: ("", "", True), LINE: ("", "", False), HEAD: ("", "", True),
             NUMBERS_HEAD: ("", "end", True),
             TEXT: ("", "", True), SIGN: ("", "end", True), DAY: ("iso", "start", True),
             **{f"number{places}": (f"n{places}", "end", True) for places in range(MOST_PLACES + 1)}}
    parts = [DATA_STYLES, *(_cell_style(name, *told, text.get(name, "")) for name, told in cells.items())]
    parts += [f'<style:style style:name="w{width}" style:family="table-column"><style:table-column-properties '
              f'style:column-width="{width * CM_A_LETTER:.2f}cm"/></style:style>'
              for width in sorted({width for sheet in made for width in _columns(sheet)})]
    for each in Element.from_tag(f"<office:automatic-styles>{''.join(parts)}</office:automatic-styles>").children:
        styles.append(each)


def _cell_style(name: str, data: str, align: str, wraps: bool, text: str) -> str:
    number = f' style:data-style-name="{data}"' if data else ""
    aside = ' fo:padding-right="0.2cm"' if align == "end" else ""
    paragraph = f'<style:paragraph-properties fo:text-align="{align}"/>' if align else ""
    wrap = ' fo:wrap-option="wrap"' if wraps else ""
    return (f'<style:style style:name="{name}" style:family="table-cell"{number}>'
            f'<style:table-cell-properties style:vertical-align="top"{wrap}{aside}/>{paragraph}'
            f'<style:text-properties fo:font-family="{FONT}" fo:language="en" fo:country="GB" {text}/></style:style>')


def _columns(sheet: Sheet) -> list[int]:
    return [round(width) for width in widths(sheet)] if sheet.heads else [90]


def _table(sheet: Sheet) -> str:
    """The head of the table is a header row, which repeats where it is printed."""
    style = LINE if sheet.heads else TEXT
    rows = [_row([sheet.title], TITLE if sheet.heads else WRAPPED), *(_row([line], style) for line in sheet.lines)]
    if sheet.heads:
        rows.append(f"<table:table-header-rows>{_head(sheet)}</table:table-header-rows>")
    rows += [_row(cells, TEXT, linked=sheet.name == CONTENTS) for cells in sheet.rows]
    columns = "".join(f'<table:table-column table:style-name="w{width}"/>' for width in _columns(sheet))
    return f'<table:table table:name={quoteattr(sheet.name)}>{columns}{"".join(rows)}</table:table>'


def _head(sheet: Sheet) -> str:
    told = "".join(_cell(head, NUMBERS_HEAD if of_numbers(sheet, column) else HEAD, False, False)
                   for column, head in enumerate(sheet.heads))
    return f"<table:table-row>{told}</table:table-row>"


def _row(cells: tuple[Cell, ...] | list[Cell], style: str, linked: bool = False) -> str:
    told = "".join(_cell(cell, style, place == 0, linked and place == 0) for place, cell in enumerate(cells))
    return f"<table:table-row>{told}</table:table-row>"


def _cell(value: Cell, style: str, first: bool, linked: bool) -> str:
    if isinstance(value, Number):
        kind, style = f'office:value-type="float" office:value="{value.value!r}"', f"number{value.places}"
        words = half_up(value.value, value.places)
    elif isinstance(value, str):
        kind, words = 'office:value-type="string"', escape(value)
        style = SIGN if is_sign(value) and not first else style
    else:
        words, style = value.isoformat(), DAY
        kind = f'office:value-type="date" office:date-value="{words}"'
    told = f'<text:a xlink:type="simple" xlink:href="#{words}.A1">{words}</text:a>' if linked else words
    return f'<table:table-cell table:style-name="{style}" {kind}><text:p>{told}</text:p></table:table-cell>'


def _range(sheet: Sheet) -> str:
    head, last = len(sheet.lines) + 2, _letter(len(sheet.heads))
    return (f'<table:database-range table:name="table_{sheet.name}" table:target-range-address="{sheet.name}.A{head}:'
            f'{sheet.name}.{last}{head + len(sheet.rows)}" table:display-filter-buttons="false"/>')


def _letter(column: int) -> str:
    return chr(ord("A") + column - 1)


def _settings(made: list[Sheet]) -> str:
    """What stays in sight of each sheet while it is scrolled: all down to the head of its table."""
    def frozen(sheet: Sheet) -> str:
        rows = len(sheet.lines) + 2
        told = {"VerticalSplitMode": ("short", 2), "VerticalSplitPosition": ("int", rows),
                "PositionTop": ("int", 0), "PositionBottom": ("int", rows), "ActiveSplitRange": ("short", 2)}
        items = "".join(f'<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>'
                        for name, (kind, value) in told.items())
        return f'<config:config-item-map-entry config:name="{sheet.name}">{items}</config:config-item-map-entry>'
    maps = "".join(frozen(sheet) for sheet in made if sheet.heads)
    return ('<office:settings><config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed '
            'config:name="Views"><config:config-item-map-entry><config:config-item config:name="ViewId" '
            f'config:type="string">view1</config:config-item><config:config-item-map-named config:name="Tables">{maps}'
            "</config:config-item-map-named></config:config-item-map-entry></config:config-item-map-indexed>"
            "</config:config-item-set></office:settings>")


def _properties(document: Document, run: PublicRun) -> None:
    told, when = document.meta, datetime.combine(run.as_at, time())
    told.title, told.subject, told.language = run.title, run.plan.title, "en-GB"
    told.initial_creator = told.creator = ""
    told.creation_date = told.date = when
