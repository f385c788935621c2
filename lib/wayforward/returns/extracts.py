"""An area's own returns, as known on a day.

A folder holds a subfolder for each day on which returns were received: 2025-06-15/Episodes_2024-25.csv. Of each table
and year the newest file received by the as-at day is used, so that a later delivery corrects or adds to an earlier one.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd

from wayforward.errors import MissingReturn
from wayforward.returns import files, problems
from wayforward.returns.catalogue import TABLES
from wayforward.returns.deliveries import SAME_EVERY_YEAR, Delivered, deliveries
from wayforward.returns.fill import emptied
from wayforward.returns.layout import Table, unknown_codes
from wayforward.returns.lookups import Match
from wayforward.returns.problems import Problem, Unreadable
from wayforward.returns.published import Input
from wayforward.returns.references import YearsTable
from wayforward.returns.related import Related, related
from wayforward.returns.screen import screen, shrunk

FEW = 30        # rows that two years may have alike by chance


class Returns:
    """The tables at hand, each read when first asked for. Never shown, saved or logged.

    received    the day of the newest delivery that is used; None without any
    figures     published figures of the area that measures need beside the returns (population, census)
    districts   what the area's districts are called, and their codes; empty where that is not known
    extracts    where the tables come from, by name; a table made otherwise has none
    loose       problems with files that are no known table
    """

    def __init__(self, tables: Mapping[str, Callable[[], pd.DataFrame]], figures: pd.DataFrame | None = None,
                 received: date | None = None, postcodes: Callable[[pd.Series], pd.DataFrame] | None = None,
                 la_code: str = "", gss: str = "", extracts: Mapping[str, "Extract"] | None = None,
                 loose: Iterable[Problem] = (), districts: Callable[[], Collection[str]] = tuple):
        self._loaders, self._read, self._made, self._unknown = dict(tables), {}, {}, {}
        self.figures, self.received, self.la_code, self.gss = figures, received, la_code, gss
        self._postcodes, self.districts = postcodes, districts
        self._extracts, self._loose = dict(extracts or {}), list(loose)
        self._related: dict[str, Related] = {}

    def has(self, *names: str) -> bool:
        """Whether all these tables are at hand."""
        return all(name in self._loaders for name in names)

    def table(self, name: str) -> pd.DataFrame:
        """A table of all years at hand, in values (see layout.typed), a cell with an unknown code missing, so that no
        measure takes it for any answer; MissingReturn where there is none, RefusedInputs where its screening refuses
        it, by itself or beside the tables it belongs with."""
        if name not in self._loaders:
            raise MissingReturn(name)
        if name not in self._read:
            rows = self._loaders[name]()
            problems.refuse(self._beside_others(name))
            self._unknown[name] = unknown_codes(rows, TABLES[name]) if name in TABLES else {}
            cleared = {column: rows[column].mask(where) for column, where in self._unknown[name].items()}
            self._read[name] = rows.assign(**cleared) if cleared else rows
        return self._read[name]

    def unknown_code(self, name: str, column: str) -> pd.Series:
        """Of each row of a table, whether its cell held a code that is not known. For measures to which an empty cell
        says something: a missing reason of absence is sickness, one that cannot be read is not."""
        rows = self.table(name)
        return self._unknown[name].get(column, pd.Series(False, rows.index))

    def once(self, work: Callable[["Returns"], Any]) -> Any:
        """What `work` makes of these returns, worked out when first asked for; nobody may change it."""
        if work not in self._made:
            self._made[work] = work(self)
        return self._made[work]

    def located(self, postcodes: pd.Series) -> pd.DataFrame:
        """Where postcodes lie, on the same index: easting, northing (metres; missing where not known), district and
        authority (nine-character codes), and the district's name."""
        return self._postcodes(postcodes)

    def problems(self, *names: str) -> list[Problem]:
        """Everything the screening finds, refusals first: in these tables, or in all at hand, and in files that are no
        known table."""
        found = [problem for name in self._asked(names)
                 for problem in (*self._extracts[name].problems, *self._beside_others(name))]
        return problems.ordered([*self._loose, *found])

    def matches(self, *names: str) -> list[Match]:
        """How many cells of these tables, or of all, were found in the registers; by table, column and year."""
        return [match for name in self._asked(names) for match in self._relations(name).matches]

    def inputs(self, *names: str) -> tuple[Input, ...]:
        """The files of these tables, read for it if need be, or all files read so far; in order of path."""
        read = [each for name in self._asked(names) if names or self._extracts[name].is_read
                for each in self._extracts[name].inputs]
        return tuple(sorted(read, key=lambda each: each.path))

    def _asked(self, names: tuple[str, ...]) -> list[str]:
        return [name for name in self._extracts if name in (names or self._extracts)]

    def _beside_others(self, name: str) -> list[Problem]:
        return self._relations(name).problems if name in self._extracts else []

    def _relations(self, name: str) -> Related:
        if name not in self._related:
            self._related[name] = related(self._extracts[name], self._extracts, self)
        return self._related[name]


class Extract:
    """A table of all years, read and screened once, when first asked for."""

    def __init__(self, delivered: Iterable[Delivered], most_rows: int | None = None):
        self.delivered, self._most_rows = list(delivered), most_rows

    @property
    def table(self) -> Table:
        return self.delivered[0].table

    @property
    def is_read(self) -> bool:
        return "_years" in self.__dict__

    @property
    def problems(self) -> list[Problem]:
        """What the screening finds in the table by itself, in order of year."""
        return self._result[1]

    @property
    def inputs(self) -> list[Input]:
        """The files that were read, in order of year."""
        return [each.input for each in self._years if each.input]

    @property
    def years(self) -> dict[int, YearsTable]:
        """The years whose rows can be had, whatever is wrong with them, in order."""
        return {each.delivered.year: YearsTable(each.delivered, each.rows)
                for each in self._years if each.rows is not None}

    def rows(self) -> pd.DataFrame:
        """All years' rows in values; RefusedInputs with every refusal where there is one."""
        rows, found = self._result
        problems.refuse(found)
        return rows

    @cached_property
    def _years(self) -> list["_Year"]:
        return [_Year(each, self._most_rows) for each in self.delivered]

    @cached_property
    def _result(self) -> tuple[pd.DataFrame | None, list[Problem]]:
        found = [problem for each in self._years for problem in each.problems]
        for before, now in pairwise(self._years):
            found += now.against(before)
        found += [self.years[year].delivered.told(problem) for year, problem in
                  emptied(self.table, {year: each.rows for year, each in self.years.items()})]
        frames = [each.rows for each in self._years if each.rows is not None]
        return pd.concat(frames, ignore_index=True) if frames else None, found


class _Year:
    """One file's rows in values, None where they cannot be had, and what is wrong with them."""

    def __init__(self, delivered: Delivered, most_rows: int | None):
        self.delivered, self.rows, self.input, self.problems = delivered, None, None, list(delivered.problems)
        if delivered.readable:
            self._read(most_rows or delivered.table.most_rows)

    def _read(self, most_rows: int) -> None:
        of = self.delivered
        try:
            text = files.read(of.piece, most_rows)
            self.input = Input(of.file, len(text.rows), _sha256(of.piece.path))
        except Unreadable as refused:
            self.problems += map(of.told, refused.problems)
            return
        self.rows, found = screen(text.rows, of.table, of.year, of.day)
        self.problems += map(of.told, (*text.problems, *found))

    def against(self, before: "_Year") -> list[Problem]:
        """What is wrong in comparison with the year before, where there is one."""
        of, other = self.delivered, before.delivered
        if self.rows is None or before.rows is None or other.year != of.year - 1:
            return []
        if of.table.name not in SAME_EVERY_YEAR and len(self.rows) >= FEW and _same(self.rows, before.rows):
            return [of.told(Problem("refuse", f"last year's file in this year's folder: the rows of {other.file}",
                                    action="put the right file in its place"))]
        ended = of.day > date(of.year, *of.table.ends)
        return [of.told(each) for each in shrunk(len(self.rows), len(before.rows), of.year)] if ended else []


def _same(now: pd.DataFrame, before: pd.DataFrame) -> bool:
    return len(now) == len(before) and now.drop(columns="return_year").equals(before.drop(columns="return_year"))


def _sha256(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def read_returns(folder: Path, as_at: date, *, figures: pd.DataFrame | None = None,
                 postcodes: Callable[[pd.Series], pd.DataFrame] | None = None, la_code: str = "", gss: str = "",
                 effects: Mapping[str, str] | None = None, most_rows: int | None = None,
                 districts: Callable[[], Collection[str]] = tuple) -> Returns:
    """The returns in `folder` as known on the day `as_at`: listed now, read when asked for. Without the folder there
    are none.

    effects     by table, the measures that its problems touch: "promises 1 and 7"
    most_rows   rows above which a file is refused; each table has its own limit otherwise
    """
    found = deliveries(folder, as_at, effects)
    extracts = {name: Extract(used, most_rows) for name, used in found.used.items()}
    return Returns({name: extract.rows for name, extract in extracts.items()}, figures, found.received, postcodes,
                   la_code, gss, extracts, found.problems, districts)
