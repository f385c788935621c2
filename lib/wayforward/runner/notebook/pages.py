"""An executed notebook as a page that stands alone: no script, no network, code folded away, charts in words too."""

import copy
import re
from functools import cache
from pathlib import Path

from nbconvert import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbformat import NotebookNode
from traitlets.config import Config

from wayforward.markup import visible

TEMPLATES = Path(__file__).parent / "templates"

# Nothing runs, nothing is fetched, nothing is sent. Tables carry styles of their own (great_tables), without which they
# cannot be told apart; no word of data comes into any.
POLICY = ("default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'none'; object-src 'none'; "
          "base-uri 'none'; form-action 'none'")

# Black on white: the coloured styles fall below the contrast that small text needs.
CODE_STYLE = "bw"


def page(nb: NotebookNode, title: str) -> str:
    """The whole HTML text of an executed notebook's page."""
    shown = copy.deepcopy(nb)
    shown.metadata["title"] = visible(title)
    html, _ = _exporter().from_notebook_node(shown, {"policy": POLICY})
    return html


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
