"""The change between two figures of one series, as a difference with an interval and a p.

              interval                                            p
proportion    Newcombe's hybrid score interval                    score test; Fisher's exact test where an expected
              (1998, method 10)                                   count is under 5
count, rate   square-and-add of the two Byar or exact intervals   exact conditional binomial test
mean          Welch's t                                           Welch's t
others, and   square-and-add                                      normal
any with `se`

A figure without an interval gives the difference alone, and the reason. The two figures are taken as independent: the
same children in both years make the interval rather too wide. Square-and-add: Zou & Donner (2008) Stat Med 27:1693,
which with Wilson limits is Newcombe's interval.
"""

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import special, stats
from statsmodels.stats.proportion import score_test_proportions_2indep

from wayforward.statistics import intervals
from wayforward.statistics.results import CONFIDENCE, Result, Z, no_result

LEAST_EXPECTED = 5      # fewer expected in a cell and the test is Fisher's
NOBODY = "there is nobody to take a proportion of"
NO_TIME = "there is no time or people for the events to happen in"
class Limits(NamedTuple):
    """A figure with its limits."""

    value: float
    low: float
    high: float


def difference_of_proportions(first: tuple[float, float], last: tuple[float, float],
                              confidence: float = CONFIDENCE) -> Result:
    """Last minus first of (numerator, denominator), as a fraction between −1 and 1.

    >>> found = difference_of_proportions((48, 80), (56, 70))       # Newcombe (1998), table II (a)
    >>> round(found.estimate, 4), round(found.low, 4), round(found.high, 4), found.method
    (0.2, 0.0524, 0.3339, 'Newcombe interval, score test')
    """
    if not (first[1] > 0 and last[1] > 0):
        return no_result(NOBODY)
    limits = _of_proportions(first, last, confidence)
    low, high = square_and_add(*limits)
    p, test = _test_of_proportions(first, last)
    low, high = max(low, -1.0), min(high, 1.0)                      # the last binary digit can lie beyond
    return Result(limits[1].value - limits[0].value, low, high, p, f"Newcombe interval, {test}")


def difference_of_rates(first: tuple[float, float], last: tuple[float, float],
                        confidence: float = CONFIDENCE) -> Result:
    """Last minus first of (events, exposure), in the unit of the rate; two counts have the exposure 1.

    >>> found = difference_of_rates((9, 1), (1, 1))
    >>> round(found.low, 2), round(found.high, 2), round(found.p, 4)
    (-16.14, -1.31, 0.0215)
    """
    if not (first[1] > 0 and last[1] > 0):
        return no_result(NO_TIME)
    limits = [_of_rate(*figure, confidence) for figure in (first, last)]
    p, test = _test_of_rates(first, last)
    return Result(limits[1].value - limits[0].value, *square_and_add(*limits), p, f"square-and-add interval, {test}")


def difference_of_means(first: tuple[float, float, float], last: tuple[float, float, float],
                        confidence: float = CONFIDENCE) -> Result:
    """Last minus first of (mean, standard deviation, number of answers), in the mean's unit, by Welch's t.

    Degrees of freedom of Satterthwaite: (v₁ + v₂)² / (v₁²/(n₁ − 1) + v₂²/(n₂ − 1)) with v = sd²/n.

    >>> found = difference_of_means((20.0, 4.0, 30), (22.0, 5.0, 40))
    >>> round(found.low, 2), round(found.high, 2), round(found.p, 3)
    (-0.15, 4.15, 0.067)
    """
    difference = float(last[0] - first[0])
    if not (first[2] > 1 and last[2] > 1):
        return Result(difference, method="difference",
                      reason=f"one of the two averages is of {intervals.TOO_FEW_ANSWERS}")
    if not (first[1] > 0 and last[1] > 0):
        return Result(difference, method="difference", reason=intervals.ALL_ALIKE)
    unit = max(first[1], last[1])                   # in units of the larger spread no square is beyond a computer
    v1, v2 = ((sd / unit) ** 2 / n for _, sd, n in (first, last))
    df = (v1 + v2) ** 2 / (v1 ** 2 / (first[2] - 1) + v2 ** 2 / (last[2] - 1))
    half = float(stats.t.ppf((1 + confidence) / 2, df)) * unit * math.sqrt(v1 + v2)
    p = stats.ttest_ind_from_stats(difference / unit, last[1] / unit, last[2], 0.0, first[1] / unit, first[2],
                                   equal_var=False).pvalue
    return Result(difference, difference - half, difference + half, float(p), "Welch's t")


def change(first: pd.Series | None, last: pd.Series | None, kind: str) -> Result:
    """Last minus first, two rows of one series (value, low, high and what the kind needs), in its own unit; a Result
    without estimate where a point is missing, and without interval where a point has none.

    >>> row = lambda k, n: pd.Series({"numerator": k, "denominator": n, "value": k / n, "low": 0, "high": 1})
    >>> round(change(row(453, 484), row(522, 589), "proportion").estimate, 3)
    -0.05
    """
    missing = _missing(first, last)
    if missing:
        return no_result(missing)
    difference = float(last["value"] - first["value"])
    lacking = _lacking(first, last)
    if lacking:
        return Result(difference, method="difference", reason=lacking)
    if _by_error(first, last) or kind not in _BY_KIND:
        return _by_limits(_limits(first), _limits(last))
    figure, test = _BY_KIND[kind]
    return replace(test(figure(first), figure(last)), estimate=difference)


def square_and_add(first, last) -> tuple[float, float]:
    """Limits of `last − first` from those of two independent estimates: rows or `Limits`, with value, low and high.

    >>> low, high = square_and_add(Limits(20, 17, 23), Limits(25, 21, 29))     # 5 ∓ √(3² + 4²)
    >>> low, high
    (0.0, 10.0)
    """
    a, b = _limits(first), _limits(last)
    difference = b.value - a.value
    return difference - math.hypot(b.value - b.low, a.high - a.value), \
        difference + math.hypot(b.high - b.value, a.value - a.low)


def _limits(row) -> Limits:
    if isinstance(row, Limits):
        return row
    return Limits(*(float(row[name]) for name in Limits._fields))


def _of_proportions(first: tuple[float, float], last: tuple[float, float], confidence: float) -> list[Limits]:
    k, n = np.array([first, last], float).T
    return [Limits(*figure) for figure in np.transpose([k / n, *intervals.wilson(k, n, confidence)]).tolist()]


def _of_rate(events: float, exposure: float, confidence: float) -> Limits:
    return Limits(events / exposure, *map(float, intervals.rate(events, exposure, confidence)))


def _test_of_proportions(first: tuple[float, float], last: tuple[float, float]) -> tuple[float, str]:
    """p and the test's name. Heads that are an average of months are rounded for Fisher's, which needs whole ones."""
    k, n = np.array([last, first], float).T
    table = np.array([k, n - k])
    if table.sum(axis=1).min() * n.min() / n.sum() < LEAST_EXPECTED:
        return float(stats.fisher_exact(np.rint(table).astype(int)).pvalue), "Fisher's exact test"
    return float(score_test_proportions_2indep(*last, *first, correction=False).pvalue), "score test"


def _test_of_rates(first: tuple[float, float], last: tuple[float, float]) -> tuple[float, str]:
    """p and the test's name. Given their sum, the last events are binomial; of no event at all p is 1."""
    (x1, t1), (x2, t2) = first, last
    if not _whole(x1, x2):
        return _normal_p(_of_rate(x1, t1, CONFIDENCE), _of_rate(x2, t2, CONFIDENCE)), "normal test"
    if x1 + x2 == 0:
        return 1.0, "exact conditional test"
    return float(stats.binomtest(int(x2), int(x1 + x2), t2 / (t1 + t2)).pvalue), "exact conditional test"


def _whole(*events: float) -> bool:
    return all(float(number).is_integer() for number in events)


def _normal_p(first: Limits, last: Limits) -> float | None:
    """Of the difference of two estimates, their errors read off the 95 % limits; None where both errors are 0."""
    error = math.hypot(*((figure.high - figure.low) / (2 * Z) for figure in (first, last)))
    return float(2 * special.ndtr(-abs(last.value - first.value) / error)) if error else None


def _by_limits(first: Limits, last: Limits) -> Result:
    difference, p = last.value - first.value, _normal_p(first, last)
    if p is None:
        return Result(difference, method="difference", reason=intervals.ALL_ALIKE)
    return Result(difference, *square_and_add(first, last), p, "square-and-add interval, normal test")


def _missing(first: pd.Series | None, last: pd.Series | None) -> str | None:
    if first is None or pd.isna(first["value"]):
        return "there is no comparable figure from before the plan began"
    return "there is no figure to compare" if last is None or pd.isna(last["value"]) else None


def _lacking(first: pd.Series, last: pd.Series) -> str | None:
    """Why there is no interval of the two: the reason of the one that has none."""
    without = [row for row in (last, first) if pd.isna(row["low"]) or pd.isna(row["high"])]
    reasons = (row["reason"] for row in without if isinstance(row.get("reason"), str))
    return next(reasons, "no interval for one of the two figures") if without else None


def _by_error(first: pd.Series, last: pd.Series) -> bool:
    return any(pd.notna(row.get("se")) for row in (first, last))


def _heads(row: pd.Series) -> tuple[float, float]:
    return float(row["numerator"]), float(row["denominator"])


def _events(row: pd.Series) -> tuple[float, float]:
    return float(row["numerator"]), 1.0


def _answers(row: pd.Series) -> tuple[float, float, float]:
    return float(row["value"]), float(row["sd"]), float(row["n"])


_BY_KIND = {"proportion": (_heads, difference_of_proportions), "count": (_events, difference_of_rates),
            "rate": (_heads, difference_of_rates), "mean": (_answers, difference_of_means)}
