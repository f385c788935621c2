"""What is said of a promise when its plan begins: where it starts, how small a change could be seen, and why it cannot
be tested as worded, with what to do about it."""

from datetime import date

from wayforward.finding import Point
from wayforward.formats import brief_period, difference, quantity

WAY = {"higher": "higher is better", "lower": "lower is better", "parity": "nearer to 0 is better",
       "none": "neither way is better"}
FAULTS = {      # by name: why it cannot be tested, and what to do
    "nothing_counts_it": ("no figure of it is at hand", "deliver {supplied_by}, or choose a measure that is published"),
    "no_direction": ("neither way is better, so no change is good or bad", "say which way is better"),
    "no_baseline": ("there is no comparable figure from before the plan begins",
                    "count it once before the plan begins, or measure it from its first year on"),
    "no_figure_within": ("no period of it ends within the plan", "choose a measure that comes more often"),
    "too_few": ("by the plan’s end {figures} figures can be compared, and a trend needs {least}",
                "choose a measure that comes more often, or count it from earlier on"),
    "shares_time": ("each figure shares most of its time with the one before", "count it period by period"),
    "unknown_scatter": ("nothing tells how much it moves by itself",
                        "ask for the numbers of people behind it, or count it for more years before the plan begins"),
    "never_seen": ("even the best figure there can be would hardly show by {year}",
                   "choose another measure, or more children"),
    "target_too_near": ("its target is {apart} from where it starts, and a change under {least_change} could not be "
                        "seen by {year}", "set the target further away, or choose a measure of more children")}
REMARKS = {
    "few_points_before": "Of before the plan, {figures} of {least} figures are at hand: it may move more by itself.",
    "late": "Its last figure is usually known about {months} months after the plan ends."}


def starts(point: Point | None, better: str, unit: str, decimals: int) -> str:
    """Where a promise starts, and which way is better."""
    way = WAY[better]
    if point is None:
        return f"{way[0].upper()}{way[1:]}."
    return f"Starts from {quantity(point.value, unit, decimals)} ({brief_period(point.period)}); {way}."


def smallest(per_year: float, whole: float, unit: str, decimals: int, until: date) -> str:
    """The smallest change that could be seen by a day, and what to do for less."""
    told, yearly = (points(each, unit, decimals) for each in (whole, per_year))
    return (f"With these numbers, a change under {told} ({yearly} a year) could not be seen by {until.year}: for less, "
            "choose another measure, or more children.")


def points(size: float, unit: str, decimals: int) -> str:
    """The size of a change: percentages by points."""
    return difference(size, unit, decimals).replace("percentage point", "point")


def fault(name: str, **facts: str) -> str:
    """Why a promise cannot be tested as worded, and what to do."""
    why, cure = (each.format(**facts) for each in FAULTS[name])
    return f"{why[0].upper()}{why[1:]}. What to do: {cure}."


def remark(name: str, **facts: str) -> str:
    """What to know of a promise that can be tested."""
    return REMARKS[name].format(**facts)
