"""One series of many areas side by side, as their common scatter is measured from it (see `measured_scatter`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from wayforward.statistics.intervals import with_intervals
from wayforward.statistics.results import USABLE
from wayforward.statistics.trend import Errors, days, design_of, errors, lags

LEAST_AREAS = 60        # from so many on others' figures tell how one more may scatter …
LEAST_PERIODS = 5       # … over so many periods
WITHIN = 10             # a level is taken as no smaller, and no larger, than the middle one by this factor


@dataclass(frozen=True)
class Panel:
    """A series of A areas over T periods, in order of time.

    areas   their names (A); ends: the last days of the periods (T)
    values  (A, T) in the series' own unit, NaN where there is no usable figure
    errors  (A, T) what chance alone makes of each, where that is known; else 1
    by_chance  whether it is
    design  (T, q): level, time, levels after breaks; lags (T, T): whole periods between points
    traits  (A, 2): logarithms of an area's size and of its level, each less the middle area's
    """

    areas: np.ndarray
    ends: np.ndarray
    values: np.ndarray
    errors: np.ndarray
    by_chance: bool
    design: np.ndarray
    lags: np.ndarray
    traits: np.ndarray


def panel(counts: pd.DataFrame, kind: str, sizes: pd.Series, breaks: Sequence[date] = ()) -> Panel | None:
    """The panel of a series from the counts of many areas (see counting.counts; statuses that are usable); None where
    fewer than LEAST_AREAS have LEAST_PERIODS figures. `sizes`: the areas' sizes (children), for figures that come
    without the number of those they are of. Where a percentage is published without its total, the area's total of
    the nearest year stands for it.
    """
    there = _enough(_usable(counts), breaks)
    if there is None:
        return None
    own = dict(list(with_intervals(_with_totals(there) if kind == "proportion" else there, kind).groupby("area")))
    known = {area: errors(points, kind) for area, points in own.items()}
    by_chance = 2 * sum(error.unit is not None for error in known.values()) > len(known)
    if by_chance:
        own = {area: points for area, points in own.items() if known[area].unit is not None}
    if len(own) < LEAST_AREAS:
        return None
    ends = np.unique(days(there))
    values, by_errors = _matrices(own, known if by_chance else {}, ends)
    traits = np.column_stack([_size(own, sizes), _level(values, kind)])
    return Panel(np.array(list(own)), ends, values, by_errors, by_chance, design_of(ends, breaks), lags(ends), traits)


def _matrices(own: dict[str, pd.DataFrame], known: dict[str, Errors],
              ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Values, and errors where they are known, areas by periods."""
    values, by_errors = np.full((len(own), len(ends)), np.nan), np.ones((len(own), len(ends)))
    for row, (area, points) in enumerate(own.items()):
        at = np.searchsorted(ends, days(points))
        values[row, at] = points["value"]
        if area in known:
            by_errors[row, at] = known[area].relative * known[area].unit
    return values, by_errors


def _usable(counts: pd.DataFrame) -> pd.DataFrame:
    return counts[counts["status"].isin(USABLE) & counts["value"].notna()]


def _enough(counts: pd.DataFrame, breaks: Sequence[date]) -> pd.DataFrame | None:
    """The periods that most areas have, and the areas with enough of them; None where they are too few."""
    by_period = counts["end"].map(counts["end"].value_counts())
    common = counts[by_period >= max(LEAST_AREAS, by_period.max() / 2 if len(counts) else 0)]
    of_area = common["area"].map(common["area"].value_counts())
    kept = common[of_area >= LEAST_PERIODS + len(breaks)]
    enough = kept["area"].nunique() >= LEAST_AREAS and kept["end"].nunique() >= LEAST_PERIODS
    return kept if enough else None


def _with_totals(counts: pd.DataFrame) -> pd.DataFrame:
    total = counts.groupby("area")["denominator"].transform(lambda each: each.ffill().bfill())
    heads = counts["numerator"].fillna((counts["value"] * total).round())
    return counts.assign(denominator=total, numerator=heads, reason=counts["reason"].where(heads.isna(), None))


def _size(own: dict[str, pd.DataFrame], sizes: pd.Series) -> np.ndarray:
    """Those the figure is of, where it says so for every area; else the areas' sizes."""
    of = np.array([points["denominator"].mean() for points in own.values()], float)
    of = sizes.reindex(list(own)).to_numpy(float) if np.isnan(of).any() else of
    size = np.log(of) - np.log(np.nanmedian(of))
    return np.where(np.isnan(size), 0.0, size)


def _level(values: np.ndarray, kind: str) -> np.ndarray:
    """How high the figures are: of a proportion as the variance of one case."""
    level = np.nanmean(values, axis=1)
    level = level * (1 - level) if kind in ("proportion", "shares") else np.abs(level)
    middle = np.median(level)
    return np.log(np.clip(level / middle, 1 / WITHIN, WITHIN)) if middle > 0 else np.zeros(len(level))
