"""How long the statistics of one period take: every series of Hertfordshire, robustness and outlook included, after
imports, with what was measured of other areas and without; beside it a quasi-binomial regression alone (statsmodels)
of the same series, in the same run.

    python tests/benchmarks/statistics_speed.py        some 20 seconds

Aim: under 1 second for some 30 series. Prints the medians of five rounds.
"""

import statistics
import time
from dataclasses import replace
from functools import partial

import pandas as pd

from wayforward import measures
from wayforward.judge import LEAST_POINTS
from wayforward.report.benchmarks import Setting
from wayforward.report.chain import make_finding
from wayforward.report.open import read_inputs
from wayforward.report.robustness import with_robustness
from wayforward.statistics.alternatives import quasi
from wayforward.statistics.intervals import with_intervals
from wayforward.statistics.trend import trend

ROUNDS = 5


def main() -> None:
    """Times and prints."""
    evidence = read_inputs("2025-26-Q4", "hertfordshire")
    published = {measure.id: measures.from_published(measure.id, evidence.published.figures)
                 for measure in evidence.plan.measures}
    series = [(measure, one, published[measure.id][one.id]) for measure in evidence.plan.measures
              for one in measure.series if one.id in published[measure.id]]

    alone = replace(evidence.setting, measured={})

    def everything(setting: Setting) -> None:
        for measure, one, counts in series:
            with_robustness(make_finding(measure, one, counts, setting), counts, setting)

    def findings() -> None:
        for measure, one, counts in series:
            make_finding(measure, one, counts, evidence.setting)

    ours = [_ours(with_intervals(counts, one.kind), evidence.setting.area) for _, one, counts in series]
    known = [(points, one.kind) for points, (_, one, _) in zip(ours, series, strict=True)
             if one.kind == "proportion" and len(points) >= 5]
    tasks = {f"findings and robustness, {len(series)} series": partial(everything, evidence.setting),
             "the same, nothing measured of other areas": partial(everything, alone), "findings alone": findings,
             f"our trend, {len(known)} series": lambda: [trend(*each, least=LEAST_POINTS) for each in known],
             f"statsmodels' quasi-binomial, {len(known)} series":
                 lambda: [quasi(*each, least=LEAST_POINTS) for each in known]}
    for name, task in tasks.items():
        task()
        print(f"{name:50s} {statistics.median(map(_seconds, [task] * ROUNDS)):7.3f} s")


def _ours(whole: pd.DataFrame, area: str) -> pd.DataFrame:
    return whole[(whole["area"] == area) & whole["low"].notna()]


def _seconds(task) -> float:
    begun = time.perf_counter()
    task()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
