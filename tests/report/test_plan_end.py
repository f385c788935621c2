"""After the plan’s end, 31 March 2026: what later figures change (nothing), and what is said of them."""

from dataclasses import replace

import pytest
from test_chain import NEIGHBOURS, PLAN, care_leavers, counts, setting

from wayforward.narrate import story
from wayforward.narrate.plan_end import ended
from wayforward.narrate.story import later
from wayforward.plan import load_plan
from wayforward.plans import DEFAULT
from wayforward.report.pages import open_report
from wayforward.report.robustness import choices
from wayforward.show import chart

OF_THE_PLAN = """
period | numerator | denominator | unknown
2020   | 70        | 100         | 5
2021   | 60        | 100         | 4
2022   | 62        | 100         | 3
2023   | 66        | 100         | 3
2024   | 69        | 100         | 2
2025   | 75        | 100         | 2
2026   | 79        | 100         | 1
"""
LATER = OF_THE_PLAN + """
2027   | 20        | 100         | 60
2028   | 10        | 100         | 70
"""
HEADLINE = PLAN.measure("care_leavers_accommodation").headline


def test_later_figures_decide_nothing():
    """79 of 100 in the plan's last year is judged, not 10 of 100 two years later."""
    then, now = care_leavers(OF_THE_PLAN), care_leavers(LATER)
    assert now.latest.value == 0.79
    assert now.change.estimate == pytest.approx(0.79 - 0.60)
    assert now.trend.points_used == 6
    of_all = {name: getattr(then, name) for name in ("points", "control", "baseline_was", "plan_ended")}
    assert replace(now, **of_all) == then


def test_nor_in_any_other_choice():
    there = setting(*NEIGHBOURS)
    assert choices(counts(LATER), HEADLINE, there) == choices(counts(OF_THE_PLAN), HEADLINE, there) != ()


def test_and_stay_among_the_points():
    assert [point.value for point in care_leavers(LATER).points[-3:]] == [0.79, 0.20, 0.10]


def test_one_sentence_names_them():
    assert later(care_leavers(LATER)) == ("After the plan’s end: 20.0% (the year to 31 March 2027) and 10.0% (the year "
                                          "to 31 March 2028); that decides nothing.")
    assert later(care_leavers(OF_THE_PLAN)) == ""


def test_figures_of_later_alone_give_no_verdict():
    found = care_leavers("period | numerator | denominator\n 2027 | 20 | 100\n 2028 | 10 | 100")
    assert (found.verdict, found.latest, len(found.points)) == ("no data", None, 2)
    assert "After the plan’s end: 20.0% (the year to 31 March 2027)" in story(found)


def test_a_chart_with_later_figures_shows_where_the_plan_ends():
    texts = [[text.get_text() for text in chart(care_leavers(rows), PLAN.start).figure.axes[0].texts]
             for rows in (OF_THE_PLAN, LATER)]
    assert ["plan ends" in each for each in texts] == [False, True]


@pytest.mark.parametrize(("period", "told"), [("2026-27-Q1", True), ("2025-26-Q4", False)])
def test_a_page_of_a_later_period_says_that_the_plan_has_ended(period, told):
    words = open_report(3, period, "hertfordshire").opening().words()
    assert (ended(load_plan(DEFAULT).end) in words) == told
    assert ended(load_plan(DEFAULT).end).startswith("The plan ended on 31 March 2026. ")
