"""Results at the end of key stages 2 and 4, pupil by pupil, delivered in the December after the exams.

Disadvantaged pupils and the others each have a true average; pupils' results spread around it. Private schools are in
the files and count in no statistic. Key stage 4 has 2019/20 and 2020/21, whose grades schools set themselves.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy import stats

from exampleshire.chance import choose, pick, rounded, sized, stream
from exampleshire.county_map import LA_CODE
from exampleshire.files import DECEMBER, Return, table, where
from exampleshire.pupils import ETHNIC, upn
from exampleshire.story import BESIDE, COURSES, KS2_TESTS, KS4_EXAMS, NO_BASELINE, SCHOOLS_GRADED

PUPILS_KS2, PUPILS_KS4 = 14_000, 13_500
SCHOOLS_KS2, SCHOOLS_KS4 = 330, 75
PRIVATE = 0.06
GROUP_NOT_KNOWN = 0.0015                    # pupils of whom it is not recorded whether they are disadvantaged
SEN = {"N": 0.82, "K": 0.135, "E": 0.045}

# Attainment 8: a share of 90 points, so that no one falls outside the scale and averages are exact.
OTHERS_ATTAIN, SPREAD, MOST = 54.0, 5.6, 90.0
RAISED_BY_SCHOOLS = {True: 1.5, False: 3.0}     # disadvantaged pupils, others; in the years without exams
STRENGTHS = np.linspace(-6, 6, 2401)             # between them attainment is interpolated
PROGRESS_OTHERS, PROGRESS_SPREAD = 0.20, 1.20
EXPECTED_KS2 = 0.695                        # others, in reading, writing and maths
# Of pupils not at the standard in all three: in which they are.
PARTLY = {"000": 0.42, "100": 0.12, "010": 0.06, "001": 0.10, "110": 0.08, "101": 0.14, "011": 0.08}


def key_stage_returns(seed: int, scale: float) -> Iterator[Return]:
    """Key stage 2 and key stage 4 of each summer that has them."""
    for year in KS2_TESTS:
        yield Return("ks2", year, _ks2(stream(seed, f"ks2 {year}"), year, sized(PUPILS_KS2, scale)), DECEMBER)
    for year in KS4_EXAMS:
        yield Return("ks4", year, _ks4(stream(seed, f"ks4 {year}"), year, sized(PUPILS_KS4, scale)), DECEMBER)


def _pupils(rng: np.random.Generator, year: int, size: int, schools: int, share: float, joined: int) -> pd.DataFrame:
    """Pupils in order of school: their number, school, and what is recorded of them; `poor` is the truth."""
    size += round(size * PRIVATE)
    school = np.sort(rng.integers(0, schools, size))
    private = school >= schools * (1 - PRIVATE / (1 + PRIVATE))
    poor = (rng.random(size) < share) & ~private
    serial = np.arange(size) - np.searchsorted(school, school)
    recorded = np.where(rng.random(size) < GROUP_NOT_KNOWN, "", np.where(private, "0", poor.astype(int).astype(str)))
    return pd.DataFrame({
        "UPN": upn(2000 + school, np.full(size, year - joined), serial),
        "LAESTAB": [f"{LA_CODE}{2000 + number}" for number in school], "SEX": pick(rng, {"M": 51, "F": 49}, size),
        "ETHNICITY": pick(rng, ETHNIC, size), "FSM6CLA1A": recorded, "SENF": pick(rng, SEN, size),
        "EAL": (rng.random(size) < 0.17).astype(int), "STATE_FUNDED": (~private).astype(int), "poor": poor})


def _ks4(rng: np.random.Generator, year: int, size: int) -> pd.DataFrame:
    share = BESIDE["share_disadvantaged_ks4"].at(year)
    pupils = _pupils(rng, year, size, SCHOOLS_KS4, share, joined=5)
    poor = pupils.pop("poor").to_numpy()
    strength = rounded(rng.normal(size=len(pupils)))    # a pupil's, of which all results are made
    scored = np.where(poor, _scored(strength, year, poor=True), _scored(strength, year, poor=False))
    progress = PROGRESS_OTHERS - np.where(poor, COURSES["progress8_gap_others"].at(year), 0.0)
    progress = progress + PROGRESS_SPREAD * (0.8 * strength + 0.6 * rounded(rng.normal(size=len(pupils))))
    measured = (year not in NO_BASELINE) & (rng.random(len(pupils)) < 0.97)
    grades = [np.rint(scored * 10 + rounded(rng.normal(-0.5, 1.0, len(pupils)))).clip(0, 9).astype(int) for _ in "EM"]
    return table({**pupils, "ATT8": np.rint(scored * MOST * 4) / 4, "P8SCORE": where(measured, np.round(progress, 2)),
                  "ENG_GRADE": grades[0], "MATH_GRADE": grades[1],
                  "L2BASICS_95": ((grades[0] >= 5) & (grades[1] >= 5)).astype(int)})


def _scored(strength: np.ndarray, year: int, poor: bool) -> np.ndarray:
    """What share of all points pupils of a strength attain, with their group's true average."""
    raised = RAISED_BY_SCHOOLS[poor] if year in SCHOOLS_GRADED else 0.0
    behind = COURSES["attainment8_gap_others"].at(year) if poor else 0.0
    average = (OTHERS_ATTAIN - behind + raised) / MOST
    points = stats.beta.ppf(stats.norm.cdf(STRENGTHS), SPREAD * average, SPREAD * (1 - average))
    return np.interp(strength, STRENGTHS, rounded(points))


def _ks2(rng: np.random.Generator, year: int, size: int) -> pd.DataFrame:
    share = BESIDE["share_disadvantaged_ks2"].at(year)
    pupils = _pupils(rng, year, size, SCHOOLS_KS2, share, joined=7)
    behind = np.where(pupils.pop("poor"), COURSES["ks2_gap_others"].at(year), 0.0)
    whole = rng.random(len(pupils)) < EXPECTED_KS2 - behind
    reached = np.where(whole, "111", choose(PARTLY, rng.random(len(pupils)))).astype("U3")
    reading, writing, maths = reached.view("U1").reshape(-1, 3).T
    return table({**pupils, "READ_EXP": reading, "WRIT_EXP": writing, "MATH_EXP": maths,
                  "READSCORE": _scaled(rng, reading), "MATSCORE": _scaled(rng, maths)})


def _scaled(rng: np.random.Generator, reached: np.ndarray) -> np.ndarray:
    """A scaled score on the right side of 100, where the expected standard begins."""
    above, below = rng.binomial(20, 0.40, len(reached)), rng.binomial(19, 0.30, len(reached))
    return np.where(reached == "1", 100 + above, 99 - below)
