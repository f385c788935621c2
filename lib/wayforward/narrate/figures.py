"""The figures that sentences are made of, in their unit."""

from wayforward.finding import Finding, Point
from wayforward.formats import WITH_ARTICLE, as_shown, decimals, difference, half_up, quantity, signed, step
from wayforward.judge import SOME, STRONG

SHORT_STEPS = {"percentage points": "pp", "score": ""}


def value_of(finding: Finding, point: Point) -> str:
    """A point's figure in its unit."""
    return quantity(point.value, finding.unit, decimals(finding, point))


def told_value(finding: Finding, point: Point) -> str:
    """The same in a sentence that also tells the change: with the decimals by which the figures and it agree."""
    return quantity(point.value, finding.unit, decimals(finding, point) + _more_decimals(finding))


def told_change(finding: Finding) -> dict[str, str]:
    """The size of the change since the baseline, and how it was rounded: by it the latest figure can be worked out from
    the first, as both are told.

    66.7% and 76.2% differ by 9.5 points, where 67% and 76% would not by 10. Where one decimal more does not make them
    agree, the difference of what is told is told, as "about 9.5 points"; where more decimals would tell more of few
    people than the tables do, the change "before rounding".
    """
    places, change = finding.decimals + _more_decimals(finding), finding.change.estimate
    if _agree(finding, _more_decimals(finding)):
        return {"change": _points(difference(change, finding.unit, places)), "rounding": ""}
    if _may_tell_more(finding):
        return {"change": f"about {_points(difference(_difference_told(finding, 1), finding.unit, places))}",
                "rounding": ""}
    return {"change": _points(difference(change, finding.unit, places)), "rounding": " before rounding"}


def points_of(finding: Finding, size: float) -> str:
    """The size of any difference, in the decimals of the series."""
    return _points(difference(size, finding.unit, finding.decimals))


def _more_decimals(finding: Finding) -> int:
    """How many decimals more than usual: one where it is needed and may be told."""
    if finding.change.estimate is None or _agree(finding, 0):
        return 0
    return int(_may_tell_more(finding))


def _may_tell_more(finding: Finding) -> bool:
    """Whether the tables give the figures exactly: as published, or by the two numbers that they are made of."""
    ends = finding.latest, finding.baseline
    if any(point.places is not None for point in ends):
        return False
    return finding.origin == "published" or (finding.kind == "proportion"
                                             and all(point.numerator is not None for point in ends))


def _agree(finding: Finding, more: int) -> bool:
    """Whether latest less first gives the change, as all three are shown with some decimals more."""
    places = finding.decimals + more
    change = as_shown(finding.change.estimate, finding.unit, places)
    return change == as_shown(_difference_told(finding, more), finding.unit, places)


def _difference_told(finding: Finding, more: int) -> float:
    """Latest less first, as both are shown with some decimals more."""
    last, first = (as_shown(point.value, finding.unit, decimals(finding, point) + more)
                   for point in (finding.latest, finding.baseline))
    return last - first


def _points(words: str) -> str:
    return words.replace("percentage point", "point")


def short_step(finding: Finding) -> str:
    """The unit of a difference, short."""
    unit = step(finding.unit)
    return SHORT_STEPS.get(unit, unit)


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
