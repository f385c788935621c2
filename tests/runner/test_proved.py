"""A run whose texts say what its findings do not stands, says so, and ends with 4."""

import json
from datetime import date

import pytest
from typer.testing import CliRunner

from runner.conftest import SAVE
from wayforward import cli
from wayforward.errors import RefusedPublication
from wayforward.runner.history import runs_table
from wayforward.runner.parameters import RunParameters
from wayforward.runner.proved import Proved, read_proved
from wayforward.runner.publish import Publisher, publish
from wayforward.runner.result import RunResult
from wayforward.runner.run import run_period

GOOD = RunParameters(period="2025-26-Q4", area="exampleshire")
FINDING = {"number": 1, "headline": True, "origin": "published", "measure": "homes", "series": "homes", "part": "",
           "title": "Homes", "area": "Exampleshire", "unit": "%", "decimals": 1, "better": "higher", "points": [],
           "latest": None, "baseline": None, "verdict": "no data", "evidence": "none", "decided_by": "nothing",
           "change": {"estimate": None, "reason": "nobody counts it"}, "supplied_by": "the return", "robustness": [],
           "benchmarks": [], "groups": [], "stand_in": "", "story": "told"}
STORY = "**No data.** Nobody counts it. It could be counted from the return."
UNPROVED = ("public/narrative.md, promise 1 (Homes): “No better.” says No better; the finding says No data; put the "
            "sentence in templates/words.toml or what fills it in right, and run again")


@pytest.fixture
def telling(notebook):
    """A notebook that tells a story on its page and another in the narrative."""
    def write(page: str, narrative: str, finding: dict = FINDING) -> None:
        shown = f'<div class="story" id="story-homes-homes">\n\n{page}\n\n</div>'
        part = SAVE.format(stem="1-local-community", findings=str([finding]))
        notebook("1-local-community", body=f"from IPython.display import Markdown\nMarkdown({shown!r})",
                 save=part.replace("'The story of", "'").replace(
                     '"The story of 1-local-community."', repr(f"### 1. Homes\n\n{narrative}")))
    return write


def test_a_run_whose_texts_prove_says_so(telling):
    telling(STORY, STORY)
    result = run_period(GOOD)
    assert (result.exit_code, result.proved, read_proved(result.folder)) == (0, Proved("proved"), Proved("proved"))
    assert json.loads((result.folder / "internal/manifest.json").read_text())["proof"] == {
        "state": "proved", "problems": 0}
    assert run_period(GOOD).unchanged
    done = CliRunner().invoke(cli.app, ["proof", "exampleshire/2025-26-Q4"])
    assert (done.exit_code, done.output) == (0, "The texts of runs/exampleshire/2025-26-Q4: all of them prove.\n")


def test_a_run_whose_texts_do_not_prove_stands_and_ends_with_4(home, telling):
    telling(STORY, STORY.replace("No data", "No better"))
    result = run_period(GOOD)
    assert (result.whole, result.exit_code, result.proved) == (True, 4, Proved("not proved", (UNPROVED,)))
    again = run_period(GOOD)
    assert (again.unchanged, again.exit_code, again.proved) == (True, 4, result.proved)
    assert "may not be published; it stands for internal reading: it says 1 thing in its texts that its findings do " \
        "not say" in (result.folder / "internal/run.log").read_text()
    assert runs_table(home / "runs")[0].words.endswith("; may not be published: its texts say what its findings do not")
    with pytest.raises(RefusedPublication, match="not proved") as refused:
        publish(result.folder, home / "published", Publisher("ann", date(2026, 7, 1)))
    assert refused.value.problems == [UNPROVED]

    done = CliRunner().invoke(cli.app, ["proof", "exampleshire/2025-26-Q4"])
    assert (done.exit_code, done.stdout, done.stderr) == (
        4, f"{UNPROVED}\n", "The texts of runs/exampleshire/2025-26-Q4: 1 that do not prove.\n")
    done = CliRunner().invoke(cli.app, ["run", "--area", "exampleshire"])
    assert (done.exit_code, done.stderr.splitlines()[1]) == (4, f"  - {UNPROVED}")

    telling(STORY, STORY)
    assert run_period(GOOD).exit_code == 0


def test_a_page_without_its_story_does_not_prove(telling):
    telling("**No data.**", STORY)
    result = run_period(GOOD)
    assert [problem.partition(",")[0] for problem in result.proved.problems] == [
        "internal/1-local-community.ipynb", "public/1-local-community.html"]
    assert "says nothing of why there is no figure" in result.proved.problems[0]


def test_texts_that_cannot_be_proved_are_proved_again(telling):
    """A finding whose points are missing is none that anything here reads."""
    telling(STORY, STORY, {name: value for name, value in FINDING.items() if name != "points"})
    result = run_period(GOOD)
    assert (result.exit_code, result.proved) == (4, Proved("failed", reason="the proof failed: TypeError"))
    assert not run_period(GOOD).unchanged


@pytest.mark.parametrize(("proved", "exit_code"), [
    (Proved("proved"), 0), (Proved(), 0), (Proved("not proved", ("x",)), 4), (Proved("failed", reason="x"), 4)])
def test_the_exit_code_tells_what_does_not_prove(tmp_path, proved, exit_code):
    assert RunResult(tmp_path, proved=proved).exit_code == exit_code


def test_ten_problems_are_listed():
    lines = Proved("not proved", tuple(f"{number}: problem" for number in range(30))).lines()
    assert (len(lines), lines[0], lines[-1]) == (
        12, "This run may not be published; it stands for internal reading: it says 30 things in its texts that its "
            "findings do not say.", "  - and 20 more, in internal/proof.json")
    assert Proved("proved").lines() == []
