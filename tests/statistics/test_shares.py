"""A make-up beside a known one: fit, ratios, distance."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from wayforward.statistics import shares
from wayforward.statistics.intervals import wilson
from wayforward.statistics.shares import by_chance, dissimilarity, fit, representation, standard_error

GROUPS = ["White", "Mixed", "Asian", "Black", "Other"]
COUNTY = pd.Series([0.818, 0.038, 0.086, 0.037, 0.021], GROUPS)
WORKERS = pd.Series([396, 25, 42, 100, 9], GROUPS)
NOBODY = WORKERS * 0


def quick(heads: pd.Series, community: pd.Series, draws: int = 200) -> shares.Distance:
    """The distance by few draws, for properties that hold of any."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shares, "DRAWS", draws)
        return dissimilarity(heads, community)


def of(*numbers) -> pd.Series:
    """Numbers of groups a, b, c …"""
    return pd.Series(numbers, list("abcdefgh")[:len(numbers)])


# --- fit -------------------------------------------------------------------------------------------------------------

def test_fit_by_hand():
    """Expected 70, 20, 10: 10²/70 + 0 + 10²/10."""
    found = fit(of(60, 20, 20), of(0.7, 0.2, 0.1))
    assert found.statistic == pytest.approx(100 / 70 + 10)
    assert (found.df, found.least_expected, found.method) == (2, pytest.approx(10), "Pearson's chi-square")
    assert found.p == pytest.approx(np.exp(-(100 / 70 + 10) / 2))           # chi-square's tail with 2 df


def test_fit_as_r_has_it():
    """R: chisq.test(c(396,25,42,100,9), p=c(.818,.038,.086,.037,.021))."""
    found = fit(WORKERS, COUNTY)
    assert (found.statistic, found.p) == (pytest.approx(307.008760354), pytest.approx(3.33300171626e-65, rel=1e-6))


def multinomial_p(heads: list[int], community: list[float]) -> float:
    """The chance of a chi-square as large, over every make-up of as many people: a second, exact implementation."""
    total, groups = sum(heads), len(heads)
    bars = combinations(range(total + groups - 1), groups - 1)
    made_up = np.array([np.diff([-1, *bar, total + groups - 1]) - 1 for bar in bars])
    expected = total * np.array(community)
    size = ((made_up - expected) ** 2 / expected).sum(axis=1)
    large = size >= ((np.array(heads) - expected) ** 2 / expected).sum() - 1e-9
    return float(stats.multinomial.pmf(made_up[large], total, community).sum())


@pytest.mark.parametrize("heads", [(9, 1, 2), (4, 4, 4), (6, 6, 0), (10, 2, 0)])
def test_fit_of_few_people_is_multinomial(heads):
    """Within four standard errors of 9,999 draws of the exact p; chi-square's own is further off."""
    community = (0.8, 0.15, 0.05)
    found, exact = fit(of(*heads), of(*community)), multinomial_p(list(heads), list(community))
    assert found.method == "Pearson's chi-square, p by multinomial draws"
    assert found.p == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / 9999) + 1e-4)


def test_fit_says_why_it_says_nothing():
    assert fit(NOBODY, COUNTY).reason == "nobody is counted"
    assert fit(of(5, 1), of(1.0, 0.0)).reason == "the workforce has a group of which the community has nobody"
    assert fit(of(5, 0), of(1.0, 0.0)).reason == "one group alone has no make-up"
    assert {fit(NOBODY, COUNTY).p, fit(of(5, 1), of(1.0, 0.0)).p, fit(of(5, 0), of(1.0, 0.0)).p} == {None}


def test_a_group_that_neither_has_changes_no_fit():
    assert fit(of(60, 20, 20, 0), of(0.7, 0.2, 0.1, 0.0)) == fit(of(60, 20, 20), of(0.7, 0.2, 0.1))


@pytest.mark.parametrize(("heads", "community", "told"), [
    (of(1.5, 2), of(0.5, 0.5), "whole numbers"), (of(-1, 2), of(0.5, 0.5), "whole numbers"),
    (of(1, 2), of(0.5, 0.4), "sum to 0.9"), (of(1, 2), of(1.2, -0.2), "sum to"),
    (of(1, 2), pd.Series([0.5, 0.5], ["a", "z"]), "groups differ"),
    (pd.Series([1, 2, 3], ["a", "a", "b"]), of(0.5, 0.5), "groups differ")])
def test_what_is_no_make_up_is_refused(heads, community, told):
    for ask in (fit, representation, dissimilarity):
        with pytest.raises(ValueError, match=told):
            ask(heads, community)


# --- ratios ----------------------------------------------------------------------------------------------------------

def test_ratios_are_observed_over_expected():
    """100 of 572 against 3.7 %. R: prop.test(100, 572, correct=FALSE)$conf.int / .037."""
    black = representation(WORKERS, COUNTY)[3]
    assert (black.group, black.heads) == ("Black", 100)
    assert (black.share, black.community, black.ratio, black.low, black.high) == tuple(
        pytest.approx(value, rel=1e-9)
        for value in (100 / 572, 0.037, 100 / (572 * 0.037), 3.94314993899, 5.62411641946))


def test_a_group_without_heads_has_a_ratio_of_0_and_an_upper_limit():
    found = representation(of(50, 0), of(0.9, 0.1))[1]
    assert (found.ratio, found.low) == (0.0, 0.0)
    assert found.high == pytest.approx(float(wilson(0, 50)[1]) / 0.1)


def test_without_community_or_people_there_is_no_ratio():
    absent = representation(of(50, 1), of(1.0, 0.0))[1]
    assert (absent.ratio, absent.low, absent.reason) == (None, None, "the community has nobody of this group")
    assert {(each.share, each.ratio, each.reason) for each in representation(NOBODY, COUNTY)} == {
        (None, None, "nobody is counted")}


# --- distance --------------------------------------------------------------------------------------------------------

def test_distance_by_hand():
    """Mixed and Black are over-represented: 125 of 572 against 7.5 %. The upper limit by R:
    prop.test(125, 572, correct=FALSE)$conf.int - .075."""
    found = dissimilarity(WORKERS, COUNTY)
    assert found.estimate == pytest.approx(125 / 572 - 0.075)
    assert found.estimate == pytest.approx((WORKERS / 572 - COUNTY).abs().sum() / 2)
    assert found.high == pytest.approx(0.179214108933, abs=1e-9)
    assert 0.104 < found.low < 0.1117                           # under Wilson's 0.1116, which leaves out the lean
    assert found.p == pytest.approx(1 / (shares.DRAWS + 1))     # none of the draws is as far


def exact_low(count: int, total: int, community: float) -> float:
    """Of two groups: the distance at which the chance of |x / n − c| as large is 2.5 %, by the binomial alone."""
    distance = abs(count / total - community)

    def chance(true: float) -> float:
        share = community + np.copysign(true, count / total - community)
        people = np.arange(total + 1)
        return stats.binom.pmf(people, total, share)[np.abs(people / total - community) >= distance - 1e-12].sum()

    return 0.0 if chance(0.0) >= 0.025 else optimize.brentq(lambda true: chance(true) - 0.025, 0.0, distance)


@pytest.mark.parametrize(("count", "total", "community"), [
    (30, 60, 0.2), (20, 60, 0.2), (5, 60, 0.2), (13, 60, 0.2), (4, 4, 0.021), (125, 572, 0.075), (60, 583, 0.075),
    (700, 5000, 0.1)])
def test_lower_limit_is_a_test_inverted(count, total, community):
    """Against the exact inversion of two groups: as far off as 2,000 draws allow, a quarter of a standard error."""
    found = dissimilarity(of(count, total - count), of(community, 1 - community))
    assert found.low == pytest.approx(exact_low(count, total, community), abs=found.error / 4)


def test_at_parity_one_workforce_in_forty_is_called_distant():
    """2.5 % of 150 workforces drawn from the community, within four standard errors; Wilson's lower limit calls about
    one in five."""
    community = COUNTY.to_numpy()
    drawn = np.random.default_rng(5).multinomial(60, community, 150)
    called = np.mean([quick(pd.Series(row, GROUPS), COUNTY).low > 0 for row in drawn])
    assert called < 0.025 + 4 * np.sqrt(0.025 * 0.975 / 150)
    over = drawn / 60 > community
    assert np.mean(wilson((drawn * over).sum(axis=1), np.full(150, 60))[0] > (community * over).sum(axis=1)) > 0.12


def test_no_distance_is_0_and_never_negative():
    found = dissimilarity(of(30, 20, 50), of(0.3, 0.2, 0.5))
    assert (found.estimate, found.low, found.p) == (pytest.approx(0, abs=1e-12), 0.0, 1.0)


def test_nobody_is_at_no_distance():
    found = dissimilarity(NOBODY, COUNTY)
    assert (found.estimate, found.low, found.p, found.error, found.reason) == (None,) * 4 + ("nobody is counted",)


@given(st.lists(st.integers(0, 60), min_size=5, max_size=5).filter(any), st.permutations(GROUPS))
@settings(max_examples=20)
def test_properties_of_a_distance(heads, order):
    workforce = pd.Series(heads, GROUPS)
    found = quick(workforce, COUNTY)
    assert 0 <= found.low <= found.estimate <= found.high <= 1
    assert found.estimate == pytest.approx(float((workforce / sum(heads) - COUNTY).abs().sum() / 2))
    assert (found.low > 0) == (round(found.p * 201) - 1 < 0.025 * 200)
    again = quick(workforce[list(order)], COUNTY)       # the same groups in another order
    assert (again.estimate, again.low, again.high, again.p, again.by_chance) == tuple(
        pytest.approx(value) for value in (found.estimate, found.low, found.high, found.p, found.by_chance))


@given(st.lists(st.integers(0, 30), min_size=3, max_size=3).filter(any))
@settings(max_examples=12)
def test_more_people_of_the_same_make_up_are_surer(heads):
    few, many = (quick(of(*heads) * times, of(0.5, 0.3, 0.2)) for times in (1, 10))
    assert many.estimate == pytest.approx(few.estimate)
    assert many.error < few.error and many.by_chance < few.by_chance and many.high < few.high + 1e-12
    assert many.low >= few.low - few.error / 4


# --- what chance alone gives -----------------------------------------------------------------------------------------

@pytest.mark.parametrize("total", [1, 7, 60, 583, 5000])
def test_by_chance_is_the_mean_distance(total):
    """Against the binomial's expectation summed up, group by group."""
    people = np.arange(total + 1)
    summed = sum(np.abs(people / total - share) @ stats.binom.pmf(people, total, share) for share in COUNTY) / 2
    assert by_chance(total, COUNTY) == pytest.approx(summed, rel=1e-9)


def test_by_chance_of_one_group_is_0():
    assert by_chance(10, of(1.0, 0.0)) == 0.0


def test_the_standard_error_is_wilsons_and_never_0():
    found = standard_error(np.array([125, 0, 60]), np.array([572, 60, 60]))
    low, high = wilson(np.array([125, 0, 60]), np.array([572, 60, 60]))
    assert found == pytest.approx((high - low) / (2 * 1.959963984540054))
    assert (found > 0).all()
    assert found[0] == pytest.approx(np.sqrt(125 / 572 * (447 / 572) / 572), rel=0.01)
    assert np.isnan(standard_error(0, 0))
