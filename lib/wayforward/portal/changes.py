"""Which verdicts differ from one run to another, in the words that pages use."""

from typing import NamedTuple

from wayforward.judge import Evidence, Verdict
from wayforward.narrate.words import verdict_words
from wayforward.portal.shown_run import Promise, ShownRun
from wayforward.show.glance import SIGNS, UNKNOWN_SIGN


class Change(NamedTuple):
    """A promise of which two runs say different things, each in words."""

    number: int
    title: str
    was: str
    now: str

    def __str__(self) -> str:
        return f"{self.number}. {self.title}: {self.was} → {self.now}"


def words_of(promise: Promise) -> str:
    """Its verdict and evidence as readers meet them; as they stand in the file where this version knows them not."""
    try:
        return verdict_words(Verdict(promise.verdict), Evidence(promise.evidence))
    except ValueError:
        return promise.verdict


def sign_of(promise: Promise) -> tuple[str, str]:
    """The sign that stands beside its verdict's word, and the kind by which it has its colour."""
    try:
        verdict = Verdict(promise.verdict)
    except ValueError:
        return UNKNOWN_SIGN, ""
    return SIGNS.get(verdict, UNKNOWN_SIGN), verdict.name.lower().replace("_", "-")


def changes(before: ShownRun, after: ShownRun) -> list[Change]:
    """The promises that both tell of with another verdict, or other evidence for it."""
    was = {each.measure: each for each in before.promises}
    return [Change(each.number, each.title, words_of(was[each.measure]), words_of(each)) for each in after.promises
            if each.measure in was and words_of(was[each.measure]) != words_of(each)]
