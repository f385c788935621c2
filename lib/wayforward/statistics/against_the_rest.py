"""An area's change, and its level, beside those of all other areas that publish the figure.

Less the rest   our change less the mean of the others' changes between the same two periods: what moves all areas alike
                is in neither. Ours errs as its scatter says (see `dispersion`), and by no less than chance; the mean of
                the others errs by their spread over √n, which holds both their errors and what sets them apart
Place           1 is the largest. The range of places is worked out, not drawn: the areas' true values are taken as
                normal about a common mean, so that each is normal about its own estimate, drawn towards that mean the
                more it errs. If ours were known, the number of areas above it would be a sum of independent yes and no
                (Poisson's binomial, by convolution); it is averaged over where ours may be (Gauss–Hermite). The range
                is widened to hold the place itself

To draw ranks from each area's own interval instead, the usual way, counts chance twice, once in the estimates and once
more in the draws: nearly equal areas then look far apart. Intervals for pairs (Goldstein & Healy 1995 J R Stat Soc A
158:175) answer another question, and ranges that hold for every single area (`compare.rank`) span nearly all places
where there are 150. The range here holds the true place of 95 in 100 areas, and of 95 in 100 of those that are told a
certain place; of those that are truly the first or the last it holds fewer (docs/statistics.md). Laird & Louis (1989) J
Educ Stat 14:29; Lin, Louis, Paddock & Ridgeway (2006) Bayesian Anal 1:915.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from scipy import special

from wayforward.statistics.all_areas import AllAreas
from wayforward.statistics.compare import Rank
from wayforward.statistics.dispersion import Mixture, as_measured, difference
from wayforward.statistics.measured import Measured
from wayforward.statistics.results import CONFIDENCE, Result, no_result, rounded
from wayforward.statistics.trend import as_tested, days, design_of, fits, lacking, lags, least_sure

TIE = 1e-4              # standard errors: estimates nearer than this share a place, as figures are held to eight digits
LEAST_OTHERS = 20       # from so many on their spread can be told
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(20)        # where ours may be, in standard deviations
SPREADS = np.linspace(0.025, 1.5, 60)       # of the areas' true values, in units of how the estimates spread and err
TAIL = (1 - CONFIDENCE) / 2


@dataclass(frozen=True, eq=False)
class Estimates:
    """Estimates of A areas, each with its standard error."""

    areas: np.ndarray
    values: np.ndarray
    errors: np.ndarray

    def others(self, area: str) -> np.ndarray:
        """The values of all areas but one."""
        return self.values[self.areas != area]

    def with_own(self, area: str, value: float) -> "Estimates":
        """The same with another value of one area."""
        return replace(self, values=np.where(self.areas == area, value, self.values))


def levels(figures: AllAreas, end: date) -> Estimates | None:
    """Of the areas that have the period; None where nobody has."""
    at = figures.place(end)
    return None if at is None else _there(figures, figures.values[:, at], figures.errors[:, at])


def changes(figures: AllAreas, first: date, last: date, correlation: float) -> Estimates | None:
    """Between two periods, of the areas that have both; `correlation` of neighbouring figures. None where nobody has
    the one or the other."""
    one, other = (figures.place(end) for end in (first, last))
    if one is None or other is None:
        return None
    together = correlation ** lags(figures.ends)[one, other]
    a, b = figures.errors[:, one], figures.errors[:, other]
    return _there(figures, figures.values[:, other] - figures.values[:, one],
                  np.sqrt(a ** 2 + b ** 2 - 2 * together * a * b))


def _there(figures: AllAreas, values: np.ndarray, by_errors: np.ndarray) -> Estimates:
    there = ~np.isnan(values)
    return Estimates(figures.areas[there], values[there], by_errors[there])


def own_change(points: pd.DataFrame, kind: str, first: int, last: int, breaks: Sequence[date] = (), *, least: int,
               measured: Measured) -> tuple[list[Mixture], float]:
    """The distribution of the change between the points at two positions, or several none of which it is surer than,
    and its standard error by chance alone (0 where that is not known): by the points' own scatter and that of the other
    areas, or where there are fewer than `least` points by theirs alone. No distribution where what was measured is of
    figures of another make."""
    tested, known = as_tested(points, kind, measured)
    prior = measured.prior(known.unit)
    if prior is None:
        return [], 0.0
    end = days(tested)
    design = design_of(end, breaks) if len(end) else None
    dispersions = [as_measured(prior)] if lacking(end, design, breaks, least) else [
        each for each, _ in fits(tested["value"].to_numpy(float), known, design, end, measured)]
    values, lag = points["value"].to_numpy(float), int(lags(days(points))[first, last])
    ends = (1.0, 1.0) if known.unit is None else (known.relative[first], known.relative[last])
    return ([difference(values[first], values[last], ends, lag, each) for each in dispersions],
            float(np.hypot(*ends)) * (known.unit or 0.0))


def against_the_rest(ours: Sequence[Mixture], chance: float, theirs: np.ndarray,
                     possible: tuple[float, float] = (-np.inf, np.inf)) -> Result:
    """Our change less the mean of the other areas' (n). `ours`: its distribution, or several, none of which the answer
    is surer than; `chance`: its standard error by chance alone; `possible`: the least and the most that it could be,
    at which the interval ends, but never short of 0, so that it says what p says.

    >>> one = Mixture(np.ones(1), np.array([-0.05]), np.array([0.02]), 1e6)
    >>> found = against_the_rest([one], 0.0, np.linspace(-0.05, 0.07, 25))
    >>> round(found.estimate, 3), round(found.low, 3), round(found.high, 3)     # ∓ 1.96 √(0.02² + 0.0368²/25)
    (-0.06, -0.102, -0.018)
    """
    if len(theirs) < LEAST_OTHERS:
        return no_result(f"{len(theirs)} other areas have both figures; {LEAST_OTHERS} are needed")
    mean, error = float(theirs.mean()), float(theirs.std(ddof=1)) / np.sqrt(len(theirs))
    apart = [replace(each, centre=each.centre - mean, error=np.hypot(np.maximum(each.error, chance), error))
             for each in ours]
    low, high, p = least_sure(apart)
    low, high = max(low, min(possible[0] - mean, 0.0)), min(high, max(possible[1] - mean, 0.0))
    method = (f"less the mean of {len(theirs)} other areas' changes; scatter measured from other areas, t with "
              f"{apart[0].df:.3g} df")
    return Result(float(apart[0].mean), float(low), float(high), p, method)


def place(estimates: Estimates, area: str) -> Rank | None:
    """The place of an area's estimate among all areas', the largest first, and those that chance leaves open in 95 of
    100 cases; None where the area is not among them, or they are too few.

    >>> figures = Estimates(np.arange(30), np.arange(30.0), np.full(30, 0.1))       # ten times as far apart as they err
    >>> place(figures, 20)
    Rank(rank=10, of=30, low=10, high=10)
    """
    own = estimates.areas == area
    if own.sum() != 1 or len(own) <= LEAST_OTHERS:
        return None
    rank = 1 + int((estimates.values > estimates.values[own] + TIE * estimates.errors[own]).sum())
    centres, spreads = towards_the_mean(estimates.values, estimates.errors)
    at = centres[own] + spreads[own] * NODES
    above = special.ndtr((centres[~own, None] - at) / spreads[~own, None])          # (others, nodes)
    up_to = np.array(rounded(np.cumsum(number_of(above) @ (WEIGHTS / WEIGHTS.sum()))))
    low, high = (1 + int(np.searchsorted(up_to, mass)) for mass in (TAIL, 1 - TAIL))
    return Rank(rank, len(own), min(low, rank), max(high, rank))


def towards_the_mean(values: np.ndarray, by_errors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where the true values are likely to be, normal about a common mean: centres and standard deviations.

    Their spread is the mean of what the estimates leave plausible, all spreads alike beforehand (restricted
    likelihood), so that it is never 0.
    """
    tried = SPREADS * np.hypot(values.std(), np.median(by_errors))
    whole = tried[:, None] ** 2 + by_errors ** 2                                    # (spreads, areas)
    means = (values / whole).sum(axis=1) / (1 / whole).sum(axis=1)
    likelihood = -0.5 * (np.log(whole).sum(axis=1) + np.log((1 / whole).sum(axis=1))
                         + ((values - means[:, None]) ** 2 / whole).sum(axis=1))
    weight = special.softmax(likelihood)
    spread, mean = float(weight @ tried), float(weight @ means)
    kept = spread ** 2 / (spread ** 2 + by_errors ** 2)
    return mean + kept * (values - mean), np.sqrt(kept) * by_errors


def number_of(chances: np.ndarray) -> np.ndarray:
    """How likely it is that 0, 1, …, n of n independent things are so, for each column of their chances (n, columns).

    >>> number_of(np.array([[0.5], [0.5]])).ravel().round(12).tolist()
    [0.25, 0.5, 0.25]
    """
    side = math.isqrt(len(chances) - 1) + 1                # in so many groups of so many, which are then put together
    groups = np.zeros((side * side, chances.shape[1]))
    groups[:len(chances)] = chances
    found = np.zeros((side + 1, side, chances.shape[1]))
    found[0] = 1.0
    for so in groups.reshape(side, side, -1):
        found[1:], found[0] = found[1:] * (1 - so) + found[:-1] * so, found[0] * (1 - so)
    together = np.fft.rfft(found, len(chances) + 1, axis=0).prod(axis=1)
    return np.fft.irfft(together, len(chances) + 1, axis=0)
