"""A page's HTML as a tree, and what stands on it: text as readers see it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNSEEN = {"script", "style", "template"}
BREAKS = {"br", "p", "div", "li", "tr", "td", "th", "details", "summary", "h1", "h2", "h3", "h4"}
HEAVY = re.compile(r"<(script|style)\b.*?</\1>|(?<=[\"'])data:[^\"']*", re.DOTALL)


@dataclass
class Element:
    """An element with its attributes; children are elements and texts."""

    tag: str
    attributes: dict[str, str]
    children: list = field(default_factory=list)

    def get(self, name: str) -> str:
        """An attribute; "" where it has none of the name."""
        return self.attributes.get(name) or ""

    def has(self, word: str) -> bool:
        """Whether it is of a class."""
        return word in self.get("class").split()

    def all(self, tag: str = "") -> Iterator["Element"]:
        """Itself and all elements in it, in order; of one tag where it is named."""
        if tag in ("", self.tag):
            yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.all(tag)

    def text(self, without: str = "") -> str:
        """Its words as readers see them, in one line; `without` what stands in elements of a tag."""
        return " ".join("".join(self._texts(without)).split())

    def _texts(self, without: str) -> Iterator[str]:
        space = " " if self.tag in BREAKS else ""
        yield space
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in UNSEEN and child.tag != without:
                yield from child._texts(without)
        yield space


class _Builder(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open = [Element("", {})]

    def handle_starttag(self, tag, attrs):
        """Opens an element."""
        made = Element(tag, dict(attrs))
        self.open[-1].children.append(made)
        if tag not in VOID:
            self.open.append(made)

    def handle_startendtag(self, tag, attrs):
        """An element that holds nothing."""
        self.open[-1].children.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag):
        """Closes the element, and what was left open in it."""
        if any(each.tag == tag for each in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data):
        """A text."""
        self.open[-1].children.append(data)


def parse(html: str) -> Element:
    """The tree of a page or of a piece of one; what is heavy and not read (pictures, styles) is left out.

    >>> parse("<p>88.6&percnt; <b>of</b> all</p>").text()
    '88.6% of all'
    """
    builder = _Builder()
    builder.feed(HEAVY.sub("", html))
    builder.close()
    return builder.open[0]
