"""Whether downloaded figures of one area and period fit each other: no part is more than its whole.

What is a part of what, the measures know; so every measure counts the figures as they would be.
"""

from collections.abc import Iterator, Sequence
from datetime import date

import pandas as pd

from wayforward import measures
from wayforward.errors import RefusedInputs
from wayforward.plan import load_plan
from wayforward.published.additions import Additions
from wayforward.published.figures import known_of
from wayforward.published.release_words import some

MOST_PLACES = 5


def refuse_misfits(additions: Additions, plan: str, today: date) -> None:
    """RefusedInputs where what would be added makes a part more than its whole, in any series that a measure of the
    plan counts: which, of which areas and periods, and the files."""
    found = [] if additions.rows.empty else _misfits(additions, [each.id for each in load_plan(plan).measures], today)
    if found:
        raise RefusedInputs("the figures do not fit each other, and nothing is written:", found)


def _misfits(additions: Additions, ids: Sequence[str], today: date) -> list[str]:
    figures = known_of([*(additions.standing | additions.files).values()], today, None).figures
    added = set(zip(additions.rows["area"], additions.rows["period"], strict=True))
    return [told for each in ids for name, counts in measures.from_published(each, figures).items()
            for told in _misfit(name, counts, added, additions.rows)]


def _misfit(series: str, counts: pd.DataFrame, added: set[tuple[str, str]], rows: pd.DataFrame) -> Iterator[str]:
    beyond = counts[counts["numerator"].gt(counts["denominator"]) & counts["reason"].isna()]
    places = [place for place in zip(beyond["area"], beyond["period"], strict=True) if place in added]
    if places:
        own = pd.MultiIndex.from_frame(rows[["area", "period"]]).isin(places)
        files = ", ".join(dict.fromkeys(rows.loc[own, "file"]))
        told = some([f"{area} {period}" for area, period in places], MOST_PLACES)
        yield (f"{files}: {series} would count more than its whole, of {len(places):,} areas and periods: {told}; see "
               "whether the columns are the right ones")
