"""A measure's page: what its cells show, by title and in order, where there is much and where there is little."""

from functools import cache

import pytest

from wayforward.plan import load_plan
from wayforward.plans import DEFAULT
from wayforward.report.open import read_inputs
from wayforward.report.pages import NO_FIGURE, Page
from wayforward.show import Chart, Prose, Section

PLAN = load_plan(DEFAULT)
evidence = cache(read_inputs)


@cache
def page(area: str, measure: str) -> Page:
    return Page(PLAN.measure(measure), evidence("2025-26-Q4", area))


def told(section: Section) -> list[str]:
    """What each part is: a chart, a table by its title, a sentence."""
    return ["chart" if isinstance(part, Chart) else part.words().splitlines()[0] for part in section.parts]


HOMES = "Care leavers aged 19 to 21 in suitable accommodation"
YOUNGER = "Care leavers aged 17 and 18 in suitable accommodation"
TITLE = "Care leavers in suitable accommodation"


def test_the_figure_is_drawn_and_tabulated():
    assert told(page("hertfordshire", "care_leavers_accommodation").figures()) == ["chart", HOMES]


def test_a_series_that_the_promise_does_not_tell_has_its_story_before_it():
    story, *rest = told(page("hertfordshire", "care_leavers_accommodation").figures("care_leavers_suitable_17_18"))
    assert story == '<div class="story" id="story-care_leavers_accommodation-care_leavers_suitable_17_18-published">'
    assert rest == ["chart", YOUNGER]


def test_a_part_of_the_promise_has_its_story_beside_the_promise():
    staff = page("hertfordshire", "staff_sickness_and_retention")
    assert told(staff.figures("turnover")) == ["chart", "Turnover of social workers"]
    assert "**Turnover of social workers.** **No clear change.**" in staff.promise().data


def test_nothing_is_drawn_of_a_series_without_a_figure():
    assert page("hertfordshire", "step_ups").figures().parts == []
    with pytest.raises(LookupError, match="step_ups has the series step_ups, step_up_share"):
        page("hertfordshire", "step_ups").figures("step_up")


def test_what_else_is_known_of_a_published_figure():
    *shown, remark = told(page("hertfordshire", "care_leavers_accommodation").what_else())
    assert shown[:3] == [f"### {TITLE}: what else is known", f"{TITLE}: every figure",
                         f"{HOMES}, year to 31 March 2025"]
    assert shown[3].startswith("The change ranks 125th of 143 councils, best first")
    assert remark == ("*Not at hand: published figures to read beside it, groups to break it down by and other tables "
                      "from the council’s returns.*")


def test_how_sure_a_published_figure_is():
    heading, choices, chart, sentence, figures, remark = told(page("hertfordshire",
                                                                   "care_leavers_accommodation").doubts())
    assert (heading, choices) == (f"### {TITLE}: how sure is this?", f"Other defensible choices: {HOMES}")
    assert (chart, figures) == ("chart", f"Control chart (XmR): {HOMES}")
    assert sentence.startswith("Year by year, ")
    assert remark == ("*Not at hand: rows of a return to account for and a published figure to set against one from "
                      "the returns.*")


def test_a_figure_from_the_returns_has_groups_tables_rows_and_its_published_twin():
    far = page("exampleshire", "placed_far_from_home")
    title = "Placed outside the boundary and more than 20 miles from home"
    shown = told(Section(far.what_else(), far.doubts()))
    assert f"{title}, 31 March 2026, by group" in shown
    assert f"{title}: every row of the return, to the nearest 10" in shown
    assert f"{title}: from the returns and as published" in shown
    assert [each for each in shown if each.startswith("*")] == [
        "*Not at hand: other areas to compare with.*",
        "*Not at hand: a control chart (of 6 figures it would show hardly anything).*"]


def test_the_account_of_a_return_says_to_how_many_rows_it_is_told():
    """A row a person's month: 10 people have up to 120 rows."""
    rows = page("exampleshire", "education_employment_training").row_reconciliation("neet_or_not_known_16_17")
    assert rows.words().splitlines()[0].endswith(": every row of the return, to the nearest 120")
    shown = [int(cell.replace(",", "")) for row in rows._tbl_data.itertuples(index=False) for cell in row[1:]
             if cell.replace(",", "").isdigit()]
    assert shown and {number % 120 for number in shown} == {0}


def test_a_make_up_is_told_group_by_group_and_missed_only_where_there_could_be_one():
    assert "Make-up, 30 September 2025" in told(page("hertfordshire", "workforce_diversity").what_else())
    assert not any("make-up" in each for each in told(page("hertfordshire", "placed_far_from_home").what_else()))


def test_a_quantity_that_is_not_published_for_the_area_is_no_column_of_dashes():
    columns = {area: page(area, "placed_far_from_home").context()._tbl_data.columns[1:].tolist()
               for area in ("hertfordshire", "exampleshire")}
    assert columns["hertfordshire"] == ["Children looked after", "Unaccompanied asylum-seeking children looked after",
                                        "Children looked after for every 10,000 children"]
    assert columns["exampleshire"] == columns["hertfordshire"][:2]


def test_other_areas_are_shown_of_the_series_that_are_named_too():
    staff = page("hertfordshire", "staff_sickness_and_retention")
    turnover = "Turnover of social workers, year to 30 September 2025"
    assert turnover in told(staff.what_else("turnover")) and turnover not in told(staff.what_else())


def test_without_a_control_chart_the_reason_is_told():
    assert told(page("exampleshire", "attainment_gap").doubts())[-1] == (
        "*Not at hand: a control chart (5 comparable figures with 3 moving ranges; limits need 4) and a published "
        "figure to set against one from the returns.*")


def test_without_any_figure_the_story_alone_says_so():
    steps = page("hertfordshire", "audit_grades")
    assert (steps.what_else().parts, steps.doubts().parts) == ([], [])
    assert "It could be counted from" in steps.story().data


def test_without_a_figure_of_its_own_a_promise_still_has_its_others():
    assert told(page("hertfordshire", "needs_met_locally").what_else()) == [
        "### Needs met locally: what else is known", "Needs met locally: every figure",
        "To read beside Needs met locally", f"*{NO_FIGURE}*"]


def test_the_rule_of_counting_stands_under_a_heading_of_its_own():
    rule = page("hertfordshire", "care_leavers_accommodation").definition()
    assert isinstance(rule, Prose)
    assert rule.data.startswith(f"<details>\n<summary>{TITLE}: how it is counted</summary>\n\n")
    assert "\n- **Counts**: " in rule.data
    assert "*Next review*: 31 March 2027." in rule.data
