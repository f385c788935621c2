"""Questions that a councillor could ask of a promise: made from what its finding leaves open."""

from wayforward.finding import Finding
from wayforward.formats import brief_period, decimals, half_up, quantity
from wayforward.judge import DECIDED, SIGN, Verdict, beyond_the_possible
from wayforward.narrate import how_sure
from wayforward.narrate.figures import points_of, the
from wayforward.narrate.words import say

MOST = 3


def questions(finding: Finding) -> tuple[str, ...]:
    """The questions, at most three, what matters most first."""
    if finding.latest is None:
        return (say("question", "refused" if finding.refused else "no_figure"),)
    asked = (leap(finding), cause(finding), contested(finding), unknown(finding), behind(finding), stand_in(finding),
             unseen(finding))
    return tuple(filter(None, asked))[:MOST]


def leap(finding: Finding) -> str:
    """Of a figure that leapt: why."""
    if finding.verdict != Verdict.MOVED_UNEVENLY:
        return ""
    before, after = (the(how_sure.period_of(finding, end), finding.calendar)
                     for end in (finding.uneven.before, finding.uneven.after))
    return say("question", "leapt", before=before, after=after)


def cause(finding: Finding) -> str:
    """Of a figure that moved: why, and what follows."""
    if finding.verdict not in DECIDED or finding.baseline is None:
        return ""
    name = "worse" if finding.verdict == Verdict.WORSENING else "better"
    return say("question", name, baseline_period=the(brief_period(finding.baseline.period), finding.calendar))


def contested(finding: Finding) -> str:
    """Where half or more of the other tests say something else."""
    if not how_sure.contested(finding):
        return ""
    return say("question", "contested", differ=str(len(finding.dissenters)), tests=str(len(finding.robustness)))


def unknown(finding: Finding) -> str:
    """Of whom it is not known."""
    point = finding.latest
    if point.known_value is None:
        return ""
    return say("question", "unknown", unknown_count=half_up(point.unknown), unknown=finding.unknown)


def behind(finding: Finding) -> str:
    """Where the middle of the most similar councils is the better one, as both figures are shown."""
    similar, places = finding.benchmark("median"), decimals(finding, finding.latest)
    if similar is None or SIGN[finding.better] * (similar.value - finding.latest.value) <= 0:
        return ""
    ours, theirs = (quantity(value, finding.unit, places) for value in (finding.latest.value, similar.value))
    return "" if ours == theirs else say("question", "behind", similar_now=theirs)


def stand_in(finding: Finding) -> str:
    """Of a figure that does not measure the promise."""
    return say("question", "stand_in") if finding.stand_in else ""


def unseen(finding: Finding) -> str:
    """What no figure can show yet."""
    if finding.verdict == Verdict.NOT_TESTABLE:
        return say("question", "not_testable")
    if finding.verdict == Verdict.TOO_LITTLE:
        return say("question", "untested")
    told = how_sure.not_seen(finding)
    if not told:
        return ""
    if beyond_the_possible(finding.better, finding.visible[0]):
        return say("question", "never_seen")
    return say("question", "not_seen", least=points_of(finding, finding.visible[0].per_year))
