"""Two courses of one series in one chart: two periods' reports, two areas, two editions, or as defined and varied."""

from collections.abc import Sequence
from functools import partial

import pandas as pd
from matplotlib.dates import date2num
from matplotlib.figure import Figure

from wayforward.finding import Finding
from wayforward.formats import quantity, shortest_period, shown
from wayforward.narrate import charts
from wayforward.show.charts import runs, sign, ticks
from wayforward.show.figure_layout import BLUE, PLUM, End, Sheet, Words, blank, lay_out
from wayforward.show.picture import Chart

LINES = ({"color": BLUE, "marker": "o", "linewidth": 2.6}, {"color": PLUM, "marker": "s", "linewidth": 1.8,
                                                           "linestyle": (0, (4, 2))})
BELOW = "Vertical lines: 95% intervals. Hollow marks: figures that cannot be compared with the others."


def comparison_chart(finding: Finding, courses: Sequence[tuple[str, pd.DataFrame]], name: str) -> Chart:
    """A chart of two courses, each with its label.

    finding: one of the two, for its title and unit; courses: points (period, end, value, low, high, status)
    """
    alt = f"Line chart: {finding.title}. " + " ".join(_told(finding, *course) for course in courses)
    return Chart(name, f"{finding.title}: {' and '.join(label for label, _ in courses)}", alt,
                 partial(_drawn, finding, courses))


def _told(finding: Finding, label: str, points: pd.DataFrame) -> str:
    known = points.dropna(subset=["value"])
    if known.empty:
        return f"{label}: no figure."
    ends = [quantity(row.value, finding.unit, finding.decimals) for row in known.itertuples()]
    first, last = known.iloc[0], known.iloc[-1]
    return f"{label}: {ends[0]} ({first['period']}) to {ends[-1]} ({last['period']})."


def _drawn(finding: Finding, courses: Sequence[tuple[str, pd.DataFrame]], sheet: Sheet) -> Figure:
    axes, ends = blank(sheet), []
    for (label, points), style in zip(courses, LINES, strict=True):
        ends += _line(axes, _displayed(points, finding), finding, label, style)
    every = pd.concat([points for _, points in courses]).drop_duplicates("end").sort_values("end")
    words = Words(finding.title, f"{charts.units(finding)}; {charts.wanted(finding)}", BELOW)
    lay_out(axes, sheet, words, ticks(_displayed(every, finding), finding, sheet), sign(finding), ends)
    return axes.figure


def _displayed(points: pd.DataFrame, finding: Finding) -> pd.DataFrame:
    """Points as drawn: when, the figures in display units, the short name of the period."""
    figures = {name: [None if pd.isna(value) else shown(value, finding.unit) for value in points[name]]
               for name in ("value", "low", "high")}
    ends = [end.date() for end in points["end"]]
    return points.assign(when=date2num(ends), period=[shortest_period(end, finding.calendar) for end in ends],
                         **figures).astype(dict.fromkeys(figures, float))


def _line(axes, points: pd.DataFrame, finding: Finding, label: str, style: dict) -> list[End]:
    usable = points[~points["status"].eq("not comparable")].dropna(subset=["value"])
    hollow = points[points["status"].eq("not comparable")].dropna(subset=["value"])
    for _, stretch in usable.groupby(runs(usable["when"], finding)):
        axes.plot(stretch["when"], stretch["value"], markersize=6, zorder=4, **style)
    known = usable.dropna(subset=["low"])
    axes.vlines(known["when"], known["low"], known["high"], color=style["color"], linewidth=1, zorder=3)
    axes.plot(hollow["when"], hollow["value"], style["marker"], markerfacecolor="white",
              markeredgecolor=style["color"], markersize=6, zorder=4)
    return [] if usable.empty else [End(usable["when"].iloc[-1], usable["value"].iloc[-1], label,
                                        {"color": style["color"], "weight": "bold"})]
