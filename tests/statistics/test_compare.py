"""Our change beside others'."""

from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from wayforward.statistics import compare
from wayforward.statistics.compare import Rank, rank, relative
from wayforward.statistics.results import Result, no_result

Z = stats.norm.ppf(0.975)
relative_to_median, standing = (partial(rule, least=8) for rule in (compare.relative_to_median, compare.standing))


def about(value: float, error: float = 1.0) -> Result:
    """A figure or change with a standard error."""
    return Result(value, value - Z * error, value + Z * error)


# --- relative to another area ----------------------------------------------------------------------------------------


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
    assert relative(no_result("no figure"), bare).estimate is None


@pytest.mark.parametrize(("ours", "theirs", "p"), [
    (Result(-0.05, -0.08, -0.02), Result(0.0), None),
    (about(3.0), about(1.0), 2 * stats.norm.sf(2 / np.sqrt(2))),                # two figures with errors of 1
    (about(1.0), about(3.0), 2 * stats.norm.sf(2 / np.sqrt(2)))])
def test_p_of_a_relative_change(ours, theirs, p):
    assert relative(ours, theirs).p == (p if p is None else pytest.approx(p))


@given(st.floats(-3, 3), *(st.floats(0.01, 3) for _ in range(4)))
@settings(max_examples=100)
def test_p_is_under_5_per_cent_where_the_interval_leaves_0_out(value, below, above, theirs_below, theirs_above):
    """Also where the interval is lopsided."""
    found = relative(Result(value, value - below, value + above), Result(0.0, -theirs_below, theirs_above))
    assert found.low <= found.estimate <= found.high
    if min(abs(found.low), abs(found.high)) > 1e-9:
        assert (found.p < 0.05) == (found.low > 0 or found.high < 0)
    mirrored = relative(Result(0.0, -theirs_below, theirs_above), Result(value, value - below, value + above))
    assert (mirrored.estimate, mirrored.low, mirrored.high, mirrored.p) == tuple(
        pytest.approx(each) for each in (-found.estimate, -found.high, -found.low, found.p))


# --- relative to the neighbours' median ------------------------------------------------------------------------------

TEN = pd.Series([3.0, -1.0, 0.0, 7.0, 2.0, 1.0, 4.0, 6.0, 5.0, -2.0])


def test_the_median_of_ten_lies_between_the_second_and_the_ninth():
    """P(2 to 8 of 10 lie under the median) = 1 − 2 × 11/1024 = 97.9 %. Median 2.5, from −1 to 6; ours 10 ± 3."""
    found = relative_to_median(Result(10.0, 7.0, 13.0), TEN)
    assert found.estimate == 7.5
    assert found.low == pytest.approx(7.5 - np.hypot(3.0, 6.0 - 2.5))
    assert found.high == pytest.approx(7.5 + np.hypot(3.0, 2.5 + 1.0))
    assert found.p == pytest.approx(2 * stats.norm.sf(7.5 / np.hypot(3.0, 3.5) * Z))
    assert stats.binom.cdf(8, 10, 0.5) - stats.binom.cdf(1, 10, 0.5) == pytest.approx(1 - 22 / 1024)


def test_the_median_of_eight_lies_between_the_first_and_the_last():
    found = relative_to_median(Result(0.0, 0.0, 0.0), pd.Series([1.0, 2, 3, 4, 5, 6, 7, 8]))
    assert (found.estimate, found.low, found.high) == (-4.5, -8.0, -1.0)


def test_missing_neighbours_and_their_order_change_nothing():
    gaps = pd.concat([TEN.sample(frac=1, random_state=1), pd.Series([np.nan, np.nan])])
    assert relative_to_median(about(1.0), gaps) == relative_to_median(about(1.0), TEN)


def test_relative_to_the_median_says_why_it_has_no_interval():
    few = relative_to_median(about(10.0), TEN[:7])
    assert (few.estimate, few.low, few.reason) == (8.0, None, "7 neighbours; an interval of their median needs 8")
    bare = relative_to_median(Result(10.0, reason="published as an average without its spread"), TEN)
    assert (bare.estimate, bare.p, bare.reason) == (7.5, None, "published as an average without its spread")
    assert relative_to_median(no_result("no figure"), TEN).reason == "no figure"
    assert relative_to_median(about(1.0), pd.Series([np.nan])).reason == "no neighbour's change is known"


@given(st.lists(st.floats(-5, 5), min_size=8, max_size=15), st.floats(-5, 5), st.floats(-3, 3))
@settings(max_examples=25)
def test_properties_of_the_difference_from_the_median(theirs, ours, shift):
    found = relative_to_median(about(ours), pd.Series(theirs))
    assert found.low <= found.estimate <= found.high
    moved = relative_to_median(about(ours + shift), pd.Series(theirs) + shift)
    assert (moved.estimate, moved.low, moved.high) == tuple(
        pytest.approx(each, abs=1e-9) for each in (found.estimate, found.low, found.high))


# --- rank ------------------------------------------------------------------------------------------------------------

def naive(ours: Result, theirs: list[Result]) -> Rank:
    """Pair by pair by p, times the number of pairs: a second implementation, of figures with symmetrical intervals."""
    below = above = 0
    for each in theirs:
        error = np.hypot((ours.high - ours.low) / (2 * Z), (each.high - each.low) / (2 * Z))
        p = 2 * stats.norm.sf(abs(ours.estimate - each.estimate) / error)
        below += p * len(theirs) < 0.05 and each.estimate < ours.estimate
        above += p * len(theirs) < 0.05 and each.estimate > ours.estimate
    of = len(theirs) + 1
    return Rank(1 + sum(each.estimate > ours.estimate for each in theirs), of, 1 + above, of - below)


def test_rank_by_hand():
    """Errors of 1, pairs of √2: 10 and 0 are clearly apart from 5 (z = 3.5), 6 and 4 are not (0.7)."""
    assert rank(about(5.0), [about(10.0), about(6.0), about(4.0), about(0.0)]) == Rank(3, 5, 2, 4)


def test_pairs_are_judged_together():
    """R: p.adjust(c(.001,.03,.009,.8,.012), "bonferroni") = .005 .150 .045 1 .060: two of the five are clear."""
    theirs = [about(float(stats.norm.isf(p / 2)) * np.sqrt(2)) for p in (.001, .03, .009, .8, .012)]
    assert rank(about(0.0), theirs) == Rank(6, 6, 3, 6)


def test_without_an_interval_nothing_places_a_neighbour():
    clear, bare = about(10.0), Result(10.0)
    assert rank(about(0.0), [clear, clear]) == Rank(3, 3, 3, 3)
    assert rank(about(0.0), [clear, bare]) == Rank(3, 3, 2, 3)
    assert rank(about(0.0), [bare, bare]) == Rank(3, 3)
    assert rank(bare, [about(0.0)]) == Rank(1, 2)


def test_who_has_no_figure_is_not_ranked():
    assert rank(about(1.0), [no_result("suppressed"), about(0.0)]).of == 2
    assert rank(about(1.0), [no_result("suppressed")]) is None
    assert rank(no_result("no figure"), [about(0.0)]) is None


def test_equal_figures_share_the_better_rank():
    assert rank(about(0.30 - 0.26), [about(0.28 - 0.24), about(0.5, 0.01), about(-9.0)]).rank == 2


figures = st.lists(st.tuples(st.integers(-50, 50), st.integers(1, 20)), min_size=2, max_size=12)


@given(figures)
@settings(max_examples=60)
def test_properties_of_a_rank(drawn):
    ours, *theirs = [about(value / 7, error / 7) for value, error in drawn]
    found = rank(ours, theirs)
    assert found == naive(ours, theirs)
    assert 1 <= found.low <= found.rank <= found.high <= found.of
    assert rank(ours, theirs[::-1]) == found
    surer = rank(about(drawn[0][0] / 7, drawn[0][1] / 70), [about(v / 7, e / 70) for v, e in drawn[1:]])
    assert found.low <= surer.low and surer.high <= found.high
    turned = rank(about(-ours.estimate, drawn[0][1] / 7), [about(-v / 7, e / 7) for v, e in drawn[1:]])
    assert (turned.low, turned.high) == (found.of + 1 - found.high, found.of + 1 - found.low)


# --- standing among neighbours ---------------------------------------------------------------------------------------

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


def test_standing_brings_the_ranks_that_chance_leaves_open():
    neighbours = pd.Series([0.0, 1.0, 2.0, 3.0, 4.0] * 2)
    alone = standing(9.0, neighbours)
    assert (alone.rank_low, alone.rank_high) == (None, None)
    placed = standing(9.0, neighbours, rank(about(9.0), [about(each) for each in neighbours]))
    assert (placed.rank, placed.rank_low, placed.rank_high) == (1, 1, 1)
    assert placed.p == alone.p
