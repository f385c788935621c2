"""Early help: Families First Assessments, and the decisions of Families First Triage.

An assessment stands in the return of the year in which it was completed; one that never was, in that in which it began.
Planted dirt: in each year SECOND_ROWS assessments of a brother or sister on the same day as their family's.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from exampleshire.chance import pick, span, stream
from exampleshire.county_map import DISTRICTS
from exampleshire.files import Return, table, text
from exampleshire.quarters import days_in, quarters_of
from exampleshire.story import BESIDE, COURSES, YEARS

ORGANISATIONS = {"School": 0.42, "Family centre": 0.24, "Health visiting": 0.12, "Youth service": 0.10,
                 "Voluntary sector": 0.07, "District council": 0.05}
SOURCES = {"School": 0.34, "Police": 0.22, "Health": 0.18, "Family": 0.10, "Early years": 0.06, "Other": 0.10}
NEVER_COMPLETED, SECOND_ROWS = 0.04, 6
OTHERWISE = {"EH": 0.59, "IA": 0.225, "NFA": 0.179, "": 0.006}
AGAIN_WITHIN = 360                          # days


def early_help_returns(seed: int, scale: float) -> Iterator[Return]:
    """Assessments and triage decisions of each financial year."""
    rng, families = stream(seed, "assessments"), 0
    for year in YEARS:
        parts = [_completed(rng, year, number, rng.poisson(COURSES["assessments_completed"].at(time) * scale))
                 for number, time in quarters_of(year)]
        rows = pd.concat(parts).sort_values("COMPLETED", kind="stable", ignore_index=True)
        yield Return("families_first_assessments", year, _assessments(rng, rows, year, families))
        families += len(rows)
    decisions = _decisions(stream(seed, "triage"), scale)
    for year, rows in decisions.groupby("year"):
        yield Return("triage", int(year), table({name: rows[name] for name in rows.columns.drop("year")}))


def _completed(rng: np.random.Generator, year: int, quarter: int, size: int) -> pd.DataFrame:
    done = days_in(rng, year, quarter, size)
    return pd.DataFrame({"COMPLETED": done, "STARTED": done - rng.integers(12, 75, size)})


def _assessments(rng: np.random.Generator, rows: pd.DataFrame, year: int, families: int) -> pd.DataFrame:
    """Assessments with their families: each family new, or one that had been seen before."""
    size = len(rows)
    family = np.arange(families, families + size)
    known = (rng.random(size) < 0.06) & (family > 500)
    family = np.where(known, family - 1 - rng.integers(0, 400, size), family) + 100_001
    done = rng.random(size) >= NEVER_COMPLETED / (1 - NEVER_COMPLETED) if size else np.array([], bool)
    rows = rows.assign(FAMILY_ID=family, CHILDREN=1 + rng.binomial(4, 0.24, size),
                       DISTRICT=rng.choice(np.array(DISTRICTS, dtype=object), size),
                       ORGANISATION=pick(rng, ORGANISATIONS, size))
    begun = rows[~done].assign(COMPLETED=np.datetime64("NaT", "D"),
                               STARTED=rows["STARTED"].clip(lower=pd.Timestamp(year - 1, 4, 1)))
    second = rows.iloc[:: max(1, size // SECOND_ROWS)].head(SECOND_ROWS).assign(CHILDREN=1)
    every = pd.concat([rows, begun, second]).sort_values("STARTED", kind="stable", ignore_index=True)
    return table({"ASSESSMENT_ID": [f"F{year}{number:05}" for number in range(len(every))], "FAMILY_ID":
                  every["FAMILY_ID"], "CHILDREN": every["CHILDREN"], "DISTRICT": every["DISTRICT"],
                  "ORGANISATION": every["ORGANISATION"], "STARTED": every["STARTED"], "COMPLETED": every["COMPLETED"]})


def _decisions(rng: np.random.Generator, scale: float) -> pd.DataFrame:
    """All decisions of all years in order of day, as a family may come again a year later."""
    parts = [_triaged(rng, year, number, time, scale) for year in YEARS for number, time in quarters_of(year)]
    rows = pd.concat(parts).sort_values("day", kind="stable", ignore_index=True)
    size = len(rows)
    return pd.DataFrame({
        "year": rows["year"], "DECISION_ID": [f"T{number}" for number in range(100_001, 100_001 + size)],
        "FAMILY_ID": [f"G{number}" for number in _families(rng, rows["day"].to_numpy()) + 100_001],
        "DECIDED": text(rows["day"]), "OUTCOME": rows["outcome"],
        "DISTRICT": rng.choice(np.array(DISTRICTS, dtype=object), size), "SOURCE": pick(rng, SOURCES, size)})


def _triaged(rng: np.random.Generator, year: int, quarter: int, time: float, scale: float) -> pd.DataFrame:
    up, down = COURSES["step_ups"].at(time), COURSES["step_downs"].at(time)
    ups, downs, others = rng.poisson(np.array([up, down, BESIDE["triage_decisions"].at(time) - up - down]) * scale)
    outcome = np.concatenate([np.repeat(np.array(["SU", "SD"], dtype=object), [ups, downs]),
                              pick(rng, OTHERWISE, others)])
    return pd.DataFrame({"year": year, "day": days_in(rng, year, quarter, len(outcome)), "outcome": outcome})


def _families(rng: np.random.Generator, day: np.ndarray) -> np.ndarray:
    """Whose decision each is: a new family's, or for the planted share that of one seen within the year before."""
    number, days = np.arange(len(day)), day.astype("M8[D]")
    first, last = np.searchsorted(days, days - span(AGAIN_WITHIN)), np.searchsorted(days, days)
    again = (rng.random(len(day)) < COURSES["re_referrals"].first) & (last > first)
    earlier = first + np.floor(rng.random(len(day)) * (last - first)).astype(int)
    family = np.where(again, earlier, number)
    while (family[family] != family).any():         # the family of the family that was seen before
        family = family[family]
    return family
