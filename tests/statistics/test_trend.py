"""Trends against R, by hand, and the traps that short series set."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tables import series
from wayforward.statistics.trend import kendall, quasi_binomial, trend, weighted

CARE_LEAVERS = ((2021, 453, 484), (2022, 452, 493), (2023, 485, 535), (2024, 514, 582), (2025, 522, 589))


def test_care_leavers_fell_year_on_year():
    """R: y <- 2021:2025; m <- glm(cbind(k, n - k) ~ y, quasibinomial); its dispersion is 0.73, so 1 is used:
    z = coef / se of the binomial fit, p = 2 * pt(-abs(z), 3) = 0.0472."""
    found = trend(series(*CARE_LEAVERS), "proportion")
    assert round(found.p, 3) == 0.047
    assert found.low < found.estimate < found.high < 0
    assert found.points_used == 5
    assert "dispersion 1.00" in found.method


def test_dispersion_is_pearsons_by_hand():
    """The trap: a dispersion too small by a factor of n calls everything a trend."""
    points = series((2017, 500, 1000), (2018, 560, 1000), (2019, 450, 1000), (2020, 560, 1000), (2021, 500, 1000))
    found = quasi_binomial(points)
    share = points["numerator"].sum() / 5000
    about = ((points["value"] - share) ** 2 * 1000 / (share * (1 - share))).sum()     # a symmetric series: no slope
    assert float(found.method.split("dispersion ")[1].split(",")[0]) == pytest.approx(about / 3, rel=0.001)
    assert found.p > 0.5


def test_missing_years_are_gaps_on_the_time_axis():
    """The same five figures over five years and over nine: the slope is in years, not in points."""
    dense = quasi_binomial(series(*CARE_LEAVERS))
    sparse = quasi_binomial(series(*((2021 + 2 * (year - 2021), k, n) for year, k, n in CARE_LEAVERS)))
    assert sparse.estimate == pytest.approx(dense.estimate / 2, rel=1e-3)
    assert sparse.p == pytest.approx(dense.p, rel=1e-3)


def test_four_points_are_no_trend():
    found = trend(series(*CARE_LEAVERS[:4]), "proportion")
    assert (found.estimate, found.reason) == (None, "4 comparable points; a trend needs 5")


@pytest.mark.parametrize(("values", "p"), [
    ((1, 2, 3, 4, 5), 2 / 120),                  # the least p that five points allow
    ((1, 2, 3, 5, 4), 2 * 5 / 120),              # R: cor.test(1:5, c(1,2,3,5,4), method = "kendall")$p.value = 0.08333
    ((94, 92, 91, 88, 89), 2 * 5 / 120),
    ((5, 5, 5, 5, 5), 1.0),
])
def test_kendall_is_exact(values, p):
    ends = pd.to_datetime([f"{2021 + year}-03-31" for year in range(5)])
    found = kendall(pd.DataFrame({"end": ends, "value": values}))
    assert found.p == pytest.approx(p)


def test_kendall_counts_ties_exactly():
    """1, 1, 2 in time: of the three distinct orders only 1,1,2 and 2,1,1 are as extreme: p = 2/3."""
    ends = pd.to_datetime(["2021-03-31", "2022-03-31", "2023-03-31"])
    assert kendall(pd.DataFrame({"end": ends, "value": [1.0, 1.0, 2.0]})).p == pytest.approx(2 / 3)


def test_points_without_intervals_are_tested_by_their_order_alone():
    bare = series(*CARE_LEAVERS).assign(low=np.nan)
    found = trend(bare, "proportion")
    assert found.p == pytest.approx(10 / 120)
    assert not found.has_interval
    assert found.reason == "the points come without intervals, so only their order is tested"
    assert found.smallest_p == pytest.approx(2 / 120)


def test_a_series_at_its_limit_has_no_slope():
    found = trend(series(*((year, 50, 50) for year in range(2021, 2026))), "proportion")
    assert (found.estimate, found.p, found.reason) == (0.0, 1.0, "every point is at the same limit")


def test_weighted_line_is_numpys():
    """Equal errors: the slope of np.polyfit."""
    ends = pd.to_datetime([f"{year}-03-31" for year in range(2021, 2027)])
    values = np.array([10.0, 11.0, 13.0, 12.5, 14.0, 16.0])
    points = pd.DataFrame({"end": ends, "value": values, "low": values - 1, "high": values + 1})
    time = (ends - ends[0]).days / 365.25
    assert weighted(points).estimate == pytest.approx(np.polyfit(time, values, 1)[0])


SERIES = st.lists(st.tuples(st.integers(1, 199), st.just(200)), min_size=5, max_size=8)


@given(SERIES)
@settings(max_examples=30)
def test_time_reversed_flips_the_sign(figures):
    there = quasi_binomial(series(*((2021 + year, *figure) for year, figure in enumerate(figures))))
    back = quasi_binomial(series(*((2021 + year, *figure) for year, figure in enumerate(figures[::-1]))))
    assert there.estimate == pytest.approx(-back.estimate, rel=0.01, abs=5e-4)
    assert there.p == pytest.approx(back.p, abs=0.01)       # leap days move the years a little


@given(SERIES)
@settings(max_examples=30)
def test_success_and_failure_mirror(figures):
    points = [(2021 + year, *figure) for year, figure in enumerate(figures)]
    found = quasi_binomial(series(*points))
    mirrored = quasi_binomial(series(*((year, n - k, n) for year, k, n in points)))
    assert mirrored.estimate == pytest.approx(-found.estimate, abs=1e-9)
    assert mirrored.p == pytest.approx(found.p)


def test_few_false_alarms_where_years_vary_on_their_own():
    """With a real year-to-year spread of 0.1 on the logit and no trend, a nominal 5 % must stay near 5 %.
    300 draws: 5 % and 3 standard errors are 8.8 %. A plain binomial test gives over 20 % here."""
    rng = np.random.default_rng(20260331)
    logit = rng.normal(0, 0.1, (300, 8))
    counts = rng.binomial(1500, 1 / (1 + np.exp(-logit)))
    alarms = [trend(series(*((2014 + year, k, 1500) for year, k in enumerate(row))), "proportion").p < 0.05
              for row in counts]
    assert np.mean(alarms) < 0.088


def test_points_with_standard_errors_have_a_weighted_trend_whatever_their_kind():
    """A fall of exactly 1 a year through gaps with equal errors."""
    points = pd.DataFrame({"end": pd.to_datetime([f"{year}-08-31" for year in range(2021, 2026)]),
                           "value": [20.0, 19.0, 18.0, 17.0, 16.0], "se": 0.2, "low": 0.0, "high": 0.4})
    found = trend(points.assign(low=points["value"] - 0.4, high=points["value"] + 0.4), "gap")
    assert found.method.startswith("weighted least squares")
    assert found.estimate == pytest.approx(-1, abs=1e-3)
