"""Waves of a survey: answers come in on several days, and days close to each other are of one wave."""

import pandas as pd

APART = 28      # days without an answer, from more than which on the next answer is of another wave


def waves(days: pd.Series, apart: int = APART) -> pd.Series:
    """For each day the last day of its wave, which stands for the wave; missing where the day is.

    >>> waves(pd.Series(pd.to_datetime(["2024-10-01", "2024-10-14", "2024-12-01"]))).dt.strftime("%d %b").tolist()
    ['14 Oct', '14 Oct', '01 Dec']
    """
    ordered = days.dropna().drop_duplicates().sort_values()
    wave = (ordered.diff() > pd.Timedelta(days=apart)).cumsum()
    last = ordered.groupby(wave).transform("max")
    return days.map(dict(zip(ordered, last, strict=True))).astype(days.dtype)
