"""Trends: the real figures, the edges, and the traps that short series set. The method's own judges: test_scatter."""

from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from reference_values import judge
from tables import series
from wayforward.statistics import trend as statistics
from wayforward.statistics.dispersion import by_chance
from wayforward.statistics.measured import Measured
from wayforward.statistics.trend import against_others, days, lags, step

trend = partial(statistics.trend, least=5)
CARE_LEAVERS = ((2021, 453, 484), (2022, 452, 493), (2023, 485, 535), (2024, 514, 582), (2025, 522, 589))
BARE = "the points come without intervals, so only their own scatter measures chance"


def quarters(*values: float, first: int = 2020) -> pd.DataFrame:
    """Rates of 1,000 each at the ends of following quarters, with standard errors of 1."""
    ends = [date(first + at // 4, 3 + 3 * (at % 4), 28) for at in range(len(values))]
    rows = pd.DataFrame({"end": ends, "value": values, "se": 1.0})
    return rows.assign(low=rows["value"] - 1.96, high=rows["value"] + 1.96)


def test_care_leavers_fell_year_on_year():
    found = trend(series(*CARE_LEAVERS), "proportion")
    assert found.low < found.estimate < found.high < 0
    assert round(found.p, 3) == 0.023
    assert (found.points_used, found.bare, found.smallest_p) == (5, False, None)


def test_it_is_never_surer_than_chance_alone():
    """0, 1, 2, 3, 4 of 40: a perfect line, yet of so few that chance brings it: Cochran–Armitage by hand."""
    points = series(*((2021 + year, year, 40) for year in range(5)))
    time = (pd.to_datetime(points["end"]) - pd.Timestamp("2021-03-31")).dt.days / 365.25
    share = 10 / 200
    z = (40 * (time - time.mean()) * points["value"]).sum() / np.sqrt(
        share * (1 - share) * 40 * ((time - time.mean()) ** 2).sum())
    assert trend(points, "proportion").p == pytest.approx(2 * stats.norm.sf(z))


def test_chance_alone_is_cochran_armitage_in_rs_form():
    """The floor that the care leavers' p cannot go under: R's prop.trend.test, leap days apart."""
    k, n = (np.array(column, float) for column in list(zip(*CARE_LEAVERS, strict=True))[1:])
    share = k.sum() / n.sum()
    slope, error = by_chance(k / n, 1 / np.sqrt(n), np.column_stack([np.ones(5), np.arange(5.0)]))
    assert slope ** 2 / (error ** 2 * share * (1 - share)) == pytest.approx(
        judge("care_leavers.prop_trend.x2"), abs=1e-6)


def test_missing_years_are_gaps_on_the_time_axis():
    """The same five figures over five years and over nine: a slope in years, and neighbours less alike."""
    dense = trend(series(*CARE_LEAVERS), "proportion")
    sparse = trend(series(*((2021 + 2 * (year - 2021), k, n) for year, k, n in CARE_LEAVERS)), "proportion")
    assert sparse.estimate == pytest.approx(dense.estimate / 2, rel=0.01)
    one_gap = series(*CARE_LEAVERS[:3], (2026, 514, 582), (2027, 522, 589))
    assert lags(days(one_gap))[0].tolist() == [0, 1, 2, 5, 6]


@pytest.mark.parametrize(("points", "reason"), [
    (series(), "0 comparable points; a trend needs 5"),
    (series(*CARE_LEAVERS[:1]), "1 comparable point; a trend needs 5"),
    (series(*CARE_LEAVERS[:4]), "4 comparable points; a trend needs 5"),
    (quarters(*range(11)), "11 comparable points; a trend beside the seasons needs 12"),
])
def test_too_few_points_are_no_trend(points, reason):
    found = trend(points, "proportion" if "numerator" in points else "gap")
    assert (found.estimate, found.p, found.reason) == (None, None, reason)


def test_points_without_intervals_have_their_own_scatter_alone():
    found = trend(series(*CARE_LEAVERS).assign(low=np.nan), "proportion")
    assert (found.bare, found.reason) == (True, BARE)
    assert found.low < found.estimate < found.high


def test_one_point_without_an_interval_makes_all_bare():
    points = series(*CARE_LEAVERS)
    points.loc[2, "low"] = np.nan
    assert trend(points, "proportion").bare


@pytest.mark.parametrize("figure", [50, 0, 23])
def test_equal_figures_have_no_slope(figure):
    found = trend(series(*((year, figure, 50) for year in range(2021, 2026))), "proportion")
    assert (found.estimate, found.low, found.high, found.p) == (0.0, 0.0, 0.0, 1.0)


def test_a_season_is_not_a_trend():
    """Every first quarter 9 above the rest, and nothing else: five years of it."""
    noise = np.array([0.1, -0.2, 0.0, 0.2, -0.1] * 4)
    found = trend(quarters(*(np.tile([9.0, 0.0, 0.0, 0.0], 5) + noise)), "gap")
    assert found.p > 0.2
    assert abs(found.estimate) < 0.1


def test_a_trend_is_seen_through_the_seasons():
    """A rise of 4 a year beside seasons of 9, with errors of 1."""
    found = trend(quarters(*(np.tile([9.0, 0.0, -5.0, 2.0], 5) + np.arange(20) + np.tile([0.3, -0.3], 10))), "gap")
    assert found.estimate == pytest.approx(4, abs=0.1)
    assert found.p < 0.001


def test_a_shift_of_level_at_a_declared_break_is_not_a_trend():
    """10 until 2022, 20 from 2023 on: a rise without the break, nothing with it."""
    values = [10.0, 10.5, 9.8, 10.2, 20.1, 19.7, 20.4, 19.9]
    points = pd.DataFrame({"end": [date(2019 + at, 3, 31) for at in range(8)], "value": values, "se": 0.3})
    points = points.assign(low=points["value"] - 0.6, high=points["value"] + 0.6)
    assert trend(points, "gap").estimate > 1.5
    through = trend(points, "gap", [date(2022, 4, 1)])
    assert through.p > 0.5
    assert abs(through.estimate) < 0.2
    assert trend(points, "gap", [date(2030, 1, 1)]).p == trend(points, "gap").p     # a break to come shifts nothing


def test_a_break_takes_a_point():
    points = series(*CARE_LEAVERS)
    assert trend(points, "proportion", [date(2022, 4, 1)]).reason == "5 comparable points; a trend needs 6"


def test_provisional_points_are_told():
    points = series(*CARE_LEAVERS)
    points.loc[4, "status"] = "provisional"
    assert trend(points, "proportion").provisional == 1


@pytest.mark.parametrize(("months", "expected"), [((3, 6, 9, 12), 3), ((1, 2, 4), 1), ((3,), 12)])
def test_the_step_is_the_smallest_distance(months, expected):
    assert step(days(pd.DataFrame({"end": [date(2024, month, 28) for month in months]}))) == expected


def test_counts_with_and_without_an_exposure():
    """412, 398, 431 … events: a constant exposure only rescales the slope."""
    events = (412, 398, 431, 455, 470, 502)
    rows = [(2019 + at, count, 1.0) for at, count in enumerate(events)]
    plain = trend(series(*rows, kind="count"), "count")
    per = trend(series(*((year, k, 27.7) for year, k, _ in rows), kind="rate"), "rate")
    assert plain.p == pytest.approx(per.p)
    assert plain.estimate == pytest.approx(per.estimate * 27.7)
    assert plain.estimate == pytest.approx(np.polyfit(np.arange(6), events, 1)[0], rel=0.03)


SERIES = st.lists(st.tuples(st.integers(0, 200), st.integers(200, 300)), min_size=5, max_size=12)


@given(SERIES)
@settings(max_examples=40)
def test_it_always_says_something_that_holds_together(figures):
    found = trend(series(*((2010 + year, *figure) for year, figure in enumerate(figures))), "proportion")
    assert 0 <= found.p <= 1
    assert found.low <= found.estimate <= found.high
    assert (found.p < 0.05 - 1e-9) <= (not found.low <= 0 <= found.high)


@given(SERIES)
@settings(max_examples=40)
def test_success_and_failure_mirror(figures):
    points = [(2010 + year, *figure) for year, figure in enumerate(figures)]
    found = trend(series(*points), "proportion")
    mirrored = trend(series(*((year, n - k, n) for year, k, n in points)), "proportion")
    assert mirrored.p == pytest.approx(found.p, abs=1e-6)
    assert mirrored.estimate == pytest.approx(-found.estimate, abs=1e-9)


# What has been measured of other areas

FALLING = series((2021, 540, 1000), (2022, 490, 1000), (2023, 510, 1000), (2024, 440, 1000), (2025, 450, 1000))
USUAL = Measured(date(2025, 11, 15), 140, 10, True, 2.0, 12.0, 0.4, 0.1)


def test_what_others_say_is_told_and_makes_a_usual_series_surer():
    alone, with_others = (trend(FALLING, "proportion", least=5, measured=known) for known in (None, USUAL))
    assert with_others.p < alone.p
    assert alone.low < with_others.low < with_others.high < alone.high
    assert with_others.method == ("weighted line, serial correlation averaged, scatter measured from other areas, "
                                  "t with 15 df")


def test_an_unusual_series_is_no_surer_than_without_the_others():
    """Ups and downs of 20 points, where others move by σ² = 1: chance alone."""
    wild = series((2021, 400, 1000), (2022, 600, 1000), (2023, 420, 1000), (2024, 640, 1000), (2025, 500, 1000))
    steady = replace(USUAL, scale=1.0, df=40.0)
    alone, with_others = (trend(wild, "proportion", least=5, measured=known) for known in (None, steady))
    assert (with_others.p, with_others.low, with_others.high) == (alone.p, alone.low, alone.high)
    assert "no surer than these points alone" in with_others.method


def test_others_do_not_make_it_surer_than_chance():
    """Others hardly scatter at all, and these figures lie on a line: 2 (1 − Φ(|slope| / error by chance))."""
    line = series(*((2021 + at, 520 - 10 * at, 1000) for at in range(5)))
    still = replace(USUAL, scale=0.01, df=500.0, correlation=0.0)
    error = np.sqrt(0.5 * 0.5 / 1000 / 10)
    found = trend(line, "proportion", least=5, measured=still)
    assert found.p == pytest.approx(2 * stats.norm.sf(0.01 / error), rel=0.02)


def test_what_was_measured_of_another_make_of_figure_is_not_used():
    """In the series' own unit, where these have intervals."""
    assert trend(FALLING, "proportion", least=5, measured=replace(USUAL, by_chance=False)) == \
        trend(FALLING, "proportion", least=5)


def bare(*values: float) -> pd.DataFrame:
    return pd.DataFrame({"end": pd.to_datetime([f"{year}-03-31" for year in range(2021, 2021 + len(values))]),
                         "value": values, "low": np.nan, "high": np.nan, "status": "final"})


def test_against_others_is_the_slope_of_the_difference():
    """All areas, 11 of them, rise by 2 a year, ours by 1: of the other ten (11 · mean − ours) / 10, so that the
    difference falls by 1 · 11 / 10 a year."""
    means = {date(year, 3, 31): (50.0 + 2 * (year - 2021), 11) for year in range(2021, 2026)}
    known = Measured(date(2025, 11, 15), 10, 8, False, 0.01, 12.0, 0.1, 0.1, means)
    found = against_others(bare(50, 51, 52, 53, 54), known, least=5)
    assert found.estimate == pytest.approx(-1.1, abs=0.002)
    assert (found.points_used, found.bare) == (5, False) and found.p < 0.001


def test_against_others_needs_what_was_measured_and_enough_common_years():
    means = {date(year, 3, 31): (50.0, 11) for year in range(2022, 2026)}
    known = Measured(date(2025, 11, 15), 10, 8, False, 0.01, 12.0, 0.1, 0.1, means)
    assert against_others(bare(50, 51, 52, 53, 54, 55), known, least=5).reason == (
        "of the latest period the other areas' mean has not been measured")
    assert against_others(bare(50, 51, 52, 53, 54), known, least=5).reason == "4 comparable points; a trend needs 5"
    assert against_others(bare(50, 51, 52, 53, 54), None, least=5).estimate is None
