"""What the PDF of a report says: its blocks in the order of its tags, and the heads of its pages."""

from wayforward.publish.blocks import PAGE_HEAD, Block, Under, as_rows
from wayforward.tagged_pdf import read_tagged_pdf

KINDS = {"H1": "Title", "P": "Body Text", "BlockQuote": "Quote", "LBody": "List Bullet", "Figure": "picture"}
HEADINGS = {"H2": 1, "H3": 2, "H4": 3}


def pdf_blocks(raw: bytes) -> list[Block]:
    """What a PDF says, from its first tag to its last. NoTaggedPdf where it cannot be read."""
    read, under = read_tagged_pdf(raw), Under()
    told = [Block(PAGE_HEAD, head) for head in read.heads]
    for tag in read.tags:
        if tag.kind in HEADINGS:
            told.append(under.heading(HEADINGS[tag.kind], tag.text))
        elif tag.kind == "Table":
            told.append(under.block("table", rows=as_rows(tag.rows)))
        else:
            told.append(under.block(KINDS.get(tag.kind, tag.kind), tag.text))
    return told
