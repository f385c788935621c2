"""What could have been seen: the smallest steady change a year that the test of a trend finds with a power of 80 %.

Of the points at hand, or of these and the ones that will have come by a day, each as exact as the latest. They are
taken to err as the series' fit says: σ² and φ averaged over what the points, and other areas' where that was measured,
leave plausible (see `dispersion`), σ² no smaller than chance makes it. What a short series says of its own σ² is
uncertain, and so is this number.

A steady change of β a year moves the test's interval by β and leaves its width as it is. Given the residuals about the
line, the estimate is normal about β with a known error s, so that

    power(β) = mean over residuals of Φ((β + L) / s), with L the lower limit of the test on the residuals alone

The residuals are drawn, always the same ones, spread evenly (Sobol) and each with its mirror image, and go through the
functions that judge the series itself. The upper side is alike; the wrong direction is hardly
ever found at such a change (under 0.1 %), and is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
import pandas as pd
from scipy import optimize, special, stats

from wayforward.statistics.dispersion import Prior, by_chance, coefficient, unusual
from wayforward.statistics.measured import Measured
from wayforward.statistics.results import POSSIBLE, Z
from wayforward.statistics.trend import Errors, as_tested, days, design_of, fits, lacking, lags, step, years

POWER = 0.8
DRAWS = 64              # and as many mirror images
SEED = 2021
NEAR = 1e-11            # of the error, within which the change is found


@dataclass(frozen=True)
class Visible:
    """The smallest change a year (`per_year`, in the series' unit, up or down) that could be seen with the `points`
    figures there are by a day; and how much a year the figure can fall or rise at most over them, where its kind has
    bounds."""

    by: date
    points: int
    per_year: float
    most_fall: float | None = None
    most_rise: float | None = None


def visible_by(points: pd.DataFrame, kind: str, horizons: Sequence[date], breaks: Sequence[date] = (), *, least: int,
               measured: Measured | None = None) -> tuple[Visible, ...]:
    """What could be seen with the points at hand (as for `trend`), and by each later day of `horizons` by which new
    ones will have come. A number of points that is too few for a trend is left out; so is everything where nothing
    tells how the series scatters.

    >>> accommodation = pd.DataFrame({"end": pd.to_datetime([f"{y}-03-31" for y in range(2021, 2026)]),
    ...     "numerator": [453, 452, 485, 514, 522], "denominator": [484, 493, 535, 582, 589]}).assign(
    ...     value=lambda t: t.numerator / t.denominator, low=0.0, high=1.0)
    >>> now, later = visible_by(accommodation, "proportion", [date(2026, 3, 31)], least=5)
    >>> now.points, later.points, 0.01 < later.per_year < now.per_year < 0.03
    (5, 6, True)
    """
    tested, known = as_tested(points, kind, measured)
    end = days(tested)
    assumed = _assumed(tested, known, breaks, least, measured)
    if assumed is None:
        return ()
    found = {}
    for day in (end[-1], *np.array(horizons, "datetime64[D]")):
        then = _with_later(end, day)
        if len(then) not in found and not lacking(then, design_of(then, breaks), breaks, least):
            found[len(then)] = _visible(tested, kind, known, then, day, breaks, assumed, measured)
    return tuple(found.values())


def visible_from(points: pd.DataFrame, kind: str, ends: Sequence[date], breaks: Sequence[date] = (), *, least: int,
                 measured: Measured | None = None) -> Visible | None:
    """What could be seen by the last of the days `ends`, on which later periods end, in a course that begins with the
    latest of the points; None where they are too few, or nothing tells how the series scatters.

    Where the earlier points do not tell it, the latest and what was measured elsewhere do; where nothing was, chance
    alone, which is the least that it scatters.

    >>> accommodation = pd.DataFrame({"end": pd.to_datetime([f"{y}-03-31" for y in range(2021, 2026)]),
    ...     "numerator": [453, 452, 485, 514, 522], "denominator": [484, 493, 535, 582, 589]}).assign(
    ...     value=lambda t: t.numerator / t.denominator, low=0.0, high=1.0)
    >>> later = [date(year, 3, 31) for year in range(2026, 2032)]
    >>> seen = visible_from(accommodation, "proportion", later, least=5)
    >>> seen.points, visible_from(accommodation, "proportion", later[:3], least=5)
    (7, None)
    """
    end = np.append(days(points)[-1:], np.array(ends, "datetime64[D]"))
    if len(end) <= len(ends) or lacking(end, design_of(end, breaks), breaks, least):
        return None
    for some in (points, points.iloc[[-1]]):
        tested, known = as_tested(some, kind, measured)
        assumed = _assumed(tested, known, (), least, measured)
        if assumed is not None:
            break
    else:
        if known.unit is None:
            return None
        assumed = known.unit ** 2, 0.0
    return _visible(tested.iloc[[-1]], kind, Errors(known.relative[-1:], known.unit), end, end[-1], breaks, assumed,
                    measured)


def _visible(points: pd.DataFrame, kind: str, known: Errors, end: np.ndarray, day: np.datetime64,
             breaks: Sequence[date], assumed: tuple[float, float], measured: Measured | None) -> Visible:
    relative = np.append(known.relative, np.repeat(known.relative[-1], len(end) - len(points)))
    change = smallest_visible(Errors(relative, known.unit), design_of(end, breaks), lags(end), *assumed,
                              prior=measured and measured.prior(known.unit))
    least, most = POSSIBLE.get(kind, (-np.inf, np.inf))
    first, span = float(points["own"].iloc[0]), float(years(end)[-1])
    return Visible(day.item(), len(end), change, *(float(room) if np.isfinite(room) else None
                                                  for room in ((first - least) / span, (most - first) / span)))


def smallest_visible(known: Errors, design: np.ndarray, apart: np.ndarray, scale: float, correlation: float, *,
                     prior: Prior | None = None, power: float = POWER) -> float:
    """The change a year that is found with a `power`, of points with the errors `known`, so many periods `apart`
    (T, T), about a design (T, q) whose second column is time in years; σ² in units of the relative errors' squares."""
    covariance = scale * np.outer(known.relative, known.relative) * correlation ** apart
    inverse = np.linalg.inv(covariance)
    spread = np.linalg.inv(design.T @ inverse @ design)
    drawn = _evenly_drawn(len(design)) @ np.linalg.cholesky(covariance).T
    rest = drawn - drawn @ (design @ spread @ design.T @ inverse).T
    lowest = _lower_limits(np.concatenate([rest, -rest]), known, design, apart, prior)
    error = float(np.sqrt(spread[1, 1]))
    ends = -lowest.max() - 9 * error, -lowest.min() + 9 * error
    return float(optimize.brentq(lambda change: special.ndtr((change + lowest) / error).mean() - power, *ends,
                                 xtol=NEAR * error))


@cache
def _evenly_drawn(dimensions: int) -> np.ndarray:
    """Independent standard normal numbers (DRAWS, dimensions)."""
    return special.ndtri(stats.qmc.Sobol(dimensions, rng=SEED).random(DRAWS))


def _lower_limits(values: np.ndarray, known: Errors, design: np.ndarray, apart: np.ndarray,
                  prior: Prior | None) -> np.ndarray:
    """Where the intervals of the trends of many series begin, as `trend` has them."""
    scatter, mixture = coefficient(values, known.relative, design, apart, prior=prior)
    limits = mixture.lower_limits()
    if prior is not None:
        odd = unusual(scatter, prior)
        if odd.any():
            alone = coefficient(values[odd], known.relative, design, apart)[1]
            limits[odd] = np.minimum(limits[odd], alone.lower_limits())
    if known.unit is None:
        return limits
    slopes, unit_error = by_chance(values, known.relative, design)
    return np.minimum(limits, slopes - Z * unit_error * known.unit)


def _assumed(points: pd.DataFrame, known: Errors, breaks: Sequence[date], least: int,
             measured: Measured | None) -> tuple[float, float] | None:
    """σ² and φ as the test in force has them: of the points and what was measured, or of too few points of what was
    measured alone; None where nothing tells."""
    prior = measured and measured.prior(known.unit)
    end = days(points)
    if not len(end) or (known.unit is None and prior is None):
        return None
    design = design_of(end, breaks)
    if lacking(end, design, breaks, least):
        scale, correlation = (prior.scale, prior.correlation) if prior else (None, None)
    else:
        scatter, _ = fits(points["value"].to_numpy(float), known, design, end, measured)[-1]
        scale, correlation = (float(scatter.weight @ each) for each in (scatter.scale, scatter.correlation))
    return None if scale is None else (max(float(scale), (known.unit or 0.0) ** 2), float(correlation))


def _with_later(end: np.ndarray, day: np.datetime64) -> np.ndarray:
    """The days and those of the periods that follow, as far apart as these and at the end of a month, up to a day."""
    if len(end) < 2 or day <= end[-1]:
        return end
    months = np.arange(end[-1].astype("datetime64[M]"), day.astype("datetime64[M]") + 1, step(end))[1:]
    later = (months + 1).astype("datetime64[D]") - 1
    return np.append(end, later[later <= day])
