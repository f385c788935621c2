"""Promise 14 from the early-help records: one family's assessment is one, however many children."""

import math
from datetime import date

import pandas as pd
import pytest

from tables import returns_of
from wayforward.counting.tally import breakdown, counts, row_reconciliation
from wayforward.measures.families_first_assessments import (
    NO_POPULATION,
    children,
    completed,
    details,
    population,
    rate_of_children,
)

ASSESSMENTS = """
    return_year | ASSESSMENT_ID | FAMILY_ID | CHILDREN | DISTRICT | ORGANISATION | STARTED    | COMPLETED
    2024        | a             | f1        | 2        | North    | School       | 01/03/2024 |            # open then
    2025        | a             | f1        | 3        | North    | School       | 01/03/2024 | 01/04/2024
    2025        | b             | f2        | 1        | North    | Health       | 01/04/2024 | 30/06/2024
    2025        | c             | f2        | 2        | North    | Health       | 01/04/2024 | 30/06/2024 # the same
    2025        | d             | f2        | 2        | North    | Health       | 01/05/2024 | 01/07/2024 # again later
    2025        | e             | f3        |          |          | School       | 01/05/2024 | 02/07/2024 # no number
    2025        | f             | f4        | 1        | South    | School       | 01/05/2024 |            # still open
    2025        | g             | f5        | 1        | South    | School       | 01/03/2025 | 01/04/2025 # next year's
"""
FIGURES = pd.DataFrame({
    "series": "population_0_17", "calendar": "mid-year", "period": ["2023", "2024", "2025"],
    "end": [date(2023, 6, 30), date(2024, 6, 30), date(2025, 6, 30)], "value": [200_000.0, 250_000.0, 400_000.0]})


def test_assessments_completed_by_quarter():
    """First quarter of 2024-25: a, and c of the family f2. Second: d, e. Every quarter of the two returns is told."""
    found = counts(completed(returns_of(early_help_assessments=ASSESSMENTS))).set_index("period")["numerator"]
    assert found.to_dict() == {
        "2023-24-Q1": 0, "2023-24-Q2": 0, "2023-24-Q3": 0, "2023-24-Q4": 0,
        "2024-25-Q1": 2, "2024-25-Q2": 2, "2024-25-Q3": 0, "2024-25-Q4": 0}


def test_every_assessment_is_accounted_for():
    told = row_reconciliation(completed(returns_of(early_help_assessments=ASSESSMENTS)))
    assert told.set_index(["return_year", "reason"])["rows"].to_dict() == {
        (2024, "not completed"): 1, (2025, "counted"): 4, (2025, "not completed"): 1,
        (2025, "a second one of the same family on the same day"): 1,
        (2025, "dated in a year whose return is not at hand"): 1}


def test_a_completed_assessment_in_two_returns_counts_once():
    twice = """
        return_year | ASSESSMENT_ID | FAMILY_ID | CHILDREN | COMPLETED
        2024        | a             | f1        | 2        | 31/03/2024
        2025        | a             | f1        | 2        | 31/03/2024
    """
    assert counts(completed(returns_of(early_help_assessments=twice)))["numerator"].sum() == 1


def test_children_in_them():
    """First quarter: a 3, and c 2, which names more children than b. Second: d 2; of e no number is known."""
    tally = children(returns_of(early_help_assessments=ASSESSMENTS))
    found = counts(tally).set_index("period")
    assert found.loc[["2024-25-Q1", "2024-25-Q2", "2024-25-Q3"], "value"].tolist() == [3 + 2, 2, 0]
    assert found.loc["2024-25-Q1", "se"] == math.hypot(3, 2)        # children come in families, not one by one
    assert (tally.cases["left_out"] == "number of children not recorded").sum() == 1
    assert math.isnan(found.loc["2024-25-Q3", "se"])                # nobody, whose number has no spread


def test_a_quarter_without_any_number_of_children_is_not_known_and_not_0():
    blank = ASSESSMENTS.replace("| f2        | 2        | North    | Health       | 01/05/2024",
                                "| f2        |          | North    | Health       | 01/05/2024")
    found = counts(children(returns_of(early_help_assessments=blank))).set_index("period")["value"]
    assert "2024-25-Q2" not in found.index and found["2024-25-Q3"] == 0
    assert counts(completed(returns_of(early_help_assessments=blank))).set_index("period")["value"]["2024-25-Q2"] == 2


def test_by_district_and_by_lead_organisation():
    tally = completed(returns_of(early_help_assessments=ASSESSMENTS))
    assert breakdown(tally, "District", "2024-25-Q2").set_index("group")["numerator"].to_dict() == {
        "North": 1, "not known": 1}
    assert breakdown(tally, "Lead organisation", "2024-25-Q1").set_index("group")["numerator"].to_dict() == {
        "Health": 1, "School": 1}


def test_the_rate_per_10_000_children_of_the_mid_year_before():
    """Both quarters are of 2024-25: two assessments to the 250,000 children of mid-2024. The others are 0 and told."""
    found = counts(rate_of_children(returns_of(FIGURES, early_help_assessments=ASSESSMENTS))).set_index("period")
    assert found.loc["2024-25-Q1", ["numerator", "denominator", "value"]].tolist() == [2, 25, 2 / 25]
    assert found.loc["2024-25-Q3", ["numerator", "denominator", "value"]].tolist() == [0, 25, 0]
    assert found["value"].tolist() == [0, 0, 0, 0, 2 / 25, 2 / 25, 0, 0]
    assert set(found["status"]) == {"final"} and found["reason"].isna().all()
    per_thousand = counts(rate_of_children(returns_of(FIGURES, early_help_assessments=ASSESSMENTS), per=1000))
    assert per_thousand.set_index("period").loc["2024-25-Q1", "value"] == 2 / 250


@pytest.mark.parametrize(("quarter", "in_tens_of_thousands"), [
    ("2023-24-Q1", 20), ("2023-24-Q4", 20), ("2024-25-Q1", 25), ("2024-25-Q4", 25), ("2025-26-Q1", 40),
    ("2027-28-Q4", 40),         # no newer estimate than mid-2025 is at hand
])
def test_the_mid_year_of_a_quarter(quarter, in_tens_of_thousands):
    assert population(FIGURES)(quarter) == in_tens_of_thousands


@pytest.mark.parametrize("quarter", ["2022-23-Q4", "2028-29-Q1"])
def test_no_estimate_before_the_first_and_none_three_years_after_the_last(quarter):
    assert math.isnan(population(FIGURES)(quarter))


@pytest.mark.parametrize("figures", [None, FIGURES.iloc[:0]])
def test_without_the_population_the_rate_is_not_available(figures):
    found = counts(rate_of_children(returns_of(figures, early_help_assessments=ASSESSMENTS)))
    assert found[["numerator", "denominator", "value"]].isna().all(axis=None)
    assert set(found["status"]) == {"not available"} and set(found["note"]) == {NO_POPULATION}


def test_families_against_children():
    """2024-25: a 3, c 2, d 2 and e, of which it is not known."""
    (table,) = details(returns_of(early_help_assessments=ASSESSMENTS))
    assert table.rows.to_dict("records") == [
        {"Year": "2024-25", "Assessments": 4, "Children": 7, "Children an assessment": 7 / 3}]
    assert not table.total          # years by themselves: no total tells a hidden one
    assert details(returns_of()) == []
