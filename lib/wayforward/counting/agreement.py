"""How far two people who grade the same cases agree, beyond chance.

Weighted kappa (Cohen 1968, Psychol Bull 70:213): 1 where all grades are the same, 0 where they agree no more often than
chance would have it. With linear weights a difference of two grades is twice as bad as one of one; with quadratic
weights four times, which forgives the common difference of one grade that moderation is there to find. The interval is
the large-sample one (Fleiss, Cohen & Everitt 1969, Psychol Bull 72:323), cut at 1.
"""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

LEAST = 10      # pairs below which no kappa is given


@dataclass(frozen=True)
class Kappa:
    """In how many pairs the second grade is the same, lower and higher, and weighted kappa with its limits (NaN where
    there are too few pairs, or one of the two gave a single grade to all, so that chance alone decides)."""

    same: int
    lower: int
    higher: int
    kappa: float
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share of pairs with the same grade; NaN without a pair."""
        pairs = self.same + self.lower + self.higher
        return self.same / pairs if pairs else math.nan


def agreement(first: pd.Series, second: pd.Series, grades: list[str], weights: str = "linear") -> Kappa:
    """The agreement of two columns of grades, which `grades` lists from the lowest up; only pairs without a gap."""
    known = first.isin(grades) & second.isin(grades)
    ranks = [pd.Categorical(column[known], grades, ordered=True).codes.astype(int) for column in (first, second)]
    steps = ranks[1] - ranks[0]
    kappa, low, high = _kappa(pd.crosstab(ranks[0], ranks[1]).reindex(
        index=range(len(grades)), columns=range(len(grades)), fill_value=0), weights)
    return Kappa(int((steps == 0).sum()), int((steps < 0).sum()), int((steps > 0).sum()), kappa, low, high)


def _kappa(table: pd.DataFrame, weights: str) -> tuple[float, float, float]:
    from statsmodels.stats.inter_rater import cohens_kappa

    shares = table.to_numpy(float)
    if shares.sum() < LEAST or min((shares.sum(axis) > 0).sum() for axis in (0, 1)) < 2:
        return math.nan, math.nan, math.nan
    with np.errstate(invalid="ignore", divide="ignore"):        # its tests against 0, which are not used
        found = cohens_kappa(shares, wt=weights)
    if shares.trace() == shares.sum():      # all the same: the formula's error is 0, which it is not
        return float(found.kappa), math.nan, math.nan
    half = 1.959963984540054 * math.sqrt(max(float(found.var_kappa), 0.0))
    return float(found.kappa), float(found.kappa) - half, min(float(found.kappa) + half, 1.0)
