"""Intervals against published worked examples and R, and the properties that any interval must have."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from wayforward.statistics.intervals import byar, dissimilarity, mean, wilson, with_intervals

COUNTS = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(("numerator", "denominator", "low", "high"), [
    (81, 263, 0.2553, 0.3662),      # Newcombe (1998), table I, method 3
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
])
def test_wilson_is_newcombes_method_three(numerator, denominator, low, high):
    assert [round(float(limit), 4) for limit in wilson(numerator, denominator)] == [low, high]


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


@given(COUNTS)
def test_wilson_holds_the_value_inside_what_is_possible(counts):
    k, n = counts
    low, high = wilson(k, n)
    assert -1e-12 <= low <= k / n + 1e-12 and k / n - 1e-12 <= high <= 1 + 1e-12


@given(COUNTS)
def test_wilson_mirrors_when_success_and_failure_swap(counts):
    k, n = counts
    low, high = wilson(k, n)
    swapped_low, swapped_high = wilson(n - k, n)
    assert swapped_low == pytest.approx(1 - high) and swapped_high == pytest.approx(1 - low)


@given(COUNTS)
def test_wilson_narrows_as_numbers_grow(counts):
    k, n = counts
    low, high = wilson([k, 4 * k], [n, 4 * n])
    assert high[1] - low[1] < high[0] - low[0]


@given(st.integers(0, 10_000))
def test_byar_holds_the_count(events):
    low, high = byar(events)
    assert 0 <= low <= events < high


def test_a_point_without_counts_says_why_it_has_no_interval():
    from tables import table
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
