"""The department's workbook of statistical neighbours, as a register of them: ten of each authority, closest first.

Two forms are published: a table with SN_1, SN_1P and so on, and a workbook with SN1, SNP. In both an authority is its
three digits. The model's year does not stand in the table, so the file's name must say it.
"""

import re
from collections.abc import Iterator

import pandas as pd

from wayforward.published.contract import REGISTERS
from wayforward.published.release_places import Places
from wayforward.published.release_register import Model, Release
from wayforward.published.release_tables import Table
from wayforward.published.release_words import at
from wayforward.returns.layout import plain

RANKED = re.compile(r"sn(\d{1,2})")
CODES = ("oldlacode", "lanumber", "lanum")
FEWEST = 5          # neighbours side by side, by which such a table is known


def is_of_neighbours(table: Table) -> bool:
    """Whether a table has neighbours side by side."""
    return len(_ranked(table)) >= FEWEST and _code(table) is not None


def _ranked(table: Table) -> dict[int, str]:
    found = {heading: RANKED.fullmatch(plain(heading)) for heading in table.rows}
    return {int(match[1]): heading for heading, match in found.items() if match}


def _code(table: Table) -> str | None:
    own = {plain(heading): heading for heading in reversed(list(table.rows))}
    return next((own[each] for each in CODES if each in own), None)


def neighbours(table: Table, release: Release,
               places: Places) -> tuple[pd.DataFrame, list[tuple[str, int]], list[str]]:
    """The columns of the register of neighbours, with `file` and `line`; rows left out, by reason; and what is wrong,
    in whole sentences."""
    empty = pd.DataFrame(columns=[*REGISTERS["neighbours"], "file", "line"], dtype="str")
    year, model = _model(table, release)
    if model is None:
        return empty, [], [f"{table.name}: the file's name must say of which year the model is, one of "
                           f"{', '.join(release.models)}. Rename it, or declare a new model in releases.toml with "
                           "its source and the day it became known."]
    ranked = _ranked(table)
    rows = pd.DataFrame({"area": table.rows[_code(table)], "line": table.lines,
                         **{rank: table.rows[heading] for rank, heading in sorted(ranked.items())}})
    rows, left = _standing(rows, places, str(model.known))
    pairs = rows.melt(["area", "line"], var_name="rank", value_name="neighbour").sort_values(["line", "rank"])
    problems = list(_problems(pairs, places, table.name))
    known = dict(zip(places.areas["la_code"], places.areas["area"], strict=True))
    told = pairs.assign(area=pairs["area"].map(known), neighbour=pairs["neighbour"].map(known), model=year,
                        rank=pairs["rank"].astype(str), known=str(model.known), citation=model.citation,
                        file=table.name)
    return (empty if problems else told[empty.columns].reset_index(drop=True)), left, problems


def _standing(rows: pd.DataFrame, places: Places, day: str) -> tuple[pd.DataFrame, list[tuple[str, int]]]:
    """The rows of authorities that stood when the model became known; of lines between them, and of authorities that
    had ended, how many there are."""
    ended = places.areas.set_index("la_code").reindex(columns=["to"], fill_value="")["to"]
    ended = set(ended[ended.ne("") & ended.lt(day)].index)
    between = rows.drop(columns=["area", "line"]).eq("").all(axis=1)
    late = rows["area"].isin(ended) & ~between
    told = [("no neighbours in the line", int(between.sum())), ("an authority that had ended", int(late.sum()))]
    return rows[~between & ~late], [each for each in told if each[1]]


def _model(table: Table, release: Release) -> tuple[str, Model | None]:
    """The year that the file's name says, and the model declared for it."""
    years = [year for year in re.findall(r"(?<!\d)20\d\d(?!\d)", table.name) if year in release.models]
    return (years[0], release.models[years[0]]) if len(set(years)) == 1 else ("", None)


def _problems(pairs: pd.DataFrame, places: Places, name: str) -> Iterator[str]:
    codes = set(places.areas["la_code"]) - {""}
    for column in ("area", "neighbour"):
        wrong = pairs[~pairs[column].isin(codes)]
        if len(wrong):
            told, lines = ", ".join(dict.fromkeys(f"'{each}'" for each in wrong[column].head(5))), wrong["line"]
            yield (f"{name}, {column}: must be the three digits of an authority in areas.csv; {told} "
                   f"{at(lines)}. See whether the file is whole, or add the authority.")
    twice = pairs[pairs.duplicated(["area", "neighbour"], keep=False)]
    if len(lines := twice["line"]):
        yield f"{name}: a neighbour must stand once for its area {at(lines)}. Correct it."
