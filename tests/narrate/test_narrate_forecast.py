"""The outlook in the note: coarse chances, in the direction that is hoped for."""

from dataclasses import replace
from datetime import date

import pytest

from narrate.test_narrate import BEFORE, HOMES
from wayforward.finding import Finding
from wayforward.judge import Evidence, Verdict
from wayforward.narrate.forecast import chance, note
from wayforward.statistics.forecast import KNOWN, Outlook, none

END = date(2026, 3, 31)
AHEAD = Outlook(END, 0.8834, 0.8492, 0.9151, BEFORE.value, 0.0114, "local level, t with 10 df")


def told(outlook: Outlook | None, **changes) -> str:
    return " ".join(note(replace(HOMES, outlook=outlook, **changes)))


def test_a_forecast_is_told_with_its_interval_and_the_chance_that_the_promise_is_kept():
    assert told(AHEAD) == (
        "Forecast for 31 March 2026: 84.9% to 91.5% (80%; local level, t with 10 df); that it is above 93.6% is a "
        "remote chance (less than 1 in 20).")


def test_where_lower_is_better_the_chance_is_of_a_lower_figure():
    """Above with 0.31, so below with 0.69."""
    found = told(replace(AHEAD, probability=0.31), better="lower", calendar="31 March")
    assert found.endswith("that it is below 93.6% is likely (about 7 in 10).")


def test_where_no_direction_is_better_the_chance_is_of_a_higher_figure():
    assert told(replace(AHEAD, probability=0.31), better="none").endswith(
        "that it is above 93.6% is unlikely (about 3 in 10).")


@pytest.mark.parametrize(("better", "odds"), [
    ("higher", "highly unlikely (about 2 in 10)"), ("lower", "highly likely (about 8 in 10)")])
def test_a_target_is_met_or_not(better, odds):
    found = told(replace(AHEAD, goal=0.95, probability=0.2), better=better)
    assert found.endswith(f"{'above' if better == 'higher' else 'below'} 95.0% is {odds}.")


def test_without_a_figure_from_before_there_is_an_interval_and_no_chance():
    found = told(replace(AHEAD, goal=None, probability=None, reason="there is nothing to compare it with"),
                 baseline=None)
    assert found == "Forecast for 31 March 2026: 84.9% to 91.5% (80%; local level, t with 10 df)."
    assert "chance" not in found


def test_no_forecast_says_why():
    assert told(none(END, 0.9, "4 comparable points; a forecast needs 5")) == (
        "No forecast: 4 comparable points; a forecast needs 5.")


@pytest.mark.parametrize("changes", [
    {"outlook": None}, {"outlook": none(END, 0.9, KNOWN, known=True)}, {"outlook": AHEAD, "latest": None}])
def test_what_is_known_or_lacks_any_figure_is_not_spoken_of(changes):
    finding: Finding = replace(HOMES, **changes)
    assert list(note(finding)) == []


@pytest.mark.parametrize(("probability", "words"), [
    (0.0, "less than 1 in 20"), (0.0499, "less than 1 in 20"), (0.05, "about 1 in 20"), (0.08, "about 1 in 10"),
    (0.149, "about 1 in 10"), (0.25, "about 3 in 10"), (0.5, "about 5 in 10"), (0.92, "about 9 in 10"),
    (0.93, "about 19 in 20"), (0.9501, "more than 19 in 20"), (1.0, "more than 19 in 20")])
def test_chances_are_coarse_and_never_certain(probability, words):
    assert chance(probability) == words


SURER = " The forecast takes the latest figure for the level; the verdict asks for a steady course."


@pytest.mark.parametrize(("changes", "surer"), [
    (dict(), True),                                     # 84.9 to 91.5 % lies below the 93.6 % of the beginning
    (dict(high=0.94), False),                           # … and here it does not
    (dict(high=0.94, goal=0.95, probability=0.97), True),       # a target, and a chance that is nearly sure
    (dict(high=0.94, goal=0.95, probability=0.6), False)])
def test_a_forecast_that_seems_surer_than_the_verdict_says_why(changes, surer):
    open_yet = dict(verdict=Verdict.NO_CLEAR_CHANGE, evidence=Evidence.NONE)
    assert told(replace(AHEAD, **changes), **open_yet).endswith(SURER) is surer
    assert SURER not in told(replace(AHEAD, **changes))
