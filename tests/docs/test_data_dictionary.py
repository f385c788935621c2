"""The data dictionary says what the code writes and checks today."""

from importlib.util import module_from_spec, spec_from_file_location

import pytest

from docs.documents import PAGES, of

PAGE = PAGES["docs/data-dictionary.md"]


@pytest.fixture
def program():
    """The program that makes the page, read anew."""
    found = spec_from_file_location("data_dictionary", of("docs/data_dictionary.py"))
    made = module_from_spec(found)
    found.loader.exec_module(made)
    return made


def test_the_page_says_what_the_code_says(program):
    assert program.dictionary() == PAGE, "python docs/data_dictionary.py > docs/data-dictionary.md"


def test_a_field_without_words_is_refused(program):
    program.WORDS["Point"].pop("value")
    with pytest.raises(LookupError, match=r"\[Point\]: fields and words differ in value"):
        program.dictionary()


@pytest.mark.parametrize(("name", "told"), [
    ("Point", r"\[Point\]: fields and words differ in colour"), ("Colour", "no such thing is kept: Colour"),
    ("areas", r"\[areas\]: fields and words differ in colour")])
def test_words_without_a_field_are_refused(program, name, told):
    program.WORDS.setdefault(name, {})["colour"] = "red"
    with pytest.raises(LookupError, match=told):
        program.dictionary()


@pytest.mark.parametrize("row", [
    "| `value` | decimal | The figure, with as many decimals as the pages show |",
    "| `points` | list of [Point](#point) | the figure of every period | part by part |",
    "| `numerator` | number or null | how many are counted | where pages show it |",
    "| `known` | the day on which the figure became known |"])
def test_a_field_has_its_row(row):
    assert row in PAGE.splitlines()
