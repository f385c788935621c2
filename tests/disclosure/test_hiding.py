"""How a hidden row looks."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from tables import table
from wayforward.disclosure.hiding import hide, why_hidden
from wayforward.disclosure.rule import USUAL, Rule

COUNTS = table("""
    period | numerator | denominator | unknown | value | n  | sd  | se  | parity | low
    2018   | 20        | 60          | 0       | 0.33  | 60 | 1.5 | 0.1 | 0.5    | 0.2
    2019   | 4         | 60          | 0       | 0.07  | 60 | 1.5 | 0.1 | 0.5    | 0.2
""").assign(area="here", status="final", note=None, reason="too few for an interval", return_year=2025)
SECOND = pd.Series([False, True])


def test_a_hidden_row_keeps_its_names_and_no_figure():
    row = hide(COUNTS, SECOND, "why").iloc[1]
    assert row[["numerator", "denominator", "unknown", "value", "n", "sd", "se", "parity", "low"]].isna().all()
    assert row[["area", "period", "status", "note", "return_year"]].tolist() == ["here", 2019, "suppressed", "why",
                                                                                  2025]
    assert row["reason"] is None


def test_other_rows_and_the_input_stay_as_they_were():
    before = COUNTS.copy()
    assert_frame_equal(hide(COUNTS, SECOND, "why").iloc[[0]], COUNTS.iloc[[0]], check_dtype=False)
    assert_frame_equal(COUNTS, before)
    assert_frame_equal(hide(COUNTS, SECOND & False, "why"), COUNTS)


def test_readers_are_not_told_which_row_was_small():
    """Two hidden rows differ in their names alone."""
    both = hide(COUNTS, SECOND | True, "why")
    assert both.iloc[0].drop("period").equals(both.iloc[1].drop("period"))


def test_words_of_a_table_stay():
    rows = pd.DataFrame({"group": ["a", "b"], "Reading": ["weak", "strong"], "Audits": [3.0, 12.0]})
    shown = hide(rows, pd.Series([True, False]), "why")
    assert shown["Reading"].tolist() == ["weak", "strong"]
    assert shown["Audits"].isna().tolist() == [True, False]


@pytest.mark.parametrize(("kind", "rule", "note"), [
    ("proportion", USUAL, "a number below 5, or a total below 10, or a figure that would give one away"),
    ("shares", Rule(threshold=7, base=20),
     "a number below 7, or a total below 20, or a figure that would give one away"),
    ("count", USUAL, "a number below 5, or a figure that would give one away"),
    ("rate", USUAL, "a number below 5, or a figure that would give one away"),
    ("mean", USUAL, "a total below 10, or a figure that would give one away"),
    ("gap", USUAL, "a total below 10, or a figure that would give one away"),
])
def test_the_note_is_the_same_whichever_number_was_small(kind, rule, note):
    assert why_hidden(kind, rule) == note
