"""A promise in three short sentences: where it stands, how that is to before the plan, and how sure it is."""

from wayforward.finding import Finding
from wayforward.formats import brief_period
from wayforward.judge import Evidence, Verdict
from wayforward.markup import capitalised
from wayforward.narrate import refused
from wayforward.narrate.figures import value_of
from wayforward.narrate.robustness import doubted
from wayforward.narrate.sentences import moved, without_figure

SURE = {Evidence.STRONG: "Chance alone would hardly ever do this.",
        Evidence.SOME: "Chance alone would seldom do this."}
UNSURE = {Verdict.TOO_LITTLE: "There are too few figures to say how it moves.",
          Verdict.NO_CLEAR_CHANGE: "That cannot be told from chance.",
          Verdict.MOVED_UNEVENLY: "It leapt, and no steady course can be told."}
BESIDE_OTHERS = "That cannot be told from how such figures move in other councils."


def glance(finding: Finding) -> tuple[str, ...]:
    """The sentences, at most three; of a promise without a figure one, that says what would supply it."""
    if finding.latest is None:
        return (lacking(finding),)
    return tuple(filter(None, (stands(finding), since_before(finding), sure(finding))))


def lacking(finding: Finding) -> str:
    """What would supply a figure that there is not, or why there is none."""
    if finding.refused:
        return f"{capitalised(refused.brief(finding))}."
    if finding.verdict == Verdict.NO_DATA:
        return f"It could be counted from {finding.supplied_by}."
    return without_figure(finding)


def stands(finding: Finding) -> str:
    """The latest figure by its name, with its period."""
    return f"{finding.title}: {value_of(finding, finding.latest)} ({brief_period(finding.latest.period)})."


def since_before(finding: Finding) -> str:
    """The figure from before the plan, and how far from it the latest lies."""
    if finding.baseline is None or finding.change.estimate is None:
        return ""
    return (f"Before the plan {value_of(finding, finding.baseline)} ({brief_period(finding.baseline.period)}): "
            f"{moved(finding)}.")


def sure(finding: Finding) -> str:
    """What chance would do; or that most other methods do not see what the verdict says."""
    if finding.verdict == Verdict.NO_CLEAR_CHANGE and not finding.change.has_interval:
        return BESIDE_OTHERS
    return doubted(finding) or SURE.get(finding.evidence) or UNSURE.get(finding.verdict, "")


def course(finding: Finding) -> str:
    """A small line of a figure in words: from where to where it goes."""
    drawn = [point for point in finding.points if point.value is not None]
    first, last = (f"{value_of(finding, point)} ({brief_period(point.period)})" for point in (drawn[0], drawn[-1]))
    ends = f"{len(drawn)} figures from {first} to {last}" if len(drawn) > 1 else f"one figure, {first}"
    return f"{finding.title}, {finding.area}: {ends}."
