"""Editions of a figure: what was published of one series, area and period on one day, and again on a later one.

A revised figure is another row with a later `known` day, and the earlier row stays. Whoever asks what was known on a
day sees the newest edition of then, and what was first published stays what an old report stands on.
"""

import pandas as pd

FIGURE = ["series", "area", "period"]                       # what a figure is of; its series has one calendar
SAID = ["value", "symbol", "as_published", "status"]        # in which editions of it may differ


def newest(rows: pd.DataFrame) -> pd.DataFrame:
    """Of each figure the edition that became known last, rows in their order; `known` as days or as text.

    >>> newest(pd.DataFrame({"series": "s", "area": "kent", "period": "2025", "known": ["2025-11-15", "2026-02-01"]}))
      series  area period       known
    1      s  kent   2025  2026-02-01
    """
    several = rows.duplicated(FIGURE, keep=False)
    if not several.any():
        return rows
    last = rows[several].sort_values("known", kind="stable").drop_duplicates(FIGURE, keep="last")
    return rows[~several | rows.index.isin(last.index)]


def repeated(rows: pd.DataFrame) -> pd.Series:
    """Whether a row says nothing else than the edition before it, so that it is no revision; truth values a row."""
    several = rows[rows.duplicated(FIGURE, keep=False)].sort_values([*FIGURE, "known"], kind="stable")
    before = several.shift()
    same = several[FIGURE + SAID].eq(before[FIGURE + SAID]).all(axis="columns") & several["known"].ne(before["known"])
    return rows.index.to_series().isin(several.index[same])
