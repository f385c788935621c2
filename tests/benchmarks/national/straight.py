"""The headline of each promise as an analyst writes it straight down in pandas: the columns it needs, and a few lines.

Nothing is checked, nobody who is left out is accounted for, and there is no breakdown and no interval. Each function
takes the folder and gives the value by period.
"""

from pathlib import Path

import numpy as np
import pandas as pd

GSS, LA_CODE = "E10999999", "999"
UK, BLADE = "%d/%m/%Y", "%Y-%b-%d %H:%M:%S"
EET = ("210", "220", "230", "240", "250", "260", "270", "280", "290", "310", "320", "330", "340", "350", "360", "380",
       "381", "410", "430", "440", "450", "460", "530", "550")
METRIC = (7.00, 9.51, 11.25, 12.40, 13.33, 14.08, 14.75, 15.32, 15.84, 16.36, 16.88, 17.43, 17.98, 18.59, 19.25, 19.98,
          20.73, 21.54, 22.35, 23.21, 24.11, 25.03, 26.02, 27.03, 28.13, 29.31, 30.70, 32.55, 35.00)
WORKING_DAYS = {2016: 254, 2020: 254, 2024: 254}


def read(folder: Path, stem: str, *columns: str, dates: tuple[str, ...] = (), form: str = UK) -> pd.DataFrame:
    """These columns of all years of a return, with the year of each row."""
    parts = [pd.read_csv(path, usecols=columns, keep_default_na=False, na_values=[""], dtype=str).assign(
        year=2000 + int(path.stem[-2:])) for path in sorted((folder / "returns").glob(f"*/{stem}_20*.csv"))]
    rows = pd.concat(parts, ignore_index=True)
    return rows.assign(**{name: pd.to_datetime(rows[name], format=form) for name in dates})


def on(years: pd.Series, month_and_day: str) -> pd.Series:
    return pd.to_datetime(years.astype(str) + month_and_day)


def quarter(days: pd.Series) -> pd.Series:
    first = days.dt.year - (days.dt.month < 4)
    number = (days.dt.month - 4) % 12 // 3 + 1
    return first.astype(str) + "-" + ((first + 1) % 100).astype(str).str.zfill(2) + "-Q" + number.astype(str)


def by_year(values: pd.Series, years: pd.Series) -> pd.Series:
    return values.groupby(years.to_numpy()).mean().rename(index=str)


def financial(years: pd.Series) -> pd.Series:
    return (years - 1).astype(str) + "-" + (years % 100).astype(str)


def far_from_home(folder: Path) -> pd.Series:
    rows = read(folder, "Episodes", "CHILD", "DECOM", "LS", "PLACE", "DEC", "HOME_POST", "PL_POST",
                dates=("DECOM", "DEC"))
    born = read(folder, "Header", "CHILD", "DOB", dates=("DOB",)).drop_duplicates(["year", "CHILD"], keep="last")
    rows = rows.merge(born, how="left", on=["year", "CHILD"])
    day = on(rows["year"], "-03-31")
    rows = rows[(rows["DECOM"] <= day) & ~(rows["DEC"] <= day) & ~rows["LS"].isin(["V3", "V4"])
                & ~(rows["DOB"] <= on(rows["year"] - 18, "-03-31"))]
    rows = rows.sort_values("DECOM", kind="stable").drop_duplicates(["year", "CHILD"], keep="last")
    alone = read(folder, "UASC", "CHILD")
    alone = pd.concat([alone.assign(year=alone["year"] + later) for later in (0, 1, 2)]).drop_duplicates()
    alone = rows[["year", "CHILD"]].merge(alone.assign(alone=True), how="left")["alone"].eq(True).to_numpy()
    places = pd.read_csv(folder / "places" / "postcodes.csv").merge(
        pd.read_csv(folder / "places" / "districts.csv"), how="left", left_on="DISTRICT", right_on="district")
    places = places.set_index("POSTCODE")[["EASTING", "NORTHING", "authority"]]
    home, place = (places.reindex(rows[name]).reset_index() for name in ("HOME_POST", "PL_POST"))
    metres = np.hypot(home["EASTING"] - place["EASTING"], home["NORTHING"] - place["NORTHING"])
    away = (np.floor(metres / 1609.3 * 10 + 0.5) / 10 > 20) & place["authority"].ne(GSS)
    known = ~alone & ~rows["PLACE"].isin(["A3", "A4", "A5", "A6"]).to_numpy()
    return by_year(away & known, rows["year"])


def needs_met_locally(folder: Path) -> pd.Series:
    plans = read(folder, "activeplans", "activeplanstableid", "requeststableid")
    named = read(folder, "namedplan", "requeststableid", "startdate", "ceasedate", dates=("startdate", "ceasedate"),
                 form=BLADE)
    placed = read(folder, "placementdetail", "activeplanstableid", "urn", "placementrank", "entrydate", "leavingdate",
                  dates=("entrydate", "leavingdate"), form=BLADE)
    schools = read(folder, "edubasealldata", "URN", "LA (code)")
    # the third Thursday in January
    third = {year: pd.Timestamp(year, 1, 15 + (3 - pd.Timestamp(year, 1, 15).weekday()) % 7)
             for year in plans["year"].unique()}
    day = placed["year"].map(third)
    placed = placed[placed["placementrank"].eq("1") & ~(placed["entrydate"] > day) & ~(placed["leavingdate"] <= day)]
    placed = placed.sort_values("entrydate", kind="stable", na_position="first").drop_duplicates(
        ["year", "activeplanstableid"], keep="last")
    later = named["startdate"] > named["year"].map(third)
    named = named.assign(later=later).sort_values(["later", "startdate"], ascending=[False, True], kind="stable",
                                                  na_position="first")      # of those begun by the day the latest
    named = named.drop_duplicates(["year", "requeststableid"], keep="last")
    rows = plans.merge(placed, how="left", on=["year", "activeplanstableid"]).merge(
        named, how="left", on=["year", "requeststableid"])
    rows = rows.merge(schools, how="left", left_on=["year", "urn"], right_on=["year", "URN"])
    rows = rows[rows["later"].ne(True) & ~(rows["ceasedate"] <= rows["year"].map(third))]
    return by_year(rows["LA (code)"].eq(LA_CODE), rows["year"])


def footprint_placements(folder: Path) -> pd.Series:
    rows = read(folder, "travel_routes", "PURPOSE", "VEHICLE", "FUEL", "VEHICLES", "ONE_WAY_KM", "DAYS", "PASSENGERS")
    rows = rows[rows["PURPOSE"].isin(["placement school", "family time", "social worker"])]
    factors = pd.read_csv(folder / "factors.csv")
    rows = rows.assign(FUEL=rows["FUEL"].fillna("unknown")).merge(factors, on=["VEHICLE", "FUEL", "year"])
    vehicles, km, days, riding = (rows[name].astype(float) for name in ("VEHICLES", "ONE_WAY_KM", "DAYS",
                                                                        "PASSENGERS"))
    load = riding.where(rows["per_passenger"], vehicles.fillna(1))
    return (2 * km * days * load * rows["kg"] / 1000).groupby(financial(rows["year"])).sum()


def wellbeing_survey(folder: Path) -> pd.Series:
    items = [f"SWEMWBS_{item}" for item in range(1, 8)]
    rows = read(folder, "wellbeing_survey", "YEAR_GROUP", "SEX", *items).dropna(subset=["YEAR_GROUP", "SEX"])
    rows = rows[rows["YEAR_GROUP"].isin([str(year) for year in range(7, 14)])]
    total = rows[items].astype(float).sum(axis=1, skipna=False)
    rows = rows.assign(score=total.map(dict(zip(range(7, 36), METRIC, strict=True))))
    strata = rows.groupby(["year", "YEAR_GROUP", "SEX"])["score"].agg(["mean", "size"]).unstack("year")
    strata = strata[strata["mean"].notna().all(axis=1)]
    share = strata["size"].sum(axis=1) / strata["size"].sum().sum()
    average = strata["mean"].mul(share, axis=0).sum()
    return average.rename(index=lambda year: f"{year - 1}/{year % 100}")


def attainment8_gap_all(folder: Path) -> pd.Series:
    rows = read(folder, "ks4", "FSM6CLA1A", "STATE_FUNDED", "ATT8").dropna(subset=["FSM6CLA1A", "ATT8"])
    rows = rows[rows["STATE_FUNDED"].ne("0")].assign(ATT8=rows["ATT8"].astype(float))
    gap = rows.groupby("year")["ATT8"].mean() - rows[rows["FSM6CLA1A"].eq("1")].groupby("year")["ATT8"].mean()
    return gap.rename(index=lambda year: f"{year - 1}/{year % 100}")


def neet_or_not_known_16_17(folder: Path) -> pd.Series:
    rows = read(folder, "nccis", "MONTH", "DOB", "ACTIVITY", dates=("MONTH", "DOB"))
    month = rows["MONTH"].dt.month
    rows = rows[month.isin([12, 1, 2]) & rows["ACTIVITY"].ne("710")]
    month, born = rows["MONTH"].dt, rows["DOB"].dt
    age = month.year - (month.month < 9) - born.year - (born.month > 8)
    rows = rows.assign(year=month.year + (month.month == 12), out=~rows["ACTIVITY"].isin(EET))[age.isin([16, 17])]
    months = rows.groupby(["year", "MONTH"])["out"].mean().groupby("year").agg(["mean", "size"])
    return months.loc[months["size"] == 3, "mean"].rename(index=str)


def care_leavers_suitable_19_21(folder: Path) -> pd.Series:
    rows = read(folder, "OC3", "DOB", "IN_TOUCH", "ACCOM", dates=("DOB",))
    of_age = (rows["DOB"] <= on(rows["year"] - 19, "-03-31")) & (rows["DOB"] > on(rows["year"] - 22, "-03-31"))
    rows = rows[of_age & ~rows["IN_TOUCH"].isin(["DIED", "RHOM"]) & ~rows["ACCOM"].str[0].isin(["G", "H", "R"])]
    return by_year(rows["ACCOM"].str[1].eq("1") & rows["IN_TOUCH"].eq("YES"), rows["year"])


def feel_included(folder: Path) -> pd.Series:
    rows = read(folder, "included_survey", "INCLUDED")
    rows = rows[rows["INCLUDED"].isin(["A", "S", "H", "N"])]
    return rows["INCLUDED"].eq("A").groupby(financial(rows["year"])).mean()


def projects_coproduced(folder: Path) -> pd.Series:
    rows = read(folder, "coproduction_register", "STARTED", "ENDED", "LEVEL", "EVIDENCE", dates=("STARTED", "ENDED"))
    rows = rows[~(rows["STARTED"] > on(rows["year"], "-03-31")) & ~(rows["ENDED"] < on(rows["year"] - 1, "-04-01"))]
    shown = rows["LEVEL"].isin(["engage", "co-design", "co-produce"]) & rows["EVIDENCE"].notna()
    return shown.groupby(financial(rows["year"])).mean()


def audits_diversity_considered(folder: Path) -> pd.Series:
    rows = read(folder, "case_audits", "AUDIT_ID", "AUDITED", "DIVERSITY_CONSIDERED", "DIVERSITY_ADDRESSED",
                dates=("AUDITED",)).drop_duplicates("AUDIT_ID", keep="last")
    rows = rows.dropna(subset=["AUDITED", "DIVERSITY_CONSIDERED", "DIVERSITY_ADDRESSED"])
    first, second = rows["DIVERSITY_CONSIDERED"], rows["DIVERSITY_ADDRESSED"]
    asked = first.ne("NA") & ~(first.eq("Y") & second.eq("NA"))
    return (first.eq("Y") & second.eq("Y"))[asked].groupby(quarter(rows["AUDITED"])[asked]).mean()


def sickness(folder: Path) -> pd.Series:
    rows = read(folder, "csww", "AgencyWorker", "FTE", "RoleStartDate", "RoleEndDate", "WorkingDaysLost",
                dates=("RoleStartDate", "RoleEndDate"))
    last, before = on(rows["year"], "-09-30"), on(rows["year"] - 1, "-09-30")
    rows = rows[rows["AgencyWorker"].ne("1") & ~(rows["RoleEndDate"] <= before) & ~(rows["RoleStartDate"] > last)
                & rows["FTE"].notna() & rows["WorkingDaysLost"].notna()]
    posts = rows["FTE"].astype(float) * ~(rows["RoleEndDate"] <= last[rows.index])
    owed = (posts * rows["year"].map(lambda year: WORKING_DAYS.get(year, 253))).groupby(rows["year"]).sum()
    return (rows["WorkingDaysLost"].astype(float).groupby(rows["year"]).sum() / owed).rename(index=str)


def audits_good_or_outstanding(folder: Path) -> pd.Series:
    rows = read(folder, "case_audits", "AUDIT_ID", "AUDITED", "GRADE", "MODERATED_GRADE", dates=("AUDITED",))
    rows = rows.drop_duplicates("AUDIT_ID", keep="last").dropna(subset=["AUDITED"])
    grade = rows["MODERATED_GRADE"].fillna(rows["GRADE"]).dropna()
    return grade.isin(["G", "O"]).groupby(quarter(rows["AUDITED"])).mean()


def staff_favourable(folder: Path) -> pd.Series:
    rows = read(folder, "staff_survey", "RESPONDENT", "WAVE", "ITEM", "ANSWER", dates=("WAVE",))
    rows = rows.drop_duplicates(["RESPONDENT", "WAVE", "ITEM"], keep="last")
    rows = rows.assign(period=quarter(rows["WAVE"]).str[:7])
    rows = rows[(rows["WAVE"] == rows.groupby("period")["WAVE"].transform("max")) & rows["ANSWER"].notna()]
    asked = rows.groupby("ITEM")["period"].nunique()
    rows = rows[rows["ITEM"].isin(asked.index[asked == rows["period"].nunique()])]
    people = rows["ANSWER"].astype(int).ge(4).groupby([rows["period"], rows["RESPONDENT"]]).mean()
    return people.groupby("period").mean()


def assessments_completed(folder: Path) -> pd.Series:
    rows = read(folder, "families_first_assessments", "ASSESSMENT_ID", "FAMILY_ID", "COMPLETED", dates=("COMPLETED",))
    rows = rows.drop_duplicates("ASSESSMENT_ID", keep="last").dropna(subset=["COMPLETED"])
    family = rows["FAMILY_ID"].fillna(rows["ASSESSMENT_ID"])
    rows = rows.assign(family=family).drop_duplicates(["family", "COMPLETED"])
    return _in_years(quarter(rows["COMPLETED"]), rows["year"]).value_counts().astype(float)


def step_ups(folder: Path) -> pd.Series:
    rows = read(folder, "triage", "DECISION_ID", "DECIDED", "OUTCOME", dates=("DECIDED",))
    rows = rows.drop_duplicates("DECISION_ID", keep="last").dropna(subset=["DECIDED", "OUTCOME"])
    up = rows[rows["OUTCOME"].eq("SU")]
    return _in_years(quarter(up["DECIDED"]), rows["year"]).value_counts().astype(float)


def _in_years(quarters: pd.Series, years: pd.Series) -> pd.Series:
    """Those of the years whose returns are at hand."""
    return quarters[(quarters.str[:4].astype(int) + 1).isin(years.unique())]


def workforce_dissimilarity(folder: Path) -> pd.Series:
    groups = {"W": "White", "M": "Mixed", "A": "Asian", "C": "Asian", "B": "Black", "O": "Other"}
    rows = read(folder, "csww", "AgencyWorker", "Ethnicity", "RoleStartDate", "RoleEndDate",
                dates=("RoleStartDate", "RoleEndDate"))
    last = on(rows["year"], "-09-30")
    rows = rows[rows["AgencyWorker"].ne("1") & ~(rows["RoleStartDate"] > last) & ~(rows["RoleEndDate"] <= last)
                & ~rows["Ethnicity"].isin(["REFU", "NOBT"])]
    group = rows["Ethnicity"].str[0].map(groups)
    workers = group.groupby(rows["year"]).value_counts(normalize=True)
    people = read(folder, "communities", "CHARACTERISTIC", "GROUP", "AGES", "RESIDENTS")
    people = people[people["year"].eq(people["year"].max()) & people["CHARACTERISTIC"].eq("ethnic group")
                    & people["AGES"].eq("all")]
    residents = people["RESIDENTS"].astype(float).groupby(people["GROUP"].str.extract(r"^(\w+)")[0]).sum()
    apart = workers.unstack().fillna(0.0).sub(residents / residents.sum(), axis=1).abs().sum(axis=1) / 2
    return apart.rename(index=str)


COUNTS = {1: far_from_home, 2: needs_met_locally, 3: footprint_placements, 4: wellbeing_survey, 5: attainment8_gap_all,
          6: neet_or_not_known_16_17, 7: care_leavers_suitable_19_21, 8: feel_included, 9: projects_coproduced,
          10: audits_diversity_considered, 11: sickness, 12: audits_good_or_outstanding, 13: staff_favourable,
          14: assessments_completed, 15: step_ups, 16: workforce_dissimilarity}
