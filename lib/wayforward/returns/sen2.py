"""SEN2: the yearly return of education, health and care plans, person by person, as exported from COLLECT ("Blade").

The tables hang together by `persontableid`, `requeststableid`, `namedplantableid` and `activeplanstableid`.
"""

from wayforward.returns.layout import Column, Table

BLADE_DATE = "%Y-%b-%d %H:%M:%S"
ENDS = (1, 31)
SETTINGS = {"OLA": "Arranged by the authority (EOTAS)", "OPA": "Arranged by parents (EOTAS)",
            "EHE": "Elective home education", "EYP": "Early years provider", "OTH": "Other",
            "NEET": "Not in education, employment or training", "NIEC": "Notice to cease issued",
            "NIEO": "Not in education, other"}
SEX = {"M": "Male", "F": "Female"}
FLAG = {"Y": "Yes", "N": "No", "1": "Yes", "0": "No", "true": "Yes", "false": "No"}
NEEDS = {"SPLD": "Specific learning difficulty", "MLD": "Moderate learning difficulty",
         "SLD": "Severe learning difficulty", "PMLD": "Profound and multiple learning difficulty",
         "SEMH": "Social, emotional and mental health", "SLCN": "Speech, language and communication",
         "HI": "Hearing impairment", "VI": "Vision impairment", "MSI": "Multi-sensory impairment",
         "PD": "Physical disability", "ASD": "Autistic spectrum disorder", "DS": "Down syndrome", "OTH": "Other"}
CEASED = {"1": "Maximum age", "2": "Needs met", "3": "Higher education", "4": "Employment",
          "5": "Transferred to another authority", "6": "No longer engages", "7": "Left England", "8": "Died",
          "9": "Other"}

PERSON_ID = Column("persontableid", blank=False)
REQUEST_ID = Column("requeststableid", blank=False)


def _table(name: str, title: str, stems: tuple[str, ...], *columns: Column, key: tuple[str, ...] = ()) -> Table:
    return Table(f"sen2_{name}", title, stems, columns, key, dates=BLADE_DATE, ends=ENDS)


PERSONS = _table("persons", "SEN2 persons", ("person", "persons", "sen2 person", "sen2 persons"),
    PERSON_ID, Column("surname", needed=False), Column("forename", needed=False),
    Column("personbirthdate", "date"), Column("sex", "code", SEX, aliases=("gendercurrent",), needed=False),
    Column("ethnicity", needed=False), Column("postcode", needed=False), Column("upn", needed=False),
    key=("persontableid",))

REQUESTS = _table("requests", "SEN2 requests", ("requests", "sen2 requests"),
    PERSON_ID, REQUEST_ID, Column("receiveddate", "date", needed=False), key=("requeststableid",))

NAMED_PLANS = _table("named_plans", "SEN2 named plans", ("namedplan", "named plans", "sen2 named plan"),
    Column("namedplantableid", blank=False), REQUEST_ID, Column("startdate", "date"),
    Column("ceasedate", "date", needed=False), Column("ceasereason", "code", CEASED, needed=False),
    key=("namedplantableid",))

ACTIVE_PLANS = _table("active_plans", "SEN2 active plans", ("activeplans", "active plans", "sen2 active plans"),
    Column("activeplanstableid", blank=False), REQUEST_ID, Column("transferla", needed=False),
    Column("lastreview", "date", needed=False), key=("activeplanstableid",))

PLACEMENTS = _table("placements", "SEN2 placement detail",
    ("placementdetail", "placement detail", "placements", "sen2 placement detail"),
    Column("placementdetailtableid", needed=False), Column("activeplanstableid", blank=False),
    Column("urn"), Column("ukprn", needed=False),
    Column("sensetting", "code", SETTINGS), Column("placementrank", "whole", low=1),
    Column("entrydate", "date", needed=False), Column("leavingdate", "date", needed=False),
    Column("res", needed=False))

NEED = _table("needs", "SEN2 types of need", ("senneed", "sen need", "sen2 need"),
    REQUEST_ID, Column("sentype", "code", NEEDS), Column("sentyperank", "whole", low=1))

TABLES = (PERSONS, REQUESTS, NAMED_PLANS, ACTIVE_PLANS, PLACEMENTS, NEED)
