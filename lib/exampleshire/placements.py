"""Where looked-after children lived, and under which order: times in care cut into the episodes of the return.

Each placement has a chance between 0 and 1 and is far from home while it lies under the year's true share: a child
whose chance the falling share passes moves nearer that year, and the others stay. So the share of children far away on
every 31 March is the planted one, and most of a year's children were there the year before.
"""

import numpy as np
import pandas as pd

from exampleshire.chance import age, pick, rounded, span
from exampleshire.county_map import County
from exampleshire.story import COURSES, YEARS

MARCHES = np.array([f"{year}-03-31" for year in YEARS], dtype="M8[D]")
SHARE_FAR = "far_from_home_distance_known"
NEAR_HOME = {"U6": 0.34, "U4": 0.24, "U1": 0.10, "U3": 0.11, "U5": 0.02, "P1": 0.07, "K2": 0.10, "R2": 0.01,
             "Z1": 0.01}
FAR_AWAY = {"U6": 0.34, "U4": 0.22, "K2": 0.30, "S1": 0.03, "K1": 0.02, "R1": 0.03, "U3": 0.04, "Z1": 0.02}
FROM_16 = {"H5": 0.42, "U6": 0.20, "U4": 0.18, "K2": 0.12, "P2": 0.04, "R5": 0.01, "U1": 0.03}
UNACCOMPANIED = {"H5": 0.58, "U6": 0.36, "P2": 0.06}       # under 16 all with foster carers
HOMES, OLD_ENOUGH = ("K1", "K2", "S1", "R1"), 8
BREAKS = {"K2": 0.5, "U6": 0.4, "R1": 0.1}
FOSTER_PROVIDER = {"PR1": 0.62, "PR4": 0.26, "PR5": 0.09, "PR2": 0.03}
OTHER_PROVIDER = {"PR4": 0.72, "PR5": 0.16, "PR1": 0.12}
WHY_MOVED = {"CARPL": 0.38, "LAREQ": 0.12, "CREQB": 0.16, "CREQO": 0.14, "CHILD": 0.10, "STAND": 0.04, "CLOSE": 0.02,
             "PLACE": 0.04}
# Legal statuses one after another, each but the last with the fewest and the most days it lasts.
PATHS = {"V2": [("V2", 0, 0)], "C1 C2": [("C1", 120, 300), ("C2", 0, 0)], "L1 V2": [("L1", 1, 3), ("V2", 0, 0)],
         "V2 C1 C2": [("V2", 60, 400), ("C1", 120, 300), ("C2", 0, 0)],
         "L1 C1 C2": [("L1", 1, 3), ("C1", 120, 300), ("C2", 0, 0)],
         "J1 V2": [("J1", 10, 60), ("V2", 0, 0)], "V3": [("V3", 0, 0)], "V4": [("V4", 0, 0)],
         "C1 C2 E1": [("C1", 90, 140), ("C2", 60, 100), ("E1", 0, 0)]}
YOUNGER = {"C1 C2": 0.50, "V2 C1 C2": 0.20, "V2": 0.18, "L1 C1 C2": 0.12}
OLDER = {"V2": 0.52, "C1 C2": 0.22, "V2 C1 C2": 0.14, "L1 V2": 0.09, "J1 V2": 0.03}
STARTED_AND_CHANGED = 0.25                  # of children under police protection: the order changes on the first day


def episodes(rng: np.random.Generator, county: County, spells: pd.DataFrame) -> pd.DataFrame:
    """One row an episode, in order: spell (row of `spells`), DECOM, DEC (perhaps still to come), RNE, LS, PLACE (in
    codes of before 2024), PLACE_PROVIDER, REC, REASON_PLACE_CHANGE, placed (a place; −1 confidential), URN."""
    where = _placements(rng, county, spells)
    events = pd.concat([where, _same_carer(rng, spells, where), _orders(rng, spells)])
    # what begins on one day begins one episode, but for an order that changed on the very first day
    merged = events.sort_values(["spell", "day", "order"], kind="stable").groupby(["spell", "day", "order"]).last()
    carried = ["LS", "PLACE", "PLACE_PROVIDER", "placed", "URN"]
    merged[carried] = merged.groupby("spell")[carried].ffill()
    return _ended(rng, merged.reset_index(), spells)


def _ended(rng: np.random.Generator, rows: pd.DataFrame, spells: pd.DataFrame) -> pd.DataFrame:
    last = ~rows.duplicated("spell", keep="last").to_numpy()
    spell = rows["spell"].to_numpy()
    following = rows.groupby("spell")["day"].shift(-1).to_numpy()
    moved, swapped, ordered = (rows[name].eq(True).to_numpy() for name in ("moved", "swapped", "ordered"))
    started = ~rows.duplicated("spell").to_numpy()
    rne = np.select([started, moved & ordered, moved, swapped & ordered, swapped], ["S", "B", "P", "U", "T"], "L")
    before_move = np.append((moved | swapped)[1:] & ~started[1:], False)
    return rows.assign(DECOM=rows["day"], RNE=rne, DEC=np.where(last, spells["end"].to_numpy()[spell], following),
                       REC=np.where(last, spells["REC"].to_numpy()[spell], "X1"), placed=rows["placed"].astype(int),
                       REASON_PLACE_CHANGE=np.where(before_move, pick(rng, WHY_MOVED, len(rows)), ""))


def _placements(rng: np.random.Generator, county: County, spells: pd.DataFrame) -> pd.DataFrame:
    stays = _nearer(rng, _moves(rng, spells))
    spell = stays["spell"].to_numpy()
    kind, adoption = spells["kind"].to_numpy()[spell], stays["adoption"].to_numpy()
    years = age(spells["born"].to_numpy().astype("M8[D]")[spell], stays["start"].to_numpy().astype("M8[D]"))
    older = years >= 16
    size, far = len(stays), stays["far"].to_numpy()
    alone = kind == "unaccompanied"
    place = np.select([kind == "short breaks", adoption, alone & older, alone, older, far],
                      [pick(rng, BREAKS, size), pick(rng, {"A6": 0.8, "A5": 0.2}, size),
                       pick(rng, UNACCOMPANIED, size), "U6", pick(rng, FROM_16, size), pick(rng, FAR_AWAY, size)],
                      pick(rng, NEAR_HOME, size))
    place = np.where(np.isin(place, HOMES) & (years < OLD_ENOUGH), "U6", place)
    hidden = adoption | (kind == "short breaks")
    placed = np.where(hidden, -1, county.placed(rng, spells["home"].to_numpy()[spell], far))
    provider = _provider(rng, place)
    return pd.DataFrame({"spell": spell, "day": stays["start"].to_numpy(), "order": 0, "moved": True, "PLACE": place,
                         "PLACE_PROVIDER": provider, "placed": placed, "URN": _urn(rng, place, provider)})


def _moves(rng: np.random.Generator, spells: pd.DataFrame) -> pd.DataFrame:
    """Stays in a placement: spell, start, end, adoption, chance."""
    start, end = (spells[name].to_numpy().astype("M8[D]") for name in ("start", "end"))
    lasted = (end - start).astype(int)
    still = lasted < 10
    moves = np.where(still | spells["kind"].eq("short breaks"), 0, rng.poisson(0.4 + 0.3 * lasted / 365).clip(0, 12))
    spell = np.repeat(np.arange(len(spells)), moves)
    part = rounded(rng.random(len(spell)) ** 1.4)
    later = start[spell] + span(2) + np.floor(part * (lasted[spell] - 4)).astype(int)
    adopted = np.flatnonzero(spells["adopted"])
    to_adopters = end[adopted] - rng.integers(120, 240, len(adopted))
    limit = pd.Series(to_adopters, adopted).reindex(range(len(spells))).to_numpy()
    ordinary = ~(later >= limit[spell])
    stays = pd.concat([pd.DataFrame({"spell": np.arange(len(spells)), "start": start, "adoption": False}),
                       pd.DataFrame({"spell": spell, "start": later, "adoption": False})[ordinary],
                       pd.DataFrame({"spell": adopted, "start": to_adopters, "adoption": True})])
    stays = stays.sort_values(["spell", "start"], kind="stable").drop_duplicates(["spell", "start"], ignore_index=True)
    following = stays.groupby("spell")["start"].shift(-1)
    until = following.fillna(pd.Series(end[stays["spell"]], stays.index))
    return stays.assign(end=until, chance=rng.random(len(stays)))


def _nearer(rng: np.random.Generator, stays: pd.DataFrame) -> pd.DataFrame:
    """Stays with `far`; those that the falling share passes are cut in two, the second near home."""
    start, end = (stays[name].to_numpy().astype("M8[D]") for name in ("start", "end"))
    under = stays["chance"].to_numpy()[:, None] < COURSES[SHARE_FAR].at(YEARS)
    there = (start[:, None] <= MARCHES) & (end[:, None] > MARCHES)
    passed = there[:, :-1] & there[:, 1:] & under[:, :-1] & ~under[:, 1:]
    year = passed.argmax(axis=1)
    moves = passed.any(axis=1) & ~stays["adoption"].to_numpy()
    day = MARCHES[year] + span(1) + rng.integers(0, 365, len(stays))
    first = under[np.arange(len(stays)), np.searchsorted(MARCHES, start).clip(max=len(YEARS) - 1)]
    return pd.concat([stays.assign(far=first), stays.assign(start=day, far=False)[moves]], ignore_index=True)


def _same_carer(rng: np.random.Generator, spells: pd.DataFrame, where: pd.DataFrame) -> pd.DataFrame:
    """Foster placements that became long-term ones with the same carer."""
    following = where.sort_values(["spell", "day"], kind="stable").groupby("spell")["day"].shift(-1)
    end = following.reindex(where.index).fillna(pd.Series(spells["end"].to_numpy()[where["spell"]], where.index))
    long = where["PLACE"].eq("U6") & ((end - where["day"]).dt.days > 500) & (rng.random(len(where)) < 0.3)
    stays = where[long]
    day = stays["day"] + pd.to_timedelta(rng.integers(200, 450, len(stays)), unit="D")
    return pd.DataFrame({"spell": stays["spell"], "day": day, "order": 0, "swapped": True, "PLACE": "U4"})


def _orders(rng: np.random.Generator, spells: pd.DataFrame) -> pd.DataFrame:
    """Legal statuses, each from the day it began to hold."""
    size, kind = len(spells), spells["kind"].to_numpy()
    start, end = (spells[name].to_numpy().astype("M8[D]") for name in ("start", "end"))
    young = (start - spells["born"].to_numpy().astype("M8[D]")).astype(int) < 10 * 365
    path = np.select([kind == "short breaks", kind == "unaccompanied", spells["adopted"], young],
                     [pick(rng, {"V3": 0.7, "V4": 0.3}, size), "V2", "C1 C2 E1", pick(rng, YOUNGER, size)],
                     pick(rng, OLDER, size))
    at_once = rng.random(size) < STARTED_AND_CHANGED
    parts, day = [], start.copy()
    for step in range(3):
        status, fewest, most = (np.array([_step(name, step)[part] for name in PATHS], dtype=object)
                                [[*map(list(PATHS).index, path)]] for part in range(3))
        holds = (status != "") & (day < end)
        parts.append(pd.DataFrame({"spell": np.arange(size), "day": day, "LS": status, "ordered": step > 0,
                                   "order": ((day == start) & (step > 0)).astype(int)})[holds])
        lasts = rng.integers(fewest.astype(int), most.astype(int) + 1)
        day = day + np.where((status == "L1") & at_once, 0, np.maximum(lasts, 0))
    return pd.concat(parts)


def _step(path: str, step: int) -> tuple[str, int, int]:
    return PATHS[path][step] if step < len(PATHS[path]) else ("", 0, 0)


def _provider(rng: np.random.Generator, place: np.ndarray) -> np.ndarray:
    """Who provides a placement; the return has no provider of temporary and other ones."""
    letter, size = np.array([code[0] for code in place]), len(place)
    family = np.isin(place, ["U1", "U3"])
    return np.select([place == "P1", family, np.isin(letter, ["U", "A"]), np.isin(letter, ["T", "Z"]), place == "R2",
                      place == "R5"],
                     ["PR0", "PR1", pick(rng, FOSTER_PROVIDER, size), "", "PR3", "PR3"],
                     pick(rng, OTHER_PROVIDER, size))


def _urn(rng: np.random.Generator, place: np.ndarray, provider: np.ndarray) -> np.ndarray:
    """The register number of homes, schools and fostering agencies, all invented."""
    registered = np.isin(place, ["K1", "K2", "R1", "S1"]) | np.isin(provider, ["PR4", "PR5"])
    numbers = np.array([f"SC9990{number:02}" for number in range(100)], dtype=object)
    return np.where(registered, rng.choice(numbers, len(place)), "")
