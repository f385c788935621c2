"""What is said of a promise once its plan has ended: how far it is settled, its course, what could not be known and
why, and what measuring it has taught. The states and lessons come by the names of their sentences."""

from collections.abc import Iterable, Iterator

from wayforward.finding import Awaited, Finding
from wayforward.formats import brief_period, listed
from wayforward.judge import DecidedBy, Verdict
from wayforward.narrate import against_the_rest, how_sure, no_figure, with_care
from wayforward.narrate.figures import points_of, the, told_value
from wayforward.narrate.still_to_come import part_of_month
from wayforward.narrate.where_it_stands import began
from wayforward.narrate.words import say, verdict_of

MOST_PERIODS = 2        # that a sentence names; of more, the first and the last


def settled(finding: Finding, state: str, last: Awaited | None) -> str:
    """Whether the verdict is final, and else what it waits for."""
    if state == "waiting":
        return _waiting(finding, last)
    if state == "provisional":
        return say("close", state, periods=_periods(finding, "provisional"))
    return say("close", state)


def _waiting(finding: Finding, last: Awaited | None) -> str:
    if last is None:
        return " ".join(with_care.unused(finding))
    awaited = the(brief_period(last.period), finding.calendar)
    if finding.origin != "published":
        return say("close", "waiting_return", awaited=awaited)
    if last.usual is None:
        return say("close", "waiting_no_day", awaited=awaited)
    return say("close", "waiting_due" if last.due else "waiting", awaited=awaited, usual=part_of_month(last.usual))


def verdict(finding: Finding, final: bool) -> str:
    """The verdict, as final or so far."""
    return say("close", "verdict_final" if final else "verdict_so_far", verdict=verdict_of(finding).lower())


def course(finding: Finding) -> Iterator[str]:
    """Where the last figure within the plan stands, and where it began; of one that is not yet there where it begins
    alone."""
    if finding.latest is None:
        return
    if finding.baseline is not None and finding.latest.end <= finding.baseline.end:
        yield say("close", "baseline", baseline=told_value(finding, finding.baseline),
                  baseline_period=brief_period(finding.baseline.period))
        return
    yield say("close", "end", value=told_value(finding, finding.latest),
              latest_period=brief_period(finding.latest.period))
    if finding.baseline is None:
        yield say("close", "no_baseline")
    else:
        yield began(finding) or say("close", "baseline", baseline=told_value(finding, finding.baseline),
                                    baseline_period=brief_period(finding.baseline.period))


def beside_others(finding: Finding) -> str:
    """How it did beside all other councils over the same years; "" where that is not known."""
    if finding.latest is None:
        return ""
    return " ".join(filter(None, (against_the_rest.against(finding), against_the_rest.place(finding))))


def not_known(finding: Finding) -> Iterator[str]:
    """What could not be known of it, and why."""
    if finding.latest is None:
        yield no_figure.without_figure(finding)
        return
    if finding.trend.bare and finding.change.reason:
        yield say("close", "no_chance", reason=finding.change.reason)
    if finding.verdict == Verdict.NO_CLEAR_CHANGE and finding.visible and finding.decided_by in (
            DecidedBy.TREND, DecidedBy.OTHERS):
        yield say("close", "not_seen", least=points_of(finding, finding.visible[0].per_year))
    if how_sure.contested(finding):
        yield how_sure.tried(finding)
    yield from with_care.unused(finding)
    yield from filter(None, (with_care.many_unknown(finding), with_care.stand_in(finding)))


def lessons(finding: Finding, names: Iterable[str], months: int | None, used: int) -> Iterator[str]:
    """What measuring it has taught. `months`: how long after its period its last figure comes; `used`: how many figures
    count."""
    facts = {"months": str(months), "figures": str(used), "periods": _periods(finding, "not comparable")}
    told = [say("close", name, **facts) for name in names]
    yield from told or [say("close", "lesson_none")]


def _periods(finding: Finding, status: str) -> str:
    """The periods of a status since the baseline, or the first and the last of many."""
    names = [the(brief_period(point.period), finding.calendar) for point in finding.points if point.status == status
             and (finding.baseline is None or point.end > finding.baseline.end)]
    return listed(names) if len(names) <= MOST_PERIODS else f"{names[0]} to {names[-1]}"
