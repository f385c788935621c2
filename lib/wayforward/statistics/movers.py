"""Which of many areas moved otherwise than the rest: each one's change between two periods less the mean of the others,
with the error that its own scatter gives it, and what remains of the tests when all of them are looked at together
(false discovery rate, see `multiple_testing`).

What moves all areas alike is in no area's error (see `measured_scatter`), and so the change itself is not tested. The
errors are taken as known and the changes as normal: they come of some 150 series a figure. It is a way to look at all,
and no verdict on any: that is for the area's own report, which allows for what its short series leaves open.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special

from wayforward.statistics.against_the_rest import Estimates
from wayforward.statistics.multiple_testing import multiple_testing
from wayforward.statistics.results import Z

ALONE = 0.05        # the level of each test taken alone


@dataclass(frozen=True)
class HowMany:
    """Areas; those with p under 0.05 each taken alone, and how many of these chance would bring; and those that moved
    at a false discovery rate."""

    areas: int
    alone: int
    by_chance: float
    moved: int


def how_many(rows: pd.DataFrame, rate: float) -> HowMany:
    """Of what `movers` found.

    >>> how_many(pd.DataFrame({"p": [0.001, 0.04, 0.6, 0.9], "q": [0.004, 0.08, 0.8, 0.9]}), 0.05)
    HowMany(areas=4, alone=2, by_chance=0.2, moved=1)
    """
    return HowMany(len(rows), int((rows["p"] < ALONE).sum()), len(rows) * ALONE, int((rows["q"] <= rate).sum()))


def movers(estimates: Estimates) -> pd.DataFrame:
    """A row an area, the one that rose most against the others first: area, change, apart (less the mean of all
    others'), its 95 % limits low and high, p of none, and q (the least false discovery rate at which the area is among
    those that moved otherwise than the rest).

    >>> found = movers(Estimates(np.array(["a", "b", "c"]), np.array([0.0, 4.0, -1.0]), np.array([1.0, 1.0, 1.0])))
    >>> found[["area", "change", "apart"]].values.tolist()
    [['b', 4.0, 4.5], ['a', 0.0, -1.5], ['c', -1.0, -3.0]]
    >>> round(float(found["high"][0]), 1)            # 4.5 + 1.96 √(1 + (1 + 1) / 2²)
    6.9
    """
    values, n = estimates.values, len(estimates.values)
    squares = estimates.errors ** 2
    apart = values - (values.sum() - values) / (n - 1)
    error = np.sqrt(squares + (squares.sum() - squares) / (n - 1) ** 2)
    rows = pd.DataFrame({"area": estimates.areas, "change": values, "apart": apart, "low": apart - Z * error,
                         "high": apart + Z * error, "p": 2 * special.ndtr(-abs(apart) / error)})
    q = [test.q for test in multiple_testing(rows.set_index("area")["p"]).tests]
    return rows.assign(q=q).sort_values(["apart", "area"], ascending=[False, True], ignore_index=True)
