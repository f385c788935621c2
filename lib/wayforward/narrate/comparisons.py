"""What a figure is set beside: itself a year before, England, the middle of the neighbours."""

from wayforward.finding import Finding
from wayforward.formats import brief_period, decimals, difference, listed, number, quantity, shown_as_0, signed
from wayforward.judge import Evidence, evidence
from wayforward.narrate.figures import limits, the, unrounded, value_of


def last_year(finding: Finding) -> str:
    """The change from the same period a year before, where that is not the baseline itself."""
    moved = finding.last_year
    before = next((point for point in finding.points if finding.latest and point.usable and (
        point.end.year, point.end.month) == (finding.latest.end.year - 1, finding.latest.end.month)), None)
    if moved is None or moved.estimate is None or before is None or before == finding.baseline:
        return ""
    size = difference(moved.estimate, finding.unit, finding.decimals)
    if shown_as_0(moved.estimate, finding.unit, finding.decimals):
        return f"A year before it was {value_of(finding, before)} as well."
    clear = ", which is not tested" if not moved.has_interval else \
        "" if evidence(moved.p) != Evidence.NONE else ", which cannot be told from chance"
    return (f"A year before it was {value_of(finding, before)}; it is now {size} "
            f"{'higher' if moved.estimate > 0 else 'lower'} than that"
            f"{unrounded(finding, moved.estimate, finding.latest, before)}{clear}.")


def country(finding: Finding) -> str:
    """What England and the middle of the neighbours did over the same time."""
    england, middle = finding.benchmark("country"), finding.benchmark("median")
    moves = [f"{england.area} {_from_then_to_now(finding, england)}"] if england else []
    if middle:
        moves.append(f"the middle of {middle.areas} statistical neighbours {_in_the_middle(finding, middle)}")
    if not moves:
        return ""
    lead = "Over the same time" if finding.change.estimate is not None else "At the same time"
    return f"{lead} {listed(moves)}."


def relative(finding: Finding) -> str:
    """Our change against England's, where both have an interval."""
    gap = finding.relative
    if not gap.has_interval:
        return ""
    side = "higher" if gap.estimate > 0 else "lower"
    clear = "" if gap.low > 0 or gap.high < 0 else ", which cannot be told from chance"
    return (f"Against England's change, {finding.area}'s is {difference(gap.estimate, finding.unit, finding.decimals)} "
            f"{side} (95% interval {limits(finding, gap)}){clear}.")


def provisional(finding: Finding) -> str:
    """Which of the figures since the baseline may still be revised."""
    since = finding.baseline or finding.latest
    open_yet = [point for point in finding.points if point.status == "provisional" and point.usable
                and since and point.end >= since.end]
    if not open_yet:
        return ""
    periods = listed([the(brief_period(point.period), finding.calendar) for point in open_yet])
    return f"The figure{'' if len(open_yet) == 1 else 's'} for {periods} may yet be revised: provisional."


def ranked(finding: Finding) -> str:
    """Our change's place among the neighbours', and the places that chance leaves open."""
    place = finding.standing
    if place is None:
        return ""
    lead = f"Of {place.of} areas, the neighbours among them, the change here is number {place.rank} from the top"
    if place.rank_low is None:
        return f"{lead}; without intervals nothing says how sure that is."
    if place.rank_low == place.rank_high:
        return f"{lead}, and chance leaves no other place open."
    return f"{lead}; chance leaves every place from {place.rank_low} to {place.rank_high} open."


def _in_the_middle(finding: Finding, mark) -> str:
    """The middle figure, and the middle change, which need not be the same neighbour's."""
    now = quantity(mark.value, finding.unit, decimals(finding, finding.latest))
    if mark.change is None or finding.change.estimate is None:
        return f"stood at {now}"
    return f"stood at {now} (the middle of their changes: {signed(mark.change, finding.unit, finding.decimals)})"


def _from_then_to_now(finding: Finding, mark) -> str:
    now = quantity(mark.value, finding.unit, decimals(finding, finding.latest))
    if mark.baseline is None or finding.change.estimate is None:
        return f"stood at {now}"
    places = decimals(finding, finding.baseline)
    if quantity(mark.baseline, finding.unit, places) == now:
        return f"stayed at {now}"
    return f"went from {number(mark.baseline, finding.unit, places)} to {now}"
