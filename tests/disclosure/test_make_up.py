"""The heads of a workforce group by group, and what its distance from the community tells of them."""

import pandas as pd
import pytest
from told_tables import PLAIN, cases

from wayforward.counting.tally import Tally, proportion
from wayforward.disclosure.make_up import distance_tells, heads_by_group, make_up
from wayforward.disclosure.numbers import Number, Tables, Unit
from wayforward.ledger import CellKey

SHARES = pd.Series({"x": 0.2, "y": 0.3, "z": 0.5})


def heads(**sizes: int) -> pd.Series:
    return pd.Series(sizes).reindex(SHARES.index)


def tells(hidden: str, **sizes: int) -> bool:
    return distance_tells(heads(**sizes), pd.Series({name: name in hidden for name in SHARES.index}), SHARES, PLAIN)


@pytest.mark.parametrize(("hidden", "sizes", "expected"), [
    ("", {"x": 40, "y": 57, "z": 3}, False),        # nothing is hidden
    ("z", {"x": 40, "y": 57, "z": 3}, True),        # under-represented is z alone: 3 is all they have
    ("yz", {"x": 60, "y": 37, "z": 3}, True),       # y has more than its fair 30 of 100, so z alone is below
    ("yz", {"x": 74, "y": 23, "z": 3}, False),      # both below: of 26 together z has 0 to 26
    ("yz", {"x": 97, "y": 0, "z": 3}, False),       # of 3 together z has 0 to 3: it could be nobody
    ("xy", {"x": 4, "y": 56, "z": 40}, False),      # 4 is below its fair 20; with z shown, 44 − 40 is the rest …
])
def test_what_a_distance_tells(hidden, sizes, expected):
    if hidden == "xy":
        expected = True                             # … so x, alone hidden on its side, has 4
    assert tells(hidden, **sizes) == expected


def staff(**sizes: int) -> Tally:
    groups = [group for group, size in sizes.items() for _ in range(size)]
    return Tally(cases(no=range(len(groups))).assign(group=groups), proportion, against=SHARES)


def points(over: float, others: float) -> Tables:
    name = CellKey("measure", "series", "2025", "", "", "")
    return Tables([Unit([Number(name._replace(part="numerator"), over, 5)], 40)],
                  [Number(name._replace(part="complement"), others, 5)])


def test_a_unit_for_each_group_and_two_sums():
    """Of 100 staff x has 40, more than a fifth; y has 57, more than three tenths; z has 3, less than half."""
    found = make_up("measure", "series", staff(x=40, y=57, z=3), points(97, 3), PLAIN)
    assert [(unit.numbers[0].name.group, unit.numbers[0].value, unit.numbers[0].rows.size, unit.small)
            for unit in found.units] == [("x", 40, 40, False), ("y", 57, 57, False), ("z", 3, 3, True)]
    assert [(each.whole.name.part, [part.name.group for part in each.parts]) for each in found.sums] == [
        ("numerator", ["x", "y"]), ("complement", ["z"])]


def test_a_group_without_anybody_is_nobody_and_told():
    found = make_up("measure", "series", staff(x=40, y=60), points(100, 0), PLAIN)
    assert [(unit.numbers[0].value, unit.small) for unit in found.units] == [(40, False), (60, False), (0, False)]


def test_only_the_latest_period_has_its_groups_told():
    tally = staff(x=40, y=57, z=3)
    earlier = cases(no=range(100, 120), period="2024").assign(group="z")
    both = Tally(pd.concat([tally.cases, earlier]), proportion, against=SHARES)
    assert {unit.numbers[0].name.period for unit in make_up("measure", "series", both, Tables(), PLAIN).units} == {
        "2025"}


def test_no_make_up_without_staff_or_community():
    tally = staff(x=40)
    for each in (Tally(tally.cases, proportion), Tally(tally.cases[:0], proportion, against=SHARES)):
        assert make_up("measure", "series", each, Tables(), PLAIN).units == []


def test_heads_by_group_have_a_column_for_each_group_of_the_community():
    tally = staff(x=2, z=1)
    found = heads_by_group(tally.cases, tally.cases["period"], SHARES)
    assert found.loc["2025"].to_dict() == {"x": 2, "y": 0, "z": 1}
