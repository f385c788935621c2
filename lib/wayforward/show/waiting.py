"""How far work is that keeps a reader waiting: a bar, in JupyterLab alone, once two seconds have passed."""

from collections.abc import Iterator, Sequence
from threading import Lock, Timer

from IPython.display import HTML, display

from wayforward.markup import Markup, in_html
from wayforward.show.session import somebody_looks_on

PATIENCE = 2.0                          # seconds
BAR = Markup('<label>{} <progress value="{}" max="{}">{} of {}</progress> {} of {}</label>')


def waited_for(things: Sequence, doing: str) -> Iterator:
    """The things, one by one. From two seconds on, and be it within the first, a bar tells how many are done; it goes
    when all are, or when one fails.

    doing: what is done with each, such as "Working out the measures"
    """
    if not somebody_looks_on():
        yield from things
        return
    bar = _Bar(doing, len(things))
    try:
        for done, thing in enumerate(things):
            bar.tell(done)
            yield thing
    finally:
        bar.end()


class _Bar:
    """A bar that is there once its time has come."""

    def __init__(self, doing: str, of: int):
        self._doing, self._of, self._done, self._ended = in_html(doing), of, 0, False
        self._shown, self._lock = None, Lock()
        self._timer = Timer(PATIENCE, self._appear)
        self._timer.daemon = True
        self._timer.start()

    def _html(self) -> HTML:
        done = self._done, self._of
        return HTML(str(BAR.format(self._doing, *done, *done, *done)))

    def _appear(self) -> None:
        with self._lock:
            if not self._ended:
                self._shown = display(self._html(), display_id=True)

    def tell(self, done: int) -> None:
        """So many are done."""
        with self._lock:
            self._done = done
            if self._shown:
                self._shown.update(self._html())

    def end(self) -> None:
        """There is nothing to wait for any more."""
        self._timer.cancel()
        with self._lock:
            self._ended = True
            if self._shown:
                self._shown.update(HTML(""))
