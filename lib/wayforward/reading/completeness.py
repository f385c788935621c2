"""How far a table of a return reaches: the days of its year that its rows cannot speak of, and how that was seen.

Delivered   a file speaks of the days before it came, and no further: the day itself was not over
Events      (decisions, audits, episodes) a time without any is a hole when it is far longer than the longest other in
            all years at hand. Of so many spaces of even chance, the probability of one as many times the longest of
            the others must be under one in a thousand (within a year, times how many it is the longest of). Nothing is
            said of a fortnight, nor of a summer of six weeks within a year, nor of a table whose events are known for
            less than two months. The usual time after the last event before a hole is no part of it
Months      (absence, activity) a month without rows, where other years or the months around have some; and one with so
            few that the fewest of the others do not bear it: a fifth fewer, as much under them as they lie under the
            most, and three standard errors of a count
Survey      answers that come over a fortnight less than in any other year, and both days and answers a fifth fewer
Year        (a census, a year's contracts) nothing but the delivery tells
Standing    (a register of schools, a census of residents) speaks of any day
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from math import exp, lgamma, sqrt

import pandas as pd

from wayforward.periods import financial_year, month_end
from wayforward.reading.problems import Problem
from wayforward.returns.layout import Table

FORTNIGHT, SUMMER, KNOWN_FOR = 14, 45, 60       # days
LONGER, BY_CHANCE = 1.5, 1 / 1000
FALL, ERRORS = 1 / 5, 3
FEWEST_MONTHS = 3                   # to compare a month with
DAY = timedelta(days=1)


class Why(StrEnum):
    """How it was seen that days are missing."""

    NOT_DELIVERED = "not delivered"
    SILENT = "silent"
    NO_ROWS = "no rows"
    FEW_ROWS = "few rows"
    CUT_SHORT = "cut short"


@dataclass(frozen=True)
class Missing:
    """Days, both included, of which a table cannot speak."""

    first: date
    last: date
    why: Why


@dataclass(frozen=True)
class DaysCovered:
    """What a table of one year speaks of: the days of its year but those missing."""

    title: str
    year: int
    start: date
    end: date
    received: date
    missing: tuple[Missing, ...] = ()

    def lacking(self, first: date, last: date) -> tuple[Missing, ...]:
        """What is missing of these days."""
        return tuple(each for each in self.missing if each.first <= last and each.last >= first)


@dataclass(frozen=True)
class Year:
    """A table's rows of one year, the day they came, and whether it is declared that days without rows had none."""

    year: int
    received: date
    rows: pd.DataFrame
    quiet: bool = False


def days_covered(table: Table, years: Sequence[Year]) -> tuple[DaysCovered, ...]:
    """How far a table reaches in each of its years, in their order; of a standing table nothing is said.

    `years`: typed rows (see layout.typed), one entry a year in order of time.
    """
    if table.rhythm == "standing":
        return ()
    spans = [_Span(each, table) for each in years]
    look = {"events": _silences, "months": _months, "survey": _cut_short}.get(table.rhythm, _nothing)
    found = look(spans, table.dated)
    return tuple(DaysCovered(table.title, span.year, span.start, span.end, span.received,
                       (*span.clipped(found), *span.undelivered)) for span in spans)


def seen(reach: DaysCovered, table: Table) -> list[Problem]:
    """What the screening says of days that were delivered and are missing."""
    year = financial_year(reach.year)
    line = f"{table.stems[0]},{year},{year},nothing more,why"
    return [Problem("warn", _in_words(each), effect="every period that these days are part of is not yet whole: it has "
                    "no figure and is used for nothing",
                    action="deliver it again with all its days; or declare in declared.csv, beside the folders of "
                    f"days, that there was nothing more: {line}")
            for each in reach.missing if each.why != Why.NOT_DELIVERED]


def in_months(missing: Missing) -> str:
    """Days that are missing, told by their months alone, so that nobody learns the day of the last row before them."""
    first, last = f"{missing.first:%B %Y}", f"{missing.last:%B %Y}"
    whole = missing.first.day == 1 and missing.last == _last(missing.last.replace(day=1))
    if first == last:
        return f"in {first}" if whole else f"in a part of {first}"
    return f"from {first} to {last}"


def _in_words(missing: Missing) -> str:
    months = in_months(missing)
    if missing.why == Why.SILENT:
        return f"no row {months}, far longer than the table is without rows otherwise"
    if missing.why == Why.CUT_SHORT:
        return f"no answer {months}, when answers came in other years"
    return f"{'no rows' if missing.why == Why.NO_ROWS else 'far fewer rows than usual'} {months}"


class _Span:
    """A year of a table: its days, and those of them that had passed when it came."""

    def __init__(self, of: Year, table: Table):
        self.year, self.received, self.rows, self.quiet = of.year, of.received, of.rows, of.quiet
        self.start, self.end = date(of.year - 1, *table.ends) + DAY, date(of.year, *table.ends)
        self.covered = min(self.end, self.received - DAY)

    @property
    def undelivered(self) -> tuple[Missing, ...]:
        """The days that had not passed."""
        if self.covered >= self.end:
            return ()
        return (Missing(max(self.start, self.covered + DAY), self.end, Why.NOT_DELIVERED),)

    def within(self, columns: tuple[str, ...]) -> dict[date, int]:
        """The days of these columns that lie in the year and had passed, in order, and how often each stands."""
        days = pd.concat([self.rows[name] for name in columns], ignore_index=True)
        there = days.between(pd.Timestamp(self.start), pd.Timestamp(self.covered))
        return {day.date(): int(number) for day, number in days[there].value_counts().sort_index().items()}

    def clipped(self, found: Sequence[Missing]) -> Iterator[Missing]:
        """What of it lies in the part of the year that had passed, and is not declared."""
        for each in [] if self.quiet else found:
            first, last = max(each.first, self.start), min(each.last, self.covered)
            if first <= last:
                yield Missing(first, last, each.why)


def _nothing(_spans: list[_Span], _columns: tuple[str, ...]) -> list[Missing]:
    return []


# --- events ----------------------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class _Gap:
    """The time from one day with events to the next; `opens` and `closes`: from or to an end of what was delivered;
    `inside` one year."""

    before: date
    after: date
    opens: bool = False
    closes: bool = False
    inside: bool = False

    @property
    def days(self) -> int:
        return (self.after - self.before).days

    @property
    def ordinary(self) -> bool:
        """Whether offices or schools may have been closed so long."""
        return self.days - 1 <= (SUMMER if self.inside else FORTNIGHT)


def _silences(spans: list[_Span], columns: tuple[str, ...]) -> list[Missing]:
    """Times without events that are far longer than any other."""
    gaps = [gap for run in _runs([(span, [*span.within(columns)]) for span in spans]) for gap in _gaps(run)]
    return [silence for gap in gaps if not gap.ordinary for silence in _silence(gap, gaps)]


def _runs(years: list[tuple[_Span, list[date]]]) -> list[list[tuple[_Span, list[date]]]]:
    """Years with events, those that follow each other without a day between them together."""
    runs: list[list[tuple[_Span, list[date]]]] = []
    for span, days in years:
        if days and runs and runs[-1][-1][0].covered + DAY == span.start:
            runs[-1].append((span, days))
        elif days:
            runs.append([(span, days)])
    return runs


def _gaps(run: list[tuple[_Span, list[date]]]) -> list[_Gap]:
    days = sorted({day for _, year in run for day in year})
    ends = [span.end for span, _ in run]
    inner = [_Gap(before, after, inside=not any(before <= end < after for end in ends))
             for before, after in pairwise(days)]
    opening = _Gap(run[0][0].start - DAY, days[0], opens=True)
    return [opening, *inner, _Gap(days[-1], run[-1][0].covered + DAY, closes=True)]


def _silence(gap: _Gap, gaps: list[_Gap]) -> Iterator[Missing]:
    """What of a gap is a hole, if it is one."""
    others = [each.days for each in gaps if each is not gap and not each.opens and not each.closes]
    if sum(others) < KNOWN_FOR:
        return
    longest = max(each.days for each in gaps if each is not gap and not each.opens)
    picked_from = len(others) if gap.inside else 1
    chance = picked_from * _chance(gap.days / longest, len(others))
    if gap.days <= LONGER * longest or chance >= BY_CHANCE:
        return
    first = gap.before + (0 if gap.opens else longest) * DAY + DAY
    last = gap.after - (0 if gap.closes else longest) * DAY - DAY
    if first <= last:
        yield Missing(first, last, Why.SILENT)


def _chance(times: float, others: int) -> float:
    """That a space of even chance (exponential) is at least so many times the longest of so many others.

    n! Γ(c + 1) / Γ(n + c + 1), the mean of exp(−c M) over the longest, M

    >>> round(_chance(2, 11), 4)        # 2! 11! / 13!
    0.0128
    """
    return exp(lgamma(others + 1) + lgamma(times + 1) - lgamma(others + times + 1))


# --- months ----------------------------------------------------------------------------------------------------------

def _months(spans: list[_Span], columns: tuple[str, ...]) -> list[Missing]:
    """Months without rows, or with too few, among those of which rows are to be expected."""
    rows = {span.year: _rows_by_month(span, columns) for span in spans}
    found = []
    for span in spans:
        for month in sorted(_expected(span, rows) | rows[span.year].keys()):
            there = rows[span.year].get(month, 0)
            others = [number for year in rows.values() for other, number in year.items() if other != month]
            if there < _fewest(others):
                found.append(Missing(month, _last(month), Why.FEW_ROWS if there else Why.NO_ROWS))
    return found


def _rows_by_month(span: _Span, columns: tuple[str, ...]) -> dict[date, int]:
    """Rows by the first day of their month, of the months that had passed."""
    rows: dict[date, int] = {}
    for day, number in span.within(columns).items():
        month = day.replace(day=1)
        rows[month] = rows.get(month, 0) + number
    return {month: number for month, number in rows.items() if _last(month) <= span.covered}


def _expected(span: _Span, rows: dict[int, dict[date, int]]) -> set[date]:
    """The months of a year that had passed and that most other years have; without other years, all since its first."""
    passed = [month for month in _months_of(span) if _last(month) <= span.covered]
    others = [{month.month for month in each} for year, each in rows.items() if year != span.year and each]
    if not others:
        return {month for month in passed if month >= min(rows[span.year], default=date.max)}
    return {month for month in passed if 2 * sum(month.month in each for each in others) > len(others)}


def _fewest(others: list[int]) -> float:
    """Below how many rows a month is cut off, by the rows of the others; 0 where these are too few to tell."""
    if len(others) < FEWEST_MONTHS:
        return 0
    least, most = min(others), max(others)
    return least - max(FALL * least, least * (1 - least / most), ERRORS * sqrt(least))


def _months_of(span: _Span) -> list[date]:
    return [day.date() for day in pd.date_range(span.start, span.end, freq="MS")]


def _last(month: date) -> date:
    return month_end(month.year, month.month)


# --- surveys ---------------------------------------------------------------------------------------------------------

def _cut_short(spans: list[_Span], columns: tuple[str, ...]) -> list[Missing]:
    """The days for which a survey would have gone on, in years in which it stops far earlier than in any other."""
    answers = {span.year: days for span in spans if (days := span.within(columns))}
    return [missing for year in answers for missing in _cut(answers[year], [
        days for other, days in answers.items() if other != year])]


def _cut(answers: dict[date, int], others: list[dict[date, int]]) -> Iterator[Missing]:
    lasted, shortest = _lasted(answers), min((_lasted(days) for days in others), default=0)
    fewest = min((sum(days.values()) for days in others), default=0)
    last = max(answers)
    if lasted < min((1 - FALL) * shortest, shortest - FORTNIGHT) and sum(answers.values()) < (1 - FALL) * fewest:
        yield Missing(last + DAY, last + (shortest - lasted) * DAY, Why.CUT_SHORT)


def _lasted(answers: dict[date, int]) -> int:
    return (max(answers) - min(answers)).days + 1
