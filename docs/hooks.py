"""What `make docs` does beside turning docs/ into pages: it takes in files that lie elsewhere, leads links and names of
pages to the pages, and fills the gallery from the committed notebooks."""

import posixpath
import re
from html import escape
from pathlib import Path

import nbformat
from mkdocs.structure.files import File

from wayforward.runner.notebook import pages

ROOT = Path(__file__).parents[1]
ELSEWHERE = {"README.md": "about/readme.md", "CONTRIBUTING.md": "about/contributing.md",
             "CHANGELOG.md": "about/changelog.md", "data/README.md": "about/data.md"}
# A link or picture that leads to no address; a page's path that stands as code and is no link already
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\((?![a-z]+:|#)([^)\s#]+)(#[^)\s]*)?\)")
NAMED = re.compile(r"(?<!\[)`([\w./-]+\.md)`(?!\])")
FENCED = re.compile(r"(^ *```.*?^ *```\s*?$)", re.DOTALL | re.MULTILINE)
GALLERY, SVG = "<!-- gallery -->", "image/svg+xml"


def on_config(config):
    """The navigation without pages that are not written yet."""
    config.nav = there(config.nav)
    return config


def on_files(files, config):
    """The files that lie elsewhere, and the notebooks as pages and charts."""
    for source, uri in ELSEWHERE.items():
        files.append(File.generated(config, uri, abs_src_path=str(ROOT / source)))
    for name, notebook in notebooks().items():
        html = pages.page(notebook, f"{pages.first_heading(notebook, name)} – Hertfordshire")
        files.append(File.generated(config, f"gallery/{name}.html", content=html))
        for chart, drawing, _ in charts(notebook):
            files.append(File.generated(config, f"gallery/{chart}.svg", content=drawing))
    return files


def on_page_markdown(markdown, page, config, files):
    """A page's text with links that lead to pages, and the gallery in its place."""
    uri = page.file.src_uri
    source = next((source for source, name in ELSEWHERE.items() if name == uri), f"docs/{uri}")
    parts = FENCED.split(markdown)      # every second is code
    parts[::2] = [led(part, source, uri) for part in parts[::2]]
    return "".join(parts).replace(GALLERY, gallery() if GALLERY in markdown else "")


def there(nav):
    """What of a navigation leads to a file."""
    if isinstance(nav, str):
        return nav if nav in ELSEWHERE.values() or (ROOT / "docs" / nav).is_file() else None
    if isinstance(nav, list):
        return [kept for each in nav if (kept := there(each))]
    return {name: kept for name, inner in nav.items() if (kept := there(inner))}


def place(path: str, source: str) -> str | None:
    """Where among the pages a file stands that a file of the project names, from there or from the root."""
    for found in (posixpath.normpath(posixpath.join(posixpath.dirname(source), path)), path):
        if (ROOT / found).is_file():
            return ELSEWHERE.get(found) or (found.removeprefix("docs/") if found.startswith("docs/") else None)
    return None


def led(text: str, source: str, uri: str) -> str:
    """A text with its links led from `source`, a file of the project, to pages beside `uri`; what is no page is plain
    words."""
    def link(found: re.Match) -> str:
        mark, words, path, anchor = found.groups()
        to = place(path, source)
        return f"{mark}[{words}]({beside(to, uri)}{anchor or ''})" if to else words

    def named(found: re.Match) -> str:
        to = place(found[1], source)
        return f"[{found[0]}]({beside(to, uri)})" if to and to != uri else found[0]
    return LINK.sub(link, NAMED.sub(named, text))


def beside(to: str, uri: str) -> str:
    """A page's path from another."""
    return posixpath.relpath(to, posixpath.dirname(uri) or ".")


def notebooks() -> dict:
    """The committed notebooks, as they were executed."""
    return {path.stem: nbformat.read(path, 4) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}


def charts(notebook):
    """The name, the drawing and the alternative text of each chart of a notebook."""
    for output in (output for cell in notebook.cells for output in cell.get("outputs", ())):
        drawing = output.get("data", {}).get(SVG)
        if drawing:
            yield re.search(r'aria-labelledby="([\w-]+)-title', drawing)[1], drawing, output["metadata"][SVG]["alt"]


def gallery() -> str:
    """Every notebook's page and charts, the charts with their words."""
    parts = []
    for name, notebook in notebooks().items():
        parts.append(f"## {pages.first_heading(notebook, name)}\n\n[The whole page](gallery/{name}.html)")
        parts += [f'<img src="gallery/{chart}.svg" alt="{escape(alt)}" loading="lazy">'
                  for chart, _, alt in charts(notebook)]
    return "\n\n".join(parts)
