"""What is new since the report of the period before: made-up figures of which some became known in between."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from test_chain import CARE_LEAVERS, care_leavers, counts, setting

from wayforward.finding import Since, rounded_finding
from wayforward.judge import Evidence, Verdict
from wayforward.periods import reporting_period
from wayforward.report.open import ReportInputs, read_inputs
from wayforward.report.pages import open_report
from wayforward.report.panel import open_panel
from wayforward.report.since import Earlier, since

BEFORE = date(2025, 9, 30)
THEN = """
area  | period | numerator | denominator
here  | 2021   | 600       | 1000
here  | 2024   | 611       | 1000
there | 2024   | 300       | 1000
"""
NOW = """
area  | period | numerator | denominator
here  | 2021   | 600       | 1000
here  | 2024   | 620       | 1000
here  | 2025   | 700       | 1000
there | 2024   | 300       | 1000
"""
SERIES = CARE_LEAVERS.headline


def known(text: str, **later: str) -> pd.DataFrame:
    """Counts of which all were known on 15 November 2024 but those of some periods, known on the days given."""
    rows = counts(text)
    whose = zip(rows["area"], rows["period"], strict=True)
    return rows.assign(known=pd.to_datetime([later.get(f"{area}_{period}", "2024-11-15") for area, period in whose]))


def earlier(text: str = THEN) -> Earlier:
    return Earlier(BEFORE, None, setting("there"), {CARE_LEAVERS.id: {SERIES.id: counts(text)}})


def new(text: str, **later: str) -> Since | None:
    return since(rounded_finding(care_leavers(text, "there")), known(text, **later), CARE_LEAVERS, earlier())


def test_new_and_revised_figures_are_told_with_the_verdict_of_what_was_known_then():
    """From 60% to 61.1% of 1,000 chance tells nothing; with 70% a year later the same rule sees a rise."""
    assert new(NOW, here_2024="2025-11-15", here_2025="2025-11-15") == Since(
        BEFORE, ("year to 31 March 2025",), ("year to 31 March 2024",), Verdict.NO_CLEAR_CHANGE, Evidence.NONE)
    assert care_leavers(NOW, "there").verdict == Verdict.IMPROVING


def test_where_nothing_became_known_nothing_is_judged_again():
    assert new(THEN) is None
    assert new(THEN, here_2024=str(BEFORE)) is None


def test_a_neighbours_new_figure_may_change_a_verdict_without_one_of_our_own():
    assert new(THEN, there_2024="2025-10-01") == Since(BEFORE, (), (), Verdict.NO_CLEAR_CHANGE, Evidence.NONE)


def test_a_series_that_began_since_had_no_data():
    found = since(care_leavers(NOW), known(NOW, here_2025="2025-11-15"), CARE_LEAVERS,
                  replace(earlier(), _made={CARE_LEAVERS.id: {}}))
    assert (found.verdict, len(found.new), found.revised) == (Verdict.NO_DATA, 3, ())


@pytest.mark.parametrize(("period", "as_at", "before"), [
    ("2025-26-Q4", "2026-06-30", date(2026, 3, 31)),
    ("2025-26", "2026-06-30", date(2025, 6, 30)),
    ("2025-26-Q4", "2026-04-01", date(2026, 3, 31)),
    ("2025-26-Q4", "2026-03-31", None),
])
def test_the_report_before_is_that_of_the_period_before(period, as_at, before):
    assert ReportInputs(None, reporting_period(period), as_at, None, None, "data").before == before


def test_a_page_and_the_panel_tell_what_became_known_between_the_two_days():
    """Between 30 September and 31 December 2023 the care leavers' figures of the year to 31 March 2023 came out."""
    line = "- **7. Care leavers in suitable accommodation.** New: the figure for the year to 31 March 2023. "
    for report in (open_report(3, "2023-24-Q2", "hertfordshire"), open_panel("2023-24-Q2", "hertfordshire")):
        words = report.what_is_new().words()
        assert words.startswith("**New** since the report for April to June 2023, as known on 30 September 2023:")
        assert line in words
    evidence = read_inputs("2023-24-Q2", "hertfordshire")
    assert evidence.earlier.published.figures["known"].max() <= date(2023, 9, 30)


def test_what_was_known_before_is_not_new():
    words = open_report(3, "2025-26-Q4", "hertfordshire", as_at="2026-03-31").what_is_new().words()
    assert words == "*Nothing is known here that the report for October to December 2025 did not know.*"
