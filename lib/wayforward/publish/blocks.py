"""What a finished report says, block by block, whatever file it was read from."""

import re
from dataclasses import dataclass

PAGE_HEAD = "page head"
NUMBERED = re.compile(r"(\d+)\. (.+)")


@dataclass(frozen=True)
class Block:
    """A paragraph, a table's rows, a picture's words, or the head of its pages, under its three headings."""

    kind: str
    text: str = ""
    under: tuple[str, str, str] = ("", "", "")
    rows: tuple[dict[str, str], ...] = ()

    @property
    def number(self) -> int | None:
        """Of the promise under whose heading it stands."""
        found = NUMBERED.fullmatch(self.under[1])
        return int(found[1]) if found else None


class Under:
    """The headings under which something stands, one below the other."""

    def __init__(self):
        self._headings = ["", "", ""]

    def heading(self, level: int, text: str) -> Block:
        """A heading, under which all that comes then stands."""
        self._headings[level - 1:] = [text, *[""] * (3 - level)]
        return self.block("heading", text)

    def block(self, kind: str, text: str = "", rows: tuple[dict[str, str], ...] = ()) -> Block:
        """Something else."""
        return Block(kind, text, tuple(self._headings), rows)


def as_rows(cells: list[list[str]]) -> tuple[dict[str, str], ...]:
    """The rows of a table by its heads, which stand in the first."""
    heads, *rows = cells
    return tuple(dict(zip(heads, row, strict=True)) for row in rows)
