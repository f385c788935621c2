"""What is added of a downloaded release, as rows of our tables: since when each is known, and what its status is.

The day a figure became known decides which reports see it. It is the release date where it is given. Else a new figure
is known from the usual day of its release, and one that says something else than what was held, or that comes when
others of its period are there, from the day it is added: an earlier report saw what was held then.
"""

from datetime import date

import numpy as np
import pandas as pd

from wayforward.published import contract
from wayforward.published.compare_figures import REVISED
from wayforward.published.contract import DAY_ADDED, NOT_SHOWN, RELEASE_DATE, USUAL_CALENDAR

AS_KNOWN_IN = r"^as known in \d{4}(; )?"        # of an edition that is not the first; the next has a day of its own


def as_editions(rows: pd.DataFrame, today: date, released: date | None) -> pd.DataFrame:
    """Compared rows that are new or revised, with the day and the basis on which each is known, its status and note."""
    return rows.assign(**_days(rows, today, released), status=_status(rows), note=_note(rows))


def _days(rows: pd.DataFrame, today: date, released: date | None) -> dict[str, object]:
    if released:
        return {"known": str(released), "known_by": RELEASE_DATE}
    usual = np.maximum(pd.to_datetime(rows["known"], errors="coerce"), contract.ends(rows))
    on_the_day = rows["kind"].ne(REVISED) & ~rows["late"] & (usual <= pd.Timestamp(today))
    return {"known": usual.dt.strftime("%Y-%m-%d").where(on_the_day, str(today)),
            "known_by": np.where(on_the_day, USUAL_CALENDAR, DAY_ADDED)}


def _status(rows: pd.DataFrame) -> pd.Series:
    """Of a number in the place of a final one: revised. What cannot be compared stays so, whatever its number."""
    shown = ~rows["status"].isin(NOT_SHOWN)
    again = shown & rows["status"].eq("final") & rows["held_status"].isin(["final", "revised"])
    return rows["status"].mask(again, "revised").mask(shown & rows["held_status"].eq("not comparable"),
                                                      "not comparable")


def _note(rows: pd.DataFrame) -> pd.Series:
    """The release's own; else that of the edition held, where both show a number or neither does."""
    alike = rows["status"].isin(NOT_SHOWN).eq(rows["held_status"].isin(NOT_SHOWN)) & rows["held_note"].notna()
    earlier = rows["held_note"].fillna("").str.replace(AS_KNOWN_IN, "", regex=True)
    return rows["note"].mask(rows["note"].eq("") & alike, earlier)
