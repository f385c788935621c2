"""What a fork of the template does before it is anybody's: lets go of all that is the template's, and starts afresh."""

import atexit
import ctypes
import os
import random
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from importlib import import_module
from types import ModuleType
from typing import NoReturn

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def fork(close_inherited: Callable[[], None], call: str, args: Iterable[str], env: dict[str, str], cwd: str) -> int:
    """The number of a new process that calls `module:function` with the arguments and leaves with its result.

    close_inherited: closes, in the child, what the template has open
    """
    template = os.getpid()
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())     # until the child has its own handlers
    try:
        pid = os.fork()
        if pid == 0:
            _run_child(template, close_inherited, call, args, env, cwd)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    return pid


def _run_child(template: int, close_inherited: Callable[[], None], call: str, args: Iterable[str], env: dict[str, str],
               cwd: str) -> NoReturn:
    """As an interpreter would: a result or sys.exit gives the exit code, an exception a traceback and 1."""
    code: object = 1
    try:
        _detach(template)
        close_inherited()
        _set_up(call, args, env, cwd)
        code = _function(call)(*args)
    except SystemExit as leaving:
        code = leaving.code
    except BaseException:
        traceback.print_exc()
    finally:
        _exit_as_interpreter(code)


def _exit_as_interpreter(code: object) -> NoReturn:
    """Ends as an interpreter ends, but does not take apart the modules that it shares with the template."""
    try:
        if not isinstance(code, int | None):
            print(code, file=sys.stderr)
            code = 1
        threading._shutdown()           # waits for the threads it started
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(int(code or 0) & 0xFF)


def _function(call: str) -> Callable:
    module, _, name = call.partition(":")
    return getattr(import_module(module), name)


def _detach(template: int) -> None:
    """A session of its own, ordinary signals, nothing to read, and an end when the template ends."""
    os.setsid()
    if _libc:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != template:
        os._exit(1)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, sys.__stdin__.fileno())
    os.close(nothing)


def _set_up(call: str, args: Iterable[str], env: dict[str, str], cwd: str) -> None:
    """Its own environment, folder, arguments, main module and random numbers."""
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    os.chdir(cwd)
    sys.argv = [call.partition(":")[0], *args]
    sys.modules["__main__"] = ModuleType("__main__")
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
