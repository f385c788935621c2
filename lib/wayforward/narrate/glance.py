"""A promise in three short sentences: where it stands, how that is to before the plan, and how sure it is."""

from wayforward.finding import Finding
from wayforward.formats import brief_period
from wayforward.judge import Verdict
from wayforward.markup import capitalised
from wayforward.narrate import how_sure, no_figure
from wayforward.narrate.figures import told_value
from wayforward.narrate.where_it_stands import began


def glance(finding: Finding) -> tuple[str, ...]:
    """The sentences, at most three; of a promise without a figure one, that says what would supply it."""
    if finding.latest is None:
        return (lacking(finding),)
    sure = how_sure.tried(finding) if how_sure.contested(finding) else how_sure.sure(finding)
    return tuple(filter(None, (stands(finding), began(finding), sure)))


def lacking(finding: Finding) -> str:
    """What would supply a figure that there is not, or why there is none."""
    if finding.refused:
        return f"{capitalised(no_figure.brief(finding))}."
    if finding.verdict == Verdict.NO_DATA:
        return no_figure.could_be_counted(finding)
    return no_figure.without_figure(finding)


def stands(finding: Finding) -> str:
    """The latest figure by its name, with its period."""
    return f"{finding.title}: {told_value(finding, finding.latest)} ({brief_period(finding.latest.period)})."
