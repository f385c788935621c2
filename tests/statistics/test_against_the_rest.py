"""A change against those of all others, and places with what chance leaves open: by hand, and against draws."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tables import table
from wayforward.statistics.against_the_rest import (
    Estimates,
    against_the_rest,
    changes,
    levels,
    number_of,
    own_change,
    place,
    towards_the_mean,
)
from wayforward.statistics.all_areas import all_areas
from wayforward.statistics.compare import Rank
from wayforward.statistics.dispersion import Mixture
from wayforward.statistics.measured import Measured

Z = 1.959964
THEIRS = np.array([-0.02, 0.04] * 12 + [0.01])      # 25 changes: mean 0.01, each but the last 0.03 from it
THEIR_ERROR = 0.03 * np.sqrt(24 / 24 / 25)          # standard deviation (of 24) over √25


def normal(centre: float, error: float) -> Mixture:
    return Mixture(np.ones(1), np.array([centre]), np.array([error]), 1e9)


def estimates(values, error: float = 1.0) -> Estimates:
    values = np.asarray(values, float)
    return Estimates(np.array([f"area_{number}" for number in range(len(values))]), values,
                     np.full(len(values), error))


# The change less the others' mean

def test_the_error_is_ours_and_that_of_the_others_mean():
    found = against_the_rest([normal(-0.05, 0.02)], 0.0, THEIRS)
    error = np.hypot(0.02, THEIR_ERROR)
    assert (found.estimate, found.low, found.high) == pytest.approx((-0.06, -0.06 - Z * error, -0.06 + Z * error))
    assert found.p == pytest.approx(2 * stats.norm.sf(0.06 / error))
    assert found.method.startswith("less the mean of 25 other areas' changes; scatter measured from other areas")


def test_it_is_never_surer_than_chance_nor_than_the_least_sure():
    by_chance = against_the_rest([normal(-0.05, 0.02)], 0.04, THEIRS)
    assert by_chance.high - by_chance.estimate == pytest.approx(Z * np.hypot(0.04, THEIR_ERROR))
    both = against_the_rest([normal(-0.05, 0.02), normal(-0.05, 0.05)], 0.0, THEIRS)
    assert both.high - both.estimate == pytest.approx(Z * np.hypot(0.05, THEIR_ERROR))


@pytest.mark.parametrize(("possible", "low", "high"), [
    ((-0.76, 0.24), -0.76 - 0.01, 0.24 - 0.01),         # of 76 % first
    ((-0.76, 0.005), -0.76 - 0.01, 0.0),                # they rose by more than we could: 0 stays in, as p is 0.76
])
def test_the_interval_ends_where_our_figure_could_not_be(possible, low, high):
    found = against_the_rest([normal(-0.3, 1.0)], 0.0, THEIRS, possible)
    assert (found.low, found.high) == pytest.approx((low, high))
    assert found.p == pytest.approx(2 * stats.norm.sf(0.31 / np.hypot(1.0, THEIR_ERROR)))


def test_of_few_others_nothing_is_said():
    found = against_the_rest([normal(-0.05, 0.02)], 0.0, THEIRS[:19])
    assert (found.estimate, found.reason) == (None, "19 other areas have both figures; 20 are needed")


# Our own change

def measured(by_chance: bool = False, **others) -> Measured:
    return Measured(date(2025, 11, 15), 148, 9, by_chance, 4.0, 1e9, 0.5, 1e-9, **others)


def points(*values: float) -> pd.DataFrame:
    return pd.DataFrame({"end": pd.to_datetime([f"{2021 + year}-03-31" for year in range(len(values))]),
                         "value": values, "low": np.nan, "high": np.nan, "status": "final"})


def test_few_points_take_the_scatter_of_the_others_alone():
    """Two years apart at σ² = 4 and a correlation of 0.5: √(4 · 2 · (1 − 0.5²))."""
    [found], chance = own_change(points(10.0, 12.0, 16.0), "gap", 0, 2, least=5, measured=measured())
    assert (float(found.mean), chance) == (pytest.approx(6.0), 0.0)
    assert found.error == pytest.approx(np.sqrt(8 * 0.75))


def test_five_points_add_their_own():
    """They lie on a line: with 1,000 degrees of freedom of the others and their own 3 the variance is 1000/1003."""
    own = points(1.0, 2.0, 3.0, 4.0, 5.0)
    others = Measured(date(2025, 11, 15), 148, 9, False, 4.0, 1000.0, 0.0, 1e-9,
                      {day.date(): (0.0, 10 ** 9) for day in own["end"]})
    [found], _ = own_change(own, "gap", 0, 4, least=5, measured=others)
    assert found.error == pytest.approx(np.sqrt(4 * 1000 / 1003 * 2))


def test_figures_of_another_make_have_none():
    assert own_change(points(1.0, 2.0), "gap", 0, 1, least=5, measured=measured(by_chance=True)) == ([], 0.0)


# All areas

ROWS = table("""
area  | end        | value | error
here  | 2021-03-31 | 5     | 0.5
here  | 2023-03-31 | 9     | 1.0
there | 2021-03-31 | 4     | 0.5
there | 2022-03-31 | 4.5   | 0.5
there | 2023-03-31 | 3     | 0.5
new   | 2023-03-31 | 7     | 2.0
""")


def test_changes_are_of_the_areas_that_have_both_figures():
    """Two years apart: √(a² + b² − 2 · 0.5² · a · b)."""
    found = changes(all_areas(ROWS), date(2021, 3, 31), date(2023, 3, 31), 0.5)
    assert (found.areas.tolist(), found.values.tolist()) == (["here", "there"], [4.0, -1.0])
    assert found.errors == pytest.approx(np.sqrt([0.25 + 1 - 0.5 * 0.5, 0.5 - 0.5 * 0.25]))
    assert found.others("here").tolist() == [-1.0]
    assert found.with_own("here", 4.5).values.tolist() == [4.5, -1.0]


def test_a_period_that_nobody_has_gives_nothing():
    figures = all_areas(ROWS)
    assert changes(figures, date(2020, 3, 31), date(2023, 3, 31), 0.5) is None
    assert levels(figures, date(2024, 3, 31)) is None
    assert levels(figures, date(2023, 3, 31)).values.tolist() == [9.0, 7.0, 3.0]
    assert all_areas(ROWS.iloc[:0]) is None


# Places

def test_how_many_are_so():
    assert number_of(np.array([[0.1], [0.2]])).ravel() == pytest.approx([0.72, 0.26, 0.02])
    assert number_of(np.full((10, 1), 0.3)).ravel() == pytest.approx(stats.binom.pmf(np.arange(11), 10, 0.3))


def test_areas_far_apart_have_their_place_and_no_other():
    assert place(estimates(np.arange(30) * 10), "area_27") == Rank(3, 30, 3, 3)


def test_where_all_is_chance_nearly_every_place_is_open():
    """30 estimates as near to each other as their errors make those of equal areas: all but a place at either end."""
    found = place(estimates(stats.norm.ppf((np.arange(30) + 0.5) / 30)), "area_20")
    assert (found.rank, found.of) == (10, 30)
    assert found.low <= 2 and found.high >= 29


def test_equal_figures_share_the_better_place():
    """Nine digits apart is equal; the range holds the place itself."""
    values = np.array([5.0, 3.0, 3.0 + 1e-9, *np.linspace(0, 2, 22)])
    assert [place(estimates(values, 0.001), f"area_{number}").rank for number in (0, 1, 2, 24)] == [1, 2, 2, 4]
    assert place(estimates(np.full(25, 3.0)), "area_7") == Rank(1, 25, 1, 25)


def test_who_is_not_there_or_among_few_has_no_place():
    assert place(estimates(np.arange(30)), "elsewhere") is None
    assert place(estimates(np.arange(20)), "area_3") is None


def test_an_estimate_is_drawn_to_the_mean_by_as_much_as_it_errs():
    """True values of spread 2, errors of 1: four fifths of the way are kept, and √0.8 of the error."""
    rng = np.random.default_rng(1)
    values = rng.normal(10, 2, 2000) + rng.standard_normal(2000)
    centres, spreads = towards_the_mean(values, np.ones(2000))
    assert np.polyfit(values, centres, 1) == pytest.approx([0.8, 2.0], abs=0.1)
    assert spreads == pytest.approx(np.full(2000, np.sqrt(0.8)), abs=0.02)


def test_the_range_is_that_of_draws_about_what_the_estimates_leave_likely():
    """100,000 draws of all true values: their 2.5 and 97.5 % points, to within a place."""
    rng = np.random.default_rng(2)
    held = estimates(rng.normal(0, 1.5, 60) + rng.standard_normal(60))
    centres, spreads = towards_the_mean(held.values, held.errors)
    drawn = centres + spreads * rng.standard_normal((100_000, 60))
    for number in (0, 20, 40):
        found = place(held, f"area_{number}")
        usual = np.quantile(1 + (drawn > drawn[:, [number]]).sum(axis=1), [0.025, 0.975])
        assert (found.low, found.high) == pytest.approx(usual, abs=1)


@pytest.mark.parametrize("spread", [0.2, 0.7, 2.0])
def test_95_in_100_ranges_hold_the_true_place(spread):
    """30 panels of 100 areas; tests/benchmarks/against_the_rest.py does the same with what was measured."""
    rng, held = np.random.default_rng(3), []
    for _ in range(30):
        true = rng.normal(0, spread, 100)
        found = estimates(true + rng.standard_normal(100))
        ranges = [place(found, area) for area in found.areas[::4]]
        places = 1 + (true > true[::4, None]).sum(axis=1)
        held += [each.low <= at <= each.high for each, at in zip(ranges, places, strict=True)]
    assert 0.93 < np.mean(held) < 0.985
