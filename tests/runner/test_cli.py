import ast
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from runner.conftest import SAVE
from wayforward import cli
from wayforward.runner.run_folder import period_lock

FOUND = ('[{{"number": 1, "headline": True, "measure": "m", "series": "s", "origin": "published", "title": "Distance", '
         '"unit": "%", "decimals": 1, "verdict": "{verdict}", "evidence": "", "latest": None, "baseline": None, '
         '"change": None}}]')


def wayforward(*words):
    return CliRunner().invoke(cli.app, list(words))


def test_a_run_names_what_became_of_each_notebook_and_where_to_read(home, notebook):
    notebook("1-local-community")
    notebook("3-back-on-track", "raise ValueError('x')")
    done = wayforward("run", "--area", "exampleshire", "--as-at", "2026-05-31", "--runs", "results", "--data", "data")
    assert (done.exit_code, type(done.exception)) == (1, SystemExit)
    *notebooks, last = done.stdout.splitlines()
    assert [line.rpartition(", ")[0] for line in sorted(notebooks)] == [
        "exampleshire, 2025-26-Q4: 1-local-community completed", "exampleshire, 2025-26-Q4: 3-back-on-track failed"]
    assert last == ("Not a whole run. Read results/exampleshire/2025-26-Q4.incomplete/public/3-back-on-track.html; "
                    "the rest is beside it.")
    assert done.stderr == "3-back-on-track: failed; cell 3 under “The measure”: ValueError\n"
    folder = home / "results/exampleshire/2025-26-Q4.incomplete"
    assert '"as_at": "2026-05-31"' in (folder / "internal/findings.json").read_text()


def test_parameters_are_refused_all_at_once_and_before_any_kernel(home, notebook):
    notebook("1-local-community", parameters='period = ""')
    done = wayforward("run", "2025-26-Q3", "2025-26", "--area", "hertfordshir", "--as-at", "June")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "the parameters are refused; nothing has started:",
        "  - period: there is no params/2025-26-Q3.yaml; did you mean 2025-26-Q4?",
        "  - period: there is no params/2025-26.yaml; did you mean 2025-26-Q4?",
        '  - area: "hertfordshir" is not known; did you mean hertfordshire?',
        '  - as_at: expected a day such as "2026-06-30"; got \'June\'']
    assert wayforward("run").exit_code == 2
    assert not (home / "runs").exists()


@pytest.mark.parametrize("words", [
    ["run", "--aera", "hertfordshire"], ["run", "--ambition", "many"], ["run", "--ambition", "9"],
    ["run", "2025-26-Q4", "--all"], ["run", "--data", "nowhere"], ["walk"], ["new-period", "2026"],
    ["new-period", "2025-26-Q4"]])
def test_what_is_not_understood_ends_with_2(home, notebook, words):
    notebook("1-local-community")
    done = wayforward(*words)
    assert done.exit_code == 2
    assert done.stderr != ""
    assert "Traceback" not in done.stderr


def test_a_busy_period_ends_with_6(home, notebook):
    notebook("1-local-community")
    with period_lock(home / "runs" / "hertfordshire" / "2025-26-Q4"):
        done = wayforward("run")
    assert done.exit_code == 6
    assert done.stderr.startswith("another run holds hertfordshire, 2025-26-Q4: process ")


def test_an_unattended_run_says_in_one_line_whether_anybody_is_needed(home, notebook, monkeypatch):
    notebook("1-local-community")
    (home / "params" / "2099-00-Q1.yaml").write_text('period: "2099-00-Q1"\narea: "hertfordshire"\n')
    done = wayforward("run", "--due")
    assert done.exit_code == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "hertfordshire, 2099-00-Q1: not due, its as-at day, 2099-09-30, is still to come"
    assert lines[-1] == "In all: 1 run, 1 not due."
    done = wayforward("run", "--due")
    assert done.stdout.splitlines()[1] == "hertfordshire, 2025-26-Q4: nothing has changed since it was run"
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "In all: 1 unchanged, 1 not due.")

    notebook("1-local-community", "raise ValueError")
    done = wayforward("run", "--due", "--area", "hertfordshire", "--area", "exampleshire")
    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1] == "In all: 2 not due, 2 needing a person."


def test_what_is_due_is_run_from_the_newest_period_on(home, notebook):
    notebook("1-local-community")
    for period in ("2025-26-Q3", "2026-27-Q1"):
        (home / "params" / f"{period}.yaml").write_text(f'period: "{period}"\narea: "hertfordshire"\n')
    wayforward("run", "--due")
    told = [line for line in wayforward("run", "--due").stdout.splitlines() if "nothing has changed" in line]
    assert [line.partition(":")[0] for line in told] == [
        "hertfordshire, 2026-27-Q1", "hertfordshire, 2025-26-Q4", "hertfordshire, 2025-26-Q3"]


def test_a_run_without_a_refused_return_says_so_and_needs_a_person(home, notebook):
    lacks = [{"number": 8, "headline": True, "table": "survey_included", "title": "Survey"}]
    notebook("1-local-community", save=SAVE.format(stem="1-local-community", findings="[]").replace(
        "part = {", f"part = {{'refused': {lacks!r}, "))
    done = wayforward("run", "--area", "exampleshire")
    assert done.exit_code == 3
    assert done.stdout.splitlines()[-1] == (
        "A whole run, but promise 8 was refused, with the return “Survey”; `wayforward check --area exampleshire` says "
        "what to put right. Read runs/exampleshire/2025-26-Q4/public/1-local-community.html; the rest is beside it.")
    done = wayforward("run", "--area", "exampleshire", "--area", "hertfordshire")
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (3, "In all: 2 needing a person.")
    done = wayforward("runs")
    assert all(line.endswith("; refused, wholly or in part: 8") for line in done.stdout.splitlines()[:-1])


def test_the_runs_and_what_differs_between_two_of_them(home, notebook):
    notebook("1-local-community", findings=FOUND.format(verdict="no data"))
    assert wayforward("run").exit_code == 0
    notebook("1-local-community", findings=FOUND.format(verdict="improving"))
    assert wayforward("run", "--area", "all").exit_code == 0
    done = wayforward("runs")
    assert [line.split()[:2] for line in done.stdout.splitlines()[:-1]] == [
        ["exampleshire/2025-26-Q4", "whole"], ["hertfordshire/2025-26-Q4", "whole"],
        ["hertfordshire/2025-26-Q4@1", "whole"]]
    assert done.stdout.splitlines()[-1] == "In all: 3 runs in runs; `wayforward run` makes them."
    done = wayforward("compare", "hertfordshire/2025-26-Q4@1", "hertfordshire/2025-26-Q4")
    assert done.exit_code == 0
    assert "    verdict: no data; improving" in done.stdout.splitlines()
    done = wayforward("compare", "hertfordshire/2025-26-Q9", "hertfordshire/2025-26-Q4")
    assert done.exit_code == 2
    assert "did you mean" in done.stderr


def test_a_new_period_has_the_area_of_the_latest(home):
    done = wayforward("new-period", "2026-27-Q1")
    assert (done.exit_code, done.stdout) == (
        0, "Written: params/2026-27-Q1.yaml\n"
           "Written: params/rules/exampleshire-2026-2031/2026-27-Q1.json\n"
           "Written: params/rules/our-way-forward-2021-2026/2026-27-Q1.json\n")
    assert (home / "params" / "2026-27-Q1.yaml").read_text() == """\
# April to June 2026 (quarter 1 of 2026-27): parameters of its notebooks; every value is quoted text
period: "2026-27-Q1"
area: "hertfordshire"
as_at: "2026-09-30"
data: "data"
"""


def test_measures_shows_every_promise(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    done = wayforward("measures")
    assert done.exit_code == 0
    assert "placed_far_from_home" in done.stdout
    assert done.stdout.count("├") == 16 - 1   # the lines between sixteen promises


def test_help_waits_for_no_heavy_library():
    """Whatever else a command needs is imported inside it."""
    paths = {path.stem: path for path in Path(cli.__file__).parent.glob("cli*.py")}
    modules = [ast.parse(path.read_text(encoding="utf-8")) for path in paths.values()]
    top = [each for module in modules for each in module.body]
    imported = {alias.name for each in top if isinstance(each, ast.Import) for alias in each.names}
    imported |= {each.module for each in top if isinstance(each, ast.ImportFrom)}
    assert imported == {"os", "pathlib", "typing", "typer", "typer.core", "wayforward", "wayforward.errors",
                        "wayforward.today", *(f"wayforward.{name}" for name in paths if name != "cli")}


def test_a_run_with_nothing_to_do_imports_nothing_heavy(home, notebook):
    notebook("1-local-community")
    assert wayforward("run").exit_code == 0
    code = "import sys, wayforward.cli as cli; sys.argv = ['wayforward', 'run']\n" \
           "try: cli.app()\nfinally: print(sorted({'pandas', 'papermill', 'nbformat', 'zmq'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=home)
    assert done.stdout.splitlines()[-1] == "[]", done.stdout + done.stderr
