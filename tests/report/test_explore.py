"""The chooser: each state shows what its own code makes; widgets choose states; without a kernel all is there."""

from functools import cache

import pytest
from IPython.display import Markdown

import wayforward as wf
from wayforward.errors import RefusedParameters
from wayforward.report.chooser import PLACES, Chooser
from wayforward.report.explore import State
from wayforward.show import Chart, Table

HOMES = "care_leavers_accommodation"


@cache
def far():
    return wf.explore("exampleshire", measure="placed_far_from_home")


def made_by(code: str) -> list:
    """What the code displays, run as one cell."""
    made = []
    exec(code, {"wf": wf, "display": lambda *parts: made.extend(parts)})
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


def test_the_code_is_typed_as_an_analyst_would():
    state = far().choose(series="far_from_home_distance_known", by="Age", beside="oxfordshire", varied=(
        ("miles", 25.0), ("without", ("2024",)))).state
    assert state.code() == """\
page = wf.open_report(1, "2025-26-Q4", "exampleshire")["placed_far_from_home"].vary(miles=25, without=["2024"])
other = wf.open_report(1, "2025-26-Q4", "oxfordshire")["placed_far_from_home"]
display(
    page.changes(),
    page.story("far_from_home_distance_known"),
    page.chart("far_from_home_distance_known"),
    page.table("far_from_home_distance_known"),
    page.breakdown("Age", series="far_from_home_distance_known", over="year"),
    wf.compare(page, other).chart("far_from_home_distance_known"),
)"""


def test_what_is_refused_says_so_in_its_place():
    _, said = wf.explore("hertfordshire", measure=HOMES).choose(varied=(("miles", 25.0),)).state.shown().parts
    assert "miles: is nothing that this page offers" in said.data


@pytest.mark.parametrize(("given", "why"), [
    ({"area": "narnia"}, 'area: "narnia" is not known'), ({"measure": "wellbeeing"}, "measure: expected one of"),
    ({"until": "2024"}, "expected data, plan, published, audience; got until")])
def test_what_there_is_not_is_refused(given, why):
    with pytest.raises(RefusedParameters, match=why):
        wf.explore(**given)


# The widgets

def started(explorer) -> Chooser:
    chooser = Chooser(explorer)
    chooser.start()
    return chooser


def values(chooser: Chooser, name: str) -> list[str]:
    """What a list offers."""
    return [value for _, value in (chooser.context | chooser.details)[name].options]


def test_the_widgets_choose_a_state():
    explorer = far().choose()
    chooser = started(explorer)
    chooser.variations["miles"].value = 25.0
    assert explorer.state.varied == (("miles", 25.0),) and ".vary(miles=25)" in explorer.code()
    chooser.details["by"].value = "District of home"
    assert explorer.state.by == "District of home"
    chooser.details["series"].value = "far_from_home_distance_known"
    assert explorer.state.series == "far_from_home_distance_known" and explorer.state.varied == (("miles", 25.0),)
    chooser.variations["miles"].value = 20.0
    assert explorer.state.varied == ()


def test_another_measure_begins_anew():
    explorer = far().choose(varied=(("miles", 25.0),))
    chooser = started(explorer)
    assert chooser.variations["miles"].value == 25
    chooser.context["measure"].value = "needs_met_locally"
    assert (explorer.state.measure, explorer.state.series, explorer.state.varied) == ("needs_met_locally", "", ())
    assert "miles" not in chooser.variations and "within" in chooser.variations


def test_another_area_shows_the_same_series_in_the_same_widgets():
    explorer = wf.explore("hertfordshire", measure=HOMES).choose(series="care_leavers_suitable_17_18")
    chooser = started(explorer)
    before = dict(chooser.context | chooser.details)
    chooser.context["area"].value = "rutland"
    assert (explorer.state.area, explorer.state.series) == ("rutland", "care_leavers_suitable_17_18")
    assert chooser.details["series"].value == "care_leavers_suitable_17_18"
    assert before == chooser.context | chooser.details
    assert "rutland" not in values(chooser, "beside") and "hertfordshire" in values(chooser, "beside")


def test_what_cannot_be_shown_is_told_and_what_was_shown_stays():
    explorer = far().choose()
    chooser = started(explorer)
    chooser.variations["miles"].value = 25.0
    chooser.variations["miles"].value = -3.0
    assert "miles: expected a number of 0 or more; got -3.0" in chooser.status.value
    assert "still what was chosen before" in chooser.status.value and explorer.state.varied == (("miles", 25.0),)
    chooser.variations["miles"].value = 30.0
    assert "cannot be shown" not in chooser.status.value and explorer.state.varied == (("miles", 30.0),)


def test_an_error_that_nobody_foresaw_is_told_without_its_words(monkeypatch):
    explorer = far().choose()
    chooser = started(explorer)
    monkeypatch.setattr(State, "parts", lambda state: iter([1 / 0]))
    chooser.variations["miles"].value = 25.0
    assert "It should not have failed (ZeroDivisionError)" in chooser.status.value
    assert "vary(miles=25)" in chooser.status.value and "division by" not in chooser.status.value
    assert explorer.state.varied == ()


def test_everything_goes_back_to_how_it_is_defined():
    explorer = far().choose(varied=(("miles", 25.0), ("confidential", ("A3",)), ("without", ("2024",))))
    chooser = started(explorer)
    head, _ = chooser.otherwise.children
    head.children[1].click()
    assert explorer.state.varied == () and chooser.variations["confidential"].value == "A3, A4, A5, A6"


def test_the_periods_are_those_of_the_plan_that_can_be_told_of_today(monkeypatch):
    monkeypatch.setenv("WAYFORWARD_TODAY", "2022-07-01")
    chooser = Chooser(wf.explore("hertfordshire", "2021-22"))
    assert values(chooser, "period") == ["2021-22", "2021-22-Q4", "2021-22-Q3", "2021-22-Q2", "2021-22-Q1"]


def test_the_invented_area_says_so_in_the_list():
    chooser = Chooser(far())
    assert [label for label, area in chooser.context["area"].options if area == "exampleshire"] == [
        "Exampleshire (invented)"]


def test_other_neighbours_are_a_variation_and_the_same_ones_are_none():
    explorer = wf.explore("hertfordshire", measure=HOMES)
    chooser = started(explorer)
    neighbours = chooser.variations["neighbours"]
    assert neighbours.options[:len(neighbours.value)] == tuple(zip(neighbours.label, neighbours.value, strict=True))
    chooser.variations["without"].value = ("2024",)
    assert explorer.state.varied == (("without", ("2024",)),)
    neighbours.value = ("kent", "essex")
    assert dict(explorer.state.varied)["neighbours"] == ("kent", "essex")
    assert ("Kent", "kent") in neighbours.options


def test_there_is_room_for_all_that_a_state_shows():
    explorer = wf.explore("hertfordshire", measure=HOMES).choose(beside="oxfordshire", by="Age",
                                                                varied=(("without", ("2024",)),))
    assert len(explorer.state.shown().parts) == PLACES


@pytest.mark.parametrize("area", ["isles_of_scilly", *(pytest.param(each, marks=pytest.mark.long) for each in (
    "hertfordshire", "rutland", "city_of_london", "exampleshire"))])
def test_every_measure_can_be_chosen(area):
    explorer = wf.explore(area)
    chooser = started(explorer)
    for measure in explorer.state.plan.measures:
        chooser.context["measure"].value = measure.id
        assert "cannot be shown" not in chooser.status.value
        assert explorer.state.measure == measure.id and chooser.details["series"].value == measure.headline.id
