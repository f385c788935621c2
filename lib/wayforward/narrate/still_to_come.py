"""What is said of figures that are still to come: a line for each promise that waits for some."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from wayforward.finding import Finding
from wayforward.formats import brief_period, listed
from wayforward.markup import Markup
from wayforward.narrate.figures import the

BEGINNING, MIDDLE = 10, 20      # the last days of the first two parts of a month


def lines(findings: Iterable[Finding]) -> Markup:
    """Markdown, a line for each promise; empty where none waits."""
    promises = groupby(sorted(findings, key=lambda one: one.number), key=lambda one: (one.number, one.measure_title))
    told = [(promise, sentences(figures)) for promise, figures in promises]
    return Markup("\n").join(Markup("- **{}. {}.** {}").format(*promise, Markup(" ").join(said))
                             for promise, said in told if said)


def sentences(findings: Iterable[Finding]) -> list[Markup]:
    """What is still to come of a promise's figures, the earliest period first; periods of which the same is to be said
    in one sentence."""
    waiting: dict[tuple, set[date]] = {}
    for one in findings:
        for each in one.still_to_come:
            period = each.end, the(brief_period(each.period), one.calendar)
            about = *period, one.origin == "published", each.due, each.decides
            waiting.setdefault(about, set()).update({each.usual} - {None})
    alike: dict[tuple, list[str]] = {}
    for (_, period, *about), days in sorted(waiting.items()):
        alike.setdefault((*about, tuple(sorted(days))), []).append(period)
    return [_sentence(periods, *about) for about, periods in alike.items()]


def part_of_month(day: date) -> str:
    """A usual day as a reader takes it.

    >>> part_of_month(date(2026, 11, 15)), part_of_month(date(2027, 2, 28)), part_of_month(date(2026, 7, 1))
    ('in mid-November 2026', 'at the end of February 2027', 'at the beginning of July 2026')
    """
    if day.day <= BEGINNING:
        return f"at the beginning of {day:%B %Y}"
    return f"in mid-{day:%B %Y}" if day.day <= MIDDLE else f"at the end of {day:%B %Y}"


def _sentence(periods: list[str], published: bool, due: bool, decides: bool, usual: tuple[date, ...]) -> Markup:
    several = len(periods) > 1
    if not published:
        return Markup("The council’s own {} for {} not been delivered.").format(
            "returns" if several else "return", f"{listed(periods)} {'have' if several else 'has'}")
    several = several or len(usual) > 1
    figures = f"The figure{'s' if several else ''} for {listed(periods)}"
    when = listed([part_of_month(day) for day in usual])
    beyond = "" if decides else "; what ends after the plan will decide nothing"
    if due:
        return Markup("{} {} due {} and {} not been added yet{}.").format(
            figures, "were" if several else "was", when, "have" if several else "has", beyond)
    told = f"usually released {when}" if usual else "still to come"
    return Markup("{} {} {}{}.").format(figures, "are" if several else "is", told, beyond)
