"""The rule declared for a period: written once, read back, and set beside another."""

import json

import pytest

from wayforward.declared_rule import file_of, read_declared, rule_changes, write_declared
from wayforward.errors import RefusedParameters
from wayforward.periods import read_date

DAY = read_date("2026-04-01")
HOMES = {"better": "higher", "kind": "proportion", "scatter": "2025-11-15"}
RULE = {"version": 1, "limits": {"some evidence below p": 0.05}, "series": {"care/homes": HOMES}}
PATH = "params/rules/a-plan/2026-27-Q1.json"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    (tmp_path / "environment.yml").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def series(**values) -> dict:
    return RULE | {"series": {"care/homes": HOMES | values}}


def told(was: dict, now: dict) -> list[tuple]:
    return [(each.of, str(each)) for each in rule_changes(was, now)]


def test_what_is_declared_is_read_back(home):
    assert write_declared("a-plan", "2026-27-Q1", RULE, DAY) == home / PATH
    declared = read_declared("a-plan", "2026-27-Q1")
    assert (declared.on, declared.rule) == (DAY, RULE)
    assert json.loads((home / PATH).read_text())["sha256"] == declared.sha256
    assert file_of("a-plan", "2026-27-Q1") == PATH


def test_the_same_content_makes_the_same_bytes_and_any_other_another_hash(home):
    first = write_declared("a-plan", "2026-27-Q1", RULE, DAY)
    before, told_first = first.read_bytes(), read_declared("a-plan", "2026-27-Q1").sha256
    first.unlink()
    assert write_declared("a-plan", "2026-27-Q1", RULE, DAY).read_bytes() == before
    for plan, period, rule in (("b-plan", "2026-27-Q1", RULE), ("a-plan", "2026-27-Q2", RULE),
                               ("a-plan", "2026-27-Q3", RULE | {"version": 2})):
        write_declared(plan, period, rule, DAY)
        assert read_declared(plan, period).sha256 != told_first


def test_what_could_be_seen_is_declared_with_it_and_older_files_have_none(home):
    seen = {"area": "a-county", "known": "2026-04-01", "series": {"care/homes": {"2026-03-31": 0.013}}}
    path = write_declared("a-plan", "2026-27-Q1", RULE, DAY, seen)
    write_declared("a-plan", "2026-27-Q2", RULE, DAY)
    assert [read_declared("a-plan", f"2026-27-Q{quarter}").visible for quarter in (1, 2)] == [seen, {}]
    assert "smallest_visible_change" not in (home / PATH.replace("Q1", "Q2")).read_text()
    path.write_text(path.read_text().replace("0.013", "0.012"))
    with pytest.raises(RefusedParameters, match=f"{PATH}: expected content of the sha256"):
        read_declared("a-plan", "2026-27-Q1")


def test_a_period_without_a_file_has_no_rule_declared():
    assert read_declared("a-plan", "2026-27-Q1") is None


def test_what_was_declared_is_not_written_over(home):
    before = write_declared("a-plan", "2026-27-Q1", RULE, DAY).read_bytes()
    with pytest.raises(RefusedParameters, match=f"{PATH} is there already: what was declared stands"):
        write_declared("a-plan", "2026-27-Q1", series(better="lower"), DAY)
    assert (home / PATH).read_bytes() == before


@pytest.mark.parametrize(("was", "now"), [('"higher"', '"lower"'), ("2026-04-01", "2026-03-01"), ("0.05", "0.06")])
def test_a_file_touched_by_hand_is_refused(home, was, now):
    write_declared("a-plan", "2026-27-Q1", RULE, DAY)
    (home / PATH).write_text((home / PATH).read_text().replace(was, now))
    with pytest.raises(RefusedParameters, match=f"{PATH}: expected content of the sha256"):
        read_declared("a-plan", "2026-27-Q1")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"declared": "soon", "rule": {}, "sha256": ""}'])
def test_a_file_that_is_no_rule_is_refused(home, text):
    write_declared("a-plan", "2026-27-Q1", RULE, DAY).write_text(text)
    with pytest.raises(RefusedParameters, match="expected a rule as `wayforward declare` writes it"):
        read_declared("a-plan", "2026-27-Q1")


@pytest.mark.parametrize(("now", "changes"), [
    (RULE, []),
    (RULE | {"version": 2}, [("", "version: 1, now 2")]),
    (RULE | {"limits": {"some evidence below p": 0.1}}, [("", "some evidence below p: 0.05, now 0.1")]),
    (series(better="lower"), [("care/homes", "better: higher, now lower")]),
    (series(breaks=["2023-04-01", "2024-04-01"]), [("care/homes", "breaks: none, now 2023-04-01 and 2024-04-01")]),
    (series(target={"value": 0.95, "by": "2026-03-31"}),
     [("care/homes", "target: none, now value 0.95, by 2026-03-31")]),
    (series(headline=True), [("care/homes", "headline: none, now yes")]),
    (series(scatter="2026-11-19"), [("care/homes", "scatter: 2025-11-15, now 2026-11-19")]),
    (series(scatter=None), []),                 # nothing was measured for this area: no change of the rule
    (RULE | {"version": 2, "series": {}}, [("", "version: 1, now 2"), ("care/homes", "better: higher, now none"),
                                           ("care/homes", "kind: proportion, now none")])])
def test_what_differs_between_two_rules_is_told_with_both_sides(now, changes):
    assert told(RULE, now) == changes
