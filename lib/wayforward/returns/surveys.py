"""Surveys: young people's well-being, children in care feeling included, and staff.

Items are known by their codes only; the wording of licensed scales is not here.
"""

from wayforward.returns.layout import IN_DISTRICTS, Column, Reference, Table

SEX = {"M": "Male", "F": "Female", "O": "Other or prefers not to say"}
YEAR_GROUPS = tuple(str(year) for year in range(7, 14))
INCLUDED = {"A": "All or most of the time", "S": "Sometimes", "H": "Hardly ever", "N": "Never"}

WELLBEING = Table("survey_wellbeing", "Young people's health and well-being survey",
    ("wellbeing survey", "wellbeing", "survey wellbeing"), (
        Column("RESPONDENT", blank=False), Column("YEAR_GROUP", "code", {year: f"Year {year}" for year in YEAR_GROUPS}),
        Column("SEX", "code", SEX), Column("DISTRICT", needed=False), Column("SCHOOL", needed=False),
        *(Column(f"SWEMWBS_{item}", "whole", low=1, high=5) for item in range(1, 8)),
        Column("ONS_SATISFACTION", "whole", low=0, high=10, needed=False),
        Column("ONS_WORTHWHILE", "whole", low=0, high=10, needed=False),
        Column("ONS_HAPPY", "whole", low=0, high=10, needed=False),
        Column("ONS_ANXIOUS", "whole", low=0, high=10, needed=False)), key=("RESPONDENT",), ends=(8, 31),
    lookups=IN_DISTRICTS)

INCLUDED_SURVEY = Table("survey_included", "Survey of children in care", ("included survey", "survey included"), (
    Column("RESPONDENT", blank=False), Column("COMPLETED", "date"),
    Column("AGE_BAND", "code", {"4-7": "4 to 7", "8-11": "8 to 11", "11-18": "11 to 18"}),
    Column("SEX", "code", SEX, needed=False), Column("PLACEMENT", needed=False),
    Column("INCLUDED", "code", INCLUDED)), key=("RESPONDENT",), latest="COMPLETED")

STAFF_SURVEY = Table("survey_staff", "Staff survey, answer by answer", ("staff survey", "survey staff"), (
    Column("RESPONDENT", blank=False), Column("WAVE", "date", blank=False), Column("TEAM", needed=False),
    Column("ITEM", blank=False), Column("ANSWER", "whole", low=1, high=5)),
    key=("RESPONDENT", "WAVE", "ITEM"), latest="WAVE")

STAFF_COMMENTS = Table("survey_staff_comments", "Staff survey, free text",
    ("staff survey comments", "staff comments"), (
    Column("RESPONDENT", blank=False), Column("WAVE", "date", blank=False), Column("COMMENT", free=True)),
    latest="WAVE", references=(Reference("RESPONDENT", "survey_staff", "RESPONDENT", "people",
                                         "no figure changes: comments are read by themselves", severity="warn"),))

INVITED = Table("survey_invited", "How many were asked in each survey", ("survey invited", "invited"), (
    Column("SURVEY", "code", {"wellbeing": "Well-being", "included": "Children in care", "staff": "Staff"},
           blank=False),
    Column("INVITED", "whole", low=0, blank=False)), key=("SURVEY",))

TABLES = (WELLBEING, INCLUDED_SURVEY, STAFF_SURVEY, STAFF_COMMENTS, INVITED)
