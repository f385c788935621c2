"""Who answers for a promise, and for what: line by line, as documents list it."""

from wayforward.finding import Finding
from wayforward.formats import day
from wayforward.markup import Markup


def accountability(finding: Finding) -> tuple[Markup, ...]:
    """Owner, targets and the next review of the definition, as Markdown; nothing where the council has named neither
    owner nor target."""
    told = finding.accountability
    if told is None:
        return ()
    owner = Markup("**Owner:** {}").format(told.owner or "not yet named")
    targets = (Markup("**The council’s target:** {}").format(each) for each in told.targets)
    return (owner, *targets, Markup("**Next review of the definition:** {}").format(day(told.next_review.isoformat())))
