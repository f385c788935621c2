"""Two findings are the same within a tolerance; what differs is told as of charts, of numbers or of words."""

import pytest

from wayforward.runner.same_findings import TOLERANCE, same_findings


def finding(**other) -> dict:
    return {"measure": "m", "series": "s", "origin": "published", "number": 7, "title": "Care leavers",
            "measure_title": "Homes", "points": [{"period": "31 March 2025", "value": 0.886, "status": "final"}],
            "trend": {"p": 0.012, "points_used": 5}, "story": "A sentence.", "headline": True} | other


def compared(other: dict, tolerance: float = TOLERANCE):
    [found], only, only_now = same_findings({"findings": [finding()]}, {"findings": [other]}, tolerance)
    assert (only, only_now) == ([], [])
    return found


def point(value, period: str = "31 March 2025") -> dict:
    return {"points": [{"period": period, "value": value, "status": "final"}]}


def test_what_is_the_same_is_counted():
    found = compared(finding())
    assert found.same and (found.promise, found.title) == ("7 Homes", "7 Care leavers (published)")
    assert found.numbers == 4       # 7, 0.886, 0.012 and 5; true is no number
    assert found.drawn == 4         # the title, and the point's period, value and status


@pytest.mark.parametrize(("value", "same"), [
    (0.886, True), (0.886 * (1 + 0.9e-6), True), (0.886 * (1 + 1.2e-6), False), (None, False), ("0.886", False)])
def test_a_number_may_differ_within_the_tolerance_and_nothing_else_may(value, same):
    assert compared(finding(**point(value))).same == same


def test_the_tolerance_is_the_readers():
    assert compared(finding(**point(0.88)), tolerance=0.01).same
    assert not compared(finding(**point(0.88)), tolerance=0.001).same


def test_what_differs_is_told_by_what_it_is_of():
    found = compared(finding(**point(0.889), trend={"p": 0.013, "points_used": 5}, story="Another."))
    assert found.charts_differ == ("points 31 March 2025 value: 0.886 → 0.889",)
    assert found.numbers_differ == ("trend p: 0.012 → 0.013",)
    assert found.words_differ == ("story: “A sentence.” → “Another.”",)


def test_a_point_that_only_one_has_is_told():
    assert compared(finding(**point(0.9, "31 March 2026"))).charts_differ == (
        "points 31 March 2025 period: “31 March 2025” → nothing", "points 31 March 2025 value: 0.886 → nothing",
        "points 31 March 2025 status: “final” → nothing", "points 31 March 2026 period: nothing → “31 March 2026”",
        "points 31 March 2026 value: nothing → 0.9", "points 31 March 2026 status: nothing → “final”")


def test_two_items_of_one_name_are_both_compared():
    twice = [{"period": "2025", "value": 1.0}, {"period": "2025", "value": 2.0}]
    other = [{"period": "2025", "value": 9.0}, {"period": "2025", "value": 3.0}]
    [found], *_ = same_findings({"findings": [finding(points=twice)]}, {"findings": [finding(points=other)]})
    assert found.charts_differ == ("points 2025 value: 1 → 9", "points 2025 (2) value: 2 → 3")


def test_a_series_that_only_one_has_is_told():
    found, only, only_now = same_findings({"findings": [finding()]}, {"findings": [finding(series="t", title="New")]})
    assert (found, only, only_now) == ([], ["7 Care leavers (published)"], ["7 New (published)"])
