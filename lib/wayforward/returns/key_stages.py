"""Results at the end of key stages 2 and 4, pupil by pupil, under the names of the performance tables' pupil files.

A return's year is the year of the exams: 2025 is the academic year 2024/25.
"""

from wayforward.returns.layout import Column, Table

YES_NO = {"0": "No", "1": "Yes"}
SEX = {"M": "Male", "F": "Female"}
SEN = {"N": "No special educational needs", "K": "SEN support", "E": "Education, health and care plan"}
KS2_TEST = {"N": "Not met", "Y": "Met", "A": "Absent", "Q": "Maladministration"}
PUPIL = (Column("UPN", blank=False), Column("LAESTAB", needed=False), Column("SEX", "code", SEX, aliases=("GENDER",)),
         Column("ETHNICITY", needed=False), Column("FSM6CLA1A", "code", YES_NO),
         Column("SENF", "code", SEN, needed=False),
         Column("EAL", "code", YES_NO, needed=False), Column("STATE_FUNDED", "code", YES_NO, needed=False))

KS2 = Table("key_stage_2", "Key stage 2 results, pupil by pupil", ("ks2", "key stage 2", "ks2 pupils"), (
    *PUPIL, Column("READ_EXP", "code", YES_NO), Column("WRIT_EXP", "code", YES_NO), Column("MATH_EXP", "code", YES_NO),
    Column("READSCORE", "whole", low=80, high=120, needed=False),
    Column("MATSCORE", "whole", low=80, high=120, needed=False)), key=("UPN",), ends=(8, 31))

KS4 = Table("key_stage_4", "Key stage 4 results, pupil by pupil", ("ks4", "key stage 4", "ks4 pupils"), (
    *PUPIL, Column("ATT8", "number", low=0, high=90), Column("P8SCORE", "number", low=-10, high=10, needed=False),
    Column("ENG_GRADE", "number", low=0, high=9, needed=False),
    Column("MATH_GRADE", "number", low=0, high=9, needed=False),
    Column("L2BASICS_95", "code", YES_NO, needed=False)), key=("UPN",), ends=(8, 31))

TABLES = (KS2, KS4)
