"""Draw it: a series over real time with its intervals, beside England, the region and the neighbours.

Nothing is rounded or hidden here: figures come formatted by `formats`. A point that is not comparable is a hollow
mark off the line; a period without a figure breaks the line, and one that is not yet whole is hatched. Every chart
carries its message in words (alt text), and nothing is told by colour alone: lines differ in weight and dash and are
named at their ends.
"""

from datetime import date, timedelta
from functools import partial

import pandas as pd
import seaborn as sns
from matplotlib.dates import date2num
from matplotlib.figure import Figure

from wayforward.finding import Finding, Point
from wayforward.formats import as_shown, day, decimals, is_quarterly, number, shortest_period, shown
from wayforward.narrate import charts
from wayforward.narrate.alt_text import alt_text
from wayforward.show.figure_layout import BAND, BLUE, GREY, MUTED, PLUM, End, Sheet, Words, blank, lay_out
from wayforward.show.picture import Chart
from wayforward.statistics.results import NOT_WHOLE

LONGEST_STEP = 1.5      # a line joins two points no further apart than this many of the calendar's steps
QUARTERS = 0.6          # of the periods that are named below: the names of quarters are long
PATCH = {"facecolor": "white", "edgecolor": "none", "pad": 0.5, "alpha": 0.85}      # behind words
SNAPSHOT = 90           # days before it that are hatched for a day that is not yet whole
DASHES = {"country": (5, 2), "region": (1.5, 1.5)}


def chart(finding: Finding, plan_start: date, target: tuple[float, date] | None = None) -> Chart:
    """The series over real time with its intervals, beside England, the region and the middle half of neighbours, and
    where the plan begins; where it ends, if there are figures of later.

    target: the figure that the council has set itself, on the series' scale, and by which day
    """
    return Chart(f"{finding.series}-chart", f"{finding.title}: {finding.area}", alt_text(finding),
                 partial(_drawn, finding, plan_start, target))


def _drawn(finding: Finding, plan_start: date, target: tuple[float, date] | None, sheet: Sheet) -> Figure:
    axes, points, others = blank(sheet), _frame(finding), _others(finding)
    ends = [*_neighbours_band(axes, others, finding), *_benchmark_lines(axes, others),
            *_own_line(axes, points[points["usable"]], finding)]
    _not_comparable(axes, points[~points["usable"] & points["value"].notna()])
    _unwhole(axes, finding)
    mark(axes, plan_start, charts.PLAN_BEGINS)
    if finding.plan_ended:
        mark(axes, finding.plan_ended, charts.PLAN_ENDS)
    if finding.redefined:
        mark(axes, finding.redefined, charts.REDEFINED, at_top=True)
    if target:
        _target(axes, *target, finding)
    words = Words(finding.title, f"{finding.area}. {charts.units(finding)}; {charts.wanted(finding)}",
                  charts.how_to_read(finding, axes.get_ylim()[0] <= 0))
    lay_out(axes, sheet, words, ticks(points, finding, sheet), sign(finding), ends)
    return axes.figure


def _frame(finding: Finding) -> pd.DataFrame:
    """Points as drawn: when, value, low, high in display units, usable, and the run of joined points."""
    rows = [{"period": shortest_period(point.end, finding.calendar), "usable": point.usable,
             **{name: _told(getattr(point, name), finding, point) for name in ("value", "low", "high")}}
            for point in finding.points]
    frame = pd.DataFrame(rows).astype({"value": float, "low": float, "high": float})
    frame.insert(0, "when", date2num([point.end for point in finding.points]))
    return frame.assign(run=runs(frame["when"].where(frame["usable"]), finding))


def _told(value: float | None, finding: Finding, point: Point) -> float | None:
    """A figure as the table tells it: a drawing of more decimals could be measured."""
    places = decimals(finding, point)
    return None if value is None else shown(as_shown(value, finding.unit, places), finding.unit)


def _others(finding: Finding) -> pd.DataFrame:
    """Figures of the areas beside as drawn: level, area, when, value in display units, and the run of joined ones."""
    rows = [(mark.level, mark.area, when, shown(value, finding.unit)) for mark in finding.benchmarks
            if mark.level != "median" for when, value in mark.points if not pd.isna(value)]
    frame = pd.DataFrame(rows, columns=["level", "area", "when", "value"])
    frame = frame.assign(when=date2num(frame["when"].to_list()))
    return frame.assign(run=runs(frame["when"], finding))


def runs(when: pd.Series, finding: Finding) -> pd.Series:
    """The number of the unbroken stretch each day belongs to: a missing period starts a new one."""
    return (when.ffill().diff() > LONGEST_STEP * 365.25 / _a_year(finding)).cumsum()


def _a_year(finding: Finding) -> int:
    """How many points a year of the series' calendar has."""
    return 4 if is_quarterly(finding.calendar) else 1


def _own_line(axes, used: pd.DataFrame, finding: Finding) -> list[End]:
    if used.empty:
        return []
    sns.lineplot(used, x="when", y="value", units="run", estimator=None, ax=axes, color=BLUE, linewidth=2.6,
                 marker="o", markersize=7, markeredgecolor="white", zorder=4)
    known = used.dropna(subset=["low"])
    axes.vlines(known["when"], known["low"], known["high"], color=BLUE, linewidth=1.4, zorder=3)
    return [_end(used, finding.area, {"color": BLUE, "weight": "bold"})]


def _benchmark_lines(axes, others: pd.DataFrame) -> list[End]:
    ends = []
    for (level, area), line in others[others["level"].isin(DASHES)].groupby(["level", "area"], sort=False):
        for _, stretch in line.groupby("run"):
            axes.plot(stretch["when"], stretch["value"], color=GREY, linewidth=1.5, linestyle=(0, DASHES[level]),
                      zorder=2)
        ends.append(_end(line, area, {"color": GREY}))
    return ends


def _neighbours_band(axes, others: pd.DataFrame, finding: Finding) -> list[End]:
    neighbours = others[others["level"] == "neighbour"]
    if neighbours.empty:
        return []
    by_day = neighbours.groupby("when")["value"]
    half = pd.DataFrame({"low": by_day.quantile(0.25), "high": by_day.quantile(0.75)})
    for _, stretch in half.groupby(runs(half.index.to_series(), finding)):
        axes.fill_between(stretch.index, stretch["low"], stretch["high"], color=BAND, alpha=0.55, linewidth=0, zorder=0)
    return [End(half.index[-1], half.iloc[-1].mean(), charts.NEIGHBOURS, {"color": MUTED, "size": 9})]


def _end(line: pd.DataFrame, name: str, font: dict) -> End:
    return End(line["when"].iloc[-1], line["value"].iloc[-1], name, font)


def _not_comparable(axes, hollow: pd.DataFrame) -> None:
    axes.plot(hollow["when"], hollow["value"], "o", markerfacecolor="white", markeredgecolor=BLUE, markersize=7,
              zorder=4)


def _unwhole(axes, finding: Finding) -> None:
    """The days of periods that are not yet whole, hatched, those that follow each other as one, and named."""
    stretches: list[list[date]] = []
    for point in (each for each in finding.points if not each.whole):
        if stretches and stretches[-1][1] + timedelta(days=1) >= point.start:
            stretches[-1][1] = point.end
        else:
            stretches.append([point.start - timedelta(days=SNAPSHOT * (point.start == point.end)), point.end])
    for first, last in stretches:
        axes.axvspan(date2num(first), date2num(last), facecolor="none", edgecolor=BAND, hatch="///", linewidth=0,
                     zorder=0)
        axes.annotate(NOT_WHOLE, (date2num(first + (last - first) / 2), 0.97), xycoords=("data", "axes fraction"),
                      textcoords="offset points", xytext=(0, 0), rotation=90, ha="center", va="top", size=8.5,
                      color=MUTED, zorder=5, bbox=PATCH)


def mark(axes, on: date, words: str, at_top: bool = False) -> None:
    """A line at a day, with its words at its foot or its top."""
    day = date2num(on)
    axes.axvline(day, color=MUTED, linewidth=1, linestyle=(0, (2, 2)), zorder=1)
    height, away, side = (1, -4, "top") if at_top else (0, 4, "baseline")
    axes.annotate(words, (day, height), xycoords=("data", "axes fraction"), textcoords="offset points",
                  xytext=(5, away), va=side, size=8.5, color=MUTED, zorder=5, bbox=PATCH)


def _target(axes, value: float, by: date, finding: Finding) -> None:
    """A line at the height of a target, with its words."""
    height = shown(value, finding.unit)
    axes.axhline(height, color=PLUM, linewidth=1.4, linestyle=(0, (6, 2, 1, 2)), zorder=1)
    words = f"target {number(value, finding.unit, finding.decimals)} by {day(by.isoformat())}"
    axes.annotate(words, (0, height), xycoords=("axes fraction", "data"), textcoords="offset points", xytext=(5, 3),
                  size=8.5, color=PLUM, zorder=5, bbox=PATCH)


def ticks(points: pd.DataFrame, finding: Finding, sheet: Sheet) -> dict[float, str]:
    """By day, the periods named on the axis: all, or the last and every so many before it where they crowd."""
    quarterly = is_quarterly(finding.calendar)
    apart = -(-len(points) // (int(QUARTERS * sheet.ticks) if quarterly else sheet.ticks))
    if quarterly and apart > 2:
        apart += -apart % 4
    named = points.iloc[::-apart].iloc[::-1]
    return dict(zip(named["when"], named["period"], strict=True))


def sign(finding: Finding) -> str:
    """What follows each figure of the axis."""
    return "%" if finding.unit == "%" else ""
