"""What speaks against adding a downloaded file: it is older than what is held, of another unit or calendar, or its
numbers are of another size. A sentence each; figures that break the contract are refused by the contract.
"""

from datetime import date

import pandas as pd

from wayforward.published import contract
from wayforward.published.compare_figures import ADDED, EARLIER, NEW, REVISED, numbers
from wayforward.published.editions import FIGURE

LEAST_AREAS = 5             # of which a jump says something about the file, and not about one authority
ANOTHER_SIZE = 20           # percent in the place of fractions: 100 times; full-time equivalents of headcounts: never
MOSTLY = 0.5
COMPARABLE = ("final", "provisional", "revised")


def older_files(rows: pd.DataFrame, held: pd.DataFrame) -> dict[str, str]:
    """By file that is older than what is held, how one can tell. `rows` as compared; `held` with all editions."""
    last = held.assign(held=contract.ends(held)).groupby("series")["held"].max()
    known = rows.assign(end=contract.ends(rows)).groupby(["file", "series"], as_index=False)["end"].max().join(
        last, on="series", how="inner")
    behind = known["end"].lt(known["held"]).groupby(known["file"]).all()
    found = {file: f"its figures end {known.loc[known['file'].eq(file), 'end'].max():%Y-%m-%d}, those held "
                   f"{known.loc[known['file'].eq(file), 'held'].max():%Y-%m-%d}" for file in behind.index[behind]}
    kinds = pd.crosstab(rows["file"], rows["kind"]).reindex(columns=[NEW, REVISED, EARLIER], fill_value=0)
    only = kinds[kinds[EARLIER].gt(0) & kinds[[NEW, REVISED]].sum(axis="columns").eq(0)]
    return {file: f"what differs is what an earlier edition said ({count:,} figures)"
            for file, count in only[EARLIER].items()} | found


def refusals(rows: pd.DataFrame, held: pd.DataFrame, released: date | None, may_be_older: bool = False) -> list[str]:
    """Why nothing can be added, with file, series or column, how many rows and the first one's line."""
    dated = _undated(rows, released) if may_be_older else _not_later(rows, released)
    jumps = [words for words, areas in _jumps(rows, held) if areas >= LEAST_AREAS]
    return [*_unlike(rows, held, "unit"), *_unlike(rows, held, "calendar"), *_contradictions(rows), *dated, *jumps]


def warnings(rows: pd.DataFrame, held: pd.DataFrame) -> list[str]:
    """What a person should look at before adding."""
    jumps = [words for words, areas in _jumps(rows, held) if areas < LEAST_AREAS]
    return [*jumps, *_mostly_revised(rows), *_not_comparable(rows, held)]


def _unlike(rows: pd.DataFrame, held: pd.DataFrame, column: str) -> list[str]:
    theirs = rows["series"].map(held.groupby("series")[column].first())
    wrong = rows[theirs.notna() & rows[column].ne(theirs)].assign(held=theirs)
    return [words for there, part in wrong.groupby("held")
            for words in _told(part, f'{column}: must be "{there}", in which it is held')]


def _contradictions(rows: pd.DataFrame) -> list[str]:
    """Files, of which none is older, that say different things of one figure."""
    told = rows[rows["kind"].ne(EARLIER)]
    twice = told[told["kind"].isin(ADDED) & told.duplicated(FIGURE, keep=False)]
    return _told(twice, "another file, or another line, says something else of the same area and period; leave one of "
                        "the files out")


def _not_later(rows: pd.DataFrame, released: date | None) -> list[str]:
    """Revised figures that would be known before what they revise, or on the same day."""
    wrong = rows[rows["kind"].eq(REVISED) & rows["held_known"].ge(str(released or date.max))]
    return _told(wrong, f"differs from figures held that were known by {wrong['held_known'].min()}, and so is no "
                        f"revision of {released}; give the day of the revision, or leave --released out")


def _undated(rows: pd.DataFrame, released: date | None) -> list[str]:
    """Other numbers of an older file, which would take the place of newer ones if they counted from today."""
    return _told(rows[rows["kind"].eq(REVISED) & (released is None)],
                 "an older file says something else than what is held; say by --released when it was published")


def _jumps(rows: pd.DataFrame, held: pd.DataFrame) -> list[tuple[str, int]]:
    """Series of which most areas' newest numbers are many times what is held, or a fraction of it; and how many areas
    could be compared."""
    ours, theirs = _newest_numbers(rows[rows["kind"].isin(ADDED)]), _newest_numbers(held)
    pairs = ours[["file", "value"]].join(theirs["value"].rename("value_held"), how="inner")
    pairs = pairs[pairs["value"].gt(0) & pairs["value_held"].gt(0)]
    ratio = pairs["value"] / pairs["value_held"]
    told = pairs.assign(ratio=ratio, far=~ratio.between(1 / ANOTHER_SIZE, ANOTHER_SIZE))
    return [(f"{part['file'].iloc[0]}, {series}: numbers of another size: {part['far'].sum()} of {len(part)} areas "
             f"have more than {ANOTHER_SIZE} times what is held, or less than a {ANOTHER_SIZE}th of it (the middle one "
             f"{part['ratio'].median():.3g} times)", len(part))
            for series, part in told.groupby("series") if part["far"].mean() > MOSTLY]


def _newest_numbers(rows: pd.DataFrame) -> pd.DataFrame:
    """By series and area the row of the newest period with a number."""
    shown = rows.assign(value=numbers(rows["value"]), end=contract.ends(rows)).dropna(subset="value")
    return shown.sort_values("end", kind="stable").drop_duplicates(["series", "area"], keep="last").set_index(
        ["series", "area"])


def _mostly_revised(rows: pd.DataFrame) -> list[str]:
    both = rows[rows["held_known"].notna()]
    share = both["kind"].eq(REVISED).groupby([both["file"], both["series"]]).transform("mean")
    return _told(both[both["kind"].eq(REVISED) & share.gt(MOSTLY)],
                 "most figures that are held too say something else here; is it the same series?")


def _not_comparable(rows: pd.DataFrame, held: pd.DataFrame) -> list[str]:
    """Series of which no figure held can be compared, and the new ones are said to be."""
    shown = held[held["value"].ne("")]
    never = shown["status"].eq("not comparable").groupby(shown["series"]).all()
    new = rows[rows["kind"].eq(NEW) & rows["series"].isin(never.index[never]) & rows["status"].isin(COMPARABLE)]
    return _told(new, "no figure held can be compared with another; by their status, those here can")


def _told(rows: pd.DataFrame, words: str) -> list[str]:
    """"file, series: words, how many rows (the first one's line)"."""
    return [f"{file}, {series}: {words}, {len(part):,} {'row' if len(part) == 1 else 'rows'} (first at line "
            f"{part['line'].min()})" for (file, series), part in rows.groupby(["file", "series"])]
