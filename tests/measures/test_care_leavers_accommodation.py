"""Promise 7 from the return: who counts, who does not, and who is not known about."""

import pytest

from tables import returns_of
from wayforward.counting.tally import breakdown, counts, row_reconciliation
from wayforward.measures.care_leavers_accommodation import SERIES, suitable
from wayforward.returns import ssda903

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
    j     | 10/10/2004 | NO       | F2    | U1     # out of touch, whatever was last heard: not known
    k     | 10/10/2004 | NREQ     | F2    | U1     # no longer needs services: not known
    l     | 10/10/2004 | REFU     | G5    | U2     # refuses contact: not known
    m     | 10/10/2004 |          | F2    | U1     # not recorded whether in touch: not known
    n     | 10/10/2004 | perhaps  | F2    | U1     # no such code: not known
    o     | 10/10/2004 | YES      | F2    | X1     # no such code, as custody is never suitable: not known
    p     | 10/10/2004 | YES      | F2    |        # in touch, and not recorded: not known
    q     | 10/10/2004 | YES      | F2    | V2     # emergency accommodation, not suitable
    r     | 10/10/2004 | YES      | F2    | H1     # deported: left out
    s     | 10/10/2004 | YES      | F2    | R2     # residence not known: left out
    t     | 10/10/2004 | YES      | F2    | V1     # emergency accommodation can be suitable
    u     | 01/04/2003 | YES      | F2    | U1     # 21: turns 22 tomorrow
    v     | 31/03/2003 | YES      | F2    | U1     # 22 today: left out
    w     |            | YES      | F2    | U1     # no date of birth: left out
    x     | 31/03/2008 | YES      | F2    | U1     # 17 today
    y     | 01/04/2008 | YES      | F2    | U1     # 16: turns 17 tomorrow
"""


def test_suitable_out_of_all_but_those_left_out():
    """a, i, t and u suitable; b and q not; d, e and j to p not known."""
    (row,) = counts(suitable(returns_of(ssda903_oc3=OC3))).to_dict("records")
    assert row == {"period": "2025", "numerator": 4, "denominator": 4 + 2 + 9, "unknown": 9, "value": 4 / 15}


def test_every_row_is_accounted_for():
    told = row_reconciliation(suitable(returns_of(ssda903_oc3=OC3)))
    assert dict(zip(told["reason"], told["rows"], strict=True)) == {
        "counted": 15, "died": 1, "gone abroad": 1, "deported": 1, "residence not known": 1,
        "not aged 19 to 21 on 31 March": 5, "returned home for six months or more": 1}
    assert told["rows"].sum() == 25


def test_what_was_last_heard_of_those_out_of_touch_may_be_taken_for_known():
    """j and k then are suitable, and l is not; m and n stay not known."""
    (row,) = counts(suitable(returns_of(ssda903_oc3=OC3), said=("YES", "NO", "REFU", "NREQ"))).to_dict("records")
    assert [row["numerator"], row["denominator"], row["unknown"]] == [4 + 2, 15, 9 - 3]


def test_sixty_out_of_touch_and_forty_in_touch():
    """All with a suitable home on record: 40 of 100, and 60 are not known."""
    rows = "".join(f"{n} | 15/10/2004 | {'NO' if n < 60 else 'YES'} | F2 | U1\n" for n in range(100))
    oc3 = f"CHILD | DOB | IN_TOUCH | ACTIV | ACCOM\n{rows}"
    (row,) = counts(suitable(returns_of(ssda903_oc3=oc3))).to_dict("records")
    assert [row["numerator"], row["denominator"], row["unknown"]] == [40, 100, 60]


def test_by_age():
    """19: a. 20: d, e, i to q and t, of whom i and t. 21: b and u."""
    found = breakdown(suitable(returns_of(ssda903_oc3=OC3)), "Age", "2025").set_index("group")
    assert found["numerator"].to_dict() == {"19": 1, "20": 2, "21": 1}
    assert found["denominator"].to_dict() == {"19": 1, "20": 12, "21": 2}


def test_the_younger():
    """c, of 18, and x, of 17."""
    (row,) = counts(SERIES["care_leavers_suitable_17_18"](returns_of(ssda903_oc3=OC3))).to_dict("records")
    assert (row["numerator"], row["denominator"]) == (2, 2)


@pytest.mark.parametrize("code", ssda903.ACCOM)
def test_each_code_of_the_return_is_suitable_or_not_or_not_known_or_left_out(code):
    oc3 = f"CHILD | DOB | IN_TOUCH | ACTIV | ACCOM\na | 10/10/2004 | YES | F2 | {code}"
    (case,) = suitable(returns_of(ssda903_oc3=oc3)).cases.to_dict("records")
    fate = "left out" if isinstance(case["left_out"], str) else "unknown" if case["unknown"] else case["value"]
    assert fate == ("left out" if code[0] in "GHR" else "unknown" if code == "0" else float(code[1] == "1"))
