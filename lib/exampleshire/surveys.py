"""Young people's well-being, year by year of school, and how included children in care feel.

How young people of a year group and sex feel never changes. But older pupils, and more girls, answer every year, and
they feel less well, so that the plain average falls and the standardised one does not.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from exampleshire.chance import pick, rounded, sized, stream
from exampleshire.county_map import DISTRICTS
from exampleshire.files import DECEMBER, Return, table, where
from exampleshire.staff import HEADS
from exampleshire.story import COURSES, SURVEYED, YEARS

RESPONDENTS = dict(zip(SURVEYED, (6_300, 5_400, 7_400, 8_900, 7_900, 9_300), strict=True))
PUPILS_ASKED = 1.9                          # for each who answers
YEAR_GROUPS = np.arange(7, 14)
SCHOOLS, TAKING_PART = 68, 0.6
OLDER = dict(zip(SURVEYED, np.linspace(-0.28, 0.22, len(SURVEYED)), strict=True))   # how the year groups' mix tilts
GIRLS = dict(zip(SURVEYED, np.linspace(0.47, 0.57, len(SURVEYED)), strict=True))
OTHER_SEX = 0.025
# How much less well than Year 7 boys, in standard deviations.
A_YEAR_OLDER, A_GIRL, OF_OTHER_SEX = 0.11, 0.28, 0.55
ALIKE = 0.62                                # how far seven answers of one person go together
STEPS = np.array([-2.1, -1.25, -0.25, 0.95])
ITEMS = np.array([0.10, 0.15, -0.25, 0.05, 0.05, 0.10, -0.05])
SKIPPED, ONS_SKIPPED = 0.008, 0.03
ONS = {"ONS_SATISFACTION": 7.3, "ONS_WORTHWHILE": 7.2, "ONS_HAPPY": 7.1}

CHILDREN_ASKED, ANSWERING = 620, 0.475
AGE_BANDS = {"4-7": 0.15, "8-11": 0.30, "11-18": 0.55}
LESS = {"S": 0.63, "H": 0.24, "N": 0.13}
BLANK = 0.04
PLACEMENTS = {"Foster care": 0.66, "Relatives or friends": 0.12, "Children's home": 0.13,
              "Supported accommodation": 0.07, "Other": 0.02}


def survey_returns(seed: int, scale: float) -> Iterator[Return]:
    """The well-being survey of each school year, the survey of children in care of each financial year, and how many
    were asked."""
    for year in SURVEYED:
        rows = _wellbeing(stream(seed, f"wellbeing {year}"), year, sized(RESPONDENTS[year], scale))
        yield Return("wellbeing_survey", year, rows, DECEMBER)
    first = {"wellbeing": RESPONDENTS[SURVEYED[0]] * PUPILS_ASKED * scale}
    yield Return("survey_invited", SURVEYED[0], _invited(first), DECEMBER)
    for year in YEARS:
        yield Return("included_survey", year, _included(stream(seed, f"included {year}"), year, scale))
        pupils = RESPONDENTS.get(year, RESPONDENTS[SURVEYED[-1]]) * PUPILS_ASKED
        asked = {"wellbeing": pupils * scale, "included": CHILDREN_ASKED * scale, "staff": sized(HEADS, scale)}
        yield Return("survey_invited", year, _invited(asked))


def _invited(numbers: dict[str, float]) -> pd.DataFrame:
    return table({"SURVEY": list(numbers), "INVITED": [str(max(1, round(number))) for number in numbers.values()]})


def _wellbeing(rng: np.random.Generator, year: int, size: int) -> pd.DataFrame:
    tilt = rounded(np.exp(OLDER[year] * (YEAR_GROUPS - 10)))
    group = pick(rng, dict(zip(YEAR_GROUPS, tilt, strict=True)), size).astype(int)
    girls, boys = (share * (1 - OTHER_SEX) for share in (GIRLS[year], 1 - GIRLS[year]))
    sex = pick(rng, {"F": girls, "M": boys, "O": OTHER_SEX}, size)
    less = A_YEAR_OLDER * (group - 7) + np.select([sex == "F", sex == "O"], [A_GIRL, OF_OTHER_SEX], 0.0)
    feeling = rounded(rng.normal(size=size)) - less
    schools = np.sort(rng.choice(SCHOOLS, max(2, round(SCHOOLS * TAKING_PART)), replace=False))
    school = np.sort(rng.choice(schools, size, p=(weight := 1 + schools % 5) / weight.sum()))
    answers = {f"SWEMWBS_{item + 1}": _answered(rng, _item(rng, feeling, ease), SKIPPED)
               for item, ease in enumerate(ITEMS)}
    others = {name: _answered(rng, _of_ten(rng, feeling, middle), ONS_SKIPPED) for name, middle in ONS.items()}
    return table({
        "RESPONDENT": np.arange(1, size + 1) + 100_000 * (year - 2000), "YEAR_GROUP": group, "SEX": sex,
        "DISTRICT": np.array(DISTRICTS, dtype=object)[school % len(DISTRICTS)],
        "SCHOOL": [f"School {number + 1:02}" for number in school], **answers, **others})


def _item(rng: np.random.Generator, feeling: np.ndarray, ease: float) -> np.ndarray:
    """An answer from 1 to 5."""
    said = np.sqrt(ALIKE) * feeling + np.sqrt(1 - ALIKE) * rounded(rng.normal(size=len(feeling))) + ease + 0.35
    return 1 + np.searchsorted(STEPS, said)


def _of_ten(rng: np.random.Generator, feeling: np.ndarray, middle: float) -> np.ndarray:
    """An answer from 0 to 10."""
    said = middle + 1.9 * (0.75 * feeling + 0.66 * rounded(rng.normal(size=len(feeling))))
    return np.rint(said).clip(0, 10).astype(int)


def _answered(rng: np.random.Generator, answers: np.ndarray, skipped: float) -> np.ndarray:
    return where(rng.random(len(answers)) >= skipped, answers)


def _included(rng: np.random.Generator, year: int, scale: float) -> pd.DataFrame:
    size = max(1, rng.binomial(sized(CHILDREN_ASKED, scale), ANSWERING))
    band = pick(rng, AGE_BANDS, size)
    asked = (band != "4-7") & (rng.random(size) >= BLANK)
    feels = rng.random(size) < COURSES["feel_included"].at(year)
    placed = np.where(band == "11-18", pick(rng, PLACEMENTS, size),
                      pick(rng, {"Foster care": 0.8, "Relatives or friends": 0.15, "Other": 0.05}, size))
    return table({
        "RESPONDENT": np.arange(1, size + 1) + 1000 * (year - 2000),
        "COMPLETED": np.sort(np.datetime64(f"{year - 1}-11-01") + rng.integers(0, 60, size)), "AGE_BAND": band,
        "SEX": pick(rng, {"M": 52, "F": 45, "O": 3}, size), "PLACEMENT": placed,
        "INCLUDED": where(asked, np.where(feels, "A", pick(rng, LESS, size)))})
