"""What the page of a plan's close says, and that the plain text says the same."""

import re
from functools import cache
from html import unescape

import pytest
from test_chain import care_leavers

from wayforward.narrate.plan_close import course
from wayforward.narrate.words import words as table
from wayforward.report.close_page import body, lines, proofs, title, told
from wayforward.report.plan_close import close_plan


@cache
def closed(area: str = ""):
    return close_plan(area, as_at="2026-11-30")


def page(close) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", str(body(close)))))


def test_every_promise_stands_in_the_plans_own_words():
    page_of_county, text = page(closed()), "\n".join(lines(closed()))
    for measure in closed().plan.measures:
        assert measure.promise in page_of_county and f"“{measure.promise}”" in text


def test_what_is_said_of_a_promise_that_waits():
    [homes] = [each for each in closed().promises if each.headline.finding.number == 7]
    [figure] = told(homes)
    assert figure.settled == ("Not final: the figure for the year to 31 March 2026 was due in mid-November 2026 and "
                              "has not been added.")
    assert figure.verdict == "So far: no clear change."
    assert figure.course[0] == "The last figure within the plan is 88.6% (year to 31 March 2025)."


def test_of_a_final_one():
    [gap] = [each for each in closed().promises if each.headline.finding.number == 5]
    [figure] = told(gap)
    assert figure.settled == "Final: every figure of the plan’s years that was to come is in."
    assert figure.verdict == "The verdict: no clear change."


def test_of_one_that_was_never_measured_there_is_no_verdict():
    [local] = [each for each in closed().promises if each.headline.finding.number == 2]
    [figure] = told(local)
    assert (figure.verdict, figure.course) == ("", ())
    assert figure.settled == "No verdict: nothing of the plan’s years was counted."


def test_a_figure_of_before_the_plan_is_not_told_as_one_within_it():
    """Homes that suited 60 of 100 on the plan's eve, and nothing since."""
    [said] = course(care_leavers("period | numerator | denominator\n 2020 | 55 | 100\n 2021 | 60 | 100"))
    assert said == "Before the plan it was 60.0% (year to 31 March 2021)."


def test_how_many_there_are_of_each():
    text = lines(closed())
    assert [line for line in text if line.startswith("Final")] == [
        "Final, no clear change: 3 of 16: The attainment gap (5), Staff sickness and retention (11) and Workforce "
        "diversity (16)."]
    assert [line for line in text if line.startswith("Waiting")] == [
        "Waiting for a figure: 3 of 16: Children placed far from home (1), Education, employment and training (6) and "
        "Care leavers in suitable accommodation (7)."]


def test_the_bees_with_their_promises():
    [independent] = [line for line in lines(closed()) if line.startswith("  BE INDEPENDENT")]
    assert independent == ("  BE INDEPENDENT: 6. Education, employment and training: no clear change so far, not "
                           "final; 7. Care leavers in suitable accommodation: no clear change so far, not final")


def test_another_council_is_not_said_to_have_promised():
    assert title(closed("hampshire")).endswith("its measures elsewhere – Hampshire")
    assert "Hampshire, which promised none of it" in page(closed("hampshire"))
    assert "what became of it" not in page(closed("hampshire"))


@pytest.mark.parametrize("area", ["", "hampshire"])
def test_what_the_close_adds_is_said_in_short_sentences(area):
    longest = table()["limits"]["sentence_words"]
    said = [sentence for promise in closed(area).promises for each in told(promise)
            for text in (each.settled, each.verdict, *each.course) for sentence in text.split(". ")]
    assert len(said) > 16 and [each for each in said if len(each.split()) > longest] == []


def test_all_that_is_said_of_a_figure_is_to_be_proved():
    """The last of what is said of each figure stands on the page, and in the text that is proved."""
    figures = [each for promise in closed().promises for each in told(promise)]
    assert [text for _, text in proofs(closed())] == [" ".join(filter(None, each.sentences)) for each in figures]
    assert all(each.sentences[-1] in page(closed()) for each in figures)
