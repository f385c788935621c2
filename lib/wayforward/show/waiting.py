"""How far work is that keeps a reader waiting: a bar, in JupyterLab alone, once two seconds have passed."""

from collections.abc import Iterator, Sequence
from threading import Lock, Timer

from IPython.display import display

from wayforward.show.session import somebody_looks_on
from wayforward.show.words import Prose, said

PATIENCE = 2.0          # seconds
DONE, LEFT = "█", "░"


def waited_for(things: Sequence, doing: str) -> Iterator:
    """The things, one by one. From two seconds on, and be it within the first, a bar tells how many are done; it goes
    when all are, or when one fails.

    doing: what is done with each, such as "Working out the measures"
    """
    if not somebody_looks_on():
        yield from things
        return
    waiting = _Waiting(doing, len(things))
    try:
        for done, thing in enumerate(things):
            waiting.tell(done)
            yield thing
    finally:
        waiting.end()


def bar(doing: str, done: int, of: int) -> Prose:
    """How many are done, in a bar and in words.

    >>> bar("Working out the measures", 3, 4)
    Working out the measures: ███░ 3 of 4
    """
    return said(f"{doing}: {DONE * done}{LEFT * (of - done)} {done} of {of}")


class _Waiting:
    """A bar that is there once its time has come."""

    def __init__(self, doing: str, of: int):
        self._doing, self._of, self._done, self._ended = doing, of, 0, False
        self._shown, self._lock = None, Lock()
        self._timer = Timer(PATIENCE, self._appear)
        self._timer.daemon = True
        self._timer.start()

    def _appear(self) -> None:
        with self._lock:
            if not self._ended:
                self._shown = display(bar(self._doing, self._done, self._of), display_id=True)

    def tell(self, done: int) -> None:
        """So many are done."""
        with self._lock:
            self._done = done
            if self._shown:
                self._shown.update(bar(self._doing, done, self._of))

    def end(self) -> None:
        """There is nothing to wait for any more."""
        self._timer.cancel()
        with self._lock:
            self._ended = True
            if self._shown:
                self._shown.update(said(""))
