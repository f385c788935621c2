import json
from pathlib import Path

import pytest

from wayforward.errors import RefusedParameters
from wayforward.runner.compare import Difference, compare, compare_findings, compare_manifests, find_run
from wayforward.runner.written_figures import number

POINT = {"period": "31 March 2025", "value": 0.8862, "low": 0.8581, "high": 0.9094}
FINDING = {"measure": "care_leavers", "number": 7, "series": "suitable", "headline": True, "origin": "published",
           "title": "Care leavers in suitable accommodation", "unit": "%", "decimals": 1, "latest": POINT,
           "baseline": {"period": "31 March 2021", "value": 0.9359, "low": None, "high": None},
           "change": {"estimate": -0.0497, "low": -0.0887, "high": -0.0108, "p": 0.01},
           "verdict": "worsening", "evidence": "some"}
MANIFEST = {"parameters": {"area": "hertfordshire", "as_at": "2026-06-30"}, "code": "a" * 64, "commit": "c" * 40,
            "inputs": [{"path": "published/homes.csv", "rows": 1335, "sha256": "d" * 64}],
            "versions": {"pandas": "3.1.1"}, "notebooks": {"2-trauma-informed": {"sha256": "e" * 64, "seconds": 2.0}}}


def run(folder: Path, *findings: dict, manifest: dict = MANIFEST) -> Path:
    (folder / "internal").mkdir(parents=True)
    (folder / "internal" / "findings.json").write_text(json.dumps({"findings": findings}))
    (folder / "internal" / "manifest.json").write_text(json.dumps(manifest))
    return folder


@pytest.fixture
def period(tmp_path) -> Path:
    return tmp_path / "runs" / "hertfordshire" / "2025-26-Q4"


@pytest.fixture
def earlier(period) -> Path:
    return period.parent / "revisions" / "2025-26-Q4" / "1"


def differences(one: dict, other: dict) -> list[str]:
    """What is told of one series that differs."""
    series, = compare_findings({"findings": [one]}, {"findings": [other]})[0]
    return [str(each) for each in series.differences]


# What was found

def test_two_runs_that_say_the_same_are_the_same(period, earlier):
    comparison = compare(run(period, FINDING), run(earlier, FINDING))
    assert comparison.same_findings
    assert comparison.lines() == ["First: hertfordshire, 2025-26-Q4. Second: hertfordshire, 2025-26-Q4, earlier run 1.",
                                  "No verdict changed.", "No figure was revised.", "Made alike.",
                                  "The findings are the same."]


def test_a_run_in_one_folder_as_an_earlier_version_made_it_is_compared_as_well(period, earlier):
    run(earlier, FINDING)
    for path in (earlier / "internal").iterdir():
        path.replace(earlier / path.name)
    (earlier / "internal").rmdir()
    comparison = compare(run(period, FINDING | {"verdict": "improving"}), find_run(period.parents[1], str(earlier)))
    assert [str(each) for each in comparison.in_findings[0].differences] == ["verdict: improving; worsening"]


@pytest.mark.parametrize(("changed", "told"), [
    ({"verdict": "no clear change", "evidence": "none"},
     ["verdict: worsening; no clear change", "evidence: some; none"]),
    ({"latest": POINT | {"value": 0.87, "low": 0.84, "high": None}},
     ["latest: 88.6% (85.8% to 90.9%), 31 March 2025; 87.0%, 31 March 2025"]),
    ({"latest": POINT | {"period": "31 March 2024"}},
     ["latest: 88.6% (85.8% to 90.9%), 31 March 2025; 88.6% (85.8% to 90.9%), 31 March 2024"]),
    ({"latest": POINT | {"value": 0.88621}},
     ["latest: 88.62% (85.81% to 90.94%), 31 March 2025; 88.621% (85.81% to 90.94%), 31 March 2025"]),
    ({"latest": POINT | {"value": None, "low": None, "high": None}},
     ["latest: 88.6% (85.8% to 90.9%), 31 March 2025; nothing, 31 March 2025"]),
    ({"latest": None}, ["latest: 88.6% (85.8% to 90.9%), 31 March 2025; nothing"]),
    ({"baseline": None}, ["baseline: 93.6%, 31 March 2021; nothing"]),
    ({"change": {"estimate": 0.002, "low": None, "high": None, "p": None}},
     ["change: −5.0 percentage points (−8.9 to −1.1); 0.2 percentage points"]),
    ({"change": {"estimate": None, "low": None, "high": None, "p": None}},
     ["change: −5.0 percentage points (−8.9 to −1.1); nothing"]),
])
def test_a_difference_is_told_with_both_sides(changed, told):
    assert differences(FINDING, FINDING | changed) == told


def test_each_side_is_written_in_its_own_unit():
    days = FINDING | {"unit": "days", "decimals": 0, "latest": POINT | {"value": 1234.5, "low": None, "high": None}}
    assert differences(days, days | {"unit": "score", "decimals": 1, "latest": days["latest"] | {"value": 14.9}}) == [
        "latest: 1,235 days, 31 March 2025; 14.9, 31 March 2025"]


@pytest.mark.parametrize("changed", [{"story": "another"}, {"points": [1]}, {"change": FINDING["change"] | {"p": 0.5}}])
def test_nothing_else_of_a_finding_counts(changed):
    assert compare_findings({"findings": [FINDING]}, {"findings": [FINDING | changed]}) == ((), (), ())


def test_headlines_come_first_and_series_that_one_run_lacks_last(period, earlier):
    part = FINDING | {"series": "in_touch", "headline": False, "number": 1, "title": "In touch"}
    own = FINDING | {"origin": "extract"}
    comparison = compare(run(period, part, FINDING, own), run(earlier, part | {"evidence": "none"}, FINDING | {
        "verdict": "improving"}, FINDING | {"measure": "sickness", "number": 11, "title": "Sickness"}))
    lines = comparison.lines()
    assert lines[lines.index("Made alike.") + 1:] == [
        "Found differently:",
        "  7 Care leavers in suitable accommodation (published)",
        "    verdict: worsening; improving",
        "  1 In touch (published)",
        "    evidence: some; none",
        "Only in the first:",
        "  7 Care leavers in suitable accommodation (extract)",
        "Only in the second:",
        "  11 Sickness (published)"]
    assert not comparison.same_findings


# How they were made

@pytest.mark.parametrize(("changed", "told"), [
    ({"parameters": {"area": "hertfordshire", "as_at": "2025-06-30"}}, "as_at: 2026-06-30; 2025-06-30"),
    ({"parameters": {"area": "hertfordshire", "as_at": "2026-06-30", "strict": "yes"}}, "strict: nothing; yes"),
    ({"code": "b" * 64}, "library: aaaaaaaa; bbbbbbbb"),
    ({"commit": "c" * 40 + "-dirty"}, "commit: cccccccc; cccccccc-dirty"),
    ({"commit": None}, "commit: cccccccc; nothing"),
    ({"versions": {"pandas": "3.0.0"}}, "pandas: 3.1.1; 3.0.0"),
    ({"notebooks": {"2-trauma-informed": {"sha256": "f" * 64}}}, "notebook 2-trauma-informed: eeeeeeee; ffffffff"),
    ({"inputs": [{"path": "published/homes.csv", "rows": 1335, "sha256": "f" * 64}]},
     "published/homes.csv: 1,335 rows, content dddddddd; 1,335 rows, content ffffffff"),
    ({"inputs": []}, "published/homes.csv: 1,335 rows, content dddddddd; nothing"),
])
def test_what_went_in_is_compared(changed, told):
    assert [str(each) for each in compare_manifests(MANIFEST, MANIFEST | changed)] == [told]


def test_how_long_it_took_is_no_difference():
    slower = MANIFEST | {"notebooks": {"2-trauma-informed": {"sha256": "e" * 64, "seconds": 9.0, "state": "failed"}}}
    assert compare_manifests(MANIFEST, slower) == ()


def test_a_manifest_that_says_little_can_be_compared():
    assert Difference("pandas", "nothing", "3.1.1") in compare_manifests({}, MANIFEST)
    assert compare_manifests({}, {}) == ()


# The rule

HOMES = "care_leavers/suitable"
RULE = {"version": 1, "series": {HOMES: {"better": "higher"}, "sickness/days": {"better": "lower"}}}
UNDECIDED = FINDING | {"verdict": "no clear change", "evidence": "none"}


def judged(version: int = 1, **homes: str) -> dict:
    """A manifest of a run by a version of the rule, with other values for the series of care leavers."""
    rule = {"version": version, "series": RULE["series"] | {HOMES: RULE["series"][HOMES] | homes}}
    return MANIFEST | {"judged": {"rule": rule, "declared": "2026-04-01", "sha256": "f" * 64}}


@pytest.mark.parametrize(("manifest", "found", "why"), [
    (judged(2), UNDECIDED, "why: the figures are the same; the rule is another: version 1; 2"),
    (judged(better="lower"), UNDECIDED, "why: the figures are the same; the rule is another: better higher; lower"),
    (judged(2), UNDECIDED | {"points": [POINT]}, "why: figures differ, and the rule is another: version 1; 2"),
    (judged(2), UNDECIDED | {"benchmarks": [0.9]}, "why: figures differ, and the rule is another: version 1; 2"),
    (judged(2), FINDING | {"evidence": "strong"}, "why: the figures are the same; the rule is another: version 1; 2"),
    (judged(2), FINDING | {"latest": None}, ""),        # the verdict stands
    (judged(), UNDECIDED, ""),                          # the rule is the same
    (MANIFEST, UNDECIDED, ""),                          # a run of before rules were told
])
def test_a_rule_that_differs_is_named_as_the_reason_of_another_verdict(period, earlier, manifest, found, why):
    comparison = compare(run(period, FINDING, manifest=judged()), run(earlier, found, manifest=manifest))
    assert [each.why for each in comparison.in_findings] == [why]
    assert (f"    {why}" in comparison.lines()) == bool(why)


def test_a_rule_of_another_series_is_no_reason(period, earlier):
    other = judged()
    other["judged"]["rule"]["series"]["sickness/days"] = {"better": "higher"}
    comparison = compare(run(period, FINDING, manifest=judged()), run(earlier, UNDECIDED, manifest=other))
    assert [each.why for each in comparison.in_findings] == [""]


def test_when_it_was_declared_and_what_of_it_differs_for_all_is_told_of_how_a_run_was_made():
    other = judged(2)
    other["judged"] |= {"declared": "2026-05-01", "sha256": "e" * 64}
    assert [str(each) for each in compare_manifests(judged(), other)] == [
        "rule declared: 2026-04-01; 2026-05-01", "rule sha256: ffffffff; eeeeeeee", "rule version: 1; 2"]


# Which run

def test_a_run_is_found_by_its_name(period, earlier):
    incomplete = period.with_name("2025-26-Q4.incomplete")
    for folder in (period, earlier, incomplete):
        run(folder)
    runs = period.parents[1]
    assert find_run(runs, "hertfordshire/2025-26-Q4") == period
    assert find_run(runs, "hertfordshire/2025-26-Q4@1") == earlier
    assert find_run(runs, "hertfordshire/2025-26-Q4@incomplete") == incomplete
    assert find_run(runs, str(earlier)) == earlier


def test_a_folder_typed_where_one_stands_has_its_full_name(period, monkeypatch):
    monkeypatch.chdir(run(period).parent)
    here = find_run(period.parents[1], "2025-26-Q4")
    assert compare(here, here).one == "hertfordshire, 2025-26-Q4"


@pytest.mark.parametrize(("text", "told"), [
    ("hertforshire/2025-26-Q4", "did you mean hertfordshire/2025-26-Q4?"),
    ("hertfordshire/2025-26-Q4@2", "did you mean hertfordshire/2025-26-Q4?"),
    ("x", "expected one of: hertfordshire/2025-26-Q4"),
])
def test_a_run_that_is_not_there_is_refused_with_the_nearest(period, text, told):
    run(period)
    with pytest.raises(RefusedParameters) as refusal:
        find_run(period.parents[1], text)
    assert str(refusal.value) == f'run: there is no "{text}"; {told}'


def test_where_nothing_was_run_that_is_said(tmp_path):
    with pytest.raises(RefusedParameters, match="runs/ holds none yet"):
        find_run(tmp_path / "runs", "hertfordshire/2025-26-Q4")


def test_a_folder_without_findings_is_not_compared(period, earlier):
    run(period)
    with pytest.raises(RefusedParameters, match=r"1 has no readable manifest\.json"):
        compare(period, earlier)


@pytest.mark.parametrize(("value", "unit", "decimals", "written"), [
    (0.285, "%", 0, "29%"), (0.285, "percentage points", 1, "28.5"), (-0.0004, "%", 1, "0.0%"),
    (2.5, "days", 0, "3"), (-2.5, "days", 0, "−3"), (1234567.0, "children", 0, "1,234,567"),
    (1200.0, "children", None, "1,200"), (0.123456789, "%", None, "12.3456789%"), (0.0, "%", None, "0%")])
def test_numbers_are_written_half_up(value, unit, decimals, written):
    assert number(value, unit, decimals) == written
