"""A figure that leapt, in words: Hampshire's care leavers in suitable accommodation, 76 % and then 45 %."""

import pytest

from wayforward.finding import Finding
from wayforward.judge import DecidedBy, Evidence, Verdict
from wayforward.report.open import examine_measure, read_inputs


@pytest.fixture(scope="module")
def leapt() -> Finding:
    evidence = read_inputs("2025-26-Q4", "hampshire")
    return examine_measure(evidence.plan.measure("care_leavers_accommodation"), evidence).findings[0]


def test_a_huge_uneven_move_has_a_verdict_of_its_own(leapt):
    assert (leapt.verdict, leapt.evidence, leapt.decided_by) == (
        Verdict.MOVED_UNEVENLY, Evidence.NONE, DecidedBy.TREND)


def test_the_leap_is_named_and_a_break_asked_for(leapt):
    values = {point.end: point.value for point in leapt.points}
    assert values[leapt.uneven.after] - values[leapt.uneven.before] == pytest.approx(leapt.uneven.step)
    assert leapt.story.startswith("**Moved unevenly.**")
    assert ("Between the year to 31 March 2023 and the year to 31 March 2024 it fell by 36.9 points, far more than "
            "chance brings. If the way of counting changed, that must be declared") in leapt.story


def test_another_choice_that_finds_no_clear_change_agrees(leapt):
    assert Verdict.NO_CLEAR_CHANGE not in {choice.verdict for choice in leapt.dissenters}
