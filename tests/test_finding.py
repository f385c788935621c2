"""A finding as a file keeps it: the same finding again, the same bytes again, and every key of the contract."""

import json
import math
from dataclasses import asdict, is_dataclass, replace
from datetime import date

import numpy as np
import pytest

from wayforward.finding import from_json, rounded_finding, to_json
from wayforward.judge import Verdict
from wayforward.report.open import examine_measure, read_inputs
from wayforward.statistics.results import Result


def gathered_findings():
    """Every finding of ambition 3: with and without interval, not comparable, suppressed, and no data."""
    evidence = read_inputs("2025-26-Q4", "hertfordshire")
    return [finding for measure in evidence.plan.measures_of(3)
            for finding in examine_measure(measure, evidence).findings]


@pytest.fixture(scope="module")
def findings():
    return {finding.series: finding for finding in gathered_findings()}


@pytest.fixture(scope="module")
def plain(findings):
    return {series: to_json(finding) for series, finding in findings.items()}


def leaves(value, place=()):
    """Each text, number, day or null in nested lists and tables, with its place."""
    if isinstance(value, dict):
        return [leaf for name, inner in value.items() for leaf in leaves(inner, (*place, name))]
    if isinstance(value, (list, tuple)):
        return [leaf for number, inner in enumerate(value) for leaf in leaves(inner, (*place, number))]
    return [(place, value)]


def text(plain) -> str:
    return json.dumps(plain, ensure_ascii=False, allow_nan=False)


def test_there_is_something_of_every_sort_to_try(findings):
    assert {finding.verdict for finding in findings.values()} >= {
        Verdict.NO_CLEAR_CHANGE, Verdict.TOO_LITTLE, Verdict.NOT_COMPARABLE, Verdict.NO_DATA}
    assert any(finding.standing for finding in findings.values())
    assert any(finding.dissenters for finding in findings.values())


def test_a_finding_read_again_is_the_same(findings, plain):
    """Its story was told of the very numbers that stand in the file."""
    for series, finding in findings.items():
        assert from_json(plain[series]) == finding
        before, after = leaves(asdict(finding)), leaves(asdict(from_json(plain[series])))
        assert [(place, type(kept)) for place, kept in after] == [(place, type(given)) for place, given in before]


def test_numbers_that_stand_beside_each_other_are_rounded_as_the_largest():
    """Eight digits of 12.3 are six decimals, also of a limit that is 0 but for the arithmetic; no p is under 1e-12."""
    told = rounded_finding(Result(-12.3456789012, -24.0 - 1e-12, -1e-13, 1e-40))
    assert (told.estimate, told.low, told.high, told.p) == (-12.345679, -24.0, 0.0, 1e-12)
    assert math.copysign(1, told.high) == 1


def test_what_machines_differ_by_is_in_no_number_that_is_told(findings):
    noise = np.random.default_rng(1)
    for finding in findings.values():
        shaken = _shaken(finding, lambda number: number * (1 + noise.normal(0, 1e-15)))
        assert rounded_finding(shaken) == finding


def _shaken(thing, shake):
    """The same with every number a little off."""
    if isinstance(thing, float):
        return shake(thing)
    if isinstance(thing, tuple):
        return tuple(_shaken(each, shake) for each in thing)
    return replace(thing, **{name: _shaken(part, shake) for name, part in vars(thing).items()}) \
        if is_dataclass(thing) else thing


def test_once_in_a_file_a_finding_no_longer_changes(plain):
    for kept in plain.values():
        read = from_json(json.loads(text(kept)))
        assert to_json(read) == kept
        assert from_json(to_json(read)) == read


def test_a_file_of_a_later_version_can_be_read(plain):
    kept = plain["care_leavers_suitable_19_21"]
    newer = kept | {"newer": 1, "trend": kept["trend"] | {"newer": 1}}
    assert from_json(newer) == from_json(kept)


def test_only_lists_texts_numbers_and_nulls_are_kept_and_no_nan(plain):
    for kept in plain.values():
        assert json.loads(text(kept)) == kept
        for place, value in leaves(kept):
            assert value is None or type(value) in (str, int, float, bool), place
            assert not isinstance(value, float) or math.isfinite(value), place


def test_the_same_figures_give_the_same_bytes(plain):
    again = {finding.series: to_json(finding) for finding in gathered_findings()}
    assert text(again).encode() == text(plain).encode()


KEYS = {"measure", "number", "series", "headline", "ambition", "title", "kind", "unit", "better", "origin", "points",
        "latest", "baseline", "change", "trend", "robustness", "benchmarks", "target", "verdict", "evidence", "story"}
POINT = {"period", "start", "end", "value", "low", "high", "numerator", "denominator", "status"}
RESULT = {"estimate", "low", "high", "p", "method", "reason"}


def test_every_key_of_the_contract_is_there(plain):
    for kept in plain.values():
        assert kept.keys() >= KEYS
        assert kept["change"].keys() == RESULT
        assert kept["trend"].keys() >= RESULT | {"points_used", "evidence"}
        for point in [*kept["points"], kept["latest"], kept["baseline"]]:
            assert point is None or point.keys() >= POINT
        assert all(mark.keys() >= {"area", "value", "change"} for mark in kept["benchmarks"])
        assert all(choice.keys() >= {"choice", "verdict", "p"} for choice in kept["robustness"])
    assert sum(len(kept["points"]) for kept in plain.values()) > 100


def test_care_leavers_as_the_file_tells_them(plain):
    kept = plain["care_leavers_suitable_19_21"]
    assert (kept["number"], kept["headline"], kept["ambition"], kept["kind"], kept["unit"], kept["better"]) == (
        7, True, 3, "proportion", "%", "higher")
    assert (kept["verdict"], kept["evidence"], kept["target"], kept["origin"]) == (
        "no clear change", "none", "none set", "published")
    latest = kept["latest"]
    assert latest == kept["points"][-1]
    assert (latest["value"], latest["numerator"], latest["denominator"]) == (0.88624788, 522, 589)     # eight digits
    assert (latest["period"], latest["start"], latest["end"]) == ("year to 31 March 2025", "2024-04-01", "2025-03-31")
    assert kept["trend"]["evidence"] == "none"
    assert (kept["scatter"]["known"], kept["scatter"]["areas"], kept["against_others"]) == ("2025-11-15", 149, None)
    assert kept["robustness_holds"] is False


def test_a_percentage_is_kept_as_a_fraction(plain):
    points = [point for kept in plain.values() if kept["unit"] in ("%", "percentage points")
              for point in kept["points"]]
    shares = [point[name] for point in points for name in ("value", "low", "high") if point[name] is not None]
    assert len(shares) > 100
    assert all(0 <= share <= 1 for share in shares)


def test_a_trend_without_an_interval_is_no_evidence_by_itself(findings):
    """The points' own scatter may give a small p; the verdict rests on the neighbours."""
    finding = findings["attainment8_gap_all"]
    bare = replace(finding.trend, p=0.001)
    assert bare.bare
    assert to_json(replace(finding, trend=bare))["trend"]["evidence"] == "none"
    assert to_json(replace(finding, trend=replace(bare, bare=False)))["trend"]["evidence"] == "strong"


def test_a_benchmark_is_found_by_its_level_where_it_has_a_figure(findings):
    finding = findings["attainment8_gap_all"]
    assert finding.benchmark("country").area == "England"
    assert finding.benchmark("region").area == "East of England"
    assert finding.benchmark("planet") is None
    empty = tuple(replace(mark, value=None) for mark in finding.benchmarks)
    assert replace(finding, benchmarks=empty).benchmark("country") is None


def test_a_point_that_cannot_be_compared_is_not_usable(findings):
    by_end = {point.end: point for point in findings["attainment8_gap_all"].points}
    assert by_end[date(2019, 8, 31)].usable
    assert not by_end[date(2020, 8, 31)].usable
