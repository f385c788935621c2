"""A finding in sentences: whole stories of findings made by hand, then rules that every real story obeys."""

import math
import re
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

import wayforward as wf
from wayforward.finding import Benchmark, Choice, Finding, Group, Point
from wayforward.formats import MINUS, day, difference, half_up, quantity, signed
from wayforward.judge import SIGN, DecidedBy, Evidence, TargetStatus, Verdict
from wayforward.narrate import sections
from wayforward.narrate import sentences as narrate
from wayforward.narrate.figures import probability
from wayforward.narrate.forecast import chance
from wayforward.statistics.compare import Standing
from wayforward.statistics.results import Result, Trend, no_result


def in_one(finding: Finding) -> str:
    """The story with its two paragraphs run together."""
    return narrate.story(finding).replace("\n\n", " ")


def point(period: str, end: str, value: float | None = None, limits: tuple = (None, None), counts: tuple = (None, None),
          unknown: float | None = None, known_value: float | None = None, places: int | None = None,
          status: str = "final", note: str | None = None) -> Point:
    """A point whose start nobody tells."""
    day, (low, high), (numerator, denominator) = date.fromisoformat(end), limits, counts
    return Point(period=period, start=day, end=day, value=value, low=low, high=high, numerator=numerator,
                 denominator=denominator, unknown=unknown, known_value=known_value, places=places, status=status,
                 note=note, reason=None)


def benchmark(area: str, level: str, value: float, baseline: float | None, areas: int = 1) -> Benchmark:
    return Benchmark(area=area, level=level, areas=areas, value=value, baseline=baseline, points=(),
                     change=None if baseline is None else value - baseline)


def place(rank: int, of: int, p: float, low: float = -0.026, high: float = 0.047, extreme: bool = False) -> Standing:
    """A place among neighbours; their median is told from elsewhere."""
    return Standing(rank=rank, of=of, median=0.0, p=p, low=low, high=high, extreme=extreme)


BEFORE = point("year to 31 March 2021", "2021-03-31", 453 / 484, (0.910, 0.955), (453, 484), 14, 453 / 470)
NOW = point("year to 31 March 2025", "2025-03-31", 522 / 589, (0.858, 0.909), (522, 589), 6, 522 / 583)
HOMES = Finding(
    measure="care_leavers_accommodation", number=7, series="care_leavers_suitable_19_21", headline=True, ambition=3,
    measure_title="Care leavers in suitable accommodation", title="Care leavers in suitable accommodation", part="",
    promise="An increase in the percentage of Care Leavers in suitable accommodation", kind="proportion", unit="%",
    decimals=1, better="higher", calendar="year to 31 March", of="care leavers", counted="had suitable accommodation",
    unknown="about whom there is no information", origin="published", area="Hertfordshire",
    supplied_by="the return of children looked after", points=(BEFORE, NOW), latest=NOW, baseline=BEFORE,
    baseline_was=None,
    change=Result(522 / 589 - 453 / 484, -0.083, -0.015, 0.005), relative=Result(-0.057, -0.091, -0.022, 0.001),
    trend=Trend(-0.01336, -0.0265, -0.0002, 0.0471, points_used=5), standing=None, robustness=(),
    benchmarks=(benchmark("England", "country", 0.885, 0.878), benchmark("East of England", "region", 0.87, 0.86),
                benchmark("the neighbours' median", "median", 0.923, 0.881, 10)),
    target=TargetStatus.NONE_SET, verdict=Verdict.WORSENING, evidence=Evidence.SOME, decided_by=DecidedBy.TREND)


def finding(**changes) -> Finding:
    """Suitable accommodation, worsening by its trend, with the changes."""
    return replace(HOMES, **changes)


def bare(**changes) -> Finding:
    """The same without anything to compare it with."""
    return finding(**{"benchmarks": (), "relative": no_result("")} | changes)


def unclear(**changes) -> Finding:
    """The same without a comparison and without a clear change."""
    return bare(**dict(verdict=Verdict.NO_CLEAR_CHANGE, evidence=Evidence.NONE) | changes)


# --- whole stories ---------------------------------------------------------------------------------------------------

def test_a_proportion_that_worsens_by_its_trend():
    assert in_one(HOMES) == (
        "**Worsening, on some evidence.** In the year to 31 March 2025, 522 of 589 care leavers had suitable "
        "accommodation: 88.6% (95% interval 85.8% to 90.9%). Before the plan began it was 93.6% (453 of 484, year to "
        "31 March 2021): a fall of 5.0 percentage points (95% interval −8.3 to −1.5). The total now includes 6 about "
        "whom there is no information; without them it is 89.5% and was 96.4% then. The trend over the 5 "
        "comparable figures is downward, by 1.34 percentage points a year (p = 0.047); the plan promises an increase. "
        "Over the same time England went from 87.8% to 88.5% and the middle of 10 statistical neighbours stood at "
        "92.3% (the middle of their changes: +4.2). Against England's change, Hertfordshire's is 5.7 percentage points "
        "lower (95% interval −9.1 to −2.2).")


def test_a_proportion_that_improves_by_its_trend_strongly():
    rising = bare(baseline=replace(NOW, period="year to 31 March 2021"), latest=replace(BEFORE, known_value=None),
                  verdict=Verdict.IMPROVING, evidence=Evidence.STRONG, change=Result(0.0497, 0.015, 0.083, 0.005),
                  trend=Trend(0.0134, 0.01, 0.02, 0.0004, points_used=6))
    assert in_one(rising) == (
        "**Improving, on strong evidence.** In the year to 31 March 2021, 453 of 484 care leavers had suitable "
        "accommodation: 93.6% (95% interval 91.0% to 95.5%). Before the plan began it was 88.6% (522 of 589, year to "
        "31 March 2021): a rise of 5.0 percentage points (95% interval +1.5 to +8.3). The trend over the 6 comparable "
        "figures is upward, by 1.34 percentage points a year (p < 0.001); the plan promises an increase.")


def test_a_proportion_whose_trend_cannot_be_told_from_chance():
    assert in_one(finding(
        verdict=Verdict.NO_CLEAR_CHANGE, evidence=Evidence.NONE, trend=Trend(-0.01, -0.03, 0.01, 0.71, points_used=5),
        change=Result(-0.0497, -0.11, 0.01, 0.083), relative=Result(-0.019, -0.055, 0.018, 0.3))) == (
        "**No clear change.** In the year to 31 March 2025, 522 of 589 care leavers had suitable accommodation: 88.6% "
        "(95% interval 85.8% to 90.9%). Before the plan began it was 93.6% (453 of 484, year to 31 March 2021): it is "
        "now 5.0 percentage points lower (95% interval −11.0 to +1.0). The total now includes 6 about whom there is no "
        "information; without them it is 89.5% and was 96.4% then. The trend over the 5 comparable figures cannot be "
        "told from chance (p = 0.71). Over the same time England went from 87.8% to 88.5% and the middle of 10 "
        "statistical neighbours stood at 92.3% (the middle of their changes: +4.2). Against England's change, "
        "Hertfordshire's is 1.9 percentage "
        "points lower (95% interval −5.5 to +1.8), which cannot be told from chance.")


def test_a_change_that_chance_seldom_brings_is_told_where_the_trend_decides_otherwise():
    assert narrate.conclusion(unclear(trend=Trend(-0.01, -0.03, 0.01, 0.12, points_used=5))) == (
        "The trend over the 5 comparable figures cannot be told from chance (p = 0.12); first against last alone, the "
        "change is larger than chance usually brings (p = 0.005), but the way between is too short or too uneven to "
        "call it a trend.")


def test_a_figure_that_stands_in_for_the_promise_says_what_it_lacks():
    told = "This figure stands in for the promise and does not measure it: it is answered by carers."
    assert told in in_one(finding(stand_in="it is answered by carers"))
    assert "stands in" not in in_one(finding())


@pytest.mark.parametrize(("differing", "agreeing", "told"), [
    (1, 2, ""), (2, 2, "Half of the other methods do not see it. "), (3, 1, "Most other methods do not see it. "),
    (2, 0, "No other method that was tried sees it. ")])
def test_a_verdict_that_other_methods_do_not_see_says_so_beside_it(differing, agreeing, told):
    other, same = Choice("another", Verdict.NO_CLEAR_CHANGE, 0.3), Choice("a like one", Verdict.WORSENING, 0.01)
    story = in_one(bare(robustness=(other,) * differing + (same,) * agreeing))
    assert story.startswith(f"**Worsening, on some evidence.** {told}In the year to 31 March 2025, 522 of 589")
    assert "do not see it" not in in_one(unclear(robustness=(same,) * 3))


def test_an_open_verdict_says_what_most_other_methods_would_call_it():
    other, same = Choice("another", Verdict.WORSENING, 0.01), Choice("a like one", Verdict.NO_CLEAR_CHANGE, 0.3)
    told = "**No clear change.** Most other methods would call it worsening. In the year"
    assert in_one(unclear(robustness=(other, other, same))).startswith(told)
    assert "would call it" not in in_one(unclear(robustness=(other, same)))


def test_a_difference_that_the_rounded_figures_do_not_give_says_so():
    """4.74 % and 7.17 % are shown as 4.7 % and 7.2 %, 2.5 apart; they differ by 2.43."""
    first, last = (replace(each, value=value, numerator=None, denominator=None, known_value=None)
                   for each, value in ((BEFORE, 0.0474), (NOW, 0.0717)))
    told = in_one(unclear(baseline=first, latest=last, points=(first, last), change=Result(0.0243)))
    assert "it is now 2.4 percentage points higher before rounding." in told
    plain = in_one(unclear(baseline=first, latest=replace(last, value=0.0723), change=Result(0.0249)))
    assert "it is now 2.5 percentage points higher." in plain


def test_a_baseline_beyond_every_other_figure_is_told_as_that():
    assert narrate.began(finding(baseline_was="highest")) == (
        "Before the plan began it was 93.6% (453 of 484, year to 31 March 2021), the highest of all 2 comparable "
        "figures: a fall of 5.0 percentage points (95% interval −8.3 to −1.5).")


def test_a_figure_published_whole_is_told_whole():
    whole = unclear(latest=point("31 March 2020", "2020-03-31", 0.22, places=0), calendar="31 March")
    assert narrate.latest(whole) == "On 31 March 2020, 22% of care leavers had suitable accommodation."


def test_what_it_is_to_be_read_with_is_a_paragraph_of_its_own():
    first, second = narrate.story(HOMES).split("\n\n")
    assert first.startswith("**Worsening, on some evidence.** In the year to 31 March 2025, 522 of 589")
    assert first.endswith("the plan promises an increase.")
    assert second.startswith("Over the same time England went from 87.8% to 88.5%")


def test_a_provisional_figure_is_told_as_that():
    fresh = replace(NOW, known_value=None, status="provisional")
    told = finding(latest=fresh, points=(BEFORE, fresh))
    assert " The figure for the year to 31 March 2025 may yet be revised: provisional." in in_one(told)
    assert "provisional" not in in_one(finding(points=(BEFORE, NOW)))


SOON = replace(NOW, known_value=None)
THREE = Trend(None, reason="3 comparable points; a trend needs 5", points_used=3)


def test_with_few_figures_the_change_so_far_decides():
    assert in_one(bare(latest=SOON, decided_by=DecidedBy.CHANGE, trend=THREE)) == (
        "**Worsening, on some evidence.** In the year to 31 March 2025, 522 of 589 care leavers had suitable "
        "accommodation: 88.6% (95% interval 85.8% to 90.9%). Before the plan began it was 93.6% (453 of 484, year to "
        "31 March 2021): a fall of 5.0 percentage points (95% interval −8.3 to −1.5). So far there are 3 comparable "
        "figures, too few for a trend, and the change decides (p = 0.005 against chance alone; how much it moves "
        "without cause cannot be told from so few); the plan promises an increase.")


def test_a_change_that_knows_of_the_series_scatter_is_not_of_chance_alone():
    known = replace(finding().change, widened=True)
    told = in_one(bare(latest=SOON, decided_by=DecidedBy.CHANGE, trend=THREE, change=known))
    assert "too few for a trend, and the change decides (p = 0.005); the plan promises an increase." in told


def test_with_few_figures_the_change_so_far_may_not_decide():
    assert in_one(unclear(latest=SOON, decided_by=DecidedBy.CHANGE, trend=THREE,
                                 change=Result(-0.0497, -0.11, 0.01, 0.083))) == (
        "**No clear change.** In the year to 31 March 2025, 522 of 589 care leavers had suitable accommodation: 88.6% "
        "(95% interval 85.8% to 90.9%). Before the plan began it was 93.6% (453 of 484, year to 31 March 2021): it is "
        "now 5.0 percentage points lower (95% interval −11.0 to +1.0). So far there are 3 comparable figures, too "
        "few for a trend, and the change cannot be told from chance (p = 0.083).")


NEET = dict(
    kind="proportion", unit="%", better="lower", calendar="December to February", headline=True,
    promise="An increase in the percentage of young people that are in Education, Employment or Training",
    of="young people aged 16 and 17", counted="were not in education, employment or training",
    latest=point("December 2024 to February 2025", "2025-02-28", 0.039),
    baseline=point("December 2020 to February 2021", "2021-02-28", 0.037),
    change=Result(0.002, reason="published as a rounded percentage without its count"),
    trend=Trend(0.0005, p=0.8, points_used=5), decided_by=DecidedBy.STANDING)


def test_a_percentage_without_counts_among_its_neighbours():
    assert in_one(unclear(**NEET, standing=place(9, 11, 0.6))) == (
        "**No clear change.** From December 2024 to February 2025, 3.9% of young people aged 16 and 17 were not in "
        "education, employment or training. Before the plan began it was 3.7% (December 2020 to February 2021): it is "
        "now 0.2 percentage points higher. This figure comes without an interval (published as a rounded percentage "
        "without its count), so its change is measured against those of the statistical neighbours. There it is the "
        "3rd lowest of 11, which does not set it apart: beside changes as uneven as theirs, only a fall of more than "
        "2.6 percentage points or a rise of more than 4.7 percentage points would have.")


def test_a_percentage_whose_neighbours_are_too_few():
    assert in_one(unclear(**NEET | dict(verdict=Verdict.TOO_LITTLE), standing=None)) == (
        "**Too little data.** From December 2024 to February 2025, 3.9% of young people aged 16 and 17 were not in "
        "education, employment or training. Before the plan began it was 3.7% (December 2020 to February 2021): it is "
        "now 0.2 percentage points higher. This figure comes without an interval (published as a rounded percentage "
        "without its count), so its change is measured against those of the statistical neighbours. Too few of their "
        "changes are at hand, so nothing can be tested.")


def test_a_promise_turned_round_is_not_told_as_the_plans_words():
    """The plan promises an increase in those who are in education; that those who are not fall is how it is read."""
    worse = bare(**NEET, standing=place(1, 11, 0.0103, extreme=True))
    assert in_one(worse) == (
        "**Worsening, on some evidence.** From December 2024 to February 2025, 3.9% of young people aged 16 and 17 "
        "were not in education, employment or training. Before the plan began it was 3.7% (December 2020 to February "
        "2021): a rise of 0.2 percentage points. This figure comes without an interval (published as a rounded "
        "percentage without its count), so its change is measured against those of the statistical neighbours. It "
        "lies beyond every one of those 10 (p = 0.010); a lower figure is the better one.")


GAP = dict(
    kind="gap", unit="points", better="lower", calendar="academic year", of="disadvantaged pupils",
    counted="were behind all pupils by", promise="A reduction in the achievement gap",
    latest=point("academic year 2024/25", "2025-08-31", 16.4),
    baseline=point("academic year 2018/19", "2019-08-31", 14.2),
    change=Result(16.4 - 14.2, reason="published as an average without its spread"),
    trend=Trend(0.3, p=0.2, points_used=5), decided_by=DecidedBy.STANDING,
    benchmarks=(benchmark("England", "country", 11.1, 10.0),
                benchmark("the neighbours' median", "median", 15.5, 15.5, 10)),
    note="The plan’s wording: all pupils.")


def test_a_gap_without_an_interval():
    unlike = [point(f"academic year 20{year}/{year + 1}", f"20{year + 1}-08-31", 13.0, status="not comparable",
                    note="exams cancelled") for year in (19, 20)]
    assert in_one(unclear(**GAP, standing=place(3, 11, 0.3, -1.4, 4.8),
                                 points=(GAP["baseline"], *unlike, GAP["latest"]))) == (
        "**No clear change.** In the academic year 2024/25, disadvantaged pupils were behind all pupils by 16.4 "
        "points. Before the plan began it was 14.2 points (academic year 2018/19): it is now 2.2 points higher. This "
        "figure comes without an interval (published as an average without its spread), so its change is measured "
        "against those of the statistical neighbours. There it is the 3rd highest of 11, which does not set it apart: "
        "beside changes as uneven as theirs, only a fall of more than 1.4 points or a rise of more than 4.8 points "
        "would have. Over the same time England went from 10.0 to 11.1 points and the middle of 10 statistical "
        "neighbours stood at 15.5 points (the middle of their changes: 0.0). The academic year 2019/20 and the "
        "academic year 2020/21 are not comparable (exams cancelled) and not used. The plan’s wording: all pupils.")


def test_a_gap_beyond_every_neighbours():
    wider = finding(**GAP, relative=no_result(""), standing=place(1, 11, 0.0103, extreme=True))
    assert in_one(wider) == (
        "**Worsening, on some evidence.** In the academic year 2024/25, disadvantaged pupils were behind all pupils "
        "by 16.4 points. Before the plan began it was 14.2 points (academic year 2018/19): a rise of 2.2 points. This "
        "figure comes without an interval (published as an average without its spread), so its change is measured "
        "against those of the statistical neighbours. It lies beyond every one of those 10 (p = 0.010); the plan "
        "promises a reduction. Over the same time England went from 10.0 to 11.1 points and the middle of 10 "
        "statistical neighbours stood at 15.5 points (the middle of their changes: 0.0). The plan’s wording: all "
        "pupils.")


def test_a_rate_and_the_second_part_of_a_promise():
    """Of retention the plan promises an increase; that turnover should fall is how it is read."""
    turnover = bare(
        kind="rate", calendar="year to 30 September", better="lower", headline=False, part="an increase in retention",
        promise="A reduction in the levels of staff sickness and an increase in retention", of="social workers",
        counted="left their post", latest=point("year to 30 September 2025", "2025-09-30", 0.114, (0.09, 0.14)),
        baseline=point("year to 30 September 2020", "2020-09-30", 0.098, (0.08, 0.12)),
        change=Result(0.016, 0.001, 0.031, 0.04), trend=Trend(0.004, 0.001, 0.007, 0.0021, points_used=6))
    assert in_one(turnover) == (
        "**Worsening, on some evidence.** In the year to 30 September 2025, 11.4% (95% interval 9.0% to 14.0%) of "
        "social workers left their post. Before the plan began it was 9.8% (year to 30 September 2020): a rise of 1.6 "
        "percentage points (95% interval +0.1 to +3.1). The trend over the 6 comparable figures is upward, by 0.40 "
        "percentage points a year (p = 0.002); a lower figure is the better one.")


def test_shares_that_should_reflect_the_communities():
    likeness = bare(
        kind="shares", calendar="30 September", better="parity", verdict=Verdict.IMPROVING, of="social workers",
        promise="The make-up of the workforce reflects the diversity of communities", counted="the county’s residents",
        groups=(Group("White", 0.691, 0.80), Group("Asian", 0.20, 0.12), Group("Black", 0.109, 0.08)),
        latest=point("30 September 2025", "2025-09-30", 0.109, (0.08, 0.14)),
        baseline=point("30 September 2020", "2020-09-30", 0.144, (0.11, 0.18)),
        change=Result(-0.035, -0.083, 0.013, 0.15), trend=Trend(-0.007, -0.012, -0.002, 0.018, points_used=6))
    assert in_one(likeness) == (
        "**Improving, on some evidence.** On 30 September 2025, the make-up of social workers and that of the county’s "
        "residents lay 10.9% apart (95% interval 8.0% to 14.0%), where 0% is the same make-up. Group by group: Asian "
        "20.0% against 12.0%, Black 10.9% against 8.0% and White 69.1% against 80.0%. Before the plan began the "
        "distance was 14.4% (30 September 2020): a fall of 3.5 percentage points (95% interval −8.3 to +1.3). The "
        "trend over the 6 comparable figures is downward, by 0.70 percentage points a year (p = 0.018), while "
        "first against last alone cannot be told from chance; the plan promises a make-up that reflects the "
        "communities.")


def test_a_mean_score():
    score = unclear(
        kind="mean", unit="score", calendar="academic year", of="pupils who answered", counted="scored on average",
        latest=point("academic year 2024/25", "2025-08-31", 21.4, (20.9, 21.9)),
        baseline=point("academic year 2018/19", "2019-08-31", 21.0, (20.4, 21.6)), change=Result(0.4, -0.4, 1.2, 0.33),
        trend=Trend(0.05, -0.1, 0.2, 0.4, points_used=5))
    assert in_one(score) == (
        "**No clear change.** In the academic year 2024/25, pupils who answered scored on average 21.4 (95% interval "
        "20.9 to 21.9). Before the plan began it was 21.0 (academic year 2018/19): it is now 0.4 higher (95% interval "
        "−0.4 to +1.2). The trend over the 5 comparable figures cannot be told from chance (p = 0.40).")


def test_a_mean_percentage_comes_at_the_end_of_its_sentence():
    favourable = bare(kind="mean", decimals=0, calendar="financial year", of="staff who answered",
                      counted="gave a share of favourable answers averaging",
                      latest=point("financial year 2024-25", "2025-03-31", 0.62, (0.60, 0.64)))
    assert narrate.latest(favourable) == ("In the financial year 2024-25, staff who answered gave a share of "
                                          "favourable answers averaging 62% (95% interval 60% to 64%).")


def test_a_count():
    assessments = bare(
        kind="count", unit="assessments", decimals=0, calendar="financial quarter", verdict=Verdict.IMPROVING,
        promise="An increase in the number of Families First Assessments completed", of="families",
        counted="were completed", latest=point("January to March 2026 (quarter 4 of 2025-26)", "2026-03-31", 1412,
                                               (1339, 1488), (1412, None)),
        baseline=point("January to March 2021 (quarter 4 of 2020-21)", "2021-03-31", 1200, (1133, 1270), (1200, None)),
        change=Result(212, 112, 312, 0.00003), decided_by=DecidedBy.CHANGE, trend=THREE)
    assert in_one(assessments) == (
        "**Improving, on some evidence.** From January to March 2026 (quarter 4 of 2025-26), 1,412 assessments (95% "
        "interval 1,339 to 1,488 assessments) were completed. Before the plan began it was 1,200 assessments (January "
        "to March 2021): a rise of 212 assessments (95% interval +112 to +312). So far there "
        "are 3 comparable figures, too few for a trend, and the change decides (p < 0.001 against chance alone; how "
        "much it moves without cause cannot be told from so few); the plan promises an increase.")


ONE_FIGURE = dict(verdict=Verdict.TOO_LITTLE, evidence=Evidence.NONE, decided_by=DecidedBy.NOTHING, latest=SOON,
                  trend=Trend(None, points_used=1))


def test_too_little_data_without_a_figure_from_before_the_plan():
    alone = bare(**ONE_FIGURE, baseline=None,
                 change=no_result("there is no comparable figure from before the plan began"),
                 benchmarks=(benchmark("England", "country", 0.885, None),))
    assert in_one(alone) == (
        "**Too little data.** In the year to 31 March 2025, 522 of 589 care leavers had suitable accommodation: 88.6% "
        "(95% interval 85.8% to 90.9%). That is too little to say how it moves: there is no comparable figure from "
        "before the plan began. At the same time England stood at 88.5%.")


def test_too_little_data_without_a_figure_since_the_plan_began():
    """The only figure is the baseline: it is told once, and nobody is said to have stayed where they were."""
    early = bare(**ONE_FIGURE | dict(latest=replace(BEFORE, known_value=None)),
                 change=no_result("there is no figure since the plan began"),
                 benchmarks=(benchmark("England", "country", 0.878, 0.878),))
    assert in_one(early) == (
        "**Too little data.** In the year to 31 March 2021, 453 of 484 care leavers had suitable accommodation: 93.6% "
        "(95% interval 91.0% to 95.5%). That is too little to say how it moves: there is no figure since the plan "
        "began. At the same time England stood at 87.8%.")


EMPTY = dict(latest=None, baseline=None, evidence=Evidence.NONE, decided_by=DecidedBy.NOTHING, trend=Trend(None),
             benchmarks=(), relative=no_result(""))


def test_not_comparable():
    years = tuple(point(f"year to 31 March {year}", f"{year}-03-31", 0.9, status="not comparable",
                        note="the group changed") for year in (2022, 2023, 2025))
    assert in_one(finding(**EMPTY, points=years, verdict=Verdict.NOT_COMPARABLE,
                                 change=no_result("there is no figure since the plan began"))) == (
        "**Not comparable.** The year to 31 March 2022, the year to 31 March 2023 and the year to 31 March 2025 are "
        "not comparable (the group changed) and not used.")


def test_no_data():
    assert in_one(finding(**EMPTY, points=(), verdict=Verdict.NO_DATA,
                                 change=no_result("no published figure covers this promise"))) == (
        "**No data.** No published figure covers this promise. It could be counted from the return of children looked "
        "after.")


def test_a_change_without_a_better_direction():
    changed = bare(latest=SOON, better="none", verdict=Verdict.CHANGED)
    assert in_one(changed) == (
        "**Changed (no better direction), on some evidence.** In the year to 31 March 2025, 522 of 589 care leavers "
        "had suitable accommodation: 88.6% (95% interval 85.8% to 90.9%). Before the plan began it was 93.6% (453 of "
        "484, year to 31 March 2021): a fall of 5.0 percentage points (95% interval −8.3 to −1.5). The trend over the "
        "5 comparable figures is downward, by 1.34 percentage points a year (p = 0.047); the plan names no better "
        "direction for it.")


def test_a_trend_and_a_change_that_go_opposite_ways():
    apart = unclear(latest=SOON, decided_by=DecidedBy.APART, trend=Trend(0.01, 0.002, 0.018, 0.02, points_used=6))
    assert in_one(apart) == (
        "**No clear change.** In the year to 31 March 2025, 522 of 589 care leavers had suitable accommodation: 88.6% "
        "(95% interval 85.8% to 90.9%). Before the plan began it was 93.6% (453 of 484, year to 31 March 2021): it is "
        "now 5.0 percentage points lower (95% interval −8.3 to −1.5). The trend over the 6 comparable figures and the "
        "change from the first to the last of them go opposite ways.")


@pytest.mark.parametrize(("status", "sentence"), [
    (TargetStatus.MET, "The council's target: met."),
    (TargetStatus.MISSED, "The council's target: missed."),
    (TargetStatus.ON_COURSE, "The council's target: on course."),
    (TargetStatus.OFF_COURSE, "The council's target: off course."),
])
def test_a_target_ends_the_story(status, sentence):
    assert in_one(finding(target=status)) == f"{in_one(HOMES)} {sentence}"


def test_a_difference_too_small_to_show_is_not_told_as_no_change():
    still = unclear(baseline=replace(BEFORE, value=0.8860, numerator=None, denominator=None), change=Result(0.0002))
    assert narrate.began(still) == (
        "Before the plan began it was 88.6% (year to 31 March 2021): it now differs by less than is shown here.")


# --- parts of a story ------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("rank", "told"), [
    (1, "the highest of 11"), (2, "the 2nd highest of 11"), (3, "the 3rd highest of 11"), (4, "the 4th highest of 11"),
    (6, "the 6th highest of 11"), (7, "the 5th lowest of 11"), (9, "the 3rd lowest of 11"),
    (10, "the 2nd lowest of 11"), (11, "the lowest of 11"),
])
def test_a_place_is_counted_from_the_nearer_end(rank, told):
    middling = finding(**NEET, standing=place(rank, 11, 0.6), verdict=Verdict.NO_CLEAR_CHANGE)
    assert f" There it is {told}, which does not set it apart: " in narrate.conclusion(middling)


@pytest.mark.parametrize(("rank", "of", "told"), [
    (11, 25, "the 11th highest of 25"), (12, 25, "the 12th highest of 25"), (13, 25, "the 13th highest of 25"),
    (21, 60, "the 21st highest of 60"), (22, 60, "the 22nd highest of 60"), (23, 60, "the 23rd highest of 60"),
    (24, 60, "the 24th highest of 60"),
])
def test_places_among_many(rank, of, told):
    middling = finding(**NEET, standing=place(rank, of, 0.6), verdict=Verdict.NO_CLEAR_CHANGE)
    assert f" There it is {told}, " in narrate.conclusion(middling)


@pytest.mark.parametrize(("low", "high", "told"), [
    (-0.026, 0.047, "only a fall of more than 2.6 percentage points or a rise of more than 4.7 percentage points"),
    (0.01, 0.047, "only a rise of less than 1.0 percentage points or a rise of more than 4.7 percentage points"),
    (-0.03, -0.02, "only a fall of more than 3.0 percentage points or a fall of less than 2.0 percentage points"),
    (-0.05, 0.02, "only a rise of more than 2.0 percentage points"),      # from 3.7% nothing falls by 5 points
])
def test_what_would_have_stood_out_is_said(low, high, told):
    middling = finding(**NEET, standing=place(5, 11, 0.6, low, high), verdict=Verdict.NO_CLEAR_CHANGE)
    assert f"beside changes as uneven as theirs, {told} would have." in narrate.conclusion(middling)


def test_a_place_at_the_end_because_the_others_moved():
    left_behind = finding(**NEET, standing=place(11, 11, 0.01, extreme=True), verdict=Verdict.NO_CLEAR_CHANGE)
    assert narrate.conclusion(left_behind).endswith(
        "There it is the lowest of 11, which says more of them than of this figure.")


def choices(*verdicts: tuple[Verdict, float | None]) -> tuple[Choice, ...]:
    return tuple(Choice(f"choice {'abcde'[at]}", verdict, p) for at, (verdict, p) in enumerate(verdicts))


SAME, OTHER = (Verdict.WORSENING, 0.01), (Verdict.NO_CLEAR_CHANGE, 0.083)


@pytest.mark.parametrize(("tried", "sentence"), [
    ((), ""),
    ((SAME,), "The other defensible choice says the same."),
    ((SAME, SAME), "Both other defensible choices say the same."),
    ((SAME,) * 5, "All 5 other defensible choices say the same."),
    ((OTHER,), "The other defensible choice does not agree: choice a (p = 0.083: no clear change)."),
    ((SAME, SAME, OTHER), "Of 3 other defensible choices, 1 differs: choice c (p = 0.083: no clear change)."),
    ((OTHER, SAME, OTHER), "Most of the other defensible choices, 2 of 3, do not agree: choice a (p = 0.083: no "
                           "clear change) and choice c (p = 0.083: no clear change)."),
    ((OTHER, OTHER), "Both other defensible choices disagree: choice a (p = 0.083: no clear change) and choice b "
                     "(p = 0.083: no clear change)."),
    ((SAME, (Verdict.TOO_LITTLE, None)), "Of 2 other defensible choices, 1 differs: choice b (too little data)."),
])
def test_what_other_choices_would_have_said(tried, sentence):
    assert narrate.robustness(finding(robustness=choices(*tried))) == sentence


@pytest.mark.parametrize(("count", "sentence"), [
    (1, "The other defensible choice also finds no clear change."),
    (2, "Both other defensible choices also find no clear change."),
    (4, "All 4 other defensible choices also find no clear change."),
])
def test_to_find_no_clear_change_again_is_no_proof_that_nothing_changed(count, sentence):
    assert narrate.robustness(unclear(robustness=choices(*[OTHER] * count))) == sentence


def left_out(status: str, note: str | None, *years: int, calendar: str = "year to 31 March") -> str:
    label = {"31 March": "31 March {}", "year to 31 March": "year to 31 March {}"}[calendar]
    gone = tuple(point(label.format(year), f"{year}-03-31", status=status, note=note) for year in years)
    return narrate.unused_periods(finding(points=(BEFORE, *gone, NOW), calendar=calendar))


def test_periods_that_are_left_out():
    assert left_out("not comparable", None, 2022) == "The year to 31 March 2022 is not comparable and not used."
    assert left_out("not comparable", "new rules", 2022, 2023, calendar="31 March") == (
        "31 March 2022 and 31 March 2023 are not comparable (new rules) and not used.")
    assert left_out("suppressed", "small numbers", 2022) == (
        "The figure for the year to 31 March 2022 is suppressed (small numbers).")
    assert left_out("not yet whole", "“Routes” has no row of March 2022", 2022) == (
        "The year to 31 March 2022 is not yet whole: “Routes” has no row of March 2022.")
    assert left_out("not available", None, 2022, 2023, 2024) == (
        "The figures for the year to 31 March 2022, the year to 31 March 2023 and the year to 31 March 2024 are not "
        "available.")


def test_of_many_periods_only_the_first_and_the_last_are_named():
    assert left_out("suppressed", "small numbers", *range(2022, 2029)) == (
        "7 figures are suppressed (small numbers). The first is for the year to 31 March 2022, the last for the year "
        "to 31 March 2028.")


def test_periods_left_out_for_other_reasons_have_sentences_of_their_own():
    gone = (point("31 March 2023", "2023-03-31", status="suppressed", note="small numbers"),
            point("31 March 2022", "2022-03-31", 0.9, status="not comparable", note="new rules"))
    assert narrate.unused_periods(finding(points=(BEFORE, *gone, NOW), calendar="31 March")) == (
        "31 March 2022 is not comparable (new rules) and not used. The figure for 31 March 2023 is suppressed (small "
        "numbers).")


def test_where_there_is_no_figure_yet_the_story_says_why():
    begun = point("year to 31 March 2026", "2026-03-31", status="not yet whole", note="it came on 1 May 2025")
    nothing_yet = finding(points=(begun,), latest=None, baseline=None, benchmarks=(), change=no_result("no figure"),
                          relative=no_result("no figure"), verdict=Verdict.NO_DATA, evidence=Evidence.NONE)
    assert narrate.story(nothing_yet) == (
        "**No data.** The year to 31 March 2026 is not yet whole: it came on 1 May 2025.")
    assert narrate.alt_text(finding(points=(BEFORE, NOW, begun))).endswith(
        " Not yet whole, and hatched: year to 31 March 2026. Verdict: worsening, on some evidence.")


def test_a_period_before_the_baseline_is_not_told_as_left_out():
    earlier = point("year to 31 March 2019", "2019-03-31", 0.9, status="not comparable")
    assert narrate.unused_periods(finding(points=(earlier, BEFORE, NOW))) == ""


def test_what_must_be_known_of_the_figures_that_are_used():
    points = (point("31 March 2019", "2019-03-31", 0.9, note="before the baseline"),
              point("31 March 2021", "2021-03-31", 0.9, note="as known in 2025"),
              point("31 March 2022", "2022-03-31", 0.9, note="as known in 2025"),
              point("31 March 2023", "2023-03-31", 0.9, status="not comparable", note="not used"),
              point("31 March 2024", "2024-03-31", 0.9, note="provisional count"))
    noted = finding(points=points, baseline=points[1], latest=points[-1], calendar="31 March")
    assert narrate.remarks(noted) == ("As known in 2025 (31 March 2021 and 31 March 2022). Provisional count (31 March "
                                      "2024).")
    assert narrate.remarks(HOMES) == ""


# --- lists and pages of stories --------------------------------------------------------------------------------------

NO_DATA = finding(**EMPTY, points=(), verdict=Verdict.NO_DATA, number=8,
                  change=no_result("no published figure covers this promise"),
                  title="Feel included", measure_title="Feeling included in decisions",
                  promise="An increase in those who feel included")


def test_brief():
    assert sections.short_section(HOMES) == (
        "Care leavers in suitable accommodation: 88.6% (year to 31 March 2025), worsening, on some evidence")
    assert sections.short_section(NO_DATA) == "Feel included: no data"


def test_summary_is_one_line_a_promise_with_its_parts():
    part = finding(headline=False, part="a part", title="Another part", verdict=Verdict.NO_CLEAR_CHANGE,
                   evidence=Evidence.NONE)
    context = finding(headline=False, title="Only read beside it")
    assert sections.summary([HOMES, part, context, NO_DATA]) == (
        "- **7.** Care leavers in suitable accommodation: 88.6% (year to 31 March 2025), worsening, on some evidence; "
        "Another part: 88.6% (year to 31 March 2025), no clear change\n"
        "- **8.** Feel included: no data")


def test_in_short_counts_the_promises_of_each_verdict():
    families = replace(NO_DATA, number=14, measure_title="Families First Assessments")
    assert sections.in_short([HOMES, NO_DATA, families]) == (
        "- **Worsening**: 1 of 3: Care leavers in suitable accommodation (7)\n"
        "- **No data**: 2 of 3: Feeling included in decisions (8) and Families First Assessments (14)")


def test_a_chapter_has_the_promises_in_the_plans_words():
    """A figure that is neither a promise's nor at hand is left out; one alone needs no name of its own."""
    first, second, none = (replace(each, story=f"Story {at}.") for at, each in enumerate(
        (HOMES, finding(headline=False, title="Another figure"), NO_DATA), start=1))
    assert sections.chapter("Ambition 3", [first, second, none, replace(none, headline=False)]) == (
        "## Ambition 3\n\n"
        "### 7. An increase in the percentage of Care Leavers in suitable accommodation\n\n"
        "**Care leavers in suitable accommodation.** Story 1.\n\n"
        "**Another figure.** Story 2.\n\n"
        "### 8. An increase in those who feel included\n\nStory 3.\n")
    assert sections.chapter("Ambition 3", [NO_DATA], level=3).startswith("### Ambition 3\n\n#### 8. An increase")


@pytest.mark.parametrize(("made", "words"), [
    (HOMES, "Line chart of Care leavers in suitable accommodation, Hertfordshire, 2 figures from 93.6% (year to 31 "
            "March 2021) to 88.6% (year to 31 March 2025), beside England and East of England. Verdict: worsening, on "
            "some evidence."),
    (bare(points=(NOW,), verdict=Verdict.TOO_LITTLE, evidence=Evidence.NONE),
     "Line chart of Care leavers in suitable accommodation, Hertfordshire, one figure, 88.6% (year to 31 March 2025). "
     "Verdict: too little data."),
    (NO_DATA, "Feel included: no figure to draw."),
])
def test_a_chart_in_words(made, words):
    assert narrate.alt_text(made) == words


# --- every real story ------------------------------------------------------------------------------------------------

RUNS = [("2025-26-Q4", "hertfordshire"), ("2023-24-Q2", "hertfordshire"), ("2021-22-Q1", "hertfordshire"),
        ("2025-26-Q4", "oxfordshire")]
DECIDED = (Verdict.IMPROVING, Verdict.WORSENING, Verdict.CHANGED)
NUMBER = re.compile(rf"[+{MINUS}]?\d+(?:,\d{{3}})*(?:\.\d+)?")


@cache
def told_in(period: str, area: str) -> list[Finding]:
    return wf.open_panel(period, area).findings


@pytest.fixture(params=RUNS, ids=lambda run: "-".join(run))
def told(request) -> list[Finding]:
    """All findings of a run."""
    return told_in(*request.param)


def own_words(finding: Finding) -> list[str]:
    """Words of the plan and the data that may hold a digit, and the periods: the longest first."""
    notes = [text for point in finding.points for text in (point.note, point.reason)]
    words = [finding.of, finding.counted, finding.unknown, finding.note, finding.supplied_by, finding.change.reason,
             "0% is the same make-up", *notes, *(choice.choice for choice in finding.robustness),
             *(point.period for point in finding.points), "4 in 5"]
    if finding.outlook and finding.outlook.end:
        words += [day(finding.outlook.end.isoformat()), chance(finding.outlook.probability or 0.0),
                  chance(1 - (finding.outlook.probability or 0.0)), finding.outlook.reason]
    return sorted({word for word in words if word}, key=len, reverse=True)


def formatted(finding: Finding) -> list[str]:
    """Every figure of a finding that its story may tell, as `formats` writes it."""
    unit, decimals = finding.unit, finding.decimals
    points = [point for point in (finding.latest, finding.baseline) if point]
    figures = [figure for point in points for figure in (point.low, point.high, point.known_value)]
    shares = [share for group in finding.groups for share in (group.share, group.community)]
    counts = [count for point in points for count in (point.numerator, point.denominator, point.unknown)]
    marks = [mark for level in ("country", "median") if (mark := finding.benchmark(level))]
    results = [each for each in (finding.change, finding.relative, finding.last_year) if each]
    parts = finding.decomposition
    made_of = [result for result in (parts.apart, parts.share) if result.estimate is not None] if parts else []
    ahead = [finding.outlook.low, finding.outlook.high, finding.outlook.goal] if finding.outlook else []
    before = [quantity(point.value, unit, decimals if point.places is None else min(point.places, decimals))
              for point in finding.points if point.usable and finding.latest
              and point.end.year == finding.latest.end.year - 1]
    place, known, course = finding.standing, finding.scatter, finding.against_others
    step = known and known.sigma * math.sqrt(2 * (1 - known.correlation))
    return [
        *([difference(step, unit, decimals), difference(known.sigma, unit, decimals + 1), str(known.areas),
           half_up(known.df), half_up(known.correlation, 2), half_up(known.spread, 2), str(known.periods),
           day(known.known.isoformat())] if known else []),
        *([difference(course.estimate, unit, decimals + 1), probability(course.p), str(course.points_used)]
          if course and course.has_interval else []),
        *(quantity(point.value, unit, decimals if point.places is None else min(point.places, decimals))
          for point in points),
        *(quantity(figure, unit, decimals) for figure in figures + shares),
        *(quantity(figure, unit, decimals if point.places is None else min(point.places, decimals)) for mark in marks
          for figure in (mark.value, mark.baseline) for point in points),
        *(half_up(count) for count in counts if count is not None),
        *(difference(result.estimate, unit, decimals) for result in results),
        *(signed(mark.change, unit, decimals) for mark in marks if mark.level == "median"),
        *(signed(limit, unit, decimals) for result in results for limit in (result.low, result.high)),
        difference(finding.trend.estimate, unit, decimals + 1), *before,
        *(words for seen in finding.visible for words in (
            difference(seen.per_year, unit, decimals + 1), str(seen.points), day(seen.by.isoformat()))),
        *([difference(finding.uneven.step, unit, decimals)] if finding.uneven else []),
        *(quantity(figure, unit, decimals) for figure in ahead),
        *(signed(figure, unit, decimals) for part in made_of for figure in (part.estimate, part.low, part.high)),
        *(probability(each.p) for each in (finding.change, finding.trend, *finding.robustness)),
        *([probability(place.p), str(place.rank), str(place.of + 1 - place.rank), str(place.of), str(place.of - 1),
           difference(place.low, unit, decimals), difference(place.high, unit, decimals)] if place else []),
        *(str(mark.areas) for mark in marks), str(sum(point.usable for point in finding.points)),
        str(finding.trend.points_used), str(len(finding.robustness)), str(len(finding.dissenters)), "95% interval",
    ]


def strays(finding: Finding) -> list[str]:
    """Numbers of a story that are neither the finding's nor in its own words."""
    story = finding.story
    for word in own_words(finding):
        story = re.sub(re.escape(word), "…", story, flags=re.IGNORECASE)
    known = {number for figure in formatted(finding) for number in NUMBER.findall(figure)}
    return [number for number in NUMBER.findall(story) if number not in known]


def test_every_number_in_a_story_is_the_findings(told):
    assert {finding.series: numbers for finding in told if (numbers := strays(finding))} == {}


def test_a_number_from_elsewhere_would_be_noticed():
    for right, wrong in [("88.6%", "88.7%"), ("522 of", "523 of"), ("−8.3", "−8.4"), ("0.047", "0.048"),
                         ("1.34", "1.43"), ("the 5", "the 7")]:
        assert right in in_one(HOMES)
        changed = finding(story=in_one(HOMES).replace(right, wrong))
        assert strays(changed) == NUMBER.findall(wrong), wrong


def test_a_story_is_whole_sentences(told):
    for finding in told:
        story = finding.story
        first, *second = story.split("\n\n")
        assert re.fullmatch(r"\*\*[A-Z][^*]+\.\*\* [A-Z0-9].*\.", first), finding.series
        assert all(re.fullmatch(r"[A-Z].*\.", each) for each in second), finding.series
        assert len(second) <= 1
        assert not re.search(r"  |None|nan|\bnull\b| [.,;:)]|\( |\.\.|;\.|\bp p\b|\{|\}|\S\n\S", story), finding.series


def test_a_story_never_says_no_change_and_tells_a_rise_or_fall_only_where_the_verdict_does(told):
    for finding in told:
        moved = re.search(r"\ba (fall|rise) of \d", finding.story)       # not: "a fall of more than … would have"
        assert not moved or finding.verdict in DECIDED, finding.series
        said = finding.story.removesuffix(finding.note or "").lower()
        assert "no change" not in said and "unchanged" not in said, finding.series


def test_the_story_begins_with_the_verdict_and_its_evidence(told):
    for finding in told:
        words = str(finding.verdict).capitalize()
        if finding.verdict in DECIDED:
            assert finding.evidence != Evidence.NONE
            words += f", on {finding.evidence} evidence"
        assert finding.story.startswith(f"**{words}.** "), finding.series


def test_better_and_worse_are_only_said_of_figures_with_a_better_direction(told):
    for finding in told:
        if finding.better == "none":
            assert not re.search("improv|worse|promises", finding.story, re.IGNORECASE), finding.series
        if finding.verdict in (Verdict.IMPROVING, Verdict.WORSENING):
            decisive = finding.trend if finding.decided_by == DecidedBy.TREND else finding.change
            good = decisive.estimate * SIGN[finding.better] > 0
            assert good == (finding.verdict == Verdict.IMPROVING), finding.series
            assert (": a rise of " in finding.story) == (finding.change.estimate > 0), finding.series


def test_these_runs_hold_stories_of_many_kinds():
    """So that the rules above are not true of nothing."""
    verdicts = {finding.verdict for run in RUNS for finding in told_in(*run)}
    decided = {finding.decided_by for run in RUNS for finding in told_in(*run)}
    assert verdicts == set(Verdict) - {Verdict.CHANGED, Verdict.REFUSED, Verdict.MOVED_UNEVENLY}
    assert decided >= {DecidedBy.TREND, DecidedBy.CHANGE, DecidedBy.OTHERS, DecidedBy.STANDING, DecidedBy.NOTHING}
