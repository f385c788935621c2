"""The workforce as cases: social workers of the workforce return, and everyone in the council's personnel records.

A person's last day is the first on which they are no longer in post: who leaves on 30 September is a leaver of that
year and not in post on its last day.
"""

import pandas as pd

from wayforward.counting.characteristics import age_band, ethnic_group, sex
from wayforward.counting.contract import Returns
from wayforward.counting.tally import cases, leave_out
from wayforward.counting.years import on
from wayforward.periods import age_on
from wayforward.returns.workforce import ROLES

GRADES = {"SM": "Senior manager", "MM": "Middle manager", "TM": "Team manager", "PR": "Practitioner",
          "SU": "Support and administration"}
MANAGERS = ("Senior manager", "Middle manager", "First line manager", "Team manager")
AGES = {"under 30": (16, 29), "30 to 39": (30, 39), "40 to 49": (40, 49), "50 to 59": (50, 59),
        "60 and over": (60, 99)}
LEVEL = {True: "Managers", False: "Others"}


def in_post(start: pd.Series, left: pd.Series, days) -> pd.Series:
    """Whether someone was in post on a day (one, or one a row); a start that is not known lies before it."""
    return ~(start > days) & ~(left <= days)


def social_workers(returns: Returns) -> pd.DataFrame:
    """Children and family social workers employed by the council in the year to 30 September, as cases of that year,
    with in_post (on its last day), leaver (in the year) and fte. Agency workers are left out, and whoever it is not
    recorded of whether they are one."""
    rows = returns.table("csww_workers")
    last, before = on(rows, 9, 30), on(rows, 9, 30, years=1)
    role = rows["OrgRole"].map(ROLES)
    workers = cases(rows, rows["return_year"].astype(str), **{
        "in_post": in_post(rows["RoleStartDate"], rows["RoleEndDate"], last),
        "leaver": (rows["RoleEndDate"] > before) & (rows["RoleEndDate"] <= last), "fte": rows["FTE"],
        "Role": role, "Level": _level(role), **_person(rows["GenderCurrent"], rows["PersonBirthDate"], last,
                                                       rows["Ethnicity"])})
    workers = leave_out(workers, "agency worker", rows["AgencyWorker"].eq("1"))
    workers = leave_out(workers, "not recorded whether an agency worker", rows["AgencyWorker"].isna())
    workers = leave_out(workers, "left before the year began", rows["RoleEndDate"] <= before)
    return leave_out(workers, "started after 30 September", rows["RoleStartDate"] > last)


def staff(returns: Returns, period: pd.Series | None = None) -> pd.DataFrame:
    """Everyone in the personnel records of a financial year, as cases of 31 March (or of `period`); none left out."""
    rows = returns.table("hr_staff")
    grade = rows["GRADE"].map(GRADES)
    return cases(rows, rows["return_year"].astype(str) if period is None else period, **{
        "fte": rows["FTE"], "Grade": grade, "Level": _level(grade), "Team": rows["TEAM"],
        **_person(rows["SEX"], rows["BORN"], on(rows, 3, 31), rows["ETHNICITY"])})


def _level(role: pd.Series) -> pd.Series:
    return role.isin(MANAGERS).map(LEVEL).where(role.notna())


def _person(sexes: pd.Series, born: pd.Series, day: pd.Series, ethnic: pd.Series) -> dict[str, pd.Series]:
    years = age_on(born, day)
    return {"years": years, "Age": age_band(years, AGES), "Sex": sex(sexes), "Ethnic group": ethnic_group(ethnic)}
