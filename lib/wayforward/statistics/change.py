"""The change between two points of a series, with an interval and a p, by the kind of figure.

proportion  difference: Newcombe's hybrid score interval (1998, method 10); p: pooled score test, or Fisher's exact
            test where an expected count is under 5
count, rate difference: square-and-add of the two intervals (Zou & Donner 2008); p: exact conditional binomial test
mean        Welch's t from the two standard deviations
shares      square-and-add; p from the normal
any kind of which a standard error is known (gaps, standardised means): the same as shares
any point without an interval: the difference alone, and the reason
"""

import math

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

from wayforward.statistics.results import CONFIDENCE, Result, nothing

Z = stats.norm.ppf((1 + CONFIDENCE) / 2)


def change(first: pd.Series | None, last: pd.Series | None, kind: str) -> Result:
    """Last minus first, two rows of one series, in its own unit; a Result without estimate where a point is missing.

    >>> row = lambda k, n: pd.Series({"numerator": k, "denominator": n, "value": k / n, "low": 0, "high": 1})
    >>> round(change(row(453, 484), row(522, 589), "proportion").estimate, 3)
    -0.05
    """
    if first is None or last is None:
        return nothing("there is no comparable figure from before the plan began" if first is None
                       else "there is no figure to compare")
    difference = float(last["value"] - first["value"])
    if pd.isna(first["low"]) or pd.isna(last["low"]):
        reason = next((row["reason"] for row in (last, first) if isinstance(row.get("reason"), str)), None)
        return Result(difference, method="difference", reason=reason or "no interval for one of the two figures")
    test = _by_limits if any(pd.notna(row.get("se")) for row in (first, last)) else _BY_KIND[kind]
    return test(first, last, difference)


def _proportion(first: pd.Series, last: pd.Series, difference: float) -> Result:
    k, n = np.array([last["numerator"], first["numerator"]]), np.array([last["denominator"], first["denominator"]])
    low, high = confint_proportions_2indep(k[0], n[0], k[1], n[1], method="newcomb", compare="diff",
                                           alpha=1 - CONFIDENCE)
    low, high = max(float(low), -1.0), min(float(high), 1.0)        # the last binary digit can lie beyond
    table = np.array([k, n - k])
    if table.sum(axis=1).min() == 0:
        return Result(difference, low, high, 1.0, "Newcombe interval; no variation to test")
    if stats.contingency.expected_freq(table).min() < 5:
        return Result(difference, low, high, float(stats.fisher_exact(table).pvalue),
                      "Newcombe interval, Fisher's exact test")
    p = stats.chi2_contingency(table, correction=False).pvalue
    return Result(difference, low, high, float(p), "Newcombe interval, score test")


def _events(first: pd.Series, last: pd.Series, difference: float) -> Result:
    exposure = [row["denominator"] if pd.notna(row.get("denominator")) else 1.0 for row in (first, last)]
    events = int(first["numerator"]), int(last["numerator"])
    expected = exposure[1] / sum(exposure)
    p = stats.binomtest(events[1], sum(events), expected).pvalue if sum(events) else 1.0
    low, high = square_and_add(first, last)
    return Result(difference, low, high, float(p), "square-and-add interval, exact conditional test")


def _mean(first: pd.Series, last: pd.Series, difference: float) -> Result:
    test = stats.ttest_ind_from_stats(last["value"], last["sd"], last["n"], first["value"], first["sd"], first["n"],
                                      equal_var=False)
    variances = [row["sd"] ** 2 / row["n"] for row in (first, last)]
    sizes = [row["n"] - 1 for row in (first, last)]
    welch_df = sum(variances) ** 2 / sum(v ** 2 / size for v, size in zip(variances, sizes, strict=True))
    half = float(stats.t.ppf((1 + CONFIDENCE) / 2, welch_df) * math.sqrt(sum(variances)))
    return Result(difference, difference - half, difference + half, float(test.pvalue), "Welch's t")


def _by_limits(first: pd.Series, last: pd.Series, difference: float) -> Result:
    low, high = square_and_add(first, last)
    error = math.hypot(*((row["high"] - row["low"]) / (2 * Z) for row in (first, last)))
    p = 2 * stats.norm.sf(abs(difference) / error) if error else 1.0
    return Result(difference, low, high, float(p), "square-and-add interval, normal test")


def square_and_add(first, last) -> tuple[float, float]:
    """Limits of `last − first` from the limits of two independent estimates (value, low, high each).

    Zou & Donner (2008) Stat Med 27:1693. With Wilson limits it is Newcombe's interval.
    """
    difference = last["value"] - first["value"]
    below = math.hypot(last["value"] - last["low"], first["high"] - first["value"])
    above = math.hypot(last["high"] - last["value"], first["value"] - first["low"])
    return float(difference - below), float(difference + above)


_BY_KIND = {"proportion": _proportion, "count": _events, "rate": _events, "mean": _mean, "shares": _by_limits,
            "gap": _by_limits}
