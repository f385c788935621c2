"""Our figure beside others': level, change relative to theirs, place among neighbours.

A neighbour's or England's figure is a figure like ours, with an interval where its counts are published. National
and regional counts are rounded to 10: a percentage of a thousand can be out by half a point, England's by under 0.1.
England's and the region's figure contain ours. Ours and theirs are taken as independent all the same, which widens the
interval by about our share of their children: a fiftieth for England, a quarter for a region of which we are a fifth.
Who the neighbours of a year are is the caller's choice.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special, stats

from wayforward.statistics.change import square_and_add
from wayforward.statistics.results import CONFIDENCE, Result, Z, no_result

SAME = 1e-9             # changes nearer than this are equal: in binary 0.30 − 0.26 and 0.28 − 0.24 differ


@dataclass(frozen=True)
class Standing:
    """Our change among the neighbours' changes: `rank` 1 is the largest, `of` counts us, `median` is theirs.

    `p` asks whether our change could be one more draw from theirs (prediction t-test). `low` and `high` are the
    changes that a change must lie beyond to be `extreme`: every neighbour's, and the draws that have p of 0.05 or more.
    `rank_low` and `rank_high`: the ranks that chance leaves open, where the changes have intervals (see `rank`).
    """

    rank: int
    of: int
    median: float
    p: float
    low: float
    high: float
    extreme: bool
    rank_low: int | None = None
    rank_high: int | None = None


@dataclass(frozen=True)
class Rank:
    """Our place among `of` areas, us among them: 1 is the largest; `low` to `high` are the ranks that chance leaves
    open, None where there are no intervals to tell by."""

    rank: int
    of: int
    low: int | None = None
    high: int | None = None


def relative(ours: Result, theirs: Result) -> Result:
    """Our change less theirs (difference in differences), with a square-and-add interval where both have one.

    p is under 0.05 exactly where the interval leaves 0 out: it is the normal p of the interval's arm towards 0.

    >>> found = relative(Result(-0.05, -0.08, -0.02), Result(0.01, -0.03, 0.05))
    >>> round(found.estimate, 3), round(found.low, 3), round(found.high, 3), round(found.p, 4)
    (-0.06, -0.11, -0.01, 0.0187)
    """
    if ours.estimate is None or theirs.estimate is None:
        return no_result(ours.reason or theirs.reason or "one of the two changes is not known")
    difference = ours.estimate - theirs.estimate
    if not (ours.has_interval and theirs.has_interval):
        return Result(difference, method="difference of changes", reason=ours.reason or theirs.reason)
    low, high = square_and_add(_row(theirs), _row(ours))
    return Result(difference, low, high, _towards_zero(difference, low, high),
                  "difference of changes, square-and-add interval, normal test")


def relative_to_median(ours: Result, theirs: pd.Series, *, least: int) -> Result:
    """Our change less the median of the neighbours' (one value each, missing left out).

    The neighbours stand for areas like ours: the interval of their median is that of order statistics (scipy's
    quantile test: of 10 from the second to the ninth, 97.9 %; of 8 all, 99.2 %), which needs no interval of theirs and
    holds both what sets areas apart and the chance in their figures. Ours and theirs together by square-and-add; p as
    in `relative`. No resampling: the bootstrapped median of ten values is one of the ten or a midpoint of two, so its
    interval rests on the same order statistics. Coverage by simulation (tests/benchmarks/compare.py): 96 to 98 % with
    10 neighbours, 98 to 99 % with 8.
    Under `least` neighbours, or without an interval of ours, the difference alone, and why.
    """
    known = theirs.dropna()
    if ours.estimate is None or known.empty:
        return no_result(ours.reason or "no neighbour's change is known")
    median = float(known.median())
    difference = ours.estimate - median
    method = "difference from the neighbours' median"
    if not ours.has_interval:
        return Result(difference, method=method, reason=ours.reason or "our change has no interval")
    if len(known) < least:
        return Result(difference, method=method,
                      reason=f"{len(known)} neighbours; an interval of their median needs {least}")
    limits = stats.quantile_test(known.to_numpy(), p=0.5).confidence_interval(CONFIDENCE)
    low, high = square_and_add({"value": median, "low": limits.low, "high": limits.high}, _row(ours))
    return Result(difference, low, high, _towards_zero(difference, low, high),
                  f"{method}, order-statistic and square-and-add interval, normal test")


def rank(ours: Result, theirs: Sequence[Result]) -> Rank | None:
    """The place of our figure or change (largest first) among the neighbours', and the ranks that chance leaves open.

    Each neighbour's is compared with ours as in `relative`, by intervals wide enough for all comparisons together
    (Bonferroni: of 10 neighbours 99.5 % each). Those clearly above ours must be before us, those clearly below after
    us; nothing places the others, nor those without an interval. So the range holds our true rank in at least 95 of 100
    cases, however near the areas lie (Mogstad, Romano, Shaikh & Wilhelm 2024, Rev Econ Stud 91:476; in simulation 98 %
    or more, tests/benchmarks/compare.py). The usual range, of ranks drawn at random from each area's interval, counts
    chance twice: among 11 areas that are nearly equal it holds our true rank in 84 % of cases, in 58 % where ours is
    truly the first. None without a figure of ours or of any neighbour.

    >>> figures = [Result(value, value - 0.02, value + 0.02) for value in (0.90, 0.60, 0.58, 0.59, 0.57, 0.40)]
    >>> rank(figures[1], [figures[0], *figures[2:]])
    Rank(rank=2, of=6, low=2, high=5)
    """
    known = [area for area in theirs if area.estimate is not None]
    if ours.estimate is None or not known:
        return None
    place = 1 + sum(area.estimate > ours.estimate + SAME for area in known)
    placed = [area for area in known if area.has_interval and ours.has_interval]
    if not placed:
        return Rank(place, len(known) + 1)
    wider = -float(special.ndtri((1 - CONFIDENCE) / 2 / len(placed))) / Z
    sides = [_side(ours, area, wider) for area in placed]
    return Rank(place, len(known) + 1, 1 + sides.count(-1), len(known) + 1 - sides.count(1))


def _side(ours: Result, theirs: Result, wider: float) -> int:
    """1 where ours is clearly above theirs, −1 where clearly below, by an interval so many times as wide; else 0."""
    difference = ours.estimate - theirs.estimate
    low, high = square_and_add(_row(theirs), _row(ours))
    if difference - wider * (difference - low) > 0:
        return 1
    return -1 if difference + wider * (high - difference) < 0 else 0


def _row(change: Result) -> dict[str, float | None]:
    return {"value": change.estimate, "low": change.low, "high": change.high}


def _towards_zero(difference: float, low: float, high: float) -> float:
    """The two-sided normal p of a difference, by the arm of its interval on the side of 0."""
    arm = difference - low if difference > 0 else high - difference
    return float(2 * special.ndtr(-abs(difference) / arm * Z)) if arm else 1.0


def standing(ours: float, theirs: pd.Series, place: Rank | None = None, *, least: int) -> Standing | None:
    """Where our change stands among the neighbours' (one value each, missing left out); None under `least` of them.
    `place` brings the ranks that chance leaves open, among the same neighbours.

    The prediction t-test: t = (ours − mean) / (sd √(1 + 1/n)), n − 1 degrees of freedom. It takes the neighbours'
    spread as the yardstick of what moves without cause, where the figure itself brings none.
    """
    theirs = theirs.dropna().to_numpy(float)
    count = len(theirs)
    if count < least:
        return None
    yardstick = float(theirs.std(ddof=1) * np.sqrt(1 + 1 / count))
    p = float(2 * stats.t.sf(abs(ours - theirs.mean()) / yardstick, count - 1)) if yardstick else 1.0
    reach = float(stats.t.isf((1 - CONFIDENCE) / 2, count - 1)) * yardstick
    low, high = min(theirs.min(), theirs.mean() - reach), max(theirs.max(), theirs.mean() + reach)
    extreme = bool(yardstick) and bool(ours < low - SAME or ours > high + SAME)
    return Standing(int((theirs > ours + SAME).sum()) + 1, count + 1, float(np.median(theirs)), p, float(low),
                    float(high), extreme, place and place.low, place and place.high)
