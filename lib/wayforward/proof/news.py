"""What the lines claim that say what is new of a promise: figures, and verdicts then and now."""

import re
from collections.abc import Iterator

from wayforward.formats import WITH_ARTICLE, brief_period
from wayforward.proof.facts import Facts
from wayforward.proof.pictures import verdict_words
from wayforward.proof.slots import Listed
from wayforward.proof.templates import words

BEGINS = ("New: ", "Revised: ", "The verdict")
FIGURES = re.compile(r"(New|Revised): the figures? for (.+?)\.(?= |\Z)")
VERDICT = re.compile(r"The verdict(?: on “(.+?)”)? (?:was: (.+?)\. It is now|is as it was): (.+?)\.(?= |\Z)")
Said = tuple[str, str, str]


def wrong_news(text: str, findings: list[Facts]) -> Iterator[Said]:
    """What the text after a promise's number and name says and its findings do not; `findings` of the promise."""
    since = [facts for facts in findings if facts["since"]]
    for kind, told in FIGURES.findall(text):
        labels = list(dict.fromkeys(label for facts in since for label in _labels(facts, kind.lower())))
        if wrong := Listed(labels).wrong(told):
            yield text, told, wrong
    for title, then, now in VERDICT.findall(text):
        own = [facts for facts in since if (facts["title"] == title if title else facts["headline"])]
        known = {(_then(facts), verdict_words(facts).lower()) for facts in own}
        if (then or now, now) not in known:
            yield text, f"{then or now}, now {now}", "; ".join(f"{one}, now {other}" for one, other in known)
    left = VERDICT.sub("", FIGURES.sub("", text)).strip()
    if left:
        yield text, left, "no sentence we know says this"


def _labels(facts: Facts, kind: str) -> list[str]:
    article = "the " if facts["calendar"] in WITH_ARTICLE else ""
    return [f"{article}{brief_period(label)}" for label in facts.get("since", kind)]


def _then(facts: Facts) -> str:
    verdict, evidence = facts.get("since", "verdict"), facts.get("since", "evidence")
    return (words()["verdict"][verdict] + words()["evidence"][evidence]).lower()
