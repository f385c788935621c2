"""What truly became of a notebook.

papermill calls a notebook completed that left by sys.exit(0), and its metadata call a cell completed whose kernel died.
Here the state follows from evidence only: the counts and outputs in the saved notebook, and the file it had to write.
"""

import re
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_output

from wayforward import errors
from wayforward.runner.merge import Part, read_part
from wayforward.runner.outcome import Outcome, State

MARKS = {"DeadKernel": "the kernel died", "CellTimeout": "the cell took too long"}
STATES: dict[str, State] = {"DeadKernel": "dead kernel", "CellTimeout": "timed out", "SystemExit": "stopped early"}


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


def mark(cell: NotebookNode, name: str) -> None:
    """An error output where a kernel died or took too long; the kernel's own last cry gives way."""
    error = new_output("error", ename=name, evalue=MARKS[name], traceback=[MARKS[name]])
    cell.outputs = [output for output in cell.outputs if output.output_type != "error"] + [error]


def evidence(notebook: str, nb: NotebookNode, part: Path, token: str = "") -> tuple[Outcome, Part | None]:
    """Completed only if every code cell ran in order without an error, and the findings are there, readable and of
    this execution; they are returned too."""
    headings = headings_above(nb)
    for number, place in enumerate(code_cells(nb), start=1):
        where = f"cell {number}" + (f" under “{headings[place]}”" if headings[place] else "")
        cell = nb.cells[place]
        for output in cell.outputs:
            if output.output_type == "error":
                return _failed(notebook, number, f"{where}: {error_in_words(output)}", output.ename), None
        if cell.execution_count != number:
            return _failed(notebook, number, f"{where}: was not executed in its turn"), None
    try:
        found = read_part(part, token)
    except ValueError as error:
        return _failed(notebook, None, str(error)), None
    return Outcome(notebook, "completed", refused=tuple(found.refused), words_refused=tuple(found.words_refused)), found


def _failed(notebook: str, cell: int | None, reason: str, error_name: str = "") -> Outcome:
    known = getattr(errors, error_name, Exception)
    refused = issubclass(known, errors.RefusedInputs)
    code = errors.RefusedInputs.exit_code if refused else errors.FailedRun.exit_code
    return Outcome(notebook, STATES.get(error_name, "failed"), 0.0, cell, reason, code)


def error_in_words(output: NotebookNode) -> str:
    """The error's name; its words only where they are our own, because any other's may hold a child's value."""
    if output.ename in MARKS:
        return output.evalue
    return f"{output.ename}: {output.evalue}" if hasattr(errors, output.ename) else output.ename
