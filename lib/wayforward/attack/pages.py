"""A page as a reader sees it and as its source holds it.

Tables with the promise they stand under, sentences, alternative texts, labels, the words of drawings, data written into
the page, and the pictures in it.
"""

import base64
import binascii
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote_to_bytes

PROMISE = re.compile(r"\s*(\d+)\. ")
DATA = re.compile(r"data:(image/[a-z+]+)[^,]{0,60}?(;base64)?,([^\"'\s>]*)")
STYLE = re.compile(r"<style\b.*?</style>", re.DOTALL | re.IGNORECASE)
BLOCKS = {"p", "li", "div", "h1", "h2", "h3", "h4", "h5", "h6", "section", "blockquote", "summary", "figcaption", "dt",
          "dd", "pre", "br", "text", "title", "desc", "tspan", "caption", "label", "option", "button"}
LABELS = {"alt": "an alternative text", "title": "a title", "summary": "a summary",
          "content": "what a page says of itself"}
DRAWN = {"text": "words of a drawing", "tspan": "words of a drawing", "title": "a title",
         "desc": "the description of a drawing"}
PLAIN = "a sentence"
ANY = -1            # the number of a table that stands under no promise: it may be of any


@dataclass(frozen=True)
class Table:
    """One table; `name` is the one in its markup ("" without), `number` that of the promise, 0 above the first, ANY
    where it stands in no page."""

    file: str
    name: str
    number: int
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Text:
    """Some words, and where they stand: the file, the kind of place, and the promise that is told of there."""

    file: str
    where: str
    words: str
    number: int = ANY


@dataclass
class Page:
    """What one page holds; `data` are texts of JSON in it, `pictures` are their kinds and bytes."""

    tables: list[Table] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    pictures: list[tuple[str, bytes]] = field(default_factory=list)


def read_tables(page: Path) -> list[Table]:
    """Every table of an HTML page, in its order."""
    return read_page(page.read_text(encoding="utf-8"), page.name).tables


def read_page(source: str, file: str, number: int = 0) -> Page:
    """A page, or a piece of one that stands under a promise; drawings (SVG) are read the same."""
    found = Page()
    found.pictures = [(kind, bytes_of(coded, bool(base))) for kind, base, coded in DATA.findall(source)]
    reader = _Reader(file, number, found)
    reader.feed(DATA.sub("", STYLE.sub("", source)))
    reader.close()
    reader.end_of_text()
    return found


def bytes_of(coded: str, base: bool) -> bytes:
    """The bytes of a picture that a page holds; none where they are no bytes."""
    try:
        return base64.b64decode(coded) if base else unquote_to_bytes(coded)
    except binascii.Error:
        return b""


class _Reader(HTMLParser):
    """Gathers tables, texts and data while it goes through a page."""

    def __init__(self, file: str, number: int, found: Page):
        super().__init__()
        self.file, self.number, self.found = file, number, found
        self.words, self.where, self.heading, self.script = [], PLAIN, False, ""
        self.name, self.rows, self.cell = "", None, None

    def handle_starttag(self, tag, attrs):
        """Opens a table, a row, a cell or a text; attributes are texts of their own."""
        for name, value in attrs:
            self._attribute(name, value or "")
        if tag == "table" and self.rows is None:
            self.end_of_text()
            self.rows, self.name = [], re.sub("-title$", "", dict(attrs).get("aria-labelledby") or "")
        elif self.rows is not None and tag == "tr":
            self.rows.append([])
        elif self.rows is not None and tag in ("td", "th", "caption"):
            self.rows += [[]] if tag == "caption" else []       # the title, as a row of one cell
            self.cell = []
        elif tag == "script":
            self.script = dict(attrs).get("type") or "script"
        elif tag in BLOCKS and self.cell is None:
            self.end_of_text()
            self.where, self.heading = DRAWN.get(tag, PLAIN), tag == "h2"

    def handle_endtag(self, tag):
        """Closes what was opened."""
        if tag in ("td", "th", "caption") and self.rows and self.cell is not None:
            self.rows[-1].append(" ".join("".join(self.cell).split()))
            self.cell = None
        elif tag == "table" and self.rows is not None:
            self._table()
        elif tag == "script":
            self.script = ""
        elif tag in BLOCKS and self.cell is None:
            self.end_of_text()

    def handle_data(self, data):
        """Words of a cell, a text or a heading; or data for a program."""
        if self.script:
            self.found.data.append(data)
        else:
            (self.words if self.cell is None else self.cell).append(data)

    def handle_comment(self, data):
        """What a page keeps from those who only look."""
        self.found.texts.append(Text(self.file, "a comment", " ".join(data.split()), self.number))

    def end_of_text(self):
        """Keeps the words so far; a heading says which promise follows."""
        words = " ".join("".join(self.words).split())
        if self.heading:
            found = PROMISE.match(words + " ")
            self.number = int(found[1]) if found else 0
        if words:
            self.found.texts.append(Text(self.file, self.where, words, self.number))
        self.words, self.where, self.heading = [], PLAIN, False

    def _attribute(self, name: str, value: str) -> None:
        told = name.startswith("data-") or name in ("aria-label", "aria-description", "aria-valuetext")
        if value and (told or name in LABELS):
            words = f"{name[5:]}: {value}" if name.startswith("data-") else value
            self.found.texts.append(Text(self.file, LABELS.get(name, f"the attribute {name}"), words, self.number))

    def _table(self) -> None:
        found = table(self.file, self.name, self.number, self.rows)
        self.rows, self.cell = None, None
        if found:
            self.found.tables.append(found)
            self.found.texts += [Text(self.file, f"a cell of “{found.title}”", words, self.number)
                                 for row in found.rows for words in row if " " in words]


def table(file: str, name: str, number: int, rows: list[list[str]]) -> Table | None:
    """The title is a row of one cell, the headings are the next, and what is shorter than they (a note) is left out."""
    rows = [row for row in rows if row]
    title = rows[0][0] if rows and len(rows[0]) == 1 else ""
    columns, *rest = (rows[1:] if title else rows) or [[]]
    whole = tuple(tuple(row) for row in rest if len(row) == len(columns))
    return Table(file, name, number, title, tuple(columns), whole) if whole else None
