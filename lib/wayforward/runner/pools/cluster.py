"""Tasks done on a cluster by the workers of a dask scheduler, one at a time in each, on any number of machines.

    dask scheduler                                                # once; it says its address
    dask worker tcp://HOST:8786 --nthreads 1 --nworkers 4         # on each machine, in its copy of the project's folder
    wayforward run --all --scheduler tcp://HOST:8786

The machines need the same environment, library and notebooks as the one that asks: any other is refused, by name.
Whoever reaches a scheduler can run any code on its workers; keep it on a network of your own, or set up dask's TLS.

dask carries, this module decides: every task is bound to one idle worker that was compared before. So it is known which
task went with a lost worker and how often, and a worker that joins later is not trusted unseen.
"""

import asyncio
import logging
import pickle
import threading
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING
from uuid import uuid4

from wayforward.errors import RefusedParameters, WayforwardError
from wayforward.runner.job import COLD, WARM
from wayforward.runner.pools.environment_check import Machine, differences, this_machine
from wayforward.runner.pools.processes import RETRIES, LostWorker, TaskEvent, TaskResult
from wayforward.runner.pools.warm import template
from wayforward.runner.pools.warm.template import LostTemplate
from wayforward.runner.pools.worker_loop import done

if TYPE_CHECKING:   # a local run never imports it
    from distributed import Client, Worker

CONNECT_SECONDS, WORKERS_SECONDS, CLOSE_SECONDS = 10, 30, 10
TOPIC = "wayforward"
ONE_AT_A_TIME = threading.Lock()   # papermill is not for threads, however many a worker has


@dataclass(frozen=True)
class _Task:
    key: str
    parcel: bytes
    losses: int = 0


@dataclass(frozen=True)
class _Attempt:
    """A task bound to a worker: the name that dask knows it by, and who waits for its end."""

    task: _Task
    name: str
    following: asyncio.Task


class Cluster:
    """A pool (see there) of the workers at a scheduler's address. Its state is touched in dask's own thread only.

    say: is given a sentence where a person may wonder: it waits for a worker, it leaves one out

    Raises RefusedParameters where nothing answers, no worker is there, or one differs from this machine.
    """

    local = False
    kernel = WARM if template.available() else COLD   # there as here: each worker keeps a template of its own

    def __init__(self, address: str, say: Callable[[str], object] = lambda line: None):
        self.address, self._say = address, say
        self._here = this_machine()
        self._happened: SimpleQueue[TaskEvent | TaskResult] = SimpleQueue()
        self._waiting: deque[_Task] = deque()
        self._workers: set[str] = set()
        self._attempts: dict[str, _Attempt] = {}   # by worker
        self._started: set[asyncio.Task] = set()
        self._clock = None                         # runs while there are tasks and no worker
        self._client = _connect(address)
        try:
            self._await_worker()
            self._client.subscribe_topic(TOPIC, self._hear)
            self._client.subscribe_topic("all", self._notice)
            self._client.sync(self._compare_all)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(self, *failure) -> None:
        self.close()

    @property
    def size(self) -> int:
        """How many workers there are now."""
        return len(self._workers)

    def submit(self, key: str, work: Callable, *args) -> None:
        """See Pool."""
        self._client.loop.add_callback(self._accept, _Task(key, pickle.dumps((work, args))))

    def next(self, timeout: float | None = None) -> TaskEvent | TaskResult | None:
        """See Pool."""
        try:
            return self._happened.get(timeout=timeout)
        except Empty:
            return None

    def close(self) -> None:
        """Lets go of the cluster. What is under way there is told to stop, which it does at its next cell."""
        if self._client.status != "closed":
            self._client.sync(self._forget)
        self._client.close(CLOSE_SECONDS)

    def _await_worker(self) -> None:
        if not self._client.scheduler_info()["workers"]:
            self._say(f"waiting up to {WORKERS_SECONDS} s for a worker to join {self.address}")
        try:
            self._client.wait_for_workers(1, WORKERS_SECONDS)
        except TimeoutError:
            raise RefusedParameters(f"scheduler: {self._nobody()}") from None

    def _nobody(self) -> str:
        return (f"no worker is at {self.address}, and none joined within {WORKERS_SECONDS} s; "
                f"start one with `dask worker {self.address} --nthreads 1`")

    # From here on: in dask's thread.

    async def _compare_all(self) -> None:
        answers = await self._client.run(this_machine, on_error="return")
        unlike = [f"{worker}: {_why_unfit(answer, self._here)}" for worker, answer in sorted(answers.items())
                  if answer != self._here]
        if unlike:
            raise RefusedParameters("scheduler: a worker that differs from this machine may find something else; "
                                    "nothing has started:", unlike)
        self._workers |= answers.keys()

    async def _compare(self, newcomer: str) -> None:
        answers = await self._client.run(this_machine, workers=[newcomer], on_error="return")
        for worker, answer in answers.items():
            if answer == self._here:
                self._workers.add(worker)
                self._hand_out()
            else:
                self._say(f"{worker} joined and is left out: {_why_unfit(answer, self._here)}")

    def _accept(self, task: _Task) -> None:
        self._waiting.append(task)
        self._hand_out()

    def _hand_out(self) -> None:
        """A waiting task to each idle worker; the clock runs while there is no worker at all."""
        for worker in self._workers - self._attempts.keys():
            if self._waiting:
                self._attempt(self._waiting.popleft(), worker)
        if self._waiting and not self._workers:
            self._clock = self._clock or self._client.loop.call_later(WORKERS_SECONDS, self._give_up)
        elif self._clock:
            self._client.loop.remove_timeout(self._clock)
            self._clock = None

    def _attempt(self, task: _Task, worker: str) -> None:
        name = f"{TOPIC}-{uuid4().hex}"
        self._attempts[worker] = _Attempt(task, name, self._start(self._follow(task, worker, name)))

    def _start(self, coroutine: Coroutine) -> asyncio.Task:
        started = asyncio.create_task(coroutine)
        self._started.add(started)
        started.add_done_callback(self._started.discard)
        return started

    async def _follow(self, task: _Task, worker: str, name: str) -> None:
        """From the start of an attempt to its end; cancelled where that is of no interest any more."""
        from distributed import CancelledError, KilledWorker
        from distributed.client import ClosedClientError
        try:
            future = self._client.submit(_do, name, task.parcel, key=name, workers=[worker], pure=False, retries=0)
            ended = pickle.loads(await future)
        except KilledWorker:
            return                          # the scheduler tells everybody of the worker, see _notice
        except (CancelledError, ClosedClientError):
            self._end_all(f"the scheduler at {self.address} is gone or was restarted; look there, and run again")
            return
        except Exception as error:
            ended = None, error
        del self._attempts[worker]
        if isinstance(ended[1], LostTemplate):
            self._again(task)
        else:
            self._happened.put(TaskResult(task.key, *ended))
        self._hand_out()

    def _hear(self, event: tuple) -> None:
        """What an attempt told, unless it has ended or was given up."""
        worker, name, told = event[1]
        attempt = self._attempts.get(worker)
        if attempt and attempt.name == name:
            self._happened.put(TaskEvent(attempt.task.key, pickle.loads(told)))

    def _notice(self, event: tuple) -> None:
        """Of all that the scheduler tells everybody: who comes, and who is gone."""
        match event[1]:
            case {"action": "add-worker", "worker": worker}:
                self._start(self._compare(worker))
            case {"action": "remove-worker", "worker": worker}:
                self._lose(worker)

    def _lose(self, worker: str) -> None:
        self._workers.discard(worker)
        attempt = self._attempts.pop(worker, None)
        if attempt:
            attempt.following.cancel()
            self._again(attempt.task)
        self._hand_out()

    def _again(self, task: _Task) -> None:
        if task.losses < RETRIES:
            self._waiting.appendleft(replace(task, losses=task.losses + 1))
        else:
            self._end(task, f"{RETRIES + 1} workers died one after another while they did this; look for what ends "
                            "them (memory, a limit, a person), and run again")

    def _give_up(self) -> None:
        self._clock = None
        self._end_all(self._nobody())

    def _end_all(self, why: str) -> None:
        tasks = [*(attempt.task for attempt in self._attempts.values()), *self._waiting]
        for attempt in self._attempts.values():
            attempt.following.cancel()
        self._attempts.clear()
        self._waiting.clear()
        self._workers.clear()
        for task in tasks:
            self._end(task, why)

    def _end(self, task: _Task, why: str) -> None:
        self._happened.put(TaskResult(task.key, error=LostWorker(f"{task.key}: {why}")))

    async def _forget(self) -> None:
        self._waiting.clear()
        self._attempts.clear()
        self._workers.clear()
        for started in self._started:
            started.cancel()
        await asyncio.gather(*self._started, return_exceptions=True)


def _connect(address: str) -> "Client":
    from distributed import Client
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)   # the pool says it, once
    try:
        return Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError):
        raise RefusedParameters(f"scheduler: nothing answers at {address}; start one with `dask scheduler`, which says "
                                "its address, tcp://HOST:8786") from None


def _why_unfit(answer: Machine | Exception, here: Machine) -> str:
    if isinstance(answer, Machine):
        return ", ".join(differences(answer, here))
    return f"{type(answer).__name__}: {answer}"


# From here on: in a worker.


class GivenUp(WayforwardError):
    """Raised from a watch where nobody waits for the task any more, so that it ends here too."""


def _do(name: str, parcel: bytes) -> bytes:
    """What a task returns and what it raises, one of them None. dask sees neither, so it logs neither."""
    from distributed import get_worker
    worker = get_worker()

    def watch(event: object) -> None:
        if not _wanted(worker, name):
            raise GivenUp("the run that asked for this is gone")
        worker.log_event(TOPIC, [worker.address, name, pickle.dumps(event)])

    with ONE_AT_A_TIME:
        work, args = pickle.loads(parcel)
        return pickle.dumps(done(work, args, watch))


def _wanted(worker: "Worker", name: str) -> bool:
    task = worker.state.tasks.get(name)
    leaving = worker.status.name in ("closing", "closed", "failed")
    return task is not None and task.state == "executing" and not leaving

