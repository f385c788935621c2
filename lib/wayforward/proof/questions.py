"""What the questions claim that a councillor could ask of a promise."""

from wayforward.proof import careful, sure
from wayforward.proof.facts import BETTER_SIGN, Facts
from wayforward.proof.slots import count, text


def _since(facts: Facts) -> str | None:
    baseline = facts["baseline"]
    return baseline and facts.period(baseline)


def _better_elsewhere(facts: Facts) -> bool:
    """Whether the middle of the most similar councils lies on the better side."""
    middle, latest = facts.benchmark("median"), facts.get("latest", "value")
    return middle is not None and latest is not None and \
        BETTER_SIGN[facts["better"]] * (middle["value"] - latest) > 0


SLOTS = {name: sure.SLOTS[name] for name in ("before", "after", "tests", "least")} | {
    name: careful.SLOTS[name] for name in ("unknown_count", "unknown", "similar_now")} | {
    "baseline_period": lambda f: text(_since(f)), "differ": lambda f: count(f.dissenters)}
HOLDS = {
    "leapt": sure.HOLDS["leapt_why"],
    "worse": lambda f: f["verdict"] == "worsening",
    "better": lambda f: f.decided and f["verdict"] != "worsening",
    "contested": lambda f: 0 < f.tried <= 2 * f.dissenters,
    "behind": _better_elsewhere,
    "stand_in": lambda f: bool(f["stand_in"]),
    "not_seen": lambda f: f["verdict"] == "no clear change" and bool(f["visible"]),
    "never_seen": lambda f: f["verdict"] == "no clear change" and bool(f["visible"]),
    "not_testable": lambda f: f["verdict"] == "not testable",
    "untested": lambda f: f["verdict"] == "too little data",
    "no_figure": lambda f: f["latest"] is None and not f["refused"],
    "refused": lambda f: f["verdict"] == "refused",
}
