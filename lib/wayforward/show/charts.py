"""Draw it: a series over real time with its intervals, beside England, the region and the neighbours.

Nothing is rounded or hidden here: figures come formatted by `formats`. A point that is not comparable is a hollow
mark off the line; a period without a figure breaks the line. Every chart carries its message in words (alt text), and
nothing is told by colour alone: lines differ in weight and dash and are named at their ends.
"""

import io
import re
from datetime import date
from importlib.resources import files
from textwrap import fill

import matplotlib as mpl
import pandas as pd
import seaborn as sns
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from wayforward.finding import Benchmark, Finding
from wayforward.formats import half_up, shown
from wayforward.narrate import alt_text

BLUE, GREY, BAND, MUTED = "#12436D", "#3D3D3D", "#DDDDDD", "#595959"     # Analysis Function blue and greys
STYLE = str(files("afcharts") / "afcharts.mplstyle")
FONT = {"font.family": "DejaVu Sans", "font.size": 10.5}     # ships with matplotlib: the same on every machine
SIZE, DPI = (8.4, 3.9), 110
WIDEST = 70             # letters of a title on one line
LONGEST_STEP = 1.5      # a line joins two points no further apart than this many of the calendar's steps
MOST_TICKS = 10


class Chart:
    """A drawn figure with its alt text; shows itself in a notebook and in pages made from one."""

    def __init__(self, figure: Figure, alt: str):
        self.figure, self.alt = figure, alt

    def png(self) -> bytes:
        """The picture; the same bytes for the same finding and libraries."""
        buffer = io.BytesIO()
        self.figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None})
        return buffer.getvalue()

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"image/png": self.png(), "text/plain": self.alt}, {"image/png": {"alt": self.alt}}


def chart(finding: Finding, plan_start: date) -> Chart:
    """The series over real time with its intervals, beside England, the region and the middle half of neighbours."""
    with mpl.rc_context(), mpl.rc_context(rc=_style()):
        figure = Figure(figsize=SIZE, layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        points = _frame(finding)
        ends = [*_neighbours_band(axes, finding, points), *_benchmark_lines(axes, finding, points)]
        ends.append(_own_line(axes, finding, points))
        _unlike_points(axes, points)
        _frame_axes(axes, finding, points, plan_start)
        _name_ends(axes, ends)
    return Chart(figure, alt_text(finding))


def _style() -> dict:
    with mpl.rc_context():
        mpl.style.use(STYLE)
        return {**mpl.rcParams, **FONT}


def _frame(finding: Finding) -> pd.DataFrame:
    """Points as drawn: when, value, low, high in display units, usable, and the run of joined points."""
    rows = [{"when": pd.Timestamp(point.end), "label": point.period, "usable": point.usable,
             **{name: None if getattr(point, name) is None else shown(getattr(point, name), finding.unit)
                for name in ("value", "low", "high")}} for point in finding.points]
    frame = pd.DataFrame(rows).astype({"value": float, "low": float, "high": float})
    return frame.assign(run=_runs(frame["when"], frame["usable"], finding))


def _runs(when: pd.Series, usable: pd.Series, finding: Finding) -> pd.Series:
    """The number of the unbroken stretch each usable point belongs to: a missing or unlike period starts a new one."""
    gaps = when.where(usable).ffill().shift().rsub(when).dt.days / 365.25
    return ((gaps > LONGEST_STEP / _a_year(finding)) | ~usable).cumsum()


def _a_year(finding: Finding) -> int:
    """How many points a year of the series' calendar has."""
    return 4 if finding.calendar == "financial quarter" else 1


def _own_line(axes, finding: Finding, points: pd.DataFrame) -> tuple | None:
    used = points[points["usable"]]
    if used.empty:
        return None
    sns.lineplot(used, x="when", y="value", units="run", estimator=None, ax=axes, color=BLUE, linewidth=2.6,
                 marker="o", markersize=7, markeredgecolor="white", zorder=4)
    known = used.dropna(subset=["low"])
    axes.vlines(known["when"], known["low"], known["high"], color=BLUE, linewidth=1.4, zorder=3)
    return _end(used, finding.area, {"color": BLUE, "weight": "bold"})


def _benchmark_lines(axes, finding: Finding, points: pd.DataFrame) -> list[tuple]:
    dashes = {"country": (5, 2), "region": (1.5, 1.5)}
    marks = [mark for mark in finding.benchmarks if mark.level in dashes]
    ends = []
    for mark in marks:
        line = _of_benchmark(mark, finding, points)
        sns.lineplot(line, x="when", y="value", units="run", estimator=None, ax=axes, color=GREY, linewidth=1.5,
                     dashes=False, linestyle=(0, dashes[mark.level]), zorder=2)
        ends.append(_end(line, mark.area, {"color": GREY}))
    return [end for end in ends if end]


def _neighbours_band(axes, finding: Finding, points: pd.DataFrame) -> list[tuple]:
    neighbours = [_of_benchmark(mark, finding, points) for mark in finding.benchmarks if mark.level == "neighbour"]
    if not neighbours:
        return []
    half = pd.concat(neighbours).groupby("when")["value"].quantile([0.25, 0.75]).unstack()
    spread = half.set_axis(["low", "high"], axis=1).reset_index().assign(
        run=lambda rows: _runs(rows["when"], pd.Series(True, rows.index), finding)).set_index("when")
    for _, stretch in spread.groupby("run"):
        axes.fill_between(stretch.index, stretch["low"], stretch["high"], color=BAND, alpha=0.55, linewidth=0, zorder=0)
    last = spread.iloc[-1]
    return [(spread.index[-1], (last["low"] + last["high"]) / 2, "neighbours", {"color": MUTED, "size": 9})]


def _of_benchmark(mark: Benchmark, finding: Finding, points: pd.DataFrame) -> pd.DataFrame:
    line = pd.DataFrame(mark.points, columns=["when", "value"]).dropna()
    line = line.assign(when=pd.to_datetime(line["when"]), value=line["value"].map(lambda v: shown(v, finding.unit)))
    return line.assign(run=_runs(line["when"], pd.Series(True, line.index), finding))


def _unlike_points(axes, points: pd.DataFrame) -> None:
    unlike = points[~points["usable"] & points["value"].notna()]
    axes.plot(unlike["when"], unlike["value"], "o", markerfacecolor="white", markeredgecolor=BLUE, markersize=7,
              zorder=4)


def _frame_axes(axes, finding: Finding, points: pd.DataFrame, plan_start: date) -> None:
    axes.set_ylabel("")
    axes.set_xlabel(_how_to_read(axes, finding), loc="left", size=8.5, color=MUTED, labelpad=7)
    axes.set_title(f"{fill(finding.title, WIDEST)}\n", weight="bold", size=12)
    axes.text(0, 1.02, _subtitle(finding), transform=axes.transAxes, size=9.5, color=MUTED, va="bottom")
    named = _named(points, finding)
    axes.set_xticks(named["when"], [_tick(label) for label in named["label"]])
    axes.tick_params(length=0)
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    sign = "%" if finding.unit == "%" else ""
    places = _places(axes.get_yticks())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: half_up(value, places) + sign))
    axes.axvline(pd.Timestamp(plan_start), color=MUTED, linewidth=1, linestyle=(0, (2, 2)), zorder=1)
    axes.annotate(" plan begins", (pd.Timestamp(plan_start), 0), xycoords=("data", "axes fraction"),
                  textcoords="offset points", xytext=(2, 4), size=8.5, color=MUTED, zorder=5,
                  bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5, "alpha": 0.85})


def _named(points: pd.DataFrame, finding: Finding) -> pd.DataFrame:
    """The points whose periods are named on the axis: all, or the last and whole years before it where they crowd."""
    if len(points) <= MOST_TICKS:
        return points
    apart = _a_year(finding) * -(-len(points) // (_a_year(finding) * MOST_TICKS))
    return points.iloc[::-1].iloc[::apart].iloc[::-1]


def _places(ticks) -> int:
    """Decimals that tell every tick exactly."""
    return next(places for places in range(4) if places == 3 or all(round(tick, places) == round(tick, 6)
                                                                    for tick in ticks))


def _subtitle(finding: Finding) -> str:
    unit = {"%": "Per cent", "percentage points": "Percentage points"}.get(finding.unit, finding.unit.capitalize())
    return f"{unit}, {_calendar(finding.calendar)}; {wanted(finding)}"


def wanted(finding: Finding) -> str:
    """Which way is better, in words."""
    return {"higher": "higher is better", "lower": "lower is better", "parity": "nearer to 0 is better",
            "none": "neither direction is better"}[finding.better]


def _how_to_read(axes, finding: Finding) -> str:
    drawn = {"Bars: 95% intervals.": any(point.low is not None for point in finding.points),
             "Shaded: the middle half of the statistical neighbours.":
                 any(mark.level == "neighbour" for mark in finding.benchmarks),
             "The axis does not start at 0.": axes.get_ylim()[0] > 0,
             "Hollow: not comparable.": any(not point.usable and point.value is not None for point in finding.points)}
    return "  ".join(words for words, there in drawn.items() if there)


def _calendar(calendar: str) -> str:
    return {"31 March": "at 31 March", "30 September": "at 30 September"}.get(calendar, calendar)


def _tick(label: str) -> str:
    """The year of a label: "2025", or "2024/25"; of a quarter, "Q4 2025-26"."""
    quarter = re.search(r"\(quarter (\d) of ([\d-]+)\)", label)
    return f"Q{quarter[1]} {quarter[2]}" if quarter else label.rsplit(" ", 1)[-1].removeprefix("mid-")


def _end(line: pd.DataFrame, name: str, font: dict) -> tuple | None:
    return None if line.empty else (line["when"].iloc[-1], line["value"].iloc[-1], name, font)


def _name_ends(axes, ends: list[tuple]) -> None:
    """Names at the ends of the lines, moved apart where they would overlap."""
    named = sorted((end for end in ends if end), key=lambda end: end[1])
    if not named:
        return
    low, high = axes.get_ylim()
    heights = _apart([end[1] for end in named], (high - low) * 0.085)
    for height, (when, _, name, font) in zip(heights, named, strict=True):
        axes.annotate(f"  {name}", (when, height), va="center", annotation_clip=False, **font)
    axes.set_ylim(low, high)


def _apart(heights: list[float], room: float) -> list[float]:
    """The heights, in order, at least `room` apart: neighbours that crowd each other both give way."""
    placed = list(heights)
    for _ in range(100):
        for at in range(1, len(placed)):
            short = room - (placed[at] - placed[at - 1])
            if short > 1e-9:
                placed[at - 1], placed[at] = placed[at - 1] - short / 2, placed[at] + short / 2
    return placed
