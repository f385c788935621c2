"""What the names of files and folders say: of which year or day they are, and whether of a copy or a correction.

Only what can be read in one way is read: 05-06-2026 may be of May or June, and 15-06-26 of 2015 or 2026.
"""

import re
from datetime import date

# A day in a file's name says when it was made, not of which year it is.
MADE = re.compile(r"(?<!\d)(20\d\d[-_. ]?(0[1-9]|1[0-2])[-_. ]?(0[1-9]|[12]\d|3[01])"
                  r"|(0[1-9]|[12]\d|3[01])[-_. ](0[1-9]|1[0-2])[-_. ]20\d\d)(?!\d)")
BEFORE, BETWEEN = r"(?:(?<![a-z])(?:fy|ay|yr|year)[-_ ]?)?(?<!\d)", r"(?:[-_/. –—]{0,3}|[-_ ]?to[-_ ]?)"
YEAR = re.compile(rf"{BEFORE}(20\d\d)(?:{BETWEEN}(\d{{4}}|\d\d))?(?!\d)", re.IGNORECASE)
SHORT = re.compile(rf"{BEFORE}([1-5]\d){BETWEEN}(\d\d)(?!\d)", re.IGNORECASE)
ENDING = re.compile(r"(?<![a-z])fy[-_ ]?([1-5]\d)(?!\d)", re.IGNORECASE)       # FY26 ends in 2026
MARKS = re.compile(
    r"(?<![a-z0-9])(copy of|copy|v\d+(\.\d+)*|version ?\d+|final\d*|correct(ed|ion|ions)|revis(ed|ion)"
    r"|re-?submi(tted|ssion)|amend(ed|ment)|updated?|latest|new)(?![a-z0-9])|\(\d{1,2}\)", re.IGNORECASE)
ISO = re.compile(r"(?P<year>20\d\d)(?P<sign>[-_. ]?)(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})")
DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?P<sign>[-_. ])(?P<month>\d{1,2})(?P=sign)(?P<year>20\d\d)")
IN_WORDS = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[-_. ]?(?P<month>[a-z]{3,9})[-_., ]*(?P<year>20\d\d)",
                      re.IGNORECASE)
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
          "december")


def split_year(name: str) -> tuple[str, int | None]:
    """A name without the year in it, and the year it ends in: "Episodes_2024-25" is 2025, as are "Episodes_2425",
    "ks4_2025" and "OC3 FY25"."""
    undated = MADE.sub("", name)
    for match in YEAR.finditer(undated):
        first, second = int(match[1]), match[2]
        if not second or str(first + 1).endswith(second):
            return _without(undated, match), first + bool(second)
    for match in SHORT.finditer(undated):
        if int(match[2]) == int(match[1]) + 1:
            return _without(undated, match), 2000 + int(match[2])
    ending = ENDING.search(undated)
    return (_without(undated, ending), 2000 + int(ending[1])) if ending else (undated, None)


def _without(name: str, match: re.Match) -> str:
    return name[:match.start()] + name[match.end():]


def unmarked(name: str) -> str:
    """A name without what says that it is a copy, a version or a correction: "Episodes - Copy (2)", "Episodes_v2"."""
    return MARKS.sub("", name)


def day_of(name: str) -> date | None:
    """The day that a folder is named by, a copy or a correction too; None where it is named by none, or may be by
    two."""
    days = days_of(name)
    return days[0] if len(days) == 1 else None


def days_of(name: str) -> list[date]:
    """Every day by which a folder may be named: none, one, or two where day and month may have changed places."""
    plain = unmarked(name).strip(" -_.,()")
    for form in (ISO, DAY_FIRST, IN_WORDS):
        found = form.fullmatch(plain)
        if found:
            day, month, year = int(found["day"]), _month(found["month"]), int(found["year"])
            orders = {(month, day), (day, month)} if form is DAY_FIRST else {(month, day)}
            if form is ISO and not found["sign"] and len(plain) != len("20260615"):
                return []
            return sorted(filter(None, (_date(year, *order) for order in orders)))
    return []


def _month(text: str) -> int:
    """A month by its number or its name; 0 where it is none."""
    if text.isdigit():
        return int(text)
    return next((number for number, name in enumerate(MONTHS, 1) if name.startswith(text.casefold())), 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
