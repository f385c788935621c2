"""Which quarters the years of a return cover, and what is left out because it lies beyond them or stands twice.

The years are those of which a return is at hand (see Returns.years_of): one without rows says that there is nobody, and
covers its year as any other. A count of a quarter whose return is not at hand would be too low: what happens to be
dated in it is left out instead.
"""

from collections.abc import Iterable

import pandas as pd

from wayforward.counting.tally import latest_only, leave_out
from wayforward.periods import quarters_of_year

AGAIN = "stands again in a later return"
NOT_DATED = "not dated"
BEYOND = "dated in a year whose return is not at hand"


def quarters(years: Iterable[int]) -> tuple[str, ...]:
    """The financial quarters of the years, in order."""
    return tuple(quarter for year in sorted(years) for quarter in quarters_of_year(year))


def known_quarters(quarters: Iterable[str], cases: pd.DataFrame, unknown: pd.Series) -> tuple[str, ...]:
    """Quarters without those of whose cases it is `unknown` in every one: what is not known is no 0."""
    nothing = unknown[cases["left_out"].isna()].groupby(cases["period"]).all()
    return tuple(quarter for quarter in quarters if not nothing.get(quarter, False))


def year_end(days: pd.Series) -> pd.Series:
    """The year in which the financial year of each day ends: 2026-03-31 gives 2026, 2026-04-01 gives 2027."""
    return days.dt.year + (days.dt.month >= 4)


def dated_once(cases: pd.DataFrame, years: Iterable[int], key: str) -> pd.DataFrame:
    """Cases by quarter, each `key` (a column of the cases) once, in the quarters of the years at hand."""
    cases = leave_out(cases, NOT_DATED, cases["period"].isna())
    cases = latest_only(cases, AGAIN, [key], "return_year")
    return leave_out(cases, BEYOND, ~cases["period"].isin(quarters(years)))
