"""A promise in three short sentences."""

import pandas as pd
import pytest

from narrate.test_narrate import finding
from wayforward.finding import Choice
from wayforward.judge import Evidence, Verdict
from wayforward.narrate.glance import glance
from wayforward.narrate.multiple_testing import warning
from wayforward.statistics.multiple_testing import multiple_testing
from wayforward.statistics.results import Result, no_result

UNCLEAR = dict(verdict=Verdict.NO_CLEAR_CHANGE, evidence=Evidence.NONE)


def test_where_it_stands_how_it_was_and_how_sure():
    stands, before, sure = glance(finding(robustness=()))
    assert stands.startswith(f"{finding().title}: ") and stands.endswith(").")
    assert before == "Before the plan it was 93.6% (year to 31 March 2021); it is down 5.0 points."
    assert sure == "Chance alone would bring such a course less than once in 20 times."


@pytest.mark.parametrize(("changes", "words"), [
    (dict(evidence=Evidence.STRONG, robustness=()), "Chance alone would bring such a course less than once in 500 "
    "times."),
    (UNCLEAR | dict(change=Result(-0.05, -0.11, 0.01, 0.08)), "Chance alone can explain such a course."),
    (dict(verdict=Verdict.TOO_LITTLE, evidence=Evidence.NONE, change=no_result("what is counted changed in between")),
     "That is too little to say how it moves. What is counted changed in between."),
    (UNCLEAR | dict(robustness=(Choice("another", Verdict.WORSENING, 0.01),)),
     "The other test we tried does not agree: it calls it getting worse.")])
def test_how_sure(changes, words):
    assert glance(finding(**changes))[-1] == words


def test_no_clear_change_is_told_as_no_fall():
    assert "down" not in " ".join(glance(finding(**UNCLEAR)))


def test_without_a_figure_one_sentence_says_what_would_supply_it():
    none = finding(latest=None, baseline=None, points=(), verdict=Verdict.NO_DATA, evidence=Evidence.NONE,
                   supplied_by="the staff survey")
    assert glance(none) == ("It could be counted from the staff survey.",)


def test_a_verdict_that_chance_could_have_given_among_so_many_is_a_warning():
    """Of two tests, q of 0.04 is 0.04 × 2/1 = 0.08, over one in twenty; q of 0.01 is 0.02."""
    own = finding(measure="homes")
    weak, sound = (multiple_testing(pd.Series({"homes": p, "work": 0.9})) for p in (0.04, 0.01))
    assert warning(own, weak) == ("With 2 promises tested, chance alone could have given one verdict like this. "
                                  "Take it as a warning, not as proof.")
    assert warning(own, sound) == ""
    assert warning(finding(measure="homes", **UNCLEAR), weak) == ""
