"""Runs of many areas and periods, side by side: every worker has something to do, and no run waits for another.

Runs are opened in the order asked for, as workers fall idle; within a run the longest notebook goes first.
"""

import sqlite3
from collections import deque
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, ExitStack, suppress
from dataclasses import replace
from pathlib import Path

from filelock import Timeout

from wayforward.errors import WayforwardError
from wayforward.runner.history import refresh
from wayforward.runner.job import Job
from wayforward.runner.notebooks import choose, find_notebooks
from wayforward.runner.outcome import AllStarted
from wayforward.runner.parameters import RunParameters, check_runs
from wayforward.runner.period import PeriodRun, Task, target_of
from wayforward.runner.pools.processes import Pool, TaskResult, Workers
from wayforward.runner.private_folder import sweep
from wayforward.runner.result import RunResult

PoolMaker = Callable[[], AbstractContextManager[Pool]]
Watch = Callable[[PeriodRun | None, object], object]


def run_all(asked: Collection[RunParameters], ambitions: Collection[int] | None = None, runs: Path | None = None, *,
            pool: PoolMaker = Workers, data_from: str = "", force: bool = False, strict: bool = False,
            watch: Watch = lambda run, event: None) -> list[RunResult]:
    """Runs the notebooks of areas and periods into runs/<area>/<period>/; a failed or partial run into
    <period>.incomplete/. One result for each, in order; what keeps one from running does not touch the others.

    ambitions   the notebooks asked for, by number; None is all of them and the panel
    runs        the folder of runs, the project's own if not given
    pool        makes the pool that does the work, if there is any to do
    data_from   where a pool elsewhere brings the data folder from, if it is not in its own copy of the project
    force       executes what is fresh too
    strict      a refused table of the returns refuses its whole run, and not only the promises that it feeds
    watch       is given AllStarted; then, with its run, RunStarted, each Step and Outcome, and in the end the RunResult

    Raises RefusedParameters before anything is begun.
    """
    notebooks = {each.plan: find_notebooks(each.plan) for each in asked}
    chosen = {plan: choose(found, ambitions) for plan, found in notebooks.items()}
    check_runs(asked, [notebook for each in chosen.values() for notebook in each])
    sweep()
    watch(None, AllStarted(sum(len(chosen[each.plan]) for each in asked)))
    waiting = [PeriodRun(each, notebooks[each.plan], chosen[each.plan], target_of(each, runs), force, strict)
               for each in asked]
    with ExitStack() as held, ExitStack() as workers:     # the workers end first
        results = _Scheduler(waiting, lambda: workers.enter_context(pool()), data_from, watch, held).results()
    for folder in {run.target.parent.parent for run in waiting}:
        with suppress(OSError, sqlite3.Error, Timeout):     # the next to ask brings the history up to date
            refresh(folder)
    return results


def run_period(parameters: RunParameters, ambitions: Collection[int] | None = None, runs: Path | None = None,
               **settings) -> RunResult:
    """The run of one area and period (see run_all); raises what kept it from running."""
    [result] = run_all([parameters], ambitions, runs, **settings)
    if result.stopped:
        raise result.stopped
    return result


class _Scheduler:
    """Runs waiting, runs under way and the pool, which is made when there is something to do."""

    def __init__(self, runs: list[PeriodRun], make_pool: Callable[[], Pool], data_from: str, watch: Watch,
                 held: ExitStack):
        self.runs, self.waiting, self.open = runs, deque(runs), []
        self.make_pool, self.pool, self.data_from, self.watch, self.held = make_pool, None, data_from, watch, held
        self.under_way: dict[str, tuple[PeriodRun, Task]] = {}
        self.ended: dict[int, RunResult] = {}

    def results(self) -> list[RunResult]:
        """Runs everything."""
        while self.waiting or self.open:
            self._assign()
            if self.under_way:
                self._receive()
        return [self.ended[id(run)] for run in self.runs]

    def _assign(self) -> None:
        while not self.pool or len(self.under_way) < max(self.pool.size, 1):
            task = self._next()
            if not task:
                return
            run, task = task
            self.pool = self.pool or self.make_pool()
            key = f"{run.title}, {task.name}"
            self.under_way[key] = run, task
            self.pool.submit(key, task.function, self._adapted(task.job))

    def _adapted(self, job: Job) -> Job:
        """A job as this pool does it."""
        here = {"scratch": job.scratch} if self.pool.local else {"scratch": None, "data_from": self.data_from}
        return replace(job, kernel=self.pool.kernel, **here)

    def _next(self) -> tuple[PeriodRun, Task] | None:
        """The longest task of the first run that has any; where none has, of the next run."""
        while True:
            for run in self.open:
                if run.tasks:
                    task = max(run.tasks, key=lambda each: each.seconds)
                    run.tasks.remove(task)
                    return run, task
            if not self.waiting:
                return None
            self._open(self.waiting.popleft())

    def _open(self, run: PeriodRun) -> None:
        self.held.callback(run.close)
        started = self._attempt(run, run.start)
        if started:
            self.watch(run, started)
        self.open.append(run)
        self._finish_if_over(run)

    def _receive(self) -> None:
        received = self.pool.next()
        run, task = self.under_way[received.key]
        if not isinstance(received, TaskResult):
            self._attempt(run, run.log, received.event)
            self.watch(run, received.event)
            return
        del self.under_way[received.key]
        for outcome in self._attempt(run, run.take, task.name, received.value, received.error) or ():
            self.watch(run, outcome)
        self._finish_if_over(run)

    def _finish_if_over(self, run: PeriodRun) -> None:
        if run.over:
            result = self._attempt(run, run.finish) or RunResult(run.target, stopped=run.stopped)
            self.ended[id(run)] = result
            self.open.remove(run)
            run.close()
            self.watch(run, result)

    @staticmethod
    def _attempt(run: PeriodRun, step: Callable, *given):
        """What a step of a run returns; what goes wrong in it ends that run, and no other."""
        try:
            return step(*given)
        except (WayforwardError, OSError) as error:
            run.stop(error)
