"""Promise 13 from the staff survey and the register of events, and the themes of the free text."""

import math
import random
import statistics

import pandas as pd
import pytest

from tables import returns_of
from wayforward.counting.tally import breakdown, counts, row_reconciliation
from wayforward.counting.themes import themes
from wayforward.measures.staff_feedback import acted_on, details, favourable, index, responded

# q1 stands in every wave, q2 in the last two, q3 in the first alone, q4 in the last alone.
SURVEY = """
    return_year | RESPONDENT | WAVE       | TEAM  | ITEM | ANSWER
    2023        | a          | 01/10/2022 | North | q1   | 5
    2023        | a          | 01/10/2022 | North | q3   | 5
    2023        | b          | 01/10/2022 | North | q1   | 3
    2024        | c          | 01/05/2023 | North | q1   | 1     # an earlier wave of the same year
    2024        | d          | 01/10/2023 | North | q1   | 4
    2024        | d          | 01/10/2023 | North | q2   | 2
    2024        | e          | 01/10/2023 | South | q1   | 2
    2024        | e          | 01/10/2023 | South | q2   | 2
    2025        | f          | 01/10/2024 | North | q1   | 5
    2025        | f          | 01/10/2024 | North | q2   | 4
    2025        | f          | 01/10/2024 | North | q4   | 1
    2025        | g          | 01/10/2024 | South | q1   | 3
    2025        | g          | 01/10/2024 | South | q2   | 5
    2025        | h          | 01/10/2024 |       | q1   | 4
    2025        | h          | 01/10/2024 |       | q2   |       # skipped
    2025        | i          | 01/10/2024 | South | q2   | 6     # no such answer
"""


def test_favourable_answers_to_the_questions_of_every_wave():
    """q1 alone: a of a, b; d of d, e; f and h of f, g, h."""
    found = counts(favourable(returns_of(survey_staff=SURVEY))).set_index("period")
    assert found["value"].to_dict() == {"2022-23": 1 / 2, "2023-24": 1 / 2, "2024-25": 2 / 3}
    assert found["n"].to_dict() == {"2022-23": 2, "2023-24": 2, "2024-25": 3}
    assert found.loc["2024-25", "sd"] == pytest.approx(statistics.stdev([1, 0, 1]))


def test_every_answer_is_accounted_for():
    told = row_reconciliation(favourable(returns_of(survey_staff=SURVEY))).set_index(["return_year", "reason"])["rows"]
    other = "a question that does not stand in every wave"
    assert told.to_dict() == {
        (2023, "counted"): 2, (2023, other): 1, (2024, "counted"): 2, (2024, other): 2,
        (2024, "a later wave stands for its year"): 1, (2025, "counted"): 3, (2025, other): 3,
        (2025, "question not answered"): 1, (2025, "an answer that is not 1 to 5"): 1}


def test_the_index_is_of_the_questions_of_the_two_waves_compared():
    """q1 and q5 stand in the first and the last; the wave between lacks q5, and is left out."""
    survey = SURVEY + """
    2023        | a          | 01/10/2022 | North | q5   | 5
    2023        | b          | 01/10/2022 | North | q5   | 4
    2025        | f          | 01/10/2024 | North | q5   | 1
    """
    found = counts(index(returns_of(survey_staff=survey))).set_index("period")
    assert found["value"].to_dict() == pytest.approx({"2022-23": (1 + 1 / 2) / 2, "2024-25": (1 / 2 + 0 + 1) / 3})


def test_the_index_may_be_of_the_last_two_waves():
    """q1 and q2, each person's share: d 1/2, e 0; f 1, g 1/2, h 1 of the one answered. The first wave lacks q2."""
    tally = index(returns_of(survey_staff=SURVEY), waves=(-2, -1))
    found = counts(tally).set_index("period")
    assert found["value"].to_dict() == pytest.approx({"2023-24": (1 / 2 + 0) / 2, "2024-25": (1 + 1 / 2 + 1) / 3})
    assert (tally.cases["left_out"] == "a wave without every question of the index").sum() == 3


@pytest.mark.parametrize("place", [3, -4])
def test_a_wave_that_is_not_there_is_not_compared(place):
    """Of three waves none is the fourth, from either end: the index is of the last one's questions."""
    returns = returns_of(survey_staff=SURVEY)
    last = counts(index(returns, waves=(-1, -1)))
    assert last["period"].tolist() == ["2024-25"]
    assert counts(index(returns, waves=(2, 2))).equals(last)        # the third of three
    assert counts(index(returns, waves=(place, -1))).equals(last)


def test_the_index_may_be_of_named_questions():
    """q1: the same as the favourable answers, back to the first wave."""
    returns = returns_of(survey_staff=SURVEY)
    assert counts(index(returns, items=("q1",)))["value"].equals(counts(favourable(returns))["value"])
    assert counts(index(returns, items=("q9",))).empty


def test_what_is_favourable_is_a_choice():
    found = counts(favourable(returns_of(survey_staff=SURVEY), favourable_from=5)).set_index("period")["value"]
    assert found.to_dict() == {"2022-23": 1 / 2, "2023-24": 0, "2024-25": 1 / 3}


def test_by_team_and_by_question():
    tally = index(returns_of(survey_staff=SURVEY), waves=(-2, -1))
    by_team = breakdown(tally, "Team", "2024-25").set_index("group")
    assert by_team["value"].to_dict() == {"North": 1, "South": 1 / 2, "not known": 1}
    by_question = breakdown(tally, "Question", "2024-25").set_index("group")
    assert by_question["value"].to_dict() == {"q1": 2 / 3, "q2": 1}
    assert by_question["n"].to_dict() == {"q1": 3, "q2": 2}


def test_a_wave_that_stands_in_two_returns_counts_once():
    twice = """
        return_year | RESPONDENT | WAVE       | ITEM | ANSWER
        2024        | a          | 01/10/2023 | q1   | 5
        2025        | a          | 01/10/2023 | q1   | 5
        2025        | b          | 01/10/2024 | q1   | 1
    """
    found = counts(favourable(returns_of(survey_staff=twice))).set_index("period")
    assert found["n"].to_dict() == {"2023-24": 1, "2024-25": 1}


DAYS = """
    return_year | RESPONDENT | WAVE       | ITEM | ANSWER
    2024        | a          | 03/09/2023 | q1   | 1     # a wave of its own, 29 days before the next
    2024        | b          | 02/10/2023 | q1   | 5     # a wave of three days: 28 days apart is one wave …
    2024        | c          | 30/10/2023 | q1   | 1
    2024        | d          | 01/11/2023 | q1   | 5
    2025        | e          | 20/03/2025 | q1   | 1
    2025        | f          | 02/04/2025 | q1   | 5     # … whose last day says of which year it is
"""


def test_the_days_of_a_wave_stand_together_and_its_last_one_for_it():
    """2023-24: b and d of b, c, d. The wave of March and April 2025 is of 2025-26: f of e and f."""
    found = counts(favourable(returns_of(survey_staff=DAYS))).set_index("period")
    assert found["value"].to_dict() == {"2023-24": 2 / 3, "2025-26": 1 / 2}
    assert found["n"].to_dict() == {"2023-24": 3, "2025-26": 2}
    assert counts(responded(returns_of(survey_staff=DAYS)))["period"].tolist() == ["2023-24", "2025-26"]


def test_how_far_apart_waves_are_is_a_choice():
    """By 27 days c and d are a later wave: d of c and d. By 12 days, 13 apart, e and f are two waves of two years."""
    found = counts(favourable(returns_of(survey_staff=DAYS), apart=27)).set_index("period")
    assert found["value"].to_dict() == {"2023-24": 1 / 2, "2025-26": 1 / 2}
    found = counts(index(returns_of(survey_staff=DAYS), apart=12)).set_index("period")
    assert found["value"].to_dict() == {"2023-24": 1 / 2, "2024-25": 0, "2025-26": 1}
    assert counts(responded(returns_of(survey_staff=DAYS), apart=12))["period"].tolist() == [
        "2023-24", "2024-25", "2025-26"]


def test_the_themes_are_of_all_days_of_the_latest_wave():
    texts = "".join(f"r{n} | {day}/10/2024 | my caseload and workload are heavy\n"
                    for n, day in enumerate(["07"] * 6 + ["08"] * 5))
    (free_text,) = details(returns_of(survey_staff_comments="RESPONDENT | WAVE | COMMENT\n" + texts))
    assert free_text.rows["People"].tolist() == [11]


# --- the response ----------------------------------------------------------------------------------------------------

INVITED = """
    return_year | SURVEY    | INVITED
    2023        | staff     | 1       # fewer than answered
    2025        | staff     | 12
    2025        | wellbeing | 900
"""
STAFF = """
    return_year | STAFF_ID | START      | LEFT
    2023        | s        | 01/01/2020 |            # another year's record
    2024        | t        | 01/01/2020 | 01/10/2023 # left on the day of the wave
    2024        | u        | 01/10/2023 |            # began on it
    2024        | v        | 01/01/2020 | 01/11/2023
    2024        | w        | 02/10/2023 |            # began after it
    2024        | x        | 01/01/2020 |
    2024        | y        | 01/01/2020 |
"""


def test_the_response_out_of_those_asked():
    """2024-25: f, g, h of 12. i gave no answer that there is."""
    found = counts(responded(returns_of(survey_staff=SURVEY, survey_invited=INVITED))).set_index("period")
    assert found.loc["2024-25", ["numerator", "denominator", "value"]].tolist() == [3, 12, 3 / 12]
    assert found.loc["2023-24", "status"] == "not available"
    assert found.loc["2023-24", "note"] == "how many were asked is not at hand"
    assert found.loc["2022-23", "note"] == "more are recorded as having answered than were asked"
    assert found.loc[["2022-23", "2023-24"], ["numerator", "denominator", "value"]].isna().all(axis=None)


def test_the_response_out_of_the_staff_in_post_where_no_number_asked_is_at_hand():
    """2023-24: d and e of u, v, x, y."""
    found = counts(responded(returns_of(survey_staff=SURVEY, survey_invited=INVITED, hr_staff=STAFF)))
    assert found.set_index("period").loc["2023-24", ["numerator", "denominator"]].tolist() == [2, 4]


def test_each_person_answers_once():
    told = row_reconciliation(responded(returns_of(survey_staff=SURVEY, survey_invited=INVITED)))
    assert told.loc[told["reason"].eq("counted"), "rows"].tolist() == [2, 2, 3]
    assert told["rows"].sum() == 16


# --- the events ------------------------------------------------------------------------------------------------------

EVENTS = """
    return_year | EVENT_ID | HELD       | ATTENDED | HEARD    | DONE
    2024        | a        | 31/03/2024 | 40       | caseload |             # nothing done yet
    2025        | a        | 31/03/2024 | 40       | caseload | new posts   # the next register knows more
    2025        | b        | 01/04/2024 | 25       | pay      | a review
    2025        | c        | 01/05/2024 |          | parking  |
"""


def test_events_acted_on():
    tally = acted_on(returns_of(staff_engagement_events=EVENTS))
    found = counts(tally).set_index("period")
    assert found["numerator"].to_dict() == {"2023-24": 1, "2024-25": 1}
    assert found["denominator"].to_dict() == {"2023-24": 1, "2024-25": 2}
    assert (tally.cases["left_out"] == "stands again in a later return").sum() == 1


# --- beside it -------------------------------------------------------------------------------------------------------

def test_questions_events_and_themes_stand_beside_it():
    comments = "RESPONDENT | WAVE | COMMENT\na | 01/10/2024 | the caseload is high"
    questions, events, free_text = details(returns_of(
        survey_staff=SURVEY, staff_engagement_events=EVENTS, survey_staff_comments=comments))
    assert questions.rows.columns[:4].tolist() == ["Question", "2023-24", "2024-25", "Change"]
    rows = questions.rows.set_index("Question")
    assert rows.loc["q2", ["2023-24", "2024-25", "Change"]].tolist() == [0, 1, 1]
    assert rows.loc["q1", ["Favourable 2024-25", "Other 2024-25"]].tolist() == [2, 1]
    assert rows.loc["q4", "2024-25"] == 0 and math.isnan(rows.loc["q4", "2023-24"])
    assert events.rows.to_dict("records") == [
        {"Year": "2023-24", "Held": 1, "Attended": 40, "Acted on": 1},
        {"Year": "2024-25", "Held": 2, "Attended": 25, "Acted on": 1}]
    assert free_text.rows.empty and "2024-25" in free_text.title
    assert "wrote something" not in free_text.note      # it would tell of one person
    for table in (questions, events, free_text):
        assert set(table.units) == set(table.rows.columns[1:]) and set(table.people) <= set(table.units)
    assert [table.total for table in (questions, free_text)] == [False, False]      # each person stands in many rows
    assert details(returns_of()) == []


# --- themes ----------------------------------------------------------------------------------------------------------

def written(*groups: tuple[int, str]) -> pd.DataFrame:
    """Comments: so many people who each wrote the text."""
    texts = [text for number, text in groups for _ in range(number)]
    return pd.DataFrame({"RESPONDENT": [f"r{place}" for place in range(len(texts))], "COMMENT": texts})


def words(comments: pd.DataFrame, **choices) -> set[str]:
    """Every word told."""
    return {word for theme in themes(comments, **choices)["theme"] for word in theme.split(", ")}


def test_two_themes_with_how_many_wrote_of_them():
    """30 wrote of one thing, 20 of another, and 3 of both."""
    found = themes(written((27, "my caseload and workload are heavy"), (17, "good training and supervision"),
                           (3, "heavy caseload, workload; good training and supervision")), number=2)
    assert {frozenset(theme.split(", ")): people for theme, people in found.itertuples(index=False)} == {
        frozenset({"caseload", "workload", "heavy"}): 30, frozenset({"good", "training", "supervision"}): 20}
    assert found["people"].is_monotonic_decreasing


def test_a_word_is_told_when_at_least_ten_different_people_wrote_it():
    """Parking by 11, permits by exactly 10, canteen and lift by 9; caseload and workload by 20 others."""
    comments = written((9, "parking permits lift canteen"), (1, "parking permits"), (1, "parking"),
                       (20, "caseload workload"))
    assert words(comments) == {"caseload", "workload", "parking", "permits"}
    assert words(comments, threshold=9) == {"caseload", "workload", "parking", "permits", "lift", "canteen"}
    assert words(comments, threshold=11) == {"caseload", "workload"}        # parking is alone, which is no theme


def test_one_person_is_one_however_much_they_write():
    comments = written((15, "caseload workload"), *[(1, "canteen canteen canteen")] * 5)
    assert words(comments.assign(RESPONDENT=comments["RESPONDENT"].where(comments.index < 15, "r0")),
                 threshold=4) == {"caseload", "workload"}


@pytest.mark.parametrize("secret", [
    "and Priya helps", "thank Priya Sharma. priya helps", "ask priya@example.org", "on 07700900123", "room B12b",
    "see www.example.org and https://example.org/priya", "for Priya's team", "PRIYA IS KIND"])
def test_no_name_address_or_number_is_told(secret):
    found = words(written((40, f"my caseload and workload are heavy {secret}"), (12, "better pay and training")))
    assert {"caseload", "workload", "heavy", "pay", "training"} <= found
    assert not found & {"priya", "sharma", "example", "org", "www", "https", "b", "bb", "is", "kind"}
    assert all(word.isalpha() and word.islower() for word in found)


def test_a_single_capital_within_a_sentence_is_enough_to_drop_a_word():
    comments = written((30, "zebedee praised the caseload review"), (1, "I asked Zebedee about it"))
    assert "zebedee" not in words(comments) and "praised" in words(comments)
    assert "zebedee" in words(comments, capitals=0.1)


@pytest.mark.parametrize("listed", [
    "priya", "sam", "agnieszka", "o’brien", "jones", "watford", "wycombe", "tuesday", "march", "seventeen"])
def test_no_listed_name_day_or_number_is_told_though_nobody_writes_it_with_a_capital(listed):
    assert words(written((30, f"my caseload and {listed} are heavy"))) == {"caseload", "heavy"}


def test_a_postcode_a_date_a_number_and_an_address_are_told_by_nobody():
    """In small letters too, by thirty people."""
    found = words(written((30, "caseload heavy al1 3jq on 14/03/2025 and 2025-03-14, 14th of april, 0799 123, twenty "
                               "two, a.b@c.org, a.b @ c.org, www.d.org")))
    assert found == {"caseload", "heavy"}


def test_the_first_word_of_a_sentence_may_have_its_capital():
    comments = written((30, "the workload is heavy and the caseload high"), (1, "Long days. Workload is to blame."))
    assert "workload" in words(comments)


def test_themes_never_quote():
    """No run of words from a comment: a theme is a list of single words in the order of their weight."""
    text = "every manager listens and nobody decides anything about caseloads"
    for theme in themes(written((30, text)))["theme"]:
        assert all(word.isalpha() for word in theme.split(", "))
        assert not {"every", "and", "nobody"} & set(theme.split(", "))


def test_the_same_comments_give_the_same_themes_in_any_order():
    vocabulary = ["caseload", "workload", "supervision", "training", "parking", "laptop", "pay", "flexible", "team",
                  "manager", "support", "recruitment", "agency", "travel", "office"]
    chance = random.Random(1)
    comments = pd.DataFrame({"RESPONDENT": [f"r{place}" for place in range(200)],
                             "COMMENT": [" ".join(chance.sample(vocabulary, 4)) for _ in range(200)]})
    found = themes(comments)
    assert len(found) and found.equals(themes(comments.sample(frac=1, random_state=2)))


@pytest.mark.parametrize("comments", [
    written(), written((1, "caseload")), written((30, "caseload")), written((30, "THE CASELOAD AND THE PAY")),
    pd.DataFrame({"RESPONDENT": ["a", None], "COMMENT": [None, "caseload pay"]})])
def test_few_comments_have_no_theme(comments):
    assert themes(comments).empty
