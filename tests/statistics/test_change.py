"""Change between two points against R and published examples; small counts exactly."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tables import series
from wayforward.statistics.change import Z, change, square_and_add


def two(first: tuple, last: tuple, kind: str = "proportion") -> list[pd.Series]:
    points = series((2021, *first), (2025, *last), kind=kind)
    return [row for _, row in points.iterrows()]


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


PROPORTIONS = st.integers(5, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(PROPORTIONS, PROPORTIONS)
def test_time_reversed_flips_the_sign(first, last):
    there, back = change(*two(first, last), "proportion"), change(*two(last, first), "proportion")
    assert there.estimate == pytest.approx(-back.estimate)
    assert there.low == pytest.approx(-back.high)
    assert there.p == pytest.approx(back.p)


@given(PROPORTIONS, PROPORTIONS)
def test_square_and_add_is_newcombes_interval_for_proportions(first, last):
    rows = two(first, last)
    found = change(*rows, "proportion")
    assert square_and_add(*rows) == pytest.approx((found.low, found.high), abs=1e-9)


@given(PROPORTIONS, PROPORTIONS)
def test_nothing_is_ever_not_a_number(first, last):
    found = change(*two(first, last), "proportion")
    assert -1 <= found.low <= found.estimate + 1e-12 and found.estimate - 1e-12 <= found.high <= 1
    assert 0 <= found.p <= 1 + 1e-9


def test_a_gap_with_standard_errors_is_compared_by_the_normal():
    """19 − 20 with errors 0.3 and 0.4: −1 ± 1.96 × 0.5, since 0.3² + 0.4² = 0.5²; z = 2."""
    first, last = (pd.Series({"value": value, "se": error, "low": value - Z * error, "high": value + Z * error})
                   for value, error in ((20.0, 0.3), (19.0, 0.4)))
    found = change(first, last, "gap")
    assert (found.estimate, found.low, found.high) == pytest.approx((-1, -1 - Z * 0.5, -1 + Z * 0.5))
    assert found.p == pytest.approx(2 * stats.norm.sf(2))
