"""One notebook, run by papermill in a fresh kernel, and what truly became of it.

papermill calls a notebook completed that left by sys.exit(0), and its metadata call a cell completed whose kernel died.
Here the state follows from evidence only: the counts and outputs in the saved notebook, and the file it had to write.
"""

import logging
import os
import re
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError
from nbformat import NotebookNode
from papermill.engines import NBClientEngine, papermill_engines
from traitlets.config import Config

from wayforward import errors, project
from wayforward.runner.merge import read_part

KERNEL = "python3"
ENCRYPTED = Config({"KernelManager": {"transport_encryption": "auto"}})   # other users share the loopback network
CELL_SECONDS = 600
State = Literal["completed", "failed", "dead kernel", "stopped early", "timed out", "not run"]
MARKS = {"DeadKernel": "the kernel died", "CellTimeout": "the cell took too long"}
STATES: dict[str, State] = {"DeadKernel": "dead kernel", "CellTimeout": "timed out", "SystemExit": "stopped early"}


@dataclass(frozen=True)
class Step:
    """A code cell that is starting: its number from 1 (the [n] that JupyterLab shows), of how many, under which
    heading."""

    notebook: str
    cell: int
    cells: int
    heading: str


@dataclass(frozen=True)
class Outcome:
    """What became of a notebook. `reason` is a sentence that holds no value from the data; empty if completed."""

    notebook: str
    state: State
    seconds: float = 0.0
    failing_cell: int | None = None
    reason: str = ""
    exit_code: int = 0


Watch = Callable[[Step | Outcome], object]


def execute(notebook: Path, output: Path, parameters: dict[str, str], watch: Watch = lambda event: None,
            cell_seconds: int = CELL_SECONDS) -> Outcome:
    """Runs a notebook, its kernel working in its folder, and saves it as `output`, whether it fails or not.

    parameters: plain texts; `findings` names the folder where it must write <its stem>.json
    cell_seconds: how long one cell may take
    """
    part = project.resolve(parameters["findings"]) / f"{notebook.stem}.json"
    part.unlink(missing_ok=True)
    output.unlink(missing_ok=True)
    began = time.perf_counter()
    prefer_own_kernel()
    with suppress(papermill.PapermillExecutionError):   # saved with its banner; the evidence below tells more
        papermill.execute_notebook(notebook.absolute(), output.absolute(), parameters, kernel_name=KERNEL,
                                   engine_name=WatchedEngine.name, cwd=notebook.absolute().parent,
                                   request_save_on_cell_execute=False, autosave_cell_every=0, progress_bar=False,
                                   execution_timeout=cell_seconds, watch=watch, stem=notebook.stem)
    executed = nbformat.read(output, as_version=4)
    forget_machine(executed)
    forget_values(executed)
    nbformat.write(executed, output)
    return replace(evidence(notebook.stem, executed, part), seconds=round(time.perf_counter() - began, 1))


def forget_machine(nb: NotebookNode) -> None:
    """Takes out where on this machine the notebook and its output lay: an executed notebook is a publication."""
    noted = nb.metadata.get("papermill", {})
    for name in ("input_path", "output_path"):
        noted[name] = Path(noted.get(name) or "").name


def forget_values(nb: NotebookNode) -> None:
    """Leaves of an error its name, and its words only where they are our own: a traceback may hold a child's value."""
    for output in (output for cell in nb.cells for output in cell.get("outputs", [])):
        if output.output_type == "error":
            output.evalue = _told(output).removeprefix(output.ename).removeprefix(": ")
            output.traceback = [_told(output)]


def prefer_own_kernel() -> None:
    """This environment's own kernel comes first, whatever else is installed on the machine."""
    own = str(Path(sys.prefix) / "share" / "jupyter")
    others = [path for path in os.environ.get("JUPYTER_PATH", "").split(os.pathsep) if path not in ("", own)]
    os.environ["JUPYTER_PATH"] = os.pathsep.join([own, *others])


class WatchedEngine(NBClientEngine):
    """papermill's engine, telling each cell as it starts, and leaving a mark where a kernel died or took too long."""

    name = "wayforward"

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, watch, stem, **settings):
        """See papermill; `watch` is given a Step of the notebook named `stem` at each code cell."""
        cells, headings = code_cells(nb_man.nb), headings_above(nb_man.nb)
        at = 0

        def starts(cell, cell_index):
            nonlocal at
            if cell_index in cells:
                at = cells.index(cell_index)
                watch(Step(stem, at + 1, len(cells), headings[cell_index]))

        try:
            return super().execute_managed_notebook(nb_man, kernel_name, on_cell_start=starts, config=ENCRYPTED,
                                                   shutdown_kernel="immediate", **settings)
        except CellTimeoutError:
            _mark(nb_man.nb.cells[cells[at]], "CellTimeout")
        except RuntimeError:   # nbclient's DeadKernelError, and a kernel that dies or hangs before it is ready
            _mark(nb_man.nb.cells[cells[at]], "DeadKernel")


papermill_engines.register(WatchedEngine.name, WatchedEngine)
logging.getLogger("papermill").setLevel(logging.CRITICAL)   # an Outcome says it, once


def _mark(cell: NotebookNode, name: str) -> None:
    """An error output, which papermill finds, adds its banner to and saves; the kernel's own last cry gives way."""
    mark = nbformat.v4.new_output("error", ename=name, evalue=MARKS[name], traceback=[MARKS[name]])
    cell.outputs = [output for output in cell.outputs if output.output_type != "error"] + [mark]


def code_cells(nb: NotebookNode) -> list[int]:
    """Places of the cells that a kernel executes: code, and not empty."""
    return [place for place, cell in enumerate(nb.cells) if cell.cell_type == "code" and cell.source.strip()]


def headings_above(nb: NotebookNode) -> list[str]:
    """For each cell the nearest markdown heading above it, "" before the first."""
    nearest, headings = "", []
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            nearest = (re.findall(r"^#{1,6}\s+(.+?)\s*$", cell.source, re.MULTILINE) or [nearest])[-1]
        headings.append(nearest)
    return headings


def evidence(notebook: str, nb: NotebookNode, part: Path) -> Outcome:
    """Completed only if every code cell ran in order without an error and the findings are there and readable."""
    headings = headings_above(nb)
    for number, place in enumerate(code_cells(nb), start=1):
        where = f"cell {number}" + (f" under “{headings[place]}”" if headings[place] else "")
        cell = nb.cells[place]
        for output in cell.outputs:
            if output.output_type == "error":
                return _failed(notebook, number, f"{where}: {_told(output)}", output.ename)
        if cell.execution_count != number:
            return _failed(notebook, number, f"{where}: was not executed in its turn")
    try:
        read_part(part)
    except ValueError as error:
        return _failed(notebook, None, str(error))
    return Outcome(notebook, "completed")


def _failed(notebook: str, cell: int | None, reason: str, error_name: str = "") -> Outcome:
    refused = error_name == errors.RefusedInputs.__name__
    code = errors.RefusedInputs.exit_code if refused else errors.FailedRun.exit_code
    return Outcome(notebook, STATES.get(error_name, "failed"), 0.0, cell, reason, code)


def _told(output: NotebookNode) -> str:
    """The error's name; its words only where they are our own, because any other's may hold a child's value."""
    if output.ename in MARKS:
        return output.evalue
    return f"{output.ename}: {output.evalue}" if hasattr(errors, output.ename) else output.ename
