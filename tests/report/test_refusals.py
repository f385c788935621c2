"""A return that is refused takes out what is counted from it, says so in its place, and touches nothing else."""

import copy
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from report.test_from_returns import counted, leavers, oc3
from tables import returns_of
from wayforward.errors import MissingReturn, RefusedInputs, RefusedReturn
from wayforward.finding import Refusal, from_json, to_json
from wayforward.judge import DecidedBy, Evidence, Verdict
from wayforward.narrate import multiple_testing as of_many
from wayforward.narrate import no_figure, sections
from wayforward.plan import load_plan
from wayforward.plans import DEFAULT
from wayforward.reading.area_returns import Returns
from wayforward.report.open import read_inputs
from wayforward.report.pages import NO_FIGURE, Page
from wayforward.report.panel import Panel
from wayforward.report.protected_counts import count
from wayforward.report.refusals import refused_tables
from wayforward.show import Section
from wayforward.statistics.multiple_testing import multiple_testing

PLAN = load_plan(DEFAULT)
WHY = "extracts/2026-06-20/OC3_2025-26.csv, CHILD: rows that share a key (2 rows)."


def refusing() -> Returns:
    raise RefusedInputs("the returns are refused", [WHY])


def without(returns: Returns, *tables: str) -> Returns:
    """The same returns, some tables of which are refused."""
    spoilt = copy.copy(returns)
    spoilt._loaders = returns._loaders | dict.fromkeys(tables, refusing)
    spoilt._read = {name: rows for name, rows in returns._read.items() if name not in tables}
    spoilt._made = {}
    return spoilt


@cache
def evidence(area: str):
    return read_inputs("2025-26-Q4", area)


@cache
def page(area: str, measure: str, *refused: str) -> Page:
    """A measure's page without some tables; of a real area, which has none, as if these had been delivered."""
    given = evidence(area)
    return Page(PLAN.measure(measure), replace(given, returns=without(given.returns, *refused)))


# --- the tables -------------------------------------------------------------------------------------------------------

def test_a_refused_table_is_at_hand_and_cannot_be_had():
    returns = without(oc3(leavers(20, 10)), "ssda903_oc3")
    assert returns.has("ssda903_oc3")
    with pytest.raises(RefusedReturn) as spoilt:
        returns.table("ssda903_oc3")
    assert (spoilt.value.table, spoilt.value.problems, spoilt.value.exit_code) == ("ssda903_oc3", [WHY], 3)
    with pytest.raises(MissingReturn):
        returns.table("ssda903_oc2")
    assert returns.refused("ssda903_oc2", "ssda903_oc3") == ["ssda903_oc3"]


def test_what_is_counted_from_it_is_refused_and_neither_missing_nor_hidden():
    found = counted(without(oc3(leavers(20, 10)), "ssda903_oc3"))
    assert found.refused == dict.fromkeys(("care_leavers_suitable_19_21", "care_leavers_suitable_17_18"), "ssda903_oc3")
    assert (found.counted, found.missing, found.hidden) == ({}, {}, frozenset())


def test_a_table_that_a_measure_can_do_without_is_not_taken_for_absent():
    """Sex and ethnic group of the scores are of the header: without it they are not known, but it was delivered."""
    oc2 = "CHILD | DOB | SDQ_SCORE | SDQ_REASON\n" + "\n".join(f"{n} | 10/10/2014 | {9 + n % 3} |" for n in range(20))
    returns, wellbeing = returns_of(ssda903_oc2=oc2), PLAN.measure("wellbeing")
    assert "sdq_average" in count(wellbeing, returns, "here", date(2026, 3, 31)).counted
    found = count(wellbeing, without(returns, "ssda903_header"), "here", date(2026, 3, 31))
    assert found.refused == dict.fromkeys(("sdq_average", "sdq_concern"), "ssda903_header")
    assert found.missing["wellbeing_survey"] == "survey_wellbeing"


# --- the findings -----------------------------------------------------------------------------------------------------

def test_the_refusal_is_the_headline_and_the_published_figures_stand_beside_it():
    """Care leavers' accommodation is published for Hertfordshire: its own figures never stand in for the return's."""
    homes, sound = page("hertfordshire", "care_leavers_accommodation", "ssda903_oc3"), page(
        "hertfordshire", "care_leavers_accommodation")
    first, beside = [one for one in homes.findings if one.series == "care_leavers_suitable_19_21"]
    assert (first.verdict, first.evidence, first.decided_by) == (Verdict.REFUSED, Evidence.NONE, DecidedBy.NOTHING)
    assert (first.headline, first.origin, first.points, first.latest) == (True, "extract", (), None)
    assert first.refused == Refusal("ssda903_oc3", "SSDA903 care leavers (OC3)")
    assert first.change.reason == "the table “SSDA903 care leavers (OC3)” of the council’s returns was refused"
    (published,) = [one for one in sound.findings if one.series == "care_leavers_suitable_19_21"]
    assert (beside.headline, beside.origin, beside.refused) == (False, "published", None)
    assert replace(beside, headline=True, title=published.title) == replace(
        published, story=beside.story, note=beside.note, questions=beside.questions)
    told = homes.story().data
    assert told.index("**Refused.** The council’s return “SSDA903 care leavers (OC3)”") < told.index(
        "(as published).** **No clear change")


def test_findings_of_other_returns_are_the_same_to_the_byte():
    sound, spoilt = page("exampleshire", "wellbeing"), page("exampleshire", "wellbeing", "ssda903_oc2")
    refused = {one.series for one in spoilt.findings if one.refused}
    assert refused == {"sdq_average", "sdq_concern"}
    assert [to_json(one) for one in spoilt.findings if one.series not in refused] == [
        to_json(one) for one in sound.findings if one.series not in refused]


def test_a_refused_finding_is_read_again_as_it_was_written():
    found = page("hertfordshire", "care_leavers_accommodation", "ssda903_oc3").findings[0]
    found = replace(found, refused=Refusal("ssda903_oc3", "Care leavers", 2, "rows that share a key", "a.csv", "CHILD"))
    plain = to_json(found)
    assert (plain["verdict"], plain["refused"]["table"]) == ("refused", "ssda903_oc3")
    assert from_json(plain) == found


def test_the_run_is_told_of_each_promise_whether_its_headline_is_refused():
    """The header feeds promises 1 and 4; of 4 only the carers' scores."""
    given = evidence("exampleshire")
    spoilt = without(given.returns, "ssda903_header")
    found = page("exampleshire", "wellbeing", "ssda903_header").findings
    assert refused_tables(found, spoilt) == [{"number": 4, "headline": False, "table": "ssda903_header",
                                              "title": "SSDA903 header"}]
    assert refused_tables(found, given.returns) == []


# --- the page ---------------------------------------------------------------------------------------------------------

CALLS = ("promise", "story", "figures", "definition", "what_else", "doubts", "chart", "table", "areas", "robustness",
         "groups", "control", "row_reconciliation", "reconciliation", "breakdown", "details", "all_series", "context")


@pytest.mark.parametrize(("area", "measure", "table"), [
    ("hertfordshire", "care_leavers_accommodation", "ssda903_oc3"),
    ("exampleshire", "workforce_diversity", "communities"),
    ("exampleshire", "workforce_diversity", "hr_staff"),
    ("exampleshire", "staff_feedback", "survey_staff_comments"),
    ("exampleshire", "feeling_included", "survey_included"),
    ("exampleshire", "feeling_included", "survey_invited"),
])
def test_no_call_of_a_page_fails(area, measure, table):
    whole = page(area, measure, table)
    for call in CALLS:
        getattr(whole, call)().words()
    for one in whole.findings:
        Section(whole.figures(one.series), whole.chart(one.series), whole.table(one.series),
                whole.breakdown(series=one.series), whole.row_reconciliation(one.series),
                whole.reconciliation(one.series), whole.groups(one.series)).words()


def test_where_nothing_is_shown_the_page_says_that_the_return_was_refused():
    whole = page("exampleshire", "feeling_included", "survey_included")
    said = "the return “Survey of children in care” was refused"
    for call in ("chart", "table", "areas", "groups", "control", "row_reconciliation", "reconciliation", "breakdown"):
        assert said in getattr(whole, call)().data, call
    assert (whole.figures().parts, whole.doubts().parts) == ([], [])
    assert whole.what_else().parts[-1].data == f"*{NO_FIGURE.removesuffix('.')}: {said}.*"
    assert f"Refused: {said}" in whole.all_series().as_raw_html()


def test_tables_beside_a_figure_are_refused_alone():
    """Who was invited stands only in the table of who answered."""
    whole = page("exampleshire", "feeling_included", "survey_invited")
    assert not [one for one in whole.findings if one.refused]
    assert whole.details().data == ("*The measure’s other tables are not shown: the return “"
                                    "How many were asked in each survey” was refused.*")
    assert whole.what_else().parts[-1].data.endswith("other tables from the council’s returns (the return “How many "
                                                     "were asked in each survey” was refused).*")


# --- the plan ---------------------------------------------------------------------------------------------------------

@pytest.fixture
def panel():
    found = [*page("exampleshire", "feeling_included", "survey_included").findings,
             *page("exampleshire", "coproduction").findings,
             *page("exampleshire", "wellbeing", "ssda903_oc2").findings]
    return Panel(evidence("exampleshire"), found)


def test_the_panel_counts_and_names_them(panel):
    assert panel.in_short().data.splitlines()[-1] == (
        "- **Refused**: 1 of 3: Feeling included in decisions (8); their returns were refused: "
        "“wayforward check” says what to put right")
    assert "(4, in part refused)" in panel.in_short().data
    assert "Refused: the return “Survey of children in care” was refused" in panel.promises().as_raw_html()
    assert "**Refused.** The council’s return" in panel.stories().data


def test_what_is_refused_is_no_test(panel):
    told = of_many.summary(panel.headlines, multiple_testing(panel.p()))
    assert told[0].startswith("2 of the 3 promises have figures that could be tested. No test was made where the "
                              "return was refused: Feeling included in decisions (8).")


def test_a_list_says_it_in_a_line(panel):
    assert sections.summary(panel.findings).splitlines()[0].endswith(
        "refused; the return “Survey of children in care” was refused")


@pytest.mark.parametrize(("refused", "told"), [
    (Refusal("t", "Care leavers"), ""),
    (Refusal("t", "Care leavers", 1, "an empty file", "a.csv"), " The first of its problems: an empty file (a.csv)."),
    (Refusal("t", "Care leavers", 2, "empty cells", "a.csv", "CHILD"),
     " The first of its problems: empty cells (a.csv, CHILD)."),
])
def test_the_refusal_in_sentences(refused, told):
    assert no_figure.refused(refused) == (
        f"The council’s return “Care leavers” was refused, so nothing is counted from it.{told} The command "
        "“wayforward check” says what to put right.")
