"""A kernel forked from the template does what an ordinary one does, for whoever launches it."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from queue import Empty

import nbformat
import papermill
import psutil
import pytest
from jupyter_client.manager import KernelManager
from nbclient.exceptions import DeadKernelError
from nbformat.v4 import new_code_cell, new_notebook

from wayforward.runner.pools.warm import provisioner
from wayforward.runner.pools.warm.template import ADDRESS, Child, Template, available

pytestmark = pytest.mark.skipif(not available(), reason="this system cannot fork")

DEADLINE = 120
KERNELSPEC = Path(provisioner.__file__).parent / "kernelspec"
CELLS = [
    "import pandas as pd\npd.DataFrame({f'column {n}': ['some longer text'] * 70 for n in range(25)})",
    "pd.get_option('display.max_columns'), pd.get_option('display.width'), pd.Series([1.5, None])",
    "import sys\nprint('out')\nprint('err', file=sys.stderr)\nprint('more')",
    "for n in range(4):\n    print(f'\\r{n} of 3', end='', file=sys.stderr)",
    "from tqdm import tqdm\nlist(tqdm(range(3), file=sys.stdout, bar_format='{n_fmt}/{total_fmt}'))",
    "import matplotlib\nmatplotlib.rcParams['backend'], matplotlib.is_interactive()",
    "from matplotlib.figure import Figure\nalone = Figure(figsize=(2, 1))\nalone.add_subplot().plot([1, 2]);\nalone",
    "import matplotlib.pyplot as plt\nplt.rcParams['figure.figsize'] = (2, 1)\nplt.plot([1, 3, 2]);",
    "figure, axes = plt.subplots()\naxes.set_title('Twice');\nfigure",
    "plt.plot([2, 1]);\nplt.show()\nprint('after')",
    "alone",
    "%matplotlib inline\nmatplotlib.get_backend(), matplotlib.is_interactive(), plt.get_fignums()",
    "import seaborn as sns\nsns.lineplot(x=[1, 2, 3], y=[1, 3, 2]);",
    "pd.Series([1, 2, 3], index=pd.date_range('2025-03-31', periods=3)).plot();",
    "[getattr(hook, '__name__', '') for hook in get_ipython().events.callbacks['post_execute']]",
    "from rich.console import Console\nfrom rich.table import Table\ntable = Table('a', 'b')\ntable.add_row('1', '2')\n"
    "Console().print('[bold]bold[/bold]')\ntable",
    "from IPython.display import HTML, Markdown, display\ndisplay(HTML('<b>bold</b>'), Markdown('*this*'))",
    "import great_tables\ngreat_tables.GT(pd.DataFrame({'a': [1]}), id='table')",
    "import warnings\nwarnings.warn('careful')\nwarnings.warn('old', DeprecationWarning)",
    "import os, threading\nsorted(thread.name for thread in threading.enumerate())",
    "__name__, sys.modules['__main__'].__doc__, sys.path, sys.argv[0], len(sys.argv), os.getcwd(), sys.stdin.read()",
    "import signal\n[signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGPIPE)], "
    "signal.pthread_sigmask(signal.SIG_BLOCK, ())",
    "{name for name in os.environ if name.startswith(('JPY', 'MPL', 'OMP', 'OPENBLAS'))}",
    "!echo from a shell",
    "def half(x):\n    return x / 0\n\nhalf(1)",
]


@pytest.fixture(scope="module", autouse=True)
def template(tmp_path_factory):
    """The template that every launch here uses, with this source's own kernel specification."""
    jupyter = tmp_path_factory.mktemp("jupyter")
    (jupyter / "kernels").mkdir()
    (jupyter / "kernels" / "wayforward-warm").symlink_to(KERNELSPEC)
    with pytest.MonkeyPatch.context() as patch, Template() as template:
        patch.setenv("JUPYTER_PATH", os.pathsep.join([str(jupyter), str(Path(sys.prefix) / "share" / "jupyter")]))
        patch.setenv(ADDRESS, template.address)
        yield template


@pytest.fixture
def kernel():
    """A started kernel's manager, and a function that runs code in it and gives what it shows."""
    manager = KernelManager(kernel_name="wayforward-warm", transport_encryption="auto")
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=DEADLINE)

    def run(code):
        shown = []
        until(lambda: answers(client))
        client.execute_interactive(code, timeout=DEADLINE, output_hook=lambda message: shown.append(message["content"]))
        return [content.get("text") or content.get("data", {}).get("text/plain") or content.get("ename")
                for content in shown if not {"execution_state", "code"} & set(content)]

    yield manager, run
    client.stop_channels()
    if manager.has_kernel:
        manager.shutdown_kernel(now=True)


def until(what):
    """Waits for what comes true."""
    end = time.monotonic() + DEADLINE
    while not what():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def answers(client):
    """Whether a kernel's answer comes to its end on the channel of outputs: what it shows before that channel stands
    (anew, after a restart) is lost."""
    question = client.kernel_info()
    try:
        while True:
            message = client.get_iopub_msg(timeout=1)
            if message["parent_header"].get("msg_id") == question and \
                    message["content"].get("execution_state") == "idle":
                return True
    except Empty:
        return False


def gone(pid):
    """Whether a process runs no longer. (One that nobody reaps is gone too.)"""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def write(path, *cells):
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(new_notebook(cells=[new_code_cell(cell) for cell in cells], metadata={"kernelspec": kernel}), path)
    return str(path)


def outputs(path, kernel):
    """What each cell shows, without the numbers of processes and threads, and places in memory."""
    with pytest.raises(papermill.PapermillExecutionError):
        papermill.execute_notebook(path, output := str(Path(path).with_name(f"{kernel}.ipynb")), kernel_name=kernel,
                                   progress_bar=False, cwd=Path(path).parent)
    executed = nbformat.read(output, as_version=4)
    cells = [cell for cell in executed.cells if cell.cell_type == "code"]
    numbers = r"(?<=ipykernel_)\d+|(?<=Thread-)\d+|(?<= at 0x)[0-9a-f]+"
    return [re.sub(numbers, "…", json.dumps([cell.execution_count, cell.outputs])) for cell in cells]


def test_a_notebook_run_warm_and_run_cold_shows_the_same(tmp_path):
    path = write(tmp_path / "all.ipynb", *CELLS)
    warm, cold = outputs(path, "wayforward-warm"), outputs(path, "python3")
    assert len(warm) == len(CELLS)
    for cell, shown_warm, shown_cold in zip(CELLS, warm, cold, strict=True):
        assert shown_warm == shown_cold, cell
    assert sum("image/" in shown for shown in warm) == 6


def test_two_kernels_are_two(tmp_path):
    code = "import numpy, random; print(numpy.random.random(), random.random()); own = 1"
    shown = set()
    for _ in range(2):
        executed = papermill.execute_notebook(write(tmp_path / "a.ipynb", "print('own' in globals())", code), None,
                                              kernel_name="wayforward-warm", progress_bar=False)
        first, second = (cell.outputs[0].text for cell in executed.cells)
        assert first == "False\n"
        shown.add(second)
    assert len(shown) == 2


def test_it_talks_in_cipher(kernel):
    manager, run = kernel
    assert isinstance(manager.provisioner.process, Child)
    assert run("1 + 1") == ["2"]
    assert manager.get_connection_info()["curve_publickey"]
    assert run("from ipykernel.kernelapp import IPKernelApp; IPKernelApp.instance().curve_secretkey is not None") == [
        "True"]


def test_an_interrupt_ends_the_cell_and_what_it_runs_and_not_the_kernel(kernel, tmp_path):
    manager, run = kernel
    note = tmp_path / "pid"

    def interrupt():
        until(note.exists)
        manager.provisioner.process.send_signal(signal.SIGINT)

    threading.Thread(target=interrupt).start()
    assert run(f"""
import pathlib, subprocess, sys
with subprocess.Popen([sys.executable, "-Sc", "import time; print(flush=True); time.sleep(600)"], stdout=-1) as process:
    process.stdout.readline()
    pathlib.Path("{note}.half").write_text(str(process.pid))
    pathlib.Path("{note}.half").rename("{note}")""")[-1] == "KeyboardInterrupt"
    assert not psutil.pid_exists(int(note.read_text()))
    assert run("'still here'") == ["'still here'"]


def test_a_restart_is_a_new_kernel_at_the_same_address(kernel):
    manager, run = kernel
    run("x = 1")
    before = manager.provisioner.pid, manager.get_connection_info()["shell_port"]
    manager.restart_kernel(now=True)
    after = manager.provisioner.pid, manager.get_connection_info()["shell_port"]
    assert after[0] != before[0]
    assert after[1] == before[1]
    assert run("'x' in globals()") == ["False"]


@pytest.mark.parametrize("now", [True, False])
def test_a_shutdown_leaves_no_process(kernel, template, now):
    manager, _ = kernel
    pid = manager.provisioner.pid
    assert pid in [child.pid for child in psutil.Process(template.pid).children()]
    manager.shutdown_kernel(now=now)
    assert not psutil.pid_exists(pid)
    assert not manager.has_kernel


def test_a_kernel_that_dies_is_found_dead(tmp_path):
    path = write(tmp_path / "dies.ipynb", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    with pytest.raises(DeadKernelError):
        papermill.execute_notebook(path, None, kernel_name="wayforward-warm", progress_bar=False)


def test_a_kernel_dies_with_its_template(monkeypatch):
    with Template("runner.pool_tasks:import_nothing") as short:
        monkeypatch.setenv(ADDRESS, short.address)
        manager = KernelManager(kernel_name="wayforward-warm")
        manager.start_kernel()
        pid = manager.provisioner.pid
        assert manager.is_alive()
        os.kill(short.pid, signal.SIGKILL)
        until(lambda: not manager.is_alive())
        assert manager.provisioner.process.lost
        until(lambda: gone(pid))
        manager.shutdown_kernel(now=True)


def test_memory_may_be_bounded(monkeypatch, tmp_path):
    monkeypatch.setenv("WAYFORWARD_MEMORY_MB", "700")
    at_once = write(tmp_path / "at once.ipynb", "import numpy\ntry:\n    numpy.ones(10 ** 9)\nexcept MemoryError:\n"
                    "    print('refused')", "numpy.ones(10 ** 7).sum()")
    executed = papermill.execute_notebook(at_once, None, kernel_name="wayforward-warm", progress_bar=False)
    refused, goes_on = executed.cells
    assert (refused.outputs[0].text, goes_on.outputs[0].data["text/plain"]) == ("refused\n", "np.float64(10000000.0)")
    bit_by_bit = write(tmp_path / "bit by bit.ipynb", "kept = {}\nwhile True:\n    kept[len(kept)] = str(len(kept))")
    with pytest.raises(DeadKernelError):
        papermill.execute_notebook(bit_by_bit, None, kernel_name="wayforward-warm", progress_bar=False)


@pytest.mark.parametrize("why", ["cannot fork", "lost"])
def test_where_no_template_is_to_be_had_a_kernel_starts_in_the_ordinary_way(monkeypatch, tmp_path, why):
    if why == "lost":
        monkeypatch.setenv(ADDRESS, str(tmp_path / "nothing here"))
    else:
        monkeypatch.setattr(provisioner, "available", lambda: False)
    manager = KernelManager(kernel_name="wayforward-warm")
    manager.start_kernel()
    assert isinstance(manager.provisioner.process, subprocess.Popen)
    assert manager.is_alive()
    manager.interrupt_kernel()
    manager.shutdown_kernel(now=True)
    assert not manager.has_kernel
