"""What a Word document says: its blocks from the first line to the last, and the heads of its pages."""

import io

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table

from wayforward.publish.blocks import PAGE_HEAD, Block, Under, as_rows


def word_blocks(raw: bytes) -> list[Block]:
    """What a document says, from its first line to its last."""
    document, under = Document(io.BytesIO(raw)), Under()
    told = [Block(PAGE_HEAD, section.header.paragraphs[0].text) for section in document.sections]
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            told.append(under.block("table", rows=as_rows([[cell.text for cell in row.cells] for row in item.rows])))
            continue
        style, pictures = item.style.name, [each.get("descr") or "" for each in item._p.iter(qn("wp:docPr"))]
        if style.startswith("Heading "):
            told.append(under.heading(int(style[-1]), item.text))
        elif pictures or item.text.strip():
            told += [under.block("picture", words) for words in pictures] or [under.block(style, item.text)]
    return told
