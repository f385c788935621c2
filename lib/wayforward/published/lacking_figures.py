"""What a downloaded file lacks and one would look for: rows of areas, and a number or a symbol in a cell."""

from collections.abc import Iterator

import pandas as pd

from wayforward.published import contract
from wayforward.published.compare_figures import ADDED, NEW, REVISED
from wayforward.published.editions import newest
from wayforward.published.release_words import some

MOST_AREAS = 6
LEAST_CELLS = 5
MOSTLY = 0.5
TOGETHER = "returned together"      # how the note begins of an authority whose figures stand with another's


def absent(rows: pd.DataFrame, held: pd.DataFrame) -> Iterator[str]:
    """Areas with a figure in the newest period that is held, and no row in a newer one that is offered; told once for
    all series of a file that lack the same ones."""
    last = held.assign(end=contract.ends(held)).groupby("series")["end"].max()
    ahead = rows[rows["kind"].eq(NEW)].assign(end=contract.ends)
    ahead = ahead[ahead["end"].gt(ahead["series"].map(last))]
    there = newest(held).assign(end=contract.ends).query("as_published != ''")
    there = there[there["end"].eq(there["series"].map(last))].groupby("series")["area"].agg(set)
    lacking: dict[tuple[str, str, tuple[str, ...]], list[int]] = {}
    for (file, series, period), part in ahead.groupby(["file", "series", "period"]):
        areas = tuple(sorted(there.get(series, set()) - set(part["area"])))
        lacking.setdefault((file, period, areas), []).append(len(there.get(series, ())))
    for (file, period, areas), counts in lacking.items():
        if areas:
            yield (f"{file}, area: {len(areas)} of {max(counts)} areas of the period before have no row of {period}, "
                   f"in {len(counts)} series: {some(areas, MOST_AREAS)}; is the file whole?")


def without_symbol(rows: pd.DataFrame) -> list[tuple[str, bool]]:
    """Series of which most cells to be added hold neither a number nor a symbol of official statistics, or some that
    take the place of a number; and whether it is most, of enough: then the column is empty by mistake."""
    added = rows[rows["kind"].isin(ADDED) & ~rows["note"].str.startswith(TOGETHER)]
    told = added.assign(bare=added["value"].eq("") & added["symbol"].eq(""))
    told = told.assign(hides=told["bare"] & told["kind"].eq(REVISED) & told["held_value"].fillna("").ne(""))
    return [_bare(file, series, part[part["bare"]], len(part)) for (file, series), part in
            told.groupby(["file", "series"]) if part["hides"].any() or part["bare"].mean() > MOSTLY]


def _bare(file: str, series: str, bare: pd.DataFrame, of: int) -> tuple[str, bool]:
    hides = bare["hides"].sum()
    more = f", {hides:,} of them in the place of a number that is held" if hides else ""
    return (f"{file}, {series}: {len(bare):,} of {of:,} cells to be added hold neither a number nor a symbol "
            f"({' '.join(contract.SYMBOLS)}){more} (first at line {bare['line'].min()})",
            len(bare) >= LEAST_CELLS and len(bare) > MOSTLY * of)
