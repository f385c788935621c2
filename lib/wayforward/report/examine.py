"""Change and trend of one area's series: which points are used, from where to where, and what the statistics say."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from wayforward.finding import USABLE
from wayforward.judge import LEAST_POINTS
from wayforward.narrate import reasons
from wayforward.statistics.change import change
from wayforward.statistics.measured import Measured
from wayforward.statistics.overdispersion import widened
from wayforward.statistics.results import POSSIBLE, Result, Trend, no_result
from wayforward.statistics.trend import against_others, days, step, trend, years
from wayforward.statistics.uneven import Uneven, uneven

YEAR = 12       # months


@dataclass(frozen=True)
class Examined:
    """What the stages before judgement say of one area's series."""

    usable: pd.DataFrame        # all comparable figures
    window: pd.DataFrame        # the baseline and later
    baseline: pd.Series | None
    latest: pd.Series | None
    change: Result
    not_comparable: int
    kind: str
    breaks: tuple[date, ...]
    measured: Measured | None = None    # how the series moves by itself in other areas

    @cached_property
    def trend(self) -> Trend:
        """Over the window; none of figures that share their time."""
        if periods_overlap(self.usable):
            return Trend(None, points_used=len(self.window), reason=reasons.SHARED_TIME)
        return trend(self.window, self.kind, self.breaks, least=LEAST_POINTS, measured=self.measured)

    @cached_property
    def against_others(self) -> Trend | None:
        """Over the window, less the other areas' mean; None where figures have intervals or nothing was measured."""
        if self.measured is None or self.measured.by_chance or not self.trend.bare:
            return None
        return against_others(self.window, self.measured, self.breaks, least=LEAST_POINTS)

    @cached_property
    def uneven(self) -> Uneven | None:
        """How the window leapt, where its trend is open and it scatters as in hardly any other area."""
        if not self.trend.has_interval or self.trend.bare:
            return None
        return uneven(self.window, self.kind, self.breaks, least=LEAST_POINTS, measured=self.measured)

    @property
    def borrows(self) -> bool:
        """Whether what was measured of other areas goes into the verdict."""
        if self.against_others is not None:
            return self.against_others.has_interval
        return self.measured is not None and self.measured.by_chance and self.trend.has_interval and not self.trend.bare

    @property
    def room(self) -> float | None:
        """How much a year the figure could have fallen at most over the window; None where nothing bounds it."""
        least, _ = POSSIBLE.get(self.kind, (None, None))
        if least is None or len(self.window) < LEAST_POINTS:
            return None
        return float((self.window["value"].iloc[0] - least) / years(days(self.window))[-1])


def examine(points: pd.DataFrame, kind: str, plan_start: date, breaks: tuple[date, ...] = (),
            measured: Measured | None = None) -> Examined:
    """Change and trend of one area's series (rows in order of time), from the last comparable point before the plan.

    Points that are not comparable, suppressed or not available are neither used nor bridged. Quarters are compared with
    the same quarter before the plan. `breaks`: the first days of new levels, across which no change is worked out.
    `measured`: how the series moves by itself in other areas.
    """
    usable, began = points[comparable(points)], np.datetime64(plan_start)
    end = days(usable)
    before = np.flatnonzero((end < began) & same_season(end))
    baseline = usable.iloc[before[-1]] if len(before) else None
    window = usable.iloc[before[-1] if len(before) else np.searchsorted(end, began):]
    latest = window.iloc[-1] if len(window) else None
    moved = _moved(baseline, latest, window, usable, kind, plan_start, breaks, measured)
    unlike = (points["status"].to_numpy() == "not comparable") & (days(points) >= began)
    return Examined(usable, window, baseline, latest, moved, int(unlike.sum()), kind, breaks, measured)


def in_the_plan(points: pd.DataFrame, plan_end: date) -> pd.DataFrame:
    """The points of periods that ended with the plan or before: what ends later decides nothing."""
    return points[days(points) <= np.datetime64(plan_end)]


def periods_overlap(points: pd.DataFrame) -> bool:
    """Whether figures overlap the one before, by their days or as their counts say: no test of independent figures
    and no control chart is true of them."""
    start, end = points["start"].to_numpy(), points["end"].to_numpy()
    return bool((start[1:] <= end[:-1]).any()) or points["overlaps"].eq(True).any()


def comparable(points: pd.DataFrame) -> np.ndarray:
    """Which rows are figures that can be compared with others of their series."""
    return np.isin(points["status"].to_numpy(), USABLE) & points["value"].notna().to_numpy()


def same_season(end: np.ndarray) -> np.ndarray:
    """Which days end the same period of a year as the last one; of whole years all."""
    months = end.astype("datetime64[M]").astype(int) % YEAR
    return (months == months[-1:]) | (step(end) >= YEAR)


def since_break(points: pd.DataFrame, breaks: tuple[date, ...]) -> pd.DataFrame:
    """The points since the last declared break, for methods that know of none."""
    return points[points["end"] >= max(breaks)] if breaks else points


def _moved(first: pd.Series | None, last: pd.Series | None, window: pd.DataFrame, usable: pd.DataFrame, kind: str,
           plan_start: date, breaks: tuple[date, ...], measured: Measured | None) -> Result:
    """The change between two points of a series, its error widened by how unevenly the series moves: since the
    baseline, or where that is too short, since the first comparable figure."""
    if last is None or last["end"] < plan_start:
        return no_result(reasons.NONE_SINCE_PLAN)
    if first is not None and any(first["end"] < day <= last["end"] for day in breaks):
        return no_result(reasons.CHANGED_BETWEEN)
    by_two_points = change(first, last, kind)
    if first is None or not by_two_points.has_interval:
        return by_two_points
    course = window if len(window) >= LEAST_POINTS else usable
    places = (course.index.get_loc(point.name) for point in (first, last))
    return widened(by_two_points, course, kind, *places, breaks, least=LEAST_POINTS, measured=measured)


def last_year(seen: Examined, kind: str, breaks: tuple[date, ...]) -> Result | None:
    """The change from the same period a year before the latest; None where that one has no comparable figure."""
    if seen.latest is None:
        return None
    months = days(seen.usable).astype("datetime64[M]")
    before = np.flatnonzero(months == np.datetime64(seen.latest["end"], "M") - np.timedelta64(YEAR, "M"))
    if not len(before):
        return None
    then = seen.usable.iloc[before[-1]]
    return _moved(then, seen.latest, seen.window, seen.usable, kind, then["end"], breaks, seen.measured)
