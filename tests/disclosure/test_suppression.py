"""Which further numbers are hidden: small tables, with a width of 5 unless it says otherwise."""

import itertools

import pytest
from told_tables import PLAIN, column, hidden, number, together, unit

from wayforward.disclosure.numbers import PRIMARY, REVISED, SECONDARY, Sum, Tables, Unit
from wayforward.disclosure.rule import USUAL
from wayforward.disclosure.suppression import suppress


@pytest.mark.parametrize(("groups", "expected"), [
    ({"a": 0, "b": 30, "c": 20}, {}),                                               # nobody is told
    ({"a": 5, "b": 30, "c": 20}, {}),                                               # so are five
    ({"a": 3, "b": 30, "c": 20}, {"a": PRIMARY, "c": SECONDARY}),                   # 53 − 30 = 23: a from 0 to 23
    ({"a": 3, "b": 4, "c": 30}, {"a": PRIMARY, "b": PRIMARY}),                      # 3 + 4 = 7 hide each other
    ({"a": 1, "b": 4, "c": 30}, {"a": PRIMARY, "b": PRIMARY}),                      # 5 is just enough
    ({"a": 1, "b": 2, "c": 30, "d": 9}, {"a": PRIMARY, "b": PRIMARY, "d": SECONDARY}),      # 3 are not
    ({"a": 3, "b": 0, "c": 30}, {"a": PRIMARY, "c": SECONDARY}),                    # nobody protects nobody
])
def test_groups_with_a_total(groups, expected):
    assert hidden(column(groups)) == expected


def test_somebody_who_is_counted_needs_one_more():
    """1 + 4 = 5: one of the four knows of himself, and has the one within 0 and 4."""
    assert hidden(column({"a": 1, "b": 4, "c": 30}), USUAL) == {"a": PRIMARY, "b": PRIMARY, "c": SECONDARY}
    assert hidden(column({"a": 2, "b": 4, "c": 30}), USUAL) == {"a": PRIMARY, "b": PRIMARY}


def test_five_that_are_hidden_may_be_fewer_to_whoever_is_one_of_them():
    """Two rows are hidden for other numbers in them, 5 in the one and 0 in the other: whoever knows the 15 beside them
    has 5 for the two together, and one of the five has 0 to 4 for the other."""
    hidden_before = column({"a": 5, "b": 0, "c": 15})
    for each in hidden_before.units[:2]:
        each.small = True
    assert hidden(hidden_before, USUAL) == {"a": PRIMARY, "b": PRIMARY, "c": SECONDARY}
    assert hidden(column({"a": 5, "b": 0, "c": 15}), USUAL) == {}       # shown, five are told


@pytest.mark.parametrize(("rule", "expected"), [(PLAIN, {"a", "b"}), (USUAL, {"b", "c"})])
def test_a_partner_with_five_is_taken_where_they_stay_open(rule, expected):
    """Out of 30 in b another table has 28, so b is hidden. Its partner would be a, of 19 the fewest; but 5 and 0 in
    these are 5 of the 20 together, which leaves the one of five too little."""
    so = {name: number(value, name) for name, value in {"a": 5, "b": 0, "c": 15}.items()}
    of = {name: number(value, name) for name, value in {"a": 19, "b": 30, "c": 40}.items()}
    both = [number(20, "all"), number(89, "all")]
    other, few = number(28, "other"), number(2, "few")
    rows = [Unit([so[name], of[name]], cost) for name, cost in {"a": 10.0, "b": 10.1, "c": 10.2}.items()]
    tables = Tables([*rows, Unit(both, 0.0, shown=True), unit(other, shown=True)], [few],
                    [Sum(both[0], list(so.values())), Sum(both[1], list(of.values())), Sum(of["b"], [other, few])])
    assert set(hidden(tables, rule)) == expected


def test_a_total_that_is_itself_small_is_not_told_and_gives_nothing_away():
    assert hidden(column({"a": 3, "b": 0, "c": 1})) == {"a": PRIMARY, "c": PRIMARY}


def test_without_a_total_only_the_small_are_hidden():
    assert hidden(column({"a": 3, "b": 30, "c": 20}, shown_total=False)) == {"a": PRIMARY}


def costing(**groups: tuple[float, float]) -> Tables:
    """Groups of so many people, hidden at such a cost; the smallest is to be left open."""
    least = min(value for value, _ in groups.values())
    numbers = [number(value, name, limit=5 if value == least else 0) for name, (value, _) in groups.items()]
    units = [unit(each, cost) for each, (_, cost) in zip(numbers, groups.values(), strict=True)]
    whole = number(sum(each.value for each in numbers), "all")
    return Tables([*units, unit(whole, shown=True)], [], [Sum(whole, numbers)])


@pytest.mark.parametrize(("cost", "expected"), [(9, {"d"}), (19, {"d"}), (21, {"b", "c"})])
def test_one_dear_group_or_two_cheap_ones(cost, expected):
    """1 lacks 4 to the width of 5: b and c have 2 each, at 10 each; d has 30."""
    assert hidden(costing(a=(1, 10), b=(2, 10), c=(2, 10), d=(30, cost))).keys() == {"a", *expected}


def test_what_is_hidden_in_one_table_is_hidden_in_the_other_too():
    """A row and a column through the small one: each needs a partner, and the partners one where they meet."""
    cells = {place: number(value, f"{place[0]}{place[1]}") for place, value in {
        (0, 0): 3, (0, 1): 20, (0, 2): 30, (1, 0): 21, (1, 1): 22, (1, 2): 30}.items()}
    tables = Tables([unit(each) for each in cells.values()])
    for line in (0, 1):
        for at in {place[line] for place in cells}:
            parts = [each for place, each in cells.items() if place[line] == at]
            whole = number(sum(each.value for each in parts), f"all {line} {at}")
            tables.add(Tables([unit(whole, shown=True)], [], [Sum(whole, parts)]))
    assert hidden(tables) == {"00": PRIMARY, "01": SECONDARY, "10": SECONDARY, "11": SECONDARY}


def nested(size: int) -> Tables:
    """60 in all; of them so many in a second series; the first is the dearer."""
    return Tables([unit(number(60, "all", range(60)), 40), unit(number(size, "part", range(size)), 30)])


@pytest.mark.parametrize(("size", "expected"), [(60, set()), (59, {"part"}), (56, {"part"}), (55, set())])
def test_a_part_that_lacks_a_few_people_of_the_whole_is_hidden(size, expected):
    """60 − 59 = 1, though nobody is shown the one."""
    assert hidden(nested(size)).keys() == expected


def test_the_same_rows_told_twice_are_hidden_twice():
    """a as a group, and the same three as a row of another table, where the three are not small by themselves."""
    tables = together(Tables([unit(number(3, "a", range(3)))]),
                      Tables([unit(number(3, "again", range(3)), small=False), unit(number(9, "b", range(10, 19)))]))
    assert hidden(tables) == {"a": PRIMARY, "again": SECONDARY}


def test_a_unit_is_hidden_with_all_its_numbers_and_why():
    """A percentage's numerator and denominator are one unit: the partner of 2 of 40 is 17 of 27."""
    counted = {"17": (40, 60), "18": (2, 40), "19": (22, 50), "20": (30, 36), "21": (17, 27)}
    numbers = {group: [number(so, group), number(of, group)] for group, (so, of) in counted.items()}
    units = [Unit(pair, 10 + pair[1].value / 213, small=group == "18") for group, pair in numbers.items()]
    wholes = [number(sum(pair[part].value for pair in numbers.values()), "all") for part in (0, 1)]
    sums = [Sum(whole, [pair[part] for pair in numbers.values()]) for part, whole in enumerate(wholes)]
    tables = Tables([*units, Unit(wholes, 40, shown=True)], [], sums)
    bounds = suppress(tables, PLAIN)
    assert [unit.hidden for unit in tables.units] == [None, PRIMARY, None, None, SECONDARY, None]
    assert {each.name.group: (each_.low, each_.high) for each, each_ in bounds.items()} == {"18": (0, 2 + 17)}


def test_how_far_each_number_is_left_open():
    tables = column({"a": 3, "b": 4, "c": 30})
    assert {each.name.group: (round(found.low, 6), round(found.high, 6))
            for each, found in suppress(tables, PLAIN).items()} == {"a": (0, 7), "b": (0, 7)}


# What was published before

def test_what_was_shown_stays_shown_and_another_protects():
    tables = column({"a": 3, "b": 30, "c": 20})
    tables.units[2].shown = True
    assert hidden(tables) == {"a": PRIMARY, "b": SECONDARY}


def test_what_earlier_releases_give_away_has_no_bounds_and_hides_nothing_else_in_vain():
    """a's 3 follow from what was shown: 53 − 30 − 20. Nothing is left to hide but a itself."""
    tables = column({"a": 3, "b": 30, "c": 20})
    for each in tables.units[1:]:
        each.shown = True
    assert suppress(tables, PLAIN) == {}
    assert [unit.hidden for unit in tables.units] == [PRIMARY, None, None, None]


def test_what_is_hidden_for_another_reason_keeps_it():
    tables = column({"a": 3, "b": 30, "c": 20})
    tables.units[1].hidden = REVISED
    assert hidden(tables) == {"a": PRIMARY, "b": REVISED}


# Rounded

def quarters(second: int, rounded: float) -> dict[str, str]:
    """What is hidden of quarters of 3 and of so many, beside the year's rows."""
    parts = [number(3, "Q1", range(3)), number(second, "Q2", range(3, 3 + second))]
    year = number(3 + second, "year", range(3 + second), limit=0, rounded=rounded)
    return hidden(Tables([*map(unit, parts), unit(year, 50)], [], [Sum(year, parts)]))


@pytest.mark.parametrize(("second", "rounded", "expected"), [
    (34, 0, {"Q1": PRIMARY, "Q2": SECONDARY}),      # 37 − 34
    (34, 10, {"Q1": PRIMARY}),                      # 40 are 35 to 44 rows: Q1 has 10 at most
    (61, 10, {"Q1": PRIMARY, "Q2": SECONDARY}),     # 60 are 55 to 64: 3 at most
    (59, 10, {"Q1": PRIMARY}),                      # of 62: 5 at most
])
def test_a_year_told_to_the_nearest_leaves_room_or_does_not(second, rounded, expected):
    assert quarters(second, rounded) == expected


@pytest.mark.parametrize(("size", "each", "rounded", "expected"), [
    (64, 1, 10, (55, 64)), (65, 1, 10, (65, 74)), (60, 1, 10, (55, 64)), (0, 1, 10, (0, 4)),
    (3, 1, 10, (1, 9)),             # "fewer than 10"
    (1, 1, 10, (1, 9)),
    (63, 1, 5, (63, 67)),           # 62.5 to 67.4
    (63, 1, 0, (63, 63)),
    (190, 3, 40, (60, 299 / 3)),    # 120 months: 180 to 299
])
def test_between_how_many_people_a_number_can_be_that_is_told_to_the_nearest(size, each, rounded, expected):
    assert number(size / each, "", range(size), each=each, rounded=rounded).told_between == pytest.approx(expected)


def test_the_same_where_it_is_not_known_which_rows_they_are():
    """64 people are 128 rows, told to the nearest 20 as 120: 110 to 129."""
    assert number(64, each=2, rounded=10).told_between == (55, 64.5)


def test_rows_told_to_the_nearest_stay_where_the_same_rows_are_hidden_as_a_point():
    """27 told as 30, and as a point that is small by what else it tells: the rounded rows give nothing away."""
    assert hidden(Tables([unit(number(27, "point", range(27)), small=True),
                          unit(number(27, "rows", range(27), limit=0, rounded=10), 50)])) == {"point": PRIMARY}


def test_rows_told_to_the_nearest_and_exactly_are_known_exactly():
    """The year's rows, rounded in an account told first and exactly in a point: 37 − 34."""
    parts = [number(3, "Q1", range(3)), number(34, "Q2", range(3, 37))]
    account, point = (number(37, name, range(37), limit=0, rounded=rounded)
                      for name, rounded in (("account", 10), ("point", 0)))
    assert hidden(Tables([unit(account, 50), unit(point, 50), *map(unit, parts)])) == {"Q1": PRIMARY, "Q2": SECONDARY}


# Always the same

GROUPS = {"a": 3, "b": 20, "c": 20, "d": 20}


def test_the_same_is_hidden_whatever_the_order_of_equations_and_of_what_does_not_matter():
    """Of groups as large as each other any protects; which one is the same every time, and in every order of sums."""
    chosen = set()
    for order in itertools.permutations(range(4)):
        tables = column(GROUPS)
        tables.sums = [Sum(each.whole, [each.parts[place] for place in order]) for each in tables.sums]
        chosen.add(tuple(hidden(tables)))
    assert len(chosen) == 1
    assert len(chosen.pop()) == 2


def test_as_much_is_given_up_in_any_order_of_the_groups():
    costs = set()
    for order in list(itertools.permutations([("a", 1), ("b", 2), ("c", 9), ("d", 30), ("e", 4)]))[::8]:
        tables = column(dict(order))
        hidden(tables)
        costs.add(round(sum(unit.cost for unit in tables.units if unit.hidden), 9))
    assert costs == {30.007}           # a, b and e, 10 and a thousandth for each person


def test_nothing_to_hide():
    assert hidden(Tables()) == {}
    assert suppress(column({"a": 30, "b": 20}), PLAIN) == {}
