"""A figure that leapt: how far and when, and what to do if its definition changed."""

from wayforward.finding import Finding
from wayforward.formats import brief_period, difference
from wayforward.narrate.figures import probability, the


def leapt(finding: Finding) -> str:
    """Its largest step, and the ask to declare a break, where it moved too unevenly for a trend to decide."""
    step = finding.uneven
    before, after = (the(_period(finding, end), finding.calendar) for end in (step.before, step.after))
    way = "rose" if step.step > 0 else "fell"
    return (f"It moved far more than chance brings and too unevenly to be called a trend "
            f"({probability(finding.trend.p)}), and far more unevenly than that of almost any other council: between "
            f"{before} and {after} it {way} by {difference(step.step, finding.unit, finding.decimals)}. If it "
            "has been counted in another way since then, that should be declared as a break in the plan; if not, the "
            "leap needs an explanation of its own")


def _period(finding: Finding, end) -> str:
    return next(brief_period(point.period) for point in finding.points if point.end == end)
