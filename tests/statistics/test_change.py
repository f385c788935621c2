"""Change between two points against R and published examples; small counts exactly."""

import math
from dataclasses import astuple

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import stats

from reference_values import judge, limits
from tables import series
from wayforward.statistics.change import (
    NO_TIME,
    NOBODY,
    Limits,
    Z,
    change,
    difference_of_means,
    difference_of_proportions,
    difference_of_rates,
    square_and_add,
)
from wayforward.statistics.intervals import ALL_ALIKE, TOO_FEW_ANSWERS, byar, wilson, with_intervals
from wayforward.statistics.results import Result

CONTROL = 0.998         # the limits of public-health practice
EARLIER = np.array([14.1, 15.3, 13.8, 16.2, 15.9, 14.7, 17.1, 15.0])
LATER = np.array([16.4, 15.8, 18.2, 17.7, 14.9, 19.3, 16.6, 17.0, 18.8, 15.2])


def two(first: tuple, last: tuple, kind: str = "proportion") -> list[pd.Series]:
    points = series((2021, *first), (2025, *last), kind=kind)
    return [row for _, row in points.iterrows()]


def ends(found: Result) -> tuple[float, float]:
    return found.low, found.high


def summary(answers: np.ndarray) -> tuple[float, float, int]:
    return answers.mean(), answers.std(ddof=1), len(answers)


@pytest.mark.parametrize(("found", "name"), [
    (difference_of_proportions((453, 484), (522, 589)), "proportions.newcombe.95"),
    (difference_of_proportions((453, 484), (522, 589), CONTROL), "proportions.newcombe.998"),
    (difference_of_proportions((1, 40), (7, 40)), "proportions.fisher.newcombe"),
    (difference_of_rates((52, 26.8), (39, 27.21)), "rates.difference.95"),
    (difference_of_means(summary(EARLIER), summary(LATER)), "means.welch.95"),
    (difference_of_means(summary(EARLIER), summary(LATER), CONTROL), "means.welch.998"),
])
def test_intervals_are_rs(found, name):
    assert ends(found) == pytest.approx(limits(name), abs=1e-7)


@pytest.mark.parametrize(("found", "name"), [
    (difference_of_proportions((453, 484), (522, 589)), "proportions.score.p"),
    (difference_of_proportions((1, 40), (7, 40)), "proportions.fisher.p"),
    (difference_of_rates((52, 26.8), (39, 27.21)), "rates.p"),
    (difference_of_rates((52, 1), (39, 1)), "counts.p"),
    (difference_of_means(summary(EARLIER), summary(LATER)), "means.welch.p"),
])
def test_p_is_rs(found, name):
    assert found.p == pytest.approx(judge(name), abs=1e-9)


def test_the_score_test_is_mantel_and_haenszels_but_for_one_child():
    """Their variance has N − 1 where the score test has N."""
    score = stats.norm.isf(difference_of_proportions((453, 484), (522, 589)).p / 2) ** 2
    assert score * 1072 / 1073 == pytest.approx(judge("proportions.mantel_haenszel.x2"))


def test_events_that_are_not_whole_are_tested_by_the_normal():
    """Turnover of 61.4 posts in 552, then 51.5 in 551.7: z is the difference over the root of the squared errors, each
    a limit's width over 2 Z."""
    found = difference_of_rates((61.4, 552.0), (51.5, 551.7))
    errors = [float(np.ptp(byar(x))) / (2 * Z) / t for x, t in ((61.4, 552.0), (51.5, 551.7))]
    assert found.p == pytest.approx(2 * stats.norm.sf((61.4 / 552 - 51.5 / 551.7) / math.hypot(*errors)))
    assert "normal test" in found.method


def test_newcombes_worked_example():
    """Newcombe (1998) Stat Med 17:873, table II (a), method 10: 56/70 against 48/80 gives 0.0524 to 0.3339."""
    found = change(*two((48, 80), (56, 70)), "proportion")
    assert found.estimate == pytest.approx(56 / 70 - 48 / 80)
    assert (round(found.low, 4), round(found.high, 4)) == (0.0524, 0.3339)


def test_care_leavers_fell_by_five_points():
    """p as R's prop.test(c(522, 453), c(589, 484), correct = FALSE): X-squared = 7.9108, p-value = 0.004917."""
    found = change(*two((453, 484), (522, 589)), "proportion")
    assert found.estimate == pytest.approx(522 / 589 - 453 / 484)
    assert found.p == pytest.approx(0.004920668, abs=1e-8)
    assert stats.norm.isf(found.p / 2) ** 2 == pytest.approx(
        (522 / 589 - 453 / 484) ** 2 / ((975 / 1073) * (98 / 1073) * (1 / 589 + 1 / 484)))
    assert "score test" in found.method


def test_small_counts_are_tested_exactly():
    """Fisher's tea: 3 of 4 against 1 of 4 has p = 34/70."""
    found = change(*two((1, 4), (3, 4)), "proportion")
    assert found.p == pytest.approx(34 / 70)
    assert "Fisher" in found.method


def test_heads_that_are_an_average_of_months_are_tested_as_whole_ones():
    """1⅔ with it and 38⅔ without are 2 and 39 to Fisher, and themselves to the interval."""
    found = difference_of_proportions((5 / 3, 121 / 3), (7, 40))
    assert found.p == difference_of_proportions((2, 41), (7, 40)).p
    assert found.estimate == pytest.approx(7 / 40 - 5 / 121)


def test_counts_are_tested_exactly_given_their_sum():
    """9 then 1 over the same time: twice the chance of 0 or 1 heads in 10 tosses."""
    found = change(*two((9, 1), (1, 1), kind="rate"), "rate")
    assert found.estimate == 1 - 9
    assert found.p == pytest.approx(2 * (1 + 10) / 2 ** 10)


def test_welch_from_summaries():
    points = pd.DataFrame({"value": [20.0, 22.0], "sd": [4.0, 5.0], "n": [30.0, 40.0]})
    rows = [row for _, row in points.assign(low=0.0, high=1.0, reason=None).iterrows()]
    found = change(*rows, "mean")
    error = (4 ** 2 / 30 + 5 ** 2 / 40) ** 0.5
    assert found.estimate == 2
    assert found.high - 2 == pytest.approx(2 - found.low)
    assert 1.99 * error < found.high - 2 < 2.01 * error        # t with about 68 df
    assert found.p == pytest.approx(2 * stats.t.sf(2 / error, 67.86), rel=1e-3)


def test_without_an_interval_only_the_difference_is_told():
    points = series((2021, 453, 484), (2025, 522, 589))
    bare = points.assign(low=float("nan"), reason="published as an average without its spread")
    found = change(bare.iloc[0], bare.iloc[1], "gap")
    assert (found.low, found.p, found.reason) == (None, None, "published as an average without its spread")
    assert found.estimate == pytest.approx(522 / 589 - 453 / 484)


def test_without_a_baseline_there_is_no_change():
    found = change(None, series((2025, 1, 2)).iloc[0], "proportion")
    assert (found.estimate, found.reason) == (None, "there is no comparable figure from before the plan began")


def test_a_gap_with_standard_errors_is_compared_by_the_normal():
    """19 − 20 with errors 0.3 and 0.4: −1 ± 1.96 × 0.5, since 0.3² + 0.4² = 0.5²; z = 2."""
    first, last = (pd.Series({"value": value, "se": error, "low": value - Z * error, "high": value + Z * error})
                   for value, error in ((20.0, 0.3), (19.0, 0.4)))
    found = change(first, last, "gap")
    assert (found.estimate, found.low, found.high) == pytest.approx((-1, -1 - Z * 0.5, -1 + Z * 0.5))
    assert found.p == pytest.approx(2 * stats.norm.sf(2))


PAIRS = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
RATES = st.tuples(st.integers(0, 400), st.floats(0.01, 1e5))
MEANS = st.tuples(st.floats(-1e9, 1e9), st.just(0.0) | st.floats(1e-9, 1e9), st.integers(0, 5000))
KINDS = {"proportion": (PAIRS, lambda k, n: {"numerator": k, "denominator": n, "value": k / n}),
         "count": (RATES, lambda x, _: {"numerator": x, "value": x}),
         "rate": (RATES, lambda x, t: {"numerator": x, "denominator": t, "value": x / t}),
         "mean": (MEANS, lambda m, sd, n: {"value": m, "sd": sd, "n": n}),
         "gap": (MEANS, lambda m, sd, _: {"value": m, "se": sd})}


def accountable(found: Result) -> None:
    """No number is NaN, and whatever is missing has its reason."""
    numbers = [number for number in astuple(found)[:4] if number is not None]
    assert all(math.isfinite(number) for number in numbers)
    assert len(numbers) == 4 or found.reason
    assert found.p is None or 0 <= found.p <= 1 + 1e-9
    if found.has_interval:
        slack = 1e-9 * max(1.0, abs(found.estimate))
        assert found.low - slack <= found.estimate <= found.high + slack


@pytest.mark.parametrize("kind", KINDS)
def test_every_change_is_a_number_or_a_reason(kind):
    figures, row_of = KINDS[kind]

    @settings(max_examples=30)
    @given(figures, figures)
    def holds(first, last):
        rows = pd.DataFrame([row_of(*first), row_of(*last)]).assign(reason=None)
        earlier, later = (row for _, row in with_intervals(rows, kind).iterrows())
        accountable(change(earlier, later, kind))
        there, back = change(earlier, later, kind), change(later, earlier, kind)
        assert there.estimate == pytest.approx(-back.estimate)
        if there.has_interval:
            assert ends(there) == pytest.approx((-back.high, -back.low))
            assert there.p == pytest.approx(back.p, abs=1e-9)

    holds()


@settings(max_examples=30)
@given(PAIRS, PAIRS)
def test_square_and_add_is_newcombes_interval_for_proportions(first, last):
    found = difference_of_proportions(first, last)
    figures = (Limits(k / n, *map(float, wilson(k, n))) for k, n in (first, last))
    assert square_and_add(*figures) == pytest.approx(ends(found), abs=1e-9)


@settings(max_examples=30)
@given(PAIRS, PAIRS)
@example((0, 5), (0, 7))
@example((5, 5), (7, 7))
@example((0, 5), (7, 7))
@example((1, 1), (0, 1))
@example((0, 1), (37, 37))
def test_proportions_mirror_when_success_and_failure_swap(first, last):
    found = difference_of_proportions(first, last)
    mirrored = difference_of_proportions((first[1] - first[0], first[1]), (last[1] - last[0], last[1]))
    assert -1 <= found.low <= found.estimate <= found.high <= 1
    assert mirrored.estimate == pytest.approx(-found.estimate)
    assert ends(mirrored) == pytest.approx((-found.high, -found.low))
    assert mirrored.p == pytest.approx(found.p)


@settings(max_examples=30)
@given(PAIRS, PAIRS)
def test_more_heads_of_the_same_shares_narrow_the_change(first, last):
    few = difference_of_proportions(first, last)
    many = difference_of_proportions(*((4 * k, 4 * n) for k, n in (first, last)))
    assert many.high - many.low < few.high - few.low


@settings(max_examples=30)
@given(PAIRS, PAIRS, RATES, RATES)
def test_control_limits_hold_the_95_percent_ones(first, last, rate_first, rate_last):
    for function, pair in ((difference_of_proportions, (first, last)), (difference_of_rates, (rate_first, rate_last)),
                           (difference_of_means, ((1.0, 2.0, 9), (2.0, 1.0, 7)))):
        inner, outer = function(*pair), function(*pair, CONTROL)
        assert outer.low < inner.low + 1e-12 and inner.high < outer.high + 1e-12
        assert outer.p == inner.p


def test_nobody_is_no_proportion_and_no_time_no_rate():
    assert difference_of_proportions((0, 0), (3, 5)).reason == NOBODY
    assert difference_of_rates((3, 0), (3, 5)).reason == NO_TIME


def test_no_events_in_either_period_are_no_change():
    """0 to 3.689 events each: 0 ± 3.689."""
    found = difference_of_rates((0, 1), (0, 1))
    assert (found.estimate, found.p) == (0, 1)
    assert ends(found) == pytest.approx((-judge("garwood.0.95.high"), judge("garwood.0.95.high")))


def test_means_without_spread_give_the_difference_and_the_reason():
    assert difference_of_means((5.0, 0.0, 8), (6.0, 1.0, 8)) == Result(1.0, method="difference", reason=ALL_ALIKE)
    lone = difference_of_means((5.0, 2.0, 8), (6.0, 1.0, 1))
    assert (lone.estimate, lone.low, lone.p) == (1.0, None, None) and TOO_FEW_ANSWERS in lone.reason


def test_a_figure_that_is_not_there_is_no_change():
    there = series((2025, 1, 2)).iloc[0]
    gone = there.copy()
    gone["value"] = float("nan")
    assert change(there, gone, "proportion") == change(there, None, "proportion") \
        == Result(None, reason="there is no figure to compare")
