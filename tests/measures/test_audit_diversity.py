"""Promise 10 from the audit records: both limbs, and what "partly" and "not applicable" do."""

import pytest

from tables import returns_of
from wayforward.counting.tally import breakdown, counts, row_reconciliation
from wayforward.measures.audit_diversity import (
    ADDRESSED,
    CONSIDERED,
    SERIES,
    answered_yes,
    considered_and_addressed,
    details,
)

AUDITS = """
    AUDIT_ID | AUDITED    | SAMPLE | DISTRICT | CHILD_SEX | CHILD_AGE | DIVERSITY_CONSIDERED | DIVERSITY_ADDRESSED
    a        | 01/04/2024 | random | North    | F         | 4         | Y                    | Y     # yes to both
    b        | 30/06/2024 | themed | North    | M         | 5         | Y                    | N     # not addressed
    c        | 30/06/2024 | random | North    | M         | 9         | Y                    | P     # partly is not yes
    d        | 01/05/2024 | random |          | M         | 10        | N                    | NA    # no escape
    e        | 01/05/2024 | random | North    | M         | 16        | Y                    | NA    # nothing to do
    f        | 01/05/2024 | random | North    | M         |           | NA                   | NA    # did not apply
    g        | 01/05/2024 | random | North    | M         | 12        | Y                    |       # not answered
    h        | 01/07/2024 | random | North    | M         | 12        | Y                    | Y     # next quarter
    i        | 01/04/2025 | random | North    | M         | 12        | Y                    | Y     # next year
"""
UNREAD = """
    AUDIT_ID | AUDITED    | DIVERSITY_CONSIDERED | DIVERSITY_ADDRESSED
    a        | 01/04/2024 | Y                    | Y         # yes to both
    b        | 01/04/2024 | Perhaps              | Y         # no code: not answered
    c        | 01/04/2024 | Y                    | Perhaps   # no code: not answered
    d        | 01/04/2024 | Perhaps              | NA        # no code: not answered, and no other way out
    e        | 01/04/2024 | N                    | Perhaps   # not answered either, though it cannot be yes to both
"""


def test_yes_to_both_limbs_out_of_those_it_applied_to():
    """First quarter: a of a, b, c, d. Second: h."""
    found = counts(considered_and_addressed(returns_of(case_audits=AUDITS))).set_index("period")
    assert found["numerator"].to_dict() == {"2024-25-Q1": 1, "2024-25-Q2": 1}
    assert found["denominator"].to_dict() == {"2024-25-Q1": 4, "2024-25-Q2": 1}
    assert found.loc["2024-25-Q1", "value"] == 1 / 4


def test_an_answer_that_is_none_of_the_scale_is_not_answered():
    """a alone is counted; the first limb has a, c and e, of whom a and c; the second a and b."""
    returns = returns_of(case_audits=UNREAD)
    assert counts(considered_and_addressed(returns))[["numerator", "denominator"]].values.tolist() == [[1, 1]]
    assert counts(answered_yes(returns, CONSIDERED))[["numerator", "denominator"]].values.tolist() == [[2, 3]]
    assert counts(answered_yes(returns, ADDRESSED))[["numerator", "denominator"]].values.tolist() == [[2, 2]]


def test_partly_may_be_taken_for_yes():
    found = counts(considered_and_addressed(returns_of(case_audits=AUDITS), ("Y", "P"))).set_index("period")
    assert found.loc["2024-25-Q1", "numerator"] == 2


def test_each_limb_by_itself():
    """Considered: all but f; yes but d. Addressed: a, b, c in the first quarter; yes a."""
    returns = returns_of(case_audits=AUDITS)
    first = counts(SERIES["audits_diversity_first_limb"](returns)).set_index("period").loc["2024-25-Q1"]
    second = counts(SERIES["audits_diversity_second_limb"](returns)).set_index("period").loc["2024-25-Q1"]
    assert (first["numerator"], first["denominator"]) == (5, 6)
    assert (second["numerator"], second["denominator"]) == (1, 3)
    wider = counts(answered_yes(returns, ADDRESSED, yes=("Y", "P"))).set_index("period").loc["2024-25-Q1"]
    assert (wider["numerator"], wider["denominator"]) == (2, 3)


def test_every_audit_is_accounted_for():
    told = row_reconciliation(considered_and_addressed(returns_of(case_audits=AUDITS))).set_index("reason")["rows"]
    assert told.to_dict() == {
        "counted": 5, "considered, and nothing to address": 1, "the question did not apply": 1, "not answered": 1,
        "dated in a year whose return is not at hand": 1}


def test_an_audit_that_stands_in_two_returns_counts_once_by_the_later():
    twice = """
        return_year | AUDIT_ID | AUDITED    | DIVERSITY_CONSIDERED | DIVERSITY_ADDRESSED
        2024        | a        | 31/03/2024 | Y                    | N     # then
        2025        | a        | 31/03/2024 | Y                    | Y     # put right in the next year's return
    """
    (row,) = counts(considered_and_addressed(returns_of(case_audits=twice))).to_dict("records")
    assert (row["period"], row["numerator"], row["denominator"]) == ("2023-24-Q4", 1, 1)


def test_by_sample_age_and_district():
    tally = considered_and_addressed(returns_of(case_audits=AUDITS))
    def sizes(name):
        return breakdown(tally, name, "2024-25-Q1").set_index("group")["denominator"].to_dict()
    assert sizes("Sample") == {"Random": 3, "Themed": 1}
    assert sizes("Age") == {"Under 5": 1, "5 to 9": 2, "10 to 15": 1}
    assert sizes("District") == {"North": 3, "not known": 1}


@pytest.mark.parametrize(("first", "fate"), [
    # to the second limb:  Y          P          N          NA                blank
    ("Y",                  ("yes",    "no",      "no",      "nothing to do",  "blank")),
    ("P",                  ("no",     "no",      "no",      "no",             "blank")),
    ("N",                  ("no",     "no",      "no",      "no",             "blank")),
    ("NA",                 ("not it", "not it",  "not it",  "not it",         "not it")),
    ("",                   ("blank",  "blank",   "blank",   "blank",          "blank")),
])
def test_every_pair_of_answers(first, fate):
    rows = "\n".join(f"{second} | 01/04/2024 | {first} | {second}" for second in ("Y", "P", "N", "NA", ""))
    audited = f"AUDIT_ID | AUDITED | {CONSIDERED} | {ADDRESSED}\n{rows}"
    found = considered_and_addressed(returns_of(case_audits=audited)).cases
    words = {"considered, and nothing to address": "nothing to do", "not answered": "blank",
             "the question did not apply": "not it"}
    told = found["left_out"].map(words).fillna(found["value"].map({1.0: "yes", 0.0: "no"}))
    assert tuple(told) == fate


def test_the_answers_stand_beside_it():
    (answers,) = details(returns_of(case_audits=AUDITS))
    rows = answers.rows.set_index("Answer")
    assert rows["Considered"].to_dict() == {"Yes": 6, "Partly": 0, "No": 1, "Not applicable": 1, "Not answered": 0}
    assert rows["Addressed"].to_dict() == {"Yes": 2, "Partly": 1, "No": 1, "Not applicable": 3, "Not answered": 1}
    assert details(returns_of()) == []


def test_the_answers_are_those_of_the_latest_year():
    (answers,) = details(returns_of(case_audits=f"""
        return_year | AUDIT_ID | AUDITED    | {CONSIDERED} | {ADDRESSED}
        2024        | a        | 01/05/2023 | N | N
        2025        | b        | 01/05/2024 | Y | P
    """))
    rows = answers.rows.set_index("Answer")
    assert answers.title.endswith("2024-25")
    assert rows[rows.sum(axis=1).gt(0)].to_dict("index") == {
        "Yes": {"Considered": 1, "Addressed": 0}, "Partly": {"Considered": 0, "Addressed": 1}}
