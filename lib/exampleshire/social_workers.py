"""Children and family social workers: the workforce return (CSWW) of every 30 September.

As many come in a year as leave. Who comes is of the ethnic groups that move the whole towards the planted share, so
that the make-up nears the county's slowly, as fast as posts fall vacant.
"""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
from scipy import stats

from exampleshire.chance import choose, pick, rounded, sized, span, stratified_uniform, stream, year_before
from exampleshire.files import DECEMBER, Return, table, where
from exampleshire.story import BESIDE, COURSES, SEPTEMBERS, Course

HEADS, AGENCY = 583, 62
WORKING_DAYS = {True: 254, False: 253}      # of a post in a year with a 29 February, and without
NEVER_ILL = 0.45
# Fewest, likeliest and most years of age of those there, and of those who come: so that the whole stays as old.
AGES, AGES_OF_NEW, RETIRED = (22, 43, 65), (22, 32, 60), 66
POSTS = {1.0: 0.85, 0.8: 0.08, 0.6: 0.05, 0.5: 0.02}
ROLES = {"1": 0.01, "2": 0.05, "3": 0.15, "4": 0.16, "5": 0.54, "6": 0.09}
BLACK = {"BAFR": 0.62, "BCRB": 0.30, "BOTH": 0.08}
# Everyone else: each group is fewer among them than among residents, so that one group alone is over-represented.
OTHERS = {"WBRI": 0.785, "WIRI": 0.020, "WOTH": 0.080, "AIND": 0.040, "APKN": 0.018, "ABAN": 0.010, "CHNE": 0.004,
          "MWBC": 0.014, "MWAS": 0.010, "MOTH": 0.008, "OOTH": 0.008}
NOT_TOLD = 0.02


def social_workers_returns(seed: int, scale: float) -> Iterator[Return]:
    """Everyone employed in the year to 30 September, those who left and agency workers among them."""
    rng, heads = stream(seed, "social workers"), sized(HEADS, scale)
    share = BESIDE["black_social_workers"]
    people = _people(rng, heads, float(share.at(SEPTEMBERS[0])), 1, AGES, SEPTEMBERS[0] - 1)
    people["start"] = np.datetime64("2019-09-30") - np.floor(rounded(rng.gamma(1.2, 1500, heads))).astype(int)
    for year in SEPTEMBERS:
        leaving = float(COURSES["turnover"].at(year))
        gone = leavers(rng, people, np.datetime64(f"{year}-09-30"), leaving)
        left, stayed = people[gone], people[~gone]
        black = newcomers(share, year, leaving)
        new = _people(rng, heads - len(stayed), black, int(people["number"].max()) + 1, AGES_OF_NEW, year)
        new["start"] = year_before(rng, f"{year}-09-30", len(new))
        people = pd.concat([stayed, new], ignore_index=True)
        first = 500_000 + 1000 * (year - 2000)
        agency = _people(rng, sized(AGENCY, scale), 0.3, first, AGES_OF_NEW, year).assign(agency="1")
        agency["start"] = year_before(rng, f"{year}-09-30", len(agency))
        employed = pd.concat([people, left, agency], ignore_index=True)
        yield Return("csww", year, _columns(rng, employed, len(left), year, leaving), DECEMBER)


def newcomers(share: Course, year: int, leaving: float) -> float:
    """The share among those who come that takes the whole from last year's true share to this year's."""
    before, now = float(share.at(year - 1)), float(share.at(year))
    return (now - (1 - leaving) * before) / leaving


def ethnic_groups(rng: np.random.Generator, size: int, black: float, others: Mapping[str, float]) -> np.ndarray:
    """Codes of people of whom a share is black; a few do not tell."""
    chance = stratified_uniform(rng, size)
    codes = np.where(stratified_uniform(rng, size) < black, choose(BLACK, chance), choose(others, chance))
    return np.where(rng.random(size) < NOT_TOLD, "NOBT", codes)


def illness(rng: np.random.Generator, average: np.ndarray, shape: float) -> np.ndarray:
    """Days lost in a year: none for many, long for some, with everyone's own true average."""
    chance = (stratified_uniform(rng, len(average)) - NEVER_ILL) / (1 - NEVER_ILL)
    days = rounded(stats.gamma.ppf(chance.clip(min=0.0), shape, scale=1 / shape))
    return days * average / (1 - NEVER_ILL)


def leavers(rng: np.random.Generator, people: pd.DataFrame, day: np.datetime64, share: float) -> np.ndarray:
    """Who leaves in the year to a day: everyone who reaches the age of retirement, and others, to the share in all."""
    retiring = people["born"].to_numpy().astype("M8[D]") <= day - span(RETIRED * 365)
    others = (share * len(people) - retiring.sum()) / max(1, (~retiring).sum())
    return retiring | (stratified_uniform(rng, len(people)) < others)


def born(rng: np.random.Generator, ages: tuple[int, int, int], year: int, size: int) -> np.ndarray:
    """Days of birth of people of a fewest, a likeliest and a most years in a year."""
    return np.datetime64(f"{year}-03-31") - np.floor(rng.triangular(*ages, size) * 365.25).astype(int)


def _people(rng: np.random.Generator, size: int, black: float, first: int, ages: tuple[int, int, int],
            year: int) -> pd.DataFrame:
    size = max(size, 0)
    return pd.DataFrame({
        "number": np.arange(first, first + size), "fte": pick(rng, POSTS, size).astype(float),
        "born": born(rng, ages, year, size), "sex": pick(rng, {"2": 84, "1": 16}, size),
        "ethnic": ethnic_groups(rng, size, black, OTHERS), "role": pick(rng, ROLES, size), "agency": "0"})


def _columns(rng: np.random.Generator, people: pd.DataFrame, left: int, year: int, leaving: float) -> pd.DataFrame:
    end, own = np.datetime64(f"{year}-09-30"), people["agency"].eq("0").to_numpy()
    days = WORKING_DAYS[year % 4 == 0]
    gone = own & (np.cumsum(own) > own.sum() - left)        # they stand last before agency workers
    leaves = end - rng.integers(0, 365, len(people))
    # who left was there for half the year; leavers' days count, and their posts do not
    average = COURSES["sickness"].at(year) * days / (1 + leaving / 2) * people["fte"].to_numpy()
    average = average * np.where(gone, 0.5, 1.0)
    lost = np.minimum(np.rint(illness(rng, average, 0.9) * 2) / 2, days)
    absent = own & ~gone & (rng.random(len(people)) < 0.04)
    grown_up = people["born"].to_numpy().astype("M8[D]") + span(21 * 366)
    started = np.minimum(np.maximum(people["start"].to_numpy().astype("M8[D]"), grown_up), end)
    order = people["number"].to_numpy().argsort(kind="stable")
    return table({
        "SWENo": [f"SW9{number:06}" for number in people["number"]], "AgencyWorker": people["agency"],
        "FTE": people["fte"], "PersonBirthDate": people["born"], "GenderCurrent": people["sex"],
        "Ethnicity": people["ethnic"], "OrgRole": people["role"], "RoleStartDate": started,
        "RoleEndDate": where(gone, np.maximum(leaves, started)), "WorkingDaysLost": where(own, lost),
        "Absat30Sept": absent.astype(int),
        "ReasonAbsence": where(absent, pick(rng, {"SIC": 0.5, "MAT": 0.42, "TRN": 0.08}, len(people)))}).iloc[order]
