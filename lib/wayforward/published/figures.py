"""Published figures: official statistics as tidy tables, and what was known of them on a day.

A folder holds any number of tables of figures and three registers, areas.csv, neighbours.csv and sources.csv.
One row of figures is one published number of one area and period, with the day it became known.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import pandas as pd

from wayforward.errors import RefusedInputs
from wayforward.input_tracking import Input
from wayforward.periods import span
from wayforward.published import contract


@dataclass(frozen=True)
class Published:
    """What was known of published figures on a day.

    figures     the columns of the tables; `value` a number in its published unit (percent stays percent), missing
                where `symbol` or `status` says why; `known` a day; and the period's `start`, `end` and `label`
    areas       one row an area; `invented` a truth value
    neighbours  the newest model of each area's statistical neighbours, `rank` 1 the closest
    sources     one row a citation
    inputs      every file read, in order of path
    """

    figures: pd.DataFrame
    areas: pd.DataFrame
    neighbours: pd.DataFrame
    sources: pd.DataFrame
    inputs: tuple[Input, ...]


def read_published(folder: Path, as_at: date) -> Published:
    """The figures in `folder` that were known on the day `as_at`.

    Raises RefusedInputs with every problem of every file: a file that is missing or is no table, or a broken rule
    of the contract with its column, the number of rows and the first one's line.
    """
    files = _files(Path(folder))
    tables = _tables(files, folder)
    _refuse(contract.problems(tables), folder)
    figures = pd.concat([tables[name] for name in tables if name not in contract.REGISTERS], ignore_index=True)
    areas, neighbours, sources = (tables[name][columns] for name, columns in contract.REGISTERS.items())
    return Published(
        figures=_with_spans(_known(figures[contract.FIGURES], as_at)).assign(value=lambda rows: _number(rows["value"])),
        areas=areas.assign(invented=areas["invented"].eq("yes")),
        neighbours=_newest(_known(neighbours, as_at)).astype({"rank": int}),
        sources=sources,
        inputs=tuple(Input(f"{Path(folder).name}/{name}.csv", len(tables[name]), hashlib.sha256(raw).hexdigest())
                     for name, raw in files.items()),
    )


def _files(folder: Path) -> dict[str, bytes]:
    files = {path.stem: path.read_bytes() for path in sorted(folder.glob("*.csv"))}
    missing = [f"{name}.csv" for name in contract.REGISTERS if name not in files]
    if not files.keys() - contract.REGISTERS.keys():
        missing.append("at least one table of figures (*.csv)")
    _refuse([f"expected {name}; it is not there" for name in missing], folder)
    return files


def _tables(files: dict[str, bytes], folder: Path) -> dict[str, pd.DataFrame]:
    tables, unreadable = {}, []
    for name, raw in files.items():
        try:
            tables[name] = _text(raw).assign(file=f"{name}.csv")
        except ValueError as problem:
            unreadable.append(f"{name}.csv: must be a comma-separated table in UTF-8 ({problem})")
    _refuse(unreadable, folder)
    return tables


def _text(raw: bytes) -> pd.DataFrame:
    # without a header, a row longer than the first is an error instead of an index
    lines = pd.read_csv(BytesIO(raw), header=None, dtype=str, na_filter=False, encoding="utf-8-sig")
    rows = lines[1:].set_axis(lines.loc[0].to_list(), axis="columns")
    return rows.assign(line=rows.index + 1).reset_index(drop=True)


def _refuse(problems: list[str], folder: Path) -> None:
    if problems:
        raise RefusedInputs(f"the published figures in {folder.name}/ are refused; correct the files and run again",
                            problems)


def _known(rows: pd.DataFrame, as_at: date) -> pd.DataFrame:
    days = rows.assign(known=[date.fromisoformat(day) for day in rows["known"]])
    return days[days["known"] <= as_at].reset_index(drop=True)


def _newest(neighbours: pd.DataFrame) -> pd.DataFrame:
    newest = neighbours.groupby("area")["known"].transform("max")
    return neighbours[neighbours["known"] == newest].reset_index(drop=True)


def _with_spans(figures: pd.DataFrame) -> pd.DataFrame:
    spans = [span(*code) for code in zip(figures["calendar"], figures["period"], strict=True)]
    return figures.assign(start=[each.start for each in spans], end=[each.end for each in spans],
                          label=[each.label for each in spans])


def _number(text: pd.Series) -> pd.Series:
    return pd.to_numeric(text).astype(float)
