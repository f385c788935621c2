"""An executed notebook as a page that stands alone: no script, no network, code folded away, charts in words too."""

import copy
import html as entities
import re
from functools import cache
from pathlib import Path

from nbconvert import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbformat import NotebookNode
from traitlets.config import Config

from wayforward.markup import visible
from wayforward.runner.notebook.folding import fold

TEMPLATES = Path(__file__).parent / "templates"

# Nothing runs, nothing is fetched, nothing is sent. Tables carry styles of their own (great_tables), without which they
# cannot be told apart; no word of data comes into any.
POLICY = ("default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'none'; object-src 'none'; "
          "base-uri 'none'; form-action 'none'")

# Black on white: the coloured styles fall below the contrast that small text needs.
CODE_STYLE = "bw"

HEADER, FOOTER = "<header>", "<footer>"

# A notebook that lies beside this one, as a link says it; and a heading under which the page's contents name it
BESIDE = re.compile(r'href="([\w-]+)\.ipynb(#[\w-]+)?"')
HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)
TAGS = re.compile(r"<[^>]*>")
OTHER_PAGES = re.compile(r'<nav aria-label="Other pages">(.*?)</nav>', re.DOTALL)


def page(nb: NotebookNode, title: str, beside: str = "{}.html", assurance: str = "") -> str:
    """The whole HTML text of an executed notebook's page.

    beside: where links to notebooks beside it lead, by the notebook's stem: to their pages, if nothing else is said;
    assurance: what stands above all, and at the head of every printed sheet, in plain letters: whether it is a draft
    """
    shown = copy.deepcopy(nb)
    shown.metadata["title"] = visible(title)
    fold(shown)
    html, _ = _exporter().from_notebook_node(shown, {
        "policy": POLICY, "sheets": _on_every_sheet(visible(title), assurance), "assurance": assurance})
    return _with_contents(BESIDE.sub(lambda link: f'href="{beside.format(link[1])}{link[2] or ""}"', html))


def _on_every_sheet(title: str, head: str) -> str:
    """What stands on every printed sheet, as style: at its head whether it is a draft; at its foot area and period,
    with which a title ends, the rest of it, and the number of the sheet."""
    name, _, whose = title.rpartition(" – ")
    told = f"{whose}. {name}" if name else whose
    above = f'@top-right {{ content: "{head}"; width: 100%; }} ' if head else ""
    return (f'@page {{ {above}@bottom-left {{ content: "{_in_style(told)}"; width: 85%; }} '
            '@bottom-right { content: "Page " counter(page) " of " counter(pages); width: 15%; } }')


def _in_style(text: str) -> str:
    """A text inside quotation marks in a style: all but plain letters and figures by their numbers."""
    return re.sub("[^A-Za-z0-9 ]", lambda found: f"\\{ord(found[0]):x} ", text)


def _with_contents(html: str) -> str:
    """The page with an id for each of its chapters, which stays with its name, a list of them that opens above it, and
    at its foot the ways to the other pages again."""
    chapters: dict[str, str] = {}
    for words in (TAGS.sub("", found).strip() for found in HEADING.findall(html)):
        chapters[_id(words, chapters)] = words
    ids = iter(chapters)
    html = HEADING.sub(lambda found: f'<h2 id="{next(ids)}">{found[1]}</h2>', html)
    items = "".join(f'<li><a href="#{name}">{words}</a></li>' for name, words in chapters.items())
    contents = f'<details class="contents"><summary>On this page</summary><nav aria-label="On this page"><ul>{items}' \
               "</ul></nav></details>" if chapters else ""
    pages = OTHER_PAGES.search(html)
    foot = '<nav aria-label="Top, and other pages"><a href="#content">Top of the page</a>' \
           f"{f' · {pages[1]}' if pages else ''}</nav>"
    return html.replace(HEADER, f"{HEADER}{contents}", 1).replace(FOOTER, f"{FOOTER}{foot}", 1)


def _id(words: str, taken: dict[str, str]) -> str:
    """What a chapter is reached by: "the-outcome-bees"; numbered where that is taken."""
    name = re.sub("[^a-z0-9]+", "-", entities.unescape(words).lower()).strip("-") or "chapter"
    return f"{name}-{len(taken) + 1}" if name in taken else name


class _Exporter(HTMLExporter):
    """nbconvert's own, without its second reading of the whole page for what our template gives already: a text for
    every picture."""

    def from_notebook_node(self, nb, resources=None, **settings):
        """See nbconvert."""
        self.register_filter("highlight_code", Highlight2HTML(pygments_lexer="ipython3", parent=self))
        return TemplateExporter.from_notebook_node(self, nb, resources, **settings)


@cache
def _exporter() -> HTMLExporter:
    settings = Config({"CSSHTMLHeaderPreprocessor": {"style": CODE_STYLE}})
    return _Exporter(config=settings, template_name="wayforward", extra_template_basedirs=[str(TEMPLATES)],
                     exclude_input_prompt=True, exclude_output_prompt=True, exclude_anchor_links=True)


def first_heading(nb: NotebookNode, otherwise: str) -> str:
    """The first markdown heading of a notebook, without its marks."""
    for cell in nb.cells:
        found = re.search(r"^#{1,6}\s+(.+?)\s*$", cell.source, re.MULTILINE) if cell.cell_type == "markdown" else None
        if found:
            return re.sub(r"[*_`]", "", found[1])
    return otherwise
