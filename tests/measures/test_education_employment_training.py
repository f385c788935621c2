"""Promise 6 from the returns: 16 and 17 year olds by month, the most vulnerable, and care leavers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tables import returns_of
from wayforward.counting.tally import breakdown, counts, row_reconciliation
from wayforward.errors import MissingReturn
from wayforward.measures.education_employment_training import (
    CARE_LEAVERS_EET,
    CUSTODY,
    IN_EET,
    IN_NEET,
    NO_INFORMATION,
    NOT_KNOWN,
    SEND,
    SERIES,
    STATES,
    TAKING_PART,
    VULNERABLE,
    care_leavers,
    details,
    participating,
    vulnerable,
    winter,
)
from wayforward.returns import nccis, ssda903

# d, j, f and m are the December, January, February and March of the academic year 2024/25.
COHORT = """
    YPID | MONTH      | DOB        | SEX | ETHNICITY | DISTRICT | SEN | ACTIVITY
    a    | 31/12/2024 | 31/08/2008 | M   | WBRI      | North    | N   | 210     # 16 on 31 August: in a sixth form
    a    | 31/01/2025 | 31/08/2008 | M   | WBRI      | North    | N   | 610     #   then NEET
    a    | 28/02/2025 | 31/08/2008 | M   | WBRI      | North    | N   | 610     #   still
    a    | 31/03/2025 | 31/08/2008 | M   | WBRI      | North    | N   | 310     #   then an apprentice
    b    | 31/12/2024 | 01/09/2006 | F   | BCRB      | South    | E   | 810     # 17, 18 the day after: not known
    b    | 31/01/2025 | 01/09/2006 | F   | BCRB      | South    | E   | 220
    b    | 28/02/2025 | 01/09/2006 | F   | BCRB      | South    | E   | 220
    b    | 31/03/2025 | 01/09/2006 | F   | BCRB      | South    | E   | 810
    c    | 31/12/2024 | 01/01/2008 | F   |           |          | K   | 260     # a gap year: in EET, not taking part
    c    | 31/01/2025 | 01/01/2008 | F   |           |          | K   | 260
    c    | 31/03/2025 | 01/01/2008 | F   |           |          | K   | 260     #   moved in February, came back
    d    | 31/12/2024 | 01/01/2008 | U   | WBRI      | North    | N   | 999     # a code that is none: not known
    d    | 31/03/2025 | 01/01/2008 | U   | WBRI      | North    | N   | 330     # a job without training
    e    | 31/12/2024 | 01/01/2008 | M   | WBRI      | North    | N   | 710     # in custody
    e    | 31/03/2025 | 01/01/2008 | M   | WBRI      | North    | N   | 710
    f    | 31/12/2024 | 01/09/2008 | M   | WBRI      | North    | N   | 210     # 15, 16 the day after
    g    | 31/12/2024 | 31/08/2006 | M   | WBRI      | North    | E   | 610     # 18 that day
    h    | 31/12/2024 |            | M   | WBRI      | North    | N   | 610     # no date of birth
    i    | 30/11/2024 | 01/01/2008 | M   | WBRI      | North    | N   | 610     # another month
    i    |            | 01/01/2008 | M   | WBRI      | North    | N   | 610     # no month
"""
GROUPS = """
    YPID | CHARACTERISTIC
    a    | 110     # looked after
    a    | 140     # and a carer
    b    | 140
    f    | 110     # left out by age
    c    | 999     # no group of the list
"""


def returns(**changed):
    tables = dict(nccis_cohort=COHORT, nccis_characteristics=GROUPS)
    return returns_of(**{name: text for name, text in (tables | changed).items() if text})


def counted(series, given=None):
    """The one row of counts of a series."""
    (row,) = counts(SERIES[series](given or returns())).to_dict("records")
    return row


def test_neet_or_not_known_is_the_average_of_three_months():
    """December a b c d, of whom b and d; January a b c, of whom a; February a b, of whom a. On average 9 / 3."""
    row = counted("neet_or_not_known_16_17")
    value = (2 / 4 + 1 / 3 + 1 / 2) / 3
    assert row == pytest.approx({"period": "2025", "numerator": value * 9 / 3, "denominator": 9 / 3, "unknown": 0,
                                 "value": value})


def test_each_month_weighs_the_same_however_many_it_has():
    """December 1 of 1, January 1 of 5, February none of 5: 40 %, and not 2 of 11."""
    rows = [(12, "610"), (1, "610"), *[(1, "210")] * 4, *[(2, "210")] * 5]
    text = "".join(f"{n} | {2024 if month == 12 else 2025}-{month:02}-01 | 2008-01-01 | M | | | N | {activity}\n"
                   for n, (month, activity) in enumerate(rows))
    uneven = returns(nccis_cohort="YPID | MONTH | DOB | SEX | ETHNICITY | DISTRICT | SEN | ACTIVITY\n" + text)
    row = counted("neet_16_17", uneven)
    assert row["value"] == pytest.approx((1 / 1 + 1 / 5 + 0 / 5) / 3)
    assert row["denominator"] == pytest.approx(11 / 3)
    assert row["numerator"] / row["denominator"] == pytest.approx(row["value"])


def test_its_parts_add_up_and_what_is_left_is_known_to_be_in_eet():
    neet, not_known, in_eet = (counted(name) for name in ("neet_16_17", "not_known_16_17", "in_eet_16_17"))
    a_neet, unknown, known = (0 / 4 + 1 / 3 + 1 / 2) / 3, (2 / 4 + 0 / 3 + 0 / 2) / 3, (2 / 4 + 2 / 3 + 1 / 2) / 3
    assert [neet["value"], not_known["value"], in_eet["value"]] == pytest.approx([a_neet, unknown, known])
    assert [neet["unknown"], not_known["unknown"], in_eet["unknown"]] == pytest.approx([unknown * 3, 0, unknown * 3])


def test_taking_part_in_march():
    """Of a, b, c and d only a, an apprentice; b's activity is not known."""
    assert counted("participating_16_17") == {"period": "2025", "numerator": 1, "denominator": 4, "unknown": 1,
                                              "value": 1 / 4}


def test_every_row_is_accounted_for():
    told = row_reconciliation(winter(returns(), (IN_NEET,)))
    assert dict(zip(told["reason"], told["rows"], strict=True)) == {
        "counted": 9, "in custody": 1, "no date of birth": 1, "no month": 1,
        "not aged 16 or 17 on 31 August before": 2, "not of December, January or February": 5 + 1}
    told = row_reconciliation(participating(returns()))
    assert dict(zip(told["reason"], told["rows"], strict=True)) == {
        "counted": 4, "in custody": 1, "no month": 1, "not of March": 14}


def test_the_most_vulnerable():
    """EHC plan: b, once not known in three months. SEN support: c, never. In a group: a and b, three times in six."""
    assert counted("ehc_plan_neet_or_not_known")["value"] == pytest.approx(1 / 3)
    assert counted("ehc_plan_neet_or_not_known")["denominator"] == pytest.approx(3 / 3)
    assert counted("sen_support_neet_or_not_known")["value"] == 0
    assert counted("vulnerable_neet_or_not_known")["value"] == pytest.approx((2 + 1) / 6)
    told = row_reconciliation(vulnerable(returns()))
    assert dict(zip(told["reason"], told["rows"], strict=True))["not recorded as: in a vulnerable group"] == 3


@pytest.mark.parametrize(("group", "neet_of_all"), [
    # the average of a NEET, 0 in December, and all who are counted in three months
    ("Age", {"16": ((0 / 3 + 1 / 2 + 1 / 1) / 3, 6), "17": (0, 3)}),      # b alone is 17
    ("Sex", {"Male": ((0 / 1 + 1 / 1 + 1 / 1) / 3, 3), "Female": (0, 5), "not known": (0, 1)}),
    ("Ethnic group", {"White": ((0 / 2 + 1 / 1 + 1 / 1) / 3, 4), "Black": (0, 3), "not known": (0, 2)}),
    ("District", {"North": ((0 / 2 + 1 / 1 + 1 / 1) / 3, 4), "South": (0, 3), "not known": (0, 2)}),
    ("SEND", {"No special educational needs": ((0 / 2 + 1 / 1 + 1 / 1) / 3, 4), "EHC plan": (0, 3),
              "SEN support": (0, 2)}),
    ("Vulnerable group", {"in a vulnerable group": ((0 / 2 + 1 / 2 + 1 / 2) / 3, 6), "in none recorded": (0, 3)}),
])
def test_by_characteristic(group, neet_of_all):
    found = breakdown(winter(returns(), (IN_NEET,)), group, "2025").set_index("group")
    assert {name: (row["value"], row["denominator"] * 3) for name, row in found.iterrows()} == {
        name: pytest.approx(pair) for name, pair in neet_of_all.items()}
    assert found["numerator"].tolist() == pytest.approx((found["value"] * found["denominator"]).tolist())


def test_each_vulnerable_group_by_itself():
    (table,) = details(returns())
    rows = table.rows.set_index("Group")
    assert {name: tuple(row) for name, row in rows.iterrows()} == {
        # a and b in each month, a NEET in the last two and b not known in the first; c twice and d, not known, once
        "Carer": pytest.approx((6 / 3, 2 / 3, 1 / 3, 3 / 6)), "Looked after": pytest.approx((3 / 3, 2 / 3, 0, 2 / 3)),
        "In any of these groups": pytest.approx((6 / 3, 2 / 3, 1 / 3, 3 / 6)),
        "In none of them": pytest.approx((3 / 3, 0, 1 / 4, 1 / 4))}     # (1 / 2 + 0 / 1) / 2
    assert set(table.people) <= set(table.rows.columns) and set(table.units) <= set(table.rows.columns)
    assert not table.total          # somebody may be in several groups


def test_the_table_of_groups_is_of_the_latest_winter():
    """One of one NEET in the winter to 2024, none of one in the winter to 2025."""
    rows = [f"{year} | a | {day} | 01/01/2007 | {activity}" for year, activity in ((2024, 610), (2025, 210))
            for day in (f"31/12/{year - 1}", f"31/01/{year}", f"28/02/{year}")]
    two = returns(nccis_cohort="return_year | YPID | MONTH | DOB | ACTIVITY\n" + "\n".join(rows),
                  nccis_characteristics="return_year | YPID | CHARACTERISTIC\n2024 | a | 110\n2025 | a | 110")
    (table,) = details(two)
    assert table.title.endswith("winter to 2025")
    assert table.rows[["Young people", "NEET"]].values.tolist() == [[1, 0], [1, 0]]     # looked after, and in any


def test_without_the_table_of_groups_the_others_are_counted():
    bare = returns(nccis_characteristics=None)
    assert counted("neet_16_17", bare)["value"] == pytest.approx((0 / 4 + 1 / 3 + 1 / 2) / 3)
    assert details(bare) == []
    with pytest.raises(MissingReturn, match="nccis_characteristics"):
        vulnerable(bare)


TWO_MONTHS = """
    YPID | MONTH      | DOB        | SEX | ETHNICITY | DISTRICT | SEN | ACTIVITY
    a    | 31/12/2024 | 31/08/2008 | M   | WBRI      | North    | N   | 210
    a    | 31/01/2025 | 31/08/2008 | M   | WBRI      | North    | N   | 610
"""


def test_a_winter_that_lacks_a_month_is_left_out_unless_asked_for():
    two = returns(nccis_cohort=TWO_MONTHS)
    assert counts(winter(two, (IN_NEET,))).empty
    assert details(two) == []
    table = row_reconciliation(winter(two, (IN_NEET,)))
    assert table.values.tolist() == [[2025, "of a winter without all three months", 2]]
    assert counts(winter(two, (IN_NEET,), months=2))[["numerator", "denominator"]].values.tolist() == [[1 / 2, 2 / 2]]


def test_a_month_in_which_nobody_is_counted_does_not_make_a_winter_whole():
    """February has one row, of someone of 18, and one in custody: nobody is counted in it."""
    third = TWO_MONTHS + """
    b    | 28/02/2025 | 01/01/2005 | M   | WBRI      | North    | N   | 210
    c    | 28/02/2025 | 01/01/2008 | M   | WBRI      | North    | N   | 710
    """
    assert counts(winter(returns(nccis_cohort=third), (IN_NEET,))).empty
    assert counts(winter(returns(nccis_cohort=third), (IN_NEET,), months=2))["value"].tolist() == [(0 / 1 + 1 / 1) / 2]


YEARS = """
    return_year | YPID | MONTH      | DOB        | SEX | ETHNICITY | DISTRICT | SEN | ACTIVITY
    2024        | a    | 31/12/2023 | 01/01/2007 | M   | WBRI      | North    | N   | 210
    2024        | a    | 31/01/2024 | 01/01/2007 | M   | WBRI      | North    | N   | 210
    2024        | a    | 29/02/2024 | 01/01/2007 | M   | WBRI      | North    | N   | 210
    2025        | a    | 31/12/2024 | 01/01/2007 | M   | WBRI      | North    | N   | 610
    2025        | a    | 31/01/2025 | 01/01/2007 | M   | WBRI      | North    | N   | 610
    2025        | a    | 28/02/2025 | 01/01/2007 | M   | WBRI      | North    | N   | 810
"""


def test_december_belongs_to_the_winter_of_the_year_that_follows():
    found = counts(winter(returns(nccis_cohort=YEARS), (IN_NEET,))).set_index("period")
    assert found["value"].to_dict() == pytest.approx({"2024": 0, "2025": 2 / 3})


def test_a_groups_years_are_its_own():
    """Recorded as a carer in 2024 alone."""
    once = "return_year | YPID | CHARACTERISTIC\n 2024 | a | 140"
    found = counts(vulnerable(returns(nccis_cohort=YEARS, nccis_characteristics=once)))
    assert found["period"].tolist() == ["2024"]


ACTIVITIES = st.lists(st.tuples(st.sampled_from([12, 1, 2]), st.sampled_from([*nccis.ACTIVITY, "999"])), max_size=12)


@settings(max_examples=12)
@given(ACTIVITIES)
def test_neet_and_not_known_and_in_eet_are_all_there_are(months):
    """Whatever they do, and however the young people of the three months differ."""
    three = [(12, "210"), (1, "210"), (2, "210"), *months]
    rows = "".join(f"{n} | {2024 if month == 12 else 2025}-{month:02}-01 | 2008-01-01 | M | | | N | {activity}\n"
                   for n, (month, activity) in enumerate(three))
    given = returns(nccis_cohort="YPID | MONTH | DOB | SEX | ETHNICITY | DISTRICT | SEN | ACTIVITY\n" + rows)
    parts = [counted(name, given)["value"] for name in ("neet_16_17", "not_known_16_17", "in_eet_16_17")]
    assert sum(parts) == pytest.approx(1)
    assert counted("neet_or_not_known_16_17", given)["value"] == pytest.approx(parts[0] + parts[1])


def test_activities_are_sorted_as_the_return_lists_them():
    assert set(STATES) | {CUSTODY} | set(nccis.NOT_KNOWN) == set(nccis.ACTIVITY)
    assert {code for code, state in STATES.items() if state == IN_NEET} == set(nccis.NEET)
    assert {code for code, state in STATES.items() if state == IN_EET} == {
        *nccis.EDUCATION, *nccis.EMPLOYMENT, *nccis.TRAINING}
    assert set(TAKING_PART) == {*nccis.EDUCATION, *nccis.TRAINING, "310", "320", "381"} - {"260", "530"}
    assert set(VULNERABLE) == set(nccis.VULNERABLE)
    assert set(SEND) == set(nccis.SEN)
    assert {IN_EET, IN_NEET, NOT_KNOWN} >= set(STATES.values())


OC3 = """
    CHILD | DOB        | IN_TOUCH | ACTIV | ACCOM
    a     | 02/05/2005 | YES      | F2    | B1     # 19, studying
    b     | 31/03/2004 | YES      | G5    | B1     # 21 today, not in EET
    c     | 01/04/2006 | YES      | F4    | B1     # 18, an apprentice: turns 19 tomorrow
    d     | 10/10/2004 | NO       |       |        # 20, out of touch: counted, not known
    e     | 10/10/2004 | YES      | 0     | B1     # 20, counted, not known
    f     | 10/10/2004 | DIED     |       |        # left out
    g     | 10/10/2004 | RHOM     | F1    |        # left out
    h     | 10/10/2004 | YES      | P5    | G1     # 20, at work abroad: stays, unlike for accommodation
    i     | 10/10/2004 | NO       | F2    | U1     # out of touch, whatever was last heard: counted, not known
    j     | 10/10/2004 | REFU     | F2    |        # refuses contact: counted, not known
    k     | 10/10/2004 | NREQ     | G5    |        # no longer needs services: counted, not known
    l     | 10/10/2004 |          | F2    | U1     # not recorded whether in touch: counted, not known
    m     | 10/10/2004 | YES      | F9    | B1     # no such code: counted, not known
    n     | 10/10/2004 | YES      | P3    | B1     # 20, a code of earlier years: training or employment
"""


def test_care_leavers_in_eet():
    """a, h and n, out of a, b, d, e and h to n; d, e and i to m not known."""
    oc3 = returns_of(ssda903_oc3=OC3)
    assert counted("care_leavers_eet_19_21", oc3) == {"period": "2025", "numerator": 3, "denominator": 11,
                                                      "unknown": 7, "value": 3 / 11}
    assert counted("care_leavers_eet_17_18", oc3)["value"] == 1 / 1
    told = row_reconciliation(care_leavers(oc3))
    assert dict(zip(told["reason"], told["rows"], strict=True)) == {
        "counted": 11, "died": 1, "not aged 19 to 21 on 31 March": 1, "returned home for six months or more": 1}
    assert breakdown(care_leavers(oc3), "Age", "2025")[["group", "denominator"]].values.tolist() == [
        ["19", 1], ["20", 9], ["21", 1]]
    (row,) = counts(care_leavers(oc3, said=("YES", "NO", "REFU", "NREQ"))).to_dict("records")
    assert [row["numerator"], row["unknown"]] == [3 + 2, 7 - 3]     # i and j, and k who is not in EET


def test_a_care_leavers_activity_is_eet_or_not_or_not_known():
    not_in_eet = {code for code in ssda903.ACTIV if code.startswith("G")}
    assert set(CARE_LEAVERS_EET) | not_in_eet | {NO_INFORMATION} == set(ssda903.ACTIV)
