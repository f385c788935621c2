"""The figures that sentences are made of, in their unit."""

from wayforward.finding import Finding, Point
from wayforward.formats import decimals, quantity, signed, when


def value_of(finding: Finding, point: Point) -> str:
    """A point's figure in its unit."""
    return quantity(point.value, finding.unit, decimals(finding, point))


def interval(finding: Finding, point: Point) -> str:
    """The point's interval in brackets; nothing where it has none."""
    if point.low is None:
        return ""
    low, high = (quantity(limit, finding.unit, finding.decimals) for limit in (point.low, point.high))
    return f" (95% interval {without_interval(low)} to {high})"


def without_interval(figure: str) -> str:
    """A figure without its unit in words, which its neighbour in the sentence has: "10.0" before "to 11.1 points"."""
    return figure.partition(" ")[0]


def limits(finding: Finding, result) -> str:
    """A difference's two limits with their signs: "−3.1 to +0.4"."""
    return " to ".join(signed(limit, finding.unit, finding.decimals) for limit in (result.low, result.high))


def capitalised(words: str) -> str:
    """The words as a sentence begins."""
    return words[:1].upper() + words[1:]


def the(label: str, calendar: str) -> str:
    """A period in the middle of a sentence: "the academic year 2019/20", "31 March 2020"."""
    return f"the {label}" if when(label, calendar) == f"In the {label}" else label
