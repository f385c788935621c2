"""How long the record across runs takes, for every authority and every quarter of the plan.

    .venv/bin/python tests/benchmarks/history.py [RUNS]

Makes so many small runs (3,060: 153 areas, 20 quarters, six notebooks and 26 findings each) in a folder that is thrown
away, and prints seconds; no test run includes it.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from wayforward.periods import quarters
from wayforward.runner.compare import compare, find_run
from wayforward.runner.history import NAME, history, refresh, runs_table

PERIODS = quarters(2021, 2026)
NOTEBOOKS = ("0-panel-report", "1-local-community", "2-trauma-informed", "3-back-on-track", "4-proud-workforce",
             "5-early-help")
POINT = {"period": "31 March 2025", "start": "2025-03-31", "end": "2025-03-31", "value": 0.8862, "low": 0.85,
         "high": 0.91, "numerator": 522, "denominator": 589, "status": "final"}
RESULT = {"estimate": -0.05, "low": -0.09, "high": -0.01, "p": 0.012, "method": "a test", "reason": ""}
TABLE = """
import sys
from pathlib import Path
from wayforward.runner.history import runs_table
for row in runs_table(Path(sys.argv[1])):
    print(row.name, row.as_at, row.states, row.seconds, row.made)
"""


def finding(number: int) -> dict:
    """A finding as large as a usual one, its points being most of it."""
    return {"measure": f"measure_{number}", "number": number, "series": f"series_{number}", "headline": number < 17,
            "ambition": 1 + number % 5, "title": "Care leavers in suitable accommodation", "kind": "proportion",
            "unit": "%", "decimals": 1, "better": "higher", "origin": "published", "points": [POINT] * 12,
            "latest": POINT, "baseline": POINT, "change": RESULT, "trend": RESULT | {"evidence": "some"},
            "verdict": "worsening", "evidence": "some", "story": "A sentence or two. " * 20}


def make(runs: Path, number: int) -> None:
    """So many run folders, period by period."""
    findings = json.dumps({"invented": False, "as_at": "2026-06-30", "findings": [finding(n) for n in range(26)]})
    manifest = json.dumps({"parameters": {"as_at": "2026-06-30"}, "commit": "c" * 40, "code": "d" * 64,
                           "inputs": [{"path": f"published/{n}.csv", "rows": n, "sha256": "e" * 64} for n in range(20)],
                           "notebooks": {name: {"state": "completed", "seconds": 8.1} for name in NOTEBOOKS}})
    for place in range(number):
        folder = runs / f"area-{place // len(PERIODS):03}" / PERIODS[place % len(PERIODS)] / "internal"
        folder.mkdir(parents=True)
        (folder / "findings.json").write_text(findings)
        (folder / "manifest.json").write_text(manifest)


def told(what: str, work: Callable, *words: object) -> None:
    """Prints how long a call takes."""
    began = time.perf_counter()
    work(*words)
    print(f"{time.perf_counter() - began:7.2f} s  {what}")


def in_a_process(runs: Path) -> None:
    """From the start of python to the last line of the printed table."""
    subprocess.run([sys.executable, "-c", TABLE, str(runs)], check=True, stdout=subprocess.PIPE)


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 153 * len(PERIODS)
    with TemporaryDirectory() as folder:
        runs = Path(folder)
        make(runs, number)
        print(f"{number} runs, {number * len(NOTEBOOKS)} executed notebooks")
        told("the table of runs, nothing noted yet, in a process of its own", in_a_process, runs)
        told("the table again, from the start of python to its last line", in_a_process, runs)
        told("all findings, noted for the first time", refresh, runs)
        told("brought up to date when nothing has changed", refresh, runs)
        told("the table of runs", runs_table, runs)
        told("one measure of all areas and periods, as a frame", lambda: history(runs, measure="measure_7"))
        told("everything ever found, as a frame", history, runs)
        one = find_run(runs, f"area-000/{PERIODS[0]}")
        told("two runs compared", compare, one, one)
        print(f"{(runs / NAME).stat().st_size / 1e6:7.1f} MB in {NAME}")
