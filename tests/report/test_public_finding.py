"""What of a finding may leave: each field is decided on, and what pages show of it is what stays."""

from dataclasses import fields
from functools import cache

import pytest

from wayforward import show
from wayforward.finding import Benchmark, Choice, Finding, Group, Point, from_json, to_json
from wayforward.report import public_finding as module
from wayforward.report.open import examined, read_inputs
from wayforward.report.public_finding import Digits, nothing, public_finding
from wayforward.statistics.compare import Rank, Standing
from wayforward.statistics.control import ControlChart, ControlPoint
from wayforward.statistics.forecast import Outlook
from wayforward.statistics.gap import Decomposition
from wayforward.statistics.results import NOT_KEPT, Result, Trend
from wayforward.statistics.uneven import Uneven
from wayforward.statistics.visible import Visible

PERCENT = Digits("%", 1, 0)
POINT = {"period": "31 March 2025", "start": "2025-03-31", "end": "2025-03-31", "value": 0.88624788, "low": 0.8581,
         "high": 0.9094, "numerator": 522.0, "denominator": 589.0, "unknown": 6.0, "known_value": 0.8953688,
         "status": "final", "note": None, "reason": None, "places": None}
RESULT = {"estimate": -0.04974441, "low": -0.08871, "high": -0.01082, "p": 0.0123456, "method": "m", "reason": None}
COUNTED = {"origin": "extract", "kind": "proportion", "unit": "%", "decimals": 1}


def kept(thing) -> set[str]:
    return {field.name for field in fields(thing) if field.metadata != NOT_KEPT}


@pytest.mark.parametrize(("rules", "thing", "more"), [
    (module.FINDING, Finding, {"robustness_holds"}), (module.RESULT, Result, set()),
    (module.TREND, Trend, {"evidence"}), (module.STANDING, Standing, set()), (module.RANK, Rank, set()),
    (module.CHOICE, Choice, set()),
    (module.BENCHMARK, Benchmark, set()), (module.GROUP, Group, set()), (module.CONTROL, ControlChart, set()),
    (module.CONTROL_POINT, ControlPoint, set()), (module.OUTLOOK, Outlook, set()),
    (module.DECOMPOSITION, Decomposition, set()), (module.VISIBLE, Visible, set()), (module.UNEVEN, Uneven, set())])
def test_of_every_field_it_is_decided_what_becomes_of_it(rules, thing, more):
    """A new field is decided on in report/public_finding.py, or it does not leave."""
    assert set(rules) == kept(thing) | more


def test_of_every_field_of_a_point_too():
    assert set(module.point(nothing)(dict.fromkeys(kept(Point)), PERCENT)) == kept(Point)


def test_figures_have_the_digits_that_pages_show():
    told = public_finding(COUNTED | {"points": [POINT], "latest": POINT, "change": RESULT})
    assert told["points"] == [POINT | {"value": 0.886, "low": 0.858, "high": 0.909, "known_value": None}]
    assert told["latest"]["known_value"] == 0.895
    assert told["change"] == RESULT | {"estimate": -0.05, "low": -0.089, "high": -0.011, "p": "0.012"}


@pytest.mark.parametrize(("kind", "unit", "numerator", "told"), [
    ("proportion", "%", 522.0, (522.0, 589.0, 6.0)), ("proportion", "%", 61.75, (61.8, 589.0, 6.0)),
    ("mean", "score", None, (None, 589.0, 6.0)), ("rate", "%", 522.0, (522.0, 589.0, 6.0)),
    ("rate", "per 10,000", 522.0, (None, None, None)), ("shares", "%", 81.0, (None, None, None)),
    ("gap", "points", 2404.0, (None, None, None)), ("count", "projects", 12.0, (12.0, 589.0, 6.0))])
def test_numbers_of_people_are_told_where_a_table_of_the_series_has_them(kind, unit, numerator, told):
    finding = COUNTED | {"kind": kind, "unit": unit, "points": [POINT | {"numerator": numerator}]}
    [point] = public_finding(finding)["points"]
    assert (point["numerator"], point["denominator"], point["unknown"]) == told


def test_a_make_up_has_the_digits_that_pages_show_and_no_heads():
    groups = [{"name": "White", "share": 0.76439791, "community": 0.79993235},
              {"name": "Other", "share": None, "community": 0.025029596}]
    told = public_finding(COUNTED | {"kind": "shares", "points": [], "groups": groups})
    assert told["groups"] == [{"name": "White", "share": 0.764, "community": 0.8},
                              {"name": "Other", "share": None, "community": 0.025}]


@pytest.mark.parametrize(("p", "told"), [(0.0471, "0.047"), (0.0497, "< 0.05"), (0.31, "0.31"), (0.00001, "< 0.001"),
                                         (None, None)])
def test_a_p_is_told_as_the_pages_write_it(p, told):
    assert module.p(p, PERCENT) == told


def test_what_no_page_shows_does_not_leave():
    trend = RESULT | {"points_used": 6, "smallest_p": None, "provisional": 0, "bare": False, "evidence": "some"}
    outlook = {"end": "2026-03-31", "value": 0.87123, "low": 0.8512, "high": 0.8912, "goal": 0.9359,
               "probability": 0.3123, "method": "m", "reason": None}
    told = public_finding(COUNTED | {"trend": trend, "last_year": RESULT, "outlook": outlook, "unheard_of": 3})
    assert told["trend"] == trend | {"estimate": -0.0497, "low": None, "high": None, "p": "0.012"}
    assert told["last_year"]["p"] is None
    assert told["outlook"] == outlook | {"value": None, "low": 0.851, "high": 0.891, "goal": 0.936, "probability": 0.3}
    assert "unheard_of" not in told


def test_official_figures_are_told_as_they_were_published():
    published = COUNTED | {"origin": "published", "points": [POINT], "change": RESULT}
    assert public_finding(published) == published


def test_a_figure_of_which_fewer_decimals_are_known_has_those():
    told = public_finding(COUNTED | {"points": [POINT | {"places": 0}]})
    assert told["points"][0]["value"] == 0.89


@cache
def counted() -> list[Finding]:
    """Of the invented county, a measure of each kind."""
    evidence = read_inputs("2025-26-Q4", "exampleshire")
    return [finding for name in ("care_leavers_accommodation", "wellbeing", "workforce_diversity", "step_ups",
                                 "journey_footprint") for finding in examined(
                evidence.plan.measure(name), evidence).findings]


def as_read(finding: Finding) -> Finding:
    """What somebody has who reads it from the reduced file; without any p, which is text there."""
    return from_json(_without_p(public_finding(to_json(finding))))


def _without_p(value):
    if isinstance(value, dict):
        return {name: None if name in ("p", "smallest_p") else _without_p(part) for name, part in value.items()}
    return [_without_p(part) for part in value] if isinstance(value, list) else value


def test_pages_made_of_the_reduced_findings_show_the_same():
    """So that nothing that is shown was lost, and the kinds of series are shown as this module says."""
    findings = counted()
    assert {finding.kind for finding in findings} >= {"proportion", "mean", "shares", "rate", "count"}
    for finding in findings:
        assert words(as_read(finding)) == words(finding)


def words(finding: Finding) -> list[str]:
    tables = [show.table(finding), show.series_table([finding], "name", "title"), show.control_table(finding)]
    return [table.words() for table in tables if table]


def floats(value, under=""):
    """Every number that is not whole, with the name of what it is in; other areas' are left out."""
    if isinstance(value, dict):
        return [found for name, part in value.items() if name != "benchmarks" for found in floats(part, name)]
    if isinstance(value, list):
        return [found for part in value for found in floats(part, under)]
    return [(under, value)] if isinstance(value, float) else []


def test_no_number_has_a_digit_more_than_pages_show():
    """A percentage with one decimal is a fraction with three; a yearly change has one more."""
    for finding in counted():
        most = finding.decimals + (3 if finding.unit == "%" else 1)
        told = floats(public_finding(to_json(finding)))
        assert [(name, value) for name, value in told if name not in ("by_chance", "probability", "share", "community")
                and round(value, most) != value] == []
        assert told or not finding.points
    before = [value for finding in counted() for _, value in floats(to_json(finding))]
    assert any(round(value, 6) != value for value in before)
