"""What the sentences claim that say what a figure stands beside, and what it has to be read with."""

from itertools import groupby

from wayforward.formats import day
from wayforward.proof.facts import Facts
from wayforward.proof.slots import Listed, Slot, Words, count, figure, text

NAMES = {"not comparable": "not_comparable", "not yet whole": "not_whole", "suppressed": "suppressed"}
SEVERAL = "_several"


def _country(name: str):
    return lambda facts: figure(facts, (facts.benchmark("country") or {}).get(name),
                                facts.places(facts["latest" if name == "value" else "baseline"]))


def _then(facts: Facts) -> Slot:
    """England's figure before the plan; its unit follows with the figure of now."""
    return figure(facts, (facts.benchmark("country") or {}).get("baseline"), facts.places(facts["baseline"]),
                  unit="%" if facts["unit"] == "%" else "")


def _median(name: str):
    return lambda facts: (facts.benchmark("median") or {}).get(name)


def _where(facts: Facts) -> str:
    return ", ".join(part for part in (facts.get("refused", "file"), facts.get("refused", "column")) if part)


def _reasons(facts: Facts) -> Words:
    """Why there is no figure, with what one note says of all its periods."""
    reason = facts.get("change", "reason") or ""
    notes = {(point["note"] or "").partition(": see ")[0] for point in facts["points"] if point["value"] is None}
    return text(*[_capital(reason + (f" ({note})" if note else "")) for note in notes if len(notes) == 1]
                + [_capital(reason)])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _later(facts: Facts) -> Slot:
    """The figures of after the plan, as a story and a table tell them."""
    told = [figure(facts, point["value"], facts.places(point)) for point in facts.later[-MOST_LATER:]]
    return Listed([f"{each.told} ({facts.period(point)})" for each, point in
                   zip(told, facts.later[-MOST_LATER:], strict=True)])


MOST_LATER = 4
SLOTS = {
    "england_then": _then, "england_now": _country("value"),
    "similar": lambda f: count(_median("areas")(f)),
    "similar_now": lambda f: figure(f, _median("value")(f), f.places(f["latest"])),
    "unknown_count": lambda f: count(f.get("latest", "unknown")),
    "unknown": lambda f: text(f["unknown"]),
    "known_value": lambda f: figure(f, f.get("latest", "known_value")),
    "stand_in": lambda f: text(f["stand_in"]),
    "caveat": lambda f: text(f["caveat"] or ""),
    "redefined": lambda f: text(f["redefined"] and day(f["redefined"])),
    "later": _later,
    "target": lambda f: text(f["target"]),
    "Reason": _reasons,
    "supplied_by": lambda f: text(f["supplied_by"]),
    "table": lambda f: text(f.get("refused", "title") or ""),
    "rule": lambda f: text(f.get("refused", "rule") or ""),
    "where": lambda f: text(_where(f)),
}


def _england(*, moved: bool | None):
    """Whether England's figures then and now differ as they are shown; None: it says nothing of then."""
    def holds(facts: Facts) -> bool:
        mark = facts.benchmark("country")
        if mark is None:
            return False
        if moved is None:
            return True
        return mark["baseline"] is not None and (
            _country("value")(facts).digits != _country("baseline")(facts).digits) == moved
    return holds


HOLDS = {
    **{f"england_{way}{and_similar}": _england(moved=moved) for way, moved in
       (("went", True), ("stayed", False), ("stands", None)) for and_similar in ("", "_similar")},
    "unknown_hidden": lambda f: f["origin"] == "extract" and f.get("latest", "unknown") is None,
    "redefined": lambda f: f["redefined"] and not any(point["start"] < f["redefined"] for point in f.usable),
    "target": lambda f: f["target"] != "none set",
    "refused": lambda f: f["verdict"] == "refused", "refused_cure": lambda f: f["verdict"] == "refused",
    "lacking": lambda f: f["latest"] is None, "could_be_counted": lambda f: f["latest"] is None,
}


def instances(facts: Facts) -> dict[str, list[dict[str, Slot]]]:
    """The sentences that speak of periods, by name, each with what its slots hold: one for each remark."""
    made: dict[str, list[dict[str, Slot]]] = {}
    for name, points, remark in (*_of_used(facts), *_of_unused(facts)):
        periods = [facts.period(point) for point in points]
        own = {"remark": text(remark), "periods": Listed(periods),
               "Periods": Listed([_capital(periods[0]), *periods[1:]]), "count": count(len(points)),
               "Count": count(len(points))}
        for each in (name, name + SEVERAL):
            made.setdefault(each, []).append(own)
    return made


def _of_used(facts: Facts):
    """What has to be known of the figures from the baseline to the latest."""
    provisional = [point for point in facts.used if point["status"] == "provisional"]
    if provisional:
        yield "provisional", provisional, ""
    noted = [point for point in facts.used if point["note"]]
    for note in {point["note"]: None for point in noted}:
        own = [point for point in noted if point["note"] == note]
        revised = all(point["status"] == "revised" for point in own)
        yield "revised_since" if revised else "with_care", own, note


def _of_unused(facts: Facts):
    """The figures since the baseline that do not count, and why."""
    def alike(point: dict) -> tuple[str, str]:
        return point["status"], point["note"] or ""
    for (status, note), points in groupby(sorted(facts.unused, key=lambda one: (*alike(one), one["end"])), alike):
        yield NAMES.get(status, "not_available"), list(points), note or status
