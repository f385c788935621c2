import shutil
from pathlib import Path

import pytest
import yaml

from wayforward.errors import RefusedParameters
from wayforward.periods import quarters, reporting_period
from wayforward.plans import DEFAULT
from wayforward.runner.parameters import (
    RunParameters,
    check_runs,
    load_all,
    load_parameters,
    local_authorities,
    write_parameters,
)

SHIPPED = sorted((Path(__file__).parents[2] / "params").glob("*.yaml"))
GOOD = RunParameters(period="2025-26-Q4", area="hertfordshire")


def problems_of(call, *arguments) -> list[str]:
    with pytest.raises(RefusedParameters) as refusal:
        call(*arguments)
    return refusal.value.problems or [refusal.value.summary]


def test_one_file_for_each_quarter_of_the_plan_and_of_the_year_after():
    assert [path.stem for path in SHIPPED] == quarters(2021, 2027)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_file_is_quoted_text_with_the_default_day_written_out(path):
    lines = path.read_text().splitlines()
    assert lines[0].startswith("# ")
    assert lines[1:] == [f'period: "{path.stem}"', 'area: "hertfordshire"',
                         f'as_at: "{reporting_period(path.stem).as_at}"', 'data: "data"']
    assert all(type(value) is str for value in yaml.safe_load(path.read_text()).values())


def test_a_file_is_read_and_a_given_value_takes_the_place_of_its_own(home):
    assert load_all(["2025-26-Q4"], {"area": "exampleshire"}) == [
        RunParameters(period="2025-26-Q4", area="exampleshire", as_at="2026-06-30", data="data")]


def test_all_problems_of_a_file_are_told_at_once(home):
    path = home / "params" / "2024-25-Q1.yaml"
    path.write_text('period: 2024\naera: "hertfordshire"\nas_at: 2024-06-30\nas_at: "2024-09-30"\ndata:\n')
    assert problems_of(load_parameters, path) == [
        'params/2024-25-Q1.yaml: period: expected text, got a number; quote it: "2024"',
        'params/2024-25-Q1.yaml: as_at: expected text, got a day; quote it: "2024-06-30"',
        "params/2024-25-Q1.yaml: as_at: given twice",
        'params/2024-25-Q1.yaml: data: expected text, got nothing; quote it: ""',
        'params/2024-25-Q1.yaml: period: expected "2024-25-Q1", the name of the file; got "2024"',
        "params/2024-25-Q1.yaml: area: missing",
        "params/2024-25-Q1.yaml: aera: not a parameter; did you mean area?"]


@pytest.mark.parametrize("text", ["", "just words", "- a list", 'period: "open'])
def test_a_file_of_another_form_is_refused(home, text):
    path = home / "params" / "2024-25-Q1.yaml"
    path.write_text(text)
    assert problems_of(load_parameters, path)[0].startswith("params/2024-25-Q1.yaml")


def test_a_list_is_no_text(home):
    path = home / "params" / "2024-25-Q1.yaml"
    path.write_text('period: "2024-25-Q1"\narea: [hertfordshire]\n')
    assert problems_of(load_parameters, path) == [
        "params/2024-25-Q1.yaml: area: expected text, got a list; write one quoted text"]


@pytest.mark.parametrize(("period", "as_at", "said"), [
    ("2026-27-Q2", "", "as_at: 2026-12-31 is still to come, today is 2026-11-30; 2026-27-Q2 can be run from then, or "
                       "now as at an earlier day, such as 2026-11-30"),
    ("2025-26-Q4", "2026-12-01", "as_at: 2026-12-01 is still to come, today is 2026-11-30; 2025-26-Q4 can be run from "
                                 "then, or now as at an earlier day, such as 2026-11-30"),
    ("2026-27-Q3", "2026-11-01", "period: 2026-27-Q3 ends on 2026-12-31, and today is 2026-11-30; it can be run from "
                                 "2027-03-31, its as-at day"),
])
def test_what_is_still_to_come_is_refused_with_the_day_from_which_it_can_be_run(home, notebook, period, as_at, said):
    shutil.copy(SHIPPED[0].with_name("2025-26-Q4.yaml"), home / "params" / f"{period}.yaml")
    given = RunParameters(period=period, area="hertfordshire", as_at=as_at)
    assert problems_of(check_runs, [given], [notebook("1-one")]) == [said]


def test_what_has_come_passes(home, notebook):
    for period, as_at in (("2026-27-Q2", "2026-11-30"), ("2026-27-Q1", "")):
        (home / "params" / f"{period}.yaml").touch()
        check_runs([RunParameters(period=period, area="hertfordshire", as_at=as_at)], [notebook("1-one")])


def test_misspelt_period_and_area_are_told_together_with_what_may_have_been_meant(home):
    assert problems_of(load_all, ["2025-26-Q5"], {"area": "hertfordshir"}) == [
        "period: there is no params/2025-26-Q5.yaml; did you mean 2025-26-Q4?",
        'area: "hertfordshir" is not known; did you mean hertfordshire?']


def test_a_country_is_no_area_to_run(home):
    assert list(local_authorities("data")) == ["hertfordshire", "exampleshire"]
    assert [area.invented for area in local_authorities("data").values()] == [False, True]


def test_all_problems_of_values_and_notebooks_are_told_at_once(home, notebook):
    misspelt = notebook("1-local-community", parameters='period = ""\nareas = ""\nas_at = ""\ndata = ""\nfindings = ""')
    untagged = notebook("2-trauma-informed", parameters=None)
    broken = home / "notebooks" / "3-back-on-track.ipynb"
    broken.write_text("{")
    bad = RunParameters(period="2025-26", area="atlantis", as_at="30/06/2026", findings="runs")
    told = problems_of(check_runs, [bad], [misspelt, untagged, broken])
    assert told[:-1] == [
        "period: there is no params/2025-26.yaml; did you mean 2025-26-Q4?",
        'area: "atlantis" is not known; expected one of: hertfordshire, exampleshire',
        'as_at: expected a day such as "2026-06-30"; got \'30/06/2026\'',
        "findings: a run chooses this folder itself; leave it out",
        "1-local-community.ipynb: `areas` is not a parameter of the run; did you mean area?",
        "1-local-community.ipynb: has no parameter `area`",
        "2-trauma-informed.ipynb: has no cell tagged `parameters`"]
    assert told[-1].startswith("3-back-on-track.ipynb: cannot be read as a notebook")


def test_a_default_that_is_no_text_is_refused(home, notebook):
    path = notebook("1-local-community", parameters='period = 2025\narea = ""\nas_at = None\ndata = ""\nfindings = ""')
    assert problems_of(check_runs, [GOOD], [path]) == [
        '1-local-community.ipynb: `period` must be text, such as period = ""',
        '1-local-community.ipynb: `as_at` must be text, such as as_at = ""']
    computed = notebook("2-trauma-informed", parameters="period = str(2025)")
    assert problems_of(check_runs, [GOOD], [computed])[0].startswith(
        "2-trauma-informed.ipynb: cannot be read as a notebook whose parameters are plain values")


def test_an_older_notebook_is_run_for_the_plan_that_it_was_written_for_and_for_no_other(home, notebook):
    path = notebook("1-local-community", parameters='period = ""\narea = ""\nas_at = ""\ndata = ""\nfindings = ""')
    check_runs([GOOD], [path])
    shutil.copytree(home / "plans" / DEFAULT, home / "plans" / "the-next")
    assert problems_of(check_runs, [GOOD, GOOD.model_copy(update={"plan": "the-next"})], [path]) == [
        "1-local-community.ipynb: has no parameter `plan`"]


def test_and_for_no_other_ledger(home, notebook):
    path = notebook("1-local-community", parameters='period = ""\narea = ""\nas_at = ""\ndata = ""\nfindings = ""')
    assert problems_of(check_runs, [GOOD.model_copy(update={"published": "elsewhere"})], [path]) == [
        "1-local-community.ipynb: has no parameter `published`"]


def test_a_plan_that_is_not_there_is_refused_with_the_nearest(home, notebook):
    assert problems_of(check_runs, [GOOD.model_copy(update={"plan": "our-way-forward"})], []) == [
        f'plan: "our-way-forward" is not known; did you mean {DEFAULT}?']


def test_good_parameters_and_notebooks_pass(home, notebook):
    check_runs([GOOD], [notebook("1-local-community")])


def test_a_data_folder_without_areas_is_refused(home):
    assert problems_of(local_authorities, "notebooks") == [
        'data: "notebooks" is not a data folder: notebooks/published/areas.csv is not there']


def test_the_day_is_settled_from_the_period():
    assert GOOD.settled().as_at == "2026-06-30"
    assert GOOD.model_copy(update={"as_at": "2026-04-01"}).settled().as_at == "2026-04-01"


def test_a_new_file_never_takes_the_place_of_one(home):
    path = write_parameters("2026-27-Q1", "hertfordshire")
    assert load_parameters(path) == RunParameters(period="2026-27-Q1", area="hertfordshire", as_at="2026-09-30")
    assert problems_of(write_parameters, "2026-27-Q1", "exampleshire") == [
        "params/2026-27-Q1.yaml is there already; edit it, or delete it first"]


def test_a_file_not_named_after_a_period_is_pointed_at(home):
    (home / "params" / "draft.yaml").touch()
    assert problems_of(load_all, ["2025-26-Q4"], {})[0].startswith("params/draft.yaml is not named after a period")
