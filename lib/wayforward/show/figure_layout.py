"""The sheet a chart is drawn on, wide or narrow: its style, the words around the picture, and the room they need.

The room is worked out once, from the measured words, and the sheet is painted once: a layout that measures what is
drawn ("constrained", "tight") draws it twice and more.
"""

from dataclasses import dataclass, field
from importlib.resources import files
from textwrap import fill
from typing import NamedTuple

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator

from wayforward.formats import half_up

# The Analysis Function's blue and greys, and its plum, which tells neither good nor bad
BLUE, GREY, BAND, MUTED, PLUM = "#12436D", "#3D3D3D", "#DDDDDD", "#595959", "#801650"
STYLE = {**mpl.rc_params_from_file(str(files("afcharts") / "afcharts.mplstyle"), use_default_template=False),
         "text.parse_math": False,       # a dollar in a name is a dollar
         "font.family": "DejaVu Sans", "font.size": 10.5,        # ships with matplotlib: the same on every machine
         "xtick.bottom": False, "xtick.major.size": 0, "ytick.left": False, "ytick.major.size": 0,
         "xtick.major.pad": 7}          # clear of the lowest figure at the side
DPI = 110
EDGE, GAP = 0.08, 0.07  # inches around the sheet, and between one thing and the next
TICK_LABELS = 0.34      # inches under the picture
LEGEND_ROW = 0.215
BEFORE, AFTER = 0.03, 0.01     # of the time shown: room before the first figure and after the last
LINE = 0.235            # inches: how far apart the lines of names at the lines' ends stand


class Sheet(NamedTuple):
    """Its size in inches; how many letters stand in a line of the title, of the words around, and of a name beside a
    line; how many periods are named below; and the legend's columns."""

    wide: float
    tall: float
    title: int
    around: int
    name: int
    ticks: int
    columns: int


WIDE = Sheet(8.4, 3.9, title=70, around=105, name=40, ticks=10, columns=2)
NARROW = Sheet(3.9, 4.1, title=31, around=46, name=14, ticks=4, columns=1)      # as on the screen of a phone


@dataclass(frozen=True)
class Words:
    """What stands around a picture: title and subtitle above, how to read it below."""

    title: str
    subtitle: str
    below: str


@dataclass(frozen=True)
class End:
    """The end of a line, where its name is written: day and height, the name, and its font."""

    when: float
    height: float
    name: str
    font: dict = field(default_factory=dict)


def blank(sheet: Sheet) -> Axes:
    """Axes on an empty sheet. Their labels are a space, in a place of their own: seaborn goes through every tick where
    there is none, matplotlib through every tick to find a place."""
    figure = Figure(figsize=sheet[:2], dpi=DPI)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1), xlabel=" ", ylabel=" ")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_label_coords(0, 0)
    return axes


def legend(axes: Axes, sheet: Sheet) -> None:
    """What the labelled marks mean, at the foot of the sheet; nothing where no mark is labelled."""
    if axes.get_legend_handles_labels()[1]:
        axes.figure.legend(loc="lower left", bbox_to_anchor=(EDGE / sheet.wide, EDGE / sheet.tall),
                           ncols=sheet.columns, fontsize=9, borderpad=0, borderaxespad=0, markerscale=0.7)


def lay_out(axes: Axes, sheet: Sheet, words: Words, ticks: dict[float, str], sign: str, ends: list[End]) -> None:
    """Writes everything around what is drawn, and gives the picture the room that is left.

    `ticks`: the periods named below, by day; `sign`: what follows each figure at the side.
    """
    _name_days(axes, ticks)
    figures = _name_heights(axes, sign)
    bottom, top = _write(axes.figure, sheet, words)
    _name_ends(axes, sheet, ends, top - bottom)
    left = _left(axes, [*ticks.values()], figures)
    right = _right(axes, sheet, ticks, left)
    axes.set_position((left / sheet.wide, bottom / sheet.tall, (right - left) / sheet.wide,
                       (top - bottom) / sheet.tall))


def _name_days(axes: Axes, ticks: dict[float, str]) -> None:
    days = [*axes.dataLim.intervalx, *ticks]
    first, last = min(days), max(days)
    axes.set_xticks(list(ticks), list(ticks.values()))
    axes.set_xlim(first - (last - first) * BEFORE, last + (last - first) * AFTER)


def _name_heights(axes: Axes, sign: str) -> list[str]:
    """The figures written at the side; none where nothing is drawn."""
    low, high = axes.get_ylim()
    ticks = [tick for tick in MaxNLocator(5, steps=[1, 2, 5, 10], min_n_ticks=3).tick_values(low, high)
             if low <= tick <= high and axes.dataLim.height >= 0]
    places = _places(ticks)
    figures = [half_up(tick, places) + sign for tick in ticks]
    axes.set_yticks(ticks, figures)
    return figures


def _places(ticks) -> int:
    """Decimals that tell every tick exactly."""
    return next(places for places in range(4) if places == 3 or all(round(tick, places) == round(tick, 6)
                                                                    for tick in ticks))


def _name_ends(axes: Axes, sheet: Sheet, ends: list[End], tall: float) -> None:
    """Names at the ends of the lines, moved apart where they would overlap; `tall`: inches of the picture."""
    low, high = axes.get_ylim()
    named = sorted(ends, key=lambda end: end.height)
    names = [fill(end.name, sheet.name, break_long_words=False) for end in named]
    rooms = [(high - low) * LINE / tall * len(name.splitlines()) for name in names]
    heights = _apart([end.height for end in named], rooms, low, high)
    for height, name, end in zip(heights, names, named, strict=True):
        axes.annotate(name, (end.when, height), xytext=(8, 0), textcoords="offset points", va="center",
                      annotation_clip=False, **end.font)


def _apart(heights: list[float], rooms: list[float], low: float, high: float) -> list[float]:
    """The heights, in order, at least as far apart as their names' rooms ask and between the limits: those that crowd
    each other all give way."""
    placed = list(heights)
    for _ in range(100):
        for at in range(1, len(placed)):
            short = (rooms[at - 1] + rooms[at]) / 2 - (placed[at] - placed[at - 1])
            if short > 1e-9 * (high - low):
                placed[at - 1], placed[at] = placed[at - 1] - short / 2, placed[at] + short / 2
        placed = [min(max(height, low), high) for height in placed]
    return placed


def _write(figure: Figure, sheet: Sheet, words: Words) -> tuple[float, float]:
    """The words above and below; the inches from the foot between which the picture may stand."""
    title, left = fill(words.title, sheet.title), EDGE / sheet.wide
    subtitle, below = (fill(text, int(sheet.around * 9.5 / size), break_long_words=False)
                       for text, size in ((words.subtitle, 9.5), (words.below, 8.5)))
    under_title = sheet.tall - EDGE - _tall(title, 12) - GAP
    above_legend = EDGE + sum(-(-len(each.texts) // sheet.columns) * LEGEND_ROW for each in figure.legends)
    figure.text(left, 1 - EDGE / sheet.tall, title, va="top", weight="bold", size=12)
    figure.text(left, under_title / sheet.tall, subtitle, va="top", color=MUTED, size=9.5)
    figure.text(left, above_legend / sheet.tall, below, va="bottom", color=MUTED, size=8.5)
    return above_legend + _tall(below, 8.5) + TICK_LABELS, under_title - _tall(subtitle, 9.5) - GAP


def _tall(text: str, size: float) -> float:
    """The height of lines of text, in inches."""
    return len(text.splitlines()) * size * 1.2 / 72


def _left(axes: Axes, days: list[str], figures: list[str]) -> float:
    """Inches from the left at which the picture begins: beyond its figures, and half of the first period's name."""
    return EDGE + max(_wide(axes, max(figures, key=len, default="")) + GAP, _wide(axes, days[0]) / 2)


def _right(axes: Axes, sheet: Sheet, ticks: dict[float, str], left: float) -> float:
    """Inches from the left at which the picture ends: so far that no name at a day of it is cut off."""
    first, last = axes.get_xlim()
    day, name = max(ticks.items())
    beyond = [(last, 0), (day, _wide(axes, name) / 2),
              *((note.xy[0], note.xyann[0] / 72 + note.get_window_extent().width / DPI) for note in axes.texts)]
    room = sheet.wide - EDGE - left
    return left + min((room - width) * (last - first) / (day - first) for day, width in beyond)


def _wide(axes: Axes, text: str) -> float:
    """The width of a text of the axis, in inches."""
    return Text(text=text, figure=axes.figure).get_window_extent().width / DPI
