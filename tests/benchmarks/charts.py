"""What a chart and its picture cost, against the same chart with a layout that is worked out from what is drawn.

    python tests/benchmarks/charts.py [PERIOD]        about a minute

Every fourth series of Hertfordshire and its control chart, each by turns laid out here, and laid out anew by
"constrained" and saved with bbox_inches="tight"; the least processor time of five rounds. Both draw the same lines; no
test run includes it.
"""

import io
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

from matplotlib.gridspec import GridSpec

from wayforward.plan import load_plan
from wayforward.plans import DEFAULT
from wayforward.report.pages import open_report
from wayforward.show import DPI, Chart, chart, control_chart

ROUNDS, EVERY = 5, 4


def here(draw: Callable[[], Chart]) -> None:
    """The picture as the project makes it."""
    draw().png()


def worked_out(draw: Callable[[], Chart]) -> None:
    """The same lines and words, the room for them worked out by matplotlib."""
    figure = draw().figure
    figure.set_layout_engine("constrained")
    figure.axes[0].set_subplotspec(GridSpec(1, 1, figure=figure)[0])
    figure.axes[0].set_in_layout(True)
    figure.savefig(io.BytesIO(), format="png", dpi=DPI, bbox_inches="tight")


def milliseconds(work: Callable[[Callable[[], Chart]], None], draw: Callable[[], Chart]) -> float:
    """Processor time of one picture."""
    began = time.process_time()
    work(draw)
    return 1000 * (time.process_time() - began)


def main(period: str) -> None:
    """Times and prints."""
    plan = load_plan(DEFAULT)
    findings = [finding for ambition in plan.ambitions
                for page in open_report(ambition.number, period, "hertfordshire").pages.values()
                for finding in page.findings if finding.points]
    drawn = {"chart": [partial(chart, finding, plan.start) for finding in findings[::EVERY]],
             "control chart": [partial(control_chart, finding) for finding in findings[::EVERY]
                               if finding.control and finding.control.points]}
    for name, draws in drawn.items():
        here(draws[0])
        rounds = [[(milliseconds(here, draw), milliseconds(worked_out, draw)) for _ in range(ROUNDS)] for draw in draws]
        ours, theirs = (statistics.mean(min(each[way] for each in of) for of in rounds) for way in (0, 1))
        print(f"{name:14s} here {ours:5.0f} ms, constrained and tight {theirs:5.0f} ms: {theirs / ours:.1f} times")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "2025-26-Q4")
