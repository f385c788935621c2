"""What could not have been seen yet, in plain words."""

from dataclasses import replace
from datetime import date

import pytest

from wayforward.finding import Finding
from wayforward.judge import DecidedBy, Evidence, Verdict
from wayforward.narrate import visible
from wayforward.report.open import examine_measure, read_inputs
from wayforward.statistics.visible import Visible

NOW, LATER = date(2025, 3, 31), date(2028, 3, 31)


@pytest.fixture(scope="module")
def placed() -> Finding:
    """Hertfordshire's children placed far away, of whom fewer are better, with no clear change to March 2025."""
    evidence = read_inputs("2025-26-Q4", "hertfordshire")
    found = examine_measure(evidence.plan.measure("placed_far_from_home"), evidence).findings
    return replace(found[0], verdict=Verdict.NO_CLEAR_CHANGE, decided_by=DecidedBy.TREND)


def told(finding: Finding, *seen: Visible, **other) -> str:
    return visible.sentence(replace(finding, visible=seen, **other))


@pytest.mark.parametrize(("better", "way"), [("lower", "A fall"), ("higher", "A rise"), ("parity", "A fall"),
                                             ("none", "A change")])
def test_the_smallest_change_is_told_the_better_way(placed, better, way):
    assert told(placed, Visible(NOW, 5, 0.009), better=better) == (
        f"{way} of less than 0.90 percentage points a year could not have been seen yet.")


def test_so_is_what_the_figures_to_come_will_show(placed):
    assert told(placed, Visible(NOW, 5, 0.009), Visible(LATER, 8, 0.006)) == (
        "A fall of less than 0.90 percentage points a year could not have been seen yet; with the 8 figures there will "
        "be for the time to 31 March 2028, one of 0.60 percentage points could be.")


def test_what_is_beyond_the_possible_is_said_to_be(placed):
    """From 2 % a fall of 0.9 points a year over five years is not possible; of 0.3 it is."""
    far = Visible(NOW, 5, 0.009, 0.004, 0.2)
    beyond = "Even a steady fall to the best figure there can be would hardly have been seen yet"
    assert told(placed, far) == told(placed, far, Visible(LATER, 8, 0.006, 0.0025, 0.1)) == f"{beyond}."
    assert told(placed, far, Visible(LATER, 8, 0.002, 0.0025, 0.1)) == (
        f"{beyond}; with the 8 figures there will be for the time to 31 March 2028, one of 0.20 percentage points "
        "could be.")


@pytest.mark.parametrize("other", [
    {"verdict": Verdict.IMPROVING, "evidence": Evidence.SOME}, {"verdict": Verdict.NOT_TESTABLE},
    {"decided_by": DecidedBy.STANDING}, {"decided_by": DecidedBy.APART}])
def test_it_is_said_of_a_trend_that_decided_nothing_alone(placed, other):
    assert told(placed, Visible(NOW, 5, 0.009), **other) == ""


def test_nothing_is_said_where_nothing_can_be(placed):
    assert told(placed) == told(placed, Visible(LATER, 8, 0.006)) == ""       # only with figures to come
