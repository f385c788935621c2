"""Whether a verdict holds under the other defensible choices, in a sentence."""

from collections import Counter

from wayforward.finding import Finding
from wayforward.formats import listed
from wayforward.judge import DECIDED, Verdict, alike
from wayforward.narrate.figures import probability


def doubted(finding: Finding) -> str:
    """Beside a decided verdict, that half or more of the other defensible choices do not see it; beside an open one,
    what most of them would call it."""
    count, differing = len(finding.robustness), len(finding.dissenters)
    if alike(finding.verdict, Verdict.NO_CLEAR_CHANGE):
        seen, times = Counter(one.verdict for one in finding.dissenters).most_common(1)[0] if differing else ("", 0)
        return f"Most other methods would call it {seen}." if 2 * times > count else ""
    if finding.verdict not in DECIDED or not count or 2 * differing < count:
        return ""
    if differing == count:
        return "No other method that was tried sees it."
    return "Half of the other methods do not see it." if 2 * differing == count else "Most other methods do not see it."


def robustness(finding: Finding) -> str:
    """Whether the other defensible choices say the same, and which do not."""
    count, dissent = len(finding.robustness), finding.dissenters
    if not count:
        return ""
    if not dissent:
        same = "also find no clear change" if alike(finding.verdict, Verdict.NO_CLEAR_CHANGE) else "say the same"
        alone = same.replace("find", "finds").replace("say", "says")
        return {1: f"The other defensible choice {alone}.", 2: f"Both other defensible choices {same}."}.get(
            count, f"All {count} other defensible choices {same}.")
    named = listed([f"{one.choice} ({'' if one.p is None else f'{probability(one.p)}: '}{one.verdict})"
                    for one in dissent])
    if count == 1:
        return f"The other defensible choice does not agree: {named}."
    if len(dissent) == count:
        return f"{'Both' if count == 2 else f'All {count}'} other defensible choices disagree: {named}."
    if 2 * len(dissent) > count:
        return f"Most of the other defensible choices, {len(dissent)} of {count}, do not agree: {named}."
    differ = "differs" if len(dissent) == 1 else "differ"
    return f"Of {count} other defensible choices, {len(dissent)} {differ}: {named}."
