"""Which days a period code stands for, and what a run on a period has to know."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayforward.errors import RefusedParameters
from wayforward.periods import CALENDARS, month_end, quarters, read_date, reporting_period, span

SHOWN = [
    ("31 March", "2025", "2025-03-31", "2025-03-31", "31 March 2025"),
    ("year to 31 March", "2025", "2024-04-01", "2025-03-31", "year to 31 March 2025"),
    ("30 September", "2025", "2025-09-30", "2025-09-30", "30 September 2025"),
    ("year to 30 September", "2025", "2024-10-01", "2025-09-30", "year to 30 September 2025"),
    ("January census", "2025", "2025-01-01", "2025-01-31", "January 2025"),
    ("December to February", "2025", "2024-12-01", "2025-02-28", "December 2024 to February 2025"),
    ("December to February", "2024", "2023-12-01", "2024-02-29", "December 2023 to February 2024"),    # a leap year
    ("March", "2025", "2025-03-01", "2025-03-31", "March 2025"),
    ("mid-year", "2024", "2024-06-30", "2024-06-30", "mid-2024"),
    ("calendar year", "2024", "2024-01-01", "2024-12-31", "2024"),
    ("census day", "2021", "2021-03-21", "2021-03-21", "Census day, 21 March 2021"),
    ("academic year", "2024/25", "2024-09-01", "2025-08-31", "academic year 2024/25"),
    ("academic year", "1999/00", "1999-09-01", "2000-08-31", "academic year 1999/00"),
    ("financial year", "2025-26", "2025-04-01", "2026-03-31", "financial year 2025-26"),
    ("financial quarter", "2025-26-Q1", "2025-04-01", "2025-06-30", "April to June 2025 (quarter 1 of 2025-26)"),
    ("financial quarter", "2025-26-Q2", "2025-07-01", "2025-09-30", "July to September 2025 (quarter 2 of 2025-26)"),
    ("financial quarter", "2025-26-Q3", "2025-10-01", "2025-12-31", "October to December 2025 (quarter 3 of 2025-26)"),
    ("financial quarter", "2025-26-Q4", "2026-01-01", "2026-03-31", "January to March 2026 (quarter 4 of 2025-26)"),
]


@pytest.mark.parametrize(("calendar", "code", "start", "end", "label"), SHOWN)
def test_the_days_and_the_label_of_a_code(calendar, code, start, end, label):
    found = span(calendar, code)
    assert (str(found.start), str(found.end), found.label) == (start, end, label)


def test_every_calendar_has_been_shown():
    assert {row[0] for row in SHOWN} == set(CALENDARS)


@pytest.mark.parametrize(("calendar", "code", "sentence"), [
    ("31 March", "2024-25", "a period of the calendar '31 March' is a year such as 2025, not '2024-25'"),
    ("31 March", "25", "a period of the calendar '31 March' is a year such as 2025, not '25'"),
    ("31 March", "2025\n", "a period of the calendar '31 March' is a year such as 2025, not '2025\n'"),
    ("academic year", "2024-25",
     "a period of the calendar 'academic year' is two following years such as 2024/25, not '2024-25'"),
    ("academic year", "2024/26",
     "a period of the calendar 'academic year' is two following years such as 2024/25, not '2024/26'"),
    ("financial year", "2025",
     "a period of the calendar 'financial year' is two following years such as 2024-25, not '2025'"),
    ("financial quarter", "2025-26-Q5",
     "a financial quarter is written like 2025-26-Q4 (January to March 2026), not '2025-26-Q5'"),
    ("financial quarter", "2025-26",
     "a financial quarter is written like 2025-26-Q4 (January to March 2026), not '2025-26'"),
    ("lunar year", "2025", "'lunar year' is not a calendar; expected one of: 31 March, year to 31 March, 30 September, "
     "year to 30 September, January census, December to February, March, mid-year, calendar year, census day, "
     "academic year, financial year, financial quarter"),
])
def test_a_code_of_another_form_is_refused_with_the_form_to_use(calendar, code, sentence):
    with pytest.raises(ValueError) as refusal:
        span(calendar, code)
    assert str(refusal.value) == sentence


def test_one_code_is_other_days_in_other_calendars():
    found = {calendar: span(calendar, "2025") for calendar in CALENDARS[:10]}
    assert len({(one.start, one.end) for one in found.values()}) == len(found) == 10


@given(st.sampled_from(CALENDARS[:10]), st.integers(1900, 2100))
def test_a_period_starts_before_it_ends_and_ends_in_its_year(calendar, year):
    found = span(calendar, str(year))
    assert found.start <= found.end
    assert found.end.year == year


@given(st.sampled_from(["year to 31 March", "year to 30 September", "calendar year"]), st.integers(1900, 2100))
def test_years_follow_each_other_without_a_gap(calendar, year):
    assert span(calendar, str(year)).end + timedelta(days=1) == span(calendar, str(year + 1)).start


@given(st.integers(1990, 2090))
def test_the_quarters_tile_the_financial_year(year):
    code = f"{year}-{(year + 1) % 100:02}"
    whole, parts = span("financial year", code), [span("financial quarter", f"{code}-Q{one}") for one in (1, 2, 3, 4)]
    assert [part.start for part in parts] == [whole.start, *(part.end + timedelta(days=1) for part in parts[:3])]
    assert parts[3].end == whole.end


@pytest.mark.parametrize(("code", "start", "end", "as_at"), [
    ("2025-26-Q4", "2026-01-01", "2026-03-31", "2026-06-30"),
    ("2022-23-Q4", "2023-01-01", "2023-03-31", "2023-06-30"),
    ("2021-22-Q1", "2021-04-01", "2021-06-30", "2021-09-30"),
    ("2025-26-Q2", "2025-07-01", "2025-09-30", "2025-12-31"),
    ("2025-26-Q3", "2025-10-01", "2025-12-31", "2026-03-31"),       # three months on lie in the next year
    ("2025-26", "2025-04-01", "2026-03-31", "2026-06-30"),
])
def test_a_run_knows_what_was_known_three_months_after_its_period(code, start, end, as_at):
    period = reporting_period(code)
    assert (period.code, str(period.start), str(period.end), str(period.as_at)) == (code, start, end, as_at)


@pytest.mark.parametrize("code", ["2025-26-Q5", "2025-27", "2025", "Q4", "latest", "", "9999-00", 2025, None])
def test_a_reporting_period_of_another_form_is_refused(code):
    with pytest.raises(RefusedParameters) as refusal:
        reporting_period(code)
    assert str(refusal.value) == (f'period: expected a financial quarter such as "2025-26-Q4" or a financial year such '
                                  f'as "2025-26", as text; got {code!r}')


@pytest.mark.parametrize(("year", "month", "last"), [
    (2023, 2, date(2023, 2, 28)),
    (2024, 2, date(2024, 2, 29)),
    (1900, 2, date(1900, 2, 28)),       # a century's end is no leap year …
    (2000, 2, date(2000, 2, 29)),       # … but every fourth is
    (2025, 12, date(2025, 12, 31)),
    (2025, 13, date(2026, 1, 31)),
    (2025, 15, date(2026, 3, 31)),
    (2025, 24, date(2026, 12, 31)),
])
def test_the_last_day_of_a_month(year, month, last):
    assert month_end(year, month) == last


@given(st.integers(1900, 2100), st.integers(1, 24))
def test_the_day_after_a_months_end_is_a_first(year, month):
    after = month_end(year, month) + timedelta(days=1)
    assert (after.day, (after.year - year) * 12 + after.month) == (1, month + 1)


def test_the_plan_has_twenty_quarters():
    codes = quarters(2021, 2026)
    assert len(codes) == 5 * 4
    assert (codes[0], codes[3], codes[4], codes[-1]) == ("2021-22-Q1", "2021-22-Q4", "2022-23-Q1", "2025-26-Q4")
    assert codes == sorted(codes, key=lambda code: reporting_period(code).start)


def test_a_day_is_read():
    assert read_date("2024-02-29") == date(2024, 2, 29)


@pytest.mark.parametrize("text", ["30/06/2026", "2026-6-30", "20260630", "2026-W27-2", "2025-02-29", "", None,
                                  date(2026, 6, 30)])
def test_a_day_of_another_form_is_refused(text):
    with pytest.raises(RefusedParameters) as refusal:
        read_date(text)
    assert str(refusal.value) == f'as_at: expected a day such as "2026-06-30"; got {text!r}'


def test_a_refused_day_says_whose_it_is():
    with pytest.raises(RefusedParameters, match=r"^until: expected a day"):
        read_date("soon", "until")
