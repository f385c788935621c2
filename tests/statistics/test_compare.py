"""Our change beside others'."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from wayforward.statistics.compare import relative, standing
from wayforward.statistics.results import Result, nothing


def test_relative_change_is_a_difference_in_differences():
    """Limits 3 below and 4 above ours, 3 and 4 around theirs: below is hypot(3, 4), above hypot(4, 3)."""
    ours, theirs = Result(-5.0, -8.0, -1.0, 0.01), Result(1.0, -2.0, 5.0, 0.5)
    found = relative(ours, theirs)
    assert (found.estimate, found.low, found.high) == (-6.0, -6.0 - 5.0, -6.0 + 5.0)
    assert found.p == pytest.approx(2 * stats.norm.sf(6 / (10 / (2 * stats.norm.ppf(0.975)))))


def test_relative_without_an_interval_tells_why():
    bare = Result(2.2, method="difference", reason="published as an average without its spread")
    found = relative(bare, Result(1.1, reason="published as an average without its spread"))
    assert found.estimate == pytest.approx(1.1)
    assert (found.p, found.reason) == (None, "published as an average without its spread")
    assert relative(nothing("no figure"), bare).estimate is None


def test_standing_is_a_prediction_from_the_neighbours():
    neighbours = pd.Series([0.0, 1.0, 2.0, 3.0, 4.0, 0.0, 1.0, 2.0, 3.0, 4.0])
    found = standing(9.0, neighbours)
    t = (9 - 2) / (neighbours.std() * np.sqrt(1 + 1 / 10))
    assert (found.rank, found.of, found.median) == (1, 11, 2.0)
    assert found.p == pytest.approx(2 * stats.t.sf(t, 9))
    assert found.extreme


@pytest.mark.parametrize(("ours", "extreme"), [(2.0, False), (4.0, False), (4.5, False), (-9.0, True)])
def test_to_be_beyond_every_neighbour_is_not_enough(ours, extreme):
    """4.5 lies beyond all of them, but their spread makes it no surprise."""
    assert standing(ours, pd.Series([0.0, 1.0, 2.0, 3.0, 4.0] * 2)).extreme is extreme


def test_too_few_neighbours_are_no_yardstick():
    assert standing(1.0, pd.Series([1.0] * 7 + [np.nan] * 5)) is None
