"""The note of a finding, for a statistician: the same facts as the story's, as estimates, intervals and tests.

Of what is counted from returns no digit is told that the pages do not show elsewhere (see report.public_finding).
"""

from collections.abc import Iterator

from wayforward.finding import Finding
from wayforward.formats import brief_period, day, difference, half_up, listed, number, quantity, signed
from wayforward.judge import DecidedBy, Evidence
from wayforward.markup import Markup, capitalised, escaped
from wayforward.narrate import against_the_rest, forecast, with_care
from wayforward.narrate.figures import probability, short_step, value_of
from wayforward.narrate.words import say
from wayforward.statistics.results import Result

PUBLISHED = "published"


def note(finding: Finding) -> Markup:
    """One paragraph of Markdown; "" where there is no figure."""
    return Markup(" ").join(map(escaped, sentences(finding)))


def sentences(finding: Finding) -> list[str]:
    """Its sentences in order."""
    if finding.latest is None:
        return []
    told = [verdict(finding), latest(finding), *slopes(finding), change(finding), last_year(finding),
            *beside_others(finding), *against_the_rest.note(finding), unknown(finding), choices(finding),
            *forecast.note(finding), seen(finding), scatter(finding), parts(finding), *groups(finding),
            with_care.provisional(finding), *with_care.remarks(finding), *with_care.unused(finding),
            with_care.redefined(finding), with_care.stand_in(finding), with_care.caveat(finding), *sources(finding)]
    return [_closed_up(sentence) for sentence in told if sentence]


def _closed_up(sentence: str) -> str:
    """Without the gap that a difference without a unit leaves, before a comma or a full stop too."""
    return " ".join(sentence.split()).replace(" ,", ",").replace(" .", ".")


def verdict(finding: Finding) -> str:
    """The verdict by its own name, and the row of the verdict table that gave it."""
    named = capitalised(str(finding.verdict))
    if finding.decided_by == DecidedBy.NOTHING:
        return say("note", "verdict_bare", Verdict=named)
    if finding.evidence == Evidence.NONE:
        return say("note", "verdict_open", Verdict=named, decided_by=finding.decided_by)
    return say("note", "verdict", Verdict=named, evidence=finding.evidence, decided_by=finding.decided_by)


def latest(finding: Finding) -> str:
    """The latest figure's interval."""
    point = finding.latest
    if point.low is None:
        return ""
    low, high = (number(limit, finding.unit, finding.decimals) for limit in (point.low, point.high))
    return say("note", "latest", value=value_of(finding, point), latest_period=brief_period(point.period), low=low,
               high=high)


def slopes(finding: Finding) -> Iterator[str]:
    """The trend, and that against the other councils' mean."""
    trend, other = finding.trend, finding.against_others
    if trend.estimate is not None and trend.p is not None:
        facts = {**_slope(finding, trend), **_limits(finding, trend, "slope", 1)}
        exact = finding.origin == PUBLISHED and trend.has_interval
        yield say("note", "slope_interval" if exact else "slope", **facts)
    if other is not None and other.estimate is not None:
        yield say("note", "slope_of_others", others=str(finding.scatter.areas), **_slope(finding, other))


def _slope(finding: Finding, trend) -> dict[str, str]:
    return {"slope": signed(trend.estimate, finding.unit, finding.decimals + 1), "step": short_step(finding),
            "p": probability(trend.p), "points": str(trend.points_used), "method": trend.method}


def change(finding: Finding) -> str:
    """The change since the baseline."""
    moved = finding.change
    if moved.estimate is None:
        return ""
    facts = {**_told(finding, moved, "change"), "baseline_period": brief_period(finding.baseline.period)}
    if not moved.has_interval:
        return say("note", "change_bare", reason=moved.reason or "", **facts)
    return say("note", "change", p=probability(moved.p), **facts)


def last_year(finding: Finding) -> str:
    """The change from the same period a year before, where that is not the baseline itself."""
    moved, baseline = finding.last_year, finding.baseline
    before = (finding.latest.end.year - 1, finding.latest.end.month)
    if moved is None or moved.estimate is None or (baseline and (baseline.end.year, baseline.end.month) == before):
        return ""
    return say("note", _either("last_year", moved), **_told(finding, moved, "last_year"))


def beside_others(finding: Finding) -> Iterator[str]:
    """Against England, the neighbours' middle change, and the place among the neighbours."""
    england, middle, place = finding.relative, finding.benchmark("median"), finding.standing
    if england.has_interval:
        yield say("note", "england", **_told(finding, england, "relative"))
    if middle and middle.change is not None and finding.change.estimate is not None:
        yield say("note", "similar", similar=str(middle.areas), step=short_step(finding),
                  similar_change=signed(middle.change, finding.unit, finding.decimals))
    if place is None:
        return
    facts = {"rank": str(place.rank), "areas": str(place.of)}
    if place.rank_low is None:
        yield say("note", "rank_bare", **facts)
    else:
        yield say("note", "rank", rank_low=str(place.rank_low), rank_high=str(place.rank_high), **facts)
    if finding.decided_by == DecidedBy.STANDING:
        low, high = (signed(limit, finding.unit, finding.decimals) for limit in (place.low, place.high))
        yield say("note", "beyond", standing_low=low, standing_high=high, step=short_step(finding),
                  p=probability(place.p))


def unknown(finding: Finding) -> str:
    """How many are not known about, and the figure without them, now and at the baseline."""
    point, first = finding.latest, finding.baseline
    if point.known_value is None:
        return ""
    facts = {"unknown_count": half_up(point.unknown), "known_value": _known(finding, point)}
    if first is None or first.known_value is None or finding.change.estimate is None:
        return say("note", "unknown", **facts)
    return say("note", "unknown_both", unknown_first=half_up(first.unknown), known_first=_known(finding, first),
               **facts)


def _known(finding: Finding, point) -> str:
    return quantity(point.known_value, finding.unit, finding.decimals)


def choices(finding: Finding) -> str:
    """What the other defensible choices say."""
    tried, differ = finding.robustness, finding.dissenters
    if not tried:
        return ""
    if not differ:
        return say("note", "agree", tests=str(len(tried))) if len(tried) > 1 else say("note", "agree_one")
    named = listed([f"{one.choice} ({'' if one.p is None else f'{probability(one.p)}: '}{one.verdict})"
                    for one in differ])
    return say("note", "dissent", differ=str(len(differ)), tests=str(len(tried)), dissenters=named)


def seen(finding: Finding) -> str:
    """The smallest change that the test in force would have found, now and with the figures to come."""
    if not finding.visible:
        return ""
    now, *later = finding.visible
    facts = {"least": _least(finding, now), "step": short_step(finding), "points": str(now.points)}
    if not later:
        return say("note", "seen", **facts)
    return say("note", "seen_later", least_later=_least(finding, later[-1]), points_later=str(later[-1].points),
               end=day(later[-1].by.isoformat()), **facts)


def _least(finding: Finding, each) -> str:
    return signed(each.per_year, finding.unit, finding.decimals + 1).removeprefix("+")


def scatter(finding: Finding) -> str:
    """How much such a figure moves by itself in other councils."""
    found = finding.scatter
    if found is None:
        return ""
    sigma = difference(found.sigma, finding.unit, finding.decimals + 1).partition(" ")[0]
    return say("note", "scatter", others=str(found.areas), periods=str(found.periods),
               known=day(found.known.isoformat()), sigma=sigma, step=short_step(finding), df=half_up(found.df),
               correlation=half_up(found.correlation, 2), spread=half_up(found.spread, 2))


def parts(finding: Finding) -> str:
    """What a change of the gap to all is made of."""
    made = finding.decomposition
    if made is None:
        return ""
    if made.apart.estimate is None:
        return say("note", "parts_none", reason=made.apart.reason)
    facts = {"step": short_step(finding), **_limits(finding, made.apart, "apart"),
             **_limits(finding, made.share, "share"),
             "limits": "as rounding allows" if made.bounds else "95% intervals",
             "apart": signed(made.apart.estimate, finding.unit, finding.decimals),
             "share": signed(made.share.estimate, finding.unit, finding.decimals)}
    return say("note", "parts_interval" if made.apart.has_interval else "parts", **facts)


def groups(finding: Finding) -> Iterator[str]:
    """Each group's share beside the community's, the most over-represented first."""
    shown = sorted((group for group in finding.groups if group.share is not None),
                   key=lambda group: group.community - group.share)
    few = [group.name for group in finding.groups if group.share is None]

    def percent(share: float) -> str:
        return quantity(share, "%", finding.decimals)
    if shown:
        yield say("note", "groups", groups=listed([
            f"{group.name} {percent(group.share)} against {percent(group.community)}" for group in shown]))
    if few:
        yield say("note", "groups_hidden", hidden=listed(few))


def sources(finding: Finding) -> Iterator[str]:
    """How counts from the returns stand to published figures, and what they are not."""
    if finding.reconciled:
        yield say("note", "reconciled", reconciled=finding.reconciled)
    if finding.origin == "extract":
        yield say("note", "from_returns")


def _told(finding: Finding, result: Result, name: str) -> dict[str, str]:
    """A difference with its unit, and its limits where it has some."""
    return {name: signed(result.estimate, finding.unit, finding.decimals), "step": short_step(finding),
            **_limits(finding, result, name)}


def _limits(finding: Finding, result: Result, name: str, more: int = 0) -> dict[str, str]:
    limits = {"low": result.low, "high": result.high} if result.has_interval else {}
    return {f"{name}_{side}": signed(limit, finding.unit, finding.decimals + more) for side, limit in limits.items()}


def _either(name: str, result: Result) -> str:
    return f"{name}_interval" if result.has_interval else name
