import json
from dataclasses import replace

import pytest

from wayforward.input_tracking import Input, Seen
from wayforward.runner.gather import as_json
from wayforward.runner.merge import Part, merged_disclosure, merged_findings, merged_inputs, narrative, read_part


def part(notebook, findings=(), inputs=(), story=""):
    return Part(notebook=notebook, findings=list(findings), inputs=list(inputs), narrative=story)


def finding(number, headline, series):
    return {"number": number, "headline": headline, "series": series}


def test_findings_are_in_the_plans_order_headline_first_then_as_given():
    parts = [part("1-local-community", [finding(2, False, "b"), finding(2, True, "c"), finding(2, False, "a")]),
             part("3-back-on-track", [finding(1, True, "Ż")])]
    assert as_json(merged_findings({"area": "exampleshire"}, parts)).decode() == """\
{
 "schema": 1,
 "area": "exampleshire",
 "findings": [
  {
   "number": 1,
   "headline": true,
   "series": "Ż"
  },
  {
   "number": 2,
   "headline": true,
   "series": "c"
  },
  {
   "number": 2,
   "headline": false,
   "series": "b"
  },
  {
   "number": 2,
   "headline": false,
   "series": "a"
  }
 ]
}
"""


def test_no_number_that_is_none_is_written():
    with pytest.raises(ValueError, match="not JSON compliant"):
        as_json({"value": float("nan")})


def test_the_panels_story_comes_first_under_what_says_that_it_is_a_draft():
    parts = [part("1-local-community", story="One\n"), part("2-trauma-informed"), part("0-panel-report", story="Panel")]
    assert narrative(parts) == "Draft, not assured.\n\nPanel\n\nOne\n"


def test_an_input_is_told_once_and_a_change_under_way_is_noticed():
    areas, plans = Input(path="areas.csv", rows=3, sha256="a"), Input(path="plans.csv", rows=9, sha256="b")
    assert merged_inputs([part("1", inputs=[plans, areas]), part("2", inputs=[areas])]) == (
        [{"path": "areas.csv", "rows": 3, "sha256": "a", "kind": ""},
         {"path": "plans.csv", "rows": 9, "sha256": "b", "kind": ""}], [])
    changed = replace(plans, sha256="c")
    assert merged_inputs([part("1", inputs=[plans]), part("2", inputs=[changed])])[1] == [
        "plans.csv changed while the run was under way; run again"]


CELL = {"measure": "care_leavers", "series": "suitable", "period": "2025-03-31", "by": "", "group": "",
        "part": "numerator"}


def test_what_is_shown_and_hidden_of_returns_is_told_once_with_the_rule():
    shown, hidden = CELL | {"value": 522}, CELL | {"part": "unknown", "reason": "primary", "low": 0, "high": 4}
    one = part("1").model_copy(update={"told": [shown], "hidden": [hidden], "rule": {"threshold": 5}})
    other = part("2").model_copy(update={"told": [CELL | {"value": 589, "part": "denominator"}, shown]})
    assert merged_disclosure([part("3"), one, other]) == {
        "rule": {"threshold": 5}, "told": [shown, CELL | {"value": 589, "part": "denominator"}], "hidden": [hidden]}
    assert merged_disclosure([part("1")]) == {"rule": {}, "told": [], "hidden": []}
    assert json.loads(one.published())["told"] == [shown]       # so that a notebook that is kept tells them again


@pytest.mark.parametrize(("change", "said"), [
    ({}, None),
    ({"notebook": "another"}, "from another"),
    ({"findings": [{"number": 1}]}, "at findings.0: .* true or false `headline`"),
    ({"narrative": None}, "at narrative"),
    ({"extra": 1}, "at extra"),
    ({"findings": [finding(1, True, "a") | {"value": float("nan")}]}, "NaN stands where a number or null belongs"),
])
def test_a_notebooks_file_is_read_or_refused_without_its_values(tmp_path, change, said):
    content = {"notebook": "n", "findings": [], "inputs": [], "narrative": ""} | change
    (tmp_path / "n.json").write_text(json.dumps(content))
    if said is None:
        assert read_part(tmp_path / "n.json") == Part(notebook="n", findings=[], inputs=[], narrative="")
    else:
        with pytest.raises(ValueError, match=said):
            read_part(tmp_path / "n.json")


def test_with_a_token_only_the_part_of_that_execution_is_read(tmp_path):
    content = {"notebook": "n", "findings": [], "inputs": [], "narrative": "", "token": "ours"}
    (tmp_path / "n.json").write_text(json.dumps(content))
    assert read_part(tmp_path / "n.json", "ours").token == "ours"
    assert read_part(tmp_path / "n.json").token == "ours"
    with pytest.raises(ValueError, match=r"^its findings are of another execution$"):
        read_part(tmp_path / "n.json", "another")


def test_what_differs_from_one_execution_to_the_next_is_not_published(tmp_path):
    once = part("n", [finding(1, True, "Ż")], [Input(path="a.csv", rows=3, sha256="a")], "The story")
    again = once.model_copy(update={"token": "t", "reads": Seen(files={"published/a.csv": "a"}, folders={".": "b"}),
                                    "spent": {"imports": 1.5}, "peak_mb": 200.0})
    assert again.published() == once.published()
    assert "Ż" in again.published().decode()
    (tmp_path / "n.json").write_bytes(again.published())
    assert read_part(tmp_path / "n.json") == once


def test_a_whole_part_is_read_as_it_was_written(tmp_path):
    whole = part("n").model_copy(update={"token": "t", "reads": Seen(files={"a.csv": ""}, folders={"extracts": "b"}),
                                         "spent": {"figures": 0.5}, "peak_mb": None})
    (tmp_path / "n.json").write_text(whole.model_dump_json())
    assert read_part(tmp_path / "n.json") == whole
