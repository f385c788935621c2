import ast
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from wayforward import cli
from wayforward.runner.folder import held


def wayforward(*words):
    return CliRunner().invoke(cli.app, list(words))


def test_a_run_names_what_became_of_each_notebook_and_where_to_read(home, notebook):
    notebook("1-local-community")
    notebook("3-back-on-track", "raise ValueError('x')")
    done = wayforward("run", "--area", "exampleshire", "--as-at", "2026-05-31", "--runs", "results", "--data", "data")
    assert (done.exit_code, type(done.exception)) == (1, SystemExit)
    lines = done.stdout.splitlines()
    assert lines[0] == "exampleshire, 2025-26-Q4"
    assert lines[1].startswith("  1-local-community: completed, ")
    assert lines[2].startswith("  3-back-on-track: failed, ")
    assert lines[3] == ("Not a whole run. Read results/exampleshire/2025-26-Q4.incomplete/3-back-on-track.html; "
                        "the rest is beside it.")
    assert done.stderr == "3-back-on-track: failed; cell 3 under “The measure”: ValueError\n"
    assert '"as_at": "2026-05-31"' in (home / "results/exampleshire/2025-26-Q4.incomplete/findings.json").read_text()


def test_parameters_are_refused_all_at_once_and_before_any_kernel(home, notebook):
    notebook("1-local-community", parameters='period = ""')
    began = time.perf_counter()
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
    assert time.perf_counter() - began < 5


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
    with held(home / "runs" / "hertfordshire" / "2025-26-Q4"):
        done = wayforward("run")
    assert done.exit_code == 6
    assert done.stderr.startswith("another run holds this area and period")


def test_a_new_period_has_the_area_of_the_latest(home):
    done = wayforward("new-period", "2026-27-Q1")
    assert (done.exit_code, done.stdout) == (0, "Written: params/2026-27-Q1.yaml\n")
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
    top = ast.parse(Path(cli.__file__).read_text()).body
    imported = {alias.name for each in top if isinstance(each, ast.Import) for alias in each.names}
    imported |= {each.module for each in top if isinstance(each, ast.ImportFrom)}
    assert imported == {"os", "pathlib", "typing", "typer", "typer.core", "wayforward", "wayforward.errors"}
