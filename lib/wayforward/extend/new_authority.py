"""Begin an authority that is no council of England: a partnership of councils, or a district.

What can be held of one is its name, code, region, days and neighbours, and its figures as a table beside the published
ones. A partnership's numbers are the sums of its councils', where each is published; percentages and averages cannot be
added, and are left out. A district's are empty, to be filled. Returns of one are not counted: where homes and schools
lie is asked of one local authority's codes.
"""

import csv
import io
import re
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from wayforward import project
from wayforward.areas import DISTRICT, LEVEL, PARTNERSHIP
from wayforward.errors import RefusedInputs, RefusedParameters
from wayforward.extend.to_fill import MARK, to_fill
from wayforward.published.contract import FIGURES, REGISTERS
from wayforward.published.exchange import import_tables
from wayforward.published.tables import as_csv, files_of

COUNTED = re.compile(r"number of .+|headcount|full-time equivalents|working days")     # units that can be added
CODE = re.compile(r"E\d{8}")
EMPTY = f"{MARK}: the number and, if there is none, why"


@dataclass(frozen=True)
class Asked:
    """What a new authority is to be: its name; its level, with its parts (areas) where it is a partnership, else its
    code and the series of which it has figures; its first day; and its neighbours, the closest first."""

    name: str
    level: str
    parts: Sequence[str] = ()
    gss: str = ""
    region: str = ""
    series: Sequence[str] = ()
    began: date | None = None
    neighbours: Sequence[str] = ()

    @property
    def area(self) -> str:
        """Its id."""
        return re.sub("[^a-z0-9]+", "_", self.name.casefold()).strip("_")


def new_authority(asked: Asked, data: str, today: date) -> list[Path]:
    """Writes its rows of the registers and its table of figures, and says which files these are. RefusedParameters and
    RefusedInputs with every problem; then nothing is written."""
    folder = project.resolve(data) / "published"
    files = {file.table: file for file in files_of(folder)}
    areas = files["areas"].text.set_index("area")
    figures = pd.concat([file.of_areas(_whose_figures(asked, areas)) for name, file in files.items()
                         if name not in REGISTERS], ignore_index=True)
    _refuse(asked, areas, figures)
    rows = _sums(asked, areas, figures) if asked.level == PARTNERSHIP else _empty(asked, figures)
    region = asked.region or next(iter(areas.loc[list(asked.parts), "region"].unique()), "")
    added = {"areas": [[asked.area, asked.name, asked.level, "", asked.gss, region, "no",
                        asked.began.isoformat() if asked.began else "", "", "", ""]],
             "sources": [[asked.area, f"{MARK}: who vouches for these figures", _title(asked, areas), asked.name,
                          f"{MARK}: under which licence", f"{MARK}: the file they were taken from"]],
             "neighbours": [[asked.area, "own", str(rank), each, today.isoformat(), asked.area]
                            for rank, each in enumerate(asked.neighbours, 1)]}
    with tempfile.TemporaryDirectory() as beside:
        tried = Path(shutil.copytree(folder, Path(beside) / folder.name))
        written = [_append(tried / f"{name}.csv", lines) for name, lines in added.items() if lines]
        written.append(tried / f"{asked.area}.csv")
        written[-1].write_text(as_csv(rows), encoding="utf-8", newline="")
        import_tables(tried, [])
        return [Path(shutil.copy(path, folder)) for path in (*written, tried / "checked.txt")]


def unfilled(area: str, data: str) -> list[str]:
    """What of an area that was begun is still to be filled: file, column or first line, and what is wanted."""
    folder = project.resolve(data) / "published"
    sources, own = folder / "sources.csv", folder / f"{area}.csv"
    left = [f"{project.shown(sources)}, {column} of {area}: {text}"
            for row in csv.DictReader(sources.read_text(encoding="utf-8").splitlines()) if row["citation"] == area
            for column, text in row.items() if MARK in text]
    rows = to_fill(own) if own.is_file() else []
    return left + [f"{len(rows):,} such rows, the first: {line}" for line in rows[:1]]


def refuse_unfilled(area: str, data: str) -> None:
    """RefusedInputs with all of it, where there is any."""
    if left := unfilled(area, data):
        raise RefusedInputs(f"what was begun of {area} is still to be filled:", left)


def _whose_figures(asked: Asked, areas: pd.DataFrame) -> list[str]:
    """The areas whose figures a new one's are made of, or are to be like."""
    return list(asked.parts) or list(areas.index[areas["level"].eq(LEVEL)][:1])


def _refuse(asked: Asked, areas: pd.DataFrame, figures: pd.DataFrame) -> None:
    """RefusedParameters with everything that is wrong with what was asked."""
    problems = [*_problems_of_kind(asked), *_unknown(asked, areas, figures)]
    if asked.area in areas.index or not re.match("[a-z]", asked.area):
        problems.append(f"NAME: {asked.name!r} would be the area {asked.area!r}, "
                        + ("which is there already" if asked.area in areas.index else "which no folder can be named"))
    if problems:
        raise RefusedParameters("nothing was written:", problems)


def _problems_of_kind(asked: Asked) -> Iterable[str]:
    if asked.level == PARTNERSHIP and (len(set(asked.parts)) < 2 or asked.gss or asked.series):
        yield "a partnership: expected two or more councils by --part, and neither --code nor --series"
    if asked.level == DISTRICT and (asked.parts or not asked.series or not CODE.fullmatch(asked.gss)):
        yield ("a district: expected its code such as --code E07000096 and the figures it has by --series, "
               "and no --part")
    if asked.level not in (PARTNERSHIP, DISTRICT):
        yield f"--level: expected {PARTNERSHIP} or {DISTRICT}; got {asked.level!r}"


def _unknown(asked: Asked, areas: pd.DataFrame, figures: pd.DataFrame) -> Iterable[str]:
    councils = list(areas.index[areas["level"].eq(LEVEL)])
    regions = list(areas.index[areas["level"].eq("region")])
    for option, names, known in (("--part", asked.parts, councils), ("--region", filter(None, [asked.region]), regions),
                                 ("--neighbour", asked.neighbours, list(areas.index)),
                                 ("--series", asked.series, list(figures["series"].unique()))):
        for name in (each for each in names if each not in known):
            near = get_close_matches(name, known, n=1)
            yield f"{option}: {name!r} is not known" + (f"; did you mean {near[0]}?" if near else "")


def _title(asked: Asked, areas: pd.DataFrame) -> str:
    names = " and ".join(areas.loc[list(asked.parts), "name"])
    return f"Sums of the figures of {names}" if names else f"Figures of {asked.name}"


def _sums(asked: Asked, areas: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """A partnership's numbers: of each series and period the sum of its councils', or why there is none."""
    newest = figures.sort_values("known", kind="stable").drop_duplicates(["area", "series", "period"], keep="last")
    counted = newest[newest["unit"].str.fullmatch(COUNTED)]
    whole = counted.groupby(["series", "calendar", "period", "unit"], sort=True).agg(
        parts=("area", "nunique"), known=("known", "max"), there=("value", lambda cells: cells.ne("").all()),
        value=("value", lambda cells: str(sum(map(Decimal, filter(None, cells)))))).reset_index()
    whole = whole[whole["parts"].eq(len(set(asked.parts)))]
    told = whole["value"].where(whole["there"], "")
    names = " and ".join(areas.loc[list(asked.parts), "name"])
    note = pd.Series(f"the sum of {names}", whole.index).where(whole["there"], f"not known of each of {names}")
    return _rows(asked, whole, told, note)


def _empty(asked: Asked, figures: pd.DataFrame) -> pd.DataFrame:
    """A district's figures, still to be filled: every period that the first council has of the series."""
    rows = figures[figures["series"].isin(asked.series)].drop_duplicates(["series", "period"], keep="last")
    nothing = pd.Series("", rows.index)
    return _rows(asked, rows, nothing, pd.Series(EMPTY, rows.index))


def _rows(asked: Asked, rows: pd.DataFrame, value: pd.Series, note: pd.Series) -> pd.DataFrame:
    """Rows of figures in the columns of the tables."""
    made = rows.assign(area=asked.area, value=value, symbol="", as_published=value, note=note, citation=asked.area,
                       status=value.ne("").map({True: "final", False: "not available"}), known_by="usual calendar")
    return made[FIGURES].sort_values(["series", "period"], ignore_index=True)


def _append(path: Path, lines: list[list[str]]) -> Path:
    """A register with more rows at its end, in as many columns as it has."""
    text = path.read_text(encoding="utf-8")
    width = len(next(csv.reader([text.splitlines()[0]])))
    more = io.StringIO()
    csv.writer(more, lineterminator="\n").writerows(line[:width] for line in lines)
    path.write_text(text + more.getvalue(), encoding="utf-8", newline="")
    return path
