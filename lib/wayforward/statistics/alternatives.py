"""The trend by other defensible methods, for those who would have chosen one of them; `trend` is our own choice.

fingertips        the public sector's own rule for the last five figures
cochran_armitage  binomial test for trend, no allowance for year-to-year variation
kendall           exact test of the order alone, with the Theil–Sen slope
quasi             quasi-likelihood regression on time with a dispersion of at least 1, by what is known of each point:
                  quasi_binomial (proportions), quasi_poisson (counts, rates), weighted (any figure with an interval)

Each takes usable points in order of time (columns end, value, and what it needs of numerator, denominator, low, high)
and answers in the series' own unit. What a method cannot say of these points is None, with the reason.
"""

import warnings
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from math import factorial, prod

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.stats.contingency_tables import Table
from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

from wayforward.statistics.results import CONFIDENCE, Result, Trend, Z
from wayforward.statistics.trend import days, years

RECENT = 5                      # points that Fingertips looks at
CRITICAL = 9.54953570608324     # its chi-square limit with 1 degree of freedom: p = 0.002
WIDTH = 3.92                    # its width of a 95 % interval in standard errors
SEPARATED = 50.0                # a standard error per year, on the log scale, that only perfect separation gives


class Marker(StrEnum):
    """How Fingertips marks a trend."""

    INCREASING = "increasing"
    DECREASING = "decreasing"
    NO_CHANGE = "no change"


@dataclass(frozen=True)
class RecentTrend(Result):
    """Fingertips' answer. `estimate` is the slope from one figure to the next, whatever time lies between them;
    `marker` is None where the trend cannot be calculated; `chi_squared` has 1 degree of freedom."""

    marker: Marker | None = None
    chi_squared: float | None = None


def fingertips(points: pd.DataFrame) -> RecentTrend:
    """The recent trend as the Office for Health Improvement and Disparities marks it on Fingertips.

    The last five figures at x = 1 … 5, a least-squares line weighted by 1/SE² with SE = (high − low)/3.92:

        slope b = (Σw Σwxy − Σwx Σwy) / (Σw Σwx² − (Σwx)²),  SE(b)² = Σw / (Σw Σwx² − (Σwx)²),  χ² = (b/SE(b))²

    It marks a trend where χ² > 9.5495 and the slope keeps its sign without any one of the five (0 counts as rising).
    Needs five points with value, numerator and denominator, and five with an interval. Years missing in between are
    not seen, and a series in which any numerator equals its denominator is refused: both are the rule's own. Where it
    shows "no change" for figures without intervals we say that it cannot be calculated.
    Reference: dhsc-govuk/FingertipsNext, TrendMarkerCalculator and TrendRequest.

    >>> points = pd.DataFrame({"end": range(5), "numerator": [50, 40, 30, 20, 10], "denominator": 100,
    ...     "value": [0.5, 0.4, 0.3, 0.2, 0.1], "low": [0.402, 0.302, 0.202, 0.102, 0.002],
    ...     "high": [0.598, 0.498, 0.398, 0.298, 0.198]})      # SE of each is 0.05, so that of the slope 0.05/√10
    >>> found = fingertips(points)
    >>> str(found.marker), round(found.chi_squared, 6)
    ('decreasing', 40.0)
    """
    known = ("value", "numerator", "denominator", "low", "high")
    figures = np.column_stack([points[name].to_numpy(float) for name in known])
    valid = figures[~np.isnan(figures[:, :3]).any(axis=1)]
    value, _, _, low, high = valid[~np.isnan(valid).any(axis=1)][-RECENT:].T
    if len(value) < RECENT:
        return _not_calculated(f"{len(value)} figures with counts and intervals; the rule needs {RECENT}")
    if (valid[:, 1] == valid[:, 2]).any():
        return _not_calculated("a numerator equals its denominator, and the rule refuses such a series")
    if (high <= low).any():
        return _not_calculated("an interval has no width")
    slopes, errors = _lines_without_each(value, (WIDTH / (high - low)) ** 2)
    slope, its_error = float(slopes[0]), float(errors[0])
    chi_squared = (slope / its_error) ** 2
    steady = abs(np.where(slopes < 0, -1, 1).sum()) == len(slopes)
    direction = Marker.INCREASING if slope > 0 else Marker.DECREASING
    return RecentTrend(slope, slope - Z * its_error, slope + Z * its_error, float(stats.chi2.sf(chi_squared, 1)),
                       "Fingertips’ recent trend", chi_squared=chi_squared,
                       marker=direction if steady and chi_squared > CRITICAL else Marker.NO_CHANGE)


def _not_calculated(reason: str) -> RecentTrend:
    return RecentTrend(None, method="Fingertips’ recent trend", reason=reason)


def _lines_without_each(value: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Slopes and their standard errors of the weighted line through all points, then without each in turn."""
    x, y = np.arange(len(value)) - (len(value) - 1) / 2, value - value.mean()
    kept = np.vstack([np.ones(len(value)), 1 - np.eye(len(value))])
    w, wx, wy, wxx, wxy = (kept @ (weight * part) for part in (1, x, y, x ** 2, x * y))
    spread = w * wxx - wx ** 2
    return (w * wxy - wx * wy) / spread, np.sqrt(w / spread)


def cochran_armitage(points: pd.DataFrame) -> Trend:
    """Cochran–Armitage test for a trend in proportions over calendar months; the slope is the least-squares one,
    weighted by the denominators, in fractions a year.

    statsmodels' form, whose variance has N − 1 where R's prop.trend.test has N: X² = 10.712 against 10.716 for
    453/484, 452/493, 485/535, 514/582, 522/589.
    Reference: Armitage (1955) Biometrics 11:375; Agresti (2013) Categorical Data Analysis §5.3.5.

    >>> accommodation = pd.DataFrame({"end": pd.to_datetime([f"{y}-03-31" for y in range(2021, 2026)]),
    ...     "numerator": [453, 452, 485, 514, 522], "denominator": [484, 493, 535, 582, 589]})
    >>> round(cochran_armitage(accommodation).p, 5)
    0.00106
    """
    k, n = (points[name].to_numpy(float) for name in ("numerator", "denominator"))
    if k.sum() in (0, n.sum()) or len(points) < 2:
        return _unsaid(points, "Cochran–Armitage", "there is no second point" if len(points) == 1 else
                       "every point is at the same limit")
    end = pd.to_datetime(points["end"])
    time = (end.dt.year + end.dt.month / 12).to_numpy(float)
    time = time - time.mean()
    test = Table(np.column_stack([k, n - k]), shift_zeros=False).test_ordinal_association(time, np.array([1.0, 0.0]))
    slope = np.polyfit(time, k / n, 1, w=np.sqrt(n))[0]
    return Trend(float(slope), p=float(test.pvalue), method=f"Cochran–Armitage, X² = {test.zscore ** 2:.3f}",
                 points_used=len(points))


def kendall(points: pd.DataFrame) -> Trend:
    """Does the order of the values follow time? Exact, ties included, with the Theil–Sen slope a year.

    The slope has no interval: at these lengths the order-based one is the whole range. With n points of which tᵢ
    share a value no p can be under 2 Π tᵢ! / n!: 0.083 with 4 different values, 0.017 with 5 (`smallest_p`).
    Reference: Kendall (1938) Biometrika 30:81; Sen (1968) J Am Stat Assoc 63:1379.

    >>> found = kendall(pd.DataFrame({"end": pd.to_datetime([f"{y}-03-31" for y in range(2021, 2026)]),
    ...     "value": [1, 2, 3, 5, 4]}))            # 1 + 4 of the 120 orders are as near to rising, as many to falling
    >>> round(found.p, 6), round(found.smallest_p, 6)
    (0.083333, 0.016667)
    """
    if len(points) < 2:
        return _unsaid(points, "Kendall", "there is no second point")
    time, value = years(days(points)), points["value"].to_numpy(float)
    ties = tuple(sorted(np.unique(value, return_counts=True)[1].tolist()))
    p = _tied_order_p(value, ties) if max(ties) > 1 else float(stats.kendalltau(time, value, method="exact").pvalue)
    return Trend(float(stats.theilslopes(value, time).slope), p=p, method="exact Kendall with Theil–Sen slope",
                 points_used=len(points),
                 smallest_p=min(1.0, 2 * prod(map(factorial, ties)) / factorial(len(value))))


def _tied_order_p(value: np.ndarray, ties: tuple[int, ...]) -> float:
    """Two-sided p of Kendall's S with ties, of which scipy has no exact form."""
    before, after = np.triu_indices(len(value), 1)
    rising, falling = (int(np.sum(side)) for side in (value[after] > value[before], value[after] < value[before]))
    orders = _orders(ties)
    return min(1.0, 2 * sum(orders[:min(rising, falling) + 1]) / sum(orders))


@cache
def _orders(ties: tuple[int, ...]) -> tuple[int, ...]:
    """How many orders of values with such ties have 0, 1, 2 … falling pairs: the coefficients of the Gaussian
    multinomial Π(1 − qʲ) / Π Π(1 − qⁱ), j to n and i to each tᵢ (Andrews 1976, The Theory of Partitions, theorem 3.6).

    >>> _orders((1, 2))         # of 1, 2, 2: in order 0 pairs fall, in 2 1 2 one, in 2 2 1 two
    (1, 1, 1)
    """
    n = sum(ties)
    pairs = (n * n - sum(tied * tied for tied in ties)) // 2
    count = np.array([1] + [0] * pairs, dtype=object)              # whole numbers of any size
    for step in range(1, n + 1):
        count[step:] -= count[:-step].copy()
    for step in (each for tied in ties for each in range(1, tied + 1)):
        for first in range(min(step, len(count))):
            count[first::step] = np.cumsum(count[first::step])
    return tuple(count)


def quasi(points: pd.DataFrame, kind: str, *, least: int) -> Trend:
    """Quasi-likelihood by the kind of figure: counts where they are the figure's model, else its intervals.
    `least`: how many points a regression needs."""
    if kind in ("proportion", "count", "rate") and not ("se" in points and points["se"].notna().any()):
        return quasi_binomial(points, least) if kind == "proportion" else quasi_poisson(points, least)
    return weighted(points, least)


def quasi_binomial(points: pd.DataFrame, least: int) -> Trend:
    """Logistic regression of value on time, weighted by denominator; the slope is told at the series' mean level p,
    as b p(1 − p). A value without its numerator (a published percentage) is weighted by its denominator all the same.

    The dispersion is Pearson's chi-square over its degrees of freedom, and never taken as under 1; t with n − 2 df.
    Reference: McCullagh & Nelder (1989) Generalized Linear Models §4.5.

    >>> accommodation = pd.DataFrame({"end": pd.to_datetime([f"{y}-03-31" for y in range(2021, 2026)]),
    ...     "denominator": [484, 493, 535, 582, 589]}).assign(
    ...     value=lambda t: [453, 452, 485, 514, 522] / t["denominator"])
    >>> round(quasi_binomial(accommodation, least=5).p, 3)
    0.047
    """
    share = float(np.average(points["value"], weights=points["denominator"]))
    if share in (0.0, 1.0):
        return _unsaid(points, "quasi-binomial regression", "every point is at the same limit")
    # not (k, n − k), which misreads scale="X2"
    model = _model(points, "value", "Binomial", var_weights=points["denominator"])
    return _fitted(model, points, least, "quasi-binomial regression", share * (1 - share))


def quasi_poisson(points: pd.DataFrame, least: int) -> Trend:
    """Log-linear regression of events on time, with exposure; the slope is told at the series' mean level.
    Dispersion and test as for proportions (McCullagh & Nelder 1989 §6.2)."""
    exposure = points["denominator"].fillna(1.0) if "denominator" in points else pd.Series(1.0, points.index)
    level = float(points["numerator"].sum() / exposure.sum())
    if level == 0:
        return _unsaid(points, "quasi-Poisson regression", "no event in any period")
    model = _model(points, "numerator", "Poisson", exposure=exposure)
    return _fitted(model, points, least, "quasi-Poisson regression", level)


def weighted(points: pd.DataFrame, least: int) -> Trend:
    """Straight line through values, weighted by 1/SE² with SE read off the 95 % limits; dispersion at least 1."""
    error = (points["high"] - points["low"]).to_numpy(float) / (2 * Z)
    if error.min() <= 0:
        return _unsaid(points, "weighted least squares", "an interval has no width")
    model = _model(points, "value", "Gaussian", var_weights=pd.Series(1 / error ** 2))
    return _fitted(model, points, least, "weighted least squares", 1.0, largest_error=np.inf)


def _on_time(points: pd.DataFrame) -> np.ndarray:
    time = years(days(points))
    return np.column_stack([np.ones(len(time)), time - time.mean()])


def _model(points: pd.DataFrame, column: str, family: str, **of_each: pd.Series):
    """A generalised linear model of a column on time. Its library is imported here, since it takes long."""
    from statsmodels.genmod import families
    from statsmodels.genmod.generalized_linear_model import GLM

    given = {name: values.to_numpy(float) for name, values in of_each.items()}
    return GLM(points[column].to_numpy(float), _on_time(points), family=getattr(families, family)(), **given)


def _fitted(model, points: pd.DataFrame, least: int, method: str, to_unit: float,
            largest_error: float = SEPARATED) -> Trend:
    if len(points) < least:
        return _unsaid(points, method, f"{len(points)} points; a regression needs {least}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PerfectSeparationWarning)          # also raised when all points are equal
        fit = model.fit(scale=1.0)
        slope, chance_error = float(fit.params[1]), float(fit.bse[1])
    if not chance_error <= largest_error:
        return _unsaid(points, method, "the points jump between the limits")
    dispersion = max(1.0, float(fit.pearson_chi2 / fit.df_resid))
    error, df = chance_error * dispersion ** 0.5, int(fit.df_resid)
    half = float(stats.t.ppf((1 + CONFIDENCE) / 2, df)) * error
    return Trend(slope * to_unit, (slope - half) * to_unit, (slope + half) * to_unit,
                 float(2 * stats.t.sf(abs(slope) / error, df)),
                 f"{method}, dispersion {dispersion:.2f}, t with {df} df", points_used=len(points))


def _unsaid(points: pd.DataFrame, method: str, reason: str) -> Trend:
    return Trend(None, method=method, reason=reason, points_used=len(points))
