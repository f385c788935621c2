"""Invented schools and colleges in the county and around it, as the register (GIAS) has them.

Each has its number for good; every year a few schools close and come back as academies under another number, and plans
may still name the old one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from exampleshire.chance import choose, stream
from exampleshire.county_map import GSS, LA_CODE, LA_CODES_OF_NEIGHBOURS, NAME, NEIGHBOURS, County
from exampleshire.files import Return, table
from exampleshire.story import YEARS

# Kind → number in the county and in each neighbouring authority, phase, and types by their codes with weights.
KINDS = {
    "primary": (240, 12, "Primary", {"1": 40, "2": 18, "3": 12, "34": 26, "28": 4}),
    "secondary": (62, 6, "Secondary", {"34": 60, "28": 15, "5": 15, "1": 6, "35": 4}),
    "special": (26, 3, "Not applicable", {"7": 55, "44": 28, "33": 7, "12": 5, "36": 5}),
    "independent special": (8, 3, "Not applicable", {"10": 80, "8": 20}),
    "college": (7, 2, "16 plus", {"18": 70, "31": 30}),
    "independent": (18, 2, "Not applicable", {"11": 100}),
    "alternative": (6, 1, "Not applicable", {"14": 60, "42": 25, "43": 15}),
}
TYPES = {"1": "Community school", "2": "Voluntary aided school", "3": "Voluntary controlled school",
         "5": "Foundation school", "7": "Community special school", "8": "Non-maintained special school",
         "10": "Other independent special school", "11": "Other independent school", "12": "Foundation special school",
         "14": "Pupil referral unit", "18": "Further education", "28": "Academy sponsor led",
         "31": "Sixth form centres", "33": "Academy special sponsor led", "34": "Academy converter",
         "35": "Free schools", "36": "Free schools special", "42": "Academy alternative provision converter",
         "43": "Academy alternative provision sponsor led", "44": "Academy special converter"}
CONVERTED = {"1": "34", "2": "34", "3": "34", "5": "34", "7": "44"}
CONVERSIONS = 4                             # a year


@dataclass(frozen=True)
class Schools:
    """One row a school: number (0 …), kind, inside (in the county), urn, type, place, closed (the year before whose
    January it closed, or 9999), opened (likewise, or 0)."""

    rows: pd.DataFrame
    county: County

    def urn(self, numbers: np.ndarray) -> np.ndarray:
        """The register's numbers of schools; −1 is none."""
        return np.append(self.rows["urn"].to_numpy(dtype=object), "")[numbers]

    def drawn(self, chance: np.ndarray, kind: np.ndarray, inside: np.ndarray) -> np.ndarray:
        """A school of each kind, in the county or outside it; −1 for a kind that no school is of."""
        found = np.full(len(chance), -1)
        for (name, within), group in self.rows.groupby(["kind", "inside"]):
            wanted = (kind == name) & (inside == within)
            found[wanted] = group.index.to_numpy()[np.floor(chance[wanted] * len(group)).astype(int)]
        return found


def draw_schools(seed: int, county: County) -> Schools:
    """The register, the same at every scale."""
    rng = stream(seed, "schools")
    parts = []
    for kind, (own, theirs, _, types) in KINDS.items():
        numbers = [own, *[theirs] * len(NEIGHBOURS)]
        authority = np.repeat(np.arange(len(numbers)), numbers)
        parts.append(pd.DataFrame({"kind": kind, "authority": authority,
                                   "type": choose(types, rng.random(len(authority)))}))
    rows = pd.concat(parts, ignore_index=True)
    rows["place"] = _places(rng, county, rows["authority"].to_numpy())
    rows["urn"] = [str(900_001 + number) for number in rows.index]
    rows = rows.assign(inside=rows["authority"].eq(0), closed=9999, opened=0)
    return Schools(_converted(rng, rows), county)


def _places(rng: np.random.Generator, county: County, authority: np.ndarray) -> np.ndarray:
    codes = county.postcodes["authority"]
    known = county.postcodes["grid"]
    wanted = [GSS, *(f"E109999{98 - number:02}" for number in range(len(NEIGHBOURS)))]
    found = np.zeros(len(authority), dtype=int)
    for number, code in enumerate(wanted):
        here = authority == number
        found[here] = rng.choice(np.flatnonzero((codes == code) & known), here.sum())
    return found


def _converted(rng: np.random.Generator, rows: pd.DataFrame) -> pd.DataFrame:
    """With `closed` for the schools that became academies, and `successor`, the number under which they came back."""
    able = rows.index[rows["inside"] & rows["type"].isin(list(CONVERTED))]
    chosen = rng.choice(able, CONVERSIONS * len(YEARS[1:]), replace=False)
    year = np.repeat(YEARS[1:], CONVERSIONS)
    rows = rows.assign(successor="")
    rows.loc[chosen, "closed"] = year
    rows.loc[chosen, "successor"] = [str(909_001 + number) for number in range(len(chosen))]
    return rows


def register(schools: Schools) -> Iterator[Return]:
    """The register of every January, with what had closed since 2020 and what had opened by then."""
    for year in YEARS:
        rows = schools.rows
        back = rows[rows["closed"] <= year]
        back = back.assign(urn=back["successor"], type=back["type"].map(CONVERTED), opened=back["closed"], closed=9999)
        both = pd.concat([rows, back], ignore_index=True).sort_values("urn", kind="stable", ignore_index=True)
        yield Return("edubasealldata", year, _columns(both, schools.county, year))


def _columns(rows: pd.DataFrame, county: County, year: int) -> pd.DataFrame:
    place = county.postcodes.iloc[rows["place"]]
    authorities = np.array([NAME, *NEIGHBOURS], dtype=object)[rows["authority"]]
    codes = np.array([LA_CODE, *LA_CODES_OF_NEIGHBOURS], dtype=object)[rows["authority"]]
    closed, opened = rows["closed"].le(year).to_numpy(), rows["opened"].gt(0).to_numpy()
    names = [f"Invented {kind} school {urn[-4:]}" for kind, urn in zip(rows["kind"], rows["urn"], strict=True)]
    return table({
        "URN": rows["urn"], "LA (code)": codes, "LA (name)": authorities,
        "EstablishmentName": names, "TypeOfEstablishment (code)": rows["type"],
        "TypeOfEstablishment (name)": rows["type"].map(TYPES),
        "EstablishmentStatus (name)": np.where(closed, "Closed", "Open").astype(object),
        "OpenDate": np.where(opened, _first_of_september(rows["opened"]), "").astype(object),
        "CloseDate": np.where(closed, _last_of_august(rows["closed"]), "").astype(object),
        "PhaseOfEducation (name)": [KINDS[kind][2] for kind in rows["kind"]],
        "Postcode": place["postcode"].to_numpy(), "Easting": place["easting"].to_numpy(),
        "Northing": place["northing"].to_numpy()})


def _first_of_september(years: pd.Series) -> np.ndarray:
    return np.array([f"01-09-{year - 1}" for year in years], dtype=object)


def _last_of_august(years: pd.Series) -> np.ndarray:
    return np.array([f"31-08-{year - 1}" for year in years], dtype=object)
