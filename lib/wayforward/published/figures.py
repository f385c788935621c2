"""Published figures: official statistics as tidy tables, and what was known of them on a day.

A folder holds any number of tables of figures and three registers, areas.csv, neighbours.csv and sources.csv.
One row of figures is one published number of one area and period, with the day it became known. A number that was
revised has several rows, its editions, and who asks sees the newest of the day.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from wayforward.input_tracking import Input, note_existence
from wayforward.periods import span
from wayforward.published import checked, contract, editions
from wayforward.published.contract import REGISTERS
from wayforward.published.tables import File, files_of, refuse


@dataclass(frozen=True)
class Published:
    """What was known of published figures on a day.

    figures     of each figure the newest edition, with the columns of the tables; `value` a number in its published
                unit (percent stays percent), missing where `symbol` or `status` says why; `known` a day; and the
                period's `start`, `end` and `label`
    areas       one row an area; `invented` a truth value
    neighbours  the newest model of each area's statistical neighbours, `rank` 1 the closest
    sources     one row a citation
    inputs      every file read, in order of path
    """

    figures: pd.DataFrame
    areas: pd.DataFrame
    neighbours: pd.DataFrame
    sources: pd.DataFrame
    inputs: tuple[Input, ...] = ()


def read_published(folder: Path, as_at: date, area: str | None = None, others: Collection[str] = ()) -> Published:
    """The figures in `folder` that were known on the day `as_at`: of one `area`, of those it is compared with and of
    some others, or of all.

    Raises RefusedInputs with every problem of every file: a file that is missing or is no table, or a broken rule
    of the contract with its column, the number of rows and the first one's line.
    """
    folder = Path(folder)
    files = files_of(folder)
    refuse(checked.problems(files, _record(folder)), folder)
    inputs = tuple(Input(f"{folder.name}/{file.name}", len(file), file.sha256) for file in files)
    return replace(known_of(files, as_at, area, others), inputs=inputs)


def known_of(files: Sequence[File], as_at: date, area: str | None = None,
             others: Collection[str] = ()) -> Published:
    """The same of files at hand that keep the contract; without the inputs."""
    areas, neighbours, sources = (register_of(files, name) for name in REGISTERS)
    neighbours = _newest_model(_known(neighbours, as_at)).astype({"rank": int})
    read = None if area is None else list(dict.fromkeys([*compared(area, areas, neighbours), *others]))
    rows = pd.concat([file.of_areas(read) for file in files if file.table not in REGISTERS], ignore_index=True)
    figures = editions.newest(_known(rows, as_at)).reset_index(drop=True)
    return Published(
        figures=_with_spans(figures).assign(value=lambda rows: _number(rows["value"])),
        areas=areas.assign(invented=areas["invented"].eq("yes")), neighbours=neighbours, sources=sources)


def compared(area: str, areas: pd.DataFrame, neighbours: pd.DataFrame) -> list[str]:
    """An area, its statistical neighbours, its region and the country."""
    own = areas[areas["area"].eq(area)]
    countries = areas.loc[areas["level"].eq("country"), "area"]
    wanted = [area, *neighbours.loc[neighbours["area"].eq(area), "neighbour"], *own["region"], *countries]
    return [each for each in dict.fromkeys(wanted) if each]


def _record(folder: Path) -> str:
    path = note_existence(folder / checked.NAME)
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def register_of(files: Sequence[File], name: str) -> pd.DataFrame:
    """One of the registers among files, as text."""
    [file] = (file for file in files if file.table == name)
    return file.text.reindex(columns=REGISTERS[file.table] + contract.MORE.get(file.table, []), fill_value="")


def _known(rows: pd.DataFrame, as_at: date) -> pd.DataFrame:
    days = _each(rows["known"], date.fromisoformat)
    return rows.assign(known=days)[days <= as_at].reset_index(drop=True)


def _newest_model(neighbours: pd.DataFrame) -> pd.DataFrame:
    last = neighbours.sort_values("known", kind="stable").drop_duplicates("area", keep="last")
    of_last = neighbours["area"].map(last.set_index("area")["known"])
    return neighbours[neighbours["known"] == of_last].reset_index(drop=True)


def _with_spans(figures: pd.DataFrame) -> pd.DataFrame:
    codes, texts = pd.factorize(figures["calendar"] + "\n" + figures["period"])
    spans = [span(*text.split("\n")) for text in texts]
    return figures.assign(**{part: _at(codes, [getattr(each, part) for each in spans])
                             for part in ("start", "end", "label")})


def _each(text: pd.Series, meaning: Callable[[str], object]) -> np.ndarray:
    """What each text means, worked out once for all that are the same."""
    codes, texts = pd.factorize(text)
    return _at(codes, [meaning(each) for each in texts])


def _at(codes: np.ndarray, meanings: list) -> np.ndarray:
    """The meaning that stands at each code."""
    there = np.empty(len(meanings), dtype=object)
    there[:] = meanings
    return there[codes]


def _number(text: pd.Series) -> pd.Series:
    return pd.to_numeric(text).astype(float)
