"""What the screening finds wrong in returns: rule, file, column and number of rows, never what a cell holds.

Whoever has the files is told them by their names (`wayforward check`). What leaves, a run's pages and its log, tells a
file by its table and year and a column only where the layout knows it: a name that somebody gave may be a child's.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import pandas as pd

from wayforward.errors import RefusedInputs
from wayforward.markup import capitalised
from wayforward.returns.layout import Severity

LINE = "line"           # the name of an index that holds each row's line in its file
MOST_LINES = 5          # that are told of one problem


class Unreadable(Exception):
    """A file, or a part of one, of which no rows can be had. `problems` say why, without the file's name."""

    def __init__(self, *problems: "Problem"):
        self.problems = list(problems)
        super().__init__("; ".join(problem.rule for problem in problems))


@dataclass(frozen=True)
class Problem:
    """One broken rule of one column of one file.

    rule      what is wrong, in a few words
    file      its path from the data folder, with the sheet or member it holds; for whoever has the files, as are
    other     another file that it is about
    unknown   headings that the layout does not know
    kind      what the file is, in the place of its name: day, table and year
    column    one heading, or several with commas; empty for a whole file
    rows      how many break the rule; None where it is not a matter of rows
    of        of how many that could break it, where that matters
    lines     the first of the lines on which these rows begin, the headings' line being 1 as a rule; none where the
              file has no lines (see `lines_of`)
    effect    what it does to which measures
    action    what to do about it
    """

    severity: Severity
    rule: str
    file: str = ""
    column: str = ""
    rows: int | None = None
    effect: str = "nothing is counted from this file"
    action: str = "export it again"
    of: int | None = None
    lines: tuple[int, ...] = ()
    kind: str = ""
    unknown: str = ""
    other: str = ""

    @property
    def sentence(self) -> str:
        """All of it, for a person to act on who has the files."""
        where = ", ".join(part for part in (self.file, self.column, self.unknown) if part)
        beside = f" ({self.other})" if self.other else ""
        return f"{where}: {self.rule}{beside}{self._size}. {capitalised(self.effect)}. {capitalised(self.action)}."

    def parted(self, known: Collection[str]) -> "Problem":
        """The same with its headings parted into those that are known and others."""
        named = self.column.split(", ")
        return replace(self, column=", ".join(name for name in named if name in known),
                       unknown=", ".join(name for name in named if name not in known))

    @property
    def _size(self) -> str:
        of = f" of {self.of:,}" if self.of is not None else ""
        told = [*([f"{self.rows:,}{of} {'row' if self.rows == 1 and not of else 'rows'}"]
                  if self.rows is not None else []),
                *([self._at] if self.lines else [])]
        return f" ({', '.join(told)})" if told else ""

    @property
    def _at(self) -> str:
        """The lines in words: "line 2", "lines 2, 5 and 9", "lines 2, 5, 9, 12, 14 and 7 more"."""
        more = max(self.rows or 0, len(self.lines)) - len(self.lines)
        *first, last = [*(f"{line:,}" for line in self.lines), *([f"{more:,} more"] if more else [])]
        return f"lines {', '.join(first)} and {last}" if first else f"line {last}"


def lines_of(rows: pd.Index) -> tuple[int, ...]:
    """The first of the lines that rows' index tells, in order; none where it tells no lines, as in a Parquet file."""
    return tuple(map(int, rows.sort_values()[:MOST_LINES])) if rows.name == LINE else ()


def too_many(most_rows: int) -> Unreadable:
    """A file far larger than its kind."""
    return Unreadable(Problem("refuse", f"more than {most_rows:,} rows, far more than a file of this kind has",
                              action="check that it is the right file"))


def refuse(problems: Iterable[Problem], summary: str = "the returns are refused; put them right and run again") -> None:
    """RefusedInputs with every refusal among the problems; nothing where there are only warnings."""
    refusals = [problem.sentence for problem in ordered(problems) if problem.severity == "refuse"]
    if refusals:
        raise RefusedInputs(summary, refusals)


def ordered(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once: refusals first, then by file and column."""
    return sorted(dict.fromkeys(problems), key=lambda each: (each.severity != "refuse", each.file, each.column,
                                                             each.rule))


def touching(measures: str, effect: str) -> str:
    """An effect, told of the measures that it falls on: "promises 1 and 7: nothing is counted from this file"."""
    return f"{measures}: {effect}" if measures else effect
