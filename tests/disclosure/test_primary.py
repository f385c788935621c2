"""What is hidden by itself: by the kind of a series and the numbers that a row of it tells."""

import pandas as pd
import pytest

from tables import table
from wayforward.disclosure.primary import few_dominate, open_limits, people, tells_few, tells_unknown
from wayforward.disclosure.rule import USUAL, Rule

PROPORTION = """
    numerator | denominator | unknown
    5         | 60          | 0       # five may be told
    4         | 60          | 0       # four may not
    0         | 60          | 0       # nobody: told
    58        | 60          | 0       # all but two
    60        | 60          | 0       # all: told
    4.67      | 60          | 0       # 5, 5 and 4 in three months
    0         | 9           | 0       # of fewer than ten
    0         | 0           | 0       # of nobody
"""


def few(text: str, kind: str, rule: Rule = USUAL) -> list[int]:
    return table(text).index[tells_few(table(text), kind, rule)].tolist()


@pytest.mark.parametrize("kind", ["proportion", "shares"])
def test_a_proportion_tells_of_few_of_all_but_few_and_of_a_share_of_few(kind):
    assert few(PROPORTION, kind) == [1, 3, 5, 6]


@pytest.mark.parametrize(("kind", "text", "expected"), [
    ("count", """
        numerator
        3
        0
        5
        """, [0]),
    ("rate", """
        numerator | denominator     # per 10,000 of a population: small denominators are none
        4         | 2.5
        30        | 2.5
        """, [0]),
    ("rate", """
        numerator | denominator | n     # days lost, by how many people
        40        | 700         | 9
        400       | 7000        | 10
        """, [0]),
    ("mean", """
        value | n  | sd | denominator
        3.4   | 9  | 1  | 9
        3.4   | 10 | 1  | 10
        """, [0]),
    ("mean", """
        value | denominator         # where only the denominator says of how many
        3.4   | 3
        3.4   | 30
        """, [0]),
    ("gap", """
        value | denominator | numerator
        12    | 900   | 9           # one of the two groups is small
        12    | 900   | 200
        12    |       |             # not known of how many
        """, [0]),
])
def test_each_kind_by_the_numbers_that_it_tells(kind, text, expected):
    assert few(text, kind) == expected


def test_a_kind_that_is_none_of_the_six_is_refused():
    with pytest.raises(ValueError, match="proportion, shares, count, rate, mean, gap; got 'median'"):
        people(table(PROPORTION), "median")


def test_thresholds_are_parameters():
    text = """
        numerator | denominator
        6         | 18
        9         | 30
    """
    assert few(text, "proportion") == []
    assert few(text, "proportion", Rule(threshold=7)) == [0]
    assert few(text, "proportion", Rule(base=20)) == [0]


def test_how_many_are_not_known_tells_where_they_or_the_known_others_are_few():
    """3 not known. Of the 8 not in the numerator 6 are not known, so 2 are known not to be. None. Twenty each."""
    rows = table("""
        numerator | denominator | unknown
        40        | 60          | 3
        52        | 60          | 6
        40        | 60          | 0
        40        | 60          | 20
        20        | 60          | 20
    """)
    assert tells_unknown(rows, "proportion", USUAL).tolist() == [True, True, False, False, False]
    assert not tells_unknown(rows, "count", USUAL).any()
    assert not tells_unknown(rows.drop(columns="unknown"), "proportion", USUAL).any()


def test_seven_in_all_tell_of_nobody_but_an_average_of_seven_does():
    """Where a row is hidden, below which number of people each of its numbers still has to be left open."""
    assert open_limits("proportion", USUAL) == {"numerator": 5, "complement": 5, "denominator": 5, "unknown": 5,
                                                "known others": 5, "n": 0}
    assert open_limits("mean", USUAL)["n"] == open_limits("gap", USUAL)["numerator"] == 10


@pytest.mark.parametrize(("lots", "expected"), [
    ([40, 40, 10, 10], True),           # two have 80 of 100
    ([40, 39, 11, 10], False),          # 79
    ([100], True),
    ([0, 0, 0], False),                 # nothing to have
    ([10] * 11, False),
])
def test_an_amount_of_which_two_people_make_up_four_fifths(lots, expected):
    groups = pd.Series(["a"] * len(lots))
    assert few_dominate(pd.Series(lots, dtype=float), groups, USUAL).tolist() == [expected]


def test_dominance_is_looked_for_in_each_group_and_its_numbers_are_parameters():
    amounts, groups = pd.Series([90.0, 10, 50, 50, 50]), pd.Series(list("aabbb"))
    assert few_dominate(amounts, groups, USUAL).to_dict() == {"a": True, "b": False}
    assert few_dominate(amounts, groups, Rule(dominance=1)).to_dict() == {"a": True, "b": False}
    assert few_dominate(amounts, groups, Rule(dominance=1, dominated=0.95)).to_dict() == {"a": False, "b": False}
    assert few_dominate(amounts, groups, Rule(dominance=3)).to_dict() == {"a": True, "b": True}
