"""An area's own returns, as known on a day.

A folder holds a subfolder for each day on which returns were received: 2025-06-15/Episodes_2024-25.csv. Of each table
and year the newest file received by the as-at day is used, so that a later delivery corrects or adds to an earlier one.
"""

from collections.abc import Callable, Mapping
from datetime import date

import pandas as pd

from wayforward.errors import MissingReturn


class Returns:
    """The tables at hand, each read when first asked for. Never shown, saved or logged.

    received    the day of the newest delivery that is used; None without any
    figures     published figures of the area that measures need beside the returns (population, census)
    """

    def __init__(self, tables: Mapping[str, Callable[[], pd.DataFrame]], figures: pd.DataFrame | None = None,
                 received: date | None = None, postcodes: Callable[[pd.Series], pd.DataFrame] | None = None,
                 la_code: str = "", gss: str = ""):
        self._loaders, self._read = dict(tables), {}
        self.figures, self.received, self.la_code, self.gss = figures, received, la_code, gss
        self._postcodes = postcodes

    def has(self, *names: str) -> bool:
        """Whether all these tables are at hand."""
        return all(name in self._loaders for name in names)

    def table(self, name: str) -> pd.DataFrame:
        """A table of all years at hand, in values (see layout.typed); MissingReturn where there is none."""
        if name not in self._loaders:
            raise MissingReturn(name)
        if name not in self._read:
            self._read[name] = self._loaders[name]()
        return self._read[name]

    def located(self, postcodes: pd.Series) -> pd.DataFrame:
        """Where postcodes lie, on the same index: easting, northing (metres; missing where not known), district and
        authority (nine-character codes)."""
        return self._postcodes(postcodes)
