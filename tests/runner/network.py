"""A dask scheduler and its workers as processes on the loopback network, in a small project's folder."""

import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

DEADLINE = 180  # seconds; far more than a busy machine needs
DASK = """\
import os, sys, threading
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(1)), daemon=True).start()   # ends with the tests
from dask.__main__ import main
main()
"""


def here() -> dict[str, str]:
    """The environment of a process that is to find this module."""
    paths = [str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths)), "OPENBLAS_NUM_THREADS": "1"}


class Network:
    """Starts a scheduler, and workers when asked to, in a project's folder: a small one of its own if not given."""

    def __init__(self, folder: Path, project: Path | None = None):
        self.folder, self.started, self.workers = folder, [], []
        self.project = project or make_project(folder / "project", "1 + 1")
        self.file = folder / "scheduler.json"
        self.scheduler = self.start("scheduler", "--port", "0", "--no-show", cwd=self.project)

    def __enter__(self) -> "Network":
        wait_for(self.is_open)
        self.address = json.loads(self.file.read_text())["address"]
        return self

    def __exit__(self, *failure) -> None:
        self.kill(*self.started)

    def is_open(self) -> bool:
        with suppress(OSError, ValueError):     # not there, or half written
            return bool(json.loads(self.file.read_text()))
        return False

    def start(self, kind: str, *options: str, cwd: Path) -> subprocess.Popen:
        command = [sys.executable, "-c", DASK, kind, "--scheduler-file", str(self.file), "--host", "127.0.0.1",
                   "--no-dashboard", *options]
        log = (self.folder / "log").open("a")
        process = subprocess.Popen(command, cwd=cwd, stdin=subprocess.PIPE, stdout=log, stderr=log, env=here())
        log.close()
        self.started.append(process)
        return process

    def join(self, cwd: Path | None = None, threads: int = 1) -> subprocess.Popen:
        """A worker that may not have joined yet."""
        worker = self.start("worker", "--no-nanny", "--nthreads", str(threads), "--local-directory",
                            str(self.folder), cwd=cwd or self.project)
        self.workers.append(worker)
        return worker

    def two(self) -> None:
        """Waits until two workers are there, and nobody else."""
        self.workers = [worker for worker in self.workers if worker.poll() is None]
        while len(self.workers) < 2:
            self.join(threads=1 + len(self.workers))
        self.wait_for_workers(2)

    def wait_for_workers(self, number: int) -> None:
        from distributed import Client
        with Client(self.address, set_as_default=False) as client:
            wait_for(lambda: len(client.nthreads()) == number)

    def kill(self, *processes: subprocess.Popen) -> None:
        for process in processes:
            process.kill()
            process.wait()
            process.stdin.close()


def make_project(folder: Path, source: str) -> Path:
    (folder / "notebooks").mkdir(parents=True)
    (folder / "environment.yml").touch()
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "source": source, "outputs": [], "execution_count": None}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "notebooks" / "1-local-community.ipynb").write_text(json.dumps(notebook))
    return folder


def wait_for(condition) -> None:
    limit = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < limit, "this takes too long"
        time.sleep(0.05)
