"""What the sentences of a plan's close claim: whether a verdict is final, what it waits for, what was learned."""

from datetime import date

from wayforward.formats import WITH_ARTICLE, brief_period
from wayforward.proof import stands, sure, technical
from wayforward.proof.facts import USABLE, Facts
from wayforward.proof.slots import Words, count, text
from wayforward.proof.templates import words

LEAST_POINTS = 5
PARTS = ((10, "at the beginning of {month}"), (20, "in mid-{month}"), (31, "at the end of {month}"))


def _last(facts: Facts) -> dict:
    """The last figure that is still to decide."""
    waiting = [each for each in facts["still_to_come"] or () if each["decides"]]
    return max(waiting, key=lambda each: each["end"], default={})


def _awaited(facts: Facts) -> Words:
    label = brief_period(_last(facts).get("period") or "")
    return text(f"the {label}" if facts["calendar"] in WITH_ARTICLE else label)


def _usual(facts: Facts) -> Words:
    if not _last(facts).get("usual"):
        return text()
    day = date.fromisoformat(_last(facts)["usual"])
    part = next(said for last, said in PARTS if day.day <= last)
    return text(part.format(month=f"{day:%B %Y}"))


def _months(facts: Facts) -> Words:
    if not _last(facts).get("usual"):
        return text()
    usual, end = (date.fromisoformat(_last(facts)[name]) for name in ("usual", "end"))
    return text(str(12 * (usual.year - end.year) + usual.month - end.month))


def _verdict(facts: Facts) -> Words:
    table = words()
    return text((table["verdict"][facts["verdict"]] + table["evidence"][facts["evidence"]]).lower())


def _periods(status: str):
    def slot(facts: Facts) -> Words:
        begin = facts.get("baseline", "end") or ""
        names = [facts.period(point) for point in facts["points"] if point["status"] == status and point["end"] > begin]
        return text(names[0] if len(names) == 1 else f"{names[0]} {'and' if len(names) == 2 else 'to'} {names[-1]}"
                    ) if names else text()
    return slot


def _waits(origin_published: bool, due: bool | None, day_known: bool):
    """Whether a figure is still to come, whose, whether it is due (None: either), and whether its day is known."""
    def holds(facts: Facts) -> bool:
        last = _last(facts)
        return bool(last) and (facts["origin"] == "published") == origin_published and \
            due in (None, last["due"]) and bool(last["usual"]) == day_known
    return holds


def _final(facts: Facts) -> bool:
    """Nothing to come that decides, nothing to be revised, and something measured."""
    return not _last(facts) and not any(point["status"] == "provisional" for point in facts.used) \
        and any(point["value"] is not None for point in facts["points"])


SLOTS = {
    "awaited": _awaited, "usual": _usual, "months": _months, "verdict": _verdict,
    "lesson_breaks.periods": _periods("not comparable"), "provisional.periods": _periods("provisional"),
    "baseline": stands.SLOTS["baseline"], "baseline_period": stands.SLOTS["baseline_period"],
    "value": stands.SLOTS["value"], "latest_period": technical.SLOTS["latest_period"],
    "reason": lambda f: text(f.get("change", "reason")), "least": sure.SLOTS["least"],
    "figures": lambda f: count(len(f.used))}
HOLDS = {
    "final": _final, "verdict_final": _final,
    "waiting": _waits(True, False, True), "waiting_due": _waits(True, True, True),
    "waiting_no_day": _waits(True, None, False), "waiting_return": _waits(False, None, False),
    "provisional": lambda f: not _last(f) and not _final(f),
    "never_measured": lambda f: not _last(f) and f["latest"] is None,
    "end": lambda f: (f.get("latest", "end") or "") > (f.get("baseline", "end") or ""),
    "no_baseline": lambda f: f["latest"] is not None and f["baseline"] is None,
    "no_chance": lambda f: f.get("trend", "bare") is not False and f.get("change", "low") is None,
    "not_seen": lambda f: f["verdict"] == "no clear change" and bool(f["visible"]),
    "lesson_deliver": lambda f: f["latest"] is None,
    "lesson_baseline": lambda f: f["latest"] is not None and f["baseline"] is None,
    "lesson_late": lambda f: bool(_last(f)),
    "lesson_spread": lambda f: f.get("change", "low") is None,
    "lesson_few": lambda f: len(f.used) < LEAST_POINTS,
    "lesson_breaks": lambda f: any(point["status"] not in USABLE for point in f["points"]),
    "lesson_small": lambda f: f["verdict"] == "no clear change" and bool(f["visible"]),
    "lesson_definition": lambda f: 0 < f.tried <= 2 * f.dissenters,
    "lesson_stand_in": lambda f: bool(f["stand_in"])}
