"""Promise 11 from worker and personnel rows: days lost, posts left, people who stay, and their standard errors."""

import math

import numpy as np
import pandas as pd
import pytest

from tables import returns_of
from wayforward.counting.ratios import TOO_FEW, ratio
from wayforward.counting.sickness import OVERLAP, sampling_days
from wayforward.counting.tally import breakdown, counts, row_reconciliation
from wayforward.measures.staff_sickness_and_retention import (
    details,
    sickness,
    sickness_all_staff,
    sickness_rolling,
    stability,
    turnover,
)

CSWW = """
    SWENo | AgencyWorker | FTE | GenderCurrent | OrgRole | RoleStartDate | RoleEndDate | WorkingDaysLost
    a     | 0            | 1   | F             | 5       | 01/02/2015    |             | 10
    b     | 0            | 0.5 | F             | 5       | 01/02/2015    |             | 0
    c     | 0            | 1   | M             | 3       | 01/09/2025    |             | 2      # started in the year
    d     | 0            | 1   | F             | 5       | 01/02/2015    | 30/09/2025  | 20     # last day: a leaver
    e     | 0            | 0.6 | M             | 4       | 01/11/2024    | 01/03/2025  | 5      # came and went
    f     | 0            | 1   | F             | 5       | 01/02/2015    | 01/10/2025  | 0      # in post on the day
    g     | 1            | 1   | F             | 5       | 01/02/2015    |             | 7      # agency
    h     | 0            | 1   | F             | 5       | 01/02/2015    | 30/09/2024  | 3      # left the year before
    i     | 0            |     | F             | 5       | 01/02/2015    |             | 4
    j     | 0            | 1   | F             | 5       | 01/02/2015    |             |        # days not recorded
    k     |              | 1   | F             | 5       | 01/02/2015    |             | 9      # agency? not recorded
    l     | maybe        | 1   | F             | 5       | 01/02/2015    | 30/06/2025  | 9      # agency? no such code
"""


def only(tally):
    (row,) = counts(tally).to_dict("records")
    return row


# Social workers

def test_days_lost_out_of_the_working_days_of_those_in_post():
    """In post: a 1, b 0.5, c 1, f 1. Days: theirs and those of the leavers d and e."""
    row = only(sickness(returns_of(csww_workers=CSWW)))
    assert row["numerator"] == 10 + 0 + 2 + 20 + 5 + 0
    assert row["denominator"] == (1 + 0.5 + 1 + 1) * 253
    assert row["value"] == pytest.approx(37 / (3.5 * 253))
    assert (row["period"], row["n"], row["reason"]) == ("2025", 6, TOO_FEW)


def test_leavers_days_can_be_left_out():
    row = only(sickness(returns_of(csww_workers=CSWW), leavers=False))
    assert (row["numerator"], row["denominator"]) == (12, 3.5 * 253)


def test_a_year_with_a_leap_day_has_a_working_day_more():
    leap = returns_of(csww_workers="""
        return_year | SWENo | AgencyWorker | FTE | RoleStartDate | WorkingDaysLost
        2024        | a     | 0            | 1   | 01/02/2015    | 10
        2025        | a     | 0            | 1   | 01/02/2015    | 10
    """)
    assert counts(sickness(leap)).set_index("period")["denominator"].to_dict() == {"2024": 254, "2025": 253}


def test_posts_left_out_of_posts_held_at_the_end():
    """Left: d 1 and e 0.6. In post: a 1, b 0.5, c 1, f 1, j 1."""
    row = only(turnover(returns_of(csww_workers=CSWW)))
    assert row["value"] == pytest.approx((1 + 0.6) / (1 + 0.5 + 1 + 1 + 1))


def test_every_worker_is_accounted_for():
    told = row_reconciliation(sickness(returns_of(csww_workers=CSWW)))
    assert dict(zip(told["reason"], told["rows"], strict=True)) == {
        "counted": 6, "agency worker": 1, "not recorded whether an agency worker": 2, "left before the year began": 1,
        "full-time equivalent not recorded": 1, "days lost to sickness not recorded": 1}


def test_by_role():
    found = breakdown(sickness(returns_of(csww_workers=CSWW)), "Role", "2025").set_index("group")
    assert found.loc["Case holder", ["numerator", "denominator"]].to_list() == [10 + 20, (1 + 0.5 + 1) * 253]
    assert found.loc["First line manager", "value"] == pytest.approx(2 / 253)
    assert math.isnan(found.loc["Senior practitioner", "value"])        # e left: days, and no day that was owed


# The standard error of a ratio

def test_the_error_is_of_people_and_not_of_days():
    """Ten people, one of them away for 50 days. r = 50 / 10; Σ (y − r x)² = 45² + 9 × 5²; times 10 / 9, over 10."""
    cases = pd.DataFrame({"period": "2025", "value": [50.0] + [0.0] * 9, "exposure": 1.0})
    (row,) = ratio()(cases, ["period"]).to_dict("records")
    assert row["value"] == 5
    assert row["se"] == pytest.approx(math.sqrt((45 ** 2 + 9 * 25) * 10 / 9) / 10)
    assert row["se"] > math.sqrt(50) / 10            # as if each day had come by itself
    assert row["reason"] is None


def test_the_error_is_what_fresh_people_show():
    """1,000 times 300 people with posts between a half and one, a fifth of whom fall ill for some weeks."""
    rng = np.random.default_rng(3)
    exposure = rng.choice([0.5, 0.8, 1.0], (1000, 300))
    days = rng.binomial(1, 0.2, exposure.shape) * rng.exponential(30, exposure.shape) * exposure
    ratios = days.sum(axis=1) / exposure.sum(axis=1)
    told = [ratio()(pd.DataFrame({"period": "2025", "value": y, "exposure": x}), ["period"])["se"].item()
            for y, x in zip(days[:200], exposure[:200], strict=True)]
    assert np.mean(told) == pytest.approx(ratios.std(), rel=0.06)


def test_a_ratio_of_nothing_owed_is_none():
    cases = pd.DataFrame({"period": "2025", "value": [1.0] * 12, "exposure": 0.0})
    assert ratio()(cases, ["period"])[["value", "se"]].isna().all(axis=None)


# All staff

# a all along; b left in June 2024; c started in October 2024; d has no full-time equivalent; e left in November 2025.
STAFF = """
    return_year | STAFF_ID | START      | LEFT       | FTE | GRADE | SEX
    2025        | a        | 01/05/2010 |            | 1   | PR    | F
    2025        | b        | 01/05/2010 | 10/06/2024 | 1   | PR    | M
    2025        | c        | 01/10/2024 |            | 0.5 | SU    | F
    2025        | d        | 01/05/2010 |            |     | SU    | F
    2025        | e        | 01/05/2010 |            | 1   | TM    | F
    2026        | a        | 01/05/2010 |            | 1   | PR    | F
    2026        | c        | 01/10/2024 |            | 0.8 | SU    | F
    2026        | e        | 01/05/2010 | 10/11/2025 | 1   | TM    | F
"""
# Days of training, and of people or months that the records of the year do not hold, are no sickness of these staff.
ABSENCE = """
    return_year | STAFF_ID | MONTH      | DAYS_LOST | REASON
    2025        | b        | 01/04/2024 | 4         | SIC
    2025        | a        | 01/07/2024 | 5         | SIC
    2025        | a        | 01/08/2024 | 6         |           # of a table of sickness: sickness
    2025        | c        | 01/03/2025 | 2         | SIC
    2025        | a        | 01/09/2024 | 3         | TRN
    2025        | d        | 01/09/2024 | 9         | SIC
    2025        | z        | 01/09/2024 | 9         | SIC
    2025        | a        | 01/11/2024 | 9         | flu       # no code: not known to be sickness
    2025        | a        | 01/11/2024 | 7         | OTH
    2025        | a        | 01/05/2025 | 9         | SIC       # of the next year
    2025        | e        | 01/12/2024 |           | SIC
    2026        | a        | 01/05/2025 | 1         | SIC
    2026        | e        | 01/09/2025 | 8         | SIC
"""


def staff():
    return returns_of(hr_staff=STAFF, hr_absence=ABSENCE)


def test_days_lost_for_each_post_of_all_staff():
    """On 1 April 2024 in post: a 1, b 1, e 1; on 31 March 2025: a 1, c 0.5, e 1. 2025-26 lacks half of its months."""
    row = only(sickness_all_staff(staff()))
    assert row["period"] == "2024-25"
    assert (row["numerator"], row["denominator"]) == (4 + 5 + 6 + 2, (3 + 2.5) / 2)
    assert row["value"] == pytest.approx(17 / 2.75)
    told = row_reconciliation(sickness_all_staff(staff()))
    assert dict(zip(zip(told["return_year"], told["reason"], strict=True), told["rows"], strict=True)) == {
        (2025, "counted"): 4, (2025, "full-time equivalent not recorded"): 1,
        (2026, "absence of all twelve months not at hand"): 3}


def test_posts_can_be_counted_on_every_months_end():
    """a and e 13 times of 13, b on 1 April and at the ends of April and May, c at six ends of months."""
    row = only(sickness_all_staff(staff(), days=13))
    assert row["denominator"] == pytest.approx(1 + 1 + 3 / 13 + 0.5 * 6 / 13)


def test_by_grade_those_who_were_never_ill_hold_posts_too():
    found = breakdown(sickness_all_staff(staff()), "Grade", "2024-25").set_index("group")
    assert found["value"].to_dict() == {
        "Practitioner": (4 + 5 + 6) / ((2 + 1) / 2), "Support and administration": 2 / 0.25, "Team manager": 0}


def test_twelve_months_that_end_with_each_quarter():
    """First possible with March 2025. To June 2025: from July 2024, when a 1 and e 1 were in post, as at the end a 1,
    c 0.8 and e 1. To September 2025: from October 2024, with a 1, c 0.5 and e 1."""
    found = counts(sickness_rolling(staff())).set_index("period")
    assert found["numerator"].to_dict() == {
        "2024-25-Q4": 17, "2025-26-Q1": 5 + 6 + 2 + 1, "2025-26-Q2": 2 + 1 + 8}
    assert found["denominator"].to_dict() == pytest.approx({
        "2024-25-Q4": (3 + 2.5) / 2, "2025-26-Q1": (2 + 2.8) / 2, "2025-26-Q2": (2.5 + 2.8) / 2})
    assert found["value"].to_dict() == pytest.approx({
        "2024-25-Q4": 17 / 2.75, "2025-26-Q1": 14 / 2.4, "2025-26-Q2": 11 / 2.65})
    assert found["n"].to_dict() == {"2024-25-Q4": 4, "2025-26-Q1": 3, "2025-26-Q2": 3}
    assert set(found["reason"]) == {OVERLAP}


def test_a_quarter_that_is_not_reported_on_yet_has_no_figure():
    found = counts(sickness_rolling(staff()).until(lambda quarter: quarter <= "2025-26-Q1"))
    assert found["period"].to_list() == ["2024-25-Q4", "2025-26-Q1"]


def test_a_year_missing_in_between_is_no_health():
    """2024-25 and 2026-27 alone: no twelve months run across the gap."""
    later = returns_of(hr_staff=STAFF.replace("2026        |", "2027        |"),
                       hr_absence=ABSENCE.replace("2026        |", "2027        |").replace("/2025 | 1 ", "/2026 | 1 ")
                       .replace("/2025 | 8 ", "/2026 | 8 "))
    assert counts(sickness_rolling(later))["period"].to_list() == ["2024-25-Q4"]


def test_every_month_of_absence_is_accounted_for():
    told = row_reconciliation(sickness_rolling(staff())).query("return_year == 2025")
    assert dict(zip(told["reason"], told["rows"], strict=True)) == {
        "counted": 4, "days lost not recorded": 1, "month outside the year of the return": 1,
        "not sickness: training": 1, "not sickness: another reason": 1, "reason not known": 1,
        "of nobody with a full-time equivalent in that year’s records": 2}


@pytest.mark.parametrize(("code", "words"), [
    ("MAT", "maternity, paternity or adoption"), ("TRN", "training"), ("PUB", "public duties"),
    ("UNP", "unpaid leave"), ("UNA", "unauthorised"), ("OTH", "another reason")])
def test_each_other_reason_is_told_in_its_words(code, words):
    given = returns_of(hr_staff=STAFF, hr_absence=ABSENCE.replace("TRN", code).replace("OTH", code))
    told = row_reconciliation(sickness_rolling(given)).query("return_year == 2025").set_index("reason")["rows"]
    assert told[[reason for reason in told.index if reason.startswith("not sickness")]].to_dict() == {
        f"not sickness: {words}": 2}


def test_days_of_twelve_months():
    end = pd.Timestamp("2025-03-31")
    assert sampling_days(end, 2) == [pd.Timestamp("2024-04-01"), end]
    assert sampling_days(end, 5) == [pd.Timestamp(day) for day in (
        "2024-04-01", "2024-06-30", "2024-09-30", "2024-12-31", "2025-03-31")]
    assert len(sampling_days(end, 13)) == 13 and sampling_days(end, 13)[1] == pd.Timestamp("2024-04-30")


# Who stays

def test_of_those_in_post_a_year_before_those_still_in_post():
    """31 March 2025: of a, b, d, e all but b stayed; c came later. 31 March 2026: of a, c, e all but e."""
    found = counts(stability(staff())).set_index("period")
    assert found[["numerator", "denominator"]].to_dict("index") == {
        "2025": {"numerator": 3, "denominator": 4}, "2026": {"numerator": 2, "denominator": 3}}
    told = row_reconciliation(stability(staff())).query("return_year == 2025")
    assert dict(zip(told["reason"], told["rows"], strict=True)) == {
        "counted": 4, "started since 31 March a year before": 1}
    by_grade = breakdown(stability(staff()), "Grade", "2025").set_index("group")
    assert by_grade["value"].to_dict() == {
        "Practitioner": 1 / 2, "Support and administration": 1, "Team manager": 1}


def test_a_last_day_is_the_first_without_the_job():
    one_day = returns_of(hr_staff="""
        STAFF_ID | START      | LEFT       | FTE
        a        | 01/05/2010 | 31/03/2025 | 1      # not there any more on 31 March
        b        | 01/05/2010 | 01/04/2025 | 1
        c        | 31/03/2024 |            | 1      # the first day was the day a year before
        d        | 01/05/2010 | 31/03/2024 | 1      # gone by then
    """)
    row = only(stability(one_day))
    assert (row["numerator"], row["denominator"]) == (2, 3)


def test_details_by_role_by_grade_and_by_reason():
    by_role, by_grade, by_reason = details(returns_of(csww_workers=CSWW, hr_staff=STAFF, hr_absence=ABSENCE))
    assert by_role.rows.set_index("Role").loc["Case holder", ["People", "Days lost"]].to_list() == [4, 30]
    assert by_grade.rows.set_index("Grade").loc["Practitioner", "Lost"] == 10
    assert by_reason.rows.set_index("Absence")["Days"].to_dict() == {"sickness: counted": 9}
    assert all(made.people == ("People",) for made in (by_role, by_grade, by_reason))
    assert len(details(returns_of(csww_workers=CSWW))) == 1


def test_details_are_of_the_latest_year():
    """One worker who lost 10 days, then 20; one absent for 2 days, then for 3."""
    by_role, *_, by_reason = details(returns_of(csww_workers="""
        return_year | SWENo | AgencyWorker | FTE | OrgRole | RoleStartDate | WorkingDaysLost
        2024        | a     | 0            | 1   | 5       | 01/02/2015    | 10
        2025        | a     | 0            | 1   | 5       | 01/02/2015    | 20
    """, hr_staff="""
        return_year | STAFF_ID | START      | FTE
        2024        | a        | 01/05/2010 | 1
        2025        | a        | 01/05/2010 | 1
    """, hr_absence="""
        return_year | STAFF_ID | MONTH      | REASON   | DAYS_LOST
        2024        | a        | 01/06/2023 | SIC | 2
        2025        | a        | 01/06/2024 | SIC | 3
    """))
    assert by_role.title.endswith(", 2025") and by_role.rows["Days lost"].tolist() == [20]
    assert by_reason.title.endswith(", 2024-25") and by_reason.rows["Days"].tolist() == [3]
