"""How long the statistics of one period take: every series of Hertfordshire, robustness and outlook included, after
imports, with what was measured of other areas and without, and parts of it alone.

    python tests/benchmarks/statistics_speed.py        some 20 seconds

Aim: under 1 second for some 30 series. Prints the least CPU time of five rounds, and how many times as much it is as
statsmodels' quasi-binomial regressions of the same series in the same run: that ratio is the one to compare between two
versions, as a busy machine slows both.
"""

import time
from dataclasses import replace
from functools import partial

import pandas as pd

from wayforward import measures
from wayforward.judge import LEAST_POINTS
from wayforward.report.benchmarks import Setting
from wayforward.report.chain import figures_and_verdict, make_finding
from wayforward.report.open import read_inputs
from wayforward.report.robustness import with_robustness
from wayforward.statistics.alternatives import quasi
from wayforward.statistics.intervals import with_intervals
from wayforward.statistics.trend import trend
from wayforward.statistics.visible import visible_by

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

    def each(of) -> None:
        for measure, one, counts in series:
            of(measure, one, counts, evidence.setting)

    ours = [_ours(with_intervals(counts, one.kind), evidence.setting.area) for _, one, counts in series]
    known = [(points, one.kind) for points, (_, one, _) in zip(ours, series, strict=True)
             if one.kind == "proportion" and len(points) >= 5]
    ends = evidence.plan.end, evidence.plan.end.replace(year=evidence.plan.end.year + 2)
    tasks = {f"statsmodels' quasi-binomial, {len(known)} series":
                 lambda: [quasi(*points, least=LEAST_POINTS) for points in known],
             f"our trend, {len(known)} series": lambda: [trend(*points, least=LEAST_POINTS) for points in known],
             f"what could be seen, {len(known)} series":
                 lambda: [visible_by(*points, ends, least=LEAST_POINTS) for points in known],
             f"findings and robustness, {len(series)} series": partial(everything, evidence.setting),
             "the same, nothing measured of other areas": partial(everything, alone),
             "findings alone": partial(each, make_finding),
             "verdicts alone, as of the report before": partial(each, figures_and_verdict)}
    took = {name: min(map(_seconds, [task] * ROUNDS)) for name, task in tasks.items()}
    unit = next(iter(took.values()))
    for name, seconds in took.items():
        print(f"{name:50s} {seconds:7.3f} s {seconds / unit:7.1f}")


def _ours(whole: pd.DataFrame, area: str) -> pd.DataFrame:
    return whole[(whole["area"] == area) & whole["low"].notna()]


def _seconds(task) -> float:
    begun = time.process_time()
    task()
    return time.process_time() - begun


if __name__ == "__main__":
    main()
