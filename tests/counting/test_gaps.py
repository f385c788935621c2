"""The errors of gaps from the spread between schools, against naive and outside reckonings."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tables import returns_of
from wayforward.counting import clusters
from wayforward.counting.gaps import FEW_SCHOOLS, NO_SCHOOL, SUMS, TOO_FEW, gap, index, school_sums
from wayforward.counting.tally import counts
from wayforward.measures.attainment_gap import attainment8

Z = stats.norm.ppf(0.975)


def county(schools: int = 12, pupils: int = 300, seed: int = 1) -> pd.DataFrame:
    """Pupils of schools that differ in level and in share, of both groups in each; marks are whole, so that some are
    the same."""
    rng = np.random.default_rng(seed)
    school = rng.integers(0, schools, pupils)
    poor = rng.random(pupils) < rng.uniform(0.3, 0.6, schools)[school]
    marks = np.rint(rng.normal(50, 6, schools)[school] - 12 * poor + rng.normal(0, 10, pupils))
    return pd.DataFrame({"period": "2024/25", "disadvantaged": poor, "value": marks, "cluster": school.astype(str)})


def told(estimate, cases: pd.DataFrame) -> dict:
    (row,) = estimate(cases, ["period"]).to_dict("records")
    return row


def widening(schools: int) -> float:
    return stats.t.ppf(0.975, schools - 1) / Z


# Sums by cluster

def test_the_pulls_of_a_cluster_are_added_up():
    """Sums 1 + 1, −3 and 1: 3/2 × (2² + 3² + 1²)."""
    cases = pd.DataFrame({"period": "a", "cluster": ["s", "s", "t", "u"]})
    error = clusters.clustered_standard_error(cases, pd.Series([1.0, 1.0, -3.0, 1.0]), ["period"])
    assert error.to_dict() == {"a": math.sqrt(21)}
    assert clusters.cluster_count(cases, ["period"]).to_dict() == {"a": 3}


def test_a_case_of_no_known_cluster_is_one_by_itself():
    """Sums 2, −3 of the known; 4 and −3 alone: 4/3 × (4 + 9 + 16 + 9)."""
    cases = pd.DataFrame({"period": "a", "cluster": ["s", "s", "t", None, None]})
    pull = pd.Series([1.0, 1.0, -3.0, 4.0, -3.0])
    assert clusters.clustered_standard_error(cases, pull, ["period"]).item() == pytest.approx(math.sqrt(4 / 3 * 38))
    assert clusters.cluster_count(cases, ["period"]).item() == 2


def test_a_single_cluster_tells_no_spread():
    cases = pd.DataFrame({"period": ["a", "a", "b", "b"], "cluster": ["s", "s", "s", "t"]})
    error = clusters.clustered_standard_error(cases, pd.Series([1.0, -1.0, 2.0, -2.0]), ["period"])
    assert math.isnan(error["a"]) and error["b"] == math.sqrt(2 * 8)


def test_few_clusters_widen_the_error_to_students_limits():
    """t with 4 degrees of freedom is 2.776445 (printed tables: 2.776)."""
    wide = clusters.widened(pd.Series([1.0, 1.0, 1.0]), pd.Series([5, 1, 10_001]))
    assert wide[0] == pytest.approx(2.7764451 / 1.9599640)
    assert math.isnan(wide[1]) and wide[2] == pytest.approx(1, abs=2e-4)


# The three errors

def test_the_error_of_the_gap_to_others_is_that_of_a_regression_clustered_by_school():
    """statsmodels without its small-sample factor C / (C − 1) × (N − 1) / (N − 2), of which ours has the first part;
    with Student's t its interval is ours."""
    cases = county()
    model = sm.OLS(cases["value"], sm.add_constant((~cases["disadvantaged"]).astype(float)))
    fit = model.fit(cov_type="cluster", cov_kwds={"groups": cases["cluster"], "use_correction": False}, use_t=True)
    row, schools = told(gap(False, {}), cases), cases["cluster"].nunique()
    larger = math.sqrt(schools / (schools - 1))
    assert row["value"] == pytest.approx(fit.params.iloc[1])
    assert row["se"] == pytest.approx(fit.bse.iloc[1] * larger * widening(schools), rel=1e-9)
    low, high = fit.conf_int().iloc[1]
    assert [row["value"] - Z * row["se"], row["value"] + Z * row["se"]] == pytest.approx(
        [row["value"] + larger * (limit - row["value"]) for limit in (low, high)], rel=1e-9)


def weighted_gap(cases: pd.DataFrame, weight: np.ndarray, name: str) -> float:
    """Each figure worked out from its definition with a weight on each pupil."""
    value, poor = cases["value"].to_numpy(), cases["disadvantaged"].to_numpy()
    group = np.average(value[poor], weights=weight[poor])
    if name == "index":
        lies = np.sign(np.subtract.outer(value[~poor], value[poor])) / 2
        return 20 * np.average(lies, weights=np.outer(weight[~poor], weight[poor]))
    rest = slice(None) if name == "all" else ~poor
    return np.average(value[rest], weights=weight[rest]) - group


@pytest.mark.parametrize(("name", "estimate"), [
    ("all", gap(True, {})), ("others", gap(False, {})), ("index", index({}))])
def test_the_error_is_from_what_each_school_moves(name, estimate):
    """A school's pull is how the figure moves when its pupils weigh a little more, taken by numbers, and not formula:
    that of the gap to all holds the share, which moves with the pupils."""
    cases, step, moved = county(schools=7, pupils=120), 1e-5, []
    for school in sorted(set(cases["cluster"])):
        more, less = (np.where(cases["cluster"] == school, 1 + way * step, 1.0) for way in (1, -1))
        moved.append((weighted_gap(cases, more, name) - weighted_gap(cases, less, name)) / (2 * step))
    row = told(estimate, cases)
    assert row["value"] == pytest.approx(weighted_gap(cases, np.ones(len(cases)), name))
    assert row["se"] == pytest.approx(widening(7) * math.sqrt(7 / 6 * sum(each ** 2 for each in moved)), rel=1e-7)


def test_the_error_of_the_gap_to_all_by_hand_school_by_school():
    """all − group = Σ y / N − Σ d y / n, so a pupil pulls (y − average of all) / N − d (y − the group's) / n."""
    cases = county()
    group = cases[cases["disadvantaged"]]
    squares = 0.0
    for _, school in cases.groupby("cluster"):
        poor = school[school["disadvantaged"]]
        squares += ((school["value"] - cases["value"].mean()).sum() / len(cases)
                    - (poor["value"] - group["value"].mean()).sum() / len(group)) ** 2
    assert told(gap(True, {}), cases)["se"] == pytest.approx(widening(12) * math.sqrt(12 / 11 * squares))


def test_the_error_of_the_index_pair_by_pair():
    cases = county(schools=6, pupils=80)
    rows = list(cases.itertuples())
    poor, others = [row for row in rows if row.disadvantaged], [row for row in rows if not row.disadvantaged]
    pairs = {(other.Index, one.Index): (other.value > one.value) + (other.value == one.value) / 2
             for other, one in itertools.product(others, poor)}
    chance, sums = np.mean(list(pairs.values())), dict.fromkeys(cases["cluster"], 0.0)
    for other in others:
        sums[other.cluster] += (np.mean([pairs[other.Index, one.Index] for one in poor]) - chance) / len(others)
    for one in poor:
        sums[one.cluster] += (np.mean([pairs[other.Index, one.Index] for other in others]) - chance) / len(poor)
    error = 20 * math.sqrt(6 / 5 * sum(each ** 2 for each in sums.values()))
    assert told(index({}), cases)["se"] == pytest.approx(widening(6) * error)


def test_pupils_alike_within_schools_are_no_more_than_one_each():
    """Every pupil three times over, in the same school: the schools tell what they told."""
    cases = county()
    thrice = pd.concat([cases] * 3, ignore_index=True)
    for estimate in (gap(True, {}), gap(False, {}), index({})):
        once, more = told(estimate, cases), told(estimate, thrice)
        assert (more["value"], more["se"]) == pytest.approx((once["value"], once["se"]))
        alone = [told(estimate, each.assign(cluster=None))["se"] for each in (cases, thrice)]
        assert alone[1] == pytest.approx(alone[0] / math.sqrt(3), rel=0.01)


@settings(max_examples=8, deadline=None)
@given(st.permutations(range(60)), st.permutations([str(number) for number in range(8)]))
def test_the_order_of_pupils_and_the_names_of_schools_are_nothing(order, names):
    cases = county(schools=8, pupils=60)
    other = cases.assign(cluster=cases["cluster"].astype(int).map(dict(enumerate(names)))).iloc[order]
    for estimate in (gap(True, {}), index({})):
        assert told(estimate, other)["se"] == pytest.approx(told(estimate, cases)["se"])


def test_each_group_of_a_breakdown_has_its_own_schools():
    cases = pd.concat([county(seed=1).assign(sex="F"), county(schools=9, seed=2).assign(sex="M")], ignore_index=True)
    both = gap(True, {})(cases, ["period", "sex"])["se"].droplevel("period")
    for sex in ("F", "M"):
        assert both[sex] == pytest.approx(told(gap(True, {}), cases[cases["sex"] == sex])["se"])


# Few schools, and none

def few(of_group: int, of_others: int) -> dict:
    """Thirty pupils of each group, dealt out to so many schools."""
    schools = [f"{place % of_group}" for place in range(30)] + [f"{place % of_others}" for place in range(30)]
    return told(gap(False, {"2024/25": ("final", "another grading")}), pd.DataFrame({
        "period": "2024/25", "disadvantaged": [True] * 30 + [False] * 30, "value": [float(p) for p in range(60)],
        "cluster": schools}))


@pytest.mark.parametrize(("of_group", "of_others", "reason"), [
    (5, 5, None), (5, 30, None), (4, 30, FEW_SCHOOLS), (30, 4, FEW_SCHOOLS), (1, 1, FEW_SCHOOLS)])
def test_either_group_may_come_from_too_few_schools(of_group, of_others, reason):
    row = few(of_group, of_others)
    assert row["reason"] == reason and math.isnan(row["se"]) == (reason is not None)
    assert (row["value"], row["note"]) == (30, "another grading")


def test_the_fewer_schools_widen():
    """Five schools of the group: the same schools' sums are wider than by C / (C − 1) alone."""
    cases = county(schools=9, pupils=400)
    for_five = cases[~cases["disadvantaged"] | cases["cluster"].astype(int).lt(5)]
    error = clusters.clustered_standard_error(for_five, _pull_of_others(for_five), ["period"]).item()
    assert told(gap(False, {}), for_five)["se"] == pytest.approx(widening(5) * error)


def _pull_of_others(cases: pd.DataFrame) -> pd.Series:
    groups = cases.groupby("disadvantaged")["value"]
    return (cases["value"] - groups.transform("mean")) / groups.transform("size") * np.where(
        cases["disadvantaged"], -1, 1)


def test_where_no_school_is_known_a_note_says_what_the_interval_lacks():
    cases = county().assign(cluster=None)
    assert told(gap(False, {}), cases)["note"] == NO_SCHOOL
    row = told(index({"2024/25": ("final", "another grading")}), cases)
    assert (row["note"], row["reason"]) == (f"another grading; {NO_SCHOOL}", None)
    assert told(gap(False, {}), county())["note"] is None
    few = told(gap(False, {}), cases.head(6))
    assert (few["note"], few["reason"]) == (None, TOO_FEW)


def test_without_schools_the_share_is_drawn_too():
    """(1 − p)² × the two groups' + G² p (1 − p) / N."""
    cases = county().assign(cluster=None)
    group, others = (cases.loc[cases["disadvantaged"] == each, "value"] for each in (True, False))
    share, behind = len(group) / len(cases), others.mean() - group.mean()
    apart = group.var() / len(group) + others.var() / len(others)
    assert told(gap(False, {}), cases)["se"] == pytest.approx(math.sqrt(apart))
    assert told(gap(True, {}), cases)["se"] == pytest.approx(
        math.sqrt((1 - share) ** 2 * apart + behind ** 2 * share * (1 - share) / len(cases)))


# From the return, and sums for drawing schools again

def test_the_school_is_the_returns():
    cases = county(schools=6, pupils=90)
    lines = [f"{place} | {row.cluster} | {int(row.disadvantaged)} | {row.value / 2}"
             for place, row in enumerate(cases.itertuples())]
    (row,) = counts(attainment8(returns_of(key_stage_4="\n".join([
        "UPN | LAESTAB | FSM6CLA1A | ATT8", *lines])))).to_dict("records")
    assert row["se"] == pytest.approx(told(gap(True, {}), cases)["se"] / 2)


def test_sums_by_school():
    """School t has no pupil in the second year, and one pupil has no school."""
    rows = [("1", "s", True, 10), ("1", "s", True, 20), ("1", "s", False, 40), ("1", "t", False, 50),
            ("2", "s", True, 30), ("2", None, False, 60)]
    cases = pd.DataFrame(rows, columns=["period", "cluster", "disadvantaged", "value"])
    sums = school_sums(cases)
    assert list(sums.columns) == SUMS
    assert sums.T.to_dict("list") == {("1", "s"): [2, 30, 1, 40], ("1", "t"): [0, 0, 1, 50],
                                      ("2", "s"): [1, 30, 0, 0], ("2", "t"): [0, 0, 0, 0]}
