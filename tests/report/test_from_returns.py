"""From an area's returns to counts as they may be shown: what is reported on, what is missing, what is hidden."""

from datetime import date

from tables import returns_of
from wayforward.plan import load_plan
from wayforward.plans import DEFAULT
from wayforward.report.breakdowns import breakdown_of, reconciled_rows
from wayforward.report.protected_counts import count

PLAN = load_plan(DEFAULT)
ACCOMMODATION = PLAN.measure("care_leavers_accommodation")


def leavers(suitable: int, not_suitable: int, died: int = 0, year: int = 2025, born: str = "10/10") -> str:
    """Rows of the care leavers' return of a year, all aged 20."""
    made = [*["YES | B1"] * suitable, *["YES | X2"] * not_suitable, *["DIED | "] * died]
    return "\n".join(f"{year}c{number} | {born}/{year - 21} | F2 | {rest} | {year}" for number, rest in enumerate(made))


def oc3(*years: str):
    return returns_of(ssda903_oc3="\n".join(["CHILD | DOB | ACTIV | IN_TOUCH | ACCOM | return_year", *years]))


def counted(returns, until: date = date(2026, 3, 31)):
    return count(ACCOMMODATION, returns, "here", until)


def test_the_counts_are_in_the_one_shape_with_the_days_of_their_periods():
    (row,) = counted(oc3(leavers(20, 10))).counted["care_leavers_suitable_19_21"].counts.to_dict("records")
    assert (row["area"], row["period"], row["label"]) == ("here", "2025", "year to 31 March 2025")
    assert (row["start"], row["end"]) == (date(2024, 4, 1), date(2025, 3, 31))
    assert (row["numerator"], row["denominator"], row["value"], row["status"]) == (20, 30, 20 / 30, "final")


def test_a_period_that_ends_after_the_one_reported_on_is_left_out_and_its_rows_are_told():
    found = counted(oc3(leavers(20, 10, year=2024), leavers(25, 15, year=2025)), until=date(2024, 6, 30))
    series = found.counted["care_leavers_suitable_19_21"]
    assert series.counts["period"].tolist() == ["2024"]
    rows = reconciled_rows(series).set_index("Rows")
    assert rows.loc["counted", "Return of 2024"] == "30"
    assert rows.loc["falls in a period that is not reported on yet", "Return of 2025"] == "40"


def test_a_small_number_takes_its_point_out_before_any_statistic():
    """20 of 23 in 2024: 3 were not suitable."""
    found = counted(oc3(leavers(20, 3, year=2024), leavers(20, 10)))
    row = found.counted["care_leavers_suitable_19_21"].counts.iloc[0]
    assert row["status"] == "suppressed"
    assert all(row[column] != row[column] for column in ("numerator", "denominator", "value"))


def test_a_series_of_which_no_point_may_be_shown_is_not_told_and_said_to_be_hidden():
    """Three of five: no percentage is told of so few."""
    found = counted(oc3(leavers(3, 2)))
    assert found.counted == {} and found.hidden == {"care_leavers_suitable_19_21"}


def test_a_table_that_is_not_at_hand_is_named():
    found = counted(returns_of())
    assert found.counted == {}
    assert set(found.missing.values()) == {"ssda903_oc3"}


def test_a_series_that_the_returns_hold_no_case_of_is_not_counted():
    """Nobody of 17 or 18: no point, and so no series."""
    assert set(counted(oc3(leavers(20, 10))).counted) == {"care_leavers_suitable_19_21"}


def test_broken_down_by_what_the_return_carries_with_small_groups_hidden():
    """Aged 20: 20 of 30; aged 19: 2 of 12, so hidden, and with it the other group, which the total would give away."""
    rows = "\n".join(f"x{number} | 10/10/2005 | F2 | YES | {'B1' if number < 2 else 'X2'} | 2025"
                     for number in range(12))
    series = counted(oc3(leavers(20, 10), rows)).counted["care_leavers_suitable_19_21"]
    found = breakdown_of(ACCOMMODATION.headline, series, date(2025, 3, 31), ("Age",)).set_index("group")
    assert found.index.tolist() == ["19", "20"]
    assert found["numerator"].isna().all() and found["low"].isna().all()
    assert set(found["remark"]) == {"small numbers are not shown"}


def test_of_two_promises_figures_of_one_return_that_lie_a_few_people_apart_the_headline_stays():
    """30 with a home that is known and 3 gone abroad: of 33 the activity is counted. Six apart would be told."""
    education = PLAN.measure("education_employment_training")
    for abroad, hidden in ((3, True), (6, False)):
        gone = [f"a{number} | 10/10/2004 | F2 | YES | G1 | 2025" for number in range(abroad)]
        returns, until = oc3(leavers(20, 10), *gone), date(2026, 3, 31)
        homes = count(ACCOMMODATION, returns, "here", until, PLAN).counted["care_leavers_suitable_19_21"]
        assert homes.counts["denominator"].tolist() == [20 + 10]
        eet = "care_leavers_eet_19_21"
        assert count(education, returns, "here", until).counted[eet].counts["denominator"].tolist() == [30 + abroad]
        beside = count(education, returns, "here", until, PLAN)
        assert (eet in beside.hidden, eet in beside.counted) == (hidden, not hidden)
