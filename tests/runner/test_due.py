from datetime import date

import pytest

from wayforward.errors import RefusedParameters
from wayforward.runner.due import newest_first, periods_asked, why_not_due
from wayforward.runner.parameters import RunParameters, write_parameters

# The quarter ends on 31 March 2026 and is reported as at 30 June.
QUARTER = RunParameters(period="2025-26-Q4", area="hertfordshire")


@pytest.mark.parametrize(("as_at", "today", "said"), [
    ("", date(2026, 6, 30), ""),
    ("", date(2027, 6, 30), ""),
    ("", date(2026, 6, 29), "its as-at day, 2026-06-30, is still to come"),
    ("2026-05-01", date(2026, 5, 1), ""),
])
def test_a_period_is_due_from_its_day_on_whatever_has_arrived(as_at, today, said):
    assert why_not_due(QUARTER.model_copy(update={"as_at": as_at}), today) == said


def test_the_newest_period_comes_first_and_areas_keep_their_order():
    asked = [QUARTER.model_copy(update={"period": period, "area": area}) for area in ("kent", "essex")
             for period in ("2021-22-Q1", "2025-26-Q4", "2025-26")]
    assert [(each.period, each.area) for each in newest_first(asked)] == [
        ("2025-26-Q4", "kent"), ("2025-26", "kent"), ("2025-26-Q4", "essex"), ("2025-26", "essex"),
        ("2021-22-Q1", "kent"), ("2021-22-Q1", "essex")]


@pytest.fixture
def three(home):
    """Parameters of three quarters; today, 30 November 2026, the as-at day of the last is a month away."""
    for period in ("2026-27-Q1", "2026-27-Q2"):
        write_parameters(period, "hertfordshire")


@pytest.mark.parametrize(("named", "every", "due", "found"), [
    (None, False, False, ["2026-27-Q1"]),
    (None, True, False, ["2025-26-Q4", "2026-27-Q1"]),
    (None, False, True, ["2025-26-Q4", "2026-27-Q1", "2026-27-Q2"]),
    (["2026-27-Q2", "2025-26-Q4", "2026-27-Q2"], False, False, ["2026-27-Q2", "2025-26-Q4"]),
])
def test_of_the_periods_at_hand_those_are_run_whose_day_has_come(three, named, every, due, found):
    assert periods_asked(named, every, due) == found


def test_where_no_day_has_come_the_first_is_told(home, monkeypatch):
    monkeypatch.setenv("WAYFORWARD_TODAY", "2026-06-29")
    with pytest.raises(RefusedParameters, match="no period whose as-at day has come; the first is 2025-26-Q4"):
        periods_asked(None, False, False)


@pytest.mark.parametrize(("every", "due"), [(True, False), (False, True)])
def test_periods_are_named_or_looked_for(three, every, due):
    with pytest.raises(RefusedParameters, match="name periods or give --all or --due, not both"):
        periods_asked(["2025-26-Q4"], every, due)
