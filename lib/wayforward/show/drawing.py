"""Figures as one drawing (SVG) that stands in a page: its words are text, it has a title and a description, and it
holds nothing but shapes and words.

What matplotlib writes is cut down to that: no style that would reach beyond the drawing, no id that another drawing
could have, no more decimals than can be seen. What stands in the words is text, whatever it is.
"""

import io
import re
from itertools import count
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import matplotlib as mpl
from matplotlib.figure import Figure

from wayforward.markup import visible

SPACE, LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
# As wide as the letters that were measured, on most machines
FONTS = "'DejaVu Sans', Verdana, sans-serif"
OWN_FONT = re.compile(r"font-family: [^;]*; ?")
DECIMAL = re.compile(r"-?\d+\.\d+")
POINTS_TO = re.compile(r"#([\w-]+)")
NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")        # letters that XML does not know
NOTHING = {"Creator": None, "Date": None, "Format": None, "Type": None}
SHAPES = {"path", "text", "tspan", "use", "rect", "g", "defs", "clipPath", "pattern"}
ATTRIBUTES = {"d", "style", "x", "y", "width", "height", "transform", "clip-path", "id", "href", "patternUnits"}
STILL = re.compile(r"rotate\(-?0 [^)]*\)")


def drawing(name: str, title: str, description: str, figures: dict[str, Figure]) -> str:
    """Figures as layouts of one drawing, of which the first is seen unless a page's style says otherwise.

    name: what the drawing's ids begin with; figures: by the class that its layout has
    """
    first = next(iter(figures.values()))
    wide, tall = (f"{inches * 96:.0f}" for inches in first.get_size_inches())
    whole = Element("svg", {"xmlns": SPACE[1:-1], "class": "chart", "role": "img", "width": wide, "height": tall,
                            "aria-labelledby": f"{name}-title {name}-desc", "font-family": FONTS,
                            "stroke-linejoin": "round"})
    SubElement(whole, "title", {"id": f"{name}-title"}).text = NO_TEXT.sub(" ", title)
    SubElement(whole, "desc", {"id": f"{name}-desc"}).text = NO_TEXT.sub(" ", description)
    for place, (layout, figure) in enumerate(figures.items()):
        whole.append(_layout(f"{name}-{layout}", layout, figure, hidden=place > 0))
    return ElementTree.tostring(whole, encoding="unicode")


def _layout(name: str, layout: str, figure: Figure, hidden: bool) -> Element:
    """One figure as a drawing within the drawing."""
    drawn = _as_matplotlib_writes(figure)
    made = Element("svg", {"class": layout, "width": "100%", "height": "100%", "viewBox": drawn.get("viewBox")}
                   | ({"display": "none"} if hidden else {}))
    for each in drawn:
        made.extend(_plain(each))
    _name_anew(made, name)
    return made


def _as_matplotlib_writes(figure: Figure) -> Element:
    buffer = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "wayforward"}):
        figure.savefig(buffer, format="svg", metadata=NOTHING)
    return ElementTree.fromstring(NO_TEXT.sub(" ", buffer.getvalue()))


def _plain(element: Element) -> list[Element]:
    """The shapes and words in an element, without what only matplotlib needs; none of what is neither."""
    kind = element.tag.removeprefix(SPACE)
    if kind not in SHAPES or (kind == "text" and not (element.text or "").strip()):
        return []
    inner = [each for child in element for each in _plain(child)]
    attributes = {name: value for name, value in _attributes(element).items() if kind != "g" or name != "id"}
    if kind in ("g", "defs") and (not inner or (kind == "g" and not attributes)):
        return inner
    made = Element(kind, attributes)
    made.text = visible(element.text) if kind in ("text", "tspan") and element.text else None
    made.extend(inner)
    return [made]


def _attributes(element: Element) -> dict[str, str]:
    told = {name.replace(LINK, "href"): value for name, value in element.attrib.items()}
    told = {name: _short(name, value) for name, value in told.items() if name in ATTRIBUTES}
    return {name: value for name, value in told.items() if value}


def _short(name: str, value: str) -> str:
    """The value of an attribute with one decimal, and in one line."""
    if name in ("id", "href", "clip-path"):
        return value
    value = DECIMAL.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), OWN_FONT.sub("", value))
    return " ".join(STILL.sub("", value).split())


def _name_anew(drawn: Element, name: str) -> None:
    """Numbers the ids that something points to, after the drawing's own name, and takes out the others."""
    values = [value for each in drawn.iter() for key, value in each.attrib.items() if key != "id"]
    pointed = {found for value in values for found in POINTS_TO.findall(value)}
    number, new = count(1), {}
    for each in drawn.iter():
        own = each.attrib.pop("id", None)
        if own in pointed:
            each.set("id", new.setdefault(own, f"{name}-{next(number)}"))
    for each in drawn.iter():
        for key, value in each.attrib.items():
            each.set(key, POINTS_TO.sub(lambda found: f"#{new.get(found[1], found[1])}", value))
