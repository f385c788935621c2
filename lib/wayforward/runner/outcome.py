"""What a notebook's execution tells while it runs, and what became of it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Literal

State = Literal["completed", "failed", "dead kernel", "stopped early", "timed out", "not run"]


@dataclass(frozen=True)
class AllStarted:
    """Runs have started that are of so many notebooks in all."""

    notebooks: int


@dataclass(frozen=True)
class Step:
    """A code cell that is starting: its number from 1 (the [n] that JupyterLab shows), of how many, under which
    heading."""

    notebook: str
    cell: int
    cells: int
    heading: str


@dataclass(frozen=True, order=True)
class RefusedTable:
    """A table of the returns that the screening refused, and a promise (by its number) that reads it: all of it is
    refused where its `headline` is, else other figures or tables of it."""

    number: int
    headline: bool
    table: str
    title: str


def refused_in_words(refused: Collection[RefusedTable]) -> str:
    """What a run lacks: "promises 8, 9 and in part promise 1 were refused, with the return “…”"; "" if nothing."""
    if not refused:
        return ""
    whole = {each.number for each in refused if each.headline}
    part = {each.number for each in refused} - whole
    promises = [_several("promise", sorted(whole)), *([f"in part {_several('promise', sorted(part))}"] if part else [])]
    titles = sorted({f"“{each.title}”" for each in refused})
    verb = "was" if len(whole | part) == 1 else "were"
    return f"{' and '.join(filter(None, promises))} {verb} refused, with {_several('the return', titles)}"


def _several(what: str, names: list) -> str:
    return f"{what}{'s' if len(names) > 1 else ''} {', '.join(map(str, names))}" if names else ""


@dataclass(frozen=True)
class Outcome:
    """What became of a notebook. `reason` is a sentence that holds no value from the data; empty if completed.

    seconds     all of it, from the start of its kernel to its page
    phases      the same by what they were spent on: start, imports, cells, figures, write
    peak_mb     the most memory that its kernel held, where the system tells
    seed        of its kernel's random numbers
    refused     tables of the returns without which it was completed
    words_refused   files of the service's words that are not shown
    """

    notebook: str
    state: State
    seconds: float = 0.0
    failing_cell: int | None = None
    reason: str = ""
    exit_code: int = 0
    phases: dict[str, float] = field(default_factory=dict)
    peak_mb: float | None = None
    seed: int | None = None
    refused: tuple[RefusedTable, ...] = ()
    words_refused: tuple[str, ...] = ()


Watch = Callable[[object], object]
