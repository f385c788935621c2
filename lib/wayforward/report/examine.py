"""Change and trend of one area's series: which points are used, from where to where, and what the statistics say."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from wayforward.finding import USABLE
from wayforward.measures.sickness import OVERLAP
from wayforward.statistics.change import change
from wayforward.statistics.results import Result, Trend, nothing
from wayforward.statistics.trend import MIN_POINTS, days, step, trend
from wayforward.statistics.uneven import widened

YEAR = 12       # months
SHARED = "each figure shares most of its time with the one before"


@dataclass(frozen=True)
class Examined:
    """What the stages before judgement say of one area's series."""

    usable: pd.DataFrame        # all comparable figures
    window: pd.DataFrame        # the baseline and later
    baseline: pd.Series | None
    latest: pd.Series | None
    change: Result
    trend: Trend
    not_comparable: int


def examine(points: pd.DataFrame, kind: str, plan_start: date, breaks: tuple[date, ...] = ()) -> Examined:
    """Change and trend of one area's series (rows in order of time), from the last comparable point before the plan.

    Points that are not comparable, suppressed or not available are neither used nor bridged. Quarters are compared with
    the same quarter before the plan. `breaks`: the first days of new levels, across which no change is worked out.
    """
    usable = points[points["status"].isin(USABLE) & points["value"].notna()]
    before = usable[usable["end"] < plan_start]
    latest = usable.iloc[-1] if len(usable) else None
    alike = before[_same_season(before, latest)] if len(before) and step(days(usable)) < YEAR else before
    baseline = alike.iloc[-1] if len(alike) else None
    window = usable[usable["end"] >= (baseline["end"] if baseline is not None else plan_start)]
    latest = window.iloc[-1] if len(window) else None
    moved = _moved(baseline, latest, window, usable, kind, plan_start, breaks)
    unlike = points[(points["status"] == "not comparable") & (points["end"] >= plan_start)]
    course = Trend(None, points_used=len(window), reason=SHARED) if share_their_time(usable) else \
        trend(window, kind, breaks)
    return Examined(usable, window, baseline, latest, moved, course, len(unlike))


def share_their_time(points: pd.DataFrame) -> bool:
    """Whether figures overlap the one before, by their days or as their measure says: no test of independent figures
    and no control chart is true of them."""
    return bool((points["start"].shift(-1) <= points["end"])[:-1].any() or points["reason"].eq(OVERLAP).any())


def _same_season(points: pd.DataFrame, latest: pd.Series) -> pd.Series:
    return points["end"].map(lambda end: end.month) == latest["end"].month


def _moved(first: pd.Series | None, last: pd.Series | None, window: pd.DataFrame, usable: pd.DataFrame, kind: str,
           plan_start: date, breaks: tuple[date, ...]) -> Result:
    """The change between two points of a series, its error widened by how unevenly the series moves: since the
    baseline, or where that is too short, since the first comparable figure."""
    if last is None or last["end"] < plan_start:
        return nothing("there is no figure since the plan began")
    if first is not None and any(first["end"] < day <= last["end"] for day in breaks):
        return nothing("what is counted changed in between")
    found = change(first, last, kind)
    if first is None or not found.has_interval:
        return found
    course = window if len(window) >= MIN_POINTS else usable
    return widened(found, course, kind, course.index.get_loc(first.name), course.index.get_loc(last.name), breaks)


def last_year(seen: Examined, kind: str, breaks: tuple[date, ...]) -> Result | None:
    """The change from the same period a year before the latest; None where that one has no comparable figure."""
    if seen.latest is None:
        return None
    year, month = seen.latest["end"].year - 1, seen.latest["end"].month
    before = seen.usable[[(end.year, end.month) == (year, month) for end in seen.usable["end"]]]
    return _moved(before.iloc[-1], seen.latest, seen.window, seen.usable, kind, before.iloc[-1]["end"],
                  breaks) if len(before) else None
