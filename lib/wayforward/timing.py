"""What this process has spent: seconds by what they were spent on, and memory."""

import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_seconds: dict[str, float] = defaultdict(float)
_under_way: list[str] = []


@contextmanager
def spending(on: str) -> Iterator[None]:
    """Counts the wall time of a block, or of a function that it decorates. Within another such block it counts as that
    one's."""
    if _under_way:
        yield
        return
    _under_way.append(on)
    began = time.perf_counter()
    try:
        yield
    finally:
        _seconds[on] += time.perf_counter() - began
        _under_way.clear()


def spent() -> dict[str, float]:
    """Seconds so far, by what they were spent on."""
    return {on: round(seconds, 3) for on, seconds in sorted(_seconds.items())}


def peak_mb() -> float | None:
    """The most memory that this process has held, in MB; None where the system does not tell (Windows).

    Linux's getrusage counts in what the process that started this one held: its own word is in /proc.
    """
    try:
        (told,) = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="utf-8"))
        return round(int(told) * 1024 / 1e6, 1)
    except (OSError, ValueError):
        return _peak_by_usage()


def _peak_by_usage() -> float | None:
    try:
        import resource
    except ImportError:
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6, 1)
