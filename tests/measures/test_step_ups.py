"""Promise 15 from the decisions of Families First Triage: step-ups, and families who come back."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tables import returns_of
from wayforward.counting.tally import breakdown, counts, row_reconciliation
from wayforward.measures.step_ups import CANNOT_TELL, SERIES, details, number, referred_again, share

TRIAGE = """
    return_year | DECISION_ID | FAMILY_ID | DECIDED    | OUTCOME | DISTRICT | SOURCE
    2024        | a           | f1        | 01/04/2023 | NFA     | North    | School
    2024        | b           | f2        | 10/06/2023 | SU      | North    | Police
    2025        | c           | f1        | 01/04/2024 | SU      | North    | School     # 12 months to the day after a
    2025        | d           | f2        | 11/06/2024 | EH      | North    | Police     # 12 months and a day after b
    2025        | e           | f2        | 12/06/2024 | SU      | South    | Police     # a day after d
    2025        | f           | f3        | 12/06/2024 | SD      | South    | Health     # the first of f3 …
    2025        | g           | f3        | 12/06/2024 |         | South    |            # … and another that day
    2025        | h           | f3        | 01/04/2025 | SU      | South    | Health     # next year's
"""


def test_step_ups_by_quarter():
    """First quarter of 2023-24: b. Of 2024-25: c and e. Quarters without any are 0."""
    found = counts(number(returns_of(early_help_triage=TRIAGE))).set_index("period")["numerator"]
    assert found[found > 0].to_dict() == {"2023-24-Q1": 1, "2024-25-Q1": 2}
    assert len(found) == 8


def test_an_outcome_that_is_none_of_the_returns_is_not_known():
    """i, of the second quarter, is counted among the decisions alone, and its quarter has no number; the third has no
    decision and is 0."""
    given = returns_of(early_help_triage=TRIAGE + """
    2025        | i           | f4        | 01/09/2024 | Step up | South    | Health
    """)
    found = counts(number(given)).set_index("period")["numerator"]
    assert "2024-25-Q2" not in found.index and found["2024-25-Q3"] == 0
    shares = counts(share(given)).set_index("period")
    assert shares.loc["2024-25-Q2"].to_dict() == {"numerator": 0, "denominator": 1, "unknown": 1, "value": 0}
    assert "2024-25-Q3" not in shares.index


def test_step_downs():
    found = counts(SERIES["step_downs"](returns_of(early_help_triage=TRIAGE))).set_index("period")["numerator"]
    assert found["2024-25-Q1"] == 1 and found.sum() == 1


def test_step_ups_out_of_all_decisions():
    """2024-25: c and e of c, d, e, f, g; of g no outcome is recorded."""
    found = counts(share(returns_of(early_help_triage=TRIAGE))).set_index("period")
    assert found.loc["2024-25-Q1"].to_dict() == {"numerator": 2, "denominator": 5, "unknown": 1, "value": 2 / 5}


def test_every_decision_is_accounted_for():
    told = row_reconciliation(number(returns_of(early_help_triage=TRIAGE))).set_index(["return_year", "reason"])["rows"]
    assert told.to_dict() == {
        (2024, "counted"): 2, (2025, "counted"): 4, (2025, "no outcome recorded"): 1,
        (2025, "dated in a year whose return is not at hand"): 1}


def test_families_referred_again_within_12_months():
    """c after a, and e after d. d comes a day too late after b; f and g are of one day. 2023-24 cannot tell."""
    tally = referred_again(returns_of(early_help_triage=TRIAGE))
    (row,) = counts(tally).to_dict("records")
    assert (row["period"], row["numerator"], row["denominator"], row["value"]) == ("2024-25-Q1", 2, 5, 2 / 5)
    assert tally.cases.index[tally.cases["value"].eq(1) & tally.cases["left_out"].isna()].tolist() == [2, 4]
    assert (tally.cases["left_out"] == CANNOT_TELL).sum() == 2
    assert tally.looks_back == 12 and share(returns_of(early_help_triage=TRIAGE)).looks_back == 0


def test_a_decision_without_a_day_neither_comes_again_nor_is_come_back_from():
    tally = referred_again(returns_of(early_help_triage=TRIAGE + """
    2025        | i           | f1        |            | SU      | South    | Health
    """))
    assert tally.counted["value"].sum() == 2
    assert tally.cases["left_out"].iloc[-1] == "not dated"


def test_within_another_number_of_months():
    """Within six: e after d alone."""
    tally = referred_again(returns_of(early_help_triage=TRIAGE), months=6)
    assert counts(tally).set_index("period")["numerator"]["2024-25-Q1"] == 1


def test_a_missing_year_before_cannot_tell_either():
    """The return of 2023-24 is not at hand: nothing is known of the 12 months before."""
    gap = TRIAGE.replace("    2024        |", "    2023        |").replace("/2023 |", "/2022 |")
    assert counts(referred_again(returns_of(early_help_triage=gap))).empty


def test_by_district_and_source():
    tally = share(returns_of(early_help_triage=TRIAGE))
    assert breakdown(tally, "District", "2024-25-Q1").set_index("group")["numerator"].to_dict() == {
        "North": 1, "South": 1}
    assert breakdown(tally, "Source", "2024-25-Q1").set_index("group")["denominator"].to_dict() == {
        "Health": 1, "Police": 2, "School": 1, "not known": 1}


DAYS = st.dates(pd.Timestamp("2023-04-01").date(), pd.Timestamp("2025-03-31").date())


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from(["f1", "f2"]), DAYS), min_size=1, max_size=12))
def test_referred_again_means_an_earlier_day_of_the_same_family(decisions):
    """Against the same question asked of every pair, in a year of which the year before is at hand."""
    text = "\n".join(f"{2025 if day >= pd.Timestamp('2024-04-01').date() else 2024} | {place} | {family} | {day}"
                     for place, (family, day) in enumerate(decisions))
    text += "\n2024 | first | f0 | 2023-04-01"
    tally = referred_again(returns_of(early_help_triage=f"return_year | DECISION_ID | FAMILY_ID | DECIDED\n{text}"))
    again = sum(any(other == family and day > before >= (pd.Timestamp(day) - pd.DateOffset(years=1)).date()
                    for other, before in decisions)
                for family, day in decisions if day >= pd.Timestamp("2024-04-01").date())
    assert tally.counted["value"].sum() == again


@pytest.mark.parametrize(("outcome", "number_of"), [("Stepped up to statutory social care", [1, 2]),
                                                     ("No further action", [1, 0]),
                                                     ("Information and advice", [0, 0]), ("Early help", [0, 1]),
                                                     ("No outcome recorded", [0, 1])])
def test_what_triage_decided_stands_beside_it(outcome, number_of):
    (table,) = details(returns_of(early_help_triage=TRIAGE))
    assert table.rows.set_index("Outcome").loc[outcome].tolist() == number_of
    assert table.people == ("2023-24", "2024-25")


def test_nothing_stands_beside_it_without_decisions():
    assert details(returns_of()) == []
