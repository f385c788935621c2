"""What a control chart says, in a sentence or two and as alt text. Whether it is good is not told here.

Beside a verdict a chart can seem to say another thing. So a chart without a signal says of which verdict it stands:
on few figures it shows only a jump, and where a trend is decided the change came gradually; signals of before the
years that the verdict looks at are told as such.
"""

from itertools import pairwise

from wayforward.finding import Finding
from wayforward.formats import brief_period, decimals, half_up, listed, quantity
from wayforward.judge import DECIDED, DecidedBy
from wayforward.statistics.control import SHIFT_OF, TREND_OF, TRIAL, ControlPoint, Signal

EACH = {"financial quarter": "Quarter by quarter"}      # any other calendar has a figure a year
MOST_NAMED = 4          # stretches of time in one bracket
SIGNALS = {             # what is said of one figure, and of several
    Signal.OUTSIDE: ("lies outside the limits", "lie outside the limits"),
    Signal.SHIFT: (f"make a shift, {SHIFT_OF} or more in a row on one side",) * 2,
    Signal.RISING: (f"make a trend, {TREND_OF} or more in a row rising",) * 2,
    Signal.FALLING: (f"make a trend, {TREND_OF} or more in a row falling",) * 2,
    Signal.TWO_OF_THREE: ("lie near a limit, two of three in a row",) * 2}


def sentence(finding: Finding) -> str:
    """What the chart says; empty where there is none."""
    if not _drawn(finding):
        return ""
    sentences = [_signals(finding), _before_the_window(finding), _gradually(finding), _anew(finding),
                 _without_limits(finding), _trial(finding)]
    return " ".join(part for part in sentences if part)


def alt_text(finding: Finding) -> str:
    """The chart in words, for a reader who cannot see it; empty where there is none."""
    drawn = _drawn(finding)
    if not drawn:
        return ""
    first, last = (f"{_figure(finding, point, point.value)} ({_period(finding, point)})"
                   for point in (drawn[0], drawn[-1]))
    lined = [point for point in drawn if point.centre is not None][-1]
    centre, lower, upper = (_figure(finding, lined, line) for line in (lined.centre, lined.lower, lined.upper))
    return (f"Control chart ({finding.control.chart}) of {finding.title}, {finding.area}, {len(drawn)} figures from "
            f"{first} to {last}. Centre line at {centre}, limits at {lower} and {upper} ({_period(finding, lined)}). "
            f"{sentence(finding)}")


def _drawn(finding: Finding) -> tuple[ControlPoint, ...]:
    return finding.control.points if finding.control else ()


def _signals(finding: Finding) -> str:
    """Which rules are broken, where, and how often chance alone breaks one; or that none is."""
    drawn, lead = _drawn(finding), EACH.get(finding.calendar, "Year by year")
    lined = [point for point in drawn if point.centre is not None]
    rules = dict.fromkeys(rule for point in drawn for rule in point.signals)
    if not rules:
        told = f"{lead}, all {len(lined)} figures lie inside the limits, without a shift or a trend"
        silent = finding.control.trial or finding.verdict in DECIDED
        return f"{told}." if silent else f"{told}: no sign of anything but chance."
    signals = [_signal_in_words(finding, rule, [place for place, point in enumerate(drawn) if rule in point.signals])
               for rule in rules]
    often = half_up(100 * finding.control.by_chance)
    return (f"{lead}, of {len(lined)} figures {listed(signals)}. Chance alone gives some such sign in "
            f"{'under 1' if often == '0' else f'about {often}'}% of charts this long, and more often where each figure "
            "shares people with the one before.")


def _before_the_window(finding: Finding) -> str:
    """That all signals are of figures from before the years that the verdict looks at."""
    signalled = [point.end for point in _drawn(finding) if point.signals]
    since = finding.baseline.end if finding.baseline else None
    if not signalled or since is None or max(signalled) >= since:
        return ""
    return "That was before the years that the verdict looks at."


def _gradually(finding: Finding) -> str:
    """Why a verdict can be clear where the chart shows nothing."""
    decided = finding.verdict in DECIDED and finding.decided_by == DecidedBy.TREND
    if not decided or any(point.signals for point in _drawn(finding)):
        return ""
    return "No single figure stands out; the change came gradually."


def _signal_in_words(finding: Finding, signal: Signal, places: list[int]) -> str:
    """"one lies outside the limits (April to June 2023)"."""
    one, several = SIGNALS[signal]
    number_and_verb = f"one {one}" if len(places) == 1 else f"{len(places)} {several}"
    return f"{number_and_verb} ({_when(finding, places)})"


def _when(finding: Finding, places: list[int]) -> str:
    """The stretches of time that the places make up: "April to June 2023 and from … until …"."""
    starts = [place for before, place in pairwise([-2, *places]) if place - before > 1]
    ends = [place for place, after in pairwise([*places, places[-1] + 2]) if after - place > 1]
    names = [_period(finding, point) for point in _drawn(finding)]
    stretches = [names[start] if start == end else f"from {names[start]} until {names[end]}"
                 for start, end in zip(starts, ends, strict=True)]
    if len(stretches) <= MOST_NAMED:
        return listed(stretches)
    return f"first in {names[places[0]]}, last in {names[places[-1]]}"


def _anew(finding: Finding) -> str:
    """From where on the lines are drawn anew."""
    new = [_period(finding, point) for before, point in pairwise(_drawn(finding))
           if point.phase != before.phase and point.centre is not None]
    return f"Centre line and limits are drawn anew from {listed(new)} on." if new else ""


def _without_limits(finding: Finding) -> str:
    number = sum(point.centre is None for point in _drawn(finding))
    if not number:
        return ""
    return f"{'One figure has' if number == 1 else f'{number} figures have'} no limits: too few between two breaks."


def _trial(finding: Finding) -> str:
    return (f"Limits that rest on fewer than {TRIAL} figures are on trial: they can show only a jump."
            if finding.control.trial else "")


def _period(finding: Finding, point: ControlPoint) -> str:
    return brief_period(next(each.period for each in finding.points if each.end == point.end))


def _figure(finding: Finding, point: ControlPoint, value: float) -> str:
    """A value of a point in its unit: lines have the series' decimals, figures those they were published with."""
    own = next(each for each in finding.points if each.end == point.end)
    return quantity(value, finding.unit, decimals(finding, own) if value == point.value else finding.decimals)
