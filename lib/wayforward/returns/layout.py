"""What a return looks like: its tables, columns and code lists, the years in which each holds, and rules between them.

A return's module is a list of `Table`s in these words. A return's year is the year it ends in: 2025 is 2024-25, the
academic year 2024/25, 31 March, January, or 30 September 2025.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd

from wayforward.returns.distinct import Distinct

Kind = Literal["text", "code", "date", "whole", "number"]
Severity = Literal["refuse", "warn"]
Rhythm = Literal["events", "months", "survey", "year", "standing"]
UK_DATE = "%d/%m/%Y"
ISO_DATE = "%Y-%m-%d"
Years = tuple[int | None, int | None]      # the first and the last year in which something holds; None: no limit
ALWAYS: Years = (None, None)


def holds(years: Years, year: int) -> bool:
    """Whether a year lies within these years, both included."""
    first, last = years
    return (first is None or year >= first) and (last is None or year <= last)


@dataclass(frozen=True)
class Column:
    """A column: what its cells hold, and the years in which the return has it.

    codes       code → meaning, for kind "code"; `dated` names the years of a code that did not always hold
    blank       whether a cell may be empty
    low, high   limits of a number
    instead     what may stand in the place of a number: "U" for a grade that was not given
    needed      whether the file is refused without it, in the years it holds
    aliases     other headings it goes by; case, spaces and signs never matter
    free        whether people write in it what they like: nothing in it is read as something else
    unfilled    years in which it is rightly empty throughout
    asked       whether anything is asked of it; one that only stands in exports need not be delivered
    """

    name: str
    kind: Kind = "text"
    codes: Mapping[str, str] = field(default_factory=dict)
    dated: Mapping[str, Years] = field(default_factory=dict)
    blank: bool = True
    low: float | None = None
    high: float | None = None
    instead: tuple[str, ...] = ()
    needed: bool = True
    years: Years = ALWAYS
    aliases: tuple[str, ...] = ()
    free: bool = False
    unfilled: tuple[int, ...] = ()
    asked: bool = True

    def codes_in(self, year: int) -> list[str]:
        """The codes that hold in a year's return."""
        return [code for code in self.codes if holds(self.dated.get(code, ALWAYS), year)]


@dataclass(frozen=True)
class Rule:
    """A rule between the cells of a row, or between rows: `holds` takes the typed table (one file) and says of each
    row whether it is sound. `words` begin with the column: "DEC: must not come before DECOM"."""

    words: str
    holds: Callable[[pd.DataFrame], pd.Series]
    effect: str
    action: str = "correct it in the case system and export again"
    severity: Severity = "warn"


@dataclass(frozen=True)
class Reference:
    """A column whose cells stand in another table of the same year's return: the children of episodes in the header.

    column, to  its heading here, and there
    table       the other table, by name
    who         what the cells number, in words: "children"
    effect      what becomes of rows that do not meet
    severity    where most do not meet; where few do not, the table is warned of
    same        columns that must say the same of one child in both
    """

    column: str
    table: str
    to: str
    who: str
    effect: str
    severity: Severity = "refuse"
    same: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lookup:
    """A column whose cells are looked up in a register that is no part of the return.

    register    schools (by URN), providers (by UKPRN), establishments (authority and number), postcodes, districts;
                own area (postcodes of it), own authority (its code)
    who         what the cells number, in words: "homes"
    effect      what becomes of cells that are not found
    least       the least share of the filled cells to be found, under which nothing is believed
    severity    under the least, or far under earlier years
    """

    column: str
    register: Literal["schools", "providers", "establishments", "postcodes", "districts", "own area", "own authority"]
    who: str
    effect: str
    least: float = 1 / 2
    severity: Severity = "refuse"


IN_DISTRICTS = (Lookup("DISTRICT", "districts", "districts",
                       "broken down by district, these rows stand under names that are none of the area's",
                       severity="warn"),)


@dataclass(frozen=True)
class Table:
    """A file of a return.

    name        how measures ask for it: "ssda903_episodes"
    stems       names a file may bear, without year, case, spaces and signs: ("episodes",)
    title       what people call it
    key         columns that tell one row from another; rows that share a key are refused
    dates       the form in which the return writes dates; ISO days are read too, and no other form is guessed
    latest      the date column from which the year of a file without one in its name is read
    ends        (month, day) on which a return's year ends: what 2025 means
    most_rows   a file larger than this is refused as not of this kind
    references  columns that point to other tables of the same return
    lookups     columns that are looked up in registers
    needed_by   tables, by name, no year of which can be counted without this one's, if it is delivered at all
    rhythm      what tells how far its rows reach (see completeness): events spread over the year, months, a survey's
                weeks, nothing but its delivery, or a standing register that speaks of any day
    dated       the date columns by which that is seen
    """

    name: str
    title: str
    stems: tuple[str, ...]
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    dates: str = UK_DATE
    latest: str | None = None
    ends: tuple[int, int] = (3, 31)
    most_rows: int = 5_000_000
    references: tuple[Reference, ...] = ()
    lookups: tuple[Lookup, ...] = ()
    needed_by: tuple[str, ...] = ()
    rhythm: Rhythm = "year"
    dated: tuple[str, ...] = ()

    def columns_in(self, year: int) -> list[Column]:
        """The columns that a year's return has."""
        return [column for column in self.columns if holds(column.years, year)]

    def column(self, name: str) -> Column:
        """By name; LookupError for any other."""
        for column in self.columns:
            if column.name == name:
                return column
        raise LookupError(f"{self.name} has no column {name!r}")


def plain(name: str) -> str:
    """A name as names are compared: letters and digits alone, in small letters."""
    return re.sub(r"[^a-z0-9]+", "", name.casefold())


def renamed(rows: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The columns under the names the layout gives them; a column it does not know keeps its own."""
    known = {plain(name): column.name for column in table.columns for name in (*column.aliases, column.name)}
    return rows.rename(columns={own: known.get(plain(own), own) for own in rows.columns})


def typed(rows: pd.DataFrame, table: Table, year: int) -> pd.DataFrame:
    """Text as values: dates, numbers, codes and words, an empty cell missing; `return_year` says of which return.

    Columns of the layout that the file lacks are there, empty; columns the layout does not know stay text. A cell
    that is no date or number is missing here, and the screening says so.
    """
    cells = Distinct.of(rows)
    return to_rows(cells, parse_distinct(cells, table), table, year)


def parse_distinct(cells: Distinct, table: Table) -> dict[str, pd.Series]:
    """By column, the values that its different texts say."""
    kinds = {column.name: column.kind for column in table.columns}
    days, amounts = ({name for name in cells.spans if kinds.get(name) in kind} for kind in (["date"], NUMBERS))
    return (cells.read(days, lambda text: _dates(text.str.strip(), table.dates))
            | cells.read(amounts, lambda text: _numbers(text.str.strip()))
            | cells.read(cells.spans.keys() - days - amounts, _text))


def to_rows(cells: Distinct, values: Mapping[str, pd.Series], table: Table, year: int) -> pd.DataFrame:
    """The typed table of the values that the different texts say (see `typed`)."""
    nowhere = np.zeros(len(cells.index), int)
    made = {column.name: cells.spread(column.name, values[column.name]) if column.name in cells
            else NOTHING[column.kind].array.take(nowhere) for column in table.columns}
    others = {name: cells.spread(name, values[name]) for name in cells.spans if name not in made}
    return pd.DataFrame(made | others | {"return_year": year}, index=cells.index)


def unknown_codes(rows: pd.DataFrame, table: Table) -> dict[str, pd.Series]:
    """For each column of codes that has such cells, which of a typed table's cells hold what is none of its codes.

    A code of other years than the row's own is known: it says what it says, and the screening tells that its year is
    another. What is no code in any year says nothing, least of all that the answer is another one.
    """
    found = {}
    for column in table.columns:
        if column.kind == "code" and column.name in rows:
            none = set(pd.Series(rows[column.name].unique()).dropna()) - column.codes.keys()
            if none:
                found[column.name] = rows[column.name].isin(list(none))
    return found


def _text(cells: pd.Series) -> pd.Series:
    stripped = cells.str.strip()
    return stripped.mask(stripped.eq(""))


def dates(cells: pd.Series, form: str = UK_DATE) -> pd.Series:
    """Days written in the return's form, or as ISO days; missing for every other form."""
    return _each_once(cells, lambda text: _dates(text, form))


def numbers(cells: pd.Series) -> pd.Series:
    """Numbers written plainly, with a point and no thousands mark; missing for every other form."""
    return _each_once(cells, _numbers)


def _each_once(cells: pd.Series, read: Callable[[pd.Series], pd.Series]) -> pd.Series:
    """What `read` makes of cells' text, worked out once for each text: a column has few days or numbers, many times."""
    places, text = pd.factorize(cells.astype(str), use_na_sentinel=False)
    values = read(pd.Series(text, dtype=str).str.strip())
    return pd.Series(values.array.take(places), cells.index, name=cells.name)


def _dates(text: pd.Series, form: str) -> pd.Series:
    found = pd.to_datetime(text, format=form, errors="coerce").astype("datetime64[s]")
    iso = text.str.fullmatch(r"\d{4}-\d\d-\d\d([ T]00:00:00)?")
    if iso.any():
        days = pd.to_datetime(text.str.slice(0, 10).where(iso), format=ISO_DATE, errors="coerce")
        found = found.fillna(days.astype("datetime64[s]"))
    return found


def _numbers(text: pd.Series) -> pd.Series:
    return pd.to_numeric(text.where(text.str.fullmatch(r"-?\d+(\.\d+)?")), errors="coerce").astype(float)


NUMBERS = ("whole", "number")
EMPTY = pd.Series([""], dtype=str)
NOTHING: dict[Kind, pd.Series] = {"text": _text(EMPTY), "code": _text(EMPTY), "date": _dates(EMPTY, ISO_DATE),
                                  "whole": _numbers(EMPTY), "number": _numbers(EMPTY)}
