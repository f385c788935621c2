"""One notebook, run by papermill in a fresh kernel.

papermill's own engine, client and parameters are used; what they would do and a run must not is left out: the notebook
is not written after every cell, and the process does not change its folder.
"""

import logging
import os
import random
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import papermill
from nbclient.exceptions import CellTimeoutError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from traitlets.config import Config

from wayforward import project
from wayforward.report.findings_folder import ALLOWED
from wayforward.runner.job import COLD
from wayforward.runner.merge import Part
from wayforward.runner.notebook.client import NAME as PROMPT
from wayforward.runner.notebook.client import DiedAtOnce
from wayforward.runner.notebook.connection import connection
from wayforward.runner.notebook.evidence import code_cells, evidence, headings_above, mark
from wayforward.runner.notebook.redaction import correct_state, redact_errors, redact_places
from wayforward.runner.outcome import Outcome, Step, Watch
from wayforward.runner.parameters import published
from wayforward.runner.pools.warm.template import ONE_THREAD
from wayforward.runner.time_limits import CELL_SECONDS, START_SECONDS

SETTINGS = Config({"AsyncKernelManager": {"client_class": PROMPT},
                   "NotebookClient": {"shutdown_kernel": "immediate"}})
STARTS = 3          # attempts: between their choice and their use a kernel's ports can be taken by another process
QUIET = "--IPKernelApp.log_level=CRITICAL"      # its words would stand among the run's
SEED = "import random, numpy; random.seed({seed}); numpy.random.seed({seed})"
papermill_log = logging.getLogger("papermill")
papermill_log.setLevel(logging.CRITICAL)   # an Outcome says it, once


@dataclass(frozen=True)
class Executed:
    """An executed notebook, what became of it, and what it found if it completed."""

    nb: NotebookNode
    outcome: Outcome
    part: Part | None


@dataclass
class _Execution:
    """What is noted while the cells run: the notebook as it stands, the cell under way, and the times."""

    stem: str
    watch: Watch
    seed: int
    env: dict[str, str]
    folder: str
    nb: NotebookNode | None = None
    at: int = 0
    began: float = field(default_factory=time.perf_counter)
    first_cell: float | None = None
    last_cell: float | None = None


def execute(notebook: Path, parameters: dict[str, str], watch: Watch = lambda event: None, *, kernel: str = COLD,
            seed: int = 0, cell_seconds: int = CELL_SECONDS) -> Executed:
    """Runs a notebook, its kernel working in the notebook's folder.

    parameters: plain texts; `findings` names the folder where it must write <its stem>.json
    kernel: COLD or WARM; seed: of the kernel's random numbers; cell_seconds: how long one cell may take
    """
    part = project.resolve(parameters["findings"]) / f"{notebook.stem}.json"
    part.unlink(missing_ok=True)
    token = f"{random.SystemRandom().getrandbits(128):032x}"
    env = {**os.environ, **ONE_THREAD, "WAYFORWARD_TOKEN": token, ALLOWED: str(part.parent)}
    execution = _Execution(notebook.stem, watch, seed, env,
                           str(notebook.absolute().parent))
    prefer_own_kernel()
    with suppress(papermill.PapermillExecutionError):   # the evidence below tells more
        papermill.execute_notebook(notebook.absolute(), None, parameters, kernel_name=kernel, progress_bar=False,
                                   engine_name=WatchedEngine.name, request_save_on_cell_execute=False,
                                   autosave_cell_every=0, execution_timeout=cell_seconds, execution=execution)
    nb = execution.nb
    outcome, found = evidence(notebook.stem, nb, part, token)
    correct_state(nb, outcome)
    redact_errors(nb)
    redact_places(nb, parameters, published(parameters))
    return Executed(nb, replace(outcome, seed=seed, **_seconds_by_phase(execution, found)), found)


def _seconds_by_phase(execution: _Execution, part: Part | None) -> dict:
    """Seconds by phase until the last cell ended; and the kernel's memory, where it told."""
    first, last = execution.first_cell or execution.last_cell, execution.last_cell
    inside = part.spent if part else {}
    phases = {"start": first - execution.began, **inside, "cells": last - first - sum(inside.values())}
    return {"seconds": last - execution.began, "phases": phases, "peak_mb": part.peak_mb if part else None}


def prefer_own_kernel() -> None:
    """This environment's own kernels come first, whatever else is installed on the machine."""
    own = str(Path(sys.prefix) / "share" / "jupyter")
    others = [path for path in os.environ.get("JUPYTER_PATH", "").split(os.pathsep) if path not in ("", own)]
    os.environ["JUPYTER_PATH"] = os.pathsep.join([own, *others])


class WatchedEngine(NBClientEngine):
    """papermill's engine, telling each cell as it starts, and leaving a mark where a kernel died or took too long."""

    name = "wayforward"

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, execution: _Execution, execution_timeout=None, **settings):
        """See papermill."""
        nb = execution.nb = nb_man.nb
        cells, headings = code_cells(nb), headings_above(nb)

        def starts(cell, cell_index):
            execution.first_cell = execution.first_cell or time.perf_counter()
            if cell_index in cells:
                execution.at = cells.index(cell_index)
                execution.watch(Step(execution.stem, execution.at + 1, len(cells), headings[cell_index]))

        def run():
            client = PapermillNotebookClient(nb_man, kernel_name=kernel_name, timeout=execution_timeout,
                                             startup_timeout=START_SECONDS, log=papermill_log,
                                             config=Config(SETTINGS, **connection()),
                                             extra_arguments=[QUIET],
                                             resources={"metadata": {"path": execution.folder}},
                                             on_notebook_start=lambda notebook: _seed(client, execution.seed),
                                             on_cell_start=starts)
            client.execute(env=execution.env)

        try:
            _again_if_it_died_at_once(run)
        except CellTimeoutError:
            mark(nb.cells[cells[execution.at]], "CellTimeout")
        except RuntimeError:   # nbclient's DeadKernelError, and a kernel that dies or hangs before it is ready
            mark(nb.cells[cells[execution.at]], "DeadKernel")
        finally:
            execution.last_cell = time.perf_counter()


def _again_if_it_died_at_once(run: Callable[[], None]) -> None:
    """A run in one new kernel after the other, until one lives to be ready."""
    for _ in range(STARTS - 1):
        with suppress(DiedAtOnce):
            return run()
    return run()


def _seed(client: PapermillNotebookClient, seed: int) -> None:
    client.kc.execute(SEED.format(seed=seed), silent=True, store_history=False)


papermill_engines.register(WatchedEngine.name, WatchedEngine)
