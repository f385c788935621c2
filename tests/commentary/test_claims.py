"""Words held against a finding that can be read by eye: 522 of 589 care leavers, 88.6% where it was 93.6%."""

from dataclasses import replace
from datetime import date

import pytest

from narrate.test_narrate import HOMES
from wayforward.commentary.claims import commentary, problems_of
from wayforward.commentary.draft import Draft, read_sections
from wayforward.commentary.numbers import numbers_in
from wayforward.finding import Commentary
from wayforward.judge import Evidence, Verdict
from wayforward.statistics.results import Result

TOLD = replace(HOMES, story="522 of 589 care leavers aged 19 to 21: 88.6%. It is now 5.0 points lower.",
               note="Slope −1.34 pp a year.")
OPEN = replace(TOLD, verdict=Verdict.NO_CLEAR_CHANGE, evidence=Evidence.NONE)
BETTER = replace(TOLD, verdict=Verdict.IMPROVING, change=Result(0.05, 0.01, 0.09, 0.01))
RISEN_LATELY = replace(TOLD, last_year=Result(0.003, -0.04, 0.05, 0.9))
WITHOUT = replace(TOLD, points=(), latest=None, baseline=None, verdict=Verdict.NO_DATA, story="No data.", note="",
                  change=Result(None, None, None, None))


def draft(reason: str, action: str = "Build.", owner: str = "Head of Homes") -> Draft:
    text = f"Reason: {reason}\nAction: {action}\nOwner: {owner}\nDate: 2026-07-10\n"
    return Draft("commentary/x.md", "homes", read_sections(text)[0], ())


def told(reason: str, finding=TOLD, **more) -> list[str]:
    return [problem.text for problem in problems_of(draft(reason, **more), [finding])]


@pytest.mark.parametrize("words", [
    "522 of 589 had a home.", "88.6%, and 93.6% before.", "It is down 5 points.", "Nearly 89%.", "453 of 484 had one.",
    "Care leavers aged 19 to 21.", "By 31 March 2027, from Q2 of 2026/27.", "1.34 points a year.", "Key stage 2, KS4."])
def test_numbers_that_the_finding_tells_may_be_repeated(words):
    assert told(words) == []


@pytest.mark.parametrize(("words", "said"), [
    ("88.7% had one.", "88.7"), ("We know of 3 homes.", "3"), ("Two of them moved.", "Two"),
    ("4,000 rooms.", "4,000"), ("90% by 2027.", "90"), ("½ of them.", "½"), ("٣ moved.", "٣"), ("Section17.", "17"),
    ("1.3 points a year.", "1.3"), ("Seven families.", "Seven")])
def test_a_number_that_the_finding_does_not_tell_is_refused_and_not_repeated(words, said):
    [problem] = problems_of(draft(words), [TOLD])
    assert problem.text == "line 1 (Reason) tells a number that the finding does not"
    assert f"(“{said}”)" in str(problem)
    assert commentary(draft(words), [TOLD]) == Commentary("", "", "", None, (problem.text,))


@pytest.mark.parametrize(("words", "said"), [
    ("One young person moved.", "One"), ("A single boy.", "single"), ("A couple of families.", "couple"),
    ("3 of our care leavers", "3"), ("Four children.", "Four")])
def test_a_number_of_few_people_is_refused_even_where_the_finding_counts_so_many_tests(words, said):
    finding = replace(TOLD, story="88.6%. Of 4 tests 3 agree, 1 in 2.")
    assert [str(problem) for problem in problems_of(draft(words), [finding])] == [
        f"line 1 (Reason) tells a number of very few people (“{said}”); leave it out: it could tell who they are"]
    assert told("3 of 4 tests agree.", finding) == []
    assert told("Rank 4 of 12.", replace(TOLD, note="Rank 4 of 12 (2 to 9).")) == [
        "line 1 (Reason) tells a number that the finding does not"]


def test_the_parts_of_a_promise_are_told_beside_it_and_other_series_are_not():
    part, other = (replace(TOLD, headline=False, part=part, story="97.1%") for part in ("aged 17", ""))
    assert problems_of(draft("97.1%."), [TOLD, part]) == []
    assert len(problems_of(draft("97.1%."), [TOLD, other])) == 1


@pytest.mark.parametrize(("finding", "words"), [
    (TOLD, "It fell."), (TOLD, "The figure has declined since rents are dear."), (TOLD, "It is worse."),
    (TOLD, "It has not improved."), (TOLD, "It has not risen."), (OPEN, "The figure fell."),
    (OPEN, "It has not improved."),
    (TOLD, "It is higher than in England."), (TOLD, "It is lower than in similar councils."),
    (RISEN_LATELY, "In the last year it rose."), (BETTER, "It has improved, and rose."),
    (TOLD, "Reduced rents and increased demand."), (TOLD, "We give better support to improve it.")])
def test_what_the_finding_says_may_be_said(finding, words):
    assert told(words, finding) == []


@pytest.mark.parametrize(("finding", "words", "said", "says"), [
    (TOLD, "It rose.", "rose", "93.6% before the plan and 88.6% now"),
    (TOLD, "The figure\nhas increased.", "increased", "93.6% before the plan and 88.6% now"),
    (TOLD, "It has not fallen.", "not fallen", "93.6% before the plan and 88.6% now"),
    (TOLD, "Homes improved.", "improved", "its verdict is “worsening”"),
    (OPEN, "It is getting worse.", "worse", "its verdict is “no clear change”"),
    (BETTER, "It is worse.", "worse", "its verdict is “improving”"),
    (TOLD, "It is lower than in England.", "lower", "England is at a figure that is lower"),
    (TOLD, "It is higher than in similar councils.", "higher", "the neighbours' median is at a figure that is higher"),
    (RISEN_LATELY, "It fell last year.", "fell", "+0.3 on the year before"),
    (WITHOUT, "It rose.", "rose", "it tells of no change")])
def test_a_direction_that_the_finding_contradicts_is_refused(finding, words, said, says):
    line = 1 + words.partition(said)[0].count("\n")
    assert told(words, finding) == [f"line {line} (Reason) says “{said}”, the finding says: {says}"]


def test_what_is_being_done_may_aim_at_more():
    assert told("Rents.", action="An improved offer, a higher grant and rising numbers of rooms") == []
    assert told("Rents.", action="It worsened.", finding=OPEN) == [
        "line 2 (Action) says “worsened”, the finding says: its verdict is “no clear change”"]
    assert told("Rents.", action="Build 7 homes", owner="Team 3") == [
        "line 2 (Action) tells a number that the finding does not",
        "line 3 (Owner) tells a number that the finding does not"]


def test_words_that_agree_stand_as_they_are():
    assert commentary(draft("It  fell\nto 88.6%."), [TOLD]) == Commentary(
        "It fell to 88.6%.", "Build.", "Head of Homes", date(2026, 7, 10))


def test_days_and_years_are_no_numbers_and_a_number_of_four_digits_with_a_comma_is():
    assert [said for _, said, _ in numbers_in("10 May 2026, 2025-26, 2,026 rooms, 2026%")] == ["2,026", "2026"]
