"""The staff survey of every November: answers question by question, and free text.

Nine questions stand in every wave. Three others were changed after the wave of 2022-23 for ones that people answer more
readily, which hides in a plain average that the lasting ones get worse. Comments are put together from invented
phrases; a few name someone who does not exist, whose name must show nowhere.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy import stats

from exampleshire.chance import pick, rounded, sized, stratified_uniform, stream
from exampleshire.files import Return, table
from exampleshire.staff import HEADS, TEAMS
from exampleshire.story import COURSES, YEARS

LASTING = tuple(f"Q{number:02}" for number in range(1, 10))
FIRST_OTHERS, LATER_OTHERS, CHANGED = ("Q10", "Q11", "Q12"), ("Q13", "Q14", "Q15"), 2024
OTHERS_FAVOURABLE = {FIRST_OTHERS: 0.50, LATER_OTHERS: 0.80}
EASIER = np.linspace(-0.10, 0.10, len(LASTING))     # than the average question; they cancel out
ALIKE = 0.35
SKIPPED = 0.02
LIKE, NOT_SO = {"4": 0.62, "5": 0.38}, {"3": 0.52, "2": 0.32, "1": 0.16}

COMMENTING = 0.27
NAMED = ("Zebedee", "Quillfeather")
NAMED_BY = 2                                # people a wave
# Subject → phrases, and how much it was spoken of in the first and in the last wave.
SUBJECTS = {
    "workload": (("my caseload is too high for the hours I have", "caseloads keep growing and visits get shorter",
                  "the workload leaves no time to think before a visit", "too many cases and too few hours"), 2, 6),
    "supervision": (("supervision helps me when it is not cancelled", "my manager makes time for supervision",
                     "regular supervision keeps me steady", "good supervision is why I stay"), 4, 3),
    "systems": (("the case system is slow and loses my notes", "recording takes longer than the visit itself",
                 "the laptop and the system fail on visits", "we need a faster recording system"), 3, 3),
    "training": (("training was useful and well led", "more training on trauma would help",
                  "there is no time for the training on offer", "the training days were the best of my year"), 3, 2),
    "team": (("my team is kind and we look after each other", "colleagues in the team are always ready to help",
              "I am proud of the team and of what we do", "the team makes the hard days possible"), 5, 4),
    "travel": (("parking at the office is a daily worry", "mileage is paid late and parking costs too much",
                "long drives between the office and families tire me"), 2, 2),
    "home": (("working from home some days helps me to write", "hybrid working suits my family",
              "I miss the office when everyone works from home"), 1, 3),
}
LINKS = (", and ", "; also ", ", though ")


def staff_survey_returns(seed: int, scale: float) -> Iterator[Return]:
    """Answers and comments of each wave."""
    for year in YEARS:
        rng = stream(seed, f"staff survey {year}")
        size = max(1, rng.binomial(sized(HEADS, scale), COURSES["staff_response"].at(year)))
        people = np.arange(1, size + 1) + 10_000 * (year - 2000)
        wave = np.full(size, np.datetime64(f"{year - 1}-11-16"))
        yield Return("staff_survey", year, _answers(rng, people, wave, year))
        wrote = np.flatnonzero(rng.random(size) < COMMENTING)
        yield Return("staff_survey_comments", year, table({
            "RESPONDENT": people[wrote], "WAVE": wave[wrote], "COMMENT": _comments(rng, len(wrote), year)}))


def _answers(rng: np.random.Generator, people: np.ndarray, wave: np.ndarray, year: int) -> pd.DataFrame:
    """One row an answer, in order of person and question; a few are skipped."""
    others = FIRST_OTHERS if year < CHANGED else LATER_OTHERS
    items = np.array([*LASTING, *others], dtype=object)
    share = np.append(COURSES["staff_favourable"].at(year) + EASIER, np.full(len(others), OTHERS_FAVOURABLE[others]))
    mood = rounded(stats.norm.ppf(stratified_uniform(rng, len(people))))[:, None]
    said = rounded(rng.normal(size=(len(people), len(items))))
    likes = np.sqrt(ALIKE) * mood + np.sqrt(1 - ALIKE) * said < rounded(stats.norm.ppf(share))
    answer = np.where(likes, pick(rng, LIKE, likes.size).reshape(likes.shape),
                      pick(rng, NOT_SO, likes.size).reshape(likes.shape))
    row, item = np.nonzero(rng.random(likes.shape) >= SKIPPED)
    team = rng.choice(np.array(TEAMS, dtype=object), len(people))
    return table({"RESPONDENT": people[row], "WAVE": wave[row], "TEAM": team[row], "ITEM": items[item],
                  "ANSWER": answer[row, item]})


def _comments(rng: np.random.Generator, size: int, year: int) -> np.ndarray:
    """Two phrases on two subjects, or one; the subjects change their weight from the first wave to the last."""
    way = (year - YEARS[0]) / (YEARS[-1] - YEARS[0])
    weights = {name: first + (last - first) * way for name, (_, first, last) in SUBJECTS.items()}
    one, two = (_phrases(rng, pick(rng, weights, size)) for _ in range(2))
    link = rng.choice(np.array(LINKS, dtype=object), size)
    both = (rng.random(size) < 0.6) & (one != two)
    said = np.where(both, one + link + two, one)
    names = np.array(["", *(f". Thank you {name}" for name in NAMED)], dtype=object)
    named = np.where(np.isin(np.arange(size), np.arange(0, size, 40)[:NAMED_BY]), 1 + np.arange(size) // 40 % 2, 0)
    return said + names[named]


def _phrases(rng: np.random.Generator, subjects: np.ndarray) -> np.ndarray:
    chance = rng.random(len(subjects))
    return np.array([SUBJECTS[name][0][int(u * len(SUBJECTS[name][0]))]
                     for name, u in zip(subjects, chance, strict=True)], dtype=object)
