"""Promise 12 from the audit records: the moderated grade, and how far two people agree."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from tables import returns_of
from wayforward.counting.agreement import agreement
from wayforward.counting.tally import breakdown, counts, row_reconciliation
from wayforward.measures.audit_grades import GRADES, SERIES, details, good

AUDITS = """
    AUDIT_ID | AUDITED    | SAMPLE        | SERVICE | GRADE | MODERATED_GRADE
    a        | 01/01/2025 | random        | Care    | G     |        # good
    b        | 31/03/2025 | random        | Care    | G     | RI     # moderated down: does not count
    c        | 31/03/2025 | themed        | Care    | RI    | G      # moderated up: counts
    d        | 31/03/2025 | themed        | Care    | O     |        # outstanding
    e        | 31/03/2025 | stratified    |         | I     |        # inadequate: stays in
    f        | 31/03/2025 | random        | Care    |       |        # not graded
    g        | 31/03/2025 | practice week | Care    |       | O      # by the moderator alone: counts
    h        | 31/03/2025 | random        | Care    | GOOD  |        # no such grade
    i        | 31/03/2025 | random        | Care    | G     | good   # moderated, to no grade: not the auditor’s
    j        | 31/03/2025 | Random audit  | Care    | GOOD  | GOOD   # no such way of choosing, and no such grade
"""


def test_good_or_outstanding_by_the_moderated_grade():
    """a, c, d, g of a, b, c, d, e, g."""
    (row,) = counts(good(returns_of(case_audits=AUDITS))).to_dict("records")
    assert (row["period"], row["numerator"], row["denominator"], row["value"]) == ("2024-25-Q4", 4, 6, 4 / 6)


def test_by_the_auditors_own_grade():
    """a, b, d, i of a, b, c, d, e, i."""
    (row,) = counts(good(returns_of(case_audits=AUDITS), moderated=False)).to_dict("records")
    assert (row["numerator"], row["denominator"]) == (4, 6)


def test_random_samples_alone():
    """a of a, b, e."""
    tally = good(returns_of(case_audits=AUDITS), samples=("random", "stratified"))
    (row,) = counts(tally).to_dict("records")
    assert (row["numerator"], row["denominator"]) == (1, 3)
    assert (tally.cases["left_out"] == "not of the samples asked for").sum() == 3
    assert (tally.cases["left_out"] == "how the case was chosen is not recorded").sum() == 1
    assert counts(SERIES["audits_good_or_outstanding_random"](returns_of(case_audits=AUDITS))).equals(counts(tally))


def test_every_audit_is_accounted_for():
    told = row_reconciliation(good(returns_of(case_audits=AUDITS))).set_index("reason")["rows"]
    assert told.to_dict() == {"counted": 6, "not graded, or by a grade that is not on the scale": 4}


def test_by_how_the_cases_were_chosen():
    found = breakdown(good(returns_of(case_audits=AUDITS)), "Sample", "2024-25-Q4").set_index("group")
    assert found["numerator"].to_dict() == {"Practice week": 1, "Random": 1, "Random within strata": 0, "Themed": 2}
    assert found["denominator"].to_dict() == {"Practice week": 1, "Random": 2, "Random within strata": 1, "Themed": 2}


# --- agreement -------------------------------------------------------------------------------------------------------

def pairs(table: dict[tuple[str, str], int]) -> tuple[pd.Series, pd.Series]:
    """Two columns of grades: (first, second) → how many."""
    rows = [pair for pair, number in table.items() for _ in range(number)]
    return tuple(pd.Series(column, dtype=object) for column in zip(*rows, strict=True))


def test_agreement_beyond_chance():
    """35 of 50 agree; by chance (25 × 30 + 25 × 20) / 50² = a half would. (0.7 − 0.5) / (1 − 0.5)."""
    found = agreement(*pairs({("G", "G"): 20, ("G", "RI"): 5, ("RI", "G"): 10, ("RI", "RI"): 15}), [*reversed(GRADES)])
    assert found.kappa == pytest.approx((0.7 - 0.5) / (1 - 0.5))
    assert (found.same, found.lower, found.higher, found.share) == (35, 5, 10, 35 / 50)
    assert found.low < found.kappa < found.high


def test_linear_weights_count_two_grades_as_twice_one():
    """Disagreement Σ|i − j| over what chance would give. First: 5 I, 5 RI, 10 G; second: 5 RI, 10 G, 5 I."""
    found = agreement(*pairs({("I", "RI"): 5, ("RI", "I"): 5, ("G", "G"): 10}), [*reversed(GRADES)])
    by_chance = (5 * 5 * 1 + 5 * 10 * 2 + 5 * 5 * 1 + 5 * 10 * 1 + 10 * 5 * 2 + 10 * 5 * 1) / 20
    assert found.kappa == pytest.approx(1 - (5 * 1 + 5 * 1) / by_chance)


PAIRS = st.lists(st.tuples(*[st.sampled_from([*reversed(GRADES)])] * 2), min_size=10, max_size=60)


@settings(max_examples=40)
@given(PAIRS, st.sampled_from(["linear", "quadratic"]))
def test_kappa_is_scikit_learns(rows, weights):
    first, second = (pd.Series(column, dtype=object) for column in zip(*rows, strict=True))
    found = agreement(first, second, [*reversed(GRADES)], weights)
    if len(set(first)) > 1 < len(set(second)):
        ranks = [column.map({grade: place for place, grade in enumerate(GRADES)}) for column in (first, second)]
        assert found.kappa == pytest.approx(cohen_kappa_score(*ranks, labels=range(4), weights=weights))
    else:
        assert math.isnan(found.kappa)
    assert found.same + found.lower + found.higher == len(rows)
    assert math.isnan(found.low) or found.low <= found.kappa <= found.high <= 1


@pytest.mark.parametrize("table", [
    {("G", "G"): 5, ("RI", "RI"): 4},           # too few pairs
    {("G", "G"): 40},                           # all grades one and the same
    {("G", "G"): 30, ("G", "RI"): 10},          # the auditor knows one grade only
])
def test_no_kappa_where_nothing_can_be_said(table):
    assert math.isnan(agreement(*pairs(table), [*reversed(GRADES)]).kappa)


@pytest.mark.parametrize(("number", "kappa"), [(5, 1.0), (4, math.nan)])
def test_ten_pairs_are_enough_and_nine_are_not(number, kappa):
    found = agreement(*pairs({("G", "G"): 5, ("RI", "RI"): number}), [*reversed(GRADES)])
    assert found.kappa == pytest.approx(kappa, nan_ok=True)


def test_perfect_agreement_has_no_interval():
    """The large-sample error would be 0, as if it were certain."""
    found = agreement(*pairs({("G", "G"): 8, ("RI", "RI"): 4}), [*reversed(GRADES)])
    assert found.kappa == pytest.approx(1) and math.isnan(found.low) and math.isnan(found.high)


def test_beside_it_the_grades_and_the_agreement():
    grades, by_year, whole = details(returns_of(case_audits=AUDITS))
    assert grades.rows.to_dict("records") == [
        {"Year": "2024-25", "Outstanding": 2, "Good": 2, "Requires improvement": 1, "Inadequate": 1}]
    (year,), (all_years,) = by_year.rows.to_dict("records"), whole.rows.to_dict("records")
    assert (year["Same grade"], year["Another grade"]) == (0, 2)                                # b and c
    assert (all_years["Moderator lower"], all_years["Moderator higher"]) == (1, 1)
    assert year["Share with the same"] == 0 and math.isnan(year["Weighted kappa"])
    for table in (grades, by_year, whole):
        assert set(table.units) == set(table.rows.columns[1:]) and set(table.people) <= set(table.units)
        assert not table.total          # years by themselves: no total tells a hidden one
    assert "linear weights" in by_year.note
    _, quadratic, _ = details(returns_of(case_audits=AUDITS), weights="quadratic")
    assert "quadratic weights" in quadratic.note
    good_alone, *_ = details(returns_of(case_audits="AUDIT_ID | AUDITED | GRADE\na | 01/01/2025 | G"))
    assert good_alone.rows.to_dict("records") == [
        {"Year": "2024-25", "Outstanding": 0, "Good": 1, "Requires improvement": 0, "Inadequate": 0}]
    assert details(returns_of()) == []
