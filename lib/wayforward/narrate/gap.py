"""What a change of the gap to all is made of, in words."""

from wayforward.finding import Finding
from wayforward.formats import signed
from wayforward.statistics.results import Result


def sentence(finding: Finding) -> str:
    """The two parts of the change with their limits, or why they cannot be told; nothing for any other series."""
    parts = finding.decomposition
    if parts is None:
        return ""
    if parts.apart.estimate is None:
        return f"What that change is made of cannot be told: {parts.apart.reason}."
    between = _part_in_words(finding, parts.apart, parts.bounds)
    return (f"Of that change, {between} comes from how far the two groups lie apart, "
            f"and {_part_in_words(finding, parts.share, parts.bounds)} from how large the smaller group is among all.")


def _part_in_words(finding: Finding, part: Result, bounds: bool) -> str:
    size = signed(part.estimate, finding.unit, finding.decimals)
    if not part.has_interval:
        return size
    low, high = (signed(limit, finding.unit, finding.decimals) for limit in (part.low, part.high))
    return f"{size} ({'rounding allows' if bounds else '95% interval'} {low} to {high})"
