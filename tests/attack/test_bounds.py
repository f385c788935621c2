"""Bounds of hidden counts: by single equations, and by all of a connected part together."""

import math
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wayforward.attack.bounds import parts, small, solve
from wayforward.attack.cells import Key
from wayforward.attack.evidence import Equation, Evidence
from wayforward.attack.narrowing import Contradiction, Narrowing


def key(name: str) -> Key:
    return Key("s", "2026", "by", name, "n")


def total(names: str, value: float) -> Equation:
    """The counts named, one letter each, add up to a value."""
    return Equation(tuple((key(name), 1.0) for name in names), value, value, f"{' + '.join(names)} = {value}")


def narrowed(*equations: Equation, fractions=frozenset()) -> Narrowing:
    found = Narrowing(Evidence(fractions=set(fractions)))
    for equation in equations:
        assert found.add([equation])
    return found


def test_single_equations_narrow_as_on_paper():
    """a + b = 9 and b = 6 leave 3 for a; a + c = 20 then 17 for c."""
    found = narrowed(total("ab", 9), total("b", 6), total("ac", 20))
    assert [found.at(key(name)) for name in "abc"] == [(3, 3), (6, 6), (17, 17)]


def test_a_sum_alone_bounds_its_parts():
    assert narrowed(total("ab", 9)).at(key("a")) == (0, 9)


def test_what_contradicts_leaves_nothing_behind():
    found = narrowed(total("ab", 9), total("a", 3))
    assert not found.add([total("b", 7)])
    assert found.at(key("b")) == (6, 6)
    assert len(found.equations) == 2


def test_equations_give_away_together_what_none_does_alone():
    """a + b = 5, b + c = 5, a + c = 6: a = 3, b = 2, c = 3."""
    found = narrowed(total("ab", 5), total("bc", 5), total("ac", 6))
    assert found.hidden(key("a"))
    (part,) = parts(found)
    answers = solve(part, found)
    assert {each.group: tuple(map(round, ends)) for each, ends in answers.items()} == {
        "a": (3, 3), "b": (2, 2), "c": (3, 3)}


def test_whole_people_bound_closer_than_fractions():
    """2a + 2b = 2 (c + 1) and a + b + c = 9: c = 4, whatever a and b."""
    equation = Equation(((key("a"), 2.0), (key("b"), 2.0), (key("c"), -2.0)), 2.0, 2.0, "twice")
    found = narrowed(equation, total("abc", 9))
    (part,) = parts(found)
    assert {each.group: tuple(map(round, ends)) for each, ends in solve(part, found).items()} == {"c": (4, 4)}


def test_parts_are_apart_where_nothing_hidden_joins_them():
    """b is known, so it does not join a to c."""
    found = narrowed(total("b", 6), total("abx", 20), total("bcy", 30))
    assert sorted(len(part) for part in parts(found)) == [1, 1]


def test_counts_that_may_be_none_or_many_are_not_told():
    found = narrowed(total("ab", 9), total("bc", 9))
    (part,) = parts(found)
    assert solve(part, found) == {}


def test_a_part_without_a_solution_is_a_contradiction():
    """a + b, b + c and a + c cannot be 5, 5 and 5 in whole people: their sum would be 15 / 2."""
    found = narrowed(total("ab", 5), total("bc", 5), total("ac", 5))
    (part,) = parts(found)
    with pytest.raises(Contradiction):
        solve(part, found)


def test_an_open_bound_stays_open():
    least = Equation(((key("a"), 1.0), (key("b"), -1.0)), 0.0, math.inf, "a is no less than b")
    found = narrowed(least, total("b", 6))
    assert found.at(key("a")) == (6, math.inf)


SUMS = ["abcd", "ab", "bc", "cd", "ac", "abc", "bcd"]


@settings(max_examples=40)
@given(st.tuples(*[st.integers(0, 5)] * 4), st.sets(st.sampled_from(SUMS[1:]), max_size=4))
def test_bounds_are_those_of_trying_every_count(counts, sums):
    """What is told as small is what all whole counts that make the same sums have in common."""
    told = {names: sum(counts["abcd".index(name)] for name in names) for names in ["abcd", *sorted(sums)]}
    found = narrowed(*(total(names, value) for names, value in told.items()))
    answers = {key(name): found.at(key(name)) for name in "abcd" if small(*found.at(key(name)))}
    for part in parts(found):
        answers |= solve(part, found)
    ways = [way for way in product(range(told["abcd"] + 1), repeat=4) if all(
        sum(way["abcd".index(name)] for name in names) == value for names, value in told.items())]
    columns = zip("abcd", zip(*ways, strict=True), strict=True)
    tried = {key(name): (min(column), max(column)) for name, column in columns}
    assert {each: tuple(map(round, ends)) for each, ends in answers.items()} == {
        each: ends for each, ends in tried.items() if small(*ends)}
