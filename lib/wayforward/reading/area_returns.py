"""An area's own returns, as known on a day.

A folder holds a subfolder for each day on which returns were received: 2025-06-15/Episodes_2024-25.csv. Of each table
and year the newest file received by the as-at day is used, so that a later delivery corrects or adds to an earlier one.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from copy import copy
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from wayforward.errors import MissingReturn, RefusedInputs, RefusedReturn
from wayforward.input_tracking import Input
from wayforward.reading import completeness, problems
from wayforward.reading.deliveries import deliveries
from wayforward.reading.extract import Extract
from wayforward.reading.lookups import Match
from wayforward.reading.problems import Problem
from wayforward.reading.related import Related, related
from wayforward.returns.catalogue import TABLES
from wayforward.returns.layout import unknown_codes


class Returns:
    """The tables at hand, each read when first asked for. Never shown, saved or logged.

    received    the day of the newest delivery that is used; None without any
    figures     published figures of the area that measures need beside the returns (population, census)
    districts   what the area's districts are called, and their codes; empty where that is not known
    extracts    where the tables come from, by name; a table made otherwise has none
    loose       problems with files that are no known table
    asked       the tables asked for so far, by name (see `watched`)
    """

    def __init__(self, tables: Mapping[str, Callable[[], pd.DataFrame]], figures: pd.DataFrame | None = None,
                 received: date | None = None, postcodes: Callable[[pd.Series], pd.DataFrame] | None = None,
                 la_code: str = "", gss: str = "", extracts: Mapping[str, Extract] | None = None,
                 loose: Iterable[Problem] = (), districts: Callable[[], Collection[str]] = tuple):
        self._loaders, self._read, self._made, self._unknown = dict(tables), {}, {}, {}
        self.figures, self.received, self.la_code, self.gss = figures, received, la_code, gss
        self._postcodes, self.districts = postcodes, districts
        self._extracts, self.loose = dict(extracts or {}), list(loose)
        self._related: dict[str, Related] = {}
        self.asked: set[str] = set()

    def has(self, *names: str) -> bool:
        """Whether all these tables are at hand."""
        return all(name in self._loaders for name in names)

    def table(self, name: str) -> pd.DataFrame:
        """A table of all years at hand, in values (see layout.typed), a cell with an unknown code missing, so that no
        measure takes it for any answer; MissingReturn where there is none, RefusedReturn where its screening refuses
        it, by itself or beside the tables it belongs with."""
        if name not in self._loaders:
            raise MissingReturn(name)
        self.asked.add(name)
        if name not in self._read:
            rows = self._screened(name)
            self._unknown[name] = unknown_codes(rows, TABLES[name]) if name in TABLES else {}
            cleared = {column: rows[column].mask(where) for column, where in self._unknown[name].items()}
            self._read[name] = rows.assign(**cleared) if cleared else rows
        return self._read[name]

    def unknown_code(self, name: str, column: str) -> pd.Series:
        """Of each row of a table, whether its cell held a code that is not known. For measures to which an empty cell
        says something: a missing reason of absence is sickness, one that cannot be read is not."""
        rows = self.table(name)
        return self._unknown[name].get(column, pd.Series(False, rows.index))

    def _screened(self, name: str) -> pd.DataFrame:
        try:
            rows = self._loaders[name]()
            problems.refuse(self.found(name))
        except RefusedInputs as refused:
            raise RefusedReturn(name, refused.problems) from None
        return rows

    def refused(self, *names: str) -> list[str]:
        """Which of these tables are at hand and refused by their screening, in the order given."""
        return [name for name in names if self.has(name) and self._is_refused(name)]

    def _is_refused(self, name: str) -> bool:
        try:
            self.table(name)
        except RefusedReturn:
            return True
        return False

    def years_of(self, *names: str) -> list[int]:
        """The years of which a return of each of these tables is at hand, in order: also one without rows, which says
        that there is nobody. MissingReturn where there is no such table."""
        return sorted(set.intersection(*(self._years_of(name) for name in names)))

    def _years_of(self, name: str) -> set[int]:
        if name in self._extracts:
            return self._extracts[name].years
        return {int(year) for year in self.table(name)["return_year"].unique()}

    def once(self, work: Callable[["Returns"], Any]) -> Any:
        """What `work` makes of these returns, worked out when first asked for; nobody may change it."""
        if work not in self._made:
            watched = self.watched()
            self._made[work] = work(watched), watched.asked
        made, asked = self._made[work]
        self.asked |= asked
        return made

    def watched(self) -> "Returns":
        """The same returns, of which nothing has been asked yet."""
        other = copy(self)
        other.asked = set()
        return other

    def reaches(self, name: str) -> tuple[completeness.DaysCovered, ...]:
        """How far a table reaches in each of its years; nothing of one that stands for any day, is not at hand, or did
        not come in a delivery. RefusedInputs as for its rows."""
        return self._extracts[name].reaches() if name in self._extracts else ()

    def of_whole_years(self, *names: str) -> "Returns":
        """The same, with only those years of these tables that are whole; a table without any is not at hand."""
        begun = {name: years for name in names if (years := self._begun(name))}
        if not begun:
            return self
        for name in begun:
            self._relations(name)       # as they came, not as they are here
        kept = {name: self._extracts[name].without(years) for name, years in begun.items()}
        other = self.watched()
        other._made, other._read = {}, {name: rows for name, rows in self._read.items() if name not in begun}
        other._unknown = dict(self._unknown)
        other._extracts = self._extracts | {name: extract for name, extract in kept.items() if extract.delivered}
        other._loaders = {name: load for name, load in self._loaders.items() if name not in begun} | {
            name: extract.rows for name, extract in kept.items() if extract.delivered}
        return other

    def _begun(self, name: str) -> set[int]:
        """The years of a table that are not whole; none of one that is refused, which whoever asks for it is told."""
        try:
            return {reach.year for reach in self.reaches(name) if reach.missing}
        except RefusedInputs:
            return set()

    def located(self, postcodes: pd.Series) -> pd.DataFrame:
        """Where postcodes lie, on the same index: easting, northing (metres; missing where not known), district and
        authority (nine-character codes), and the district's name."""
        return self._postcodes(postcodes)

    def problems(self, *names: str) -> list[Problem]:
        """Everything the screening finds, refusals first: in these tables, or in all at hand, and in files that are no
        known table."""
        return problems.ordered([*self.loose, *self.found(*names)])

    def found(self, *names: str) -> list[Problem]:
        """The same without what is found in files that are no known table."""
        return problems.ordered(problem for name in self._asked(names)
                                for problem in (*self._extracts[name].problems, *self._relations(name).problems))

    def matches(self, *names: str) -> list[Match]:
        """How many cells of these tables, or of all, were found in the registers; by table, column and year."""
        return [match for name in self._asked(names) for match in self._relations(name).matches]

    def inputs(self, *names: str) -> tuple[Input, ...]:
        """The files of these tables, read for it if need be, or all files read so far; in order of path."""
        read = [each for name in self._asked(names) if names or self._extracts[name].is_read
                for each in self._extracts[name].inputs]
        return tuple(sorted(dict.fromkeys(read), key=lambda each: each.path))

    def _asked(self, names: tuple[str, ...]) -> list[str]:
        return [name for name in self._extracts if name in (names or self._extracts)]

    def _relations(self, name: str) -> Related:
        if name not in self._related:
            self._related[name] = related(self._extracts[name], self._extracts, self)
        return self._related[name]


def read_returns(folder: Path, as_at: date, *, figures: pd.DataFrame | None = None,
                 postcodes: Callable[[pd.Series], pd.DataFrame] | None = None, la_code: str = "", gss: str = "",
                 effects: Mapping[str, str] | None = None, most_rows: int | None = None,
                 districts: Callable[[], Collection[str]] = tuple, others: Collection[str] = ()) -> Returns:
    """The returns in `folder` as known on the day `as_at`: listed now, read when asked for. Without the folder there
    are none.

    effects     by table, the measures that its problems touch: "promises 1 and 7"
    most_rows   rows above which a file is refused; each table has its own limit otherwise
    districts   names and codes of the area's districts
    others      folders in it that are other areas'
    """
    found = deliveries(folder, as_at, effects, others)
    extracts = {name: Extract(used, most_rows, [each for each in found.quiet if each.table.name == name])
                for name, used in found.used.items()}
    return Returns({name: extract.rows for name, extract in extracts.items()}, figures, found.received, postcodes,
                   la_code, gss, extracts, found.problems, districts)
