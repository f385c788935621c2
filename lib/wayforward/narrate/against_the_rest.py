"""How the figure did beside all other councils that publish it, which is another question than whether it improved: for
a councillor two sentences, for a statistician a note."""

from wayforward.finding import Finding
from wayforward.formats import brief_period, difference, shown_as_0
from wayforward.judge import SIGN, Evidence, evidence
from wayforward.narrate.figures import limits, points_of, probability, the
from wayforward.narrate.how_sure import ordinal
from wayforward.statistics.compare import Rank

FIRST = {1: "best first", -1: "best first", 0: "largest first"}
SIDES = {1: ("better", "worse"), -1: ("worse", "better"), 0: ("higher", "lower")}     # a larger change, a smaller one


def sentence(finding: Finding) -> str:
    """The place of the change, or where there is none of the latest figure, among all councils', and those that chance
    leaves open; "" where nothing is known."""
    place, what = (finding.change_rank, "change") if finding.change_rank else (finding.level_rank, "latest figure")
    if place is None:
        return ""
    rank, low, high = (ordinal(each) for each in _from_the_best(finding, place))
    lead = f"The {what} ranks {rank} of {place.of} councils, {FIRST[SIGN[finding.better]]}"
    if low == high:
        return f"{lead}, and chance leaves no other place open."
    return f"{lead}; with chance it could be anywhere from {low} to {high}."


def against(finding: Finding) -> str:
    """Whether the figure did better or worse than the mean of all other councils over the same time; "" where that is
    not known."""
    apart = finding.against_rest
    if apart is None or not apart.has_interval:
        return ""
    others = f"the average of {_others(finding)} councils"
    if shown_as_0(apart.estimate, finding.unit, finding.decimals):
        return f"Over the same time it moved like {others}."
    side = SIDES[SIGN[finding.better]][apart.estimate < 0]
    clear = "chance alone could bring that" if evidence(apart.p) == Evidence.NONE else "chance alone hardly brings that"
    return f"It moved {points_of(finding, apart.estimate)} {side} than {others}; {clear}."


def note(finding: Finding) -> str:
    """All of it for a statistician; where nothing is known, why."""
    apart = finding.against_rest
    if apart is None:
        return ""
    if not apart.has_interval:
        return f"Against all other councils: {apart.reason}.{_places(finding)}"
    since, until = (the(brief_period(point.period), finding.calendar) for point in (finding.baseline, finding.latest))
    return (f"Against all other councils: from {since} to {until} {_signed(finding)} (95% interval "
            f"{limits(finding, apart)}, {probability(apart.p)}; {apart.method}).{_places(finding)}")


def _others(finding: Finding) -> str:
    return f"{finding.change_rank.of - 1} other" if finding.change_rank else "all other"


def _signed(finding: Finding) -> str:
    apart = finding.against_rest.estimate
    if shown_as_0(apart, finding.unit, finding.decimals):
        return "no difference"
    return f"{difference(apart, finding.unit, finding.decimals)} {'higher' if apart > 0 else 'lower'}"


def _places(finding: Finding) -> str:
    """The places of the change and of the latest figure, the largest first, each with its range."""
    told = [f"{what} {place.rank} of {place.of} (95% range {place.low} to {place.high})" for what, place in (
        ("of the change", finding.change_rank), ("of the latest figure", finding.level_rank)) if place]
    return f" Place, the largest first: {'; '.join(told)}." if told else ""


def _from_the_best(finding: Finding, place: Rank) -> tuple[int, int, int]:
    """A place and its range, counted from the other end where a lower figure is the better one."""
    if SIGN[finding.better] < 0:
        return tuple(place.of + 1 - each for each in (place.rank, place.high, place.low))
    return place.rank, place.low, place.high
