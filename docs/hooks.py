"""What `make docs` does beside turning docs/ into pages: it takes in files that lie elsewhere, leads links and names of
pages to the pages, fills the gallery from the committed notebooks, and makes Markdown of docstrings."""

import posixpath
import re
from pathlib import Path

import griffe
import nbformat
from mkdocs.structure.files import File

import wayforward
from wayforward.runner.notebook import pages

ROOT = Path(__file__).parents[1]
ELSEWHERE = {"README.md": "about/readme.md", "CONTRIBUTING.md": "about/contributing.md",
             "CHANGELOG.md": "about/changelog.md", "data/README.md": "about/data.md"}
# A link or picture that leads to no address; a page's path that stands as code and is no link already
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\((?![a-z]+:|#)([^)\s#]+)(#[^)\s]*)?\)")
NAMED = re.compile(r"(?<!\[)`([\w./-]+\.md)`(?!\])")
FENCED = re.compile(r"(^ *```.*?^ *```\s*?$)", re.DOTALL | re.MULTILINE)
WHOSE = "Hertfordshire, 2025-26-Q4"       # of whom and when the committed notebooks tell
GALLERY, PUBLIC, SVG = "<!-- gallery -->", "<!-- public calls -->", "image/svg+xml"
COLUMNS = re.compile(r"\S {3,}\S")


class Docstrings(griffe.Extension):
    """Docstrings as Markdown: examples and columns as they stand in the code."""

    def on_object(self, *, obj, **others):
        """See griffe."""
        if obj.docstring:
            paragraphs = re.split(r"\n\s*\n", obj.docstring.value)
            obj.docstring.value = "\n\n".join(map(as_markdown, paragraphs))


def as_markdown(paragraph: str) -> str:
    """A paragraph of a docstring: code and columns fenced, words as they are."""
    if paragraph.startswith(">>> "):
        return f"```pycon\n{paragraph}\n```"
    return f"```text\n{paragraph}\n```" if COLUMNS.search(paragraph) else paragraph


def on_files(files, config):
    """The files that lie elsewhere, and the notebooks as pages."""
    for source, uri in ELSEWHERE.items():
        files.append(File.generated(config, uri, abs_src_path=str(ROOT / source)))
    for name, notebook in notebooks().items():
        html = pages.page(notebook, f"{pages.first_heading(notebook, name)} – {WHOSE}")
        files.append(File.generated(config, f"gallery/{name}.html", content=html))
    return files


def on_page_markdown(markdown, page, config, files):
    """A page's text with links that lead to pages; the gallery and the list of public calls in their places."""
    uri = page.file.src_uri
    source = next((source for source, name in ELSEWHERE.items() if name == uri), f"docs/{uri}")
    parts = FENCED.split(markdown)      # every second is code
    parts[::2] = [led(part, source, uri) for part in parts[::2]]
    return re.sub(f"{GALLERY}|{PUBLIC}", lambda found: gallery() if found[0] == GALLERY else calls(), "".join(parts))


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


def calls() -> str:
    """The names that `wayforward` offers, each for its docstring."""
    return "\n\n".join(f"::: {module}.{name}" for name, module in wayforward._PUBLIC.items())


def notebooks() -> dict:
    """The committed notebooks, as they were executed."""
    return {path.stem: nbformat.read(path, 4) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}


def charts(notebook) -> list[str]:
    """The drawings of a notebook, each with its title and its words."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    return [output["data"][SVG] for output in outputs if SVG in output.get("data", {})]


def gallery() -> str:
    """Every notebook's page and charts."""
    parts = []
    for name, notebook in notebooks().items():
        heading = pages.first_heading(notebook, name)
        parts.append(f"## {heading}\n\n[{heading.partition(': ')[0]}: the whole page](gallery/{name}.html)")
        parts += [f"<div>{' '.join(drawing.split())}</div>" for drawing in charts(notebook)]
    return "\n\n".join(parts)
