"""Intervals for one figure, by the kind of figure.

proportion  Wilson score interval                  Wilson (1927) J Am Stat Assoc 22:209; Newcombe (1998) method 3
count       Byar's approximation from 10 events    Breslow & Day (1987) vol. II, p. 69
            exact (Garwood) below 10 events        Garwood (1936) Biometrika 28:437
rate        the count's interval over the exposure
mean        Student's t on the standard error
shares      Wilson on the share of the over-represented groups (see `dissimilarity`)
gap         none of its own: a published average comes without its spread, and the reason travels with the point
any         normal on its standard error, where the rows behind it give one (`se`: gaps, standardised means)

The two choices for counts are those of the public-health indicators (PHEindicatormethods).
"""

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from wayforward.statistics.results import CONFIDENCE


def wilson(numerator, denominator, confidence: float = CONFIDENCE) -> tuple[np.ndarray, np.ndarray]:
    """Low and high of proportions, as fractions. NaN where the denominator is 0.

    >>> [round(float(limit), 3) for limit in wilson(522, 589)]
    [0.858, 0.909]
    """
    k, n = np.asarray(numerator, float), np.asarray(denominator, float)
    low, high = proportion_confint(k, np.where(n > 0, n, np.nan), alpha=1 - confidence, method="wilson")
    return np.asarray(low), np.asarray(high)


def byar(events, confidence: float = CONFIDENCE) -> tuple[np.ndarray, np.ndarray]:
    """Low and high of a count: Byar from 10 events, exact (Garwood) below.

    >>> [round(float(limit), 3) for limit in byar(65)]
    [50.163, 82.849]
    """
    x = np.asarray(events, float)
    z, tail = stats.norm.ppf((1 + confidence) / 2), (1 - confidence) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        low = x * (1 - 1 / (9 * x) - z / (3 * np.sqrt(x))) ** 3
        high = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * np.sqrt(x + 1))) ** 3
    exact_low = np.where(x > 0, stats.chi2.ppf(tail, 2 * np.maximum(x, 1)) / 2, 0.0)
    exact_high = stats.chi2.isf(tail, 2 * (x + 1)) / 2
    return np.where(x < 10, exact_low, low), np.where(x < 10, exact_high, high)


def mean(average, sd, n, confidence: float = CONFIDENCE) -> tuple[np.ndarray, np.ndarray]:
    """Low and high of an average of `n` answers with standard deviation `sd`; NaN below 2 answers."""
    n = np.asarray(n, float)
    n = np.where(n > 1, n, np.nan)
    half = stats.t.ppf((1 + confidence) / 2, n - 1) * np.asarray(sd, float) / np.sqrt(n)
    return np.asarray(average, float) - half, np.asarray(average, float) + half


def normal(estimate, error, confidence: float = CONFIDENCE) -> tuple[np.ndarray, np.ndarray]:
    """Low and high of an estimate with a known standard error; NaN without one."""
    half = stats.norm.ppf((1 + confidence) / 2) * np.asarray(error, float)
    return np.asarray(estimate, float) - half, np.asarray(estimate, float) + half


def dissimilarity(numerator, denominator, parity, confidence: float = CONFIDENCE) -> tuple[np.ndarray, np.ndarray]:
    """Low and high of D = ½ Σ |wᵢ − cᵢ| over groups, 0 (the same make-up) to 1.

    D equals the workforce's share in its over-represented groups (`numerator` of `denominator` heads) less the
    community's share in them (`parity`), so the interval is Wilson's for that one proportion, moved. The community's
    shares (a census) are taken as known. D leans upward when heads are few, which the interval does not show
    (Duncan & Duncan 1955, Am Sociol Rev 20:210; Allen et al. 2015, Sociol Methodol 45:40).
    """
    low, high = wilson(numerator, denominator, confidence)
    return np.maximum(low - parity, 0.0), high - parity


def with_intervals(counts: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The series: counts with `low` and `high` beside `value`, where the figure allows an honest interval.

    Rows that carry a `reason`, or lack what the kind needs, keep null limits and say why. Fractions stay fractions.
    """
    series = counts.copy()
    of_error = normal(series["value"], _column(series, "se"))
    limits = [np.where(np.isnan(by_error), by_kind, by_error)
              for by_error, by_kind in zip(of_error, _limits(series, kind), strict=True)]
    usable = series["value"].notna() & series["reason"].isna()
    series["low"], series["high"] = (pd.Series(limit, series.index).where(usable) for limit in limits)
    without = series["value"].notna() & series["low"].isna() & series["reason"].isna()
    series.loc[without, "reason"] = "published without the counts behind it"
    return series


def _limits(series: pd.DataFrame, kind: str) -> tuple[np.ndarray, np.ndarray]:
    if kind == "proportion":
        return wilson(series["numerator"], series["denominator"])
    if kind == "shares":
        return dissimilarity(series["numerator"], series["denominator"], series["parity"])
    if kind == "count":
        return byar(series["numerator"])
    if kind == "rate":
        low, high = byar(series["numerator"])
        return low / series["denominator"], high / series["denominator"]
    if kind == "mean":
        return mean(series["value"], _column(series, "sd"), _column(series, "n"))
    nothing = np.full(len(series), np.nan)
    return nothing, nothing


def _column(series: pd.DataFrame, name: str) -> np.ndarray:
    return series[name].to_numpy(float) if name in series else np.full(len(series), np.nan)
