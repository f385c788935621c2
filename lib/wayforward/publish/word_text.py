"""Paragraphs, lists, tables and charts as a Word document has them."""

import io

from docx.document import Document as Word
from docx.shared import Cm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from wayforward.publish.plain_words import runs
from wayforward.publish.word_parts import describe, repeat_header, shade
from wayforward.show.picture import Chart

GROUND, SMALL = "DDE6EE", Pt(9.5)       # of a table's head; of what stands in tables
CHART_WIDTH = Cm(16)


def say(made: Word, markdown: str, style: str = "Body Text") -> Paragraph:
    """A line of our Markdown as a paragraph."""
    paragraph = made.add_paragraph(style=style)
    for text, strong in runs(markdown):
        paragraph.add_run(text).bold = strong or None
    return paragraph


def say_all(made: Word, blocks: list[str], style: str = "Body Text") -> None:
    """Blocks of our Markdown: paragraphs, and lists as lists."""
    for block in blocks:
        for line in block.splitlines():
            is_bullet = line.startswith("- ")
            say(made, line.removeprefix("- "), "List Bullet" if is_bullet else style)


def tabulate(made: Word, title: str, heads: list[str], rows: list[list[str]], widths: list[float]) -> Table:
    """A table under its caption, whose head repeats on each page; `widths` in centimetres."""
    made.add_paragraph(title, style="Caption").paragraph_format.keep_with_next = True
    table = made.add_table(rows=1, cols=len(heads), style="Table Grid")
    table.autofit = False
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        shade(cell, GROUND)
        _write(cell.paragraphs[0], head, strong=True)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _write(cell.paragraphs[0], text)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)
    repeat_header(table, title)
    return table


def _write(paragraph: Paragraph, text: str, strong: bool = False) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.bold = SMALL, strong or None
    paragraph.paragraph_format.space_after = Pt(1)


def picture(made: Word, chart: Chart, caption: str) -> None:
    """A chart with its words, and its caption under it."""
    paragraph = made.add_paragraph(style="Normal")
    paragraph.add_run().add_picture(io.BytesIO(chart.png()), width=CHART_WIDTH)
    paragraph.paragraph_format.keep_with_next = True
    describe(paragraph, chart.title, chart.words())
    made.add_paragraph(caption, style="Caption")
