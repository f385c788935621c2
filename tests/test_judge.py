"""The verdict table, row by row."""

from datetime import date

import pytest

from wayforward.judge import (
    DecidedBy,
    Evidence,
    TargetStatus,
    Verdict,
    alike,
    deciding_p,
    doubted,
    evidence,
    judge,
    judge_target,
)
from wayforward.statistics.compare import Standing
from wayforward.statistics.results import Result, Trend, no_result
from wayforward.statistics.uneven import Uneven

NO_TREND = Trend(None)


def change(estimate: float, p: float) -> Result:
    return Result(estimate, estimate - 1, estimate + 1, p)


def slope(estimate: float, p: float) -> Trend:
    return Trend(estimate, estimate - 1, estimate + 1, p, points_used=5)


def bare(estimate: float) -> Result:
    return Result(estimate, reason="published as an average without its spread")


@pytest.mark.parametrize(("better", "usable", "unlike", "change", "trend", "verdict", "found"), [
    ("higher", 0, 0, no_result(""), NO_TREND, Verdict.NO_DATA, "none"),
    ("higher", 0, 3, no_result(""), NO_TREND, Verdict.NOT_COMPARABLE, "none"),
    ("higher", 1, 0, no_result("one point"), NO_TREND, Verdict.TOO_LITTLE, "none"),
    ("higher", 3, 0, no_result("no baseline"), NO_TREND, Verdict.TOO_LITTLE, "none"),
    ("higher", 1, 0, change(+2, 0.0001), NO_TREND, Verdict.TOO_LITTLE, "none"),
    # two to four points: the change decides, and is never called strong
    ("higher", 2, 0, change(+2, 0.0001), NO_TREND, Verdict.IMPROVING, "some"),
    ("lower", 4, 0, change(+2, 0.03), NO_TREND, Verdict.WORSENING, "some"),
    ("lower", 4, 0, change(+2, 0.06), NO_TREND, Verdict.NO_CLEAR_CHANGE, "none"),
    ("none", 4, 0, change(+2, 0.03), NO_TREND, Verdict.CHANGED, "some"),
    # five or more: the trend decides
    ("higher", 5, 0, change(-5, 0.004), slope(-1, 0.047), Verdict.WORSENING, "some"),
    ("lower", 5, 0, change(-5, 0.004), slope(-1, 0.0019), Verdict.IMPROVING, "strong"),
    ("parity", 6, 0, change(-5, 0.004), slope(-1, 0.01), Verdict.IMPROVING, "some"),
    ("higher", 5, 0, change(-5, 0.004), slope(-1, 0.2), Verdict.NO_CLEAR_CHANGE, "none"),
    ("higher", 5, 0, change(-5, 0.004), slope(+1, 0.01), Verdict.NO_CLEAR_CHANGE, "none"),     # they point apart
    ("higher", 5, 0, change(0, 1.0), slope(+1, 0.01), Verdict.IMPROVING, "some"),       # no change is not apart
    ("higher", 5, 0, change(-5, 0.004), slope(0, 1.0), Verdict.NO_CLEAR_CHANGE, "none"),
    ("higher", 5, 0, no_result("no baseline"), slope(+1, 0.01), Verdict.IMPROVING, "some"),
])
def test_verdict_table(better, usable, unlike, change, trend, verdict, found):
    judged = judge(better, usable, unlike, change, trend, None, None)
    assert (judged.verdict, judged.evidence) == (verdict, found)


def test_a_trend_and_a_change_that_point_apart_are_told_as_that():
    judged = judge("higher", 5, 0, change(-5, 0.004), slope(+1, 0.01), None, None)
    assert judged.decided_by == DecidedBy.APART


@pytest.mark.parametrize(("p", "dispersion", "by_chance", "verdict"), [
    (0.13, 44.0, 1e-30, Verdict.MOVED_UNEVENLY),
    (0.13, 10.0, 1e-30, Verdict.NO_CLEAR_CHANGE),       # not beyond ten times chance
    (0.13, 44.0, 0.002, Verdict.NO_CLEAR_CHANGE),       # first and last may be as far apart by chance
    (0.13, 44.0, None, Verdict.NO_CLEAR_CHANGE),
    (0.04, 44.0, 1e-30, Verdict.WORSENING),             # the trend decides
])
def test_what_leapt_without_a_trend_moved_unevenly(p, dispersion, by_chance, verdict):
    leapt = Uneven(dispersion, by_chance, date(2022, 3, 31), date(2023, 3, 31), -0.3)
    judged = judge("higher", 5, 0, change(-5, 0.2), slope(-1, p), None, None, uneven=leapt)
    assert (judged.verdict, judged.decided_by) == (verdict, DecidedBy.TREND)


def test_moved_unevenly_says_of_the_promise_what_no_clear_change_says():
    assert alike(Verdict.MOVED_UNEVENLY, Verdict.NO_CLEAR_CHANGE) and alike(Verdict.WORSENING, Verdict.WORSENING)
    assert not alike(Verdict.MOVED_UNEVENLY, Verdict.WORSENING)
    assert not alike(Verdict.NO_CLEAR_CHANGE, Verdict.NOT_TESTABLE)


@pytest.mark.parametrize(("standing", "differ", "verdict"), [
    (Standing(1, 11, 0.5, 0.01, -2.0, 2.0, True), +2.0, Verdict.WORSENING),
    (Standing(1, 11, 0.5, 0.0001, -2.0, 2.0, True), +2.0, Verdict.WORSENING),
    (Standing(1, 11, 0.5, 0.01, -2.0, 2.0, True), +0.2, Verdict.WORSENING),
    (Standing(1, 11, 0.5, 0.01, -2.0, 2.0, True), 0.0, Verdict.NO_CLEAR_CHANGE),     # the neighbours rose as much
    (Standing(3, 11, 0.5, 0.30, -2.0, 2.0, False), +2.0, Verdict.NO_CLEAR_CHANGE),
    (Standing(11, 11, 9.0, 0.01, -2.0, 2.0, True), -6.5, Verdict.NO_CLEAR_CHANGE),   # ours rose, the others rose more
    (None, None, Verdict.TOO_LITTLE),                                                # too few neighbours
])
@pytest.mark.parametrize("usable", [3, 5])
def test_without_an_interval_the_neighbours_are_the_yardstick(usable, standing, differ, verdict):
    bare_trend = Trend(0.5, p=0.017, points_used=usable)
    judged = judge("lower", usable, 0, bare(2.5), bare_trend, standing, differ)
    assert judged.verdict == verdict
    assert judged.evidence == (Evidence.SOME if verdict == Verdict.WORSENING else Evidence.NONE)


def against(estimate: float, p: float, half_width: float = 1.0) -> Trend:
    return Trend(estimate, estimate - half_width, estimate + half_width, p, points_used=5)


@pytest.mark.parametrize(("better", "moved", "others", "room", "verdict", "found"), [
    ("lower", +2.5, against(+2, 0.01), None, Verdict.WORSENING, "some"),
    ("lower", -2.5, against(-2, 0.001), None, Verdict.IMPROVING, "strong"),
    ("higher", +2.5, against(+2, 0.01), None, Verdict.IMPROVING, "some"),
    ("none", +2.5, against(+2, 0.01), None, Verdict.CHANGED, "some"),
    ("lower", +2.5, against(+2, 0.06), None, Verdict.NO_CLEAR_CHANGE, "none"),
    ("lower", +2.5, against(-2, 0.01), None, Verdict.NO_CLEAR_CHANGE, "none"),       # ours rose, the others' more
    ("lower", 0.0, against(-2, 0.01), None, Verdict.NO_CLEAR_CHANGE, "none"),        # the others' alone moved
    ("lower", None, against(-2, 0.01), None, Verdict.IMPROVING, "some"),             # no figure before the plan
    ("lower", +2.5, against(+2, 0.06, 1.5), 1.4, Verdict.NOT_TESTABLE, "none"),      # 1.5 a year would have been needed
    ("lower", +2.5, against(+2, 0.06, 1.5), 1.6, Verdict.NO_CLEAR_CHANGE, "none"),
    ("lower", +2.5, against(+2, 0.01, 1.5), 1.4, Verdict.WORSENING, "some"),         # it could be seen to rise
    ("higher", +2.5, against(+2, 0.06, 1.5), 1.4, Verdict.NO_CLEAR_CHANGE, "none"),  # nothing bounds a rise
])
def test_without_an_interval_the_others_course_decides_where_it_was_measured(better, moved, others, room, verdict,
                                                                              found):
    judged = judge(better, 5, 0, bare(moved), Trend(0.5, 0.1, 0.9, 0.017, bare=True), None, None, others, room)
    assert (judged.verdict, judged.evidence, judged.decided_by) == (verdict, found, DecidedBy.OTHERS)


@pytest.mark.parametrize(("p", "words"), [(0.0019, "strong"), (0.002, "some"), (0.0499, "some"), (0.05, "none"),
                                          (0.05 - 1e-15, "none"), (0.002 - 1e-15, "some"),     # but for the arithmetic
                                          (None, "none")])
def test_evidence_limits(p, words):
    assert evidence(p) == words


START, BY = date(2021, 3, 31), date(2026, 3, 31)


@pytest.mark.parametrize(("value", "on", "status"), [
    (0.95, date(2025, 3, 31), TargetStatus.MET),
    (0.941, date(2025, 3, 31), TargetStatus.ON_COURSE),      # due: 0.90 + 0.05 × 1461/1826 days = 0.94001
    (0.93, date(2025, 3, 31), TargetStatus.OFF_COURSE),
    (0.90, START, TargetStatus.ON_COURSE),                   # on the line itself
    (0.94, date(2026, 3, 31), TargetStatus.MISSED),
])
def test_target(value, on, status):
    assert judge_target("higher", value, 0.95, BY, on, (START, 0.90)) == status


def test_target_where_lower_is_better():
    assert judge_target("lower", 0.20, 0.20, BY, date(2024, 3, 31)) == TargetStatus.MET
    assert judge_target("lower", 0.21, 0.20, BY, date(2024, 3, 31)) == TargetStatus.OFF_COURSE


@pytest.mark.parametrize(("decided_by", "p"), [
    (DecidedBy.TREND, 0.3), (DecidedBy.APART, 0.3), (DecidedBy.CHANGE, 0.2), (DecidedBy.STANDING, 0.1),
    (DecidedBy.OTHERS, 0.4), (DecidedBy.NOTHING, None)])
def test_the_p_that_decided_is_that_of_its_test(decided_by, p):
    place = Standing(rank=1, of=11, median=0.0, p=0.1, low=-1.0, high=1.0, extreme=False)
    assert deciding_p(decided_by, change(1.0, 0.2), slope(1.0, 0.3), place, slope(1.0, 0.4)) == p
    if decided_by == DecidedBy.STANDING:
        assert deciding_p(decided_by, change(1.0, 0.2), slope(1.0, 0.3), None) is None


@pytest.mark.parametrize(("given", "differing", "choices", "left"), [
    (Evidence.STRONG, 0, 0, Evidence.STRONG), (Evidence.STRONG, 2, 5, Evidence.STRONG),
    (Evidence.STRONG, 2, 4, Evidence.SOME), (Evidence.STRONG, 5, 5, Evidence.SOME),
    (Evidence.SOME, 5, 5, Evidence.SOME), (Evidence.NONE, 5, 5, Evidence.NONE)])
def test_evidence_is_at_most_some_where_half_or_more_of_the_other_choices_differ(given, differing, choices, left):
    assert doubted(given, differing, choices) == left
