"""Promise 9 from the register of projects: which ran in the year, and which show engagement."""

import pytest

from tables import returns_of
from wayforward.counting.tally import breakdown, counts, row_reconciliation
from wayforward.measures.coproduction import coproduced, details

REGISTER = """
    return_year | PROJECT_ID | SERVICE    | STARTED    | ENDED      | LEVEL      | EVIDENCE | SIGNED_OFF
    2024        | a          | Early help | 01/05/2022 |            | consult    | minutes  | 01/03/2024   # too low
    2025        | a          | Early help | 01/05/2022 |            | engage     | minutes  | 01/03/2025   # has risen
    2025        | b          | Early help | 01/06/2024 | 31/12/2024 | co-produce | film     |              # counts
    2025        | c          | Care       | 01/06/2024 |            | co-design  |          |              # no evidence
    2025        | d          | Care       | 01/06/2024 |            |            | film     |              # unknown
    2025        | e          | Care       | 01/06/2023 | 31/03/2024 | co-produce | film     |              # over
    2025        | f          | Care       | 01/06/2023 | 01/04/2024 | none       |          |              # one day
    2025        | g          | Care       | 01/04/2025 |            | co-produce | film     |              # not yet
    2025        | h          |            |            |            | inform     | leaflet  |              # no dates
    2025        | i          | Care       | 01/06/2024 |            | Engaged    | film     |              # no rung
    2025        | j          | Care       | 31/03/2025 |            | engage     | film     |              # one day
    2025        | k          | Care       | 01/06/2024 | 31/05/2024 | engage     | film     |              # on no day
    2025        | l          | Care       | 01/06/2024 | 01/06/2024 | inform     |          |              # one day
"""


def test_projects_with_evidence_of_engagement_out_of_all_that_ran():
    """2024-25: a, b and j of a, b, c, d, f, h, i, j, l; the level of d and i is not known."""
    found = counts(coproduced(returns_of(coproduction_register=REGISTER))).set_index("period")
    assert found.loc["2024-25"].to_dict() == {"numerator": 3, "denominator": 9, "unknown": 2, "value": 3 / 9}
    assert found.loc["2023-24"].to_dict() == {"numerator": 0, "denominator": 1, "unknown": 0, "value": 0}


@pytest.mark.parametrize(("least", "numerator"), [("none", 4), ("inform", 4), ("consult", 3), ("engage", 3),
                                                    ("co-design", 1), ("co-produce", 1)])
def test_the_line_on_the_ladder_is_a_choice(least, numerator):
    """none and inform: a, b, h, j (f and l have no evidence); to engage: a, b, j; above: b (c has no evidence)."""
    found = counts(coproduced(returns_of(coproduction_register=REGISTER), least)).set_index("period")
    assert found.loc["2024-25", "numerator"] == numerator


def test_every_project_is_accounted_for():
    table = row_reconciliation(coproduced(returns_of(coproduction_register=REGISTER)))
    told = table.set_index(["return_year", "reason"])["rows"]
    assert told.to_dict() == {(2024, "counted"): 1, (2025, "counted"): 9, (2025, "begins after the year"): 1,
                              (2025, "ended before the year"): 1, (2025, "ends before it begins"): 1}


def test_by_service():
    found = breakdown(coproduced(returns_of(coproduction_register=REGISTER)), "Service", "2024-25").set_index("group")
    assert found["numerator"].to_dict() == {"Care": 1, "Early help": 2, "not known": 0}
    assert found["denominator"].to_dict() == {"Care": 6, "Early help": 2, "not known": 1}


def test_the_ladder_beside_it_shows_small_numbers_as_projects_are_not_people():
    (ladder,) = details(returns_of(coproduction_register=REGISTER))
    rows = ladder.rows.set_index("Level")
    assert rows["Projects"].to_dict() == {"None": 1, "Informed": 2, "Consulted": 0, "Engaged": 2, "Co-designed": 1,
                                          "Co-produced": 1, "Not recorded": 2}
    assert rows["With evidence"].sum() == 6 and rows["Signed off"].to_dict() == {
        "None": 0, "Informed": 0, "Consulted": 0, "Engaged": 1, "Co-designed": 0, "Co-produced": 0, "Not recorded": 0}
    assert ladder.people == () and "2024-25" in ladder.title


def test_nothing_stands_beside_it_without_the_register():
    assert details(returns_of()) == []
