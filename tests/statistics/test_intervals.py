"""Intervals against published worked examples and R, and the properties that any interval must have."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from reference_values import limits
from tables import table
from wayforward.statistics.intervals import (
    ALL_ALIKE,
    NO_SPREAD,
    TOO_FEW_ANSWERS,
    byar,
    byar_or_exact,
    dissimilarity,
    mean,
    normal,
    rate,
    wilson,
    with_intervals,
)

CONTROL = 0.998         # the limits of public-health practice
ANSWERS = np.array([14.1, 15.3, 13.8, 16.2, 15.9, 14.7, 17.1, 15.0])
CONFIDENCES = st.floats(0.5, 0.999)
COUNTS = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(("numerator", "denominator", "low", "high"), [
    (81, 263, 0.2553, 0.3662),      # Newcombe (1998), table I, method 3
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
])
def test_wilson_is_newcombes_method_three(numerator, denominator, low, high):
    assert [round(float(limit), 4) for limit in wilson(numerator, denominator)] == [low, high]


@pytest.mark.parametrize(("found", "name"), [
    (wilson(522, 589), "wilson.95"),
    (wilson(522, 589, CONTROL), "wilson.998"),
    (wilson(1, 29), "wilson.small.95"),
    (wilson(1, 29, CONTROL), "wilson.small.998"),
    (byar(5), "garwood.5.95"),
    (byar(5, CONTROL), "garwood.5.998"),
    (byar(0), "garwood.0.95"),
    (rate(9, 2.5), "garwood.9.95"),
    (byar(65), "byar.65.95"),
    (byar(65, CONTROL), "byar.65.998"),
    (byar(10, CONTROL), "byar.10.998"),
    (mean(ANSWERS.mean(), ANSWERS.std(ddof=1), 8), "student.95"),
    (mean(ANSWERS.mean(), ANSWERS.std(ddof=1), 8, CONTROL), "student.998"),
    (normal(12, 0.5, CONTROL), "normal.998"),
])
def test_intervals_are_rs(found, name):
    assert found == pytest.approx(limits(name), rel=1e-9, abs=1e-12)


def test_intervals_are_those_of_the_public_health_indicators():
    """PHStatsMethods 0.1.16 (the Python form of PHEindicatormethods): ph_proportion of 522 in 589 and ph_rate of 65 in
    1, confidence=0.998, multiplier=1."""
    assert wilson(522, 589, CONTROL) == pytest.approx((0.8395098270170889, 0.9206611744744682), abs=1e-12)
    assert byar(65, CONTROL) == pytest.approx((42.8802614714802, 94.000290844318), abs=1e-9)


def test_wilson_of_nobody_is_not_a_number():
    assert np.isnan(wilson(0, 0)).all()


def test_byar_is_the_public_health_worked_example():
    assert [round(float(limit), 3) for limit in byar(65)] == [50.163, 82.849]


@pytest.mark.parametrize("events", [0, 1, 5, 9])
def test_few_events_have_the_exact_interval(events):
    """R: poisson.test(events)$conf.int. The exact limits are where the Poisson tail is 2.5 %."""
    low, high = byar(events)
    assert stats.poisson.cdf(events, float(high)) == pytest.approx(0.025)
    if events:
        assert stats.poisson.sf(events - 1, float(low)) == pytest.approx(0.025)
    else:
        assert low == 0


def test_mean_is_students_t():
    low, high = mean(20.0, 4.0, 16)
    assert float(high) - 20 == pytest.approx(stats.t.ppf(0.975, 15) * 4 / 16 ** 0.5)
    assert 20 - float(low) == pytest.approx(float(high) - 20)


def test_dissimilarity_is_a_moved_proportion():
    """60 of 100 in the over-represented group, whose share of the community is a half: D = 0.6 − 0.5."""
    low, high = dissimilarity(60, 100, 0.5)
    assert float(low) == pytest.approx(float(wilson(60, 100)[0]) - 0.5)
    assert float(high) == pytest.approx(float(wilson(60, 100)[1]) - 0.5)


@settings(max_examples=40)
@given(COUNTS)
def test_wilson_mirrors_when_success_and_failure_swap(counts):
    k, n = counts
    low, high = wilson(k, n)
    swapped_low, swapped_high = wilson(n - k, n)
    assert swapped_low == pytest.approx(1 - high) and swapped_high == pytest.approx(1 - low)


@settings(max_examples=40)
@given(COUNTS)
def test_wilson_narrows_as_numbers_grow(counts):
    k, n = counts
    low, high = wilson([k, 4 * k], [n, 4 * n])
    assert high[1] - low[1] < high[0] - low[0]


@settings(max_examples=40)
@given(st.integers(0, 10_000), CONFIDENCES)
def test_byar_holds_the_count(events, confidence):
    low, high = byar(events, confidence)
    assert 0 <= low <= events < high


@settings(max_examples=40)
@given(st.integers(0, 10_000))
def test_a_rate_narrows_as_events_and_exposure_grow(events):
    """Four times the events in four times the exposure: the same rate, known better."""
    low, high = rate([events, 4 * events], [1, 4])
    assert high[1] - low[1] < high[0] - low[0]


@settings(max_examples=40)
@given(st.integers(0, 300))
def test_more_events_have_higher_limits(events):
    """Also where the exact interval gives way to Byar's."""
    low, high = byar([events, events + 1])
    assert low[0] < low[1] and high[0] < high[1]


@settings(max_examples=40)
@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 10_000))
def test_a_mean_lies_amid_its_limits_which_narrow(average, sd, n):
    low, high = mean(average, sd, [n, 4 * n])
    assert (low <= average).all() and (average <= high).all()
    assert high[1] - low[1] < high[0] - low[0]


@settings(max_examples=40)
@given(COUNTS, st.integers(0, 5000), CONFIDENCES)
def test_more_confidence_is_a_wider_interval(counts, events, confidence):
    for narrow, wide in ((wilson(*counts, confidence), wilson(*counts, 0.9995)),
                         (byar(events, confidence), byar(events, 0.9995)),
                         (mean(0, 1, counts[1] + 1, confidence), mean(0, 1, counts[1] + 1, 0.9995))):
        assert wide[0] <= narrow[0] and narrow[1] <= wide[1]


@settings(max_examples=40)
@given(COUNTS, st.integers(0, 5000))
def test_control_limits_hold_the_95_percent_ones(counts, events):
    for function, figure in ((wilson, counts), (byar, (events,)), (mean, (0, 1, counts[1] + 1))):
        inner, outer = function(*figure), function(*figure, CONTROL)
        assert outer[0] <= inner[0] and inner[1] <= outer[1] and outer[1] - outer[0] > inner[1] - inner[0]


def test_a_point_without_counts_says_why_it_has_no_interval():
    counts = table("""
        value | numerator | denominator | reason
        0.5   | 10        | 20          |
        0.4   |           |             | published as a rounded percentage without its count
        0.3   |           | 50          |
              |           |             |
    """)
    series = with_intervals(counts, "proportion")
    assert series["low"].notna().tolist() == [True, False, False, False]
    assert series["reason"].fillna("").tolist() == ["", "published as a rounded percentage without its count",
                                                    "published without the counts behind it", ""]
    assert "low" not in counts.columns


def test_a_standard_error_gives_any_kind_its_interval():
    """20 ± 1.96 × 0.5; the point without one keeps the kind's own, which a gap has not."""
    points = pd.DataFrame({"value": [20.0, 19.0], "se": [0.5, float("nan")], "reason": [None, "no spread"]})
    found = with_intervals(points, "gap")
    assert found.loc[0, ["low", "high"]].tolist() == pytest.approx([20 - 1.959964 * 0.5, 20 + 1.959964 * 0.5])
    assert found.loc[1, ["low", "high"]].isna().all()


def test_no_spread_is_no_certainty():
    assert np.isnan(mean(5.0, 0.0, 10)).all() and np.isnan(normal(5.0, 0.0)).all()


def test_the_method_travels_with_the_interval():
    points = table("""
        kind       | value | numerator | denominator | parity | sd | n  | se  | method
        proportion | 0.5   | 10        | 20          |        |    |    |     | Wilson score
        count      | 9     | 9         |             |        |    |    |     | exact (Garwood)
        count      | 10    | 10        |             |        |    |    |     | Byar
        rate       | 2     | 10        | 5           |        |    |    |     | Byar
        mean       | 14    |           |             |        | 3  | 20 |     | Student's t
        mean       | 14    |           |             |        | 3  | 20 | 0.9 | normal on the standard error
        gap        | 12    |           |             |        |    |    | 0.5 | normal on the standard error
        gap        | 12    |           |             |        |    |    |     |
        shares     | 0.1   | 60        | 100         | 0.5    |    |    |     | Wilson score, less the community's share
    """)
    for _, row in points.assign(reason=None).iterrows():
        found = with_intervals(row.drop(["kind", "method"]).to_frame().T, row["kind"]).iloc[0]
        assert found["method"] == row["method"] or (pd.isna(found["method"]) and pd.isna(row["method"]))
        assert pd.isna(found["low"]) == pd.isna(row["method"]) == pd.notna(found["reason"])


@pytest.mark.parametrize(("kind", "figure"), [
    ("proportion", {"value": 0.5, "numerator": 10, "denominator": 20}),
    ("count", {"value": 9, "numerator": 9}),
    ("rate", {"value": 2, "numerator": 10, "denominator": 5}),
    ("mean", {"value": 14, "sd": 3, "n": 20}),
    ("gap", {"value": 12, "se": 0.5}),
    ("shares", {"value": 0.1, "numerator": 60, "denominator": 100, "parity": 0.5}),
])
def test_every_kind_has_limits_of_998_percent(kind, figure):
    point = pd.DataFrame([figure]).assign(reason=None)
    inner, outer = (with_intervals(point, kind, *level).iloc[0] for level in ((), (CONTROL,)))
    assert outer["low"] < inner["low"] < figure["value"] < inner["high"] < outer["high"]


def test_a_figure_with_a_reason_keeps_it_and_has_no_interval():
    point = pd.DataFrame({"value": [0.5], "numerator": [10], "denominator": [20], "reason": ["twelve months overlap"]})
    found = with_intervals(point, "proportion").iloc[0]
    assert found["reason"] == "twelve months overlap"
    assert found[["low", "high", "method"]].isna().all()


def test_the_methods_of_one_series_follow_its_counts():
    points = pd.DataFrame({"value": [9.0, 10.0, float("nan")], "numerator": [9, 10, float("nan")], "reason": None})
    found = with_intervals(points, "count")
    assert found["method"].tolist()[:2] == list(byar_or_exact([9, 10])) == ["exact (Garwood)", "Byar"]
    assert pd.isna(found["method"].iloc[2])


def test_a_mean_says_why_it_has_no_interval():
    means = table("""
        value | sd | n  | why
        14    | 3  | 20 |
        14    | 3  | 1  | few
        14    | 0  | 20 | alike
        14    |    | 20 | spread
    """).assign(reason=None)
    found = with_intervals(means, "mean")
    assert found["reason"].tolist() == [None, TOO_FEW_ANSWERS, ALL_ALIKE, NO_SPREAD]
    assert found["low"].notna().tolist() == [True, False, False, False]


def test_limits_of_998_percent_are_asked_for_by_confidence():
    counts = pd.DataFrame({"value": [522 / 589], "numerator": [522], "denominator": [589], "reason": [None]})
    found = with_intervals(counts, "proportion", CONTROL).iloc[0]
    assert (found["low"], found["high"]) == pytest.approx(limits("wilson.998"))
    assert found["method"] == "Wilson score"


@settings(max_examples=40)
@given(COUNTS)
def test_wilson_holds_the_value_inside_what_is_possible(counts):
    """And holds the value, without allowance for the last binary digit."""
    k, n = counts
    low, high = wilson([0, k, n], n)
    assert low[0] == 0 and high[2] == 1
    assert 0 <= low[1] <= k / n <= high[1] <= 1
