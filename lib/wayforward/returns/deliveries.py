"""Which file is used for which table and year: the newest delivery not after a day.

A folder holds a subfolder for each day on which returns were received, 2025-06-15/Episodes_2024-25.csv. A table is
known by the name of its file, its sheet or its place in a zip; a later delivery of a table and year takes the place of
the earlier.
"""

import difflib
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from wayforward.periods import financial_year
from wayforward.returns import files
from wayforward.returns.catalogue import TABLES
from wayforward.returns.files import Piece
from wayforward.returns.headings import known
from wayforward.returns.layout import Table, dates, plain, renamed
from wayforward.returns.problems import Problem, Unreadable, touching

STEMS = {plain(stem): table for table in TABLES.values() for stem in (*table.stems, table.name)}
# What may stand unchanged from one year to the next: a census, a register of schools, how many were invited.
SAME_EVERY_YEAR = ("communities", "gias_establishments", "survey_invited")
BESIDE = (".", "~$", "__MACOSX", "Thumbs.db", "desktop.ini")       # what systems lay beside data


@dataclass(frozen=True)
class Delivered:
    """A part of a file that is a known table of a year.

    file        its name in messages: the path from the data folder, and the sheet or member
    measures    the measures it touches, in words
    problems    what is wrong with it before its rows are read
    """

    table: Table
    year: int
    day: date
    piece: Piece
    file: str
    measures: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def readable(self) -> bool:
        """Whether nothing said so far stands against reading its rows."""
        return all(problem.severity == "warn" for problem in self.problems)

    def told(self, problem: Problem) -> Problem:
        """A problem with the file's name and the measures it touches."""
        return replace(problem, file=self.file, effect=touching(self.measures, problem.effect))

    def but(self, *problems: Problem) -> "Delivered":
        """The same with further problems."""
        return replace(self, problems=(*self.problems, *map(self.told, problems)))


@dataclass(frozen=True)
class Deliveries:
    """What a folder holds on a day: what is used of each table, in order of year, and problems of no known table."""

    used: dict[str, list[Delivered]]
    problems: list[Problem]

    @property
    def received(self) -> date | None:
        """The newest day of which anything is used."""
        return max((each.day for used in self.used.values() for each in used), default=None)


def deliveries(folder: Path, as_at: date, effects: Mapping[str, str] | None = None) -> Deliveries:
    """What is used on the day `as_at`; rows are read only where a name does not say the year.

    `effects` names, by table, the measures its problems touch. A folder that is not there holds nothing.
    """
    place = _Place(Path(folder), effects or {}, [])
    found = [each for day, paths in place.days(as_at) for each in _with_years(_known(day, paths, place), place)]
    used = defaultdict(list)
    for each in _unlike(_newest(found)):
        used[each.table.name].append(each)
    return Deliveries(dict(used), place.told)


@dataclass(frozen=True)
class _Place:
    """The folder, how its files are named in messages, and what is told of files that are no known table."""

    folder: Path
    effects: Mapping[str, str]
    told: list[Problem]

    def days(self, as_at: date) -> Iterator[tuple[date, list[Path]]]:
        """The days that have come, each with its files, in order; what lies between the days is told."""
        for entry, is_folder in self._entries(self.folder):
            day = _day(entry.name) if is_folder else None
            if day and day <= as_at:
                yield day, [path for path, _ in self._entries(entry)]
            elif is_folder and not day:
                self.tell(entry, Problem(
                    "warn", "a folder that is not named by a day", effect="nothing in it is read",
                    action="name it by the day its files were received, such as 2025-06-15"))
            elif entry.suffix.lower() in files.KINDS:
                self.tell(entry, Problem(
                    "refuse", "a file outside the folders of days", effect="when it was received is not known",
                    action="move it into a folder named by the day it was received, such as 2025-06-15"))

    def _entries(self, folder: Path) -> list[tuple[Path, bool]]:
        """What a folder holds, and whether it is itself a folder."""
        try:
            return [(path, path.is_dir()) for path in sorted(folder.iterdir())
                    if not path.name.startswith(BESIDE) and path.stem.lower() != "readme"]
        except FileNotFoundError:
            return []
        except OSError:
            self.tell(folder, Problem("refuse", "cannot be opened as a folder", effect="nothing in it is read",
                                      action="see that it is a folder, and give permission to read it"))
            return []

    def tell(self, path: Path, problem: Problem) -> None:
        self.told.append(replace(problem, file=self.name(path)))

    def name(self, path: Path, inside: str | None = None) -> str:
        """The path from the data folder, in letters that every screen can show, and the part of the file."""
        shown = os.fsencode(Path(self.folder.name) / path.relative_to(self.folder)).decode("utf-8", "backslashreplace")
        return f"{shown} ({inside})" if inside else shown


@dataclass(frozen=True)
class _Found:
    """A known table whose year may not be known yet."""

    table: Table
    day: date
    piece: Piece
    problems: tuple[Problem, ...] = ()


def _day(name: str) -> date | None:
    try:
        day = date.fromisoformat(name)
    except ValueError:
        return None
    return day if str(day) == name else None


def _known(day: date, paths: list[Path], place: _Place) -> list[_Found]:
    """The known tables of a delivery; what else lies there is told."""
    known = []
    for path in paths:
        own, year = files.own_name(path)
        named = STEMS.get(plain(own))
        try:
            pieces = _pieces(path, named)
        except Unreadable as refused:
            known += [_Found(named, day, Piece(path, (own,), year), tuple(refused.problems))] if named else []
            for problem in [] if named else refused.problems:
                place.tell(path, problem)
            continue
        known += [_Found(_table(piece), day, piece) for piece in pieces if _table(piece)]
        for piece in (piece for piece in pieces if not _table(piece)):
            place.tell(path, _unknown(piece))
    return known


def _pieces(path: Path, named: Table | None) -> list[Piece]:
    """What the file holds; what is not read, as one piece of its whole name. Unreadable where its name is a table's and
    nothing in it is."""
    if path.is_dir():
        return [Piece(path, (path.name,), None)]
    pieces = files.pieces(path)
    if named and not pieces:
        raise Unreadable(Problem("refuse", "of a kind that is not read", action="save it as CSV, XLSX or Parquet"))
    if named and not any(map(_table, pieces)):
        raise Unreadable(Problem("refuse", "no part of it bears the name of a table",
                                 action="name the sheet or member as the file is named"))
    return pieces or [Piece(path, (path.name,), None)]


def _table(piece: Piece) -> Table | None:
    return next((STEMS[plain(name)] for name in piece.names if plain(name) in STEMS), None)


def _unknown(piece: Piece) -> Problem:
    near = difflib.get_close_matches(plain(piece.names[0]), STEMS, 1)
    hint = f"if it is one, name it as this one is: {STEMS[near[0]].stems[0]}" if near else "take it away if it is none"
    part = f" ({piece.inside})" if piece.inside else ""
    return Problem("warn", f"not the name of a table that is read{part}", effect="nothing is counted from it",
                   action=hint)


def _with_years(found: list[_Found], place: _Place) -> Iterator[Delivered]:
    """With a year each: its name's, its newest date's, its sisters' in the delivery, or the last that had ended."""
    years = [each.piece.year or _year_within(each) for each in found]
    for each, year in zip(found, years, strict=True):
        sisters = {other_year for other, other_year in zip(found, years, strict=True)
                   if other_year and _sisters(each.table, other.table)}
        year, why = _year(each, year, sisters)
        delivered = Delivered(each.table, year, each.day, each.piece, place.name(each.piece.path, each.piece.inside),
                              place.effects.get(each.table.name, ""))
        yield delivered.but(*each.problems, *_of_year(each, year, why))


def _year(each: _Found, known: int | None, sisters: set[int]) -> tuple[int, str]:
    """A year, and why it was taken where the name does not say it."""
    if known:
        return known, "" if each.piece.year else f"the year of its latest {each.table.latest}"
    if len(sisters) == 1:
        return min(sisters), "the year of the files that belong with it"
    return year_of(each.day, each.table) - 1, "the last year that had ended when it was received"


def _of_year(each: _Found, year: int, why: str) -> Iterator[Problem]:
    if why:
        yield Problem("warn", f"no year in its name: taken for {financial_year(year)}, {why}",
                      effect="its figures may stand under the wrong year",
                      action=f"put the year in its name, such as {each.table.stems[0]}_{financial_year(year)}")
    if each.day <= date(year - 1, *each.table.ends):
        yield Problem("refuse", "of a year that had not begun when it was received",
                      action="correct the year in its name")


def _year_within(each: _Found) -> int | None:
    """The year of the newest date not after the day received; None where no such date can be read."""
    if each.problems or not each.table.latest:
        return None
    try:
        rows = renamed(files.rows(each.piece, each.table.most_rows, known(each.table)), each.table)
    except Unreadable:
        return None     # told when the table is read
    if list(rows.columns).count(each.table.latest) != 1:
        return None     # told then, too
    return latest_year(dates(rows[each.table.latest], each.table.dates), each.table, each.day)


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
    second = Problem("refuse", f"a second file of one table and year in a delivery, beside {first.file}",
                     action="keep the one that is right")
    return [first, *(each.but(second) for each in others)]


def _unlike(used: list[Delivered]) -> list[Delivered]:
    """With a problem for those whose bytes are another's. Only files of one size are read for it."""
    groups = _alike(files.size, [each for each in used if each.table.name not in SAME_EVERY_YEAR])
    same = {}
    for group in (alike for size in groups for alike in _alike(files.digest, size)):
        first, *others = sorted(group, key=lambda each: (each.day, each.year))
        same |= {id(each): _repeats(each, first) for each in others if _source(each) != _source(first)}
    return [each.but(same[id(each)]) if id(each) in same else each for each in used]


def _alike(of: Callable, used: list[Delivered]) -> list[list[Delivered]]:
    """Groups of more than one for which `of` the piece is the same; what cannot be read is told later."""
    groups = defaultdict(list)
    for each in used:
        try:
            groups[of(each.piece)].append(each)
        except Unreadable:
            continue
    return [group for group in groups.values() if len(group) > 1]


def _repeats(each: Delivered, first: Delivered) -> Problem:
    rule = "last year's file in this year's folder" if each.table == first.table else "the same file twice"
    return Problem("refuse", f"{rule}: the same as {first.file}", action="put the right file in its place")


def _source(each: Delivered) -> tuple[Path, str | None]:
    """The file that is read, or the zip's member: a workbook and an XML are one file for all their tables."""
    return each.piece.path, each.piece.inside if each.piece.kind == files.ZIP else None
