"""The return of children looked after (SSDA903), a file a table and year, in the codes of that year.

A year's return holds every episode open at any time in the year, as it was known on 31 March: what ended later has no
end yet. Planted dirt, as real returns have it: in each year BLANK_ENDS episodes without an end though another follows,
and orders that changed on the first day; some homes have a postcode that has been terminated.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from exampleshire.care import children_in_care
from exampleshire.chance import age, birthday, carry_over, choose, pick, rounded, stream
from exampleshire.county_map import County
from exampleshire.files import Return, table, where
from exampleshire.placements import episodes
from exampleshire.pupils import upn
from exampleshire.story import COURSES, YEARS

BLANK_ENDS = 3
FOUND_WITH_POSTCODE = 0.1                   # unaccompanied children for whom a postcode stands as home
RENAMED = {"H5": "K3", "P2": "K3"}          # supported accommodation, from 2024-25
OTHERS = ("Z11", "Z12", "Z13", "Z14")       # in the place of Z1, from 2025-26
FIRST_REVIEWS, BETWEEN_REVIEWS = (20, 110), 180
TOOK_PART = {"PN1": 0.60, "PN2": 0.05, "PN3": 0.16, "PN4": 0.02, "PN5": 0.05, "PN6": 0.08, "PN7": 0.04}
SDQ_SPREAD = 10.0                           # a + b of a beta-binomial of 40: a standard deviation of about 6.5
NO_SCORE = {"SDQ2": 0.40, "SDQ3": 0.15, "SDQ4": 0.20, "SDQ5": 0.25}
SCORED = 0.9


@dataclass(frozen=True)
class Lives:
    """Children's times in care, the episodes they are made of, and the map."""

    spells: pd.DataFrame
    episodes: pd.DataFrame
    county: County


def draw_lives(seed: int, scale: float, county: County) -> Lives:
    """The children, drawn once; every return of every year is written from them."""
    spells = children_in_care(stream(seed, "children in care"), county, scale)
    rng = stream(seed, "placements")
    return Lives(spells, _lasting(rng, spells, episodes(rng, county, spells)), county)


def _lasting(rng: np.random.Generator, spells: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """With what never changes from one return to the next: which child's postcode stands although it should not, and
    of what kind each other placement is."""
    kept = np.where(spells["kind"].eq("care") | (rng.random(len(spells)) < FOUND_WITH_POSTCODE), spells["home"], -1)
    home = np.where(spells["kind"].eq("short breaks"), -1, kept)
    return rows.assign(home=home[rows["spell"]], other=np.array(OTHERS, dtype=object)[rows["placed"] % len(OTHERS)])


def looked_after_returns(seed: int, lives: Lives) -> Iterator[Return]:
    """Episodes, reviews, unaccompanied children and OC2 of each year; the header is written with the care leavers."""
    reviews, scores = _reviews(stream(seed, "reviews"), lives.spells), _scores(stream(seed, "oc2"), lives.spells)
    for year in YEARS:
        begin, end = np.datetime64(f"{year - 1}-04-01"), np.datetime64(f"{year}-03-31")
        spells = lives.spells[(lives.spells["start"] <= end) & (lives.spells["end"] >= begin)]
        alone = spells[spells["kind"].eq("unaccompanied")]
        yield Return("Episodes", year, _episodes(stream(seed, f"blank ends {year}"), lives, year, begin, end))
        yield Return("Reviews", year, _of_year(reviews, begin, end))
        yield Return("UASC", year, table({
            "CHILD": alone["CHILD"], "SEX": sex(alone["SEX"], year), "DOB": alone["born"],
            "DUC": alone["end"].where(alone["end"] <= end)}))
        yield Return("OC2", year, next(scores))


def header(year: int, people: pd.DataFrame) -> Return:
    """The header of everyone in a year's return: `people` has CHILD, SEX, born, ETHNIC, kind."""
    people = people.drop_duplicates("CHILD").sort_values("CHILD", ignore_index=True)
    born, end = people["born"].to_numpy().astype("M8[D]"), np.datetime64(f"{year}-03-31")
    number = people["CHILD"].str[1:].astype(int).to_numpy()
    baby = birthday(born, 16) + number * 37 % 700
    mother = people["SEX"].eq("F").to_numpy() & (number % 41 == 0) & (baby <= end)
    started = birthday(born, 5).astype("M8[Y]").astype(int) + 1970
    pupil = upn(2000 + number % 300, started, number)
    none = np.where(people["kind"].eq("unaccompanied"), "UN3", np.where(birthday(born, 4) > end, "UN1", ""))
    return Return("Header", year, table({
        "CHILD": people["CHILD"], "SEX": sex(people["SEX"], year), "DOB": born, "ETHNIC": people["ETHNIC"],
        "UPN": np.where(none == "", pupil, none), "MOTHER": where(people["SEX"].eq("F"), mother.astype(int)),
        "MC_DOB": where(mother, baby)}))


def sex(words: pd.Series, year: int) -> pd.Series:
    """Male and female as a year's return writes them: 1 and 2 until 2023-24."""
    return words.map({"M": "1", "F": "2"}) if year <= 2024 else words


def _episodes(rng: np.random.Generator, lives: Lives, year: int, begin, end) -> pd.DataFrame:
    rows = lives.episodes[(lives.episodes["DECOM"] <= end) & (lives.episodes["DEC"] >= begin)]
    over = (rows["DEC"] <= end).to_numpy()
    kept = over & ~_without_end(rng, rows, over)
    spells = lives.spells.iloc[rows["spell"]]
    return table({
        "CHILD": spells["CHILD"].to_numpy(), "DECOM": rows["DECOM"], "RNE": rows["RNE"], "LS": rows["LS"],
        "CIN": spells["CIN"].to_numpy(), "PLACE": place(rows, year), "PLACE_PROVIDER": rows["PLACE_PROVIDER"],
        "DEC": where(kept, rows["DEC"]), "REC": where(kept, rows["REC"]),
        "REASON_PLACE_CHANGE": where(over, rows["REASON_PLACE_CHANGE"]),
        "HOME_POST": lives.county.written(rows["home"].to_numpy()),
        "PL_POST": lives.county.written(rows["placed"].to_numpy()), "URN": rows["URN"]})


def place(rows: pd.DataFrame, year: int) -> pd.Series:
    """Placements in the codes of a year."""
    found = rows["PLACE"].replace(RENAMED) if year >= 2025 else rows["PLACE"]
    return found.mask(found.eq("Z1"), rows["other"]) if year >= 2026 else found


def _without_end(rng: np.random.Generator, rows: pd.DataFrame, over: np.ndarray) -> np.ndarray:
    """A few episodes that ended before another of a child who is still looked after."""
    still = ~rows["spell"].isin(rows.loc[over & rows["REC"].ne("X1"), "spell"])
    able = np.flatnonzero(over & still)
    return np.isin(np.arange(len(rows)), rng.choice(able, min(BLANK_ENDS, len(able)), replace=False))


def _reviews(rng: np.random.Generator, spells: pd.DataFrame) -> pd.DataFrame:
    """Every review there has been: CHILD, born, day, code."""
    cared = spells[spells["kind"].ne("short breaks")]
    after = np.append(FIRST_REVIEWS, FIRST_REVIEWS[1] + BETWEEN_REVIEWS * np.arange(1, 37))
    start = cared["start"].to_numpy().astype("M8[D]")[:, None]
    day = start + after + rng.integers(-8, 9, (len(cared), len(after)))
    row, column = np.nonzero(day < cared["end"].to_numpy().astype("M8[D]")[:, None])
    found = cared.iloc[row][["CHILD", "born"]].assign(day=day[row, column])
    little = age(found["born"].to_numpy().astype("M8[D]"), found["day"].to_numpy().astype("M8[D]")) < 4
    return found.assign(code=np.where(little, "PN0", pick(rng, TOOK_PART, len(found))))


def _of_year(reviews: pd.DataFrame, begin, end) -> pd.DataFrame:
    rows = reviews[reviews["day"].between(begin, end)]
    return table({"CHILD": rows["CHILD"], "DOB": rows["born"], "REVIEW": rows["day"], "REVIEW_CODE": rows["code"]})


def _scores(rng: np.random.Generator, spells: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """OC2 of each year in turn: children in care for twelve months on 31 March."""
    chance, answered, health = (rng.random(len(spells)) for _ in range(3))
    born, start, end = (spells[name].to_numpy().astype("M8[D]") for name in ("born", "start", "end"))
    for year in YEARS:
        chance, answered, health = (carry_over(rng, each, 0.75) for each in (chance, answered, health))
        day, before = np.datetime64(f"{year}-03-31"), np.datetime64(f"{year - 1}-03-31")
        there = (start <= before) & (end > day) & spells["kind"].ne("short breaks").to_numpy()
        years = age(born, day)[there]
        asked, scored = (years >= 4) & (years <= 16), answered[there] < SCORED
        yield table({"CHILD": spells["CHILD"].to_numpy()[there], "DOB": born[there],
                     "SDQ_SCORE": where(asked & scored, _score(chance[there], year)),
                     "SDQ_REASON": where(asked & ~scored, choose(NO_SCORE, chance[there])),
                     **_health(health[there], years)})


def _score(chance: np.ndarray, year: int) -> np.ndarray:
    """Difficulties from 0 to 40, with the year's true average."""
    share = COURSES["sdq_average"].at(year) / 40
    below = stats.betabinom.cdf(np.arange(40), 40, SDQ_SPREAD * share, SDQ_SPREAD * (1 - share))
    return np.searchsorted(rounded(below), chance, side="right")


def _health(chance: np.ndarray, years: np.ndarray) -> dict[str, np.ndarray]:
    """The rest of OC2: who was convicted from 10 on, who had their checks, who was offered and got help with drugs."""
    misuse = (years >= 10) & (chance < 0.03)
    helped = chance < 0.02
    return {"CONVICTED": where(years >= 10, (chance > 0.98).astype(int), "0"),
            "HEALTH_CHECK": where(years < 5, (chance < 0.90).astype(int)),
            "IMMUNISATIONS": (chance < 0.88).astype(int), "TEETH_CHECK": (chance < 0.80).astype(int),
            "HEALTH_ASSESSMENT": (chance < 0.93).astype(int), "SUBSTANCE_MISUSE": misuse.astype(int),
            "INTERVENTION_RECEIVED": where(misuse, helped.astype(int)),
            "INTERVENTION_OFFERED": where(misuse & ~helped, "1")}
