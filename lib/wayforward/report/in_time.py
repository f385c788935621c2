"""What of a report is new since the one before, and what is still to come, laid out for a reader."""

from __future__ import annotations

from collections.abc import Iterable

from wayforward import show
from wayforward.finding import Finding
from wayforward.formats import brief_period
from wayforward.markup import Markup
from wayforward.narrate import since
from wayforward.narrate import still_to_come as coming
from wayforward.periods import period_before
from wayforward.report.open import ReportInputs


def what_is_new(findings: Iterable[Finding], evidence: ReportInputs) -> show.Prose:
    """A line for each promise of which something became known since the report of the period before, or that nothing
    did; that there is nothing to tell where this report knows no more than that one."""
    before = period_before(evidence.period)
    if evidence.before is None:
        return show.aside(f"Nothing is known here that the report for {brief_period(before.label)} did not know.")
    return show.markdown(since.what_is_new(findings, before.label, evidence.before, evidence.returns.received))


def still_to_come(findings: Iterable[Finding], evidence: ReportInputs) -> show.Prose:
    """A line for each promise that waits for a figure."""
    which = " of the plan’s last year" if evidence.period.end >= evidence.plan.end else ""
    lines = coming.lines(findings)
    if not lines:
        return show.markdown(Markup(f"**Figures{which} still to come**: none."))
    return show.markdown(Markup(f"**Figures{which} still to come**\n\n") + lines)
