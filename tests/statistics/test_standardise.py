"""Direct standardisation against R, the public-health indicators' own code, and a second reading of the formulas."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from reference_values import judge, limits
from tables import table
from wayforward.statistics.intervals import ALL_ALIKE, byar, mean, wilson
from wayforward.statistics.results import CONTROL
from wayforward.statistics.standardise import (
    ALONE,
    FEW_EVENTS,
    NO_STRATA,
    NOBODY,
    NOT_WHOLE,
    Standardised,
    standardised_mean,
    standardised_proportion,
    standardised_rate,
)

STRATA = table("""
    stratum  | events | population | weight
    0 to 4   | 3      | 900        | 0.3
    5 to 9   | 11     | 1200       | 0.3
    10 to 15 | 26     | 800        | 0.25
    16, 17   | 14     | 300        | 0.15
""")
ANSWERS = table("""
    stratum | mean | sd  | n  | weight
    year 5  | 21.2 | 4.1 | 40 | 0.5
    year 7  | 22.8 | 5.0 | 25 | 0.3
    year 10 | 23.9 | 3.6 | 12 | 0.2
""")
HEADS = STRATA.rename(columns={"population": "n"})


def ends(found: Standardised) -> tuple[float, float]:
    return found.low, found.high


@pytest.mark.parametrize(("found", "name"), [
    (standardised_rate(STRATA), "standardised.rate.95"),
    (standardised_rate(STRATA, CONTROL), "standardised.rate.998"),
    (standardised_mean(ANSWERS), "standardised.mean.95"),
    (standardised_mean(ANSWERS, CONTROL), "standardised.mean.998"),
    (standardised_proportion(HEADS), "standardised.proportion.95"),
    (standardised_proportion(HEADS, CONTROL), "standardised.proportion.998"),
])
def test_intervals_are_rs(found, name):
    assert ends(found) == pytest.approx(limits(name), abs=1e-9)


def test_values_are_weighted_sums():
    """0.3 × 3/900 + 0.3 × 11/1200 + 0.25 × 26/800 + 0.15 × 14/300 = 0.001 + 0.00275 + 0.008125 + 0.007."""
    assert standardised_rate(STRATA).value == pytest.approx(0.018875) == pytest.approx(judge("standardised.rate"))
    assert standardised_proportion(HEADS).value == pytest.approx(0.018875)
    assert standardised_mean(ANSWERS).value == pytest.approx(judge("standardised.mean"))


def test_a_rate_is_that_of_the_public_health_indicators():
    """PHStatsMethods 0.1.16: ph_dsr(strata, "events", "population", "weight", multiplier=1, euro_standard_pops=False,
    confidence=0.95 and 0.998)."""
    assert ends(standardised_rate(STRATA)) == pytest.approx((0.01401673756610407, 0.024826451753842623), abs=1e-12)
    assert ends(standardised_rate(STRATA, CONTROL)) == pytest.approx((0.011672406407985177, 0.02857134799597215),
                                                                     abs=1e-12)


def test_dobsons_interval_read_a_second_time():
    """Dobson et al. (1991): T = c ΣX-limits + what the weights add, row by row."""
    variance = sum(w * w * x / n / n for _, x, n, w in STRATA.itertuples(index=False))
    events = 3 + 11 + 26 + 14
    low, high = byar(events)
    scale = math.sqrt(variance / events)
    assert ends(standardised_rate(STRATA)) == pytest.approx((0.018875 - scale * (events - float(low)),
                                                             0.018875 + scale * (float(high) - events)))
    assert standardised_rate(STRATA).se == pytest.approx(math.sqrt(variance))


def test_a_mean_of_two_strata_is_welchs():
    """With weights of a half it is half the difference from the other's negative: scipy's t and its interval."""
    a, b = [14.1, 15.3, 13.8, 16.2], [16.4, 15.8, 18.2, 17.7, 14.9]
    strata = pd.DataFrame({"stratum": ["a", "b"], "mean": [pd.Series(each).mean() for each in (a, b)],
                           "sd": [pd.Series(each).std() for each in (a, b)], "n": [4, 5], "weight": [1, 1]})
    theirs = stats.ttest_ind(a, [-each for each in b], equal_var=False).confidence_interval()
    found = standardised_mean(strata)
    assert (2 * found.low, 2 * found.high) == pytest.approx((theirs.low, theirs.high))


def test_one_stratum_is_the_plain_figure():
    one = pd.DataFrame({"stratum": ["all"], "events": [65], "population": [100.0], "n": [100], "mean": [20.0],
                        "sd": [4.0], "weight": [7.0]})
    assert ends(standardised_rate(one)) == pytest.approx([float(end) / 100 for end in byar(65)])
    assert ends(standardised_proportion(one)) == pytest.approx([float(end) for end in wilson(65, 100)])
    assert ends(standardised_mean(one)) == pytest.approx([float(end) for end in mean(20.0, 4.0, 100)])


def test_a_standard_like_the_population_leaves_the_crude_figure():
    alike = STRATA.assign(weight=STRATA["population"])
    assert standardised_rate(alike).value == pytest.approx(54 / 3200)
    assert ends(standardised_rate(alike)) == pytest.approx([float(end) / 3200 for end in byar(54)])
    assert ends(standardised_proportion(HEADS.assign(weight=HEADS["n"]))) \
        == pytest.approx([float(end) for end in wilson(54, 3200)])


def test_what_cannot_be_standardised_has_a_reason():
    for function, strata in ((standardised_rate, STRATA), (standardised_proportion, HEADS),
                             (standardised_mean, ANSWERS)):
        assert function(strata.head(0)) == Standardised(None, reason=NO_STRATA)
        assert function(strata.assign(weight=0.0)) == Standardised(None, reason=NO_STRATA)
        assert function(strata.assign(weight=float("nan"))) == Standardised(None, reason=NO_STRATA)
        assert function(strata.mask(strata == strata.iloc[0, 1])) == Standardised(None, reason=NOT_WHOLE)
    assert standardised_rate(STRATA.replace({900: 0})) == Standardised(None, reason=NOBODY)
    assert standardised_proportion(HEADS.replace({900: 0})) == Standardised(None, reason=NOBODY)
    assert standardised_rate(STRATA.assign(events=[1, 2, 3, 3])) == Standardised(None, reason=FEW_EVENTS)


def test_a_mean_without_spread_keeps_its_value():
    assert standardised_mean(ANSWERS.assign(n=1)) == Standardised(pytest.approx(22.22), reason=ALONE)
    assert standardised_mean(ANSWERS.assign(sd=0.0)) == Standardised(pytest.approx(22.22), reason=ALL_ALIKE)


def test_everybody_is_no_more_than_everybody():
    """35/62 + 18/62 + 9/62 is more than 1 in binary."""
    found = standardised_proportion(pd.DataFrame({"stratum": [1, 2, 3], "events": 1, "n": 1, "weight": [35, 18, 9]}))
    assert (found.value, found.high, found.se) == (1, 1, 0)


def test_a_stratum_outside_the_standard_does_not_count():
    outside = pd.DataFrame({"stratum": ["18 and over"], "events": [40], "population": [0], "weight": [0.0]})
    assert standardised_rate(pd.concat([STRATA, outside])) == standardised_rate(STRATA)


@pytest.mark.parametrize("wrong", [
    pd.concat([STRATA, STRATA.head(1)]),
    STRATA.assign(events=-STRATA["events"]),
    STRATA.assign(weight=-STRATA["weight"]),
])
def test_wrong_strata_are_refused(wrong):
    with pytest.raises(ValueError, match="strata: "):
        standardised_rate(wrong)


def test_more_events_than_heads_are_refused():
    with pytest.raises(ValueError, match="more events"):
        standardised_proportion(HEADS.assign(n=1))


CELLS = st.lists(st.tuples(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
                           st.floats(0.01, 100)), min_size=1, max_size=12)


@settings(max_examples=30)
@given(CELLS)
def test_figures_lie_within_their_limits_and_what_is_possible(cells):
    strata = pd.DataFrame([{"stratum": place, "events": k, "n": n, "population": n, "weight": weight}
                           for place, ((k, n), weight) in enumerate(cells)])
    share, rate = standardised_proportion(strata), standardised_rate(strata)
    assert 0 <= share.low <= share.value <= share.high <= 1
    assert rate.reason == FEW_EVENTS if strata["events"].sum() < 10 else rate.low <= rate.value <= rate.high
    mirrored = standardised_proportion(strata.assign(events=strata["n"] - strata["events"]))
    assert ends(mirrored) == pytest.approx((1 - share.high, 1 - share.low))


@settings(max_examples=30)
@given(CELLS, st.floats(0.001, 1000), st.randoms())
def test_neither_order_nor_the_size_of_the_standard_matters(cells, factor, random):
    strata = pd.DataFrame([{"stratum": place, "mean": k, "sd": 1 + k, "n": n + 1, "weight": weight}
                           for place, ((k, n), weight) in enumerate(cells)])
    order = random.sample(range(len(strata)), len(strata))
    found = standardised_mean(strata)
    again = standardised_mean(strata.iloc[order].assign(weight=lambda rows: rows["weight"] * factor))
    assert (again.value, again.se, *ends(again)) == pytest.approx((found.value, found.se, *ends(found)))


@settings(max_examples=30)
@given(CELLS)
def test_control_limits_hold_the_95_percent_ones(cells):
    strata = pd.DataFrame([{"stratum": place, "events": k + 10, "n": n + 10, "population": n, "weight": weight}
                           for place, ((k, n), weight) in enumerate(cells)])
    for function in (standardised_rate, standardised_proportion):
        inner, outer = function(strata), function(strata, CONTROL)
        assert outer.low <= inner.low and inner.high <= outer.high
