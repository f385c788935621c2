"""One period's run under way: what of earlier work still stands, what is to be done, and the whole of it in its place.

A notebook is executed only where nothing that is kept of it is fresh: not in the standing run, not in what an
interrupted run left, not in the last incomplete one. What is finished is written at once, for the next run to go on
from.
"""

import hashlib
import shutil
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from wayforward import project
from wayforward.areas import local_authorities
from wayforward.errors import FailedRun, WayforwardError
from wayforward.runner import run_folder as folders
from wayforward.runner.cache.artifact_store import (
    Artifacts,
    hashes,
    is_sealed,
    part_name,
    read_kept,
    read_record,
    record_name,
    remove_others,
    seal,
    write_files,
    write_kept,
)
from wayforward.runner.cache.freshness import why_stale
from wayforward.runner.cache.record import Record, stands_on
from wayforward.runner.gather import gather
from wayforward.runner.job import EXECUTE, SCREEN, Done, Job, Work
from wayforward.runner.log import Log
from wayforward.runner.merge import Reads
from wayforward.runner.notebooks import ambition
from wayforward.runner.outcome import Outcome, without
from wayforward.runner.parameters import RunParameters
from wayforward.runner.result import RunResult

FORCED = "asked for by --force"
UNTIMED = 1e-6      # seconds for each byte of a notebook that was never timed: so many outputs, so much work
SCREENING = "screening"
SCRATCH = "scratch"


@dataclass(frozen=True)
class Begun:
    """A run has begun: which notebooks are kept, and why each of the others is executed."""

    kept: tuple[str, ...]
    reasons: dict[str, str]


@dataclass(frozen=True)
class Task:
    """Something for a worker to do; `seconds` that it will probably take."""

    name: str
    work: Work
    job: Job
    seconds: float = 0.0


class PeriodRun:
    """The run of one area and period: `open` it, have its `tasks` done, `take` what comes of each, and once nothing is
    left to do, `settle`; `close` in any case.

    notebooks: all there are; asked: those the run is to be of; strict: a refused table refuses all of it
    """

    def __init__(self, parameters: RunParameters, notebooks: list[Path], asked: list[Path], target: Path,
                 force: bool = False, strict: bool = False):
        self.parameters, self.notebooks, self.asked, self.target = parameters.settled(), notebooks, asked, target
        self.force, self.strict = force, strict
        self.title = f"{parameters.area}, {parameters.period}"
        self.tasks: list[Task] = []
        self.reasons: dict[str, str] = {}       # why each notebook that is executed is
        self.stopped: WayforwardError | None = None
        self._kept: dict[str, tuple[Path, Artifacts]] = {}
        self._outcomes: dict[str, Outcome] = {}
        self._standing: dict[str, Record] = {}
        self._under_way = 0
        self._stack = ExitStack()
        self._log: Log | None = None

    # --- what stands, and what is to be done --------------------------------------------------------------------------

    def open(self) -> None:
        """Takes the period's lock and looks what is fresh; Busy where another run holds it."""
        interrupted = self._stack.enter_context(folders.held(self.target))
        self._stack.callback(self._let_go)
        for notebook in self._ambitions():
            self._look(notebook)
        self._look_at_panel()
        if self.unchanged:
            folders.discard(folders.hidden(self.target, "building"))
            return
        self._carry()
        self._begin(interrupted is not None)
        self._add(Task(SCREENING, SCREEN, Job("", self.parameters.model_dump(), self.shown, 0,
                                                 strict=self.strict)))

    @property
    def unchanged(self) -> bool:
        """Whether all that is asked for stands there, fresh, and so does what was gathered from it. A run without its
        refused tables is none to stand where it must be `strict`."""
        if self.strict and any(outcome.refused for outcome in self._outcomes.values()):
            return False
        stands = all(stem in self._kept and self._kept[stem][0] == self.target for stem in self._stems(self.asked))
        return stands and is_sealed(self.target)

    @property
    def begun(self) -> Begun:
        """What is kept and what is not; the panel is decided last."""
        return Begun(tuple(self._kept), dict(self.reasons))

    @property
    def over(self) -> bool:
        """Whether nothing is left to do."""
        return not self._under_way

    def _ambitions(self) -> list[Path]:
        return [notebook for notebook in self.asked if ambition(notebook)]

    @property
    def _panel(self) -> Path | None:
        return next((notebook for notebook in self.asked if not ambition(notebook)), None)

    @staticmethod
    def _stems(notebooks: list[Path]) -> list[str]:
        return [notebook.stem for notebook in notebooks]

    def _look(self, notebook: Path, parts: dict[str, bytes] | None = None) -> None:
        """Keeps the first fresh execution of a notebook, or notes why there is none."""
        stem = notebook.stem
        standing = self._standing[stem] = stands_on(notebook, self.parameters, hashes(parts or {}))
        places = (self.target, folders.hidden(self.target, "building"), folders.incomplete(self.target))
        reasons = []
        for place in places:
            record = read_record(place, stem)
            reason = FORCED if self.force else why_stale(record, standing)
            kept = read_kept(place, record) if not reason else None
            if kept:
                self._kept[stem], self._outcomes[stem] = (place, kept), record.outcome
                return
            reasons += [reason or "what was kept of it is damaged"] if record else []
        self.reasons[stem] = (reasons or ["was never run"])[0]

    def _carry(self) -> None:
        """What earlier attempts finished of notebooks that are not asked for now is not thrown away."""
        for notebook in self.notebooks:
            if ambition(notebook) and notebook not in self.asked and not self.force:
                self._look(notebook)
                self.reasons.pop(notebook.stem, None)
                if self._kept.get(notebook.stem, (self.target,))[0] == self.target:
                    self._kept.pop(notebook.stem, None)
                    self._outcomes.pop(notebook.stem, None)

    def _look_at_panel(self) -> None:
        if self._panel and all(stem in self._kept for stem in self._stems(self._ambitions())):
            self._look(self._panel, self._parts())

    def _parts(self) -> dict[str, bytes]:
        return {stem: self._kept[stem][1].part for stem in self._stems(self._ambitions())}

    def _begin(self, interrupted: bool) -> None:
        """The folder to build in, holding what is kept and nothing else."""
        self.folder = folders.building(self.target)
        remove_others(self.folder, {stem for stem, (place, _) in self._kept.items() if place == self.folder})
        shutil.rmtree(self.folder / SCRATCH, ignore_errors=True)
        for place, kept in self._kept.values():
            if place != self.folder:
                write_kept(self.folder, kept)
        (self.folder / SCRATCH).mkdir()
        self._log = Log(self.folder)
        self._log.say(f"{self.title}, as known on {self.parameters.as_at}")
        if interrupted:
            self._log.say("goes on from an interrupted run")
        for stem in self._kept:
            self._log.say(f"{stem}: kept, nothing it stands on has changed")

    def _add(self, task: Task) -> None:
        self.tasks.append(task)
        self._under_way += 1

    # --- what comes of it ---------------------------------------------------------------------------------------------

    def tell(self, event: object) -> None:
        """Notes what a task under way told."""
        self._log.tell(event)

    def take(self, name: str, value: Done | None, error: Exception | None) -> list[Outcome]:
        """Takes a task's end, and adds what can be done now. Returns the outcomes of what ended by it."""
        known = set(self._outcomes)
        self._under_way -= 1
        if self.stopped:
            return []
        if name == SCREENING:
            self._screened(error)
        elif error:
            self._outcomes[name] = Outcome(name, "failed", reason=_error_in_words(error), exit_code=FailedRun.exit_code)
        else:
            self._finished(name, value)
        if self.over and not self.stopped:
            self._last()
        new = [self._outcomes[stem] for stem in self._outcomes if stem not in known]
        for outcome in new:
            self.tell(outcome)
        return new

    def stop(self, error: Exception) -> None:
        """Ends the run for a reason that is not a notebook's; what it has finished stays for the next."""
        own = isinstance(error, WayforwardError)
        self.stopped = error if own else FailedRun(f"{self.title}: {_error_in_words(error)}")
        self._under_way -= len(self.tasks)
        self.tasks.clear()

    def _screened(self, error: Exception | None) -> None:
        if error:
            self.stop(error)
        missing = [notebook for notebook in self._ambitions() if notebook.stem not in self._kept]
        for notebook in missing if not error else ():
            self._execute(notebook)

    def _execute(self, notebook: Path, parts: dict[str, bytes] | None = None) -> None:
        stem, given = notebook.stem, self.parameters
        self._log.say(f"{stem}: is executed; {self.reasons[stem]}")
        seed = hashlib.sha256(f"{given.area} {given.period} {stem}".encode()).digest()
        job = Job(f"notebooks/{notebook.name}", given.model_dump(), self.shown, int.from_bytes(seed[:4]), parts or {},
                  scratch=str(self.folder / SCRATCH))
        last = read_record(self.target, stem)
        self._add(Task(stem, EXECUTE, job, last.outcome.seconds if last else notebook.stat().st_size * UNTIMED))

    @property
    def shown(self) -> str:
        """Area and period, as titles tell them."""
        return f"{local_authorities(self.parameters.data)[self.parameters.area].shown}, {self.parameters.period}"

    def _finished(self, stem: str, done: Done) -> None:
        self._outcomes[stem] = done.outcome
        if done.outcome.state != "completed":
            write_files(self.folder, done.files)
            return
        files, reads = done.files | {part_name(stem): done.part}, done.reads or Reads()
        executed = replace(self._standing[stem], source=done.source, code=done.code)
        kept = Artifacts(executed.of(done.outcome, reads.files, reads.folders, hashes(files)), files)
        self._kept[stem] = self.folder, kept
        if executed == self._standing[stem] and done.reads:
            write_kept(self.folder, kept)
        else:       # what it stood on is not known: no later run may take it for fresh
            write_files(self.folder, files)

    def _last(self) -> None:
        """The panel reads what every ambition found."""
        if not self._panel or self._panel.stem in self._outcomes:
            return
        if len(self._kept) < len(self._ambitions()):
            self._outcomes[self._panel.stem] = Outcome(self._panel.stem, "not run",
                                                       reason="needs every ambition's findings")
            return
        self._look_at_panel()
        if self._panel.stem in self._kept:
            self._log.say(f"{self._panel.stem}: kept, nothing it stands on has changed")
            write_kept(self.folder, self._kept[self._panel.stem][1])
        else:
            self._execute(self._panel, self._parts())

    # --- the whole of it ----------------------------------------------------------------------------------------------

    def settle(self) -> RunResult:
        """Moves what was built into its place; only a whole run takes the period's own."""
        outcomes = tuple(self._outcomes.get(stem, Outcome(stem, "not run", reason="not asked for"))
                         for stem in self._stems(self.notebooks))
        if self.stopped:
            return RunResult(self.target, stopped=self.stopped)
        if self.unchanged:
            return RunResult(self.target, outcomes, whole=self.asked == self.notebooks, unchanged=True)
        shutil.rmtree(self.folder / SCRATCH, ignore_errors=True)
        found = [self._kept[stem][1].part for stem in self._stems(self.notebooks) if stem in self._kept]
        problems = gather(self.folder, self.parameters, self.notebooks, list(outcomes), found) + self._overtaken()
        whole = not problems and self.asked == self.notebooks
        place = self.target if whole else folders.incomplete(self.target)
        result = RunResult(place, outcomes, tuple(problems), whole)
        lacks = f", {'but' if whole else 'and'} {without(result.refused)}" if result.refused else ""
        self._log.say(f"{'a whole run' if whole else 'not a whole run'}{lacks}")
        seal(self.folder)
        folders.put_in_place(self.folder, place)
        return result

    def _overtaken(self) -> list[str]:
        """What changed between the first notebook and now: then the notebooks do not all speak of the same."""
        sources = {notebook.stem: notebook for notebook in self.notebooks}
        parts = {stem: hashes(self._parts()) if not ambition(sources[stem]) else {} for stem in self._kept}
        reasons = [(stem, why_stale(kept.record, stands_on(sources[stem], self.parameters, parts[stem])))
                   for stem, (_, kept) in self._kept.items()]
        return [f"{stem}: {reason} while the run was under way; run again" for stem, reason in reasons if reason]

    def close(self) -> None:
        """Lets go of the period, once."""
        self._stack.close()
        self._kept.clear()

    def _let_go(self) -> None:
        """What was finished of a run that did not settle stays for the next."""
        building = folders.hidden(self.target, "building")
        if not any(building.rglob(record_name("*"))):
            folders.discard(building)


def _error_in_words(error: Exception) -> str:
    """Why a worker could not do its task: our own words, or the system's; any other's may hold a value."""
    if isinstance(error, WayforwardError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {Path(error.filename).name}" if error.filename else error.strerror
    return type(error).__name__


def target_of(parameters: RunParameters, runs: Path | None) -> Path:
    """Where the run of an area and period stands."""
    return Path(runs or project.resolve("runs")).absolute() / parameters.area / parameters.period
