"""A finding's change and level among all authorities: by hand, and worked out anew from the published figures."""

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from wayforward import measures
from wayforward.published.figures import read_published
from wayforward.report.against_the_rest import among_all
from wayforward.report.chain import make_finding
from wayforward.report.examine import examine
from wayforward.report.open import read_inputs
from wayforward.statistics.all_areas import all_areas
from wayforward.statistics.compare import Rank
from wayforward.statistics.measured import Measured
from wayforward.statistics.trend import NOT_MEASURED, NOT_MEASURED_SINCE

ENDS = ("2021-03-31", "2022-03-31", "2023-03-31")
PUBLISHED = Path(__file__).parents[2] / "data" / "published"
GAP = ("attainment_gap", "ks2_gap_all")


def others(*areas: tuple[str, float, float], ends=ENDS[::2]) -> Measured:
    """Areas with their first and their last figure, beside "here", which had 10 and 13 when they were measured; each
    figure strays by 0.001."""
    rows = [(area, end, value, 0.001) for area, *values in (*areas, ("here", 10.0, 13.0))
            for end, value in zip(ends, values, strict=True)]
    figures = all_areas(pd.DataFrame(rows, columns=["area", "end", "value", "error"]))
    return Measured(date(2023, 11, 15), 30, 3, False, 1.0, 1e9, 0.5, 1e-9, all_areas=lambda: figures)


THIRTY = tuple((f"area_{number:02}", 5.0 + 0.1 * number, 6.0 + 0.3 * number) for number in range(30))     # 1 + number/5


def seen(measured: Measured | None, *values: float):
    """Our figures of three years, without intervals; the plan begins after the first."""
    points = pd.DataFrame({"end": list(map(date.fromisoformat, ENDS[:len(values)])), "value": values, "low": np.nan,
                           "high": np.nan, "status": "final", "reason": "an average without its spread"})
    return examine(points, "gap", date(2021, 4, 1), measured=measured)


def test_our_change_less_the_mean_of_the_others_and_its_place():
    """10, 12, 16.1 rose by 6.1; the others by 1.0, 1.2, … 6.8, on average 3.9, and only the last four by more."""
    found = among_all(seen(others(*THIRTY), 10.0, 12.0, 16.1), "here")
    assert found.against_rest.estimate == pytest.approx(6.1 - 3.9)
    error = np.hypot(np.sqrt(2 * (1 - 0.5 ** 2)), np.std(0.2 * np.arange(30), ddof=1) / np.sqrt(30))
    assert found.against_rest.high - found.against_rest.estimate == pytest.approx(1.959964 * error)
    assert found.change_rank == Rank(5, 31, 5, 5)       # "here" as the report has it: not 3


def test_the_place_of_the_latest_figure():
    """16.1 is beyond all: the highest of the others stands at 6 + 0.3 · 29 = 14.7."""
    assert among_all(seen(others(*THIRTY), 10.0, 12.0, 16.1), "here").level_rank == Rank(1, 31, 1, 1)


@pytest.mark.parametrize(("measured", "values", "reason"), [
    (None, (10.0, 12.0, 16.0), NOT_MEASURED),
    (others(*THIRTY, ends=ENDS[:2]), (10.0, 12.0, 16.0), NOT_MEASURED_SINCE),
    (replace(others(*THIRTY), by_chance=True), (10.0, 12.0, 16.0), NOT_MEASURED),       # of figures of another make
    (others(*THIRTY), (10.0,), "there is no figure since the plan began"),
])
def test_where_nothing_can_be_said_it_says_why(measured, values, reason):
    found = among_all(seen(measured, *values), "here")
    assert (found.against_rest.estimate, found.against_rest.reason, found.change_rank) == (None, reason, None)


@pytest.fixture(scope="module")
def gap():
    """Makes the finding of key stage 2 of all authorities by its origin; and their figures, areas by years."""
    evidence = read_inputs("2025-26-Q4", "hertfordshire")
    counts = measures.from_published(GAP[0], read_published(PUBLISHED, date(2026, 6, 30)).figures)[GAP[1]]
    measure = evidence.plan.measure(GAP[0])
    series = next(each for each in measure.series if each.id == GAP[1])
    return partial(make_finding, measure, series, counts, evidence.setting), counts.pivot(
        index="area", columns="period", values="value")


def test_the_rest_are_all_authorities_that_publish_both_figures(gap):
    """2018/19 to 2024/25, from the published figures themselves; England's own change is near."""
    found, figures = gap[0](), gap[1]
    moved = (figures["2024/25"] - figures["2018/19"]).dropna()
    held = pd.read_parquet(PUBLISHED.parent / "scatter" / "scatter.parquet", filters=[("series", "==", GAP[1])])
    rest = moved[moved.index.isin(held.loc[held["known"] == "2025-12-15", "area"])].drop("hertfordshire")
    assert found.change_rank.of == len(rest) + 1 > 140
    assert found.against_rest.estimate == pytest.approx(moved["hertfordshire"] - rest.mean(), abs=1e-7)
    assert found.change_rank.rank == 1 + (rest > moved["hertfordshire"] + 1e-6).sum()
    assert rest.mean() == pytest.approx(moved["england"], abs=0.005)


def test_what_is_counted_from_returns_is_compared_with_nobody(gap):
    found = gap[0]("extract")
    assert (found.against_rest.reason, found.change_rank, found.level_rank) == (NOT_MEASURED, None, None)
