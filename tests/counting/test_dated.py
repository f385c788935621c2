"""A definition that changes from a day on: who is counted by which, and that the figures are told apart to the end."""

from datetime import date

import pandas as pd
import pytest

from tables import table
from wayforward.counting.dated import NEITHER, Dated, joined
from wayforward.counting.tally import Tally, breakdown, cases, counts, events, leave_out, proportion, row_reconciliation

SINCE = date(2024, 4, 1)
WORDS = "those out of touch were left out"

ROWS = """
    return_year | touch | home
    2023        | yes   | 1
    2023        | yes   | 0
    2023        | no    | 0     # left out by the earlier definition
    2024        | yes   | 1     # the year to March 2024, which begins before the day
    2024        | no    | 0     # left out too
    2025        | yes   | 1
    2025        | no    | 0     # counted by today's, and not known
    2025        | no    | 0     # likewise
"""


def marked() -> pd.DataFrame:
    rows = table(ROWS)
    made = cases(rows, rows["return_year"].astype(int).astype(str), Touch=rows["touch"])
    return made.assign(value=rows["home"].astype(float))


def today() -> Tally:
    made = marked()
    return Tally(made.assign(unknown=made["Touch"].eq("no")), proportion, by=("Touch",), every=("2023", "2024", "2025"))


def earlier() -> Tally:
    made = marked()
    return Tally(leave_out(made, "out of touch", made["Touch"].eq("no")), proportion, by=("Touch",), every=("2022",))


def test_each_period_is_counted_by_the_definition_that_held_when_it_began():
    """2023: 1 of the 2 in touch; 2024: 1 of 1; 2025: 1 of all 3, of whom 2 are not known."""
    found = counts(joined(earlier(), today(), SINCE, "year to 31 March")).set_index("period")
    assert found["numerator"].dropna().to_dict() == {"2022": 0, "2023": 1, "2024": 1, "2025": 1}
    assert found["denominator"].to_dict() == {"2022": 0, "2023": 2, "2024": 1, "2025": 3}
    assert found["unknown"].to_dict() == {"2022": 0, "2023": 0, "2024": 0, "2025": 2}


def test_every_row_of_the_return_is_accounted_for_once():
    told = row_reconciliation(joined(earlier(), today(), SINCE, "year to 31 March"))
    assert told.to_numpy().tolist() == [[2023, "counted", 2], [2023, "out of touch", 1], [2024, "counted", 1],
                                        [2024, "out of touch", 1], [2025, "counted", 3]]
    assert told["rows"].sum() == 8


def test_a_breakdown_is_by_the_definition_of_its_period():
    both = joined(earlier(), today(), SINCE, "year to 31 March")
    assert breakdown(both, "Touch", "2024")["group"].tolist() == ["yes"]
    assert breakdown(both, "Touch", "2025").set_index("group")["denominator"].to_dict() == {"no": 2, "yes": 1}


def test_a_row_that_only_the_earlier_definition_puts_after_the_day_is_left_out_and_said_to_be():
    """Begun in 2025 and not finished: today's definition counts what is finished."""
    rows = pd.DataFrame({"return_year": [2025, 2025]})
    old = Tally(cases(rows, pd.Series(["2025", "2025"])).assign(value=1.0), events)
    new = Tally(cases(rows, pd.Series(["2025", None])).assign(value=1.0), events)
    both = joined(old, new, SINCE, "year to 31 March")
    assert counts(both)["numerator"].tolist() == [1]
    assert both.cases["left_out"].tolist()[1] == NEITHER


def test_definitions_of_other_rows_are_refused():
    fewer = Tally(marked().head(5), proportion)
    with pytest.raises(ValueError, match="must mark the same rows of a return; one marks 5, the other 8"):
        joined(fewer, today(), SINCE, "year to 31 March")


def test_figures_of_before_are_not_comparable_and_say_why_and_what_is_hidden_stays_so():
    dated = Dated(SINCE, lambda returns: earlier(), WORDS)
    told = dated.apart(pd.DataFrame({"start": [date(2021, 4, 1), date(2022, 4, 1), date(2024, 4, 1)],
                                     "status": ["suppressed", "final", "final"], "note": ["small", None, None]}))
    assert told["status"].tolist() == ["suppressed", "not comparable", "final"]
    assert told["note"].tolist()[:2] == ["small", f"counted by an earlier definition: {WORDS}"]
    assert told["note"].isna().tolist() == [False, False, True]
