"""Each kind of ending in a kernel of its own; what became of the notebook must follow from evidence."""

import socket
import sys

import nbformat
import pytest
from bs4 import BeautifulSoup
from jupyter_client.connect import LocalPortCache
from nbconvert.filters import markdown2html
from nbformat.v4 import new_code_cell, new_notebook, new_output

from wayforward.runner.job import COLD, WARM
from wayforward.runner.notebook import connection
from wayforward.runner.notebook.client import DiedAtOnce, PromptClient
from wayforward.runner.notebook.evidence import evidence
from wayforward.runner.notebook.execute import execute
from wayforward.runner.outcome import Outcome, Step

STEM = "3-back-on-track"
HERE = "cell 3 under “The measure”: "


SAVED = """
import json, os
from wayforward import project
part = {"notebook": "3-back-on-track", "findings": [], "inputs": [], "narrative": "", "token": TOKEN}
(project.resolve(findings) / "3-back-on-track.json").write_text(json.dumps(part))
"""


def run(path, home, **more):
    (home / "parts").mkdir(exist_ok=True)
    values = {"period": "2025-26-Q4", "area": "hertfordshire", "as_at": "", "data": "data",
              "findings": str(home / "parts")}
    executed = execute(path, values, **more)
    return executed.outcome, executed.nb


def said(nb) -> str:
    """Everything that a saved notebook holds."""
    return nbformat.writes(nb)


def test_a_working_notebook_completes_and_tells_its_cells_as_they_start(home, notebook):
    seen = []
    body = f"import pathlib, sys\nprint(pathlib.Path.cwd().name, sys.prefix == {sys.prefix!r})"
    outcome, saved = run(notebook(STEM, body), home, watch=seen.append)
    assert (outcome.state, outcome.failing_cell, outcome.reason, outcome.exit_code) == ("completed", None, "", 0)
    assert 0 < outcome.seconds < 600
    title = f"Notebook {STEM}"
    assert seen == [Step(STEM, 1, 4, title), Step(STEM, 2, 4, title), Step(STEM, 3, 4, "The measure"),
                    Step(STEM, 4, 4, "The measure")]
    assert saved.cells[4].outputs[0].text == "notebooks True\n"


def test_no_word_of_a_reason_is_markup_in_the_banner(home, notebook):
    """Our own errors name files and columns, whose names others chose."""
    words = "<img src=x onerror=alert(1)>\\n\\n**b** [x](javascript:y)"
    _, saved = run(notebook(STEM, f"class RefusedInputs(Exception): pass\nraise RefusedInputs('{words}')"), home)
    parsed = BeautifulSoup(markdown2html(saved.cells[0].source), "html.parser")
    assert {element.name for element in parsed.find_all(True)} == {"p", "a"}
    assert "<img src=x onerror=alert(1)> **b** [x](javascript:y)" in parsed.get_text()


@pytest.mark.parametrize(("body", "state", "reason", "exit_code"), [
    ("raise ValueError('born on 1 May')", "failed", "ValueError", 1),
    ("class RefusedInputs(Exception): pass\nraise RefusedInputs('cla.csv: column AGE is missing')", "failed",
     "RefusedInputs: cla.csv: column AGE is missing", 3),
    ("from wayforward.errors import RefusedReturn\nraise RefusedReturn('oc3')", "failed",
     "RefusedReturn: the return oc3 is refused; put it right and run again", 3),
    ("import os\nos._exit(0)", "dead kernel", "the kernel died", 1),
    ("import sys\nsys.exit(0)", "stopped early", "SystemExit", 1),
    ("import time\ntime.sleep(60)", "timed out", "the cell took too long", 1),
])
def test_a_failing_cell_is_named_and_the_notebook_kept(home, notebook, body, state, reason, exit_code):
    outcome, saved = run(notebook(STEM, body), home, cell_seconds=2)
    assert (outcome.state, outcome.failing_cell, outcome.reason, outcome.exit_code) == (state, 3, HERE + reason,
                                                                                       exit_code)
    assert not (home / "parts" / f"{STEM}.json").exists()
    banner = saved.cells[0].source
    assert f"did not complete: {state}: {HERE}" in banner
    assert '<a href="#failing-cell">' in banner
    anchor = next(at for at, cell in enumerate(saved.cells) if '<a id="failing-cell">' in cell.source)
    assert saved.cells[anchor + 1].source == body
    assert [cell.metadata.papermill.status for cell in saved.cells if cell.cell_type == "code"] == [
        "completed", "completed", "failed", "pending"]
    assert saved.metadata.papermill.exception is True
    assert saved.metadata.wayforward == {"state": state, "failing_cell": 3}


def test_a_failed_notebook_keeps_no_traceback_and_no_foreign_words(home, notebook):
    """They may hold a child's value: the error's name stays, and the words of our own errors."""
    _, saved = run(notebook(STEM, "raise ValueError('born on 1 May')"), home)
    [error] = [output for cell in saved.cells for output in cell.get("outputs", []) if output.output_type == "error"]
    assert (error.ename, error.evalue, error.traceback) == ("ValueError", "", ["ValueError"])
    assert "born on 1 May" not in said(saved).replace("raise ValueError('born on 1 May')", "")


def test_an_executed_notebook_says_nothing_of_the_machine(home, notebook):
    _, saved = run(notebook(STEM), home)
    assert str(home) not in said(saved)
    [injected] = [cell.source for cell in saved.cells if "injected-parameters" in cell.metadata.get("tags", [])]
    assert [line for line in injected.splitlines() if " = " in line] == [
        'period = "2025-26-Q4"', 'area = "hertfordshire"', 'as_at = ""', 'data = "data"']
    assert saved.metadata.papermill.parameters == {"period": "2025-26-Q4", "area": "hertfordshire", "as_at": "",
                                                   "data": "data"}


def test_a_warning_does_not_say_where_its_code_lies(home, notebook):
    body = "import sys, warnings\nwarnings.warn('old')\n" \
           f"print({str(home / 'data' / 'a.csv')!r}, 'a/b', file=sys.stderr)"
    _, saved = run(notebook(STEM, body), home)
    told = "".join(output.text for output in saved.cells[4].outputs)
    assert "UserWarning: old" in told and "a.csv a/b" in told
    assert "/tmp" not in told and "ipykernel" not in told


def test_a_kernel_has_one_thread_of_linear_algebra_warm_or_cold(home, notebook, monkeypatch):
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    path = notebook(STEM, "import os\nprint(os.environ['OPENBLAS_NUM_THREADS'], os.environ['OMP_NUM_THREADS'])")
    assert {run(path, home, kernel=kernel)[1].cells[4].outputs[0].text for kernel in (COLD, WARM)} == {"1 1\n"}


def test_a_kernel_is_waited_for_by_our_own_client(home, notebook, monkeypatch):
    """So that the settings which choose it go on to be heeded."""
    waited, wait = [], PromptClient.wait_for_ready

    async def noted(self, timeout=None):
        waited.append(timeout)
        await wait(self, timeout)

    monkeypatch.setattr(PromptClient, "wait_for_ready", noted)
    assert run(notebook(STEM), home)[0].state == "completed"
    assert waited == [120]


def test_a_kernel_whose_port_another_process_took_is_started_again(home, notebook, monkeypatch):
    ports, find = [], LocalPortCache.find_available_port
    with socket.create_server(("127.0.0.1", 0)) as taken:
        def found(cache, ip):
            ports.append(taken.getsockname()[1] if not ports else find(cache, ip))
            return ports[-1]

        monkeypatch.setattr(LocalPortCache, "find_available_port", found)
        monkeypatch.setattr(connection, "LONGEST", 0)       # as where only ports are to be had
        assert run(notebook(STEM), home)[0].state == "completed"
    assert len(ports) == 2 * 5


def test_a_kernel_that_never_lives_to_be_ready_is_dead(home, notebook, monkeypatch):
    started = []

    async def died(self, timeout=None):
        started.append(timeout)
        raise DiedAtOnce("the kernel died before it was ready")

    monkeypatch.setattr(PromptClient, "wait_for_ready", died)
    outcome, _ = run(notebook(STEM), home)
    assert (outcome.state, len(started)) == ("dead kernel", 3)
    assert outcome.reason.endswith("the kernel died")


def test_random_numbers_begin_at_the_seed(home, notebook):
    body = "import random, numpy\nprint(random.random(), numpy.random.random())"
    path = notebook(STEM, body)
    once, again, other = (run(path, home, seed=seed)[1].cells[4].outputs[0].text for seed in (1, 1, 2))
    assert once == again != other


def test_a_notebook_that_forgets_its_findings_has_failed_even_if_older_ones_lie_there(home, notebook):
    (home / "parts").mkdir()
    (home / "parts" / f"{STEM}.json").write_text('{"notebook": "3-back-on-track", "findings": [], "inputs": [], '
                                                 '"narrative": ""}')
    outcome, _ = run(notebook(STEM, save="pass"), home)
    assert (outcome.state, outcome.failing_cell, outcome.reason) == ("failed", None, "it wrote no findings")


def test_findings_of_another_execution_are_not_this_ones(home, notebook):
    """Somebody else's file that appears while it runs; or a file from a kernel of a run that was killed."""
    save = SAVED.replace("TOKEN", "'another'")
    outcome, _ = run(notebook(STEM, save=save), home)
    assert (outcome.state, outcome.reason) == ("failed", "its findings are of another execution")
    outcome, _ = run(notebook(STEM, save=SAVED.replace("TOKEN", "os.environ['WAYFORWARD_TOKEN']")), home)
    assert (outcome.state, outcome.reason) == ("completed", "")


def test_evidence_without_a_kernel(tmp_path):
    """What metadata say does not count."""
    def state(*cells):
        found, _ = evidence("n", new_notebook(cells=list(cells)), tmp_path / "n.json")
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
