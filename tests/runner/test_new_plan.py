"""A plan begun: what is asked, what is written, what is refused; and the notebooks that it gets."""

import json
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner

from wayforward import project
from wayforward.cli import app
from wayforward.errors import RefusedParameters, RefusedPlan
from wayforward.plan import load_plan
from wayforward.plans import DEFAULT
from wayforward.report.open import read_inputs
from wayforward.report.plan_check import PlanCheck
from wayforward.report.sources import read
from wayforward.runner.new_plan import NewPlan, new_plan, read_answers
from wayforward.runner.notebooks import find_notebooks
from wayforward.runner.toml_text import toml_text

SHOWN = "exampleshire-2026-2031"
ANSWERS = """
title = "Near and Well"
council = "Exampleshire County Council (invented)"
area = "exampleshire"
begins = 2026-04-01
ends = 2031-03-31

[[ambitions]]
title = "Near to home"
promises = [{ promise = "Fewer children far from home", measure = "placed_far_from_home" },
            { promise = "More homes that suit", measure = "care_leavers_accommodation" }]
"""


def answers(**changes) -> NewPlan:
    return NewPlan.model_validate(tomllib.loads(ANSWERS) | changes)


def project_in(root: Path) -> None:
    """The project, with plans/ and notebooks/ that may be written to."""
    here = project.root()
    for name in ("data", "params", "lib", "published", "pyproject.toml"):
        (root / name).symlink_to(here / name)
    for folder, name in (("plans", DEFAULT), *(("notebooks", path.name) for path in find_notebooks())):
        (root / folder).mkdir(exist_ok=True)
        (root / folder / name).symlink_to(here / folder / name)


@pytest.fixture
def own(tmp_path, monkeypatch) -> Path:
    """A project without another plan."""
    project_in(tmp_path)
    monkeypatch.setattr(project, "root", lambda: tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def written_once(tmp_path_factory):
    """A project in which a plan was begun: its root, the files written, the check."""
    project_in(root := tmp_path_factory.mktemp("begun"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(project, "root", lambda: root)
        return root, *new_plan("near-and-well", answers())


@pytest.fixture
def begun(written_once, monkeypatch):
    """The same, as the project of a test."""
    monkeypatch.setattr(project, "root", lambda: written_once[0])
    return written_once


def test_a_plan_is_written_and_loads(begun):
    root, written, _ = begun
    plan = load_plan("near-and-well")
    assert (plan.title, plan.start, plan.end) == ("Near and Well", date(2026, 4, 1), date(2031, 3, 31))
    assert [(each.number, each.id, each.promise) for each in plan.measures] == [
        (1, "placed_far_from_home", "Fewer children far from home"),
        (2, "care_leavers_accommodation", "More homes that suit")]
    assert [path.relative_to(root).as_posix() for path in written] == [
        "plans/near-and-well/plan.toml", "plans/near-and-well/plan.txt", "plans/near-and-well/start.json",
        "notebooks/near-and-well/0-panel-report.ipynb", "notebooks/near-and-well/1-near-to-home.ipynb"]


def test_a_measure_is_counted_and_read_as_before(begun):
    ours, theirs = (load_plan(name).measure("care_leavers_accommodation") for name in ("near-and-well", DEFAULT))
    same = {"evidence": (), "part": "", "target": None}
    assert [each.model_copy(update=same) for each in ours.series] == [
        each.model_copy(update=same) for each in theirs.series]
    assert (ours.why, ours.supplied_by, ours.context) == (theirs.why, theirs.supplied_by, theirs.context)


def test_what_is_set_on_its_first_day_is_what_the_check_tells(begun):
    root, _, found = begun
    told = json.loads((root / "plans/near-and-well/start.json").read_text("utf-8"))
    assert told == found.as_parts()
    homes = told["series"]["care_leavers_accommodation/care_leavers_suitable_19_21"]
    assert homes["baseline"]["period"] == "year to 31 March 2026" and homes["figures_by_the_end"] == 6
    assert homes["smallest_visible_change_a_year"] > 0 and homes["better"] == "higher"


def test_its_notebooks_hold_its_measures_under_its_own_numbers(begun):
    panel, ambition = sorted((begun[0] / "notebooks/near-and-well").iterdir())
    nb = nbformat.read(ambition, as_version=nbformat.NO_CONVERT)
    nbformat.validate(nb)
    sources = [cell.source for cell in nb.cells]
    assert sources[0] == "# Ambition 1: Near to home"
    assert [each.splitlines()[0] for each in sources if each.startswith("## ")][:2] == [
        "## 1. Children looked after who are placed far from home", "## 2. Care leavers in suitable accommodation"]
    assert 'plan = "near-and-well"' in sources[1] and 'period = "2026-27-Q1"' in sources[1]
    assert not any("report.vision" in each for each in sources)        # it says nothing of what it will look like
    assert all(not cell.get("outputs") for cell in nb.cells)
    assert find_notebooks("near-and-well") == [ambition, panel] and len(find_notebooks(DEFAULT)) == 6


@pytest.mark.parametrize(("changes", "told"), [
    ({"ends": date(2026, 4, 1)}, "ends: expected a day after 2026-04-01"),
    ({"area": "exampelshire"}, "did you mean exampleshire"),
    ({"ambitions": [{"title": "A", "promises": [{"promise": "B", "measure": "placed_far"}]}]},
     "measure: there is no placed_far; did you mean placed_far_from_home"),
    ({"ambitions": [{"title": "A", "promises": [{"promise": "B", "measure": "wellbeing"}] * 2}]},
     "measure: wellbeing is named twice")])
def test_what_is_refused_before_anything_is_written(own, changes, told):
    with pytest.raises(RefusedParameters) as refused:
        new_plan("near-and-well", answers(**changes))
    assert told in str(refused.value)
    assert not (own / "plans/near-and-well").exists() and not (own / "notebooks/near-and-well").exists()


def test_a_name_that_is_taken_or_no_name(begun):
    with pytest.raises(RefusedParameters, match="plans/near-and-well is there already"):
        new_plan("near-and-well", answers())
    with pytest.raises(RefusedParameters, match="expected small letters, figures and hyphens"):
        new_plan("../Near", answers())


def test_words_that_are_not_the_plans_own_are_refused(own):
    (own / "their.txt").write_text("Near and Well. Near to home. Fewer children far from home.", "utf-8")
    with pytest.raises(RefusedPlan, match="not the words of the source text: “More homes that suit"):
        new_plan("near-and-well", answers(source="their.txt"), beside=own)
    assert not (own / "plans/near-and-well").exists()


def test_answers_that_are_not_whole_are_all_named(tmp_path):
    (path := tmp_path / "a.toml").write_text('title = ""\narea = "x"\nbegins = "soon"\nends = 2031-03-31\nend = 1\n')
    with pytest.raises(RefusedParameters) as refused:
        read_answers(path)
    assert {line.partition(":")[0] for line in refused.value.problems} == {
        "title", "council", "begins", "ambitions", "end"}


def test_from_the_command_line(own):
    (own / "answers.toml").write_text(ANSWERS, "utf-8")
    told = CliRunner().invoke(app, ["new-plan", "near-and-well", "--from", str(own / "answers.toml")])
    assert told.exit_code == 0 and "could not be seen by 2031: for less, choose another measure" in told.stdout


def test_it_asks(own):
    asked = "\n".join(["Near", "A council", "exampleshire", "2026-04-01", "2031-03-31", "An ambition", "A promise",
                       "placed_far", "placed_far_from_home", "", "", ""])
    told = CliRunner().invoke(app, ["new-plan", "near"], input=asked)
    assert told.exit_code == 0 and "There is no placed_far." in told.stdout
    assert [each.promise for each in load_plan("near").measures] == ["A promise"]


def test_an_invented_plan_is_not_held_against_a_real_council():
    with pytest.raises(RefusedParameters, match="is the invented Exampleshire’s, and Hertfordshire is real"):
        read("hertfordshire", "data", date(2026, 11, 30), load_plan(SHOWN))


def test_of_the_plan_that_is_shown_one_promise_cannot_be_tested():
    """As it was set when the plan was begun; of two promises worked out anew."""
    told = json.loads((project.resolve("plans") / SHOWN / "start.json").read_text("utf-8"))["series"]
    promises = load_plan(SHOWN)
    heads = [f"{each.id}/{each.headline.id}" for each in promises.measures]
    assert [name for name in heads if told[name]["not_testable"]] == ["coproduction/projects_coproduced"]
    assert told["coproduction/projects_coproduced"]["not_testable"] == ["never_seen"]
    evidence = read_inputs("2026-27-Q1", "exampleshire", plan=SHOWN)
    few = promises.model_copy(update={"measures": tuple(promises.measure(each) for each in (
        "coproduction", "care_leavers_accommodation"))})
    found = PlanCheck(replace(evidence, setting=replace(evidence.setting, plan=few)))
    assert {name: each["not_testable"] for name, each in found.as_parts()["series"].items()} == {
        "coproduction/projects_coproduced": ["never_seen"],
        "care_leavers_accommodation/care_leavers_suitable_19_21": []}


def test_a_file_of_toml_reads_back():
    values = {"plan": {"title": 'say "yes" – \\ no', "start": date(2026, 4, 1), "units": ["%"]},
              "measures": [{"id": "a", "share": 0.5, "series": [{"id": "b", "headline": True}, {"id": "c"}]}]}
    shown = values | {"plan": values["plan"] | {"units": ("%",)}}
    assert tomllib.loads(toml_text(shown)) == values
