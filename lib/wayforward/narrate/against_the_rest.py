"""How the figure did beside all other councils that publish it, which is another question than whether it improved."""

from collections.abc import Iterator

from wayforward.finding import Finding
from wayforward.formats import shown_as_0, signed
from wayforward.judge import SIGN, Evidence, evidence
from wayforward.narrate.figures import points_of, probability, short_step
from wayforward.narrate.how_sure import ordinal
from wayforward.narrate.words import say
from wayforward.statistics.compare import Rank

FIRST = {1: "best", -1: "best", 0: "largest"}
SIDES = {1: ("better", "worse"), -1: ("worse", "better"), 0: ("higher", "lower")}     # a larger change, a smaller one


def place(finding: Finding) -> str:
    """The place of the change, or where there is none of the latest figure, among all councils', and those that chance
    leaves open; "" where nothing is known."""
    found, name = (finding.change_rank, "place_of_change") if finding.change_rank else (
        finding.level_rank, "place_of_latest")
    if found is None:
        return ""
    rank, low, high = map(ordinal, _from_the_best(finding, found))
    facts = {"rank": rank, "areas": str(found.of), "first": FIRST[SIGN[finding.better]]}
    if low == high:
        return say("story", f"{name}_surely", **facts)
    return say("story", name, rank_low=low, rank_high=high, **facts)


def against(finding: Finding) -> str:
    """Whether the figure did better or worse than the mean of all other councils over the same time; "" where that is
    not known."""
    apart = finding.against_rest
    if apart is None or not apart.has_interval or finding.change_rank is None:
        return ""
    others = {"others": str(finding.change_rank.of - 1)}
    if shown_as_0(apart.estimate, finding.unit, finding.decimals):
        return say("story", "rest_level", **others)
    return say("story", "rest" if evidence(apart.p) == Evidence.NONE else "rest_clear", **others,
               apart=points_of(finding, apart.estimate), side=SIDES[SIGN[finding.better]][apart.estimate < 0])


def note(finding: Finding) -> Iterator[str]:
    """All of it for a statistician; where nothing is known, why."""
    apart = finding.against_rest
    if apart is not None and apart.has_interval and finding.change_rank:
        rest, low, high = (signed(each, finding.unit, finding.decimals)
                           for each in (apart.estimate, apart.low, apart.high))
        yield say("note", "rest", others=str(finding.change_rank.of - 1), rest=rest, rest_low=low, rest_high=high,
                  step=short_step(finding), p=probability(apart.p), method=apart.method)
    elif apart is not None and apart.reason:
        yield say("note", "rest_none", reason=apart.reason)
    for name, found in (("place_of_change", finding.change_rank), ("place_of_latest", finding.level_rank)):
        if found:
            yield say("note", name, areas=str(found.of), rank=str(found.rank), rank_low=str(found.low),
                      rank_high=str(found.high))


def _from_the_best(finding: Finding, found: Rank) -> tuple[int, int, int]:
    """A place and its range, counted from the other end where a lower figure is the better one."""
    if SIGN[finding.better] < 0:
        return tuple(found.of + 1 - each for each in (found.rank, found.high, found.low))
    return found.rank, found.low, found.high
