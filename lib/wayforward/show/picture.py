"""A chart as a thing to show: drawn when it is asked for, on a wide sheet or a narrow one, with its words beside it."""

import io
from collections.abc import Callable
from functools import cached_property

import matplotlib as mpl
from matplotlib.figure import Figure

from wayforward.markup import visible
from wayforward.show.drawing import drawing
from wayforward.show.figure_layout import NARROW, STYLE, WIDE, Sheet
from wayforward.show.session import somebody_looks_on
from wayforward.timing import spending

SVG = "image/svg+xml"


class Chart:
    """A chart with its alt text; shows itself in a notebook and in pages made from one.

    name: an id of its own on a page; draw: gives the figure for a sheet
    """

    def __init__(self, name: str, title: str, alt: str, draw: Callable[[Sheet], Figure]):
        self.name, self.title, self.alt, self._draw = name, visible(title), visible(alt), draw

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
    def png(self) -> bytes:
        """The wide picture; the same bytes for the same finding and libraries."""
        buffer = io.BytesIO()
        self.figure.canvas.print_png(buffer, metadata={"Software": None}, pil_kwargs={"compress_level": 3})
        return buffer.getvalue()

    @spending("figures")
    def svg(self) -> str:
        """Both pictures as one drawing, of which a page shows the one that its reader's screen has room for; the same
        text for the same finding and libraries."""
        return drawing(self.name, self.title, self.alt, {"wide": self.figure, "narrow": self.on(NARROW)})

    def words(self) -> str:
        """What the picture shows, in words."""
        return self.alt

    def _repr_mimebundle_(self, include=None, exclude=None):
        drawn = self.svg()
        # JupyterLab makes of a drawing a picture without words; as HTML it keeps its title and description
        told = {"text/html": drawn} if somebody_looks_on() else {}
        return {**told, SVG: drawn, "text/plain": self.alt}, {SVG: {"alt": self.alt}}
