"""Promise 5 from pupils' rows: who counts, both wordings of the gap, the index, and their standard errors."""

import itertools
import math
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tables import returns_of
from wayforward.counting.gaps import NO_PUPIL, TOO_FEW, gap, index
from wayforward.counting.tally import breakdown, counts, row_reconciliation
from wayforward.measures import gaps_of
from wayforward.measures.attainment_gap import (
    SERIES,
    attainment8,
    context,
    details,
    index_ks2,
    index_ks4,
    key_stage_2,
    progress8,
    published_averages,
    share_disadvantaged,
)
from wayforward.published.figures import read_published
from wayforward.statistics.gap import Decomposition, decompose_rounded

KS4 = """
    UPN | SEX | ETHNICITY | SENF | FSM6CLA1A | STATE_FUNDED | ATT8 | P8SCORE | ENG_GRADE | MATH_GRADE
    a   | F   | WBRI      | N    | 1         | 1            | 30   | -0.5    | 3         | 2
    b   | M   | BCRB      | K    | 1         | 1            | 40   | -0.1    | 5         | 4
    c   | F   | WBRI      | N    | 0         | 1            | 50   | 0.2     | 5         | 5
    d   | M   | CHNE      | N    | 0         |              | 60   | 0.6     | 7         | 7    # taken for one
    e   | F   | REFU      | E    | 0         | 1            | 40   |         | 5         | 4    # no Progress 8
    f   | F   | WBRI      | N    | 0         | 0            | 70   | 1.0     | 9         | 9    # an independent school
    g   | M   | WBRI      | N    |           | 1            | 45   | 0.0     | 5         | 5    # not recorded
    h   | M   | WBRI      | N    | 1         | 1            |      |         |           |      # no result at all
    i   | M   | WBRI      | N    | 0         | N            | 80   | 2.0     | 9         | 9    # no code: not known
    j   | M   | WBRI      | N    | yes       | 1            | 20   | -2.0    | 1         | 1    # no code: not known
"""
KS2 = """
    UPN | SEX | FSM6CLA1A | READ_EXP | WRIT_EXP | MATH_EXP | READSCORE | MATSCORE
    a   | F   | 1         | 1        | 1        | 1        | 104       | 102
    b   | M   | 1         | 1        | 0        | 1        | 100       | 101       # not in writing
    c   | F   | 1         | 0        |          |          | 90        |           # not in reading: enough
    d   | M   | 0         | 1        | 1        | 1        | 110       | 112
    e   | F   | 0         | 1        | 1        | 1        | 105       | 105
    f   | M   | 0         | 1        | 1        | 0        | 103       | 95
    g   | F   | 0         | 1        | 1        |          | 110       |           # maths is missing: nobody knows
"""


def only(tally):
    (row,) = counts(tally).to_dict("records")
    return row


# Who counts, and both wordings

def test_attainment_8_of_all_pupils_less_the_disadvantaged():
    """All: a to e. Disadvantaged: a and b."""
    row = only(attainment8(returns_of(key_stage_4=KS4)))
    assert row["value"] == pytest.approx((30 + 40 + 50 + 60 + 40) / 5 - (30 + 40) / 2)
    assert [row["numerator"], row["denominator"]] == [2, 5]         # the disadvantaged among all
    assert (row["period"], row["status"], row["note"], row["reason"]) == ("2024/25", "final", None, TOO_FEW)


def test_attainment_8_of_the_others_less_the_disadvantaged():
    row = only(SERIES["attainment8_gap_others"](returns_of(key_stage_4=KS4)))
    assert row["value"] == pytest.approx((50 + 60 + 40) / 3 - (30 + 40) / 2)


def test_every_pupil_is_accounted_for():
    told = row_reconciliation(attainment8(returns_of(key_stage_4=KS4)))
    assert dict(zip(told["reason"], told["rows"], strict=True)) == {
        "counted": 5, "disadvantage not recorded": 2, "no Attainment 8 score": 1, "not in a state-funded school": 1,
        "not known whether in a state-funded school": 1}


def test_progress_8_is_of_those_who_have_a_score():
    row = only(progress8(returns_of(key_stage_4=KS4)))
    assert row["value"] == pytest.approx((0.2 + 0.6) / 2 - (-0.5 - 0.1) / 2)
    assert row["denominator"] == 4


def test_the_standard_at_key_stage_2_is_all_three_subjects():
    """Of a, b, c one reached it; of d, e, f two; g is left out."""
    row = only(SERIES["ks2_gap_others"](returns_of(key_stage_2=KS2)))
    assert row["value"] == pytest.approx(2 / 3 - 1 / 3)
    assert only(key_stage_2(returns_of(key_stage_2=KS2)))["value"] == pytest.approx(3 / 6 - 1 / 3)
    told = row_reconciliation(key_stage_2(returns_of(key_stage_2=KS2)))
    assert dict(zip(told["reason"], told["rows"], strict=True)) == {
        "counted": 6, "a result in reading, writing or maths is missing": 1}


def test_within_each_group():
    found = breakdown(attainment8(returns_of(key_stage_4=KS4), of_all=False), "Sex", "2024/25").set_index("group")
    assert found["value"].to_dict() == {"Female": (50 + 40) / 2 - 30, "Male": 60 - 40}
    found = breakdown(attainment8(returns_of(key_stage_4=KS4)), "Ethnic group", "2024/25").set_index("group")
    assert found.loc["White", "value"] == (30 + 50) / 2 - 30
    assert found.loc[["Asian", "Black", "not known"], "status"].to_list() == ["not available"] * 3
    assert found.loc["Black", "note"] == NO_PUPIL                    # every one of them is disadvantaged
    found = breakdown(attainment8(returns_of(key_stage_4=KS4)), "SEND", "2024/25").set_index("group")
    assert found["denominator"].to_dict() == {"None": 3, "SEN support": 1, "EHC plan": 1}
    assert found.loc["None", "value"] == pytest.approx((30 + 50 + 60) / 3 - 30)


@pytest.mark.parametrize(("year", "status", "note"), [
    (2017, "not comparable", "maximum score 87, later 90"),
    (2019, "final", None),
    (2020, "not comparable", "grades set by schools, exams cancelled"),
    (2021, "not comparable", "grades set by schools, exams cancelled"),
    (2022, "final", "grading midway between 2019 and 2021"),
    (2023, "final", None),
])
def test_what_has_to_be_known_of_a_year_stands_beside_it(year, status, note):
    lines = KS4.strip().splitlines()
    dated = "\n".join([f"return_year | {lines[0]}", *(f"{year} | {line}" for line in lines[1:])])
    row = only(attainment8(returns_of(key_stage_4=dated)))
    assert (row["status"], row["note"]) == (status, note)
    assert row["value"] == pytest.approx(44 - 35)
    by_sex = breakdown(attainment8(returns_of(key_stage_4=dated)), "Sex", row["period"])
    assert by_sex["status"].to_list() == [status, status]


@pytest.mark.parametrize(("year", "status", "note"), [
    (2020, "not comparable", "grades set by schools, exams cancelled"),
    (2024, "final", None),
    (2025, "not comparable", "no key stage 2 baseline"),
    (2026, "not comparable", "no key stage 2 baseline"),
])
def test_progress_8_needs_a_key_stage_2_to_start_from(year, status, note):
    lines = KS4.strip().splitlines()
    dated = "\n".join([f"return_year | {lines[0]}", *(f"{year} | {line}" for line in lines[1:])])
    row = only(progress8(returns_of(key_stage_4=dated)))
    assert (row["status"], row["note"]) == (status, note)


@pytest.mark.parametrize(("year", "status"), [(2019, "final"), (2020, "not comparable"), (2021, "not comparable"),
                                              (2022, "final")])
def test_there_were_no_tests_at_key_stage_2_in_two_years(year, status):
    lines = KS2.strip().splitlines()
    dated = "\n".join([f"return_year | {lines[0]}", *(f"{year} | {line}" for line in lines[1:])])
    found = [only(tally(returns_of(key_stage_2=dated)))["status"] for tally in (key_stage_2, index_ks2)]
    assert found == [status, status]


def test_the_index_says_nothing_of_a_highest_score():
    lines = KS4.strip().splitlines()
    dated = "\n".join([f"return_year | {lines[0]}", *(f"2017 | {line}" for line in lines[1:])])
    assert only(index_ks4(returns_of(key_stage_4=dated)))["status"] == "final"


# The index

def test_the_index_at_key_stage_4():
    """Means of English and maths: h 0, a 2.5, b and e 4.5, c 5, d 7. Ranks: h 1, a 2, b and e 3.5 each, c 5, d 6."""
    row = only(index_ks4(returns_of(key_stage_4=KS4)))
    assert row["value"] == pytest.approx(((3.5 + 5 + 6) / 3 - (1 + 2 + 3.5) / 3) / 6 * 20)
    assert [row["numerator"], row["denominator"]] == [3, 6]


def test_a_grade_that_is_not_there_counts_as_0():
    """5 and none are 2.5, under 3 and 3: the other pupil lies above."""
    pupils = "FSM6CLA1A | ENG_GRADE | MATH_GRADE\n1 | 5 | \n0 | 3 | 3"
    assert only(index_ks4(returns_of(key_stage_4=pupils)))["value"] == 20 * (1 - 1 / 2)


def test_pupils_without_a_grade_can_be_left_out():
    """Then h is out, and the ranks are a 1, b and e 2.5 each, c 4, d 5."""
    tally = index_ks4(returns_of(key_stage_4=KS4), ungraded=None)
    assert only(tally)["value"] == pytest.approx(((2.5 + 4 + 5) / 3 - (1 + 2.5) / 2) / 5 * 20)
    assert "no grade in English or maths" in set(row_reconciliation(tally)["reason"])


def test_a_pupil_without_a_grade_may_be_ranked_by_another_number():
    """By 5: h with c among the fives. Ranks: a 1, b and e 2.5 each, c and h 4.5 each, d 6."""
    row = only(index_ks4(returns_of(key_stage_4=KS4), ungraded=5))
    assert row["value"] == pytest.approx(((2.5 + 4.5 + 6) / 3 - (1 + 2.5 + 4.5) / 3) / 6 * 20)


def test_the_index_at_key_stage_2():
    """Means: f 99, b 100.5, a 103, e 105, d 111; c and g lack a score."""
    row = only(index_ks2(returns_of(key_stage_2=KS2)))
    assert row["value"] == pytest.approx(((1 + 4 + 5) / 3 - (2 + 3) / 2) / 5 * 20)


@pytest.mark.parametrize("columns", [8, 9])
def test_a_return_without_grades_of_a_subject_has_no_index_and_no_pupil_counts_as_0(columns):
    """Without both, and without maths."""
    without = "\n".join("|".join(line.split("#")[0].split("|")[:columns]) for line in KS4.strip().splitlines())
    tally = index_ks4(returns_of(key_stage_4=without))
    assert counts(tally).empty
    assert row_reconciliation(tally)["reason"].to_list() == [
        "disadvantage not recorded", "not in a state-funded school", "not known whether in a state-funded school",
        "the return has no such results"]


PUPILS = st.lists(st.tuples(st.booleans(), st.integers(0, 9)), min_size=2, max_size=40).filter(
    lambda pupils: len({group for group, _ in pupils}) == 2)


def cases_of(pupils, schools=None):
    return pd.DataFrame(pupils, columns=["disadvantaged", "value"]).astype({"value": float}).assign(
        period="2024/25", weight=1.0, cluster=pd.Series(schools, range(len(pupils)), dtype=object))


@settings(max_examples=25, deadline=None)
@given(PUPILS)
def test_the_index_is_the_chance_of_lying_above(pupils):
    """20 × (P − ½) over all pairs of an other and a disadvantaged pupil, and within ± 10."""
    (row,) = index({})(cases_of(pupils), ["period"]).to_dict("records")
    of = {each: [value for group, value in pupils if group == each] for each in (True, False)}
    above = np.mean([(other > one) + (other == one) / 2 for other, one in itertools.product(of[False], of[True])])
    assert row["value"] == pytest.approx(20 * (above - 0.5))
    assert -10 <= row["value"] <= 10


def test_the_index_error_is_brunner_and_munzels():
    """scipy's test statistic is (P − ½) over its error."""
    rng = np.random.default_rng(1)
    group, others = rng.integers(0, 9, 40), rng.integers(2, 10, 160)
    cases = cases_of([(True, one) for one in group] + [(False, one) for one in others])
    (row,) = index({})(cases, ["period"]).to_dict("records")
    assert row["value"] / row["se"] == pytest.approx(stats.brunnermunzel(group, others).statistic)
    assert row["reason"] is None


# The errors of the gaps

@settings(max_examples=25, deadline=None)
@given(PUPILS)
def test_the_two_gaps_are_tied_by_the_share(pupils):
    of_all, of_others = (gap(each, {})(cases_of(pupils), ["period"]).iloc[0] for each in (True, False))
    share = np.mean([group for group, _ in pupils])
    assert of_all["value"] == pytest.approx((1 - share) * of_others["value"])
    every = np.mean([value for _, value in pupils])
    assert of_all["value"] == pytest.approx(every - np.mean([value for group, value in pupils if group]), abs=1e-9)


def test_the_error_is_that_of_two_groups_without_a_pupil_in_common():
    group, others = [30.0, 34.0, 38.0, 42.0, 46.0], [40.0, 45.0, 50.0, 55.0, 60.0, 65.0]
    cases = cases_of([(True, one) for one in group] + [(False, one) for one in others])
    error = math.sqrt(np.var(group, ddof=1) / 5 + np.var(others, ddof=1) / 6)
    assert gap(False, {})(cases, ["period"])["se"].item() == pytest.approx(error)


def test_the_errors_are_what_fresh_samples_show():
    """1,000 samples of 300 pupils, each in the group with a chance of 1 in 5: the spread of the gap to all is the error
    told, not that of two samples."""
    rng = np.random.default_rng(2)
    poor = rng.random((1000, 300)) < 0.2
    marks = np.where(poor, rng.normal(35, 18, poor.shape), rng.normal(54, 16, poor.shape))
    cases = pd.DataFrame({"period": np.repeat(np.arange(1000), 300), "disadvantaged": poor.ravel(), "cluster": None,
                          "value": marks.ravel()})
    told = gap(True, {})(cases, ["period"])
    spread = told["value"].std()
    assert math.sqrt((told["se"] ** 2).mean()) == pytest.approx(spread, rel=0.06)
    assert math.sqrt(marks.var() / 300 + 18 ** 2 / 60) > 1.15 * spread


def test_the_gaps_say_which_of_them_are_to_all_pupils():
    assert gaps_of("attainment_gap") == {
        "attainment8_gap_all": True, "attainment8_gap_others": False, "ks2_gap_all": True, "ks2_gap_others": False,
        "progress8_gap_others": False}


# What is published, to be taken apart

@pytest.fixture(scope="module")
def figures():
    return read_published(Path(__file__).parents[2] / "data" / "published", date(2030, 1, 1)).figures


def averages(figures, series: str, area: str) -> dict:
    rows = published_averages(figures, series)
    return {row.period: row for row in rows[rows["area"] == area].itertuples()}


def parts(first, last) -> Decomposition:
    return decompose_rounded(*((row.all, row.others, row.disadvantaged) for row in (first, last)), first.half_unit)


def test_whole_percentages_leave_the_share_anywhere_between_16_and_24_percent(figures):
    """Hertfordshire's key stage 2, 2024/25: all 64, others 70, disadvantaged 40. Before rounding all can have been 64.5
    and the others 69.5, or 63.5 and 70.5, with 39.5 or 40.5 for the group: 5 / 30 to 7 / 30."""
    row = averages(figures, "ks2_gap_all", "hertfordshire")["2024/25"]
    assert [row.all, row.others, row.disadvantaged, row.half_unit] == pytest.approx([0.64, 0.70, 0.40, 0.005])
    names = (f"ks2_rwm_{who}_percent" for who in ("all", "others", "disadvantaged"))
    share = share_disadvantaged(figures, *names, 0.5).set_index(["area", "period"]).loc[("hertfordshire", "2024/25")]
    assert [share["low"], share["value"], share["high"]] == pytest.approx([5 / 30, 6 / 30, 7 / 30])
    assert 0.16 < share["low"] < share["high"] < 0.24


def test_hertfordshires_key_stage_2_gap_cannot_be_taken_apart_to_a_point(figures):
    """Since 2018/19 it widened by 3 points; at the share of the published figures all of it because the groups moved
    apart, but rounding leaves room for a share that grew or shrank."""
    years = averages(figures, "ks2_gap_all", "hertfordshire")
    found = parts(years["2018/19"], years["2024/25"])
    assert found.bounds and found.change.estimate == pytest.approx(0.03)
    assert found.apart.estimate == pytest.approx((1 - (5 / 26 + 6 / 30) / 2) * 0.04)
    assert found.share.estimate == pytest.approx(-0.28 * (6 / 30 - 5 / 26))
    assert found.share.low < 0 < found.share.high
    assert found.apart.low > 0


def test_englands_gap_to_all_narrowed_while_the_groups_moved_apart(figures):
    """From 11.3 to 11.1; to the others from 15.4 to 15.5, as the share rose from 26.6 to 28.4%."""
    years = averages(figures, "attainment8_gap_all", "england")
    found = parts(years["2023/24"], years["2024/25"])
    assert found.change.estimate == pytest.approx(-0.2)
    assert found.apart.estimate == pytest.approx((1 - (4.1 / 15.4 + 4.4 / 15.5) / 2) * 0.1)
    assert found.share.estimate == pytest.approx(-15.45 * (4.4 / 15.5 - 4.1 / 15.4))
    assert found.apart.estimate > 0 > found.share.high


def test_the_share_disadvantaged_stands_beside_it_as_far_as_rounded_averages_tell(figures):
    """England's gaps are 11.1 and 15.5 points; the averages of the first may err by 0.1 together."""
    share = context(figures)["share_disadvantaged_ks4"].set_index(["area", "period"]).loc[("england", "2024/25")]
    assert share[["low", "value", "high"]].tolist() == pytest.approx([4.3 / 15.5, 4.4 / 15.5, 4.5 / 15.5])


def test_a_year_without_tests_has_no_parts(figures):
    years = averages(figures, "ks2_gap_all", "hertfordshire")
    assert parts(years["2018/19"], years["2019/20"]).apart.reason


def test_averages_of_both_groups_stand_beside_the_gap():
    at_4, at_2 = details(returns_of(key_stage_4=KS4, key_stage_2=KS2))
    (row,) = at_4.rows.to_dict("records")
    assert (row["Pupils"], row["Disadvantaged"], row["Share disadvantaged"]) == (5, 2, 2 / 5)
    assert (row["All pupils"], row["Others"], row["Disadvantaged pupils"]) == (44, 50, 35)
    assert (row["Gap to all"], row["Gap to others"]) == (9, 15)
    assert at_2.rows["Gap to all"].item() == pytest.approx(3 / 6 - 1 / 3)
    assert set(at_4.people) == {"Pupils", "Disadvantaged"}
    assert list(at_4.rows.columns) == ["Academic year", *at_4.units]
    assert not at_4.total           # years by themselves: no total tells a hidden one
    assert (at_4.units["Gap to all"], at_2.units["Gap to all"]) == (("points", 1), ("percentage points", 1))
    assert [made.title for made in details(returns_of(key_stage_2=KS2))] == [at_2.title]
