"""What a councillor could ask."""

import pytest

from narrate.test_narrate import BETTER, LEAPT, NO_DATA, SAME, SOON, WORSE, bare, finding, unclear
from wayforward.finding import Refusal
from wayforward.judge import Evidence, Verdict
from wayforward.narrate.questions import behind, questions
from wayforward.statistics.visible import Visible

SEEN = Visible(SOON.end, 5, 0.021)
CALM = dict(latest=SOON, evidence=Evidence.NONE)


@pytest.mark.parametrize(("made", "asked"), [
    (bare(latest=SOON), "What lies behind the change since the year to 31 March 2021, and what is being done about "
    "it?"),
    (bare(latest=SOON, verdict=Verdict.IMPROVING),
     "What brought the change since the year to 31 March 2021, and will it last?"),
    (unclear(latest=SOON, robustness=(WORSE, BETTER, SAME)),
     "2 of 3 other tests say something else. Which of them suits this figure best?"),
    (unclear(latest=SOON, visible=(SEEN,)),
     "A smaller change than 2.1 points a year would not show yet. What else would show progress sooner?"),
    (unclear(latest=SOON, visible=(Visible(SOON.end, 5, 0.3, 0.2, 0.02),)),
     "No change that is possible would show yet. What else would show progress sooner?"),
    (unclear(latest=SOON, verdict=Verdict.NOT_TESTABLE),
     "This figure moves too much by itself to test. What would be a steadier sign?"),
    (unclear(latest=SOON, verdict=Verdict.TOO_LITTLE), "What is needed before it can be said how this figure moves?"),
    (unclear(latest=SOON, stand_in="it is another group"), "What would it take to measure the promise itself?"),
    (unclear(latest=SOON, verdict=Verdict.MOVED_UNEVENLY, uneven=LEAPT),
     "What happened between the year to 31 March 2021 and the year to 31 March 2025, and is it still counted in the "
     "same way?"),
    (unclear(), "What would it take to know more of the 6 about whom there is no information?"),
    (NO_DATA, "When will there be a figure, and who will count it? How is the promise watched until then?"),
    (finding(latest=None, refused=Refusal("ad1", "AD1"), verdict=Verdict.REFUSED),
     "When will the return be put right?")])
def test_a_question_is_made_from_what_is_open(made, asked):
    assert questions(made) == (asked,)


def test_similar_councils_are_asked_of_where_they_stand_better():
    """Their middle stands at 92.3%, ours at 88.6%."""
    told = "The most similar councils typically stand at 92.3%. What do they do differently?"
    assert behind(finding()) == told
    assert behind(finding(better="lower")) == behind(finding(better="none")) == behind(finding(benchmarks=())) == ""


def test_three_questions_are_enough():
    many = finding(robustness=(BETTER, BETTER), stand_in="it is another group")
    assert len(questions(many)) == 3
