"""Who came into care, when, and when they left: the invented children behind the return of children looked after.

Children come at the same rate since 2003, so that by the plan's years as many leave as come. Unaccompanied children
come in growing numbers, and a few disabled children have short breaks.
"""

import numpy as np
import pandas as pd

from exampleshire.chance import birthday, days, pick, rounded, sized
from exampleshire.county_map import County

ENTRIES = 348                               # children a year, without unaccompanied ones
ENTRY_YEARS = range(2003, 2026)             # from April of each
UNACCOMPANIED = dict(zip(ENTRY_YEARS, [38] * 15 + [42, 44, 53, 60, 67, 72, 76, 78], strict=True))
SHORT_BREAKS = 46
LAST_WRITTEN = np.datetime64("2014-04-01")  # who left before then is in no return here
BANDS = {"babies": 0.19, "toddlers": 0.17, "small": 0.16, "older": 0.38, "oldest": 0.10}
AGES = {"babies": (0, 0), "toddlers": (1, 4), "small": (5, 9), "older": (10, 15), "oldest": (16, 16)}
FATES = {"weeks": 0.30, "months": 0.40, "childhood": 0.30}
ETHNIC = {"WBRI": 0.66, "WOTH": 0.06, "WIRT": 0.005, "WROM": 0.01, "MWBC": 0.05, "MWBA": 0.02, "MWAS": 0.02,
          "MOTH": 0.03, "AIND": 0.01, "APKN": 0.02, "ABAN": 0.01, "AOTH": 0.015, "BCRB": 0.02, "BAFR": 0.035,
          "BOTH": 0.01, "OOTH": 0.01, "REFU": 0.005, "NOBT": 0.01}
ETHNIC_UNACCOMPANIED = {"BAFR": 0.42, "AOTH": 0.25, "OOTH": 0.27, "WOTH": 0.04, "NOBT": 0.02}
NEEDS = {"N1": 0.62, "N2": 0.04, "N3": 0.04, "N4": 0.10, "N5": 0.14, "N6": 0.03, "N7": 0.005, "N8": 0.025}

LEFT_AT_18 = {"E5": 0.42, "E6": 0.12, "E17": 0.22, "E7": 0.06, "E4A": 0.10, "E8": 0.08}
LEFT_AT_16 = {"E4A": 0.25, "E4B": 0.15, "E5": 0.25, "E6": 0.10, "E9": 0.08, "E8": 0.17}
LEFT_TO_FAMILY = {"E45": 0.65, "E46": 0.10, "E41": 0.25}
LEFT = {"E4A": 0.55, "E4B": 0.20, "E41": 0.07, "E45": 0.10, "E8": 0.05, "E3": 0.03}
ADOPTED = {"E11": 0.45, "E12": 0.55}


def children_in_care(rng: np.random.Generator, county: County, scale: float) -> pd.DataFrame:
    """One row a time in care, in order of child and day: CHILD, SEX, born, ETHNIC, CIN, kind ("care", "unaccompanied",
    "short breaks"), home (a place), start, end (the day care ends, perhaps still to come), REC, adopted."""
    first = pd.concat([_entries(rng, scale), _unaccompanied(rng, scale), _short_breaks(rng, scale)], ignore_index=True)
    first = first.sort_values(["start", "born"], kind="stable", ignore_index=True)
    first["person"], first["home"] = np.arange(len(first)), county.homes(rng, len(first))
    spells = pd.concat([first, _returning(rng, first)]).sort_values(["person", "start"], ignore_index=True)
    spells = spells[spells["person"].isin(spells.loc[spells["end"] >= LAST_WRITTEN, "person"])]
    number = pd.factorize(spells["person"])[0] + 10_001
    return spells.drop(columns="person").assign(CHILD=[f"X{each}" for each in number]).reset_index(drop=True)


def _entries(rng: np.random.Generator, scale: float) -> pd.DataFrame:
    each = sized(ENTRIES, scale)
    start = _within_years(rng, dict.fromkeys(ENTRY_YEARS, each))
    youngest, oldest = np.array([AGES[band] for band in pick(rng, BANDS, len(start))]).T
    born = start - np.floor(rng.uniform(youngest, oldest + 0.98) * 365.25).astype(int)
    ends = _end(rng, born, start)
    return pd.DataFrame({"born": born, "start": start, **ends, "kind": "care", "SEX": pick(rng, {"M": 54, "F": 46},
                         len(start)), "ETHNIC": pick(rng, ETHNIC, len(start)), "CIN": pick(rng, NEEDS, len(start))})


def _within_years(rng: np.random.Generator, numbers: dict[int, int]) -> np.ndarray:
    """As many days as asked for in each year from April on."""
    first = np.array([np.datetime64(f"{year}-04-01") for year, size in numbers.items() for _ in range(size)])
    return first + rng.integers(0, 365, len(first))


def _end(rng: np.random.Generator, born: np.ndarray, start: np.ndarray) -> dict[str, np.ndarray]:
    """When and how a time in care ends: end, REC, adopted."""
    size, fate = len(start), pick(rng, FATES, len(start))
    little = (start - born).astype(int) < 5 * 365
    leaves_family = (fate == "childhood") & little & (rng.random(size) < 0.75)
    adopted = leaves_family & (rng.random(size) < 0.5)
    lasting = np.select([fate == "weeks", fate == "months", leaves_family],
                        [3 + rounded(rng.exponential(60, size)), 150 + rounded(rng.exponential(420, size)),
                         500 + rounded(rng.exponential(300, size))], 10_000).astype(int)
    eighteen = birthday(born, 18)
    end = np.minimum(start + lasting, eighteen)
    sixteen = birthday(born, 16)
    left = np.select([end == eighteen, adopted, leaves_family, end >= sixteen],
                     [pick(rng, LEFT_AT_18, size), pick(rng, ADOPTED, size), pick(rng, LEFT_TO_FAMILY, size),
                      pick(rng, LEFT_AT_16, size)], pick(rng, LEFT, size))
    return {"end": end, "REC": left, "adopted": adopted & (end < eighteen)}


def _unaccompanied(rng: np.random.Generator, scale: float) -> pd.DataFrame:
    start = _within_years(rng, {year: sized(number, scale) for year, number in UNACCOMPANIED.items()})
    born = start - np.floor(rng.triangular(15.2, 16.9, 17.7, len(start)) * 365.25).astype(int)
    size = len(start)
    return pd.DataFrame({"born": born, "start": start, "end": birthday(born, 18), "adopted": False,
                         "REC": pick(rng, {"E5": 0.62, "E17": 0.14, "E6": 0.14, "E8": 0.10}, size),
                         "kind": "unaccompanied", "SEX": pick(rng, {"M": 94, "F": 6}, size),
                         "ETHNIC": pick(rng, ETHNIC_UNACCOMPANIED, size), "CIN": "N8"})


def _short_breaks(rng: np.random.Generator, scale: float) -> pd.DataFrame:
    size = sized(SHORT_BREAKS, scale)
    start = days(rng, "2018-04-01", "2025-12-31", size)
    born = start - rng.integers(6 * 365, 14 * 365, size)
    return pd.DataFrame({"born": born, "start": start, "adopted": False, "REC": "E4A", "CIN": "N2",
                         "end": np.minimum(start + rng.integers(500, 1500, size), birthday(born, 18)),
                         "kind": "short breaks", "SEX": pick(rng, {"M": 6, "F": 4}, size),
                         "ETHNIC": pick(rng, ETHNIC, size)})


def _returning(rng: np.random.Generator, first: pd.DataFrame) -> pd.DataFrame:
    """The second time in care of some who had gone home."""
    home = first["kind"].eq("care") & first["REC"].isin(["E4A", "E4B"]) & first["end"].lt("2025-01-01")
    again = first[home & (rng.random(len(first)) < 0.08)]
    born = again["born"].to_numpy().astype("M8[D]")
    start = again["end"].to_numpy().astype("M8[D]") + rng.integers(40, 400, len(again))
    young = start < birthday(born, 17)
    made = again.assign(start=start, **_end(rng, born, start)).loc[young]
    return made.assign(CIN=pick(rng, NEEDS, len(made)))
