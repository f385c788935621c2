"""Tasks done on a cluster by the workers of a dask scheduler, one at a time in each, on any number of machines.

    dask scheduler                                                # once; it says its address
    dask worker tls://HOST:8786 --nthreads 1 --nworkers 4         # on each machine, in its copy of the project's folder
    wayforward run --all --scheduler tls://HOST:8786

The machines need the same environment, library and notebooks as the one that asks: any other is refused, by name.
Whoever reaches a scheduler can run any code on its workers: other machines are spoken to with TLS alone (see address).
"""

import logging
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from wayforward.errors import RefusedParameters
from wayforward.runner.job import COLD, WARM
from wayforward.runner.pools import dispatch, messages
from wayforward.runner.pools.address import check_address, check_network
from wayforward.runner.pools.cluster_worker import TOPIC
from wayforward.runner.pools.dispatch import ClusterTask, Dispatcher
from wayforward.runner.pools.processes import TaskEvent, TaskResult
from wayforward.runner.pools.warm import template

if TYPE_CHECKING:   # a local run never imports it
    from distributed import Client

CONNECT_SECONDS, CLOSE_SECONDS = 10, 10


class Cluster:
    """A pool (see there) of the workers at a scheduler's address.

    say: is given a sentence where a person may wonder: it waits for a worker, it leaves one out

    Raises RefusedParameters where others could listen, nothing answers, no worker is there, or one differs from this
    machine.
    """

    local = False
    kernel = WARM if template.available() else COLD   # there as here: each worker keeps a template of its own

    def __init__(self, address: str, say: Callable[[str], object] = lambda line: None):
        self.address, self._say = address, say
        self._happened: SimpleQueue[TaskEvent | TaskResult] = SimpleQueue()
        check_address(address)
        self._client = _connect(address)
        self._dispatcher = Dispatcher(self._client, address, self._happened, say)
        try:
            self._await_worker()
            known = self._client.scheduler_info(n_workers=-1)
            check_network(address, {known["address"], *known["workers"]})
            self._client.subscribe_topic(TOPIC, self._dispatcher.on_event)
            self._client.subscribe_topic("all", self._dispatcher.on_worker_change)
            self._client.sync(self._dispatcher.compare_all)
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
        return len(self._dispatcher.workers)

    def submit(self, key: str, work: Callable, *args) -> None:
        """See Pool."""
        self._client.loop.add_callback(self._dispatcher.accept, ClusterTask(key, messages.task(work, args)))

    def next(self, timeout: float | None = None) -> TaskEvent | TaskResult | None:
        """See Pool."""
        try:
            return self._happened.get(timeout=timeout)
        except Empty:
            return None

    def close(self) -> None:
        """Lets go of the cluster. What is under way there is told to stop, which it does at its next cell."""
        if self._client.status != "closed":
            self._client.sync(self._dispatcher.stop)
        self._client.close(CLOSE_SECONDS)

    def _await_worker(self) -> None:
        if not self._client.scheduler_info()["workers"]:
            self._say(f"waiting up to {dispatch.WORKERS_SECONDS} s for a worker to join {self.address}")
        try:
            self._client.wait_for_workers(1, dispatch.WORKERS_SECONDS)
        except TimeoutError:
            raise RefusedParameters(f"scheduler: {dispatch.nobody_at(self.address)}") from None


def _connect(address: str) -> "Client":
    from distributed import Client
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)   # the pool says it, once
    try:
        return Client(address, timeout=CONNECT_SECONDS, set_as_default=False, serializers=["msgpack"])
    except (OSError, ValueError):
        raise RefusedParameters(f"scheduler: nothing answers at {address}; start one with `dask scheduler`, which says "
                                "its address, tcp://HOST:8786") from None
