"""Put it together: stories in a row, chapter by chapter, and the lists that open and close a page."""

from collections.abc import Callable
from itertools import groupby

from wayforward.finding import Finding
from wayforward.formats import brief_period, listed
from wayforward.judge import Verdict
from wayforward.markup import Markup
from wayforward.narrate import no_figure
from wayforward.narrate.figures import value_of
from wayforward.narrate.service_words import service_words
from wayforward.narrate.words import verdict_of, verdict_words


def titled(finding: Finding) -> Markup:
    """The story under its figure's name, for a measure with several."""
    return Markup("**{}.** {}").format(finding.title, Markup(finding.story))


def noted(finding: Finding, titled_too: bool = False) -> Markup:
    """The note for the statistician, in one paragraph; "" where there is none."""
    whose = Markup(" on {}").format(finding.title) if titled_too else ""
    return Markup("Note{}: {}").format(whose, Markup(finding.note)) if finding.note else Markup("")


def plain(finding: Finding, titled_too: bool) -> Markup:
    """A story with its note after it, as Markdown that is read as it is; what the service says, as a quotation."""
    story = titled(finding) if titled_too else Markup(finding.story)
    words = Markup("\n>\n").join(Markup("> {}").format(each) for each in service_words(finding))
    return Markup("\n\n").join(filter(None, (story, noted(finding, titled_too), words)))


def chapter(title: str, findings: list[Finding], level: int = 2,
            told: Callable[[Finding, bool], Markup] = plain) -> Markup:
    """The stories and notes of an ambition as Markdown: each promise in the plan's words, then its figures, each
    `told`."""
    lines = [Markup("{} {}").format(Markup("#" * level), title)]
    for promise, of_promise in groupby(findings, key=lambda one: (one.number, one.promise)):
        figures = list(of_promise)
        lines.append(Markup("{} {}. {}").format(Markup("#" * (level + 1)), *promise))
        with_story = [one for one in figures if one.headline or one.part or one.points or one.refused]
        lines += [told(one, len(with_story) > 1) for one in with_story]
    return Markup("\n\n").join(lines) + Markup("\n")


def asked(headlines: list[Finding]) -> Markup:
    """The questions of each promise, as a list."""
    return Markup("\n").join(Markup("- **{}. {}.** {}").format(one.number, one.measure_title, " ".join(one.questions))
                             for one in headlines if one.questions)


def summary(findings: list[Finding]) -> Markup:
    """One line a promise: its headline and its other parts."""
    kept = [one for one in findings if one.headline or one.part]
    return Markup("\n").join(
        Markup("- **{}.** {}").format(number, "; ".join(short_section(one) for one in of_promise))
        for number, of_promise in groupby(kept, key=lambda one: one.number))


def in_short(findings: list[Finding]) -> Markup:
    """How many promises have each verdict by their headline, the most telling first; a promise whose other parts go
    the other way says so."""
    headlines = [one for one in findings if one.headline]
    by_verdict = [(verdict, [one for one in headlines if one.verdict == verdict]) for verdict in Verdict]
    return Markup("\n").join(Markup("- **{}**: {}").format(verdict_words(verdict),
        f"{len(promises)} of {len(headlines)}: "
        f"{listed([f'{one.measure_title} ({one.number}{_but(one, findings)})' for one in promises])}{_cure(verdict)}")
        for verdict, promises in by_verdict if promises)


def _cure(verdict: Verdict) -> str:
    """What to do about promises whose return was refused."""
    return f"; their returns were refused: {no_figure.CURE}" if verdict == Verdict.REFUSED else ""


def _but(headline: Finding, findings: list[Finding]) -> str:
    """", in part worsening", where a part of the promise says so and its headline does not; likewise "in part
    refused", where any other figure of it is."""
    others = [one for one in findings if one.number == headline.number and not one.headline]
    parts = {one.verdict for one in others if one.part or one.refused}
    against = [verdict for verdict in (Verdict.WORSENING, Verdict.IMPROVING, Verdict.REFUSED)
               if verdict in parts - {headline.verdict}]
    return f", in part {listed([verdict_words(verdict).lower() for verdict in against])}" if against else ""


def short_section(finding: Finding) -> str:
    """One line for a list: latest figure, its period, the verdict."""
    if finding.refused:
        return f"{finding.title}: {verdict_of(finding).lower()}; {no_figure.brief(finding)}"
    if finding.latest is None:
        return f"{finding.title}: {verdict_of(finding).lower()}"
    return f"{finding.title}: {value_of(finding, finding.latest)} ({brief_period(finding.latest.period)}), " \
           f"{verdict_of(finding).lower()}"
