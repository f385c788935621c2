"""The panel's report, whatever file it becomes: a summary, a page a promise, notes and figures in appendices."""

from collections.abc import Iterator
from itertools import count

from wayforward.finding import Finding
from wayforward.formats import brief_period, listed
from wayforward.narrate.accountability import accountability
from wayforward.narrate.service_words import replies, service_words
from wayforward.narrate.words import verdict_of
from wayforward.publish.parts import Heading, OnItsSide, Paragraph, Part, Picture, Table, paragraphs
from wayforward.publish.public_run import PublicRun
from wayforward.show.charts import chart
from wayforward.show.tables import ends

AT_A_GLANCE = ("Promise", "Latest", "Change", "Verdict")
OF_PARTS = ("Figure", "Before the plan", "Latest", "Change", "Verdict")
OF_ALL = ("No.", *OF_PARTS)
QUESTIONS, NOTES, FIGURES = "Questions to ask", "Notes for the statistician", "All figures"
STILL_TO_COME = "Figures still to come"
OTHER_PARTS = "The promise’s other figures"
IN_SHORT, NEW, TOGETHER = "In short", "What is new", "So many tests together"
SAYS, ASKED, ANSWERS = "The service’s own words", "Questions", "Who answers"
CHANGED = "What changed since the report before"
OF_CHANGES = ("Promise", "Verdict then", "Verdict now", "Figures new or revised")
HOW_COMPARED = ("Verdict then: on the figures that the report before knew, by the rules of this one. A promise that is "
                "counted from the council’s own returns is not told here, nor one without a figure.")
NOT_COMPARED = ("Nothing is compared: every promise is counted from the council’s own returns, which are not counted "
                "again by what was known then, or has no figure.")
NOTHING, NO_TARGET = "–", "none set"


class Numbering:
    """Tables and charts, each counted through the report."""

    def __init__(self):
        self._tables, self._charts = count(1), count(1)

    def table(self, title: str) -> str:
        """A caption with the next number."""
        return f"Table {next(self._tables)}. {title}"

    def chart(self, title: str) -> str:
        """A caption with the next number."""
        return f"Chart {next(self._charts)}. {title}"


def panel_report(run: PublicRun) -> list[Part]:
    """All of it, in the order of reading."""
    numbered = Numbering()
    return [*_summary(run, numbered), *_promises(run, numbered), *_notes(run), *_changed(run, numbered),
            *_still_to_come(run), *_figures(run, numbered)]


def named(finding: Finding) -> str:
    """A promise by its number and name."""
    return f"{finding.number}. {finding.measure_title}"


def place(finding: Finding) -> str:
    """What leads to a promise's page."""
    return f"promise_{finding.number}"


def _summary(run: PublicRun, numbered: Numbering) -> Iterator[Part]:
    yield Paragraph(run.title, "Title")
    yield from paragraphs(run.opening[1:2])
    yield Heading(1, "Summary")
    yield Heading(2, "Verdicts at a glance")
    rows = [(named(one), told["Latest"], told["Change"], told["Verdict"])
            for one, told in zip(run.headlines, map(ends, run.headlines), strict=True)]
    yield Table(numbered.table("The promises at a glance"), AT_A_GLANCE, tuple(rows), (4.9, 4.4, 4.2, 3.5),
                tuple(map(place, run.headlines)))
    yield Heading(2, IN_SHORT)
    yield from (Paragraph(line, "List Bullet") for line in run.in_short)
    yield Heading(2, NEW)
    yield from paragraphs(run.new)
    yield Heading(2, QUESTIONS)
    yield from (Paragraph(f"**{named(one)}.** {one.questions[0]}", "List Bullet")
                for one in run.headlines if one.latest and one.questions)
    if run.together:
        yield Heading(2, TOGETHER)
        yield from paragraphs(run.together)


def _promises(run: PublicRun, numbered: Numbering) -> Iterator[Part]:
    """Each with a chart on a page of its own, those without share one; an ambition's title stands above its first."""
    for ambition in run.plan.ambitions:
        own = [one for one in run.headlines if one.ambition == ambition.number]
        if own:
            yield Heading(1, f"Ambition {ambition.number}: {ambition.title}", new_page=True)
        for before, headline in zip([None, *own], own, strict=False):
            yield Heading(2, named(headline), place(headline),
                          new_page=bool(before) and (_is_drawn(before) or _is_drawn(headline)))
            yield from _promise(run, headline, numbered)


def _is_drawn(finding: Finding) -> bool:
    return any(point.value is not None for point in finding.points)


def _promise(run: PublicRun, headline: Finding, numbered: Numbering) -> Iterator[Part]:
    yield Paragraph(f"“{headline.promise}”", "Quote")
    yield Paragraph(f"**Verdict: {verdict_of(headline)}**")
    if headline.target != NO_TARGET:
        yield Paragraph(f"**Target: {headline.target}**")
    if _is_drawn(headline):
        drawn = chart(headline, run.plan.start)
        yield Picture(drawn.png(), drawn.title, drawn.words(), numbered.chart(f"{headline.title}: {headline.area}"))
    yield from _story(headline)
    if headline.commentary:
        yield Heading(3, SAYS)
        yield from map(Paragraph, service_words(headline))
    if parts := run.parts(headline):
        rows = tuple((one.title, *ends(one).values()) for one in parts)
        yield Table(numbered.table(OTHER_PARTS), OF_PARTS, rows, (5.7, 2.9, 3.1, 3.0, 2.3))
    if headline.questions:
        yield Heading(3, ASKED)
        for question, reply in zip(headline.questions, replies(headline), strict=True):
            yield Paragraph(question, "List Bullet")
            yield Paragraph(reply, "Reply")
    if headline.accountability:
        yield Heading(3, ANSWERS)
        yield from (Paragraph(line, "List Bullet") for line in accountability(headline))


def _story(finding: Finding) -> list[Paragraph]:
    """Under the figure's name."""
    return paragraphs(f"**{finding.title}.** {finding.story}".split("\n\n"))


def _notes(run: PublicRun) -> Iterator[Part]:
    yield Heading(1, f"Appendix A: {NOTES}", new_page=True)
    for headline in run.headlines:
        own = [one for one in (headline, *run.parts(headline)) if one.note or one is not headline]
        if own:
            yield Heading(2, named(headline))
        for one in own:
            yield from _story(one) if one is not headline else ()
            yield from [Paragraph(f"Note on {one.title}: {one.note}")] if one.note else ()


def _changed(run: PublicRun, numbered: Numbering) -> Iterator[Part]:
    yield Heading(1, f"Appendix B: {CHANGED}", new_page=True)
    if run.compared:
        rows = tuple((named(one), verdict_of(one.since or one), verdict_of(one), _since(one, run))
                     for one in run.compared)
        yield Table(numbered.table(CHANGED), OF_CHANGES, rows, (5.4, 4.0, 4.0, 3.6), tuple(map(place, run.compared)))
    yield Paragraph(HOW_COMPARED if run.compared else NOT_COMPARED)


def _since(headline: Finding, run: PublicRun) -> str:
    """Which figures of the promise, its headline's or others, are new or revised."""
    own = [one.since for one in run.findings if one.number == headline.number and one.since]
    told = {kind: list(dict.fromkeys(brief_period(label) for since in own for label in getattr(since, kind)))
            for kind in ("new", "revised")}
    return "; ".join(f"{kind}: {listed(labels)}" for kind, labels in told.items() if labels) or NOTHING


def _still_to_come(run: PublicRun) -> Iterator[Part]:
    yield Heading(1, f"Appendix C: {STILL_TO_COME}")
    yield from paragraphs(run.still_to_come)


def _figures(run: PublicRun, numbered: Numbering) -> Iterator[Part]:
    told = [one for one in run.findings if one.points]
    if not told:
        return
    yield OnItsSide()
    yield Heading(1, f"Appendix D: {FIGURES}")
    yield Paragraph("Every figure that there is of the promises, and of more about them. All points of all of them "
                    "stand in tables.xlsx, tables.ods and findings.csv.")
    rows = tuple((str(one.number), f"{one.title}{' (stands in)' if one.stand_in else ''}", *ends(one).values())
                 for one in told)
    yield Table(numbered.table(FIGURES), OF_ALL, rows, (1.1, 8.2, 4.4, 4.4, 4.2, 3.4))
