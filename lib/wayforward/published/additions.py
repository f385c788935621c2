"""Downloaded releases on their way into a folder of published figures: compared, judged and, if wanted, written.

Nothing that is held is changed or taken away. What is new and what is revised becomes further rows, in the table that
holds the series; every rule of the contract is tried on all rows with them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd

from wayforward.errors import RefusedInputs, RefusedParameters
from wayforward.published import contract, doubts
from wayforward.published.as_editions import as_editions
from wayforward.published.compare_figures import ADDED, compare, gone
from wayforward.published.contract import FIGURES, REGISTERS
from wayforward.published.exchange import put
from wayforward.published.figures import register_of
from wayforward.published.models import changed, compare_models
from wayforward.published.offered import Offered
from wayforward.published.tables import CSV, PARQUET, File, files_of, stored

NEIGHBOURS = "neighbours"


@dataclass(frozen=True)
class Additions:
    """What downloaded releases would add to a folder.

    standing    the files of the folder, by table
    compared    every offered row with its `kind` and what is held (see compare_figures), its `level` and `release`;
                those that are new or revised as they would be added
    gone        figures held that a file no longer shows, of the series, periods and levels that it covers
    left_out    rows that were not taken: file, reason, rows
    models      rows of neighbours, each with its `kind`
    older       by file that is older than what is held, how one can tell
    warnings    what a person should look at
    """

    folder: Path
    standing: dict[str, File]
    compared: pd.DataFrame
    gone: pd.DataFrame
    left_out: pd.DataFrame
    models: pd.DataFrame
    older: dict[str, str]
    warnings: list[str]

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The figures to be added, with the `table` of each."""
        added = self.compared[self.compared["kind"].isin(ADDED)]
        return added.assign(table=_tables(added, self.standing))

    @cached_property
    def new_models(self) -> pd.DataFrame:
        """The neighbours to be added."""
        return self.models[self.models["kind"].isin(ADDED)]

    @cached_property
    def files(self) -> dict[str, File]:
        """The tables and registers with what is added, by name."""
        new = {table: _with_rows(self.standing.get(table), table, rows) for table, rows in self.rows.groupby("table")}
        if not self.new_models.empty:
            new[NEIGHBOURS] = _appended(self.standing[NEIGHBOURS], self.new_models, REGISTERS[NEIGHBOURS])
        return new

    @property
    def older_with_news(self) -> list[str]:
        """Older files that would add something."""
        return [file for file in self.older if self.rows["file"].eq(file).any()]


def read_additions(folder: Path, offered: Sequence[Offered], today: date, released: date | None = None,
                   may_be_older: bool = False) -> Additions:
    """What releases, as the register reads them, would add to a folder on a day.

    released: the day on which they were published, where it is known

    Raises RefusedInputs with every reason why they cannot be added, each with its file, and RefusedParameters for a
    release date that is still to come.
    """
    folder = Path(folder)
    if released and released > today:
        raise RefusedParameters(f"released: {released} is still to come")
    standing = {file.table: file for file in files_of(folder)}
    rows, held = _offered_figures(offered, standing), _held(offered, standing)
    compared = compare(rows, held)
    added = compared["kind"].isin(ADDED)
    older = doubts.older_files(compared, held)
    editions = as_editions(_late(compared[added], older), today, released)
    models = compare_models(_joined([each.neighbours for each in offered], [*REGISTERS[NEIGHBOURS], *contract.PLACE]),
                            register_of(list(standing.values()), NEIGHBOURS), today, released)
    additions = Additions(
        folder, standing, pd.concat([editions, compared[~added]]).sort_index(), gone(rows, held),
        _joined([each.left_out for each in offered], ["file", "reason", "rows"]), models,
        older, doubts.warnings(compared, held))
    _refuse(additions, [*doubts.not_ended(compared, today),
                        *doubts.refusals(compared, held, released, may_be_older), *changed(models)])
    return additions


def write(additions: Additions, may_be_older: bool = False) -> list[Path]:
    """Writes what is to be added, all or nothing, and says which files; nothing where nothing is new. RefusedInputs
    for files that are older than what is held, unless they may be."""
    if additions.older_with_news and not may_be_older:
        raise RefusedInputs("nothing is written; leave these files out, or add --older:",
                            [f"{file} is older than what is held: {additions.older[file]}"
                             for file in additions.older_with_news])
    return put(additions.folder, additions.standing, additions.files) if additions.files else []


def _refuse(additions: Additions, problems: list[str]) -> None:
    """RefusedInputs with the problems, or those of the contract where there are none."""
    files = ", ".join(dict.fromkeys([*additions.compared["file"], *additions.models["file"]]))
    problems = problems or contract.problems(_to_judge(additions))
    if problems:
        raise RefusedInputs(f"{files}: refused, and nothing is written:", problems)


def _to_judge(additions: Additions) -> dict[str, pd.DataFrame]:
    """All rows of the folder and those to be added, which keep the file and the line that they come from."""
    tables = {name: [file.placed()] for name, file in additions.standing.items()}
    for table, rows in additions.rows.groupby("table"):
        tables.setdefault(table, []).append(rows[[*FIGURES, *contract.PLACE]])
    tables[NEIGHBOURS].append(additions.new_models[[*REGISTERS[NEIGHBOURS], *contract.PLACE]])
    return {name: pd.concat(parts, ignore_index=True) for name, parts in tables.items()}


def _late(rows: pd.DataFrame, older: Collection[str]) -> pd.DataFrame:
    """With those as `late` too that a file brings of periods before the newest held: earlier reports did not see them.
    Those of a file that is older as a whole are asked for, and stay what was known then."""
    return rows.assign(late=rows["late"] | (rows["backward"] & ~rows["file"].isin(older)))


def _offered_figures(offered: Sequence[Offered], standing: Mapping[str, File]) -> pd.DataFrame:
    columns = [*FIGURES, *contract.PLACE, "release"]
    rows = _joined([each.figures.assign(release=each.release.id) for each in offered], columns)
    return rows.assign(level=_levels(rows, standing))


def _held(offered: Sequence[Offered], standing: Mapping[str, File]) -> pd.DataFrame:
    """Every edition held of the series that are offered, with `level`."""
    series = {name for each in offered for name in each.figures["series"]}
    rows = pd.concat([file.of_series(series) for name, file in standing.items() if name not in REGISTERS],
                     ignore_index=True)
    return rows.assign(level=_levels(rows, standing))


def _levels(rows: pd.DataFrame, standing: Mapping[str, File]) -> pd.Series:
    areas = register_of(list(standing.values()), "areas").set_index("area")["level"]
    return rows["area"].map(areas).fillna("")


def _tables(rows: pd.DataFrame, standing: Mapping[str, File]) -> pd.Series:
    """The table of each row: that which holds its series, else its citation, else one named after its release."""
    files = [file for name, file in standing.items() if name not in REGISTERS]
    found = pd.Series(pd.NA, rows.index, dtype="str")
    for column in ("series", "citation"):
        tables = {each: file.table for file in sorted(files, key=lambda file: file.is_stored)
                  for each in file.combinations(column)[column]}
        found = found.fillna(rows[column].map(tables))
    return found.fillna(rows["release"].str.replace("_", "-"))


def _with_rows(file: File | None, table: str, rows: pd.DataFrame) -> File:
    """A table with further rows, in the form that it has."""
    if file and not file.is_stored:
        return _appended(file, rows, FIGURES)
    held = [file.of_areas()] if file else []
    return File(f"{table}{PARQUET}", stored(pd.concat([*held, rows[FIGURES]])))


def _appended(file: File, rows: pd.DataFrame, columns: Sequence[str]) -> File:
    """A table as text with further rows at its end, in the order of its own columns."""
    own = [name for name in file.text.columns if name in columns]
    ended = file.raw if file.raw.endswith(b"\n") else file.raw + b"\n"
    return File(f"{file.table}{CSV}", ended + rows[own].to_csv(header=False, index=False, lineterminator="\n").encode())


def _joined(frames: Sequence[pd.DataFrame | None], columns: Sequence[str]) -> pd.DataFrame:
    """Frames below each other, of some columns; with these and no row where there is none."""
    there = [frame[list(columns)] for frame in frames if frame is not None and len(frame)]
    return pd.concat(there, ignore_index=True) if there else pd.DataFrame(columns=list(columns), dtype="str")
