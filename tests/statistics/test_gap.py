"""The change of a gap, from errors, schools’ sums and published averages, and what it is made of."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from wayforward.statistics import gap as module
from wayforward.statistics.gap import (
    FEW_SCHOOLS,
    NO_PUPIL,
    NO_SHARE,
    NO_SPREAD,
    TOO_ROUGH,
    bootstrap,
    change_of_gap,
    decompose,
    decompose_rounded,
)

Z = stats.norm.ppf(0.975)
NULL = float("nan")


def row(value: float, se: float = NULL, numerator: float = NULL, denominator: float = NULL, reason=None) -> pd.Series:
    return pd.Series({"value": value, "se": se, "numerator": numerator, "denominator": denominator, "reason": reason})


# From standard errors

def test_the_change_has_the_errors_of_both_years():
    """Errors 3 and 4 are 5 together."""
    found = change_of_gap(row(14.0, 3.0), row(24.0, 4.0))
    assert (found.estimate, found.low, found.high) == pytest.approx((10, 10 - Z * 5, 10 + Z * 5))
    assert found.p == pytest.approx(2 * stats.norm.sf(10 / 5))
    assert change_of_gap(row(14.0, 0.0), row(14.0, 0.0)).p == 1


def test_published_gaps_give_the_difference_and_the_reason():
    found = change_of_gap(row(14.2, reason="published as an average without its spread"), row(16.4))
    assert (round(found.estimate, 9), found.low, found.p) == (2.2, None, None)
    assert found.reason == "published as an average without its spread"
    assert change_of_gap(row(14.2, 0.3), row(16.4)).reason == NO_SPREAD
    assert change_of_gap(row(NULL), row(16.4)).estimate is None


# Schools drawn again

def county(periods: int = 2, schools: int = 30, seed: int = 1) -> np.ndarray:
    """Sums of schools that keep their level and their share."""
    rng = np.random.default_rng(seed)
    level, share = rng.normal(50, 6, schools), rng.uniform(0.1, 0.4, schools)
    group = rng.binomial(150, share, (periods, schools))
    others = 150 - group
    return np.stack([group, group * (level - 12) + rng.normal(0, 10 * np.sqrt(group)),
                     others, others * level + rng.normal(0, 10 * np.sqrt(others))], axis=-1)


def naive_gap(sums, of_all: bool) -> float:
    """From one period's schools."""
    group, of_group, others, of_others = (sum(school[place] for school in sums) for place in range(4))
    upper = (of_group + of_others) / (group + others) if of_all else of_others / others
    return upper - of_group / group


@pytest.mark.parametrize("of_all", [True, False])
def test_the_bootstrap_draw_by_draw(of_all):
    """The same draws one after the other, school by school."""
    sums, changes = county(), []
    for times in np.random.default_rng(7).multinomial(30, [1 / 30] * 30, size=400):
        drawn = [[school for school, often in zip(year, times, strict=True) for _ in range(often)] for year in sums]
        changes.append(naive_gap(drawn[1], of_all) - naive_gap(drawn[0], of_all))
    change = naive_gap(sums[1], of_all) - naive_gap(sums[0], of_all)
    found = bootstrap(sums, of_all=of_all, draws=400, seed=7)
    low, high = np.quantile(changes, [0.025, 0.975])
    assert (found.estimate, found.low, found.high) == pytest.approx((change, 2 * change - high, 2 * change - low))
    beyond = sum(each >= 2 * change if change > 0 else each <= 2 * change for each in changes)
    assert found.p == pytest.approx(min(1, 2 * (beyond + 1) / 401))


def test_the_bootstrap_is_scipys():
    """scipy draws the numbers of schools; both limits lie within what 10,000 draws leave to chance."""
    sums = county(periods=1)

    def statistic(drawn, axis):
        group, of_group, others, of_others = np.moveaxis(np.take(sums[0], drawn, axis=0).sum(axis=axis - 1), -1, 0)
        return of_others / others - of_group / group

    theirs = stats.bootstrap((np.arange(30),), statistic, n_resamples=10_000, method="basic", vectorized=True,
                             rng=np.random.default_rng(3))
    ours, near = bootstrap(sums), 0.1 * float(theirs.standard_error)
    assert [ours.low, ours.high] == pytest.approx(list(theirs.confidence_interval), abs=near)
    assert ours.p == 2 / 10_001


def test_what_stays_the_same_in_a_school_falls_out_of_the_change():
    """In the second year every pupil of the group scores 2 less in each school: the change has no chance in it, though
    each year's gap has."""
    first = county(periods=1)[0]
    last = first - np.outer(first[:, 0] * 2, [0, 1, 0, 0])
    found = bootstrap(np.stack([first, last]))
    assert [found.estimate, found.low, found.high] == pytest.approx([2, 2, 2])
    assert bootstrap(last[None]).high - bootstrap(last[None]).low > 1


def test_a_slope_is_a_weight_for_each_year():
    sums, years = county(periods=5), np.array([2019, 2022, 2023, 2024, 2025])
    contrast = (years - years.mean()) / ((years - years.mean()) ** 2).sum()
    found = bootstrap(sums, contrast, of_all=True)
    assert found.estimate == pytest.approx(np.polyfit(years, [naive_gap(year, True) for year in sums], 1)[0])
    assert found.low < found.estimate < found.high
    assert bootstrap(sums).estimate == pytest.approx(naive_gap(sums[4], False) - naive_gap(sums[0], False))


def test_a_school_of_one_year_and_one_of_none():
    """A school that opened stands with zeros before; a place without a school in any year is none."""
    sums = county()
    sums[0, 0] = 0
    wide = np.concatenate([sums, np.zeros((2, 5, 4))], axis=1)
    assert bootstrap(wide, draws=500) == bootstrap(sums, draws=500)


def test_few_schools_are_not_drawn_again():
    found = bootstrap(county(schools=19))
    assert (found.low, found.p, found.reason) == (None, None, FEW_SCHOOLS)
    assert found.estimate == pytest.approx(naive_gap(county(schools=19)[1], False)
                                           - naive_gap(county(schools=19)[0], False))
    without = county(schools=25)
    without[1, 6:, :2] = 0                          # the group in 6 schools of the second year
    assert bootstrap(without).reason == FEW_SCHOOLS
    without[1, :, :2] = 0
    assert bootstrap(without).reason == NO_PUPIL


def test_a_draw_that_empties_a_group_leaves_no_interval(monkeypatch):
    monkeypatch.setattr(module, "LEAST_SCHOOLS", 1)
    sums = county(periods=1, schools=10)
    sums[0, 1:, :2] = 0
    found = bootstrap(sums)
    assert found.low is None and "empty" in found.reason


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 1000), st.floats(-50, 50), st.floats(0.1, 10))
def test_scores_moved_and_stretched(seed, moved, stretch):
    """Another origin changes nothing, another unit the unit."""
    sums = county(seed=seed)
    other = sums.copy()
    other[..., 1], other[..., 3] = (stretch * (sums[..., place + 1] + moved * sums[..., place]) for place in (0, 2))
    once, again = (bootstrap(each, draws=200) for each in (sums, other))
    assert (again.estimate, again.low, again.high) == pytest.approx(
        (stretch * once.estimate, stretch * once.low, stretch * once.high), abs=1e-6)


# What a change is made of

YEARS = st.tuples(st.floats(-20, 20), st.floats(0.01, 2), st.integers(1, 99), st.integers(100, 10_000))


@settings(deadline=None)
@given(YEARS, YEARS)
def test_the_parts_add_up_and_turn_about(first, last):
    first, last = row(*first), row(*last)
    found, back = decompose(first, last), decompose(last, first)
    for part in (found.change, found.apart, found.share):
        assert part.low <= part.estimate <= part.high and 0 <= part.p <= 1
    assert found.apart.estimate + found.share.estimate == pytest.approx(found.change.estimate, abs=1e-9)
    assert [back.apart.estimate, back.share.low] == pytest.approx([-found.apart.estimate, -found.share.high], abs=1e-9)


def test_by_hand():
    """Shares 20 and 30 %, gaps to the others 20 and 22: 0.75 × 2 and −21 × 0.10 make 15.4 less 16."""
    found = decompose(row(16.0, 0.5, 200, 1000), row(15.4, 0.5, 300, 1000))
    assert (found.apart.estimate, found.share.estimate) == pytest.approx((1.5, -2.1))
    assert found.change.estimate == pytest.approx(-0.6)
    assert not found.bounds


def test_one_cause_alone():
    same_share = decompose(row(16.0, 0.5, 200, 1000), row(17.6, 0.5, 200, 1000))
    assert (same_share.apart.estimate, same_share.share.estimate) == pytest.approx((1.6, 0))
    same_gap = decompose(row(16.0, 0.5, 200, 1000), row(14.0, 0.5, 300, 1000))
    assert (same_gap.apart.estimate, same_gap.share.estimate) == pytest.approx((0, -2.0))


def test_the_errors_by_numbers():
    """Each part's derivatives taken by numbers, in the gap to all A and the share p of each year; var p is
    p (1 − p) / N, and A goes with p by − G var p, as the share moves it."""
    rows = [row(16.0, 0.5, 200, 1000), row(15.4, 0.6, 330, 1100)]
    found = decompose(*rows)

    def parts(at):
        value, share = at[:2], at[2:]
        behind = [a / (1 - p) for a, p in zip(value, share, strict=True)]
        return np.array([(1 - (share[0] + share[1]) / 2) * (behind[1] - behind[0]),
                         -(behind[0] + behind[1]) / 2 * (share[1] - share[0])])

    at, covariance = np.array([16.0, 15.4, 0.2, 0.3]), np.zeros((4, 4))
    for year, (se, size) in enumerate(((0.5, 1000), (0.6, 1100))):
        drawn = at[2 + year] * (1 - at[2 + year]) / size
        covariance[year, year], covariance[2 + year, 2 + year] = se ** 2, drawn
        covariance[year, 2 + year] = covariance[2 + year, year] = -at[year] / (1 - at[2 + year]) * drawn
    slopes = np.array([(parts(at + step) - parts(at - step)) / 2e-5 for step in 1e-5 * np.eye(4)])
    errors = np.sqrt(np.diag(slopes.T @ covariance @ slopes))
    told = [(part.high - part.low) / (2 * Z) for part in (found.apart, found.share)]
    assert told == pytest.approx(errors, rel=1e-6)
    assert found.apart.p == pytest.approx(2 * stats.norm.sf(abs(found.apart.estimate) / told[0]))


def test_what_is_not_known_has_its_reason():
    bare = decompose(row(16.0, NULL, 200, 1000, reason="a reason"), row(15.4, NULL, 300, 1000))
    assert (bare.apart.estimate, bare.apart.low, bare.apart.reason) == (pytest.approx(1.5), None, "a reason")
    no_share = decompose(row(16.0, 0.5), row(15.4, 0.5, 300, 1000))
    assert (no_share.apart.estimate, no_share.share.reason) == (None, NO_SHARE)
    assert no_share.change.has_interval
    assert decompose(row(0.0, 0.5, 0, 1000), row(15.4, 0.5, 300, 1000)).share.reason == NO_SHARE
    assert decompose(row(NULL, NULL, 200, 1000), row(15.4, 0.5, 300, 1000)).apart.reason


# Published averages, rounded

def test_englands_parts_point_apart():
    """Attainment 8, 2023/24 and 2024/25. All less group 11.3 and 11.1, others less group 15.4 and 15.5."""
    found = decompose_rounded((45.9, 50.0, 34.6), (46.0, 50.4, 34.9), 0.05)
    first, last = 1 - 11.3 / 15.4, 1 - 11.1 / 15.5
    assert (round(first, 3), round(last, 3)) == (0.266, 0.284)
    assert found.apart.estimate == pytest.approx((1 - (first + last) / 2) * 0.1)
    assert found.share.estimate == pytest.approx(-15.45 * (last - first))
    assert found.apart.estimate > 0 > found.share.high and found.apart.low < 0
    assert found.change.low == pytest.approx(-0.2 - 4 * 0.05)
    assert found.bounds and found.share.p is None


AVERAGES = st.tuples(st.floats(0.05, 0.95), st.floats(4, 30), st.floats(30, 60))      # share, gap to others, others


@settings(max_examples=60, deadline=None)
@given(AVERAGES, AVERAGES, st.floats(0.01, 0.5), st.integers(0, 1000))
def test_nothing_that_rounds_alike_lies_beyond_the_bounds(first, last, half_unit, seed):
    """A thousand sets of averages at random, each within half a unit of the published."""
    published = np.array([(others - share * gap, others, others - gap) for share, gap, others in (first, last)])
    found = decompose_rounded(*published, half_unit)
    if found.apart.reason == TOO_ROUGH:
        return
    off = np.random.default_rng(seed).uniform(-half_unit, half_unit, (1000, 2, 3))
    everyone, others, group = np.moveaxis(published + off, -1, 0)
    possible = ((everyone >= group) & (everyone <= others)).all(axis=1)
    behind = (others - group)[possible]
    share = ((others - everyone)[possible]) / behind
    apart = (1 - share.mean(axis=1)) * (behind[:, 1] - behind[:, 0])
    moved = -behind.mean(axis=1) * (share[:, 1] - share[:, 0])
    for part, told in ((apart, found.apart), (moved, found.share)):
        assert told.low - 1e-9 <= part.min() and part.max() <= told.high + 1e-9


def test_the_bounds_are_reached():
    """At corners: hence no narrower ones."""
    first, last, half = (67, 72, 46), (64, 70, 40), 0.5
    found = decompose_rounded(first, last, half)
    ends = []
    for off in itertools.product((-half, half), repeat=6):
        (a, b, c), (d, e, f) = (np.array((*first, *last)) + off).reshape(2, 3)
        ends.append(-((b - c) + (e - f)) / 2 * ((e - d) / (e - f) - (b - a) / (b - c)))
    assert (found.share.low, found.share.high) == pytest.approx((min(ends), max(ends)))
    exact = decompose_rounded(first, last, 0.0)
    assert (exact.apart.low, exact.apart.high) == (exact.apart.estimate, exact.apart.estimate)


@pytest.mark.parametrize(("last", "half_unit"), [
    ((64.0, 65.0, 64.0), 0.5),          # the gap to the others may have been 0
    ((64.0, 64.0, 66.0), 0.5),          # the group is ahead
    ((60.0, 64.0, 62.5), 0.5),          # it may be 0.5 or 2.5
])
def test_where_rounding_leaves_all_open(last, half_unit):
    found = decompose_rounded((67.0, 72.0, 46.0), last, half_unit)
    assert (found.apart.reason, found.share.reason, found.bounds) == (TOO_ROUGH, TOO_ROUGH, False)
    assert found.change.estimate == pytest.approx(last[0] - last[2] - 21.0)


def test_a_missing_average_has_a_reason():
    assert decompose_rounded((67, 72, 46), (NULL, NULL, NULL), 0.5).change.estimate is None
