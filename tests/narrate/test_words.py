"""The table of sentences: what is refused when it is read, and the words that it binds."""

from importlib.resources import files

import pytest

from wayforward.judge import SOME, STRONG, Evidence, Verdict
from wayforward.narrate.words import FILE, WordsRefused, likely, read_words, verdict_words, words

TEXT = files("wayforward").joinpath("templates", FILE).read_text(encoding="utf-8")


def refused(old: str, new: str) -> str:
    """What is said of the table with one change."""
    assert old in TEXT
    with pytest.raises(WordsRefused) as problem:
        read_words(TEXT.replace(old, new))
    return str(problem.value)


def test_the_table_is_whole():
    assert read_words(TEXT) == words()


@pytest.mark.parametrize(("old", "new", "told"), [
    ("{when}, {value} {counted}.", "{when}, {value}.",
     "[story] count: expected the brackets {counted}, {value} and {when}; got {value} and {when}"),
    ('better = "{better}."', 'better = "{better}, by {far}."', "[story] better: expected the brackets {better}; got"),
    ("stand_in = ", "stands_in = ", "[story] stands_in: no sentence of this name is ever said"),
    ("stand_in = ", "stands_in = ", "[story] stand_in: expected; it is not there"),
    ('"no data" = "No data"', "", "[verdict]: expected"), ("[likely]", "[probable]", "[likely]: expected")])
def test_a_sentence_that_lost_what_it_has_to_say_is_refused(old, new, told):
    assert told in refused(old, new)


def test_every_problem_is_named_at_once():
    told = refused('better = "{better}."', 'better = "."\nworse = "."')
    assert told.count("[story]") == 2


def test_words_may_be_changed_where_the_brackets_stay():
    other = TEXT.replace("The plan promised {promised}.", "What the plan said: {promised}.")
    assert read_words(other)["story"]["promised"] == "What the plan said: {promised}."


def test_chance_is_told_by_the_limits_of_the_verdict():
    assert {name: 1 / times for name, times in words()["chance"].items()} == {"strong": STRONG, "some": SOME}


@pytest.mark.parametrize(("verdict", "evidence", "told"), [
    (Verdict.IMPROVING, Evidence.STRONG, "Getting better, on strong evidence"),
    (Verdict.NO_CLEAR_CHANGE, Evidence.NONE, "No clear change")])
def test_a_verdict_with_its_evidence(verdict, evidence, told):
    assert verdict_words(verdict, evidence) == told


@pytest.mark.parametrize(("probability", "told"), [
    (0.0, "a remote chance"), (0.15, "highly unlikely"), (0.3, "unlikely"), (0.45, "a realistic possibility"),
    (0.65, "likely"), (0.85, "highly likely"), (0.97, "almost certain")])
def test_a_probability_by_the_yardstick(probability, told):
    assert likely(probability) == told
