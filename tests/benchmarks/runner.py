"""What running notebooks costs, by the ways there are to do it: seconds of whole processes, from start to end.

    .venv/bin/python tests/benchmarks/runner.py ways [ROUNDS]        interleaved; prints medians and ratios
    .venv/bin/python tests/benchmarks/runner.py periods              twenty periods against one
    .venv/bin/python tests/benchmarks/runner.py memory [EXECUTIONS]  of the run's processes, over many executions
    .venv/bin/python tests/benchmarks/runner.py unchanged            a run with nothing to do

Twelve executions: the six notebooks of two periods of hertfordshire, every way into a folder that is thrown away. Only
`wayforward run` makes pages, findings and a record as well. The limit is the same cells as plain functions, in two
processes forked from one that has imported the libraries: nothing that runs notebooks can be faster.
"""

import ast
import contextlib
import io
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

import psutil

ROOT = Path(__file__).parents[2]
PERIODS = ("2025-26-Q4", "2025-26-Q3")
BIN = Path(sys.executable).parent
ENVIRONMENT = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "JUPYTER_PATH": str(Path(sys.prefix) / "share" / "jupyter"),
               "WAYFORWARD_FINDINGS": gettempdir()}     # where all ways may write what they find


def notebooks() -> list[Path]:
    """In the order of a run: the panel last."""
    found = sorted((ROOT / "notebooks").glob("*.ipynb"))
    return [*found[1:], found[0]]


def parameters(period: str, folder: Path) -> dict[str, str]:
    """Of one period, its notebooks writing their findings into a folder of its own."""
    findings = folder / f"{period}.parts"
    findings.mkdir(exist_ok=True)
    return {"period": period, "area": "hertfordshire", "as_at": "", "data": "data", "findings": str(findings)}


def executions(folder: Path) -> list[tuple[Path, dict[str, str], Path]]:
    """All twelve: the notebook, its parameters, and where it is written."""
    return [(notebook, parameters(period, folder), folder / f"{period}-{notebook.name}")
            for period in PERIODS for notebook in notebooks()]


# --- the ways; each runs in a process of its own ---------------------------------------------------------------------

def papermill_command(folder: Path) -> None:
    """One command after another."""
    for notebook, given, out in executions(folder):
        words = [word for name, value in given.items() for word in ("-r", name, value)]
        subprocess.run([BIN / "papermill", notebook, out, *words, "--no-progress-bar"], check=True, env=ENVIRONMENT,
                       capture_output=True, cwd=ROOT)


def papermill_api(folder: Path) -> None:
    """One call after another, in one process."""
    import papermill

    for notebook, given, out in executions(folder):
        papermill.execute_notebook(notebook, out, given, progress_bar=False, cwd=notebook.parent)


def nbclient_api(folder: Path) -> None:
    """The same by nbclient."""
    import nbformat
    from nbclient import NotebookClient

    for notebook, given, out in executions(folder):
        nb = nbformat.read(notebook, as_version=4)
        place = next(at for at, cell in enumerate(nb.cells) if "parameters" in cell.metadata.get("tags", []))
        lines = "\n".join(f"{name} = {value!r}" for name, value in given.items())
        nb.cells.insert(place + 1, nbformat.v4.new_code_cell(lines))
        NotebookClient(nb, kernel_name="python3", resources={"metadata": {"path": notebook.parent}}).execute()
        nbformat.write(nb, out)


def wayforward_run(folder: Path, *words: str) -> None:
    """Our own command."""
    subprocess.run([BIN / "wayforward", "run", *PERIODS, "--runs", folder, *words], check=True, env=ENVIRONMENT,
                   capture_output=True, cwd=ROOT)


def limit(folder: Path) -> None:
    """The cells as plain functions, in two processes that have imported everything."""
    from wayforward.runner.pools.warm import imports

    for _ in imports.heavy():
        pass
    with multiprocessing.get_context("fork").Pool(2) as pool:
        ambitions = [each for each in executions(folder) if each[0].stem[0] != "0"]
        panels = [each for each in executions(folder) if each[0].stem[0] == "0"]
        ambitions.sort(key=lambda each: -each[0].stat().st_size)
        pool.map(as_functions, ambitions, chunksize=1)
        pool.map(as_functions, panels, chunksize=1)


def as_functions(execution: tuple) -> None:
    """Runs a notebook's cells and makes what they show."""
    from IPython.core.formatters import DisplayFormatter

    notebook, given, _ = execution
    shown, names = DisplayFormatter(), {}
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            *lines, last = ast.parse("".join(cell["source"])).body
            exec(compile(ast.Module(lines, []), "cell", "exec"), names)
            if isinstance(last, ast.Expr):
                shown.format(eval(compile(ast.Expression(last.value), "cell", "eval"), names))
            else:
                exec(compile(ast.Module([last], []), "cell", "exec"), names)
        names |= given if "parameters" in cell["metadata"].get("tags", []) else {}


WAYS = {"papermill, one command after another": papermill_command, "papermill's API, one after another": papermill_api,
        "nbclient, one after another": nbclient_api, "wayforward run": wayforward_run,
        "limit: plain functions, two warm processes": limit}
SERIAL, OURS, LIMIT = (list(WAYS)[place] for place in (1, 3, 4))


def seconds(way: str) -> float:
    """Of one round of a way, in a process of its own."""
    with TemporaryDirectory() as folder:
        began = time.perf_counter()
        subprocess.run([sys.executable, __file__, "--do", way, folder], check=True, env=ENVIRONMENT, cwd=ROOT,
                       capture_output=True)
        return time.perf_counter() - began


def ways(rounds: int) -> None:
    """Prints the median of each way, and the ratios that count."""
    taken: dict[str, list[float]] = {way: [] for way in WAYS}
    for _ in range(rounds):
        for way in WAYS:
            taken[way].append(seconds(way))
            print(f"  {way}: {taken[way][-1]:.1f} s", flush=True)
    medians = {way: statistics.median(each) for way, each in taken.items()}
    for way, median in medians.items():
        print(f"{way:45} {median:6.1f} s   {medians[SERIAL] / median:4.2f} times as fast as papermill's API")
    print(f"wayforward run: {medians[SERIAL] / medians[OURS]:.2f} times as fast as papermill's API one after another; "
          f"{medians[OURS] / medians[LIMIT]:.2f} times the two-process warm limit")


# --- many -------------------------------------------------------------------------------------------------------------

def periods() -> None:
    """Twenty periods against one."""
    with TemporaryDirectory() as folder:
        one, twenty = (timed("--runs", f"{folder}/{name}", *words) for name, words in
                       {"one": (PERIODS[0],), "twenty": ("--all",)}.items())
    print(f"one period {one:.1f} s, twenty {twenty:.1f} s: {twenty / one:.1f} times as long")


def unchanged() -> None:
    """A period that is fresh, against the command's own start."""
    with TemporaryDirectory() as folder:
        timed("--runs", folder)
        again = statistics.median(timed("--runs", folder) for _ in range(5))
    began = time.perf_counter()
    subprocess.run([BIN / "wayforward", "--help"], check=True, capture_output=True)
    start = time.perf_counter() - began
    print(f"an unchanged period {again:.2f} s, of which the command's start is {start:.2f} s")


def timed(*words: str) -> float:
    """Seconds of one `wayforward run`."""
    began = time.perf_counter()
    subprocess.run([BIN / "wayforward", "run", *words], check=True, env=ENVIRONMENT, capture_output=True, cwd=ROOT)
    return time.perf_counter() - began


def memory(count: int) -> None:
    """The memory of all processes of a pool over many executions of the shortest notebook."""
    from wayforward.runner.job import EXECUTE, Job
    from wayforward.runner.pools.processes import TaskResult, Workers

    shortest = min(notebooks()[:-1], key=lambda path: path.stat().st_size)
    given = {"period": PERIODS[0], "area": "hertfordshire", "as_at": "", "data": "data"}
    with Workers(2) as pool:
        for number in range(count):
            pool.submit(str(number), EXECUTE, Job(f"notebooks/{shortest.name}", given, "", 1, kernel="wayforward-warm"))
        seen = []
        while len(seen) < count:
            if isinstance(pool.next(), TaskResult):
                seen.append(resident())
                if len(seen) % (count // 10) == 0:
                    median = statistics.median(seen[-count // 10:])
                    print(f"{len(seen):5} executions: {median:6.0f} MB, the median of the last tenth", flush=True)


def resident() -> float:
    """Megabytes of this process and all below it, shared pages counted once."""
    total = 0.0
    for process in (me := psutil.Process(), *me.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess):
            total += process.memory_full_info().pss / 1e6
    return total


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--do", way, folder]:
            with contextlib.redirect_stdout(io.StringIO()):
                WAYS[way](Path(folder))
        case ["ways", *rounds]:
            ways(int(rounds[0]) if rounds else 3)
        case ["periods"]:
            periods()
        case ["unchanged"]:
            unchanged()
        case ["memory", *count]:
            memory(int(count[0]) if count else 200)
        case _:
            print(__doc__)
