"""A table of all years at hand: read, screened year by year and in comparison, and how far each year reaches."""

import hashlib
from collections.abc import Collection, Iterable
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import pandas as pd

from wayforward.input_tracking import Input
from wayforward.periods import financial_year
from wayforward.reading import completeness, files, headings, problems, ragged_rows
from wayforward.reading.declarations import Declared
from wayforward.reading.deliveries import SAME_EVERY_YEAR, Delivered
from wayforward.reading.emptied_columns import emptied_columns
from wayforward.reading.problems import Problem, Unreadable
from wayforward.reading.references import YearsTable
from wayforward.reading.screening import screen, shrunk
from wayforward.returns.layout import Table, typed

FEW = 30        # rows that two years may have alike by chance


class Extract:
    """A table of all years, read and screened once, when first asked for; in the years that are declared `quiet`, and
    in those of headings alone, days without rows are no hole."""

    def __init__(self, delivered: Iterable[Delivered], most_rows: int | None = None, quiet: Collection[Declared] = ()):
        self.delivered, self._most_rows, self._quiet = list(delivered), most_rows, quiet

    @property
    def table(self) -> Table:
        return self.delivered[0].table

    @property
    def is_read(self) -> bool:
        return "_years" in self.__dict__

    @property
    def years(self) -> set[int]:
        """The years of which a file is at hand."""
        return {each.year for each in self.delivered}

    def without(self, years: Collection[int]) -> "Extract":
        """The same table without some years."""
        other = Extract([each for each in self.delivered if each.year not in years], self._most_rows, self._quiet)
        other._years = [each for each in self._years if each.delivered.year not in years]
        return other

    @property
    def problems(self) -> list[Problem]:
        """What the screening finds in the table by itself, in order of year."""
        return self._result[1]

    @property
    def inputs(self) -> list[Input]:
        """The files that were read, in order of year."""
        return [each.input for each in self._years if each.input]

    @property
    def by_year(self) -> dict[int, YearsTable]:
        """The years whose rows can be had, whatever is wrong with them, in order."""
        return {each.delivered.year: YearsTable(each.delivered, each.rows)
                for each in self._years if each.rows is not None}

    def rows(self) -> pd.DataFrame:
        """All years' rows in values; RefusedInputs with every refusal where there is one."""
        rows, found = self._result
        problems.refuse(found)
        return rows

    def reaches(self) -> tuple[completeness.DaysCovered, ...]:
        """How far it reaches in each year; RefusedInputs as for its rows."""
        self.rows()
        return self._reaches

    @cached_property
    def _years(self) -> list["_Year"]:
        return [_Year(each, self._most_rows) for each in self.delivered]

    @cached_property
    def _reaches(self) -> tuple[completeness.DaysCovered, ...]:
        return completeness.days_covered(self.table, [
            completeness.Year(year, each.delivered.day, each.rows, each.rows.empty or self._is_quiet(year))
            for year, each in self.by_year.items()])

    def _is_quiet(self, year: int) -> bool:
        return any(each.holds(year) for each in self._quiet)

    @cached_property
    def _result(self) -> tuple[pd.DataFrame | None, list[Problem]]:
        found = [problem for each in self._years for problem in each.problems]
        for before, now in pairwise(self._years):
            found += now.against(before)
        found += self._over_the_years()
        frames = [each.rows for each in self.by_year.values()]
        return pd.concat(frames, ignore_index=True) if frames else None, found

    def _over_the_years(self) -> list[Problem]:
        """What is wrong with a year beside the others: columns that went empty, days that are missing."""
        found = [*emptied_columns(self.table, {year: each.rows for year, each in self.by_year.items()})]
        found += [(reach.year, problem) for reach in self._reaches
                  for problem in completeness.seen(reach, self.table)]
        return [self.by_year[year].delivered.told(problem) for year, problem in found]


class _Year:
    """One file's rows in values, None where they cannot be had, and what is wrong with them."""

    def __init__(self, delivered: Delivered, most_rows: int | None):
        self.delivered, self.rows, self.input, self.problems = delivered, None, None, list(delivered.problems)
        if delivered.nobody:
            self._nobody()
        elif delivered.readable:
            self._read(most_rows or delivered.table.most_rows)

    def _nobody(self) -> None:
        of = self.delivered
        self.rows = typed(pd.DataFrame(dtype=str), of.table, of.year)
        self.input = Input(of.kind, 0, _sha256(of.piece.path), of.table.title)

    def _read(self, most_rows: int) -> None:
        of = self.delivered
        try:
            text = files.read(of.piece, most_rows, headings.known(of.table))
            self.input = Input(of.kind, len(text.rows), _sha256(of.piece.path), of.table.title)
        except Unreadable as refused:
            self.problems += map(of.told, refused.problems)
            return
        self.rows, found = screen(text.rows, of.table, of.year, of.day)
        self.problems += map(of.told, (*text.problems, *ragged_rows.doubtful(text.mended, of.table), *found))

    def against(self, before: "_Year") -> list[Problem]:
        """What is wrong in comparison with the year before, where there is one."""
        of, other = self.delivered, before.delivered
        if self.rows is None or before.rows is None or other.year != of.year - 1:
            return []
        if of.table.name not in SAME_EVERY_YEAR and len(self.rows) >= FEW and _same(self.rows, before.rows):
            return [of.told(Problem("refuse", "last year's file in this year's folder: the rows of another",
                                    action="put the right file in its place", other=other.file))]
        if of.day <= date(of.year, *of.table.ends):
            return []
        now, then = len(self.rows), len(before.rows)
        return [*map(of.told, shrunk(now, then, of.year) if now else _nobody_left(then, of.year))]


def _nobody_left(before: int, year: int) -> list[Problem]:
    """A problem where a table has headings alone, unlike the year before."""
    return [Problem("warn", f"nobody is in it, unlike in {financial_year(year - 1)}", effect="counted as nobody",
                    action="see that the export is whole")] if before else []


def _same(now: pd.DataFrame, before: pd.DataFrame) -> bool:
    if len(now) != len(before):
        return False
    one, other = (rows.drop(columns="return_year").reset_index(drop=True) for rows in (now, before))
    return one.equals(other)


def _sha256(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
