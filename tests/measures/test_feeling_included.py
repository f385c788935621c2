"""Promise 8 from the survey of children in care: who answered the question, and how."""

import math

from tables import returns_of
from wayforward.counting.tally import breakdown, counts, row_reconciliation
from wayforward.measures.feeling_included import SERIES, details, included

SURVEY = """
    RESPONDENT | COMPLETED  | AGE_BAND | SEX | PLACEMENT | INCLUDED
    a          | 01/11/2024 | 8-11     | F   | Foster    | A         # all or most of the time
    b          | 01/11/2024 | 8-11     | M   | Foster    | S         # sometimes
    c          | 02/11/2024 | 11-18    | M   |           | H         # hardly ever
    d          | 02/11/2024 | 11-18    | F   | Foster    | N         # never
    e          | 02/11/2024 | 11-18    |     | Foster    | A
    f          | 02/11/2024 | 11-18    | F   | Foster    |           # left the question blank
    g          | 03/11/2024 | 4-7      | F   | Foster    |           # too young to be asked
    h          | 03/11/2024 | 4-7      | F   | Foster    | A         # asked all the same: counts
    i          | 03/11/2024 | 11-18    | F   | Foster    | X         # no such answer
    j          | 03/11/2024 | 8-11     | F   | Foster    |           # left it blank too
"""
INVITED = """
    SURVEY   | INVITED
    included | 18
"""


def test_all_or_most_of_the_time_out_of_all_who_answered():
    """a, e and h of a, b, c, d, e, h."""
    (row,) = counts(included(returns_of(survey_included=SURVEY))).to_dict("records")
    assert (row["period"], row["numerator"], row["denominator"], row["value"]) == ("2024-25", 3, 6, 3 / 6)


def test_sometimes_is_the_wider_reading():
    (row,) = counts(SERIES["feel_included_sometimes"](returns_of(survey_included=SURVEY))).to_dict("records")
    assert (row["numerator"], row["denominator"]) == (4, 6)


def test_a_year_without_a_survey_stays_empty_and_the_latest_answers_stand_beside():
    """The return of 2027 is the year 2026-27, whenever a form was completed."""
    lines = SURVEY.strip().splitlines()
    two = "\n".join([f"return_year | {lines[0]}", *(f"2025 | {line}" for line in lines[1:]),
                     "2027 | z | 01/11/2024 | 8-11 | F | Foster | S"])
    found = counts(included(returns_of(survey_included=two))).set_index("period")
    assert found["numerator"].to_dict() == {"2024-25": 3, "2026-27": 0}
    _, answers = details(returns_of(survey_included=two))
    assert answers.rows["Children"].tolist() == [0, 1, 0, 0] and answers.title.endswith("financial year 2026-27")


def test_blanks_are_left_out_and_counted():
    told = row_reconciliation(included(returns_of(survey_included=SURVEY))).set_index("reason")["rows"]
    assert told.to_dict() == {"counted": 6, "did not answer the question": 2, "an answer that is not on the scale": 1,
                              "aged 4 to 7 and not asked the question": 1}


def test_by_age_and_by_placement():
    tally = included(returns_of(survey_included=SURVEY))
    by_age = breakdown(tally, "Age", "2024-25").set_index("group")
    assert by_age["numerator"].to_dict() == {"4 to 7": 1, "8 to 11": 1, "11 to 18": 1}
    assert by_age["denominator"].to_dict() == {"4 to 7": 1, "8 to 11": 2, "11 to 18": 3}
    assert breakdown(tally, "Placement", "2024-25").set_index("group")["denominator"].to_dict() == {
        "Foster": 5, "not known": 1}
    by_sex = breakdown(tally, "Sex", "2024-25").set_index("group")["denominator"]
    assert by_sex.to_dict() == {"Female": 3, "Male": 2, "not known": 1}


def test_beside_it_the_response_and_the_answers():
    response, answers = details(returns_of(survey_included=SURVEY, survey_invited=INVITED))
    (row,) = response.rows.to_dict("records")
    assert row == {"Year": "financial year 2024-25", "Asked": 18, "Answered": 10, "Did not answer": 8,
                   "Answered this question": 6, "Answered, and cannot be used": 4, "Response rate": 10 / 18}
    assert answers.rows["Children"].tolist() == [3, 1, 1, 1]
    assert answers.rows["Share"].tolist() == [3 / 6, 1 / 6, 1 / 6, 1 / 6]
    assert answers.people == ("Children",)


def test_a_response_of_more_than_were_asked_is_no_rate():
    few = INVITED.replace("18", "9")
    response, _ = details(returns_of(survey_included=SURVEY, survey_invited=few))
    assert math.isnan(response.rows["Response rate"].item())


def test_nothing_stands_beside_it_without_the_survey():
    assert details(returns_of()) == []
