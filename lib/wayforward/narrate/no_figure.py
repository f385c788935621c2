"""What stands in the place of a figure that there is not: why, and what would supply it."""

from wayforward.finding import Finding, Refusal
from wayforward.judge import Verdict
from wayforward.markup import capitalised
from wayforward.narrate import with_care
from wayforward.narrate.words import say

CURE = "“wayforward check” says what to put right"


def without_figure(finding: Finding) -> str:
    """Why there is no figure: its return was refused, its figures are of no use, or nothing supplies them."""
    if finding.refused:
        return refused(finding.refused)
    unwhole = not all(point.whole for point in finding.points)
    if finding.verdict == Verdict.NOT_COMPARABLE or unwhole or (finding.points and finding.origin == "extract"):
        return " ".join(with_care.unused(finding))
    why = capitalised(finding.change.reason or "") + _noted(finding)
    return f"{say('story', 'lacking', Reason=why)} {could_be_counted(finding)}"


def could_be_counted(finding: Finding) -> str:
    """What would supply the figure."""
    return say("story", "could_be_counted", supplied_by=finding.supplied_by)


def refused(refusal: Refusal) -> str:
    """That the return was refused, the first reason, and what to do."""
    told = [say("story", "refused", table=refusal.title)]
    if refusal.rule:
        where = ", ".join(part for part in (refusal.file, refusal.column) if part)
        told.append(say("story", "refused_why", rule=refusal.rule, where=where))
    return " ".join([*told, say("story", "refused_cure")])


def brief(finding: Finding) -> str:
    """The refusal beside a verdict: "the return “…” was refused"; "" for a finding that was not."""
    return f"the return “{finding.refused.title}” was refused" if finding.refused else ""


def _noted(finding: Finding) -> str:
    """What one note says of all periods without a figure; another area is named by it as readers know it."""
    notes = {(point.note or "").partition(": see ")[0] for point in finding.points if point.value is None}
    return f" ({notes.pop()})" if len(notes) == 1 and any(notes) else ""
