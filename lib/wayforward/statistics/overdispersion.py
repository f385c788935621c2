"""A change whose error knows how unevenly its series moves: two figures alone can only know of chance.

Real figures differ from year to year by more than chance, so a test of the first against the last finds a change too
often (9 to 49 % false alarms at a nominal 5 %). Where five points or more say how much the series scatters about its
course (see `dispersion`), the change takes that error; it never takes a smaller one than chance gives.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from wayforward.statistics.dispersion import difference
from wayforward.statistics.measured import Measured
from wayforward.statistics.results import POSSIBLE, Result
from wayforward.statistics.trend import days, lags, least_sure, scatter


def widened(change: Result, points: pd.DataFrame, kind: str, first: int, last: int,
            breaks: Sequence[date] = (), *, least: int, measured: Measured | None = None) -> Result:
    """`change` between the points at the positions `first` and `last`, with the series' scatter in its interval and p.

    As it is where it has no interval, or where the points are fewer than `least`, too few to tell how they scatter. A
    share does not leave 0 to 1 by it, nor a count or rate fall below 0. `measured`: how it scatters in other areas.
    """
    known_scatter = scatter(points, kind, breaks, least, measured) if change.has_interval else None
    if known_scatter is None:
        return change
    dispersions, sampling = known_scatter
    values = points["value"].to_numpy(float)
    ends, lag = (sampling.relative[first], sampling.relative[last]), int(lags(days(points))[first, last])
    low, high, p = least_sure([difference(values[first], values[last], ends, lag, each) for each in dispersions])
    least_value, most = POSSIBLE.get(kind, (-np.inf, np.inf))
    low, high = np.clip((low, high), least_value - values[first], most - values[first]).tolist()
    return replace(change, low=min(low, change.low), high=max(high, change.high), p=max(change.p, p),
                   method=f"{change.method}, no surer than the series' own scatter allows", widened=True)
