"""From counts to a finding: series → change → trend → comparison → verdict, each stage called once.

`find` is the chain for one series; the story is added by whoever opens the report.
"""

from datetime import date

import pandas as pd

from wayforward import measures
from wayforward.finding import USABLE, Finding, Point, Refusal, Scatter, number_or_null
from wayforward.judge import (
    LEAST_POINTS,
    MOST_YEARS_AHEAD,
    REFUSAL,
    Judgement,
    TargetStatus,
    Verdict,
    judge,
    judge_target,
)
from wayforward.narrate import reasons
from wayforward.plan import Measure, Plan, Series
from wayforward.report.against_the_rest import among_all
from wayforward.report.benchmarks import Benchmarks, Setting
from wayforward.report.definitions import accountability
from wayforward.report.examine import (
    Examined,
    comparable,
    examine,
    in_the_plan,
    last_year,
    periods_overlap,
    since_break,
)
from wayforward.statistics.control import XMR, ControlChart, control_chart
from wayforward.statistics.forecast import Outlook, last_end, outlook
from wayforward.statistics.forecast import none as no_outlook
from wayforward.statistics.intervals import with_intervals
from wayforward.statistics.results import NOT_WHOLE, Trend, no_result
from wayforward.statistics.trend import errors
from wayforward.statistics.visible import Visible, visible_by

YEARS_ON = 2        # after the plan's end, for what could be seen by then


def make_finding(measure: Measure, series: Series, counts: pd.DataFrame | None, setting: Setting,
         origin: str = "published", missing: str = "") -> Finding:
    """The finding of one series from the counts of all areas (None where nothing supplies them); `missing` says what
    would have."""
    series = series.in_figures(origin)
    if not _has_figures(counts, setting):
        return _finding(measure, series, setting, origin, missing)
    ours, seen, others = _course(measure, series, counts, setting, origin)
    among = others.standing()
    verdict, of_all = verdict_of(series.better, seen, among), among_all(seen, setting.area)
    return _finding(
        measure, series, setting, origin, points=_points(ours),
        latest=as_point(seen.latest), baseline=as_point(seen.baseline), baseline_was=extreme(seen.baseline, ours),
        change=seen.change, last_year=last_year(seen, series.kind, series.breaks), trend=seen.trend,
        relative=others.against_country(), standing=among, benchmarks=others.benchmarks(),
        control=_control(ours, seen, series), outlook=outlook_of(ours, seen, series, setting.plan),
        verdict=verdict.verdict, evidence=verdict.evidence, decided_by=verdict.decided_by,
        plan_ended=setting.plan.end if len(in_the_plan(ours, setting.plan.end)) < len(ours) else None,
        target=_target(series, seen, setting.plan.start), against_others=seen.against_others, scatter=scatter_of(seen),
        against_rest=of_all.against_rest, change_rank=of_all.change_rank, level_rank=of_all.level_rank,
        visible=visible_of(seen, setting.plan.end),
        uneven=seen.uneven if verdict.verdict == Verdict.MOVED_UNEVENLY else None)


def outlooks(measure: Measure, series: Series, counts: pd.DataFrame, setting: Setting, origin: str) -> list[Outlook]:
    """Where a series may stand at the end of each of its coming years up to the plan's last period: what a finding says
    of the last one, and the same of those before it. None where the area has no figure."""
    if not _has_figures(counts, setting):
        return []
    series = series.in_figures(origin)
    ours, seen, _ = _course(measure, series, counts, setting, origin)
    last = outlook_of(ours, seen, series, setting.plan)
    if last is None or (last.reason and last.low is None):
        return [] if last is None else [last]
    usable = since_break(seen.usable, series.breaks)
    newest = usable["end"].max()
    between = [last.end.replace(year=year) for year in range(newest.year, last.end.year)]
    return [*(outlook(usable, series.kind, last.goal, end, least=LEAST_POINTS, furthest=MOST_YEARS_AHEAD)
              for end in between if end > newest), last]


def figures_and_verdict(measure: Measure, series: Series, counts: pd.DataFrame | None,
                        setting: Setting) -> tuple[tuple[Point, ...], Judgement]:
    """Of published figures, what a finding says of the points and of the verdict, and nothing beside."""
    series = series.in_figures("published")
    if not _has_figures(counts, setting):
        return (), _nothing_judged(series)
    ours, seen, others = _course(measure, series, counts, setting, "published")
    return _points(ours), verdict_of(series.better, seen, others.standing())


def visible_in(measure: Measure, series: Series, counts: pd.DataFrame | None, setting: Setting) -> tuple[Visible, ...]:
    """What could be seen in an area's published figures, and nothing beside."""
    if not _has_figures(counts, setting):
        return ()
    _, seen, _ = _course(measure, series.in_figures("published"), counts, setting, "published")
    return visible_of(seen, setting.plan.end)


def _has_figures(counts: pd.DataFrame | None, setting: Setting) -> bool:
    return counts is not None and (counts["area"] == setting.area).any()


def _course(measure: Measure, series: Series, counts: pd.DataFrame, setting: Setting,
            origin: str) -> tuple[pd.DataFrame, Examined, Benchmarks]:
    """Our figures, what the statistics say of those within the plan, and the other areas'."""
    whole = with_intervals(counts, series.kind)
    ours = whole[whole["area"] == setting.area]
    seen = examine(in_the_plan(ours, setting.plan.end), series.kind, setting.start, series.breaks,
                   setting.measured_of(measure.id, series.id, origin))
    return ours, seen, Benchmarks(whole, seen, series.kind, setting)


def _points(ours: pd.DataFrame) -> tuple[Point, ...]:
    return tuple(map(as_point, ours.to_dict("records")))


def _nothing_judged(series: Series) -> Judgement:
    return judge(series.better, 0, 0, no_result(""), Trend(None), None, None)


def refuse(measure: Measure, series: Series, setting: Setting, refused: Refusal) -> Finding:
    """The finding of a series that would be counted from a table which was refused: nothing is said of its figures."""
    why = no_result(reasons.refused_table(refused.title))
    return _finding(measure, series.in_figures("extract"), setting, "extract", refused=refused, change=why,
                    relative=why, trend=Trend(None, reason=why.reason), verdict=REFUSAL.verdict,
                    evidence=REFUSAL.evidence, decided_by=REFUSAL.decided_by)


def redefined(finding: Finding) -> date | None:
    """The first day of the definition of today, where figures of an earlier one are among the points."""
    dated = measures.dated_of(finding.measure).get(finding.series)
    return dated.since if dated and any(point.start < dated.since for point in finding.points) else None


def extreme(baseline: pd.Series | None, points: pd.DataFrame) -> str | None:
    """Whether a change starts from the highest or the lowest of at least five comparable figures."""
    values = points["value"][comparable(points)]
    if baseline is None or len(values) < LEAST_POINTS:
        return None
    others = values.drop(baseline.name)
    return "highest" if baseline["value"] > others.max() else "lowest" if baseline["value"] < others.min() else None


def verdict_of(better: str, seen: Examined, place) -> Judgement:
    """The verdict table on what the stages said."""
    differ = seen.change.estimate - place.median if place and seen.change.estimate is not None else None
    return judge(better, len(seen.window), seen.not_comparable, seen.change, seen.trend, place, differ,
                 seen.against_others, seen.room, seen.uneven)


def scatter_of(seen: Examined) -> Scatter | None:
    """What was measured of the other areas, in the series' own unit, where it went into the verdict."""
    known = seen.measured
    if known is None or not seen.borrows:
        return None
    by_chance = errors(seen.window, seen.kind)
    unit = by_chance.unit * float(by_chance.relative.mean()) if known.by_chance else 1.0
    return Scatter(known.known, known.areas, known.periods, known.scale ** 0.5 * unit, known.df, known.correlation,
                   known.spread)


def visible_of(seen: Examined, plan_end: date) -> tuple[Visible, ...]:
    """The smallest change a year that could be seen now, by the plan's end and two years later."""
    if seen.latest is None or periods_overlap(seen.usable):
        return ()
    later = plan_end.replace(year=plan_end.year + YEARS_ON)
    return visible_by(seen.window, seen.kind, (plan_end, later), seen.breaks, least=LEAST_POINTS,
                      measured=seen.measured)


def _control(ours: pd.DataFrame, seen: Examined, series: Series) -> ControlChart:
    if periods_overlap(seen.usable):
        return ControlChart(XMR, reason=reasons.SHARED_TIME)
    return control_chart(ours, series.kind, series.breaks)


def outlook_of(ours: pd.DataFrame, seen: Examined, series: Series, plan: Plan) -> Outlook | None:
    """Where the series may stand in its last period within the plan, beside its target or else where it began."""
    if seen.latest is None:
        return None
    usable = since_break(seen.usable, series.breaks)
    end = last_end(seen.usable["end"], plan.end)
    began = None if seen.baseline is None or seen.change.estimate is None else float(seen.baseline["value"])
    goal = series.target.value if series.target else began
    status = dict(zip(ours["end"], ours["status"], strict=True)).get(end)
    if status not in (*USABLE, NOT_WHOLE, None):
        return no_outlook(end, goal, reasons.last_period(status))
    return outlook(usable, series.kind, goal, end, least=LEAST_POINTS, furthest=MOST_YEARS_AHEAD)


def _target(series: Series, seen: Examined, plan_start: date) -> TargetStatus:
    """Where the latest figure since the plan began stands to the series' target, if it has one."""
    goal, first, last = series.target, seen.baseline, seen.latest
    if goal is None or last is None or last["end"] < plan_start:
        return TargetStatus.NONE_SET
    start = (first["end"], first["value"]) if first is not None else None
    return judge_target(series.better, last["value"], goal.value, goal.by, last["end"], start)


def as_point(row: pd.Series | dict | None) -> Point | None:
    """A row of a series as a point; NaN becomes null."""
    if row is None:
        return None
    n, k, unknown = (number_or_null(row[name]) for name in ("denominator", "numerator", "unknown"))
    known = k / (n - unknown) if None not in (n, k, unknown) and 0 < unknown < n else None
    places = None if pd.isna(row["places"]) else int(row["places"])
    figure = (number_or_null(row[name]) for name in ("value", "low", "high"))
    return Point(row["label"], row["start"], row["end"], *figure, k, n, unknown, known, row["status"],
                 _text(row["note"]), _text(row["reason"]), places)


def _text(value) -> str | None:
    return value if isinstance(value, str) and value else None


def _finding(measure: Measure, series: Series, setting: Setting, origin: str, lacking: str = "", **found) -> Finding:
    """The finding of a series, with what the chain found, or with nothing where no figure is at hand."""
    name = setting.names[setting.area]
    missing = no_result(reasons.no_figure(name, bool(series.published), series.headline, lacking))
    judged = _nothing_judged(series)
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
        area=name, promised_by=setting.promised_by, supplied_by=measure.supplied_by,
        invented=setting.invented, caveat=series.note, stand_in=series.stand_in,
        accountability=accountability(measure) if series.headline else None, **{**blank, **found})
