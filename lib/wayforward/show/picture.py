"""A chart as a thing to show: drawn when it is asked for, on a wide sheet or a narrow one, with its words beside it."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from wayforward.markup import visible
from wayforward.show.drawing import drawing
from wayforward.show.exports import Exports, as_png, written
from wayforward.show.figure_layout import NARROW, STYLE, WIDE, Sheet
from wayforward.show.session import somebody_looks_on
from wayforward.timing import spending

SVG = "image/svg+xml"


class Chart(Exports):
    """A chart with its alt text; shows itself in a notebook and in pages made from one.

    name: an id of its own on a page; draw: gives the figure for a sheet
    data: what is drawn, a tidy frame; notes: on it
    figure: a matplotlib Figure of its own, to restyle: `chart.figure.axes[0].set_title("Homes")`, and then `png` and
        the wide layout of `svg` have it; the chart as the page shows it is drawn anew by the page
    """

    def __init__(self, name: str, title: str, alt: str, draw: Callable[[Sheet], Figure]):
        self.name, self.title, self.alt, self._draw = name, visible(title), visible(alt), draw
        self.data, self.notes = pd.DataFrame(), {}

    @cached_property
    def figure(self) -> Figure:
        """As drawn on the wide sheet."""
        return self.on(WIDE)

    @spending("figures")
    def on(self, sheet: Sheet) -> Figure:
        """As drawn on a sheet."""
        with mpl.rc_context(STYLE):
            return self._draw(sheet)

    @spending("figures")
    def png(self, path: str | Path | None = None) -> bytes:
        """The wide picture, written where a path is given; the same bytes for the same finding and libraries."""
        made = as_png(self.figure)
        written(made, path)
        return made

    @spending("figures")
    def svg(self, path: str | Path | None = None) -> str:
        """Both pictures as one drawing, of which a page shows the one that its reader's screen has room for, written
        where a path is given; the same text for the same finding and libraries."""
        made = drawing(self.name, self.title, self.alt, {"wide": self.figure, "narrow": self.on(NARROW)})
        written(made, path)
        return made

    def words(self) -> str:
        """What the picture shows, in words."""
        return self.alt

    def _repr_mimebundle_(self, include=None, exclude=None):
        drawn = self.svg()
        # JupyterLab makes of a drawing a picture without words; as HTML it keeps its title and description
        told = {"text/html": drawn} if somebody_looks_on() else {}
        return {**told, SVG: drawn, "text/plain": self.alt}, {SVG: {"alt": self.alt}}
