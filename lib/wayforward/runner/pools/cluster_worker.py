"""What a dask worker does with a task of the cluster."""

import threading
from typing import TYPE_CHECKING

from wayforward.errors import WayforwardError
from wayforward.runner.pools import messages
from wayforward.runner.pools.environment_check import this_machine
from wayforward.runner.pools.worker_loop import result_of

if TYPE_CHECKING:   # a local run never imports it
    from distributed import Worker

TOPIC = "wayforward"
ONE_AT_A_TIME = threading.Lock()   # papermill is not for threads, however many a worker has


class GivenUp(WayforwardError):
    """Raised from a watch where nobody waits for the task any more, so that it ends here too."""


def tell_machine() -> str:
    """What this machine is, to be compared."""
    return messages.written(this_machine())


def perform_task(name: str, task: str) -> str:
    """What a task returns or what it raises, as a message. dask sees neither, so it logs neither."""
    from distributed import get_worker
    worker = get_worker()

    def watch(event: object) -> None:
        if not _wanted(worker, name):
            raise GivenUp("the run that asked for this is gone")
        worker.log_event(TOPIC, [worker.address, name, messages.written(event)])

    with ONE_AT_A_TIME:
        work, args = messages.read_task(task)
        return messages.end(*result_of(work, args, watch))


def _wanted(worker: "Worker", name: str) -> bool:
    task = worker.state.tasks.get(name)
    leaving = worker.status.name in ("closing", "closed", "failed")
    return task is not None and task.state == "executing" and not leaving
