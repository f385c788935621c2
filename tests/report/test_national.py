"""Reports of ten authorities, from their published figures to their stories: big and small, old and new."""

import re
from collections import Counter

import pytest

from wayforward.judge import Verdict
from wayforward.report.open import read_inputs
from wayforward.report.pages import Report, open_report
from wayforward.report.panel import open_panel
from wayforward.report.whose import opening

PERIOD, COUNCIL = "2025-26-Q4", "Hertfordshire County Council"
TEN = ["camden", "cumberland", "rutland", "city_of_london", "kent", "birmingham", "isles_of_scilly", "north_yorkshire",
       "kingston_upon_thames", "bournemouth_christchurch_and_poole"]


@pytest.fixture(scope="module")
def told():
    """By area its inputs and the findings of all ambitions with published figures, by series."""
    evidence = {area: read_inputs(PERIOD, area) for area in TEN}
    return {area: (each, {finding.series: finding for number in (1, 3, 4) for finding in Report(number, each).findings})
            for area, each in evidence.items()}


def test_every_authority_is_compared_with_ten_neighbours_its_region_and_the_country(told):
    for area, (evidence, _) in told.items():
        assert len(evidence.setting.neighbours) == 10, area
        assert (evidence.setting.country, bool(evidence.setting.region)) == ("england", True)


def test_every_story_says_its_verdict_and_whose_figures(told):
    for area, (_, findings) in told.items():
        for finding in findings.values():
            assert finding.story.startswith("**"), area
            assert not re.search(r"\bnan\b|None(?! of the)", finding.story), area
            assert "_" not in finding.story, area         # no id of an area
            assert finding.latest is None or finding.verdict != Verdict.NO_DATA


def test_verdicts_are_those_that_their_figures_allow(told):
    """A new authority has no figure from before the plan, and so too little of everything."""
    verdicts = Counter(finding.verdict for finding in told["cumberland"][1].values())
    assert set(verdicts) <= {Verdict.TOO_LITTLE, Verdict.NO_DATA, Verdict.NOT_COMPARABLE}
    assert verdicts[Verdict.TOO_LITTLE] > 10
    assert told["bournemouth_christchurch_and_poole"][1]["far_from_home"].verdict == Verdict.WORSENING
    assert told["city_of_london"][1]["attainment8_gap_all"].verdict == Verdict.NO_DATA     # no school of its own


def test_a_small_authority_tells_its_few_children_with_wide_intervals(told):
    found = told["rutland"][1]["far_from_home"]
    assert (found.latest.numerator, found.latest.denominator, found.verdict) == (11, 32, Verdict.NO_CLEAR_CHANGE)
    assert "Latest 34.4% (31 March 2025; 95% interval 20.4% to 51.7%)" in found.note
    assert "hidden" in told["city_of_london"][1]["far_from_home"].story


def test_figures_of_one_area_are_not_joined_to_those_of_another(told):
    """Cumbria had 2021's children looked after; Cumberland's own begin in 2024."""
    points = told["cumberland"][1]["far_from_home"].points
    assert [point.period for point in points if point.value is not None] == ["31 March 2024", "31 March 2025"]


@pytest.mark.parametrize(("area", "sentence"), [
    ("cumberland", "Cumberland began on 1 April 2023; before, its area was part of Cumbria. No figure of before is "
                   "joined to its own."),
    ("bournemouth_christchurch_and_poole",
     "Bournemouth, Christchurch and Poole began on 1 April 2019; before, its area was Bournemouth, Poole and part of "
     "Dorset (to March 2019)."),
    ("kingston_upon_thames", "Kingston upon Thames and Richmond upon Thames make one return for “Children's social "
                             "work workforce”: nothing of it is known of either alone."),
])
def test_an_opening_says_what_came_before_and_what_is_returned_together(told, area, sentence):
    assert sentence in opening(told[area][0])


def test_an_authority_that_ended_says_what_it_is_now():
    report = open_report(1, "2022-23-Q4", "cumbria")
    assert "Cumbria ended on 31 March 2023; its area is now Cumberland and Westmorland and Furness." in \
        report.opening().data


def test_an_authority_that_stands_as_it_did_says_nothing_of_that(told):
    assert "began" not in opening(told["kent"][0]) and "ended" not in opening(told["kent"][0])
    assert "one return" not in opening(told["kent"][0])


def test_what_two_return_together_is_told_where_it_is_missing(told):
    assert "returned together with Richmond upon Thames" in told["kingston_upon_thames"][1]["turnover"].story


def test_another_council_never_says_that_it_promised_anything(told):
    for area, (evidence, findings) in told.items():
        assert f"of {COUNCIL}, and {evidence.setting.names[area]}, which promised none of it" in opening(evidence)
        assert {finding.promised_by for finding in findings.values()} == {COUNCIL}
        assert not any("promised" in finding.story for finding in findings.values())
    worse = told["bournemouth_christchurch_and_poole"][1]["far_from_home"].story
    assert "Lower is better." in worse


def test_another_councils_panel_quotes_no_vision_and_no_aims():
    own, other = (open_panel(PERIOD, area).vision().data for area in ("hertfordshire", "kent"))
    for words in ("vision is to support", "Areas of focus"):
        assert words in own and words not in other
    page = open_report(1, PERIOD, "kent")
    assert f"**Promise 1 of {COUNCIL}.**" in page["placed_far_from_home"].promise().data
    assert f"What {COUNCIL} says it will look like:" in page.vision().data


def test_the_plans_own_council_and_the_invented_one_speak_as_before():
    for area in ("hertfordshire", "exampleshire"):
        evidence = read_inputs(PERIOD, area)
        assert evidence.setting.promised_by == ""
        assert "Measured against the plan *Our Way Forward" in opening(evidence)
