"""Reporting periods, and the calendars that published series keep.

"2025" means 31 March 2025 for children looked after, the year to 30 September 2025 for the workforce and
December 2024 to February 2025 for young people not in education: a code is only a date through its calendar.

A run reports on one financial quarter ("2025-26-Q4") or year ("2025-26") and sees what was known on its
`as_at` date, three months after the period ends unless said otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from wayforward.errors import RefusedParameters

if TYPE_CHECKING:
    import pandas as pd  # a run that has nothing to do answers without it

MONTHS_UNTIL_KNOWN = 3


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of time, both days included, with the words a reader sees. A snapshot starts and ends on one day."""

    end: date
    start: date
    label: str


def month_end(year: int, month: int) -> date:
    """The last day of a month; months past 12 run on into the next year: (2025, 15) is 31 March 2026."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _day(month: int, words: str) -> Callable[[int], Span]:
    def span(year: int) -> Span:
        on = month_end(year, month)
        return Span(on, on, words.format(year=year))
    return span


def _months(first: int, last: int, words: str) -> Callable[[int], Span]:
    """Months counted from January of the code's year; 0 and below lie in the year before."""
    def span(year: int) -> Span:
        start = month_end(year - 1, 12 + first - 1) + timedelta(days=1)
        return Span(month_end(year, last), start, words.format(year=year, before=year - 1, yy=f"{year % 100:02}"))
    return span


# Each calendar by the name that the data files and plan.toml use. The code of a period is the year it ends in,
# except for academic and financial years, whose code names both.
YEAR_CALENDARS: dict[str, Callable[[int], Span]] = {
    "31 March": _day(3, "31 March {year}"),
    "year to 31 March": _months(-8, 3, "year to 31 March {year}"),
    "30 September": _day(9, "30 September {year}"),
    "year to 30 September": _months(-2, 9, "year to 30 September {year}"),
    "January census": _months(1, 1, "January {year}"),
    "December to February": _months(0, 2, "December {before} to February {year}"),
    "March": _months(3, 3, "March {year}"),
    "mid-year": _day(6, "mid-{year}"),
    "calendar year": _months(1, 12, "{year}"),
    "census day": lambda year: Span(date(year, 3, 21), date(year, 3, 21), f"Census day, 21 March {year}"),
}
TWO_YEAR_CALENDARS: dict[str, tuple[str, Callable[[int], Span]]] = {
    "academic year": ("/", _months(-3, 8, "academic year {before}/{yy}")),
    "financial year": ("-", _months(-8, 3, "financial year {before}-{yy}")),
}
CALENDARS = (*YEAR_CALENDARS, *TWO_YEAR_CALENDARS, "financial quarter")


def span(calendar: str, code: str) -> Span:
    """The days and the label that a period code stands for in a calendar.

    Raises ValueError that says which form of code the calendar takes.

    >>> span("year to 30 September", "2025").start
    datetime.date(2024, 10, 1)
    >>> span("academic year", "2024/25").label
    'academic year 2024/25'
    """
    if calendar in YEAR_CALENDARS:
        if not re.fullmatch(r"\d{4}", code):
            raise ValueError(f"a period of the calendar '{calendar}' is a year such as 2025, not '{code}'")
        return YEAR_CALENDARS[calendar](int(code))
    if calendar in TWO_YEAR_CALENDARS:
        mark, make = TWO_YEAR_CALENDARS[calendar]
        return make(_second_year(code, mark, calendar))
    if calendar == "financial quarter":
        return _quarter(code)
    raise ValueError(f"'{calendar}' is not a calendar; expected one of: {', '.join(CALENDARS)}")


def codes_of_year(calendar: str, year: int) -> list[str]:
    """The codes of a calendar's periods that end in a return's year: 2025 is "2024-25", "2024/25", or its quarters.

    >>> codes_of_year("academic year", 2025), codes_of_year("31 March", 2025)
    (['2024/25'], ['2025'])
    """
    if calendar == "financial quarter":
        return quarters_of_year(year)
    mark = TWO_YEAR_CALENDARS[calendar][0] if calendar in TWO_YEAR_CALENDARS else None
    return [f"{year - 1}{mark}{year % 100:02}" if mark else str(year)]


def _second_year(code: str, mark: str, calendar: str) -> int:
    match = re.fullmatch(rf"(\d{{4}}){mark}(\d{{2}})", code)
    if not match or (int(match[1]) + 1) % 100 != int(match[2]):
        raise ValueError(f"a period of the calendar '{calendar}' is two following years such as "
                         f"2024{mark}25, not '{code}'")
    return int(match[1]) + 1


def _quarter(code: str) -> Span:
    match = re.fullmatch(r"(\d{4}-\d{2})-Q([1-4])", code)
    if not match:
        raise ValueError(f"a financial quarter is written like 2025-26-Q4 (January to March 2026), not '{code}'")
    first_year, quarter = _second_year(match[1], "-", "financial year") - 1, int(match[2])
    last_month = 3 + 3 * quarter
    start = month_end(first_year, last_month - 3) + timedelta(days=1)
    end = month_end(first_year, last_month)
    return Span(end, start, f"{start:%B} to {end:%B %Y} (quarter {quarter} of {match[1]})")


@dataclass(frozen=True)
class ReportingPeriod:
    """The period a run reports on. `code` is also its folder's and its parameter file's name."""

    code: str
    start: date
    end: date
    label: str

    @property
    def as_at(self) -> date:
        """The day whose knowledge the run has, unless its parameters say another."""
        return month_end(self.end.year, self.end.month + MONTHS_UNTIL_KNOWN)


def reporting_period(code: str) -> ReportingPeriod:
    """A financial quarter "2025-26-Q4" or a financial year "2025-26"; RefusedParameters for anything else.

    >>> reporting_period("2022-23-Q4").as_at
    datetime.date(2023, 6, 30)
    """
    calendar = "financial quarter" if isinstance(code, str) and "Q" in code else "financial year"
    try:
        found = span(calendar, code if code.isascii() else None)    # other alphabets' digits are another folder's name
    except (ValueError, TypeError, AttributeError):
        raise RefusedParameters(f"period: expected a financial quarter such as \"2025-26-Q4\" or a financial year "
                                f"such as \"2025-26\", as text; got {code!r}") from None
    return ReportingPeriod(code, found.start, found.end, found.label)


def period_before(period: ReportingPeriod) -> ReportingPeriod:
    """The quarter, or the year, that ended the day before a period.

    >>> period_before(reporting_period("2026-27-Q1")).code, period_before(reporting_period("2025-26")).code
    ('2025-26-Q4', '2024-25')
    """
    ended = period.start - timedelta(days=1)
    year = ended.year + (ended.month > 3)
    codes = quarters_of_year(year) if "Q" in period.code else [financial_year(year)]
    return next(each for each in map(reporting_period, codes) if each.end == ended)


def quarters(first_year: int, last_year: int) -> list[str]:
    """Codes of all quarters from April of `first_year` to March of `last_year`: (2021, 2026) gives twenty."""
    years = range(first_year, last_year)
    return [f"{year}-{(year + 1) % 100:02}-Q{quarter}" for year in years for quarter in (1, 2, 3, 4)]


def read_date(text: str, name: str = "as_at") -> date:
    """A day written as 2026-06-30; RefusedParameters for any other form (a month first is never guessed)."""
    try:
        day = date.fromisoformat(text)
    except (ValueError, TypeError):
        day = None
    if day is None or str(day) != text:     # 20260630 and 2026-W27-2 are ISO days too
        raise RefusedParameters(f"{name}: expected a day such as \"2026-06-30\"; got {text!r}")
    return day


# Codes of the periods in which the days of a column lie, for measures that count by the day of an event.

def quarter_of(days: pd.Series) -> pd.Series:
    """Financial quarters of days: 2026-03-31 lies in "2025-26-Q4"; a missing day in none."""
    quarter = (days.dt.month - 4) % 12 // 3 + 1
    return financial_year_of(days) + ("-Q" + quarter.astype("Int64").astype("string"))


def financial_year_of(days: pd.Series) -> pd.Series:
    """Financial years of days: 2026-03-31 lies in "2025-26"; a missing day in none."""
    first = (days.dt.year - (days.dt.month < 4)).astype("Int64")
    return first.astype("string") + "-" + ((first + 1) % 100).astype("string").str.zfill(2)


def financial_year(return_year: int) -> str:
    """The financial year that ends in a year: 2025 gives "2024-25"."""
    return f"{return_year - 1}-{return_year % 100:02}"


def academic_year(return_year: int) -> str:
    """The academic year that ends in a year: 2025 gives "2024/25"."""
    return f"{return_year - 1}/{return_year % 100:02}"


def quarters_of_year(return_year: int) -> list[str]:
    """The four quarters of the financial year that ends in a year."""
    return quarters(return_year - 1, return_year)


def age_on(born: pd.Series, days) -> pd.Series:
    """Whole years of age on a day (one, or one a row); missing where either is."""
    import pandas as pd

    on = pd.Series(pd.to_datetime(days), born.index) if not isinstance(days, pd.Series) else days
    return (_digits(on) - _digits(born)) // 10_000


def _digits(days: pd.Series) -> pd.Series:
    """Days as numbers of eight digits, 20260331: less one another, the first four are whole years."""
    return days.dt.year * 10_000 + days.dt.month * 100 + days.dt.day
