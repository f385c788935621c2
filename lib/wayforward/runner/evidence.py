"""What truly became of a notebook, and a saved notebook that says so.

papermill calls a notebook completed that left by sys.exit(0), and its metadata call a cell completed whose kernel died.
Here the state follows from evidence only: the counts and outputs in the saved notebook, and the file it had to write.
"""

import re
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output

from wayforward import errors
from wayforward.runner.merge import Part, read_part
from wayforward.runner.outcome import Outcome, State

MARKS = {"DeadKernel": "the kernel died", "CellTimeout": "the cell took too long"}
STATES: dict[str, State] = {"DeadKernel": "dead kernel", "CellTimeout": "timed out", "SystemExit": "stopped early"}
BANNER, ANCHOR = "not-completed", "failing-cell"
PAPERMILLS = "papermill-error-cell-tag"


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
    told = new_output("error", ename=name, evalue=MARKS[name], traceback=[MARKS[name]])
    cell.outputs = [output for output in cell.outputs if output.output_type != "error"] + [told]


def evidence(notebook: str, nb: NotebookNode, part: Path, token: str = "") -> tuple[Outcome, Part | None]:
    """Completed only if every code cell ran in order without an error, and the findings are there, readable and of
    this execution; they are returned too."""
    headings = headings_above(nb)
    for number, place in enumerate(code_cells(nb), start=1):
        where = f"cell {number}" + (f" under “{headings[place]}”" if headings[place] else "")
        cell = nb.cells[place]
        for output in cell.outputs:
            if output.output_type == "error":
                return _failed(notebook, number, f"{where}: {_told(output)}", output.ename), None
        if cell.execution_count != number:
            return _failed(notebook, number, f"{where}: was not executed in its turn"), None
    try:
        return Outcome(notebook, "completed"), read_part(part, token)
    except ValueError as error:
        return _failed(notebook, None, str(error)), None


def _failed(notebook: str, cell: int | None, reason: str, error_name: str = "") -> Outcome:
    refused = error_name == errors.RefusedInputs.__name__
    code = errors.RefusedInputs.exit_code if refused else errors.FailedRun.exit_code
    return Outcome(notebook, STATES.get(error_name, "failed"), 0.0, cell, reason, code)


def _told(output: NotebookNode) -> str:
    """The error's name; its words only where they are our own, because any other's may hold a child's value."""
    if output.ename in MARKS:
        return output.evalue
    return f"{output.ename}: {output.evalue}" if hasattr(errors, output.ename) else output.ename


def corrected(nb: NotebookNode, outcome: Outcome) -> None:
    """Makes the notebook say what became of it: in its metadata, and if it did not complete, in a first cell that leads
    to the cell where it ended."""
    nb.cells = [cell for cell in nb.cells if PAPERMILLS not in cell.metadata.get("tags", [])]
    completed = outcome.state == "completed"
    nb.metadata.setdefault("papermill", {})["exception"] = None if completed else True
    nb.metadata["wayforward"] = {"state": outcome.state, "failing_cell": outcome.failing_cell}
    for number, place in enumerate(code_cells(nb), start=1):
        _correct(nb.cells[place], number, outcome.failing_cell)
    if not completed:
        _put_banner(nb, outcome)


def _correct(cell: NotebookNode, number: int, failing: int | None) -> None:
    """papermill calls cells completed that never ran."""
    ran = failing is None or number < failing
    state = "completed" if ran else "failed" if number == failing else "pending"
    cell.metadata.setdefault("papermill", {}).update(status=state, exception=None if state == "pending" else not ran)


def _put_banner(nb: NotebookNode, outcome: Outcome) -> None:
    link = ""
    if outcome.failing_cell:
        place = code_cells(nb)[outcome.failing_cell - 1]
        nb.cells.insert(place, _told_in_red(ANCHOR, f'<a id="{ANCHOR}"></a>It ended in the cell below.'))
        link = f' <a href="#{ANCHOR}">Go to where it ended</a>.'
    reason = f": {outcome.reason}" if outcome.reason else ""
    nb.cells.insert(0, _told_in_red(BANNER, f"This notebook did not complete: {outcome.state}{reason}.{link} "
                                            "Nothing in it may be used."))


def _told_in_red(name: str, html: str) -> NotebookNode:
    return new_markdown_cell(f'<p style="color: #b10e1e; font-weight: bold">{html}</p>', id=name,
                             metadata={"tags": [BANNER]})


def forget_values(nb: NotebookNode) -> None:
    """Leaves of an error its name, and its words only where they are our own: a traceback may hold a child's value."""
    for output in (output for cell in nb.cells for output in cell.get("outputs", [])):
        if output.output_type == "error":
            output.evalue = _told(output).removeprefix(output.ename).removeprefix(": ")
            output.traceback = [_told(output)]


def forget_machine(nb: NotebookNode, shown: dict[str, str]) -> None:
    """Takes out where on this machine the notebook, its data and its output lay: an executed notebook is a publication.

    shown: parameters that name a place, with what is told of them
    """
    noted = nb.metadata.get("papermill", {})
    for name in ("input_path", "output_path"):
        noted[name] = Path(noted.get(name) or "").name
    noted.get("parameters", {}).update(shown)
    for cell in nb.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            for name, text in shown.items():
                cell.source = re.sub(rf"^{name} = .*$", f'{name} = "{text}"', cell.source, flags=re.MULTILINE)
