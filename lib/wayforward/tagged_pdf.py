"""What a tagged PDF says, tag by tag, as a screen reader has it.

A PDF has no text, only glyphs at places; its fonts say which letters they are, and its tags to what they belong.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ContentStream

LETTER = re.compile(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
JOINS = re.compile(r"\S[-–—/]$")        # a line that ends so is broken within a word
WHOLE = {"H1", "H2", "H3", "H4", "H5", "H6", "P", "LBody", "Caption", "BlockQuote"}
Line = tuple[float, str]                    # how high on its page, and its letters
Lines = dict[tuple[int, int], Line]         # by page and mark


class NoTaggedPdf(ValueError):
    """A file that is no PDF, or one without tags."""


@dataclass(frozen=True)
class Tag:
    """A heading, paragraph, item of a list, caption (its words), a picture (its alternative text), or a table (its
    rows, the heads first); kind: as PDF calls it, such as H1, P, LBody, Caption, BlockQuote, Figure, Table."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class TaggedPdf:
    """heads: of each page the first line that belongs to no tag; properties: what the file says of itself."""

    tags: tuple[Tag, ...]
    heads: tuple[str, ...]
    properties: dict[str, str] = field(default_factory=dict)


def read_tagged_pdf(raw: bytes) -> TaggedPdf:
    """All that a PDF says; a table that goes on on the next page is one. NoTaggedPdf where it has no tags, or is
    none."""
    try:
        reader = PdfReader(io.BytesIO(raw))
        lines, heads = {}, []
        for page in reader.pages:
            marked, head = _page(reader, page)
            lines |= {(page.indirect_reference.idnum, mark): line for mark, line in marked.items()}
            heads.append(head)
        tags = tuple(_joined(_below(reader.trailer["/Root"]["/StructTreeRoot"], lines)))
        return TaggedPdf(tags, tuple(heads), {name: str(told) for name, told in (reader.metadata or {}).items()})
    except (PyPdfError, KeyError, AttributeError, TypeError, IndexError) as error:
        raise NoTaggedPdf(f"expected a PDF with tags; it could not be read as one ({type(error).__name__})") from error


def _page(reader: PdfReader, page) -> tuple[dict[int, Line], str]:
    """The letters of each mark, and the first line that is of none."""
    fonts = {name: _letters(font) for name, font in page["/Resources"]["/Font"].items()}
    marked, apart, open_marks, letters, height = {}, [], [], {}, 0.0
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in (b"BDC", b"BMC"):
            open_marks.append(operands[1].get("/MCID") if operator == b"BDC" else None)
        elif operator == b"EMC":
            open_marks.pop()
        elif operator == b"Tf":
            letters = fonts[operands[0]]
        elif operator == b"Tm":
            height = float(operands[5])
        elif operator in (b"Tj", b"TJ"):
            text = _shown(operands[0] if operator == b"TJ" else operands, letters)
            mark = next((each for each in reversed(open_marks) if each is not None), None)
            if mark is None:
                apart.append(text)
            else:
                marked[mark] = (height, marked.get(mark, (height, ""))[1] + text)
    return marked, next(iter(apart), "")


def _letters(font) -> dict[int, str]:
    """Which letters the glyphs of a font are."""
    told = font["/ToUnicode"].get_data().decode("latin-1")
    return {int(glyph, 16): bytes.fromhex(letters).decode("utf-16-be") for glyph, letters in LETTER.findall(told)}


def _shown(pieces, letters: dict[int, str]) -> str:
    """The letters of glyphs of two bytes each; the numbers between them are places."""
    glyphs = b"".join(each if isinstance(each, bytes) else each.original_bytes for each in pieces
                      if isinstance(each, bytes | str))
    return "".join(letters.get(int.from_bytes(glyphs[at:at + 2], "big"), "\ufffd") for at in range(0, len(glyphs), 2))


def _below(tag, lines: Lines) -> Iterator[Tag]:
    """A tag, or those below it."""
    kind = tag.get("/S", "").removeprefix("/")
    if kind == "Figure":
        yield Tag(kind, str(tag.get("/Alt", "")))
    elif kind == "Table":
        yield from (Tag("Caption", _text(each, lines)) for each in _nearest(tag, "Caption"))
        yield Tag(kind, rows=tuple(tuple(_text(cell, lines) for cell in _nearest(row, "TH", "TD"))
                                   for row in _nearest(tag, "TR")))
    elif kind in WHOLE:
        yield Tag(kind, _text(tag, lines))
    else:
        for kid in _kids(tag):
            yield from _below(kid, lines)


def _kids(tag) -> list:
    """The tags right below."""
    return [kid for each in tag.get("/K", []) if isinstance(kid := each.get_object(), dict) and "/S" in kid]


def _nearest(tag, *kinds: str) -> Iterator:
    """The nearest tags of some kinds below."""
    for kid in _kids(tag):
        if kid["/S"].removeprefix("/") in kinds:
            yield kid
        else:
            yield from _nearest(kid, *kinds)


def _text(tag, lines: Lines) -> str:
    """All that a tag and those below it mark, as one line of words."""
    told, before = "", None
    for height, text in _lines(tag, lines):
        on_the_same = before is None or height == before or JOINS.search(told.rstrip())
        told, before = told + ("" if on_the_same else " ") + text, height
    return " ".join(told.split())


def _lines(tag, lines: Lines) -> Iterator[Line]:
    for each in tag["/K"]:
        kid = each.get_object()
        if isinstance(kid, dict):
            yield from _lines(kid, lines) if "/S" in kid else ()
        elif line := lines.get((tag["/Pg"].indirect_reference.idnum, int(kid))):
            yield line


def _joined(tags: Iterator[Tag]) -> Iterator[Tag]:
    """Two tables in a row of which the second has no caption and the same heads are one; of the first, its caption
    alone may stand on the page before."""
    before = None
    for tag in tags:
        if before and before.kind == tag.kind == "Table" and before.rows[:1] in ((), tag.rows[:1]):
            before = replace(before, rows=(*before.rows, *tag.rows[len(before.rows[:1]):]))
            continue
        if before:
            yield before
        before = tag
    if before:
        yield before
