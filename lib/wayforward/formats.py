"""Numbers and periods as readers see them: each formatted once, half-up, from the finding's own number.

Python's round() and f-strings round halves to even, in binary (0.25 → 0.2); official statistics round halves up.
"""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

MINUS = "−"
NOTHING = "–"       # a value that is not there
SAME = 12           # significant digits: numbers that differ beyond them are shown alike

# Calendars by how their periods are led into: "On 31 March 2025", "In the academic year 2019/20", "From January to …"
DAYS = ("31 March", "30 September", "census day")
WITH_ARTICLE = ("year to 31 March", "year to 30 September", "academic year", "financial year")
MONTHS = ("December to February", "financial quarter")
LEADS = dict.fromkeys(DAYS, "On") | dict.fromkeys(WITH_ARTICLE, "In the") | dict.fromkeys(MONTHS, "From")
ONE = {"children": "child", "children per 10,000": "child per 10,000", "tonnes CO2e": "tonne CO2e"}


def half_up(value: float, decimals: int = 0) -> str:
    """A number with thousands separated and halves rounded up, away from zero; what is a half but for the last binary
    digits is one.

    >>> half_up(0.25, 1), half_up(-2.5), half_up(1234.5), half_up(15.249999999999998, 1)
    ('0.3', '−3', '1,235', '15.3')
    """
    rounded = _rounded(value, decimals)
    text = f"{abs(rounded):,.{decimals}f}"
    return MINUS + text if rounded < 0 else text


def _rounded(value: float, decimals: int) -> Decimal:
    return Decimal(f"{value:.{SAME}g}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def decimals(finding, point) -> int:
    """Decimals of a point of a finding: the series', or fewer where it was published with fewer."""
    return finding.decimals if point.places is None else min(finding.decimals, point.places)


def quantity(value: float | None, unit: str, decimals: int) -> str:
    """A figure in its unit: fractions become percentages; words follow the number, but a score stands alone.

    >>> quantity(0.8862, "%", 1), quantity(16.4, "points", 1), quantity(14.9, "score", 1), quantity(None, "%", 1)
    ('88.6%', '16.4 points', '14.9', '–')
    """
    figure = number(value, unit, decimals)
    if value is None or unit in ("%", "score"):
        return figure
    return f"{figure} {singular(unit) if figure == '1' else unit}"


def number(value: float | None, unit: str, decimals: int) -> str:
    """A figure without the words of its unit, which stand beside it or in a heading: "88.6%", "16.4"."""
    if value is None:
        return NOTHING
    return half_up(shown(value, unit), decimals) + ("%" if unit == "%" else "")


def difference(value: float | None, unit: str, decimals: int) -> str:
    """The size of a difference, without its sign: percentages differ by percentage points."""
    return NOTHING if value is None else quantity(abs(value), step(unit), decimals)


def signed(value: float | None, unit: str, decimals: int) -> str:
    """A difference with its sign, bare of its unit, for tables."""
    if value is None:
        return NOTHING
    displayed = shown(value, unit)
    return ("+" if _rounded(displayed, decimals) > 0 else "") + half_up(displayed, decimals)


def shown_as_0(value: float, unit: str, decimals: int) -> bool:
    """Whether nothing is left of a difference in the decimals that are shown."""
    return _rounded(shown(value, unit), decimals) == 0


def shown(value: float, unit: str) -> float:
    """The number as displayed: where the unit is per cent, times 100 in decimals (in binary 0.285 gives 28.499…)."""
    return float(Decimal(repr(float(value))) * 100) if unit in ("%", "percentage points") else value


def as_shown(value: float, unit: str, decimals: int) -> float:
    """What is left of a number once it has been displayed, in its own scale.

    >>> as_shown(0.88625, "%", 1), as_shown(16.449, "points", 1), as_shown(-2.5, "days", 0)
    (0.886, 16.4, -3.0)
    """
    rounded = _rounded(shown(value, unit), decimals)
    return float(rounded / 100 if unit in ("%", "percentage points") else rounded)


def step(unit: str) -> str:
    """The unit of a difference."""
    return "percentage points" if unit == "%" else unit


def singular(unit: str) -> str:
    """One of the unit: "1 point"."""
    return ONE.get(unit, unit.removesuffix("s"))


def when(label: str, calendar: str) -> str:
    """The period as a sentence begins with it: "On 31 March 2025", "In the year to 31 March 2025"."""
    return f"{LEADS.get(calendar, 'In')} {label}"


def brief_period(label: str) -> str:
    """A period's label without what stands in brackets: "January to March 2026"."""
    return label.partition(" (")[0]


def is_quarterly(calendar: str) -> bool:
    """Whether a year of the calendar has four periods; of any other it is one."""
    return calendar == "financial quarter"


def shortest_period(end: date, calendar: str) -> str:
    """A period by its year, or by its quarter and year, where room is scarce.

    >>> shortest_period(date(2025, 3, 31), "31 March"), shortest_period(date(2025, 8, 31), "academic year")
    ('2025', '2024/25')
    >>> shortest_period(date(2025, 12, 31), "financial quarter")
    'Q3 2025-26'
    """
    if is_quarterly(calendar):
        first = end.year - (end.month < 4)
        return f"Q{(end.month - 4) % 12 // 3 + 1} {first}-{(first + 1) % 100:02}"
    mark = {"academic year": "/", "financial year": "-"}.get(calendar)
    return f"{end.year - 1}{mark}{end.year % 100:02}" if mark else str(end.year)


def day(iso: str) -> str:
    """A day as readers write it: "30 June 2026"."""
    on = date.fromisoformat(iso)
    return f"{on.day} {on:%B %Y}"


def listed(words: list[str]) -> str:
    """Words in a row: "a, b and c"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def promises(numbers: Iterable[int]) -> str:
    """Promises by their numbers: "promise 8", "promises 1 and 6"."""
    names = [str(number) for number in numbers]
    return f"promise{'s' if len(names) > 1 else ''} {listed(names)}"
