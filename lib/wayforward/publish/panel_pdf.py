"""The panel's report as a tagged PDF (PDF/UA-1), laid out by WeasyPrint, which needs Pango of the system."""

import base64
import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from wayforward.publish.panel_document import about
from wayforward.publish.parts import Heading, OnItsSide, Paragraph, Part, Picture, Table
from wayforward.publish.pdf_tags import finish
from wayforward.publish.plain_words import runs
from wayforward.publish.public_run import PublicRun
from wayforward.publish.word_parts import LANGUAGE
from wayforward.show.figure_layout import BLUE

VARIANT = "pdf/ua-1"
SPACE_ALONE = re.compile(r"</strong>( )(?=<strong>)")
STYLE = """
@page { size: A4; margin: 1.8cm 2cm 1.7cm; font-family: Arial, 'Liberation Sans', sans-serif;
        @top-left { content: "%(mark)s"; font-weight: bold; font-size: 9.5pt; }
        @bottom-left { content: "%(foot)s, page " counter(page); font-size: 9.5pt; } }
@page side { size: A4 landscape; }
body { font: 11pt/1.17 Arial, 'Liberation Sans', sans-serif; }
h1, h2, h3, h4, caption, figcaption { color: %(blue)s; font-weight: bold; text-align: left; break-after: avoid; }
h1 { font-size: 20pt; font-weight: normal; margin: 0 0 .4em; border-bottom: 1pt solid %(blue)s; }
h2 { font-size: 18pt; margin: 12pt 0 4pt; } h3 { font-size: 15pt; margin: 9pt 0 4pt; }
h4 { font-size: 12pt; margin: 7pt 0 2pt; }
p, blockquote { margin: 0 0 5pt; } li { margin: 0 0 2pt; }
p, li, blockquote { break-inside: avoid; } blockquote { margin-left: 0; }
ul { margin: 0 0 4pt; padding-left: 1.4em; } .reply { margin-left: 1.4em; break-before: avoid; }
figure { margin: 6pt 0; break-inside: avoid; } img { width: 13.5cm; }
caption, figcaption { font-size: 9.5pt; margin: 2pt 0 4pt; }
table { border-collapse: collapse; width: 100%%; font-size: 9.5pt; table-layout: fixed; margin: 0 0 6pt;
        line-height: 1.15; }
th, td { box-sizing: border-box; border: .5pt solid #595959; padding: 1pt 4pt; text-align: left; vertical-align: top;
         font-weight: normal; }
thead th { background: #DDE6EE; font-weight: bold; } tr { break-inside: avoid; }
a { color: inherit; } .new { break-before: page; margin-top: 0; } .side { page: side; }
"""


def lacks() -> str:
    """What this machine lacks to lay out a PDF, and what to do; "" where it lacks nothing."""
    try:
        import weasyprint  # noqa: F401
    except OSError as error:
        return ("no PDF is made: WeasyPrint does not find Pango on this system; docs/pack.md says how to get it "
                f"({str(error).splitlines()[0]})")
    return ""


def panel_pdf(run: PublicRun, parts: Iterable[Part]) -> bytes:
    """The .pdf; the same bytes for the same run, fonts and libraries. OSError where the system `lacks` something.

    parts: of its report
    """
    from weasyprint import HTML  # heavy, and not to be loaded on every system

    return HTML(string=as_page(run, list(parts))).write_pdf(pdf_variant=VARIANT, finisher=finish)


def as_page(run: PublicRun, parts: list[Part]) -> str:
    """The report as the HTML page that is laid out."""
    style = STYLE % {"mark": _in_style(run.mark), "blue": BLUE,
                     "foot": _in_style(f"{run.area}, {run.period}")}
    made = f"{run.as_at.isoformat()}T00:00:00Z"
    body = "".join("<ul>{}</ul>".format("".join(map(_html, group))) if listed else "".join(map(_html, group))
                   for listed, group in groupby(parts, _is_listed))
    end = "</section>" if any(isinstance(part, OnItsSide) for part in parts) else ""
    return (f'<!DOCTYPE html><html lang="{LANGUAGE}"><head><meta charset="utf-8"><title>{escape(run.title)}</title>'
            f'<meta name="description" content="{escape(about(run))}"><meta name="dcterms.created" content="{made}">'
            f'<meta name="dcterms.modified" content="{made}"><style>{style}</style></head><body>{body}{end}</body>'
            "</html>")


def _in_style(text: str) -> str:
    """A text as a string of CSS has it."""
    return "".join(letter if letter.isalnum() else f"\\{ord(letter):06x}" for letter in text)


def _is_listed(part: Part) -> bool:
    return isinstance(part, Paragraph) and part.kind == "List Bullet"


def _html(part: Part) -> str:
    if isinstance(part, Heading):
        place, new = f' id="{part.place}"' if part.place else "", ' class="new"' if part.new_page else ""
        return f"<h{part.level + 1}{place}{new}>{escape(part.text)}</h{part.level + 1}>"
    if isinstance(part, Paragraph):
        start, end = TAGS[part.kind]
        return f"{start}{_words(part.markdown)}{end}"
    if isinstance(part, Picture):
        image = base64.b64encode(part.image).decode()
        return (f'<figure><img alt="{escape(part.words)}" src="data:image/png;base64,{image}">'
                f"<figcaption>{escape(part.caption)}</figcaption></figure>")
    return '<section class="side">' if isinstance(part, OnItsSide) else "".join(_table(part))


TAGS = {"Title": ("<h1>", "</h1>"), "Body Text": ("<p>", "</p>"), "List Bullet": ("<li>", "</li>"),
        "Reply": ('<p class="reply">', "</p>"),
        "Quote": ("<blockquote><p>", "</p></blockquote>")}


def _words(markdown: str) -> str:
    """Strong ones as such; a space alone between two of them is of the first, or it would be no letter of the page."""
    return SPACE_ALONE.sub(r"\1</strong>", "".join(
        f"<strong>{escape(text)}</strong>" if strong else escape(text) for text, strong in runs(markdown)))


def _table(table: Table) -> Iterator[str]:
    """The first cell of a row is its heading."""
    whole = sum(table.widths)
    yield f"<table><caption>{escape(table.title)}</caption><thead><tr>"
    yield from (f'<th scope="col" style="width: {width / whole:.2%}">{escape(head)}</th>'
                for head, width in zip(table.heads, table.widths, strict=True))
    yield "</tr></thead><tbody>"
    places = table.places or [""] * len(table.rows)
    for (first, *cells), place in zip(table.rows, places, strict=True):
        told = f'<a href="#{place}">{escape(first)}</a>' if place else escape(first)
        yield f'<tr><th scope="row">{told}</th>'
        yield from (f"<td>{escape(cell)}</td>" for cell in cells)
        yield "</tr>"
    yield "</tbody></table>"
