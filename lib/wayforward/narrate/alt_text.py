"""A chart in words, for a reader who cannot see it: what is drawn, from where to where, and the verdict."""

from collections.abc import Iterator

from wayforward.finding import Benchmark, Finding, Point
from wayforward.formats import brief_period, listed, quantity
from wayforward.narrate.figures import value_of
from wayforward.narrate.words import say, verdict_of

BESIDE = ("country", "median")


def alt_text(finding: Finding) -> str:
    """The line chart, with England and the middle of the neighbours at both its ends."""
    drawn = [point for point in finding.points if point.value is not None]
    if not drawn:
        return say("alt", "none", title=finding.title)
    begun = [brief_period(point.period) for point in finding.points if not point.whole]
    unwhole = say("alt", "not_whole", periods=listed(begun)) if begun else ""
    verdict = say("alt", "verdict", verdict=verdict_of(finding).lower())
    return " ".join(filter(None, (course(finding), *_beside(finding, drawn[0], drawn[-1]), unwhole, verdict)))


def course(finding: Finding) -> str:
    """A line in words: from where to where it goes."""
    drawn = [point for point in finding.points if point.value is not None]
    first, last = drawn[0], drawn[-1]
    facts = {"title": finding.title, "area": finding.area, "last": value_of(finding, last),
             "last_period": brief_period(last.period)}
    if len(drawn) == 1:
        return say("alt", "point", **facts)
    return say("alt", "line", figures=str(len(drawn)), first=value_of(finding, first),
               first_period=brief_period(first.period), **facts)


def _beside(finding: Finding, first: Point, last: Point) -> Iterator[str]:
    for mark in (mark for mark in finding.benchmarks if mark.level in BESIDE):
        name = f"Middle of {mark.areas} similar councils" if mark.level == "median" else mark.area
        begins, ends = (_value(finding, mark, point) for point in (first, last))
        if begins and ends and first != last:
            yield say("alt", "beside", name=name, first=begins, last=ends)
        elif ends:
            yield say("alt", "beside_point", name=name, last=ends)


def _value(finding: Finding, mark: Benchmark, point: Point) -> str:
    value = dict(mark.points).get(point.end)
    return "" if value is None else quantity(value, finding.unit, finding.decimals)
