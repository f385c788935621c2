"""Figures of downloaded releases set against those that are held: what is new, what says something else now.

Every offered row is one of KINDS, by the newest edition that is held of its figure:

new             nothing is held
revised         another number, or a number in the place of a symbol, a symbol in the place of a number, a final figure
                in the place of a provisional one
unchanged       the same number, or none for the same reason
rounding        the same number, shown with fewer decimals or with more; what is held stays
earlier         what an earlier edition said, or what an older file among those offered says: it is known already
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from wayforward.published import contract, editions
from wayforward.published.contract import NOT_SHOWN
from wayforward.published.editions import FIGURE, SAID

NEW, REVISED, UNCHANGED, ROUNDED, EARLIER = KINDS = ("new", "revised", "unchanged", "rounding", "earlier")
HELD = [*SAID, "note", "known"]         # what is told of the edition that is held, each with `held_` before its name
ADDED = (NEW, REVISED)
NO_NOISE = 1e-9                         # by which binary fractions may differ that are written alike


def compare(offered: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """The offered rows, each figure once, with their `kind`, the newest edition held (HELD), and `late`: whether a new
    one is of no later period than others that are held of its series and level.

    Both as text with contract.FIGURES and `level`; `held` with all editions, `offered` with `file`.
    """
    rows = _from_newest_file(offered)
    newest = editions.newest(held).set_index(FIGURE)[HELD].add_prefix("held_")
    rows = rows.join(newest, on=FIGURE)
    new, places = rows["held_known"].isna(), _places(rows, held)
    kinds = [new, _same(rows), _rounded(rows, places), rows["older"] | _said_before(rows, held)]
    return rows.assign(
        kind=np.select(kinds, [NEW, UNCHANGED, ROUNDED, EARLIER], REVISED),
        late=new & _found(rows, held, ["series", "period", "level"]),
        backward=new & contract.ends(rows).lt(_last_held(rows, held)))


def gone(offered: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Newest editions held that show a number or a symbol, and are not among the offered rows though others of their
    series, period and level are."""
    newest = editions.newest(held)
    newest = newest[newest["as_published"].ne("")]
    covered = _found(newest, offered, ["series", "period", "level"]) & ~_found(newest, offered, FIGURE)
    return newest[covered].reset_index(drop=True)


def _last_held(rows: pd.DataFrame, held: pd.DataFrame) -> pd.Series:
    """When the newest period ends that is held of each row's series and level; missing where none is."""
    by = ["series", "level"]
    last = held.assign(last=contract.ends(held)).groupby(by)["last"].max()
    return rows[by].join(last, on=by)["last"]


def _from_newest_file(offered: pd.DataFrame) -> pd.DataFrame:
    """Each figure once, of the file that goes furthest; `older` where one that goes less far says something else."""
    last = contract.ends(offered).groupby(offered["file"]).transform("max")
    rows = offered.assign(last=last).sort_values("last", ascending=False, kind="stable")
    first = rows.drop_duplicates(FIGURE).set_index(FIGURE)[["value", "last"]].add_prefix("first_")
    rows = rows.join(first, on=FIGURE)
    other = rows["value"].ne(rows["first_value"])
    kept = other | ~rows.duplicated(FIGURE)
    return rows.assign(older=other & rows["last"].lt(rows["first_last"]))[kept].drop(
        columns=["last", "first_value", "first_last"]).sort_index().reset_index(drop=True)


def _same(rows: pd.DataFrame, held: str = "held_") -> pd.Series:
    """Whether the held columns say what the offered ones do."""
    number, other = numbers(rows["value"]), numbers(rows[f"{held}value"])
    settled = rows[f"{held}status"].eq("provisional") & rows["status"].ne("provisional")
    shown = pd.Series(np.isclose(number, other, rtol=NO_NOISE, atol=0), rows.index) & ~settled
    hidden = number.isna() & rows["status"].isin(NOT_SHOWN) & rows["status"].eq(rows[f"{held}status"])
    return shown | hidden


def _rounded(rows: pd.DataFrame, places: pd.DataFrame) -> pd.Series:
    """Whether both numbers are the same to the decimals of the one that has fewer."""
    apart = (numbers(rows["value"]) - numbers(rows["held_value"])).abs()
    half = 0.5 / 10.0 ** places.min(axis="columns")
    return places["own"].ne(places["held"]) & (apart <= half * (1 + NO_NOISE)) & rows["held_status"].ne("provisional")


def _places(rows: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """The decimals with which a series is shown in a period, `own` and `held`: 89 beside 88.6 has one."""
    by = ["series", "period"]
    most = [each.assign(places=decimals(each["as_published"])).groupby(by)["places"].max().rename(name)
            for each, name in ((rows, "own"), (editions.newest(held), "held"))]
    return rows[by].join(most[0], on=by).join(most[1], on=by)[["own", "held"]].fillna(0)


def _said_before(rows: pd.DataFrame, held: pd.DataFrame) -> pd.Series:
    """Whether any edition held says what the offered row does."""
    several = held[held.duplicated(FIGURE, keep=False)][FIGURE + SAID].rename(columns={
        name: f"before_{name}" for name in SAID})
    pairs = rows.reset_index().merge(several, on=FIGURE)
    return rows.index.to_series().isin(pairs.loc[_same(pairs, "before_"), "index"])


def _found(rows: pd.DataFrame, others: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """Whether each row's values in some columns stand together in others too."""
    there = pd.MultiIndex.from_frame(others[list(columns)].drop_duplicates())
    return pd.Series(pd.MultiIndex.from_frame(rows[list(columns)]).isin(there), rows.index)


def numbers(text: pd.Series) -> pd.Series:
    """Texts as numbers; missing where they are none."""
    return pd.to_numeric(text, errors="coerce").astype(float)


def decimals(text: pd.Series) -> pd.Series:
    """How many digits stand after the point: 2 in 88.60."""
    return text.str.extract(r"\.(\d+)$", expand=False).str.len().fillna(0)
