"""A part of a year is not a year: which periods of a series are whole, from files of days to findings and pages."""

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from wayforward import project
from wayforward.plan import load_plan
from wayforward.plans import DEFAULT
from wayforward.reading.area_returns import read_returns
from wayforward.report import open as opened
from wayforward.report.breakdowns import reconciled_rows, supplementary
from wayforward.report.protected_counts import count
from wayforward.report.whole_periods import REASON
from wayforward.statistics.results import NOT_WHOLE

PLAN = load_plan(DEFAULT)
UNTIL, KNOWN = date(2026, 3, 31), date(2026, 6, 30)


def written(folder: Path, *deliveries: tuple[str, str, list[str]]) -> Path:
    """A folder of days with files: (day/name, headings, rows)."""
    for name, headings, rows in deliveries:
        path = folder / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([headings, *rows]) + "\n")
    return folder


def counted(folder: Path, measure: str, until: date = UNTIL):
    return count(PLAN.measure(measure), read_returns(folder, KNOWN), "here", until).counted


def points(folder: Path, measure: str, series: str, until: date = UNTIL) -> dict[str, object]:
    """By period its value, or its status where it has none."""
    rows = counted(folder, measure, until)[series].counts
    return {period: value if value == value else status
            for period, value, status in rows[["period", "value", "status"]].itertuples(index=False)}


def days(first: date, last: date, step: int = 1) -> list[date]:
    return [first + timedelta(days=each) for each in range(0, (last - first).days + 1, step)]


def triage(name: str, first: date, last: date) -> tuple[str, str, list[str]]:
    """A decision a day; every tenth steps the family up."""
    rows = [f"{day:%Y%m%d},F{day:%Y%m%d},{day:%d/%m/%Y},{'EH' if place % 10 else 'SU'}"
            for place, day in enumerate(days(first, last))]
    return name, "DECISION_ID,FAMILY_ID,DECIDED,OUTCOME", rows


LAST_YEAR = triage("2025-06-15/triage_2024-25", date(2024, 4, 1), date(2025, 3, 31))
OC3 = ("2026-06-15/OC3_2025-26", "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM",
       [f"{child},15/10/2005,YES,F2,U1" for child in range(20)])
Q = "2025-26-Q"


# --- each table's own delivery ---------------------------------------------------------------------------------------

def test_quarters_that_began_after_a_tables_own_delivery_are_not_there(tmp_path):
    """Triage of April to September comes on 15 October, another table in June: 91 and 92 decisions, of which 10 each
    step up (every tenth, the first on 1 April). No quarter after them is 0."""
    folder = written(tmp_path, triage("2025-10-15/triage_2025-26", date(2025, 4, 1), date(2025, 9, 30)), OC3)
    assert points(folder, "step_ups", "step_ups") == {f"{Q}1": 10, f"{Q}2": 9}
    assert points(folder, "step_ups", "step_up_share") == {f"{Q}1": 10 / 91, f"{Q}2": 9 / 92}
    series = counted(folder, "step_ups")["step_ups"]
    assert series.unwhole == ("April 2025 to March 2026 is not yet whole: “Families First Triage decisions” was "
                              "received too early, on 15 October 2025.")


def test_a_quarter_that_a_delivery_cuts_in_two_is_not_yet_whole_and_its_rows_are_told(tmp_path):
    """Received on 15 November: 1 October to 14 November are 45 decisions of a quarter that was not over."""
    folder = written(tmp_path, triage("2025-11-15/triage_2025-26", date(2025, 4, 1), date(2025, 11, 14)), OC3)
    assert points(folder, "step_ups", "step_up_share") == {f"{Q}1": 10 / 91, f"{Q}2": 9 / 92, f"{Q}3": NOT_WHOLE}
    series = counted(folder, "step_ups")["step_up_share"]
    rows = reconciled_rows(series).set_index("Rows")["Return of 2026"]
    assert 91 + 92 == 183 and rows["counted"] == "180" and rows[REASON] == "50"
    note = series.counts.set_index("period").loc[f"{Q}3", "note"]
    assert note == "“Families First Triage decisions” was received too early, on 15 November 2025"


@pytest.mark.parametrize(("received", "third"), [("2025-12-31", NOT_WHOLE), ("2026-01-01", 9 / 92)])
def test_a_quarter_is_whole_when_the_table_comes_after_its_last_day(tmp_path, received, third):
    """The quarter's decisions number 184 to 275 of the year; those after every tenth are 190, 200 … 270: nine."""
    until = min(date(2025, 12, 31), date.fromisoformat(received) - timedelta(days=1))
    folder = written(tmp_path, triage(f"{received}/triage_2025-26", date(2025, 4, 1), until))
    assert points(folder, "step_ups", "step_up_share")[f"{Q}3"] == third


def test_what_is_not_whole_is_whole_when_it_is_delivered_again(tmp_path):
    folder = written(tmp_path, triage("2025-11-15/triage_2025-26", date(2025, 4, 1), date(2025, 11, 14)),
                     triage("2026-06-15/triage_2025-26", date(2025, 4, 1), date(2026, 3, 31)))
    assert points(folder, "step_ups", "step_ups") == {f"{Q}1": 10, f"{Q}2": 9, f"{Q}3": 9, f"{Q}4": 9}
    early = count(PLAN.measure("step_ups"), read_returns(folder, date(2025, 12, 31)), "here", UNTIL)
    assert early.counted["step_ups"].counts["period"].tolist() == [f"{Q}1", f"{Q}2", f"{Q}3"]


def test_what_is_beyond_the_period_reported_on_stays_unseen(tmp_path):
    folder = written(tmp_path, triage("2025-11-15/triage_2025-26", date(2025, 4, 1), date(2025, 11, 14)))
    assert points(folder, "step_ups", "step_ups", until=date(2025, 9, 30)) == {f"{Q}1": 10, f"{Q}2": 9}


ROUTES = "ROUTE_ID,PURPOSE,VEHICLE,FUEL,ONE_WAY_KM,DAYS,PASSENGERS"


def routes(name: str, number: int) -> tuple[str, str, list[str]]:
    return name, ROUTES, [f"{each},special school,car,diesel,10,190,1" for each in range(number)]


def test_a_years_contracts_that_came_half_way_are_no_fall(tmp_path):
    """40 routes a year before, 20 by October: the year has no figure, and the year before keeps its own."""
    before = routes("2025-06-15/routes_2024-25", 40)
    folder = written(tmp_path / "both", before, routes("2025-10-15/routes_2025-26", 20), OC3)
    alone = points(written(tmp_path / "one", before), "journey_footprint", "footprint_special_schools")
    both = points(folder, "journey_footprint", "footprint_special_schools")
    assert both == alone | {"2025-26": NOT_WHOLE}
    assert alone["2024-25"] > 0
    assert reconciled_rows(counted(folder, "journey_footprint")["footprint_special_schools"]).set_index("Rows").loc[
        REASON, "Return of 2026"] == "20"


def test_a_table_that_waits_for_its_sister_does_not_speak_for_her(tmp_path):
    """Absence of the whole year, but staff of its first half: the year, and the quarters after September, have no
    figure."""
    absence = [f"{person},01/{month:02}/{2025 + (month < 4)},1" for month in range(1, 13) for person in range(20)]
    staff = [f"{person},01/04/2015,,1.0" for person in range(20)] + [
        f"new{day:%m%d},{day:%d/%m/%Y},{day + timedelta(days=1):%d/%m/%Y},1.0"
        for day in days(date(2025, 4, 1), date(2025, 10, 10), 3)]
    folder = written(tmp_path, ("2025-10-15/hr_staff_2025-26", "STAFF_ID,START,LEFT,FTE,GRADE,SEX,ETHNICITY",
                                [f"{row},PR,F,WBRI" for row in staff]),
                     ("2026-06-15/hr_absence_2025-26", "STAFF_ID,MONTH,DAYS_LOST", absence))
    found = points(folder, "staff_sickness_and_retention", "sickness_all_staff")
    assert found == {"2025-26": NOT_WHOLE}
    assert set(points(folder, "staff_sickness_and_retention", "sickness_rolling").values()) == {NOT_WHOLE}


# --- rows that stop early --------------------------------------------------------------------------------------------

def test_a_return_whose_rows_stop_early_has_no_quarters_after(tmp_path):
    folder = written(tmp_path, triage("2026-06-15/triage_2025-26", date(2025, 4, 1), date(2025, 11, 3)))
    assert points(folder, "step_ups", "step_ups") == {f"{Q}1": 10, f"{Q}2": 9, f"{Q}3": NOT_WHOLE, f"{Q}4": NOT_WHOLE}
    assert points(folder, "step_ups", "step_up_share").keys() == {f"{Q}{quarter}" for quarter in (1, 2, 3, 4)}
    (problem,) = [each for each in read_returns(folder, KNOWN).problems() if "not yet whole" in each.effect]
    assert problem.severity == "warn" and problem.file.endswith("2026-06-15/triage_2025-26.csv")


def test_a_look_back_needs_its_days_too(tmp_path):
    """Families referred again within 12 months: a hole of October to December 2024 is looked back on until the end of
    December 2025, so that of 2025-26 the fourth quarter alone is whole."""
    rows = [row for first, last in ((date(2023, 4, 1), date(2024, 3, 31)), (date(2024, 4, 1), date(2024, 9, 30)),
                                    (date(2025, 1, 1), date(2025, 3, 31)), (date(2025, 4, 1), date(2026, 3, 31)))
            for row in [triage("", first, last)[2]]]
    headings = LAST_YEAR[1]
    folder = written(tmp_path, ("2024-06-15/triage_2023-24", headings, rows[0]),
                     ("2025-06-15/triage_2024-25", headings, rows[1] + rows[2]),
                     ("2026-06-15/triage_2025-26", headings, rows[3]))
    found = points(folder, "step_ups", "re_referrals")
    assert [found[f"2024-25-Q{quarter}"] for quarter in (1, 2, 3, 4)] == [0, 0, NOT_WHOLE, NOT_WHOLE]
    assert [found[f"{Q}{quarter}"] for quarter in (1, 2, 3, 4)] == [NOT_WHOLE, NOT_WHOLE, NOT_WHOLE, 0]
    rows = reconciled_rows(counted(folder, "step_ups")["re_referrals"]).set_index("Rows")["Return of 2026"]
    assert (rows["counted"], rows[REASON]) == ("90", "280")
    assert points(folder, "step_ups", "step_up_share")["2024-25-Q4"] != NOT_WHOLE


def nccis(*months: str) -> tuple[str, str, list[str]]:
    born = {"12": "2008", "01": "2008", "02": "2008", "03": "2008"}
    rows = [f"{person},01/{month},01/01/{born[month[:2]]},{'610' if person < 10 else '210'}"
            for month in months for person in range(100)]
    return "2026-06-15/nccis_2025-26", "YPID,MONTH,DOB,ACTIVITY", [f"{row},F" for row in rows]


def with_sex(delivery: tuple[str, str, list[str]]) -> tuple[str, str, list[str]]:
    return delivery[0], f"{delivery[1]},SEX", delivery[2]


def test_a_winter_that_lacks_a_month_is_not_yet_whole(tmp_path):
    """10 of 100 each month. Without January there is no winter, but March stands."""
    series = "neet_or_not_known_16_17"
    measure = "education_employment_training"
    whole = written(tmp_path / "whole", with_sex(nccis("12/2025", "01/2026", "02/2026", "03/2026")))
    assert points(whole, measure, series) == {"2026": pytest.approx(10 / 100)}
    lacking = written(tmp_path / "lacking", with_sex(nccis("12/2025", "02/2026", "03/2026")))
    assert points(lacking, measure, series) == {"2026": NOT_WHOLE}
    assert points(lacking, measure, "participating_16_17") == {"2026": 90 / 100}


def absence(*months: int) -> list[str]:
    return [f"{person},01/{month:02}/{2025 + (month < 4)},1" for month in months for person in range(20)]


def hr(tmp_path: Path, *months: int) -> Path:
    staff = [f"{person},01/04/2015,,1.0,PR,F,WBRI" for person in range(20)]
    return written(tmp_path, ("2026-06-15/hr_staff_2025-26", "STAFF_ID,START,LEFT,FTE,GRADE,SEX,ETHNICITY", staff),
                   ("2026-06-15/hr_absence_2025-26", "STAFF_ID,MONTH,DAYS_LOST", absence(*months)))


def test_twelve_months_of_absence_need_all_twelve(tmp_path):
    """A day each of 20 people each month: 240 days over 20 posts is 12. Without March, or without June, there is no
    figure of the year, nor of its last twelve months."""
    measure = "staff_sickness_and_retention"
    whole = hr(tmp_path / "whole", *range(1, 13))
    assert points(whole, measure, "sickness_all_staff") == {"2025-26": 12}
    assert points(whole, measure, "sickness_rolling") == {f"{Q}4": 12}
    for month in (3, 6):
        lacking = hr(tmp_path / str(month), *(each for each in range(1, 13) if each != month))
        assert points(lacking, measure, "sickness_all_staff") == {"2025-26": NOT_WHOLE}
        assert points(lacking, measure, "sickness_rolling")[f"{Q}4"] == NOT_WHOLE


def test_what_is_declared_is_believed_from_its_line_on_and_other_lines_are_told(tmp_path):
    """No decision after 3 November, and that is so: 91, 92, 31 + 3 and 0 in a quarter, of which every tenth, the first
    on 1 April, steps up."""
    folder = written(tmp_path, triage("2026-06-15/triage_2025-26", date(2025, 4, 1), date(2025, 11, 3)))
    (folder / "declared.csv").write_text("table,from,until,declared,reason\n"
                                         "triage,2025-26,2025-26,nothing more,closed\ntriage,,,perhaps,closed\n")
    exact = counted(folder, "step_ups")["step_ups"].exact
    assert exact["value"].tolist() == [10, 9, 3, 0] and set(exact["status"]) == {"final"}
    found = read_returns(folder, KNOWN).problems()
    assert [(each.file, each.rule, each.lines) for each in found] == [
        (f"{folder.name}/declared.csv", "neither nobody nor nothing more", (3,))]


# --- used for nothing ------------------------------------------------------------------------------------------------

SURVEY = "RESPONDENT,WAVE,TEAM,ITEM,ANSWER"


def wave(name: str, day: str, *items: str) -> tuple[str, str, list[str]]:
    return name, SURVEY, [f"{person},{day},A,{item},{4 if person < 15 else 2}"
                          for person in range(20) for item in items]


def test_a_wave_of_a_year_that_is_not_whole_has_no_say_in_which_questions_are_compared(tmp_path):
    """Three waves; the last, of a year that was not over, asks only Q2. The others are compared by Q1 and Q2, of which
    15 in 20 are favourable, and the tables beside leave it out."""
    folder = written(tmp_path, wave("2024-06-15/staff_survey_2023-24", "16/11/2023", "Q1", "Q2"),
                     wave("2025-06-15/staff_survey_2024-25", "16/11/2024", "Q1", "Q2"),
                     wave("2025-12-15/staff_survey_2025-26", "16/11/2025", "Q2"))
    series = counted(folder, "staff_feedback")["staff_engagement_index"]
    assert points(folder, "staff_feedback", "staff_engagement_index") == {
        "2023-24": 15 / 20, "2024-25": 15 / 20, "2025-26": NOT_WHOLE}
    assert set(series.tally.counted["Question"]) == {"Q1", "Q2"}
    rows = reconciled_rows(series).set_index("Rows")
    assert rows.loc["counted", "Return of 2025"] == "40" and rows.loc[REASON, "Return of 2026"] == "20"
    ((questions, _), *_) = supplementary("staff_feedback", read_returns(folder, KNOWN))
    assert questions.rows["Question"].tolist() == ["Q1", "Q2"]
    assert not any("2025-26" in column for column in questions.rows)


def test_the_tables_beside_leave_out_years_that_are_not_whole(tmp_path):
    begun = triage("2025-11-15/triage_2025-26", date(2025, 4, 1), date(2025, 11, 14))
    ((table, _),) = supplementary("step_ups", read_returns(written(tmp_path / "both", LAST_YEAR, begun), KNOWN))
    assert list(table.rows.columns) == ["Outcome", "2024-25"]
    assert supplementary("step_ups", read_returns(written(tmp_path / "alone", begun), KNOWN)) == []


# --- from the folder to the page -------------------------------------------------------------------------------------

@pytest.fixture
def data(tmp_path) -> Path:
    """A data folder with published figures and no return."""
    for name in ("published", "places"):
        (tmp_path / name).symlink_to(project.resolve("data") / name)
    return tmp_path


def examined(data: Path, measure: str, period: str = "2025-26-Q4") -> dict[str, object]:
    evidence = opened.read_inputs(period, "hertfordshire", "", str(data))
    return {finding.series: finding for finding in
            opened.examine_measure(evidence.plan.measure(measure), evidence).findings}


def test_a_late_quarter_ends_with_the_last_quarter_that_was_delivered(data):
    """40 decisions a month from April to September 2025 on 15 October: 120 a quarter; another table in June."""
    headings, outcomes = "DECISION_ID,FAMILY_ID,DECIDED,OUTCOME,DISTRICT,SOURCE", ("SU", "EH", "EH")
    rows = [f"{month}-{each},F{month}-{each},{1 + each % 28:02}/{month:02}/2025,{outcomes[each % 3]},,"
            for month in range(4, 10) for each in range(40)]
    written(data / "extracts", ("2025-10-15/triage_2025-26", headings, rows), OC3)
    found = examined(data, "step_ups")
    step_ups = found["step_ups"]
    assert [(point.end, point.value, point.status) for point in step_ups.points] == [
        (date(2025, 6, 30), 3 * 14, "final"), (date(2025, 9, 30), 3 * 14, "final")]
    assert "April 2025 to March 2026 is not yet whole" in step_ups.story
    assert "2026 (quarter" not in step_ups.story


def test_a_year_begun_has_no_figure_no_change_and_a_sentence(data):
    written(data / "extracts", routes("2025-06-15/routes_2024-25", 40), routes("2025-10-15/routes_2025-26", 20))
    found = examined(data, "journey_footprint")["footprint_special_schools"]
    assert [point.status for point in found.points] == ["final", NOT_WHOLE]
    assert found.points[-1].value is None and found.points[-1].low is None
    assert found.latest.period == "financial year 2024-25"
    assert found.change.estimate is None and found.trend.estimate is None
    assert ("The financial year 2025-26 is not yet whole: “Travel routes” was received too early, "
            "on 15 October 2025.") in found.story


def test_where_nothing_is_whole_there_is_no_figure_and_why_is_told(data):
    written(data / "extracts", routes("2025-10-15/routes_2025-26", 20))
    found = examined(data, "journey_footprint")["footprint_special_schools"]
    assert found.latest is None
    assert found.story == ("**No data.** The financial year 2025-26 is not yet whole: “Travel routes” was received too "
                           "early, on 15 October 2025.")


def test_a_published_figure_stands_and_says_that_the_return_is_not_whole(data):
    written(data / "extracts", ("2025-10-15/OC3_2025-26", *OC3[1:]))
    found = examined(data, "care_leavers_accommodation")["care_leavers_suitable_19_21"]
    assert (found.origin, found.headline) == ("published", True)
    assert ("Of the council’s own return, year to 31 March 2026 is not yet whole: “SSDA903 care leavers (OC3)” was "
            "received too early, on 15 October 2025.") in found.note


def test_a_period_that_is_not_whole_is_not_set_beside_a_published_one():
    from wayforward.report.reconcile import reconcile
    rows = pd.DataFrame({"period": ["2024", "2025"], "end": [date(2024, 3, 31), date(2025, 3, 31)],
                         "label": ["2024", "2025"], "value": [0.5, None], "numerator": [10, None],
                         "denominator": [20, None], "places": None, "status": ["final", NOT_WHOLE]})
    theirs = rows.assign(value=0.5, numerator=10, denominator=20, status="final")
    assert reconcile(rows, theirs, "proportion", 1)["label"].tolist() == ["2024"]
