"""The tables of a page, as a reader sees them: title, headings, rows of words, and the promise they stand under."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

PIECES = re.compile(r"<h2\b.*?</h2>|<table\b.*?</table>", re.DOTALL)
PROMISE = re.compile(r"\s*(\d+)\. ")
NAME = re.compile(r'aria-labelledby="([^"]*?)(?:-title)?"')


@dataclass(frozen=True)
class Table:
    """One table of a page; `name` is the one in its markup ("" without), `number` that of the promise, 0 above the
    first."""

    file: str
    name: str
    number: int
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Words(HTMLParser):
    """Gathers the rows of cells of a piece of a page; of a heading, its words."""

    def __init__(self, piece: str):
        super().__init__()
        self.rows, self.text, self.inside = [], "", False
        self.feed(piece)

    def handle_starttag(self, tag, attrs):
        """Opens a row or a cell."""
        if tag == "tr":
            self.rows.append([])
        self.inside = self.inside or tag in ("td", "th")
        if tag in ("td", "th"):
            self.text = ""

    def handle_endtag(self, tag):
        """Closes a cell."""
        if tag in ("td", "th") and self.rows:
            self.rows[-1].append(" ".join(self.text.split()))
            self.inside = False

    def handle_data(self, data):
        """Words of a cell or heading."""
        self.text += data


def read_tables(page: Path) -> list[Table]:
    """Every table of an HTML page, in its order."""
    found, number = [], 0
    for piece in PIECES.findall(page.read_text(encoding="utf-8")):
        words = Words(piece)
        if piece.startswith("<h2"):
            heading = PROMISE.match(words.text)
            number = int(heading[1]) if heading else 0
        elif words.rows:
            name = NAME.search(piece)
            found.append(_table(page.name, name[1] if name else "", number, words.rows))
    return [table for table in found if table.rows]


def _table(file: str, name: str, number: int, rows: list[list[str]]) -> Table:
    """The title is a row of one cell, the headings are the next, and what is shorter than they (a note) is left out."""
    rows = [row for row in rows if row]
    title = rows[0][0] if rows and len(rows[0]) == 1 else ""
    columns, *rest = (rows[1:] if title else rows) or [[]]
    whole = tuple(tuple(row) for row in rest if len(row) == len(columns))
    return Table(file, name, number, title, tuple(columns), whole)
