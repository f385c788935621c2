"""Work for pools to do, in a module that a worker can import."""

import os
import signal
import time
from pathlib import Path


def double(number: int, watch) -> int:
    """Tells the number and its process, and returns twice the number."""
    watch(("half", number))
    watch(("process", os.getpid()))
    return 2 * number


def fail(watch) -> None:
    """Raises."""
    raise ValueError("expected")


def give_what_cannot_be_sent(watch):
    """Returns what no process can be sent."""
    return lambda: None


class Odd(Exception):
    """An exception that cannot be made again from what it holds."""

    def __init__(self, one, two):
        super().__init__(one)


def fail_oddly(watch) -> None:
    """Raises what no process can be sent."""
    raise Odd("born on 1 May", 2)


def die(times: int, diary: str, watch) -> str:
    """Kills its process the first few times that it is done; each time leaves a line in a diary."""
    with Path(diary).open("a") as file:
        file.write(f"{os.getpid()}\n")
    if len(Path(diary).read_text().splitlines()) <= times:
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def meet(folder: str, others: int, watch) -> bool:
    """Waits until as many others are here at the same time."""
    (Path(folder) / str(os.getpid())).touch()
    until = time.monotonic() + 120
    while len(list(Path(folder).iterdir())) < others and time.monotonic() < until:
        time.sleep(0.01)
    return len(list(Path(folder).iterdir())) >= others


def linger(watch) -> None:
    """Tells its process and stays."""
    watch(os.getpid())
    time.sleep(600)


def import_nothing():
    """A template that is there at once, and whose kernels import for themselves."""
    yield
