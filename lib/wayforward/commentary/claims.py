"""The service's words held against the finding beside which they would stand: shown, or refused with the reasons.

What is looked at: every number of all sections, and the direction words of what has happened. An action tells what is
being done, so that only words that can be of the past alone are looked at in it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wayforward.commentary.directions import contradictions
from wayforward.commentary.draft import Draft, Section
from wayforward.commentary.numbers import Fact, is_of_few, is_told, numbers_in, told_by
from wayforward.finding import Commentary, Finding

SHOWN = ("Reason", "Action", "Owner")
CHECKED = (*SHOWN, "Reply")
IN_ACTION = ("worse",)
CURE = "say what the finding says, or say it without the word"
FEW_CURE = "leave it out: it could tell who they are"
NUMBERS_CURE = "repeat numbers of the story, its note or its table, or leave it out"


@dataclass(frozen=True)
class Problem:
    """What is wrong with words and where, as a page tells it; and for whoever wrote them what to do, and the number
    that they `said`, which no page repeats."""

    text: str
    cure: str = ""
    said: str = ""

    def __str__(self) -> str:
        said = f" (“{self.said}”)" if self.said else ""
        return f"{self.text}{said}; {self.cure}" if self.cure else self.text


def problems_of(draft: Draft, findings: Sequence[Finding]) -> list[Problem]:
    """All that is wrong with a file's words beside a measure's findings, the headline's among them."""
    return [*map(Problem, draft.problems), *_contradicting(draft, findings)]


def commentary(draft: Draft, findings: Sequence[Finding]) -> Commentary:
    """The words as they stand beside the headline's story, or why they do not."""
    problems = problems_of(draft, findings)
    if problems:
        return Commentary("", "", "", None, tuple(dict.fromkeys(problem.text for problem in problems)))
    return Commentary(*(draft.sections[name].words for name in SHOWN), date=draft.date)


def _contradicting(draft: Draft, findings: Sequence[Finding]) -> Iterator[Problem]:
    headline = next((one for one in findings if one.headline), None)
    if headline is None:
        return
    facts = told_by(one for one in findings if one.headline or one.part)
    for name in CHECKED:
        if section := draft.sections.get(name):
            yield from _directions(name, section, headline)
            yield from _numbers(name, section, facts)


def _numbers(name: str, section: Section, facts: set[Fact]) -> Iterator[Problem]:
    for place, said, number in numbers_in(section.text):
        where = _where(section, place, name)
        if is_of_few(number, section.text[place + len(said):]):
            yield Problem(f"{where} tells a number of very few people", FEW_CURE, said)
        elif not is_told(number, facts):
            yield Problem(f"{where} tells a number that the finding does not", NUMBERS_CURE, said)


def _directions(name: str, section: Section, headline: Finding) -> Iterator[Problem]:
    ways = () if name == "Owner" else IN_ACTION if name == "Action" else ("up", "down", "better", "worse")
    for claim in contradictions(section.text, headline, ways):
        yield Problem(f"{_where(section, claim.place, name)} says “{claim.said}”, the finding says: {claim.finding}",
                      CURE)


def _where(section: Section, place: int, name: str) -> str:
    return f"line {section.line_at(place)} ({name})"
