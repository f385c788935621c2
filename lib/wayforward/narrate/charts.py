"""The words around a chart: what is measured, which way is better, and how the picture is to be read."""

from wayforward.finding import Finding
from wayforward.markup import capitalised

PLAN_BEGINS, PLAN_ENDS, NEIGHBOURS = "plan begins", "plan ends", "neighbours"
REDEFINED = "counted anew"
LINES = {"upper": "upper limit", "centre": "centre line", "lower": "lower limit"}       # of a control chart
CALENDARS = {"31 March": "at 31 March", "30 September": "at 30 September"}              # others by their own names
WANTED = {"higher": "higher is better", "lower": "lower is better", "parity": "nearer to 0 is better",
          "none": "neither direction is better"}
NOT_FROM_0 = "The axis does not start at 0."


def units(finding: Finding) -> str:
    """What is measured, and on which days or over which periods."""
    unit = "per cent" if finding.unit == "%" else finding.unit
    return f"{capitalised(unit)}, {CALENDARS.get(finding.calendar, finding.calendar)}"


def wanted(finding: Finding) -> str:
    """Which way is better, in words."""
    return WANTED[finding.better]


def how_to_read(finding: Finding, from_0: bool) -> str:
    """What bars, shades and marks of a chart mean, of those that are drawn; `from_0`: whether its axis starts there."""
    drawn = {"Bars: 95% intervals.": any(point.low is not None for point in finding.points),
             "Shaded: the middle half of the statistical neighbours.":
                 any(mark.level == "neighbour" for mark in finding.benchmarks),
             NOT_FROM_0: not from_0,
             "Hatched: not yet whole.": not all(point.whole for point in finding.points),
             "Hollow: not comparable.": any(not point.usable and point.value is not None for point in finding.points)}
    return _those(drawn)


def subtitle_of_control(finding: Finding) -> str:
    """Unit and calendar, and which control chart it is."""
    trial = ", limits on trial" if finding.control.trial else ""
    return f"{units(finding)}; control chart ({finding.control.chart}){trial}"


def how_to_read_control(finding: Finding, from_0: bool) -> str:
    """What the lines of a control chart mean."""
    points = finding.control.points
    return _those({"Between the limits: what chance alone brings.": True,
                   "Dotted: limits begin anew.": points[0].phase != points[-1].phase, NOT_FROM_0: not from_0})


def _those(sentences: dict[str, bool]) -> str:
    return "  ".join(sentence for sentence, holds in sentences.items() if holds)
