"""What the first sentences of a story claim: where the figure stands, what was promised, where it began."""

from wayforward.formats import brief_period, when
from wayforward.proof.facts import Facts
from wayforward.proof.numbers import agrees, scaled
from wayforward.proof.slots import BEFORE_ROUNDING, MORE, SomeInSome, Words, count, figure, size, text
from wayforward.proof.templates import words


def _share(facts: Facts) -> float:
    """The latest figure as a fraction; where it is rounded, by the two numbers that it is made of."""
    some, among = facts.get("latest", "numerator"), facts.get("latest", "denominator")
    return some / among if facts.reduced and some and among else facts.get("latest", "value") or 0


def _labels(facts: Facts) -> list[str]:
    """The latest period with what stands in brackets, and without."""
    label = facts.get("latest", "period") or ""
    return [label, brief_period(label)]


def _value(facts: Facts, point: dict | None):
    return figure(facts, (point or {}).get("value"), facts.places(point), MORE)


SLOTS = {
    "when": lambda f: text(*{when(label, f["calendar"]) for label in _labels(f)}),
    "numerator": lambda f: count(f.get("latest", "numerator")),
    "denominator": lambda f: count(f.get("latest", "denominator")),
    "of": lambda f: text(f["of"]),
    "counted": lambda f: text(f["counted"]),
    "value": lambda f: _value(f, f["latest"]),
    "in_ten": lambda f: SomeInSome(scaled(_share(f), "")),
    "promised": lambda f: text(words()["promised"].get(f["better"], "")),
    "better": lambda f: Words([words()["better"][f["better"]]]),
    "baseline": lambda f: _value(f, f["baseline"]),
    "baseline_period": lambda f: text(brief_period(f.get("baseline", "period") or "")),
    "change": lambda f: size(f, f.get("change", "estimate"), MORE, about=True),
    "rounding": lambda f: Words(("", BEFORE_ROUNDING)),
    "figures": lambda f: count(len(f.usable)),
}


def _people(facts: Facts) -> bool:
    numerator = facts.get("latest", "numerator")
    return facts["kind"] == "proportion" and numerator is not None


def _averaged(facts: Facts) -> bool:
    return (facts.get("latest", "numerator") or 0) % 1 != 0


def _own_promise(facts: Facts) -> bool:
    """Whether the plan is the council's own."""
    return not facts["promised_by"] and facts["better"] in words()["promised"]


def _level(facts: Facts) -> bool:
    change = facts.get("change", "estimate")
    return change is not None and agrees(scaled(0, ""), facts.decimals, facts.as_told(change))


def _moved(sign: int, decided: bool):
    return lambda facts: facts.decided == decided and facts.sign("change", "estimate") == sign


HOLDS = {
    **dict.fromkeys(("people", "share", "share_in_ten"), lambda f: _people(f) and not _averaged(f)),
    **dict.fromkeys(("share_on_average", "share_on_average_in_ten"), lambda f: _people(f) and _averaged(f)),
    "count": lambda f: f["kind"] == "count",
    "percentage": lambda f: f["unit"] == "%" and f["kind"] in ("proportion", "rate"),
    "figure": lambda f: f["kind"] in ("mean", "gap", "rate"),
    "make_up": lambda f: f["kind"] == "shares",
    "promised": _own_promise,
    "up": _moved(1, True), "down": _moved(-1, True), "higher": _moved(1, False), "lower": _moved(-1, False),
    "level": _level,
    "started_highest": lambda f: f["baseline_was"] == "highest",
    "started_lowest": lambda f: f["baseline_was"] == "lowest",
}
