"""Journeys: routes to special schools, and the log of journeys of children in placements.

More children go to special schools every year; placements move nearer home. Vehicles turn electric slowly. A few routes
are for other purposes, and some have no distance.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from exampleshire.chance import choose, pick, rounded, sized, stream
from exampleshire.county_map import DISTRICTS
from exampleshire.files import Return, table, where
from exampleshire.story import BESIDE, YEARS

FOR_PLACEMENTS, FOR_OTHERS = 380, 45
SCHOOL_VEHICLES = {"taxi": 0.42, "minibus": 0.33, "car": 0.14, "black cab": 0.04, "van": 0.03, "bus": 0.02,
                   "coach": 0.02}
PLACEMENT_VEHICLES = {"taxi": 0.45, "car": 0.50, "black cab": 0.05}
FUELS = {"diesel": 0.62, "petrol": 0.28, "hybrid": 0.05, "unknown": 0.05}
ELECTRIC = 0.012                            # more of the fleet every year
SEATED = {"taxi": (1, 3), "black cab": (1, 3), "car": (1, 3), "minibus": (5, 12), "van": (4, 9), "bus": (8, 30),
          "coach": (18, 45)}
# Purpose → share of the log, average kilometres one way, fewest and most days.
PLACEMENT_PURPOSES = {"placement school": (0.50, 15.0, 120, 190), "family time": (0.30, 32.0, 20, 52),
                      "social worker": (0.20, 38.0, 8, 12)}
SCHOOL_KM, OTHER_KM, SPREAD = 13.0, 9.0, 2.5
LONGEST = 180.0
NO_DISTANCE = 0.004


def travel_returns(seed: int, scale: float) -> Iterator[Return]:
    """The routes of each financial year."""
    for year in YEARS:
        rng = stream(seed, f"travel {year}")
        schools = sized(float(BESIDE["routes_to_special_schools"].at(year)), scale)
        parts = [_schools(rng, schools, "special school", SCHOOL_KM),
                 _placements(rng, year, sized(FOR_PLACEMENTS, scale)),
                 _schools(rng, sized(FOR_OTHERS, scale), "other", OTHER_KM)]
        yield Return("travel_routes", year, _columns(rng, pd.concat(parts, ignore_index=True), year))


def _schools(rng: np.random.Generator, size: int, purpose: str, km: float) -> pd.DataFrame:
    return pd.DataFrame({"purpose": purpose, "vehicle": pick(rng, SCHOOL_VEHICLES, size),
                         "km": rounded(rng.gamma(SPREAD, km / SPREAD, size)), "days": rng.integers(150, 191, size)})


def _placements(rng: np.random.Generator, year: int, size: int) -> pd.DataFrame:
    shares = {purpose: share for purpose, (share, *_) in PLACEMENT_PURPOSES.items()}
    purpose = choose(shares, (np.arange(size) + 0.5) / size)
    km, fewest, most = (np.array([PLACEMENT_PURPOSES[each][part] for each in purpose]) for part in (1, 2, 3))
    length = km * float(BESIDE["placement_journeys_length"].at(year))
    vehicle = np.where(purpose == "social worker", "car", pick(rng, PLACEMENT_VEHICLES, size))
    return pd.DataFrame({"purpose": purpose, "vehicle": vehicle, "km": rounded(rng.gamma(SPREAD, length / SPREAD)),
                         "days": rng.integers(fewest.astype(int), most.astype(int) + 1)})


def _columns(rng: np.random.Generator, rows: pd.DataFrame, year: int) -> pd.DataFrame:
    size = len(rows)
    vehicle = rows["vehicle"].to_numpy()
    few, many = np.array([SEATED[each] for each in vehicle]).T
    visit = rows["purpose"].eq("social worker").to_numpy()
    large = np.isin(vehicle, ["bus", "coach"])
    electric = ~large & (rng.random(size) < 0.02 + ELECTRIC * (year - YEARS[0]))
    fuel = np.where(electric, "battery electric", np.where(large, "diesel", pick(rng, FUELS, size)))
    km = np.round(rows["km"].to_numpy().clip(0.8, LONGEST), 1)
    return table({
        "ROUTE_ID": [f"R{year}-{number:04}" for number in range(1, size + 1)], "PURPOSE": rows["purpose"],
        "VEHICLE": vehicle, "FUEL": fuel, "VEHICLES": np.full(size, 1),
        "ONE_WAY_KM": where(rng.random(size) >= NO_DISTANCE, km), "DAYS": rows["days"],
        "PASSENGERS": np.where(visit, 0, rng.integers(few, many + 1)),
        "DISTRICT": rng.choice(np.array(DISTRICTS, dtype=object), size)})
