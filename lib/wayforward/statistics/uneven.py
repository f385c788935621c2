"""Whether a series moved by leaps, as those of other areas do not: its dispersion beyond chance, and its largest step.

Many series scatter far beyond chance everywhere (plans finished in time: by a factor of 37 in the middle authority).
That is no leap of one area's. So a series is looked at only where its scatter was measured in other areas and its own
is beyond the 95 % point of theirs (see `dispersion.unusual`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from wayforward.statistics.change import change
from wayforward.statistics.dispersion import beyond_chance
from wayforward.statistics.measured import Measured
from wayforward.statistics.trend import days, design_of, errors, fits, lacking


@dataclass(frozen=True)
class Uneven:
    """How many times as much as by chance the points vary about their line (`dispersion`), the `p` of first against
    last by chance alone, and the largest step from one figure to the next: its last day, the next one's, and by how
    much, in the series' unit."""

    dispersion: float
    p: float | None
    before: date
    after: date
    step: float


def uneven(points: pd.DataFrame, kind: str, breaks: Sequence[date] = (), *, least: int,
           measured: Measured | None) -> Uneven | None:
    """Of usable points (as for `trend`), in order of time; None where they are too few for a trend, or scatter as those
    of other areas do, or nothing was measured of these.

    >>> leapt = pd.DataFrame({"end": pd.to_datetime([f"{y}-03-31" for y in range(2021, 2026)]), "denominator": 400,
    ...     "numerator": [304, 308, 180, 176, 180]}).assign(value=lambda t: t.numerator / 400, low=0.0, high=1.0)
    >>> others = Measured(date(2025, 11, 15), 148, 9, True, 2.9, 8.0, 0.5, 0.16)
    >>> found = uneven(leapt, "proportion", least=5, measured=others)
    >>> round(found.step, 2), found.after.year, found.dispersion > 10, found.p < 0.002
    (-0.32, 2023, True, True)
    """
    end = days(points)
    design = design_of(end, breaks) if len(end) else None
    if measured is None or lacking(end, design, breaks, least):
        return None
    known, values = errors(points, kind), points["value"].to_numpy(float)
    if known.unit is None or len(fits(values, known, design, end, measured)) == 1:
        return None
    ends = change(points.iloc[0], points.iloc[-1], kind)
    steps = np.diff(values)
    at = int(np.abs(steps).argmax())
    return Uneven(float(beyond_chance(values, known.relative, design)) / known.unit ** 2, ends.p, end[at].item(),
                  end[at + 1].item(), float(steps[at]))
