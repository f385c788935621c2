"""A fork of the template becomes a kernel, as `python -m ipykernel_launcher` would."""

import os
import re
import signal
import sys
import threading
import time
from importlib.util import find_spec
from pathlib import Path

import psutil

MOST_MEMORY = "WAYFORWARD_MEMORY_MB"
LOOK = 0.1      # seconds between two looks at the memory used
INLINE = "module://matplotlib_inline.backend_inline"


def start(*argv: str) -> None:
    """Runs ipykernel with its own arguments (`-f`, the connection file) until it is shut down."""
    from ipykernel.kernelapp import IPKernelApp

    sys.argv = [find_spec("ipykernel_launcher").origin, *argv]
    os.environ["JPY_PARENT_PID"] = str(os.getppid())
    _choose_backend()
    _bound_memory(int(os.environ.get(MOST_MEMORY) or 0))
    app = IPKernelApp.instance(parent_handle=os.getppid())      # it read JPY_PARENT_PID when it was imported
    app.initialize(list(argv))
    app.start()


def _choose_backend() -> None:
    """matplotlib read its backend from the template's environment, here it reads the kernel's; and the inline backend
    binds itself to the shell there is when it is imported, so it is imported anew."""
    sys.modules.pop("matplotlib_inline.backend_inline", None)
    if "matplotlib" in sys.modules:
        sys.modules["matplotlib"].rcParams["backend"] = os.environ.get("MPLBACKEND") or INLINE


def _bound_memory(most_mb: int) -> None:
    """What asks for too much at once gets a MemoryError (on Linux); what grows bit by bit ends the kernel, because by
    then an error could strike anywhere, and leave a kernel that neither works nor ends. 0 is no bound."""
    if not most_mb:
        return
    if sys.platform == "linux":
        import resource  # Unix has it

        used = int(re.search(r"VmData:\s+(\d+)", Path("/proc/self/status").read_text())[1]) * 1024
        resource.setrlimit(resource.RLIMIT_DATA, (used + most_mb * 2**20,) * 2)
    threading.Thread(target=_end_beyond, args=(most_mb * 2**20,), name="Memory", daemon=True).start()


def _end_beyond(most: int) -> None:
    process = psutil.Process()
    while process.memory_info().rss <= most:
        time.sleep(LOOK)
    os.killpg(0, signal.SIGKILL)
