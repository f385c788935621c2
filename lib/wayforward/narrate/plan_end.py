"""What is said once the plan has ended: that it has, and of figures that end later, which decide nothing."""

from datetime import date

from wayforward.finding import Finding
from wayforward.formats import brief_period, day, listed
from wayforward.narrate.figures import the, value_of

MOST_NAMED = 4      # later figures that a sentence names; of more, the newest


def ended(on: date) -> str:
    """That the plan has ended, and what decides from then on."""
    return (f"The plan ended on {day(on.isoformat())}. Each promise is judged by the figures of periods that ended by "
            "then; later figures are shown beside them and decide nothing.")


def later(finding: Finding) -> str:
    """The comparable figures of periods that end after the plan, where there are some."""
    after = [point for point in finding.points
             if point.usable and finding.plan_ended and point.end > finding.plan_ended]
    told = [f"{value_of(finding, point)} ({the(brief_period(point.period), finding.calendar)})"
            for point in after[-MOST_NAMED:]]
    return f"After the plan's end: {listed(told)}; that decides nothing." if told else ""
