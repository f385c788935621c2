"""Children and young people with an education, health and care (EHC) plan whose needs are met locally.

No official definition exists. The council's own return gives the promised percentage:

Counts      young people whose main placement is in a school or college in the county: its local authority in the
            register of schools (GIAS) is the council
Out of      all EHC plans the council maintains on the January census day: of the plans of a request that have begun by
            then (a beginning that is not recorded lies before) the latest has not ceased; where no plan of a request
            is named, it runs. Those without a placement, or educated otherwise than at school, stay in the total and
            are not counted as met
Placement   ranked first in the return, begun by the census day and not left; of several, the latest begun. Its school
            is found by its reference number (URN) or, failing that, by its provider number (UKPRN)
Setting     educated otherwise than at school (at home, arranged by the authority or by parents) or not in education is
            no school, whatever school's number stands beside it: the return asks for a setting only where there is no
            number, so one of the two is wrong. `numbered` True has the number stand. An early years provider, or a
            setting that is another, is found by its number
Unknown     no placement is recorded, or its school is not in the register: counted in the total and not as met. A
            setting that is no school is known, and not met
Census day  the third Thursday in January; age is that of 31 August before
Narrower    `in_county(state_funded=True)`: non-maintained and independent schools and special post-16 institutions
            (types 8, 10, 11 and 32) do not count as met
Wider       `nearby(within=10)`: also a school outside the county within 10 miles of home in a straight line, since for
            a child near the border it may be the nearest; whose distance is not known stays unknown
Published   three stand-ins, which point to the promise without measuring it, as nobody publishes where a place lies: of
            the same plans those placed in independent or non-maintained special schools (types 8 and 10), and those
            placed in mainstream schools (nursery, primary and secondary, state-funded or independent); and of a year's
            new plans, without those with an allowed exception, those issued within 20 weeks
Break       the return became person by person in 2023; placements not known appear from that year
Caution     most of a year's plans are last year's, so years are not independent of each other
Source      SEN2 return; Department for Education, education, health and care plans; GIAS
Differs     the Department sorts places by its own record of the census day, we by the register at hand (the newest that
            is no newer than the return); that schools and academies for 16 to 19 alone are not mainstream is our
            reading. So the two shares need not agree to the last plan
"""

from datetime import date

import pandas as pd

from wayforward.counting.characteristics import age_band, ethnic_group, sex
from wayforward.counting.contract import Returns
from wayforward.counting.counts import proportion as published_proportion
from wayforward.counting.counts import side_by_side
from wayforward.counting.supplementary_tables import Detail, rows_of, rows_where
from wayforward.counting.tally import Tally, cases, leave_out, proportion
from wayforward.counting.years import by_year, on
from wayforward.measures.placed_far_from_home import miles
from wayforward.periods import age_on
from wayforward.returns.sen2 import NEEDS

NEEDED = ("sen2_active_plans", "sen2_requests", "sen2_persons", "sen2_placements", "gias_establishments")
RETURNS = (*NEEDED, "sen2_assessments", "sen2_named_plans", "sen2_needs")
AGES = {"0 to 4": (0, 4), "5 to 10": (5, 10), "11 to 15": (11, 15), "16 to 18": (16, 18), "19 to 25": (19, 25)}

# Types of establishment in the register of schools, and settings that are none.
MAINSTREAM = ("1", "2", "3", "5", "6", "11", "15", "28", "34", "35", "40", "41")
STATE_SPECIAL = ("7", "12", "33", "36", "44")
INDEPENDENT_SPECIAL = ("8", "10")
NOT_STATE_FUNDED = ("8", "10", "11", "32")
SCHOOLS = {**dict.fromkeys(MAINSTREAM, "Mainstream school"), **dict.fromkeys(STATE_SPECIAL, "State special school"),
           **dict.fromkeys(INDEPENDENT_SPECIAL, "Independent or non-maintained special school"),
           **dict.fromkeys(("14", "38", "42", "43"), "Alternative provision"),
           **dict.fromkeys(("18", "29", "31", "39", "45", "46"), "College or other place for over 16s"),
           "32": "Special post-16 institution"}
SETTINGS = {"OLA": "Educated otherwise than at school", "OPA": "Educated otherwise than at school",
            "EHE": "Educated otherwise than at school", "EYP": "Early years provider", "OTH": "Other setting",
            "NEET": "Not in education", "NIEC": "Not in education", "NIEO": "Not in education"}
NO_SCHOOLS = ("OLA", "OPA", "EHE", "NEET", "NIEC", "NIEO")
OTHER_SCHOOL, NO_SCHOOL, NO_PLACEMENT = "Other school", "School not in the register", "No placement recorded"
BY = ("Age", "Sex", "Ethnic group", "Primary need", "Setting", "District of home")


def published(figures: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {
        "independent_special": published_proportion(_with_independent(figures), "ehc_independent_or_non_maintained",
                                                    "ehc_plans"),
        "mainstream_share": published_proportion(figures, "ehc_mainstream", "ehc_plans"),
        "ehc_plans_in_20_weeks": published_proportion(figures, "ehc_issued_without_exceptions_in_20_weeks",
                                                      "ehc_issued_without_exceptions"),
    }


def _with_independent(figures: pd.DataFrame) -> pd.DataFrame:
    values, about = side_by_side(figures, "ehc_special_independent", "ehc_special_non_maintained")
    both = about.assign(value=values.sum(axis=1, skipna=False), series="ehc_independent_or_non_maintained")
    return pd.concat([figures, both.reset_index()], ignore_index=True)


def in_county(returns: Returns, state_funded: bool = False, numbered: bool = False) -> Tally:
    """Plans whose main placement is in the county.

    state_funded    and in a state-funded school or college
    numbered        whether a school's number stands where the setting beside it says that there is no school
    """
    plans = placed(returns, numbered) if numbered else returns.once(placed)
    met = plans["authority"].eq(returns.la_code)
    return _tally(plans, met & ~plans["type"].isin(NOT_STATE_FUNDED) if state_funded else met)


def nearby(returns: Returns, within: float = 10.0) -> Tally:
    """Plans whose main placement is in the county or no more than so many miles, in a straight line, from home."""
    plans = returns.once(placed)
    inside, distance = plans["authority"].eq(returns.la_code), miles(plans[["easting", "northing"]], _homes(plans))
    not_known = plans["unknown"] | (plans["type"].notna() & ~inside & distance.isna())
    return _tally(plans.assign(unknown=not_known), inside | (distance <= within))


def of_types(returns: Returns, types: tuple[str, ...]) -> Tally:
    """Plans whose main placement is in a school of these types of the register."""
    plans = returns.once(placed)
    return _tally(plans, plans["type"].isin(types))


def _tally(plans: pd.DataFrame, met: pd.Series) -> Tally:
    return Tally(plans.assign(value=met.astype(float)), proportion, BY)


def census_day(year: int) -> date:
    """The third Thursday in January.

    >>> census_day(2025)
    datetime.date(2025, 1, 16)
    """
    return date(year, 1, 15 + (3 - date(year, 1, 15).weekday()) % 7)


def placed(returns: Returns, numbered: bool = False) -> pd.DataFrame:
    """Active plans as cases, those that do not run on the census day left out, each with its school: authority and type
    (codes of the register), easting and northing; with home_easting and home_northing; `unknown` where its placement
    is not known."""
    rows = returns.table("sen2_active_plans")
    placement = _matched(rows, _main_placements(returns), "activeplanstableid")
    if not numbered:
        no_school = placement["sensetting"].isin(NO_SCHOOLS)
        placement = placement.assign(**placement[["urn", "ukprn"]].mask(no_school))
    school = _school(returns, placement)
    plans = cases(rows, rows["return_year"].astype(str), authority=school["LA (code)"],
                  type=school["TypeOfEstablishment (code)"].str.lstrip("0"), easting=school["Easting"],
                  northing=school["Northing"], **_people(returns, rows), Setting=_setting(placement, school))
    begins, ceased = _runs(returns, rows)
    plans = leave_out(plans, "begins after the census day", begins)
    plans = leave_out(plans, "ceased by the census day", ceased)
    return plans.assign(unknown=plans["Setting"].isin((NO_SCHOOL, NO_PLACEMENT)))


def _census_days(rows: pd.DataFrame) -> pd.Series:
    return pd.to_datetime(by_year(rows, lambda year: pd.Timestamp(census_day(year))))


def _matched(rows: pd.DataFrame, table: pd.DataFrame, key: str) -> pd.DataFrame:
    """For each row the table's last row of the same year and key, on the rows' index; empty cells where there is
    none, or the key is blank."""
    keys = ["return_year", key]
    once = table.dropna(subset=[key]).drop_duplicates(keys, keep="last")
    return rows[keys].merge(once, how="left", on=keys).set_axis(rows.index)


def _main_placements(returns: Returns) -> pd.DataFrame:
    """Placements ranked first that last on the census day, in the order in which they began."""
    rows = returns.table("sen2_placements")
    day = _census_days(rows)
    lasts = ~(rows["entrydate"] > day) & ~(rows["leavingdate"] <= day)
    return rows[rows["placementrank"].eq(1) & lasts].sort_values("entrydate", kind="stable", na_position="first")


def _school(returns: Returns, placement: pd.DataFrame) -> pd.DataFrame:
    """The register's row for each placement: of the newest register that is no newer than the return, or else of the
    oldest; empty where it has none. Of several schools with one provider number, one that is open."""
    register = returns.table("gias_establishments")
    have = sorted(register["return_year"].unique())
    newest = {year: max((each for each in have if each <= year), default=min(have, default=year))
              for year in placement["return_year"].unique()}
    wanted = pd.DataFrame({"return_year": placement["return_year"].map(newest), "URN": placement["urn"],
                           "UKPRN": placement["ukprn"]})
    is_open = register["EstablishmentStatus (name)"].str.startswith("Open").eq(True)
    register = register.assign(found=True, open=is_open).sort_values("open", kind="stable")
    by_urn = _matched(wanted, register, "URN")
    by_ukprn = _matched(wanted, register, "UKPRN").reindex(columns=by_urn.columns)
    return by_urn.where(by_urn["found"].eq(True), by_ukprn.where(by_ukprn["found"].eq(True)))


def _setting(placement: pd.DataFrame, school: pd.DataFrame) -> pd.Series:
    """Where each plan is placed, in words."""
    named = placement["urn"].notna() | placement["ukprn"].notna()
    elsewhere = placement["sensetting"].map(SETTINGS).fillna(named.map({True: NO_SCHOOL, False: NO_PLACEMENT}))
    kind = school["TypeOfEstablishment (code)"].str.lstrip("0").map(SCHOOLS).fillna(OTHER_SCHOOL)
    return elsewhere.mask(school["URN"].notna(), kind)


def _people(returns: Returns, rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Characteristics of the person whom each plan is for, and where they live."""
    request = _matched(rows, returns.table("sen2_requests"), "requeststableid")
    person = _matched(request, returns.table("sen2_persons"), "persontableid")
    august = on(person, 8, 31, years=1)
    home = returns.located(person["postcode"])
    elsewhere = home["district"].notna() & home["authority"].ne(returns.gss)
    return {"Age": age_band(age_on(person["personbirthdate"], august), AGES), "Sex": sex(person["sex"]),
            "Ethnic group": ethnic_group(person["ethnicity"]), "Primary need": _primary_need(returns, rows),
            "District of home": home["district_name"].mask(elsewhere, "outside the area"),
            "home_easting": home["easting"], "home_northing": home["northing"]}


def _homes(plans: pd.DataFrame) -> pd.DataFrame:
    return plans[["home_easting", "home_northing"]].set_axis(["easting", "northing"], axis=1)


def _primary_need(returns: Returns, rows: pd.DataFrame) -> pd.Series:
    if not returns.has("sen2_needs"):
        return pd.Series(None, rows.index, dtype=object)
    needs = returns.table("sen2_needs")
    first = needs[needs["sentyperank"].eq(1)]
    by_plan, by_request = (_matched(rows, first, key)["sentype"] for key in ("activeplanstableid", "requeststableid"))
    return by_plan.fillna(by_request).map(NEEDS)


def _runs(returns: Returns, rows: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Of each active plan, whether every plan named of its request begins after the census day, and whether the latest
    of those begun by then had ceased; neither where none is named, or they are not at hand."""
    if not returns.has("sen2_named_plans"):
        return pd.Series(False, rows.index), pd.Series(False, rows.index)
    named = returns.table("sen2_named_plans").sort_values("startdate", kind="stable", na_position="first")
    if returns.has("sen2_assessments"):
        assessed = _matched(named, returns.table("sen2_assessments"), "assessmenttableid")["requeststableid"]
        named = named.assign(requeststableid=named["requeststableid"].fillna(assessed))
    begun = named[~(named["startdate"] > _census_days(named))].assign(begun=True)
    of_any = _matched(rows, named.assign(named=True), "requeststableid")["named"].eq(True)
    latest = _matched(rows, begun, "requeststableid")
    return of_any & ~latest["begun"].eq(True), latest["ceasedate"] <= _census_days(rows)


def details(returns: Returns) -> list[Detail]:
    """Where the plans of the latest year are placed, how many of them in the county, and how many not known."""
    counted = in_county(returns).counted if returns.has(*NEEDED) else ()
    if len(counted) == 0:
        return []
    latest = counted[counted["return_year"] == counted["return_year"].max()]
    by = latest.groupby("Setting")["value"].agg(["size", "sum", "mean"]).astype(float).sort_index()
    rows = pd.DataFrame({"Setting": by.index, "Plans": by["size"].array, "In the county": by["sum"].array,
                         "Share in the county": by["mean"].array})
    units = {"Plans": ("", 0), "In the county": ("", 0), "Share in the county": ("%", 1)}
    title = f"Where plans are met, January {latest['return_year'].max()}"
    plans = rows_of(latest, latest["Setting"], by.index)
    return [Detail(title, rows, units, people=("Plans", "In the county"), table="sen2_active_plans", counted={
        "Plans": plans, "In the county": rows_where(plans, lambda rows: rows["value"].eq(1))})]


SERIES = {
    "needs_met_locally": in_county,
    "needs_met_state_funded": lambda returns: in_county(returns, state_funded=True),
    "needs_met_nearby": nearby,
    "independent_special": lambda returns: of_types(returns, INDEPENDENT_SPECIAL),
    "mainstream_share": lambda returns: of_types(returns, MAINSTREAM),
}
