"""Where the figure may stand when the plan ends, in careful words: coarse chances, no promise.

A chance is told in twentieths at the ends and in tenths between: a forecast from a handful of figures bears no more.
"""

from wayforward.finding import Finding
from wayforward.formats import DAYS, day, half_up, quantity
from wayforward.judge import SIGN, Verdict, alike
from wayforward.statistics.forecast import Outlook

CLEAR = 0.1             # a chance below it, or as near to 1, is told as clear
WAY = {1: "higher", -1: "lower", 0: "higher"}


def sentence(finding: Finding) -> str:
    """The outlook in a sentence, or why there is none; empty where there is nothing to say: the figure for the plan's
    last period is known, or there is no figure at all."""
    outlook = finding.outlook
    if outlook is None or finding.latest is None or outlook.known:
        return ""
    if outlook.value is None:
        return f"How it will stand when the plan ends is not forecast: {outlook.reason}."
    low, high = (quantity(limit, finding.unit, finding.decimals) for limit in (outlook.low, outlook.high))
    odds = "" if _idle(finding, outlook) else f"; the chance that {_hoped(finding, outlook)}"
    return (f"If it goes on moving as it has, its figure {_when(finding, outlook)} will probably (4 in 5) lie between "
            f"{low} and {high}{odds}.{_surer_than_the_verdict(finding, outlook)}")


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


def _surer_than_the_verdict(finding: Finding, outlook: Outlook) -> str:
    """Why a forecast can be clear of where the figure began, or a chance high, where the verdict is open."""
    if not alike(finding.verdict, Verdict.NO_CLEAR_CHANGE):
        return ""
    began = finding.baseline.value if finding.baseline else outlook.low
    sure = not _idle(finding, outlook) and not CLEAR <= outlook.probability <= 1 - CLEAR
    if outlook.low <= began <= outlook.high and not sure:
        return ""
    return " The forecast takes the latest figure for the level; the verdict asks for a steady course."


def _idle(finding: Finding, outlook: Outlook) -> bool:
    """Whether no chance is told: of passing a beginning that cannot be told from where the figure stands now."""
    at_the_beginning = finding.baseline is not None and outlook.goal == finding.baseline.value
    return outlook.probability is None or (at_the_beginning and alike(finding.verdict, Verdict.NO_CLEAR_CHANGE))


def _hoped(finding: Finding, outlook: Outlook) -> str:
    """What the chance is of, the way that is better; where none is, of a higher figure."""
    sign = SIGN[finding.better]
    odds = chance(outlook.probability if sign >= 0 else 1 - outlook.probability)
    if finding.baseline is not None and outlook.goal == finding.baseline.value:
        return f"it is {WAY[sign]} than before the plan began is {odds}"
    goal = quantity(outlook.goal, finding.unit, finding.decimals)
    return f"the target of {goal} is met is {odds}"


def _when(finding: Finding, outlook: Outlook) -> str:
    """ "on 31 March 2026", or "for the period to 31 August 2025"."""
    last = day(outlook.end.isoformat())
    return f"on {last}" if finding.calendar in DAYS else f"for the period to {last}"
