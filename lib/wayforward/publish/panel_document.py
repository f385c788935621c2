"""The panel's report as a Word document: a summary, a page a promise, notes and figures in appendices."""

import io
from datetime import datetime, time
from itertools import count

from docx.document import Document as Word

from wayforward.finding import Finding
from wayforward.formats import day
from wayforward.narrate.words import verdict_of
from wayforward.publish.fixed_archive import fixed
from wayforward.publish.plain_words import marks
from wayforward.publish.public_run import PublicRun
from wayforward.publish.word_parts import (
    LANGUAGE,
    begun,
    lead_to,
    mark_pages,
    mark_place,
    put_in_place,
    tell_language,
    turned,
)
from wayforward.publish.word_text import SMALL, picture, say, say_all, tabulate
from wayforward.show.charts import chart
from wayforward.show.tables import ends

AT_A_GLANCE = ["Promise", "Latest", "Change", "Verdict"]
OF_PARTS = ["Figure", "Before the plan", "Latest", "Change", "Verdict"]
OF_ALL = ["No.", *OF_PARTS]
QUESTIONS, NOTES, FIGURES = "Questions to ask", "Notes for the statistician", "All figures"
STILL_TO_COME = "Figures still to come"
OTHER_PARTS = "The promise’s other figures"


def panel_document(run: PublicRun, assured: str | None = None, template: bytes | None = None) -> bytes:
    """The .docx; the same bytes for the same run, template and libraries.

    assured: who has assured it; None for a draft, which every page says. TemplateRefused: see `word_parts.begun`
    """
    made = begun(template)
    before = len(made.element.body)
    tables = count(1)
    _summary(made, run, tables)
    _promises(made, run, tables)
    _notes(made, run)
    _still_to_come(made, run)
    _figures(made, run, tables)
    put_in_place(made, list(made.element.body)[before - 1:-1])
    mark_pages(made, marks(assured, run.area, run.invented), f"{run.area}, {run.period}")
    tell_language(made)
    _properties(made, run)
    raw = io.BytesIO()
    made.save(raw)
    return fixed(raw.getvalue(), run.as_at)


def _summary(made: Word, run: PublicRun, tables: count) -> None:
    made.add_paragraph(run.title, style="Title")
    say_all(made, run.opening[1:2])
    made.add_heading("Summary", 1)
    made.add_heading("Verdicts at a glance", 2)
    rows = [["", told["Latest"], told["Change"], told["Verdict"]] for told in map(ends, run.headlines)]
    table = tabulate(made, f"Table {next(tables)}. The promises at a glance", AT_A_GLANCE, rows, [5.4, 4.2, 4.0, 3.4])
    for row, finding in zip(table.rows[1:], run.headlines, strict=True):
        lead_to(row.cells[0].paragraphs[0], named(finding), place(finding), SMALL)
    made.add_heading("In short", 2)
    for line in run.in_short:
        say(made, line, "List Bullet")
    made.add_heading("What is new", 2)
    say_all(made, run.new)
    made.add_heading(QUESTIONS, 2)
    for one in run.headlines:
        if one.latest and one.questions:
            say(made, f"**{named(one)}.** {one.questions[0]}", "List Bullet")


def named(finding: Finding) -> str:
    """A promise by its number and name."""
    return f"{finding.number}. {finding.measure_title}"


def place(finding: Finding) -> str:
    """The bookmark of a promise's page."""
    return f"promise_{finding.number}"


def _promises(made: Word, run: PublicRun, tables: count) -> None:
    """Each on a page of its own; an ambition's title stands above its first promise."""
    charts = count(1)
    for ambition in run.plan.ambitions:
        for place, headline in enumerate(one for one in run.headlines if one.ambition == ambition.number):
            first = [made.add_heading(f"Ambition {ambition.number}: {ambition.title}", 1)] if place == 0 else []
            [*first, made.add_heading(named(headline), 2)][0].paragraph_format.page_break_before = True
            _promise(made, run, headline, charts, tables)


def _promise(made: Word, run: PublicRun, headline: Finding, charts: count, tables: count) -> None:
    title = made.paragraphs[-1]
    mark_place(title, place(headline), headline.number)
    say(made, f"“{headline.promise}”", "Quote")
    say(made, f"**Verdict: {verdict_of(headline)}**")
    if any(point.value is not None for point in headline.points):
        picture(made, chart(headline, run.plan.start),
                f"Chart {next(charts)}. {headline.title}: {headline.area}")
    _story(made, headline)
    if parts := run.parts(headline):
        rows = [[one.title, *ends(one).values()] for one in parts]
        tabulate(made, f"Table {next(tables)}. {OTHER_PARTS}", OF_PARTS, rows, [4.8, 3.2, 3.2, 3.0, 2.8])
    if headline.questions:
        made.add_heading("Questions", 3)
        for question in headline.questions:
            say(made, question, "List Bullet")


def _story(made: Word, finding: Finding) -> None:
    """Under the figure's name."""
    first, *more = finding.story.split("\n\n")
    say(made, f"**{finding.title}.** {first}")
    say_all(made, more)


def _notes(made: Word, run: PublicRun) -> None:
    made.add_heading(f"Appendix A: {NOTES}", 1).paragraph_format.page_break_before = True
    for headline in run.headlines:
        own = [one for one in (headline, *run.parts(headline)) if one.note or one is not headline]
        if not own:
            continue
        made.add_heading(named(headline), 2)
        for one in own:
            if one is not headline:
                _story(made, one)
            if one.note:
                say(made, f"Note on {one.title}: {one.note}")


def _still_to_come(made: Word, run: PublicRun) -> None:
    made.add_heading(f"Appendix B: {STILL_TO_COME}", 1)
    say_all(made, run.still_to_come)


def _figures(made: Word, run: PublicRun, tables: count) -> None:
    told = [one for one in run.findings if one.points]
    if not told:
        return
    turned(made)
    made.add_heading(f"Appendix C: {FIGURES}", 1)
    say(made, "Every figure that there is of the promises, and of more about them. All points of all of them stand in "
              "tables.xlsx, tables.ods and findings.csv.")
    rows = [[str(one.number), f"{one.title}{' (stands in)' if one.stand_in else ''}", *ends(one).values()]
            for one in told]
    tabulate(made, f"Table {next(tables)}. {FIGURES}", OF_ALL, rows, [1.1, 8.2, 4.4, 4.4, 4.2, 3.4])


def _properties(made: Word, run: PublicRun) -> None:
    told, when = made.core_properties, datetime.combine(run.as_at, time())
    told.title, told.language = run.title, LANGUAGE
    told.subject = f"Progress of the promises of {run.plan.title}, as known on {day(run.as_at.isoformat())}"
    told.author = told.last_modified_by = ""
    told.comments = told.keywords = told.category = ""
    told.created = told.modified = when
    told.revision = 1
