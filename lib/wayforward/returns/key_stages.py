"""Results at the end of key stages 2 and 4, pupil by pupil, under the names of the performance tables' pupil files.

A return's year is the year of the exams: 2025 is the academic year 2024/25. No tests were held at key stage 2 in 2020
and 2021, and there is no Progress 8 of 2020 and 2021 (no exams) nor of 2025 and 2026 (no key stage 2 to start from).
"""

import pandas as pd

from wayforward.returns.layout import Column, Lookup, Rule, Table

YES_NO = {"0": "No", "1": "Yes"}
SEX = {"M": "Male", "F": "Female"}
SEN = {"N": "No special educational needs", "K": "SEN support", "E": "Education, health and care plan"}
NO_TESTS = (2020, 2021)
NO_PROGRESS = (2020, 2021, 2025, 2026)
EXPECTED_SCORE = 100
STRONG_PASS = 5
NO_SCORE = ("A", "B", "H", "M", "N", "Q", "S", "T", "X")      # absent, below the test, not scored …
NO_GRADE = ("U", "X", "Q")                                     # ungraded, no result, pending
PUPIL = (Column("UPN"), Column("LAESTAB", needed=False), Column("SEX", "code", SEX, aliases=("GENDER",)),
         Column("ETHNICITY", needed=False), Column("FSM6CLA1A", "code", YES_NO),
         Column("SENF", "code", SEN, needed=False),
         Column("EAL", "code", YES_NO, needed=False), Column("STATE_FUNDED", "code", YES_NO, needed=False))


SCHOOLS = (Lookup("LAESTAB", "establishments", "schools", "pupils may be of other schools than the register's",
                  severity="warn"),)


NUMBERED = Rule("UPN: must be given", lambda rows: rows["UPN"].notna(),
                "these pupils are counted; whether one of them stands twice cannot be told",
                "none, where they are of independent schools, which give no numbers")


def agrees(rows: pd.DataFrame, standard: str, score: str) -> pd.Series:
    """Whether the expected standard is met where the scaled score says so, and only there."""
    given = rows[standard].notna() & rows[score].notna()
    return ~given | rows[standard].eq("1").eq(rows[score] >= EXPECTED_SCORE)


def basics_agree(rows: pd.DataFrame) -> pd.Series:
    """Whether grade 5 or above in English and mathematics is marked where both grades say so, and only there."""
    grades = rows[["ENG_GRADE", "MATH_GRADE"]]
    given = rows["L2BASICS_95"].notna() & grades.notna().all(axis=1)
    return ~given | rows["L2BASICS_95"].eq("1").eq((grades >= STRONG_PASS).all(axis=1))


KS2 = Table("key_stage_2", "Key stage 2 results, pupil by pupil", ("ks2", "key stage 2", "ks2 pupils"), (
    *PUPIL, Column("READ_EXP", "code", YES_NO), Column("WRIT_EXP", "code", YES_NO), Column("MATH_EXP", "code", YES_NO),
    Column("READSCORE", "whole", low=80, high=120, instead=NO_SCORE, needed=False),
    Column("MATSCORE", "whole", low=80, high=120, instead=NO_SCORE, needed=False)), key=("UPN",), ends=(8, 31),
    lookups=SCHOOLS, rules=(
        NUMBERED,
        Rule("READ_EXP: must be met where READSCORE is 100 or more, and only there",
             lambda rows: agrees(rows, "READ_EXP", "READSCORE"), "the pupil's standard in reading is in doubt"),
        Rule("MATH_EXP: must be met where MATSCORE is 100 or more, and only there",
             lambda rows: agrees(rows, "MATH_EXP", "MATSCORE"), "the pupil's standard in mathematics is in doubt"),
        Rule("READ_EXP: cannot be of 2020 or 2021, when no tests were held",
             lambda rows: ~rows["return_year"].isin(NO_TESTS), "results stand in a wrong year",
             action="put the file under the year of its tests"),
    ))

KS4 = Table("key_stage_4", "Key stage 4 results, pupil by pupil", ("ks4", "key stage 4", "ks4 pupils"), (
    *PUPIL, Column("ATT8", "number", low=0, high=90),
    Column("P8SCORE", "number", low=-10, high=10, needed=False, unfilled=NO_PROGRESS),
    Column("ENG_GRADE", "number", low=0, high=9, instead=NO_GRADE, needed=False),
    Column("MATH_GRADE", "number", low=0, high=9, instead=NO_GRADE, needed=False),
    Column("L2BASICS_95", "code", YES_NO, needed=False)), key=("UPN",), ends=(8, 31), lookups=SCHOOLS, rules=(
        NUMBERED,
        Rule("L2BASICS_95: must be 1 where ENG_GRADE and MATH_GRADE are 5 or more, and only there", basics_agree,
             "the pupil's grades are in doubt"),
        Rule("P8SCORE: must be blank in 2020, 2021, 2025 and 2026, of which there is none",
             lambda rows: rows["P8SCORE"].isna() | ~rows["return_year"].isin(NO_PROGRESS),
             "the gap in Progress 8 of that year is told as not comparable"),
    ))

TABLES = (KS2, KS4)
