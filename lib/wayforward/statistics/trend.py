"""The trend of a short series over real time: the average change per year, one method for every kind of figure.

A weighted straight line. What the points err by beyond chance, and from point to point alike, is not taken as known but
averaged over what the series leaves plausible (see `dispersion`), and the answer is never surer than chance allows.
Where it has been measured how much the series moves by itself in other areas, that is used as well (`measured`). The
points themselves have the last word: where they scatter more than one more area's would in 19 of 20 cases, the answer
is also no surer than without the others.

proportion      weights n; chance: p̄(1 − p̄)/n, p̄ over all points
count, rate     weights the exposure; chance: λ̄/exposure
shares          weights 1/SE² of the distance (see `shares`)
others          weights 1/SE², the SE where it is known, else read off the 95 % limits
value only      equal weights; nothing is known of chance, and the trend says so (`bare`). Less the mean of the other
                areas, their measured scatter is its yardstick (`against_others`): what moves all areas alike, as the
                grading of a year does, is in neither

Points      at least so many (`least`), and one more for every declared break, each of which is a shift of level of its
            own
Season      quarters (months) of the year have a level each, for which at least three whole years are needed: with
            fewer there is no trend, as a season and a trend cannot be told apart
Time        by the calendar: a missing year is a gap, not a neighbour. Points that are not comparable are not passed in
Calibrated  false alarms, coverage and power: docs/calibration/trend.csv, made by tests/benchmarks/calibration.py
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from scipy import special

from wayforward.statistics.dispersion import Dispersion, Mixture, by_chance, coefficient, unusual
from wayforward.statistics.intervals import column
from wayforward.statistics.measured import Measured
from wayforward.statistics.results import Trend, Z
from wayforward.statistics.shares import standard_error

SEASONS_NEEDED = 3      # whole years, before a season and a trend can be told apart
NOT_MEASURED_SINCE = "of the latest period the other areas' mean has not been measured"
NOT_MEASURED = "how the figure moves by itself in other areas has not been measured"
BARE = "the points come without intervals, so only their own scatter measures chance"


@dataclass(frozen=True)
class Errors:
    """The sampling errors of a series' points: `relative` up to a factor, `unit` the factor; None where not known."""

    relative: np.ndarray
    unit: float | None


def trend(points: pd.DataFrame, kind: str, breaks: Sequence[date] = (), *, least: int,
          measured: Measured | None = None) -> Trend:
    """Average change per year over usable points (columns end, value, and what is known of numerator, denominator,
    low, high, se, status), in order of time, in the series' own unit. `breaks`: the first days of new levels. `least`:
    how many points a trend needs. `measured`: how the series scatters in other areas, where that is by chance's unit.

    >>> accommodation = pd.DataFrame({"end": pd.to_datetime([f"{y}-03-31" for y in range(2021, 2026)]),
    ...     "numerator": [453, 452, 485, 514, 522], "denominator": [484, 493, 535, 582, 589]}).assign(
    ...     value=lambda t: t.numerator / t.denominator, low=0.0, high=1.0)
    >>> found = trend(accommodation, "proportion", least=5)
    >>> round(found.estimate, 4), 0.002 < found.p < 0.05
    (-0.0133, True)
    """
    end, values = days(points), points["value"].to_numpy(float)
    design = design_of(end, breaks) if len(end) else None
    why = lacking(end, design, breaks, least)
    if why:
        return Trend(None, points_used=len(points), method="none", reason=why)
    known = errors(points, kind)
    about = dict(points_used=len(points), provisional=_provisional(points), bare=known.unit is None,
                 reason=BARE if known.unit is None else None)
    if not np.ptp(values):
        return Trend(0.0, 0.0, 0.0, 1.0, "weighted line; all figures are equal", **about)
    slopes = [slope for _, slope in fits(values, known, design, end, measured if known.unit is not None else None)]
    answer = least_sure(slopes)
    if known.unit is not None:
        answer = _no_surer_than_chance(values, known, design, answer)
    return Trend(float(slopes[0].mean), *answer, _method(slopes), **about)


def against_others(points: pd.DataFrame, measured: Measured | None, breaks: Sequence[date] = (), *,
                   least: int) -> Trend:
    """The same of figures without intervals, each less the mean of the other areas' figures of its period, with the
    scatter that was measured from these; without an estimate where that was not, or of too few periods."""
    if measured is None or measured.by_chance:
        return Trend(None, reason=NOT_MEASURED)
    both = less_the_others(points, measured)
    if np.isnan(both["value"].to_numpy()[-1:]).any():
        return Trend(None, reason=NOT_MEASURED_SINCE)
    both = _that_are_there(both)
    end = days(both)
    design = design_of(end, breaks) if len(end) else None
    why = lacking(end, design, breaks, least)
    if why:
        return Trend(None, points_used=len(both), method="none", reason=why)
    slopes = [slope for _, slope in fits(both["value"].to_numpy(float), _without_intervals(both), design, end,
                                        measured)]
    return Trend(float(slopes[0].mean), *least_sure(slopes), f"{_method(slopes)}, less the mean of the other areas",
                 points_used=len(both), provisional=_provisional(both))


def less_the_others(points: pd.DataFrame, measured: Measured) -> pd.DataFrame:
    """The figures less the mean of the other areas' of their period; NaN where that was not measured."""
    return points.assign(value=np.array([measured.less_the_others(end, value) for end, value in zip(
        days(points).tolist(), points["value"].tolist(), strict=True)], float))


def _that_are_there(points: pd.DataFrame) -> pd.DataFrame:
    there = ~np.isnan(points["value"].to_numpy())
    return points if there.all() else points[there]


def as_tested(points: pd.DataFrame, kind: str, measured: Measured | None) -> tuple[pd.DataFrame, Errors]:
    """The points as the trend in force is of them, and their sampling errors: themselves, or without intervals less
    the others' mean; `own` the figure itself. None of these where their latest has no such mean."""
    own = points.assign(own=points["value"])
    known = errors(points, kind)
    if known.unit is not None or measured is None or measured.by_chance:
        return own, known
    less = less_the_others(own, measured)
    less = less.iloc[:0] if np.isnan(less["value"].to_numpy()[-1:]).any() else _that_are_there(less)
    return less, _without_intervals(less)


def fits(values: np.ndarray, known: Errors, design: np.ndarray, end: np.ndarray,
         measured: Measured | None) -> list[tuple[Dispersion, Mixture]]:
    """The fit with what was measured of other areas; beside it, where these points scatter unusually, the fit without,
    which is the only one where nothing was measured."""
    prior = measured and measured.prior(known.unit)
    fits = [coefficient(values, known.relative, design, lags(end), prior=prior)]
    if prior is not None and unusual(fits[0][0], prior):
        fits.append(coefficient(values, known.relative, design, lags(end)))
    return fits


def least_sure(mixtures: Sequence[Mixture]) -> tuple[float, float, float]:
    """The limits and the p of one or several distributions of one estimate, none surer than any of them."""
    lows, highs = zip(*(mixture.limits() for mixture in mixtures), strict=True)
    return min(lows), max(highs), max(float(mixture.p()) for mixture in mixtures)


def _method(slopes: Sequence[Mixture]) -> str:
    unlike = ", and no surer than these points alone" if len(slopes) > 1 else ""
    borrowed = "" if isinstance(slopes[0].df, int) else f", scatter measured from other areas{unlike}"
    return f"weighted line, serial correlation averaged{borrowed}, t with {slopes[0].df:.3g} df"


def _no_surer_than_chance(values: np.ndarray, known: Errors, design: np.ndarray,
                          answer: tuple[float, float, float]) -> tuple[float, float, float]:
    slope, unit_error = by_chance(values, known.relative, design)
    error = unit_error * known.unit
    low, high, p = answer
    return (min(low, float(slope - Z * error)), max(high, float(slope + Z * error)),
            max(p, float(2 * special.ndtr(-abs(slope) / error)) if error else 1.0))


def scatter(points: pd.DataFrame, kind: str, breaks: Sequence[date], least: int,
            measured: Measured | None = None) -> tuple[list[Dispersion], Errors] | None:
    """What the points, and other areas' where that was measured, leave plausible of their error about a straight line:
    once, or where they scatter unusually with the others and without; and their sampling errors. None where they are
    too few for a trend."""
    end = days(points)
    design = design_of(end, breaks) if len(end) else None
    if lacking(end, design, breaks, least):
        return None
    known = errors(points, kind)
    fitted = fits(points["value"].to_numpy(float), known, design, end, measured)
    return [dispersion for dispersion, _ in fitted], known


def errors(points: pd.DataFrame, kind: str) -> Errors:
    """The points' sampling errors, by the kind of figure; equal and without a unit where one of them is not known."""
    if np.isnan(points["low"].to_numpy(float)).any():
        return _without_intervals(points)
    error = column(points, "se")
    if not np.isnan(error).any():
        return Errors(error, 1.0) if (error > 0).all() else _without_intervals(points)
    if kind == "proportion":
        n = points["denominator"].to_numpy(float)
        share = _inside(points["numerator"].sum(), n.sum())
        return Errors(1 / np.sqrt(n), float(np.sqrt(share * (1 - share))))
    if kind in ("count", "rate"):
        exposure = points["denominator"].fillna(1.0).to_numpy(float) if "denominator" in points \
            else np.ones(len(points))
        return Errors(1 / np.sqrt(exposure), float(np.sqrt(max(points["numerator"].sum(), 0.5) / exposure.sum())))
    if kind == "shares":
        return Errors(standard_error(points["numerator"], points["denominator"]), 1.0)
    width = (points["high"] - points["low"]).to_numpy(float)
    return Errors(width / (2 * Z), 1.0) if (width > 0).all() else _without_intervals(points)


def _without_intervals(points: pd.DataFrame) -> Errors:
    return Errors(np.ones(len(points)), None)


def _inside(numerator: float, denominator: float) -> float:
    """The pooled share, half a case away from 0 and 1."""
    return min(max(numerator, 0.5), denominator - 0.5) / denominator


def days(points: pd.DataFrame) -> np.ndarray:
    """The days on which the points' periods end."""
    return points["end"].to_numpy("datetime64[D]")


def years(end: np.ndarray) -> np.ndarray:
    """Time in years from the first day, by the calendar."""
    return (end - end[0]).astype(float) / 365.25


def step(end: np.ndarray) -> int:
    """Months from one period to the next: the smallest distance there is, 12 for years, 3 for quarters."""
    apart = np.diff(_months(end))
    return int(apart.min()) if len(apart) and apart.min() > 0 else 12


def lags(end: np.ndarray) -> np.ndarray:
    """Whole periods between days, T × T."""
    places = np.floor(_months(end) / step(end) + 0.5)        # halves all one way: np.round would join two July ends
    return np.abs(np.subtract.outer(places, places)).astype(int)


def _months(end: np.ndarray) -> np.ndarray:
    return end.astype("datetime64[M]").astype(int)


def design_of(end: np.ndarray, breaks: Sequence[date]) -> np.ndarray:
    """Columns: level, time, a level after each break, a level of each season but one."""
    seasons = _months(end) % 12
    levels = [(end >= day).astype(float) for day in _within(end, breaks)]
    of_seasons = [(seasons == season).astype(float) for season in np.unique(seasons)[1:]]
    return np.column_stack([np.ones(len(end)), years(end), *levels, *of_seasons])


def _within(end: np.ndarray, breaks: Sequence[date]) -> np.ndarray:
    """The breaks that have points on both sides, in order."""
    first_days = np.sort(np.asarray(list(breaks), "datetime64[D]"))
    return first_days[(first_days > end[0]) & (first_days <= end[-1])]


def lacking(end: np.ndarray, design: np.ndarray | None, breaks: Sequence[date], least: int) -> str | None:
    """Why these points allow no trend."""
    if len(end) < 2:
        return f"{len(end)} comparable point{'' if len(end) else 's'}; a trend needs {least}"
    seasons = 12 // step(end) if step(end) < 12 else 1
    needed = least + len(_within(end, breaks)) if seasons == 1 else SEASONS_NEEDED * seasons
    if len(end) < needed:
        beside = " beside the seasons" if seasons > 1 else ""
        return f"{len(end)} comparable points; a trend{beside} needs {needed}"
    if np.linalg.matrix_rank(design) < design.shape[1] or len(end) - design.shape[1] < least - 2:
        return "the levels between the breaks leave too few points for a trend"
    return None


def _provisional(points: pd.DataFrame) -> int:
    return int((points["status"].to_numpy() == "provisional").sum()) if "status" in points else 0
