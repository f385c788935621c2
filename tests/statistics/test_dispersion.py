"""The mixture over serial correlations: against one generalised least squares after another, and what must hold."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from wayforward.statistics.dispersion import Prior, by_chance, coefficient, correlations, difference, unusual

SIX = np.array([14.2, 15.1, 15.3, 16.0, 16.4, 15.9])
ERRORS = np.array([0.5, 0.4, 0.6, 0.5, 0.4, 0.5])
LINE = np.column_stack([np.ones(6), np.arange(6.0)])
LAGS = np.abs(np.subtract.outer(np.arange(6), np.arange(6)))


def one_after_another(values, relative, design, lags):
    """Weight, slope, error and σ² of each correlation: statsmodels' GLS, and the restricted likelihood written out."""
    rows = []
    for correlation in correlations(len(values)):
        covariance = np.array([[relative[i] * relative[j] * correlation ** lags[i, j] for j in range(len(values))]
                               for i in range(len(values))])
        fit = sm.GLS(values, design, sigma=covariance).fit()
        x, inverse, df = design, np.linalg.inv(covariance), len(values) - design.shape[1]
        left = (values - fit.fittedvalues) @ inverse @ (values - fit.fittedvalues)
        likelihood = np.linalg.det(covariance) ** -0.5 * np.linalg.det(x.T @ inverse @ x) ** -0.5 * left ** (-df / 2)
        rows.append((likelihood, fit.params[1], fit.bse[1], fit.scale))
    weight, slope, error, scale = np.array(rows).T
    return weight / weight.sum(), slope, error, scale


@pytest.mark.parametrize("lags", [LAGS, np.abs(np.subtract.outer(*[np.array([0, 1, 2, 5, 6, 7])] * 2))])
def test_it_is_one_generalised_least_squares_a_correlation(lags):
    about, found = coefficient(SIX, ERRORS, LINE, lags)
    weight, slope, error, scale = one_after_another(SIX, ERRORS, LINE, lags)
    assert found.weight == pytest.approx(weight, abs=1e-9)
    assert found.centre == pytest.approx(slope, abs=1e-9)
    assert found.error == pytest.approx(error, abs=1e-9)
    assert about.scale == pytest.approx(scale, abs=1e-9)


def test_its_p_and_limits_are_those_of_the_mixed_t():
    _, found = coefficient(SIX, ERRORS, LINE, LAGS)
    weight, slope, error, _ = one_after_another(SIX, ERRORS, LINE, LAGS)
    tails = [(weight * stats.t.cdf((at - slope) / error, 4)).sum() for at in (0.0, *found.limits())]
    assert found.p() == pytest.approx(2 * min(tails[0], 1 - tails[0]), abs=1e-9)
    assert tails[1:] == pytest.approx([0.025, 0.975], abs=1e-9)


@pytest.mark.parametrize("prior", [None, Prior(1.0, 3.0, 0.5, 0.2), Prior(4.0, 300.0, -0.2, 0.05)])
def test_the_lower_limits_of_many_series_are_those_of_each(prior):
    """Of walks, whose mixtures are as wide as they come, and of noise."""
    noise = np.random.default_rng(3).normal(size=(40, 6))
    series = np.concatenate([noise, noise.cumsum(axis=1), SIX + np.eye(6) * 20])
    found = coefficient(series, ERRORS, LINE, LAGS, prior=prior)[1]
    each = [coefficient(values, ERRORS, LINE, LAGS, prior=prior)[1].limits()[0] for values in series]
    assert found.lower_limits() / found.error.mean(axis=-1) == pytest.approx(each / found.error.mean(axis=-1), abs=1e-9)


def test_the_change_shares_what_the_two_points_have_in_common():
    """Errors of 2 and 1, one period apart: σ² (4 + 1 − 2 φ · 2 · 1)."""
    about, _ = coefficient(SIX, ERRORS, LINE, LAGS)
    found = difference(10.0, 13.0, (2.0, 1.0), 1, about)
    assert found.error == pytest.approx([np.sqrt(scale * (5 - 4 * correlation))
                                         for scale, correlation in zip(about.scale, about.correlation, strict=True)])
    assert found.mean == pytest.approx(3.0)


def test_chance_alone_is_the_weighted_line_with_known_errors():
    slope, error = by_chance(SIX, ERRORS, LINE)
    weights = 1 / ERRORS ** 2
    centred = np.arange(6) - np.average(np.arange(6), weights=weights)
    assert slope == pytest.approx((weights * centred * SIX).sum() / (weights * centred ** 2).sum())
    assert error == pytest.approx((weights * centred ** 2).sum() ** -0.5)


def test_many_series_at_once_are_each_by_itself():
    both = np.array([SIX, SIX[::-1] * 2])
    together = coefficient(both, ERRORS, LINE, LAGS)[1]
    for row, values in enumerate(both):
        alone = coefficient(values, ERRORS, LINE, LAGS)[1]
        assert together.p()[row] == pytest.approx(float(alone.p()))
        assert together.mean[row] == pytest.approx(float(alone.mean))


VALUES = st.lists(st.integers(-1000, 1000), min_size=6, max_size=6, unique=True).map(lambda v: np.array(v, float))


@given(VALUES)
@settings(max_examples=40)
def test_reversed_time_and_mirrored_values_only_flip_the_sign(values):
    p, mean = (lambda found: (float(found.p()), float(found.mean)))(coefficient(values, ERRORS, LINE, LAGS)[1])
    back = coefficient(values[::-1], ERRORS[::-1], LINE, LAGS)[1]
    mirrored = coefficient(-values, ERRORS, LINE, LAGS)[1]
    for other in (back, mirrored):
        assert float(other.p()) == pytest.approx(p, abs=1e-6)
        assert float(other.mean) == pytest.approx(-mean, rel=1e-6, abs=1e-6)


@given(VALUES, st.floats(0.001, 1000), st.floats(-1e4, 1e4))
@settings(max_examples=40)
def test_unit_and_level_change_nothing(values, unit, level):
    found, other = (coefficient(each, ERRORS, LINE, LAGS)[1] for each in (values, values * unit + level * unit))
    assert float(other.p()) == pytest.approx(float(found.p()), abs=1e-5)
    assert float(other.mean) == pytest.approx(unit * float(found.mean), rel=1e-5, abs=1e-6 * unit)


@given(VALUES)
@settings(max_examples=40)
def test_p_and_interval_say_the_same(values):
    found = coefficient(values, ERRORS, LINE, LAGS)[1]
    low, high = found.limits()
    assert low <= float(found.mean) <= high
    assert (low <= 0 <= high) == (float(found.p()) >= 0.05) or float(found.p()) == pytest.approx(0.05, abs=1e-6)


@pytest.mark.parametrize("unit", [1e-9, 1.0, 1e9])
def test_limits_are_found_as_nearly_in_every_unit(unit):
    found = coefficient(SIX * unit, ERRORS * unit, LINE, LAGS)[1]
    assert [float(found.below(limit)) for limit in found.limits()] == pytest.approx([0.025, 0.975], abs=1e-12)


def test_a_small_p_has_as_many_digits_above_as_below():
    steep = np.array([1.0, 2.01, 2.99, 4.0, 5.02, 5.99])
    up, down = (coefficient(values, ERRORS, LINE, LAGS)[1] for values in (steep, -steep))
    assert 0 < float(up.p()) < 1e-6
    assert float(up.p()) == pytest.approx(float(down.p()), rel=1e-12)


def test_neither_the_level_nor_the_year_one_counts_from_takes_digits_away():
    """Quarters of a number, which a thousand more does not round; LINE from the year 2021 on."""
    near = coefficient(np.round(SIX * 4) / 4, ERRORS, LINE, LAGS)[1]
    far = coefficient(np.round(SIX * 4) / 4 + 1000, ERRORS, np.add(LINE, [0, 2021]), LAGS)[1]
    assert far.centre == pytest.approx(near.centre, rel=1e-12)
    assert far.error == pytest.approx(near.error, rel=1e-12)


def test_a_perfect_line_is_no_division_by_zero():
    found = coefficient(np.arange(6.0), np.ones(6), LINE, LAGS)[1]
    assert float(found.mean) == pytest.approx(1.0)
    assert 0 <= float(found.p()) < 0.001
    assert all(np.isfinite(found.limits()))


@pytest.mark.parametrize("serial", [0.0, 0.3, 0.5])
def test_few_false_alarms_whatever_the_serial_correlation(serial):
    """Of 4,000 draws of 8 points, 8 % and 3 standard errors are 9.3 %; ordinary least squares has up to 19 %."""
    rng = np.random.default_rng(20260331)
    noise = rng.standard_normal((4000, 8))
    for at in range(1, 8):
        noise[:, at] = serial * noise[:, at - 1] + np.sqrt(1 - serial ** 2) * noise[:, at]
    places = np.arange(8)
    found = coefficient(noise, np.ones(8), np.column_stack([np.ones(8), places]),
                        np.abs(np.subtract.outer(places, places)))[1]
    assert np.mean(found.p() < 0.05) < 0.093


@pytest.mark.parametrize(("points", "reach"), [(5, 0.9), (7, 0.9), (8, 0.85), (19, 0.85), (20, 0.75), (40, 0.75)])
def test_the_fewer_points_the_further_the_correlations_reach(points, reach):
    grid = correlations(points)
    assert (grid.min(), grid.max()) == (-reach, reach)


# What other areas say

@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 400), min_size=6, max_size=6).filter(lambda each: np.ptp(each) > 3))
def test_without_others_it_is_what_the_points_alone_say(values):
    """One generalised least squares after another, written out above, whatever the values."""
    values = np.array(values) / 10
    about, found = coefficient(values, ERRORS, LINE, LAGS)
    weight, slope, error, _ = one_after_another(values, ERRORS, LINE, LAGS)
    assert (about.df, found.df) == (4, 4)
    assert found.mean == pytest.approx((weight * slope).sum(), abs=1e-6)
    assert found.error == pytest.approx(error, rel=1e-5, abs=1e-7)


def test_the_others_add_their_scatter_and_their_degrees_of_freedom():
    """At φ = 0 alone: 10, 12, 11, 13, 12 lie 0.4, 0.9 … about a line of slope 0.5; with σ² of 2, worth 6 of them,
    (residual squares + 6 · 2) / (3 + 6)."""
    values, time = np.array([10.0, 12.0, 11.0, 13.0, 12.0]), np.arange(5.0)
    residual = ((values - np.polyval(np.polyfit(time, values, 1), time)) ** 2).sum()
    lags = np.abs(np.subtract.outer(np.arange(5), np.arange(5)))
    about, slope = coefficient(values, np.ones(5), np.column_stack([np.ones(5), time]), lags,
                               prior=Prior(2.0, 6.0, 0.0, 1e-9))
    assert about.scale == pytest.approx(np.full(len(about.scale), (residual + 6 * 2) / 9))
    assert slope.mean == pytest.approx(0.5)
    assert slope.p() == pytest.approx(2 * stats.t.sf(0.5 / np.sqrt((residual + 12) / 9 / 10), 9))


def test_the_others_correlation_is_weighed_with_the_points_own():
    """Nothing but the prior tells φ apart where the points say little: its mean is near theirs."""
    about, _ = coefficient(SIX, ERRORS, LINE, LAGS, prior=Prior(1.0, 8.0, 0.5, 0.05))
    assert (about.weight * about.correlation).sum() == pytest.approx(0.5, abs=0.02)
    assert about.correlation[[0, -1]] == pytest.approx([0.375, 0.625])      # 2.5 standard deviations


@pytest.mark.parametrize(("jump", "expected"), [(1.0, False), (12.0, True)])
def test_a_scatter_beyond_the_others_is_unusual(jump, expected):
    """Residuals of a zigzag ± jump against σ² of 4, by F with 2 and 10 degrees of freedom."""
    values, line = jump * np.array([1.0, -1, 1, -1]), np.column_stack([np.ones(4), np.arange(4.0)])
    lags = np.abs(np.subtract.outer(np.arange(4), np.arange(4)))
    prior = Prior(4.0, 10.0, 0.0, 1e-9)
    about, _ = coefficient(values, np.ones(4), line, lags, prior=prior)
    residual = ((values - np.polyval(np.polyfit(line[:, 1], values, 1), line[:, 1])) ** 2).sum() / 2
    assert bool(unusual(about, prior)) == (residual / 4 > stats.f.isf(0.05, 2, 10)) == expected


def test_many_series_at_once_have_each_their_own_scale():
    prior = Prior(np.array([1.0, 9.0]), 8.0, 0.3, 0.1)
    both = coefficient(np.stack([SIX, SIX]), ERRORS, LINE, LAGS, prior=prior)[1].p()
    single = [coefficient(SIX, ERRORS, LINE, LAGS, prior=Prior(scale, 8.0, 0.3, 0.1))[1].p() for scale in (1.0, 9.0)]
    assert both == pytest.approx(single)
