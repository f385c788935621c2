"""The time periods of a release: what a year of the file means in a calendar of ours.

Explore education statistics writes a time period (2025, 202425) beside its identifier (Reporting year, Academic year,
Financial year Q1, Autumn term, January, Week 3 ...). "2025" means 31 March in one release and 30 September in the
next: the register says which. Years written with a stroke or a dash, as people do, are read too.
"""

import re
from dataclasses import dataclass

from wayforward.periods import TWO_YEAR_CALENDARS, codes_of_year

# identifier → whether its time period is one year, or two years that follow each other
ONE, TWO = "one", "two"
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
          "december")
IDENTIFIERS = {
    **dict.fromkeys(("calendar year", *MONTHS), ONE), "reporting year": "either", "lait year": "either",
    **dict.fromkeys(("academic year", "financial year", "tax year"), TWO)}
PARTS = re.compile(r"(calendar year|academic year|financial year|tax year) (q[1-4](( to | )q[1-4])?|part [12]( .*)?)|"
                   r"(autumn|spring|summer|autumn and spring) term|week \d{1,2}|"
                   r"financial year part [12].*")
EXAMPLES = {ONE: "a year such as 2025", TWO: "two years that follow each other, such as 202425",
            "either": "a year such as 2025, or two such as 202425"}
# calendar → the identifiers whose years can mean its periods
MEANT = {
    "31 March": ("reporting year", "financial year", "calendar year", "march"),
    "year to 31 March": ("reporting year", "financial year", "calendar year"),
    "30 September": ("reporting year", "calendar year", "september"),
    "year to 30 September": ("reporting year", "calendar year"),
    "January census": ("academic year", "reporting year", "calendar year", "january"),
    "December to February": ("calendar year", "reporting year", "academic year"),
    "March": ("calendar year", "reporting year", "academic year", "march"),
    "mid-year": ("reporting year", "calendar year", "june"),
    "calendar year": ("calendar year", "reporting year"),
    "census day": ("calendar year", "reporting year", "march"),
    "academic year": ("academic year", "reporting year"),
    "financial year": ("financial year", "reporting year"),
}


@dataclass(frozen=True)
class Time:
    """A time period of a file: its identifier in small letters, and the year that it ends in; `must` says what should
    stand there where it cannot be read."""

    identifier: str
    year: int = 0
    must: str = ""


def time_of(period: str, identifier: str) -> Time:
    """What a time period and its identifier say.

    >>> time_of("202425", "Academic year").year, time_of("2024/25", "Financial year").year
    (2025, 2025)
    >>> time_of("202426", "Academic year").must
    'two years that follow each other, such as 202425'
    """
    words = " ".join(identifier.casefold().split())
    form = IDENTIFIERS.get(words) or ("either" if PARTS.fullmatch(words) else "")
    if not form:
        return Time(words, must="an identifier of Explore education statistics such as Reporting year or Academic year")
    one = re.fullmatch(r"\d{4}", period)
    if one and form != TWO:
        return Time(words, int(period))
    two = re.fullmatch(r"(\d{4})[-/]?(\d{2}|\d{4})", period)
    if two and form != ONE and (int(two[1]) + 1) % 10 ** len(two[2]) == int(two[2]):
        return Time(words, int(two[1]) + 1)
    return Time(words, must=EXAMPLES[form])


def code(time: Time, calendar: str) -> str:
    """The code of the period in a calendar; none where the identifier cannot mean one of its periods."""
    if time.must or time.identifier not in (*MEANT.get(calendar, ()), "lait year"):
        return ""
    return codes_of_year(calendar, time.year)[0] if calendar in TWO_YEAR_CALENDARS else str(time.year)
