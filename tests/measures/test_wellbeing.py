"""Promise 4 from the survey and the return: a change of who answers is no change in how they feel."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tables import returns_of
from wayforward.counting.standardise import FEW_CLUSTERS, NO_SPREAD, NOT_COMMON, NOT_KNOWN, standardised, weighted
from wayforward.counting.swemwbs import METRIC, metric
from wayforward.counting.tally import breakdown, counts, row_reconciliation
from wayforward.measures.wellbeing import SERIES, concern, details, low, ons, sdq, swemwbs

# Seven answers of 5 are a sum of 35 and a metric 35.00; seven of 1 are 7 and 7.00; seven of 3 are 21 and 19.25.
SURVEY = """
    return_year | RESPONDENT | YEAR_GROUP | SEX | S1 | S2 | S3 | S4 | S5 | S6 | S7 | ONS_SATISFACTION
    2024        | a          | 8          | F   | 5  | 5  | 5  | 5  | 5  | 5  | 5  | 8
    2024        | b          | 8          | F   | 1  | 1  | 1  | 1  | 1  | 1  | 1  | 4    # low satisfaction
    2024        | c          | 12         | F   | 3  | 3  | 3  | 3  | 3  | 3  | 3  | 6
    2024        | d          | 12         | F   | 3  | 3  | 3  | 3  | 3  | 3  | 3  | 6
    2025        | e          | 8          | F   | 5  | 5  | 5  | 5  | 5  | 5  | 5  | 8
    2025        | f          | 8          | F   | 5  | 5  | 5  | 5  | 5  | 5  | 5  | 8
    2025        | g          | 12         | F   | 3  | 3  | 3  | 3  | 3  | 3  | 3  | 5
    2025        | h          | 12         | F   | 3  | 3  | 3  | 3  | 3  | 3  | 3  | 5
    2025        | i          | 12         | F   | 3  | 3  | 3  | 3  | 3  | 3  | 3  | 11   # not on the scale of 0 to 10
    2025        | j          | 12         | F   | 3  | 3  | 3  | 3  | 3  | 3  | 3  |      # no answer about life
    2025        | k          | 12         | F   | 3  | 3  | 3  |    | 3  | 3  | 3  | 5    # a gap: no score
    2025        | l          | 13         | F   | 5  | 5  | 5  | 5  | 5  | 5  | 5  | 5    # no Year 13 in 2024
    2025        | m          | 12         |     | 5  | 5  | 5  | 5  | 5  | 5  | 5  | 5    # sex not known
    2025        | n          | 12         | F   | 6  | 5  | 5  | 5  | 5  | 5  | 5  | 5    # 6 is no answer
"""
SURVEY = SURVEY.replace("S1 | S2 | S3 | S4 | S5 | S6 | S7", " | ".join(f"SWEMWBS_{item}" for item in range(1, 8)))
# a, b, e, f in Year 8; c, d, g to k and n in Year 12, with a score or without: shares of respondents over both years
EIGHT, TWELVE = 4 / 12, 8 / 12


def test_the_score_has_the_same_make_up_in_both_years():
    """2024: Year 8 averages (35 + 7) / 2; 2025: 35. Year 12 19.25 in both."""
    found = counts(swemwbs(returns_of(survey_wellbeing=SURVEY))).set_index("period")
    assert found["value"].to_dict() == pytest.approx({
        "2023/24": EIGHT * (35 + 7) / 2 + TWELVE * 19.25, "2024/25": EIGHT * 35 + TWELVE * 19.25})
    assert found["n"].to_dict() == {"2023/24": 4, "2024/25": 6}
    assert found["denominator"].equals(found["n"])


def test_without_schools_the_error_is_that_of_single_answers():
    """2024: Year 8's answers lie 14 to either side of their average (variance 2 × 14²); Year 12's are equal."""
    found = counts(swemwbs(returns_of(survey_wellbeing=SURVEY))).set_index("period")
    assert found.loc["2023/24", "se"] == pytest.approx(EIGHT * math.sqrt(2 * 14 ** 2 / 2))
    assert found.loc["2024/25", "se"] == 0
    assert found["reason"].isna().all()


def test_every_answer_is_accounted_for():
    told = row_reconciliation(swemwbs(returns_of(survey_wellbeing=SURVEY))).set_index(["return_year", "reason"])["rows"]
    assert told.to_dict() == {
        (2024, "counted"): 4, (2025, "counted"): 6, (2025, "did not answer all seven items"): 1,
        (2025, "an answer that is not 1 to 5"): 1, (2025, NOT_COMMON): 1, (2025, NOT_KNOWN): 1}


def test_one_score_is_enough_for_a_year_group_to_stay():
    """2024 has two of Year 12, of whom one has a score; then none has one, and Year 12 is left out of both years."""
    one = SURVEY.replace("| d          | 12         | F   | 3 ", "| d          | 12         | F   |   ")
    found = counts(swemwbs(returns_of(survey_wellbeing=one))).set_index("period")
    assert found["value"].to_dict() == pytest.approx({
        "2023/24": EIGHT * (35 + 7) / 2 + TWELVE * 19.25, "2024/25": EIGHT * 35 + TWELVE * 19.25})
    assert found.loc["2023/24", "n"] == 3
    none = one.replace("| c          | 12         | F   | 3 ", "| c          | 12         | F   |   ")
    found = counts(swemwbs(returns_of(survey_wellbeing=none))).set_index("period")
    assert found["value"].to_dict() == pytest.approx({"2023/24": (35 + 7) / 2, "2024/25": 35})


def test_a_year_in_which_a_question_was_not_asked_takes_no_year_group_from_the_others():
    one = "\n".join(line for line in SURVEY.splitlines() if "2024 " not in line)
    earlier = one + "\n    2023        | z          | 11         | F   | 1  | 1  | 1  | 1  | 1  | 1  | 1  |"
    found = counts(ons("ONS_SATISFACTION")(returns_of(survey_wellbeing=earlier))).set_index("period")
    assert list(found.index) == ["2024/25"] and found.loc["2024/25", "n"] == 2 + 4 + 1


def test_a_year_group_or_sex_that_is_no_code_is_not_known():
    odd = SURVEY + """
    2025        | o          | 8          | X   | 1  | 1  | 1  | 1  | 1  | 1  | 1  | 0
    2025        | p          | Year 8     | F   | 1  | 1  | 1  | 1  | 1  | 1  | 1  | 0
    """
    tally, before = (swemwbs(returns_of(survey_wellbeing=text)) for text in (odd, SURVEY))
    assert counts(tally).equals(counts(before))
    assert (tally.cases["left_out"] == NOT_KNOWN).sum() == 3


def test_from_year_9_up():
    """The scale was made for 13 and over. c, d, g, h, i, j: one year group, 19.25."""
    tally = swemwbs(returns_of(survey_wellbeing=SURVEY), youngest=9)
    assert counts(tally)["value"].tolist() == [19.25, 19.25]
    assert (tally.cases["left_out"] == "not in Years 9 to 13").sum() == 4


def test_by_year_group():
    found = breakdown(swemwbs(returns_of(survey_wellbeing=SURVEY)), "Year group", "2023/24").set_index("group")
    assert found["value"].to_dict() == {"Year 8": 21, "Year 12": 19.25}
    assert found["n"].to_dict() == {"Year 8": 2, "Year 12": 2}


def test_satisfaction_with_life_and_low_satisfaction():
    """Counted: a to h, k and n, not l (Year 13) and m (no sex). The weights are those of the score's."""
    returns = returns_of(survey_wellbeing=SURVEY)
    satisfied = counts(ons("ONS_SATISFACTION")(returns)).set_index("period")
    assert satisfied["value"].to_dict() == pytest.approx({
        "2023/24": EIGHT * (8 + 4) / 2 + TWELVE * 6, "2024/25": EIGHT * 8 + TWELVE * 5})
    few = counts(ons("ONS_SATISFACTION", low)(returns)).set_index("period")
    assert few["value"].to_dict() == pytest.approx({"2023/24": EIGHT * 1 / 2, "2024/25": 0})
    left = ons("ONS_SATISFACTION")(returns).cases["left_out"].value_counts()
    assert left["did not answer the question"] == 1 and left["an answer that is not 0 to 10"] == 1


@pytest.mark.parametrize(("series", "value"), [
    ("wellbeing_survey", 19.25), ("life_satisfaction", 4), ("low_life_satisfaction", 1), ("life_worthwhile", 7),
    ("happiness", 9)])
def test_each_series_is_of_its_own_question(series, value):
    """One respondent: 3 to all seven items, and 4, 7, 9 and 2 to the four questions, of which the fourth is no series.
    4 of 10 is low."""
    items = " | ".join(f"SWEMWBS_{item}" for item in range(1, 8))
    one = returns_of(survey_wellbeing=f"""
        YEAR_GROUP | SEX | {items} | ONS_SATISFACTION | ONS_WORTHWHILE | ONS_HAPPY | ONS_ANXIOUS
        7          | O   | 3 | 3 | 3 | 3 | 3 | 3 | 3 | 4 | 7 | 9 | 2
    """)
    assert counts(SERIES[series](one))["value"].tolist() == [value]


@pytest.mark.parametrize(("score", "is_low"), [(0, 1), (4, 1), (5, 0), (10, 0)])
def test_up_to_4_of_10_is_low(score, is_low):
    one = returns_of(survey_wellbeing=f"YEAR_GROUP | SEX | ONS_SATISFACTION\n7 | F | {score}")
    assert counts(SERIES["low_life_satisfaction"](one))["value"].tolist() == [is_low]


def test_a_question_that_was_never_asked_has_no_figure():
    assert counts(ons("ONS_HAPPY")(returns_of(survey_wellbeing=SURVEY))).empty


@pytest.mark.parametrize(("answer", "score"), [(1, 7.0), (2, 15.32), (3, 19.25), (4, 25.03), (5, 35.0)])
def test_seven_equal_answers(answer, score):
    """Sums of 7, 14, 21, 28 and 35 in the scale's own table."""
    rows = pd.DataFrame({f"SWEMWBS_{item}": [float(answer)] for item in range(1, 8)})
    assert metric(rows).tolist() == [score]


def test_the_metric_score_rises_with_the_sum():
    assert list(METRIC) == list(range(7, 36))
    assert list(METRIC.values()) == sorted(set(METRIC.values()))
    assert [METRIC[20], METRIC[26]] == [18.59, 23.21]


def respondents(numbers: dict, clusters=None) -> pd.DataFrame:
    """Cases of equal answers: {(period, stratum, answer): how many}."""
    rows = [key for key, number in numbers.items() for _ in range(number)]
    made = pd.DataFrame(rows, columns=["period", "stratum", "value"])
    return made.assign(left_out=pd.Series(None, made.index, dtype=object), cluster=clusters)


@settings(max_examples=15)
@given(st.lists(st.integers(2, 30), min_size=4, max_size=4))
def test_who_answers_does_not_move_the_average(numbers):
    """Year 8 always feels 25, Year 12 always 20, however many of each answer in either year."""
    made = respondents(dict(zip([("1", "8 F", 25), ("1", "12 F", 20), ("2", "8 F", 25), ("2", "12 F", 20)], numbers,
                                strict=True)))
    first, second = standardised(weighted(made, made["left_out"].isna()), ["period"])["value"]
    assert first == pytest.approx(second)


def test_the_spread_between_schools_where_they_are_known():
    """Six schools of two pupils, alike within a school: it is as if six had answered and not twelve."""
    made = respondents({("1", "8 F", score): 2 for score in (20, 22, 23, 25, 28, 32)},
                       [school for school in "stuvwx" for _ in (1, 2)])
    (row,) = standardised(weighted(made, made["left_out"].isna()), ["period"]).to_dict("records")
    assert row["se"] == pytest.approx(pd.Series([20, 22, 23, 25, 28, 32]).std() / math.sqrt(6))
    assert row["value"] == 25


def test_few_schools_do_not_tell_their_spread():
    made = respondents({("1", "8 F", score): 2 for score in (20, 22, 23, 25)}, list("ssttuuvv"))
    (row,) = standardised(weighted(made, made["left_out"].isna()), ["period"]).to_dict("records")
    assert math.isnan(row["se"]) and row["reason"] == FEW_CLUSTERS


def test_five_schools_are_enough():
    made = respondents({("1", "8 F", score): 2 for score in (20, 22, 23, 25, 30)}, list("ssttuuvvww"))
    (row,) = standardised(weighted(made, made["left_out"].isna()), ["period"]).to_dict("records")
    assert row["se"] == pytest.approx(pd.Series([20, 22, 23, 25, 30]).std() / math.sqrt(5)) and pd.isna(row["reason"])


def test_someone_alone_in_a_year_group_is_taken_to_spread_as_the_others_do():
    """Year 8 has 20, 22 and 27 (variance 13), Year 12 one answer: of four, (3/4)² × 13 / 3 + (1/4)² × 13 / 1."""
    made = respondents({("1", "8 F", 20): 1, ("1", "8 F", 22): 1, ("1", "8 F", 27): 1, ("1", "12 F", 40): 1})
    (row,) = standardised(weighted(made, made["left_out"].isna()), ["period"]).to_dict("records")
    assert row["se"] == pytest.approx(math.sqrt((3 / 4) ** 2 * 13 / 3 + (1 / 4) ** 2 * 13 / 1))
    assert row["value"] == pytest.approx(3 / 4 * 23 + 1 / 4 * 40)


def test_where_everyone_is_alone_in_a_year_group_nothing_tells_the_spread():
    made = respondents({("1", "8 F", 20): 1, ("1", "12 F", 40): 1})
    (row,) = standardised(weighted(made, made["left_out"].isna()), ["period"]).to_dict("records")
    assert math.isnan(row["se"]) and row["reason"] == NO_SPREAD


OC2 = """
    CHILD | DOB        | SDQ_SCORE | SDQ_REASON
    a     | 31/03/2020 | 10        |           # 5 today
    b     | 01/04/2008 | 17        |           # 16, 17 tomorrow: cause for concern
    c     | 10/10/2014 | 21        |           # 10: cause for concern
    d     | 01/04/2020 | 30        |           # 5 tomorrow: left out
    e     | 31/03/2008 | 30        |           # 17 today: left out
    f     | 10/10/2014 |           | SDQ2      # the carer refused
    g     | 10/10/2014 |           |           # no reason given
    h     | 10/10/2014 | 44        |           # no such score
"""
HEADER = """
    CHILD | SEX | DOB        | ETHNIC
    a     | M   | 31/03/2020 | WBRI
    c     | F   | 10/10/2014 | BCRB
"""


def test_the_carers_score_of_those_who_have_one():
    """a 10, b 17, c 21."""
    (row,) = counts(sdq(returns_of(ssda903_oc2=OC2))).to_dict("records")
    assert (row["period"], row["value"], row["n"]) == ("2025", (10 + 17 + 21) / 3, 3)
    assert row["sd"] == pytest.approx(math.sqrt((6 ** 2 + 1 ** 2 + 5 ** 2) / 2))


def test_cause_for_concern_is_a_score_of_17_or_more():
    (row,) = counts(concern(returns_of(ssda903_oc2=OC2))).to_dict("records")
    assert (row["numerator"], row["denominator"], row["value"]) == (2, 3, 2 / 3)


def test_why_there_is_no_score():
    told = row_reconciliation(sdq(returns_of(ssda903_oc2=OC2))).set_index("reason")["rows"]
    assert told.to_dict() == {
        "counted": 3, "not aged 5 to 16 on 31 March": 2, "no score: the carer refused": 1,
        "no score, and no reason given": 1, "a score that is not 0 to 40": 1}


@pytest.mark.parametrize(("code", "why"), [
    ("SDQ1", "under 4 or over 16 when last assessed"), ("SDQ2", "the carer refused"),
    ("SDQ3", "not possible with the disability"), ("SDQ4", "another reason"),
    ("SDQ5", "the child or young person refused")])
def test_each_reason_for_no_score_is_told_in_its_words(code, why):
    told = row_reconciliation(sdq(returns_of(ssda903_oc2=f"""
        CHILD | DOB        | SDQ_SCORE | SDQ_REASON
        a     | 01/01/2015 | 10        |
        b     | 01/01/2015 |           | {code}
    """))).set_index("reason")["rows"]
    assert told.to_dict() == {"counted": 1, f"no score: {why}": 1}


@pytest.mark.parametrize(("code", "words"), [("M", "Male"), ("F", "Female"), ("O", "Other or prefers not to say")])
def test_the_young_peoples_score_by_sex(code, words):
    """Six are counted in 2024/25, all of one sex."""
    found = breakdown(swemwbs(returns_of(survey_wellbeing=SURVEY.replace("| F ", f"| {code} "))), "Sex", "2024/25")
    assert found.set_index("group")["n"].to_dict() == {words: 6}


def test_the_carers_score_by_sex_as_the_header_has_it():
    found = breakdown(sdq(returns_of(ssda903_oc2=OC2, ssda903_header=HEADER)), "Sex", "2025").set_index("group")
    assert found["value"].to_dict() == {"Female": 21, "Male": 10, "not known": 17}
    without = breakdown(sdq(returns_of(ssda903_oc2=OC2)), "Sex", "2025").set_index("group")
    assert without["n"].to_dict() == {"not known": 3}


INVITED = """
    return_year | SURVEY    | INVITED
    2025        | wellbeing | 40
    2025        | staff     | 7
"""


def test_beside_it_who_answered_and_other_definitions():
    one_more = OC2 + "    i | 10/10/2014 | | SDQ5"          # the child refused
    response, choices, carers = details(returns_of(survey_wellbeing=SURVEY, ssda903_oc2=one_more,
                                                   survey_invited=INVITED))
    latest = response.rows.iloc[-1]
    assert latest["Year"] == "academic year 2024/25"
    assert latest[["Asked", "Answered", "Did not answer", "With a score"]].tolist() == [40, 10, 30, 8]
    assert latest["Response rate"] == 10 / 40
    assert math.isnan(response.rows.iloc[0]["Response rate"]) and "not at hand" in response.note
    assert choices.rows["As answered"].tolist() == [(35 + 7 + 2 * 19.25) / 4, (2 * 35 + 4 * 19.25) / 6]
    assert choices.rows["Years 9 to 13, standardised"].tolist() == [19.25, 19.25]
    assert carers.rows.iloc[0][["With a score", "Without", "Share with a score"]].tolist() == [3, 4, 3 / 7]
    for table in (response, choices, carers):
        assert set(table.units) == set(table.rows.columns[1:]) and set(table.people) <= set(table.units)
        assert not table.total          # years by themselves: no total tells a hidden one


def test_nothing_stands_beside_it_without_returns():
    assert details(returns_of()) == []
