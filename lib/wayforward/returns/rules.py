"""Words that rules between cells are made of. Each says of every row whether it is sound.

A row in which a cell that matters is empty cannot be judged, and counts as sound: whether a cell may be empty is the
column's business, not the rule's.
"""

from collections.abc import Callable

import pandas as pd


def in_order(rows: pd.DataFrame, first: str, then: str) -> pd.Series:
    """Whether the day in `then` is not before the day in `first`."""
    return ~(rows[then] < rows[first])


def both_or_neither(rows: pd.DataFrame, left: str, right: str) -> pd.Series:
    """Whether both cells are given, or neither."""
    return rows[left].isna().eq(rows[right].isna())


def only_with(rows: pd.DataFrame, name: str, other: str) -> pd.Series:
    """Whether `name` is given only where `other` is."""
    return rows[name].isna() | rows[other].notna()


def not_after(rows: pd.DataFrame, name: str, days: pd.Series) -> pd.Series:
    """Whether the day in `name` is not after the row's own limit."""
    return ~(rows[name] > days)


def last_day(rows: pd.DataFrame, month: int, day: int) -> pd.Series:
    """The day on which each row's return ends: (3, 31) in the return of 2025 is 31 March 2025."""
    return _by_year(rows, lambda year: pd.Timestamp(year, month, day))


def first_day(rows: pd.DataFrame, month: int, day: int) -> pd.Series:
    """The day on which each row's return begins, being the day after the last one's end."""
    return _by_year(rows, lambda year: pd.Timestamp(year - 1, month, day) + pd.Timedelta(days=1))


def _by_year(rows: pd.DataFrame, day: Callable[[int], pd.Timestamp]) -> pd.Series:
    """A day of each row's year, made once a year."""
    return pd.to_datetime(rows["return_year"].map({year: day(int(year)) for year in rows["return_year"].unique()}))


def among(rows: pd.DataFrame, who: str, marks: pd.Series) -> pd.Series:
    """For each row, how many rows with the same `who` are marked; missing where `who` is."""
    return marks.astype(int).groupby(rows[who]).transform("sum")
