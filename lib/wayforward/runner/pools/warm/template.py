"""A template seen from outside: the process that owns it, those that ask it for children, and the children.

The owner holds the template's life line, a pipe: when the owner ends, however it ends, the template ends all that it
forked and leaves. Whoever asks for a child holds a connection that is the child's life in the same way.
"""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Client, Connection
from multiprocessing.reduction import send_handle
from pathlib import Path
from tempfile import mkdtemp
from typing import IO
from weakref import WeakSet

from wayforward.errors import WayforwardError
from wayforward.runner.private_folder import own_folder

ADDRESS = "WAYFORWARD_TEMPLATE"     # names the template that a process is to use in place of one of its own
IMPORTS = "wayforward.runner.pools.warm.imports:heavy"
COMMAND = (sys.executable, "-Xfrozen_modules=off", "-m", "wayforward.runner.pools.warm.process")
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
PATIENCE = 120.0        # seconds for an answer, the imports included
LEAVING = 2.0           # seconds in which a template ends its children and leaves


class LostTemplate(WayforwardError):
    """The template is gone, and with it all that it forked."""


def available() -> bool:
    """Whether this system can fork (Linux and macOS can, Windows cannot)."""
    return hasattr(os, "fork") and hasattr(socket, "AF_UNIX")


_closed_in_forks: WeakSet = WeakSet()      # life lines and connections, which a fork of this process must not keep open

if available():
    os.register_at_fork(after_in_child=lambda: [line.close() for line in list(_closed_in_forks)])


class Child:
    """A process that a template forked, as its asker holds it: much like a Popen, but it leads a session of its own, a
    signal reaches all of that, and it is killed when this is closed or the asker ends.

    returncode: its exit code, -n where signal n ended it; None as long as it runs
    lost: whether it was its template that ended
    """

    def __init__(self, connection: Connection, pid: int):
        self.pid = pid
        self.returncode: int | None = None
        self.lost = False
        self._connection = connection
        _closed_in_forks.add(connection)

    def poll(self) -> int | None:
        """Its exit code, None as long as it runs."""
        return self.wait(0)

    def wait(self, timeout: float | None = None) -> int | None:
        """The same, waiting for its end, at most `timeout` seconds."""
        if self.returncode is None and self._connection.poll(timeout):
            try:
                self.returncode = _received(self._connection)
            except LostTemplate:
                self._lose()
        return self.returncode

    def _lose(self) -> None:
        """A lost template's children are dead or dying; what they themselves started is ended here."""
        self.lost, self.returncode = True, -signal.SIGKILL
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)

    def send_signal(self, number: int) -> None:
        """Signals its whole group. By way of the template, so that never another process with its number is hit."""
        if self.poll() is None:
            with suppress(OSError):
                _send(self._connection, int(number))

    def kill(self) -> None:
        """Ends it (SIGKILL); wait() tells when it is gone."""
        self.send_signal(signal.SIGKILL)

    def close(self) -> None:
        """Lets go of it; if it still runs it is killed."""
        if self.returncode is None:
            self.returncode = -signal.SIGKILL
        self._connection.close()


class Link:
    """A template that another process owns, by the path of its socket."""

    def __init__(self, address: str):
        self.address = address

    @property
    def alive(self) -> bool:
        """Whether anybody is at the address."""
        try:
            Client(self.address, family="AF_UNIX").close()
        except OSError:
            return False
        return True

    def fork(self, call: str, args: Sequence[str] = (), env: dict[str, str] | None = None,
             cwd: str | os.PathLike | None = None, fds: Sequence[int] = ()) -> Child:
        """A new child that calls `module:function` with the arguments, and ends with its result as exit code.

        env, cwd: its environment and folder; the asker's own if not given
        fds: open files it is to have; their numbers there follow as further arguments

        Waits until the template has imported what it has to. LostTemplate if it is gone; WayforwardError with the
        reason where it will not fork.
        """
        request = [call, list(args), dict(os.environ if env is None else env), os.fspath(cwd or Path.cwd()), len(fds)]
        try:
            connection = Client(self.address, family="AF_UNIX")
            with _closed_on_failure(connection):
                _send(connection, request)
                for fd in fds:
                    send_handle(connection, fd, None)
                return Child(connection, _number(connection))
        except OSError:
            raise template_is_gone() from None


class Template(Link):
    """A template of this process's own. Its imports go on while the owner does other things; `fork` waits for them.

    imports: `module:function`, a generator function that does part of the imports between one yield and the next
    output: where its output and its children's goes; this process's own if not given
    """

    def __init__(self, imports: str = IMPORTS, output: IO | int | None = None):
        super().__init__(str(Path(mkdtemp(dir=own_folder(sockets=True))) / "template"))
        self._owner = os.getpid()
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(self.address)
            Path(self.address).chmod(0o600)
            listener.listen(128)
            self._process = subprocess.Popen(
                [*COMMAND, str(listener.fileno()), imports], stdin=subprocess.PIPE, stdout=output, stderr=output,
                bufsize=0, cwd=Path(self.address).parent, env={**os.environ, **ONE_THREAD},
                pass_fds=[listener.fileno()], start_new_session=True)
        self.pid = self._process.pid
        _closed_in_forks.add(self._process.stdin)

    @property
    def alive(self) -> bool:
        """Whether it runs, and is this process's own."""
        return os.getpid() == self._owner and self._process.poll() is None

    def close(self) -> None:
        """Ends everything that it forked, and it."""
        if os.getpid() != self._owner:
            return
        self._process.stdin.close()
        try:
            self._process.wait(LEAVING)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        remove_socket(self.address)

    def __enter__(self) -> "Template":
        return self

    def __exit__(self, *failure) -> None:
        self.close()


_lock = threading.Lock()
_own: list[Template] = []       # at most one that lives


def shared() -> Link:
    """The template that this process is to use: the one WAYFORWARD_TEMPLATE names, or else its own, which is started
    when first asked for, and again if it is lost, and ends with this process."""
    if os.environ.get(ADDRESS):
        return Link(os.environ[ADDRESS])
    with _lock:
        if not any(template.alive for template in _own):
            for template in _own:
                template.close()
            _own[:] = [Template()]
            atexit.register(_own[0].close)
        return _own[0]


def lost() -> bool:
    """Whether the template that this process used is gone."""
    if os.environ.get(ADDRESS):
        return not Link(os.environ[ADDRESS]).alive
    return any(not template.alive for template in _own)


def remove_socket(address: str) -> None:
    """Removes a template's socket and the folder it lay in."""
    with suppress(OSError):
        Path(address).unlink(missing_ok=True)
        Path(address).parent.rmdir()


@contextmanager
def _closed_on_failure(connection: Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise


def _number(connection: Connection) -> int:
    """The new child's; a refusal comes as text."""
    if not connection.poll(PATIENCE):
        raise LostTemplate(f"the warm template gave no answer in {PATIENCE:.0f} seconds; run again")
    answer = _received(connection)
    if isinstance(answer, str):
        raise WayforwardError(answer)
    return answer


def _send(connection: Connection, message: object) -> None:
    connection.send_bytes(json.dumps(message).encode())


def _received(connection: Connection) -> object:
    try:
        return json.loads(connection.recv_bytes())
    except (EOFError, ConnectionError):
        raise template_is_gone() from None


def template_is_gone() -> LostTemplate:
    """What is told where the template is gone."""
    return LostTemplate("the warm template is gone, and every kernel with it; run again")
