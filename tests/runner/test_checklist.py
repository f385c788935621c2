"""The checklist tells the run's own facts, in numbers of decisions."""

import json
from pathlib import Path

import pytest

from wayforward.assurance import USUAL
from wayforward.runner.checklist import checklist

POINT = {"period": "31 March 2026", "start": "2026-03-31", "end": "2026-03-31", "value": 0.5, "status": "final"}
FINDING = {"measure": "homes", "number": 7, "series": "suitable", "headline": True, "origin": "extract", "unit": "%",
           "title": "Suitable homes", "of": "care leavers", "counted": "had one", "unknown": "", "kind": "proportion",
           "calendar": "31 March", "decimals": 1, "points": [POINT], "benchmarks": [], "verdict": "worsening",
           "evidence": "some", "since": None, "robustness": [], "trend": {"reason": None}, "change": {"reason": None}}
UNTESTED = FINDING | {"measure": "routes", "number": 3, "series": "footprint", "title": "Footprint <b>",
                      "verdict": "no data", "evidence": "none",
                     "change": {"reason": "no published figure covers this promise"}}
MANIFEST = {"parameters": {"area": "kent", "period": "2025-26-Q4"}, "code": "a" * 64, "commit": "c" * 40 + "-dirty",
            "inputs": [{"path": "published/homes.csv", "kind": "", "sha256": "1"}], "refused": [],
            "judged": {"declared": "2026-04-01", "changed": []}}
CELL = {"measure": "homes", "series": "suitable", "period": "31 March 2026", "group": "Wick Lane"}
HIDDEN = [CELL | {"reason": "primary"}, CELL | {"reason": "secondary"}, CELL | {"reason": "secondary"}]


def write(folder: Path, findings: list, manifest: dict, period: str) -> Path:
    files = {"findings": {"area": "kent", "period": period, "as_at": "2026-06-30", "findings": findings},
             "manifest": manifest, "disclosure": {"rule": {}, "told": [CELL] * 1234, "hidden": HIDDEN},
             "attack": {"state": "passed", "recipes": [], "reason": ""},
             "proof": {"state": "not proved", "problems": ["one", "two"], "reason": ""}}
    (folder / "internal").mkdir(parents=True)
    for name, content in files.items():
        (folder / "internal" / f"{name}.json").write_text(json.dumps(content))
    return folder


@pytest.fixture
def listed(tmp_path):
    """The checklist of a run with these findings, and a manifest that differs in this."""
    def made(*findings, **manifest) -> str:
        return checklist(write(tmp_path / "kent" / "2025-26-Q4", list(findings), MANIFEST | manifest, "2025-26-Q4"),
                         tmp_path, USUAL)
    return made


def test_each_chapter_has_facts_and_a_question_to_tick(listed):
    chapters = listed(FINDING).split("\n## ")
    assert chapters[0] == "# Before signing: kent, 2025-26-Q4, as known on 2026-06-30\n"
    assert len(chapters[1:]) == 9
    assert all("\n- [ ] " in each and "\n\n- " in each for each in chapters[1:])


def test_what_is_hidden_is_told_in_numbers_of_decisions_and_no_cell(listed):
    told = listed(FINDING)
    assert "- Of 1,237 cells of returns, 3 are hidden.\n" in told          # 1,234 shown and 3 hidden
    assert "  - few people themselves: 1\n  - so that no other number gives few people away: 2\n" in told
    assert "Wick Lane" not in told


def test_what_could_not_be_tested_is_told_with_why_and_as_text(listed):
    part = UNTESTED | {"headline": False}
    told = listed(FINDING, UNTESTED, part, part)
    assert "- Promise 3, Footprint &lt;b>: no data; no published figure covers this promise\n" in told
    assert "- Besides, 2 other series, named on their pages.\n" in told
    assert "Promise 7" not in told


@pytest.mark.parametrize(("choices", "contested"), [
    (["worsening", "no clear change"], True), (["worsening", "worsening", "no clear change"], False), ([], False)])
def test_a_verdict_that_half_of_the_choices_deny_is_told(listed, choices, contested):
    told = listed(FINDING | {"robustness": [{"choice": "x", "verdict": each, "p": None} for each in choices]})
    line = ("- Promise 7, Suitable homes: worsening; of 2 other choices 1 say another thing (1 no clear change).\n")
    assert (line in told, "- Of no promise’s headline" in told or "- Of no promise's headline" in told) == (
        contested, not contested)


def test_the_period_before_is_compared_where_it_is_there(listed, tmp_path):
    assert "- There is no run of 2025-26-Q3 to compare with; not known.\n" in listed(FINDING)


def test_and_a_verdict_that_changed_since_is_told(listed, tmp_path):
    write(tmp_path / "kent" / "2025-26-Q3", [FINDING | {"verdict": "improving"}], MANIFEST, "2025-26-Q3")
    told = listed(FINDING)
    assert "- Compared with the run of 2025-26-Q3:\n  - 1 verdict changed, 1 of them of a promise's headline:\n" in told
    assert "    - 7 Suitable homes (extract): improving, some evidence → worsening, some evidence\n" in told


def test_refusals_checks_rule_and_record_are_told(listed):
    refused = [{"title": "Survey of children in care", "number": number, "headline": True, "table": "t"}
               for number in (9, 8)]
    told = listed(FINDING, refused=refused, judged={"declared": "2026-04-01", "changed": ["version: 1, now 2"]})
    assert "- The return “Survey of children in care”, of which promises 8, 9 are counted.\n" in told
    assert "- The attack on the public files: passed, 0 found.\n" in told
    assert "- The proof of the texts against the findings: not proved, 2 found.\n" in told
    assert "- The rule was declared on 2026-04-01, and what judged is another:\n  - version: 1, now 2\n" in told
    assert "- Library aaaaaaaa; commit cccccccc, with changes that were not committed.\n" in told


def test_a_period_without_a_declared_rule_says_so(listed):
    assert "- No rule was declared for this period.\n" in listed(FINDING, judged={})


def test_who_signed_is_told_last(listed):
    assert "- Nobody has signed.\n- Not signed off:\n  - the analyst has not signed\n" in listed(FINDING)
