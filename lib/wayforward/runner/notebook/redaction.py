"""An executed notebook as it is kept: it says what became of it, and nothing of the machine or of a child."""

import re
import sys
import tempfile
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from wayforward import project
from wayforward.markup import Markup
from wayforward.runner.notebook.evidence import code_cells, error_in_words
from wayforward.runner.outcome import Outcome

BANNER, ANCHOR = "not-completed", "failing-cell"
PAPERMILLS = "papermill-error-cell-tag"
INJECTED = "injected-parameters"


def correct_state(nb: NotebookNode, outcome: Outcome) -> None:
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
    link = Markup("")
    if outcome.failing_cell:
        place = code_cells(nb)[outcome.failing_cell - 1]
        nb.cells.insert(place, _red_note(ANCHOR, Markup('<a id="{}"></a>It ended in the cell below.').format(ANCHOR)))
        link = Markup(' <a href="#{}">Go to where it ended</a>.').format(ANCHOR)
    reason = f": {outcome.reason}" if outcome.reason else ""
    nb.cells.insert(0, _red_note(BANNER, Markup("This notebook did not complete: {}{}.{} Nothing in it may be used."
                                                ).format(outcome.state, reason, link)))


def _red_note(name: str, html: Markup) -> NotebookNode:
    note = Markup('<p style="color: #b10e1e; font-weight: bold">{}</p>').format(html)
    return new_markdown_cell(str(note), id=name, metadata={"tags": [BANNER]})


def original_cells(nb: NotebookNode) -> list[tuple[str, list[str], str]]:
    """The kind, tags and source of each cell of the notebook as it was before it was executed."""
    added = {INJECTED, BANNER}
    tagged = [(cell.cell_type, list(cell.metadata.get("tags", [])), cell.source) for cell in nb.cells]
    return [cell for cell in tagged if not added & set(cell[1])]


def redact_errors(nb: NotebookNode) -> None:
    """Leaves of an error its name, and its words only where they are our own: a traceback may hold a child's value."""
    for output in (output for cell in nb.cells for output in cell.get("outputs", [])):
        if output.output_type == "error":
            output.evalue = error_in_words(output).removeprefix(output.ename).removeprefix(": ")
            output.traceback = [error_in_words(output)]


def redact_places(nb: NotebookNode, parameters: dict[str, str], published: dict[str, str]) -> None:
    """Takes out where on this machine the notebook, its data and its output lay: an executed notebook is a publication.

    parameters: that it was given; published: those that are told, as they are told
    """
    noted = nb.metadata.get("papermill", {})
    for name in ("input_path", "output_path"):
        noted[name] = Path(noted.get(name) or "").name
    noted["parameters"] = published
    for output in (output for cell in nb.cells for output in cell.get("outputs", [])):
        if output.output_type == "stream":
            output.text = _folders().sub("", output.text)
    for cell in nb.cells:
        if INJECTED in cell.metadata.get("tags", []):
            cell["id"] = INJECTED       # papermill's is random, and the same run's page would never be the same
            cell.source = _redacted(cell.source, parameters, published)


def _redacted(source: str, parameters: dict[str, str], published: dict[str, str]) -> str:
    """An injected cell, without the lines of parameters that are not told, and with what is told of the others."""
    for name in parameters:
        if name not in published:
            source = re.sub(rf"^{name} = .*\n?", "", source, flags=re.MULTILINE)
        elif published[name] != parameters[name]:
            source = re.sub(rf"^{name} = .*$", f'{name} = "{published[name]}"', source, flags=re.MULTILINE)
    return source


def _folders() -> re.Pattern:
    """A path on this machine, but for its last name: warnings tell where the code lies that gave them."""
    places = (project.root(), sys.prefix, sys.base_prefix, tempfile.gettempdir(), Path.home())
    roots = sorted({re.escape(str(place)) for place in places if Path(place).name}, key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(roots)})[\\/](?:[^\s\\/:'\"]+[\\/])*")
