"""Whether the numbers of a downloaded file are of the size of those that are held: what tells another column, another
unit or another group, which no rule of the contract can. A sentence each, with file, series and how many areas.

Of a series' 1,620 pairs of years that are held, in 7 the middle authority had less than two thirds of the year before,
or more than half as much again, in none a quarter or four times as much; in none had most authorities twenty times as
much, a twentieth, or nothing.
"""

from collections.abc import Iterator

import pandas as pd

from wayforward.published import contract
from wayforward.published.compare_figures import ADDED, numbers
from wayforward.published.release_words import some

LEAST_AREAS = 5             # of which a jump says something about the file, and not about one authority
ANOTHER_SIZE = 20           # percent in the place of fractions: 100 times; full-time equivalents of headcounts: never
MOSTLY = 0.5
ENOUGH_AREAS = 20           # whose middle one hardly moves from year to year
MOVED = 1.5
MOVED_TOO_FAR = 4           # in none of those pairs of years
ONE_JUMPS = 10              # times what one area has, told where either number is not small
NOT_SMALL = 50
MOST_NAMED = 5


def of_another_size(pairs: pd.DataFrame) -> list[tuple[str, int]]:
    """Series of which most areas' newest numbers are many times what is held, or a fraction of it, or nothing; and how
    many areas could be compared. `pairs` as of `beside_held`."""
    told = pairs.assign(far=~pairs["ratio"].between(1 / ANOTHER_SIZE, ANOTHER_SIZE))
    return [(f"{part['file'].iloc[0]}, {series}: numbers of another size: {part['far'].sum()} of {len(part)} areas "
             f"have more than {ANOTHER_SIZE} times what is held, or less than a {ANOTHER_SIZE}th of it (the middle one "
             f"{part['ratio'].median():.3g} times)", len(part))
            for series, part in told.groupby("series") if part["far"].mean() > MOSTLY]


def moved(pairs: pd.DataFrame) -> Iterator[tuple[str, bool]]:
    """Series of which the middle area moves as it does in hardly any year; and whether farther than it ever does."""
    for series, part in pairs.groupby("series"):
        middle = part["ratio"].median()
        if len(part) >= ENOUGH_AREAS and not 1 / MOVED <= middle <= MOVED:
            yield (f"{part['file'].iloc[0]}, {series}: of {len(part)} areas the middle one has {middle:.2f} times what "
                   "is held; is it the same column, and the same group?",
                   not 1 / MOVED_TOO_FAR <= middle <= MOVED_TOO_FAR)


def single_jumps(pairs: pd.DataFrame) -> Iterator[str]:
    """Single areas with many times what is held of them, or a fraction of it; not where most areas have."""
    large = pairs[["value", "value_held"]].max(axis="columns").ge(NOT_SMALL)
    apart = ~pairs["ratio"].between(1 / ONE_JUMPS, ONE_JUMPS)
    few = apart.groupby(level="series").transform("mean").le(MOSTLY)
    far = pairs[large & apart & few]
    for (file, series), part in far.groupby(["file", "series"]):
        words = [f"{area} {old} → {new}" for (_, area), old, new in part[["shown_held", "shown"]].itertuples()]
        yield (f"{file}, {series}: more than {ONE_JUMPS} times what is held, or less than a {ONE_JUMPS}th: "
               f"{some(words, MOST_NAMED)} (first at line {part['line'].min()})")


def beside_held(rows: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """By series and area the newest number to be added beside the newest held, where that is above 0: `file`, `line`,
    `value`, `shown`, `value_held`, `shown_held`, `ratio`. `rows` as compared; `held` with all editions."""
    ours, theirs = _newest_numbers(rows[rows["kind"].isin(ADDED)]), _newest_numbers(held)
    pairs = ours[["file", "line", "value", "shown"]].join(theirs[["value", "shown"]].add_suffix("_held"), how="inner")
    pairs = pairs[pairs["value"].ge(0) & pairs["value_held"].gt(0)]
    return pairs.assign(ratio=pairs["value"] / pairs["value_held"])


def _newest_numbers(rows: pd.DataFrame) -> pd.DataFrame:
    """By series and area the row of the newest period with a number."""
    shown = rows.assign(shown=rows["value"], value=numbers(rows["value"]), end=contract.ends(rows)).dropna(
        subset="value")
    return shown.sort_values("end", kind="stable").drop_duplicates(["series", "area"], keep="last").set_index(
        ["series", "area"])
