"""The rule is declared when a period is opened, for every plan, and once."""

from pathlib import Path

import pytest

from wayforward.declared_rule import file_of, read_declared
from wayforward.errors import RefusedParameters
from wayforward.periods import reporting_period
from wayforward.plan import load_plan
from wayforward.plans import DEFAULT, plan_names
from wayforward.report.rule_in_force import rule_in_force
from wayforward.runner.declare import declare
from wayforward.runner.parameters import check_runs, load_parameters, parameters_file, parameters_files

PERIOD = "2025-26-Q4"
FILE = file_of(DEFAULT, PERIOD)


def test_every_period_that_lacks_one_gets_the_rule_in_force(home, monkeypatch):
    monkeypatch.setenv("WAYFORWARD_TODAY", "2026-04-02")
    assert declare() == [home / FILE]
    declared = read_declared(DEFAULT, PERIOD)
    assert declared.rule == rule_in_force(load_plan(DEFAULT), {})      # nothing was measured of other areas here
    assert str(declared.on) == "2026-04-02"
    assert declare() == []


def test_the_file_is_one_for_each_plan(home):
    (home / "plans" / DEFAULT).rename(home / "plans" / "b-plan")
    assert declare([PERIOD]) == [home / "params" / "rules" / "b-plan" / f"{PERIOD}.json"]
    assert read_declared("b-plan", PERIOD) is not None


def test_a_period_named_that_is_declared_is_refused_and_nothing_written(home):
    declare([PERIOD])
    (home / "params" / "2024-25-Q4.yaml").write_text('period: "2024-25-Q4"\narea: "hertfordshire"\n')
    with pytest.raises(RefusedParameters) as refusal:
        declare(["2024-25-Q4", PERIOD])
    assert refusal.value.problems == [FILE]
    assert read_declared(DEFAULT, "2024-25-Q4") is None


def test_a_run_whose_rule_was_touched_by_hand_is_refused_before_it_starts(home):
    [path] = declare([PERIOD])
    path.write_text(path.read_text().replace('"better": "higher"', '"better": "lower"', 1))
    with pytest.raises(RefusedParameters, match="Take the file back as it was declared"):
        check_runs([load_parameters(parameters_file(PERIOD))], [])


def test_every_period_of_the_project_has_its_rule_for_every_plan(monkeypatch):
    monkeypatch.chdir(Path(__file__).parents[2])
    periods = [path.stem for path in parameters_files()]
    assert len(periods) >= 20
    begun = [(plan, period) for plan in plan_names() for period in periods
             if reporting_period(period).end >= load_plan(plan).start]
    assert len(begun) >= 24 and [each for each in begun if read_declared(*each) is None] == []


def test_of_a_period_before_a_plan_there_is_nothing_to_declare(home):
    """The plan began in April 2021; the quarter of a year before is none of its own."""
    (home / "params" / "2020-21-Q4.yaml").write_text('period: "2020-21-Q4"\narea: "hertfordshire"\n')
    assert declare() == [home / FILE]
