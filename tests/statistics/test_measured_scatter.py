"""What is measured of the scatter of many areas: against integrals written out, moments, and draws of known truth."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import integrate, stats

from wayforward.statistics.dispersion import Prior
from wayforward.statistics.measured_scatter import (
    GRID,
    Residuals,
    errors_about_course,
    fit,
    log_likelihood,
    priors,
    residuals,
    without_each,
)
from wayforward.statistics.panel import LEAST_AREAS, Panel, panel

TRUTH = dict(scale=4.0, df=12.0, correlation=0.5, spread=0.1, size=-0.8)


def drawn(areas: int, periods: int, seed: int, scale: float, df: float, correlation: float, spread: float,
          size: float) -> Panel:
    """Areas of many sizes whose figures follow lines and shared shocks, and scatter as the truth says."""
    rng = np.random.default_rng(seed)
    sizes, time = rng.normal(0, 0.7, areas), np.arange(periods)
    lags = np.abs(np.subtract.outer(time, time))
    own = np.clip(rng.normal(correlation, spread, areas), -0.9, 0.9)
    sigma = np.sqrt(scale * np.exp(size * sizes) * df / rng.chisquare(df, areas))
    errors = np.linalg.cholesky(own[:, None, None] ** lags) @ rng.standard_normal((areas, periods, 1))
    shocks, lines = 5 * rng.standard_normal(periods), rng.normal(0, 3, (areas, 1)) + rng.normal(0, 1, (areas, 1)) * time
    values = 100 + lines + shocks + sigma[:, None] * errors[..., 0]
    names = np.array([f"area_{number:03}" for number in range(areas)])
    design = np.column_stack([np.ones(periods), time])
    return Panel(names, time, values, np.ones(values.shape), False, design, lags,
                 np.column_stack([sizes, np.zeros(areas)]))


def found_in(at: np.ndarray) -> list[float]:
    return [np.exp(at[0]), np.exp(at[1]), np.tanh(at[2]), np.exp(at[3]), at[4]]


def test_draws_of_a_known_truth_give_it_back():
    """The middle of 12 panels of 150 areas and 10 years."""
    fits = np.array([found_in(fit(residuals(drawn(150, 10, seed, **TRUTH)))) for seed in range(12)])
    scale, df, correlation, spread, size = np.median(fits, axis=0)
    assert scale == pytest.approx(4.0, rel=0.1)
    assert 8 < df < 18
    assert correlation == pytest.approx(0.5, abs=0.05)
    assert 0.05 < spread < 0.2
    assert size == pytest.approx(-0.8, abs=0.1)


def test_without_correlation_the_scale_is_that_of_the_moments():
    """The mean of the residual variances of equal areas is s² d₀/(d₀ − 2)."""
    left = residuals(drawn(400, 10, 1, scale=4.0, df=12.0, correlation=0.0, spread=1e-9, size=0.0))
    scale, df = found_in(fit(left))[:2]
    moments = (left.squares[:, len(GRID) // 2] / left.df).mean()
    assert scale * df / (df - 2) == pytest.approx(moments, rel=0.06)


def test_its_likelihood_is_the_integral_over_every_variance():
    """One area of 6 points: the restricted likelihood at one φ, integrated over σ² by quadrature; two scales compared,
    as constants cancel."""
    values = np.array([3.0, 5.0, 4.0, 6.0, 9.0, 7.0])
    left = Residuals(np.full((1, len(GRID)), _residual_squares(values)), np.zeros((1, len(GRID))), np.array([4]),
                     np.zeros((1, 2)))

    def integral(scale: float, df: float = 8.0) -> float:
        def at(variance: float) -> float:
            prior = stats.invgamma.pdf(variance, df / 2, scale=df * scale / 2)
            return prior * variance ** -2.0 * np.exp(-left.squares[0, 0] / (2 * variance))
        return integrate.quad(at, 0, np.inf)[0]

    one, other = (log_likelihood(np.array([np.log(scale), np.log(8.0), 0.3, -2.0, 0.0, 0.0]), left)[0]
                  for scale in (1.0, 3.0))
    assert other - one == pytest.approx(np.log(integral(3.0) / integral(1.0)), abs=1e-6)


def _residual_squares(values: np.ndarray) -> float:
    time = np.arange(len(values))
    return float(((values - np.polyval(np.polyfit(time, values, 1), time)) ** 2).sum())


def test_each_area_is_left_out_of_its_own():
    """By the fit of all others; and an area that jumps about hardly moves what is said of it, and moves the others'."""
    whole = drawn(80, 8, 3, **TRUTH)
    left = residuals(whole)
    others = [part[1:] for part in (left.squares, left.log_size, left.df, left.traits)]
    assert without_each(left, fit(left))[0] == pytest.approx(fit(Residuals(*others)), rel=1e-6)
    wild = replace(whole, values=whole.values + 100 * np.eye(80, 8)[:, ::-1] * np.eye(80)[:, :1])
    before, after = priors(whole), priors(wild)
    assert after["area_000"].df == pytest.approx(before["area_000"].df, rel=0.05)
    assert after["area_001"].df < 0.7 * before["area_001"].df


def test_shared_shocks_and_own_lines_are_no_scatter():
    plain = drawn(80, 8, 4, **TRUTH)
    moved = replace(plain, values=plain.values + 50 * np.sin(np.arange(8)) + np.arange(80)[:, None] * np.arange(8))
    assert residuals(moved).squares == pytest.approx(residuals(plain).squares, rel=1e-6)


def test_a_missing_year_is_a_gap():
    """All areas lack the same year: as if the panel had been made without it."""
    whole = drawn(80, 8, 5, **TRUTH)
    kept = np.array([0, 1, 2, 4, 5, 6, 7])
    without = replace(whole, ends=kept, values=whole.values[:, kept], errors=whole.errors[:, kept],
                      design=whole.design[kept], lags=whole.lags[np.ix_(kept, kept)])
    half = whole.values.copy()
    half[:40, 3] = np.nan
    assert residuals(without).squares.shape == (80, len(GRID))
    assert residuals(replace(whole, values=half)).df.tolist() == [5] * 40 + [6] * 40


def test_a_figure_strays_from_its_course_as_its_own_and_the_others_say():
    """At σ² = 9 by others who are as good as certain, 3 times what chance makes of it; by others who say next to
    nothing the mean of σ² by 8 own residual degrees of freedom, S/(8 − 2)."""
    whole = drawn(70, 10, 6, scale=4.0, df=1e6, correlation=0.0, spread=1e-9, size=0.0)
    certain, vague = (dict.fromkeys(whole.areas, Prior(9.0, df, 0.0, 1e-6)) for df in (1e9, 1e-6))
    by_chance = replace(whole, errors=np.full(whole.errors.shape, 0.5))
    assert errors_about_course(by_chance, certain) == pytest.approx(np.full((70, 10), 3 * 0.5))
    own = np.sqrt(residuals(whole).squares[:, len(GRID) // 2] / (8 - 2))
    assert errors_about_course(whole, vague)[:, 0] == pytest.approx(own)


# Panels

def counts(areas: int, years: int, **columns) -> pd.DataFrame:
    """2 + area and year percent of 1,000 people, with the totals of all years but the first."""
    rows = [{"area": f"area_{area:03}", "end": pd.Timestamp(2016 + year, 3, 31), "value": (20 + area + year) / 1000,
             "numerator": 20.0 + area + year if year else np.nan, "denominator": 1000.0 if year else np.nan,
             "status": "final", "reason": None} | columns for area in range(areas) for year in range(years)]
    return pd.DataFrame(rows)


def test_a_panel_takes_the_total_of_the_nearest_year():
    found = panel(counts(60, 5), "proportion", pd.Series(dtype=float))
    share = (5 * 20 + 10) / 5000
    assert found.by_chance and found.values.shape == (60, 5)
    assert found.errors[0] == pytest.approx(np.full(5, np.sqrt(share * (1 - share) / 1000)))
    assert found.traits[:, 0].tolist() == [0.0] * 60            # all are of 1,000


def test_too_few_areas_or_years_are_no_panel():
    none = pd.Series(dtype=float)
    assert panel(counts(LEAST_AREAS - 1, 6), "proportion", none) is None
    assert panel(counts(60, 4), "proportion", none) is None
    assert panel(counts(60, 6, status="not comparable"), "proportion", none) is None


def test_figures_without_counts_are_told_in_their_own_unit_and_by_the_areas_size():
    """Areas of 1,000 and 4,000 children: logarithms ± log 2 about their middle."""
    bare = counts(60, 5, numerator=np.nan, denominator=np.nan, reason="no counts")
    sizes = pd.Series({f"area_{area:03}": 1000.0 if area < 30 else 4000.0 for area in range(60)})
    found = panel(bare, "gap", sizes)
    assert not found.by_chance and (found.errors == 1).all()
    assert found.traits[[0, 59], 0] == pytest.approx(np.log([1000 / 2500, 4000 / 2500]))
