"""Cells as values: days in the two forms that are read, numbers written plainly, and nothing for anything else."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayforward.returns.layout import dates, numbers

CELLS = ["", " ", "7", " 7 ", "7.0", "-7.25", "1,000", "1e3", "7.", "01/02/2024", "31/02/2024", "2024-02-01",
         " 2024-02-01 00:00:00", "02-01-2024"]


def test_numbers_are_written_plainly():
    found = numbers(pd.Series([" 7 ", "-7.25", "1,000", "1e3", "7.", ""], index=list("abcdef"), dtype="str"))
    assert found.dropna().to_dict() == {"a": 7.0, "b": -7.25}
    assert list(found.index) == list("abcdef")


def test_days_are_written_in_the_returns_form_or_as_iso_days():
    found = dates(pd.Series(["01/02/2024", "2024-02-01", " 2024-02-01 00:00:00", "31/02/2024", ""], dtype="str"))
    assert list(found[:3]) == [pd.Timestamp(2024, 2, 1)] * 3
    assert found[3:].isna().all()
    assert found.dtype == "datetime64[s]"


@pytest.mark.parametrize("read", [numbers, dates])
@given(cells=st.lists(st.sampled_from(CELLS)))
def test_a_cell_reads_the_same_wherever_and_however_often_it_stands(read, cells):
    column = pd.Series(cells, dtype="str")
    alone = {cell: read(pd.Series([cell], dtype="str")).iloc[0] for cell in set(cells)}
    expected = pd.Series([alone[cell] for cell in cells], dtype=read(column).dtype)
    pd.testing.assert_series_equal(read(column), expected)
