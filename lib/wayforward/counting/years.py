"""What the year of a row's return makes of it, worked out once a year and not once a row."""

from collections.abc import Callable

import pandas as pd


def by_year(rows: pd.DataFrame, what: Callable[[int], object]) -> pd.Series:
    """For each row `what` its `return_year` gives: a period's code, a day, a number of working days."""
    return rows["return_year"].map({year: what(int(year)) for year in rows["return_year"].unique()})


def on(rows: pd.DataFrame, month: int, day: int, years: int = 0) -> pd.Series:
    """For each row a day of the year of its return, or of so many years before."""
    return pd.to_datetime(by_year(rows, lambda year: pd.Timestamp(year - years, month, day)))
