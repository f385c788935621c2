"""Whether a verdict changed between two runs, and why: from what they hold, and "not known" where they do not."""

import pytest

from wayforward.runner.compare import compare
from wayforward.runner.comparison_page import comparison_page
from wayforward.runner.what_changed import REASONS, what_changed
from wayforward.runner.written_figures import written

POINTS = [{"period": "31 March 2024", "value": 0.9, "numerator": 90.0, "denominator": 100.0},
          {"period": "31 March 2025", "value": 0.886, "numerator": 443.0, "denominator": 500.0}]
FINDING = {"measure": "care_leavers", "number": 7, "series": "suitable", "headline": True, "origin": "published",
           "title": "Suitable homes", "of": "care leavers", "counted": "had one", "unknown": "", "unit": "%",
           "kind": "proportion", "calendar": "31 March", "decimals": 1, "points": POINTS, "benchmarks": [],
           "latest": None, "baseline": None, "change": None, "verdict": "worsening", "evidence": "some"}
RULE = {"version": 1, "series": {"care_leavers/suitable": {"better": "higher", "scatter": "2026-01-01"}}}
MADE = {"parameters": {"area": "kent"}, "code": "a" * 64, "judged": {"rule": RULE},
        "inputs": [{"path": "published/homes.csv", "kind": "", "sha256": "1"},
                   {"path": "returns/2026-06-15/oc3", "kind": "SSDA903 care leavers", "sha256": "2"}]}
IMPROVED = {"verdict": "improving", "evidence": "strong"}
OTHER_RULE = {"version": 2, "series": RULE["series"]}
OTHER_SERIES = {"version": 1, "series": {"care_leavers/suitable": {"better": "lower", "scatter": "2026-01-01"}}}
OTHER_EDITION = {"version": 1, "series": {"care_leavers/suitable": {"better": "higher", "scatter": "2026-11-30"}}}
OTHERS_RULE = {"version": 1, "series": RULE["series"] | {"sickness/days": {"better": "lower"}}}
NEW_RETURN = [MADE["inputs"][0], MADE["inputs"][1] | {"sha256": "3"}]


def changed(now=None, made=None, was=None):
    """What changed from a finding and a manifest to others that differ in this."""
    one, other = FINDING | (was or {}), FINDING | (was or {}) | IMPROVED | (now or {})
    return what_changed({"findings": [one]}, {"findings": [other]}, MADE, MADE | (made or {}))


def reasons(told) -> dict[str, str]:
    """Those that are not "no"."""
    [verdict] = told.verdicts
    return {name: getattr(verdict.reasons, name) for name in REASONS if getattr(verdict.reasons, name) != "no"}


def with_point(place: int, **other) -> dict:
    points = [dict(each) for each in POINTS]
    points[place] |= other
    return {"points": points}


EXTRACT = {"origin": "extract"}


@pytest.mark.parametrize(("now", "made", "was", "expected"), [
    ({}, {}, {}, {}),
    (with_point(0, value=0.91, numerator=91.0), {}, {}, {"data_revised": "yes"}),
    (with_point(0, value=None), {}, {}, {"data_revised": "yes"}),
    ({"points": [*POINTS, POINTS[0] | {"period": "31 March 2026"}]}, {}, {}, {"new_figures": "yes"}),
    ({"points": [*POINTS, {"period": "31 March 2026", "value": None}]}, {}, {}, {}),
    ({"counted": "had a flat"}, {}, {}, {"definition_changed": "yes"}),
    ({}, {"code": "b" * 64}, {}, {"definition_changed": "not known"}),
    ({}, {"code": None}, {}, {"definition_changed": "not known"}),
    ({}, {"judged": {"rule": OTHER_RULE}}, {}, {"rule_changed": "yes"}),
    ({}, {"judged": {"rule": OTHER_SERIES}}, {}, {"rule_changed": "yes"}),
    ({}, {"judged": {"rule": OTHERS_RULE}}, {}, {}),
    ({}, {"judged": {"rule": OTHER_EDITION}}, {}, {"scatter_changed": "yes"}),
    ({}, {"judged": {}}, {}, {"rule_changed": "not known", "scatter_changed": "not known"}),
    ({}, {"inputs": NEW_RETURN}, {}, {}),
    ({}, {"inputs": NEW_RETURN}, EXTRACT, {"returns_new": "yes"}),
    ({}, {"inputs": None}, EXTRACT, {"returns_new": "not known"}),
    ({}, {"inputs": [MADE["inputs"][1]]}, EXTRACT, {}),
    ({"benchmarks": [{"area": "essex", "value": 0.9}]}, {}, {}, {"others_changed": "yes"})])
def test_each_reason_is_found_in_what_the_runs_hold(now, made, was, expected):
    assert reasons(changed(now, made, was)) == expected


def test_where_nothing_tells_why_it_says_so():
    assert changed().lines() == [
        "1 verdict changed, 1 of them of a promise's headline:",
        "  7 Suitable homes (published): worsening, some evidence → improving, strong evidence", "    why: not known",
        "No figure was revised."]


def test_the_reasons_stand_under_the_verdict_and_the_rules_with_them():
    made = {"judged": {"rule": OTHER_RULE}, "code": "b" * 64}
    told = changed({"points": [*POINTS, POINTS[0] | {"period": "31 March 2026"}]}, made)
    assert told.lines()[2] == ("    why: new figures, rule changed (version: 1, now 2); not known whether: definition "
                               "changed")


def test_another_evidence_alone_is_no_other_verdict():
    one, other = FINDING, FINDING | {"evidence": "strong"}
    told = what_changed({"findings": [one]}, {"findings": [other]}, MADE, MADE)
    assert told.lines()[:3] == [
        "No verdict changed.", "The evidence alone of 1 verdict changed, 1 of them of a promise's headline:",
        "  7 Suitable homes (published): worsening, some evidence → worsening, strong evidence"]


def test_verdicts_come_before_evidence_and_headlines_before_the_rest():
    part = FINDING | {"series": "part", "headline": False, "title": "Part"}
    firm = FINDING | {"series": "firm", "title": "Firm"}
    told = what_changed({"findings": [firm, part, FINDING]}, {"findings": [
        firm | {"evidence": "none"}, part | IMPROVED, FINDING | IMPROVED]}, MADE, MADE)
    assert [each.title for each in told.verdicts] == ["Suitable homes", "Part", "Firm"]


@pytest.mark.parametrize(("value", "told"), [
    (0.892, "90.0% → 89.2%, 0.8 percentage points less"),       # 0.900 − 0.892 = 0.008
    (0.912, "90.0% → 91.2%, 1.2 percentage points more"),
    (0.90004, "90% → 90.004%, 0.004 percentage points more")])
def test_a_revised_figure_is_told_with_how_much(value, told):
    assert [str(each) for each in changed(with_point(0, value=value)).revised] == [
        f"7 Suitable homes (published), 31 March 2024: {told}"]


def test_a_revised_figure_is_told_in_its_own_unit():
    days = {"unit": "days", "decimals": 0, "points": [{"period": "2024", "value": 1200.0}]}
    now = {"points": [{"period": "2024", "value": 1234.0}]}
    assert [str(each) for each in changed(now, was=days).revised] == [
        "7 Suitable homes (published), 2024: 1,200 days → 1,234 days, 34 days more"]


def test_two_areas_are_not_set_one_after_the_other():
    told = changed(made={"parameters": {"area": "essex"}})
    assert (told.lines(), told.verdicts) == (["The two are of different areas: what differs is no change."], ())


def test_each_change_is_told_in_fields():
    told = changed(with_point(0, value=0.892))
    [verdict], [revised] = told.verdicts, told.revised
    assert (verdict.was, verdict.now, verdict.reasons.data_revised, verdict.reasons.new_figures) == (
        "worsening", "improving", "yes", "no")
    assert (revised.was, revised.now, revised.by) == ("90.0%", "89.2%", "0.8 percentage points less")
    empty = what_changed({"findings": []}, {"findings": []}, MADE, MADE)
    assert (empty.verdicts, empty.revised) == ((), ())


def test_a_figure_that_is_not_there_is_nothing():
    assert written("latest", {"latest": None, "unit": "%"}) == "nothing"


def run(folder, finding, manifest=MADE):
    import json

    (folder / "internal").mkdir(parents=True)
    (folder / "internal" / "findings.json").write_text(json.dumps({"findings": [finding]}))
    (folder / "internal" / "manifest.json").write_text(json.dumps(manifest))
    return folder


def test_the_page_says_the_same_and_nothing_of_it_is_markup(tmp_path):
    hostile = FINDING | with_point(0, value=0.912) | {"title": "Suitable <script>homes"}
    one, other = run(tmp_path / "kent" / "1", FINDING), run(tmp_path / "kent" / "2", hostile | IMPROVED)
    html = comparison_page(compare(one, other))
    assert "<p>1 verdict changed, 1 of them of a promise&#x27;s headline.</p>" in html
    assert ("<td>Suitable &lt;script&gt;homes</td><td>published</td><td>worsening (some)</td>"
            "<td>improving (strong)</td><td>data revised, definition changed</td><td>–</td>") in html
    assert "<td>90.0%</td><td>91.2%</td><td>1.2 percentage points more</td>" in html
    assert ("<script" in html, html.count("<h1>"), 'lang="en-GB"' in html) == (False, 1, True)
