"""Our figure beside others': level, change relative to theirs, place among neighbours.

A neighbour's or England's figure is a figure like ours, with an interval where its counts are published. National
and regional counts are rounded to 10: a percentage of a thousand can be out by half a point, England's by under 0.1.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from wayforward.statistics.change import Z, square_and_add
from wayforward.statistics.results import CONFIDENCE, Result, nothing

FEWEST_NEIGHBOURS = 8
SAME = 1e-9             # changes nearer than this are equal: in binary 0.30 − 0.26 and 0.28 − 0.24 differ


@dataclass(frozen=True)
class Standing:
    """Our change among the neighbours' changes: `rank` 1 is the largest, `of` counts us, `median` is theirs.

    `p` asks whether our change could be one more draw from theirs (prediction t-test). `low` and `high` are the
    changes that a change must lie beyond to be `extreme`: every neighbour's, and the draws that have p of 0.05 or more.
    """

    rank: int
    of: int
    median: float
    p: float
    low: float
    high: float
    extreme: bool


def relative(ours: Result, theirs: Result) -> Result:
    """Our change less theirs (difference in differences), with a square-and-add interval where both have one."""
    if ours.estimate is None or theirs.estimate is None:
        return nothing(ours.reason or theirs.reason or "one of the two changes is not known")
    difference = ours.estimate - theirs.estimate
    if not (ours.has_interval and theirs.has_interval):
        return Result(difference, method="difference of changes", reason=ours.reason or theirs.reason)
    rows = [{"value": change.estimate, "low": change.low, "high": change.high} for change in (theirs, ours)]
    low, high = square_and_add(*rows)
    error = (high - low) / (2 * Z)
    p = float(2 * stats.norm.sf(abs(difference) / error)) if error else 1.0
    return Result(difference, low, high, p, "difference of changes, square-and-add interval, normal test")


def standing(ours: float, theirs: pd.Series) -> Standing | None:
    """Where our change stands among the neighbours' (one value each, missing left out); None under 8 neighbours.

    The prediction t-test: t = (ours − mean) / (sd √(1 + 1/n)), n − 1 degrees of freedom. It takes the neighbours'
    spread as the yardstick of what moves without cause, where the figure itself brings none.
    """
    theirs = theirs.dropna()
    count = len(theirs)
    if count < FEWEST_NEIGHBOURS:
        return None
    yardstick = float(theirs.std() * np.sqrt(1 + 1 / count))
    p = float(2 * stats.t.sf(abs(ours - theirs.mean()) / yardstick, count - 1)) if yardstick else 1.0
    reach = float(stats.t.isf((1 - CONFIDENCE) / 2, count - 1)) * yardstick
    low, high = min(theirs.min(), theirs.mean() - reach), max(theirs.max(), theirs.mean() + reach)
    extreme = bool(yardstick) and bool(ours < low - SAME or ours > high + SAME)
    return Standing(int((theirs > ours + SAME).sum()) + 1, count + 1, float(theirs.median()), p, float(low),
                    float(high), extreme)
