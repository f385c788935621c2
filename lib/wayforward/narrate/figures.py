"""The figures that sentences are made of, in their unit."""

from wayforward.finding import Finding, Point
from wayforward.formats import WITH_ARTICLE, as_shown, decimals, half_up, number, quantity, signed
from wayforward.judge import SOME, STRONG


def value_of(finding: Finding, point: Point) -> str:
    """A point's figure in its unit."""
    return quantity(point.value, finding.unit, decimals(finding, point))


def interval(finding: Finding, point: Point) -> str:
    """The point's interval in brackets; nothing where it has none."""
    if point.low is None:
        return ""
    low = number(point.low, finding.unit, finding.decimals)
    return f" (95% interval {low} to {quantity(point.high, finding.unit, finding.decimals)})"


def unrounded(finding: Finding, change: float, now: Point, before: Point) -> str:
    """That a difference was taken before rounding, where the figures as they are shown would give another one.

    Shown as 7.2 % and 4.7 %, 7.17 % and 4.74 % lie 2.5 apart; they differ by 2.4.
    """
    last, first = (as_shown(point.value, finding.unit, decimals(finding, point)) for point in (now, before))
    told = [as_shown(value, finding.unit, finding.decimals) for value in (change, last - first)]
    return "" if told[0] == told[1] else " before rounding"


def probability(p: float | None) -> str:
    """A p as readers see it: never 0, and never rounded up to a limit of evidence that it lies under.

    >>> probability(0.0471), probability(0.0497), probability(0.00001)
    ('p = 0.047', 'p < 0.05', 'p < 0.001')
    """
    if p is None:
        return "no p"
    if p < 0.001:
        return "p < 0.001"
    number = half_up(p, 3 if p < 0.0995 else 2)
    reached = next((limit for limit in (STRONG, SOME) if p < limit <= float(number)), None)
    return f"p < {reached}" if reached else f"p = {number}"


def limits(finding: Finding, result) -> str:
    """A difference's two limits with their signs: "−3.1 to +0.4"."""
    return " to ".join(signed(limit, finding.unit, finding.decimals) for limit in (result.low, result.high))


def the(label: str, calendar: str) -> str:
    """A period in the middle of a sentence: "the academic year 2019/20", "31 March 2020"."""
    return f"the {label}" if calendar in WITH_ARTICLE else label
