"""The robustness block: which other choices a series allows, and what they say of real counts."""

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from reference_values import judge
from tables import table
from wayforward.finding import Choice
from wayforward.judge import DecidedBy, Verdict
from wayforward.periods import span
from wayforward.plan import load_plan
from wayforward.plans import DEFAULT
from wayforward.report.benchmarks import Setting
from wayforward.report.chain import make_finding
from wayforward.report.robustness import choices, other_definitions, with_heads, with_robustness, with_unknown
from wayforward.statistics.compare import standing
from wayforward.statistics.intervals import with_intervals
from wayforward.statistics.trend import trend

PLAN = load_plan(DEFAULT)
MEASURE = PLAN.measure("care_leavers_accommodation")
SETTING = Setting(PLAN, "here", "england", None, (), {"here": "Here", "england": "England"})

FINGERTIPS = "Fingertips’ rule for the last five figures, which asks for p under 0.002"
KENDALL = "exact Kendall test of the order"
ARMITAGE = "Cochran–Armitage test, no allowance for year-to-year variation"
QUASI = "quasi-likelihood, dispersion at least 1"
ENDS = "first point against last only"
LAST_FIVE = "the last five figures only"
KNOWN = "without those not known about"
COUNTED = "all of those not known about counted"
RISING = "first against last, those not known about counted only at the end"
FALLING = "first against last, those not known about counted only at first"
ALL_YEARS = "all years from {}"
NO_COVID = "leaving out Covid from March 2020 to July 2021"
METHODS, UNKNOWN = [FINGERTIPS, KENDALL, ARMITAGE, QUASI, ENDS], [KNOWN, COUNTED, RISING, FALLING]


def counts(text: str, calendar: str = "year to 31 March", area: str = "here") -> pd.DataFrame:
    """Counts of one area from a text table; where there is only a percentage the value has no count."""
    rows = table(text).astype({"period": str})
    rows = rows.reindex(columns=["period", "numerator", "denominator", "unknown", "percent"])
    spans = [span(calendar, period) for period in rows["period"]]
    return rows.assign(
        area=area, start=[each.start for each in spans], end=[each.end for each in spans],
        label=[each.label for each in spans], status="final", note=None, parity=math.nan, places=math.nan,
        overlaps=None,
        value=(rows["numerator"] / rows["denominator"]).fillna(rows["percent"] / 100),
        reason=["published as a rounded percentage without its count" if each else None
                for each in rows["numerator"].isna()])


def tried(points: pd.DataFrame, setting: Setting = SETTING, **read) -> dict[str, Choice]:
    """The choices that a series allows, by name; `read`: how it is read, where not as care leavers' headline."""
    return {choice.choice: choice for choice in choices(points, MEASURE.headline.model_copy(update=read), setting)}


def rows(first: int, *numerators: int, of: int = 1000, unknown: float = math.nan, **kinds) -> pd.DataFrame:
    """Yearly counts out of the same total."""
    told = "" if math.isnan(unknown) else unknown
    lines = "\n".join(f"{first + step} | {k} | {of} | {told}" for step, k in enumerate(numerators))
    return counts(f"period | numerator | denominator | unknown\n{lines}", **kinds)


# Hertfordshire, care leavers aged 19 to 21 in suitable accommodation
CARE_LEAVERS = counts("""
period | numerator | denominator | unknown | percent
2016   |           | 485         |         | 89         # before 2021 only the whole percentage and the total
2017   |           | 490         |         | 87
2018   |           | 514         |         | 87
2019   |           | 517         |         | 89
2020   |           | 486         |         | 92
2021   | 453       | 484         | 14      |            # the baseline
2022   | 452       | 493         | 12      |
2023   | 485       | 535         | 10      |
2024   | 514       | 582         | 12      |
2025   | 522       | 589         | 6       |
""")
SINCE = CARE_LEAVERS[CARE_LEAVERS["period"] >= "2021"]

# Hertfordshire, children looked after far from home on 31 March; the unknown are those whose distance is not known
FAR = counts("""
period | numerator | denominator | unknown
2021   | 222       | 991         | 84
2022   | 232       | 1022        | 116
2023   | 226       | 964         | 138
2024   | 215       | 971         | 158
2025   | 218       | 999         | 120
""", calendar="31 March")


# Which choices a series allows

def test_a_proportion_with_counts_unknown_and_earlier_years_allows_all_but_the_last_five():
    """Its window has five points; without Covid four are left of it, and seven of all years."""
    assert list(tried(CARE_LEAVERS)) == [
        *METHODS, ALL_YEARS.format(2016), f"{ALL_YEARS.format(2016)} {NO_COVID}", *UNKNOWN]


def test_without_earlier_years_there_is_no_longer_series():
    assert list(tried(SINCE)) == [*METHODS, *UNKNOWN]


@pytest.mark.parametrize(("first", "allowed"), [(2019, []), (2018, [FINGERTIPS, ALL_YEARS.format(2018)])])
def test_earlier_years_count_where_they_make_five_points_in_all(first, allowed):
    """2021 and 2022 alone are in the window."""
    assert list(tried(rows(first, *[5] * (2023 - first), of=10))) == allowed


def test_six_points_have_a_last_five():
    assert list(tried(rows(2021, 500, 510, 505, 520, 515, 530))) == [*METHODS, LAST_FIVE]


@pytest.mark.parametrize("unknown", [0.0, math.nan])
def test_with_no_one_unknown_there_is_no_one_to_leave_out_or_count(unknown):
    assert list(tried(SINCE.assign(unknown=unknown))) == METHODS


def test_under_five_points_there_is_no_other_test_of_a_trend():
    assert list(tried(SINCE[SINCE["period"] < "2025"])) == UNKNOWN


@pytest.mark.parametrize("kind", ["proportion", "gap"])
def test_without_counts_only_the_order_can_be_tested(kind):
    bare = SINCE.assign(numerator=math.nan, denominator=math.nan, unknown=math.nan, reason="without its count")
    assert list(tried(bare, kind=kind)) == [KENDALL]


def test_a_count_suppressed_in_one_year_leaves_the_order_alone():
    """The value of one point stands without an interval: no binomial test can use it."""
    one = SINCE["period"].eq("2023")
    hidden = SINCE.assign(numerator=SINCE["numerator"].mask(one), reason=SINCE["reason"].mask(one, "no count"))
    assert {KENDALL, ENDS} <= tried(hidden).keys()
    assert not {FINGERTIPS, ARMITAGE, QUASI} & tried(hidden).keys()


def test_counts_and_rates_have_no_binomial_test_and_counts_no_fingertips():
    assert list(tried(SINCE, kind="rate")) == [FINGERTIPS, KENDALL, QUASI, ENDS]
    assert list(tried(SINCE, kind="count")) == [KENDALL, QUASI, ENDS]


def test_fingertips_refuses_a_series_of_which_all_of_one_year_are_counted():
    assert FINGERTIPS not in tried(rows(2021, 10, 7, 8, 9, 7, of=10))


def test_quarters_have_neither_fingertips_nor_a_last_five():
    quarters = [f"{year}-{year - 1999}-Q{quarter}" for year in range(2020, 2026) for quarter in range(1, 5)]
    text = "\n".join(f"{period} | {50 + step % 5} | 100" for step, period in enumerate(quarters))
    found = tried(counts(f"period | numerator | denominator\n{text}", calendar="financial quarter"))
    assert not {FINGERTIPS, LAST_FIVE, KENDALL} & found.keys()


def test_methods_that_know_no_season_have_the_same_quarter_of_each_year():
    """A fourth quarter 10, 11, … 15 of 100 beside others of 50: in order, 2 of 6! ways."""
    quarters = [(f"{year}-{year - 1999}-Q{quarter}", year - 2010 if quarter == 4 else 50)
                for year in range(2020, 2026) for quarter in range(1, 5)]
    text = "\n".join(f"{period} | {heads} | 100" for period, heads in quarters)
    found = tried(counts(f"period | numerator | denominator\n{text}", calendar="financial quarter"))
    assert found[f"{KENDALL}, the same quarter of each year"].p == pytest.approx(2 / math.factorial(6))


def test_the_unknown_are_tried_only_where_their_number_before_the_plan_is_known():
    hidden = SINCE["unknown"].mask(SINCE["period"].eq("2021"))
    assert not set(UNKNOWN) & tried(SINCE.assign(unknown=hidden)).keys()


def test_what_is_not_comparable_is_in_no_choice():
    spoilt = counts("period | numerator | denominator | unknown\n 2026 | 1 | 600 | 500").assign(status="not comparable")
    assert tried(pd.concat([CARE_LEAVERS, spoilt], ignore_index=True)) == tried(CARE_LEAVERS)


def test_figures_that_share_their_time_are_tested_as_if_independent_by_nobody():
    """Two years to each year's end; or as the measure of sickness over twelve months says of itself."""
    rolling = SINCE.assign(start=[date(end.year - 2, 4, 1) for end in SINCE["end"]])
    assert tried(rolling) == tried(SINCE.assign(overlaps=True), kind="mean") == {}


def test_other_methods_see_what_is_after_a_declared_break():
    """Six years of a rise within each level, and five since the break: the order of those five rises."""
    points = rows(2016, 500, 520, 540, 560, 580, 300, 320, 340, 360, 380)
    found = tried(points, breaks=(date(2020, 4, 1),))
    assert found[KENDALL].verdict == Verdict.IMPROVING
    assert found[KENDALL].p == pytest.approx(2 / 120)
    assert found[ALL_YEARS.format(2016)].verdict == Verdict.IMPROVING
    assert tried(points)[ALL_YEARS.format(2016)].verdict != Verdict.IMPROVING


# Covid

def test_figures_that_overlap_covid_if_only_by_days_are_left_out():
    """Years to 31 March 2020, 2021 and 2022 overlap 23 March 2020 to 19 July 2021, those of 2019 and 2023 do not."""
    points = rows(2017, 400, 420, 440, 999, 1, 999, 460, 480, 500, 520)
    straight = points[points["period"].isin(["2017", "2018", "2019", "2023", "2024", "2025", "2026"])]
    found = tried(points)
    longest = found[f"{ALL_YEARS.format(2017)} {NO_COVID}"]
    assert longest.p == pytest.approx(tried(straight)[ALL_YEARS.format(2017)].p)
    assert longest.verdict == Verdict.IMPROVING
    assert found[ALL_YEARS.format(2017)].verdict != Verdict.IMPROVING


@pytest.mark.parametrize(("calendar", "left_out"), [
    ("31 March", ["2020", "2021"]), ("year to 30 September", ["2020", "2021"]), ("December to February", ["2021"]),
    ("calendar year", ["2020", "2021"]), ("academic year", ["2019/20", "2020/21"])])
def test_which_periods_covid_overlaps(calendar, left_out):
    years = range(2016, 2027)
    periods = [f"{year - 1}/{year % 100}" if calendar == "academic year" else str(year) for year in years]
    text = "\n".join(f"{period} | {400 + (7 * step * step) % 13} | 1000" for step, period in enumerate(periods))
    points = counts(f"period | numerator | denominator\n{text}", calendar=calendar)
    kept = points[~points["period"].isin(left_out)]
    window = with_intervals(kept[-6:], "proportion")            # the last before Covid, and five since the plan began
    until_2026 = replace(SETTING, plan=PLAN.model_copy(update={"end": date(2026, 12, 31)}))
    assert tried(points, until_2026)[NO_COVID].p == pytest.approx(trend(window, "proportion", least=5).p)


def test_without_covid_the_verdict_starts_from_the_last_figure_before_it():
    """On 31 March from 40% in 2019 and not from 60% in 2021: a rise."""
    points = rows(2018, 380, 400, 610, 600, 420, 440, 460, 480, 500, calendar="31 March")
    assert tried(points)[ENDS].verdict != Verdict.IMPROVING
    assert tried(points)[NO_COVID].verdict == Verdict.IMPROVING


def test_figures_without_an_interval_are_placed_among_the_neighbours_from_before_covid():
    """On 31 March 2019 to 2026 ours rose by 20 points; eight neighbours, 10 at first, by 0 to 7."""
    def bare(area: str, *percents: float) -> pd.DataFrame:
        text = "\n".join(f"{2018 + step} | {percent}" for step, percent in enumerate(percents))
        return counts(f"period | percent\n{text}", calendar="31 March", area=area)

    theirs = [bare(f"n{rise}", 10, 10, 90, 90, 10, 10, 10, 10, 10 + rise) for rise in range(8)]
    whole = pd.concat([bare("here", 10, 10, 50, 50, 11, 15, 18, 25, 30), *theirs], ignore_index=True)
    setting = replace(SETTING, neighbours=tuple(f"n{rise}" for rise in range(8)))
    found = tried(whole, setting)[NO_COVID]
    assert found.p == pytest.approx(standing(0.2, pd.Series(range(8)) / 100, least=8).p)
    assert found.verdict == Verdict.IMPROVING


# The unknown

def test_the_unknown_are_counted():
    """84 and 120 of whom it is not known."""
    ends = FAR[FAR["period"].isin(["2021", "2025"])]
    assert with_unknown(ends)["numerator"].tolist() == [222 + 84, 218 + 120]
    assert with_unknown(ends)["value"].tolist() == [306 / 991, 338 / 999]
    assert ends["numerator"].tolist() == [222, 218]


def test_where_the_number_of_the_unknown_is_not_published_there_is_no_value():
    assert with_unknown(FAR.assign(unknown=math.nan))["value"].isna().all()


@pytest.mark.parametrize(("choice", "first", "last", "verdict"), [
    (RISING, 222, 218 + 120, Verdict.WORSENING),
    (FALLING, 222 + 84, 218, Verdict.IMPROVING),
])
def test_the_bounds_of_what_the_unknown_could_hide(choice, first, last, verdict):
    """222 to 338 of 999, or 306 to 218: the score test of two proportions."""
    table = np.array([[first, 991 - first], [last, 999 - last]])
    found = tried(FAR, better="lower")[choice]
    assert found.p == pytest.approx(stats.chi2_contingency(table, correction=False).pvalue)
    assert found.verdict == verdict


def test_children_far_from_home_if_the_unknown_were_counted():
    """The verdict of the same rule on 222 + 84, 232 + 116, 226 + 138, 215 + 158 and 218 + 120."""
    choice = COUNTED
    told = FAR.assign(numerator=[306.0, 348.0, 364.0, 373.0, 338.0], unknown=0.0)
    told = told.assign(value=told["numerator"] / told["denominator"])
    measure = PLAN.measure("placed_far_from_home")
    verdict = make_finding(measure, measure.headline, told, SETTING)
    found = tried(FAR, better="lower")[choice]
    assert (found.verdict, found.p) == (verdict.verdict, pytest.approx(verdict.trend.p))


def test_the_verdict_on_children_far_from_home_hangs_on_the_unknown():
    """22.4% to 21.8% as published; 22.4% to 33.8% if the unknown had come to be far from home."""
    measure = PLAN.measure("placed_far_from_home")
    finding = with_robustness(make_finding(measure, measure.headline, FAR, SETTING), FAR, SETTING)
    assert finding.verdict == Verdict.NO_CLEAR_CHANGE
    assert {each.choice: each.verdict for each in finding.dissenters} == {
        RISING: Verdict.WORSENING, FALLING: Verdict.IMPROVING}


def test_without_the_unknown_the_same_rule_is_used_on_those_known():
    """453/470, 452/481, 485/525, 514/570, 522/583: the same table as if nobody had been unknown."""
    known = counts("""
    period | numerator | denominator
    2021   | 453       | 470
    2022   | 452       | 481
    2023   | 485       | 525
    2024   | 514       | 570
    2025   | 522       | 583
    """)
    verdict = make_finding(MEASURE, MEASURE.headline, known, SETTING)
    choice = tried(CARE_LEAVERS)[KNOWN]
    assert (choice.verdict, choice.p) == (verdict.verdict, verdict.trend.p)


# What they say of care leavers' real counts

@pytest.mark.parametrize(("choice", "p"), [
    (KENDALL, judge("care_leavers.kendall.p")),
    (QUASI, judge("care_leavers.quasi_binomial.dated.floored_p")),
    (ARMITAGE, 0.001064413),                        # χ² = 10.716 × 2682/2683, with 1 degree of freedom
    (FINGERTIPS, 0.000523637),                      # χ² = 12.0296
])
def test_the_other_methods_are_those_of_the_statistics(choice, p):
    assert tried(CARE_LEAVERS)[choice].p == pytest.approx(p, abs=1e-6)


def test_the_least_p_of_five_orders_is_told():
    assert tried(CARE_LEAVERS)[KENDALL].smallest_p == pytest.approx(2 / 120)


def test_first_against_last_knows_of_chance_alone():
    """The score test of 522/589 against 453/484; the verdict's own change is no surer than the series' scatter."""
    finding = make_finding(MEASURE, MEASURE.headline, CARE_LEAVERS, SETTING)
    table = np.array([[522, 589 - 522], [453, 484 - 453]])
    p = tried(CARE_LEAVERS)[ENDS].p
    assert p == pytest.approx(stats.chi2_contingency(table, correction=False).pvalue)
    assert p < finding.change.p


def test_fingertips_says_nothing_clear_where_its_own_limit_is_not_reached():
    """50 to 55.6% of 1,000 by 1.4 a year, SE 1.58/√10: χ² = 7.9 and p = 0.005, under 0.05 and not under 0.002."""
    found = tried(rows(2021, 500, 514, 528, 542, 556))[FINGERTIPS]
    assert (round(found.p, 3), found.verdict) == (0.005, Verdict.NO_CLEAR_CHANGE)


def test_a_rounded_percentage_of_a_known_total_is_taken_for_its_heads():
    """89% of 485 are 431.65, 87% of 490 are 426.3: 432 and 426 heads, with their interval; the rest is as it was."""
    made = with_heads(with_intervals(CARE_LEAVERS, "proportion"))
    assert made["numerator"].tolist()[:3] == [432, 426, 447]
    assert made["low"].notna().all()
    assert made["numerator"].tolist()[5:] == SINCE["numerator"].tolist()
    assert made["value"].equals(CARE_LEAVERS["value"])


def test_ten_years_take_the_rule_over_heads_and_counts():
    heads = CARE_LEAVERS.assign(numerator=[432, 426, 447, 460, 447, *SINCE["numerator"]], reason=None)
    expected = trend(with_intervals(heads, "proportion"), "proportion", least=5).p
    choice = tried(CARE_LEAVERS)[ALL_YEARS.format(2016)]
    assert (choice.p, choice.verdict) == (pytest.approx(expected), Verdict.NO_CLEAR_CHANGE)


def told(points: pd.DataFrame):
    return with_robustness(make_finding(MEASURE, MEASURE.headline, points, SETTING), points, SETTING)


def test_three_of_eleven_choices_differ_on_care_leavers():
    finding = told(CARE_LEAVERS)
    assert finding.verdict == Verdict.WORSENING
    assert len(finding.robustness) == 11
    assert {choice.choice: choice.verdict for choice in finding.dissenters} == dict.fromkeys(
        (KENDALL, ALL_YEARS.format(2016), f"{ALL_YEARS.format(2016)} {NO_COVID}"), Verdict.NO_CLEAR_CHANGE)


def test_a_verdict_holds_when_all_agree():
    """50, 54, 58 … 74% every year from 2019: whatever is tried, it rose."""
    finding = told(rows(2019, *range(500, 741, 40), unknown=10))
    assert [each.choice for each in finding.robustness] == [*METHODS, ALL_YEARS.format(2019), *UNKNOWN]
    assert {choice.verdict for choice in finding.robustness} == {finding.verdict} == {Verdict.IMPROVING}
    assert finding.dissenters == ()


@pytest.mark.parametrize("better", ["higher", "lower", "none"])
def test_a_choice_is_read_by_the_direction_of_the_series(better):
    expected = {"higher": Verdict.WORSENING, "lower": Verdict.IMPROVING, "none": Verdict.CHANGED}[better]
    found = tried(SINCE, better=better)
    assert {found[name].verdict for name in (FINGERTIPS, ARMITAGE, QUASI, *UNKNOWN)} == {expected}


@pytest.mark.parametrize("years", [["2021"], ["2022"]])
def test_where_there_is_too_little_for_a_verdict_nothing_else_is_tried(years):
    """Nothing since the plan began, or one figure alone."""
    finding = told(CARE_LEAVERS[CARE_LEAVERS["period"].isin(years)])
    assert finding.verdict == Verdict.TOO_LITTLE
    assert finding.robustness == ()


# The other definitions

def definition(series: str, verdict: Verdict, decided_by: DecidedBy, origin: str = "published", **found):
    finding = make_finding(MEASURE, MEASURE.headline, SINCE, SETTING, origin)
    return replace(finding, series=series, title=series.title(), verdict=verdict, decided_by=decided_by, **found)


def test_another_definition_says_what_its_own_finding_says():
    """Its verdict, and the p that decided it: of the trend, of the change, or of its place among neighbours."""
    ours = definition("one", Verdict.WORSENING, DecidedBy.TREND)
    place = standing(0.2, pd.Series(range(8)) / 100, least=8)
    others = [ours, definition("two", Verdict.IMPROVING, DecidedBy.TREND),
              definition("three", Verdict.NO_CLEAR_CHANGE, DecidedBy.CHANGE),
              definition("four", Verdict.IMPROVING, DecidedBy.STANDING, standing=place),
              definition("five", Verdict.IMPROVING, DecidedBy.TREND)]
    assert list(other_definitions(ours, others, ("two", "three", "four"))) == [
        Choice("the other definition “Two”", Verdict.IMPROVING, ours.trend.p),
        Choice("the other definition “Three”", Verdict.NO_CLEAR_CHANGE, ours.change.p),
        Choice("the other definition “Four”", Verdict.IMPROVING, place.p)]


def test_another_definition_of_another_origin_or_without_a_verdict_is_none():
    ours = definition("one", Verdict.WORSENING, DecidedBy.TREND)
    others = [definition("two", Verdict.IMPROVING, DecidedBy.TREND, origin="extract"),
              definition("three", Verdict.TOO_LITTLE, DecidedBy.NOTHING)]
    assert list(other_definitions(ours, others, ("two", "three"))) == []


def test_another_definition_that_nothing_decided_is_none():
    """Figures without intervals, and no neighbours to measure them by."""
    ours = definition("one", Verdict.WORSENING, DecidedBy.TREND)
    others = [definition("two", Verdict.NO_CLEAR_CHANGE, DecidedBy.STANDING, standing=None)]
    assert list(other_definitions(ours, others, ("two",))) == []


def test_the_plan_names_which_definitions_a_promise_has():
    """A gap that fell by 1 a year, and by the other definition rose by 1, with standard errors of 0.1."""
    measure = PLAN.measure("attainment_gap")
    gap = rows(2021, 16, 15, 14, 13, 12, of=1, calendar="31 March").assign(se=0.1)
    ours, others = (make_finding(measure, series, counts, SETTING) for series, counts in zip(
        measure.series[:2], (gap, gap.assign(value=28 - gap["value"])), strict=True))
    block = with_robustness(ours, gap, SETTING, [ours, others]).robustness
    assert [(each.choice, each.verdict) for each in block if "definition" in each.choice] == [
        ("the other definition “Attainment 8: other pupils and disadvantaged pupils”", Verdict.WORSENING)]
    assert ours.verdict == Verdict.IMPROVING
