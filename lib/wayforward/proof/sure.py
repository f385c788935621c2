"""What the sentences claim that say how sure a verdict is: what chance would do, what other tests see, what is open."""

from math import sqrt

from wayforward.proof.facts import BETTER_SIGN, SOME, Facts
from wayforward.proof.slots import Listed, Slot, Words, count, size, text
from wayforward.proof.templates import words


def plain_verdict(verdict: str) -> str:
    """A verdict in the middle of a sentence."""
    return words()["verdict"].get(verdict, "").lower()


def _times(facts: Facts) -> Words:
    return text(str(words()["chance"].get(facts["evidence"], "")))



def _place(facts: Facts, from_top: bool) -> Words:
    rank, areas = facts.get("standing", "rank"), facts.get("standing", "of")
    if rank is None:
        return text()
    place = rank if from_top else areas + 1 - rank
    return text("the" if place == 1 else f"the {ordinal(place)}")


def ordinal(place: int) -> str:
    """A place in digits.

    >>> ordinal(1), ordinal(12), ordinal(23)
    ('1st', '12th', '23rd')
    """
    ending = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


def _neighbours(facts: Facts):
    areas = facts.get("standing", "of")
    return count(None if areas is None else areas - 1)


def _wobble(facts: Facts) -> Slot:
    """How far such a figure moves from one period to the next by itself: the spread of a difference of two that
    correlate."""
    sigma, correlation = facts.get("scatter", "sigma"), facts.get("scatter", "correlation")
    return text() if sigma is None else size(facts, sigma * sqrt(2 * (1 - correlation)))


def _ranks(name: str):
    def slot(facts: Facts) -> Words:
        rank = facts.get("standing", name)
        return text() if rank is None else text(ordinal(rank))
    return slot


def _dissent(facts: Facts) -> Listed:
    return Listed([f"{number} {_sees(verdict, number)}" for verdict, number in facts.dissent.items()])


def _sees(verdict: str, number: int) -> str:
    verb = ("sees" if number == 1 else "see") if verdict == "no clear change" else \
        "calls it" if number == 1 else "call it"
    return f"{verb} {plain_verdict(verdict)}"


def _visible(facts: Facts) -> dict:
    return next(iter(facts["visible"] or []), {})


def _all_areas(name: str):
    """Something of the place among all areas: of the change, or where there is none of the latest figure."""
    def slot(facts: Facts):
        found = facts["change_rank"] or facts["level_rank"]
        if found is None:
            return text()
        if name == "of":
            return count(found["of"])
        ends = {"rank": "rank", "low": "high", "high": "low"}
        from_the_end = BETTER_SIGN[facts["better"]] < 0
        place = found["of"] + 1 - found[ends[name]] if from_the_end else found[name]
        return text(ordinal(place))
    return slot


def _side(facts: Facts) -> Words:
    """Better or worse than the rest; of what has no better way, higher or lower."""
    way = facts.sign("against_rest", "estimate") * BETTER_SIGN[facts["better"]]
    if way:
        return text("better" if way > 0 else "worse")
    return text({1: "higher", -1: "lower"}.get(facts.sign("against_rest", "estimate"), ""))


def _first(facts: Facts) -> Words:
    return text("best" if BETTER_SIGN[facts["better"]] else "largest")


def _other_areas(facts: Facts):
    areas = facts.get("change_rank", "of")
    return count(None if areas is None else areas - 1)


OF_ALL = ("place_of_change", "place_of_change_surely", "place_of_latest", "place_of_latest_surely")
SLOTS = {
    **{f"{name}.{slot}": _all_areas(own) for name in OF_ALL for slot, own in (
        ("rank", "rank"), ("rank_low", "low"), ("rank_high", "high"), ("areas", "of"))},
    **{f"{name}.others": _other_areas for name in ("rest", "rest_clear", "rest_level")},
    "apart": lambda f: size(f, f.get("against_rest", "estimate")), "side": _side, "first": _first,
    "times": _times,
    "points": lambda f: count(f.get("trend", "points_used")),
    "others": lambda f: count(f.get("scatter", "areas")),
    "neighbours": _neighbours,
    "areas": lambda f: count(f.get("standing", "of")),
    "open_by_place_highest.place": lambda f: _place(f, True),
    "open_by_place_lowest.place": lambda f: _place(f, False),
    "wobble": _wobble,
    "rank": _ranks("rank"), "rank_low": _ranks("rank_low"), "rank_high": _ranks("rank_high"),
    "reason": lambda f: text(f.get("change", "reason")),
    "before": lambda f: text(f.period_of(f.get("uneven", "before") or "")),
    "after": lambda f: text(f.period_of(f.get("uneven", "after") or "")),
    "step": lambda f: size(f, f.get("uneven", "step"), 2),
    "tests": lambda f: count(f.tried),
    "agreeing": lambda f: count(f.tried - f.dissenters),
    "dissent": _dissent,
    "tests_differ_one.dissent": lambda f: text(*(_sees(verdict, 1) for verdict in f.dissent)),
    "least": lambda f: size(f, _visible(f).get("per_year"), more=1),
}


def _by(decided_by: str, *verdicts: str):
    return lambda facts: facts["decided_by"] == decided_by and facts["verdict"] in verdicts


def _sure_by(decided_by: str, *test: str):
    """Decided, by a test whose p lies under the chance that is told."""
    def holds(facts: Facts) -> bool:
        times = words()["chance"].get(facts["evidence"])
        return facts.decided and facts["decided_by"] == decided_by and bool(times) \
            and facts.is_below(1 / times, *test)
    return holds


def _open_by(decided_by: str, below: bool, *test: str):
    """Open, by a test whose p lies below 0.05, or does not."""
    return lambda facts: (facts["verdict"] == "no clear change" and facts["decided_by"] == decided_by
                          and facts.get(*test) is not None and facts.is_below(SOME, *test) == below)


def _ends_alone_unclear(facts: Facts) -> bool:
    low, high = facts.get("change", "low"), facts.get("change", "high")
    return low is not None and low <= 0 <= high


def _beyond_neighbours(sign: int):
    def holds(facts: Facts) -> bool:
        rank, areas = facts.get("standing", "rank"), facts.get("standing", "of")
        return (facts.decided and facts["decided_by"] == STANDING and facts.sign("change", "estimate") == sign
                and rank == (1 if sign > 0 else areas))
    return holds


def _not_seen(sign: int):
    return lambda facts: (facts["verdict"] == "no clear change" and BETTER_SIGN[facts["better"]] == sign
                          and bool(facts["visible"]))


def _never_seen(sign: int):
    """Where the most that there can be of it is less than what would show; a reduced finding does not tell it."""
    def holds(facts: Facts) -> bool:
        most = _visible(facts).get("most_rise" if sign > 0 else "most_fall")
        return _not_seen(sign)(facts) and (facts.reduced or (most is not None and _visible(facts)["per_year"] > most))
    return holds


TREND, CHANGE, OTHERS = "trend", "change", "trend against the other councils"
STANDING, APART = "standing among neighbours", "trend and change apart"
HOLDS = {
    "sure_by_trend": _sure_by(TREND, "trend", "p"),
    "sure_by_trend_measured": _sure_by(TREND, "trend", "p"),
    "sure_by_trend_alone": lambda f: _sure_by(TREND, "trend", "p")(f) and _ends_alone_unclear(f),
    "sure_by_change": _sure_by(CHANGE, "change", "p"),
    "sure_by_others": _sure_by(OTHERS, "against_others", "p"),
    "sure_by_place_higher": _beyond_neighbours(1), "sure_by_place_lower": _beyond_neighbours(-1),
    "open_by_trend": _open_by(TREND, False, "trend", "p"),
    "open_by_trend_measured": _open_by(TREND, False, "trend", "p"),
    "open_by_own_swings": _open_by(TREND, False, "trend", "p"),
    "open_though_changed": lambda f: _open_by(TREND, False, "trend", "p")(f) and f.is_below(SOME, "change", "p"),
    "open_by_change": _open_by(CHANGE, False, "change", "p"),
    "open_by_others": _open_by(OTHERS, False, "against_others", "p"),
    "open_others_moved": _open_by(OTHERS, True, "against_others", "p"),
    "open_not_testable": _by(OTHERS, "not testable"),
    "open_apart": _by(APART, "no clear change"),
    "open_by_place_highest": _by(STANDING, "no clear change"),
    "open_by_place_lowest": _by(STANDING, "no clear change"),
    "open_neighbours_moved": lambda f: _by(STANDING, "no clear change")(f) and f.get("standing", "extreme"),
    "open_too_few_others": lambda f: f["verdict"] == "too little data" and f.get("change", "estimate") is not None,
    "too_little": lambda f: f["verdict"] == "too little data",
    "too_little_one": lambda f: f["verdict"] == "too little data" and len(f.used) <= 1,
    **{name: lambda f: f["change_rank"] is not None for name in OF_ALL[:2]},
    **{name: lambda f: f["change_rank"] is None for name in OF_ALL[2:]},
    "rest": lambda f: f.get("against_rest", "p") is not None and not f.is_below(SOME, "against_rest", "p"),
    "rest_clear": lambda f: f.is_below(SOME, "against_rest", "p"),
    "rest_level": lambda f: f.get("against_rest", "estimate") is not None
    and size(f, f.get("against_rest", "estimate")).digits.strip("0.") == "",
    "leapt_up": lambda f: f["verdict"] == "moved unevenly" and f.sign("uneven", "step") == 1,
    "leapt_down": lambda f: f["verdict"] == "moved unevenly" and f.sign("uneven", "step") == -1,
    "leapt_why": lambda f: f["verdict"] == "moved unevenly",
    "tests_agree": lambda f: f.tried > 2 and not f.dissent,
    "tests_agree_two": lambda f: f.tried == 2 and not f.dissent,
    "tests_agree_one": lambda f: f.tried == 1 and not f.dissent,
    "tests_differ": lambda f: 0 < f.dissenters < f.tried,
    "tests_differ_one_agrees": lambda f: f.dissenters == f.tried - 1 > 0,
    "ranked": lambda f: f.get("standing", "rank_low") != f.get("standing", "rank_high"),
    "ranked_surely": lambda f: f.get("standing", "rank_low") == f.get("standing", "rank_high") == f.get(
        "standing", "rank"),
    "ranked_bare": lambda f: f.get("standing", "rank_low") is None,
    "tests_all_differ": lambda f: 1 < f.dissenters == f.tried,
    "tests_differ_one": lambda f: f.dissenters == f.tried == 1,
    "not_seen_fall": _not_seen(-1), "not_seen_rise": _not_seen(1), "not_seen_change": _not_seen(0),
    "never_seen_fall": _never_seen(-1), "never_seen_rise": _never_seen(1),
}
