"""Forecasts against a Kalman filter, statsmodels and arithmetic; what they keep to; what came of them in the past."""

from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.tsa.statespace.structural import UnobservedComponents

from tables import series
from wayforward.statistics import forecast as statistics
from wayforward.statistics.forecast import KNOWN, RULES, forecast, last_end, none

TRIED = Path(__file__).parents[2] / "docs" / "calibration" / "forecast.csv"
CARE_LEAVERS = ((2021, 453, 484), (2022, 452, 493), (2023, 485, 535), (2024, 514, 582), (2025, 522, 589))
END = date(2026, 3, 31)
outlook = partial(statistics.outlook, least=5, furthest=3)
Z95 = stats.norm.ppf(0.975)


def bare(*values: float, years: list[int] | None = None) -> pd.DataFrame:
    """Figures of which nothing else is known, at 31 March of the years, or of those that end with 2025."""
    years = years or list(range(2026 - len(values), 2026))
    return pd.DataFrame({"end": [date(year, 3, 31) for year in years], "value": np.array(values, float)})


def since(points: pd.DataFrame, end: date) -> np.ndarray:
    """Years of each point, and of the end, from the first point."""
    return np.array([(day - points["end"].iloc[0]).days / 365.25 for day in [*points["end"], end]])


def filtered(time: np.ndarray, figures: np.ndarray, wander: float) -> tuple[float, float, float]:
    """A Kalman filter written out, with a disturbance of variance 1: the figure to come, its variance, and the sum of
    the squared one-step errors over their variances. The last time is of the figure to come."""
    level, variance, squares = figures[0], 1.0, 0.0
    for place in range(1, len(figures)):
        variance += wander * (time[place] - time[place - 1])
        error, gain = figures[place] - level, variance / (variance + 1)
        squares += error ** 2 / (variance + 1)
        level, variance = level + gain * error, variance * (1 - gain)
    return level, variance + wander * (time[-1] - time[-2]) + 1, squares


def logit(share):
    return np.log(share / (1 - share))


# --- outside judges --------------------------------------------------------------------------------------------------

def test_care_leavers_by_a_kalman_filter():
    """Logits of (k + ½) / (n + 1), wander 4, typical move 0.14 and the sampling of both ends, in units of a year's move
    (variance 4 + 2); t with 6 + 4 df."""
    points = series(*CARE_LEAVERS)
    k, n = points["numerator"].to_numpy(float), points["denominator"].to_numpy(float)
    share = (k + 0.5) / (n + 1)
    level, variance, squares = filtered(since(points, END), logit(share), 4)
    typical = 0.14 ** 2 + 2 * np.mean(1 / (n * share * (1 - share)))
    spread = np.sqrt(variance / 6 * (6 * typical + 6 * squares) / 10)
    limits = 1 / (1 + np.exp(-(level + np.array([-1, 0, 1]) * stats.t.ppf(0.9, 10) * spread)))
    found = outlook(points, "proportion", 453 / 484, END)
    assert (found.low, found.value, found.high) == pytest.approx(tuple(limits), abs=1e-9)
    assert found.probability == pytest.approx(stats.t.sf((logit(453 / 484) - level) / spread, 10), abs=1e-9)
    assert (found.end, found.goal, found.method, found.reason) == (END, 453 / 484, "local level, t with 10 df", None)


@pytest.mark.parametrize("missing", [None, 2])
def test_the_forecast_is_statsmodels_local_level(missing):
    """statsmodels has no calendar, so points lie exactly 4 years apart (1,461 days) and wander 4 times as far."""
    figures = np.array([14.0, 15.5, 13.0, 16.0, 17.5, 16.5])
    points = bare(*figures, years=list(range(2004, 2028, 4)))
    seen = figures.copy()
    if missing is not None:
        points, seen[missing] = points.drop(missing), np.nan
    model = UnobservedComponents(seen, "local level", use_exact_diffuse=True)
    fitted = model.smooth([1.0, 4.0 * RULES["gap"].wander])     # variances of the disturbance and of the level's move
    theirs = fitted.get_forecast(1)
    squares = np.nansum(fitted.filter_results.standardized_forecasts_error[0, 1:] ** 2)
    df = 6 + len(points) - 1
    typical = (0.04 * points["value"].mean()) ** 2
    found = forecast(points, "gap", date(2028, 3, 31))
    assert found.df == df
    assert found.centre == pytest.approx(theirs.predicted_mean[0], rel=1e-6)
    assert found.spread == pytest.approx(np.sqrt(theirs.var_pred_mean[0] / 3 * (6 * typical + 3 * squares) / df),
                                         rel=1e-6)


@pytest.mark.parametrize(("kind", "figure", "wander", "step"), [
    ("proportion", 0.3, 4, 0.14), ("count", 90, 4, 0.08), ("rate", 12, 1, 0.25), ("mean", 10, 1, 0.45),
    ("gap", 10, 1, 0.4)])
def test_figures_that_never_moved_leave_the_typical_move_of_their_kind(kind, figure, wander, step):
    """No move of its own in 4 years: 6 parts of 10 of the typical square, times the Kalman filter's variance."""
    points = bare(*[figure] * 5)
    found = forecast(points, kind, END)
    _, variance, _ = filtered(since(points, END), np.zeros(5), wander)
    assert found.median == pytest.approx(figure)
    assert found.spread == pytest.approx(np.sqrt(variance / (wander + 2) * 0.6) * step)


@pytest.mark.parametrize(("kind", "points", "error"), [
    ("mean", bare(20, 21, 19, 20, 20).assign(se=0.5), 0.5),
    ("gap", bare(20, 21, 19, 20, 20).assign(low=[18, 19, 17, 18, 18], high=[22, 23, 21, 22, 22]), 2 / Z95),
    ("count", bare(99.5, 99.5, 99.5, 99.5, 99.5).assign(numerator=99.5, low=0.0), 0.1),
    ("rate", bare(5, 6, 5, 6, 5).assign(numerator=24.5, denominator=10, low=0.0), 0.2),
    ("proportion", bare(0.5, 0.5, 0.5, 0.5, 0.5).assign(denominator=100.0), 0.2)])
def test_known_sampling_error_adds_twice_its_variance_to_the_typical_move(kind, points, error):
    """1 / √100 of a hundred events, 1 / √25 of 25, 1 / √(100 × ½ × ½) of fifty in a hundred."""
    without = points.drop(columns=["se", "low", "high", "numerator", "denominator"], errors="ignore")
    squares = [forecast(rows, kind, END).spread ** 2 for rows in (points, without)]
    _, variance, _ = filtered(since(points, END), np.zeros(5), RULES[kind].wander)
    expected = variance / (RULES[kind].wander + 2) * 6 * 2 * error ** 2 / 10
    assert squares[0] - squares[1] == pytest.approx(expected, rel=1e-6)


# --- what it says ----------------------------------------------------------------------------------------------------

def test_a_goal_at_the_limits_of_the_interval_is_passed_once_and_nine_times_in_ten():
    points = series(*CARE_LEAVERS)
    found = outlook(points, "proportion", None, END)
    chances = [outlook(points, "proportion", goal, END).probability for goal in (found.low, found.value, found.high)]
    assert chances == pytest.approx([0.9, 0.5, 0.1])


def test_without_a_goal_there_is_an_interval_and_no_probability():
    found = outlook(series(*CARE_LEAVERS), "proportion", None, END)
    assert found.low < found.value < found.high
    assert (found.goal, found.probability, found.reason) == (None, None, "there is nothing to compare it with")


@pytest.mark.parametrize(("goal", "probability"), [(1.0, 0.0), (0.0, 1.0)])
def test_no_figure_can_be_beyond_all_or_none(goal, probability):
    assert outlook(series(*CARE_LEAVERS), "proportion", goal, END).probability == probability


def test_all_of_a_known_number_has_a_forecast_below_all():
    found = outlook(series(*((year, 50, 50) for year in range(2021, 2026))), "proportion", 0.9, END)
    assert 0.9 < found.low < found.high < 1


@pytest.mark.parametrize(("points", "kind", "reason"), [
    (bare(), "gap", "there is no figure to start from"),
    (bare(1, 2, 3, 4, 5, years=[2022, 2023, 2024, 2025, 2026]), "gap", KNOWN),
    (bare(1, 2, 3, 4, 5, years=[2022, 2023, 2024, 2025, 2026]), "shares", KNOWN),
    (bare(1, 2, 3, 4, 5), "shares", "no forecast of shares could be tried on the past, too few areas publish them"),
    (bare(1, 2, 3, 4), "gap", "4 comparable points; a forecast needs 5"),
    (bare(1), "gap", "1 comparable point; a forecast needs 5"),
    (bare(1, 2, 3, 4, 5, years=[2018, 2019, 2020, 2021, 2022]), "gap",
     "the plan ends more than 3 years after the latest figure, further than forecasts were tried"),
    (bare(1, 1, 1, 1, 0.9), "proportion",
     "a figure at its limit, without the numbers behind it, has no place on the scale of the forecast"),
    (bare(0.1, 0.2, 0, 0.1, 0.2), "rate",
     "a figure at its limit, without the numbers behind it, has no place on the scale of the forecast"),
    (bare(0, 0, 0, 0, 0), "mean", "every figure is 0")])
def test_where_there_is_no_honest_forecast_the_reason_is_told(points, kind, reason):
    found = outlook(points, kind, 0.5, END)
    assert (found, found.known) == (none(END, 0.5, reason), reason == KNOWN)


def test_quarters_are_not_forecast():
    quarters = pd.DataFrame({"end": [date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31),
                                     date(2025, 3, 31)], "value": [10.0, 11, 12, 11, 10]})
    assert outlook(quarters, "count", 9, END).reason == "forecasts have been tried on figures of whole years only"


@pytest.mark.parametrize(("years", "goes"), [([2018, 2019, 2020, 2021, 2023], True), ([2017, 2018, 2019, 2020, 2022],
                                                                                     False)])
def test_three_years_ahead_are_the_most(years, goes):
    assert (outlook(bare(5, 6, 5, 6, 5, years=years), "gap", 5, END).value is not None) == goes


@pytest.mark.parametrize(("ends", "until", "last"), [
    (["2024-03-31", "2025-03-31"], "2026-03-31", "2026-03-31"),
    (["2023-08-31", "2024-08-31"], "2026-03-31", "2025-08-31"),         # the academic year 2025/26 ends later
    (["2025-09-30"], "2026-03-31", "2025-09-30"),
    (["2023-02-28", "2024-02-29"], "2026-03-31", "2026-02-28"),
    (["2023-02-28"], "2028-03-31", "2028-02-29"),                       # the last of a month stays the last
    (["2024-12-31"], "2026-03-31", "2025-12-31"),
    (["2024-01-31"], "2026-01-30", "2025-01-31"),
    (["2021-03-21"], "2026-03-31", "2026-03-21"),
    (["2024-06-30", "2024-09-30", "2024-12-31"], "2026-03-31", "2025-12-31"),
    (["2027-03-31"], "2026-03-31", "2026-03-31")])
def test_the_last_period_within_the_plan(ends, until, last):
    days = [date.fromisoformat(end) for end in ends]
    assert last_end(days, date.fromisoformat(until)) == date.fromisoformat(last)


# --- properties ------------------------------------------------------------------------------------------------------

COUNTS = st.lists(st.integers(0, 200), min_size=5, max_size=10).filter(any)
FIGURES = st.lists(st.floats(5, 50), min_size=5, max_size=10)
ANNUAL = settings(max_examples=15, deadline=None)


def of_200(counts: list[int]) -> pd.DataFrame:
    return bare(*(np.array(counts) / 200)).assign(denominator=200.0)


@given(COUNTS, st.floats(0.01, 0.99))
@ANNUAL
def test_proportions_stay_inside_and_success_and_failure_mirror(counts, goal):
    found = outlook(of_200(counts), "proportion", goal, END)
    assert 0 < found.low < found.value < found.high < 1
    assert 0 <= found.probability <= 1
    if min(counts) < 200:
        mirrored = outlook(of_200([200 - count for count in counts]), "proportion", 1 - goal, END)
        assert (mirrored.low, mirrored.high) == pytest.approx((1 - found.high, 1 - found.low))
        assert mirrored.probability == pytest.approx(1 - found.probability)


@given(st.lists(st.integers(0, 300), min_size=5, max_size=10).filter(any))
@ANNUAL
def test_counts_are_never_negative(counts):
    points = bare(*counts).assign(numerator=np.array(counts, float), low=0.0)
    found = outlook(points, "count", 10, END)
    assert 0 <= found.low <= found.value <= found.high < np.inf


@given(FIGURES, st.floats(0.01, 100), st.sampled_from(["gap", "mean", "rate"]))
@ANNUAL
def test_another_unit_gives_the_same_forecast_in_that_unit(figures, unit, kind):
    found = outlook(bare(*figures), kind, 20, END)
    other = outlook(bare(*(figure * unit for figure in figures)), kind, 20 * unit, END)
    assert (other.low, other.value, other.high) == pytest.approx(
        tuple(limit * unit for limit in (found.low, found.value, found.high)))
    assert other.probability == pytest.approx(found.probability, abs=1e-9)


@given(FIGURES, st.sampled_from(sorted(RULES)))
@ANNUAL
def test_further_ahead_is_less_certain(figures, kind):
    points = bare(*(figure / 100 for figure in figures)) if kind == "proportion" else bare(*figures)
    spreads = [forecast(points, kind, date(year, 3, 31)).spread for year in (2026, 2027, 2028)]
    assert spreads[0] < spreads[1] < spreads[2]


@given(FIGURES, st.floats(-40, 40))
@ANNUAL
def test_the_newest_figure_weighs_most_and_all_weigh_together_as_one(figures, more):
    """Raising every figure by as much raises the forecast by as much; raising the last alone, by more than half."""
    def centre(values):
        return forecast(bare(*values), "gap", END).centre
    assert centre([figure + more for figure in figures]) == pytest.approx(centre(figures) + more, abs=1e-6)
    assert 0.5 < centre([*figures[:-1], figures[-1] + 1]) - centre(figures) < 1


def test_points_are_not_changed():
    points = series(*CARE_LEAVERS)
    before = points.copy(deep=True)
    outlook(points, "proportion", 0.9, END)
    pd.testing.assert_frame_equal(points, before)


# --- the past --------------------------------------------------------------------------------------------------------

def test_every_kind_with_an_outlook_held_four_figures_in_five():
    """The trial on the published series: 80 lies in the interval of its coverage, overall, for every kind, and on the
    areas that the constants were not chosen on; it would not with 4 points."""
    tried = pd.read_csv(TRIED, dtype={"which": str}).fillna({"which": ""}).set_index(["of", "which"])
    assert set(tried.loc["kind"].index) >= set(RULES)
    needed = [("all", ""), ("all", "held back"), *(("kind", kind) for kind in RULES),
              *(("kind", f"{kind}, held back") for kind in RULES)]
    assert {row: tuple(tried.loc[row, ["low", "high"]]) for row in needed
            if not tried.loc[row, "low"] <= 0.8 <= tried.loc[row, "high"]} == {}
    assert tried.loc[("fewer points", "4"), "high"] < 0.8
