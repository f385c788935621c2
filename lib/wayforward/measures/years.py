"""What the year of a row's return makes of it, worked out once a year and not once a row."""

from collections.abc import Callable

import pandas as pd


def by_year(rows: pd.DataFrame, what: Callable[[int], object]) -> pd.Series:
    """For each row `what` its `return_year` gives: a period's code, a day, a number of working days."""
    return rows["return_year"].map({year: what(int(year)) for year in rows["return_year"].unique()})


def day_of_year(rows: pd.DataFrame, what: Callable[[int], object]) -> pd.Series:
    """The same where it gives a day; days also where there is no row."""
    return pd.to_datetime(by_year(rows, what))
