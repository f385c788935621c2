"""What the sentences of a note claim: estimates, intervals, tests."""

from decimal import Decimal

from wayforward.formats import brief_period, day
from wayforward.proof import careful
from wayforward.proof.facts import BETTER_SIGN, OPEN, Facts
from wayforward.proof.numbers import told_p, written
from wayforward.proof.slots import Listed, Probability, Slot, Words, count, figure, share, signed, text
from wayforward.proof.templates import words

SHORT_STEPS = {"%": "pp", "percentage points": "pp", "score": ""}


def _step(facts: Facts) -> Words:
    unit = facts["unit"]
    return text(SHORT_STEPS.get(unit, unit))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _signed(*steps: str, more: int = 0):
    return lambda facts: signed(facts, facts.get(*steps), more)


def _figure(*steps: str):
    return lambda facts: figure(facts, facts.get(*steps))


def _bare(*steps: str):
    """A figure with its sign of per cent, without a unit in words."""
    return lambda facts: figure(facts, facts.get(*steps), unit="%" if facts["unit"] == "%" else "")


def _p(*steps: str):
    return lambda facts: Probability(facts.get(*steps))


def _text(*steps: str):
    return lambda facts: text(str(facts.get(*steps) or ""))


def _day(*steps: str):
    return lambda facts: text(facts.get(*steps) and day(facts.get(*steps)))


def _median(name: str):
    return lambda facts: (facts.benchmark("median") or {}).get(name)


def _visible(which: int, name: str):
    return lambda facts: ((facts["visible"] or [{}])[which]).get(name)


def _scatter(name: str, places: int):
    def slot(facts: Facts) -> Slot:
        value = facts.get("scatter", name)
        return text() if value is None else text(written(_plain(value), places))
    return slot


def _plain(value: float) -> Decimal:
    return Decimal(repr(float(value)))


def _yearly(which: int):
    """The least change a year that would show, of now (0) or of the end (−1)."""
    def slot(facts: Facts) -> Slot:
        value = _visible(which, "per_year")(facts)
        return text() if value is None else figure(facts, value, facts.decimals + 1, unit="")
    return slot


def _place(rank: str, name: str):
    return lambda facts: count(facts.get(rank, name))


def _dissenters(facts: Facts) -> Listed:
    differ = [one for one in facts["robustness"] if one["verdict"] in facts.dissent]
    return Listed([f"{one['choice']} ({'' if one['p'] is None else told_p(one['p']) + ': '}{one['verdict']})"
                   for one in differ])


def _groups(facts: Facts) -> Listed:
    return Listed([f"{one['name']} {share(facts, one['share']).told} against {share(facts, one['community']).told}"
                   for one in facts["groups"] if one["share"] is not None])


def _hoped(facts: Facts) -> float | None:
    """The probability of what is better; where nothing is, of a higher figure."""
    probability = facts.get("outlook", "probability")
    return probability if probability is None or BETTER_SIGN[facts["better"]] >= 0 else 1 - probability


def _odds(facts: Facts) -> Words:
    probability = _hoped(facts)
    return text() if probability is None else text(odds(probability))


def _likely(facts: Facts) -> Words:
    """The words of the probability yardstick; a reduced finding has its probability in twentieths."""
    probability = _hoped(facts)
    if probability is None:
        return text()
    told = round(20 * probability + 1e-9) / 20
    return text([said for least, said in words()["likely"].items() if float(least) <= told][-1])


def odds(chance: float) -> str:
    """A chance in twentieths at the ends and in tenths between.

    >>> odds(0.03), odds(0.06), odds(0.31)
    ('less than 1 in 20', 'about 1 in 20', 'about 3 in 10')
    """
    if not 0.05 <= chance <= 0.95:
        return "less than 1 in 20" if chance < 0.5 else "more than 19 in 20"
    if not 0.075 <= chance <= 0.925:
        return "about 1 in 20" if chance < 0.5 else "about 19 in 20"
    return f"about {written(_plain(chance) * 10, 0)} in 10"


SLOTS = {
    **careful.SLOTS,
    "Verdict": lambda f: text(_capital(f["verdict"])),
    "evidence": _text("evidence"), "decided_by": _text("decided_by"),
    "value": lambda f: figure(f, f.get("latest", "value"), f.places(f["latest"])),
    "latest_period": lambda f: text(brief_period(f.get("latest", "period") or "")),
    "low": _bare("latest", "low"), "high": _bare("latest", "high"),
    "slope": _signed("trend", "estimate", more=1), "slope_low": _signed("trend", "low", more=1),
    "slope_high": _signed("trend", "high", more=1),
    "slope_of_others.slope": _signed("against_others", "estimate", more=1),
    "step": _step, "points": lambda f: count(f.get("trend", "points_used")),
    "slope_of_others.points": lambda f: count(f.get("against_others", "points_used")),
    "p": _p("trend", "p"), "slope_of_others.p": _p("against_others", "p"), "change.p": _p("change", "p"),
    "beyond.p": _p("standing", "p"),
    "method": _text("trend", "method"), "slope_of_others.method": _text("against_others", "method"),
    "forecast.method": _text("outlook", "method"), "forecast_odds.method": _text("outlook", "method"),
    "others": lambda f: count(f.get("scatter", "areas")),
    "change": _signed("change", "estimate"), "change_low": _signed("change", "low"),
    "change_high": _signed("change", "high"),
    "baseline_period": lambda f: text(brief_period(f.get("baseline", "period") or "")),
    "reason": _text("change", "reason"), "forecast_none.reason": _text("outlook", "reason"),
    "parts_none.reason": _text("decomposition", "apart", "reason"),
    **{f"last_year{side}": _signed("last_year", name) for side, name in (
        ("", "estimate"), ("_low", "low"), ("_high", "high"))},
    **{f"relative{side}": _signed("relative", name) for side, name in (
        ("", "estimate"), ("_low", "low"), ("_high", "high"))},
    "similar": lambda f: count(_median("areas")(f)), "similar_change": lambda f: signed(f, _median("change")(f)),
    "rank": lambda f: count(f.get("standing", "rank")), "areas": lambda f: count(f.get("standing", "of")),
    "rank_low": lambda f: count(f.get("standing", "rank_low")),
    "rank_high": lambda f: count(f.get("standing", "rank_high")),
    "standing_low": _signed("standing", "low"), "standing_high": _signed("standing", "high"),
    **{f"place_of_{what}.{slot}": _place(name, own) for what, name in (
        ("change", "change_rank"), ("latest", "level_rank")) for slot, own in (
        ("rank", "rank"), ("rank_low", "low"), ("rank_high", "high"), ("areas", "of"))},
    **{f"rest{side}": _signed("against_rest", name) for side, name in (
        ("", "estimate"), ("_low", "low"), ("_high", "high"))},
    "rest.others": lambda f: count(f["change_rank"] and f["change_rank"]["of"] - 1),
    "rest.p": _p("against_rest", "p"), "rest.method": _text("against_rest", "method"),
    "rest_none.reason": _text("against_rest", "reason"),
    "unknown_first": lambda f: count(f.get("baseline", "unknown")), "known_first": _figure("baseline", "known_value"),
    "tests": lambda f: count(f.tried), "differ": lambda f: count(f.dissenters), "dissenters": _dissenters,
    "end": _day("outlook", "end"), "outlook_low": _figure("outlook", "low"), "outlook_high": _figure("outlook", "high"),
    "seen_later.end": lambda f: text(f["visible"] and day(f["visible"][-1]["by"])),
    "goal": _figure("outlook", "goal"), "odds": _odds, "likely": _likely,
    "side": lambda f: text("above" if BETTER_SIGN[f["better"]] >= 0 else "below"),
    "least": _yearly(0), "least_later": _yearly(-1),
    "seen.points": lambda f: count(_visible(0, "points")(f)),
    "seen_later.points": lambda f: count(_visible(0, "points")(f)),
    "points_later": lambda f: count(_visible(-1, "points")(f)),
    "periods": lambda f: count(f.get("scatter", "periods")), "known": _day("scatter", "known"),
    "sigma": lambda f: figure(f, f.get("scatter", "sigma"), f.decimals + 1, unit=""),
    "df": _scatter("df", 0), "correlation": _scatter("correlation", 2), "spread": _scatter("spread", 2),
    **{f"{part}{side}": _signed("decomposition", part, name) for part in ("apart", "share") for side, name in (
        ("", "estimate"), ("_low", "low"), ("_high", "high"))},
    "limits": lambda f: text("as rounding allows" if f.get("decomposition", "bounds") else "95% intervals"),
    "groups": _groups,
    "hidden": lambda f: Listed([one["name"] for one in f["groups"] if one["share"] is None]),
    "reconciled": _text("reconciled"),
}


def _exact(facts: Facts) -> bool:
    """Whether a slope's limits may be told."""
    return facts["origin"] == "published" and facts.get("trend", "low") is not None


HOLDS = {
    "verdict": lambda f: f["evidence"] != "none" and f["decided_by"] != "nothing",
    "verdict_open": lambda f: f["evidence"] == "none" and f["decided_by"] != "nothing",
    "verdict_bare": lambda f: f["decided_by"] == "nothing",
    "slope_interval": _exact,
    "change": lambda f: f.get("change", "low") is not None, "change_bare": lambda f: f.get("change", "low") is None,
    "rank_bare": lambda f: f.get("standing", "rank_low") is None,
    "beyond": lambda f: f["decided_by"] == "standing among neighbours",
    "agree": lambda f: f.tried > 1 and not f.dissent, "agree_one": lambda f: f.tried == 1 and not f.dissent,
    "dissent": lambda f: bool(f.dissent),
    "forecast_level": lambda f: f["verdict"] in OPEN and f.get("outlook", "low") is not None,
    "from_returns": lambda f: f["origin"] == "extract",
}
