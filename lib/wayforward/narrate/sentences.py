"""The story, one function a sentence; the order and the fixed words are in templates/story.md.j2."""

from itertools import groupby

from wayforward.finding import Finding, Point
from wayforward.formats import brief_period, difference, half_up, listed, quantity, shown_as_0, when
from wayforward.judge import DECIDED, DecidedBy, Evidence, TargetStatus, Verdict, evidence
from wayforward.markup import TEMPLATES, Markup, capitalised
from wayforward.narrate import forecast, gap, plan_end, refused, scatter, uneven, visible
from wayforward.narrate.comparisons import country, last_year, provisional, relative
from wayforward.narrate.figures import interval, limits, probability, the, unrounded, value_of
from wayforward.narrate.robustness import doubted, robustness
from wayforward.statistics.results import NOT_WHOLE

PROMISED = {"higher": "an increase", "lower": "a reduction", "parity": "a make-up that reflects the communities"}


def story(finding: Finding) -> Markup:
    """The finding as one paragraph of Markdown, its verdict first."""
    return Markup(TEMPLATES.get_template("story.md.j2").render(
        verdict_words=verdict_words(finding), doubted=doubted(finding), without_figure=without_figure(finding),
        latest=finding.latest and latest(finding), unknown=unknown(finding), began=began(finding),
        decomposition=gap.sentence(finding), last_year=last_year(finding), outlook=forecast.sentence(finding),
        conclusion=finding.latest and conclusion(finding), not_yet_seen=visible.sentence(finding),
        country=country(finding), relative=relative(finding),
        remarks=remarks(finding), provisional=provisional(finding),
        unused_periods=unused_periods(finding), after_the_plan=plan_end.later(finding),
        scatter=scatter.sentence(finding), robustness=robustness(finding), target=target(finding),
        stand_in=stand_in(finding), origin=origin(finding), reconciled=finding.reconciled, note=finding.note))


def without_figure(finding: Finding) -> str:
    """Why there is no figure: its return was refused, its figures are of no use, or nothing supplies them."""
    if finding.verdict == Verdict.REFUSED:
        return refused.sentence(finding)
    unwhole = not all(point.whole for point in finding.points)
    if finding.verdict == Verdict.NOT_COMPARABLE or unwhole or (finding.points and finding.origin == "extract"):
        return unused_periods(finding)
    why = capitalised(finding.change.reason or "")
    return f"{why}{_noted(finding)}. It could be counted from {finding.supplied_by}."


def stand_in(finding: Finding) -> str:
    """What a figure that points to the promise does not tell."""
    return f"This figure stands in for the promise and does not measure it: {finding.stand_in}." \
        if finding.stand_in else ""


def _noted(finding: Finding) -> str:
    """What one note says of all periods without a figure; another area is named by it as readers know it."""
    notes = {(point.note or "").partition(": see ")[0] for point in finding.points if point.value is None}
    return f" ({notes.pop()})" if len(notes) == 1 and any(notes) else ""


def verdict_words(finding: Finding) -> str:
    """The verdict with its evidence: "Worsening, on some evidence"."""
    return in_words(finding.verdict, finding.evidence)


def in_words(verdict: Verdict, evidence: Evidence) -> str:
    """A verdict with its evidence."""
    words = capitalised(str(verdict))
    return words if evidence == Evidence.NONE else f"{words}, on {evidence} evidence"


def latest(finding: Finding) -> str:
    """The latest figure with its counts and interval."""
    point, value = finding.latest, value_of(finding, finding.latest)
    lead = when(point.period, finding.calendar)
    if finding.kind == "proportion" and point.numerator is not None:
        average = "on average " if point.is_monthly_average else ""
        return (f"{lead}, {average}{half_up(point.numerator)} of {half_up(point.denominator)} {finding.of} "
                f"{finding.counted}: {value}{interval(finding, point)}.")
    if finding.kind == "count":
        return f"{lead}, {value}{interval(finding, point)} {finding.counted}."
    if finding.kind == "shares":
        return (f"{lead}, the make-up of {finding.of} and that of {finding.counted} lay {value} apart"
                f"{interval(finding, point)}, where 0% is the same make-up. {_make_up(finding)}".rstrip())
    if finding.unit == "%" and finding.kind not in ("mean", "gap"):
        return f"{lead}, {value}{interval(finding, point)} of {finding.of} {finding.counted}."
    return f"{lead}, {finding.of} {finding.counted} {value}{interval(finding, point)}."


def _make_up(finding: Finding) -> str:
    """Each group's share beside the community's, the most over-represented first."""
    def percent(share: float) -> str:
        return quantity(share, "%", finding.decimals)
    if not finding.groups:
        return ""
    shown = [group for group in finding.groups if group.share is not None]
    groups = sorted(shown, key=lambda group: group.community - group.share)
    shares = [f"{group.name} {percent(group.share)} against {percent(group.community)}" for group in groups]
    few = [group.name for group in finding.groups if group.share is None]
    hidden = f" Groups of few people are not told: {listed(few)}." if few else ""
    return (f"Group by group: {listed(shares)}." if shares else "") + hidden


def unknown(finding: Finding) -> str:
    """How many of the total are not known about, and the figure without them, now and before the plan."""
    point, first = finding.latest, finding.baseline
    if point is None or point.known_value is None:
        return _some_unknown(finding)
    then = f" and was {quantity(first.known_value, finding.unit, finding.decimals)} then" \
        if first and first.known_value is not None and finding.change.estimate is not None else ""
    return (f"The total now includes {half_up(point.unknown)} {finding.unknown}; "
            f"without them it is {quantity(point.known_value, finding.unit, finding.decimals)}{then}.")


def _some_unknown(finding: Finding) -> str:
    """Where a figure from the returns may hold some who are not known about, and the small-number rule hides how
    many."""
    point = finding.latest
    if finding.kind != "proportion" or finding.origin != "extract" or point is None or point.unknown is not None:
        return ""
    return (f"The total may include some {finding.unknown}. How many is not told, as that would give a small number "
            "away.")


def began(finding: Finding) -> str:
    """Where it stood before the plan began, and the change since, with its interval where there is one."""
    point = finding.baseline
    if point is None or finding.change.estimate is None:
        return ""
    counts = f"{half_up(point.numerator)} of {half_up(point.denominator)}, " \
        if finding.kind == "proportion" and point.numerator is not None else ""
    same = shown_as_0(finding.change.estimate, finding.unit, finding.decimals)
    was = f", the {finding.baseline_was} of all {sum(each.usable for each in finding.points)} comparable figures" \
        if finding.baseline_was and not same else ""
    it = "the distance" if finding.kind == "shares" else "it"
    return (f"Before the plan began {it} was {value_of(finding, point)} ({counts}{brief_period(point.period)}){was}: "
            f"{moved(finding)}{_change_interval(finding)}.")


def conclusion(finding: Finding) -> str:
    """What decided the verdict, and how that stands to the promise."""
    return f"{_decided(finding)}; {_promised(finding)}." if finding.verdict in DECIDED else f"{_undecided(finding)}."


def _promised(finding: Finding) -> str:
    """The promise, where the plan's own words are of this figure and direction; else which way is better."""
    if finding.better == "none":
        return f"{_the_plan(finding)} names no better direction for it"
    sought = PROMISED[finding.better]
    words = [text.lower() for text in (finding.part, finding.promise) if finding.headline or finding.part]
    own_words = next((text for text in words if any(direction in text for direction in PROMISED.values())), "")
    if finding.better == "parity" or sought in own_words:
        return f"{_the_plan(finding)} promises {sought}"
    return f"a {finding.better} figure is the better one"


def _the_plan(finding: Finding) -> str:
    """Whose plan, where another council is told of."""
    return f"the plan of {finding.promised_by}" if finding.promised_by else "the plan"


def _decided(finding: Finding) -> str:
    if finding.decided_by == DecidedBy.TREND:
        trend = finding.trend
        return (f"The trend over the {trend.points_used} comparable figures is {_direction(trend.estimate)}, by "
                f"{_small(finding, trend.estimate)} a year ({probability(trend.p)})"
                f"{_where_change_alone_is_unclear(finding)}")
    if finding.decided_by == DecidedBy.CHANGE:
        return (f"{_why_no_trend(finding)}, and the change decides "
                f"({probability(finding.change.p)}{_chance_alone(finding)})")
    if scatter.decides(finding):
        return scatter.decided(finding)
    return (f"{_without_interval(finding)} It lies beyond every one of those {finding.standing.of - 1} "
            f"({probability(finding.standing.p)})")


def _undecided(finding: Finding) -> str:
    if finding.verdict == Verdict.TOO_LITTLE:
        if finding.change.estimate is not None:
            return f"{_without_interval(finding)} Too few of their changes are at hand, so nothing can be tested"
        return f"That is too little to say how it moves: {finding.change.reason or 'there is one comparable figure'}"
    if finding.decided_by == DecidedBy.APART:
        return (f"The trend over the {finding.trend.points_used} comparable figures and the change from the first to "
                "the last of them go opposite ways")
    if finding.verdict == Verdict.MOVED_UNEVENLY:
        return uneven.leapt(finding)
    if finding.decided_by == DecidedBy.TREND:
        return (f"The trend over the {finding.trend.points_used} comparable figures cannot be told from chance "
                f"({probability(finding.trend.p)}){_where_change_alone_is_clear(finding)}")
    if scatter.decides(finding):
        return scatter.undecided(finding)
    if finding.decided_by == DecidedBy.CHANGE:
        return f"{_why_no_trend(finding)}, and the change cannot be told from chance ({probability(finding.change.p)})"
    if finding.standing.extreme:
        return f"{_without_interval(finding)} There it is {_rank(finding)}, which says more of them than of this figure"
    return (f"{_without_interval(finding)} There it is {_rank(finding)}, which does not set it apart: beside changes "
            f"as uneven as theirs, only {_standing_out(finding)} would have")


def _where_change_alone_is_clear(finding: Finding) -> str:
    if evidence(finding.change.p) == Evidence.NONE:
        return ""
    return ("; first against last alone, the change is larger than chance usually brings "
            f"({probability(finding.change.p)}), but the way between is too short or too uneven to call it a trend")


def _where_change_alone_is_unclear(finding: Finding) -> str:
    """Where the trend decides and first against last alone would not."""
    change = finding.change
    if not change.has_interval or not change.low <= 0 <= change.high:
        return ""
    return ", while first against last alone cannot be told from chance"


def _why_no_trend(finding: Finding) -> str:
    """Why there is no trend to decide."""
    if finding.trend.bare:
        return f"Not each of the {finding.trend.points_used} comparable figures has an interval to test a trend by"
    return f"So far there are {finding.trend.points_used} comparable figures, too few for a trend"


def _chance_alone(finding: Finding) -> str:
    """Where the series is too short to tell how much the figure moves by itself."""
    if finding.change.widened:
        return ""
    return " against chance alone; how much it moves without cause cannot be told from so few"


def _standing_out(finding: Finding) -> str:
    """The changes that would have stood out: "a fall of more than 1.4 points or a rise of more than 4.8 points"."""
    least = None if finding.kind in ("mean", "gap") or not finding.baseline else -finding.baseline.value
    limits = [(limit, outward) for limit, outward in _yardsticks(finding) if least is None or limit > least]
    limits = [f"a {'rise' if limit > 0 else 'fall'} of {'more' if outward else 'less'} than "
              f"{difference(limit, finding.unit, finding.decimals)}"
              for limit, outward in limits]
    return " or ".join(limits)


def _yardsticks(finding: Finding) -> tuple[tuple[float, bool], ...]:
    low, high = finding.standing.low, finding.standing.high
    return (low, low < 0), (high, high > 0)


def _without_interval(finding: Finding) -> str:
    return (f"This figure comes without an interval ({finding.change.reason}), so its change is measured against those "
            "of the statistical neighbours.")


def _rank(finding: Finding) -> str:
    place = finding.standing
    if place.rank * 2 <= place.of + 1:
        return f"the {_ordinal(place.rank)}highest of {place.of}"
    return f"the {_ordinal(place.of + 1 - place.rank)}lowest of {place.of}"


def unused_periods(finding: Finding) -> str:
    """The periods since the baseline that are not used, and why."""
    since = [point for point in finding.points
             if not point.usable and (finding.baseline is None or point.end > finding.baseline.end)]
    groups = groupby(sorted(since, key=lambda point: (point.status, point.note or "", point.end)),
                     key=lambda point: (point.status, point.note))
    return " ".join(_unused(status, note, [the(brief_period(point.period), finding.calendar) for point in points])
                    for (status, note), points in groups)


def remarks(finding: Finding) -> str:
    """What has to be known of the figures that are used, from the baseline on, in the words of their notes."""
    used = [point for point in finding.points if point.usable and point.note
            and finding.latest and (finding.baseline or finding.latest).end <= point.end <= finding.latest.end]
    notes = {note: [point for point in used if point.note == note] for note in dict.fromkeys(p.note for p in used)}
    return " ".join(f"{_remark(points[0])} ({listed([brief_period(point.period) for point in points])})."
                    for note, points in notes.items())


def _remark(point: Point) -> str:
    return f"Revised since, and shown {point.note}" if point.status == "revised" else capitalised(point.note)


def origin(finding: Finding) -> str:
    """Where a figure is from that is no official statistic."""
    if finding.invented:
        return "Nothing of this is real: the returns it was counted from are invented."
    return "Counted from the council's own returns; not an official statistic." if finding.origin == "extract" else ""


def target(finding: Finding) -> str:
    """Where the figure stands to the council's target, if one is set."""
    return "" if finding.target == TargetStatus.NONE_SET else f"The council's target: {finding.target}."


def alt_text(finding: Finding) -> str:
    """The chart in words, for a reader who cannot see it: what is drawn, from where to where, and the verdict."""
    drawn = [point for point in finding.points if point.value is not None]
    if not drawn:
        return f"{finding.title}: no figure to draw."
    first, last = (f"{value_of(finding, point)} ({brief_period(point.period)})" for point in (drawn[0], drawn[-1]))
    ends = f"{len(drawn)} figures from {first} to {last}" if len(drawn) > 1 else f"one figure, {first}"
    marks = listed([mark.area for mark in finding.benchmarks if mark.level in ("country", "region")])
    beside = f", beside {marks}" if marks else ""
    begun = [brief_period(point.period) for point in finding.points if not point.whole]
    unwhole = f" Not yet whole, and hatched: {listed(begun)}." if begun else ""
    return (f"Line chart of {finding.title}, {finding.area}, {ends}{beside}.{unwhole} "
            f"Verdict: {verdict_words(finding).lower()}.")


def moved(finding: Finding) -> str:
    """"a fall of 5.0 percentage points" where the verdict says so; else "5.0 percentage points lower"."""
    size, estimate = difference(finding.change.estimate, finding.unit, finding.decimals), finding.change.estimate
    if shown_as_0(estimate, finding.unit, finding.decimals):
        return "it now differs by less than is shown here"
    rounding = unrounded(finding, estimate, finding.latest, finding.baseline)
    if finding.verdict in DECIDED:
        return f"a {'rise' if estimate > 0 else 'fall'} of {size}{rounding}"
    return f"it is now {size} {'higher' if estimate > 0 else 'lower'}{rounding}"


def _change_interval(finding: Finding) -> str:
    return f" (95% interval {limits(finding, finding.change)})" if finding.change.has_interval else ""


def _small(finding: Finding, per_year: float) -> str:
    return difference(per_year, finding.unit, finding.decimals + 1)


def _direction(estimate: float) -> str:
    return "upward" if estimate > 0 else "downward"


MOST_NAMED = 6      # periods that a sentence names one by one


def _unused(status: str, note: str | None, periods: list[str]) -> str:
    reason = f" ({note})" if note else ""
    verb = "are" if len(periods) > 1 else "is"
    if status == "not comparable":
        return f"{capitalised(listed(periods))} {verb} not comparable{reason} and not used."
    if status == NOT_WHOLE:
        return f"{capitalised(listed(periods))} {verb} not yet whole: {note}."
    what = "suppressed" if status == "suppressed" else "not available"
    if len(periods) > MOST_NAMED:
        return (f"{len(periods)} figures are {what}{reason}. The first is for {periods[0]}, the last for "
                f"{periods[-1]}.")
    return f"The {'figures' if len(periods) > 1 else 'figure'} for {listed(periods)} {verb} {what}{reason}."


def _ordinal(rank: int) -> str:
    """What stands before "highest": nothing for the first, "2nd " for the second."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(rank if rank < 20 else rank % 10, "th")
    return "" if rank == 1 else f"{rank}{ending} "
