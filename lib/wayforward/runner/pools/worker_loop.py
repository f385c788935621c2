"""The far end of a pool's connection: a process that does one task after another until nobody asks it any more."""

import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection


def serve(connection: Connection) -> None:
    """Does each task that comes, and tells what its watch is given and how it ends; returns when the pool is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)   # who interrupts the run means the run, which ends its workers
    _end_with_parent()
    while True:
        try:
            work, args = connection.recv()
            connection.send((True, result_of(work, args, lambda event: connection.send((False, event)))))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return


def serve_descriptor(descriptor: str) -> None:
    """The same for a process that was forked with the connection's file descriptor."""
    serve(Connection(int(descriptor)))


def result_of(work: Callable, args: tuple, watch: Callable) -> tuple[object, Exception | None]:
    """What work returns and what it raises, one of them None; only what another process can be sent."""
    try:
        value = work(*args, watch)
        pickle.dumps(value)
    except Exception as error:
        return None, _sendable(error)
    return value, None


def _sendable(error: Exception) -> Exception:
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(type(error).__name__)   # its words may hold a value
    return error


def _end_with_parent() -> None:
    """A process that was spawned leaves when its parent is gone; a forked one is ended by the template."""
    parent = multiprocessing.parent_process()
    if parent:
        threading.Thread(target=lambda: (parent.join(), os._exit(1)), daemon=True).start()
