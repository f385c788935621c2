"""A change takes the unevenness of its series into its error, and is never surer for it."""

from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tables import series
from wayforward.statistics import overdispersion
from wayforward.statistics.change import change
from wayforward.statistics.results import Result

widened = partial(overdispersion.widened, least=5)


def moved(points: pd.DataFrame) -> tuple[Result, Result]:
    """First against last by two points alone, and knowing the series."""
    plain = change(points.iloc[0], points.iloc[-1], "proportion")
    return plain, widened(plain, points, "proportion", 0, len(points) - 1)


def test_a_series_that_jumps_about_widens_the_change():
    """50, 56, 44, 55, 45, 57 % of 1,000: by two points alone a rise; the figure moves that much every year."""
    plain, known = moved(series(*((2019 + at, k, 1000) for at, k in enumerate((500, 560, 440, 550, 450, 570)))))
    assert plain.p < 0.01 < 0.3 < known.p
    assert known.low < plain.low < known.estimate == plain.estimate < plain.high < known.high
    assert (plain.widened, known.widened) == (False, True)


def test_too_few_points_leave_it_as_it_is():
    plain, known = moved(series((2022, 500, 1000), (2023, 560, 1000), (2024, 440, 1000), (2025, 570, 1000)))
    assert known is plain


def test_without_an_interval_there_is_nothing_to_widen():
    bare = Result(0.05, reason="no interval")
    assert widened(bare, series(*((year, 5, 10) for year in range(2019, 2026))), "proportion", 0, 6) is bare


@given(st.lists(st.integers(1, 199), min_size=5, max_size=9))
@settings(max_examples=40)
def test_it_is_never_surer(figures):
    plain, known = moved(series(*((2010 + year, k, 200) for year, k in enumerate(figures))))
    assert known.p >= plain.p
    assert known.low <= plain.low
    assert known.high >= plain.high


def test_few_false_alarms_where_years_vary_on_their_own():
    """8 years, spread 0.1 on the logit, no change. Of 100, 5 % and 3 standard errors are 11.5 %; the two figures alone
    say "changed" in a third."""
    rng = np.random.default_rng(20260331)
    counts = rng.binomial(1500, 1 / (1 + np.exp(-rng.normal(0, 0.1, (100, 8)))))
    pairs = [moved(series(*((2014 + year, k, 1500) for year, k in enumerate(row)))) for row in counts]
    assert np.mean([plain.p < 0.05 for plain, _ in pairs]) > 0.25
    assert np.mean([known.p < 0.05 for _, known in pairs]) < 0.115


@pytest.mark.parametrize("swapped", [False, True])
def test_backwards_is_the_same_with_the_sign_turned(swapped):
    points = series(*((2019 + at, k, 1000) for at, k in enumerate((500, 510, 505, 520, 515, 530))))
    first, last = (5, 0) if swapped else (0, 5)
    found = widened(change(points.iloc[first], points.iloc[last], "proportion"), points, "proportion", first, last)
    assert found.estimate == pytest.approx(-0.03 if swapped else 0.03)
    assert found.p == pytest.approx(moved(points)[1].p)
