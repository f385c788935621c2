"""What the files of releases offer: figures of our series, each with the line it stands in, and what was left out.

`offered` is the one way in: it reads any number of files as they were downloaded, recognises the release of each table
by the register (see `release_register`), and refuses all problems of all files at once, so that nothing is half done.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from wayforward.errors import RefusedInputs
from wayforward.published.contract import REGISTERS
from wayforward.published.release_figures import KEY, SHOWN, figures_of, no_figures
from wayforward.published.release_neighbours import neighbours
from wayforward.published.release_places import Places
from wayforward.published.release_recognition import Recognised, recognise
from wayforward.published.release_register import Release
from wayforward.published.release_tables import Table, tables_of
from wayforward.published.release_words import at

LEFT_OUT = ["file", "reason", "rows"]
NEIGHBOURS = [*REGISTERS["neighbours"], "file", "line"]


@dataclass(frozen=True)
class Offered:
    """What files offer of one release.

    figures     text, contract.FIGURES and `file` and `line` (a number: the row's line in its file, the headings' being
                1); `known` is the usual day of release
    left_out    file, reason, rows: how many rows of the file gave no figure, and why; 0 rows where something is told
                that took no row, such as a column of which no series is made
    neighbours  the columns of the register of neighbours, with `file` and `line`; of a workbook of neighbours alone
    """

    release: Release
    figures: pd.DataFrame
    left_out: pd.DataFrame
    neighbours: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=NEIGHBOURS, dtype="str"))


def offered(paths: Sequence[Path], register: Sequence[Release], areas: pd.DataFrame) -> list[Offered]:
    """What files of releases offer, by release in the order of the register.

    paths   .csv, .csv.gz, .zip or .xlsx, as they were downloaded; meta files are found beside the data or among them
    areas   the register of areas (areas.csv), as text

    Every row of a table either gives figures or is counted under one reason in `left_out`: rows in = rows with a
    figure + rows left out. Raises RefusedInputs with every problem of every file: what was expected, where, and what to
    do. A data file of a zip that is of no release is left out and told, where another of the same zip is of one.
    """
    places = Places(areas.astype("str"))
    found = tables_of(paths)
    problems, untaken = list(found.problems), list(found.left_out)
    parts: Parts = {}
    for table, recognised in _recognised(found.tables, register, places):
        problems += [recognised.problem] if recognised.problem else []
        untaken += [(table.name, reason, rows) for reason, rows in recognised.left_out]
        for release, part in recognised.parts:
            parts.setdefault(release.id, []).append(_given(part, release, places))
    problems += [problem for given in parts.values() for each in given for problem in each.problems]
    parts, idle, empty = _without_idle(parts)
    untaken, problems = [*untaken, *idle], [*problems, *empty]
    together = [_together(release, parts[release.id], problems) for release in register if release.id in parts]
    if not together and not problems:
        problems.append("no file holds data: give the data files of a release")
    if problems:
        raise RefusedInputs("the files are refused; nothing was changed", list(dict.fromkeys(problems)))
    return _with_untaken(together, untaken)


@dataclass(frozen=True)
class Given:
    """What one table gives of a release."""

    table: str
    figures: pd.DataFrame
    neighbours: pd.DataFrame
    left_out: tuple[tuple[str, int], ...] = ()
    problems: tuple[str, ...] = ()
    nothing: str = ""
    rows: int = 0


Parts = dict[str, list[Given]]      # by release


def _without_idle(parts: Parts) -> tuple[Parts, list[tuple[str, str, int]], list[str]]:
    """Without tables that have nothing at a level and a time of ours. Those are left out and told, where another table
    of the same file gives something, and a problem where none does."""
    every = [each for given in parts.values() for each in given]
    giving = {_file(each.table) for each in every if not each.nothing}
    idle = [(each.table, each.nothing.removeprefix(each.table).lstrip(":, "), each.rows) for each in every
            if each.nothing and _file(each.table) in giving]
    empty = [each.nothing for each in every if each.nothing and _file(each.table) not in giving]
    left = {release: [each for each in given if not each.nothing] for release, given in parts.items()}
    return {release: given for release, given in left.items() if given}, idle, empty


def _recognised(tables: Sequence[Table], register: Sequence[Release],
                places: Places) -> Iterator[tuple[Table, Recognised]]:
    """Each table with what it is of. One of no release is left out, where another of its file is of one."""
    known = [(table, recognise(table, register, places)) for table in tables]
    packed = {_file(table.name) for table, found in known if found.parts}
    for table, found in known:
        if found.problem and _file(table.name) != table.name and _file(table.name) in packed:
            reason = f"of no release of ours: {found.problem.removeprefix(table.name).lstrip(':, ')}"
            yield table, Recognised(left_out=((reason, len(set(table.lines))),))
        else:
            yield table, found


def _file(name: str) -> str:
    """The file that a table lies in: a zip, a workbook, or itself."""
    for ending in (".zip/", ".xlsx, "):
        start, found, _ = name.partition(ending)
        if found:
            return start + ending.rstrip("/, ")
    return name


def _given(table: Table, release: Release, places: Places) -> Given:
    none = pd.DataFrame(columns=NEIGHBOURS, dtype="str")
    if release.form == "neighbours":
        rows, left_out, problems = neighbours(table, release, places)
        return Given(table.name, no_figures(), rows, tuple(left_out), tuple(problems))
    part = figures_of(table, release, places)
    return Given(table.name, part.figures, none, part.left_out, part.problems, part.nothing, len(set(table.lines)))


def _together(release: Release, given: Sequence[Given], problems: list[str]) -> Offered:
    """The tables of a release from all files: a figure that stands in two of them must be the same in both."""
    figures = pd.concat([each.figures for each in given], ignore_index=True)
    same = figures.duplicated([*KEY, *SHOWN])
    left = figures[~same]
    twice = left[left.duplicated(KEY, keep=False)]
    if twice["file"].nunique() > 1:
        where = "; ".join(f"{file} {at(rows['line'])}" for file, rows in twice.groupby("file", sort=False))
        problems.append(f"{where}: must have one figure for an area and period of '{release.id}'; they differ. Give "
                        "the one that is meant alone (of a zip, unpacked).")
    told = [(each.table, reason, rows) for each in given for reason, rows in each.left_out]
    told += [(file, "figures that another file has too", 0) for file in figures.loc[same, "file"].unique()]
    return Offered(release, left.reset_index(drop=True), pd.DataFrame(told, columns=LEFT_OUT),
                   pd.concat([each.neighbours for each in given], ignore_index=True))


def _with_untaken(together: Sequence[Offered], untaken: Sequence[tuple[str, str, int]]) -> list[Offered]:
    """With what of the files is of no release: told once, of the first release that comes from the same file."""
    files = [{_file(file) for file in [*each.left_out["file"], *each.figures["file"], *each.neighbours["file"]]}
             for each in together]
    rows: list[list[tuple[str, str, int]]] = [[] for _ in together]
    for each in untaken:
        rows[next((place for place, own in enumerate(files) if _file(each[0]) in own), 0)].append(each)
    return [replace(each, left_out=pd.DataFrame([*each.left_out.itertuples(index=False), *more], columns=LEFT_OUT))
            for each, more in zip(together, rows, strict=True)]
