"""Promise 1 from the return: who is looked after on 31 March, how far from home, and of whom that is not known."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tables import returns_of
from wayforward.counting.tally import breakdown, counts, row_reconciliation
from wayforward.measures.placed_far_from_home import details, distance_known, far, from_home, looked_after, miles
from wayforward.returns import ssda903

EPISODES = """
    CHILD | DECOM      | RNE | LS | PLACE | DEC        | REC | HOME_POST | PL_POST
    far   | 01/05/2023 | S   | C2 | U4    |            |     | IN 0      | OUT 25   # counted: outside, 25 miles
    near  | 01/05/2023 | S   | C2 | K2    |            |     | IN 0      | OUT 20   # outside, but not more than 20
    long  | 01/05/2023 | S   | V2 | U4    |            |     | IN 0      | IN 30    # 30 miles, but inside
    move  | 01/05/2023 | S   | C2 | U4    | 07/07/2024 | X1  | IN 0      | OUT 25   # ended and began again that day:
    move  | 07/07/2024 | P   | C2 | P1    |            |     | IN 0      | IN 0     #   now at home
    day   | 31/03/2025 | S   | L1 | T0    | 31/03/2025 | X1  | IN 0      | IN 5     # came on the day, moved on the day
    day   | 31/03/2025 | P   | V2 | U4    |            |     | IN 0      | OUT 30   #   counted: outside, 30 miles
    open  | 01/05/2023 | S   | C1 | K2    |            |     | IN 0      | OUT 40   # its end was forgotten
    open  | 01/06/2024 | P   | C2 | U1    |            |     | IN 0      | IN 3     #   the later one stands
    left  | 01/05/2023 | S   | C2 | U4    | 31/03/2025 | E11 | IN 0      | OUT 25   # left that day: not looked after
    next  | 01/04/2025 | S   | V2 | U4    |            |     | IN 0      | OUT 25   # came the day after
    stay  | 01/05/2023 | S   | V4 | U4    |            |     |           |          # short breaks
    rest  | 01/05/2023 | S   | V3 | U4    |            |     |           |          # short breaks
    adult | 01/05/2023 | S   | V2 | K2    |            |     | IN 0      | OUT 25   # 18 that day
    asks  | 01/05/2024 | S   | V2 | K3    |            |     | IN 0      | OUT 25   # unaccompanied: not known
    asked | 01/05/2023 | S   | V2 | K3    |            |     | IN 0      | OUT 25   # was, till July 2024: not known
    adopt | 01/05/2023 | S   | E1 | A5    |            |     | IN 0      | OUT 25   # confidential: not known
    lost  | 01/05/2023 | S   | C2 | U4    |            |     | IN 0      | XX9      # no such postcode: not known
"""
CODES = """
    CHILD | DECOM      | LS | PLACE | HOME_POST | PL_POST
    a     | 01/05/2023 | V3 | U4    | IN 0      | OUT 25   # short breaks: left out
    b     | 01/05/2023 | v3 | U4    | IN 0      | OUT 25   # no code, as it stands: not known, and no short break
    c     | 01/05/2023 |    | U4    | IN 0      | OUT 25   # not recorded
    d     | 01/05/2023 | C2 | A5    | IN 0      | OUT 25   # adoption: distance not known
    e     | 01/05/2023 | C2 | a5    | IN 0      | OUT 25   # no code, as it stands: not known, and no adoption
    f     | 01/05/2023 | C2 | H5    | IN 0      | OUT 25   # a code of the years to 2024: says what it says
    g     | 01/05/2023 | C2 | Z9    | IN 0      | IN 25    # no code
"""
HEADER = """
    CHILD | SEX | DOB        | ETHNIC
    far   | M   | 01/01/2012 | WBRI       # 13
    near  | F   | 01/04/2007 | BCRB       # 17, 18 tomorrow
    long  | F   | 31/03/2020 | CHNE       # 5 today
    move  | F   | 01/01/2012 | REFU
    day   | F   | 01/01/2012 | MWBC
    open  | F   | 01/09/2024 | WIRT       # under 1
    left  | M   | 01/01/2012 | WBRI
    next  | M   | 01/01/2012 | WBRI
    stay  | M   | 01/01/2012 | WBRI
    adult | M   | 31/03/2007 | WBRI       # 18 today
    asks  | M   | 01/01/2009 | OOTH
    asked | M   | 01/01/2009 | OOTH
    adopt | U   | 01/01/2023 | WBRI
"""
UASC = """
    CHILD | DOB        | DUC
    asks  | 01/01/2009 | 01/01/2027
    asked | 01/01/2009 | 01/07/2024
"""


def returns(**changed):
    return returns_of(**{"ssda903_episodes": EPISODES, "ssda903_header": HEADER, "ssda903_uasc": UASC, **changed})


def test_outside_and_more_than_20_miles_out_of_all_looked_after():
    """far and day are; of far, near, long, move, day, open, asks, asked, adopt, lost; the last four are not known."""
    (row,) = counts(far(returns())).to_dict("records")
    assert row == {"period": "2025", "numerator": 2, "denominator": 10, "unknown": 4, "value": 2 / 10}


@pytest.mark.parametrize(("away", "counted"), [("20.04", 0), ("20.06", 1)])
def test_more_than_20_miles_begins_at_20_point_1(away, counted):
    episodes = f"CHILD | DECOM | LS | PLACE | HOME_POST | PL_POST\nfar | 01/05/2023 | C2 | U4 | IN 0 | OUT {away}"
    assert counts(far(returns(ssda903_episodes=episodes)))["numerator"].tolist() == [counted]


def test_codes_that_are_none_say_nothing():
    """b, c, e and f are far; g is inside; d is not known."""
    header = "CHILD | SEX | DOB\n" + "".join(f"{child} | X | 01/01/2012\n" for child in "abcdefg")
    given = returns_of(ssda903_episodes=CODES, ssda903_header=header, ssda903_uasc=UASC)
    (row,) = counts(far(given)).to_dict("records")
    assert [row["numerator"], row["denominator"], row["unknown"]] == [4, 6, 1]
    by_placement = breakdown(far(given), "Placement", "2025").set_index("group")["denominator"]
    assert by_placement.to_dict() == {"Foster care": 2, "Placed for adoption": 1, "Supported accommodation": 1,
                                      "not known": 2}
    assert breakdown(far(given), "Legal status", "2025").set_index("group")["denominator"]["not known"] == 2
    assert breakdown(far(given), "Sex", "2025")["group"].tolist() == ["not known"]


def test_of_those_whose_distance_is_known():
    (row,) = counts(distance_known(returns())).to_dict("records")
    assert row == {"period": "2025", "numerator": 2, "denominator": 10 - 4, "unknown": 0, "value": 2 / 6}


def test_every_row_is_accounted_for():
    told = row_reconciliation(distance_known(returns()))
    assert dict(zip(told["reason"], told["rows"], strict=True)) == {
        "counted": 6, "distance from home not known": 4, "ended by 31 March": 1 + 1 + 1, "began after 31 March": 1,
        "in an agreed series of short breaks": 2, "aged 18 or over on 31 March": 1,
        "an earlier episode of the same child": 1}
    assert told["rows"].sum() == 18


def test_choices_can_be_made_otherwise():
    """More than 27 miles: day alone. asked ceased to be unaccompanied in July 2024, and adopt has a postcode."""
    assert counts(far(returns(), miles=27))["numerator"].tolist() == [1]
    assert counts(far(returns(), former=False))[["numerator", "unknown"]].values.tolist() == [[2 + 1, 4 - 1]]
    assert counts(far(returns(), confidential=()))[["numerator", "unknown"]].values.tolist() == [[2 + 1, 4 - 1]]


@pytest.mark.parametrize(("ceased", "found"), [("31/03/2025", [2 + 1, 4 - 1]), ("01/04/2025", [2, 4])])
def test_who_ceases_to_be_unaccompanied_on_31_march_has_ceased_by_then(ceased, found):
    listed = UASC.replace("01/07/2024", ceased)
    assert counts(far(returns(ssda903_uasc=listed), former=False))[["numerator", "unknown"]].values.tolist() == [found]


@pytest.mark.parametrize(("group", "far_of_all"), [
    ("Age", {"under 1": (0, 1), "1 to 4": (0, 1), "5 to 9": (0, 1), "10 to 15": (2, 3), "16 and 17": (0, 3),
             "not known": (0, 1)}),
    ("Sex", {"Female": (1, 5), "Male": (1, 3), "not known": (0, 2)}),
    ("Ethnic group", {"White": (1, 3), "Black": (0, 1), "Asian": (0, 1), "Mixed or multiple": (1, 1), "Other": (0, 2),
                      "not known": (0, 2)}),
    ("Placement", {"Foster care": (2, 5), "Secure and children’s homes": (0, 1), "With parents": (0, 1),
                   "Supported accommodation": (0, 2), "Placed for adoption": (0, 1)}),
    ("Legal status", {"Care order": (1, 5), "Voluntary agreement": (1, 4), "Placement order": (0, 1)}),
    ("District of home", {"E07000015": (2, 10)}),
])
def test_by_characteristic(group, far_of_all):
    found = breakdown(far(returns()), group, "2025").set_index("group")
    assert {name: (row["numerator"], row["denominator"]) for name, row in found.iterrows()} == far_of_all


def test_a_home_elsewhere_has_no_district():
    away = returns(ssda903_episodes="""
        CHILD | DECOM      | RNE | LS | PLACE | DEC | REC | HOME_POST | PL_POST
        far   | 01/05/2023 | S   | C2 | U4    |     |     | OUT 50    | OUT 25    # 25 miles from a home outside
    """)
    (row,) = breakdown(far(away), "District of home", "2025").to_dict("records")
    assert [row["group"], row["numerator"]] == ["outside the area", 1]


def test_a_placement_in_a_district_of_no_known_authority_is_not_known_to_be_outside():
    """far, near and day are placed in such a district."""
    given = returns()
    known = given.located
    given.located = lambda cells: (found := known(cells)).assign(
        authority=found["authority"].mask(found["authority"].eq("E10000099")))
    (row,) = counts(far(given)).to_dict("records")
    assert [row["numerator"], row["denominator"], row["unknown"]] == [0, 10, 4 + 3]


YEARS = """
    return_year | CHILD | DECOM      | RNE | LS | PLACE | DEC        | REC | HOME_POST | PL_POST
    2022        | asked | 01/05/2021 | S   | V2 | K3    |            |     | IN 0      | OUT 25
    2023        | asked | 01/05/2021 | S   | V2 | K3    |            |     | IN 0      | OUT 25
    2024        | asked | 01/05/2021 | S   | V2 | K3    |            |     | IN 0      | OUT 25
    2025        | asked | 01/05/2021 | S   | V2 | K3    |            |     | IN 0      | OUT 25
"""
LISTED = """
    return_year | CHILD | DOB        | DUC
    2022        | asked | 01/01/2009 | 01/07/2021     # ceased within the year, listed for the last time
"""


def test_each_year_is_its_own_snapshot_and_a_listing_holds_for_two_years_more():
    found = counts(far(returns(ssda903_episodes=YEARS, ssda903_uasc=LISTED))).set_index("period")
    assert found["unknown"].to_dict() == {"2022": 1, "2023": 1, "2024": 1, "2025": 0}
    assert found["numerator"].to_dict() == {"2022": 0, "2023": 0, "2024": 0, "2025": 1}
    alone = counts(far(returns(ssda903_episodes=YEARS, ssda903_uasc=LISTED), former=False))
    assert alone["unknown"].tolist() == [0, 0, 0, 0]


def test_where_the_children_live():
    (table,) = details(returns())
    assert dict(zip(table.rows["Where they live"], table.rows["Children"], strict=True)) == {
        "Inside the boundary, up to 20 miles": 2, "Inside the boundary, more than 20 miles": 1,
        "Outside the boundary, up to 20 miles": 1, "Outside the boundary, more than 20 miles": 2,
        "Distance not known: unaccompanied asylum-seeking children": 2, "Distance not known: placed for adoption": 1,
        "Distance not known: a postcode is missing or not in the directory": 1}
    assert table.rows["Share"].sum() == pytest.approx(1)
    assert set(table.people) <= set(table.rows.columns) and set(table.units) <= set(table.rows.columns)
    assert details(returns_of(ssda903_episodes=EPISODES)) == []


@pytest.mark.parametrize(("miles", "up_to_20", "more"), [("20", 2, 2), ("20.5", 1, 3)])
def test_where_the_children_live_parts_at_20_miles(miles, up_to_20, more):
    (table,) = details(returns(ssda903_episodes=EPISODES + f"""
    half  | 01/05/2023 | S   | C2 | U4    |            |     | IN 0      | OUT {miles}
    """))
    children = table.rows.set_index("Where they live")["Children"]
    assert children["Outside the boundary, up to 20 miles"] == up_to_20
    assert children["Outside the boundary, more than 20 miles"] == more


def test_the_table_is_of_the_latest_march():
    """Of four years the distance is known in the last alone."""
    (table,) = details(returns(ssda903_episodes=YEARS, ssda903_uasc=LISTED))
    assert table.title == "Where children looked after live, 31 March 2025"
    assert table.rows.set_index("Where they live")["Children"].loc["Outside the boundary, more than 20 miles"] == 1


def test_no_one_looked_after_is_no_table_and_no_figure():
    none = returns(ssda903_episodes="""
        CHILD | DECOM      | RNE | LS | PLACE | DEC        | REC | HOME_POST | PL_POST
        left  | 01/05/2023 | S   | C2 | U4    | 31/03/2025 | E11 | IN 0      | OUT 25
    """)
    assert details(none) == []
    assert counts(far(none)).empty


def grid(*points, authority="E1"):
    return pd.DataFrame(points, columns=["easting", "northing"], dtype=float).assign(authority=authority)


@pytest.mark.parametrize(("east", "north", "apart"), [
    (3 * 1609.3, 4 * 1609.3, 5.0),          # 3, 4, 5
    (20.04 * 1609.3, 0, 20.0), (20.06 * 1609.3, 0, 20.1), (0.25 * 1609.3, 0, 0.3),      # halves up
    (-20.06 * 1609.3, 0, 20.1), (0, 0, 0.0), (float("nan"), 0, None),
])
def test_miles_to_one_decimal(east, north, apart):
    (found,) = miles(grid((0, 0)), grid((east, north)))
    assert found == pytest.approx(apart) if apart is not None else pd.isna(found)


def test_northern_ireland_is_far_from_great_britain_whatever_its_own_grid_says():
    """Whether the directory gives references of that grid or none."""
    english, irish, unplaced = grid((0, 0)), grid((0, 0), authority="N1"), grid((None, None), authority="N1")
    assert from_home(english, irish).tolist() == from_home(unplaced, english).tolist() == [float("inf")]
    assert from_home(irish, irish).tolist() == [0]
    assert from_home(irish, unplaced).isna().all()
    unknown = grid((None, None)).assign(authority=pd.Series(float("nan"), [0], dtype="str"))
    assert from_home(english, unknown).isna().all() and from_home(irish, unknown).isna().all()


DAYS = st.dates(date(2025, 3, 28), date(2025, 4, 3))


@settings(max_examples=12)
@given(st.lists(st.tuples(st.sampled_from("abc"), DAYS, st.none() | DAYS), min_size=1, max_size=12))
def test_a_child_counts_once_and_only_while_an_episode_is_open(episodes):
    """Against the same question asked child by child."""
    head = "CHILD | DECOM | RNE | LS | PLACE | DEC | REC | HOME_POST | PL_POST\n"
    text = "".join(f"{child} | {came} | S | C2 | U4 | {went or ''} | | IN 0 | IN 1\n" for child, came, went in episodes)
    cases = looked_after(returns(ssda903_episodes=head + text))
    day = date(2025, 3, 31)
    there = {child for child, came, went in episodes if came <= day and (went is None or went > day)}
    assert sorted(cases.loc[cases["left_out"].isna(), "CHILD"]) == sorted(there)


def test_every_placement_and_status_that_counts_has_words():
    """Placements without words of their own are told as other."""
    codes = [(place, status) for place in ssda903.PLACE for status in ssda903.LS if status not in ("V3", "V4")]
    rows = "".join(f"{n} | 01/05/2023 | S | {status} | {place} | | | IN 0 | IN 1\n"
                   for n, (place, status) in enumerate(codes))
    head = "CHILD | DECOM | RNE | LS | PLACE | DEC | REC | HOME_POST | PL_POST\n"
    cases = looked_after(returns(ssda903_episodes=head + rows))
    assert cases["Legal status"].notna().all()
    assert cases["Placement"].value_counts().div(len(ssda903.LS) - 2).to_dict() == {
        "Foster care": 6, "Secure and children’s homes": 2, "Supported accommodation": 3, "With parents": 1,
        "Placed for adoption": 4, "Other": len(ssda903.PLACE) - 6 - 2 - 3 - 1 - 4}
