"""Replies to the questions of a finding that can be read by eye: 522 of 589 care leavers, 88.6% where it was 93.6%."""

from dataclasses import replace
from datetime import date

import pytest

from narrate.test_narrate import HOMES
from wayforward.commentary.replies import read_replies, replies, reply_problems, write_template
from wayforward.finding import Reply
from wayforward.narrate.service_words import replies as told_of

END = date(2026, 3, 31)
ASKED = replace(HOMES, story="522 of 589 care leavers aged 19 to 21: 88.6%. It is now 5.0 points lower.",
                questions=("What would help?", "Who is asked?"))


@pytest.fixture
def given(tmp_path, monkeypatch):
    """Writes a file of replies, and reads it."""
    monkeypatch.setattr("wayforward.project.root", lambda: tmp_path)

    def written(text: str, measure: str = "homes"):
        folder = tmp_path / "commentary/hertfordshire/2025-26-Q4/replies"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{measure}.md").write_text(text, encoding="utf-8")
        return read_replies("hertfordshire", "2025-26-Q4", END, ["homes"])
    return written


def file(reply: str, question: str = "What would help?", owner: str = "Head of Homes", day: str = "2026-07-10") -> str:
    open_one = "Question: Who is asked?\nReply:\n\n"
    return f"# a note\nQuestion: {question}\nReply: {reply}\n\n{open_one}Owner: {owner}\nDate: {day}\n"


def test_a_reply_stands_under_its_question_and_an_empty_one_leaves_it_open(given):
    [one] = given(file("More homes,\nas 522 of 589 have one."))
    assert reply_problems(one, [ASKED]) == []
    assert replies([one], [ASKED]) == (
        Reply("What would help?", "More homes, as 522 of 589 have one.", "Head of Homes", date(2026, 7, 10)),)
    assert list(map(str, told_of(replace(ASKED, replies=replies([one], [ASKED]))))) == [
        "**The service’s reply:** More homes, as 522 of 589 have one. Head of Homes, 10 July 2026.",
        "The service’s reply: not yet given."]


@pytest.mark.parametrize(("text", "problem"), [
    (file("It is 91%."), "line 3 (Reply) tells a number that the finding does not"),
    (file("Three children moved."), "line 3 (Reply) tells a number of very few people"),
    (file("The figure rose."), "line 3 (Reply) says “rose”, the finding says: 93.6% before the plan and 88.6% now"),
    (file("Homes.", owner=""), "Owner: expected; it is empty or not there"),
    (file("Homes.", day="2026-03-31"), "Date is not after the period's end"),
    (file("home " * 151), "line 3: Reply has 151 words; expected at most 150")])
def test_what_is_refused_is_not_repeated(given, text, problem):
    [one] = given(text)
    told = reply_problems(one, [ASKED])
    assert len(told) == 1 and problem in told[0]
    assert replies([one], [ASKED]) == (Reply("What would help?", "", "", None, tuple(told)),)


def test_a_question_that_is_not_asked_any_more_is_told(given):
    [one] = given(file("Homes.", question="Why not?"))
    assert reply_problems(one, [ASKED]) == ["line 2: the report asks no such question of the promise (any more)"]
    assert replies([one], [ASKED]) == ()
    [one] = given(file("Homes."))
    assert "the plan has no measure of the file's name" in reply_problems(
        given(file("Homes."), measure="house")[1], [ASKED])


def test_the_template_has_the_questions_and_is_never_written_over(given, tmp_path):
    path = write_template(ASKED, "hertfordshire", "2025-26-Q4")
    text = path.read_text(encoding="utf-8")
    assert text.endswith("\n\nQuestion: What would help?\nReply:\n\nQuestion: Who is asked?\nReply:\n\nOwner:\nDate:\n")
    assert write_template(ASKED, "hertfordshire", "2025-26-Q4") is None
    assert read_replies("hertfordshire", "2025-26-Q4", END, [path.stem]) == ()
