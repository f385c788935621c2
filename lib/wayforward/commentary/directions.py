"""The direction words in the service's words, and whether the finding says the same.

A direction word is read as said of the promise's figure, whatever its sentence means it of. What was meant of something
else ("rents rose") can be said without one ("dearer rents").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wayforward.finding import Finding
from wayforward.formats import shown_as_0, signed
from wayforward.judge import Verdict
from wayforward.narrate.figures import value_of

AFTER = r"(?= (?:by|to|from|since|in|over|during|this|last|slightly|a little|sharply|further)\b|\s*[.,;:!?)]|\s*\Z)"
HAS = r"(?<=\bhas )|(?<=\bhave )|(?<=\bhad )"


def _verb(*forms: str) -> str:
    """Forms that are adjectives too, where they are verbs: "has increased", "increased by"."""
    return rf"(?:{'|'.join(forms)}){AFTER}|(?:{HAS})(?:{'|'.join(forms)})\b"


SAID = {
    "up": r"\b(?:rose|risen|grew|grown|climbed|went up|gone up|going up|is up|are up|higher)\b|\b(?:"
          + _verb("increased", "rising", "increasing", "growing") + ")",
    "down": r"\b(?:fell|fallen|dropped|shrank|shrunk|went down|gone down|going down|is down|are down|lower)\b|\b(?:"
            + _verb("decreased", "declined", "reduced", "falling", "decreasing", "declining", "dropping") + ")",
    "better": r"\b(?:(?:got|getting|become|became|is|are|was|were|much|even) better|better than)\b|\b(?:"
              + _verb("improved", "improving") + ")",
    "worse": r"\b(?:worse|worsened|worsening|deteriorated|deteriorating|declining)\b"}
WORDS = {way: re.compile(words, re.IGNORECASE) for way, words in SAID.items()}
NOT = re.compile(r"(?:\b(?:not|never|no longer|neither|nor)|n['’]t)(?: \w+)? $", re.IGNORECASE)
YEAR = re.compile(r"\b(?:last year|this year|year before|in the (?:past|last) year|year on year|on the year)\b",
                  re.IGNORECASE)
THAN = {"country": re.compile(r" than (?:in |that of |for )?(?:England|the country|the national)\b", re.IGNORECASE),
        "median": re.compile(r" than (?:in |that of |for |our |the |most )*(?:similar|neighbour)", re.IGNORECASE)}
VERDICTS = {"better": Verdict.IMPROVING, "worse": Verdict.WORSENING}


@dataclass(frozen=True)
class Claim:
    """A direction word: where it stands, as it stands there, and what the finding says that it does not."""

    place: int
    said: str
    finding: str


def contradictions(text: str, finding: Finding, ways: tuple[str, ...] = tuple(WORDS)) -> Iterator[Claim]:
    """The direction words of a text that a finding contradicts; `ways`: which kinds are looked at."""
    for way in ways:
        for found in WORDS[way].finditer(text):
            holds, told = _holds(way, found, text, finding)
            denied = bool(NOT.search(text[:found.start()].replace("\n", " ")))
            if holds == denied:
                yield Claim(found.start(), f"{'not ' if denied else ''}{found[0].lower()}", told)


def _holds(way: str, found: re.Match, text: str, finding: Finding) -> tuple[bool, str]:
    """Whether the finding says so of itself, and what it says."""
    if way in VERDICTS:
        return finding.verdict == VERDICTS[way], f"its verdict is “{finding.verdict}”"
    for level, than in THAN.items():
        if than.match(text.replace("\n", " "), found.end()) and (mark := finding.benchmark(level)) and finding.latest:
            sign, told = _sign(finding, finding.latest.value - mark.value), f"{mark.area} is at a figure that is"
            return sign == _number(way), f"{told} {'higher' if sign < 0 else 'lower' if sign > 0 else 'the same'}"
    if YEAR.search(_sentence(text, found.start())) and finding.last_year and finding.last_year.estimate is not None:
        estimate = finding.last_year.estimate
        return _sign(finding, estimate) == _number(way), f"{_by(finding, estimate)} on the year before"
    return _since_the_plan(way, finding)


def _since_the_plan(way: str, finding: Finding) -> tuple[bool, str]:
    if finding.change.estimate is None or finding.baseline is None or finding.latest is None:
        return False, "it tells of no change"
    then, now = value_of(finding, finding.baseline), value_of(finding, finding.latest)
    return _sign(finding, finding.change.estimate) == _number(way), f"{then} before the plan and {now} now"


def _number(way: str) -> int:
    return 1 if way == "up" else -1


def _sign(finding: Finding, value: float) -> int:
    """Of a difference as it is shown."""
    return 0 if shown_as_0(value, finding.unit, finding.decimals) else 1 if value > 0 else -1


def _by(finding: Finding, value: float) -> str:
    return "no change" if not _sign(finding, value) else signed(value, finding.unit, finding.decimals)


def _sentence(text: str, place: int) -> str:
    """The sentence around a place."""
    begin = max(text.rfind(mark, 0, place) for mark in ".!?") + 1
    ends = [end for mark in ".!?" if (end := text.find(mark, place)) >= 0]
    return text[begin:min(ends, default=len(text))].replace("\n", " ")
