"""A run seen from the terminal: a bar naming notebook, heading and cell; one plain line for each notebook that ends."""

from textwrap import shorten

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from wayforward.runner.execute import Outcome, Step

HEADING = 36


class Watcher:
    """Shows the events of one run while it is open (`with`). Off a terminal there is no bar, only the lines."""

    def __init__(self, title: str):
        console = Console(highlight=False, soft_wrap=True)
        columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(),
                   TimeElapsedColumn())
        self.bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self.task = self.bar.add_task(title)
        self.say(title)

    def __enter__(self) -> "Watcher":
        self.bar.start()
        return self

    def __exit__(self, *failure) -> None:
        self.bar.stop()

    def __call__(self, event: Step | Outcome) -> None:
        """Takes what `run_period` tells its watch."""
        if isinstance(event, Step):
            heading = shorten(event.heading, HEADING, placeholder=" …")      # so that the bar keeps its place
            self.bar.update(self.task, description=f"{event.notebook}: {heading}", completed=event.cell - 1,
                            total=event.cells)
        else:
            more = f"{event.seconds} s" if event.seconds else event.reason   # a failure's reason is told at the end
            self.say(f"  {event.notebook}: {event.state}, {more}")

    def say(self, line: str) -> None:
        """One plain line, above the bar."""
        self.bar.console.print(line, markup=False)
