"""How much a figure moves by itself, in words, and how a figure without an interval moves against the others."""

from dataclasses import replace
from datetime import date

import pytest

from wayforward.finding import Finding, Scatter
from wayforward.judge import DecidedBy, Evidence, Verdict
from wayforward.narrate import story
from wayforward.narrate.scatter import note
from wayforward.report.open import examine_measure, read_inputs
from wayforward.statistics.results import Trend

KNOWN = Scatter(date(2025, 11, 15), 149, 10, 0.02, 8.4, 0.5, 0.16)


@pytest.fixture(scope="module")
def turnover() -> Finding:
    """Hertfordshire's, which comes without an interval: 9.8 % before the plan, 11.4 % now."""
    evidence = read_inputs("2025-26-Q4", "hertfordshire")
    found = examine_measure(evidence.plan.measure("staff_sickness_and_retention"), evidence).findings
    return replace(next(one for one in found if one.series == "turnover"), scatter=KNOWN)


def told(finding: Finding, estimate: float, p: float, verdict: Verdict, evidence: Evidence = Evidence.NONE) -> str:
    trend = Trend(estimate, estimate - 0.01, estimate + 0.01, p, points_used=6)
    return str(story(replace(finding, against_others=trend, verdict=verdict, evidence=evidence,
                             decided_by=DecidedBy.OTHERS)))


def test_what_others_show_is_told_in_words_and_figures(turnover):
    """From year to year √(2 · 0.02² · (1 − 0.5)) = 0.02."""
    assert ("In 149 other councils such a figure moves by about 2.0 percentage points from year to year without a "
            "lasting change. This one is measured by that."
            ) in told(turnover, 0.01, 0.3, Verdict.NO_CLEAR_CHANGE)
    assert note(turnover) == (
        "Scatter measured from 149 other councils over 10 periods, known since 15 November 2025: standard deviation "
        "about its course 2.00 percentage points for a council of this size, worth 8 degrees of freedom; serial "
        "correlation 0.50 (spread over councils 0.16).")
    assert note(replace(turnover, scatter=None)) == ""


YARDSTICK = ("This figure comes without an interval (days and posts are fractions of full-time equivalents, not "
             "heads), so its course is measured against that of 149 other councils. ")


@pytest.mark.parametrize(("estimate", "p", "verdict", "evidence", "words"), [
    (0.0123, 0.012, Verdict.WORSENING, Evidence.SOME, YARDSTICK + "Over the 6 comparable figures it rises against "
     "their mean by 1.23 percentage points a year (p = 0.012); a lower figure is the better one."),
    (-0.0123, 0.3, Verdict.NO_CLEAR_CHANGE, Evidence.NONE, YARDSTICK + "Over the 6 comparable figures it falls against "
     "their mean by 1.23 percentage points a year, which cannot be told from chance (p = 0.30)."),
    (-0.0123, 0.01, Verdict.NO_CLEAR_CHANGE, Evidence.NONE, "a year (p = 0.010), but itself it did not move that way, "
     "which says more of them than of this figure."),
    (0.00001, 0.99, Verdict.NO_CLEAR_CHANGE, Evidence.NONE, "it keeps level with their mean, which cannot"),
    (0.01, 0.4, Verdict.NOT_TESTABLE, Evidence.NONE, YARDSTICK + "It moves so much by itself that even the lowest "
     "figure there can be would not yet have shown an improvement."),
])
def test_how_it_moved_against_the_others(turnover, estimate, p, verdict, evidence, words):
    assert words in told(turnover, estimate, p, verdict, evidence)


def test_nothing_is_told_of_others_where_nothing_was_measured(turnover):
    assert "other councils" not in str(story(replace(turnover, scatter=None, decided_by=DecidedBy.STANDING)))
