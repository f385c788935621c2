"""From counts to a finding: series → change → trend → comparison → verdict, each stage called once.

`find` is the chain for one series; the story is added by whoever opens the report.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from wayforward.finding import USABLE, Benchmark, Finding, Point
from wayforward.judge import Judgement, TargetStatus, judge, judge_target
from wayforward.plan import Measure, Plan, Series
from wayforward.statistics.change import change
from wayforward.statistics.compare import Standing, rank, relative, relative_to_median, standing
from wayforward.statistics.control import control_chart
from wayforward.statistics.intervals import with_intervals
from wayforward.statistics.outlook import Outlook, last_end, outlook
from wayforward.statistics.outlook import none as no_outlook
from wayforward.statistics.results import Result, Trend, nothing
from wayforward.statistics.trend import MIN_POINTS, step, trend
from wayforward.statistics.uneven import widened

YEAR = 12       # months


@dataclass(frozen=True)
class Setting:
    """Whose report it is, on which plan and against whom: slugs of the areas, and their names. An area without a
    country is compared with none."""

    plan: Plan
    area: str
    country: str | None
    region: str | None
    neighbours: tuple[str, ...]
    names: dict[str, str]
    invented: bool = False


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
    alike = before[_same_season(before, latest)] if len(before) and step(usable) < YEAR else before
    baseline = alike.iloc[-1] if len(alike) else None
    window = usable[usable["end"] >= (baseline["end"] if baseline is not None else plan_start)]
    latest = window.iloc[-1] if len(window) else None
    moved = _moved(baseline, latest, window, usable, kind, plan_start, breaks)
    unlike = points[(points["status"] == "not comparable") & (points["end"] >= plan_start)]
    return Examined(usable, window, baseline, latest, moved, trend(window, kind, breaks), len(unlike))


def _same_season(points: pd.DataFrame, latest: pd.Series) -> pd.Series:
    return pd.to_datetime(points["end"]).dt.month == latest["end"].month


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
    return widened(found, course, kind, course.index.get_loc(first.name), course.index.get_loc(last.name))


def last_year(seen: Examined, kind: str, breaks: tuple[date, ...]) -> Result | None:
    """The change from the same period a year before the latest; None where that one has no comparable figure."""
    if seen.latest is None:
        return None
    ends = pd.to_datetime(seen.usable["end"])
    months = (seen.latest["end"].year - ends.dt.year) * YEAR + seen.latest["end"].month - ends.dt.month
    before = seen.usable[months == YEAR]
    return _moved(before.iloc[-1], seen.latest, seen.window, seen.usable, kind, before.iloc[-1]["end"],
                  breaks) if len(before) else None


def find(measure: Measure, series: Series, counts: pd.DataFrame | None, setting: Setting,
         origin: str = "published", missing: str = "") -> Finding:
    """The finding of one series from the counts of all areas (None where nothing supplies them); `missing` says what
    would have."""
    if counts is None or not (counts["area"] == setting.area).any():
        return _finding(measure, series, setting, origin, missing)
    whole = with_intervals(counts, series.kind)
    ours = whole[whole["area"] == setting.area]
    seen = examine(ours, series.kind, setting.plan.start, series.breaks)
    marks = benchmarks(whole, seen, series.kind, setting)
    among = place(whole, seen, series.kind, setting)
    verdict = verdict_of(series.better, seen, among)
    return _finding(
        measure, series, setting, origin,
        points=tuple(as_point(row) for _, row in ours.iterrows()),
        latest=as_point(seen.latest), baseline=as_point(seen.baseline), baseline_was=extreme(seen.baseline, ours),
        change=seen.change, last_year=last_year(seen, series.kind, series.breaks), trend=seen.trend,
        relative=to_country(marks, seen, setting), standing=among, benchmarks=marks,
        control=control_chart(ours, series.kind, series.breaks), outlook=outlook_of(ours, seen, series, setting.plan),
        verdict=verdict.verdict, evidence=verdict.evidence, decided_by=verdict.decided_by,
        target=_target(series, seen, setting.plan.start))


def extreme(baseline: pd.Series | None, points: pd.DataFrame) -> str | None:
    """Whether a change starts from the highest or the lowest of at least five comparable figures."""
    values = points.loc[points["status"].isin(USABLE), "value"].dropna()
    if baseline is None or len(values) < MIN_POINTS:
        return None
    others = values.drop(baseline.name)
    return "highest" if baseline["value"] > others.max() else "lowest" if baseline["value"] < others.min() else None


def verdict_of(better: str, seen: Examined, place) -> Judgement:
    """The verdict table on what the stages said."""
    differ = seen.change.estimate - place.median if place and seen.change.estimate is not None else None
    return judge(better, len(seen.window), seen.not_comparable, seen.change, seen.trend, place, differ)


def benchmarks(whole: pd.DataFrame, seen: Examined, kind: str, setting: Setting) -> tuple[Benchmark, ...]:
    """England, the region, each neighbour and the neighbours' median, at our latest and our baseline period, with our
    change less theirs."""
    levels = {setting.country: "country", setting.region: "region"} | dict.fromkeys(setting.neighbours, "neighbour")
    others = whole[whole["status"].isin(USABLE)]
    wide = others.pivot(index="end", columns="area", values="value")
    marks = [_benchmark(setting.names[area], level, wide[area], seen, relative=_against(others, area, seen, kind))
             for area, level in levels.items() if area in wide.columns and area != setting.area]
    known = _throughout(wide, seen, setting.neighbours)
    if known:
        changes = pd.Series([mark.change for mark in marks if mark.level == "neighbour"], dtype=float)
        marks.append(_benchmark("the neighbours' median", "median", wide[known].median(axis=1), seen, len(known),
                                relative_to_median(seen.change, changes)))
    return tuple(marks)


def _throughout(wide: pd.DataFrame, seen: Examined, areas: tuple[str, ...]) -> list[str]:
    """Areas with a figure at both ends of the change, so that their median does not move by who is in it."""
    ends = [row["end"] for row in (seen.baseline, seen.latest) if row is not None]
    return [area for area in areas if area in wide.columns and wide.loc[ends, area].notna().all()]


def _benchmark(name: str, level: str, values: pd.Series, seen: Examined, areas: int = 1,
               relative: Result | None = None) -> Benchmark:
    latest = values.get(seen.latest["end"], np.nan) if seen.latest is not None else np.nan
    first = values.get(seen.baseline["end"], np.nan) if seen.baseline is not None else np.nan
    points = tuple((end, _number(value)) for end, value in values.items())
    return Benchmark(name, level, areas, _number(latest), _number(latest - first), _number(first), points, relative)


def _against(others: pd.DataFrame, area: str, seen: Examined, kind: str) -> Result | None:
    """Our change less another area's, over the same two periods; None where it has no figure in one of them."""
    theirs = change_of(others, area, seen, kind)
    return relative(seen.change, theirs) if theirs and seen.change.estimate is not None else None


def change_of(others: pd.DataFrame, area: str, seen: Examined, kind: str) -> Result | None:
    """Another area's change between our baseline and our latest period; None without a figure in one of them."""
    if seen.baseline is None or seen.latest is None:
        return None
    rows = others[others["area"] == area].set_index("end")
    ends = [row["end"] for row in (seen.baseline, seen.latest)]
    if not all(end in rows.index and pd.notna(rows.loc[end, "value"]) for end in ends):
        return None
    return change(rows.loc[ends[0]], rows.loc[ends[1]], kind)


def place(whole: pd.DataFrame, seen: Examined, kind: str, setting: Setting) -> Standing | None:
    """Our change among the neighbours', with the ranks that chance leaves open."""
    if seen.change.estimate is None:
        return None
    others = whole[whole["status"].isin(USABLE)]
    theirs = [moved for area in setting.neighbours if (moved := change_of(others, area, seen, kind))]
    return standing(seen.change.estimate, pd.Series([moved.estimate for moved in theirs], dtype=float),
                    rank(seen.change, theirs))


def to_country(marks: tuple[Benchmark, ...], seen: Examined, setting: Setting) -> Result:
    """Our change less England's."""
    if seen.change.estimate is None or setting.area == setting.country:
        return nothing(seen.change.reason or "the country itself")
    found = next((mark.relative for mark in marks if mark.level == "country"), None)
    return found or nothing("no figure for England in one of the two periods")


def outlook_of(ours: pd.DataFrame, seen: Examined, series: Series, plan: Plan) -> Outlook | None:
    """Where the series may stand in its last period within the plan, beside its target or else where it began."""
    if seen.latest is None:
        return None
    end = last_end(seen.usable["end"], plan.end)
    began = None if seen.baseline is None else float(seen.baseline["value"])
    goal = series.target.value if series.target else began
    unusable = ours[(ours["end"] == end) & ~ours["status"].isin(USABLE)]
    if len(unusable):
        return no_outlook(end, goal, f"the figure for the plan's last period is {unusable.iloc[0]['status']}")
    return outlook(seen.usable, series.kind, goal, end)


def _target(series: Series, seen: Examined, plan_start: date) -> TargetStatus:
    """Where the latest figure since the plan began stands to the series' target, if it has one."""
    goal, first, last = series.target, seen.baseline, seen.latest
    if goal is None or last is None or last["end"] < plan_start:
        return TargetStatus.NONE_SET
    start = (first["end"], first["value"]) if first is not None else None
    return judge_target(series.better, last["value"], goal.value, goal.by, last["end"], start)


def as_point(row: pd.Series | None) -> Point | None:
    """A row of a series as a point; NaN becomes null."""
    if row is None:
        return None
    n, k, unknown = (_number(row[name]) for name in ("denominator", "numerator", "unknown"))
    known = k / (n - unknown) if None not in (n, k, unknown) and 0 < unknown < n else None
    places = None if pd.isna(row["places"]) else int(row["places"])
    return Point(row["label"], row["start"], row["end"], _number(row["value"]), _number(row["low"]),
                 _number(row["high"]), k, n, unknown, known, row["status"], _text(row["note"]), _text(row["reason"]),
                 places)


def _number(value) -> float | None:
    return None if pd.isna(value) else float(value)


def _text(value) -> str | None:
    return value if isinstance(value, str) and value else None


def _finding(measure: Measure, series: Series, setting: Setting, origin: str, lacking: str = "", **found) -> Finding:
    """The finding of a series, with what the chain found, or with nothing where no figure is at hand."""
    missing = nothing((f"no published figure for {setting.names[setting.area]} is at hand" if series.published
                       else f"no published figure covers this{' promise' if series.headline else ''}") + lacking)
    judged = judge(series.better, 0, 0, missing, Trend(None), None, None)
    blank = dict(points=(), latest=None, baseline=None, baseline_was=None, change=missing, relative=missing,
                 trend=Trend(None, reason=missing.reason), standing=None, robustness=(), benchmarks=(),
                 target=TargetStatus.NONE_SET, verdict=judged.verdict,
                 evidence=judged.evidence, decided_by=judged.decided_by)
    ambition = next(each.number for each in setting.plan.ambitions if each.id == measure.ambition)
    return Finding(
        measure=measure.id, number=measure.number, measure_title=measure.title, series=series.id,
        headline=series.headline, ambition=ambition, title=series.title, part=series.part, promise=measure.promise,
        kind=series.kind, unit=series.unit, decimals=series.decimals, better=series.better, calendar=series.calendar,
        of=series.of, counted=series.counted, unknown=series.unknown, origin=origin,
        area=setting.names[setting.area], supplied_by=measure.supplied_by,
        invented=setting.invented, note=series.note, **{**blank, **found})
