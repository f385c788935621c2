"""Children looked after placed outside the council's boundary and more than 20 miles from home.

Counts      children placed outside the local authority's boundary and more than 20 miles, in a straight line, from
            the home they came into care from
Out of      all children under 18 looked after on 31 March, except those in an agreed series of short breaks (legal
            status V3 or V4): an episode had begun and not ended by that day; of several, the latest stands. A legal
            status or placement that is not recorded, or by no code of the return, is neither a short break nor an
            adoption
Distance    between the grid references of the two postcodes, in miles of 1.6093 km, to one decimal, halves up: 20.0 is
            not more than 20. Between Northern Ireland, whose grid is another, and Great Britain it is always more, and
            within Northern Ireland not known
Boundary    a postcode's district is taken for the authority that it lies in; outside England is outside. Where no
            authority is known of the placement's district, neither boundary nor distance counts as known
Unknown     a child whose distance is not known (unaccompanied asylum-seeking children, confidential adoption
            placements) is counted in the total and not as far away, as the Department for Education does
Not known   for a child listed as unaccompanied in the year's return or one of the two before it (the return's rule
            406), for a placement for adoption (A3 to A6), where the directory does not have one of the postcodes, and
            where both lie in Northern Ireland, of which it has no reference
Beside it   the same percentage among the children whose distance is known: a rise in unaccompanied children lowers
            the headline with no change for anyone else
Choices     to be set otherwise: `miles` (20), `former` (if not, only children still unaccompanied on 31 March lose
            their distance) and `confidential` (the placements whose distance is not known; none uses their postcodes)
Source      SSDA903 return; Department for Education, children looked after in England, placement location
Caution     many of a year's children are last year's, so years are not independent of each other
Differs     nothing: the published counts are used as they stand. Counted from the return: a child whose date of birth
            is missing is taken for under 18, postcodes are found in one directory and not in each year's, and who was
            unaccompanied before is known from the returns at hand alone
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from wayforward.counting.characteristics import age_band, ethnic_group, in_words, sex
from wayforward.counting.contract import Returns
from wayforward.counting.counts import proportion as published_proportion
from wayforward.counting.counts import without_unknown
from wayforward.counting.supplementary_tables import Detail, rows_of
from wayforward.counting.tally import Tally, cases, latest_only, leave_out, proportion
from wayforward.counting.years import on
from wayforward.periods import age_on

RETURNS = ("ssda903_episodes", "ssda903_header", "ssda903_uasc")
METRES_IN_A_MILE = 1609.3       # as the return reckons
SHORT_BREAKS = ("V3", "V4")
MILES = 20.0                # as the crow flies
FOR_ADOPTION = ("A3", "A4", "A5", "A6")
YEARS_FORMER = 2                # rule 406
AGES = {"under 1": (0, 0), "1 to 4": (1, 4), "5 to 9": (5, 9), "10 to 15": (10, 15), "16 and 17": (16, 17)}
PLACEMENTS = {
    **dict.fromkeys(("U1", "U2", "U3", "U4", "U5", "U6"), "Foster care"),
    **dict.fromkeys(("K1", "K2"), "Secure and children’s homes"),
    **dict.fromkeys(("K3", "H5", "P2"), "Supported accommodation"),
    **dict.fromkeys(FOR_ADOPTION, "Placed for adoption"), "P1": "With parents"}
STATUSES = {
    **dict.fromkeys(("C1", "C2"), "Care order"), **dict.fromkeys(("D1", "E1"), "Placement order"),
    "V2": "Voluntary agreement", **dict.fromkeys(("J1", "J2", "J3"), "Youth justice"),
    **dict.fromkeys(("L1", "L2", "L3"), "Emergency protection")}
BY = ("Age", "Sex", "Ethnic group", "Placement", "Legal status", "District of home")

# Why a distance is not known.
UNACCOMPANIED = "Distance not known: unaccompanied asylum-seeking children"
ADOPTION = "Distance not known: placed for adoption"
NO_POSTCODE = "Distance not known: a postcode is missing or not in the directory"


def published(figures: pd.DataFrame) -> dict[str, pd.DataFrame]:
    far = published_proportion(figures, "placed_outside_far", "looked_after",
                               unknown=("placed_inside_unknown", "placed_outside_unknown"),
                               percent="placed_outside_far_percent")
    return {"far_from_home": far, "far_from_home_distance_known": without_unknown(far)}


def far(returns: Returns, miles: float = MILES, former: bool = True,
        confidential: tuple[str, ...] = FOR_ADOPTION) -> Tally:
    """Children looked after on 31 March: placed outside the authority and more than so many miles from home.

    former          whether the distance of formerly unaccompanied children is not known either
    confidential    placements whose distance is not known, by code
    """
    children = _located(returns, looked_after(returns), former, confidential)
    away = children["outside"] & (children["miles"] > miles)
    return Tally(children.assign(value=away.astype(float), unknown=children["miles"].isna()), proportion, BY)


def distance_known(returns: Returns, **choices) -> Tally:
    """The same among the children whose distance from home is known."""
    tally = far(returns, **choices)
    known = leave_out(tally.cases, "distance from home not known", tally.cases["unknown"])
    return replace(tally, cases=known.assign(unknown=False))


def looked_after(returns: Returns) -> pd.DataFrame:
    """Episodes as cases, of which count those that make a child under 18 one looked after on 31 March, one a child."""
    rows = returns.table("ssda903_episodes")
    day = on(rows, 3, 31)
    child = _same_child(rows, returns.table("ssda903_header"), "DOB", "SEX", "ETHNIC")
    age = age_on(child["DOB"], day)
    children = cases(rows, rows["return_year"].astype(str), **rows[["CHILD", "DECOM", "PLACE", "HOME_POST", "PL_POST"]],
                     **_characteristics(rows, child, age))
    children = leave_out(children, "no start date", rows["DECOM"].isna())
    children = leave_out(children, "began after 31 March", rows["DECOM"] > day)
    children = leave_out(children, "ended by 31 March", rows["DEC"] <= day)
    children = leave_out(children, "in an agreed series of short breaks", rows["LS"].isin(SHORT_BREAKS))
    children = leave_out(children, "aged 18 or over on 31 March", age >= 18)
    return latest_only(children, "an earlier episode of the same child", ["return_year", "CHILD"], "DECOM")


def _characteristics(rows: pd.DataFrame, child: pd.DataFrame, age: pd.Series) -> dict[str, pd.Series]:
    placement = in_words(rows["PLACE"], PLACEMENTS).fillna("Other").where(rows["PLACE"].notna())
    return {"Age": age_band(age, AGES), "Sex": sex(child["SEX"]), "Ethnic group": ethnic_group(child["ETHNIC"]),
            "Placement": placement, "Legal status": in_words(rows["LS"], STATUSES)}


def _same_child(rows: pd.DataFrame, others: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """For each row what columns of another table of the same year's return say of the child, on the rows' index."""
    key = ["return_year", "CHILD"]
    said = others[[*key, *columns]].drop_duplicates(key, keep="last")
    return rows[key].merge(said, how="left", on=key).set_axis(rows.index)


def _located(returns: Returns, children: pd.DataFrame, former: bool, confidential: tuple[str, ...]) -> pd.DataFrame:
    """With miles from home, why they are not known, and whether outside the authority, for the children who count."""
    counted = children[children["left_out"].isna()]
    home, place = returns.located(counted["HOME_POST"]), returns.located(counted["PL_POST"])
    distance = from_home(home, place).mask(place["authority"].isna())
    why = distance.isna().map({True: NO_POSTCODE})
    why = why.mask(counted["PLACE"].isin(confidential), ADOPTION)
    why = why.mask(_unaccompanied(returns, counted, former), UNACCOMPANIED)
    elsewhere = home["district"].notna() & home["authority"].ne(returns.gss)
    found = pd.DataFrame({"miles": distance.mask(why.notna()), "why": why,
                          "outside": place["authority"].ne(returns.gss),
                          "District of home": home["district_name"].mask(elsewhere, "outside the area")})
    found = found.reindex(children.index)
    return children.assign(**found.assign(outside=found["outside"].eq(True)))


def _unaccompanied(returns: Returns, children: pd.DataFrame, former: bool) -> pd.Series:
    """Whether a child is listed as unaccompanied: in the year's return or, if `former`, the two before it; if not,
    without having ceased to be by 31 March."""
    listed = returns.table("ssda903_uasc")
    if former:
        listed = pd.concat([listed.assign(return_year=listed["return_year"] + later)
                            for later in range(YEARS_FORMER + 1)])
    else:
        listed = listed[~(listed["DUC"] <= on(listed, 3, 31))]
    return _same_child(children, listed.assign(listed=True), "listed")["listed"].eq(True)


def from_home(home: pd.DataFrame, place: pd.DataFrame) -> pd.Series:
    """Miles between what `Returns.located` says of two columns of postcodes; infinite between Northern Ireland, whose
    grid is another, and Great Britain; missing where either is not known."""
    known = home["authority"].notna() & place["authority"].notna()
    one, other = (ends["authority"].str.startswith("N").eq(True) for ends in (home, place))
    return miles(home, place).mask(known & (one != other), np.inf)


def miles(one: pd.DataFrame, other: pd.DataFrame) -> pd.Series:
    """Straight lines between grid references (easting and northing in metres), in miles to one decimal, halves up.

    Source: the placement distance of the SSDA903 return, sqrt(dE² + dN²) / 1000 / 1.6093.
    """
    metres = np.hypot(one["easting"] - other["easting"], one["northing"] - other["northing"])
    return np.floor(metres / METRES_IN_A_MILE * 10 + 0.5) / 10


def details(returns: Returns) -> list[Detail]:
    """Where the children of the latest year live: by boundary and distance, as in the Department's own table."""
    counted = far(returns).counted if returns.has(*RETURNS) else ()
    if len(counted) == 0:
        return []
    latest = counted[counted["return_year"] == counted["return_year"].max()]
    boundary = latest["outside"].map({False: "Inside the boundary", True: "Outside the boundary"})
    distance = (latest["miles"] > MILES).map({False: f", up to {MILES:g} miles", True: f", more than {MILES:g} miles"})
    where = latest["why"].fillna(boundary + distance)
    children = where.value_counts().sort_index().astype(float)
    rows = pd.DataFrame({"Where they live": children.index, "Children": children.array,
                         "Share": (children / len(latest)).array})
    title = f"Where children looked after live, 31 March {latest['return_year'].max()}"
    return [Detail(title, rows, {"Children": ("", 0), "Share": ("%", 1)}, people=("Children",),
                   table="ssda903_episodes", counted={"Children": rows_of(latest, where, children.index)})]


SERIES = {"far_from_home": far, "far_from_home_distance_known": distance_known}
