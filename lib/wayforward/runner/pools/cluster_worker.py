"""What a dask worker does with a task of the cluster."""

import pickle
import threading
from typing import TYPE_CHECKING

from wayforward.errors import WayforwardError
from wayforward.runner.pools.worker_loop import result_of

if TYPE_CHECKING:   # a local run never imports it
    from distributed import Worker

TOPIC = "wayforward"
ONE_AT_A_TIME = threading.Lock()   # papermill is not for threads, however many a worker has


class GivenUp(WayforwardError):
    """Raised from a watch where nobody waits for the task any more, so that it ends here too."""


def perform_task(name: str, parcel: bytes) -> bytes:
    """What a task returns and what it raises, one of them None. dask sees neither, so it logs neither."""
    from distributed import get_worker
    worker = get_worker()

    def watch(event: object) -> None:
        if not _wanted(worker, name):
            raise GivenUp("the run that asked for this is gone")
        worker.log_event(TOPIC, [worker.address, name, pickle.dumps(event)])

    with ONE_AT_A_TIME:
        work, args = pickle.loads(parcel)
        return pickle.dumps(result_of(work, args, watch))


def _wanted(worker: "Worker", name: str) -> bool:
    task = worker.state.tasks.get(name)
    leaving = worker.status.name in ("closing", "closed", "failed")
    return task is not None and task.state == "executing" and not leaving
