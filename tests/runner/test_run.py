"""Whole, failed, partial and interrupted runs of tiny notebooks; in all about a dozen kernels."""

import json

import pytest

from wayforward.errors import Busy, RefusedInputs, RefusedParameters
from wayforward.runner.execute import Outcome
from wayforward.runner.folder import held
from wayforward.runner.parameters import RunParameters
from wayforward.runner.run import RunResult, run_period

GOOD = RunParameters(period="2025-26-Q4", area="exampleshire")

# The panel reads what the others wrote, as the real one does.
PANEL = """\
from wayforward import project
print(sorted(path.name for path in project.resolve(findings).iterdir()))
"""


@pytest.fixture
def three(notebook):
    """Two ambitions and the panel."""
    notebook("0-panel-report", PANEL)
    notebook("1-local-community", findings='[{"number": 2, "headline": True, "series": "plans"}]')
    notebook("3-back-on-track", findings='[{"number": 1, "headline": True, "series": "distance"}]')


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def states(result):
    return {outcome.notebook: outcome.state for outcome in result.outcomes}


def test_a_whole_run_then_a_failed_one_then_a_part(home, three, notebook):
    whole = run_period(GOOD)
    place = home / "runs" / "exampleshire" / "2025-26-Q4"
    assert (whole.folder, whole.whole, whole.problems, whole.exit_code) == (place, True, (), 0)
    assert list(states(whole)) == ["1-local-community", "3-back-on-track", "0-panel-report"]
    assert files(home / "runs") == [f"exampleshire/2025-26-Q4/{name}" for name in (
        "0-panel-report.html", "0-panel-report.ipynb", "1-local-community.html", "1-local-community.ipynb",
        "3-back-on-track.html", "3-back-on-track.ipynb", "findings.json", "manifest.json", "narrative.md")]
    assert (place / "findings.json").read_text() == """\
{
 "schema": 1,
 "area": "exampleshire",
 "invented": true,
 "period": "2025-26-Q4",
 "as_at": "2026-06-30",
 "findings": [
  {
   "number": 1,
   "headline": true,
   "series": "distance"
  },
  {
   "number": 2,
   "headline": true,
   "series": "plans"
  }
 ]
}
"""
    assert (place / "narrative.md").read_text() == (
        "The story of 0-panel-report.\n\nThe story of 1-local-community.\n\nThe story of 3-back-on-track.\n")
    panel = (place / "0-panel-report.html").read_text()
    assert "<title>Notebook 0-panel-report – Exampleshire (invented), 2025-26-Q4</title>" in panel
    assert "['1-local-community.json', '3-back-on-track.json']" in panel
    manifest = (place / "manifest.json").read_text()
    assert str(home) not in manifest
    content = json.loads(manifest)
    assert content["inputs"] == [{"path": "data/published/areas.csv", "rows": 3, "sha256": "ab12"}]
    assert list(content) == sorted(content)

    notebook("1-local-community", "raise ValueError('x')")
    events = []
    failed = run_period(GOOD, watch=events.append)
    aside = place.with_name("2025-26-Q4.incomplete")
    assert (failed.folder, failed.whole, failed.exit_code) == (aside, False, 1)
    assert failed.problems == ("1-local-community: failed; cell 3 under “The measure”: ValueError",)
    assert states(failed) == {"1-local-community": "failed", "3-back-on-track": "completed",
                              "0-panel-report": "not run"}
    assert [event for event in events if isinstance(event, Outcome)] == list(failed.outcomes)
    assert files(aside) == ["1-local-community.html", "1-local-community.ipynb", "3-back-on-track.html",
                            "3-back-on-track.ipynb", "findings.json", "manifest.json", "narrative.md"]
    assert [each["number"] for each in json.loads((aside / "findings.json").read_text())["findings"]] == [1]
    told = json.loads((aside / "manifest.json").read_text())["notebooks"]
    assert (told["1-local-community"]["state"], told["1-local-community"]["failing_cell"]) == ("failed", 3)
    assert (place / "manifest.json").read_text() == manifest

    part = run_period(GOOD, ambitions=[3])
    assert (part.folder, part.whole, part.exit_code) == (aside, False, 0)
    assert states(part) == {"1-local-community": "not run", "3-back-on-track": "completed",
                            "0-panel-report": "not run"}
    assert files(aside) == ["3-back-on-track.html", "3-back-on-track.ipynb", "findings.json", "manifest.json",
                            "narrative.md"]
    assert sorted(path.name for path in place.parent.iterdir()) == ["2025-26-Q4", "2025-26-Q4.incomplete"]


def test_a_whole_run_ends_an_earlier_incomplete_one(home, notebook):
    notebook("1-local-community")
    aside = home / "elsewhere" / "exampleshire" / "2025-26-Q4.incomplete"
    aside.mkdir(parents=True)
    assert run_period(GOOD, runs=home / "elsewhere").whole
    assert [path.name for path in aside.parent.iterdir()] == ["2025-26-Q4"]


def test_an_interrupted_run_leaves_nothing(home, three):
    def interrupt(event):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_period(GOOD, watch=interrupt)
    assert files(home / "runs") == []
    assert list((home / "runs" / "exampleshire").iterdir()) == []


def test_a_period_that_another_run_holds_is_busy(home, three):
    with held(home / "runs" / "exampleshire" / "2025-26-Q4"), pytest.raises(Busy) as busy:
        run_period(GOOD)
    assert busy.value.exit_code == 6


@pytest.mark.parametrize(("parameters", "ambitions"), [
    (GOOD.model_copy(update={"area": "atlantis"}), None),
    (GOOD.model_copy(update={"period": "2025-26-Q9"}), None),
    (GOOD, [2]),
])
def test_a_refused_run_makes_no_folder(home, three, parameters, ambitions):
    with pytest.raises(RefusedParameters):
        run_period(parameters, ambitions)
    assert not (home / "runs").exists()


def test_refused_inputs_end_a_run_before_any_kernel(home, three):
    """An empty delivery of a return; the invented area of this project has no folder of returns of its own."""
    folder = home / "data" / "extracts" / "2026-05-20"
    folder.mkdir(parents=True)
    (folder / "Episodes_2025-26.csv").write_text("")
    events = []
    with pytest.raises(RefusedInputs) as refused:
        run_period(GOOD.model_copy(update={"area": "hertfordshire"}), watch=events.append)
    assert refused.value.exit_code == 3
    assert "Episodes_2025-26.csv" in str(refused.value)
    assert events == [] and not (home / "runs").exists()


@pytest.mark.parametrize(("codes", "exit_code"), [([0, 0], 0), ([0, 1], 1), ([3, 3], 3), ([1, 3], 1)])
def test_the_exit_code_is_the_failures_own_where_all_share_it(tmp_path, codes, exit_code):
    outcomes = tuple(Outcome("n", "failed" if code else "completed", exit_code=code) for code in codes)
    problems = tuple("a problem" for code in codes if code)
    assert RunResult(tmp_path, outcomes, problems, not problems).exit_code == exit_code
