"""What became of a run."""

from dataclasses import dataclass
from pathlib import Path

from wayforward.errors import FailedRun, RefusedInputs, WayforwardError
from wayforward.runner.outcome import Outcome, RefusedTable


@dataclass(frozen=True)
class RunResult:
    """Where a run lies and what became of it.

    whole       every notebook completed, none left out
    unchanged   nothing was executed: what stands there is fresh
    stopped     what kept it from executing anything
    """

    folder: Path
    outcomes: tuple[Outcome, ...] = ()
    problems: tuple[str, ...] = ()
    whole: bool = False
    unchanged: bool = False
    stopped: WayforwardError | None = None

    @property
    def exit_code(self) -> int:
        """0 if all that was asked for went well; a failure's own code where all failures share it, 1 otherwise; 3 if
        nothing failed and a table was refused."""
        if self.stopped:
            return self.stopped.exit_code
        codes = {outcome.exit_code for outcome in self.outcomes} - {0}
        if len(codes) == 1:
            return codes.pop()
        return FailedRun.exit_code if self.problems else RefusedInputs.exit_code if self.refused else 0

    @property
    def refused(self) -> tuple[RefusedTable, ...]:
        """The tables without which it was run, by promise."""
        return tuple(sorted({each for outcome in self.outcomes for each in outcome.refused}))
