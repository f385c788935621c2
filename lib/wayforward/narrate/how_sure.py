"""How sure a verdict is: what chance would do, what other tests say, and what could not have been seen."""

from collections import Counter
from datetime import date
from math import sqrt

from wayforward import judge
from wayforward.finding import Finding
from wayforward.formats import brief_period, listed, shown_as_0
from wayforward.judge import DECIDED, SIGN, DecidedBy, Evidence, Verdict, evidence
from wayforward.markup import capitalised
from wayforward.narrate.figures import points_of, the
from wayforward.narrate.words import say, verdict_words, words

WAY = {1: "rise", -1: "fall", 0: "change"}
ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def sure(finding: Finding) -> str:
    """What chance alone would do; of a verdict that is open, why it is."""
    if finding.verdict in DECIDED:
        return _decided(finding)
    if finding.verdict == Verdict.TOO_LITTLE:
        return _too_little(finding)
    if finding.verdict == Verdict.MOVED_UNEVENLY:
        return leapt(finding)
    return _open(finding)


def _decided(finding: Finding) -> str:
    times = str(words()["chance"][finding.evidence])
    if finding.decided_by == DecidedBy.TREND:
        change = finding.change
        if change.has_interval and change.low <= 0 <= change.high:
            return say("story", "sure_by_trend_alone", times=times)
        return say("story", "sure_by_trend_measured" if finding.scatter else "sure_by_trend", times=times,
                   **_elsewhere(finding))
    if finding.decided_by == DecidedBy.CHANGE:
        return say("story", "sure_by_change", points=str(finding.trend.points_used), times=times)
    if finding.decided_by == DecidedBy.OTHERS:
        return say("story", "sure_by_others", times=times, **_elsewhere(finding))
    way = "higher" if finding.change.estimate > 0 else "lower"
    return say("story", f"sure_by_place_{way}", neighbours=str(finding.standing.of - 1))


def _too_little(finding: Finding) -> str:
    if finding.change.estimate is not None:
        return say("story", "open_too_few_others")
    return say("story", "too_little", Reason=capitalised(finding.change.reason)) if finding.change.reason else \
        say("story", "too_little_one")


def _open(finding: Finding) -> str:
    by = finding.decided_by
    if finding.verdict == Verdict.NOT_TESTABLE:
        return say("story", "open_not_testable")
    if by == DecidedBy.APART:
        return say("story", "open_apart")
    if by == DecidedBy.TREND:
        if evidence(finding.change.p) != Evidence.NONE:
            return say("story", "open_though_changed")
        if _beyond_others(finding):
            return say("story", "open_by_own_swings")
        return say("story", "open_by_trend_measured" if finding.scatter else "open_by_trend", **_elsewhere(finding))
    if by == DecidedBy.OTHERS:
        moved = evidence(finding.against_others.p) != Evidence.NONE
        return say("story", "open_others_moved" if moved else "open_by_others", **_elsewhere(finding))
    if by == DecidedBy.CHANGE:
        return say("story", "open_by_change", points=str(finding.trend.points_used))
    return _open_by_place(finding) if by == DecidedBy.STANDING else ""


def _elsewhere(finding: Finding) -> dict[str, str]:
    """How such a figure moves by itself in other councils, where that was measured. A change from one period to the
    next has the variance 2 σ² (1 − φ)."""
    found = finding.scatter
    if found is None:
        return {}
    return {"others": str(found.areas),
            "wobble": points_of(finding, found.sigma * sqrt(2 * (1 - found.correlation)))}


def _beyond_others(finding: Finding) -> bool:
    """Whether the change is far beyond what such a figure moves in other councils, and yet no trend: then it is by its
    own swings."""
    found, moved = finding.scatter, finding.change.estimate
    return found is not None and moved is not None and abs(moved) > judge.SWINGS * found.sigma


def _open_by_place(finding: Finding) -> str:
    place = finding.standing
    if place.extreme:
        return say("story", "open_neighbours_moved", neighbours=str(place.of - 1))
    upper = place.rank * 2 <= place.of + 1
    rank = place.rank if upper else place.of + 1 - place.rank
    return say("story", f"open_by_place_{'highest' if upper else 'lowest'}", areas=str(place.of),
               place="the" if rank == 1 else f"the {ordinal(rank)}")


def ordinal(rank: int) -> str:
    """A place in words.

    >>> ordinal(1), ordinal(22), ordinal(13), ordinal(112)
    ('1st', '22nd', '13th', '112th')
    """
    teens = 10 < rank % 100 < 20
    return f"{rank}{'th' if teens else ENDINGS.get(rank % 10, 'th')}"


def leapt(finding: Finding) -> str:
    """Its largest step, and the ask to declare a break."""
    step = finding.uneven
    before, after = (the(period_of(finding, end), finding.calendar) for end in (step.before, step.after))
    name = "leapt_up" if step.step > 0 else "leapt_down"
    leap = say("story", name, before=before, after=after, step=points_of(finding, step.step))
    return f"{leap} {say('story', 'leapt_why')}"


def period_of(finding: Finding, end: date) -> str:
    """The label of the period that ends on a day."""
    return next(brief_period(point.period) for point in finding.points if point.end == end)


def contested(finding: Finding) -> bool:
    """Whether half or more of the other tests say something else, so that it has to stand beside the verdict."""
    return judge.contested(len(finding.dissenters), len(finding.robustness))


def tried(finding: Finding) -> str:
    """How many other tests there are, and what they say."""
    count, differing = len(finding.robustness), len(finding.dissenters)
    if not count:
        return ""
    if not differing:
        name = {1: "tests_agree_one", 2: "tests_agree_two"}.get(count, "tests_agree")
        return say("story", name, **({"tests": str(count)} if count > 2 else {}))
    said = listed([f"{number} {_sees(verdict, number)}" for verdict, number in
                   Counter(one.verdict for one in finding.dissenters).most_common()])
    if count == 1:
        return say("story", "tests_differ_one", dissent=said.removeprefix("1 "))
    if count - differing == 1:
        return say("story", "tests_differ_one_agrees", tests=str(count), dissent=said)
    if differing == count:
        return say("story", "tests_all_differ", tests=str(count), dissent=said)
    return say("story", "tests_differ", tests=str(count), agreeing=str(count - differing), dissent=said)


def _sees(verdict: Verdict, number: int) -> str:
    """ "see no clear change", "call it getting worse"."""
    verb = "see" if verdict == Verdict.NO_CLEAR_CHANGE else "call it"
    if number == 1:
        verb = "sees" if verb == "see" else "calls it"
    return f"{verb} {verdict_words(verdict).lower()}"


def not_seen(finding: Finding) -> str:
    """Beside "no clear change" by a trend: the change a year below which it could not have been seen; "" where nothing
    can be said."""
    found, tested = finding.visible, finding.decided_by in (DecidedBy.TREND, DecidedBy.OTHERS)
    if finding.verdict != Verdict.NO_CLEAR_CHANGE or not tested or not found or found[0].by != finding.latest.end:
        return ""
    if judge.beyond_the_possible(finding.better, found[0]):
        return say("story", f"never_seen_{_way(finding)}")
    if shown_as_0(found[0].per_year, finding.unit, finding.decimals):
        return ""
    return say("story", f"not_seen_{_way(finding)}", least=points_of(finding, found[0].per_year))


def _way(finding: Finding) -> str:
    return WAY[SIGN[finding.better]]
