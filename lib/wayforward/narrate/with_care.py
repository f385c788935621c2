"""What a figure has to be read with: who is not known about, what it stands in for, what may be revised, what is not
used and why. A story names the one thing that matters most; the note names all."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from wayforward.finding import Finding, Point
from wayforward.formats import brief_period, day, half_up, listed, quantity, shown_as_0
from wayforward.markup import capitalised
from wayforward.narrate.figures import the
from wayforward.narrate.words import say, words
from wayforward.statistics.results import NOT_WHOLE

MOST_NAMED = 2          # periods that a sentence names; of more, how many
MANY = 0.05             # of the total, who are not known about
NAMES = {"not comparable": "not_comparable", NOT_WHOLE: "not_whole", "suppressed": "suppressed"}


def foremost(finding: Finding) -> str:
    """The one thing that matters most."""
    ordered: tuple[Callable[[Finding], str], ...] = (
        redefined, stand_in, since_the_latest, many_unknown, started, provisional,
        lambda one: next(remarks(one), ""), unknown, caveat, lambda one: next(unused(one), ""))
    return next(filter(None, (say_it(finding) for say_it in ordered)), "")


def started(finding: Finding) -> str:
    """That the beginning lay beyond all other figures, so that a change from it is likely."""
    moved = finding.change.estimate
    if not finding.baseline_was or moved is None or shown_as_0(moved, finding.unit, finding.decimals):
        return ""
    return say("story", f"started_{finding.baseline_was}", figures=str(sum(each.usable for each in finding.points)))


def stand_in(finding: Finding) -> str:
    """What a figure that points to the promise does not tell."""
    return say("story", "stand_in", stand_in=finding.stand_in) if finding.stand_in else ""


def redefined(finding: Finding) -> str:
    """From which day on the figure is counted as it is today."""
    return say("story", "redefined", redefined=day(finding.redefined.isoformat())) if finding.redefined else ""


def caveat(finding: Finding) -> str:
    """What the plan's definition of the series says beside it."""
    return say("story", "caveat", caveat=finding.caveat) if finding.caveat else ""


def since_the_latest(finding: Finding) -> str:
    """Why there is no later figure, where a later period has none."""
    later = [told for points, told in _unused(finding) if points[-1].end > finding.latest.end]
    return later[-1] if later else ""


def many_unknown(finding: Finding) -> str:
    """The same as `unknown`, where they are many."""
    point = finding.latest
    many = point.unknown is not None and point.denominator and point.unknown >= MANY * point.denominator
    return unknown(finding) if many else ""


def unknown(finding: Finding) -> str:
    """How many of the total are not known about, and the figure without them; or that how many is not told."""
    point = finding.latest
    if point.known_value is not None:
        counts = say("story", "unknown", unknown_count=half_up(point.unknown), unknown=finding.unknown)
        known = quantity(point.known_value, finding.unit, finding.decimals)
        return f"{counts} {say('story', 'unknown_without', known_value=known)}"
    if finding.kind != "proportion" or finding.origin != "extract" or point.unknown is not None:
        return ""
    return say("story", "unknown_hidden", unknown=finding.unknown)


def provisional(finding: Finding) -> str:
    """Which of the figures since the baseline may still be revised."""
    return _of_periods("provisional", [point for point in _used(finding) if point.status == "provisional"], finding)


def remarks(finding: Finding) -> Iterator[str]:
    """What has to be known of the figures that are used, in the words of their notes."""
    noted = [point for point in _used(finding) if point.note]
    for note in dict.fromkeys(point.note for point in noted):
        own = [point for point in noted if point.note == note]
        revised = all(point.status == "revised" for point in own)
        yield _of_periods("revised_since" if revised else "with_care", own, finding, note)


def unused(finding: Finding) -> Iterator[str]:
    """The periods since the baseline that are not used, and why."""
    return (told for _, told in _unused(finding))


def _unused(finding: Finding) -> Iterator[tuple[list[Point], str]]:
    """They, with the sentence on them, a group for each reason."""
    def reason(point: Point) -> tuple[str, str]:
        return point.status, point.note or ""
    since = [point for point in finding.points
             if not point.usable and (finding.baseline is None or point.end > finding.baseline.end)]
    for (status, note), points in groupby(sorted(since, key=lambda one: (*reason(one), one.end)), key=reason):
        own = list(points)
        yield own, _of_periods(NAMES.get(status, "not_available"), own, finding, note or status)


def _used(finding: Finding) -> list[Point]:
    """The usable points from the baseline to the latest."""
    first, last = finding.baseline or finding.latest, finding.latest
    return [point for point in finding.points if point.usable and last and first.end <= point.end <= last.end]


def _of_periods(name: str, points: Iterable[Point], finding: Finding, remark: str = "") -> str:
    """The sentence of that name, with the periods where they fit into it, else with their number."""
    names = [the(brief_period(point.period), finding.calendar) for point in points]
    if not names:
        return ""
    facts = {"periods": listed(names), "Periods": capitalised(listed(names)), "count": str(len(names)),
             "remark": remark}
    one_by_one = say("story", name, **facts)
    fit = len(names) <= MOST_NAMED and len(one_by_one.split()) <= words()["limits"]["sentence_words"]
    if len(names) == 1 or fit:
        return one_by_one
    return say("story", f"{name}_several", **facts)
