"""A run's own log, run.log: one plain line for each thing that happens, with its time in UTC. It tells of notebooks,
cells, files and reasons, never of anything that a cell shows."""

from datetime import UTC, datetime
from pathlib import Path

from wayforward.runner.outcome import Outcome, Step, refused_in_words
from wayforward.runner.run_folder import INTERNAL, error_advice, make_private, open_private

NAME = f"{INTERNAL}/run.log"


class Log:
    """Adds lines to the log in a run's folder."""

    def __init__(self, folder: Path):
        self.path = folder / NAME
        make_private(self.path.parent)

    def write(self, line: str) -> None:
        """Adds a line, with the time."""
        with error_advice(self.path), open_private(self.path, "a", "utf-8") as file:
            file.write(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {line}\n")

    def write_event(self, event: object) -> None:
        """Adds what a notebook told while it ran, or what became of it."""
        match event:
            case Step():
                heading = f" under “{event.heading}”" if event.heading else ""
                self.write(f"{event.notebook}: cell {event.cell} of {event.cells}{heading}")
            case Outcome():
                lacks = f"; {refused_in_words(event.refused)}" if event.refused else ""
                self.write(f"{event.notebook}: {event.state}, {event.reason or f'{event.seconds} s'}{lacks}")
