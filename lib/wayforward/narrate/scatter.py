"""How much a figure moves by itself, as other councils' figures show: the yardstick of its verdict, in words."""

from math import sqrt

from wayforward.finding import Finding
from wayforward.formats import day, difference, half_up, shown_as_0
from wayforward.judge import DecidedBy, Evidence, Verdict, evidence
from wayforward.narrate.figures import probability


def sentence(finding: Finding) -> str:
    """What the figures of the other councils show, for a reader. A change from one period to the next has the variance
    2 σ² (1 − φ)."""
    found = finding.scatter
    if found is None:
        return ""
    step = difference(found.sigma * sqrt(2 * (1 - found.correlation)), finding.unit, finding.decimals)
    return (f"In {found.areas} other councils such a figure moves by about {step} from year to year without a lasting "
            "change. This one is measured by that.")


def note(finding: Finding) -> str:
    """The same for a statistician; empty where nothing was measured."""
    found = finding.scatter
    if found is None:
        return ""
    return (f"Scatter measured from {found.areas} other councils over {found.periods} periods, known since "
            f"{day(found.known.isoformat())}: standard deviation about its course {_size(finding, found.sigma)} for a "
            f"council of this size, worth {half_up(found.df)} degrees of freedom; serial correlation "
            f"{half_up(found.correlation, 2)} (spread over councils {half_up(found.spread, 2)}).")


def _size(finding: Finding, value: float) -> str:
    return difference(value, finding.unit, finding.decimals + 1)


def decided(finding: Finding) -> str:
    """How the figure moved against the other councils' mean, where that decides."""
    return f"{_course(finding)} ({probability(finding.against_others.p)})"


def undecided(finding: Finding) -> str:
    """The same where it does not, and why."""
    trend = finding.against_others
    if finding.verdict == Verdict.NOT_TESTABLE:
        return (f"{_yardstick(finding)} It moves so much by itself that even the lowest figure there can be would not "
                "yet have shown an improvement")
    if evidence(trend.p) != Evidence.NONE:
        return (f"{_course(finding)} ({probability(trend.p)}), but itself it did not move that way, which says more of "
                "them than of this figure")
    return f"{_course(finding)}, which cannot be told from chance ({probability(trend.p)})"


def _course(finding: Finding) -> str:
    trend = finding.against_others
    lead = f"{_yardstick(finding)} Over the {trend.points_used} comparable figures it"
    if shown_as_0(trend.estimate, finding.unit, finding.decimals + 1):
        return f"{lead} keeps level with their mean"
    side = "rises" if trend.estimate > 0 else "falls"
    return f"{lead} {side} against their mean by {_size(finding, trend.estimate)} a year"


def _yardstick(finding: Finding) -> str:
    return (f"This figure comes without an interval ({finding.change.reason}), so its course is measured against that "
            f"of {finding.scatter.areas} other councils.")


def decides(finding: Finding) -> bool:
    """Whether the other councils' course is what the figure was measured against."""
    return finding.decided_by == DecidedBy.OTHERS
