"""What England and the most similar councils did over the same time, in one sentence."""

from wayforward.finding import Benchmark, Finding
from wayforward.formats import decimals, number, quantity
from wayforward.narrate.how_sure import ordinal
from wayforward.narrate.words import say


def beside_others(finding: Finding) -> str:
    """England's figure then and now, and the middle of the statistical neighbours; "" where neither is known."""
    england, similar = finding.benchmark("country"), finding.benchmark("median")
    name, facts = _england(finding, england) if england else ("", {})
    if similar:
        name = f"{name}_similar".strip("_")
        facts |= {"similar": str(similar.areas), "similar_now": _now(finding, similar)}
    return say("story", name, **facts) if name else ""


def ranked(finding: Finding) -> str:
    """Our change's place among the neighbours', and the places that chance leaves open."""
    place = finding.standing
    if place is None:
        return ""
    facts = {"rank": ordinal(place.rank), "areas": str(place.of)}
    if place.rank_low is None:
        return say("story", "ranked_bare", **facts)
    if place.rank_low == place.rank_high:
        return say("story", "ranked_surely", **facts)
    return say("story", "ranked", rank_low=ordinal(place.rank_low), rank_high=ordinal(place.rank_high), **facts)


def _england(finding: Finding, england: Benchmark) -> tuple[str, dict[str, str]]:
    now = _now(finding, england)
    if england.baseline is None or finding.change.estimate is None:
        return "england_stands", {"england_now": now}
    places = decimals(finding, finding.baseline)
    if quantity(england.baseline, finding.unit, places) == now:
        return "england_stayed", {"england_now": now}
    return "england_went", {"england_then": number(england.baseline, finding.unit, places), "england_now": now}


def _now(finding: Finding, mark: Benchmark) -> str:
    return quantity(mark.value, finding.unit, decimals(finding, finding.latest))
