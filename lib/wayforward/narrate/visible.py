"""What could not have been seen yet, in plain words: how small a steady change no test of these figures would find."""

from wayforward.finding import Finding
from wayforward.formats import day, difference, shown_as_0
from wayforward.judge import SIGN, DecidedBy, Verdict
from wayforward.statistics.visible import Visible

WAY = {1: "rise", -1: "fall", 0: "change"}


def sentence(finding: Finding) -> str:
    """Beside "no clear change" by a trend: the change a year below which it could not have been seen, now and with the
    figures to come; "" where nothing can be said."""
    found, tested = finding.visible, finding.decided_by in (DecidedBy.TREND, DecidedBy.OTHERS)
    if finding.verdict != Verdict.NO_CLEAR_CHANGE or not tested or not found or found[0].by != finding.latest.end:
        return ""
    now, *later = found
    if _beyond(finding, now):
        return (f"Even a steady {_way(finding)} to the best figure there can be would hardly have been seen "
                f"yet{_later(finding, [each for each in later if not _beyond(finding, each)])}.")
    if shown_as_0(now.per_year, finding.unit, finding.decimals + 1):
        return ""
    return (f"A {_way(finding)} of less than {_size(finding, now)} a year could not have been seen "
            f"yet{_later(finding, later)}.")


def _way(finding: Finding) -> str:
    return WAY[SIGN[finding.better]]


def _size(finding: Finding, seen: Visible) -> str:
    return difference(seen.per_year, finding.unit, finding.decimals + 1)


def _beyond(finding: Finding, seen: Visible) -> bool:
    """Whether so much of an improvement is not possible."""
    room = {1: seen.most_rise, -1: seen.most_fall}.get(SIGN[finding.better])
    return room is not None and seen.per_year > room


def _later(finding: Finding, later: list[Visible]) -> str:
    """What one could see with the figures to come."""
    if not later:
        return ""
    return (f"; with the {later[-1].points} figures there will be for the time to {day(later[-1].by.isoformat())}, one "
            f"of {_size(finding, later[-1])} could be")
