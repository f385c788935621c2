"""The chain on a few figures: baseline, window, benchmarks, change beside England's, verdict, target."""

from datetime import date

import pandas as pd
import pytest

from tables import table
from wayforward.counting.counts import SHAPE
from wayforward.finding import Point
from wayforward.judge import DecidedBy, Evidence, TargetStatus, Verdict
from wayforward.periods import span
from wayforward.plan import Target, load_plan
from wayforward.plans import DEFAULT
from wayforward.report.benchmarks import Setting
from wayforward.report.chain import as_point, make_finding
from wayforward.report.examine import examine
from wayforward.statistics.change import change
from wayforward.statistics.intervals import with_intervals

PLAN = load_plan(DEFAULT)
START = PLAN.start                                          # 1 April 2021
CARE_LEAVERS = PLAN.measure("care_leavers_accommodation")   # a proportion, better higher, with counts
ATTAINMENT = PLAN.measure("attainment_gap")                 # a gap, better lower, without intervals
BARE = "published as an average without its spread"
NEIGHBOURS = tuple(f"n{number}" for number in range(1, 11))


def setting(*neighbours: str, region: str | None = "east") -> Setting:
    names = {"here": "Here", "england": "England", "east": "East of England"} | {each: each for each in neighbours}
    return Setting(PLAN.model_copy(update={"area": "here"}), "here", "england", region, neighbours, names)


def counts(text: str, calendar: str = "year to 31 March") -> pd.DataFrame:
    """Counts from a text table: area "here", status "final" where it does not say; a value without counts is bare."""
    rows = table(text)
    rows = pd.DataFrame({"area": "here", "status": "final"}, rows.index).assign(**rows).fillna({"status": "final"})
    rows = rows.astype({"period": str}).reindex(columns=SHAPE)
    numbers = ["numerator", "denominator", "unknown", "parity", "value"]
    rows[numbers] = rows[numbers].astype(float)
    spans = [span(calendar, period) for period in rows["period"]]
    bare = rows["numerator"].isna()
    return rows.assign(
        start=[each.start for each in spans], end=[each.end for each in spans], label=[each.label for each in spans],
        value=rows["value"].fillna(rows["numerator"] / rows["denominator"]), note=None,
        reason=[BARE if each else None for each in bare]).sort_values(["area", "end"], ignore_index=True)


def seen(text: str, kind: str = "gap", calendar: str = "year to 31 March"):
    return examine(with_intervals(counts(text, calendar), kind), kind, START)


def care_leavers(text: str, *neighbours: str):
    return make_finding(CARE_LEAVERS, CARE_LEAVERS.headline, counts(text), setting(*neighbours))


def attainment(text: str, *neighbours: str):
    return make_finding(ATTAINMENT, ATTAINMENT.headline, counts(text, "academic year"), setting(*neighbours))


# Baseline and window

EXAMS = """
period  | value | status
2017/18 | 13.9  | final
2018/19 | 14.2  | final
2019/20 | 13.1  | not comparable      # ended before the plan began, but the schools set the grades
2020/21 | 15.0  | not comparable
2021/22 | 16.6  | final
2022/23 | 15.9  | final
"""


def test_the_baseline_is_the_last_comparable_point_before_the_plan():
    found = seen(EXAMS, calendar="academic year")
    assert found.baseline["label"] == "academic year 2018/19"
    assert found.latest["label"] == "academic year 2022/23"
    assert found.change.estimate == 15.9 - 14.2
    assert found.window["period"].tolist() == ["2018/19", "2021/22", "2022/23"]


def test_only_what_cannot_be_compared_since_the_plan_began_is_counted():
    """2020/21 ended in August 2021; 2019/20 had ended before."""
    assert seen(EXAMS, calendar="academic year").not_comparable == 1


def test_a_year_that_ends_the_day_before_the_plan_is_before_it():
    """31 March 2021 is the last day; a year to 30 September 2021 ends in the plan."""
    assert seen("period | value\n 2021 | 5\n 2022 | 6").baseline["period"] == "2021"
    assert seen("period | value\n 2020 | 4\n 2021 | 5\n 2022 | 6",
                calendar="year to 30 September").baseline["period"] == "2020"


FIVE = """
period | numerator | denominator | status
2020   | 60        | 100         | final           # before the baseline: context only
2021   | 50        | 100         | final
2022   | 55        | 100         | final
2023   | {gap}
2024   | 65        | 100         | provisional
2025   | 70        | 100         | revised
2026   | 75        | 100         | final
"""


@pytest.mark.parametrize("gap", ["99 | 100 | not comparable", " | 100 | suppressed", " | | not available"])
def test_what_is_not_usable_is_neither_used_nor_bridged(gap):
    """The same as if the year were not there, and the years beside it stay two years apart."""
    with_it = seen(FIVE.format(gap=gap), "proportion")
    without = seen(FIVE.replace("2023   | {gap}\n", ""), "proportion")
    assert with_it.window["period"].tolist() == ["2021", "2022", "2024", "2025", "2026"]
    assert (with_it.trend, with_it.change) == (without.trend, without.change)
    assert with_it.trend.points_used == 5
    assert with_it.not_comparable == ("not comparable" in gap)


def test_the_gap_that_a_missing_year_leaves_is_a_year_on_the_time_axis():
    """10, 11, 13, 14, 15 in 2021, 2022, 2024, 2025, 2026: one a year; in row order it would be 1.25."""
    found = seen("""
    period | value | status
    2021   | 10    |
    2022   | 11    |
    2023   |       | not available
    2024   | 13    |
    2025   | 14    |
    2026   | 15    |
    """)
    assert found.trend.estimate == pytest.approx(1, abs=0.002)      # leap days


@pytest.mark.parametrize("last", ["99 | 100 | not comparable", " | 100 | suppressed", " | | not available"])
def test_the_latest_point_is_the_latest_usable_one(last):
    found = seen(FIVE.format(gap="60 | 100 | final") + f"2027 | {last}", "proportion")
    assert found.latest["period"] == "2026"


def test_without_a_baseline_there_is_no_change_but_there_are_points():
    found = seen("period | numerator | denominator\n 2022 | 5 | 10\n 2023 | 6 | 10\n 2024 | 7 | 10", "proportion")
    assert found.baseline is None
    assert found.latest["period"] == "2024"
    assert len(found.window) == 3
    assert (found.change.estimate, found.change.reason) == (
        None, "there is no comparable figure from before the plan began")


def test_before_the_plan_alone_there_is_no_change():
    found = seen("period | numerator | denominator\n 2020 | 5 | 10\n 2021 | 6 | 10", "proportion")
    assert found.baseline["period"] == found.latest["period"] == "2021"
    assert found.change.estimate is None and found.change.reason


@pytest.mark.parametrize(("baseline", "was"), [(70, "highest"), (40, "lowest"), (55, None), (60, None)])
def test_a_change_from_an_extreme_baseline_says_so(baseline, was):
    """The other comparable figures are 50, 55, 58 and 60 %; 90 % and 10 % are not comparable."""
    found = care_leavers(f"""
    period | numerator  | denominator | status
    2019   | 90         | 100         | not comparable
    2020   | 50         | 100         |
    2021   | {baseline} | 100         |
    2022   | 55         | 100         |
    2023   | 10         | 100         | not comparable
    2024   | 58         | 100         |
    2025   | 60         | 100         |
    """)
    assert found.baseline.period == "year to 31 March 2021"
    assert found.baseline_was == was


def test_among_four_figures_no_baseline_is_extreme():
    rows = "\n".join(f"{year} | {heads} | 100" for year, heads in zip(range(2021, 2025), (70, 50, 55, 60), strict=True))
    assert care_leavers(f"period | numerator | denominator\n{rows}").baseline_was is None


# Verdicts of the whole chain

def test_care_leavers_worsened():
    """Hertfordshire's counts: the trend over five points decides."""
    found = care_leavers("""
    period | numerator | denominator
    2021   | 453       | 484
    2022   | 452       | 493
    2023   | 485       | 535
    2024   | 514       | 582
    2025   | 522       | 589
    """)
    assert (found.verdict, found.evidence, found.decided_by) == (Verdict.WORSENING, Evidence.SOME, DecidedBy.TREND)
    assert found.baseline.value == 453 / 484
    assert found.latest.value == 522 / 589
    assert len(found.points) == 5


@pytest.mark.parametrize(("rows", "verdict"), [
    ("2022 | 5 | 10 | final\n 2023 | 6 | 10 | final\n 2024 | 7 | 10 | final", Verdict.TOO_LITTLE),  # no baseline
    ("2021 | 5 | 10 | final", Verdict.TOO_LITTLE),                                                  # nothing since
    ("2022 | 5 | 10 | not comparable\n 2023 | 6 | 10 | not comparable", Verdict.NOT_COMPARABLE),
    ("2022 | | 10 | suppressed\n 2023 | | 10 | suppressed", Verdict.NO_DATA),
    ("2021 | 50 | 100 | final\n 2022 | 70 | 100 | final", Verdict.IMPROVING),                       # the change decides
])
def test_verdicts_of_few_figures(rows, verdict):
    found = care_leavers(f"period | numerator | denominator | status\n {rows}")
    assert found.verdict == verdict
    assert len(found.points) == rows.count("\n") + 1        # unusable ones are shown too


def test_without_a_baseline_five_points_still_have_a_trend():
    found = care_leavers("period | numerator | denominator\n" + "\n".join(
        f"{year} | {share} | 1000" for year, share in zip(range(2022, 2027), (500, 560, 620, 670, 730), strict=True)))
    assert found.baseline is None
    assert (found.verdict, found.decided_by) == (Verdict.IMPROVING, DecidedBy.TREND)


@pytest.mark.parametrize("supplied", [None, counts("area | period | numerator | denominator\n there | 2025 | 1 | 2")])
def test_a_series_that_nothing_supplies_has_no_data(supplied):
    found = make_finding(CARE_LEAVERS, CARE_LEAVERS.headline, supplied, setting())
    assert (found.verdict, found.evidence) == (Verdict.NO_DATA, Evidence.NONE)
    assert (found.points, found.latest, found.baseline, found.benchmarks, found.robustness) == ((), None, None, (), ())
    assert found.change.estimate is None and found.change.reason
    assert found.supplied_by == CARE_LEAVERS.supplied_by
    assert found.target == TargetStatus.NONE_SET


def test_a_finding_says_whose_and_which_promise_it_is():
    found = care_leavers("period | numerator | denominator\n 2021 | 5 | 10")
    assert (found.measure, found.number, found.ambition, found.series) == (
        "care_leavers_accommodation", 7, 3, "care_leavers_suitable_19_21")
    assert (found.area, found.origin, found.headline) == ("Here", "published", True)


# Benchmarks

BESIDE = """
area    | period | numerator | denominator | status
here    | 2021   | 90        | 100         |
here    | 2023   | 80        | 100         |
england | 2021   | 800       | 1000        |
england | 2023   | 850       | 1000        |
east    | 2021   | 80        | 100         |
east    | 2022   | 81        | 100         |             # not one of our periods
n1      | 2021   | 10        | 100         |
n1      | 2023   | 20        | 100         |
n2      | 2021   | 30        | 100         |
n2      | 2023   | 60        | 100         |
n3      | 2023   | 99        | 100         |             # only the latest: not in the median
n4      | 2021   | 40        | 100         |
n4      | 2023   | 98        | 100         | suppressed  # not to be used, whatever stands there
other   | 2021   | 1         | 100         |             # nobody's neighbour
other   | 2023   | 1         | 100         |
"""


def marks(text: str, *neighbours: str) -> dict:
    return {mark.area: mark for mark in care_leavers(text, *neighbours).benchmarks}


def test_benchmarks_are_england_the_region_each_neighbour_and_their_median():
    found = care_leavers(BESIDE, "n1", "n2", "n3", "n4", "n5").benchmarks      # n5 has no figure at all
    assert [(mark.area, mark.level) for mark in found] == [
        ("England", "country"), ("East of England", "region"), ("n1", "neighbour"), ("n2", "neighbour"),
        ("n3", "neighbour"), ("n4", "neighbour"), ("the neighbours' median", "median")]


def test_a_benchmark_is_a_figure_of_our_two_periods():
    found = marks(BESIDE, "n3", "n4")
    england, east = found["England"], found["East of England"]
    assert (england.value, england.baseline, england.change) == (0.85, 0.80, pytest.approx(0.05))
    assert (east.value, east.baseline, east.change) == (None, 0.80, None)
    assert (found["n3"].value, found["n3"].baseline, found["n3"].change) == (0.99, None, None)
    assert (found["n4"].value, found["n4"].change) == (None, None)
    assert east.points == ((date(2021, 3, 31), 0.80), (date(2022, 3, 31), 0.81), (date(2023, 3, 31), None))


def test_the_median_is_of_the_neighbours_with_both_figures():
    """n1 10 → 20 %, n2 30 → 60 %: 20 → 40 %. With n3's 99 % and n4's 40 % it would move by who is in it."""
    median = marks(BESIDE, "n1", "n2", "n3", "n4")["the neighbours' median"]
    assert (median.baseline, median.value, median.change) == pytest.approx((0.20, 0.40, 0.20))
    assert median.areas == 2


def test_without_a_neighbour_with_both_figures_there_is_no_median():
    assert "the neighbours' median" not in marks(BESIDE, "n3", "n4")


def test_an_area_without_region_or_neighbours_has_england_beside_it():
    found = make_finding(CARE_LEAVERS, CARE_LEAVERS.headline, counts(BESIDE), setting(region=None))
    assert [mark.area for mark in found.benchmarks] == ["England"]
    assert found.standing is None


# Change beside England's

def test_the_relative_change_is_ours_less_englands():
    found = care_leavers(BESIDE)
    assert found.relative.estimate == pytest.approx((0.80 - 0.90) - (0.85 - 0.80))
    ours, theirs = (change(*[row for _, row in with_intervals(counts(BESIDE), "proportion").query(
        "area == @area").iterrows()], "proportion") for area in ("here", "england"))
    below = ((ours.estimate - ours.low) ** 2 + (theirs.high - theirs.estimate) ** 2) ** 0.5
    assert found.relative.low == pytest.approx(found.relative.estimate - below)


@pytest.mark.parametrize("missing", ["2021", "2023"])
def test_without_englands_figure_in_one_of_the_periods_there_is_no_relative_change(missing):
    rows = counts(BESIDE)
    england = rows["area"].eq("england") & rows["period"].eq(missing)
    for without in (rows[~england], rows.assign(status=rows["status"].mask(england, "not comparable"))):
        found = make_finding(CARE_LEAVERS, CARE_LEAVERS.headline, without, setting())
        assert (found.relative.estimate, found.relative.reason) == (
            None, "no figure for England in one of the two periods")


def test_without_our_change_there_is_no_relative_change():
    found = care_leavers("area | period | numerator | denominator\n here | 2023 | 8 | 10\n england | 2023 | 80 | 100")
    assert (found.relative.estimate, found.relative.reason) == (
        None, "there is no comparable figure from before the plan began")


# Standing among neighbours, where there is no interval

def gaps(ours: tuple[float, float], theirs: list[tuple[float, float]]) -> str:
    """A text table of 2018/19 and 2024/25 for us and for as many neighbours as are given."""
    areas = [("here", ours), *zip(NEIGHBOURS, theirs, strict=False)]
    return "area | period | value\n" + "\n".join(
        f"{area} | {period} | {value}" for area, values in areas
        for period, value in zip(("2018/19", "2024/25"), values, strict=True))


SPREAD = [(10.0, 10.0 + step / 10) for step in range(-5, 5)]        # changes of −0.5 to +0.4


@pytest.mark.parametrize(("latest", "verdict", "evidence"), [
    (12.0, Verdict.WORSENING, Evidence.SOME),           # beyond every neighbour, and up: a wider gap
    (8.0, Verdict.IMPROVING, Evidence.SOME),
    (10.3, Verdict.NO_CLEAR_CHANGE, Evidence.NONE),     # among them
])
def test_without_intervals_the_neighbours_changes_decide(latest, verdict, evidence):
    found = attainment(gaps((10.0, latest), SPREAD), *NEIGHBOURS)
    assert (found.verdict, found.evidence, found.decided_by) == (verdict, evidence, DecidedBy.STANDING)
    assert found.standing.median == pytest.approx(-0.05)        # between −0.1 and 0.0
    assert found.standing.of == 11
    assert found.standing.extreme != (found.standing.low <= latest - 10.0 <= found.standing.high)


@pytest.mark.parametrize("latest", [10.0, 10.1])
def test_to_move_less_than_all_others_is_neither_better_nor_worse(latest):
    """The others' gaps widened by 2.0 to 2.9; ours stood still, or widened too and by little."""
    found = attainment(gaps((10.0, latest), [(10.0, 12.0 + step / 10) for step in range(10)]), *NEIGHBOURS)
    assert found.standing.extreme
    assert found.verdict == Verdict.NO_CLEAR_CHANGE


def test_under_eight_neighbours_are_no_yardstick():
    found = attainment(gaps((10.0, 14.0), SPREAD[:7]), *NEIGHBOURS[:7])
    assert (found.standing, found.verdict) == (None, Verdict.TOO_LITTLE)


def test_equal_changes_are_equal_whatever_binary_makes_of_them():
    """In binary 0.28 − 0.24 is 0.040000000000000036, and 0.30 − 0.26 is 0.03999999999999998."""
    behind = attainment(gaps((0.26, 0.30), [(0.24, 0.28)] * 5 + [(0.24, 0.25)] * 5), *NEIGHBOURS)
    assert behind.standing.rank == 1                # with five others, and not sixth
    ahead = attainment(gaps((0.24, 0.28), [(0.24, 0.24)] * 9 + [(0.26, 0.30)]), *NEIGHBOURS)
    assert not ahead.standing.extreme               # one neighbour moved as far


# Points

ROW = {"label": "year to 31 March 2025", "start": date(2024, 4, 1), "end": date(2025, 3, 31), "value": 522 / 589,
       "low": 0.858, "high": 0.909, "numerator": 522.0, "denominator": 589.0, "unknown": 6.0, "places": float("nan"),
       "status": "final", "note": "", "reason": None}


def test_a_point_tells_the_proportion_among_those_of_whom_it_is_known():
    assert as_point(pd.Series(ROW)) == Point(
        period="year to 31 March 2025", start=date(2024, 4, 1), end=date(2025, 3, 31), value=522 / 589, low=0.858,
        high=0.909, numerator=522, denominator=589, unknown=6, known_value=522 / (589 - 6), places=None,
        status="final", note=None, reason=None)


@pytest.mark.parametrize("instead", [{"unknown": float("nan")}, {"unknown": 0.0}, {"unknown": 589.0},
                                     {"numerator": float("nan")}, {"denominator": float("nan")}])
def test_a_point_without_a_number_of_unknown_has_no_such_proportion(instead):
    point = as_point(pd.Series(ROW | instead))
    assert point.known_value is None
    assert point.value == 522 / 589


def test_what_is_missing_is_null():
    nothing = dict.fromkeys(("value", "low", "high", "numerator", "denominator", "unknown"), float("nan"))
    point = as_point(pd.Series(ROW | nothing | {"status": "suppressed", "note": float("nan"), "reason": BARE}))
    assert (point.value, point.low, point.high, point.numerator, point.unknown, point.note) == (None,) * 6
    assert point.reason == BARE
    assert not point.usable
    assert as_point(None) is None


def test_a_figure_published_with_fewer_decimals_keeps_their_number():
    places = as_point(pd.Series(ROW | {"places": 0.0})).places
    assert (places, type(places)) == (0, int)


# Targets: the plan gives none; a council may set one

RISING = "period | numerator | denominator\n 2021 | 800 | 1000\n 2025 | 880 | 1000"      # 80 % before, 88 % now


def target_of(value: float, by: date, text: str = RISING) -> TargetStatus:
    series = CARE_LEAVERS.headline.model_copy(update={"target": Target(value=value, by=by)})
    return make_finding(CARE_LEAVERS, series, counts(text), setting()).target


@pytest.mark.parametrize(("value", "by", "status"), [
    (0.88, date(2026, 3, 31), TargetStatus.MET),
    (0.95, date(2025, 3, 31), TargetStatus.MISSED),             # its day has come
    (0.899, date(2026, 3, 31), TargetStatus.ON_COURSE),         # due by now: 80 + 9.9 × 1461/1826 days = 87.9 %
    (0.95, date(2026, 3, 31), TargetStatus.OFF_COURSE),         # due by now: 80 + 15 × 1461/1826 days = 92.0 %
])
def test_a_target_is_judged_by_the_line_from_the_baseline(value, by, status):
    assert target_of(value, by) == status


def test_without_a_baseline_a_target_not_met_is_off_course():
    assert target_of(0.90, date(2026, 3, 31), "period | numerator | denominator\n 2025 | 880 | 1000") == \
        TargetStatus.OFF_COURSE


def test_no_target_is_made_up():
    assert not any(series.target for measure in PLAN.measures for series in measure.series)
    assert care_leavers(RISING).target == TargetStatus.NONE_SET


def test_a_target_on_a_series_without_figures_is_not_judged():
    series = CARE_LEAVERS.headline.model_copy(update={"target": Target(value=0.9, by=date(2026, 3, 31))})
    assert make_finding(CARE_LEAVERS, series, None, setting()).target == TargetStatus.NONE_SET
