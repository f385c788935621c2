"""What lies in a folder of deliveries: its days, the known tables of each, and what is told of everything else.

A delivery is a folder named by a day. What is no known table is told: refused where it looks like a delivery (by its
place, its kind, a name that is near to a table's, or headings that are a table's), and else a warning.
"""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from wayforward.periods import financial_year
from wayforward.reading import files
from wayforward.reading.declarations import NAME
from wayforward.reading.file_names import day_of, days_of
from wayforward.reading.files import Piece
from wayforward.reading.problems import Problem, Unreadable
from wayforward.reading.recognise import by_headings, by_name, is_copy, nearest
from wayforward.returns.layout import Table

BESIDE = (".", "~$", "__MACOSX", "Thumbs.db", "desktop.ini")       # what systems lay beside data
NO_TABLE = "no known table"
TAKE_AWAY = "take it away if it is not to be used"
COPY = Problem("warn", "a copy or a correction by its name, read as any other", effect="it takes the place of an "
               "earlier file", action="see that it is the one to use")


@dataclass(frozen=True)
class Found:
    """A known table whose year may not be known yet."""

    table: Table
    day: date
    piece: Piece
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Place:
    """The folder, and what is met in it on the way.

    others          folders in it that are other areas'
    told            what is told of files that are no known table
    declarations    the file in which the area declares something of its returns, where there is one
    """

    folder: Path
    others: Collection[str] = ()
    told: list[Problem] = field(default_factory=list)
    declarations: list[Path] = field(default_factory=list)

    def found(self, as_at: date) -> Iterator[list[Found]]:
        """The known tables of each delivery up to a day, in order."""
        for day, paths in self._days(as_at):
            yield [found for path in paths for found in (_in_folder if path.is_dir() else _in_file)(day, path, self)]

    def _days(self, as_at: date) -> Iterator[tuple[date, list[Path]]]:
        """The days that have come, each with what it holds; what lies between the days is told."""
        for entry, is_folder in self._entries(self.folder):
            day = day_of(entry.name) if is_folder else None
            if day and day <= as_at:
                yield day, [path for path, _ in self._entries(entry)]
            elif is_folder and not day and entry.name not in self.others:
                self.tell(entry, self._no_day(entry))
            elif _declares(entry):
                self.declarations.append(entry)
            elif not is_folder and _holds_data(entry):
                self.tell(entry, Problem(
                    "refuse", "a file outside the folders of days", effect="when it was received is not known",
                    action="move it into a folder named by the day it was received, such as 2025-06-15"))

    def _no_day(self, folder: Path) -> Problem:
        days = days_of(folder.name)
        rule = "a folder that may be named by two days" if days else "a folder that is not named by a day"
        written = " or ".join(map(str, days)) or "such as 2025-06-15"
        return Problem("refuse" if _holds_data(folder) else "warn", rule, effect="nothing in it is read",
                       action=f"name it by the day its files were received, {written}")

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

    def tell(self, path: Path, problem: Problem, inside: str | None = None) -> None:
        """Notes what is wrong with a file or a folder that is no known table, or with a part of it."""
        kind = f"{self.folder.name}/{NAME}" if _declares(path) else "a folder" if path.is_dir() else NO_TABLE
        self.told.append(replace(problem, file=self.name(path, inside), kind=kind))

    def kind(self, table: Table, year: int, day: date) -> str:
        """What a table of a year is, as its file should be called, and when it came."""
        return f"{self.folder.name}/{day}/{table.stems[0].replace(' ', '_')}_{financial_year(year)}"

    def name(self, path: Path, inside: str | None = None) -> str:
        """The path from the data folder, in letters that every screen can show, and the part of the file."""
        shown = os.fsencode(Path(self.folder.name) / path.relative_to(self.folder)).decode("utf-8", "backslashreplace")
        return f"{shown} ({inside})" if inside else shown


def _declares(path: Path) -> bool:
    return path.name.lower() == NAME


def _holds_data(path: Path) -> bool:
    """Whether a file, or any in a folder, is of a kind that is read or bears the name of a table."""
    if path.is_dir():
        return any(_holds_data(inner) for inner in path.rglob("*")
                   if not inner.is_dir() and not inner.name.startswith(BESIDE))
    return path.suffix.lower() in files.KINDS or by_name(files.own_name(path)[0]) is not None


def _in_folder(day: date, path: Path, place: Place) -> Iterator[Found]:
    place.tell(path, Problem("refuse" if _holds_data(path) else "warn", "a folder within a delivery",
                             effect="nothing in it is read", action="put its files into the folder of the day"))
    yield from ()


def _in_file(day: date, path: Path, place: Place) -> Iterator[Found]:
    own, year = files.own_name(path)
    named = by_name(own)
    if _declares(path):
        place.tell(path, Problem("refuse", "within a delivery", effect="nothing in it is read",
                                 action="put it beside the folders of days"))
        return
    try:
        pieces = _pieces(path, named)
    except Unreadable as refused:
        if named:
            yield Found(named, day, Piece(path, (own,), year), tuple(refused.problems))
        for problem in [] if named else refused.problems:
            place.tell(path, problem)
        return
    for piece in pieces:
        found = _recognised(day, piece)
        if found:
            yield found
        else:
            place.tell(path, _unknown(piece), piece.inside)


def _recognised(day: date, piece: Piece) -> Found | None:
    """A table known by a name or, then refused, by its headings."""
    table = next(filter(None, map(by_name, piece.names)), None)
    if table and piece.hidden:
        return Found(table, day, piece, (Problem("refuse", "a hidden sheet that bears the name of a table",
                                                  action="show it if it is to be read, or else take it out"),))
    if table:
        return Found(table, day, piece, (COPY,) if is_copy(piece.names) else ())
    table = None if piece.hidden else by_headings(piece)
    return table and Found(table, day, piece, (_misnamed(table, piece.year),))


def _misnamed(table: Table, year: int | None) -> Problem:
    name = f"{table.stems[0]}_{financial_year(year)}" if year else f"{table.stems[0]}, with its year"
    return Problem("refuse", f"not the name of a table, though its headings are those of {table.title}",
                   action=f"name it {name}, or {TAKE_AWAY}")


def _pieces(path: Path, named: Table | None) -> list[Piece]:
    """What the file holds; what is not read, as one piece of its whole name. Unreadable where its name is a table's and
    nothing in it is."""
    pieces = files.pieces(path)
    if named and not pieces:
        raise Unreadable(Problem("refuse", "of a kind that is not read",
                                 action=f"save it as CSV, XLSX or Parquet, or {TAKE_AWAY}"))
    if named and not any(by_name(name) for piece in pieces for name in piece.names):
        raise Unreadable(Problem("refuse", "no part of it bears the name of a table",
                                 action="name the sheet or member as the file is named"))
    return pieces or [Piece(path, files.own_name(path)[:1], None)]


def _unknown(piece: Piece) -> Problem:
    if piece.hidden:
        return Problem("warn", "a hidden sheet", effect="not read",
                       action="show it if it is to be read, or else take it out")
    near, alike = nearest(piece)
    hint = f"if it is one, name it as this one is: {near}" if near else "take it away if it is none"
    return Problem("refuse" if alike else "warn", "not the name of a table that is read",
                   effect="nothing is counted from it", action=hint)
