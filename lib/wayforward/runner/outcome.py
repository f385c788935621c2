"""What a notebook's execution tells while it runs, and what became of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

State = Literal["completed", "failed", "dead kernel", "stopped early", "timed out", "not run"]


@dataclass(frozen=True)
class Step:
    """A code cell that is starting: its number from 1 (the [n] that JupyterLab shows), of how many, under which
    heading."""

    notebook: str
    cell: int
    cells: int
    heading: str


@dataclass(frozen=True)
class Outcome:
    """What became of a notebook. `reason` is a sentence that holds no value from the data; empty if completed.

    seconds     all of it, from the start of its kernel to its page
    phases      the same by what they were spent on: start, imports, cells, figures, write
    peak_mb     the most memory that its kernel held, where the system tells
    seed        of its kernel's random numbers
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


Watch = Callable[[object], object]
