"""What running a period as notebooks costs, against the same analyses as plain functions.

    .venv/bin/python tests/benchmarks/period_cost.py [PERIOD]

Prints seconds and their ratio; no test run includes it. The plain functions draw the charts too.
"""

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from wayforward.plan import load_plan
from wayforward.plans import DEFAULT
from wayforward.report.pages import open_report
from wayforward.report.panel import open_panel
from wayforward.runner.parameters import load_parameters, parameters_file
from wayforward.runner.run import run_period


def as_functions(period: str, area: str) -> None:
    """Every finding, story, chart and table of the period, and the panel."""
    for ambition in load_plan(DEFAULT).ambitions:
        report = open_report(ambition.number, period, area)
        for page in report.pages.values():
            for finding in page.findings:
                page.story(finding.series)
                page.table(finding.series)
                chart = page.chart(finding.series)
                if finding.points:
                    chart.png()
    open_panel(period, area).promises()


def as_notebooks(period: str, area: str) -> None:
    """The period's run, as `wayforward run` does it, into a folder that is thrown away."""
    with TemporaryDirectory() as runs:
        run_period(load_parameters(parameters_file(period), area=area), runs=Path(runs))


def seconds(work, *given: str) -> float:
    """How long one call takes."""
    began = time.perf_counter()
    work(*given)
    return time.perf_counter() - began


if __name__ == "__main__":
    period = sys.argv[1] if len(sys.argv) > 1 else "2025-26-Q4"
    plain, notebooks = seconds(as_functions, period, "hertfordshire"), seconds(as_notebooks, period, "hertfordshire")
    print(f"{period}: plain functions {plain:.1f} s, six notebooks and their pages {notebooks:.1f} s, "
          f"{notebooks / plain:.1f} times as long")
