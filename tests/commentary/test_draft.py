"""A file of the service's words, taken apart by hand."""

from datetime import date

import pytest

from wayforward.commentary.draft import Draft, read_sections, wrong_sections

WHOLE = ("# a note, Reason: not this\nReason: Landlords offer less.\n# another\nRents are dear.\n\nAction: A\n"
         "Owner: Head of Homes\nDate: 2026-07-10\n")
END = date(2026, 3, 31)


def problems(text: str) -> list[str]:
    sections, wrong = read_sections(text)
    return wrong + wrong_sections(sections, END)


def test_sections_are_plain_text_and_know_their_lines():
    sections, wrong = read_sections(WHOLE)
    assert wrong == wrong_sections(sections, END) == []
    assert {name: (section.line, section.words) for name, section in sections.items()} == {
        "Reason": (2, "Landlords offer less. Rents are dear."), "Action": (6, "A"), "Owner": (7, "Head of Homes"),
        "Date": (8, "2026-07-10")}
    assert sections["Reason"].line_at(sections["Reason"].text.index("dear")) == 4
    assert Draft("", "", sections, ()).date == date(2026, 7, 10)


@pytest.mark.parametrize(("change", "told"), [
    (("Action: A\n", ""), "Action: expected; it is empty or not there"),
    (("Action: A", "Action:  "), "Action: expected; it is empty or not there"),
    (("# a note", "A note"), "line 1: text before the first section; expected “Reason:”"),
    (("Action: A", "Action: A\nreason: B"), "line 7: a second Reason; expected one of each"),
    (("A\n", "A " * 145 + "\n"), "Reason and Action have 151 words together; expected at most 150"),
    (("Homes", "x " * 11), "line 7: Owner has 13 words; expected at most 12"),
    (("2026-07-10", "10 July"), "line 8: Date is no day; expected one such as 2026-03-31"),
    (("2026-07-10", "2026-03-31"), "line 8: Date is not after the period's end, 2026-03-31; words about a period are "
                                   "written when it is over")])
def test_what_is_wrong_is_told_with_its_line(change, told):
    assert told in problems(WHOLE.replace(*change))


def test_everything_wrong_is_told_at_once():
    assert len(problems("Owner: x")) == 3


def test_a_template_that_nobody_filled_in_says_nothing():
    blank, _ = read_sections("# Rents\nReason:\n\nAction:\n\nOwner:\nDate:\n")
    begun, _ = read_sections("Reason:\nAction: A\nOwner:\nDate:\n")
    assert [Draft("", "", sections, ()).is_blank for sections in (blank, begun, {})] == [True, False, False]
