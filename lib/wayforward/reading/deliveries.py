"""Which file is used for which table and year: the newest delivery not after a day.

A folder holds a subfolder for each day on which returns were received, 2025-06-15/Episodes_2024-25.csv. A table is
known by the name of its file, its sheet or its place in a zip; a later delivery of a table and year takes the place of
the earlier. What looks like a delivery and is not read is refused.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from wayforward.periods import financial_year
from wayforward.reading import files
from wayforward.reading.declarations import NAME, NOBODY, NOTHING_MORE, Declared, declared
from wayforward.reading.files import Piece
from wayforward.reading.folders import Found, Place
from wayforward.reading.headings import known
from wayforward.reading.problems import Problem, Unreadable, touching
from wayforward.reading.recognise import STEMS
from wayforward.returns.catalogue import TABLES
from wayforward.returns.layout import Table, dates, renamed

# What may stand unchanged from one year to the next: a census, a register of schools, how many were invited.
SAME_EVERY_YEAR = ("communities", "gias_establishments", "survey_invited")
SMALL = 10      # rows, below which two years may be the same
STRAYS = 1 / 20     # of a year's days: fewer in the next year do not make a file one of that year


@dataclass(frozen=True)
class Delivered:
    """A part of a file that is a known table of a year.

    file        its name for whoever has it: the path from the data folder, and the sheet or member
    kind        what it is, told in the place of its name wherever that may not be: 2025-06-15/Episodes_2024-25
    measures    the measures it touches, in words
    problems    what is wrong with it before its rows are read
    nobody      whether there is no such file because the area declares that it has nobody (see `declared`)
    """

    table: Table
    year: int
    day: date
    piece: Piece
    file: str
    kind: str = ""
    measures: str = ""
    problems: tuple[Problem, ...] = ()
    nobody: bool = False

    @property
    def readable(self) -> bool:
        """Whether nothing said so far stands against reading its rows."""
        return all(problem.severity == "warn" for problem in self.problems)

    def told(self, problem: Problem) -> Problem:
        """A problem with the file's name and kind and the measures it touches."""
        named = problem.parted({column.name for column in self.table.columns})
        return replace(named, file=self.file, kind=self.kind, effect=touching(self.measures, problem.effect))

    def but(self, *problems: Problem) -> "Delivered":
        """The same with further problems."""
        return replace(self, problems=(*self.problems, *map(self.told, problems)))


@dataclass(frozen=True)
class Deliveries:
    """What a folder holds on a day: what is used of each table, in order of year, problems of no known table, and of
    which tables it is declared that a silence in them is true."""

    used: dict[str, list[Delivered]]
    problems: list[Problem]
    quiet: tuple[Declared, ...] = ()

    @property
    def received(self) -> date | None:
        """The newest day of which anything is used."""
        return max((each.day for used in self.used.values() for each in used), default=None)


def deliveries(folder: Path, as_at: date, effects: Mapping[str, str] | None = None,
               others: Collection[str] = ()) -> Deliveries:
    """What is used on the day `as_at`; rows are read only where a name does not say the year.

    `effects` names, by table, the measures its problems touch; `others` are folders in it that are other areas'. A
    folder that is not there holds nothing.
    """
    place, effects = Place(Path(folder), frozenset(others)), effects or {}
    found = [each for delivery in place.found(as_at) for each in _with_years(delivery, place, effects)]
    used = defaultdict(list)
    for each in _unlike(_newest(found)):
        used[each.table.name].append(each)
    said = [(path, each) for path in place.declarations for each in _declared(path, place)]
    for each in _without_anybody(said, used, as_at, place, effects):
        used[each.table.name] = sorted([*used[each.table.name], each], key=lambda each: each.year)
    return Deliveries(dict(used), place.told, tuple(each for _, each in said if each.what == NOTHING_MORE))


def _with_years(found: list[Found], place: Place, effects: Mapping[str, str]
                ) -> Iterator[Delivered]:
    """With a year each: its name's, its newest date's, its sisters' in the delivery, or the last that had ended."""
    years = [each.piece.year or _year_within(each) for each in found]
    for each, year in zip(found, years, strict=True):
        sisters = {other_year for other, other_year in zip(found, years, strict=True)
                   if other_year and _sisters(each.table, other.table)}
        year, why = _year(each, year, sisters)
        delivered = Delivered(each.table, year, each.day, each.piece, place.name(each.piece.path, each.piece.inside),
                              place.kind(each.table, year, each.day), effects.get(each.table.name, ""))
        yield delivered.but(*each.problems, *_of_year(each, year, why))


def _year(each: Found, known: int | None, sisters: set[int]) -> tuple[int, str]:
    """A year, and why it was taken where the name does not say it."""
    if known:
        return known, "" if each.piece.year else f"the year of its latest {each.table.latest}"
    if len(sisters) == 1:
        return min(sisters), "the year of the files that belong with it"
    return year_of(each.day, each.table) - 1, "the last year that had ended when it was received"


def _of_year(each: Found, year: int, why: str) -> Iterator[Problem]:
    if why:
        yield Problem("warn", f"no year in its name: taken for {financial_year(year)}, {why}",
                      effect="its figures may stand under the wrong year",
                      action=f"put the year in its name, such as {each.table.stems[0]}_{financial_year(year)}")
    if each.day <= date(year - 1, *each.table.ends):
        yield Problem("refuse", "of a year that had not begun when it was received",
                      action="correct the year in its name")


def _year_within(each: Found) -> int | None:
    """The year of the newest dates not after the day received; None where no such date can be read."""
    if not each.table.latest or any(problem.severity == "refuse" for problem in each.problems):
        return None
    try:
        rows = renamed(files.rows(each.piece, each.table.most_rows, known(each.table)), each.table)
    except Unreadable:
        return None     # told when the table is read
    if list(rows.columns).count(each.table.latest) != 1:
        return None     # told then, too
    return _newest_year(dates(rows[each.table.latest], each.table.dates), each.table, each.day)


def _newest_year(days: pd.Series, table: Table, received: date) -> int | None:
    """The newest year of days up to the day received; the one before, where the newest has but a few strays."""
    newest = latest_year(days, table, received)
    if newest is None:
        return None
    came = days[days <= pd.Timestamp(received)]
    begins = pd.Timestamp(newest - 1, *table.ends)
    within = int((came > begins).sum())
    before = int(((came <= begins) & (came > begins - pd.DateOffset(years=1))).sum())
    return newest - (within < STRAYS * before)


def latest_year(days: pd.Series, table: Table, received: date) -> int | None:
    """The return's year of the newest day that is not after the day received; None without any."""
    newest = days[days <= pd.Timestamp(received)].max()
    return None if pd.isna(newest) else year_of(newest.date(), table)


def year_of(day: date, table: Table) -> int:
    """The return's year in which a day lies."""
    return day.year + ((day.month, day.day) > table.ends)


def _sisters(one: Table, other: Table) -> bool:
    """Tables of one return, whose years end together."""
    return one.name.partition("_")[0] == other.name.partition("_")[0] and one.ends == other.ends


def _newest(found: Iterable[Delivered]) -> list[Delivered]:
    """Of each table and year what came last; a second of the same day is kept to be told, and not read."""
    by_year = defaultdict(list)
    for each in found:
        by_year[each.table.name, each.year].append(each)
    return [chosen for _, all_days in sorted(by_year.items(), key=lambda item: item[0])
            for chosen in _one_a_day([each for each in all_days if each.day == max(other.day for other in all_days)])]


def _one_a_day(same_day: list[Delivered]) -> list[Delivered]:
    first, *others = same_day
    second = Problem("refuse", "a second file of one table and year in a delivery, beside another",
                     action="keep the one that is right", other=first.file)
    return [first, *(each.but(second) for each in others)]


def _unlike(used: list[Delivered]) -> list[Delivered]:
    """With a problem for those whose bytes are another's. Only files of one size are read for it."""
    groups = _alike(files.size, [each for each in used if each.table.name not in SAME_EVERY_YEAR])
    same = {}
    for group in (alike for size in groups for alike in _alike(files.digest, size)):
        first, *others = sorted(group, key=lambda each: (each.day, each.year))
        same |= {id(each): _repeats(each, first) for each in others if _source(each) != _source(first)}
    return [each.but(*same.get(id(each), ())) for each in used]


def _alike(of: Callable, used: list[Delivered]) -> list[list[Delivered]]:
    """Groups of more than one for which `of` the piece is the same; what cannot be read is told later."""
    groups = defaultdict(list)
    for each in used:
        try:
            groups[of(each.piece)].append(each)
        except Unreadable:
            continue
    return [group for group in groups.values() if len(group) > 1]


def _repeats(each: Delivered, first: Delivered) -> tuple[Problem, ...]:
    """What is told of a file whose bytes are another's; nothing where both say that there is nobody."""
    rows = _size(each)
    if rows == 0:
        return ()
    if each.table == first.table and rows is not None and rows < SMALL:
        return (Problem("warn", "the same as another", rows=rows, effect="one year's rows may stand for two",
                        action="see that it is the right file", other=first.file),)
    rule = "last year's file in this year's folder" if each.table == first.table else "the same file twice"
    return (Problem("refuse", f"{rule}: the same as another", action="put the right file in its place",
                    other=first.file),)


def _size(each: Delivered) -> int | None:
    """How many rows a file has; None where they cannot be read, which is told later."""
    try:
        return len(files.rows(each.piece, each.table.most_rows, known(each.table)))
    except Unreadable:
        return None


def _source(each: Delivered) -> tuple[Path, str | None]:
    """The file that is read, or the zip's member: a workbook and an XML are one file for all their tables."""
    return each.piece.path, each.piece.inside if each.piece.kind == files.ZIP else None


def _declared(path: Path, place: Place) -> list[Declared]:
    """What a file declares; what is wrong with it is told."""
    found, told = declared(path, STEMS, {name for name, table in TABLES.items() if not _others(table)})
    for problem in told:
        place.tell(path, problem)
    return found


def _without_anybody(said: Iterable[tuple[Path, Declared]], used: Mapping[str, list[Delivered]], as_at: date,
                     place: Place, effects: Mapping[str, str]) -> Iterator[Delivered]:
    """The tables and years that the area declares to have nobody in, and of which there is no file."""
    for path, each in said:
        if each.what == NOBODY:
            days = _days_at_hand(each, used, as_at)
            there = {delivered.year for delivered in used.get(each.table.name, ())}
            for year in filter(each.holds, sorted(days.keys() - there)):
                yield Delivered(each.table, year, days[year], Piece(path, (NAME,), year), place.name(path),
                                f"{place.folder.name}/{NAME}", effects.get(each.table.name, ""), nobody=True)


def _days_at_hand(declared: Declared, used: Mapping[str, list[Delivered]], as_at: date) -> dict[int, date]:
    """For each year of which other tables of the return are at hand the day they came; of a return of one table, for
    each declared year that has ended the day after."""
    table, others = declared.table, _others(declared.table)
    if not others:
        ends = {year: date(year, *table.ends) for year in range(declared.first, declared.last + 1)}
        return {year: end + timedelta(days=1) for year, end in ends.items() if end < as_at}
    came = sorted((each.year, each.day) for name in others for each in used.get(name, ()))
    return dict(came)


def _others(table: Table) -> list[str]:
    """The names of the other tables of a return."""
    return [other.name for other in TABLES.values() if other != table and _sisters(table, other)]
