"""NCCIS: what each young person aged 16 or 17 was doing, month by month, and the groups they belong to.

Source      Department for Education, NCCIS management information requirement (activity codes, as two public readers
            of the data set them out); local authority scorecard, technical notes (who counts as vulnerable)
"""

import pandas as pd

from wayforward.returns.key_stages import SEN
from wayforward.returns.layout import IN_DISTRICTS, Column, Reference, Rule, Table

EDUCATION = {"210": "School sixth form", "220": "Sixth form college", "230": "Further education",
             "240": "Higher education", "250": "Part-time education", "260": "Gap year",
             "270": "Other full-time education", "280": "Special post-16", "290": "Education in juvenile custody"}
EMPLOYMENT = {"310": "Apprenticeship", "320": "Employment with regulated study", "330": "Employment without training",
              "340": "Employment with other training", "350": "Temporary employment", "360": "Part-time employment",
              "380": "Self-employment", "381": "Self-employment with study"}
TRAINING = {"410": "Funded training", "430": "Other training", "440": "Training, Work and Pensions",
            "450": "Traineeship", "460": "Supported internship", "530": "Re-engagement",
            "550": "Unpaid work with study"}
NEET = {"540": "Working, not for reward", "610": "Not yet ready", "615": "Start agreed, other",
        "616": "Start agreed, with learning", "619": "Seeking", "620": "Carer", "630": "Teenage parent",
        "640": "Illness", "650": "Pregnancy", "660": "Religious grounds",
        "670": "Unlikely to be economically active", "680": "Other, not available"}
CUSTODY = {"710": "Young adult in custody"}
NOT_KNOWN = {"810": "Not known", "820": "Cannot be contacted", "830": "Refused"}
ACTIVITY = {**EDUCATION, **EMPLOYMENT, **TRAINING, **NEET, **CUSTODY, **NOT_KNOWN}
VULNERABLE = {"110": "Looked after", "130": "Refugee or asylum seeker", "140": "Carer", "150": "Substance misuse",
              "160": "Care leaver", "170": "Supervised by the youth offending team", "190": "Parent, not caring",
              "200": "Alternative provision", "210": "Mental health"}
SEX = {"M": "Male", "F": "Female", "U": "Unknown"}


def academic_age(rows: pd.DataFrame) -> pd.Series:
    """Age on 31 August before the academic year of the month: who was born in September or later has that year's
    birthday still to come."""
    month, born = rows["MONTH"].dt, rows["DOB"].dt
    began = month.year - (month.month < 9)
    return began - born.year - (born.month > 8)


def aged_16_or_17(rows: pd.DataFrame) -> pd.Series:
    """Whether the young person was 16 or 17 on 31 August before the month, as academic years 12 and 13 are."""
    age = academic_age(rows)
    return age.isna() | age.between(16, 17)


COHORT = Table("nccis_cohort", "NCCIS, young people aged 16 and 17 by month", ("nccis", "nccis cohort"), (
    Column("YPID", blank=False), Column("MONTH", "date", blank=False), Column("DOB", "date"),
    Column("SEX", "code", SEX, aliases=("GENDER",)), Column("ETHNICITY", needed=False),
    Column("DISTRICT", needed=False), Column("SEN", "code", SEN, needed=False),
    Column("ACTIVITY", "code", ACTIVITY, blank=False)), key=("YPID", "MONTH"), latest="MONTH",
    rhythm="months", dated=("MONTH",), lookups=IN_DISTRICTS, rules=(
        Rule("DOB: must make the young person 16 or 17 on 31 August before the month", aged_16_or_17,
             "the young person is not counted in that month"),
    ))

CHARACTERISTICS = Table("nccis_characteristics", "NCCIS, groups that young people belong to",
    ("nccis characteristics",), (
        Column("YPID", blank=False), Column("CHARACTERISTIC", "code", VULNERABLE, blank=False)),
    key=("YPID", "CHARACTERISTIC"), needed_by=("nccis_cohort",),
    references=(Reference("YPID", "nccis_cohort", "YPID", "young people",
                          "who belongs to a vulnerable group is not known"),))

TABLES = (COHORT, CHARACTERISTICS)
