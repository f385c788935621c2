"""The figures of one series of all areas, each with how it strays from its area's course (see `measured_scatter`)."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

DAY = "datetime64[D]"


@dataclass(frozen=True, eq=False)
class AllAreas:
    """The figures of A areas at the ends of T periods, in order of time (days), and their standard deviations about the
    areas' courses, both (A, T); NaN where there is none.

    >>> found = all_areas(pd.DataFrame({"area": ["a", "b", "b"], "end": ["2021-03-31", "2021-03-31", "2022-03-31"],
    ...                                 "value": [3.0, 5.0, 9.0], "error": [0.5, 0.6, 0.8]}))
    >>> found.values[:, found.place(date(2022, 3, 31))].tolist()
    [nan, 9.0]
    """

    areas: np.ndarray
    ends: np.ndarray
    values: np.ndarray
    errors: np.ndarray

    def place(self, end: date) -> int | None:
        """Which column is of the period that ends on a day; None where none is."""
        found = np.flatnonzero(self.ends == np.datetime64(end, "D"))
        return int(found[0]) if len(found) else None


def all_areas(rows: pd.DataFrame) -> AllAreas | None:
    """From a row an area and period (area; end, a day as text; value; error); None where there is no row."""
    if rows.empty:
        return None
    (row, areas), (column, ends) = (pd.factorize(rows[name], sort=True) for name in ("area", "end"))
    values, errors = np.full((2, len(areas), len(ends)), np.nan)
    values[row, column], errors[row, column] = rows["value"], rows["error"]
    return AllAreas(np.asarray(areas), np.asarray(ends).astype(DAY), values, errors)
