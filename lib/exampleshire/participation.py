"""What 16 and 17 year olds do, month by month (NCCIS): December to March of each year.

A person's chance mostly stays theirs from month to month and from one year to the next, and they are out of education,
employment and training, or not known, while it lies under the true share of their group. The shares of the groups add
up to the planted share of all.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from exampleshire.chance import carry_over, choose, pick, sized, stream
from exampleshire.county_map import County
from exampleshire.files import Return, table
from exampleshire.pupils import ETHNIC
from exampleshire.story import BESIDE, COURSES, YEARS

A_YEAR_OF_AGE = 14_850
SEN = {"N": 0.835, "K": 0.120, "E": 0.045}
LEARNING = {"210": 0.53, "220": 0.08, "230": 0.29, "270": 0.01, "280": 0.01, "310": 0.05, "320": 0.01, "410": 0.01,
            "450": 0.005, "460": 0.005}
WORKING = {"330": 0.70, "350": 0.12, "360": 0.13, "380": 0.05}
NEET = {"616": 0.42, "610": 0.08, "619": 0.14, "615": 0.06, "620": 0.04, "630": 0.04, "640": 0.15, "650": 0.02,
        "680": 0.05}
NOT_KNOWN = {"810": 0.7, "820": 0.2, "830": 0.1}
CUSTODY, IN_CUSTODY = "710", 0.0002
VULNERABLE = {"110": 0.20, "130": 0.06, "140": 0.08, "150": 0.04, "160": 0.08, "170": 0.10, "190": 0.04, "200": 0.14,
              "210": 0.26}
IN_TWO_GROUPS = 0.2
STAYING_A_YEAR, STAYING_A_MONTH = 0.6, 0.94


def participation_returns(seed: int, scale: float, county: County) -> Iterator[Return]:
    """The cohort by month and the groups its people belong to, of each year."""
    rng = stream(seed, "nccis")
    size = sized(A_YEAR_OF_AGE, scale)
    cohorts = {born: _cohort(rng, county, born, size, number)
               for number, born in enumerate(range(YEARS[0] - 18, YEARS[-1] - 16))}
    for year in YEARS:
        people = pd.concat([cohorts[year - 18], cohorts[year - 17]], ignore_index=True)
        people["in_group"] = people["vulnerable"] < BESIDE["vulnerable_share"].at(year)
        months, people["chance"] = _months(rng, people, year)
        yield Return("nccis", year, months)
        yield Return("nccis_characteristics", year, _groups(people[people["in_group"]]))
        cohorts[year - 18], cohorts[year - 17] = people.iloc[:size], people.iloc[size:]


def _cohort(rng: np.random.Generator, county: County, born: int, size: int, number: int) -> pd.DataFrame:
    """Everyone who was born in the school year that ends in a year, the oldest first."""
    days = np.sort(np.datetime64(f"{born - 1}-09-01") + rng.integers(0, 365, size))
    return pd.DataFrame({
        "YPID": np.arange(size) + 1 + size * number, "DOB": days, "SEX": pick(rng, {"M": 51, "F": 49}, size),
        "ETHNICITY": pick(rng, ETHNIC, size), "DISTRICT": county.district(county.homes(rng, size)),
        "SEN": pick(rng, SEN, size), "vulnerable": rng.random(size), "chance": rng.random(size),
        "what": rng.random(size), "known": rng.random(size)})


def _months(rng: np.random.Generator, people: pd.DataFrame, year: int) -> tuple[pd.DataFrame, np.ndarray]:
    """Four months, each person's beside each other, and everyone's chance at the end of them."""
    share, chance = _share(people, year), carry_over(rng, people["chance"].to_numpy(), STAYING_A_YEAR)
    known, what = (carry_over(rng, people[name].to_numpy(), STAYING_A_YEAR) for name in ("known", "what"))
    custody = rng.random(len(people)) < IN_CUSTODY
    found = []
    for month in (f"{year - 1}-12-31", f"{year}-01-31", f"{year}-02-28", f"{year}-03-31"):
        chance, known, what = (carry_over(rng, each, STAYING_A_MONTH) for each in (chance, known, what))
        activity = np.where(custody, CUSTODY, _activity(chance, share, known, what, year))
        found.append(people[["YPID"]].assign(MONTH=np.datetime64(month), ACTIVITY=activity))
    rows = pd.concat(found).sort_values(["YPID", "MONTH"], kind="stable", ignore_index=True)
    own = people.loc[np.repeat(np.arange(len(people)), len(found))]
    # what changes comes last, so that a person's rows are alike from the left and compress well
    return table({"YPID": rows["YPID"], **own[["DOB", "SEX", "ETHNICITY", "DISTRICT", "SEN"]], "MONTH": rows["MONTH"],
                  "ACTIVITY": rows["ACTIVITY"]}), chance


def _share(people: pd.DataFrame, year: int) -> np.ndarray:
    """The true share of NEET or not known in each person's group."""
    whole, plan, support, vulnerable = (float(COURSES[f"{name}neet_or_not_known{ages}"].at(year)) for name, ages in (
        ("", "_16_17"), ("ehc_plan_", ""), ("sen_support_", ""), ("vulnerable_", "")))
    without = (whole - SEN["E"] * plan - SEN["K"] * support) / SEN["N"]
    of_sen = people["SEN"].map({"E": plan, "K": support, "N": without}).to_numpy(float)
    in_group = float(BESIDE["vulnerable_share"].at(year))
    return np.where(people["in_group"], vulnerable, (of_sen - in_group * vulnerable) / (1 - in_group))


def _activity(chance: np.ndarray, share: np.ndarray, known: np.ndarray, what: np.ndarray, year: int) -> np.ndarray:
    whole, neet, learning = (float(COURSES[name].at(year)) for name in (
        "neet_or_not_known_16_17", "neet_16_17", "participating_16_17"))
    outside = np.where(known < neet / whole, choose(NEET, what), choose(NOT_KNOWN, what))
    inside = np.where(known < learning / (1 - whole), choose(LEARNING, what), choose(WORKING, what))
    return np.where(chance < share, outside, inside)


def _groups(people: pd.DataFrame) -> pd.DataFrame:
    """Each person's group, and the second one that some have."""
    number = people["YPID"].to_numpy()
    first, second = (choose(VULNERABLE, number * step % 1) for step in (0.618033988749, 0.754877666247))
    also = (number * 0.569840290998 % 1 < IN_TWO_GROUPS) & (first != second)
    rows = pd.concat([pd.DataFrame({"YPID": number, "CHARACTERISTIC": first}),
                      pd.DataFrame({"YPID": number, "CHARACTERISTIC": second})[also]])
    return table(rows.sort_values(["YPID", "CHARACTERISTIC"]))
