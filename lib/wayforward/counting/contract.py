"""What a definition receives of an area's own returns, and no more."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any, Protocol, runtime_checkable

import pandas as pd


@runtime_checkable
class Returns(Protocol):
    """An area's own returns as a definition sees them: checked, in values, of all years at hand.

    figures     published figures of the area that measures need beside the returns (population, census), or None
    received    the day of the newest delivery that is used; None without any
    la_code, gss    the area's own codes
    districts   what the area's districts are called, and their codes; empty where that is not known
    """

    figures: pd.DataFrame | None
    received: date | None
    la_code: str
    gss: str
    districts: Callable[[], Collection[str]]

    def has(self, *names: str) -> bool:
        """Whether all these tables are at hand."""

    def table(self, name: str) -> pd.DataFrame:
        """The rows of a table, with `return_year`; MissingReturn or RefusedReturn where there are none to be had."""

    def unknown_code(self, name: str, column: str) -> pd.Series:
        """Of each row of a table, whether its cell held a code that is not known (such a cell is missing)."""

    def years_of(self, *names: str) -> list[int]:
        """The years of which each of these tables is at hand, also without rows."""

    def once(self, work: Callable[["Returns"], Any]) -> Any:
        """What `work` makes of these returns, worked out when first asked for."""

    def located(self, postcodes: pd.Series) -> pd.DataFrame:
        """Where postcodes lie: easting, northing, district, authority, district_name."""
