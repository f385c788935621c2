"""The robustness block: which other choices a series allows, and what they say of care leavers' real counts."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tables import table
from wayforward.judge import Verdict
from wayforward.periods import span
from wayforward.plan import load_plan
from wayforward.report.chain import Setting, find
from wayforward.report.robustness import challenged, choices, cochran_armitage
from wayforward.statistics.intervals import with_intervals

PLAN = load_plan()
MEASURE = PLAN.measure("care_leavers_accommodation")
SETTING = Setting(PLAN, "here", "england", None, (), {"here": "Here", "england": "England"})

KENDALL = "exact Kendall test of the order"
ARMITAGE = "Cochran–Armitage test, no allowance for year-to-year variation"
ENDS = "first point against last only"
KNOWN = "without those not known about"
ALL_YEARS = "all years from {}"


def counts(text: str) -> pd.DataFrame:
    """Counts of one area from a text table; where there is only a percentage the value has no count."""
    rows = table(text).astype({"period": str})
    rows = rows.reindex(columns=["period", "numerator", "denominator", "unknown", "percent"])
    spans = [span("year to 31 March", period) for period in rows["period"]]
    return rows.assign(
        area="here", start=[each.start for each in spans], end=[each.end for each in spans],
        label=[each.label for each in spans], status="final", note=None, parity=math.nan, places=math.nan,
        value=(rows["numerator"] / rows["denominator"]).fillna(rows["percent"] / 100),
        reason=["published as a rounded percentage without its count" if each else None
                for each in rows["numerator"].isna()])


def tried(points: pd.DataFrame, kind: str = "proportion", better: str = "higher") -> dict:
    """The choices that a series allows, by name."""
    return {choice.choice: choice for choice in choices(with_intervals(points, kind), kind, better, PLAN.start)}


# Hertfordshire, care leavers aged 19 to 21 in suitable accommodation
CARE_LEAVERS = counts("""
period | numerator | denominator | unknown | percent
2016   |           | 485         |         | 89         # before 2021 only the whole percentage and the total
2017   |           | 490         |         | 87
2018   |           | 514         |         | 87
2019   |           | 517         |         | 89
2020   |           | 486         |         | 92
2021   | 453       | 484         | 14      |            # the baseline
2022   | 452       | 493         | 12      |
2023   | 485       | 535         | 10      |
2024   | 514       | 582         | 12      |
2025   | 522       | 589         | 6       |
""")
SINCE = CARE_LEAVERS[CARE_LEAVERS["period"] >= "2021"]


# Which choices a series allows

def test_a_proportion_with_counts_unknown_and_earlier_years_allows_all_five():
    assert list(tried(CARE_LEAVERS)) == [KENDALL, ARMITAGE, ENDS, KNOWN, ALL_YEARS.format(2016)]


def test_without_earlier_years_there_is_no_longer_series():
    assert list(tried(SINCE)) == [KENDALL, ARMITAGE, ENDS, KNOWN]


@pytest.mark.parametrize(("first", "allowed"), [(2019, []), (2018, [ALL_YEARS.format(2018)])])
def test_earlier_years_count_where_they_make_five_points_in_all(first, allowed):
    """2021 and 2022 alone are in the window."""
    rows = "\n".join(f"{year} | 5 | 10" for year in range(first, 2023))
    assert list(tried(counts(f"period | numerator | denominator\n{rows}"))) == allowed


@pytest.mark.parametrize("unknown", [0.0, math.nan])
def test_with_no_one_unknown_there_is_no_one_to_leave_out(unknown):
    assert list(tried(SINCE.assign(unknown=unknown))) == [KENDALL, ARMITAGE, ENDS]


def test_under_five_points_there_is_no_other_test_of_a_trend():
    assert list(tried(SINCE[SINCE["period"] < "2025"])) == [KNOWN]


def test_without_counts_only_the_order_can_be_tested():
    """As a percentage, or as a gap: the rule is the same."""
    bare = SINCE.assign(numerator=math.nan, unknown=math.nan, reason="published without its count")
    assert list(tried(bare)) == list(tried(bare, "gap")) == [KENDALL]


def test_a_count_suppressed_in_one_year_leaves_the_order_alone():
    """The value of one point stands without an interval: no binomial test can use it."""
    one = SINCE["period"].eq("2023")
    hidden = SINCE.assign(numerator=SINCE["numerator"].mask(one), reason=SINCE["reason"].mask(one, "no count"))
    assert ARMITAGE not in tried(hidden)
    assert KENDALL in tried(hidden)


def test_the_unknown_are_left_out_only_where_their_number_before_the_plan_is_known():
    hidden = SINCE["unknown"].mask(SINCE["period"].eq("2021"))
    assert KNOWN not in tried(SINCE.assign(unknown=hidden))


def test_what_is_not_comparable_is_in_no_choice():
    spoilt = counts("period | numerator | denominator | unknown\n 2026 | 1 | 600 | 500").assign(status="not comparable")
    assert tried(pd.concat([CARE_LEAVERS, spoilt], ignore_index=True)) == tried(CARE_LEAVERS)


# What they say of care leavers' real counts

def test_kendall_counts_the_orders():
    """93.6, 91.7, 90.7, 88.3, 88.6: one pair out of order, so 1 + 4 of the 120 orders each way are as extreme."""
    kendall = tried(CARE_LEAVERS)[KENDALL]
    assert kendall.p == pytest.approx(10 / 120)
    assert kendall.smallest_p == pytest.approx(2 / 120)
    assert kendall.verdict == Verdict.NO_CLEAR_CHANGE


def test_cochran_armitage_is_statsmodels_form_of_rs_test():
    """R: prop.trend.test(c(453, 452, 485, 514, 522), c(484, 493, 535, 582, 589)), X-squared = 10.716."""
    k, n = np.array([453, 452, 485, 514, 522]), np.array([484, 493, 535, 582, 589])
    score, share = np.arange(2021, 2026), k.sum() / n.sum()
    centred = score - (n * score).sum() / n.sum()
    in_r = ((k - n * share) * centred).sum() ** 2 / (share * (1 - share) * (n * centred ** 2).sum())
    found = cochran_armitage(SINCE)
    assert round(in_r, 3) == 10.716
    assert round(found.estimate ** 2, 3) == 10.712
    assert found.estimate ** 2 == pytest.approx(in_r * (n.sum() - 1) / n.sum())
    assert found.estimate < 0                                   # downward
    assert found.p == pytest.approx(stats.chi2.sf(found.estimate ** 2, 1))
    assert tried(CARE_LEAVERS)[ARMITAGE].p == found.p


def test_first_against_last_is_the_score_test():
    """R: prop.test(c(522, 453), c(589, 484), correct = FALSE), p-value = 0.004921."""
    assert round(tried(CARE_LEAVERS)[ENDS].p, 6) == 0.004921


def test_without_the_unknown_the_same_rule_is_used_on_those_known():
    """453/470, 452/481, 485/525, 514/570, 522/583: the same table as if nobody had been unknown."""
    known = counts("""
    period | numerator | denominator
    2021   | 453       | 470
    2022   | 452       | 481
    2023   | 485       | 525
    2024   | 514       | 570
    2025   | 522       | 583
    """)
    verdict = find(MEASURE, MEASURE.headline, known, SETTING)
    choice = tried(CARE_LEAVERS)[KNOWN]
    assert (choice.verdict, choice.p) == (verdict.verdict, verdict.trend.p)


def test_ten_years_weigh_a_rounded_percentage_by_its_total():
    """Logistic regression by Newton's method, dispersion by Pearson, t with 8 degrees of freedom."""
    rows = CARE_LEAVERS
    share, n = rows["value"].to_numpy(), rows["denominator"].to_numpy(float)
    x = np.column_stack([np.ones(10), (pd.to_datetime(rows["end"]) - pd.Timestamp("2016-03-31")).dt.days / 365.25])
    beta = np.zeros(2)
    for _ in range(30):
        fitted = 1 / (1 + np.exp(-x @ beta))
        information = x.T @ (x * (n * fitted * (1 - fitted))[:, None])
        beta += np.linalg.solve(information, x.T @ (n * (share - fitted)))
    dispersion = (n * (share - fitted) ** 2 / (fitted * (1 - fitted))).sum() / 8
    error = math.sqrt(dispersion * np.linalg.inv(information)[1, 1])
    assert dispersion > 1
    choice = tried(CARE_LEAVERS)[ALL_YEARS.format(2016)]
    assert choice.p == pytest.approx(2 * stats.t.sf(abs(beta[1]) / error, 8), abs=1e-6)
    assert choice.verdict == Verdict.NO_CLEAR_CHANGE


def told(points: pd.DataFrame):
    return challenged(find(MEASURE, MEASURE.headline, points, SETTING), points, SETTING)


def test_two_of_five_choices_differ_on_care_leavers():
    finding = told(CARE_LEAVERS)
    assert finding.verdict == Verdict.WORSENING
    assert {choice.choice: choice.verdict for choice in finding.dissenters} == {
        KENDALL: Verdict.NO_CLEAR_CHANGE, ALL_YEARS.format(2016): Verdict.NO_CLEAR_CHANGE}


def test_a_verdict_holds_when_all_agree():
    """50, 54, 58 … 74 %: whatever is tried, it rose."""
    rows = "\n".join(f"{2019 + step} | {500 + 40 * step} | 1000 | 10" for step in range(7))
    finding = told(counts(f"period | numerator | denominator | unknown\n{rows}"))
    assert len(finding.robustness) == 5
    assert {choice.verdict for choice in finding.robustness} == {finding.verdict} == {Verdict.IMPROVING}
    assert finding.dissenters == ()


@pytest.mark.parametrize("better", ["higher", "lower", "none"])
def test_a_choice_is_read_by_the_direction_of_the_series(better):
    expected = {"higher": Verdict.WORSENING, "lower": Verdict.IMPROVING, "none": Verdict.CHANGED}[better]
    found = tried(SINCE, better=better)
    assert {found[name].verdict for name in (ARMITAGE, ENDS, KNOWN)} == {expected}


@pytest.mark.parametrize("years", [["2021"], ["2022", "2023", "2024"]])
def test_where_there_is_too_little_for_a_verdict_nothing_else_is_tried(years):
    """Nothing since the plan began, or nothing from before it."""
    finding = told(CARE_LEAVERS[CARE_LEAVERS["period"].isin(years)])
    assert finding.verdict == Verdict.TOO_LITTLE
    assert finding.robustness == ()
