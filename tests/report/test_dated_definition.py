"""A definition that changed, through to the finding, the story, the definition on the page and the chart."""

import re
from dataclasses import replace
from datetime import date

import pytest

from report.test_from_returns import leavers, oc3
from wayforward import measures
from wayforward.counting.dated import Dated
from wayforward.finding import to_json
from wayforward.measures.care_leavers_accommodation import suitable
from wayforward.narrate.charts import REDEFINED
from wayforward.proof.facts import Facts
from wayforward.proof.sentences import Reader
from wayforward.report.open import examine_measure, read_inputs
from wayforward.report.pages import Page
from wayforward.show import BLUE

SINCE = date(2022, 4, 1)
WORDS = "what was last heard of those out of touch was taken for known"
SERIES = "care_leavers_suitable_19_21"


def as_last_heard(returns):
    return suitable(returns, said=("YES", "NO", "REFU", "NREQ"))


@pytest.fixture
def evidence():
    """Six years of returns: 60 of 100 to 2022, then 70, 70, 75 and 80 of 100."""
    homes = {2020: 60, 2021: 60, 2022: 60, 2023: 70, 2024: 70, 2025: 75, 2026: 80}
    given = read_inputs("2025-26-Q4", "hertfordshire")
    returns = oc3(*(leavers(many, 100 - many, year=year) for year, many in homes.items()))
    return replace(given, returns=returns)


@pytest.fixture
def dated(monkeypatch):
    """The measure as it would be with DATED in its module."""
    module = measures.module("care_leavers_accommodation")
    monkeypatch.setattr(module, "DATED", {SERIES: Dated(SINCE, as_last_heard, WORDS)}, raising=False)
    measures.offered.cache_clear()
    yield
    measures.offered.cache_clear()


def finding_of(evidence):
    measure = evidence.plan.measure("care_leavers_accommodation")
    return next(each for each in examine_measure(measure, evidence).findings if each.origin == "extract")


def test_the_verdict_stands_on_the_comparable_figures_alone(evidence, dated):
    found = finding_of(evidence)
    assert [(point.period[-4:], point.status) for point in found.points] == [
        ("2020", "not comparable"), ("2021", "not comparable"), ("2022", "not comparable"), ("2023", "final"),
        ("2024", "final"), ("2025", "final"), ("2026", "final")]
    assert found.baseline is None and found.redefined == SINCE
    assert found.trend.points_used == 4


def test_without_a_dated_definition_they_are_one_series(evidence):
    found = finding_of(evidence)
    assert {point.status for point in found.points} == {"final"}
    assert found.baseline.period == "year to 31 March 2021" and found.redefined is None
    assert "counted anew" not in found.story + found.note


def test_the_story_says_so_and_proves(evidence, dated):
    found = finding_of(evidence)
    said = "It is counted anew since 1 April 2022; the figures before cannot be compared."
    assert said in found.story and said in found.note
    facts = Facts(to_json(found))
    assert Reader(facts, "note").read(found.note).wrong == []
    untrue = Facts(to_json(replace(found, redefined=date(2024, 4, 1))))
    assert any(one.sentence.startswith("It is counted anew") for one in Reader(untrue, "note").read(found.note).wrong)


def test_the_page_tells_both_definitions_and_the_chart_breaks(evidence, dated):
    page = Page(evidence.plan.measure("care_leavers_accommodation"), evidence)
    told = rf"\*Before 1 April 2022\* \(Care leavers aged 19 to 21 [^)]*\): {WORDS}\."
    assert re.search(told, page.definition().data)
    axes = page.chart().figure.axes[0]
    joined = [line for line in axes.lines if line.get_color() == BLUE and line.get_linestyle() == "-"]
    assert [list(line.get_ydata()) for line in joined] == [[70.0, 70.0, 75.0, 80.0]]
    hollow = [line for line in axes.lines if line.get_markerfacecolor() == "white" and line.get_linestyle() == "None"]
    assert [list(line.get_ydata()) for line in hollow] == [[60.0, 60.0, 60.0]]
    assert REDEFINED in [text.get_text() for text in axes.texts]


def test_a_small_number_of_then_is_hidden_as_any_other(dated):
    """97 of 100 in 2021: 3 were not suitable."""
    given = read_inputs("2025-26-Q4", "hertfordshire")
    returns = oc3(leavers(60, 40, year=2020), leavers(97, 3, year=2021), leavers(70, 30, year=2023))
    found = finding_of(replace(given, returns=returns))
    assert {point.period[-4:]: point.status for point in found.points} == {
        "2020": "not comparable", "2021": "suppressed", "2023": "final"}
    assert next(point for point in found.points if point.status == "suppressed").value is None
