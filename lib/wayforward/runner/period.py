"""One period's run under way: its tasks, the folder that it is built in, and the whole of it in its place.

What is finished is written at once, for the next run to go on from.
"""

import hashlib
import shutil
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from wayforward import ledger, project
from wayforward.areas import local_authorities
from wayforward.errors import FailedRun, WayforwardError
from wayforward.given_names import told
from wayforward.proof import files_to_prove
from wayforward.runner import gate, proved
from wayforward.runner import run_folder as folders
from wayforward.runner.cache.artifact_store import (
    read_record,
    record_name,
    remove_others,
    write_artifacts,
    write_files,
)
from wayforward.runner.gather import Gathered, gather, public_files, seal
from wayforward.runner.hash_key import read_key
from wayforward.runner.job import ATTACK, EXECUTE, PROVE, SCREEN, Job, JobResult, WorkerFunction
from wayforward.runner.log import Log
from wayforward.runner.one_plan import refuse_another_plan
from wayforward.runner.outcome import Outcome, refused_in_words
from wayforward.runner.parameters import RunParameters
from wayforward.runner.period_work import NEEDS_ALL, PeriodWork
from wayforward.runner.result import RunResult

UNTIMED = 1e-6      # seconds for each byte of a notebook that was never timed: so many outputs, so much work
SCREENING, THE_ATTACK, THE_PROOF = "screening", "attack", "proof"
SCRATCH = "scratch"
UNCHANGED = "kept, nothing it stands on has changed"


@dataclass(frozen=True)
class RunStarted:
    """A run has started: which notebooks are kept, and why each of the others is executed. The panel is decided
    last."""

    kept: tuple[str, ...]
    reasons: dict[str, str]


@dataclass(frozen=True)
class Task:
    """Something for a worker to do; `seconds` that it will probably take."""

    name: str
    function: WorkerFunction
    job: Job
    seconds: float = 0.0


class PeriodRun:
    """The run of one area and period: `start` it, have its `tasks` done, `take` what comes of each, and once it is
    `over`, `finish`; `close` in any case.

    notebooks: all there are; asked: those the run is to be of; strict: a refused table refuses all of it
    """

    def __init__(self, parameters: RunParameters, notebooks: list[Path], asked: list[Path], target: Path,
                 force: bool = False, strict: bool = False):
        self.parameters, self.target, self.strict = parameters.settled(), target, strict
        self.title = f"{parameters.area}, {parameters.period}"
        self.work = PeriodWork(self.parameters, notebooks, asked, target, force)
        self.tasks: list[Task] = []
        self.stopped: WayforwardError | None = None
        self.unchanged = False
        self._under_way = 0
        self._stack = ExitStack()
        self._log: Log | None = None
        self._gathered: Gathered | None = None
        self._problems: tuple[str, ...] = ()
        self._attacked, self._proved = gate.NOT_YET, proved.NOT_YET

    def start(self) -> RunStarted:
        """Takes the period's lock and looks what is fresh; Busy where another run holds it, RefusedParameters where
        a run of another plan stands in its place."""
        interrupted = self._stack.enter_context(folders.period_lock(self.target))
        self._stack.callback(_discard_if_empty, folders.hidden_folder(self.target, "building"))
        refuse_another_plan(self.target, self.parameters.plan)
        self.work.look_up()
        self.unchanged = self.work.is_up_to_date(self.strict) and (
            gate.read_attacked(self.target).is_decided and proved.read_proved(self.target).is_decided)
        if self.unchanged:
            folders.discard(folders.hidden_folder(self.target, "building"))
        else:
            self.work.look_up_others()
            self._prepare_folder(interrupted is not None)
            self._add(Task(SCREENING, SCREEN, Job("", self.parameters.model_dump(), self._shown(), 0,
                                                  strict=self.strict)))
        return RunStarted(tuple(self.work.finished), self.work.reasons)

    @property
    def over(self) -> bool:
        """Whether nothing is left to do."""
        return not self._under_way

    def _shown(self) -> str:
        """Area and period, as titles tell them."""
        return f"{local_authorities(self.parameters.data)[self.parameters.area].shown}, {self.parameters.period}"

    def _prepare_folder(self, interrupted: bool) -> None:
        """The folder to build in, holding what is kept and nothing else."""
        self.folder, finished = folders.building(self.target), self.work.finished
        remove_others(self.folder, {stem for stem, found in finished.items() if found.folder == self.folder})
        shutil.rmtree(self.folder / SCRATCH, ignore_errors=True)
        for found in finished.values():
            if found.folder != self.folder:
                write_artifacts(self.folder, found.artifacts)
        folders.make_private(self.folder / SCRATCH)
        self._log = Log(self.folder)
        self._log.write(f"{self.title}, as known on {self.parameters.as_at}")
        for line in [*(["goes on from an interrupted run"] if interrupted else []),
                     *(f"{stem}: {UNCHANGED}" for stem in finished)]:
            self._log.write(line)

    def _add(self, task: Task) -> None:
        self.tasks.append(task)
        self._under_way += 1

    def log(self, event: object) -> None:
        """Writes into the run's log what a task under way told."""
        self._log.write_event(event)

    def take(self, name: str, value: JobResult | None, error: Exception | None) -> list[Outcome]:
        """Takes a task's end, and adds what can be done now. Returns the outcomes of what ended by it."""
        self._under_way -= 1
        if self.stopped:
            return []
        known = set(self.work.outcomes)
        if name == SCREENING:
            self._take_screening(error)
        elif name == THE_ATTACK:
            self._attacked = value or gate.Attacked(gate.FAILED, reason=f"the attack failed: {_error_in_words(error)}")
        elif name == THE_PROOF:
            self._proved = value or proved.Proved(proved.FAILED, reason=f"the proof failed: {_error_in_words(error)}")
        elif error:
            self.work.outcomes[name] = Outcome(name, "failed", reason=_error_in_words(error),
                                               exit_code=FailedRun.exit_code)
        else:
            self._take_notebook(name, value)
        if self.over and not self.stopped:
            self._start_panel()
        if self.over and not self.stopped and self._gathered is None:
            self._gather()
        new = [outcome for stem, outcome in self.work.outcomes.items() if stem not in known]
        for outcome in new:
            self.log(outcome)
        return new

    def stop(self, error: Exception) -> None:
        """Ends the run for a reason that is not a notebook's; what it has finished stays for the next."""
        own = isinstance(error, WayforwardError)
        self.stopped = error if own else FailedRun(f"{self.title}: {_error_in_words(error)}")
        self._under_way -= len(self.tasks)
        self.tasks.clear()

    def _take_screening(self, error: Exception | None) -> None:
        if error:
            self.stop(error)
            return
        for notebook in self.work.unfinished:
            self._execute(notebook)

    def _execute(self, notebook: Path, parts: dict[str, bytes] | None = None) -> None:
        stem, given = notebook.stem, self.parameters
        self._log.write(f"{stem}: is executed; {self.work.reasons[stem]}")
        seed = hashlib.sha256(f"{given.area} {given.period} {stem}".encode()).digest()
        job = Job(project.shown(notebook), given.model_dump(), self._shown(), int.from_bytes(seed[:4]),
                  parts or {}, scratch=str(self.folder / SCRATCH))
        last = read_record(self.target, stem)
        self._add(Task(stem, EXECUTE, job, last.outcome.seconds if last else notebook.stat().st_size * UNTIMED))

    def _take_notebook(self, stem: str, result: JobResult) -> None:
        self.work.outcomes[stem] = result.outcome
        if result.outcome.state != "completed":
            write_files(self.folder, result.files)
            return
        artifacts, may_be_fresh = self.work.add(stem, result, self.folder)
        if may_be_fresh:
            write_artifacts(self.folder, artifacts)
        else:
            write_files(self.folder, artifacts.files)

    def _start_panel(self) -> None:
        """The panel reads what every ambition found."""
        panel = self.work.panel
        if not panel or panel.stem in self.work.outcomes:
            return
        if self.work.unfinished:
            self.work.outcomes[panel.stem] = Outcome(panel.stem, "not run", reason=NEEDS_ALL)
            return
        self.work.look_up_panel()
        if panel.stem in self.work.finished:
            self._log.write(f"{panel.stem}: {UNCHANGED}")
            write_artifacts(self.folder, self.work.finished[panel.stem].artifacts)
        else:
            self._execute(panel, self.work.parts)

    def _gather(self) -> None:
        """Writes what the notebooks found together; all of it is proved, and what is whole is attacked."""
        work = self.work
        self._gathered = gather(self.folder, self.parameters, work.notebooks, list(work.all_outcomes()),
                                work.all_parts, read_key(self.target.parent.parent))
        self._problems = (*self._gathered.problems, *work.changed_meanwhile())
        job = Job("", self.parameters.model_dump(), self._shown(), 0, scratch=str(self.folder / SCRATCH))
        self._add(Task(THE_PROOF, PROVE, replace(job, files=files_to_prove(self.folder))))
        if self._is_whole:
            self._add(Task(THE_ATTACK, ATTACK, replace(job, files=public_files(self.folder),
                                                       before=_ledger(self.parameters))))

    @property
    def _is_whole(self) -> bool:
        return self.work.asked == self.work.notebooks and not self._problems

    def finish(self) -> RunResult:
        """Moves what was built into its place; only a whole run takes the period's own."""
        outcomes, whole = self.work.all_outcomes(), self._is_whole
        if self.stopped:
            return RunResult(self.target, stopped=self.stopped)
        if self.unchanged:
            return RunResult(self.target, outcomes, whole=whole, unchanged=True,
                             attacked=gate.read_attacked(self.target), proved=proved.read_proved(self.target))
        shutil.rmtree(self.folder / SCRATCH, ignore_errors=True)
        result = RunResult(self.target if whole else folders.incomplete(self.target), outcomes, self._problems, whole,
                           attacked=self._attacked, proved=self._proved)
        lacks = f", {'but' if whole else 'and'} {refused_in_words(result.refused)}" if result.refused else ""
        self._log.write(f"{'a whole run' if whole else 'not a whole run'}{lacks}")
        for line in (*result.attacked.lines()[:1], *result.proved.lines()[:1]):     # the log tells no number
            self._log.write(line)
        seal(self.folder, self._gathered.manifest, result.attacked, result.proved)
        folders.put_in_place(self.folder, result.folder)
        return result

    def close(self) -> None:
        """Lets go of the period, once; of a run that did not finish, what was done stays for the next."""
        self._stack.close()
        self.work.clear()


def _discard_if_empty(building: Path) -> None:
    if not any(building.rglob(record_name("*"))):
        folders.discard(building)


def _ledger(parameters: RunParameters) -> bytes:
    """What was published of the area before; empty where nothing was."""
    path = ledger.path_of(project.resolve(parameters.published), parameters.area)
    return path.read_bytes() if path.is_file() else b""


def _error_in_words(error: Exception) -> str:
    """Why a worker could not do its task: our own words, or the system's; any other's may hold a value."""
    if isinstance(error, WayforwardError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {Path(told(str(error.filename))).name}" if error.filename else error.strerror
    return type(error).__name__


def target_of(parameters: RunParameters, runs: Path | None) -> Path:
    """Where the run of an area and period stands."""
    return Path(runs or project.resolve("runs")).absolute() / parameters.area / parameters.period
