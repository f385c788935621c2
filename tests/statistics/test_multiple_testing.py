"""Many tests at once."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests

from wayforward.statistics.multiple_testing import Hypothesis, MultipleTesting, multiple_testing


def q(*p: float) -> list[float]:
    """The q of some p, in their order."""
    return [test.q for test in multiple_testing(pd.Series(p, dtype=float)).tests]


def test_q_by_hand():
    """In order: 0.01 × 4/1, 0.02 × 4/2, 0.03 × 4/3, 0.5 × 4/4; each no more than those after it."""
    assert q(0.5, 0.01, 0.03, 0.02) == pytest.approx([0.5, 0.04, 0.04, 0.04])


def test_q_as_r_has_it():
    """R: p.adjust(c(.001,.004,.021,.021,.08,.6,.68,.7,.88), "BH")."""
    assert q(.001, .004, .021, .021, .08, .6, .68, .7, .88) == pytest.approx(
        [0.009, 0.018, 0.04725, 0.04725, 0.144, 0.7875, 0.7875, 0.7875, 0.88], abs=1e-9)


def test_q_as_statsmodels_has_it():
    p = np.random.default_rng(1).uniform(size=16) ** 3
    assert q(*p) == pytest.approx(multipletests(p, method="fdr_bh")[1], abs=1e-12)


def test_benjamini_and_hochbergs_own_example():
    """Benjamini & Hochberg (1995), section 4: 15 comparisons, of which four are kept at 5 %, three by Bonferroni."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590,
         1.0]
    found = multiple_testing(pd.Series(p, index=[f"P{number}" for number in range(1, 16)]))
    assert found.kept(0.05) == ("P1", "P2", "P3", "P4")
    assert sum(each <= 0.05 / 15 for each in p) == 3


def test_what_has_no_p_is_no_test():
    found = multiple_testing(pd.Series({"a": 0.01, "b": None, "c": 0.04}, dtype=float))
    assert found.untested == ("b",)
    assert found.tests == (Hypothesis("a", 0.01, 0.02), Hypothesis("c", 0.04, 0.04))
    assert found.of("c").q == 0.04 and found.of("b") is None


def test_expected_false_alarms():
    found = multiple_testing(pd.Series([0.5] * 16))
    assert (found.false_alarms(0.05), found.false_alarms(0.002)) == (pytest.approx(0.8), pytest.approx(0.032))


@pytest.mark.parametrize("p", [pd.Series(dtype=float), pd.Series({"a": None, "b": None}, dtype=float)])
def test_without_tests_there_is_nothing_to_keep(p):
    found = multiple_testing(p)
    assert found == MultipleTesting((), tuple(p.index))
    assert (found.kept(0.05), found.false_alarms(0.05)) == ((), 0.0)


def test_what_is_no_p_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        multiple_testing(pd.Series({"a": 1.2}))
    with pytest.raises(ValueError, match="the same name"):
        multiple_testing(pd.Series([0.1, 0.2], ["a", "a"]))


def naive(p: list[float]) -> list[float]:
    """The least rate at which the step-up rule keeps each, by its definition: a second implementation."""
    inner = sorted(p)
    return [min(min(1.0, inner[j] * len(p) / (j + 1)) for j in range(len(p)) if inner[j] >= each) for each in p]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), st.randoms())
@settings(max_examples=50)
def test_properties_of_q(p, shuffler):
    found = q(*p)
    assert found == pytest.approx(naive(p), rel=1e-9, abs=1e-300)
    assert all(least >= each or np.isclose(least, each) for least, each in zip(found, p, strict=True))
    order = list(range(len(p)))
    shuffler.shuffle(order)
    assert q(*(p[place] for place in order)) == pytest.approx([found[place] for place in order])
    assert q(*p, 1.0)[:-1] >= found         # another test that finds nothing never helps


def test_the_rate_is_held_where_figures_are_related():
    """16 tests, 12 of nothing, all related (correlation 0.5): of what is kept at 10 %, less than that is false."""
    rng = np.random.default_rng(3)
    figures = np.sqrt(0.5) * rng.standard_normal((300, 1)) + np.sqrt(0.5) * rng.standard_normal((300, 16))
    figures[:, 12:] += 3
    kept = [multiple_testing(pd.Series(row)).kept(0.10) for row in 2 * stats.norm.sf(np.abs(figures))]
    false = [sum(int(name) < 12 for name in names) / max(len(names), 1) for names in kept]
    assert np.mean(false) < 0.10 + 3 * np.std(false) / np.sqrt(300)
    assert np.mean([len(names) for names in kept]) > 2          # and it keeps something
