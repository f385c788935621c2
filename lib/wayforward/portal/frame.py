"""What all pages of the portal share: their head, their look, and how a name becomes a link."""

import os
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

from wayforward.markup import Markup, in_html
from wayforward.runner.notebook.pages import POLICY, TEMPLATES

PAGE = "index.html"
NEW, NONE = Markup("\n"), Markup("")


def page(title: str, parts: Iterable[Markup], above: Markup = NONE) -> bytes:
    """A whole page that stands alone, of parts in order; `above`: the way to other pages."""
    return str(Markup(
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="{}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#content">Skip to the content</a>\n{}'
        '<main id="content" tabindex="-1">\n<h1>{}</h1>\n{}\n</main>\n</body>\n</html>\n').format(
            Markup(POLICY), in_html(title), Markup(_style()), above, in_html(title), NEW.join(parts))).encode()


@cache
def _style() -> str:
    own = files("wayforward.portal").joinpath("portal.css").read_text(encoding="utf-8")
    return (TEMPLATES / "wayforward" / "page.css").read_text(encoding="utf-8") + own


def link(target: str, words: str) -> Markup:
    """A link to a place by its path from the page, with what follows a # as it is."""
    path, mark, anchor = target.partition("#")
    return Markup('<a href="{}">{}</a>').format(in_html(quote(path) + mark + quote(anchor)), in_html(words))


def section(heading: str, parts: Iterable[Markup]) -> Markup:
    """A chapter under its heading, which is also its anchor; nothing where it has no part."""
    parts = list(parts)
    return Markup('<h2 id="{}">{}</h2>\n{}').format(
        Markup(anchor(heading)), in_html(heading), NEW.join(parts)) if parts else Markup("")


def anchor(words: str) -> str:
    """By what a chapter is reached: "areas-and-periods"."""
    return "-".join("".join(each if each.isascii() and each.isalnum() else " " for each in words.lower()).split())


def paragraph(words: str) -> Markup:
    """A paragraph of text."""
    return Markup("<p>{}</p>").format(in_html(words))


def bullets(items: Iterable[str | Markup]) -> Markup:
    """A list; nothing where there is no item."""
    told = [Markup("<li>{}</li>").format(each if isinstance(each, Markup) else in_html(each)) for each in items]
    return Markup("<ul>\n{}\n</ul>").format(NEW.join(told)) if told else Markup("")


def folded(summary: str, content: Markup) -> Markup:
    """Something folded away, which the browser's own search finds and opens; nothing where there is nothing."""
    return Markup("<details><summary>{}</summary>\n{}\n</details>").format(in_html(summary), content) if content \
        else Markup("")


def table(name: str, caption: str, heads: Sequence[str | Markup], rows: Iterable[Markup]) -> Markup:
    """A table in a box that is pushed sideways where it is wide; `name`: by which its caption is known."""
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(each if isinstance(each, Markup) else in_html(each))
                           for each in heads)
    return Markup('<div class="scroll" tabindex="0" role="region" aria-labelledby="{0}"><table class="grid {0}">'
                  '<caption id="{0}">{1}</caption>\n<thead><tr>{2}</tr></thead>\n<tbody>\n{3}\n</tbody></table></div>'
                  ).format(Markup(name), in_html(caption), head, NEW.join(rows))


def row(head: Markup, cells: Iterable[Markup]) -> Markup:
    """A row of a table: what it is of, and its cells."""
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(head, Markup("").join(cells))


def relative(folder: Path, root: Path) -> str:
    """How a folder is reached from a page in another, with slashes."""
    return Path(os.path.relpath(folder, root)).as_posix()
