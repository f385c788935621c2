"""Promise 2 from the return: whose main placement is in the county, by the headline's reading and by two others."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tables import returns_of
from wayforward.counting.tally import breakdown, counts, row_reconciliation
from wayforward.errors import MissingReturn
from wayforward.measures.needs_met_locally import (
    INDEPENDENT_SPECIAL,
    MAINSTREAM,
    NEEDS,
    SERIES,
    SETTINGS,
    census_day,
    details,
    in_county,
    nearby,
    of_types,
)
from wayforward.returns import sen2

# A plan has the number of its request; request 1 is of person p1, and so on. The census day is 16 January 2025.
PLANS = """
    activeplanstableid | requeststableid
    1  | 1          # a school in the county
    2  | 2          # an independent special school in the county
    3  | 3          # a school over the border, 9 miles from home
    4  | 4          # a special school over the border, 11 miles from home
    5  | 5          # at home
    6  | 6          # moved: to the county on the day
    7  | 7          # moved: to the county the day after
    8  | 8          # a college in the county, found by its provider number
    9  | 9          # a school that the register does not have
    10 | 10         # no placement at all
    11 | 11         # left on the day, but for a second placement: the main one is not known
    12 | 12         # the plan ceased on the day
    13 | 13         # a school over the border, and a home that is not found
    14 | 14         # the plan begins the day after
    15 | 15         # the plan begins on the day
    16 | 16         # a plan that ceased, and another that begins the day after: none on the day
    17 | 17         # not in education, and a school in the county beside it
    18 | 18         # an early years provider in the county, by its number
    19 | 19         # a setting that is no code, and no number: not known
"""
PLACEMENTS = """
    activeplanstableid | urn | ukprn    | sensetting | placementrank | entrydate            | leavingdate
    1  | 100 |          |      | 1 | 2024-Sep-01 00:00:00 |
    1  | 200 |          |      | 2 | 2024-Sep-01 00:00:00 |                          # not the main one
    2  | 110 |          |      | 1 |                      |
    3  | 200 |          |      | 1 | 2024-Sep-01 00:00:00 | 2025-Jul-20 00:00:00     # leaves later
    4  | 210 |          |      | 1 | 2024-Sep-01 00:00:00 |
    5  |     |          | EHE  | 1 | 2024-Sep-01 00:00:00 |
    6  | 200 |          |      | 1 | 2023-Sep-01 00:00:00 | 2025-Jan-16 00:00:00
    6  | 100 |          |      | 1 | 2025-Jan-16 00:00:00 |
    7  | 200 |          |      | 1 | 2023-Sep-01 00:00:00 |
    7  | 100 |          |      | 1 | 2025-Jan-17 00:00:00 |
    8  |     | 10000001 |      | 1 | 2024-Sep-01 00:00:00 |
    9  | 999 |          |      | 1 | 2024-Sep-01 00:00:00 |
    11 | 100 |          |      | 1 | 2024-Sep-01 00:00:00 | 2025-Jan-16 00:00:00
    11 | 100 |          |      | 2 | 2024-Sep-01 00:00:00 |
    12 | 100 |          |      | 1 | 2024-Sep-01 00:00:00 |
    13 | 200 |          |      | 1 | 2024-Sep-01 00:00:00 |
    14 | 100 |          |      | 1 | 2024-Sep-01 00:00:00 |
    15 | 100 |          |      | 1 | 2024-Sep-01 00:00:00 |
    16 | 100 |          |      | 1 | 2024-Sep-01 00:00:00 |
    17 | 100 | 10000000 | NEET | 1 | 2024-Sep-01 00:00:00 |
    18 | 100 |          | EYP  | 1 | 2024-Sep-01 00:00:00 |
    19 |     |          | HOME | 1 | 2024-Sep-01 00:00:00 |
"""
NAMED = """
    namedplantableid | requeststableid | startdate            | ceasedate            | ceasereason
    1                | 1               | 2020-Jan-01 00:00:00 | 2021-Jan-01 00:00:00 | 9    # another since
    2                | 1               | 2021-Jan-01 00:00:00 |                      |
    3                | 2               | 2021-Jan-01 00:00:00 | 2025-Jan-17 00:00:00 | 2    # the day after
    4                | 12              | 2021-Jan-01 00:00:00 | 2025-Jan-16 00:00:00 | 2
    5                | 14              | 2025-Jan-17 00:00:00 |                      |
    6                | 15              | 2025-Jan-16 00:00:00 |                      |
    7                | 16              | 2021-Jan-01 00:00:00 | 2024-Dec-01 00:00:00 | 9
    8                | 16              | 2025-Jan-17 00:00:00 |                      |
    9                | 18              |                      |                      |      # begun, who knows when
"""
# School 200 lies 20 miles east, outside; 210 too. Its types are written with a nought before them, as in the register.
SCHOOLS = """
    URN | LA (code) | TypeOfEstablishment (code) | EstablishmentStatus (name) | UKPRN    | Easting | Northing
    100 | 919       | 01                         | Open                       | 10000000 | 0       | 0
    110 | 919       | 10                         | Open                       |          | 0       | 0
    200 | 306       | 34                         | Open                       |          | 32186   | 0
    210 | 306       | 08                         | Open                       |          | 32186   | 0
    300 | 919       | 18                         | Open, but proposed to close | 10000001 | 0       | 0
    310 | 306       | 18                         | Closed                     | 10000001 | 0       | 0
"""
REQUESTS = """
    persontableid | requeststableid
""" + "".join(f"    p{n} | {n}\n" for n in range(1, 20))
PERSONS = """
    persontableid | personbirthdate      | sex | ethnicity | postcode
    p1  | 2019-Aug-31 00:00:00 | M   | WBRI      | IN 0        # 5 on 31 August 2024
    p2  | 2019-Sep-01 00:00:00 | F   | WBRI      | IN 0        # 4
    p3  | 2012-Jan-01 00:00:00 | M   | AIND      | IN 11       # 9 miles from school 200
    p4  | 2012-Jan-01 00:00:00 | M   | NOBT      | IN 9        # 11 miles from school 210
    p5  | 2012-Jan-01 00:00:00 | M   | WBRI      | IN 0
    p6  | 2012-Jan-01 00:00:00 | M   | WBRI      | IN 0
    p7  | 2012-Jan-01 00:00:00 | M   | WBRI      | IN 0
    p8  | 2006-Jan-01 00:00:00 | F   | BAFR      | OUT 30      # 18
    p9  | 2000-Jan-01 00:00:00 | F   | BAFR      | IN 0        # 24
    p10 |                      |     |           | IN 0
    p11 | 2012-Jan-01 00:00:00 | M   | WBRI      | IN 0
    p12 | 2012-Jan-01 00:00:00 | M   | WBRI      | IN 0
    p13 | 2012-Jan-01 00:00:00 | M   | WBRI      | XX9
""" + "".join(f"    p{n} | 2012-Jan-01 00:00:00 | M   | WBRI      | IN 0\n" for n in range(14, 20)) + """
"""
NEED = """
    requeststableid | sentype | sentyperank
    1               | SLCN    | 2
    1               | ASD     | 1
    2               | SEMH    | 1
"""


def returns(**changed):
    tables = dict(sen2_active_plans=PLANS, sen2_placements=PLACEMENTS, sen2_named_plans=NAMED, sen2_needs=NEED,
                  sen2_requests=REQUESTS, sen2_persons=PERSONS, gias_establishments=SCHOOLS)
    return returns_of(**{name: text for name, text in (tables | changed).items() if text})


def test_in_the_county_out_of_all_plans():
    """1, 2, 6, 8, 15 and 18 are; of all but 12, 14 and 16, 16 plans; not known: 9, 10, 11 and 19. At home and not in
    education are known, and not met."""
    (row,) = counts(in_county(returns())).to_dict("records")
    assert row == {"period": "2025", "numerator": 6, "denominator": 19 - 3, "unknown": 4, "value": 6 / 16}


@pytest.mark.parametrize(("setting", "met"), [("OLA", 0), ("OPA", 0), ("EHE", 0), ("NEET", 0), ("NIEC", 0), ("NIEO", 0),
                                               ("EYP", 1), ("OTH", 1)])
def test_a_schools_number_does_not_stand_beside_a_setting_that_is_no_school(setting, met):
    """17, whose number is that of a school in the county: not met, and known."""
    placements = PLACEMENTS.replace("10000000 | NEET |", f"10000000 | {setting} |")
    (row,) = counts(in_county(returns(sen2_placements=placements))).to_dict("records")
    assert (row["numerator"], row["unknown"]) == (6 + met, 4)


def test_a_schools_number_may_stand_where_the_setting_says_that_there_is_no_school():
    assert counts(in_county(returns(), numbered=True))["numerator"].tolist() == [6 + 1]


def test_every_row_is_accounted_for():
    told = row_reconciliation(in_county(returns()))
    assert told.values.tolist() == [[2025, "counted", 16], [2025, "begins after the census day", 1],
                                    [2025, "ceased by the census day", 2]]


def test_the_narrower_reading_leaves_out_what_is_not_state_funded():
    """1, 6, 8, 15 and 18; the independent special school of 2 does not count."""
    (row,) = counts(SERIES["needs_met_state_funded"](returns())).to_dict("records")
    assert row == {"period": "2025", "numerator": 5, "denominator": 16, "unknown": 4, "value": 5 / 16}


def test_the_wider_reading_adds_schools_nearby():
    """The six in the county, and 3 within 10 miles of home; within 11 also 4; of 13 the distance is not known. That 17
    lives beside the school of the number is nothing to it."""
    (row,) = counts(nearby(returns())).to_dict("records")
    assert row == {"period": "2025", "numerator": 7, "denominator": 16, "unknown": 4 + 1, "value": 7 / 16}
    assert counts(nearby(returns(), within=9))["numerator"].tolist() == [7]
    assert counts(nearby(returns(), within=8.9))["numerator"].tolist() == [6]
    assert counts(nearby(returns(), within=11))["numerator"].tolist() == [8]
    assert counts(nearby(returns(), within=0))["numerator"].tolist() == [6]


def test_the_two_published_shares_from_the_return():
    """Independent or non-maintained special: 2 and 4. Mainstream: 1, 3, 6, 7, 13, 15, 18; 8's college is not."""
    assert counts(of_types(returns(), INDEPENDENT_SPECIAL))[["numerator", "denominator"]].values.tolist() == [[2, 16]]
    assert counts(of_types(returns(), MAINSTREAM))[["numerator", "denominator"]].values.tolist() == [[7, 16]]
    assert counts(SERIES["independent_special"](returns()))["value"].tolist() == [2 / 16]
    assert counts(SERIES["mainstream_share"](returns()))["value"].tolist() == [7 / 16]


@pytest.mark.parametrize(("group", "met_of_all"), [
    ("Age", {"0 to 4": (1, 1), "5 to 10": (1, 1), "11 to 15": (3, 11), "16 to 18": (1, 1), "19 to 25": (0, 1),
             "not known": (0, 1)}),
    ("Sex", {"Female": (2, 3), "Male": (4, 12), "not known": (0, 1)}),
    ("Ethnic group", {"White": (5, 11), "Asian": (0, 1), "Black": (1, 2), "not known": (0, 2)}),
    ("Primary need", {"Autistic spectrum disorder": (1, 1), "Social, emotional and mental health": (1, 1),
                      "not known": (4, 14)}),
    ("Setting", {"Mainstream school": (4, 7), "Independent or non-maintained special school": (1, 2),
                 "College or other place for over 16s": (1, 1), "Educated otherwise than at school": (0, 1),
                 "School not in the register": (0, 1), "No placement recorded": (0, 3), "Not in education": (0, 1)}),
    ("District of home", {"E07000015": (5, 14), "outside the area": (1, 1), "not known": (0, 1)}),
])
def test_by_characteristic(group, met_of_all):
    found = breakdown(in_county(returns()), group, "2025").set_index("group")
    assert {name: (row["numerator"], row["denominator"]) for name, row in found.iterrows()} == met_of_all


def test_where_plans_are_met():
    (table,) = details(returns())
    assert table.rows["Plans"].sum() == 16
    assert table.rows["In the county"].sum() == 6
    shares = dict(zip(table.rows["Setting"], table.rows["Share in the county"], strict=True))
    assert shares["Mainstream school"] == 4 / 7
    assert set(table.people) <= set(table.rows.columns) and set(table.units) <= set(table.rows.columns)
    assert details(returns(gias_establishments=None)) == []


def test_without_the_tables_of_ceased_plans_and_needs_it_is_counted_all_the_same():
    """12, 14 and 16, in the county, are not known not to run."""
    bare = returns(sen2_named_plans=None, sen2_needs=None)
    assert counts(in_county(bare))[["numerator", "denominator"]].values.tolist() == [[9, 19]]
    assert breakdown(in_county(bare), "Primary need", "2025")["group"].tolist() == ["not known"]


@pytest.mark.parametrize("table", ["sen2_active_plans", "sen2_requests", "sen2_persons", "sen2_placements",
                                   "gias_establishments"])
def test_without_one_of_the_others_there_is_no_figure(table):
    with pytest.raises(MissingReturn, match=table):
        in_county(returns(**{table: None}))


def test_a_ceased_plan_may_hang_on_its_assessment_and_a_need_on_its_plan():
    """As the return itself has them: 12 ceased, and 3's first need is a hearing impairment."""
    ids = returns(sen2_assessments="assessmenttableid | requeststableid\n 70 | 12", sen2_named_plans="""
        namedplantableid | assessmenttableid | startdate            | ceasedate            | ceasereason
        4                | 70                | 2021-Jan-01 00:00:00 | 2025-Jan-16 00:00:00 | 2
    """, sen2_needs="activeplanstableid | sentype | sentyperank\n 3 | HI | 1\n 3 | VI | 2")
    assert counts(in_county(ids))["denominator"].tolist() == [19 - 1]
    assert breakdown(in_county(ids), "Primary need", "2025")[["group", "denominator"]].values.tolist() == [
        ["Hearing impairment", 1], ["not known", 17]]


YEARS = {
    "sen2_active_plans": """
        return_year | activeplanstableid | requeststableid
        2024        | 1                  | 1
        2025        | 1                  | 1
        2026        | 1                  | 1
    """,
    "sen2_placements": """
        return_year | activeplanstableid | urn | sensetting | placementrank
        2024        | 1                  | 100 |            | 1
        2025        | 1                  | 100 |            | 1
        2026        | 1                  | 100 |            | 1
    """,
    "gias_establishments": """
        return_year | URN | LA (code) | TypeOfEstablishment (code)
        2025        | 100 | 306       | 1
        2026        | 100 | 919       | 1
    """}


def test_a_years_plans_are_looked_up_in_its_own_return_and_in_the_register_of_that_time():
    """2024 has only a later register, the oldest; the school came into the county between January 2025 and 2026."""
    assert counts(in_county(returns(**YEARS))).set_index("period")["numerator"].to_dict() == {
        "2024": 0, "2025": 0, "2026": 1}


def test_the_table_is_of_the_latest_january():
    """The school is in the county in the last of three years alone."""
    (table,) = details(returns(**YEARS))
    assert table.title == "Where plans are met, January 2026"
    assert table.rows[["Plans", "In the county"]].values.tolist() == [[1, 1]]


@pytest.mark.parametrize(("year", "day"), [(2022, 20), (2023, 19), (2024, 18), (2025, 16), (2026, 15)])
def test_census_days(year, day):
    assert census_day(year) == date(year, 1, day)


@given(st.integers(2000, 2100))
def test_a_census_day_is_the_third_thursday(year):
    day = census_day(year)
    assert (day.month, day.weekday(), (day.day - 1) // 7) == (1, 3, 2)


TYPES = {
    # community, voluntary aided and controlled, foundation, city technology college, independent, nursery; academies
    # and free schools; technical and studio
    "Mainstream school": "1 2 3 5 6 11 15 28 34 35 40 41",
    "State special school": "7 12 33 36 44",                        # community, foundation; academies and free schools
    "Independent or non-maintained special school": "8 10",
    "Alternative provision": "14 38 42 43",                         # pupil referral unit; free school; academies
    "College or other place for over 16s": "18 29 31 39 45 46",
    "Special post-16 institution": "32",
    "Other school": "25 30 99"}


def test_each_type_of_establishment_is_a_setting_and_most_are_state_funded():
    types = " ".join(TYPES.values()).split()

    def rows(heading: str, row: str) -> str:
        return heading + "\n" + "\n".join(row.format(each) for each in types)

    given = returns(
        sen2_named_plans=None, sen2_active_plans=rows("activeplanstableid | requeststableid", "{0} | {0}"),
        sen2_placements=rows("activeplanstableid | urn | sensetting | placementrank", "{0} | {0} | | 1"),
        gias_establishments=rows("URN | LA (code) | TypeOfEstablishment (code)", "{0} | 919 | {0}"))
    cases = in_county(given, state_funded=True).counted
    found = pd.Series(cases["Setting"].array, types)
    assert {kind: " ".join(found.index[found.eq(kind)]) for kind in TYPES} == TYPES
    assert pd.Series(cases["value"].array, types).loc[lambda met: met.eq(0)].index.tolist() == ["11", "8", "10", "32"]


def test_every_code_of_the_return_has_words():
    assert NEEDS == sen2.NEEDS
    assert set(SETTINGS) == set(sen2.SETTINGS)
