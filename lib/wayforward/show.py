"""Draw it and tabulate it: charts and tables of findings, from the finding's own numbers.

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
from great_tables import GT, loc, style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from wayforward.finding import Benchmark, Choice, Finding, Point
from wayforward.formats import NOTHING, decimals, half_up, probability, quantity, shown, signed, singular, step
from wayforward.narrate import alt_text, verdict_words

BLUE, GREY, BAND, MUTED = "#12436D", "#3D3D3D", "#DDDDDD", "#595959"     # Analysis Function blue and greys
STYLE = str(files("afcharts") / "afcharts.mplstyle")
FONT = {"font.family": "DejaVu Sans", "font.size": 10.5}     # ships with matplotlib: the same on every machine
SIZE, DPI = (8.4, 3.9), 110
WIDEST = 70             # letters of a title on one line
LONGEST_STEP = 1.5      # years between two points that a line may join


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
    return frame.assign(run=_runs(frame["when"], frame["usable"]))


def _runs(when: pd.Series, usable: pd.Series) -> pd.Series:
    """The number of the unbroken stretch each usable point belongs to: a missing or unlike period starts a new one."""
    steps = when.where(usable).ffill().shift().rsub(when).dt.days / 365.25
    return ((steps > LONGEST_STEP) | ~usable).cumsum()


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
        run=lambda rows: _runs(rows["when"], pd.Series(True, rows.index))).set_index("when")
    for _, stretch in spread.groupby("run"):
        axes.fill_between(stretch.index, stretch["low"], stretch["high"], color=BAND, alpha=0.55, linewidth=0, zorder=0)
    last = spread.iloc[-1]
    return [(spread.index[-1], (last["low"] + last["high"]) / 2, "neighbours", {"color": MUTED, "size": 9})]


def _of_benchmark(mark: Benchmark, finding: Finding, points: pd.DataFrame) -> pd.DataFrame:
    line = pd.DataFrame(mark.points, columns=["when", "value"]).dropna()
    line = line.assign(when=pd.to_datetime(line["when"]), value=line["value"].map(lambda v: shown(v, finding.unit)))
    return line.assign(run=_runs(line["when"], pd.Series(True, line.index)))


def _unlike_points(axes, points: pd.DataFrame) -> None:
    unlike = points[~points["usable"] & points["value"].notna()]
    axes.plot(unlike["when"], unlike["value"], "o", markerfacecolor="white", markeredgecolor=BLUE, markersize=7,
              zorder=4)


def _frame_axes(axes, finding: Finding, points: pd.DataFrame, plan_start: date) -> None:
    axes.set_ylabel("")
    axes.set_xlabel(_how_to_read(axes, finding), loc="left", size=8.5, color=MUTED, labelpad=7)
    axes.set_title(f"{fill(finding.title, WIDEST)}\n", weight="bold", size=12)
    axes.text(0, 1.02, _subtitle(finding), transform=axes.transAxes, size=9.5, color=MUTED, va="bottom")
    axes.set_xticks(points["when"], [_tick(label) for label in points["label"]])
    axes.tick_params(length=0)
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    sign = "%" if finding.unit == "%" else ""
    places = _places(axes.get_yticks())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: half_up(value, places) + sign))
    axes.axvline(pd.Timestamp(plan_start), color=MUTED, linewidth=1, linestyle=(0, (2, 2)), zorder=1)
    axes.annotate(" plan begins", (pd.Timestamp(plan_start), 0), xycoords=("data", "axes fraction"),
                  textcoords="offset points", xytext=(2, 4), size=8.5, color=MUTED, zorder=5,
                  bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5, "alpha": 0.85})


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


class Table(GT):
    """A table that stands in plain words too where HTML is not shown; its own repr has addresses of this machine."""

    def _repr_pretty_(self, printer, cycle):
        printer.text(f"{self._heading.title}\n{self._tbl_data.to_string(index=False)}")


def table(finding: Finding) -> Table:
    """The points of a finding, oldest first: period, figure, interval, counts, comparisons, remarks."""
    beside = {name: mark for level, name in (("country", None), ("region", None), ("median", "Neighbours' median"))
              for mark in finding.benchmarks if mark.level == level for name in [name or mark.area]}
    rows = [{"Period": point.period, "Figure": _bare(finding, point.value, point),
             "95% interval": _interval(finding, point), **_counts(finding, point),
             **{name: _bare(finding, dict(mark.points).get(point.end), point) for name, mark in beside.items()},
             "Remark": _remark(finding, point)} for point in finding.points]
    told = pd.DataFrame(rows)
    told = told[[column for column in told.columns if not told[column].isin(["", NOTHING]).all()]]
    return _table(told, f"{finding.series}-points", f"{finding.title}{_in_unit(finding)}", left=("Period", "Remark"))


def series_table(findings: list[Finding], name: str, title: str) -> Table:
    """One row a finding: what, before the plan, latest, change, verdict."""
    rows = [{"Figure": finding.title, **_ends(finding)} for finding in findings]
    return _table(pd.DataFrame(rows), name, title, left=("Figure", "Verdict"))


def panel_table(findings: list[Finding]) -> Table:
    """Each promise's headline, and under it the promise's other parts, in the plan's order."""
    rows = [{**_promise(finding), "Figure": f"{finding.title} ({wanted(finding)})", **_ends(finding)}
            for finding in findings]
    return _table(pd.DataFrame(rows), "panel-headlines", "The promises, and the figures that speak of them",
                  left=("Promise", "Figure", "Verdict"))


def _promise(finding: Finding) -> dict[str, str]:
    """Number and words of the promise, once: beside its headline."""
    return {"": str(finding.number), "Promise": finding.promise} if finding.headline else {"": "", "Promise": ""}


def robustness_table(finding: Finding) -> Table:
    """The other defensible choices and what each would have said."""
    rows = [{"Choice": choice.choice, "p": _p(choice), "Verdict": str(choice.verdict),
             "": "agrees" if choice.verdict == finding.verdict else "differs"} for choice in finding.robustness]
    return _table(pd.DataFrame(rows), f"{finding.series}-robustness", f"Other defensible choices: {finding.title}",
                  left=("Choice", "Verdict", ""))


def _p(choice: Choice) -> str:
    least = "" if choice.smallest_p is None else f" (least possible {probability(choice.smallest_p)})"
    return f"{probability(choice.p)}{least}"


def benchmark_table(finding: Finding) -> Table:
    """Our latest figure and change beside every comparator's, highest figure first."""
    ours = Benchmark(finding.area, "this report", 1, finding.latest.value, finding.change.estimate, None, ())
    marks = sorted([ours, *(mark for mark in finding.benchmarks if mark.value is not None)],
                   key=lambda mark: -mark.value)
    rows = [{"Area": "Neighbours' median" if mark.level == "median" else mark.area, "": mark.level,
             "Figure": quantity(mark.value, finding.unit, finding.decimals),
             "Change": signed(mark.change, finding.unit, finding.decimals)} for mark in marks]
    return _table(pd.DataFrame(rows), f"{finding.series}-areas", f"{finding.title}, {finding.latest.period}",
                  left=("Area", ""), bold=[row for row, mark in enumerate(marks) if mark is ours])


def words_table(rows: pd.DataFrame, name: str, title: str, right: tuple[str, ...] = ()) -> Table:
    """Rows that are already words and formatted figures; lists in a cell are Markdown."""
    return _table(rows, name, title, left=tuple(column for column in rows.columns if column not in right))


def _bare(finding: Finding, value: float | None, point: Point) -> str:
    """A figure of a point's period with its sign of per cent, but without a unit in words, which the title tells."""
    places = decimals(finding, point)
    if value is None or finding.unit == "%":
        return quantity(value, finding.unit, places)
    return half_up(shown(value, finding.unit), places)


def _in_unit(finding: Finding) -> str:
    return "" if finding.unit in ("%", "score") else f" ({finding.unit})"


def _interval(finding: Finding, point) -> str:
    if point.low is None:
        return NOTHING
    return f"{_bare(finding, point.low, point)} to {_bare(finding, point.high, point)}"


def _counts(finding: Finding, point) -> dict[str, str]:
    if finding.kind == "shares":        # the heads of whichever groups are over-represented: no series of their own
        return {}
    told = {"Count": point.numerator, "Out of": point.denominator, "Not known": point.unknown}
    places = 1 if finding.kind == "rate" else 0
    return {name: NOTHING if count is None else half_up(count, places) for name, count in told.items()}


def _remark(finding: Finding, point) -> str:
    status = "" if point.status == "final" else point.status
    some = any(each.low is not None for each in finding.points)
    reason = point.reason if some and point.value is not None else ""      # said once in the story if true of all
    return "; ".join(part for part in (status, point.note, reason) if part)


def _ends(finding: Finding) -> dict[str, str]:
    """Before the plan, latest, change with its interval, verdict."""
    def told(point):
        return f"{quantity(point.value, finding.unit, decimals(finding, point))} ({point.period})" if point else NOTHING
    return {"Before the plan": told(finding.baseline), "Latest": told(finding.latest), "Change": _change(finding),
            "Verdict": verdict_words(finding)}


def _change(finding: Finding) -> str:
    size = signed(finding.change.estimate, finding.unit, finding.decimals)
    if finding.change.estimate is not None and step(finding.unit) != "score":
        size += f" {singular(step(finding.unit)) if size[1:] == '1' else step(finding.unit)}"
    if not finding.change.has_interval:
        return size
    limits = (signed(limit, finding.unit, finding.decimals) for limit in (finding.change.low, finding.change.high))
    return f"{size} ({' to '.join(limits)})"


def _table(rows: pd.DataFrame, name: str, title: str, left: tuple[str, ...], bold: list[int] | None = None) -> Table:
    """The house table: an id of its own, so that headings are tied to the right cells; figures on the right."""
    words = [column for column in rows.columns if column in left]
    figures = [column for column in rows.columns if column not in left]
    made = (Table(rows, id=name).tab_header(title=title).cols_align("left", words).cols_align("right", figures)
            .fmt_markdown([column for column in words if rows[column].str.contains("<br>").any()])
            .tab_options(table_font_names=["inherit"], table_font_size="14px", heading_align="left",
                         data_row_padding="4px", table_width="100%"))
    return made.tab_style(style.text(weight="bold"), loc.body(rows=bold)) if bold else made
