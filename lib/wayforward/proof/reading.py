"""The texts of a run that speak of its findings: found on pages, in notebooks' outputs and in narrative.md.

Each is read as a reader sees it: no markup, no character references, one space between words.
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from wayforward.proof.page import Element, parse

STORY, GLANCE = "story", "glance"
DIV = re.compile(r'<div class="story" id="([^"]+)">(.*?)</div>', re.DOTALL)
DETAILS = re.compile(r"<details>\s*<summary>.*?</summary>(.*?)</details>", re.DOTALL)
HEADING = re.compile(r"### (\d+)\. ")
NOTE = ("Note: ", "Note on ")
SERVICE = "> "      # the service's own words, which are no story
QUOTED = re.compile(r'<blockquote class="service">(.*?)</blockquote>', re.DOTALL)
TAG = re.compile(r"</?[a-z][^>]*>")


@dataclass(frozen=True)
class Story:
    """A story and its note; `key` says whose: an id of a page, or the promise's number alone."""

    key: str
    text: str
    note: str = ""


@dataclass(frozen=True)
class Tile:
    """A promise at a glance: the measure's id, the verdict in words, and the sentences or cells beside it."""

    measure: str
    verdict: str
    text: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rows:
    """A table by its id; each row by its headings."""

    name: str
    rows: tuple[dict[str, str], ...]


@dataclass
class Texts:
    """What a file says."""

    stories: list[Story] = field(default_factory=list)
    tiles: list[Tile] = field(default_factory=list)
    tables: list[Rows] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)      # of lists
    paragraphs: list[str] = field(default_factory=list)
    service: list[str] = field(default_factory=list)    # the service's own words

    def add(self, more: "Texts") -> None:
        """With what another part of the file says."""
        for name, known in vars(self).items():
            known += getattr(more, name)


def read(name: str, content: str) -> Texts:
    """The texts of a file, by the ending of its name; of a file of another kind none."""
    kinds = {"html": of_page, "md": of_narrative, "ipynb": of_notebook}
    reader = kinds.get(name.rpartition(".")[2])
    return reader(content) if reader else Texts()


def of_page(content: str) -> Texts:
    """The texts of a page, or of a piece of HTML."""
    tree = parse(content)
    texts = Texts()
    for each in tree.all():
        if each.tag == "div" and each.has(STORY):
            note = " ".join(one.text(without="summary") for one in each.all("details"))
            texts.stories.append(Story(each.get("id"), each.text(without="details"), note))
        elif each.tag == "blockquote" and each.has("service"):
            texts.service.append(each.text())
        elif each.tag == "ul" and each.has("tiles"):
            texts.tiles += [_tile(one) for one in each.all("li")]
        elif each.tag == "table":
            (texts.tiles if each.has(GLANCE) else texts.tables).extend(_rows_of(each))
        elif each.tag == "p":
            texts.paragraphs.append(each.text())
        elif each.tag == "li" and not any(one.has("verdict") for one in each.all("span")):
            texts.lines.append(each.text())
        texts.pictures += _picture(each)
    return texts


def _picture(element: Element) -> list[str]:
    if element.tag == "img":
        return [element.get("alt")] if element.get("alt") else []
    if element.tag == "svg":
        told = [*(one.text() for one in element.all("desc")), element.get("aria-label")]
        return list(filter(None, told))[:1]
    return []


def _tile(item: Element) -> Tile:
    measure = next((one.get("href").rpartition("#")[2] for one in item.all("a")), "")
    return Tile(measure, _verdict(item), " ".join(one.text() for one in item.all("p")))


def _verdict(item: Element) -> str:
    """The words of a verdict, without its sign."""
    for one in item.all("span"):
        if one.has("verdict"):
            return " ".join(" ".join(child for child in one.children if isinstance(child, str)).split())
    return ""


def _rows_of(table: Element) -> Iterator[Rows | Tile]:
    rows = [[cell for cell in row.children if isinstance(cell, Element) and cell.tag in ("td", "th")]
            for row in table.all("tr")]
    if table.has(GLANCE):
        yield from (_tile_of_row(row) for row in rows if any(one.has("verdict") for cell in row for one in cell.all()))
        return
    names = [cell.get("id") for row in rows[:1] for cell in row] + [table.get("aria-labelledby")]
    heads = [cell.text() for cell in rows[0]] if rows else []
    name = names[-1].removesuffix("-title")
    yield Rows(name, tuple(dict(zip(heads, [cell.text() for cell in row], strict=True)) for row in rows[1:]
                           if len(row) == len(heads)))


def _tile_of_row(row: list[Element]) -> Tile:
    measure = next((one.get("href").rpartition("#")[2] for one in row[0].all("a")), "")
    return Tile(measure, _verdict(row[1]), "", tuple(cell.text() for cell in row[2:]))


def of_notebook(content: str) -> Texts:
    """The texts of an executed notebook's outputs."""
    texts = Texts()
    for output in (output for cell in json.loads(content)["cells"] for output in cell.get("outputs", [])):
        data = {kind: "".join(told) if isinstance(told, list) else told for kind, told in
                output.get("data", {}).items()}
        texts.add(of_page(data.get("text/html", "")))
        texts.add(of_markdown(data.get("text/markdown", "")))
        if any(kind.startswith("image/") for kind in data):
            texts.pictures.append(" ".join(data.get("text/plain", "").split()))
    return texts


def of_markdown(content: str) -> Texts:
    """The texts of a notebook's Markdown: stories in elements of their own, and lists."""
    texts = Texts()
    for key, inside in DIV.findall(content):
        note = " ".join(DETAILS.findall(inside))
        texts.stories.append(Story(key, seen(DETAILS.sub("", inside)), seen(note)))
    texts.lines = [seen(line.removeprefix("- ")) for line in content.splitlines() if line.startswith("- ")]
    texts.paragraphs = [seen(block) for block in content.split("\n\n")]
    texts.service = [seen(words) for words in QUOTED.findall(content)]
    return texts


def of_narrative(content: str) -> Texts:
    """The stories of narrative.md, each by its promise's number; a note belongs to the story before it."""
    texts, number, told = Texts(), "", []
    for block in content.split("\n\n"):
        heading = HEADING.match(block)
        if block.startswith("#"):
            number = heading[1] if heading else ""
        elif number and block.startswith("**"):
            told.append(([seen(block)], [], number))
        elif block.startswith(SERVICE):
            texts.service.append(seen(block.replace("\n>", "\n").removeprefix(SERVICE)))
        elif number and told:
            told[-1][1 if block.startswith(NOTE) else 0].append(seen(block))
        elif block.startswith("- "):
            texts.lines += [seen(line.removeprefix("- ")) for line in block.splitlines()]
    texts.stories = [Story(number, " ".join(story), " ".join(note)) for story, note, number in told]
    return texts


def seen(markdown: str) -> str:
    """Markdown of our own as its readers see it.

    >>> seen("**Care &#42; leavers.** p < 0.05")
    'Care * leavers. p < 0.05'
    """
    return " ".join(html.unescape(TAG.sub("", markdown.replace("**", ""))).split())
