"""Control charts against R, the health services' own packages, a naive second implementation, and by hand."""

from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wayforward.statistics import control
from wayforward.statistics.control import ControlPoint, Signal, broken_rules, by_chance, control_chart, spread

OUTSIDE, SHIFT, RISING, FALLING, TWO_OF_THREE = Signal


@cache
def ends(start: str, count: int, step: str) -> list[date]:
    return list(pd.date_range(start, periods=count, freq=step).date)


def bare(values, step: str = "QE", start: str = "2020-06-30") -> pd.DataFrame:
    """Figures without counts, one a quarter."""
    return pd.DataFrame({"end": ends(start, len(values), step), "value": np.asarray(values, float), "numerator": np.nan,
                         "denominator": np.nan, "low": np.nan, "high": np.nan, "status": "final"})


def counted(numerators, denominators, **more) -> pd.DataFrame:
    """Figures from counts that allow an interval, one a quarter."""
    k, n = np.asarray(numerators, float), np.broadcast_to(np.asarray(denominators, float), len(numerators))
    return bare(k / n, **more).assign(numerator=k, denominator=n, low=0.0, high=1.0)


def lines(chart: control.ControlChart) -> list[tuple]:
    return [(point.centre, point.lower, point.upper) for point in chart.points]


def signalling(chart: control.ControlChart, rule: Signal) -> list[int]:
    return [place for place, point in enumerate(chart.points) if rule in point.signals]


# --- outside judges --------------------------------------------------------------------------------------------------

JUICE = (12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6)


def test_p_prime_is_that_of_qicharts2():
    """Montgomery's orange juice (Introduction to Statistical Quality Control, the p chart's example): 347 of 1,500.
    R, qicharts2: qic(1:30, juice, n = rep(50, 30), chart = "pp")$data gives ucl 0.528471998044, lcl 0; σz is 1.66."""
    chart = control_chart(counted(JUICE, 50), "proportion")
    assert (chart.chart, chart.trial) == ("p′", False)
    assert lines(chart) == [pytest.approx((347 / 1500, 0.0, 0.528471998044), abs=1e-9)] * 30


def test_p_prime_of_very_many_cases_is_that_of_qicharts2():
    """A&E attendances seen within four hours, six weeks (Mohammed et al. 2013, BMJ Qual Saf 22:362).
    R, qicharts2: qic(i, r, n, data = head(nhs_accidents), chart = "pp")."""
    chart = control_chart(counted((266501, 264225, 276532, 281461, 269071, 261215),
                                  (280443, 276823, 291681, 296155, 282343, 275888)), "proportion")
    assert [point.lower for point in chart.points] == pytest.approx(
        [0.938911314078, 0.938835837670, 0.939136604922, 0.939222706766, 0.938950346615, 0.938816102075], abs=1e-9)
    assert [point.upper for point in chart.points] == pytest.approx(
        [0.962073402357, 0.962148878765, 0.961848111513, 0.961762009670, 0.962034369820, 0.962168614361], abs=1e-9)
    assert (chart.chart, chart.trial) == ("p′", True)


def test_u_prime_is_that_of_qicharts2():
    """R, qicharts2: qic(1:12, k, n = n, chart = "up"); σz is 1.68."""
    chart = control_chart(counted((14, 22, 9, 31, 18, 12, 25, 40, 16, 11, 27, 19),
                                  (1.2, 1.3, 1.1, 1.5, 1.4, 1.2, 1.6, 1.9, 1.3, 1.0, 1.6, 1.5)), "rate")
    assert chart.chart == "u′"
    assert lines(chart)[0] == pytest.approx((14.6987951807, 0.0, 32.3304342170), abs=1e-8)
    assert lines(chart)[7] == pytest.approx((14.6987951807, 0.686589333763, 28.7110010277), abs=1e-8)


def test_an_individuals_chart_is_screened_as_in_qicharts2():
    """R, qicharts2: qic(y, chart = "i"); of the ranges .3 .6 .2 .6 .4 .3 6.1 5.7 .3 .5 .4 the two largest go."""
    chart = control_chart(bare([10.1, 10.4, 9.8, 10.0, 10.6, 10.2, 9.9, 16.0, 10.3, 10.0, 10.5, 10.1]), "mean")
    assert lines(chart)[0] == pytest.approx((10.6583333333, 9.5945035461, 11.7221631206), abs=1e-9)
    assert signalling(chart, OUTSIDE) == [7]


def test_without_dispersion_p_and_u_are_those_of_abspc():
    """NHS Wales, abspc 1.1.0: calculate_control_limits(data, "p") and (data, "u"); σz is under 1 in both."""
    chart = control_chart(counted((31, 28, 35, 30, 27, 33, 29, 36, 32, 30),
                                  (120, 118, 131, 125, 110, 122, 119, 140, 127, 121)), "proportion")
    assert (chart.chart, lines(chart)[0]) == ("p", pytest.approx((0.2522303325, 0.1332943649, 0.3711663001), abs=1e-9))
    assert lines(chart)[7] == pytest.approx((0.2522303325, 0.1421170231, 0.3623436419), abs=1e-9)
    rate = control_chart(counted((31, 28, 35, 30, 27, 33, 29, 36, 32, 30),
                                 (1.2, 1.1, 1.3, 1.25, 1.1, 1.2, 1.15, 1.4, 1.2, 1.2)), "rate")
    assert (rate.chart, lines(rate)[1]) == ("u", pytest.approx((25.7024793388, 11.2009962156, 40.203962462), abs=1e-8))


STEADY = (50.6, 51.3, 51.8, 50.8, 50.6, 49.4, 49.7, 47.8, 49.0, 49.0, 49.7, 49.9, 50.5, 50.9, 51.0, 50.4, 48.1, 47.9,
          49.6, 51.1)


def test_the_rules_are_those_of_abspc():
    """NHS Wales, abspc 1.1.0: detect_special_causes(calculate_control_limits(data, "XmR")); its trends are of six; its
    shifts are of eight, but of seven in _rule2_shift(values, mean, run_length=7); nothing here would be screened."""
    chart = control_chart(bare(STEADY), "mean")
    assert lines(chart)[0] == pytest.approx((49.955, 47.81334266517357, 52.096657334826425), abs=1e-9)
    assert signalling(chart, OUTSIDE) == [7]
    steady = np.array(STEADY)
    assert np.flatnonzero(broken_rules(steady, steady - 49.955, trend_of=6)[RISING]).tolist() == [9, 10, 11, 12, 13, 14]
    assert signalling(chart, TWO_OF_THREE) == [16, 17]
    assert signalling(chart, SHIFT) == [5, 6, 7, 8, 9, 10, 11]


def test_the_rules_are_those_of_nhs_r_plot_the_dots():
    """R, NHSRplotthedots: its rules on the ranges it screens (ptd_part_of_seven_trend(ptd_seven_point_trend(y)) and so
    on); its limits are 2.66 mean ranges from the mean, 44.6 and 56.2."""
    chart = control_chart(bare([50, 52, 47, 55, 58, 57.5, 51, 49, 46, 45, 44, 43.5, 42, 41, 40.5, 60, 61, 48, 53, 52.5,
                                52.2, 52.1, 54, 55.5]), "mean")
    assert signalling(chart, OUTSIDE) == [4, 5, 10, 11, 12, 13, 14, 15, 16]
    assert signalling(chart, SHIFT) == [7, 8, 9, 10, 11, 12, 13, 14]
    assert signalling(chart, FALLING) == [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]
    assert signalling(chart, TWO_OF_THREE) == [8, 9]
    assert lines(chart)[0] == pytest.approx((50.4083333, 44.607, 56.20967), abs=0.001)     # 3 / 1.128 is 2.6596


def naive(values: list[float], units: list[float], centre: float, floor: float) -> list[tuple]:
    """Lower and upper limit, and the rules that each figure breaks, in loops."""
    z = [(value - centre) / unit for value, unit in zip(values, units, strict=True)]
    ranges = [abs(z[i] - z[i - 1]) for i in range(1, len(z))]
    kept = [size for size in ranges if size <= 3.267 * sum(ranges) / len(ranges)]
    scale = max(sum(kept) / len(kept) / 1.128, floor)
    far = [round(one / scale, 9) for one in z]
    found: list[set[str]] = [set() for _ in z]
    for start in range(len(z)):
        seven, row, three = far[start:start + 7], values[start:start + 7], far[start:start + 3]
        if abs(far[start]) > 3:
            found[start].add(OUTSIDE)
        if len(seven) == 7 and (min(seven) > 0 or max(seven) < 0):
            for place in range(start, start + 7):
                found[place].add(SHIFT)
        for way, order in ((RISING, sorted(row)), (FALLING, sorted(row, reverse=True))):
            if len(row) == 7 and row == order and len(set(row)) == 7:
                for place in range(start, start + 7):
                    found[place].add(way)
        near = [start + place for place, one in enumerate(three) if 2 < abs(one) <= 3]
        if len(near) >= 2 and len(three) == 3 and (min(three) > 0 or max(three) < 0):
            for place in near:
                found[place].add(TWO_OF_THREE)
    return [(centre - 3 * unit * scale, centre + 3 * unit * scale, rules)
            for unit, rules in zip(units, found, strict=True)]


def same(chart: control.ControlChart, expected: list[tuple], least: float, most: float) -> None:
    assert [set(point.signals) for point in chart.points] == [rules for _, _, rules in expected]
    for point, (lower, upper, _) in zip(chart.points, expected, strict=True):
        assert (point.lower, point.upper) == pytest.approx((max(least, lower), min(most, upper)), abs=1e-9)


@given(st.lists(st.integers(0, 40), min_size=6, max_size=30).filter(lambda row: len(set(row)) > 4))
@settings(max_examples=15)
def test_individuals_are_as_a_naive_implementation_has_them(figures):
    chart = control_chart(bare(figures), "mean")
    if chart.points:
        floats = [float(figure) for figure in figures]
        same(chart, naive(floats, [1.0] * len(floats), sum(floats) / len(floats), 0.0), -np.inf, np.inf)
    else:
        assert chart.reason == "too many figures are equal to draw limits from how they vary"


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(60, 200)), min_size=5, max_size=25).filter(
    lambda row: sum(k for k, _ in row) > 0))
@settings(max_examples=15)
def test_proportions_are_as_a_naive_implementation_has_them(figures):
    k, n = (list(column) for column in zip(*figures, strict=True))
    share = sum(k) / sum(n)
    units = [(share * (1 - share) / size) ** 0.5 for size in n]
    values = [count / size for count, size in figures]
    same(control_chart(counted(k, n), "proportion"), naive(values, units, share, 1.0), 0.0, 1.0)


@pytest.mark.parametrize(("last", "mean_range"), [
    (7.5, (1 + 1 + 1 + 1 + 7.5) / 5),       # 3.26 times the mean of the five
    (7.76, 1.0),                            # 3.30 times
])
def test_a_range_is_screened_beyond_3267_means(last, mean_range):
    assert float(spread(np.array([0, 1, 0, 1, 0, last]))) == pytest.approx(mean_range / 1.128)


# --- each rule by eye ------------------------------------------------------------------------------------------------

def rules_of(*z: float, trend_of: int = 7) -> dict[str, list[int]]:
    """Which figures break which rule; z serve as the figures too."""
    broken = broken_rules(np.array(z, float), np.array(z, float), trend_of)
    return {rule: np.flatnonzero(where).tolist() for rule, where in broken.items() if where.any()}


def test_a_figure_on_a_limit_is_not_outside_it():
    assert rules_of(0, 3, 0, -3, 0) == {}
    assert rules_of(0, 3.001, 0, -3.001, 0) == {OUTSIDE: [1, 3]}


def test_a_figure_on_the_centre_line_is_on_neither_side_whatever_the_last_binary_digit():
    """0.6 + 3 × 0.2 + 4 × 0.3 + 0.4 + 0.2 is 3, but a tenth of it is 0.30000000000000004: seven figures in a row would
    lie under that."""
    chart = control_chart(bare([0.6, 0.2, 0.2, 0.2, 0.3, 0.3, 0.3, 0.3, 0.4, 0.2]), "mean")
    assert chart.points[0].centre > 0.3
    assert signalling(chart, SHIFT) == []


@pytest.mark.parametrize(("z", "shift"), [
    ([1, .5, 1, .2, 1, .1], []),                        # six
    ([1, .5, 1, .2, 1, .1, .3], [0, 1, 2, 3, 4, 5, 6]),
    ([1, .5, 1, 0, 1, .1, .3, .5], []),                 # on the line is on neither side
    ([-1, -.5, -1, -.2, -1, -.1, -.3, -1, 1], [0, 1, 2, 3, 4, 5, 6, 7]),
])
def test_a_shift_is_seven_on_one_side(z, shift):
    assert rules_of(*z).get(SHIFT, []) == shift


@pytest.mark.parametrize(("z", "trend_of", "rising", "falling"), [
    ([-1, -.5, 0, .1, .2, .3], 6, [0, 1, 2, 3, 4, 5], []),
    ([-1, -.5, 0, .1, .2, .3], 7, [], []),
    ([-1, -.5, 0, .1, .2, .3, .4], 7, [0, 1, 2, 3, 4, 5, 6], []),
    ([-1, -.5, 0, .1, .1, .2, .3, .4], 6, [], []),                              # two are equal
    ([0, 1, .5, 0, -.5, -1, -1.5, 0], 6, [], [1, 2, 3, 4, 5, 6]),
])
def test_a_trend_is_a_row_each_beyond_the_one_before(z, trend_of, rising, falling):
    found = rules_of(*z, trend_of=trend_of)
    assert found.get(RISING, []) == rising
    assert found.get(FALLING, []) == falling


@pytest.mark.parametrize(("z", "near"), [
    ([2.5, 2.5, 1], [0, 1]),
    ([2.5, 1, 2.5], [0, 2]),
    ([2.5, -1, 2.5], []),           # not all on one side
    ([2.5, 1, -2.5], []),           # near two limits
    ([2.5, 3.5, 1], []),            # beyond a limit is not near it, and is told as that
    ([2.5, 2.5], []),               # only two
    ([1, -2.1, -2.2, -.1, 1], [1, 2]),
])
def test_two_of_three_near_the_same_limit(z, near):
    assert rules_of(*z).get(TWO_OF_THREE, []) == near


# --- real time -------------------------------------------------------------------------------------------------------

def test_no_moving_range_goes_across_a_missing_year():
    """1, 2, 1, 2, 1 | 4, 3, 4, 3, 4 with a year missing: every range is 1, so limits are 2.5 ± 3 / 1.128. Without the
    gap there is a ninth range, of 3, which is under 3.267 times their mean of 11 / 9."""
    gappy = bare([1, 2, 1, 2, 1, 5, 4, 3, 4, 3, 4], step="YE").drop(index=5)
    chart = control_chart(gappy, "mean")
    assert lines(chart)[0] == pytest.approx((2.5, 2.5 - 3 / 1.128, 2.5 + 3 / 1.128))
    dense = control_chart(bare([1, 2, 1, 2, 1, 4, 3, 4, 3, 4], step="YE"), "mean")
    assert dense.points[0].upper == pytest.approx(2.5 + 3 * 11 / 9 / 1.128)
    assert [point.end.year for point in chart.points] == [2020, 2021, 2022, 2023, 2024, 2026, 2027, 2028, 2029, 2030]


def test_a_period_that_is_suppressed_is_a_gap_and_no_run_goes_across_it():
    values = [1.0, 2, 3, 4, 5, 6, 7, 8, 3, 1]
    assert signalling(control_chart(bare(values), "mean"), RISING) == [0, 1, 2, 3, 4, 5, 6, 7]
    hidden = bare(values).assign(status=["final"] * 4 + ["suppressed"] + ["final"] * 5)
    chart = control_chart(hidden, "mean")
    assert len(chart.points) == 9
    assert signalling(chart, RISING) == []


def test_too_few_neighbours_are_no_chart():
    """Ends at 1, 2, 4, 5, 7, 8 years: three ranges."""
    scattered = bare([3, 1, 4, 1, 5, 9, 2, 6], step="YE").drop(index=[2, 5])
    chart = control_chart(pd.concat([scattered, bare([0.0, 0.0, 0.0], start="2028-12-31", step="YE").assign(
        status="not comparable")]), "mean")
    assert (chart.points, chart.reason) == ((), "6 comparable figures with 3 moving ranges; limits need 4")


@pytest.mark.parametrize(("count", "reason"), [
    (4, "4 comparable figures with 3 moving ranges; limits need 4"),
    (1, "1 comparable figure with 0 moving ranges; limits need 4"),
    (0, "there is no comparable figure"),
    (5, None),
])
def test_under_five_figures_there_is_no_chart(count, reason):
    chart = control_chart(bare([3, 1, 4, 1, 5][:count]), "mean")
    assert (chart.reason, len(chart.points)) == (reason, 5 if count == 5 else 0)


def test_twelve_figures_are_no_trial_and_eleven_are():
    assert [control_chart(bare(STEADY[:count]), "mean").trial for count in (11, 12)] == [True, False]


# --- re-basing -------------------------------------------------------------------------------------------------------

LOW, HIGH = [10, 12, 11, 13, 12, 11, 10, 12], [20, 23, 21, 22, 21, 23]
BREAK = date(2022, 4, 1)            # between the eighth quarter's end and the ninth's


def test_from_a_break_on_centre_and_limits_are_new():
    chart = control_chart(bare(LOW + HIGH), "mean", breaks=[BREAK])
    before, after = control_chart(bare(LOW), "mean"), control_chart(bare(HIGH, start="2022-06-30"), "mean")
    assert lines(chart) == lines(before) + lines(after)
    assert [point.phase for point in chart.points] == [1] * 8 + [2] * 6
    assert (chart.points[0].centre, chart.points[-1].centre) == pytest.approx((sum(LOW) / 8, sum(HIGH) / 6))
    assert [point.signals for point in chart.points] == [()] * 14
    assert chart.by_chance == pytest.approx(1 - (1 - before.by_chance) * (1 - after.by_chance))


def test_no_run_goes_across_a_break():
    values = [8, 7, 8.5, 6, 1, 2, 3, 4, 5, 6, 7, 5, 6]
    breaks = [bare(values)["end"][8]]               # a figure that ends on the day is of the new phase
    assert signalling(control_chart(bare(values), "mean"), RISING) == [4, 5, 6, 7, 8, 9, 10]
    chart = control_chart(bare(values), "mean", breaks=breaks)
    assert [point.phase for point in chart.points] == [1] * 8 + [2] * 5
    assert signalling(chart, RISING) == []


def test_a_phase_too_short_for_limits_is_shown_without_and_said():
    chart = control_chart(bare(LOW + HIGH[:2]), "mean", breaks=[BREAK])
    assert lines(chart)[8:] == [(None, None, None)] * 2
    assert [point.value for point in chart.points[8:]] == [20.0, 23.0]
    assert lines(chart)[:8] == lines(control_chart(bare(LOW), "mean"))
    assert chart.reason == "phase 2: 2 comparable figures with 1 moving range; limits need 4"


# --- which chart, and the possible range -----------------------------------------------------------------------------

@pytest.mark.parametrize("change", [{"numerator": np.nan}, {"low": np.nan}, {"se": 0.01}])
def test_without_counts_that_allow_an_interval_there_is_no_p_chart(change):
    """A rounded percentage, days of sickness over working days, a standardised share: only their own scatter tells."""
    points = counted(JUICE, 50)
    name, value = next(iter(change.items()))
    points.loc[[3], name] = value
    chart = control_chart(points, "proportion")
    assert chart.chart == "XmR"
    assert chart.points[0].centre == pytest.approx(points["value"].mean())


@pytest.mark.parametrize("kind", ["mean", "gap", "shares"])
def test_other_kinds_are_charted_by_their_own_scatter(kind):
    assert control_chart(counted(JUICE, 50), kind).chart == "XmR"


def test_a_count_has_equal_exposures():
    """Counts 4, 9, 4, 9, 4: mean 6; z are ±√6-ths of 2 and 3; their mean range 5 / √6 over 1.128 is 1.81."""
    chart = control_chart(counted([4, 9, 4, 9, 4], 1).assign(denominator=np.nan), "count")
    assert (chart.chart, chart.points[0].centre) == ("u′", 6.0)
    assert chart.points[0].upper == pytest.approx(6 + 3 * 5 / 1.128)
    assert chart.points[0].lower == 0.0


@pytest.mark.parametrize(("kind", "values", "limits"), [
    ("proportion", [.98, 1, .97, 1, .96], (None, 1.0)),
    ("shares", [.02, 0, .03, 0, .04], (0.0, None)),
    ("mean", [.02, 0, .03, 0, .04], (None, None)),
])
def test_limits_stay_in_the_possible_range(kind, values, limits):
    point = control_chart(bare(values), kind).points[0]
    wide = control_chart(bare(values), "mean").points[0]          # the same lines of a figure that may be anything
    assert (point.lower, point.upper) == tuple(
        free if bound is None else bound for bound, free in zip(limits, (wide.lower, wide.upper), strict=True))
    assert wide.lower < point.lower or wide.upper > point.upper or kind == "mean"


@pytest.mark.parametrize(("points", "kind"), [
    (bare([5.0] * 9), "mean"), (bare([5.0] * 6 + [9.0]), "mean"), (counted([0] * 9, 50), "proportion"),
    (counted([50] * 9, 50), "proportion"), (counted([0] * 9, 1), "count")])
def test_without_variation_there_is_no_chart(points, kind):
    """A lone change among equal figures is screened, and would leave limits without width."""
    chart = control_chart(points, kind)
    assert (chart.points, chart.reason) == ((), "too many figures are equal to draw limits from how they vary")


def test_equal_proportions_vary_by_chance_alone():
    """20 of 50 nine times over: 0.4 ± 3 √(0.4 × 0.6 / 50)."""
    chart = control_chart(counted([20] * 9, 50), "proportion")
    assert chart.chart == "p"
    assert lines(chart)[0] == pytest.approx((0.4, 0.4 - 3 * 0.0048 ** 0.5, 0.4 + 3 * 0.0048 ** 0.5))
    assert signalling(chart, SHIFT) == []


def test_the_answer_is_plain_and_the_question_unchanged():
    points = bare(STEADY[:6])
    before = points.copy()
    first = control_chart(points, "mean").points[0]
    assert first == ControlPoint(date(2020, 6, 30), 50.6, first.centre, first.lower, first.upper)
    assert [type(number) for number in (first.value, first.centre, first.lower)] == [float] * 3
    pd.testing.assert_frame_equal(points, before)


# --- properties ------------------------------------------------------------------------------------------------------

FIGURES = st.lists(st.integers(0, 50), min_size=8, max_size=25).filter(lambda row: sum(np.diff(row) != 0) > 6)


@given(FIGURES)
@settings(max_examples=15)
def test_success_and_failure_mirror(figures):
    there = control_chart(counted(figures, 50), "proportion")
    back = control_chart(counted([50 - figure for figure in figures], 50), "proportion")
    for one, other in zip(there.points, back.points, strict=True):
        assert (one.lower, one.centre, one.upper) == pytest.approx((1 - other.upper, 1 - other.centre, 1 - other.lower))
        turned = {rule.replace("rising", "x").replace("falling", "rising").replace("x", "falling")
                  for rule in other.signals}
        assert set(one.signals) == turned


@given(FIGURES, st.sampled_from([0.01, 3.0, 1000.0]))
@settings(max_examples=15)
def test_another_unit_changes_no_signal(figures, factor):
    there, scaled = (control_chart(bare(np.array(figures) * by), "gap") for by in (1.0, factor))
    for one, other in zip(there.points, scaled.points, strict=True):
        assert one.signals == other.signals
        assert (other.lower, other.upper) == pytest.approx((one.lower * factor, one.upper * factor))


@given(FIGURES)
@settings(max_examples=15)
def test_time_reversed_turns_trends_and_leaves_limits(figures):
    there, back = (control_chart(bare(row), "gap") for row in (figures, figures[::-1]))
    assert there.reason == back.reason
    for one, other in zip(there.points, back.points[::-1], strict=True):
        assert (one.lower, one.upper) == pytest.approx((other.lower, other.upper))
        assert set(one.signals) - {RISING, FALLING} == set(other.signals) - {RISING, FALLING}
        assert (RISING in one.signals) == (FALLING in other.signals)


@given(FIGURES, st.sampled_from(["proportion", "rate", "count", "mean", "gap", "shares"]))
@settings(max_examples=15)
def test_limits_enclose_the_centre_and_nothing_is_nan(figures, kind):
    points = counted(figures, 50) if kind != "count" else counted(figures, 1)
    chart = control_chart(points, kind)
    assert bool(chart.points) != bool(chart.reason)
    for point in chart.points:
        assert point.lower <= point.centre <= point.upper
        assert not any(np.isnan(number) for number in (point.value, point.centre, point.lower, point.upper))
        if kind in ("proportion", "shares"):
            assert 0 <= point.lower <= point.upper <= 1
        assert (OUTSIDE in point.signals) == (not point.lower - 1e-9 <= point.value <= point.upper + 1e-9)


# --- false alarms ----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("length", [12, 20])
def test_chance_signals_as_often_as_is_said(length):
    """4,000 charts of independent normal figures: within four standard errors of the table's share."""
    values = np.random.default_rng(20260331).standard_normal((4000, length))
    distance = values - values.mean(axis=-1, keepdims=True)
    broken = broken_rules(values, distance / spread(distance)[:, None])
    share, told = np.any(list(broken.values()), axis=0).any(axis=-1).mean(), by_chance([length], False)
    assert abs(share - told) < 4 * (told * (1 - told) / 4000) ** 0.5
    assert control_chart(bare(values[0]), "mean").by_chance == told


def test_rules_on_many_charts_at_once_are_those_on_each():
    values = np.random.default_rng(4).standard_normal((50, 16))
    together = broken_rules(values, 2 * values)
    for row, one in enumerate(values):
        assert {rule: where.tolist() for rule, where in broken_rules(one, 2 * one).items()} == {
            rule: where[row].tolist() for rule, where in together.items()}


def test_chance_signals_less_where_limits_rest_on_counts_alone_and_more_in_longer_charts():
    assert by_chance([20], True) < by_chance([20], False) < by_chance([40], False)
    assert control_chart(counted(JUICE, 50), "proportion").by_chance == by_chance([30], False)         # p′
    assert control_chart(counted([20] * 9, 50), "proportion").by_chance == by_chance([9], True)        # p
    assert by_chance([12, 12], False) == pytest.approx(1 - (1 - by_chance([12], False)) ** 2)
