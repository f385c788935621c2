"""Each kind of ending in a kernel of its own; what became of the notebook must follow from evidence."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from wayforward.runner.execute import Outcome, Step, evidence, execute

STEM = "3-back-on-track"
HERE = "cell 3 under “The measure”: "


def run(path, home, **more):
    (home / "parts").mkdir(exist_ok=True)
    values = {"period": "2025-26-Q4", "area": "hertfordshire", "as_at": "", "data": "data",
              "findings": str(home / "parts")}
    outcome = execute(path, home / "out.ipynb", values, **more)
    return outcome, nbformat.read(home / "out.ipynb", as_version=4)


def test_a_working_notebook_completes_and_tells_its_cells_as_they_start(home, notebook):
    seen = []
    body = "import pathlib, sys\nprint(pathlib.Path.cwd().name, sys.prefix)"
    outcome, saved = run(notebook(STEM, body), home, watch=seen.append)
    assert (outcome.state, outcome.failing_cell, outcome.reason, outcome.exit_code) == ("completed", None, "", 0)
    assert 0 < outcome.seconds < 60
    title = f"Notebook {STEM}"
    assert seen == [Step(STEM, 1, 4, title), Step(STEM, 2, 4, title), Step(STEM, 3, 4, "The measure"),
                    Step(STEM, 4, 4, "The measure")]
    import sys
    assert saved.cells[4].outputs[0].text == f"notebooks {sys.prefix}\n"


@pytest.mark.parametrize(("body", "state", "reason", "exit_code"), [
    ("raise ValueError('born on 1 May')", "failed", "ValueError", 1),
    ("class RefusedInputs(Exception): pass\nraise RefusedInputs('cla.csv: column AGE is missing')", "failed",
     "RefusedInputs: cla.csv: column AGE is missing", 3),
    ("import os\nos._exit(0)", "dead kernel", "the kernel died", 1),
    ("import sys\nsys.exit(0)", "stopped early", "SystemExit", 1),
    ("import time\ntime.sleep(60)", "timed out", "the cell took too long", 1),
])
def test_a_failing_cell_is_named_and_the_notebook_kept(home, notebook, body, state, reason, exit_code):
    outcome, saved = run(notebook(STEM, body), home, cell_seconds=2)
    assert (outcome.state, outcome.failing_cell, outcome.reason, outcome.exit_code) == (state, 3, HERE + reason,
                                                                                       exit_code)
    assert ("An Exception was encountered" in saved.cells[0].source) == (state != "stopped early")
    assert not (home / "parts" / f"{STEM}.json").exists()


def test_a_failed_notebook_keeps_no_traceback_and_no_foreign_words(home, notebook):
    """They may hold a child's value: the error's name stays, and the words of our own errors."""
    _, saved = run(notebook(STEM, "raise ValueError('born on 1 May')"), home)
    [error] = [output for cell in saved.cells for output in cell.get("outputs", []) if output.output_type == "error"]
    assert (error.ename, error.evalue, error.traceback) == ("ValueError", "", ["ValueError"])
    assert "born on 1 May" not in (home / "out.ipynb").read_text().replace(saved.cells[4].source, "").replace(
        "raise ValueError('born on 1 May')", "")


def test_a_notebook_that_forgets_its_findings_has_failed_even_if_older_ones_lie_there(home, notebook):
    (home / "parts").mkdir()
    (home / "parts" / f"{STEM}.json").write_text('{"notebook": "3-back-on-track", "findings": [], "inputs": [], '
                                                 '"narrative": ""}')
    outcome, _ = run(notebook(STEM, save="pass"), home)
    assert (outcome.state, outcome.failing_cell, outcome.reason) == ("failed", None, "it wrote no findings")


def test_evidence_without_a_kernel(tmp_path):
    """What metadata say does not count."""
    def state(*cells):
        found = evidence("n", new_notebook(cells=list(cells)), tmp_path / "n.json")
        return found.state, found.failing_cell, found.reason

    done = {"papermill": {"status": "completed", "exception": False}}
    ran = new_code_cell("1", execution_count=1, metadata=done)
    error = new_output("error", ename="KeyError", evalue="'child 17'", traceback=[])
    unrun = ("failed", 2, "cell 2: was not executed in its turn")
    assert state(ran, new_code_cell("2", metadata=done)) == unrun
    assert state(ran, new_code_cell("2", execution_count=3, metadata=done)) == unrun
    assert state(ran, new_code_cell("2", execution_count=2, outputs=[error])) == ("failed", 2, "cell 2: KeyError")
    assert state(ran, new_code_cell("")) == ("failed", None, "it wrote no findings")
    (tmp_path / "n.json").write_text('{"notebook": "n", "findings": [], "inputs": [], "narrative": ""}')
    assert state(ran, new_code_cell(""), new_code_cell("2", execution_count=2)) == ("completed", None, "")


def test_an_outcome_cannot_be_changed():
    with pytest.raises(AttributeError):
        Outcome("n", "failed").state = "completed"
