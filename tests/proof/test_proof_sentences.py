"""A sentence is read by its template, and each of its slots held against the finding."""

import pytest

from proof.small_finding import PLAIN, facts, point
from wayforward.proof.sentences import HOLDS, SLOTS, Reader
from wayforward.proof.templates import templates

STANDS = "In the year to 31 March 2025, 80 of 100 care leavers had a home: 80.0%."
BEGAN = "Before the plan it was 90.0% (year to 31 March 2021). It is down 10.0 points."
SURE = "Chance alone would bring such a course less than once in 20 times."
TRIED = "We tried 3 other tests: 2 agree, 1 sees no clear change."
OTHERS = "England went from 87.8% to 88.5%; the 10 most similar councils typically stand at 92.0%."
UNKNOWN = "This counts 6 of whom nothing is known. Without them it would be 85.1%."     # 80 / 94
STORY = f"{STANDS} The plan promised an increase. {BEGAN} {SURE} {TRIED} {OTHERS} {UNKNOWN}"
SLOPE = "Slope −2.34 pp a year (−4.00 to −1.00; p = 0.012; n 5; weighted line)."
NOTE = (f"Worsening, some evidence, decided by trend. {SLOPE} Change since year to 31 March 2021 −10.0 pp "
        "(−15.0 to −5.0; p = 0.001). Median change of 10 statistical neighbours +1.0 pp. "
        "Unknown 6 → 6; without them 95.7% → 85.1%. Dissent 1 of 3: Kendall (p = 0.083: no clear change). "
        "Read the year to 31 March 2023 with care: asked by telephone.")


def wrong(text: str, register: str = "story", **changes) -> list[tuple[str, str]]:
    """What the text says, and what the finding says instead."""
    return [(one.says, one.finding) for one in Reader(facts(**changes), register).read(text).wrong]


def test_what_is_true_proves():
    assert wrong(STORY) == []
    assert wrong(NOTE, "note") == []


@pytest.mark.parametrize(("old", "new", "says", "finding"), [
    ("80 of 100", "81 of 100", "81", "80.00"),
    ("80.0%", "80.1%", "80.1%", "80.00000%"),
    ("care leavers had", "carers had", "carers", "“care leavers”"),
    ("(year to 31 March 2021)", "(year to 31 March 2020)", "year to 31 March 2020", "“year to 31 March 2021”"),
    ("once in 20", "once in 500", "500", "“20”"),
    ("2 agree", "3 agree", "3", "2.00"),
    ("1 sees no clear change", "1 calls it getting better", "1 calls it getting better", "“1 sees no clear change”"),
    ("from 87.8% to 88.5%", "from 88.5% to 87.8%", "88.5%", "87.800%"),
    ("This counts 6", "This counts 10", "10", "6.00"),
])
def test_what_is_not_true_is_told_with_what_is(old, new, says, finding):
    assert (says, finding) in wrong(STORY.replace(old, new, 1))


@pytest.mark.parametrize(("old", "new"), [
    ("down 10.0", "up 10.0"), ("10.0 points", "10.0 percent"),
    ("down 10.0 points", "now 10.0 points lower"), ("England went", "Wales went"),
    ("went from 87.8% to 88.5%", "stayed at 88.5%"), ("most similar", "nearest"), ("an increase", "a reduction"),
    (SURE, "Chance alone can explain such a course."), (TRIED, "All 3 other tests we tried agree."),
    ("It is down", "It has gone down"), (SURE, f"{SURE} So we are sure."),
])
def test_a_sentence_that_is_not_borne_out_does_not_prove(old, new):
    assert wrong(STORY.replace(old, new, 1))


@pytest.mark.parametrize(("old", "new"), [
    ("Worsening", "Improving"), ("some evidence", "strong evidence"), ("decided by trend", "decided by change"),
    ("−2.34", "−2.33"), ("−2.34", "+2.34"), ("p = 0.012", "p = 0.013"), ("n 5", "n 6"), ("weighted line", "Kendall"),
    ("−15.0 to", "−15.1 to"), ("+1.0 pp", "+1.0"), ("6 → 6", "6 → 5"), ("p = 0.083", "p < 0.05"),
    ("Dissent 1 of 3", "Dissent 2 of 3"), ("31 March 2023", "31 March 2022"), ("by telephone", "by letter"),
])
def test_so_it_is_with_a_note(old, new):
    assert old in NOTE and wrong(NOTE.replace(old, new, 1), "note")


def test_a_number_is_right_to_half_of_its_last_digit_and_no_further():
    late = point(2025, 165, 206)         # 80.097 %
    told = STANDS.replace("80 of 100", "165 of 206")
    assert wrong(told.replace("80.0%", "80.1%"), latest=late) == []
    assert wrong(told.replace("80.0%", "80.10%"), latest=late) == []
    assert wrong(told, latest=late) == [("80.0%", "80.09709%")]
    assert wrong(told.replace("80.0%", "80%"), latest=late) == [("80%", "80.09709%")]      # fewer digits than it has


def test_of_rounded_findings_more_digits_are_taken_from_what_they_are_made_of():
    """To a decimal that the public file does not have."""
    late = {**point(2025, 165, 206), "value": 0.801}
    told = STANDS.replace("80 of 100", "165 of 206")
    assert wrong(told.replace("80.0%", "80.14%"), latest=late, reduced=True) == []
    assert wrong(told.replace("80.0%", "80.16%"), latest=late, reduced=True) == [("80.16%", "80.10000%")]
    assert wrong(told.replace("80.0%", "80.14%"), latest=late) == [("80.14%", "80.10000%")]


@pytest.mark.parametrize(("told", "share", "true"), [
    ("9 in 10", 0.886, True), ("8 in 10", 0.886, False), ("3 in 4", 0.74, True), ("1 in 26", 0.039, True),
    ("1 in 25", 0.039, False), ("10 in 9", 0.9, False), ("0 in 10", 0.15, False), ("nine in ten", 0.9, False),
    ("1 in 0", 0.5, False)])
def test_a_share_in_people_is_the_nearest(told, share, true):
    late = {**point(2025, 1, 1), "value": share}
    assert (wrong(f"That is about {told}.", latest=late) == []) == true


def test_a_p_of_a_reduced_finding_is_its_words():
    told = {**PLAIN["trend"], "p": "< 0.05"}
    assert wrong(SLOPE.replace("p = 0.012", "p < 0.05"), "note", trend=told) == []
    assert wrong(SLOPE, "note", trend=told) == [("p = 0.012", "p < 0.05")]


@pytest.mark.parametrize("register", SLOTS)
def test_every_slot_of_every_sentence_is_known(register):
    """A sentence with a fact that nobody can prove may not be worded."""
    known = SLOTS[register]
    given = {"periods", "Periods", "remark", "count", "name", "first", "last"}     # by what each period and area has
    assert [(each.name, slot) for each in templates(register) for slot in each.slots
            if slot not in known and f"{each.name}.{slot}" not in known and slot not in given] == []
    assert [name for name in HOLDS[register] if name not in {each.name for each in templates(register)}] == []
