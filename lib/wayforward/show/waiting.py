"""How far work is that keeps a reader waiting: a bar, in JupyterLab alone, once two seconds have passed."""

import time
from collections.abc import Iterator, Sequence

from IPython.display import HTML, display

from wayforward.markup import Markup, in_html
from wayforward.show.session import somebody_looks_on

PATIENCE = 2.0                          # seconds
BAR = Markup('<label>{} <progress value="{}" max="{}">{} of {}</progress></label>')


def waited_for(things: Sequence, doing: str) -> Iterator:
    """The things, one by one. From two seconds on a bar tells how many are done; it goes when all are.

    doing: what is done with each, such as "Working out the measures"
    """
    began, bar = time.monotonic(), None
    for done, thing in enumerate(things):
        if somebody_looks_on() and time.monotonic() - began > PATIENCE:
            bar = _told(bar, BAR.format(in_html(doing), done, len(things), done, len(things)))
        yield thing
    if bar:
        bar.update(HTML(""))


def _told(bar, html: Markup):
    if bar is None:
        return display(HTML(str(html)), display_id=True)
    bar.update(HTML(str(html)))
    return bar
