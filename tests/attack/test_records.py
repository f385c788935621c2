"""The attack on a whole run of an invented county, with its records as judge: no bound that it gives may be wrong."""

from pathlib import Path

import pytest
from records import AREA, EDGE, Records, write_county

from wayforward.attack import attack, known_of
from wayforward.attack.evidence import read_runs
from wayforward.runner.parameters import load_parameters, parameters_file
from wayforward.runner.run import run_period

PERIOD, SCALE = "2025-26-Q4", 0.1
LEAST = 1_000       # bounds that are judged

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def county(tmp_path_factory) -> tuple[Path, Records]:
    """The folder of a run of a small county, and the judge."""
    data = write_county(tmp_path_factory.mktemp("county"), SCALE)
    result = run_period(load_parameters(parameters_file(PERIOD), area=AREA, data=str(data)),
                        runs=tmp_path_factory.mktemp("runs"))
    return result.folder, Records(data, PERIOD)


def test_no_bound_is_wrong(county):
    folder, records = county
    bounds = known_of(read_runs([folder])).bounds
    judged = {key: (records.true(key), ends) for key, ends in bounds.items() if key.of_people}
    told = {key: (count, ends) for key, (count, ends) in judged.items() if count is not None}
    assert len(told) > LEAST and sum(low < high for _, (low, high) in told.values()) > LEAST / 10
    assert {key: both for key, both in told.items() if not both[1][0] - EDGE <= both[0] <= both[1][1] + EDGE} == {}


def test_every_recipe_tells_what_there_is(county):
    folder, records = county
    assert [str(recipe) for recipe in attack([folder]) if records.judge(recipe) is False] == []
    assert [str(recipe) for recipe in attack([folder]) if records.nested(recipe) is False] == []
