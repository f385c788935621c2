"""The trend of a short annual series over real time: one primary method, chosen by what is known of each point.

counts known (proportion)   quasi-binomial regression on the year, dispersion at least 1, t with n − 2 df
counts known (count, rate)  quasi-Poisson regression likewise, with the exposure as offset
interval known (others)     weighted least squares on 1/SE², dispersion at least 1, t with n − 2 df
value only                  exact Kendall test and the Theil–Sen slope

Real year-to-year variation beyond chance is the rule (a plain binomial trend test gives 11–67 % false alarms with a
mild one), so the dispersion is estimated, and never taken as less than chance alone gives. Missing years are gaps on
the time axis, not neighbours. With fewer than 5 points there is no trend.
"""

import warnings
from dataclasses import replace

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats
from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

from wayforward.statistics.results import CONFIDENCE, Trend

MIN_POINTS = 5
SEPARATED = 50.0        # a standard error of a log odds per year that only perfect separation gives
MOST_EXACT = 8          # 8! = 40,320 orders are counted one by one; beyond, the normal approximation with ties


def trend(points: pd.DataFrame, kind: str) -> Trend:
    """Average change per year over usable points (columns end, value, and what is known of numerator, denominator,
    low, high), in the series' own unit.

    >>> accommodation = pd.DataFrame({"end": pd.to_datetime([f"{y}-03-31" for y in range(2021, 2026)]),
    ...     "numerator": [453, 452, 485, 514, 522], "denominator": [484, 493, 535, 582, 589]}).assign(
    ...     value=lambda t: t.numerator / t.denominator, low=0.0, high=1.0)
    >>> round(trend(accommodation, "proportion").p, 3)
    0.047
    """
    if len(points) < MIN_POINTS:
        return Trend(None, points_used=len(points), method="none",
                     reason=f"{len(points)} comparable points; a trend needs {MIN_POINTS}")
    if points["low"].isna().any():
        return replace(kendall(points), reason="the points come without intervals, so only their order is tested")
    if "se" in points and points["se"].notna().any():
        return weighted(points)
    if kind == "proportion":
        return quasi_binomial(points)
    if kind in ("count", "rate"):
        return quasi_poisson(points)
    return weighted(points)


def years(points: pd.DataFrame) -> np.ndarray:
    """Time in years from the first point, by the calendar."""
    end = pd.to_datetime(points["end"])
    return ((end - end.iloc[0]).dt.days / 365.25).to_numpy()


def quasi_binomial(points: pd.DataFrame) -> Trend:
    """Logistic regression of value on time, weighted by denominator; the slope is told at the series' mean level.

    Reference: McCullagh & Nelder (1989) §4.5. `var_weights`, not counts, so that the dispersion is Pearson's
    chi-square over its degrees of freedom.
    """
    share = float(np.average(points["value"], weights=points["denominator"]))
    if share in (0.0, 1.0):
        return _flat(points, "quasi-binomial regression", "every point is at the same limit")
    model = sm.GLM(points["value"].to_numpy(), sm.add_constant(years(points)), family=sm.families.Binomial(),
                   var_weights=points["denominator"].to_numpy(float))
    return _fitted(model, points, "quasi-binomial regression", share * (1 - share))


def quasi_poisson(points: pd.DataFrame) -> Trend:
    """Log-linear regression of events on time, with exposure; the slope is told at the series' mean level."""
    exposure = points["denominator"].fillna(1.0) if "denominator" in points else pd.Series(1.0, points.index)
    level = float(points["numerator"].sum() / exposure.sum())
    if level == 0:
        return _flat(points, "quasi-Poisson regression", "no event in any period")
    model = sm.GLM(points["numerator"].to_numpy(float), sm.add_constant(years(points)),
                   family=sm.families.Poisson(), exposure=exposure.to_numpy(float))
    return _fitted(model, points, "quasi-Poisson regression", level)


def weighted(points: pd.DataFrame) -> Trend:
    """Straight line through values, weighted by 1/SE² with SE read off the 95 % limits."""
    error = (points["high"] - points["low"]).to_numpy() / (2 * stats.norm.ppf((1 + CONFIDENCE) / 2))
    model = sm.GLM(points["value"].to_numpy(), sm.add_constant(years(points)), family=sm.families.Gaussian(),
                   var_weights=1 / error ** 2)
    return _fitted(model, points, "weighted least squares", 1.0)


def _fitted(model: sm.GLM, points: pd.DataFrame, method: str, to_unit: float) -> Trend:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PerfectSeparationWarning)     # also raised when all points are equal
        return _quasi(model, points, method, to_unit)


def _quasi(model: sm.GLM, points: pd.DataFrame, method: str, to_unit: float) -> Trend:
    chance_only = model.fit(scale=1.0)
    if not np.isfinite(chance_only.bse[1]) or chance_only.bse[1] > SEPARATED:
        return replace(kendall(points), reason="the points jump between the limits; only their order is tested")
    dispersion = max(1.0, float(chance_only.pearson_chi2 / chance_only.df_resid))
    fit = model.fit(scale=dispersion, use_t=True)
    low, high = fit.conf_int(1 - CONFIDENCE)[1]
    return Trend(float(fit.params[1] * to_unit), float(low * to_unit), float(high * to_unit), float(fit.pvalues[1]),
                 f"{method}, dispersion {dispersion:.2f}, t with {int(fit.df_resid)} df", points_used=len(points))


def _flat(points: pd.DataFrame, method: str, reason: str) -> Trend:
    return Trend(0.0, 0.0, 0.0, 1.0, method, reason, points_used=len(points))


def kendall(points: pd.DataFrame) -> Trend:
    """Does the order of the values follow time? Exact over all orders up to 8 points (ties included), with the
    Theil–Sen slope.

    Kendall (1938) Biometrika 30:81; Sen (1968). With n points no p can be under 2/n!, and ties raise that: 0.083 with
    4, 0.017 with 5.
    The slope has no interval: at these lengths the order-based one is the whole range.
    """
    time, value = years(points), points["value"].to_numpy(float)
    slope = float(stats.theilslopes(value, time).slope)
    exact = len(points) <= MOST_EXACT
    if not np.ptp(value):
        return _flat(points, "Kendall", "all values are equal")
    p, smallest = _exact_order_p(value) if exact else (stats.kendalltau(time, value, method="asymptotic").pvalue, None)
    return Trend(slope, None, None, float(p), "exact Kendall with Theil–Sen slope" if exact else
                 "Kendall (normal approximation) with Theil–Sen slope", None, len(points), smallest)


def _exact_order_p(value: np.ndarray) -> tuple[float, float]:
    """The two-sided p of Kendall's S over every order of the values, and the least p that any order would have."""
    before, after = np.triu_indices(len(value), 1)

    def concordance(shuffled, axis=-1):
        return np.sign(np.take(shuffled, after, axis) - np.take(shuffled, before, axis)).sum(axis=axis)

    test = stats.permutation_test((value,), concordance, permutation_type="pairings", vectorized=True,
                                  n_resamples=np.inf, alternative="two-sided")
    distances = np.abs(test.null_distribution)
    return float(test.pvalue), float(np.mean(distances == distances.max()))
