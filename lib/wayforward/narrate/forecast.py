"""Where the figure may stand when the plan ends, in careful words: coarse chances, no promise.

A chance is told in twentieths at the ends and in tenths between: a forecast from a handful of figures bears no more.
"""

from collections.abc import Iterator

from wayforward.finding import Finding
from wayforward.formats import day, half_up, quantity
from wayforward.judge import SIGN, Verdict, alike
from wayforward.narrate.words import likely, say
from wayforward.statistics.forecast import Outlook

CLEAR = 0.1             # a chance below it, or as near to 1, is told as clear


def note(finding: Finding) -> Iterator[str]:
    """The outlook in a sentence, or why there is none; nothing where there is nothing to say: the figure for the plan's
    last period is known, or there is no figure at all."""
    outlook = finding.outlook
    if outlook is None or finding.latest is None or outlook.known:
        return
    if outlook.value is None:
        yield say("note", "forecast_none", reason=outlook.reason)
        return
    facts = {"end": day(outlook.end.isoformat()), "method": outlook.method,
             "outlook_low": quantity(outlook.low, finding.unit, finding.decimals),
             "outlook_high": quantity(outlook.high, finding.unit, finding.decimals)}
    if _idle(finding, outlook):
        yield say("note", "forecast", **facts)
    else:
        yield say("note", "forecast_odds", **facts, **_hoped(finding, outlook))
    if _surer_than_the_verdict(finding, outlook):
        yield say("note", "forecast_level")


def chance(probability: float) -> str:
    """A probability as coarse odds: never 0, never certain.

    >>> chance(0.0327), chance(0.06), chance(0.31), chance(0.96)
    ('less than 1 in 20', 'about 1 in 20', 'about 3 in 10', 'more than 19 in 20')
    """
    if probability < 0.05:
        return "less than 1 in 20"
    if probability > 0.95:
        return "more than 19 in 20"
    if probability < 0.075:
        return "about 1 in 20"
    if probability > 0.925:
        return "about 19 in 20"
    return f"about {half_up(10 * probability)} in 10"


def _surer_than_the_verdict(finding: Finding, outlook: Outlook) -> bool:
    """Whether a forecast is clear of where the figure began, or a chance high, where the verdict is open."""
    if not alike(finding.verdict, Verdict.NO_CLEAR_CHANGE):
        return False
    began = finding.baseline.value if finding.baseline else outlook.low
    sure = not _idle(finding, outlook) and not CLEAR <= outlook.probability <= 1 - CLEAR
    return sure or not outlook.low <= began <= outlook.high


def _idle(finding: Finding, outlook: Outlook) -> bool:
    """Whether no chance is told: of passing a beginning that cannot be told from where the figure stands now."""
    at_the_beginning = finding.baseline is not None and outlook.goal == finding.baseline.value
    return outlook.probability is None or (at_the_beginning and alike(finding.verdict, Verdict.NO_CLEAR_CHANGE))


def _hoped(finding: Finding, outlook: Outlook) -> dict[str, str]:
    """What the chance is of, the way that is better; where none is, of a higher figure."""
    above = SIGN[finding.better] >= 0
    probability = outlook.probability if above else 1 - outlook.probability
    return {"side": "above" if above else "below", "goal": quantity(outlook.goal, finding.unit, finding.decimals),
            "likely": likely(probability), "odds": chance(probability)}
