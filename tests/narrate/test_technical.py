"""The note for a statistician: the facts as estimates, intervals and tests."""

from dataclasses import replace
from datetime import date

import pytest

from narrate.test_narrate import BEFORE, GAP, HOMES, NO_DATA, NOW, SAME, WORSE, bare, finding, place, unclear
from wayforward.finding import Group, Scatter
from wayforward.judge import DecidedBy, Evidence, Verdict
from wayforward.narrate import technical
from wayforward.narrate.technical import note
from wayforward.statistics.gap import Decomposition
from wayforward.statistics.results import Result, Trend, no_result
from wayforward.statistics.visible import Visible

FITTED = replace(HOMES.trend, method="weighted line")


def test_a_whole_note():
    whole = finding(trend=FITTED, robustness=(SAME, WORSE), visible=(Visible(NOW.end, 5, 0.0253),
                    Visible(date(2028, 3, 31), 8, 0.014)), last_year=Result(0.003, -0.044, 0.05, 0.9),
                    scatter=Scatter(date(2025, 11, 15), 149, 10, 0.0262, 8.4, 0.47, 0.16),
                    standing=replace(place(9, 11, 0.3), rank_low=2, rank_high=10))
    assert note(whole) == (
        "Worsening, some evidence, decided by trend. Latest 88.6% (year to 31 March 2025; 95% interval 85.8% to "
        "90.9%). Slope −1.34 pp a year (−2.65 to −0.02; p = 0.047; n 5; weighted line). Change since year to 31 March "
        "2021 −5.0 pp (−8.3 to −1.5; p = 0.005). Last year +0.3 pp (−4.4 to +5.0). Against England’s change −5.7 pp "
        "(−9.1 to −2.2). Median change of 10 statistical neighbours +4.2 pp. Rank among 11 by change, highest first: 9 "
        "(2 to 10). Unknown 14 → 6; without them 96.4% → 89.5%. Dissent 1 of 2: a like one (p = 0.30: no clear "
        "change). Visible at 80% power: 2.53 pp a year (n 5), 1.40 by 31 March 2028 (n 8). Scatter from 149 other "
        "councils over 10 periods, known since 15 November 2025: standard deviation 2.62 pp for a council of this "
        "size, 8 degrees of freedom, serial correlation 0.47 (spread 0.16).")


def test_without_a_figure_there_is_no_note():
    assert note(NO_DATA) == ""


@pytest.mark.parametrize(("changes", "told"), [
    (dict(), "Worsening, some evidence, decided by trend."),
    (dict(verdict=Verdict.NO_CLEAR_CHANGE, evidence=Evidence.NONE), "No clear change, decided by trend."),
    (dict(verdict=Verdict.TOO_LITTLE, evidence=Evidence.NONE, decided_by=DecidedBy.NOTHING), "Too little data.")])
def test_what_decided(changes, told):
    assert technical.verdict(finding(**changes)) == told


def test_of_counts_from_returns_no_limit_of_a_slope_is_told():
    """The public findings keep none either."""
    assert list(technical.slopes(finding(trend=FITTED, origin="extract"))) == [
        "Slope −1.34 pp a year (p = 0.047; n 5; weighted line)."]


def test_a_figure_without_an_interval_has_a_slope_against_the_others():
    gap = unclear(**GAP | dict(trend=Trend(0.3, p=0.2, points_used=5, method="line", bare=True)))
    assert list(technical.slopes(gap)) == [
        "Slope +0.30 points a year (p = 0.20; n 5; line).",
        "Less the mean of 147 other councils +0.12 points a year (p = 0.12; n 5; )."]
    assert technical.change(gap) == ("Change since academic year 2018/19 +2.2 points, without an interval: published "
                                     "as an average without its spread.")


def test_the_change_of_the_last_year_is_told_where_it_is_not_since_the_plan_began():
    moved = Result(0.003)
    assert technical.last_year(finding(last_year=moved)) == "Last year +0.3 pp."
    year_before = replace(BEFORE, end=date(2024, 3, 31))
    assert technical.last_year(finding(last_year=moved, baseline=year_before)) == ""


def test_a_place_that_decides_tells_what_would_have_set_it_apart():
    *_, rank, beyond = technical.beside_others(finding(decided_by=DecidedBy.STANDING, standing=place(11, 11, 0.01)))
    assert rank == "Rank among 11 by change, highest first: 11, without intervals."
    assert beyond == "Place alone would set it apart under −2.6 or over +4.7 pp (p = 0.010)."


def test_the_parts_of_a_change_of_the_gap_to_all():
    parts = Decomposition(Result(2.2), Result(2.4, 2.2, 2.6), Result(-0.2, -0.4, 0.0), bounds=True)
    assert technical.parts(unclear(**GAP, decomposition=parts)) == (
        "Of the change, +2.4 (+2.2 to +2.6) points from how far the groups lie apart and −0.2 (−0.4 to 0.0) from the "
        "smaller group’s share (as rounding allows).")
    unknown = replace(parts, apart=no_result("no share is published"))
    assert technical.parts(unclear(**GAP, decomposition=unknown)) == (
        "What the change is made of cannot be told: no share is published.")


def test_a_make_up_group_by_group_without_groups_of_few():
    made = bare(groups=(Group("White", 0.691, 0.80), Group("Asian", 0.20, 0.12), Group("Other", None, 0.08)))
    assert list(technical.groups(made)) == ["By group, against the community: Asian 20.0% against 12.0% and White "
                                            "69.1% against 80.0%.", "Groups of few people are not told: Other."]


def test_all_choices_may_agree():
    assert technical.choices(unclear(robustness=(SAME,) * 3)) == "All 3 other choices agree."
    assert technical.choices(unclear(robustness=(SAME,))) == "The other choice agrees."


def test_counts_from_returns_say_so_with_how_they_stand_to_what_is_published():
    told = list(technical.sources(finding(origin="extract", reconciled="The one period published beside it agrees.")))
    assert told == ["The one period published beside it agrees.",
                    "Counted from the council’s own returns; no official statistic."]
