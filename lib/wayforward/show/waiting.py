"""How far work is that keeps a reader waiting: a bar, in JupyterLab alone, once two seconds have passed."""

import time
from collections.abc import Iterator, Sequence

from IPython.display import display

from wayforward.show.session import somebody_looks_on
from wayforward.show.words import Prose, said

PATIENCE = 2.0          # seconds
DONE, LEFT = "█", "░"


def waited_for(things: Sequence, doing: str) -> Iterator:
    """The things, one by one. From two seconds on a bar tells how many are done; it goes when all are.

    doing: what is done with each, such as "Working out the measures"
    """
    began, shown = time.monotonic(), None
    for done, thing in enumerate(things):
        if somebody_looks_on() and time.monotonic() - began > PATIENCE:
            shown = _told(shown, bar(doing, done, len(things)))
        yield thing
    if shown:
        shown.update(said(""))


def bar(doing: str, done: int, of: int) -> Prose:
    """How many are done, in a bar and in words.

    >>> bar("Working out the measures", 3, 4)
    Working out the measures: ███░ 3 of 4
    """
    return said(f"{doing}: {DONE * done}{LEFT * (of - done)} {done} of {of}")


def _told(shown, words: Prose):
    if shown is None:
        return display(words, display_id=True)
    shown.update(words)
    return shown
