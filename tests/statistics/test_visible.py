"""What could have been seen: held to the power that the public functions show on drawn series."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from wayforward.statistics.measured import Measured
from wayforward.statistics.trend import Errors, against_others, design_of, lags, trend
from wayforward.statistics.visible import smallest_visible, visible_by

DRAWS = 600


def ends(first: int, count: int) -> np.ndarray:
    return np.array([f"{first + year}-03-31" for year in range(count)], "datetime64[D]")


def errors_of(count: int, scale: float, correlation: float) -> np.ndarray:
    """Drawn series without a trend."""
    between = scale * correlation ** np.abs(np.subtract.outer(np.arange(count), np.arange(count))).astype(float)
    return np.random.default_rng(7).multivariate_normal(np.zeros(count), between, DRAWS)


def points(end: np.ndarray, values: np.ndarray, with_intervals: bool = True) -> pd.DataFrame:
    """Figures with a standard error of 1 each, or without."""
    half = 1.96 if with_intervals else np.nan
    return pd.DataFrame({"end": end, "value": values, "low": values - half, "high": values + half,
                         "se": 1.0 if with_intervals else np.nan})


def of_others(by_chance: bool, scale: float, correlation: float, end: np.ndarray) -> Measured:
    """Measured so well that nothing of it is open; the others stand still at 0."""
    means = {} if by_chance else dict.fromkeys(end.tolist(), (0.0, 150))
    return Measured(date(2030, 1, 1), 149, 9, by_chance, scale, 1e6, correlation, 0.01, means)


@pytest.mark.parametrize(("count", "scale", "correlation"), [(5, 1.0, 0.0), (5, 2.5, 0.0), (8, 4.0, 0.3)])
def test_the_trend_finds_it_in_four_cases_of_five(count, scale, correlation):
    """By its own scatter alone, against what was drawn."""
    end = ends(2021, count)
    change = smallest_visible(Errors(np.ones(count), 1.0), design_of(end, ()), lags(end), scale, correlation)
    found = [trend(points(end, drawn + change * np.arange(count)), "mean", least=5).p < 0.05
             for drawn in errors_of(count, scale, correlation)]
    assert 0.75 < np.mean(found) < 0.85


@pytest.mark.parametrize(("by_chance", "correlation"), [(True, 0.5), (False, 0.1)])
def test_so_it_does_with_the_scatter_that_was_measured_of_others(by_chance, correlation):
    end, scale = ends(2021, 6), 2.25
    measured, drawn = of_others(by_chance, scale, correlation, end), errors_of(6, scale, correlation)
    own = 1.0 if by_chance else 150 / 149                 # a figure is part of the mean that it is told less
    [seen] = visible_by(points(end, drawn[0], by_chance), "mean", (), least=5, measured=measured)
    moved = (points(end, (each + seen.per_year * np.arange(6)) / own, by_chance) for each in drawn)
    found = [trend(rows, "mean", least=5, measured=measured) if by_chance
             else against_others(rows, measured, least=5) for rows in moved]
    assert 0.75 < np.mean([each.p < 0.05 for each in found]) < 0.85


def test_with_chance_alone_and_all_known_it_is_a_little_more_than_the_usual_formula():
    """σ 1, known: (1.96 + 0.84) / √Σ(t − t̄)², over five years √10; a little more, as one series in twenty scatters
    unusually and is no surer than by its own points."""
    end = ends(2021, 5)
    rows = points(end, np.array([0.0, 1, 0, -1, 0]))
    [seen] = visible_by(rows, "mean", (), least=5, measured=of_others(True, 1.0, 0.0, end))
    assert 1.0 < seen.per_year / ((1.95996 + 0.84162) / np.sqrt(10)) < 1.1


def test_figures_to_come_make_smaller_changes_visible():
    """To 31 March 2026 one more figure, to 2028 three."""
    end = ends(2021, 5)
    found = visible_by(points(end, np.array([9.0, 11, 10, 12, 9])), "mean", (date(2026, 3, 31), date(2028, 3, 31)),
                       least=5)
    assert [(each.by, each.points) for each in found] == [
        (date(2025, 3, 31), 5), (date(2026, 3, 31), 6), (date(2028, 3, 31), 8)]
    assert found[0].per_year > found[1].per_year > found[2].per_year
    assert (found[0].most_fall, found[0].most_rise) == (None, None)       # a mean has no bounds


def test_a_share_has_bounds():
    """From 90 % over four years: 22.5 points down a year at most, 2.5 up."""
    end = ends(2021, 5)
    rows = pd.DataFrame({"end": end, "numerator": 90.0, "denominator": 100.0, "value": 0.9, "low": 0.82, "high": 0.95})
    [seen] = visible_by(rows, "proportion", (), least=5)
    assert (round(seen.most_fall, 3), round(seen.most_rise, 3)) == (0.225, 0.025)


def test_four_figures_tell_nothing_unless_others_do():
    end, later = ends(2021, 4), (date(2026, 3, 31),)
    four = points(end, np.array([9.0, 11, 10, 12]))
    assert visible_by(four, "mean", later, least=5) == ()
    borrowed = visible_by(four, "mean", later, least=5, measured=of_others(True, 2.0, 0.0, end))
    assert [each.points for each in borrowed] == [6]


def test_nothing_is_said_of_figures_without_intervals_that_nobody_measured():
    assert visible_by(points(ends(2021, 6), np.arange(6.0), False), "mean", (), least=5) == ()


def test_equal_figures_can_be_seen_to_move_as_chance_allows():
    """No scatter at all is taken as chance alone, never as none."""
    [seen] = visible_by(points(ends(2021, 5), np.zeros(5)), "mean", (), least=5)
    assert seen.per_year > 2.8 / np.sqrt(10)
