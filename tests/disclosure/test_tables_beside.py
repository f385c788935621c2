"""Tables that stand beside a series: their rows are hidden whole, and protect each other."""

import pandas as pd
import pytest
from told_tables import PLAIN, cases, groups, hidden, series, together

from tables import table
from wayforward.counting.supplementary_tables import Detail, rows_of
from wayforward.disclosure.numbers import PRIMARY, SECONDARY
from wayforward.disclosure.row_sets import RowNumbers
from wayforward.disclosure.tables_beside import numbers_beside, row_units

AUDITS = """
    Theme       | Audits | Share | Reading
    Chronology  | 3      | 0.08  | weak
    Voice       | 12     | 0.32  | strong
    Plans       | 9      | 0.24  | fair
    Supervision | 14     | 0.37  | fair
"""
UNITS = {"Audits": ("", 0)}


def detail(text: str, people: tuple[str, ...] = ("Audits",), units=UNITS, **more) -> Detail:
    return Detail("Themes", table(text), dict(units), people, **more)


def beside(of: Detail, numbers_of: RowNumbers | None = None):
    return numbers_beside("measure", of, numbers_of, PLAIN)


def test_a_row_of_few_people_is_hidden_and_a_second_protects_it():
    """38 − 12 − 14 = 12 of two; the row of fewest people."""
    assert hidden(beside(detail(AUDITS))) == {"Chronology": PRIMARY, "Plans": SECONDARY}


def test_without_a_total_only_the_small_row_goes():
    assert hidden(beside(detail(AUDITS, total=False))) == {"Chronology": PRIMARY}


def test_beside_a_share_or_an_average_a_row_of_fewer_than_ten_is_hidden():
    assert hidden(beside(detail(AUDITS, units=UNITS | {"Share": ("%", 1)}, total=False))) == {
        "Chronology": PRIMARY, "Plans": PRIMARY}


def test_a_table_that_counts_nobody_has_nothing_to_hide():
    tables = beside(detail(AUDITS, people=()))
    assert tables.units == []
    assert row_units(detail(AUDITS, people=()), tables) == [None] * 4


def test_every_column_of_people_is_protected():
    """2 of a returned; b has the fewest people that make up for it: 2 + 6 = 8 returned."""
    rows = detail("""
        Theme | Sent | Returned
        a     | 40   | 2
        b     | 20   | 6
        c     | 90   | 60
    """, ("Sent", "Returned"), {"Sent": ("", 0), "Returned": ("", 0)})
    assert hidden(beside(rows)) == {"a": PRIMARY, "b": SECONDARY}


def test_a_missing_number_is_no_number():
    rows = detail("""
        Theme | Audits
        a     | 30
        b     |
    """)
    tables = beside(rows)
    assert [len(unit.numbers) for unit in tables.units] == [1]
    first, second = row_units(rows, tables)
    assert first.numbers[0].value == 30
    assert second is None


RETURN = pd.DataFrame({"return_year": 2025, "theme": ["a"] * 3 + ["b"] * 30 + ["c"] * 20})


def counted(names: str = "abc", each: float = 1.0, overlap: int = 0) -> Detail:
    parts = rows_of(RETURN, RETURN["theme"], list(names))
    parts[-1] = pd.concat([parts[-1], parts[0][:overlap]])
    rows = pd.DataFrame({"Theme": list(names), "Audits": [len(part) / each for part in parts]})
    return Detail("Themes", rows, UNITS, ("Audits",), table="audits", counted={"Audits": parts}, each=each)


def test_where_the_rows_are_known_a_total_follows_that_nobody_need_be_shown():
    tables = beside(counted(), RowNumbers.of(RETURN))
    (whole,) = tables.follows
    assert (whole.value, whole.rows.size) == (53, 53)
    assert [each.value for each in tables.sums[0].parts] == [3, 30, 20]
    assert hidden(tables) == {"a": PRIMARY}             # nobody tells the 53 here


def test_a_series_of_the_same_rows_tells_the_total():
    everybody = series(cases(range(30), range(30, 53))).points()
    tables = together(everybody, beside(counted(), RowNumbers.of(RETURN)))
    assert hidden(tables) == {"a": PRIMARY, "c": SECONDARY}


def test_the_same_group_is_hidden_in_a_breakdown_and_in_the_table_beside_it():
    """The 20 of c are the partner in both, as the same rows are one number."""
    yes = {0, 1, 2, *range(3, 13), *range(33, 43)}        # 3 of 3, 10 of 30, 10 of 20
    of = series(cases(yes, set(range(53)) - yes, Theme=RETURN["theme"].tolist()), by=("Theme",))
    points = of.points()
    tables = together(points, groups(of, "Theme", "2025", points), beside(counted(), RowNumbers.of(RETURN)))
    hidden(tables)
    shown = {group: {unit.hidden is None for unit in tables.units if unit.numbers[0].name.group == group
                     and unit.numbers[0].name.part != "unknown"} for group in "abc"}
    assert shown == {"a": {False}, "b": {True}, "c": {False}}


@pytest.mark.parametrize(("each", "values"), [(1.0, [3, 30, 20]), (3.0, [1, 10, 20 / 3])])
def test_rows_of_which_several_are_a_person(each, values):
    tables = beside(counted(each=each), RowNumbers.of(RETURN))
    assert [number.value for number in tables.numbers()][:3] == values
    assert {number.each for number in tables.numbers()} == {each}


def test_rows_in_which_somebody_is_counted_twice_add_up_to_nothing():
    tables = beside(counted(overlap=2), RowNumbers.of(RETURN))
    assert tables.follows == tables.sums == []
