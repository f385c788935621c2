"""Sets of rows by a fingerprint that adds up."""

import pandas as pd
from told_tables import rows

from wayforward.disclosure.row_sets import RowNumbers, together


def table(years: dict[int, int], first: int = 0) -> pd.DataFrame:
    """So many rows of each year's return, one after the other."""
    listed = [year for year, size in years.items() for _ in range(size)]
    return pd.DataFrame({"return_year": listed}, index=range(first, first + len(listed)))


def test_two_sets_without_a_common_row_add_up_to_the_third():
    whole, one, other = rows(range(60)), rows(range(20)), rows(range(20, 60))
    assert (one.fingerprint + other.fingerprint) % 2**64 == whole.fingerprint
    assert (one.fingerprint + rows(range(21, 60)).fingerprint) % 2**64 != whole.fingerprint


def test_within_and_shared():
    assert rows([1, 2]).within(rows([1, 2, 3]))
    assert not rows([1, 4]).within(rows([1, 2, 3]))
    assert not rows([1, 2, 3]).within(rows([1, 2]))
    assert rows([1, 2, 3]).shared(rows([2, 3, 4])) == 2


def test_the_same_lines_of_two_years_are_different_rows():
    assert rows([1, 2], 2024).fingerprint != rows([1, 2], 2025).fingerprint
    assert rows([1, 2], 2024).shared(rows([1, 2], 2025)) == 0


def test_a_row_has_the_same_number_whether_or_not_other_years_are_at_hand():
    both, alone = table({2024: 3, 2025: 4}), table({2025: 4})
    of_2025 = both[both["return_year"] == 2025]
    assert RowNumbers.of(both).all(of_2025).fingerprint == RowNumbers.of(alone).all(alone).fingerprint
    later = table({2025: 4}, first=100)
    assert RowNumbers.of(later).all(later).fingerprint == RowNumbers.of(alone).all(alone).fingerprint


def test_the_order_of_rows_plays_no_part():
    rows_ = table({2024: 3, 2025: 4})
    numbers = RowNumbers.of(rows_)
    assert numbers.all(rows_).fingerprint == numbers.all(rows_.iloc[::-1]).fingerprint
    assert RowNumbers.of(rows_.iloc[::-1]) == numbers


def test_by_gives_each_combination_of_keys_its_rows_and_none_to_a_missing_key():
    every = table({2025: 5})
    numbers = RowNumbers.of(every)
    found = numbers.by(every, pd.Series(["a", "b", "a", None, "b"]))
    assert {key: sorted(each.ids() % 2**40) for key, each in found.items()} == {"a": [0, 2], "b": [1, 4]}
    assert {key: each.size for key, each in numbers.by(
        every, pd.Series(list("aabbb")), pd.Series(list("xyxxy"))).items()} == {
        ("a", "x"): 1, ("a", "y"): 1, ("b", "x"): 2, ("b", "y"): 1}
    assert found["a"].fingerprint == numbers.all(every.iloc[[0, 2]]).fingerprint
    assert numbers.by(every[:0], pd.Series([], dtype=object)) == {}


def test_together_are_sets_without_a_common_row():
    assert together([rows([1, 2]), rows([3])]).fingerprint == rows([1, 2, 3]).fingerprint
    assert together([rows([1, 2]), rows([3])]).size == 3
    assert together([rows([1, 2]), rows([2, 3])]) is None
