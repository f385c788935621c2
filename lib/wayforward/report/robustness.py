"""Would another defensible choice have said the same? Each runs the earlier stages again on the same series.

A verdict "holds" when every choice agrees with it; else the finding names those that do not. A choice that the
series does not allow (no counts, nothing unknown, no earlier years) is not on its list.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
from statsmodels.stats.contingency_tables import Table

from wayforward.finding import USABLE, Choice, Finding
from wayforward.formats import brief_period
from wayforward.judge import Verdict, by_test
from wayforward.measures.counts import without_unknown
from wayforward.report.chain import Examined, Setting, examine, verdict_of
from wayforward.statistics.intervals import with_intervals
from wayforward.statistics.results import Result, Trend
from wayforward.statistics.trend import MIN_POINTS, kendall, quasi_binomial, trend


def choices(points: pd.DataFrame, kind: str, better: str, plan_start: date) -> Iterator[Choice]:
    """The other defensible choices for one area's series (rows in order of time), each with its verdict and p."""
    seen = examine(points, kind, plan_start)
    enough = len(seen.window) >= MIN_POINTS
    if enough:
        yield _tested("exact Kendall test of the order", kendall(seen.window), better)
    if enough and kind == "proportion" and seen.window["low"].notna().all():
        yield _tested("Cochran–Armitage test, no allowance for year-to-year variation",
                      cochran_armitage(seen.window), better)
    if enough and seen.change.has_interval:
        yield _tested("first point against last only", seen.change, better)
    if kind == "proportion" and (points["unknown"] > 0).any():
        yield from _without_unknown(points, better, plan_start)
    everything = points[points["status"].isin(USABLE) & points["value"].notna()]
    if len(everything) > len(seen.window) and len(everything) >= MIN_POINTS:
        yield _tested(_from_the_first(everything.iloc[0]["label"]), _long_trend(everything, kind), better)


def _from_the_first(label: str) -> str:
    """"all years from 2016"; of quarters the first by its months."""
    return f"all quarters from {brief_period(label)}" if "(" in label else f"all years from {label.rpartition(' ')[2]}"


def cochran_armitage(points: pd.DataFrame) -> Result:
    """Cochran–Armitage test for trend in proportions, scores = calendar years; its estimate is only a direction.

    statsmodels' form, whose variance has N − 1 where R's prop.trend.test has N: chi-square 10.712 against 10.716 for
    453/484, 452/493, 485/535, 514/582, 522/589.
    """
    scores = pd.to_datetime(points["end"]).dt.year.to_numpy(float)
    table = np.column_stack([points["numerator"], points["denominator"] - points["numerator"]])
    test = Table(table, shift_zeros=False).test_ordinal_association(scores, np.array([1.0, 0.0]))
    return Result(float(test.zscore), p=float(test.pvalue), method="Cochran–Armitage")


def _long_trend(points: pd.DataFrame, kind: str) -> Trend:
    """Over years of which only rounded percentages are published, a proportion is still weighted by its total."""
    return quasi_binomial(points) if kind == "proportion" and points["denominator"].notna().all() \
        else trend(points, kind)


def _without_unknown(points: pd.DataFrame, better: str, plan_start: date) -> Iterator[Choice]:
    """The same rule among those of whom it is known, unless their number is suppressed too often."""
    seen = examine(with_intervals(without_unknown(points), "proportion"), "proportion", plan_start)
    if seen.change.has_interval:
        yield Choice("without those not known about", verdict_of(better, seen, None).verdict, _deciding_p(seen))


def _deciding_p(seen: Examined) -> float | None:
    return seen.trend.p if seen.trend.p is not None else seen.change.p


def _tested(choice: str, result: Result, better: str) -> Choice:
    return Choice(choice, by_test(better, result).verdict, result.p, getattr(result, "smallest_p", None))


def challenged(finding: Finding, counts: pd.DataFrame | None, setting: Setting) -> Finding:
    """The finding with its robustness block; nothing is tried where there is too little for a verdict."""
    if finding.verdict in (Verdict.NO_DATA, Verdict.NOT_COMPARABLE, Verdict.TOO_LITTLE):
        return finding
    ours = with_intervals(counts[counts["area"] == setting.area], finding.kind)
    return replace(finding, robustness=tuple(choices(ours, finding.kind, finding.better, setting.plan.start)))
