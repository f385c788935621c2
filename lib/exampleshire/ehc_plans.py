"""Education, health and care plans: the return of every January (SEN2), person by person, in the export's tables.

A child keeps a school until one of their chances is passed by a changing share or drawn anew. Planted dirt: placements
that have ended stand beside the ones that followed, some children have two, and some schools are named by a number that
has closed. Years before 2023, when the real return was not yet person by person, come in the same layout.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from exampleshire.chance import age, birthday, carry_over, choose, pick, sized, span, stream
from exampleshire.county_map import County
from exampleshire.files import Return, table, where
from exampleshire.pupils import ETHNIC
from exampleshire.schools import Schools
from exampleshire.story import BESIDE, COURSES, YEARS
from wayforward.returns.sen2 import BLADE_DATE

PLANS = dict(zip(YEARS, (7_000, 8_100, 9_300, 10_500, 11_800, 12_900), strict=True))
WITHOUT_SCHOOL = 0.03                       # at home, arranged by the authority, nowhere
INDEPENDENT_INSIDE = 0.30
FROM_16 = {"college": 0.55, "secondary": 0.20, "special": 0.25}
FROM_19 = {"college": 0.85, "special": 0.15}
SETTINGS = {"early": {"EYP": 0.8, "OLA": 0.2}, "school": {"OLA": 0.40, "EHE": 0.35, "OPA": 0.10, "NIEO": 0.15},
            "older": {"NEET": 0.60, "OLA": 0.25, "NIEO": 0.10, "NIEC": 0.05}}
NEEDS = {"ASD": 0.34, "SEMH": 0.20, "SLCN": 0.18, "MLD": 0.10, "SLD": 0.06, "SPLD": 0.04, "PD": 0.03, "PMLD": 0.02,
         "HI": 0.01, "VI": 0.008, "MSI": 0.002, "DS": 0.005, "OTH": 0.01}
CEASED = {"1": 0.30, "2": 0.22, "3": 0.08, "4": 0.14, "5": 0.12, "6": 0.10, "7": 0.02, "8": 0.005, "9": 0.015}
REFUSED = 0.08                              # requests without a plan, for each that led to one
SECOND_PLACEMENT, ENDED_STILL_LISTED = 0.02, 0.3
STAYING = {"chance_local": 0.90, "chance_kind": 0.92, "chance_school": 0.95}


def plans_returns(seed: int, scale: float, county: County, schools: Schools) -> Iterator[Return]:
    """The six tables of each January."""
    rng = stream(seed, "plans")
    people, ended = _first(rng, county, sized(PLANS[YEARS[0]], scale)), None
    for year in YEARS:
        if year > YEARS[0]:
            people, ended = _next(rng, county, people, year, sized(PLANS[year], scale))
        people = _placed(rng, people, schools, year)
        yield from _tables(rng, people, ended, schools, year)


def _census(year: int) -> np.datetime64:
    return np.datetime64(f"{year}-01-20")


def _people(rng: np.random.Generator, county: County, born: np.ndarray, start: np.ndarray, first: int) -> pd.DataFrame:
    size = len(born)
    return pd.DataFrame({
        "number": np.arange(first, first + size), "born": born, "start": start, "home": county.homes(rng, size),
        "sex": pick(rng, {"M": 72, "F": 28}, size), "ethnic": pick(rng, ETHNIC, size), "need": pick(rng, NEEDS, size),
        "second": np.where(rng.random(size) < 0.45, pick(rng, NEEDS, size), ""), "school": -2,
        "since": _september(start), "before": -2,
        "received": start - rng.integers(98, 190, size), **{name: rng.random(size) for name in STAYING}})


def _september(days: np.ndarray) -> np.ndarray:
    """The first day of the school years that days lie in."""
    summer = span(8, "M")
    return ((days.astype("M8[M]") - summer).astype("M8[Y]").astype("M8[M]") + summer).astype("M8[D]")


def _first(rng: np.random.Generator, county: County, size: int) -> pd.DataFrame:
    """The plans of the first January, begun over the years before."""
    day = _census(YEARS[0])
    born = day - np.floor(rng.triangular(3.5, 11, 23, size) * 365.25).astype(int)
    three = birthday(born, 3)
    start = three + np.floor(rng.random(size) * (day - three).astype(int)).astype(int)
    return _people(rng, county, born, start, 100_001)


def _next(rng: np.random.Generator, county: County, people: pd.DataFrame, year: int,
          size: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The plans a year later: those that go on with the new ones, and those that ended."""
    day, before = _census(year), _census(year - 1)
    years = age(people["born"].to_numpy().astype("M8[D]"), day)
    ends = rng.random(len(people)) < np.select([years >= 24, years >= 20, years >= 18], [1.0, 0.30, 0.12], 0.02)
    length = int((day - before).astype(int))
    ended = people[ends].assign(ceased=before + span(1) + rng.integers(0, length, ends.sum()),
                                reason=pick(rng, CEASED, ends.sum()))
    new = max(size - int((~ends).sum()), 0)
    born = day - np.floor(rng.triangular(3.5, 7, 17, new) * 365.25).astype(int)
    start = day - rng.integers(0, length, new)
    added = _people(rng, county, born, start, int(people["number"].max()) + 1)
    return pd.concat([people[~ends], added], ignore_index=True), ended


def _placed(rng: np.random.Generator, people: pd.DataFrame, schools: Schools, year: int) -> pd.DataFrame:
    """With the year's `kind` of place ("" where there is none), `school`, the day it began, and the school before."""
    chance = {name: carry_over(rng, people[name].to_numpy(), share) for name, share in STAYING.items()}
    independent = COURSES["independent_special"].at(year)
    others = 1 - independent - WITHOUT_SCHOOL
    years = age(people["born"].to_numpy().astype("M8[D]"), np.datetime64(f"{year - 1}-08-31"))
    kind = np.where(chance["chance_kind"] < independent, "independent special",
                    _kind((chance["chance_kind"] - independent) / others, years, year))
    kind = np.where(chance["chance_kind"] >= 1 - WITHOUT_SCHOOL, "", kind)
    local = (COURSES["needs_met_locally"].at(year) - INDEPENDENT_INSIDE * independent) / others
    inside = chance["chance_local"] < np.where(kind == "independent special", INDEPENDENT_INSIDE, local)
    school = schools.drawn(chance["chance_school"], kind, inside)
    moved = (school != people["school"].to_numpy()) & (people["school"].to_numpy() > -2)
    began = np.where(moved, np.datetime64(f"{year - 1}-09-01"), people["since"].to_numpy().astype("M8[D]"))
    return people.assign(**chance, kind=kind, before=np.where(moved, people["school"], -2), school=school, since=began,
                         setting=_setting(people["number"].to_numpy(), years, kind))


def _kind(chance: np.ndarray, years: np.ndarray, year: int) -> np.ndarray:
    """What kind of state school or college, by age."""
    mainstream = float(BESIDE["mainstream_until_16"].at(year))
    until_16 = {"mainstream": mainstream, "special": 0.985 - mainstream, "alternative": 0.015}
    found = choose(until_16, chance)
    found = np.where(found == "mainstream", np.where(years < 11, "primary", "secondary"), found)
    return np.select([years >= 19, years >= 16], [choose(FROM_19, chance), choose(FROM_16, chance)], found)


def _setting(numbers: np.ndarray, years: np.ndarray, kind: np.ndarray) -> np.ndarray:
    """Why there is no school, for those without one; a person's own while they are of one age."""
    chance = numbers * 0.618033988749 % 1
    found = np.select([years < 5, years < 16], [choose(SETTINGS["early"], chance), choose(SETTINGS["school"], chance)],
                      choose(SETTINGS["older"], chance))
    return np.where(kind == "", found, "")


def _tables(rng: np.random.Generator, people: pd.DataFrame, ended: pd.DataFrame | None, schools: Schools,
            year: int) -> Iterator[Return]:
    everyone = people if ended is None else pd.concat([people, ended], ignore_index=True).sort_values("number")
    everyone = everyone.reindex(columns=[*people.columns, "ceased", "reason"])
    refused = everyone["number"].to_numpy()[rng.random(len(everyone)) < REFUSED * 0.1] + 50_000
    yield Return("person", year, _persons(everyone, schools.county, year))
    yield Return("requests", year, _requests(everyone, refused, year))
    yield Return("namedplan", year, _blade({
        "namedplantableid": everyone["number"] + 300_000, "requeststableid": everyone["number"] + 200_000,
        "startdate": everyone["start"], "ceasedate": everyone["ceased"],
        "ceasereason": everyone["reason"].astype(object).fillna("")}))
    day, size = _census(year), len(people)
    reviewed = (day - people["start"].to_numpy().astype("M8[D]")).astype(int) > 400
    yield Return("activeplans", year, _blade({
        "activeplanstableid": people["number"] + 400_000, "requeststableid": people["number"] + 200_000,
        "transferla": np.where(people["number"] % 97 == 0, "998", ""),
        "lastreview": where(reviewed, day - rng.integers(2, 380, size), form=BLADE_DATE)}))
    yield Return("placementdetail", year, _placements(rng, people, schools, year))
    needs = pd.concat([everyone[["number", "need"]].assign(rank=1),
                       everyone[["number", "second"]].set_axis(["number", "need"], axis=1).assign(rank=2)])
    needs = needs[needs["need"].ne("")].sort_values(["number", "rank"])
    yield Return("senneed", year, _blade({
        "requeststableid": needs["number"] + 200_000, "sentype": _needs(needs["need"], year),
        "sentyperank": needs["rank"]}))


def _needs(codes: pd.Series, year: int) -> pd.Series:
    """Types of need in the codes of a year: Down syndrome has its own from 2024-25."""
    return codes if year >= 2025 else codes.replace({"DS": "MLD"})


def _blade(columns: dict) -> pd.DataFrame:
    return table(columns, BLADE_DATE)


def _persons(people: pd.DataFrame, county: County, year: int) -> pd.DataFrame:
    return _blade({
        "persontableid": people["number"], "personbirthdate": people["born"],
        "sex" if year >= 2024 else "gendercurrent": people["sex"], "ethnicity": people["ethnic"],
        "postcode": county.written(people["home"].to_numpy())})


def _requests(people: pd.DataFrame, refused: np.ndarray, year: int) -> pd.DataFrame:
    """The request behind each plan, and further ones of the year that led to none."""
    own = pd.DataFrame({"person": people["number"], "number": people["number"] + 200_000,
                        "received": people["received"]})
    late = np.datetime64(f"{year - 1}-02-01") + refused % 300
    none = pd.DataFrame({"person": refused - 50_000, "number": refused + 200_000 + 1_000_000 * (year - 2000),
                         "received": late})
    rows = pd.concat([own, none])
    return _blade({"persontableid": rows["person"], "requeststableid": rows["number"],
                   "receiveddate": rows["received"]})


def _placements(rng: np.random.Generator, people: pd.DataFrame, schools: Schools, year: int) -> pd.DataFrame:
    """The main placement of each plan, a second one of some, and some that have ended."""
    main = people[["number", "school", "setting", "since", "kind"]].assign(rank=1, left=np.datetime64("NaT", "D"))
    colleges = schools.drawn(rng.random(len(people)), np.full(len(people), "alternative"), np.full(len(people), True))
    second = main.assign(rank=2, school=colleges, setting="")[rng.random(len(people)) < SECOND_PLACEMENT]
    old = main.assign(school=people["before"], setting="", left=np.datetime64(f"{year - 1}-08-31"),
                      since=np.datetime64(f"{year - 3}-09-01"))
    old = old[people["before"].ge(0) & (rng.random(len(people)) < ENDED_STILL_LISTED)]
    rows = pd.concat([old, main, second]).sort_values("number", kind="stable")
    residential = rows["kind"].eq("independent special") & (rows["number"] % 3 == 0)
    return _blade({
        "placementdetailtableid": np.arange(500_001, 500_001 + len(rows)),
        "activeplanstableid": rows["number"] + 400_000, "urn": schools.urn(rows["school"].to_numpy()),
        "sensetting": rows["setting"], "placementrank": rows["rank"], "entrydate": rows["since"],
        "leavingdate": rows["left"], "res": np.where(residential, np.where(rows["number"] % 6 == 0, "B", "A"), "")})
