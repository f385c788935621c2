"""SSDA903: the yearly return of children looked after and care leavers, in the columns of its CSV upload.

What changed between the returns of 2021 (2020 to 2021) and 2027, of what is read here:
    2022    activity of care leavers: training or employment (F3, P3) parted into apprenticeships (F4, P4) and the
            rest (F5, P5)
    2025    sex: M, F and U instead of 1 and 2
    2025    placement: registered supported accommodation (K3) instead of semi-independent (H5) and independent
            living (P2)
    2026    placement: other (Z1) parted into four (Z11 to Z14)
The columns of these six tables are the same in all those years.

Source      Department for Education, children looked-after data return guides 2020 to 2021 … 2026 to 2027, as
            implemented by the sector's own validator (data-to-insight/csc-validator-be-903) and by the London
            authorities' pipeline, with its list of columns by year (SocialFinanceDigitalLabs/liia-tools-pipeline)
"""

from wayforward.returns import ssda903_rules as rules
from wayforward.returns.layout import Column, Lookup, Reference, Table

ETHNIC = {
    "WBRI": "White British", "WIRI": "White Irish", "WOTH": "Any other White background",
    "WIRT": "Traveller of Irish heritage", "WROM": "Gypsy / Roma", "MWBC": "White and Black Caribbean",
    "MWBA": "White and Black African", "MWAS": "White and Asian", "MOTH": "Any other mixed background",
    "AIND": "Indian", "APKN": "Pakistani", "ABAN": "Bangladeshi", "AOTH": "Any other Asian background",
    "BCRB": "Caribbean", "BAFR": "African", "BOTH": "Any other Black background", "CHNE": "Chinese",
    "OOTH": "Any other ethnic group", "REFU": "Refused", "NOBT": "Information not yet obtained",
}
SEX = {"1": "Male", "2": "Female", "M": "Male", "F": "Female", "U": "Unknown"}
SEX_YEARS = {"1": (None, 2024), "2": (None, 2024), "M": (2025, None), "F": (2025, None), "U": (2025, None)}
RNE = {"S": "Started to be looked after", "L": "Change of legal status", "P": "Change of placement and carer",
       "T": "Change of placement, same carer", "B": "Change of legal status, placement and carer",
       "U": "Change of legal status and placement, same carer"}
LS = {"C1": "Interim care order", "C2": "Full care order", "D1": "Freeing order", "E1": "Placement order",
      "V2": "Single period under section 20", "V3": "Agreed series of short-term breaks, one placement",
      "V4": "Agreed series of short-term breaks, several placements", "J1": "Remand", "J2": "Detained (PACE)",
      "J3": "Youth rehabilitation order", "L1": "Police protection", "L2": "Emergency protection order",
      "L3": "Child assessment order"}
CIN = {"N1": "Abuse or neglect", "N2": "Child's disability", "N3": "Parental illness or disability",
       "N4": "Family in acute stress", "N5": "Family dysfunction", "N6": "Socially unacceptable behaviour",
       "N7": "Low income", "N8": "Absent parenting"}
# A code added here is grouped in measures/placed_far_from_home.py too.
PLACE = {
    "U1": "Foster, relative or friend, long term", "U2": "Foster, relative or friend, also adopter",
    "U3": "Foster, relative or friend, other", "U4": "Foster, other carer, long term",
    "U5": "Foster, other carer, also adopter", "U6": "Foster, other carer, other",
    "A3": "Placed for adoption with consent, foster carer", "A4": "Placed for adoption with consent",
    "A5": "Placed for adoption with order, foster carer", "A6": "Placed for adoption with order",
    "K1": "Secure children's home", "K2": "Children's home", "K3": "Supported accommodation",
    "H5": "Semi-independent living", "P1": "With parents", "P2": "Independent living", "P3": "Residential employment",
    "R1": "Residential care home", "R2": "NHS or other health trust", "R3": "Family centre or mother and baby unit",
    "R5": "Young offender institution", "S1": "Residential school", "T0": "Temporary, all kinds",
    "T1": "Temporary, hospital", "T2": "Temporary, holiday", "T3": "Temporary, accommodation",
    "T4": "Temporary, seven days", "Z1": "Other", **{f"Z1{kind}": f"Other (Z1{kind})" for kind in (1, 2, 3, 4)}}
PLACE_YEARS = {"H5": (None, 2024), "P2": (None, 2024), "K3": (2025, None), "Z1": (None, 2025),
               **dict.fromkeys(("Z11", "Z12", "Z13", "Z14"), (2026, None))}
PROVIDER = {"PR0": "Parents", "PR1": "Own authority", "PR2": "Other authority", "PR3": "Other public",
            "PR4": "Private", "PR5": "Voluntary"}
WHY_MOVED = {"CARPL": "Care plan", "CLOSE": "Provision closed", "ALLEG": "Allegation", "STAND": "Standards of care",
             "APPRR": "Approval removed", "CREQB": "Carer asked, because of behaviour",
             "CREQO": "Carer asked, for another reason", "CHILD": "Child asked", "LAREQ": "Authority asked",
             "PLACE": "Same place, other status", "CUSTOD": "Custody", "OTHER": "Other"}
REC = {"X1": "Episode ends, another begins", "E2": "Died", "E3": "Care taken over by another authority",
       "E4A": "Returned home, planned", "E4B": "Returned home, unplanned", "E5": "Independent living, supported",
       "E6": "Independent living, no support", "E7": "Residential care funded by adult services", "E8": "Other",
       "E9": "Sentenced to custody", "E11": "Adopted, unopposed", "E12": "Adopted, consent dispensed with",
       "E13": "Left care to live with parents", "E14": "Accommodation on remand ended",
       "E15": "Age assessment: 18 or over", "E16": "Moved abroad", "E17": "Aged 18, stayed with carers",
       "E41": "Child arrangements order", "E45": "Special guardianship, former foster carer, relative",
       "E46": "Special guardianship, former foster carer, other", "E47": "Special guardianship, relative",
       "E48": "Special guardianship, other"}
IN_TOUCH = {"YES": "In touch", "NO": "Not in touch", "DIED": "Died", "REFU": "Refuses contact",
            "NREQ": "No longer needs services", "RHOM": "Returned home for six months or more"}
# A code added here counts in promise 6 once it stands in measures/education_employment_training.py too.
ACTIV = {"F1": "Higher education, full time", "P1": "Higher education, part time",
         "F2": "Other education, full time", "P2": "Other education, part time",
         "F3": "Training or employment or apprenticeship, full time",
         "P3": "Training or employment or apprenticeship, part time",
         "F4": "Apprenticeship, full time", "P4": "Apprenticeship, part time",
         "F5": "Training or employment, full time", "P5": "Training or employment, part time",
         "G4": "Not in EET: illness or disability", "G5": "Not in EET: other",
         "G6": "Not in EET: pregnancy or parenting", "0": "Not known"}
ACTIV_YEARS = {**dict.fromkeys(("F3", "P3"), (None, 2021)), **dict.fromkeys(("F4", "P4", "F5", "P5"), (2022, None))}
ACCOM_KINDS = {"B": "With parents or relatives", "C": "Community home or residential care",
               "D": "Semi-independent, transitional", "E": "Supported lodgings", "G": "Gone abroad", "H": "Deported",
               "K": "Ordinary lodgings", "R": "Residence not known", "S": "No fixed abode", "T": "Foyer",
               "U": "Independent living", "V": "Emergency accommodation", "W": "Bed and breakfast", "X": "Custody",
               "Y": "Other", "Z": "With former foster carers"}
# The digit says suitable (1) or not (2); no fixed abode and custody never are.
ACCOM = {f"{kind}{digit}": f"{words}, {'suitable' if digit == '1' else 'unsuitable'}"
         for kind, words in ACCOM_KINDS.items() for digit in "12" if (kind, digit) not in {("S", "1"), ("X", "1")}
         } | {"0": "Not known"}
SDQ_REASON = {"SDQ1": "Under 4 or over 16 when last assessed", "SDQ2": "Carer refused",
              "SDQ3": "Not possible: disability", "SDQ4": "Other", "SDQ5": "Child or young person refused"}
REVIEW_CODES = {"PN0": "Under 4", "PN1": "Attended, spoke for themselves", "PN2": "Attended, an advocate spoke",
                "PN3": "Attended, views conveyed otherwise", "PN4": "Attended, views not conveyed",
                "PN5": "Not there, an advocate spoke", "PN6": "Not there, views conveyed",
                "PN7": "Not there, views not conveyed"}
YES_NO = {"0": "No", "1": "Yes"}

DISTANCE = "the distance from home is not known, and they are not counted as far away"
OTHER_CHILDREN = "these may be rows of other children, or of another year"


def in_header(effect: str = OTHER_CHILDREN, same: tuple[str, ...] = ("DOB",)) -> Reference:
    """The children of a table stand in the header of the same return."""
    return Reference("CHILD", "ssda903_header", "CHILD", "children", effect, same=same)


CHILD = Column("CHILD", blank=False)
DOB = Column("DOB", "date", blank=False)

HEADER = Table("ssda903_header", "SSDA903 header", ("header", "ssda903 header"), key=("CHILD",),
               needed_by=("ssda903_episodes",), rules=rules.HEADER, columns=(
    CHILD, Column("SEX", "code", SEX, SEX_YEARS, blank=False, aliases=("GENDER",)), DOB,
    Column("ETHNIC", "code", ETHNIC),
    Column("UPN", needed=False), Column("MOTHER", "code", YES_NO, needed=False),
    Column("MC_DOB", "date", needed=False)))

EPISODES = Table("ssda903_episodes", "SSDA903 episodes", ("episodes", "episode", "ssda903 episodes"), latest="DECOM",
                 rhythm="events", dated=("DECOM", "DEC"),
                 key=("CHILD", "DECOM", "RNE", "DEC"), rules=rules.EPISODES,
                 references=(in_header("their age, sex and ethnic group are not known, and nobody is left out for "
                                       "being 18 or over", same=()),),
                 lookups=(Lookup("HOME_POST", "postcodes", "homes", DISTANCE), Lookup("PL_POST", "postcodes",
                                                                                     "placements", DISTANCE),
                          Lookup("HOME_POST", "own area", "homes", "whoever is placed in the area would be taken for "
                                                                   "placed outside it")), columns=(
    CHILD, Column("DECOM", "date", blank=False), Column("RNE", "code", RNE), Column("LS", "code", LS),
    Column("CIN", "code", CIN), Column("PLACE", "code", PLACE, PLACE_YEARS),
    Column("PLACE_PROVIDER", "code", PROVIDER, needed=False), Column("DEC", "date"), Column("REC", "code", REC),
    Column("REASON_PLACE_CHANGE", "code", WHY_MOVED, needed=False), Column("HOME_POST"), Column("PL_POST"),
    Column("URN", needed=False)))

REVIEWS = Table("ssda903_reviews", "SSDA903 reviews", ("reviews", "review", "ssda903 reviews"), latest="REVIEW",
                rhythm="events", dated=("REVIEW",), rules=rules.REVIEWS,
                references=(in_header(),), columns=(
    CHILD, DOB, Column("REVIEW", "date", blank=False), Column("REVIEW_CODE", "code", REVIEW_CODES)))

UASC = Table("ssda903_uasc", "SSDA903 unaccompanied asylum-seeking children", ("uasc", "ssda903 uasc"),
             key=("CHILD",), rules=rules.UASC, needed_by=("ssda903_episodes",),
             references=(in_header("unaccompanied children are not found among those looked after",
                                   same=("DOB", "SEX")),), columns=(
    CHILD, Column("SEX", "code", SEX, SEX_YEARS, needed=False, aliases=("GENDER",)), DOB, Column("DUC", "date")))

OC2 = Table("ssda903_oc2", "SSDA903 outcomes (OC2)", ("oc2", "ssda903 oc2"), key=("CHILD",), rules=rules.OC2,
            references=(in_header(),), columns=(
    CHILD, DOB, Column("SDQ_SCORE", "whole", low=0, high=40), Column("SDQ_REASON", "code", SDQ_REASON),
    *(Column(name, "code", YES_NO, needed=False) for name in (
        "CONVICTED", "HEALTH_CHECK", "IMMUNISATIONS", "TEETH_CHECK", "HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE",
        "INTERVENTION_RECEIVED", "INTERVENTION_OFFERED"))))

OC3 = Table("ssda903_oc3", "SSDA903 care leavers (OC3)", ("oc3", "ssda903 oc3"), key=("CHILD",), rules=rules.OC3,
            references=(in_header(),), columns=(
    CHILD, DOB, Column("IN_TOUCH", "code", IN_TOUCH), Column("ACTIV", "code", ACTIV, ACTIV_YEARS),
    Column("ACCOM", "code", ACCOM)))

TABLES = (HEADER, EPISODES, REVIEWS, UASC, OC2, OC3)
