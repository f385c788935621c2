"""An executed notebook as a page that stands alone: no script, no network, code folded away, charts in words too."""

import re
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter
from traitlets.config import Config

TEMPLATES = Path(__file__).parent / "templates"

# Black on white: the coloured styles fall below the contrast that small text needs.
CODE_STYLE = "bw"


def page(notebook: Path, title: str = "") -> str:
    """The whole HTML text of a notebook's page. `title` is its first heading if not given."""
    nb = nbformat.read(notebook, as_version=4)
    nb.metadata["title"] = title or first_heading(notebook)
    _forget_machine(nb)
    settings = Config({"CSSHTMLHeaderPreprocessor": {"style": CODE_STYLE}})
    exporter = HTMLExporter(config=settings, template_name="wayforward", extra_template_basedirs=[str(TEMPLATES)],
                            exclude_input_prompt=True, exclude_output_prompt=True, exclude_anchor_links=True)
    html, _ = exporter.from_notebook_node(nb)
    return html


def _forget_machine(nb: nbformat.NotebookNode) -> None:
    """Where on a machine a run wrote its findings is no part of a publication."""
    for cell in nb.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.source = re.sub(r"^findings = .*\n?", "", cell.source, flags=re.MULTILINE)


def first_heading(notebook: Path) -> str:
    """The first markdown heading of a notebook, without its marks; its file's stem if it has none."""
    for cell in nbformat.read(notebook, as_version=4).cells:
        found = re.search(r"^#{1,6}\s+(.+?)\s*$", cell.source, re.MULTILINE) if cell.cell_type == "markdown" else None
        if found:
            return re.sub(r"[*_`]", "", found[1])
    return notebook.stem
