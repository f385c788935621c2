"""Promise 7 from the return: who counts, who does not, and who is not known about."""

from tables import returns_of
from wayforward.measures.care_leavers_accommodation import suitable
from wayforward.measures.tally import accounts, breakdown, counts

OC3 = """
    CHILD | DOB        | IN_TOUCH | ACTIV | ACCOM
    a     | 02/05/2005 | YES      | F2    | B1     # 19, suitable
    b     | 31/03/2004 | YES      | G5    | S2     # 21 today, no fixed abode: not suitable
    c     | 01/04/2006 | YES      | F2    | U1     # 18: turns 19 tomorrow
    d     | 10/10/2004 | NO       |       | 0      # 20, out of touch: counted, not known
    e     | 10/10/2004 | REFU     |       |        # 20, refuses contact: counted, not known
    f     | 10/10/2004 | DIED     |       |        # left out
    g     | 10/10/2004 | RHOM     |       |        # left out
    h     | 10/10/2004 | YES      | F2    | G1     # gone abroad: left out
    i     | 10/10/2004 | YES      | F2    | Z1     # 20, suitable
"""


def test_suitable_out_of_all_but_those_left_out():
    """a and i suitable; a, b, d, e, i in the total; d and e not known."""
    (row,) = counts(suitable(returns_of(ssda903_oc3=OC3))).to_dict("records")
    assert row == {"period": "2025", "numerator": 2, "denominator": 5, "unknown": 2, "value": 2 / 5}


def test_every_row_is_accounted_for():
    told = accounts(suitable(returns_of(ssda903_oc3=OC3)))
    assert dict(zip(told["reason"], told["rows"], strict=True)) == {
        "counted": 5, "died": 1, "gone abroad": 1, "not aged 19 to 21 on 31 March": 1,
        "returned home for six months or more": 1}
    assert told["rows"].sum() == 9


def test_by_age():
    """19: a. 20: d, e and i, of whom i. 21: b."""
    found = breakdown(suitable(returns_of(ssda903_oc3=OC3)), "Age", "2025").set_index("group")
    assert found["numerator"].to_dict() == {"19": 1, "20": 1, "21": 0}
    assert found["denominator"].to_dict() == {"19": 1, "20": 3, "21": 1}


def test_the_younger():
    (row,) = counts(suitable(returns_of(ssda903_oc3=OC3), 17, 18)).to_dict("records")
    assert (row["numerator"], row["denominator"]) == (1, 1)
