"""A finding as it may leave: what a reader of the pages could know of it, and no more.

An official published figure is told as it is. Of one counted from returns, a digit more than the pages show can give a
hidden number away, so for each field it is decided what is kept:

    words        as they are: names, labels, verdicts, reasons, periods, statuses
    figures      to the digits that the pages show (`decimals`; a yearly change one more; a chance in twentieths)
    p            as text, as the pages write it: "0.047", "< 0.05", "< 0.001"
    heads        whole, one decimal for averages of months; none where no table of the series shows them: the groups of
                 a gap or a make-up, and what a rate is of
    nothing      what no page shows: limits of a trend, the middle of a forecast, the p of what decides nothing
    other areas  as they were published

A field of which nothing is decided here does not leave.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from wayforward.formats import as_shown
from wayforward.narrate.figures import probability

PUBLISHED = "published"
TWENTIETHS = 20


@dataclass(frozen=True)
class Digits:
    """How a finding's pages show its numbers; `heads`: decimals of numbers of people, None where they show none."""

    unit: str
    decimals: int
    heads: int | None


Rule = Callable[[Any, Digits], Any]


def as_it_is(value: Any, digits: Digits) -> Any:
    """Words, and figures of other areas."""
    return value


def nothing(value: Any, digits: Digits) -> None:
    """What no page shows."""
    return None


def figure(value: float | None, digits: Digits) -> float | None:
    """A figure, or a difference of figures."""
    return None if value is None else as_shown(value, digits.unit, digits.decimals)


def per_year(value: float | None, digits: Digits) -> float | None:
    """A change a year."""
    return figure(value, replace(digits, decimals=digits.decimals + 1))


def share(value: float | None, digits: Digits) -> float | None:
    """A group's share, a percentage whatever the finding's unit."""
    return figure(value, replace(digits, unit="%"))


def percent(value: float | None, digits: Digits) -> float | None:
    """A chance that is told in whole per cent."""
    return figure(value, replace(digits, unit="%", decimals=0))


def chance(value: float | None, digits: Digits) -> float | None:
    """A coarse chance."""
    return None if value is None else as_shown(value * TWENTIETHS, "", 0) / TWENTIETHS


def p(value: float | None, digits: Digits) -> str | None:
    """A p in the words of the pages."""
    return None if value is None else probability(value).removeprefix("p").removeprefix(" =").strip()


def heads(value: float | None, digits: Digits) -> float | None:
    """A number of people."""
    return None if value is None or digits.heads is None else as_shown(value, "", digits.heads)


def of(rules: dict[str, Rule]) -> Rule:
    """A thing with fields, each by its own rule; null stays null."""
    def reduced(value: dict[str, Any] | None, digits: Digits) -> dict[str, Any] | None:
        return None if value is None else {name: rules[name](each, digits) for name, each in value.items()
                                           if name in rules}
    return reduced


def each(rule: Rule) -> Rule:
    """A list of things."""
    def reduced(values: list[Any], digits: Digits) -> list[Any]:
        return [rule(value, digits) for value in values]
    return reduced


def _words(*names: str) -> dict[str, Rule]:
    return dict.fromkeys(names, as_it_is)


POINT: dict[str, Rule] = {**_words("period", "start", "end", "status", "note", "reason", "places"), "value": figure,
                          "low": figure, "high": figure, "numerator": heads, "denominator": heads, "unknown": heads,
                          "known_value": nothing}


def point(known: Rule) -> Rule:
    """A period's figure, with fewer decimals where it was published with fewer; `known`: the rule of the figure among
    those of whom it is known, which is told of the latest and of the first alone."""
    reduced = of(POINT | {"known_value": known})

    def by_places(value: dict[str, Any] | None, digits: Digits) -> dict[str, Any] | None:
        places = (value or {}).get("places")
        fewer = digits if places is None else replace(digits, decimals=min(digits.decimals, places))
        return reduced(value, fewer)
    return by_places


RESULT: dict[str, Rule] = {"estimate": figure, "low": figure, "high": figure, "p": nothing,
                           **_words("method", "reason")}
TREND: dict[str, Rule] = {**_words("method", "reason", "points_used", "provisional", "bare", "evidence"),
                          "estimate": per_year, "low": nothing, "high": nothing, "p": p, "smallest_p": p}
STANDING: dict[str, Rule] = {**_words("rank", "of", "extreme", "rank_low", "rank_high"), "p": p,
                             "median": figure, "low": figure, "high": figure}
RANK: dict[str, Rule] = _words("rank", "of", "low", "high")
CHOICE: dict[str, Rule] = {**_words("choice", "verdict"), "p": p, "smallest_p": p}
BENCHMARK: dict[str, Rule] = {**_words("area", "level", "areas", "value", "change", "baseline", "points"),
                              "relative": of(RESULT)}
SCATTER: dict[str, Rule] = {**_words("known", "areas", "periods", "df", "correlation", "spread"), "sigma": per_year}
VISIBLE: dict[str, Rule] = {**_words("by", "points"), "per_year": per_year, "most_fall": nothing,
                            "most_rise": nothing}
UNEVEN: dict[str, Rule] = {**_words("before", "after"), "dispersion": nothing, "p": nothing, "step": figure}
GROUP: dict[str, Rule] = {**_words("name"), "share": share, "community": share}
CONTROL_POINT: dict[str, Rule] = {**_words("end", "signals", "phase"), "value": figure, "centre": figure,
                                  "lower": figure, "upper": figure}
CONTROL: dict[str, Rule] = {**_words("chart", "trial", "reason"), "points": each(of(CONTROL_POINT)),
                            "by_chance": percent}
OUTLOOK: dict[str, Rule] = {**_words("end", "method", "reason"), "value": nothing, "low": figure, "high": figure,
                            "goal": figure, "probability": chance}
DECOMPOSITION: dict[str, Rule] = {**_words("bounds"), "change": of(RESULT), "apart": of(RESULT), "share": of(RESULT)}
COMMENTARY: dict[str, Rule] = _words("reason", "action", "owner", "date", "refused")
ACCOUNTABILITY: dict[str, Rule] = _words("owner", "targets", "next_review")
REPLY: dict[str, Rule] = _words("question", "words", "owner", "date", "refused")
FINDING: dict[str, Rule] = {
    **_words("measure", "number", "series", "headline", "ambition", "measure_title", "title", "part", "promise", "kind",
             "unit", "decimals", "better", "calendar", "of", "counted", "unknown", "origin", "area", "supplied_by",
             "baseline_was", "target", "verdict", "evidence", "decided_by", "reconciled", "invented", "caveat", "story",
             "note", "questions", "refused", "robustness_holds", "promised_by", "stand_in",
             "plan_ended", "still_to_come", "since", "redefined"),
    "points": each(point(nothing)), "latest": point(figure), "baseline": point(figure),
    "change": of(RESULT | {"p": p}), "trend": of(TREND), "relative": of(RESULT), "last_year": of(RESULT),
    "standing": of(STANDING), "robustness": each(of(CHOICE)), "benchmarks": each(of(BENCHMARK)),
    "groups": each(of(GROUP)), "control": of(CONTROL), "outlook": of(OUTLOOK), "decomposition": of(DECOMPOSITION),
    "against_rest": of(RESULT | {"p": p}), "change_rank": of(RANK), "level_rank": of(RANK),
    "against_others": of(TREND), "scatter": of(SCATTER), "visible": each(of(VISIBLE)),
    "uneven": of(UNEVEN), "commentary": of(COMMENTARY), "replies": each(of(REPLY)),
    "accountability": of(ACCOUNTABILITY)}


def public_finding(plain: dict[str, Any]) -> dict[str, Any]:
    """A finding as it may leave, from its plain form (see finding.to_json)."""
    return plain if plain.get("origin") == PUBLISHED else of(FINDING)(plain, digits_of(plain))


def digits_of(plain: dict[str, Any]) -> Digits:
    """How the pages show a finding's numbers (see show.tables)."""
    kind, unit, points = plain.get("kind"), plain.get("unit", ""), plain.get("points", [])
    decimals = plain.get("decimals", 0)
    if kind == "count":
        return Digits(unit, decimals, decimals)
    if kind in ("shares", "gap") or (kind == "rate" and unit != "%"):
        return Digits(unit, decimals, None)
    averaged = kind == "rate" or any((one["numerator"] or 0) % 1 for one in points)
    return Digits(unit, decimals, int(averaged))
