"""Draw a control chart: the figures, their centre line and limits, and which figures the rules mark.

A marked figure differs in shape and size as well as in colour, and the rule stands in words beside its shape. Nothing
is rounded here, and nothing tells whether a figure is good.
"""

from datetime import date
from functools import partial
from itertools import pairwise

import pandas as pd
import seaborn as sns
from matplotlib.dates import date2num
from matplotlib.figure import Figure

from wayforward.finding import Finding
from wayforward.formats import NOTHING, brief_period, number, shortest_period, shown
from wayforward.narrate import charts
from wayforward.narrate.control import alt_text
from wayforward.show.charts import mark, runs, sign, ticks
from wayforward.show.figure_layout import BLUE, GREY, MUTED, PLUM, End, Sheet, Words, blank, lay_out, legend
from wayforward.show.picture import Chart
from wayforward.show.tables import Table, made_of
from wayforward.statistics.control import ControlPoint, Signal

# What a rule marks a figure with: shapes that can stand upon each other, the hollow ones around the filled
SHAPES = {Signal.OUTSIDE: {"marker": "D", "markersize": 8}, Signal.TWO_OF_THREE: {"marker": "X", "markersize": 9},
          Signal.SHIFT: {"marker": "s", "markersize": 13, "markerfacecolor": "none", "markeredgewidth": 1.5},
          Signal.RISING: {"marker": "^", "markersize": 17, "markerfacecolor": "none", "markeredgewidth": 1.5},
          Signal.FALLING: {"marker": "v", "markersize": 17, "markerfacecolor": "none", "markeredgewidth": 1.5}}


def control_chart(finding: Finding, plan_start: date | None = None) -> Chart | None:
    """The series as a control chart over real time, and where the plan begins; None where the finding has none."""
    if not finding.control or not finding.control.points:
        return None
    return Chart(f"{finding.series}-control-chart", f"Control chart: {finding.title}: {finding.area}",
                 alt_text(finding), partial(_drawn, finding, plan_start))


def _drawn(finding: Finding, plan_start: date | None, sheet: Sheet) -> Figure:
    axes, points = blank(sheet), _frame(finding)
    _lines(axes, points)
    _figures(axes, points)
    _marks(axes, points)
    if plan_start:
        mark(axes, plan_start, charts.PLAN_BEGINS)
    legend(axes, sheet)
    words = Words(finding.title, f"{finding.area}. {charts.subtitle_of_control(finding)}",
                  charts.how_to_read_control(finding, axes.get_ylim()[0] <= 0))
    lay_out(axes, sheet, words, ticks(points, finding, sheet), sign(finding), _names(points))
    return axes.figure


def control_table(finding: Finding) -> Table | None:
    """The figures with their lines and what the rules say of each; None where the finding has no control chart."""
    if not finding.control or not finding.control.points:
        return None
    labels = _labels(finding)
    rows = pd.DataFrame([{"Period": labels[point.end], "Figure": number(point.value, finding.unit, finding.decimals),
                          "Centre line": number(point.centre, finding.unit, finding.decimals),
                          "Limits": _limits(finding, point),
                          "Signals": "; ".join(point.signals)} for point in finding.control.points])
    unit = "" if finding.unit in ("%", "score") else f" ({finding.unit})"
    return made_of(rows, f"{finding.series}-control", f"Control chart ({finding.control.chart}): {finding.title}{unit}",
                   left=("Period", "Signals"))


def _limits(finding: Finding, point: ControlPoint) -> str:
    if point.centre is None:
        return NOTHING
    return " to ".join(number(limit, finding.unit, finding.decimals) for limit in (point.lower, point.upper))


def _labels(finding: Finding) -> dict:
    return {point.end: brief_period(point.period) for point in finding.points}


def _frame(finding: Finding) -> pd.DataFrame:
    """Points as drawn: when, period, value and lines in display units, signals, phase, and the run of joined ones."""
    rows = [{"when": date2num(point.end), "period": shortest_period(point.end, finding.calendar),
             "signals": point.signals, "phase": point.phase,
             **{name: None if getattr(point, name) is None else shown(getattr(point, name), finding.unit)
                for name in ("value", *charts.LINES)}} for point in finding.control.points]
    frame = pd.DataFrame(rows).astype(dict.fromkeys(("value", *charts.LINES), float))
    return frame.assign(run=runs(frame["when"], finding) + frame["phase"] * len(frame))


def _figures(axes, points: pd.DataFrame) -> None:
    sns.lineplot(points, x="when", y="value", units="run", estimator=None, ax=axes, color=BLUE, linewidth=1.8,
                 marker="o", markersize=6, markeredgecolor="white", zorder=3)


def _lines(axes, points: pd.DataFrame) -> None:
    """Of each phase the centre line, dashed, and the limits in steps; a dotted upright where a new phase begins."""
    phases = [phase for _, phase in points.groupby("phase")]
    for phase in phases:
        axes.plot(phase["when"], phase["centre"], color=GREY, linewidth=1.4, linestyle=(0, (5, 2)), zorder=2)
        for limit in ("lower", "upper"):
            axes.plot(phase["when"], phase[limit], color=MUTED, linewidth=1.4, drawstyle="steps-mid", zorder=2)
    for before, after in pairwise(phases):
        first, last = after["when"].iloc[0], before["when"].iloc[-1]
        axes.axvline(last + (first - last) / 2, color=MUTED, linewidth=1, linestyle=(0, (1, 2)), zorder=1)


def _marks(axes, points: pd.DataFrame) -> None:
    """A shape on each figure that a rule marks, with the rule's words."""
    for rule in dict.fromkeys(points["signals"].sum()):
        marked = points[points["signals"].map(lambda signals, rule=rule: rule in signals)]
        axes.plot(marked["when"], marked["value"], linestyle="none", color=PLUM, zorder=5, clip_on=False,
                  label=str(rule), **SHAPES[rule])


def _names(points: pd.DataFrame) -> list[End]:
    """Names of the lines, at their ends."""
    lined = points.dropna(subset=["centre"]).iloc[-1]
    return [End(points["when"].iloc[-1], lined[line], name, {"color": MUTED, "size": 9})
            for line, name in charts.LINES.items()]
