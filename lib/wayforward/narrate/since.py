"""What is said of what is new since the report of the period before."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from wayforward.finding import Finding
from wayforward.formats import brief_period, day, listed
from wayforward.markup import Markup
from wayforward.narrate.figures import the
from wayforward.narrate.words import verdict_of


def what_is_new(findings: Iterable[Finding], report: str, as_at: date, received: date | None) -> Markup:
    """Markdown: a line for each promise of which something is new since the `report` of a period as known on a day, and
    whether returns were `received` since; or that nothing is new."""
    promises = groupby(sorted(findings, key=lambda one: one.number), key=lambda one: (one.number, one.measure_title))
    told = [(promise, news(list(figures))) for promise, figures in promises]
    lines = [Markup("- **{}. {}.** {}").format(*promise, " ".join(said)) for promise, said in told if said]
    if received and received > as_at:
        lines.append(Markup(f"- The newest of the council’s own returns was received on {day(received.isoformat())}: "
                            "what changed with it is not told here."))
    since = f"since the report for {brief_period(report)}, as known on {day(as_at.isoformat())}"
    if not lines:
        return Markup(f"**Nothing is new** {since}.")
    return Markup(f"**New** {since}:\n\n") + Markup("\n").join(lines)


def news(findings: list[Finding]) -> list[str]:
    """What is new of a promise, in sentences: figures, figures that are others now, and verdicts then and now."""
    published = [one for one in findings if one.since]
    labels = {kind: list(dict.fromkeys(the(brief_period(label), one.calendar) for one in published
                                       for label in getattr(one.since, kind))) for kind in ("new", "revised")}
    told = [f"{kind.capitalize()}: the figure{'s' if len(periods) > 1 else ''} for {listed(periods)}."
            for kind, periods in labels.items() if periods]
    return told + [said for one in published if (said := _verdict(one, bool(told)))]


def _verdict(finding: Finding, anything_new: bool) -> str:
    """The headline's verdict then and now; of another series only where it is another now."""
    then, now = (verdict_of(one).lower() for one in (finding.since, finding))
    what = "The verdict" if finding.headline else f"The verdict on “{finding.title}”"
    if then != now:
        return f"{what} was: {then}. It is now: {now}."
    return f"{what} is as it was: {now}." if finding.headline and anything_new else ""
