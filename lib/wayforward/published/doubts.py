"""What speaks against adding a downloaded file: it is older than what is held, of another unit or calendar, or its
numbers are of another size, or mostly not there. A sentence each; figures that break the contract are refused by the
contract.
"""

from datetime import date

import pandas as pd

from wayforward.published import contract, lacking_figures, number_sizes
from wayforward.published.compare_figures import ADDED, EARLIER, NEW, REVISED
from wayforward.published.editions import FIGURE

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
    pairs = number_sizes.beside_held(rows, held)
    jumps = [words for words, areas in number_sizes.of_another_size(pairs) if areas >= number_sizes.LEAST_AREAS]
    jumps = jumps or [words for words, too_far in number_sizes.moved(pairs) if too_far]
    empty = [words for words, mostly in lacking_figures.without_symbol(rows) if mostly]
    return [*_unlike(rows, held, "unit"), *_unlike(rows, held, "calendar"), *_contradictions(rows), *dated, *jumps,
            *empty]


def not_ended(rows: pd.DataFrame, today: date) -> list[str]:
    """Figures of periods that are still to end: a year that is written wrongly."""
    return _told(rows[contract.ends(rows).gt(pd.Timestamp(today))],
                 f"the period must have ended by today, {today}; see whether its year is right")


def warnings(rows: pd.DataFrame, held: pd.DataFrame) -> list[str]:
    """What a person should look at before adding."""
    if rows.empty:
        return []
    pairs = number_sizes.beside_held(rows, held)
    return [*(words for words, _ in number_sizes.of_another_size(pairs)),
            *(words for words, _ in number_sizes.moved(pairs)),
            *number_sizes.single_jumps(pairs), *lacking_figures.absent(rows, held),
            *(words for words, _ in lacking_figures.without_symbol(rows)), *_mostly_revised(rows),
            *_not_comparable(rows, held)]


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
