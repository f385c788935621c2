"""Control charts (statistical process control): did something other than chance happen, and when?

kind, and what is known                 chart   centre line         standard deviation σᵢ of one figure
proportion with counts                  p, p′   p̄ = Σk / Σn         √(p̄ (1 − p̄) / nᵢ) × σz
rate with counts; count (exposure 1)    u, u′   ū = Σk / Σn         √(ū / nᵢ) × σz
anything else                           XmR     mean                mean moving range / 1.128

Limits are the centre ± 3 σᵢ, kept inside the possible range. σz is the mean moving range of z = (value − centre) / σᵢ
over 1.128 (Laney 2002, Qual Eng 14:531), never taken as less than 1: limits are no narrower than chance alone makes
them. Above 1 the chart is called prime. Moving ranges above 3.267 times their mean are left out of it, once (Nelson
1982, J Qual Technol 14:172). A figure whose counts allow no honest interval has no p or u chart either.

Rules, of NHS England's Making Data Count; near a limit is beyond 2 σ and not beyond 3, all three on one side:
a figure outside the limits; 7 in a row on one side of the centre line; 7 (or 6) in a row all rising or all falling;
two of three near a limit. A missing period is a gap: no moving range and no run goes across it. From each declared
break on, centre and limits are new. Limits need four moving ranges, which are five figures in unbroken order; on fewer
than 12 figures they are on trial.

How often chance alone gives a signal, per cent of charts (tests/benchmarks/control.py: 50,000 draws a row, standard
error at most 0.3; p: 150 cases at 10 % a period; p′: 1,000 cases at about 20 %, varying by 0.15 on the logit; u: 30
events; AR: figures correlated with the one before, as where the same children are counted again):

                     outside  shift of 7  trend of 6  trend of 7  two of three  any, trend of 7  any, trend of 6
XmR   5 figures          0.6         0.0         0.0         0.0           0.1              0.7              0.7
XmR   8 figures          3.1         0.0         0.8         0.1           0.9              3.5              4.0
XmR  12 figures          5.3         1.2         1.6         0.2           1.7              7.1              8.2
XmR  20 figures          8.3         6.1         3.7         0.5           2.9             15.0             17.2
XmR  40 figures         13.9        19.3         8.3         1.2           5.6             32.3             36.4
p    12 figures          0.6         1.4         0.5         0.0           0.1              2.1              2.6
p    20 figures          2.2         6.4         1.1         0.1           0.6              8.8              9.7
p    40 figures          6.7        20.4         2.5         0.2           2.1             26.9             28.4
p′   20 figures          9.1         5.9         3.0         0.4           2.7             15.4             17.4
u    20 figures          2.2         6.3         1.7         0.2           0.5              8.8             10.0
XmR  20, AR 0.3         20.0        16.4         8.1         1.5          14.2             37.3             40.1
XmR  20, AR 0.5         36.7        29.8        13.5         3.2          30.4             60.6             63.0

So a signal is a reason to look, and no test: every chart says how often chance alone signals in one as long. Seven is
the usual length of a trend here, because six adds alarms. Under about 8 figures a chart can show hardly anything, and
figures that overlap (a rolling year told each quarter) break the rules by themselves and are not to be charted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
import pandas as pd

from wayforward.statistics.results import POSSIBLE, USABLE

TRIAL = 12              # limits on fewer figures are on trial
FEWEST_SHOWN = 8        # figures of a chart that is worth a look without being asked for
FEWEST_RANGES = 4       # that limits can rest on
LONGEST_STEP = 1.5      # figures further apart than this many of the series' usual steps are no neighbours
D2, D4 = 1.128, 3.267   # of ranges of two: their mean is D2 standard deviations; their upper limit is D4 means
SHIFT_OF, TREND_OF = 7, 7      # figures in a row
NOISE = 9               # decimals of z: a figure on a line is on it, whatever the last binary digit says

COUNTS = {"proportion": ["numerator", "denominator"], "rate": ["numerator", "denominator"], "count": ["numerator"]}
CHARTS, XMR = {"proportion": "p", "rate": "u", "count": "u"}, "XmR"
KNOWN = ("value", "numerator", "denominator", "low", "se")

LENGTHS = (5, 8, 12, 20, 40, 80)
FALSE_ALARMS = {                        # of LENGTHS figures, by whether limits rest on counts alone
    False: (0.007, 0.035, 0.071, 0.150, 0.323, 0.580), True: (0.000, 0.002, 0.021, 0.088, 0.269, 0.548)}


class Signal(StrEnum):
    """The rules that a figure can break, in the words that a finding's file and its table have for them."""

    OUTSIDE = "outside the limits"
    SHIFT = f"shift: {SHIFT_OF} or more in a row on one side"
    RISING = f"trend: {TREND_OF} or more in a row rising"
    FALLING = f"trend: {TREND_OF} or more in a row falling"
    TWO_OF_THREE = "two of three near a limit"


@dataclass(frozen=True)
class ControlPoint:
    """One point with the centre line and limits of its phase, numbered from 1; `signals` are the rules that it breaks.
    In a phase too short for limits, centre, lower and upper are None."""

    end: date
    value: float
    centre: float | None
    lower: float | None
    upper: float | None
    signals: tuple[Signal, ...] = ()
    phase: int = 1


@dataclass(frozen=True)
class ControlChart:
    """A series as a control chart. `chart` names its kind ("p′", "u", "XmR"); `trial` says that limits rest on fewer
    than 12 points; `by_chance` is the probability that chance alone gives such a chart any signal, if its figures are
    independent. Where no honest chart exists, `points` is empty; `reason` says why, or why one phase has no limits."""

    chart: str
    points: tuple[ControlPoint, ...] = ()
    trial: bool = False
    reason: str | None = None
    by_chance: float | None = None


def control_chart(points: pd.DataFrame, kind: str, breaks: Iterable[date] = ()) -> ControlChart:
    """One area's series as a control chart.

    points      rows in order of time: end, value, status, low, numerator, denominator, and se where there is one; those
                that are not usable are left out, and are gaps
    kind        proportion, rate, count, mean, gap or shares
    breaks      days on which the figures changed their nature; a figure that ends on or after one is of the new phase

    Montgomery's paint (Introduction to Statistical Quality Control, example of the individuals chart): 33.52 ± 1.28.

    >>> paint = [33.75, 33.05, 34, 33.81, 33.46, 34.02, 33.68, 33.27, 33.49, 33.2, 33.62, 33, 33.54, 33.12, 33.84]
    >>> chart = control_chart(pd.DataFrame({"end": pd.date_range("2024-01-31", periods=15, freq="ME"), "value": paint,
    ...                                     "status": "final"}), "mean")
    >>> chart.chart, [round(line, 2) for line in (chart.points[0].lower, chart.points[0].centre, chart.points[0].upper)]
    ('XmR', [32.24, 33.52, 34.8])
    """
    chart, phases = _phases(points, kind, breaks)
    limited = [phase for phase in phases if not phase.reason]
    if not limited:
        return ControlChart(chart, reason=phases[-1].reason if phases else "there is no comparable figure")
    within, numbered = POSSIBLE.get(kind, (-np.inf, np.inf)), list(enumerate(phases, start=1))
    charted = [point for number, phase in numbered for point in _points(phase, number, within)]
    lacking = "; ".join(f"phase {number}: {phase.reason}" for number, phase in numbered if phase.reason)
    lengths = [len(phase.value) for phase in limited]
    prime = chart != XMR and any(phase.dispersion > 1 for phase in limited)
    return ControlChart(chart + "′" * prime, tuple(charted), min(lengths) < TRIAL, lacking or None,
                        by_chance(lengths, chart != XMR and not prime))


def by_chance(lengths: Iterable[int], counts_alone: bool) -> float:
    """The probability that chance alone gives phases of so many independent figures any signal, as measured (see the
    table above); `counts_alone`: the limits of p and u charts, not of XmR, p′ and u′. Beyond 80 figures it is 80's.

    >>> round(by_chance([20], counts_alone=False), 3), round(by_chance([20, 20], counts_alone=False), 4)
    (0.15, 0.2775)
    """
    alarms = np.interp(list(lengths), LENGTHS, FALSE_ALARMS[counts_alone])
    return float(1 - np.prod(1 - alarms))


def spread(distance: np.ndarray, follows: np.ndarray | bool = True) -> np.ndarray:
    """Standard deviation of figures in order of time (along the last axis), by their screened mean moving range.

    `follows` tells of each figure but the first whether it is the neighbour of the one before. In the second example
    the ranges are 1, 1, 1, 1 and 11 with mean 3: the 11 lies over 3.267 × 3 and is left out.

    >>> [round(float(spread(np.array(figures)) * D2), 3) for figures in ([1, 2, 1, 2, 6], [1, 2, 1, 2, 1, 12])]
    [1.75, 1.0]
    """
    ranges = np.where(follows, np.abs(np.diff(distance)), np.nan)
    usual = ranges <= D4 * np.nanmean(ranges, axis=-1, keepdims=True)
    return np.nanmean(np.where(usual, ranges, np.nan), axis=-1) / D2


def broken_rules(value: np.ndarray, z: np.ndarray, trend_of: int = TREND_OF) -> dict[Signal, np.ndarray]:
    """Which figures of an unbroken stretch (along the last axis) break which rule; z is their distance from the centre
    line in standard deviations. `trend_of` 6 is for trying how often chance alone then signals.

    >>> stretch = np.array([0, 2.5, 0.5, 2.2, -1])
    >>> [str(rule) for rule, broken in broken_rules(stretch, stretch).items() if broken.any()]
    ['two of three near a limit']
    """
    near, above, below, step = (np.abs(z) > 2) & (np.abs(z) <= 3), z > 0, z < 0, np.diff(value)
    rising, falling = (_members(way, trend_of - 1, trend_of - 1) for way in (step > 0, step < 0))
    pairs = (_members(side + 1 * (side & near), 3, 5) for side in (above, below))   # 3 on that side, of them 2 near
    return {Signal.OUTSIDE: np.abs(z) > 3,
            Signal.SHIFT: _members(above, SHIFT_OF, SHIFT_OF) | _members(below, SHIFT_OF, SHIFT_OF),
            Signal.RISING: _ends(rising), Signal.FALLING: _ends(falling),
            Signal.TWO_OF_THREE: np.logical_or(*pairs) & near}


@dataclass(frozen=True)
class _Phase:
    """The figures between two breaks, whether each follows on from the one before, and their lines, or why none."""

    end: np.ndarray
    value: np.ndarray
    follows: np.ndarray
    centre: float = 0.0
    sigma: np.ndarray | None = None
    dispersion: float = 1.0
    reason: str | None = None


def _phases(points: pd.DataFrame, kind: str, breaks: Iterable[date]) -> tuple[str, list[_Phase]]:
    """Which chart, and its usable figures parted at the breaks."""
    every, value = points["end"].to_numpy("datetime64[D]"), points["value"].to_numpy(float)
    use = np.isin(points["status"].to_numpy(), USABLE) & ~np.isnan(value)
    known = {name: points[name].to_numpy(float)[use] for name in KNOWN if name in points}
    chart, numerator, exposure = _figures(known, kind)
    if not use.any():
        return chart, []
    longest = LONGEST_STEP * np.median(np.diff(every).astype(float)) if len(every) > 1 else 0.0
    starts = np.flatnonzero(np.diff(_breaks_before(every[use], breaks))) + 1
    columns = (np.split(column, starts) for column in (every[use], value[use], numerator, exposure))
    return chart, [_phase(chart, longest, *column) for column in zip(*columns, strict=True)]


def _figures(known: dict[str, np.ndarray], kind: str) -> tuple[str, np.ndarray, np.ndarray]:
    """Which chart, and what stands over and under the line of each figure: counts, where every figure comes of counts
    that allow it an interval; else the value over 1."""
    value, nothing = known["value"], np.full(len(known["value"]), np.nan)
    needed = [known.get(name, nothing) for name in (*COUNTS.get(kind, ()), "low")]
    if kind not in COUNTS or np.isnan(needed).any() or not np.isnan(known.get("se", nothing)).all():
        return XMR, value, np.ones(len(value))
    return CHARTS[kind], known["numerator"], np.ones(len(value)) if kind == "count" else known["denominator"]


def _breaks_before(end: np.ndarray, breaks: Iterable[date]) -> np.ndarray:
    """How many breaks lie on or before each day."""
    days = np.sort(np.array([pd.Timestamp(day) for day in breaks], "datetime64[D]"))
    return np.searchsorted(days, end, side="right")


def _phase(chart: str, longest: float, end: np.ndarray, value: np.ndarray, numerator: np.ndarray,
           exposure: np.ndarray) -> _Phase:
    """The lines of figures that stand between two breaks; those more than `longest` days apart are no neighbours."""
    follows = np.diff(end).astype(float) <= longest
    if follows.sum() < FEWEST_RANGES:
        return _Phase(end, value, follows, reason=f"{_several(len(end), 'comparable figure')} with "
                                                  f"{_several(follows.sum(), 'moving range')}; limits need "
                                                  f"{FEWEST_RANGES}")
    centre = float(numerator.sum() / exposure.sum())
    unit = np.sqrt({"p": centre * (1 - centre), "u": centre, XMR: 1.0}[chart] / exposure)
    dispersion = float(spread((value - centre) / unit, follows)) if unit.all() else 0.0
    if chart != XMR and unit.all():
        dispersion = max(dispersion, 1.0)
    if dispersion == 0:
        return _Phase(end, value, follows, reason="too many figures are equal to draw limits from how they vary")
    return _Phase(end, value, follows, centre, unit * dispersion, dispersion)


def _points(phase: _Phase, number: int, within: tuple[float, float]) -> list[ControlPoint]:
    """The figures of a phase with its lines and the signals of each; no run goes on across a gap."""
    figures = list(zip(phase.end.tolist(), phase.value.tolist(), strict=True))
    if phase.reason:
        return [ControlPoint(end, value, None, None, None, phase=number) for end, value in figures]
    z, gaps = np.round((phase.value - phase.centre) / phase.sigma, NOISE), np.flatnonzero(~phase.follows) + 1
    stretches = zip(np.split(phase.value, gaps), np.split(z, gaps), strict=True)
    broken = [broken_rules(value, far) for value, far in stretches]
    whole = {rule: np.concatenate([rules[rule] for rules in broken]).tolist() for rule in broken[0]}
    lower, upper = (np.clip(phase.centre + side * 3 * phase.sigma, *within).tolist() for side in (-1, 1))
    return [ControlPoint(end, value, phase.centre, lower[place], upper[place],
                         tuple(rule for rule in whole if whole[rule][place]), number)
            for place, (end, value) in enumerate(figures)]


def _members(marks: np.ndarray, length: int, least: int) -> np.ndarray:
    """Which places lie in some window of `length` places whose marks add up to `least` or more."""
    if marks.shape[-1] < length:
        return np.zeros(marks.shape, bool)
    windows, aside = np.lib.stride_tricks.sliding_window_view, [(0, 0)] * (marks.ndim - 1)
    full = windows(marks, length, axis=-1).sum(axis=-1) >= least
    return windows(np.pad(full, [*aside, (length - 1, length - 1)]), length, axis=-1).any(axis=-1)


def _ends(steps: np.ndarray) -> np.ndarray:
    """The figures at either end of the steps that are marked."""
    aside = [(0, 0)] * (steps.ndim - 1)
    return np.pad(steps, [*aside, (0, 1)]) | np.pad(steps, [*aside, (1, 0)])


def _several(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
