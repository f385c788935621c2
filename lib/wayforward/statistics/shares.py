"""A make-up by group beside a known one: does it fit, how is each group represented, and how far apart are the two.

The workforce is counted in full and the community at a census: nobody was sampled. What is taken as chance is who came
to be appointed and stayed. The tests ask whether a workforce of this size, drawn person by person from the community,
could look like this one (Deming & Stephan 1941, J Am Stat Assoc 36:45, on a census read as a sample), so there is no
correction for a finite population. They take people as drawn apart: those who join as a team, or stay from one year
to the next, are not, and chance is then larger within a year, and years are more alike, than these figures say.
The community's shares are known, without error.

A distance leans upward: of a few people drawn from the community itself some groups are always over-represented.
`by_chance` says by how much. It shrinks as heads grow, so a workforce that only grows seems to move towards parity.
"""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from wayforward.statistics.intervals import wilson
from wayforward.statistics.results import CONFIDENCE, Result, Z, no_result

LEAST_EXPECTED = 5.0        # heads in a group under which chi-square's own distribution is not trusted
DRAWS, SEED = 2000, 20210401
NEAR, STEPS, FAR = 4.0, 20, 8       # lower limits are tried in 20 steps of the nearest 4 standard errors, in 8 beyond
SAME = 1e-12                # distances nearer than this are equal
NOBODY = "nobody is counted"
ABSENT = "the community has nobody of this group"


@dataclass(frozen=True)
class Fit:
    """A goodness-of-fit test: Pearson's `statistic`, degrees of freedom, p, and the least expected number of heads."""

    statistic: float | None
    df: int | None
    p: float | None
    least_expected: float | None
    method: str = ""
    reason: str | None = None


@dataclass(frozen=True)
class Representation:
    """One group: its heads, its share of the workforce and of the community, and their ratio (1 is parity) with a 95 %
    interval; where there is no ratio, a `reason`."""

    group: str
    heads: int
    share: float | None
    community: float
    ratio: float | None
    low: float | None
    high: float | None
    reason: str | None = None


@dataclass(frozen=True)
class Distance(Result):
    """A distance between make-ups with its interval; `p` is the chance of one as large at parity, so its alternative
    has one side only.

    error       its standard error, for a trend
    by_chance   the distance to be expected of a workforce of this size drawn from the community itself
    """

    error: float | None = None
    by_chance: float | None = None


def fit(heads: pd.Series, community: pd.Series) -> Fit:
    """Pearson's goodness of fit of heads by group to the community's shares (fractions that sum to 1).

    X² = Σ (heads − expected)² / expected, with groups − 1 degrees of freedom; where an expected number is under 5, p
    is that of the same statistic among 9,999 multinomial draws (seeded; its own standard error is √(p(1 − p) / 9999)).
    A group that the community lacks is left out where it has no heads, and allows no test where it has.
    ValueError where heads are not whole, groups differ, or shares do not sum to 1.

    >>> groups = ["White", "Asian", "Black"]
    >>> found = fit(pd.Series([60, 20, 20], groups), pd.Series([0.7, 0.2, 0.1], groups))
    >>> round(found.statistic, 3), found.df, round(found.p, 4)
    (11.429, 2, 0.0033)
    """
    counts, shares = _given(heads, community)
    if not counts.sum():
        return Fit(None, None, None, None, reason=NOBODY)
    if (counts[shares == 0] > 0).any():
        return Fit(None, None, None, 0.0, reason="the workforce has a group of which the community has nobody")
    counts, shares = counts[shares > 0], shares[shares > 0]
    if len(shares) < 2:
        return Fit(None, None, None, None, reason="one group alone has no make-up")
    expected = counts.sum() * shares
    test = stats.chisquare(counts, expected)
    if expected.min() >= LEAST_EXPECTED:
        return Fit(float(test.statistic), len(shares) - 1, float(test.pvalue), float(expected.min()),
                   "Pearson's chi-square")
    rng = np.random.default_rng(SEED)
    drawn = stats.monte_carlo_test(
        counts, lambda size: rng.multinomial(int(counts.sum()), shares, size[0]),
        lambda made_up, axis: ((made_up - expected) ** 2 / expected).sum(axis), vectorized=True, alternative="greater")
    return Fit(float(test.statistic), len(shares) - 1, float(drawn.pvalue), float(expected.min()),
               "Pearson's chi-square, p by multinomial draws")


def representation(heads: pd.Series, community: pd.Series) -> tuple[Representation, ...]:
    """Each group's share of the workforce over its share of the community: heads observed over heads expected.

    The interval is Wilson's of the workforce's share, over the community's. Each has its own 95 %: of five groups at
    parity one workforce in five shows at least one whose interval misses 1, so `fit` is to be asked first.

    >>> groups = ["White", "Black"]
    >>> white, black = representation(pd.Series([80, 20], groups), pd.Series([0.9, 0.1], groups))
    >>> black.ratio, round(black.low, 2), round(black.high, 2)
    (2.0, 1.33, 2.89)
    """
    counts, shares = _given(heads, community)
    total = counts.sum()
    low, high = wilson(counts, np.full(len(counts), total))
    return tuple(_represented(str(group), *each, total)
                 for group, *each in zip(heads.index, counts, shares, low, high, strict=True))


def _represented(group: str, heads: float, community: float, low: float, high: float, total: float) -> Representation:
    share = float(heads / total) if total else None
    if share is None or not community:
        return Representation(group, int(heads), share, float(community), None, None, None,
                              NOBODY if share is None else ABSENT)
    return Representation(group, int(heads), share, float(community), *(
        float(limit / community) for limit in (share, low, high)))


def dissimilarity(heads: pd.Series, community: pd.Series) -> Distance:
    """D = ½ Σ |share of the workforce − share of the community| over groups: 0 the same make-up, 1 nothing in common.

    Duncan & Duncan (1955) Am Sociol Rev 20:210; on its lean Allen et al. (2015) Sociol Methodol 45:40.
    Upper limit: Wilson's for the workforce's share in its over-represented groups, less the community's share in them.
    Lower limit: on the straight line from the community's make-up to the workforce's, the distance of the make-up that
    gives a distance as large as ours in 2.5 % of workforces of this size (a test inverted, Carpenter 1999 J R Stat Soc
    B 61:159; 2,000 seeded multinomial draws at each distance tried). It is 0 unless p, the chance at parity, is under
    0.025.

    Coverage in % over 4,000 simulated workforces a cell (tests/benchmarks/shares.py), community 82, 4, 9, 4 and 1 %,
    the least and the most of three directions (the others short, the fourth group over, the others over). Wilson: both
    limits from the over-represented groups (`intervals.dissimilarity`), which calls one workforce in five at parity
    distant. At parity no distance is too small, so only one of the two tails can miss, and 97.5 % is what is meant:

        heads   D = 0            0.05                         0.14
                here   Wilson    here          Wilson         here          Wilson
        60      98.2   79.1      97.0 to 97.6  91.6 to 96.9   94.6 to 96.9  93.5 to 96.0
        583     97.1   82.2      94.8 to 96.8  94.7 to 95.5   94.8 to 97.1  94.5 to 96.0
        5000    97.5   81.1      95.2 to 96.8  95.2 to 95.6   94.8 to 95.6  94.7 to 95.5

    With 20 heads the upper limit is too low up to 16 times in 100: groups that ought to be there are not seen.

    >>> groups = ["White", "Asian", "Black"]
    >>> found = dissimilarity(pd.Series([60, 20, 20], groups), pd.Series([0.7, 0.2, 0.1], groups))
    >>> round(found.estimate, 3), round(found.by_chance, 3), found.low < 0.05, round(found.high, 3)
    (0.1, 0.046, True, 0.189)
    """
    counts, shares = _given(heads, community)
    total, order = int(counts.sum()), np.lexsort((counts, shares))      # the same draws in whatever order groups come
    if not total:
        return Distance(**vars(no_result(NOBODY)))
    counts, shares = counts[order], shares[order]
    apart = counts / total - shares
    over = apart > 0
    distance, many = float(apart[over].sum()), counts[over].sum()
    error, high = float(standard_error(many, total)), float(wilson(many, total)[1] - shares[over].sum())
    low, p = _lower_limit(total, shares, apart, distance, error)
    return Distance(distance, low, max(high, distance), p, "distance; lower limit by a test inverted, upper Wilson's",
                    error=error, by_chance=by_chance(total, community))


def _lower_limit(total: int, shares: np.ndarray, apart: np.ndarray, distance: float,
                 error: float) -> tuple[float, float]:
    """The lower limit of a distance, and the chance of one as large at parity."""
    if distance <= SAME:
        return 0.0, 1.0
    near = max(0.0, distance - NEAR * error)
    tried = np.unique(np.r_[np.linspace(0.0, near, FAR), np.linspace(near, distance, STEPS)])
    make_ups = shares + np.outer(tried / distance, apart)
    drawn = np.random.default_rng(SEED).multinomial(total, make_ups, (DRAWS, len(tried)))
    as_large = np.abs(drawn / total - shares).sum(axis=2) / 2 >= distance - SAME
    chance = np.maximum.accumulate(as_large.mean(axis=0))
    return float(np.interp((1 - CONFIDENCE) / 2, chance, tried)), float((as_large[:, 0].sum() + 1) / (DRAWS + 1))


def by_chance(total: int, community: pd.Series) -> float:
    """The distance to be expected of `total` people drawn at random from the community: ½ Σ E|xⱼ / n − cⱼ|.

    Exact: E|x − np| = 2 ν (1 − p) b(ν; n, p) for binomial x, with ν = ⌊np⌋ + 1 (De Moivre; Diaconis & Zabell 1991, Stat
    Sci 6:284). One person of two equal groups is always half of everybody away:

    >>> by_chance(1, pd.Series([0.5, 0.5]))
    0.5
    """
    share = community.to_numpy(float)
    mode = np.floor(total * share) + 1
    return float((mode * (1 - share) * stats.binom.pmf(mode, total, share)).sum() / total)


def standard_error(numerator, denominator) -> np.ndarray:
    """The standard error of distances from the heads in the over-represented groups (numerator) and in all
    (denominator): the width of Wilson's interval over 2 × 1.96, never 0; NaN where nobody is counted.

    What a trend of distances is weighted by. Not to be read off the limits, of which the lower is cut at 0. Against the
    spread of simulated distances (tests/benchmarks/shares.py) it is right to 8 % from D = 0.05 and 583 heads on, and
    too large nearer to parity (by up to 60 % at D = 0), where a trend is then slower to be found, not quicker.

    >>> round(float(standard_error(125, 572)), 4)
    0.0172
    """
    low, high = wilson(numerator, denominator)
    return (high - low) / (2 * Z)


def _given(heads: pd.Series, community: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Heads and shares by the same groups, in the order of heads."""
    if set(heads.index) != set(community.index) or not heads.index.is_unique:
        raise ValueError(f"groups differ: {list(heads.index)} and {list(community.index)}")
    counts, shares = heads.to_numpy(float), community.reindex(heads.index).to_numpy(float)
    if not (np.isfinite(counts).all() and (counts >= 0).all() and (counts % 1 == 0).all()):
        raise ValueError("heads are whole numbers of people")
    if not (shares >= 0).all() or abs(shares.sum() - 1) > 1e-6:
        raise ValueError(f"the community's shares sum to {shares.sum():.6g}, not to 1")
    return counts, shares / math.fsum(shares)
