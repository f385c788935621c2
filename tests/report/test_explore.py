"""The chooser: each state shows what its own code makes; widgets choose states; without a kernel all is there."""

from functools import cache

import pytest
from IPython.display import Markdown

import wayforward as wf
from wayforward.errors import RefusedParameters
from wayforward.report.chooser import PLACES, Chooser
from wayforward.show import Chart, Table

HOMES = "care_leavers_accommodation"


@cache
def far():
    return wf.explore("exampleshire", measure="placed_far_from_home")


def made_by(code: str) -> list:
    """What the last value of each line of code is, run in order."""
    names, made = {"wf": wf}, []
    for line in code.splitlines():
        if line.startswith("page = "):
            exec(line, names)
        else:
            made.append(eval(line, names))
    return made


def words(part) -> str:
    return part.words()


STATES = [("hertfordshire", HOMES, {}), ("hertfordshire", HOMES, {"series": "care_leavers_suitable_17_18"}),
          ("hertfordshire", HOMES, {"beside": "oxfordshire", "varied": (("without", ("2024",)),)}),
          ("exampleshire", "placed_far_from_home", {"by": "Age", "varied": (("miles", 25.0),)})]


@pytest.mark.parametrize(("area", "measure", "chosen"), STATES)
def test_the_code_makes_what_is_shown(area, measure, chosen):
    state = wf.explore(area, measure=measure).choose(**chosen).state
    assert [words(part) for part in made_by(state.code())] == [words(part) for part in state.parts()]


def test_a_state_shows_story_chart_and_table_under_its_code():
    code, story, chart, table = wf.explore("hertfordshire", measure=HOMES).state.shown().parts
    assert 'page = wf.open_report(3, "2025-26-Q4", "hertfordshire")["care_leavers_accommodation"]' in code.words()
    assert isinstance(story, Markdown) and isinstance(chart, Chart) and isinstance(table, Table)


def test_what_is_refused_says_so_in_its_place():
    *_, said = wf.explore("hertfordshire", measure=HOMES).choose(varied=(("miles", 25.0),)).state.parts()
    assert "miles: is nothing that this page offers" in said.data


@pytest.mark.parametrize(("given", "why"), [
    ({"area": "narnia"}, 'area: "narnia" is not known'), ({"measure": "wellbeeing"}, "measure: expected one of"),
    ({"until": "2024"}, "expected data, plan, published, audience; got until")])
def test_what_there_is_not_is_refused(given, why):
    with pytest.raises(RefusedParameters, match=why):
        wf.explore(**given)


# The widgets

def test_the_widgets_choose_a_state():
    explorer = far().choose()
    chooser = Chooser(explorer)
    chooser.variations["miles"].value = 25.0
    assert explorer.state.varied == (("miles", 25.0),) and ".vary(miles=25.0)" in explorer.code()
    chooser.details["by"].value = "District of home"
    assert explorer.state.by == "District of home"
    chooser.details["series"].value = "far_from_home_distance_known"
    assert explorer.state.series == "far_from_home_distance_known" and explorer.state.varied == (("miles", 25.0),)
    chooser.variations["miles"].value = 20.0
    assert explorer.state.varied == ()


def test_another_measure_begins_anew():
    explorer = far().choose(varied=(("miles", 25.0),))
    chooser = Chooser(explorer)
    chooser.context["measure"].value = "needs_met_locally"
    assert (explorer.state.measure, explorer.state.series, explorer.state.varied) == ("needs_met_locally", "", ())
    assert "miles" not in chooser.variations and "within" in chooser.variations


def test_other_neighbours_are_a_variation_and_the_same_ones_are_none():
    explorer = wf.explore("hertfordshire", measure=HOMES)
    chooser = Chooser(explorer)
    chooser.variations["without"].value = ("2024",)
    assert explorer.state.varied == (("without", ("2024",)),)
    chooser.variations["neighbours"].value = ("kent", "essex")
    assert dict(explorer.state.varied)["neighbours"] == ("kent", "essex")


def test_there_is_room_for_all_that_a_state_shows():
    explorer = wf.explore("hertfordshire", measure=HOMES).choose(beside="oxfordshire", by="Age",
                                                                varied=(("without", ("2024",)),))
    assert len(explorer.state.shown().parts) == PLACES
    assert len(Chooser(explorer)._parts()) == PLACES


def test_every_measure_can_be_chosen():
    for measure in wf.explore("hertfordshire").state.plan.measures:
        chooser = Chooser(wf.explore("hertfordshire", measure=measure.id))
        assert chooser.details["series"].value == measure.headline.id
