"""The record of what is told and what is hidden, number by number."""

from told_tables import PLAIN, column, number, rows

from wayforward.disclosure.numbers import Number, Tables, Unit
from wayforward.disclosure.record import Record
from wayforward.disclosure.suppression import suppress
from wayforward.ledger import CellKey


def named(group: str) -> dict[str, str]:
    return {"measure": "", "series": "", "period": "", "by": "", "group": group, "part": ""}


def test_what_is_told_with_its_value_and_what_is_hidden_with_why_and_how_far_it_is_open():
    tables = column({"a": 3, "b": 4, "c": 30, "d": 20})
    record = Record.of(tables, suppress(tables, PLAIN)).as_parts()
    assert record["told"] == [named("c") | {"value": 30}, named("d") | {"value": 20}, named("all") | {"value": 57}]
    assert record["hidden"] == [named("a") | {"reason": "primary", "low": 0, "high": 7},
                                named("b") | {"reason": "primary", "low": 0, "high": 7}]


def test_a_partner_that_may_be_known_has_no_bounds():
    tables = column({"a": 3, "c": 30, "d": 20})
    record = Record.of(tables, suppress(tables, PLAIN)).as_parts()
    assert record["hidden"][1] == named("d") | {"reason": "secondary", "low": None, "high": None}


def test_what_is_told_to_the_nearest_is_no_exact_figure():
    rounded = Number(CellKey("", "", "2025", "rows", "rows in", "rows"), 63, 0, rows(range(63)), 1.0, 10.0)
    tables = Tables([Unit([rounded], 20), Unit([number(30, "c")], 10)])
    assert Record.of(tables, suppress(tables, PLAIN)).as_parts() == {"told": [named("c") | {"value": 30}],
                                                                      "hidden": []}


def test_what_only_follows_from_what_is_told_is_no_figure_either():
    tables = Tables([Unit([number(30, "c"), number(20, "follows", told=False)], 10)])
    assert Record.of(tables, suppress(tables, PLAIN)).as_parts()["told"] == [named("c") | {"value": 30}]
