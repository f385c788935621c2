from datetime import date

import pytest

from wayforward.errors import RefusedParameters
from wayforward.periods import reporting_period
from wayforward.report.pages import open_report
from wayforward.report.panel import open_panel
from wayforward.today import refuse_future, today

LAST = reporting_period("2025-26-Q4")       # ends on 31 March 2026, and is reported as at 30 June


def test_today_is_the_day_that_the_environment_says(monkeypatch):
    monkeypatch.setenv("WAYFORWARD_TODAY", "2031-02-03")
    assert today() == date(2031, 2, 3)


def test_and_else_what_the_clock_says(monkeypatch):
    monkeypatch.setenv("WAYFORWARD_TODAY", "")
    before = date.today()
    assert before <= today() <= date.today()


def test_a_day_in_another_form_is_refused(monkeypatch):
    monkeypatch.setenv("WAYFORWARD_TODAY", "30/11/2026")
    with pytest.raises(RefusedParameters, match=r"WAYFORWARD_TODAY: expected a day such as \"2026-06-30\""):
        today()


@pytest.mark.parametrize(("now", "as_at", "said"), [
    ("2026-06-30", "2026-06-30", ""),
    ("2026-06-29", "2026-06-30", "as_at: 2026-06-30 is still to come, today is 2026-06-29"),
    ("2026-06-29", "2026-06-29", ""),
    ("2026-04-01", "2026-04-01", ""),
    ("2026-03-31", "2026-03-31", "period: 2025-26-Q4 ends on 2026-03-31, and today is 2026-03-31"),
    ("2026-03-31", "2026-06-30", "period: 2025-26-Q4 ends on 2026-03-31, and today is 2026-03-31"),
])
def test_a_period_that_has_not_ended_and_a_day_that_has_not_come_are_refused(monkeypatch, now, as_at, said):
    monkeypatch.setenv("WAYFORWARD_TODAY", now)
    try:
        refuse_future(LAST, date.fromisoformat(as_at))
    except RefusedParameters as refusal:
        assert said and refusal.summary.startswith(said)
    else:
        assert not said


@pytest.mark.parametrize("opened", [lambda *given: open_report(3, *given), open_panel])
def test_a_notebook_refuses_what_is_still_to_come(monkeypatch, opened):
    monkeypatch.setenv("WAYFORWARD_TODAY", "2026-06-29")
    with pytest.raises(RefusedParameters, match="as_at: 2026-06-30 is still to come"):
        opened("2025-26-Q4", "hertfordshire")
    with pytest.raises(RefusedParameters, match="period: 2026-27-Q1 ends on 2026-06-30"):
        opened("2026-27-Q1", "hertfordshire", "2026-06-01")
