"""What became of a run."""

import os
from dataclasses import dataclass
from pathlib import Path

from wayforward.errors import FailedRun, RefusedInputs, RefusedPublication, WayforwardError
from wayforward.runner.gate import NOT_YET as NOT_ATTACKED
from wayforward.runner.gate import Attacked
from wayforward.runner.log import NAME
from wayforward.runner.outcome import Outcome, RefusedTable, refused_in_words
from wayforward.runner.proved import NOT_YET as NOT_PROVED
from wayforward.runner.proved import Proved
from wayforward.runner.run_folder import PUBLIC


@dataclass(frozen=True)
class RunResult:
    """Where a run lies and what became of it.

    whole       every notebook completed, none left out
    unchanged   nothing was executed: what stands there is fresh
    stopped     what kept it from executing anything
    attacked    what the attack on its public files found
    proved      whether its texts say what its findings say
    """

    folder: Path
    outcomes: tuple[Outcome, ...] = ()
    problems: tuple[str, ...] = ()
    whole: bool = False
    unchanged: bool = False
    stopped: WayforwardError | None = None
    attacked: Attacked = NOT_ATTACKED
    proved: Proved = NOT_PROVED

    @property
    def exit_code(self) -> int:
        """0 if all that was asked for went well; a failure's own code where all failures share it, 1 otherwise; if
        nothing failed, 4 where it may not be published, 3 where a table or the service's words were refused."""
        if self.stopped:
            return self.stopped.exit_code
        codes = {outcome.exit_code for outcome in self.outcomes} - {0}
        if len(codes) == 1:
            return codes.pop()
        if self.problems:
            return FailedRun.exit_code
        if self.attacked.bars or self.proved.bars:
            return RefusedPublication.exit_code
        return RefusedInputs.exit_code if self.refused or self.words_refused else 0

    def last_line(self, data: str = "") -> str:
        """What kind of run it is, what it lacks, and where to read; `data`: the option by which its data folder was
        given."""
        public = self.folder / PUBLIC
        failed = [public / f"{outcome.notebook}.html" for outcome in self.outcomes if outcome.exit_code]
        first = next(iter([*filter(Path.exists, failed), *sorted(public.glob("*.html")), self.folder / NAME]))
        kind = "A whole run" if self.whole else "Not a whole run" if self.problems else "A part of a run, as asked"
        lacks = (f", {'but' if self.whole else 'and'} {refused_in_words(self.refused)}; `wayforward check --area "
                 f"{self.folder.parent.name}{data}` says what to put right") if self.refused else ""
        return f"{kind}{lacks}. Read {os.path.relpath(first)}; the rest is beside it."

    def words_lines(self) -> list[str]:
        """Which of the service's words are not shown, and what to do."""
        if not self.words_refused:
            return []
        area, period = self.folder.parent.name, self.folder.name.removesuffix(".incomplete")
        return [f"The service’s words are not shown: {', '.join(self.words_refused)}; `wayforward commentary check "
                f"{period} --area {area}` says what to put right."]

    @property
    def refused(self) -> tuple[RefusedTable, ...]:
        """The tables without which it was run, by promise."""
        return tuple(sorted({each for outcome in self.outcomes for each in outcome.refused}))

    @property
    def words_refused(self) -> tuple[str, ...]:
        """The files of the service's words that are not shown."""
        return tuple(sorted({each for outcome in self.outcomes for each in outcome.words_refused}))
