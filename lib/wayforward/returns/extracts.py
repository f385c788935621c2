"""An area's own returns, as known on a day.

A folder holds a subfolder for each day on which returns were received: 2025-06-15/Episodes_2024-25.csv. Of each table
and year the newest file received by the as-at day is used, so that a later delivery corrects or adds to an earlier one.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd

from wayforward.errors import MissingReturn
from wayforward.periods import financial_year
from wayforward.returns import files, headings, problems, uneven
from wayforward.returns.deliveries import SAME_EVERY_YEAR, Delivered, deliveries
from wayforward.returns.layout import typed
from wayforward.returns.problems import Problem, Unreadable
from wayforward.returns.published import Input
from wayforward.returns.screen import screen, shrunk

FEW = 30        # rows that two years may have alike by chance


class Returns:
    """The tables at hand, each read when first asked for. Never shown, saved or logged.

    received    the day of the newest delivery that is used; None without any
    figures     published figures of the area that measures need beside the returns (population, census)
    extracts    where the tables come from, by name; a table made otherwise has none
    loose       problems with files that are no known table
    """

    def __init__(self, tables: Mapping[str, Callable[[], pd.DataFrame]], figures: pd.DataFrame | None = None,
                 received: date | None = None, postcodes: Callable[[pd.Series], pd.DataFrame] | None = None,
                 la_code: str = "", gss: str = "", extracts: Mapping[str, "Extract"] | None = None,
                 loose: Iterable[Problem] = ()):
        self._loaders, self._read, self._made = dict(tables), {}, {}
        self.figures, self.received, self.la_code, self.gss = figures, received, la_code, gss
        self._postcodes = postcodes
        self._extracts, self._loose = dict(extracts or {}), list(loose)

    def has(self, *names: str) -> bool:
        """Whether all these tables are at hand."""
        return all(name in self._loaders for name in names)

    def table(self, name: str) -> pd.DataFrame:
        """A table of all years at hand, in values (see layout.typed); MissingReturn where there is none, RefusedInputs
        where its screening refuses it."""
        if name not in self._loaders:
            raise MissingReturn(name)
        if name not in self._read:
            self._read[name] = self._loaders[name]()
        return self._read[name]

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
            self._made[work] = work(self)
        return self._made[work]

    def located(self, postcodes: pd.Series) -> pd.DataFrame:
        """Where postcodes lie, on the same index: easting, northing (metres; missing where not known), district and
        authority (nine-character codes), and the district's name."""
        return self._postcodes(postcodes)

    def problems(self, *names: str) -> list[Problem]:
        """Everything the screening finds, refusals first: in these tables, or in all at hand, and in files that are no
        known table."""
        return problems.ordered([*self._loose, *(each for extract in self._asked(names) for each in extract.problems)])

    def inputs(self, *names: str) -> tuple[Input, ...]:
        """The files of these tables, read for it if need be, or all files read so far; in order of path."""
        read = [each for extract in self._asked(names) if names or extract.is_read for each in extract.inputs]
        return tuple(sorted(dict.fromkeys(read), key=lambda each: each.path))

    def _asked(self, names: tuple[str, ...]) -> list["Extract"]:
        return [extract for name, extract in self._extracts.items() if name in (names or self._extracts)]


class Extract:
    """A table of all years, read and screened once, when first asked for."""

    def __init__(self, delivered: Iterable[Delivered], most_rows: int | None = None):
        self._delivered, self._most_rows = list(delivered), most_rows
        self._result: tuple[pd.DataFrame | None, list[Problem], list[Input]] | None = None

    @property
    def is_read(self) -> bool:
        return self._result is not None

    @property
    def years(self) -> set[int]:
        """The years of which a file is at hand."""
        return {each.year for each in self._delivered}

    @property
    def problems(self) -> list[Problem]:
        """What the screening finds, in order of year."""
        return self._all()[1]

    @property
    def inputs(self) -> list[Input]:
        """The files that were read, in order of year."""
        return self._all()[2]

    def rows(self) -> pd.DataFrame:
        """All years' rows in values; RefusedInputs with every refusal where there is one."""
        rows, found, _ = self._all()
        problems.refuse(found)
        return rows

    def _all(self) -> tuple[pd.DataFrame | None, list[Problem], list[Input]]:
        if self._result is None:
            years = [_Year(each, self._most_rows) for each in self._delivered]
            found = [problem for each in years for problem in each.problems]
            for before, now in pairwise(years):
                found += now.against(before)
            frames = [each.rows for each in years if each.rows is not None]
            whole = pd.concat(frames, ignore_index=True) if frames else None
            self._result = whole, found, [each.input for each in years if each.input]
        return self._result


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
        self.input = Input(of.file, 0, _sha256(of.piece.path))

    def _read(self, most_rows: int) -> None:
        of = self.delivered
        try:
            text = files.read(of.piece, most_rows, headings.known(of.table))
            self.input = Input(of.file, len(text.rows), _sha256(of.piece.path))
        except Unreadable as refused:
            self.problems += map(of.told, refused.problems)
            return
        self.rows, found = screen(text.rows, of.table, of.year, of.day)
        self.problems += map(of.told, (*text.problems, *uneven.doubtful(text.mended, of.table), *found))

    def against(self, before: "_Year") -> list[Problem]:
        """What is wrong in comparison with the year before, where there is one."""
        of, other = self.delivered, before.delivered
        if self.rows is None or before.rows is None or other.year != of.year - 1:
            return []
        if of.table.name not in SAME_EVERY_YEAR and len(self.rows) >= FEW and _same(self.rows, before.rows):
            return [of.told(Problem("refuse", f"last year's file in this year's folder: the rows of {other.file}",
                                    action="put the right file in its place"))]
        if of.day <= date(of.year, *of.table.ends):
            return []
        now, then = len(self.rows), len(before.rows)
        return [*map(of.told, shrunk(now, then, of.year) if now else _nobody_left(then, of.year))]


def _nobody_left(before: int, year: int) -> list[Problem]:
    """A problem where a table has headings alone, unlike the year before."""
    return [Problem("warn", f"nobody is in it, unlike in {financial_year(year - 1)}", effect="counted as nobody",
                    action="see that the export is whole")] if before else []


def _same(now: pd.DataFrame, before: pd.DataFrame) -> bool:
    one, other = (rows.drop(columns="return_year").reset_index(drop=True) for rows in (now, before))
    return len(now) == len(before) and one.equals(other)


def _sha256(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def read_returns(folder: Path, as_at: date, *, figures: pd.DataFrame | None = None,
                 postcodes: Callable[[pd.Series], pd.DataFrame] | None = None, la_code: str = "", gss: str = "",
                 effects: Mapping[str, str] | None = None, most_rows: int | None = None,
                 others: Collection[str] = ()) -> Returns:
    """The returns in `folder` as known on the day `as_at`: listed now, read when asked for. Without the folder there
    are none.

    effects     by table, the measures that its problems touch: "promises 1 and 7"
    most_rows   rows above which a file is refused; each table has its own limit otherwise
    others      folders in it that are other areas'
    """
    found = deliveries(folder, as_at, effects, others)
    extracts = {name: Extract(used, most_rows) for name, used in found.used.items()}
    return Returns({name: extract.rows for name, extract in extracts.items()}, figures, found.received, postcodes,
                   la_code, gss, extracts, found.problems)
