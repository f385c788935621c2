"""A table of the Local Authority Interactive Tool, which has the years side by side, with one figure a row."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd

from wayforward.published.release_places import Places, key
from wayforward.published.release_tables import Table
from wayforward.returns.layout import plain

YEAR = re.compile(r"\d{4}([-/]\d{2}|[-/]\d{4})?")
NEEDED = {"LA Number": "old_la_code", "LA and Regions": "name", "Measure": "measure"}
IDENTIFIER = "LAIT year"
FIRST_REGION = 970
NAMES = {"National": "country_name", "Regional": "region_name", "Local authority": "la_name"}


def lacking(table: Table) -> list[str]:
    """The headings of the tool that a table does not have."""
    own = set(map(plain, table.rows))
    missing = [heading for heading in NEEDED if plain(heading) not in own]
    return missing if any(YEAR.fullmatch(heading) for heading in table.rows) else [*missing, "a year such as 2024/25"]


def long(table: Table, places: Places) -> Table:
    """A row for each area, measure and year, in the columns of Explore education statistics and `measure` and
    `figure`; an empty cell is none. Rows keep the line of the file."""
    named = {plain(heading): ours for heading, ours in NEEDED.items()}
    rows = table.rows.rename(columns={heading: named.get(plain(heading), heading) for heading in table.rows})
    years = [heading for heading in table.rows if YEAR.fullmatch(heading)]
    level = _levels(rows, places)
    whose = pd.DataFrame({"geographic_level": level, "measure": rows["measure"],
                          "old_la_code": rows["old_la_code"].where(level.eq("Local authority"), "")})
    whose = whose.assign(**{column: rows["name"].where(level.eq(each), "") for each, column in NAMES.items()})
    parts = [whose.assign(time_period=year, time_identifier=IDENTIFIER, figure=rows[year], at=range(len(rows)))
             for year in years]
    whole = pd.concat(parts).sort_values("at", kind="stable")
    # a row without any figure stays one row, so that it is accounted for
    empty = whole["figure"].eq("")
    full = whole["at"].isin(whole.loc[~empty, "at"])
    kept = whole[~empty | (~full & ~whole.duplicated("at"))]
    at = kept["at"].to_numpy()
    return replace(table, rows=kept.drop(columns="at").reset_index(drop=True), lines=table.lines[at], kinds={})


def _levels(rows: pd.DataFrame, places: Places) -> pd.Series:
    """Numbers below 970 are authorities'; from there on they are of regions and England; a mean has none."""
    countries = {key(name) for name in places.areas.loc[places.areas["level"].eq("country"), "name"]}
    number = pd.to_numeric(rows["old_la_code"], errors="coerce")
    words = np.select([number.lt(FIRST_REGION), rows["name"].map(key).isin(countries), number.ge(FIRST_REGION)],
                      ["Local authority", "National", "Regional"], "a mean, such as the statistical neighbours'")
    return pd.Series(words, rows.index)
