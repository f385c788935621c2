"""What the words of a picture claim: from where to where a line goes, what lies beside it, and the verdict.

Of a picture that is told in other words (a control chart) every number has to be one of the finding's own.
"""

import re
from collections.abc import Iterator

from wayforward.formats import brief_period
from wayforward.proof.facts import Facts
from wayforward.proof.numbers import NUMBER, agrees, read_number
from wayforward.proof.slots import Listed, Slot, count, figure, text
from wayforward.proof.templates import words

BESIDE = ("country", "median")
ALONE = re.compile(rf"(?<![\w.]){NUMBER}(?![\w]|\.\d)")
RULES = re.compile(r"\d+ or more in a row|two of three in a row|fewer than \d+ figures|all \d+ figures|of \d+ figures|"
                   r"\d+ (?:lie|make) |\d+ figures|(?:under|about) \d+% of charts|24 months")


def _drawn(facts: Facts) -> list[dict]:
    return [point for point in facts["points"] if point["value"] is not None]


def _end(which: int, name: str):
    """A drawn end's figure or period."""
    def slot(facts: Facts) -> Slot:
        drawn = _drawn(facts)
        if not drawn:
            return text()
        point = drawn[which]
        if name == "period":
            return text(brief_period(point["period"]))
        return figure(facts, point["value"], facts.places(point))
    return slot


def verdict_words(facts: Facts) -> str:
    """The verdict with its evidence as readers meet it; of a refused table with that it was."""
    tables = words()
    return tables["verdict"].get(facts["verdict"], "") + tables["evidence"].get(facts["evidence"], "")


SLOTS = {
    "title": lambda f: text(f["title"]), "area": lambda f: text(f["area"]),
    "figures": lambda f: count(len(_drawn(f))),
    "first": _end(0, "value"), "first_period": _end(0, "period"),
    "last": _end(-1, "value"), "last_period": _end(-1, "period"),
    "verdict": lambda f: text(verdict_words(f).lower()),
}
HOLDS = {"none": lambda f: not _drawn(f), "line": lambda f: len(_drawn(f)) > 1, "point": lambda f: len(_drawn(f)) == 1}


def instances(facts: Facts) -> dict[str, list[dict[str, Slot]]]:
    """What lies beside the line, and which periods are not yet whole."""
    drawn = _drawn(facts)
    beside = [own for mark in facts["benchmarks"] if mark["level"] in BESIDE and drawn
              for own in [_beside(facts, mark, drawn)] if own]
    unwhole = [brief_period(point["period"]) for point in facts["points"] if point["status"] == "not yet whole"]
    return {"beside": [own for own in beside if "first" in own], "beside_point": beside,
            "not_whole": [{"periods": Listed(unwhole)}] if unwhole else []}


def _beside(facts: Facts, mark: dict, drawn: list[dict]) -> dict[str, Slot]:
    name = f"Middle of {mark['areas']} similar councils" if mark["level"] == "median" else mark["area"]
    known = dict(map(tuple, mark["points"]))
    values = {end: known.get(point["end"]) for end, point in (("first", drawn[0]), ("last", drawn[-1]))}
    if values["last"] is None:
        return {}
    return {"name": text(name), **{end: figure(facts, value) for end, value in values.items() if value is not None}}


def strange_numbers(facts: Facts, text: str) -> list[str]:
    """The numbers of a picture's words that are none of the finding's."""
    for label in sorted({brief_period(point["period"]) for point in facts["points"]}, key=len, reverse=True):
        text = text.replace(label, "")
    text = RULES.sub("", text.replace(facts["title"], "").replace(facts["area"], ""))
    own = list(_own(facts))
    return [found for found in ALONE.findall(text) if not _is_one(found, own)]


def _own(facts: Facts) -> Iterator:
    for point in (*facts["points"], *(facts.get("control", "points") or ())):
        for name in ("value", "low", "high", "centre", "lower", "upper"):
            if point.get(name) is not None:
                yield facts.as_told(point[name])


def _is_one(found: str, own: list) -> bool:
    read = read_number(found)
    return read is not None and any(agrees(*read, fact) for fact in own)
