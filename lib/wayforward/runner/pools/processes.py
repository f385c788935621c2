"""Work in processes of this machine: one task at a time in each, and no task lost with the process it was in.

A worker is a process of its own, so that nothing a notebook does can reach the run. It is told a task and tells what
the task's watch was given, then the task's end. A worker that dies is replaced, and its task is started again.
"""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any, Protocol

import psutil

from wayforward.errors import WayforwardError
from wayforward.runner.job import COLD, WARM
from wayforward.runner.pools.warm import template
from wayforward.runner.pools.worker_loop import serve
from wayforward.runner.private_folder import sweep

RETRIES = 2
MOST_TASKS = 50     # of one worker; then another takes its place, and whatever has gathered in it goes with it
MOST_MEMORY, LEAST_MEMORY = "WAYFORWARD_MEMORY_MB", 3000


@dataclass(frozen=True)
class TaskEvent:
    """Something that a task under way gave to its watch."""

    key: str
    event: object


@dataclass(frozen=True)
class TaskResult:
    """A task's end: what it returned, or the exception that it raised."""

    key: str
    value: Any = None
    error: Exception | None = None


class LostWorker(WayforwardError):
    """The processes that a task was in died one after another; it has no result."""


class Pool(Protocol):
    """Where tasks are done: processes of this machine, or a cluster. Closed at the end of a `with`.

    size: how many at a time; kernel: which its notebooks are to use; local: whether it sees this machine's folders
    """

    size: int
    kernel: str
    local: bool

    def submit(self, key: str, work: Callable, *args) -> None:
        """Has work(*args, watch) called in a worker; what it gives to `watch` comes back at once as Told."""

    def next(self, timeout: float | None = None) -> TaskEvent | TaskResult | None:
        """Waits for the next thing that happens; None if that takes longer than `timeout` seconds."""

    def __enter__(self) -> "Pool":
        """The pool itself."""

    def __exit__(self, *failure) -> None:
        """Ends all that is still under way."""


@dataclass(frozen=True)
class _Task:
    key: str
    work: Callable
    args: tuple
    losses: int = 0


class Workers:
    """A pool of processes on this machine, forked from a warm template where the system can.

    size: as many as there are processors if not given
    warm: False for processes that start from nothing, whose kernels are ordinary ones
    """

    local = True

    def __init__(self, size: int | None = None, warm: bool = True):
        self.size = size or processors()
        self._warm = warm and template.available()
        self.kernel = WARM if self._warm else COLD
        if self._warm:
            template.shared()       # its imports go on while the run looks what there is to do
        self._waiting: deque[_Task] = deque()
        self._happened: deque[TaskEvent | TaskResult] = deque()
        self._workers: list[_Worker] = []

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *failure) -> None:
        for worker in self._workers:
            worker.end()
        sweep()         # what they had not time to remove: copies, kernels' key files

    def submit(self, key: str, work: Callable, *args) -> None:
        """See Pool."""
        self._waiting.append(_Task(key, work, args))

    def next(self, timeout: float | None = None) -> TaskEvent | TaskResult | None:
        """See Pool."""
        while not self._happened:
            self._assign()
            ready = wait([worker.connection for worker in self._workers], timeout)
            if not ready:
                return None
            for worker in [worker for worker in self._workers if worker.connection in ready]:
                self._receive(worker)
        return self._happened.popleft()

    def _assign(self) -> None:
        """Every waiting task for which there is an idle worker, or room for another."""
        idle = [worker for worker in self._workers if not worker.task]
        while self._waiting and (idle or len(self._workers) < self.size):
            worker = idle.pop() if idle else self._start()
            worker.take(self._waiting.popleft())

    def _start(self) -> "_Worker":
        """A new worker; one that starts from nothing, where the template is lost or refuses time and again."""
        for _ in range(RETRIES + 1 if self._warm else 0):
            with suppress(WayforwardError):
                self._workers.append(_Worker(template.shared()))
                return self._workers[-1]
        self._workers.append(_Worker(None))
        return self._workers[-1]

    def _receive(self, worker: "_Worker") -> None:
        try:
            ended, content = worker.connection.recv()
        except (EOFError, OSError):
            self._lose(worker)
            return
        task = worker.task
        if not ended:
            self._happened.append(TaskEvent(task.key, content))
        elif isinstance(content[1], template.LostTemplate):
            self._lose(worker)
        else:
            self._happened.append(TaskResult(task.key, *content))
            self._release(worker)

    def _release(self, worker: "_Worker") -> None:
        worker.task, worker.done = None, worker.done + 1
        if worker.done == MOST_TASKS:
            self._workers.remove(worker)
            worker.end()

    def _lose(self, worker: "_Worker") -> None:
        self._workers.remove(worker)
        worker.end()
        task = worker.task
        if task and task.losses == RETRIES:
            self._happened.append(TaskResult(task.key, error=LostWorker(
                f"{task.key}: {RETRIES + 1} processes died one after another while they did this; look for what ends "
                "processes here (memory, a limit, a person), and run again")))
        elif task:
            self._waiting.appendleft(_Task(task.key, task.work, task.args, task.losses + 1))


def memory_share() -> int:
    """The megabytes that a kernel may take: its share of this machine's memory, but enough for a notebook."""
    return max(LEAST_MEMORY, int(psutil.virtual_memory().total * 0.9 / 2**20 / processors()))


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Worker:
    """The near end of one worker process."""

    def __init__(self, warm: template.Link | None):
        self.connection, far = Pipe()
        self.task: _Task | None = None
        self.done = 0
        with far:
            self._end = _fork(warm, far) if warm else _spawn(far)

    def take(self, task: _Task) -> None:
        """Gives the worker a task; one that is dead already is found out when it is listened to."""
        self.task = task
        with suppress(OSError):
            self.connection.send((task.work, task.args))

    def end(self) -> None:
        """The process is gone after this."""
        self.connection.close()
        self._end()


def _fork(warm: template.Link, far: Connection) -> Callable[[], None]:
    """Starts a worker from the template; returns what ends it."""
    environment = {MOST_MEMORY: str(memory_share()), **os.environ, template.ADDRESS: warm.address}
    child = warm.fork("wayforward.runner.pools.worker_loop:serve_descriptor", [], environment, fds=[far.fileno()])
    return lambda: _end(child)


def _end(child: template.Child) -> None:
    """Ends a forked worker, by way of its template, or without it where that does not answer."""
    child.kill()
    if child.wait(template.LEAVING) is None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    child.close()


def _spawn(far: Connection) -> Callable[[], None]:
    """Starts a worker from nothing; returns what ends it."""
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(far,), daemon=True)
    process.start()
    return lambda: (process.kill(), process.join(), process.close())
