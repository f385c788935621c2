from datetime import date

import pytest

from wayforward.runner.due import why_not_due
from wayforward.runner.parameters import RunParameters

# The quarter ends on 31 March 2026 and is reported as at 30 June. Of the area the small project knows one figure.
QUARTER = RunParameters(period="2025-26-Q4", area="hertfordshire")
DUE = date(2026, 6, 30)


@pytest.mark.parametrize(("known", "today", "said"), [
    ("2026-04-01", DUE, ""),
    ("2026-06-30", DUE, ""),
    ("2026-06-30", date(2026, 6, 29), "its as-at day, 2026-06-30, is still to come"),
    ("2026-03-31", DUE, "nothing has arrived from the end of the period to 2026-06-30"),
    ("2026-07-01", date(2026, 12, 1), "nothing has arrived from the end of the period to 2026-06-30"),
    ("soon", DUE, "nothing has arrived from the end of the period to 2026-06-30"),
])
def test_a_period_is_due_when_its_day_has_come_and_something_has_arrived(home, known, today, said):
    table = home / "data" / "published" / "population.csv"
    table.write_text(table.read_text().replace("2025-07-15", known))
    assert why_not_due(QUARTER, today) == said


def test_a_delivery_of_returns_is_an_arrival(home):
    assert why_not_due(QUARTER, DUE) != ""
    (home / "data" / "extracts" / "2026-05-20").mkdir(parents=True)
    assert why_not_due(QUARTER, DUE) == ""


def test_what_arrives_for_another_area_is_none(home):
    (home / "data" / "extracts" / "2026-05-20").mkdir(parents=True)
    assert why_not_due(QUARTER.model_copy(update={"area": "exampleshire"}), DUE) != ""
