"""The standard error of an estimate from cases that come in clusters: pupils of schools, answers of schools.

Pupils of a school are alike, so single pupils make intervals too narrow. The estimate is linearised: a case's pull is
how much the estimate moves for it (its influence, such as (y − ȳ) / n on an average). The pulls of a cluster are added
up, and the clusters' sums U, which add up to 0, tell the spread (Binder 1983, Int Stat Rev 51:279):

    se² = C / (C − 1) × Σ U²        over C clusters

Clusters are taken as drawn from many such clusters, and each with the cases it has. Cases have the column `cluster`,
missing where it is not known: such a case is a cluster by itself.
"""

import numpy as np
import pandas as pd
from scipy.special import ndtri, stdtrit

LEAST = 5       # clusters below which their spread is not told


def cluster_count(cases: pd.DataFrame, by: list[str]) -> pd.Series:
    """How many clusters each group of cases (columns to group `by`) is known to have."""
    return cases.groupby(by, observed=True, sort=True)["cluster"].nunique()


def clustered_standard_error(cases: pd.DataFrame, pull: pd.Series, by: list[str]) -> pd.Series:
    """The standard error of each group's estimate, in the unit of the pulls; missing with a single cluster."""
    numbers, names = pd.factorize(cases["cluster"])
    alone = len(names) + np.arange(len(cases))
    sums = pull.groupby([*(cases[name] for name in by), np.where(numbers < 0, alone, numbers)], observed=True).sum()
    squares = (sums ** 2).groupby(level=list(range(len(by))), observed=True)
    count = squares.size()
    return np.sqrt(squares.sum() * count / (count - 1).where(count > 1))


def widened(error: pd.Series, count: pd.Series) -> pd.Series:
    """The error times t / 1.96, so that normal 95% limits on it are Student's with `count` − 1 degrees of freedom: the
    fewer clusters, the less is known of their spread."""
    return error * stdtrit((count - 1).where(count > 1), 0.975) / ndtri(0.975)
