"""What ties numbers together: found from the rows that are counted."""

import numpy as np
import pytest
from told_tables import PLAIN, number, rows, together, unit

from wayforward.disclosure.links import Links, open_numbers, values_of
from wayforward.disclosure.numbers import Number, Sum, Tables
from wayforward.ledger import CellKey

FIRST = range(60)


def links(*numbers, sums=()) -> Links:
    return Links(Tables([unit(each) for each in numbers], [], list(sums)), PLAIN)


def equations(of: Links) -> list[dict[str, float]]:
    """Each equation by the groups of its numbers."""
    return [{of.numbers[place].name.group or "few": times for place, times in enumerate(each) if times}
            for each in of.equations.toarray()]


def test_the_same_rows_are_one_number_wherever_they_are_told():
    found = links(number(20, "here", range(20)), number(20, "there", range(20)), number(40, "other", range(20, 60)))
    assert list(found.place.values()) == [0, 0, 1]
    assert len(found.numbers) == 2


def test_as_many_rows_that_are_others_are_another_number():
    assert list(links(number(20, "a", range(20)), number(20, "b", range(1, 21))).place.values()) == [0, 1]


def test_rows_of_which_three_are_a_person_are_not_those_of_which_one_is():
    assert list(links(number(20, "a", range(20)), number(20 / 3, "b", range(20), each=3)).place.values()) == [0, 1]


def test_nobody_and_numbers_without_rows_are_each_for_itself():
    found = links(number(0, "a", []), number(0, "b", []), number(3, "c"), number(3, "d"))
    assert list(found.place.values()) == [0, 1, 2, 3]


def test_two_sets_that_make_up_a_third():
    found = links(number(20, "yes", range(20)), number(40, "no", range(20, 60)), number(60, "all", FIRST))
    assert equations(found) == [{"yes": -1, "no": -1, "all": 1}]


def test_two_sets_that_share_a_row_make_up_no_third():
    assert equations(links(number(21, "a", range(21)), number(40, "b", range(20, 60)), number(60, "c", FIRST))) == []


@pytest.mark.parametrize(("other", "apart"), [
    (range(59), [1]),               # 60 − 59: one more was asked
    (range(56), [4]),               # 60 − 56
    (range(55), []),                # 60 − 55 = 5 may be told
    (range(60), []),                # the very same
    (range(5, 64), []),             # 60 and 59, but neither within the other
    (range(100, 159), []),          # other rows
])
def test_all_but_a_few(other, apart):
    found = links(number(60, "all", FIRST), number(len(other), "other", other))
    assert [each.value for each in found.numbers if each.name == CellKey("", "", "", "", "", each.name.part)] == apart
    assert equations(found) == [{"all": 1, "other": -1, "few": -1}] * len(apart)


def test_the_few_that_have_a_name_already_are_told_by_it():
    found = links(number(60, "all", FIRST), number(58, "most", range(58)), number(2, "rest", [58, 59]))
    assert equations(found) == [{"all": 1, "most": -1, "rest": -1}]
    assert len(found.numbers) == 3


def test_a_few_rows_of_which_three_are_a_person():
    """180 and 171 months are 60 and 57 people; 180 and 165 are 5 apart."""
    apart = [[each.value for each in links(number(60, "all", range(180), each=3),
                                           number(size / 3, "part", range(size), each=3)).numbers[2:]]
             for size in (171, 165)]
    assert apart == [[3], []]


def denominators(*sizes: range, by: str = "") -> Links:
    """Of whole populations, by a series' own point or in a breakdown."""
    return links(*(Number(CellKey("", "", "2025", by, str(place), "denominator"), len(size), 5, rows(size))
                   for place, size in enumerate(sizes)))


def test_a_reader_takes_two_populations_of_mostly_the_same_people_for_one_within_the_other():
    """60 and 62 with 58 in common: 58 is more than four fifths of 62. With 48 in common, of 62, less."""
    assert len(denominators(range(60), range(2, 64)).numbers) == 3
    assert len(denominators(range(60), range(12, 74)).numbers) == 2
    assert len(denominators(range(60), range(2, 64), by="Age").numbers) == 2


def test_told_sums_hold_where_the_values_add_up():
    parts = [number(3, "a"), number(4, "b")]
    assert equations(links(*parts, sums=[Sum(number(7, "all"), parts)])) == [{"a": -1, "b": -1, "all": 1}]
    assert equations(links(*parts, sums=[Sum(number(7.2, "all"), parts)])) == []


def test_a_sum_that_is_told_twice_is_one_equation():
    yes, no, whole = number(20, "yes", range(20)), number(40, "no", range(20, 60)), number(60, "all", FIRST)
    found = links(yes, no, whole, sums=[Sum(whole, [yes, no]), Sum(whole, [no, yes])])
    assert found.equations.shape == (1, 3)


def test_the_strictest_limit_holds_for_a_number_that_is_told_twice():
    """Seven in all tell of nobody; an average of seven does."""
    found = links(number(7, "all", range(7), limit=5), number(7, "average", range(7), limit=10))
    assert open_numbers(found.numbers, values_of(found.numbers)).tolist() == [True]


def test_how_many_a_number_is_follows_from_its_rows_where_they_are_known():
    found = links(number(60, "rounded", range(63), rounded=10), number(3.4, "average"), number(2, "months", range(6),
                                                                                               each=3))
    assert values_of(found.numbers[:3]).tolist() == [63, 3.4, 2]
    assert np.array_equal(open_numbers(found.numbers, values_of(found.numbers))[:3], [False, True, True])


def test_tables_are_added_up_without_changing_the_others():
    one, other = Tables([unit(number(3, "a"))]), Tables([unit(number(4, "b"))], [number(7, "c")])
    assert [each.name.group for each in together(one, other).numbers()] == ["a", "b", "c"]
    assert len(one.units) == 1
