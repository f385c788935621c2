"""Which figures of a series are still to come, and when: of periods that have ended, later than its newest figure.

When is told by the series itself: the months after a period's end, and the day, on which its figures became known most
often. So the usual calendar stands in the published tables (`known`) and nowhere else. What is counted from the
council's own returns comes when it is delivered.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date

import pandas as pd

from wayforward.finding import Awaited
from wayforward.periods import ReportingPeriod, Span, codes_of_year, month_end, span
from wayforward.plan import Plan
from wayforward.statistics.results import NOT_WHOLE

LAST_DAY = 31       # of any month


def published_later(rows: pd.DataFrame, calendar: str, period: ReportingPeriod, as_at: date, plan: Plan
                    ) -> tuple[Awaited, ...]:
    """The periods of which one area's published figures (counts of one series) are still to come in a report of
    `period` as known on `as_at`: those that ended by then, and once the plan has ended those that began within it.
    None of a series without a figure: what would supply it is told already."""
    if not len(rows):
        return ()
    waiting = [each for _, each in _later(calendar, rows["end"].max(), period.end)
               if each.end <= period.end or each.start <= plan.end <= period.end]
    days = [(end, known.date()) for end, known in zip(rows["end"], rows["known"], strict=True) if pd.notna(known)]
    usual = [usual_day(days, each.end) for each in waiting]
    return tuple(Awaited(each.label, each.end, day, day is not None and day < as_at, each.end <= plan.end)
                 for each, day in zip(waiting, usual, strict=True))


def delivered_later(rows: pd.DataFrame, calendar: str, period: ReportingPeriod, years: Collection[int], plan: Plan
                    ) -> tuple[Awaited, ...]:
    """The periods, ended by then, of which one area's figures counted from its returns are still to come: not yet
    whole, or of a year of which no return is among the `years` delivered."""
    held = rows[rows["status"] != NOT_WHOLE]
    if not len(held):
        return ()
    begun = set(rows["end"]) - set(held["end"])
    return tuple(Awaited(each.label, each.end, None, True, each.end <= plan.end)
                 for year, each in _later(calendar, held["end"].max(), period.end)
                 if each.end <= period.end and (each.end in begun or year not in years))


def usual_day(known: Iterable[tuple[date, date]], end: date) -> date | None:
    """The day on which the figure of a period that ends on `end` is usually known, from the ends of earlier periods and
    the days on which theirs became known: as many months later and on the same day, the last of a month staying the
    last; of several usual days the most frequent, the latest among equals. None where nothing was known.

    >>> usual_day([(date(2024, 3, 31), date(2024, 11, 15))], date(2026, 3, 31))
    datetime.date(2026, 11, 15)
    >>> usual_day([(date(2023, 9, 30), date(2024, 2, 29))], date(2025, 9, 30))
    datetime.date(2026, 2, 28)
    """
    lags = Counter(_lag(*each) for each in sorted(known, reverse=True))
    if not lags:
        return None
    months, day = lags.most_common(1)[0][0]
    last = month_end(end.year, end.month + months)
    return last.replace(day=min(day, last.day))


def _lag(end: date, known: date) -> tuple[int, int]:
    """Months from the one to the other, and the day of the month."""
    day = LAST_DAY if known == month_end(known.year, known.month) else known.day
    return 12 * (known.year - end.year) + known.month - end.month, day


def _later(calendar: str, held: date, until: date) -> list[tuple[int, Span]]:
    """The calendar's periods that end after a day, up to the year after another's, each with its return's year."""
    found = [(year, span(calendar, code)) for year in range(held.year, until.year + 2)
             for code in codes_of_year(calendar, year)]
    return [(year, each) for year, each in found if each.end > held]
