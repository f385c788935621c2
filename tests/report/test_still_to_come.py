"""Which figures are still to come, from a few known days."""

from datetime import date

import pandas as pd
import pytest

from wayforward.finding import Awaited
from wayforward.periods import reporting_period, span
from wayforward.plan import load_plan
from wayforward.plans import DEFAULT
from wayforward.report.still_to_come import delivered_later, published_later, usual_day

PLAN = load_plan(DEFAULT)       # ends on 31 March 2026
LAST = reporting_period("2025-26-Q4")


def rows(calendar: str, known: dict[str, str]) -> pd.DataFrame:
    """Counts of one area: by period the day on which its figure became known, or a status in the place of one."""
    return pd.DataFrame({
        "end": [span(calendar, code).end for code in known],
        "known": pd.to_datetime(pd.Series(list(known.values())), format="%Y-%m-%d", errors="coerce"),
        "status": ["final" if day[0].isdigit() else day for day in known.values()]})


CARE_LEAVERS = rows("year to 31 March", {"2024": "2024-11-15", "2025": "2025-11-15"})
EXAMS = rows("academic year", {"2022/23": "2024-02-29", "2023/24": "2025-02-28", "2024/25": "2026-02-28"})
STAFF = rows("30 September", {"2024": "2025-02-28", "2025": "2026-02-28"})


def published(figures: pd.DataFrame, calendar: str, period: str, as_at: str) -> tuple[Awaited, ...]:
    return published_later(figures, calendar, reporting_period(period), date.fromisoformat(as_at), PLAN)


@pytest.mark.parametrize(("known", "end", "usual"), [
    ([], date(2026, 3, 31), None),
    ([(date(2025, 3, 31), date(2025, 11, 15))], date(2026, 3, 31), date(2026, 11, 15)),
    ([(date(2024, 8, 31), date(2025, 2, 28))], date(2027, 8, 31), date(2028, 2, 29)),       # the last of a month
    ([(date(2024, 2, 28), date(2024, 7, 31))], date(2026, 2, 28), date(2026, 7, 31)),
    ([(date(2022, 3, 31), date(2022, 11, 15)), (date(2023, 3, 31), date(2023, 11, 15)),     # one came late
      (date(2024, 3, 31), date(2025, 1, 20))], date(2026, 3, 31), date(2026, 11, 15)),
    ([(date(2022, 3, 31), date(2022, 11, 15)), (date(2023, 3, 31), date(2023, 11, 20))],    # equals: the latest
     date(2026, 3, 31), date(2026, 11, 20)),
])
def test_the_usual_day_is_that_of_most_earlier_years(known, end, usual):
    assert usual_day(known, end) == usual


@pytest.mark.parametrize(("as_at", "due"), [("2026-06-30", False), ("2026-11-15", False), ("2026-11-16", True)])
def test_the_figure_of_the_plans_last_year_is_waited_for_and_due_after_its_day(as_at, due):
    assert published(CARE_LEAVERS, "year to 31 March", "2025-26-Q4", as_at) == (
        Awaited("year to 31 March 2026", date(2026, 3, 31), date(2026, 11, 15), due),)


def test_nothing_is_waited_for_once_it_is_there():
    there = rows("year to 31 March", {"2025": "2025-11-15", "2026": "2026-11-12"})
    assert published(there, "year to 31 March", "2026-27-Q2", "2026-12-31") == ()


def test_a_figure_that_was_suppressed_is_there():
    hidden = rows("year to 31 March", {"2025": "2025-11-15", "2026": "suppressed"})
    assert published(hidden, "year to 31 March", "2026-27-Q2", "2026-12-31") == ()


def test_before_the_plan_ends_a_period_that_has_not_ended_is_not_waited_for():
    assert published(EXAMS, "academic year", "2025-26-Q3", "2026-03-31") == ()


def test_once_it_has_what_began_within_it_is_waited_for_and_decides_nothing():
    """The academic year 2025/26 began within the plan; the day 30 September 2026 is after it."""
    assert published(EXAMS, "academic year", "2025-26-Q4", "2026-06-30") == (
        Awaited("academic year 2025/26", date(2026, 8, 31), date(2027, 2, 28), False, False),)
    assert published(STAFF, "30 September", "2025-26-Q4", "2026-06-30") == ()


def test_every_period_since_the_newest_figure_is_waited_for():
    found = published(CARE_LEAVERS[:1], "year to 31 March", "2025-26-Q4", "2026-06-30")
    assert [(each.period, each.due) for each in found] == [("year to 31 March 2025", True),
                                                           ("year to 31 March 2026", False)]


def test_of_a_series_without_a_figure_nothing_is_waited_for():
    assert published(CARE_LEAVERS[:0], "year to 31 March", "2025-26-Q4", "2026-06-30") == ()


QUARTERS = rows("financial quarter", {"2025-26-Q2": "final", "2025-26-Q3": "final"})


def test_a_quarter_whose_return_was_not_delivered_is_due():
    older = rows("financial quarter", {"2024-25-Q4": "final"})
    assert [each.period for each in delivered_later(older, "financial quarter", reporting_period("2025-26-Q2"),
                                                    [2024, 2025], PLAN)] == [
        "April to June 2025 (quarter 1 of 2025-26)", "July to September 2025 (quarter 2 of 2025-26)"]


def test_a_return_that_is_there_is_not_waited_for_where_it_gives_no_figure():
    assert delivered_later(QUARTERS, "financial quarter", LAST, [2025, 2026], PLAN) == ()


def test_but_a_quarter_that_is_not_yet_whole_is():
    begun = rows("financial quarter", {"2025-26-Q3": "final", "2025-26-Q4": "not yet whole"})
    assert delivered_later(begun, "financial quarter", LAST, [2025, 2026], PLAN) == (
        Awaited("January to March 2026 (quarter 4 of 2025-26)", date(2026, 3, 31), None, True),)
