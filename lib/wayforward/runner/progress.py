"""Runs seen from the terminal: a bar for all notebooks with the time left, one for each under way naming heading and
cell; one plain line for each notebook that ends. Off a terminal there are only the lines."""

from textwrap import shorten

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from wayforward.runner.outcome import AllStarted, Outcome, Step
from wayforward.runner.period import PeriodRun, RunStarted
from wayforward.runner.result import RunResult

HEADING = 36
WHOLE, PART = "All notebooks", "   "


class Watcher:
    """Shows what the runs tell while it is open (`with`)."""

    def __init__(self):
        console = Console(highlight=False, soft_wrap=True)
        columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(),
                   TimeRemainingColumn(compact=True))
        self.bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self.whole = self.bar.add_task(WHOLE, total=None)
        self.under_way: dict[tuple[str, str], int] = {}

    def __enter__(self) -> "Watcher":
        self.bar.start()
        return self

    def __exit__(self, *failure) -> None:
        self.bar.stop()

    def __call__(self, run: PeriodRun | None, event: object) -> None:
        """Takes what `run_all` tells its watch."""
        match event:
            case AllStarted():
                self.bar.update(self.whole, total=event.notebooks)
            case RunStarted():
                self.bar.advance(self.whole, len(event.kept))
                self._started(run.title, event)
            case Step():
                self._step(run.title, event)
            case Outcome():
                self._ended(run.title, event)
            case RunResult():
                self._finished(run, event)

    def _started(self, title: str, started: RunStarted) -> None:
        if started.kept and started.reasons:
            self.print_line(f"{title}: {len(started.kept)} notebooks are kept as they stand")
        for notebook, reason in started.reasons.items():
            if reason != "was never run":
                self.print_line(f"{title}: {notebook} is run again: {reason}")

    def _step(self, title: str, step: Step) -> None:
        heading = shorten(step.heading, HEADING, placeholder=" …")      # so that the bar keeps its place
        key = title, step.notebook
        if key not in self.under_way:
            self.under_way[key] = self.bar.add_task("")
        self.bar.update(self.under_way[key], description=f"{PART}{title}, {step.notebook}: {heading}",
                        completed=step.cell - 1, total=step.cells)

    def _ended(self, title: str, outcome: Outcome) -> None:
        row = self.under_way.pop((title, outcome.notebook), None)
        if row is not None:
            self.bar.remove_task(row)
        self.bar.advance(self.whole)
        more = f"{outcome.seconds} s" if outcome.seconds else outcome.reason   # a failure's reason is told at the end
        self.print_line(f"{title}: {outcome.notebook} {outcome.state}, {more}")

    def _finished(self, run: PeriodRun, result: RunResult) -> None:
        if result.unchanged:
            self.print_line(f"{run.title}: nothing has changed since it was run")

    def print_line(self, line: str) -> None:
        """One plain line, above the bars."""
        self.bar.console.print(line, markup=False)
