"""The workforce: children's social work workforce return (CSWW), and the council's personnel records.

CSWW covers children and family social workers on 30 September; HR covers all Children's Services staff.
"""

from wayforward.returns.layout import Column, Table
from wayforward.returns.ssda903 import ETHNIC

YES_NO = {"0": "No", "1": "Yes"}
SEX = {"M": "Male", "F": "Female", "1": "Male", "2": "Female"}
ROLES = {"1": "Senior manager", "2": "Middle manager", "3": "First line manager", "4": "Senior practitioner",
         "5": "Case holder", "6": "Qualified without cases"}
REASONS = {"SIC": "Sickness", "MAT": "Maternity, paternity or adoption", "TRN": "Training", "OTH": "Other"}
SEPTEMBER = (9, 30)

CSWW = Table("csww_workers", "Children's social work workforce, worker by worker", ("csww", "csww workers"), (
    Column("SWENo", blank=False), Column("AgencyWorker", "code", YES_NO), Column("FTE", "number", low=0, high=1.5),
    Column("PersonBirthDate", "date", needed=False), Column("GenderCurrent", "code", SEX, aliases=("Sex",)),
    Column("Ethnicity", "code", ETHNIC), Column("OrgRole", "code", ROLES), Column("RoleStartDate", "date"),
    Column("RoleEndDate", "date"), Column("WorkingDaysLost", "number", low=0),
    Column("Absat30Sept", "code", YES_NO, needed=False), Column("ReasonAbsence", "code", REASONS, needed=False)),
    key=("SWENo",), ends=SEPTEMBER, latest="RoleEndDate")

STAFF = Table("hr_staff", "Personnel records: everyone employed in the year", ("hr staff", "staff"), (
    Column("STAFF_ID", blank=False), Column("START", "date", blank=False), Column("LEFT", "date"),
    Column("FTE", "number", low=0, high=1.5), Column("GRADE", "code", {
        "SM": "Senior manager", "MM": "Middle manager", "TM": "Team manager", "PR": "Practitioner",
        "SU": "Support and administration"}),
    Column("TEAM", needed=False), Column("SEX", "code", SEX), Column("BORN", "date", needed=False),
    Column("ETHNICITY", "code", ETHNIC)), key=("STAFF_ID",), latest="START")

ABSENCE = Table("hr_absence", "Personnel records: sickness by month", ("hr absence", "absence"), (
    Column("STAFF_ID", blank=False), Column("MONTH", "date", blank=False),
    Column("DAYS_LOST", "number", low=0, high=31), Column("REASON", "code", REASONS, needed=False)),
    key=("STAFF_ID", "MONTH"), latest="MONTH")

COMMUNITIES = Table("communities", "Residents by ethnic group, sex and age band (Census)", ("communities",), (
    Column("CHARACTERISTIC", "code", {"ethnic group": "Ethnic group", "sex": "Sex", "age": "Age band"}, blank=False),
    Column("GROUP", blank=False), Column("AGES", "code", {"all": "All ages", "16-64": "Working age"}, blank=False),
    Column("RESIDENTS", "whole", low=0, blank=False)), key=("CHARACTERISTIC", "GROUP", "AGES"))

TABLES = (CSWW, STAFF, ABSENCE, COMMUNITIES)
