"""Paragraphs, lists, tables and charts as a Word document has them."""

import io

from docx.document import Document as Word
from docx.shared import Cm, Pt
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from wayforward.publish.parts import Picture, Table
from wayforward.publish.plain_words import runs
from wayforward.publish.word_parts import describe, lead_to, repeat_header, shade

GROUND, SMALL = "DDE6EE", Pt(9.5)       # of a table's head; of what stands in tables
CHART_WIDTH = Cm(13.5)
REPLY, LISTED = "Reply", Cm(0.63)


def say(made: Word, markdown: str, style: str = "Body Text") -> Paragraph:
    """A line of our Markdown as a paragraph; a reply stands in as far as the words of a list."""
    paragraph = made.add_paragraph(style="Body Text" if style == REPLY else style)
    if style == REPLY:
        paragraph.paragraph_format.left_indent = LISTED
    for text, strong in runs(markdown):
        paragraph.add_run(text).bold = strong or None
    return paragraph


def tabulate(made: Word, table: Table) -> WordTable:
    """A table under its caption, whose head repeats on each page."""
    made.add_paragraph(table.title, style="Caption").paragraph_format.keep_with_next = True
    added = made.add_table(rows=1 + len(table.rows), cols=len(table.heads), style="Table Grid")
    added.autofit = False
    heads, *rows = (list(row.cells) for row in added.rows)
    for cell, head in zip(heads, table.heads, strict=True):
        shade(cell, GROUND)
        _write(cell.paragraphs[0], head, strong=True)
    places = table.places or [""] * len(rows)
    for cells, row, place in zip(rows, table.rows, places, strict=True):
        for cell, text in zip(cells, row, strict=True):
            _write(cell.paragraphs[0], text, place=place if cell is cells[0] else "")
    for width, *column in zip(table.widths, heads, *rows, strict=True):
        for cell in column:
            cell.width = Cm(width)
    for column, width in zip(added.columns, table.widths, strict=True):
        column.width = Cm(width)
    repeat_header(added, table.title)
    return added


def _write(paragraph: Paragraph, text: str, strong: bool = False, place: str = "") -> None:
    paragraph.paragraph_format.space_after = Pt(1)
    if place:
        lead_to(paragraph, text, place, SMALL)
        return
    run = paragraph.add_run(text)
    run.font.size, run.bold = SMALL, strong or None


def picture(made: Word, told: Picture) -> None:
    """A chart with its words, and its caption under it."""
    paragraph = made.add_paragraph(style="Normal")
    paragraph.add_run().add_picture(io.BytesIO(told.image), width=CHART_WIDTH)
    paragraph.paragraph_format.keep_with_next = True
    describe(paragraph, told.title, told.words)
    made.add_paragraph(told.caption, style="Caption")
