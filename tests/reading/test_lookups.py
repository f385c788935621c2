"""Where texts stand among those that are looked up."""

import pandas as pd

from wayforward.reading.lookups import places_among


def test_a_text_has_the_place_it_has_among_the_known_ones_and_a_missing_one_has_none():
    cells = pd.Series(["b", "x", "a", None, "b"], dtype=str)
    assert list(places_among(cells, pd.Series(["a", "b"], dtype=str))) == [1, -1, 0, -1, 1]
    assert list(places_among(cells, pd.Series([], dtype=str))) == [-1] * 5
