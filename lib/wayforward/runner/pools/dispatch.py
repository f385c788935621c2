"""Which worker of a cluster does which task, decided in dask's own thread, where every method here is called.

dask carries, this module decides: every task is bound to one idle worker that was compared before. So it is known which
task went with a lost worker and how often, and a worker that joins later is not trusted unseen.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from queue import SimpleQueue
from typing import TYPE_CHECKING
from uuid import uuid4

from wayforward.errors import RefusedParameters, WayforwardError
from wayforward.runner.pools import messages
from wayforward.runner.pools.address import is_safe
from wayforward.runner.pools.cluster_worker import TOPIC, perform_task, tell_machine
from wayforward.runner.pools.environment_check import Machine, differences, this_machine
from wayforward.runner.pools.processes import RETRIES, LostWorker, TaskEvent, TaskResult
from wayforward.runner.pools.warm.template import LostTemplate

if TYPE_CHECKING:   # a local run never imports it
    from distributed import Client

WORKERS_SECONDS = 30    # how long tasks wait for a worker


@dataclass(frozen=True)
class ClusterTask:
    """A task, its work and arguments as a message, and how many workers were lost with it."""

    key: str
    message: str
    losses: int = 0


@dataclass(frozen=True)
class _Attempt:
    """A task bound to a worker: the name that dask knows it by, and who waits for its end."""

    task: ClusterTask
    name: str
    following: asyncio.Task


class Dispatcher:
    """Hands tasks out to the workers of a dask client, and puts all that happens to them into `happened`.

    say: is given a sentence where a worker that joins is left out
    """

    def __init__(self, client: "Client", address: str, happened: SimpleQueue, say: Callable[[str], object]):
        self.workers: set[str] = set()
        self._client, self._address, self._happened, self._say = client, address, happened, say
        self._here = this_machine()
        self._waiting: deque[ClusterTask] = deque()
        self._attempts: dict[str, _Attempt] = {}   # by worker
        self._coroutines: set[asyncio.Task] = set()
        self._clock = None                         # runs while there are tasks and no worker

    async def compare_all(self) -> None:
        """RefusedParameters if any worker that there is differs from this machine."""
        answers = await self._machines()
        unlike = [f"{worker}: {_why_unfit(answer, self._here)}" for worker, answer in sorted(answers.items())
                  if answer != self._here]
        if unlike:
            raise RefusedParameters("scheduler: a worker that differs from this machine may find something else; "
                                    "nothing has started:", unlike)
        self.workers |= answers.keys()

    async def _machines(self, workers: list[str] | None = None) -> dict[str, Machine | Exception]:
        told = await self._client.run(tell_machine, workers=workers, on_error="return")
        return {worker: _machine(answer) for worker, answer in told.items()}

    async def _compare(self, newcomer: str) -> None:
        if not is_safe(newcomer):
            self._say(f"{newcomer} joined and is left out: others could listen to what is said to it")
            return
        for worker, answer in (await self._machines([newcomer])).items():
            if answer == self._here:
                self.workers.add(worker)
                self._assign()
            else:
                self._say(f"{worker} joined and is left out: {_why_unfit(answer, self._here)}")

    def accept(self, task: ClusterTask) -> None:
        """Takes a task, to be done as soon as a worker is idle."""
        self._waiting.append(task)
        self._assign()

    def _assign(self) -> None:
        """A waiting task to each idle worker; the clock runs while there is no worker at all."""
        for worker in self.workers - self._attempts.keys():
            if self._waiting:
                task, name = self._waiting.popleft(), f"{TOPIC}-{uuid4().hex}"
                self._attempts[worker] = _Attempt(task, name, self._create_task(self._follow(task, worker, name)))
        if self._waiting and not self.workers:
            self._clock = self._clock or self._client.loop.call_later(WORKERS_SECONDS, self._give_up)
        elif self._clock:
            self._client.loop.remove_timeout(self._clock)
            self._clock = None

    def _create_task(self, coroutine: Coroutine) -> asyncio.Task:
        created = asyncio.create_task(coroutine)
        self._coroutines.add(created)
        created.add_done_callback(self._coroutines.discard)
        return created

    async def _follow(self, task: ClusterTask, worker: str, name: str) -> None:
        """From the start of an attempt to its end; cancelled where that is of no interest any more."""
        from distributed import CancelledError, KilledWorker
        from distributed.client import ClosedClientError
        try:
            future = self._client.submit(perform_task, name, task.message, key=name, workers=[worker], pure=False,
                                         retries=0)
            result = messages.read_end(await future)
        except KilledWorker:
            return                          # the scheduler tells everybody of the worker, see on_worker_change
        except (CancelledError, ClosedClientError):
            self._end_all(f"the scheduler at {self._address} is gone or was restarted; look there, and run again")
            return
        except Exception as error:
            result = None, error
        del self._attempts[worker]
        if isinstance(result[1], LostTemplate):
            self._try_again(task)
        else:
            self._happened.put(TaskResult(task.key, *result))
        self._assign()

    def on_event(self, event: tuple) -> None:
        """Takes what an attempt told, unless it has ended or was given up."""
        worker, name, told = event[1]
        attempt = self._attempts.get(worker)
        if attempt and attempt.name == name:
            self._happened.put(TaskEvent(attempt.task.key, *messages.read(told)))

    def on_worker_change(self, event: tuple) -> None:
        """Takes, of all that the scheduler tells everybody, who comes and who is gone."""
        match event[1]:
            case {"action": "add-worker", "worker": worker}:
                self._create_task(self._compare(worker))
            case {"action": "remove-worker", "worker": worker}:
                self._lose(worker)

    def _lose(self, worker: str) -> None:
        self.workers.discard(worker)
        attempt = self._attempts.pop(worker, None)
        if attempt:
            attempt.following.cancel()
            self._try_again(attempt.task)
        self._assign()

    def _try_again(self, task: ClusterTask) -> None:
        if task.losses < RETRIES:
            self._waiting.appendleft(replace(task, losses=task.losses + 1))
        else:
            self._happened.put(_lost(task, f"{RETRIES + 1} workers died one after another while they did this; look "
                                           "for what ends them (memory, a limit, a person), and run again"))

    def _give_up(self) -> None:
        self._clock = None
        self._end_all(nobody_at(self._address))

    def _end_all(self, why: str) -> None:
        tasks = [*(attempt.task for attempt in self._attempts.values()), *self._waiting]
        for attempt in self._attempts.values():
            attempt.following.cancel()
        self._clear()
        for task in tasks:
            self._happened.put(_lost(task, why))

    async def stop(self) -> None:
        """Forgets every task, those under way too."""
        self._clear()
        for coroutine in self._coroutines:
            coroutine.cancel()
        await asyncio.gather(*self._coroutines, return_exceptions=True)

    def _clear(self) -> None:
        for collection in (self._waiting, self._attempts, self.workers):
            collection.clear()


def nobody_at(address: str) -> str:
    """What is told where no worker is there."""
    return (f"no worker is at {address}, and none joined within {WORKERS_SECONDS} s; "
            f"start one with `dask worker {address} --nthreads 1`")


def _lost(task: ClusterTask, why: str) -> TaskResult:
    return TaskResult(task.key, error=LostWorker(f"{task.key}: {why}"))


def _machine(answer: str | Exception) -> Machine | Exception:
    try:
        return answer if isinstance(answer, Exception) else messages.read(answer)[0]
    except ValueError:
        return WayforwardError("it does not answer as this library does")


def _why_unfit(answer: Machine | Exception, here: Machine) -> str:
    if isinstance(answer, Machine):
        return ", ".join(differences(answer, here))
    return f"{type(answer).__name__}: {answer}"
