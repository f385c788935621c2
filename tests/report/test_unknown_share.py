"""Where most is unknown there is no figure, and how many are unknown is always told."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tables import returns_of
from wayforward import narrate
from wayforward.judge import Verdict
from wayforward.narrate.alt_text import alt_text
from wayforward.narrate.with_care import unknown
from wayforward.plan import load_plan
from wayforward.plans import DEFAULT
from wayforward.report.benchmarks import Setting
from wayforward.report.breakdowns import breakdown_of
from wayforward.report.chain import make_finding
from wayforward.report.protected_counts import count
from wayforward.report.unknown_share import MOST, without_unknown_figures

PLAN = load_plan(DEFAULT)
HOMES = PLAN.measure("care_leavers_accommodation")
SERIES = HOMES.series[0]
SETTING = Setting(PLAN, "here", None, None, (), {"here": "Here"})


def leavers(suitable: int, not_suitable: int, unknown: int, year: int = 2025) -> str:
    """Rows of the care leavers' return of a year, all aged 20; of the unknown nothing is recorded."""
    made = [*["YES | B1"] * suitable, *["YES | X2"] * not_suitable, *[" | "] * unknown]
    return "\n".join(f"{year}c{number} | 10/10/{year - 21} | F2 | {rest} | {year}" for number, rest in enumerate(made))


def own(*years: str):
    text = "\n".join(["CHILD | DOB | ACTIV | IN_TOUCH | ACCOM | return_year", *years])
    return count(HOMES, returns_of(ssda903_oc3=text), "here", date(2026, 3, 31))


def finding(*years: str):
    counted = own(*years).counted[SERIES.id]
    found = make_finding(HOMES, SERIES, counted.counts, SETTING, "extract")
    return replace(found, story=narrate.story(found))


@pytest.mark.parametrize(("known", "of_unknown", "value", "note"), [
    ((40, 0), 60, 0.4, None),               # 60 of 100
    ((20, 10), 60, 20 / 90, None),          # 60 of 90 are two thirds, and not more
    ((20, 10), 61, None, "not known for 61 of 91"),
    ((0, 0), 992, None, "not known for 992 of 992"),
    ((0, 0), 1200, None, "not known for 1,200 of 1,200"),
    ((0, 4), 26, None, "not known for most of them"),       # 30 less 26 are 4 known not to be
])
def test_there_is_a_figure_unless_more_than_two_thirds_are_unknown(known, of_unknown, value, note):
    row = own(leavers(*known, of_unknown)).counted[SERIES.id].counts.iloc[0]
    assert (row["status"], row["note"]) == ("final" if value else "not available", note)
    assert pd.isna(row["value"]) if value is None else row["value"] == value
    assert pd.isna(row["numerator"]) == (value is None)


def test_what_is_hidden_for_a_small_number_stays_hidden():
    """3 of 93 were suitable."""
    found = own(leavers(3, 10, 80))
    assert found.counted == {} and found.hidden == {SERIES.id}


def test_the_story_of_a_blank_column_has_no_figure():
    found = finding(leavers(0, 0, 992))
    assert (found.verdict, found.latest, found.change.estimate) == (Verdict.NO_DATA, None, None)
    assert found.story == ("**No data.** There is no figure for the year to 31 March 2025: not known for 992 of 992.")


def test_a_year_that_is_mostly_unknown_is_used_for_nothing_and_told():
    found = finding(leavers(60, 40, 0, 2021), leavers(50, 50, 0, 2023), leavers(10, 10, 80, 2024))
    assert [point.usable for point in found.points] == [True, True, False]
    assert found.latest.period == "year to 31 March 2023"
    assert found.change.estimate == pytest.approx(50 / 100 - 60 / 100)
    assert "There is no figure for the year to 31 March 2024: not known for 80 of 100." in narrate.note(found)
    assert ": 2 figures, from 60.0%" in alt_text(found)


def test_the_number_of_the_unknown_is_always_told():
    told = unknown(finding(leavers(40, 40, 20)))
    assert told == "This counts 20 about whom there is no information. Without them it would be 50.0%."
    assert unknown(finding(leavers(40, 60, 0))) == ""


def test_where_the_small_number_rule_hides_it_that_is_told():
    """3 of 83."""
    assert unknown(finding(leavers(40, 40, 3))) == (
        "The total may include some about whom there is no information; how many is not told, to protect the few.")


def test_a_proportion_that_marks_nobody_as_unknown_has_none():
    events = "EVENT_ID | HELD | DONE\n" + "\n".join(f"{n} | 10/05/2024 | {'x' if n % 2 else ''}" for n in range(40))
    feedback = PLAN.measure("staff_feedback")
    series = next(each for each in feedback.series if each.id == "staff_events_acted_on")
    given = count(feedback, returns_of(staff_engagement_events=events), "here", date(2026, 3, 31))
    found = make_finding(feedback, series, given.counted[series.id].counts, SETTING, "extract")
    assert ([point.unknown for point in found.points], unknown(found)) == ([0.0], "")


def test_a_group_that_is_mostly_unknown_has_no_figure():
    """Aged 19: 30 of 40 unknown; aged 20: none of 40."""
    young = leavers(5, 5, 30).replace("10/10/2004", "10/10/2005").replace("2025c", "2025d")
    counted = own(leavers(20, 20, 0), young).counted[SERIES.id]
    rows = breakdown_of(SERIES, counted, date(2025, 3, 31), ("Age",)).set_index("group")
    assert rows.loc["20", ["value", "remark"]].tolist() == [0.5, ""]
    assert (pd.isna(rows.loc["19", "value"]), pd.isna(rows.loc["19", "low"])) == (True, True)
    assert rows.loc["19", "remark"] == "not known for 30 of 40"


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(0, 200)), min_size=1, max_size=6))
def test_no_row_with_a_figure_is_mostly_unknown_and_every_other_is_untouched(numbers):
    rows = pd.DataFrame(numbers, columns=["yes", "no", "unknown"]).astype(float)
    exact = pd.DataFrame({"numerator": rows["yes"], "unknown": rows["unknown"], "denominator": rows.sum(axis=1),
                          "value": rows["yes"] / rows.sum(axis=1), "status": "final", "note": None, "reason": None})
    shown = without_unknown_figures(exact, exact)
    figures = shown["value"].notna()
    assert (exact["unknown"][figures] <= MOST * exact["denominator"][figures]).all()
    pd.testing.assert_frame_equal(shown[figures], exact[figures], check_dtype=False)
    assert (shown["status"][~figures & exact["value"].notna()] == "not available").all()
