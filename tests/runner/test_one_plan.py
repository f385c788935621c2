"""A period's folder is one plan's: what stands there is displaced by no run of another."""

import json

import pytest
from typer.testing import CliRunner

from wayforward.cli import app
from wayforward.errors import RefusedParameters
from wayforward.runner.one_plan import refuse_another_plan
from wayforward.runner.parameters import RunParameters
from wayforward.runner.run import run_period

OURS = "our-way-forward-2021-2026"


def of_plan(run, plan):
    """A run that says of which plan it is."""
    (run / "internal").mkdir(parents=True)
    (run / "internal" / "manifest.json").write_text(json.dumps({"parameters": {"plan": plan}}))
    return run


@pytest.mark.parametrize("name", ["2025-26-Q4", "2025-26-Q4.incomplete"])
def test_a_run_of_another_plan_is_not_displaced(tmp_path, name):
    of_plan(tmp_path / "exampleshire" / name, "another-plan")
    with pytest.raises(RefusedParameters) as told:
        refuse_another_plan(tmp_path / "exampleshire" / "2025-26-Q4", OURS)
    assert str(told.value) == (
        f"exampleshire, 2025-26-Q4: there stands a run of the plan another-plan, and this one is of {OURS}. Each area "
        f"and period has one plan's run: use --runs with another folder, or move exampleshire/{name} away")


def test_one_of_the_same_plan_or_none_or_one_that_does_not_tell_is_no_hindrance(tmp_path):
    refuse_another_plan(of_plan(tmp_path / "1", OURS), OURS)
    refuse_another_plan(tmp_path / "2", OURS)
    told = of_plan(tmp_path / "3", OURS)
    (told / "internal" / "manifest.json").write_text("[]")
    refuse_another_plan(told, OURS)


def test_the_run_ends_with_exit_code_2_and_leaves_everything_as_it_was(home, notebook, tmp_path):
    notebook("1-local-community")
    place = of_plan(home / "runs" / "exampleshire" / "2025-26-Q4", "another-plan")
    with pytest.raises(RefusedParameters, match="another-plan"):
        run_period(RunParameters(period="2025-26-Q4", area="exampleshire"))
    done = CliRunner().invoke(app, ["run", "2025-26-Q4", "--area", "exampleshire"])
    assert (done.exit_code, "there stands a run of the plan another-plan" in done.output) == (2, True)
    assert sorted(each.name for each in place.parent.iterdir()) == ["2025-26-Q4"]
    assert [each.name for each in place.rglob("*")] == ["internal", "manifest.json"]
