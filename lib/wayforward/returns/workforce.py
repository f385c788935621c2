"""The workforce: children's social work workforce return (CSWW), and the council's personnel records.

CSWW covers children and family social workers on 30 September; HR covers all Children's Services staff.

Source      Department for Education, children's social work workforce census, 2022 schema as in
            SocialFinanceDigitalLabs/liia-tools (columns, codes of role, sex and absence)
"""

import pandas as pd

from wayforward.periods import age_on
from wayforward.returns.layout import Column, Reference, Rule, Table
from wayforward.returns.rules import first_day, in_order, last_day, not_after
from wayforward.returns.ssda903 import ETHNIC

YES_NO = {"0": "No", "1": "Yes"}
SEX = {"M": "Male", "F": "Female", "1": "Male", "2": "Female", "U": "Unknown", "0": "Unknown", "9": "Unknown"}
ROLES = {"1": "Senior manager", "2": "Middle manager", "3": "First line manager", "4": "Senior practitioner",
         "5": "Case holder", "6": "Qualified without cases"}
REASONS = {"SIC": "Sickness", "MAT": "Maternity, paternity or adoption", "TRN": "Training", "PUB": "Public duties",
           "UNP": "Unpaid leave", "UNA": "Unauthorised", "OTH": "Other"}
MOST_DAYS = 366
YOUNGEST = 16
SEPTEMBER = (9, 30)


def no_more_than_all_ages(rows: pd.DataFrame) -> pd.Series:
    """Whether a group has no more residents of working age than of all ages."""
    whole = rows[rows["AGES"].eq("all")].drop_duplicates(["CHARACTERISTIC", "GROUP"])
    both = rows[["CHARACTERISTIC", "GROUP"]].merge(whole, how="left", on=["CHARACTERISTIC", "GROUP"])
    return ~(rows["RESIDENTS"] > both["RESIDENTS"].set_axis(rows.index))


CSWW = Table("csww_workers", "Children's social work workforce, worker by worker", ("csww", "csww workers"), (
    Column("SWENo", blank=False), Column("AgencyWorker", "code", YES_NO), Column("FTE", "number", low=0, high=1.5),
    Column("PersonBirthDate", "date", needed=False), Column("GenderCurrent", "code", SEX, aliases=("Sex",)),
    Column("Ethnicity", "code", ETHNIC), Column("OrgRole", "code", ROLES), Column("RoleStartDate", "date"),
    Column("RoleEndDate", "date"), Column("WorkingDaysLost", "number", low=0),
    Column("Absat30Sept", "code", YES_NO, needed=False), Column("ReasonAbsence", "code", REASONS, needed=False)),
    key=("SWENo",), ends=SEPTEMBER, latest="RoleEndDate", rules=(
        Rule("RoleEndDate: must not come before RoleStartDate",
             lambda rows: in_order(rows, "RoleStartDate", "RoleEndDate"),
             "the worker is taken for a leaver, or for one who left before the year"),
        Rule("RoleStartDate: must not come after 30 September of the return",
             lambda rows: not_after(rows, "RoleStartDate", last_day(rows, *SEPTEMBER)),
             "the worker is left out"),
        Rule("RoleEndDate: must lie in the year to 30 September of the return",
             lambda rows: rows["RoleEndDate"].isna() | rows["RoleEndDate"].between(
                 first_day(rows, *SEPTEMBER), last_day(rows, *SEPTEMBER)),
             "who left before it is left out, and who left after it is in post and no leaver"),
        Rule(f"WorkingDaysLost: must not be more than {MOST_DAYS}, the days of a year",
             lambda rows: ~(rows["WorkingDaysLost"] > MOST_DAYS), "sickness is too high"),
        Rule("ReasonAbsence: must be given only where Absat30Sept is 1",
             lambda rows: rows["ReasonAbsence"].isna() | rows["Absat30Sept"].eq("1"), "no figure changes"),
    ))

STAFF = Table("hr_staff", "Personnel records: everyone employed in the year", ("hr staff", "staff"), (
    Column("STAFF_ID", blank=False), Column("START", "date", blank=False), Column("LEFT", "date"),
    Column("FTE", "number", low=0, high=1.5), Column("GRADE", "code", {
        "SM": "Senior manager", "MM": "Middle manager", "TM": "Team manager", "PR": "Practitioner",
        "SU": "Support and administration"}),
    Column("TEAM", needed=False), Column("SEX", "code", SEX), Column("BORN", "date", needed=False),
    Column("ETHNICITY", "code", ETHNIC)), key=("STAFF_ID",), latest="START", needed_by=("hr_absence",), rules=(
        Rule("LEFT: must not come before START", lambda rows: in_order(rows, "START", "LEFT"),
             "the person is taken for a leaver who was never in post"),
        Rule(f"BORN: must make the person {YOUNGEST} or over when they started",
             lambda rows: ~(age_on(rows["BORN"], rows["START"]) < YOUNGEST), "the age band is wrong"),
    ))

ABSENCE = Table("hr_absence", "Personnel records: sickness by month", ("hr absence", "absence"), (
    Column("STAFF_ID", blank=False), Column("MONTH", "date", blank=False),
    Column("DAYS_LOST", "number", low=0, high=31), Column("REASON", "code", REASONS, needed=False)),
    key=("STAFF_ID", "MONTH", "REASON"), latest="MONTH", needed_by=("hr_staff",),
    references=(Reference("STAFF_ID", "hr_staff", "STAFF_ID", "people",
                          "days are lost by people who are not in the records"),))

COMMUNITIES = Table("communities", "Residents by ethnic group, sex and age band (Census)", ("communities",), (
    Column("CHARACTERISTIC", "code", {"ethnic group": "Ethnic group", "sex": "Sex", "age": "Age band"}, blank=False),
    Column("GROUP", blank=False), Column("AGES", "code", {"all": "All ages", "16-64": "Working age"}, blank=False),
    Column("RESIDENTS", "whole", low=0, blank=False)), key=("CHARACTERISTIC", "GROUP", "AGES"), rules=(
        Rule("RESIDENTS: must not be more of working age than of all ages", no_more_than_all_ages,
             "the make-up of the communities is wrong"),
    ))

TABLES = (CSWW, STAFF, ABSENCE, COMMUNITIES)
