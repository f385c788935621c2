"""The numbers of the rule, and what is small."""

from pathlib import Path

import pytest

from wayforward.disclosure.rule import USUAL, Rule, read_rule, small
from wayforward.errors import RefusedParameters

PARAMETERS = Path(__file__).parents[2] / "params" / "disclosure.toml"
GIVEN = "threshold = 5\nbase = 10\nwidth = 5\ncoalition = 1\n" \
        "rounding = 10\ndominance = 2\ndominated = 0.8\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "disclosure.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(("count", "expected"), [
    (0, False), (1 / 3, True), (1, True), (4, True), (14 / 3, True), (5 - 1e-12, False), (5, False), (60, False)])
def test_one_to_four_are_small_and_nobody_is_not(count, expected):
    assert small(count, 5) == expected


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_the_rule_in_force_is_the_one_that_the_documents_tell(audience):
    assert read_rule(PARAMETERS, audience) == USUAL


def test_somebody_who_is_counted_knows_of_one_so_the_width_is_one_more():
    assert Rule(width=5, coalition=1).least_width == 6
    assert Rule(width=7, coalition=0).least_width == 7


def test_each_audience_has_numbers_of_its_own(tmp_path):
    public, internal = GIVEN.replace("threshold = 5", "threshold = 7"), GIVEN
    path = written(tmp_path, f"[public]\n{public}\n[internal]\n{internal}")
    assert read_rule(path).threshold == 7
    assert read_rule(path, "internal").as_parameters() == {
        "threshold": 5, "base": 10, "width": 5, "coalition": 1, "rounding": 10, "dominance": 2, "dominated": 0.8}


@pytest.mark.parametrize(("was", "now", "told"), [
    ("threshold = 5", "threshold = 3", "threshold: expected a number of 5 or more; got 3"),
    ("base = 10", "base = 4", "base: expected a number of 10 or more; got 4"),
    ("width = 5", "width = 4.5", "width: expected a number of 5 or more; got 4.5"),
    ("coalition = 1", "coalition = 0", "coalition: expected a number of 1 or more; got 0"),
    ("rounding = 10", "rounding = 1", "rounding: expected a number of 10 or more; got 1"),
    ("dominance = 2", "dominance = 1", "dominance: expected a number of 2 or more; got 1"),
    ("dominated = 0.8", "dominated = 0.9", "dominated: expected a number above 0 and up to 0.8; got 0.9"),
    ("dominated = 0.8", "dominated = 0", "dominated: expected a number above 0 and up to 0.8; got 0"),
    ("threshold = 5", "threshold = true", "threshold: expected a number of 5 or more; got True"),
    ("threshold = 5", 'threshold = "5"', "threshold: expected a number of 5 or more; got '5'"),
    ("width = 5\n", "", "width: is missing"),
    ("width = 5", "width = 5\nwidht = 5", "widht: is no number of the rule; they are base, coalition"),
])
def test_a_number_that_would_give_people_away_is_refused(tmp_path, was, now, told):
    with pytest.raises(RefusedParameters) as refused:
        read_rule(written(tmp_path, "[public]\n" + GIVEN.replace(was, now)))
    assert told in str(refused.value)


def test_an_audience_that_is_not_there_is_named(tmp_path):
    with pytest.raises(RefusedParameters, match=r"expected a table \[internal\]"):
        read_rule(written(tmp_path, "[public]\n" + GIVEN), "internal")
