"""How much the figures of one series move by themselves, measured from all areas that publish it.

With five points no area can know how much its own figure scatters about its course, nor how long its errors last; 150
others have published just that. Out of each area's figures are taken what moved all areas alike (the periods' effects)
and its own straight line. What is left is e, told in units of what chance alone makes of it, where that is known:

    eᵢ ~ normal, variance σᵢ², correlation φᵢ^|lag|
    σᵢ² ~ scaled inverse χ² with d₀ degrees of freedom about s²·(size of the area)^β·(its level)^γ
    φᵢ  ~ normal (μ, τ) on a grid

s², β, γ, d₀, μ and τ are those of the largest marginal likelihood, σ² integrated exactly and φ over the grid, together
with weak priors that keep d₀ and τ from an edge: log d₀ about 10 (sd 1), log τ about 0.15 (sd ½), β and γ about 0 (sd
1), artanh μ about 0 (sd 0.7). For an area all of it is fitted without the area itself, and told for its size and level.

The size matters most of figures that come without an interval: the gap of a county of 270,000 children moves by half
as much as one of 60,000.

Marginal likelihood of variances: Smyth (2004) Stat Appl Genet Mol Biol 3:3. Between authorities: Spiegelhalter (2005)
Qual Saf Health Care 14:347; with serial correlation: Jones & Spiegelhalter (2012) J R Stat Soc A 175:729.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import optimize, special

from wayforward.statistics.dispersion import Prior
from wayforward.statistics.panel import Panel

GRID = np.linspace(-0.95, 0.95, 39)     # of φ
ROUNDS = 10             # of taking the periods' effects and the areas' lines out of each other
STARTS = (0.0, 0.4, 0.8)        # of μ: a wander and a large scatter can be hard to tell apart
STEPS = 5               # of Newton's method, after the search and for each area left out
CENTRE = np.array([0.0, np.log(10.0), 0.0, np.log(0.15), 0.0, 0.0])     # of the weak priors …
PRECISION = np.array([0.0, 1.0, 2.0, 4.0, 1.0, 1.0])                    # … and 1/sd²
STEP = 1e-4             # of the derivative of the gradient


@dataclass(frozen=True)
class Residuals:
    """What is left of each area's figures, for each φ of GRID: (A, φ); `df` (A) degrees of freedom; `traits` (A, k)."""

    squares: np.ndarray
    log_size: np.ndarray
    df: np.ndarray
    traits: np.ndarray


def priors(panel: Panel) -> dict[str, Prior]:
    """For each area of the panel what the others say of its scatter: σ² in units of its errors' squares."""
    left = residuals(panel)
    fitted = fit(left)
    others = without_each(left, fitted)
    scales = np.exp(others[:, 0] + (left.traits * others[:, 4:]).sum(axis=1))
    return {area: Prior(float(scale), float(np.exp(log_df)), float(np.clip(np.tanh(centre), GRID[0], GRID[-1])),
                        float(np.exp(log_spread)))
            for area, scale, (log_df, centre, log_spread) in zip(panel.areas, scales, others[:, 1:4], strict=True)}


def errors_about_course(panel: Panel, priors: Mapping[str, Prior]) -> np.ndarray:
    """How each figure of the panel strays from its area's course (A, T): the standard deviation that the area's own
    figures and those of the others leave plausible, by the mean of σ² and over the grid of φ."""
    left = residuals(panel)
    scale, d0, centre, spread = np.array([[prior.scale, prior.df, prior.correlation, prior.spread] for prior in (
        priors[area] for area in panel.areas)]).T[..., None]                                # each (A, 1)
    whole, df = d0 * scale + left.squares, d0 + left.df[:, None]
    likelihood = -df / 2 * np.log(whole) - left.log_size / 2 - 0.5 * ((GRID - centre) / spread) ** 2
    weight = special.softmax(likelihood, axis=-1)
    return np.sqrt((weight * whole / (df - 2)).sum(axis=-1))[:, None] * panel.errors


def residuals(panel: Panel) -> Residuals:
    """The panel's figures with the periods' effects and each area's own line taken out."""
    there = ~np.isnan(panel.values)
    x = np.where(there[..., None], panel.design / panel.errors[..., None], 0.0)              # (A, T, q)
    y = np.where(there, without_periods(panel, there, x) / panel.errors, 0.0)
    inverse, log_size = _inverses(there, panel.lags)                                        # (A, φ, T, T)
    pulled = inverse @ x[:, None]
    information = np.swapaxes(pulled, -1, -2) @ x[:, None]
    cross = np.einsum("aftq,at->afq", pulled, y)
    fitted = np.einsum("afq,afq->af", cross, np.linalg.solve(information, cross[..., None])[..., 0])
    whole = np.einsum("at,afts,as->af", y, inverse, y)
    return Residuals(np.maximum(whole - fitted, np.finfo(float).tiny),
                     log_size + np.linalg.slogdet(information)[1],
                     there.sum(axis=1) - panel.design.shape[1], panel.traits)


def fit(left: Residuals) -> np.ndarray:
    """log s², log d₀, artanh μ, log τ, β, γ of the largest posterior."""
    start = CENTRE + np.eye(len(CENTRE))[0] * np.log(np.median(left.squares[:, len(GRID) // 2] / left.df))
    searches = [optimize.minimize(_downhill, start + np.eye(len(CENTRE))[2] * np.arctanh(correlation), left, jac=True,
                                  method="BFGS") for correlation in STARTS]
    found = min(searches, key=lambda search: search.fun).x
    slope = _derivative(found[None], left)[0].sum(axis=0) - np.diag(PRECISION)
    for _ in range(STEPS):
        found = found - np.linalg.solve(slope, _gradient(found[None], left)[0].sum(axis=0) - _pull(found))
    return found


def log_likelihood(at: np.ndarray, left: Residuals) -> np.ndarray:
    """Each area's marginal log likelihood."""
    return special.logsumexp(_terms(at[None], left)[0][0], axis=-1)


def without_periods(panel: Panel, there: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The values without what moved all areas alike: mean residuals of the periods about the areas' own lines."""
    values = np.where(there, panel.values - np.nanmean(panel.values, axis=0), 0.0)
    weight = np.where(there, panel.errors ** -2, 0.0)
    maps = np.linalg.solve(np.swapaxes(x, -1, -2) @ x, np.swapaxes(x, -1, -2))              # (A, q, T)
    for _ in range(ROUNDS):
        lines = np.einsum("atq,aq->at", x, np.einsum("aqt,at->aq", maps, values / panel.errors)) * panel.errors
        effects = (weight * (values - lines)).sum(axis=0) / weight.sum(axis=0)
        values = np.where(there, values - effects, 0.0)
    return values


def _inverses(there: np.ndarray, lags: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each area and φ the inverse of the correlation of the points it has, and the logarithm of its determinant:
    a point that is not there stands by itself."""
    patterns, which = np.unique(there, axis=0, return_inverse=True)
    both = patterns[:, None, :, None] & patterns[:, None, None, :]
    matrices = np.where(both, GRID[:, None, None] ** lags, np.eye(len(lags)))
    which = which.reshape(-1)
    return np.linalg.inv(matrices)[which], np.linalg.slogdet(matrices)[1][which]


def _terms(at: np.ndarray, left: Residuals) -> tuple[np.ndarray, ...]:
    """For parameters (B, 6): the log likelihood of each area and φ (B, A, φ), and what its gradient is made of."""
    d0, centre, spread = np.exp(at[:, 1, None, None]), np.tanh(at[:, 2, None]), np.exp(at[:, 3, None])
    borrowed = d0 * np.exp(at[:, 0, None] + at[:, 4:] @ left.traits.T)[..., None]
    df, whole = left.df[:, None], borrowed + left.squares
    away = (GRID - centre) / spread                                                         # (B, φ)
    favour = -0.5 * away ** 2
    favour = favour - special.logsumexp(favour, axis=-1, keepdims=True)
    terms = (special.gammaln((d0 + df) / 2) - special.gammaln(d0 / 2) + d0 / 2 * np.log(borrowed)
             - (d0 + df) / 2 * np.log(whole) - left.log_size / 2 + favour[:, None])
    return terms, d0, borrowed, whole, df, away, np.exp(favour), spread, centre


def _gradient(at: np.ndarray, left: Residuals) -> np.ndarray:
    """The gradient of each area's log likelihood: (B, A, 6)."""
    terms, d0, borrowed, whole, df, away, favour, spread, centre = _terms(at, left)
    weight = np.exp(terms - special.logsumexp(terms, axis=-1, keepdims=True))
    share = (weight * borrowed / whole).sum(axis=-1)
    of_scale = d0[..., 0] / 2 - (d0[..., 0] + left.df) / 2 * share
    logs = np.log(borrowed[..., 0]) - (weight * np.log(whole)).sum(axis=-1)
    digammas = special.digamma((d0 + df) / 2)[..., 0] - special.digamma(d0 / 2)[..., 0]
    of_df = d0[..., 0] / 2 * (digammas + logs + 1 - (d0[..., 0] + left.df) / d0[..., 0] * share)
    mean, square = (np.einsum("baf,bf->ba", weight, part) - (favour * part).sum(axis=-1)[:, None]
                    for part in (away, away ** 2))
    of_centre = mean / spread * (1 - centre ** 2)
    traits = of_scale[..., None] * left.traits
    return np.concatenate([np.stack([of_scale, of_df, of_centre, square], axis=-1), traits], axis=-1)


def _pull(at: np.ndarray) -> np.ndarray:
    """The gradient of the weak priors, turned round."""
    return PRECISION * (at - CENTRE)


def _downhill(at: np.ndarray, left: Residuals) -> tuple[float, np.ndarray]:
    """Minus the log posterior, and its gradient."""
    value = -log_likelihood(at, left).sum() + 0.5 * (PRECISION * (at - CENTRE) ** 2).sum()
    return float(value), _pull(at) - _gradient(at[None], left)[0].sum(axis=0)


def _derivative(at: np.ndarray, left: Residuals) -> np.ndarray:
    """For parameters (B, 6) the derivative of each area's gradient: (B, A, 6, 6)."""
    columns = [(_gradient(at + apart, left) - _gradient(at - apart, left)) / (2 * STEP)
               for apart in STEP * np.eye(at.shape[1])]
    return np.stack(columns, axis=-1)


def without_each(left: Residuals, fitted: np.ndarray) -> np.ndarray:
    """The fit without each area in turn: (A, 6), by Newton's method from the fit of all."""
    found = np.tile(fitted, (len(left.df), 1))
    for _ in range(STEPS):
        slope, uphill = (each.sum(axis=1) - np.einsum("aa...->a...", each)
                         for each in (_derivative(found, left), _gradient(found, left)))
        slope, uphill = slope - np.diag(PRECISION), uphill - _pull(found)
        found = found - np.linalg.solve(slope, uphill[..., None])[..., 0]
    return found
