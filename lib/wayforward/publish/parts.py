"""What a report is made of, whatever file it becomes: headings, paragraphs, tables, pictures, as they are read."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["Title", "Body Text", "Quote", "List Bullet", "Reply"]


@dataclass(frozen=True)
class Heading:
    """level: 1 to 3; place: a name that links lead to; new_page: whether it begins one."""

    level: int
    text: str
    place: str = ""
    new_page: bool = False


@dataclass(frozen=True)
class Paragraph:
    """One line of our Markdown; kind: the name of its style; a reply is body text that stands in under its question."""

    markdown: str
    kind: Kind = "Body Text"


@dataclass(frozen=True)
class Table:
    """title: its caption; rows: of as many cells as `heads`; widths: of the columns, in centimetres; places: what the
    first cell of each row leads to, if anything."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Picture:
    """image: a PNG; words: what it shows, for whoever does not see it."""

    image: bytes
    title: str
    words: str
    caption: str


@dataclass(frozen=True)
class OnItsSide:
    """All that follows stands on pages that lie on their side."""


Part = Heading | Paragraph | Table | Picture | OnItsSide


def paragraphs(blocks: list[str], kind: Kind = "Body Text") -> list[Paragraph]:
    """Blocks of our Markdown, their lists line by line.

    >>> [one.kind for one in paragraphs(["Two are new:", "- one\\n- two"])]
    ['Body Text', 'List Bullet', 'List Bullet']
    """
    return [Paragraph(line.removeprefix("- "), "List Bullet" if line.startswith("- ") else kind)
            for block in blocks for line in block.splitlines()]
