"""How a figure did beside all other councils, in words: for a councillor and for a statistician."""

from dataclasses import replace

import pytest

from wayforward.finding import Finding
from wayforward.narrate.against_the_rest import against, note, place
from wayforward.report.open import examine_measure, read_inputs
from wayforward.statistics.compare import Rank
from wayforward.statistics.results import Result, no_result

WORSE = Result(-0.0589, -0.1278, 0.0099, 0.086, "less the mean of 142 other areas' changes; t with 11 df")


@pytest.fixture(scope="module")
def homes() -> Finding:
    """Care leavers' accommodation, where higher is better, of the years to March 2021 and 2025."""
    evidence = read_inputs("2025-26-Q4", "hertfordshire")
    found = examine_measure(evidence.plan.measure("care_leavers_accommodation"), evidence).findings[0]
    return replace(found, against_rest=WORSE, change_rank=Rank(9, 143, 4, 31), level_rank=Rank(100, 145, 31, 140))


def test_a_councillor_reads_the_place_and_what_chance_leaves_open(homes):
    assert place(homes) == (
        "The change ranks 9th of 143 councils, best first; with chance it could be anywhere from 4th to 31st.")
    assert place(replace(homes, change_rank=Rank(1, 143, 1, 1))) == (
        "The change ranks 1st of 143 councils, best first, and chance leaves no other place open.")


def test_where_less_is_better_places_count_from_the_least(homes):
    """The 9th largest of 143 is the 135th smallest."""
    assert "ranks 135th of 143 councils, best first; with chance it could be anywhere from 113th to 140th." in place(
        replace(homes, better="lower"))
    assert "ranks 9th of 143 councils, largest first;" in place(replace(homes, better="none"))


def test_without_a_change_it_is_the_latest_figure_that_has_a_place(homes):
    assert place(replace(homes, change_rank=None)) == (
        "The latest figure ranks 100th of 145 councils, best first; with chance it could be anywhere from 31st to "
        "140th.")
    assert place(replace(homes, change_rank=None, level_rank=None)) == ""


@pytest.mark.parametrize(("better", "p", "estimate", "words"), [
    ("higher", 0.086, -0.0589, "Over that time it moved 5.9 points worse than the average of 142 other councils; "
                               "chance alone could bring that."),
    ("lower", 0.012, -0.0589, "Over that time it moved 5.9 points better than the average of 142 other councils; "
                              "chance alone hardly brings that."),
    ("none", 0.3, 0.01, "Over that time it moved 1.0 points higher than the average of 142 other councils; chance "
                        "alone could bring that."),
    ("higher", 0.9, 0.0004, "Over that time it moved like the average of 142 other councils."),
])
def test_better_or_worse_than_the_rest(homes, better, p, estimate, words):
    assert against(replace(homes, better=better, against_rest=replace(WORSE, p=p, estimate=estimate),
                           change_rank=Rank(9, 143, 4, 31))) == words


def test_no_sentence_for_a_councillor_is_long_or_tells_a_p(homes):
    for told in (place(homes), against(homes)):
        assert len(told.split()) <= 25 and "p =" not in told


def test_a_statistician_reads_all_of_it(homes):
    assert list(note(homes)) == [
        "Against the mean change of 142 other councils −5.9 pp (−12.8 to +1.0; p = 0.086; less the mean of 142 other "
        "areas' changes; t with 11 df).",
        "Place of the change among 143 councils, largest first: 9 (4 to 31).",
        "Place of the latest figure among 145 councils, largest first: 100 (31 to 140)."]


def test_what_is_not_known_is_not_told_and_the_note_says_why(homes):
    none = replace(homes, against_rest=no_result("of too few others"), change_rank=None, level_rank=None)
    assert (against(none), place(none), *note(none)) == ("", "", "Against all other councils: of too few others.")
    assert not [*note(replace(none, against_rest=None)), *against(replace(none, against_rest=None))]
