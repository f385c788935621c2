"""Intervals for one figure, by the kind of figure, each with the name of its method.

proportion  Wilson score interval                  Wilson (1927) J Am Stat Assoc 22:209; Newcombe (1998) method 3
count       Byar's approximation from 10 events    Breslow & Day (1987) vol. II, p. 69
            exact (Garwood) below 10 events        Garwood (1936) Biometrika 28:437
rate        the count's interval over the exposure
mean        Student's t on the standard error
shares      Wilson on the share of the over-represented groups (see `dissimilarity`)
gap         none of its own: a published average comes without its spread, and the reason travels with the point
any         normal on its standard error, where the rows behind it give one (`se`: gaps, standardised means)

The two choices for counts are those of the public-health indicators (PHEindicatormethods). Every interval is two-sided
and central: of 95 % unless `confidence` (a fraction) says otherwise; 0.998 gives the limits of public-health practice
for "strong". Answers that do not differ at all have no interval: a spread of 0 says that there are too few of them, or
that they are rounded, and not that the figure is certain.
"""

import numpy as np
import pandas as pd
from scipy import special, stats
from statsmodels.stats.proportion import proportion_confint

from wayforward.statistics.results import CONFIDENCE

WILSON, BYAR, GARWOOD = "Wilson score", "Byar", "exact (Garwood)"
STUDENT, NORMAL = "Student's t", "normal on the standard error"
MOVED = "Wilson score, less the community's share"
FEW_EVENTS = 10         # fewer have the exact interval

NO_COUNTS = "published without the counts behind it"
NO_SPREAD = "published as an average without its spread"
TOO_FEW_ANSWERS = "fewer than two answers, which have no spread"
ALL_ALIKE = "nothing behind it differs, so that it shows no spread to judge chance by"


def wilson(numerator, denominator, confidence: float = CONFIDENCE) -> tuple[np.ndarray, np.ndarray]:
    """Low and high of proportions, as fractions. NaN where the denominator is 0.

    (p + z²/2n ∓ z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n)

    >>> [round(float(limit), 3) for limit in wilson(522, 589)]
    [0.858, 0.909]
    >>> [round(float(limit), 3) for limit in wilson(522, 589, confidence=0.998)]
    [0.84, 0.921]
    """
    k, n = np.asarray(numerator, float), np.where(np.asarray(denominator) > 0, denominator, np.nan).astype(float)
    low, high = proportion_confint(k, n, alpha=1 - confidence, method="wilson")
    return np.clip(low, 0.0, k / n), np.clip(high, k / n, 1.0)      # the last binary digit can lie beyond


def byar(events, confidence: float = CONFIDENCE) -> tuple[np.ndarray, np.ndarray]:
    """Low and high of a count: Byar from 10 events, exact (Garwood) below; `byar_or_exact` names which.

    Byar: x (1 − 1/9x − z/3√x)³ and the same of x + 1 with + z. Exact: χ²(tail; 2x)/2 and χ²(1 − tail; 2x + 2)/2.

    >>> [round(float(limit), 3) for limit in byar(65)]
    [50.163, 82.849]
    >>> [round(float(limit), 3) for limit in byar(0)]
    [0.0, 3.689]
    """
    x = np.asarray(events, float)
    z, tail = special.ndtri((1 + confidence) / 2), (1 - confidence) / 2
    many = np.maximum(x, FEW_EVENTS)
    low = many * (1 - 1 / (9 * many) - z / (3 * np.sqrt(many))) ** 3
    high = (many + 1) * (1 - 1 / (9 * (many + 1)) + z / (3 * np.sqrt(many + 1))) ** 3
    exact_low = np.where(x > 0, stats.chi2.ppf(tail, 2 * np.where(x > 0, x, 1)) / 2, 0.0)
    exact_high = stats.chi2.isf(tail, 2 * (x + 1)) / 2
    return np.where(x < FEW_EVENTS, exact_low, low), np.where(x < FEW_EVENTS, exact_high, high)


def byar_or_exact(events) -> np.ndarray:
    """Which of its two methods `byar` uses.

    >>> byar_or_exact([9, 10]).tolist()
    ['exact (Garwood)', 'Byar']
    """
    return np.where(np.asarray(events, float) < FEW_EVENTS, GARWOOD, BYAR)


def rate(events, exposure, confidence: float = CONFIDENCE) -> tuple[np.ndarray, np.ndarray]:
    """Low and high of events over a known exposure, in the unit of the rate; NaN where the exposure is 0.

    >>> [round(float(limit), 2) for limit in rate(1026, 27.21)]     # per 10,000 of 272,100 children
    [35.43, 40.09]
    """
    exposure = np.where(np.asarray(exposure) > 0, exposure, np.nan).astype(float)
    low, high = byar(events, confidence)
    return low / exposure, high / exposure


def mean(average, sd, n, confidence: float = CONFIDENCE) -> tuple[np.ndarray, np.ndarray]:
    """Low and high of an average of `n` answers with standard deviation `sd`; NaN below 2 answers or without spread.

    average ∓ t(n − 1) sd/√n

    >>> [round(float(limit), 2) for limit in mean(15.96, 6.70, 428)]
    [15.32, 16.6]
    """
    n, sd = np.asarray(n, float), np.asarray(sd, float)
    n = np.where(n > 1, n, np.nan)
    half = stats.t.ppf((1 + confidence) / 2, n - 1) * np.where(sd > 0, sd, np.nan) / np.sqrt(n)
    return np.asarray(average, float) - half, np.asarray(average, float) + half


def normal(estimate, error, confidence: float = CONFIDENCE) -> tuple[np.ndarray, np.ndarray]:
    """Low and high of an estimate with a known standard error; NaN without one, or where it is 0.

    >>> [round(float(limit), 2) for limit in normal(12.0, 0.5)]
    [11.02, 12.98]
    """
    error = np.asarray(error, float)
    half = special.ndtri((1 + confidence) / 2) * np.where(error > 0, error, np.nan)
    return np.asarray(estimate, float) - half, np.asarray(estimate, float) + half


def dissimilarity(numerator, denominator, parity, confidence: float = CONFIDENCE) -> tuple[np.ndarray, np.ndarray]:
    """Low and high of D = ½ Σ |wᵢ − cᵢ| over groups, 0 (the same make-up) to 1.

    D equals the workforce's share in its over-represented groups (`numerator` of `denominator` heads) less the
    community's share in them (`parity`), so the interval is Wilson's for that one proportion, moved. The community's
    shares (a census) are taken as known. D leans upward when heads are few, which the interval does not show
    (Duncan & Duncan 1955, Am Sociol Rev 20:210; Allen et al. 2015, Sociol Methodol 45:40): at parity it lies above 0 in
    one workforce of five. `shares.dissimilarity`, which knows every group's heads, has an interval that does not.
    """
    low, high = wilson(numerator, denominator, confidence)
    return np.maximum(low - parity, 0.0), high - parity


def with_intervals(counts: pd.DataFrame, kind: str, confidence: float = CONFIDENCE) -> pd.DataFrame:
    """The series: counts with `low`, `high` and their `method` beside `value`, where the figure allows an honest
    interval.

    Rows that carry a `reason`, or lack what the kind needs, keep null limits and say why. Fractions stay fractions.

    >>> counts = pd.DataFrame({"value": [4.0, 65.0], "numerator": [4, 65], "reason": None})
    >>> with_intervals(counts, "count")[["low", "high", "method"]].round(2).values.tolist()
    [[1.09, 10.24, 'exact (Garwood)'], [50.16, 82.85, 'Byar']]
    """
    *by_kind, method = _limits(counts, kind, confidence)
    by_error = normal(counts["value"], column(counts, "se"), confidence)
    usable = counts["value"].notna().to_numpy() & counts["reason"].isna().to_numpy()
    low, high = (np.where(usable, np.where(np.isnan(error), limit, error), np.nan)
                 for error, limit in zip(by_error, by_kind, strict=True))
    named = np.where(np.isnan(low), None, np.where(np.isnan(by_error[0]), method, NORMAL))
    why_not = np.where(usable & np.isnan(low), _why_not(counts, kind), counts["reason"])
    return counts.assign(low=low, high=high, **{name: pd.Series(words, counts.index, dtype=object)
                                                for name, words in (("method", named), ("reason", why_not))})


def _limits(series: pd.DataFrame, kind: str, confidence: float) -> tuple[np.ndarray, np.ndarray, np.ndarray | str]:
    """Low, high and method by the kind alone."""
    if kind == "proportion":
        return *wilson(series["numerator"], series["denominator"], confidence), WILSON
    if kind == "shares":
        return *dissimilarity(series["numerator"], series["denominator"], column(series, "parity"), confidence), MOVED
    if kind == "count":
        return *byar(series["numerator"], confidence), byar_or_exact(series["numerator"])
    if kind == "rate":
        return *rate(series["numerator"], series["denominator"], confidence), byar_or_exact(series["numerator"])
    if kind == "mean":
        return *mean(series["value"], column(series, "sd"), column(series, "n"), confidence), STUDENT
    nothing = np.full(len(series), np.nan)
    return nothing, nothing, ""


def _why_not(series: pd.DataFrame, kind: str) -> np.ndarray:
    """Why a figure that gives no reason itself has no interval."""
    sd, n, se = (column(series, name) for name in ("sd", "n", "se"))
    of_means = [(n < 2) & ~np.isnan(sd), np.isnan(sd)] if kind == "mean" else []
    conditions = [(se == 0) | (sd == 0), *of_means]
    return np.select(conditions, [ALL_ALIKE, TOO_FEW_ANSWERS, NO_SPREAD][:len(conditions)], NO_COUNTS)


def column(series: pd.DataFrame, name: str) -> np.ndarray:
    """A column's numbers; NaN where the frame has no such column."""
    return series[name].to_numpy(float) if name in series else np.full(len(series), np.nan)
