"""Published figures: official statistics as tidy tables, and what was known of them on a day.

A folder holds any number of tables of figures and three registers, areas.csv, neighbours.csv and sources.csv.
One row of figures is one published number of one area and period, with the day it became known.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from wayforward.input_tracking import Input, note_existence
from wayforward.periods import span
from wayforward.published import checked, contract
from wayforward.published.contract import REGISTERS
from wayforward.published.tables import File, files_of, refuse


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


def read_published(folder: Path, as_at: date, area: str | None = None) -> Published:
    """The figures in `folder` that were known on the day `as_at`: of one `area` and of those it is compared with, or
    of all.

    Raises RefusedInputs with every problem of every file: a file that is missing or is no table, or a broken rule
    of the contract with its column, the number of rows and the first one's line.
    """
    folder = Path(folder)
    files = files_of(folder)
    refuse(checked.problems(files, _record(folder)), folder)
    areas, neighbours, sources = (_register(file) for name in REGISTERS for file in files if file.table == name)
    neighbours = _newest(_known(neighbours, as_at)).astype({"rank": int})
    read = None if area is None else compared(area, areas, neighbours)
    figures = pd.concat([file.of_areas(read) for file in files if file.table not in REGISTERS], ignore_index=True)
    return Published(
        figures=_with_spans(_known(figures, as_at)).assign(value=lambda rows: _number(rows["value"])),
        areas=areas.assign(invented=areas["invented"].eq("yes")), neighbours=neighbours, sources=sources,
        inputs=tuple(Input(f"{folder.name}/{file.name}", len(file), file.sha256) for file in files))


def compared(area: str, areas: pd.DataFrame, neighbours: pd.DataFrame) -> list[str]:
    """An area, its statistical neighbours, its region and the country."""
    own = areas[areas["area"].eq(area)]
    countries = areas.loc[areas["level"].eq("country"), "area"]
    wanted = [area, *neighbours.loc[neighbours["area"].eq(area), "neighbour"], *own["region"], *countries]
    return [each for each in dict.fromkeys(wanted) if each]


def _record(folder: Path) -> str:
    path = note_existence(folder / checked.NAME)
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _register(file: File) -> pd.DataFrame:
    return file.text.reindex(columns=REGISTERS[file.table] + contract.MORE.get(file.table, []), fill_value="")


def _known(rows: pd.DataFrame, as_at: date) -> pd.DataFrame:
    days = _each(rows["known"], date.fromisoformat)
    return rows.assign(known=days)[days <= as_at].reset_index(drop=True)


def _newest(neighbours: pd.DataFrame) -> pd.DataFrame:
    newest = neighbours.groupby("area")["known"].transform("max")
    return neighbours[neighbours["known"] == newest].reset_index(drop=True)


def _with_spans(figures: pd.DataFrame) -> pd.DataFrame:
    spans = _each(figures["calendar"] + "\n" + figures["period"], lambda code: span(*code.split("\n")))
    return figures.assign(**{part: [getattr(each, part) for each in spans] for part in ("start", "end", "label")})


def _each(text: pd.Series, meaning: Callable[[str], object]) -> np.ndarray:
    """What each text means, worked out once for all that are the same."""
    codes, texts = pd.factorize(text)
    meanings = np.empty(len(texts), dtype=object)
    meanings[:] = [meaning(each) for each in texts]
    return meanings[codes]


def _number(text: pd.Series) -> pd.Series:
    return pd.to_numeric(text).astype(float)
