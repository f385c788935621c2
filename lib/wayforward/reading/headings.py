"""Which line of a file or a sheet holds the headings, where lines of other things may stand above them.

A report often begins with its title, the day it was run, or "sep=,". The headings are the line, among the first ones,
that names the most columns of the table that is looked for; the first line, where none names two.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import islice

from wayforward.reading.problems import Problem
from wayforward.returns.layout import Table, plain

LOOK = 20       # lines that hold anything
ENOUGH = 2      # names of columns in one line
BREAK = re.compile("\r\n|\r|\n")


@dataclass(frozen=True)
class Headings:
    """The headings, as they stand but for space around them.

    line, last  the line on which they begin, and on which they end
    above       the lines above that hold anything
    """

    names: list[str]
    line: int
    last: int
    above: tuple[int, ...] = ()

    @property
    def problems(self) -> list[Problem]:
        """What is told of the lines above."""
        if not self.above:
            return []
        rule, it = ("a line above the headings", "it") if len(self.above) == 1 else ("lines above the headings", "them")
        return [Problem("warn", rule, lines=self.above, effect="no figure changes",
                        action=f"take {it} away, so that the file begins with its headings")]


def known(table: Table) -> frozenset[str]:
    """The names that a table's columns go by, as names are compared."""
    return frozenset(plain(name) for column in table.columns for name in (column.name, *column.aliases))


def find(lines: Iterable[tuple[int, list[str]]], names: Collection[str]) -> Headings | None:
    """The headings among the first lines, given as line number and cells; None where no line holds anything.

    `names` are those looked for (see `known`).
    """
    first = list(islice(((line, cells) for line, cells in lines if any(map(str.strip, cells))), LOOK))
    if not first:
        return None
    place = max(range(len(first)), key=lambda each: (named(first[each][1], names), -each))
    if named(first[place][1], names) < ENOUGH:
        place = 0
    line, cells = first[place]
    breaks = sum(len(BREAK.findall(cell)) for cell in cells)
    return Headings([cell.strip() for cell in cells], line, line + breaks, tuple(above for above, _ in first[:place]))


def named(cells: Iterable[str], names: Collection[str]) -> int:
    """How many of the names stand in the cells."""
    return len({plain(cell) for cell in cells} & set(names))
