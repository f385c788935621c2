"""Case audits: some 70 a quarter, of which a third are moderated."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from exampleshire.chance import pick, sized, stream
from exampleshire.county_map import DISTRICTS
from exampleshire.files import Return, table, where
from exampleshire.quarters import days_in, quarters_of
from exampleshire.story import COURSES, YEARS

A_QUARTER = 70
MODERATED, NOT_GRADED, AGREED = 0.35, 0.03, 0.80
GOOD, NOT_GOOD = {"O": 0.2, "G": 0.8}, {"RI": 0.82, "I": 0.18}
SCALE = ("I", "RI", "G", "O")               # from the lowest up
SAMPLES = {"random": 0.5, "stratified": 0.2, "themed": 0.3}
SERVICES = {"Assessment": 0.30, "Family safeguarding": 0.28, "Looked-after children": 0.24, "Leaving care": 0.10,
            "Disabled children": 0.08}
DOES_NOT_APPLY, NOT_ANSWERED, NOTHING_TO_ADDRESS = 0.09, 0.02, 0.03
# Of audits that did not show both: what was answered to the two questions.
SHORT_OF_IT = {"Y P": 0.30, "Y N": 0.14, "P P": 0.24, "P N": 0.10, "N N": 0.18, "N NA": 0.04}


def audits_returns(seed: int, scale: float) -> Iterator[Return]:
    """The audits of each financial year."""
    for year in YEARS:
        rng = stream(seed, f"audits {year}")
        parts = [_quarter(rng, year, number, time, sized(A_QUARTER, scale)) for number, time in quarters_of(year)]
        rows = pd.concat(parts).sort_values("AUDITED", kind="stable", ignore_index=True)
        yield Return("case_audits", year, table({"AUDIT_ID": [f"A{year}{n:05}" for n in range(len(rows))], **rows}))


def _quarter(rng: np.random.Generator, year: int, quarter: int, time: float, size: int) -> pd.DataFrame:
    good = rng.random(size) < COURSES["audits_good_or_outstanding"].at(time)
    final = np.where(good, pick(rng, GOOD, size), pick(rng, NOT_GOOD, size))
    graded, moderated = rng.random(size) >= NOT_GRADED, rng.random(size) < MODERATED
    considered, addressed = _diversity(rng, time, size)
    sample = np.where(rng.random(size) < (0.25 if quarter == 3 else 0.0), "practice week", pick(rng, SAMPLES, size))
    return pd.DataFrame({
        "AUDITED": days_in(rng, year, quarter, size), "SAMPLE": sample, "SERVICE": pick(rng, SERVICES, size),
        "DISTRICT": rng.choice(np.array(DISTRICTS, dtype=object), size),
        "GRADE": where(graded, np.where(moderated, _auditors(rng, final), final)),
        "MODERATED_GRADE": where(graded & moderated, final),
        "DIVERSITY_CONSIDERED": considered, "DIVERSITY_ADDRESSED": addressed,
        "CHILD_SEX": pick(rng, {"M": 53, "F": 47}, size), "CHILD_AGE": rng.integers(0, 18, size)})


def _auditors(rng: np.random.Generator, moderated: np.ndarray) -> np.ndarray:
    """What the auditors had given: mostly the same grade, else mostly a better one."""
    rank = np.array([SCALE.index(grade) for grade in moderated], dtype=int)
    off = np.where(rng.random(len(rank)) < AGREED, 0, np.where(rng.random(len(rank)) < 0.7, 1, -1))
    return np.array(SCALE, dtype=object)[(rank + off).clip(0, len(SCALE) - 1)]


def _diversity(rng: np.random.Generator, time: float, size: int) -> tuple[np.ndarray, np.ndarray]:
    """The answers to the two questions."""
    both = rng.random(size) < COURSES["audits_diversity_considered"].at(time)
    pair = np.where(both, "Y Y", pick(rng, SHORT_OF_IT, size))
    special = pick(rng, {"NA NA": DOES_NOT_APPLY, "Y ": NOT_ANSWERED, "Y NA": NOTHING_TO_ADDRESS,
                         "": 1 - DOES_NOT_APPLY - NOT_ANSWERED - NOTHING_TO_ADDRESS}, size)
    answers = [answer.split(" ") for answer in np.where(special == "", pair, special)]
    return tuple(np.array(each, dtype=object) for each in zip(*answers, strict=True))
