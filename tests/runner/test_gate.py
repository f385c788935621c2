"""A run that gives somebody away stands, says so, and ends with 4."""

import json

import pytest
from typer.testing import CliRunner

from runner.conftest import counted, official
from wayforward import cli
from wayforward.runner.gate import Attacked, read_attacked
from wayforward.runner.history import runs_table
from wayforward.runner.outcome import Outcome, RefusedTable
from wayforward.runner.parameters import RunParameters
from wayforward.runner.result import RunResult
from wayforward.runner.run import run_period

GOOD = RunParameters(period="2025-26-Q4", area="exampleshire")
GIVES_AWAY = Attacked("gives away", ("4: 64 − 60\n    cells",))


def test_a_run_that_gives_somebody_away_stands_for_internal_reading(home, notebook):
    notebook("1-local-community", findings=counted(3))
    result = run_period(GOOD)
    assert (result.whole, result.problems, result.exit_code) == (True, (), 4)
    told = json.loads((result.folder / "internal/attack.json").read_text())
    assert (told["state"], len(told["recipes"])) == ("gives away", 1)
    assert told["recipes"][0].startswith("3: ")
    assert json.loads((result.folder / "internal/manifest.json").read_text())["attack"] == {
        "state": "gives away", "recipes": 1}
    assert "may not be published; it stands for internal reading" in (result.folder / "internal/run.log").read_text()
    assert runs_table(home / "runs")[0].words.endswith("; may not be published: its files give somebody away")

    again = run_period(GOOD)
    assert (again.unchanged, again.exit_code, again.attacked) == (True, 4, result.attacked)

    notebook("1-local-community", findings=counted(32))
    mended = run_period(GOOD)
    assert (mended.exit_code, mended.attacked) == (0, Attacked("passed"))


def test_the_command_line_lists_what_it_gives_away(home, notebook):
    notebook("1-local-community", findings=counted(3))
    done = CliRunner().invoke(cli.app, ["run", "--area", "exampleshire"])
    assert done.exit_code == 4
    first, recipe = done.stderr.splitlines()
    assert first == ("This run may not be published; it stands for internal reading: its public files give away 1 "
                     "thing.")
    assert recipe.startswith("  - 3: ")
    assert done.stdout.splitlines()[-1].startswith("A whole run. Read runs/exampleshire/2025-26-Q4/public/1-local")


def test_files_that_cannot_be_attacked_may_not_be_published_and_are_attacked_again(home, notebook):
    """Findings without an origin are none that anything here reads."""
    notebook("1-local-community", findings='[{"number": 1, "headline": True}]')
    result = run_period(GOOD)
    assert (result.whole, result.exit_code, result.attacked.state) == (True, 4, "failed")
    assert result.attacked.reason == "the attack failed: KeyError"
    again = run_period(GOOD)
    assert (again.unchanged, again.exit_code) == (False, 4)
    assert [outcome.state for outcome in again.outcomes] == ["completed"]


def test_a_partial_run_is_not_attacked(home, notebook):
    notebook("1-local-community", findings=counted(3))
    notebook("3-back-on-track", findings=official(1, "distance"))
    part = run_period(GOOD, ambitions=[1])
    assert (part.exit_code, part.attacked) == (0, Attacked("not tried"))
    assert read_attacked(part.folder) == Attacked("not tried")


@pytest.mark.parametrize(("failed", "refused", "attacked", "exit_code"), [
    (False, False, Attacked("passed"), 0), (False, False, Attacked(), 0), (False, True, Attacked("passed"), 3),
    (False, False, GIVES_AWAY, 4), (False, True, GIVES_AWAY, 4), (False, False, Attacked("failed", reason="x"), 4),
    (True, False, GIVES_AWAY, 1)])
def test_the_exit_code_tells_a_failure_first_then_what_may_not_be_published(tmp_path, failed, refused, attacked,
                                                                            exit_code):
    tables = (RefusedTable(8, True, "survey", "Survey"),) if refused else ()
    outcome = Outcome("n", "failed" if failed else "completed", exit_code=int(failed), refused=tables)
    assert RunResult(tmp_path, (outcome,), ("a problem",) * failed, attacked=attacked).exit_code == exit_code


def test_only_the_first_of_many_recipes_are_listed():
    lines = Attacked("gives away", tuple(f"{number}: recipe" for number in range(30))).lines()
    assert (lines[1], lines[10], lines[11]) == ("  - 0: recipe", "  - 9: recipe",
                                                "  - and 20 more, in internal/attack.json")
    assert Attacked("passed").lines() == []
