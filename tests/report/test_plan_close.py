"""Whether a promise is final when its plan has ended, and what measuring it has taught, from small tables."""

from dataclasses import replace
from datetime import date

import pytest
from test_chain import PLAN, care_leavers

from wayforward.errors import RefusedParameters
from wayforward.finding import Awaited
from wayforward.judge import Verdict
from wayforward.report.plan_close import (
    ClosedPromise,
    Lesson,
    State,
    close_figure,
    close_plan,
    months_after,
)

SIX = """
period | numerator | denominator
2021   | 60        | 100
2022   | 62        | 100
2023   | 66        | 100
2024   | 69        | 100
2025   | 75        | 100
2026   | 79        | 100
"""
AFTER = date(2026, 11, 30)
LAST = Awaited("year to 31 March 2026", date(2026, 3, 31), date(2026, 11, 15), True)
BEYOND = Awaited("year to 31 March 2027", date(2027, 3, 31), date(2027, 11, 15), False, decides=False)
NAMED = care_leavers(SIX)


def closed(finding=NAMED, on: date = AFTER, **changes):
    return close_figure(replace(finding, **changes), PLAN, on)


def provisional():
    points = (*NAMED.points[:-1], replace(NAMED.points[-1], status="provisional"))
    return replace(NAMED, points=points, latest=points[-1])


@pytest.mark.parametrize(("finding", "on", "state"), [
    (NAMED, AFTER, State.FINAL),
    (replace(NAMED, still_to_come=(BEYOND,)), AFTER, State.FINAL),      # what ends later decides nothing
    (replace(NAMED, still_to_come=(LAST,)), AFTER, State.WAITING),
    (provisional(), AFTER, State.PROVISIONAL),
    (NAMED, date(2026, 3, 31), State.OPEN),                             # the plan's last day belongs to it
    (NAMED, date(2026, 4, 1), State.FINAL),
    (care_leavers("period | numerator | denominator\n 2020 | 70 | 100"), AFTER, State.NEVER_MEASURED)])
def test_how_far_a_figure_is_settled(finding, on, state):
    assert close_figure(finding, PLAN, on).state == state


def test_a_verdict_is_final_only_when_the_last_figure_is_known():
    assert closed().final_verdict == NAMED.verdict == Verdict.IMPROVING
    assert closed().final_evidence == NAMED.evidence
    for waiting in (closed(still_to_come=(LAST,)), closed(provisional()), closed(on=date(2026, 3, 31))):
        assert (waiting.final_verdict, waiting.final_evidence) == (None, None)


def test_a_promise_waits_for_all_its_parts():
    final, waiting = closed(), closed(still_to_come=(LAST,))
    never = closed(care_leavers("period | numerator | denominator\n 2020 | 70 | 100"))
    states = {State.FINAL: [(final,), (final, never)], State.WAITING: [(final, waiting), (never, waiting)],
              State.NEVER_MEASURED: [(never,), (never, final)]}
    assert {state: [ClosedPromise(each).state for each in of] for state, of in states.items()} == {
        state: [state] * len(of) for state, of in states.items()}
    assert ClosedPromise((final, waiting)).final_verdict is None
    assert ClosedPromise((final,)).final_verdict == Verdict.IMPROVING


def test_the_last_of_several_figures_is_waited_for():
    first = replace(LAST, period="year to 31 March 2025", end=date(2025, 3, 31))
    assert closed(still_to_come=(LAST, first, BEYOND)).last == LAST


def test_months_after_its_period():
    assert months_after(LAST) == 11 - 3
    assert months_after(replace(LAST, end=date(2025, 12, 31))) == 12 - 12 + 11
    assert months_after(replace(LAST, usual=None)) is None


@pytest.mark.parametrize(("lesson", "figure"), [
    (Lesson.LATE, closed(still_to_come=(LAST,))),
    (Lesson.FEW, closed(care_leavers("period | numerator | denominator\n 2021 | 60 | 100\n 2022 | 62 | 100"))),
    (Lesson.BASELINE, closed(care_leavers("period | numerator | denominator\n 2022 | 60 | 100\n 2023 | 62 | 100"))),
    (Lesson.DELIVER, closed(replace(NAMED, latest=None, points=()))),
    (Lesson.STAND_IN, closed(stand_in="it tells of others"))])
def test_what_measuring_has_taught(lesson, figure):
    assert lesson in figure.lessons
    assert closed().lessons == ()


def test_a_period_that_cannot_be_compared_is_a_lesson():
    points = tuple(replace(each, status="not comparable") if each.end == date(2023, 3, 31) else each
                   for each in NAMED.points)
    assert closed(points=points).lessons == (Lesson.BREAKS,)


def test_nothing_is_closed_before_a_quarter_has_ended():
    with pytest.raises(RefusedParameters, match="none of its quarters has ended"):
        close_plan(as_at="2021-06-30")


def test_of_the_county_some_are_final_and_some_are_not():
    """As known on 30 November 2026: three waits, three are final, ten were never measured."""
    close = close_plan(as_at="2026-11-30")
    assert {state: [each.headline.finding.number for each in close.of_state(state)] for state in State} == {
        State.FINAL: [5, 11, 16], State.WAITING: [1, 6, 7], State.PROVISIONAL: [], State.OPEN: [],
        State.NEVER_MEASURED: [2, 3, 4, 8, 9, 10, 12, 13, 14, 15]}
    told = {each["number"]: each for each in close.as_parts()["promises"]}
    assert [number for number, each in told.items() if each["final_verdict"]] == [5, 11, 16]
    assert told[7]["figures"][0]["last_figure"] == {
        "period": "year to 31 March 2026", "end": "2026-03-31", "due": True, "usual": "2026-11-15"}


def test_before_the_plan_ends_nothing_is_final():
    close = close_plan(as_at="2025-06-30")
    assert {each.state for each in close.promises} == {State.OPEN}
    assert not any(each["final_verdict"] for each in close.as_parts()["promises"])
