"""All staff of Children's Services: personnel records of every financial year, and absence by month; and the residents
whom the workforce is to reflect."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from exampleshire.chance import pick, rounded, sized, span, stream
from exampleshire.files import Return, table, where
from exampleshire.social_workers import AGES, AGES_OF_NEW, born, ethnic_groups, illness, leavers, newcomers
from exampleshire.story import BESIDE, COURSES, YEARS

HEADS = 1_900
SOON_GONE = 0.03                            # who came and left within a year, of all
POSTS = {1.0: 0.68, 0.8: 0.12, 0.6: 0.12, 0.5: 0.08}
GRADES = {"SM": 0.02, "MM": 0.05, "TM": 0.13, "PR": 0.48, "SU": 0.32}
TEAMS = ("Assessment", "Family support", "Looked-after children", "Leaving care", "Fostering and adoption",
         "Special educational needs", "Early help", "Business support")
OTHERS = {"WBRI": 0.785, "WIRI": 0.015, "WOTH": 0.056, "AIND": 0.052, "APKN": 0.023, "ABAN": 0.011, "CHNE": 0.006,
          "MWBC": 0.016, "MWAS": 0.011, "MOTH": 0.009, "OOTH": 0.016}
A_MONTH = 14.0                              # days of one illness that fall in one month, at most about
NOT_SICK = {"MAT": 0.016, "TRN": 0.012}     # of staff who were not ill

RESIDENTS = {"White": 946_000, "Mixed or multiple ethnic groups": 47_300, "Asian or Asian British": 106_500,
             "Black, African, Caribbean or Black British": 53_200, "Other ethnic group": 29_600}
WORKING_AGE = {"White": 0.605, "Mixed or multiple ethnic groups": 0.58, "Asian or Asian British": 0.66,
               "Black, African, Caribbean or Black British": 0.67, "Other ethnic group": 0.66}
SEXES = {"Female": 604_000, "Male": 578_600}
AGES_OF_RESIDENTS = {"16 to 29": 181_000, "30 to 39": 163_000, "40 to 49": 160_500, "50 to 59": 165_700,
                     "60 to 64": 64_200, "65 and over": 208_200}


def staff_returns(seed: int, scale: float) -> Iterator[Return]:
    """Everyone employed in each financial year, their absence by month, and the county's residents."""
    rng, heads = stream(seed, "staff"), sized(HEADS, scale)
    share = BESIDE["black_staff"]
    people = _people(rng, heads, float(share.at(YEARS[0])), 10_001, AGES, YEARS[0] - 1)
    served = np.floor(rounded(rng.gamma(1.1, 2200, heads))).clip(max=12_000).astype(int)
    people["start"] = np.datetime64("2020-03-31") - served
    for year in YEARS:
        leaving = 1 - float(COURSES["stability_index"].at(year))
        gone = leavers(rng, people, np.datetime64(f"{year}-03-31"), leaving)
        before, stayed = people.assign(left=_day(rng, year, len(people)))[gone], people[~gone]
        number = int(people["number"].max()) + 1
        came = _people(rng, heads - len(stayed), newcomers(share, year, leaving), number, AGES_OF_NEW, year)
        soon = _people(rng, sized(HEADS * SOON_GONE, scale), 0.1, number + len(came), AGES_OF_NEW, year)
        came["start"], first = _day(rng, year, len(came)), _day(rng, year, len(soon), until=300)
        soon = soon.assign(start=first, left=first + span(45))
        people = pd.concat([stayed, came], ignore_index=True)
        employed = pd.concat([people, before, soon], ignore_index=True).sort_values("number", ignore_index=True)
        yield Return("hr_staff", year, _columns(employed))
        yield Return("hr_absence", year, _absence(stream(seed, f"absence {year}"), employed, year))
        yield Return("communities", year, communities(scale))


def communities(scale: float) -> pd.DataFrame:
    """Residents by ethnic group, sex and age, all and of working age: invented counts of a census."""
    rows = [("ethnic group", name, "all", number) for name, number in RESIDENTS.items()]
    rows += [("ethnic group", name, "16-64", number * WORKING_AGE[name]) for name, number in RESIDENTS.items()]
    rows += [("sex", name, "all", number) for name, number in SEXES.items()]
    rows += [("sex", name, "16-64", number * 0.62) for name, number in SEXES.items()]
    rows += [("age", name, "all", number) for name, number in AGES_OF_RESIDENTS.items()]
    rows += [("age", name, "16-64", number) for name, number in AGES_OF_RESIDENTS.items() if name != "65 and over"]
    numbers = [str(max(1, round(number * scale))) for *_, number in rows]
    made = pd.DataFrame(rows, columns=["CHARACTERISTIC", "GROUP", "AGES", "RESIDENTS"])
    return made.assign(RESIDENTS=numbers)


def _people(rng: np.random.Generator, size: int, black: float, first: int, ages: tuple[int, int, int],
            year: int) -> pd.DataFrame:
    size = max(size, 0)
    return pd.DataFrame({
        "number": np.arange(first, first + size), "fte": pick(rng, POSTS, size).astype(float),
        "born": born(rng, ages, year, size), "sex": pick(rng, {"F": 82, "M": 18}, size),
        "ethnic": ethnic_groups(rng, size, black, OTHERS), "grade": pick(rng, GRADES, size),
        "team": rng.choice(np.array(TEAMS, dtype=object), size), "left": np.datetime64("NaT", "D")})


def _day(rng: np.random.Generator, year: int, size: int, until: int = 362) -> np.ndarray:
    """Days of a financial year after its first, of the whole year or of as many."""
    return np.datetime64(f"{year - 1}-04-02") + rng.integers(0, until, size)


def _columns(people: pd.DataFrame) -> pd.DataFrame:
    # nobody in the records began before the age of 17
    start, birth = (people[name].to_numpy().astype("M8[D]") for name in ("start", "born"))
    start = np.maximum(start, birth + span(6210))
    return table({"STAFF_ID": people["number"], "START": start, "LEFT": people["left"], "FTE": people["fte"],
                  "GRADE": people["grade"], "TEAM": people["team"], "SEX": people["sex"], "BORN": people["born"],
                  "ETHNICITY": people["ethnic"]})


def _absence(rng: np.random.Generator, people: pd.DataFrame, year: int) -> pd.DataFrame:
    """Months in which someone was away: illness over one month or several that follow each other."""
    first, last = _months(people, year)
    there = last - first + 1
    average = COURSES["sickness_all_staff"].at(year) * people["fte"].to_numpy() * _part(people, year)
    days = np.minimum(illness(rng, average, 0.8), 20.0 * there)
    other = pick(rng, {**NOT_SICK, "": 1 - sum(NOT_SICK.values())}, len(people))
    reason = np.where(days > 0, "SIC", other)
    days = np.where((days == 0) & (other != ""), np.where(other == "MAT", 18.0 * np.minimum(there, 5), 3.0), days)
    months = np.clip(np.ceil(days / A_MONTH), 1, there).astype(int) * (days > 0)
    begins = first + np.floor(rng.random(len(people)) * (there - months + 1)).astype(int)
    row = np.repeat(np.arange(len(people)), months)
    month = begins[row] + np.arange(len(row)) - np.repeat(np.cumsum(months) - months, months)
    each = np.rint(days[row] / months[row] * 4) / 4
    kept = each > 0
    day = (np.datetime64(f"{year - 1}-04") + month).astype("M8[D]")
    return table({"STAFF_ID": people["number"].to_numpy()[row][kept], "MONTH": day[kept], "DAYS_LOST": each[kept],
                  "REASON": where(kept, reason[row])[kept]})


def _part(people: pd.DataFrame, year: int) -> np.ndarray:
    """What part of the year each was employed."""
    begin, end = np.datetime64(f"{year - 1}-04-01"), np.datetime64(f"{year}-04-01")
    start = np.maximum(people["start"].to_numpy().astype("M8[D]"), begin)
    left = people["left"].to_numpy().astype("M8[D]")
    return (np.where(np.isnat(left), end, left) - start).astype(int) / 365


def _months(people: pd.DataFrame, year: int) -> tuple[np.ndarray, np.ndarray]:
    """The first and the last month of the year in which each was employed, April being 0."""
    april = np.datetime64(f"{year - 1}-04")
    first = (people["start"].to_numpy().astype("M8[M]") - april).astype(int).clip(0, 11)
    left = people["left"].to_numpy().astype("M8[M]")
    last = np.where(np.isnat(left), 11, (left - april).astype(int)).clip(0, 11)
    return first, np.maximum(last, first)
