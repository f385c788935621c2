"""Where a series may stand when the plan ends, by a predictive distribution that has been tried on the past.

One model for every kind: a local level (Harvey 1989, Forecasting, Structural Time Series Models, §2.3). What is
measured is a level that wanders, plus what disturbs one period's figure; the variance of the level's move in a year is
`wander` times that of the disturbance. With the ratio fixed, the forecast is a weighted mean of the past, the newest
figure weighing most, and missing years are gaps in time.

How far the series moves in a year is learnt from it and from others: its own mean square counts with n − 1 degrees of
freedom, the typical one of its kind with 6 (a conjugate prior; Smyth 2004, Stat Appl Genet Mol Biol 3:3). The typical
square is `step`² and twice the known sampling variance, for both ends of a move are sampled. So the forecast is
Student's t with n + 5 degrees of freedom.

kind         scale    wander   step
proportion   logit    4        0.14         stays between 0 and 1
count        log      4        0.08         stays positive; half an event is added, so that 0 has a place
rate         log      1        0.25
mean         own      1        4.5 %        of the series' mean size
gap          own      1        4 %          likewise; neither knows limits
shares       none: too few areas publish them

The constants were chosen, in round numbers, by their log score on the series of six areas, Hertfordshire among them,
and tried on seven others (tests/benchmarks/forecast.py; its table is docs/calibration/forecast.csv). The same trial set
the limits (see judge): 5 points, as with 2 to 4 the 80 % interval held the figure too seldom; 3 years ahead; one
point a year. It is calibrated over series taken together, not in every one:
the next figure of a series that climbs year after year lies outside its interval more often than 1 time in 5. None of
the plan's counts is published; numbers of children, plans and social workers stood for them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from scipy import special, stats

from wayforward.statistics.intervals import column
from wayforward.statistics.results import CONFIDENCE, not_kept

LEVEL = 0.80            # of the predictive interval
TYPICAL_DF = 6          # how many of a series' own moves the typical move of its kind counts for
YEAR = 365.25
KNOWN = "the figure for the plan's last period is known"


@dataclass(frozen=True)
class Outlook:
    """The figure to be expected for `end`, the series' last period within the plan: its 80 % predictive interval
    (`low`, `high`) and the `probability` that it is above `goal`. Where no honest forecast exists, a `reason`; `known`
    where that is that the figure itself is at hand."""

    end: date | None
    value: float | None
    low: float | None
    high: float | None
    goal: float | None
    probability: float | None
    method: str = ""
    reason: str | None = None
    known: bool = not_kept(False)


@dataclass(frozen=True)
class Scale:
    """Where a kind's moves are alike at every level: there and back. On its `own` scale a step is told as a share."""

    there: Callable
    back: Callable
    own: bool = False


@dataclass(frozen=True)
class Rule:
    """How series of a kind move: on which scale, how much the level wanders, and the typical move in a year."""

    scale: Scale
    wander: float
    step: float


LOGIT = Scale(special.logit, special.expit)
LOG = Scale(np.log, np.exp)
LOG_COUNT = Scale(lambda count: np.log(count + 0.5), lambda moved: np.maximum(np.exp(moved) - 0.5, 0.0))
OWN = Scale(np.asarray, np.asarray, own=True)
RULES = {"proportion": Rule(LOGIT, 4, 0.14), "count": Rule(LOG_COUNT, 4, 0.08), "rate": Rule(LOG, 1, 0.25),
         "mean": Rule(OWN, 1, 0.045), "gap": Rule(OWN, 1, 0.04)}


@dataclass(frozen=True)
class Forecast:
    """A predictive distribution: Student's t with `df`, `centre` and `spread` on a `scale`."""

    scale: Scale
    centre: float
    spread: float
    df: int

    @property
    def median(self) -> float:
        return float(self.scale.back(self.centre))

    def interval(self, level: float = LEVEL) -> tuple[float, float]:
        """The limits, in the series' unit, that leave (1 − level) / 2 on either side."""
        half = stats.t.ppf((1 + level) / 2, self.df) * self.spread
        return float(self.scale.back(self.centre - half)), float(self.scale.back(self.centre + half))

    def above(self, figure: float) -> float:
        """The probability that the figure to come is above this one."""
        with np.errstate(divide="ignore"):      # at a limit of the scale: certain
            return float(stats.t.sf((self.scale.there(figure) - self.centre) / self.spread, self.df))


def outlook(points: pd.DataFrame, kind: str, goal: float | None, end: date, *, least: int, furthest: int) -> Outlook:
    """The outlook of one area's series for the period that ends on `end`.

    points   its usable points, all that are comparable, in order of time: end, value, and what is known of low, high,
             numerator, denominator, se; in the series' own unit, proportions as fractions
    goal     the figure that the probability is about, in the same unit; None: an interval without a probability
    least    how many points a forecast needs, and `furthest` how many years ahead it reaches

    >>> homes = pd.DataFrame({"end": pd.to_datetime([f"{y}-03-31" for y in range(2021, 2026)]),
    ...     "denominator": [484, 493, 535, 582, 589]}).assign(
    ...     value=lambda t: [453, 452, 485, 514, 522] / t.denominator)
    >>> found = outlook(homes, "proportion", 453 / 484, date(2026, 3, 31), least=5, furthest=3)
    >>> round(found.low, 3), round(found.high, 3), round(found.probability, 2)
    (0.849, 0.915, 0.01)
    """
    reason = _unable(points, kind, end, least, furthest)
    if reason:
        return none(end, goal, reason, known=len(points) > 0 and _years_ahead(points, end) <= 0)
    expected = forecast(points, kind, end)
    missing = goal is None or pd.isna(goal)
    return Outlook(end, expected.median, *expected.interval(), None if missing else float(goal),
                   None if missing else expected.above(goal), f"local level, t with {expected.df} df",
                   "there is nothing to compare it with" if missing else None)


def none(end: date | None, goal: float | None, reason: str, known: bool = False) -> Outlook:
    """No outlook, and why."""
    return Outlook(end, None, None, None, goal, None, reason=reason, known=known)


def last_end(ends: Iterable[date], until: date) -> date:
    """The end of a series' last whole period up to a day, if its periods go on ending as they did: on the same day of
    the year, or the last of the month.

    >>> last_end([date(2023, 8, 31), date(2024, 8, 31)], date(2026, 3, 31)), last_end([date(2024, 2, 29)],
    ...     date(2026, 3, 31))
    (datetime.date(2025, 8, 31), datetime.date(2026, 2, 28))
    """
    candidates = (_again(end, year) for end in ends for year in (until.year - 1, until.year))
    return max(candidate for candidate in candidates if candidate <= until)


def _again(end: date, year: int) -> date:
    """The same day of another year; the last of a month stays the last."""
    following = end + timedelta(days=1)
    return date(year + (end.month == 12), following.month, 1) - timedelta(days=1) if following.day == 1 \
        else end.replace(year=year)


def _unable(points: pd.DataFrame, kind: str, end: date, least: int, furthest: int) -> str | None:
    """Why there is no honest forecast, if there is none."""
    if not len(points):
        return "there is no figure to start from"
    ahead = _years_ahead(points, end)
    if ahead <= 0:
        return KNOWN
    if kind not in RULES:
        return f"no forecast of {kind} could be tried on the past, too few areas publish them"
    if len(points) < least:
        return f"{len(points)} comparable point{'s' * (len(points) > 1)}; a forecast needs {least}"
    if np.diff(days(points["end"])).min() < 0.75 * YEAR:
        return "forecasts have been tried on figures of whole years only"
    if ahead > furthest + 0.1:
        return f"the plan ends more than {furthest} years after the latest figure, further than forecasts were tried"
    if not np.isfinite(moved(points, kind)).all():
        return "a figure at its limit, without the numbers behind it, has no place on the scale of the forecast"
    return None if points["value"].any() else "every figure is 0"


def _years_ahead(points: pd.DataFrame, end: date) -> float:
    """From the last point to the period's end."""
    return (pd.Timestamp(end) - pd.Timestamp(points["end"].iloc[-1])).days / YEAR


def forecast(points: pd.DataFrame, kind: str, end: date) -> Forecast:
    """The predictive distribution of the figure for `end`, of points that allow one (see `outlook`).

    With C the covariances of the figures and of the one to come, in units of a year's move (wander × the time shared
    + 1 on the diagonal, over wander + 2), and only differences used, so that the level may be anything:
    centre = last figure + b′A⁻¹z, spread² = (c − b′A⁻¹b) × (6 step² + z′A⁻¹z) / (6 + n − 1)
    for z the moves between neighbouring points, A their covariances, b theirs with the move to come, and c its own.
    """
    rule = RULES[kind]
    figures = moved(points, kind)
    moves = np.diff(figures)
    between, coming, own = _covariances(days(points["end"], end) / YEAR, rule.wander)
    weights = np.linalg.solve(between, coming)
    typical = (rule.step * (np.abs(figures).mean() if rule.scale.own else 1.0)) ** 2 + 2 * _sampling(points, kind)
    df = TYPICAL_DF + len(moves)
    square = (TYPICAL_DF * typical + moves @ np.linalg.solve(between, moves)) / df
    return Forecast(rule.scale, float(figures[-1] + weights @ moves),
                    float(np.sqrt((own - weights @ coming) * square)), df)


def _covariances(time: np.ndarray, wander: float) -> tuple[np.ndarray, np.ndarray, float]:
    """Of the moves between neighbouring points, of each with the move from the last point to the one to come, and
    that one's variance; time in years, the last being of the one to come."""
    together = (wander * np.minimum.outer(time, time) + np.eye(len(time))) / (wander + 2)
    to_moves = np.diff(np.eye(len(time)), axis=0)
    moves = to_moves @ together @ to_moves.T
    return moves[:-1, :-1], moves[:-1, -1], float(moves[-1, -1])


def days(ends: pd.Series, last: date | None = None) -> np.ndarray:
    """Days since the first end, of every end and of one more, if given."""
    every = pd.to_datetime([*ends, *([last] if last else [])])
    return (every - every[0]).days.to_numpy(float)


def moved(points: pd.DataFrame, kind: str) -> np.ndarray:
    """The figures on the scale of their kind, infinite or NaN where they have no place on it.

    A proportion of known size is first drawn in by half a case at each end, (k + ½) / (n + 1), so that all and none
    have a place (Haldane 1956, Ann Hum Genet 20:309).
    """
    value = points["value"].to_numpy(float)
    if kind == "proportion":
        size = column(points, "denominator")
        value = np.where(np.isnan(size), value, (value * size + 0.5) / (size + 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return RULES[kind].scale.there(value)


def _sampling(points: pd.DataFrame, kind: str) -> float:
    """The mean sampling variance of the figures on their scale, over those of which it is known; 0 where of none.

    1 / (n p (1 − p)) of a proportion, 1 / events of a count or rate with an interval, that of the 95 % limits of a mean
    or gap. A known standard error (`se`) comes first.
    """
    value, error = points["value"].to_numpy(float), column(points, "se")
    counted = np.where(np.isnan(column(points, "low")), np.nan, column(points, "numerator") + 0.5)
    if kind == "proportion":
        share = special.expit(moved(points, kind))
        known, of_error = 1 / (column(points, "denominator") * share * (1 - share)), error / (share * (1 - share))
    elif kind in ("count", "rate"):
        known, of_error = 1 / counted, error / value
    else:
        half = (column(points, "high") - column(points, "low")) / 2
        known, of_error = (half / special.ndtri((1 + CONFIDENCE) / 2)) ** 2, error
    variance = np.where(np.isnan(of_error), known, of_error ** 2)
    return float(np.nanmean(variance)) if np.isfinite(variance).any() else 0.0
