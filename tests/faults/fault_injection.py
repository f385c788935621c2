"""`wayforward run` in a process to which something happens: python -m faults.fault_injection WHAT NUMBER run …

In this process alone; its workers and kernels are as ever.
"""

import errno
import os
import resource
import signal
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import count

from wayforward.runner import job, log, period, run_folder

STEPS = ("fsync", "mkdir", "rename", "replace", "rmdir", "unlink")


def at(number: int, names: tuple[str, ...], deed: Callable[[], None]) -> None:
    """Does something before the n-th call, from now, of any of these functions of the system."""
    calls = count(1)

    def before(function, *given, **more):
        if next(calls) == number:
            deed()
        return function(*given, **more)

    for name in names:
        setattr(os, name, partial(before, getattr(os, name)))


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killed_at_a_step(number: int) -> None:
    """By its own hand, before a change of the folders."""
    at(number, STEPS, die)


def killed_while_moving(number: int) -> None:
    """Likewise, before a rename of those that put a built folder into its place."""
    put = period.folders.put_in_place

    def counted(*given):
        at(number, ("rename",), die)
        put(*given)

    period.folders.put_in_place = counted


def full(number: int) -> None:
    """From the n-th file on there is no room."""
    files = count(1)
    sync = os.fsync

    def fsync(descriptor):
        if next(files) >= number:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sync(descriptor)

    os.fsync = fsync


def small_files(number: int) -> None:
    """No file may grow beyond so many bytes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (number, resource.RLIM_INFINITY))


def few_files(number: int) -> None:
    """No more than so many may be open."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (number, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))


def unread(number: int) -> None:
    """Nobody reads what it tells."""
    reader, writer = os.pipe()
    os.close(reader)
    os.dup2(writer, sys.stdout.fileno())


def clock(number: int) -> None:
    """It is so many days later, or earlier."""
    class Shifted(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(days=number)

    run_folder.datetime = log.datetime = Shifted


def hasty(number: int) -> None:
    """A cell may take so many seconds."""
    period.Job = partial(job.Job, cell_seconds=number)


if __name__ == "__main__":
    what, number = sys.argv.pop(1), int(sys.argv.pop(1))
    globals()[what](number)
    from wayforward.cli import app

    app()
