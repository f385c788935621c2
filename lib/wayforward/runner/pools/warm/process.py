"""The template process: imports, then forks a child whenever it is asked to, and is never more than one thread.

    python -m wayforward.runner.pools.warm.process LISTENER IMPORTS [CHILDREN]

Its owner holds the other end of its standard input. It waits in one place for four things: a request at its socket, a
word or the end of an asker's connection, the end of a child, and the end of its owner.
"""

import gc
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle
from pathlib import Path

from wayforward.library import LIBRARY, stamps
from wayforward.runner.pools.warm import child
from wayforward.runner.pools.warm.template import COMMAND, remove_socket

HARMLESS = {"jemalloc_bg_thd"}      # pyarrow's; it holds no lock of Python's, and a fork of it starts its own
PATIENCE = 5.0                      # seconds for a whole request
LIFE_LINE = 0
CANNOT_RESTART = ("the warm template cannot import the library's changed code; the error is told where a template was "
                  "started")


class TemplateProcess:
    """The template at work. `children`: the askers' connections of those it forked and has not seen end, by number;
    None where the asker is gone."""

    def __init__(self, listener: socket.socket, imports: str, children: dict[int, Connection | None]):
        self.listener, self.imports, self.children = listener, imports, children
        self.files = stamps(LIBRARY)
        self.selector = selectors.DefaultSelector()
        self.wake, self.waker = os.pipe()

    def run(self) -> None:
        """Imports, and then serves until its owner is gone."""
        self._prepare_signals()
        self._import()
        self.selector.register(self.listener, selectors.EVENT_READ, self._on_request)
        self.selector.register(LIFE_LINE, selectors.EVENT_READ, self._shut_down)
        self.selector.register(self.wake, selectors.EVENT_READ, self._on_signal)
        for pid, connection in self.children.items():
            if connection:
                self._watch_child(pid, connection)
        self._reap()
        while True:
            for key, _ in self.selector.select():
                key.data()

    def _prepare_signals(self) -> None:
        """Every signal of interest becomes a letter in a pipe, so that nothing interrupts anything."""
        for end in (self.wake, self.waker):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self.waker, warn_on_full_buffer=False)
        for number in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(number, lambda number, frame: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)    # who interrupts means the owner

    def _import(self) -> None:
        """In steps, with an eye on the owner; what is loaded then is put out of the garbage collector's reach, so that
        children share it."""
        module, _, name = self.imports.partition(":")
        with selectors.DefaultSelector() as life_line:
            life_line.register(LIFE_LINE, selectors.EVENT_READ)
            for _ in getattr(import_module(module), name)() or ():
                if life_line.select(0):
                    self._shut_down()
        gc.collect()
        gc.freeze()

    def _on_signal(self) -> None:
        if signal.SIGTERM in os.read(self.wake, 4096):
            self._shut_down()
        self._reap()

    def _on_request(self) -> None:
        """Forks the child that is asked for. Code that changed since it was imported is imported anew first, while the
        request waits at the door."""
        changed = stamps(LIBRARY) != self.files
        if changed and _can_restart():
            self._renew()
        with suppress(EOFError, OSError, ValueError):       # the asker thought better of it
            self._fork(Connection(self.listener.accept()[0].detach()), CANNOT_RESTART if changed else why_not_fork())

    def _fork(self, connection: Connection, problem: str) -> None:
        if not connection.poll(PATIENCE):
            connection.close()
            return
        call, args, env, cwd, files = json.loads(connection.recv_bytes())
        handed = [recv_handle(connection) for _ in range(files)]
        if problem:
            connection.send_bytes(json.dumps(problem).encode())
            connection.close()
            return
        pid = child.fork(lambda: self._close_inherited(connection), call, [*args, *map(str, handed)], env, cwd)
        for fd in handed:
            os.close(fd)
        self._watch_child(pid, connection)
        connection.send_bytes(json.dumps(pid).encode())

    def _close_inherited(self, newest: Connection) -> None:
        """In a child: closes what belongs to the template."""
        self.selector.close()
        self.listener.close()
        for fd in (self.wake, self.waker):
            os.close(fd)
        for connection in (newest, *filter(None, self.children.values())):
            connection.close()

    def _watch_child(self, pid: int, connection: Connection) -> None:
        self.children[pid] = connection
        self.selector.register(connection, selectors.EVENT_READ, lambda: self._on_message(pid, connection))

    def _on_message(self, pid: int, connection: Connection) -> None:
        """A signal for a child, or its asker's end, which is its own."""
        if self.children.get(pid) is not connection:    # let go of a moment ago
            return
        try:
            _kill(pid, json.loads(connection.recv_bytes()))
        except (EOFError, OSError, ValueError):
            _kill(pid, signal.SIGKILL)
            self._drop_connection(pid)
            self.children[pid] = None

    def _reap(self) -> None:
        """Tells the askers of children that ended, and ends what those left running."""
        for pid in list(self.children):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(pid, signal.SIGKILL)
                with suppress(OSError):
                    if self.children[pid]:
                        self.children[pid].send_bytes(json.dumps(os.waitstatus_to_exitcode(status)).encode())
                self._drop_connection(pid)
                del self.children[pid]

    def _drop_connection(self, pid: int) -> None:
        connection = self.children[pid]
        if connection:
            self.selector.unregister(connection)
            connection.close()

    def _shut_down(self) -> None:
        """Ends every child, whatever it is doing, and itself."""
        for pid in self.children:
            _kill(pid, signal.SIGKILL)
        for pid in self.children:
            os.waitpid(pid, 0)
        remove_socket(self.listener.getsockname())
        os._exit(0)

    def _renew(self) -> None:
        """Starts again in this same process, with the same socket, owner, and children."""
        children = {pid: connection and connection.fileno() for pid, connection in self.children.items()}
        for fd in (self.listener.fileno(), *filter(None, children.values())):
            os.set_inheritable(fd, True)
        os.execv(COMMAND[0], [*COMMAND, str(self.listener.fileno()), self.imports, json.dumps(children)])


def _kill(pid: int, number: int) -> None:
    """Signals a child that is not yet reaped, with its group if it leads one already."""
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def _can_restart() -> bool:
    """Whether a template could start again: starting in vain would cost the children their lives."""
    return not subprocess.run([sys.executable, "-c", f"import {__spec__.name}"], stdin=subprocess.DEVNULL).returncode


def why_not_fork() -> str:
    """Why this process must not fork, "" if it may: a lock that another thread holds would never open in a child."""
    try:
        tasks = [task for task in Path("/proc/self/task").iterdir() if task.name != str(os.getpid())]
        others = [name for task in tasks if (name := (task / "comm").read_text().strip()) not in HARMLESS]
    except OSError:     # no such folder but on Linux
        others = [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()]
    return f"the warm template must be one thread to fork, and also has: {', '.join(others)}" if others else ""


def main(descriptor: str, imports: str, children: str = "{}") -> None:
    """Begins, or goes on with the children it had."""
    if sys.path[0] == str(Path.cwd()):
        del sys.path[0]     # its own folder; a kernel adds the one it works in
    listener = socket.socket(fileno=int(descriptor))
    connections = {int(pid): fd and Connection(fd) for pid, fd in json.loads(children).items()}
    for held in (listener, *filter(None, connections.values())):
        os.set_inheritable(held.fileno(), False)
    listener.setblocking(False)
    TemplateProcess(listener, imports, connections).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
