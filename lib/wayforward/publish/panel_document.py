"""The panel's report as a Word document."""

import io
from collections.abc import Iterable
from datetime import datetime, time

from docx.document import Document as Word

from wayforward.formats import day
from wayforward.publish.fixed_archive import fixed
from wayforward.publish.parts import Heading, OnItsSide, Paragraph, Part, Picture
from wayforward.publish.public_run import PublicRun
from wayforward.publish.word_parts import (
    LANGUAGE,
    begun,
    mark_pages,
    mark_place,
    put_in_place,
    tell_language,
    turned,
)
from wayforward.publish.word_text import picture, say, tabulate


def panel_document(run: PublicRun, parts: Iterable[Part], template: bytes | None = None) -> bytes:
    """The .docx; the same bytes for the same run, template and libraries.

    parts: of its report. TemplateRefused: see `word_parts.begun`
    """
    made = begun(template)
    before = len(made.element.body)
    for number, part in enumerate(parts, 1):
        _add(made, part, number)
    put_in_place(made, list(made.element.body)[before - 1:-1])
    mark_pages(made, run.mark, f"{run.area}, {run.period}")
    tell_language(made)
    _properties(made, run)
    raw = io.BytesIO()
    made.save(raw)
    return fixed(raw.getvalue(), run.as_at)


def _add(made: Word, part: Part, number: int) -> None:
    """A part at the end; `number`: of its own, as places are told apart."""
    if isinstance(part, Heading):
        title = made.add_heading(part.text, part.level)
        title.paragraph_format.page_break_before = part.new_page or None
        if part.place:
            mark_place(title, part.place, number)
    elif isinstance(part, Paragraph):
        say(made, part.markdown, part.kind)
    elif isinstance(part, Picture):
        picture(made, part)
    elif isinstance(part, OnItsSide):
        turned(made)
    else:
        tabulate(made, part)


def _properties(made: Word, run: PublicRun) -> None:
    told, when = made.core_properties, datetime.combine(run.as_at, time())
    told.title, told.language = run.title, LANGUAGE
    told.subject = about(run)
    told.author = told.last_modified_by = ""
    told.comments = told.keywords = told.category = ""
    told.created = told.modified = when
    told.revision = 1


def about(run: PublicRun) -> str:
    """What the report is about, as a document's properties say it."""
    return f"Progress of the promises of {run.plan.title}, as known on {day(run.as_at.isoformat())}"
