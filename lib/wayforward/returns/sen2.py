"""SEN2: the yearly return of education, health and care plans, person by person, as exported from COLLECT ("Blade").

The files hang together by their table ids:
    person — requests — assessment — namedplan
                      — activeplans — placementdetail
                                    — senneed
What changed, of what is read here: `gendercurrent` became `sex` in 2024; the residential mark moved from active plans
to placements in 2024; Down syndrome is a type of need of its own from 2025.

Source      Department for Education, special educational needs person level survey, guides 2023 to 2025, as
            implemented in MastodonC/witan.sen2 (files, columns, code lists) and in the 2024 schema of
            SocialFinanceDigitalLabs/liia-tools (codes, how often a part may occur)
"""

import pandas as pd

from wayforward.periods import age_on
from wayforward.returns.layout import Column, Lookup, Reference, Rule, Table
from wayforward.returns.nccis import SEX
from wayforward.returns.rules import among, both_or_neither, in_order, last_day, not_after

BLADE_DATE = "%Y-%b-%d %H:%M:%S"
ENDS = (1, 31)
OLDEST = 25
SETTINGS = {"OLA": "Arranged by the authority (EOTAS)", "OPA": "Arranged by parents (EOTAS)",
            "EHE": "Elective home education", "EYP": "Early years provider", "OTH": "Other",
            "NEET": "Not in education, employment or training", "NIEC": "Notice to cease issued",
            "NIEO": "Not in education, other"}
NEEDS = {"SPLD": "Specific learning difficulty", "MLD": "Moderate learning difficulty",
         "SLD": "Severe learning difficulty", "PMLD": "Profound and multiple learning difficulty",
         "SEMH": "Social, emotional and mental health", "SLCN": "Speech, language and communication",
         "HI": "Hearing impairment", "VI": "Vision impairment", "MSI": "Multi-sensory impairment",
         "PD": "Physical disability", "ASD": "Autistic spectrum disorder", "DS": "Down syndrome", "OTH": "Other"}
OUTCOMES = {"Y": "Plan to be issued", "N": "No plan", "A": "Not decided yet", "W": "Withdrawn",
            "H": "Decided before the year, or transferred in"}
CEASED = {"1": "Maximum age", "2": "Needs met", "3": "Higher education", "4": "Employment",
          "5": "Transferred to another authority", "6": "No longer engages", "7": "Left England", "8": "Died",
          "9": "Other"}
WEEKS = {"A": "38 to 51 weeks", "B": "52 weeks"}

NOT_FOUND = "where the plan is met is not known, and it counts as not met"
PERSON_ID = Column("persontableid", blank=False)
REQUEST_ID = Column("requeststableid", blank=False)


def _table(name: str, title: str, stems: tuple[str, ...], *columns: Column, key: tuple[str, ...] = (),
           rules: tuple[Rule, ...] = (), unread: tuple[str, ...] = (), references: tuple[Reference, ...] = (),
           lookups: tuple[Lookup, ...] = ()) -> Table:
    """A table of the export. `unread` are its columns that nothing here asks for; a file may lack them."""
    others = tuple(Column(heading, needed=False, asked=False) for heading in ("NativeId", "sourceid", *unread))
    needed_by = ("sen2_active_plans",) if name != "active_plans" else ()
    return Table(f"sen2_{name}", title, stems, (*columns, *others), key, rules, dates=BLADE_DATE, ends=ENDS,
                 references=references, lookups=lookups, needed_by=needed_by)


def _of_plans(effect: str) -> Reference:
    return Reference("activeplanstableid", "sen2_active_plans", "activeplanstableid", "active plans", effect)


def _of_requests(effect: str) -> Reference:
    return Reference("requeststableid", "sen2_requests", "requeststableid", "requests", effect)


def _age_in_august(rows: pd.DataFrame) -> pd.Series:
    """Age on 31 August before the census, by which plans are broken down."""
    return age_on(rows["personbirthdate"], last_day(rows, 8, 31) - pd.DateOffset(years=1))


def one_main_placement(rows: pd.DataFrame) -> pd.Series:
    """Whether the row's plan has one placement of rank 1 that has not ended: no more, and at least one of rank 1."""
    plan, main = "activeplanstableid", rows["placementrank"].eq(1)
    running = among(rows, plan, main & rows["leavingdate"].isna())
    return rows[plan].isna() | (running.le(1) & among(rows, plan, main).ge(1))


def one_main_need(rows: pd.DataFrame) -> pd.Series:
    """Whether the row's plan has one type of need of rank 1."""
    plans = rows.assign(plan=rows["activeplanstableid"].fillna("of request " + rows["requeststableid"]))
    return plans["plan"].isna() | among(plans, "plan", rows["sentyperank"].eq(1)).eq(1)


PERSONS = _table("persons", "SEN2 persons", ("person", "persons", "sen2 person", "sen2 persons", "blade export person"),
    PERSON_ID, *(Column(name, needed=False, asked=False) for name in ("surname", "forename")),
    Column("personbirthdate", "date"), Column("sex", "code", SEX, aliases=("gendercurrent",), needed=False),
    Column("ethnicity", needed=False), Column("postcode", needed=False), Column("upn", needed=False),
    key=("persontableid",),
    lookups=(Lookup("postcode", "postcodes", "homes", "distance from home and district are not known",
                    severity="warn"),),
    unread=("personorderseqcolumn", "sen2tableid", "uniquelearnernumber", "upnunknown"), rules=(
        Rule("personbirthdate: must not come after the census month ends",
             lambda rows: not_after(rows, "personbirthdate", last_day(rows, *ENDS)), "the age is not known"),
        Rule(f"personbirthdate: must not make anyone older than {OLDEST} on 31 August before the census",
             lambda rows: ~(_age_in_august(rows) > OLDEST), "a plan may be counted that has ended"),
    ))

REQUESTS = _table("requests", "SEN2 requests", ("requests", "sen2 requests", "blade export requests"),
    PERSON_ID, REQUEST_ID, Column("receiveddate", "date", needed=False), key=("requeststableid",),
    references=(Reference("persontableid", "sen2_persons", "persontableid", "persons",
                          "their age, sex, ethnic group and district are not known", severity="warn"),),
    unread=("requestsorderseqcolumn", "rya", "requestoutcomedate", "requestoutcome", "requestmediation",
            "requesttribunal", "exported"), rules=(
        Rule("receiveddate: must not come after the census month ends",
             lambda rows: not_after(rows, "receiveddate", last_day(rows, *ENDS)),
             "no figure changes: plans are counted, not requests"),
    ))

ASSESSMENTS = _table("assessments", "SEN2 assessments", ("assessment", "sen2 assessment", "sen2 assessments",
    "blade export assessment"),
    Column("assessmenttableid", blank=False), REQUEST_ID, Column("assessmentoutcome", "code", OUTCOMES, needed=False),
    Column("assessmentoutcomedate", "date", needed=False), key=("assessmenttableid",),
    references=(_of_requests("which plan they led to is not known"),),
    unread=("assessmentorderseqcolumn", "assessmentmediation", "assessmenttribunal", "othermediation",
            "othertribunal", "week20"))

NAMED_PLANS = _table("named_plans", "SEN2 named plans", ("namedplan", "named plans", "sen2 named plan",
    "blade export namedplan"),
    Column("namedplantableid", blank=False), Column("assessmenttableid", needed=False),
    Column("requeststableid", needed=False), Column("startdate", "date"),
    Column("ceasedate", "date", needed=False), Column("ceasereason", "code", CEASED, needed=False),
    key=("namedplantableid",),
    references=(_of_requests("whether a plan has ceased is not known, and it counts as running"),
                Reference("assessmenttableid", "sen2_assessments", "assessmenttableid", "assessments",
                          "whether a plan has ceased is not known, and it counts as running")),
    unread=("namedplanorderseqcolumn", "planres", "planwbp", "pb", "oa", "dp"), rules=(
        Rule("ceasedate: must not come before startdate", lambda rows: in_order(rows, "startdate", "ceasedate"),
             "the plan may be left out of a year in which it ran"),
        Rule("ceasereason: must be given where ceasedate is, and only there",
             lambda rows: both_or_neither(rows, "ceasedate", "ceasereason"),
             "no figure changes: the day decides, not the reason"),
    ))

ACTIVE_PLANS = _table("active_plans", "SEN2 active plans", ("activeplans", "active plans", "sen2 active plans",
    "blade export activeplans"),
    Column("activeplanstableid", blank=False), REQUEST_ID, Column("transferla", needed=False),
    Column("lastreview", "date", needed=False), key=("activeplanstableid",),
    references=(_of_requests("whose plans they are, and whether they have ceased, is not known"),),
    unread=("activeplansorderseqcolumn", "res", "wbp", "reviewmeeting", "reviewoutcome"), rules=(
        Rule("requeststableid: must have no more than one active plan",
             lambda rows: rows["requeststableid"].isna() | ~rows.duplicated("requeststableid", keep=False),
             "a young person is counted twice"),
    ))

PLACEMENTS = _table("placements", "SEN2 placement detail",
    ("placementdetail", "placement detail", "placements", "sen2 placement detail", "blade export placementdetail"),
    Column("placementdetailtableid", needed=False), Column("activeplanstableid", blank=False),
    Column("urn"), Column("ukprn", needed=False),
    Column("sensetting", "code", SETTINGS), Column("placementrank", "whole", low=1, high=2),
    Column("entrydate", "date", needed=False), Column("leavingdate", "date", needed=False),
    Column("res", "code", WEEKS, needed=False),
    references=(_of_plans("the plans stand without a placement, and count as not met"),),
    lookups=(Lookup("urn", "schools", "schools", NOT_FOUND), Lookup("ukprn", "providers", "providers", NOT_FOUND)),
    unread=("placementdetailorderseqcolumn", "wbp", "sensettingother", "attendancepattern", "senunitindicator",
            "resourcedprovisionindicator"), rules=(
        Rule("urn: must be given, or ukprn, or sensetting",
             lambda rows: rows[["urn", "ukprn", "sensetting"]].notna().any(axis=1),
             "where the person learns is not known"),
        Rule("placementrank: must be 1 in one current placement of each plan, and in no more", one_main_placement,
             "the main placement is not known, or is one of two"),
        Rule("leavingdate: must not come before entrydate", lambda rows: in_order(rows, "entrydate", "leavingdate"),
             "the placement may be taken for one that has ended"),
    ))

NEED = _table("needs", "SEN2 types of need", ("senneed", "sen need", "sen2 need", "blade export senneed"),
    Column("activeplanstableid", needed=False), Column("requeststableid", needed=False),
    Column("sentype", "code", NEEDS, {"DS": (2025, None)}), Column("sentyperank", "whole", low=1, high=2),
    references=(_of_plans("the main need is not known"), _of_requests("the main need is not known")),
    unread=("senneedtableid", "senneedorderseqcolumn"), rules=(
        Rule("sentyperank: must be 1 in one need of each plan", one_main_need, "the main need is not known"),
    ))

TABLES = (PERSONS, REQUESTS, ASSESSMENTS, NAMED_PLANS, ACTIVE_PLANS, PLACEMENTS, NEED)
