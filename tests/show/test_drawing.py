"""A chart as a drawing in a page: shapes and words, nothing else, and nothing that reaches beyond it."""

import re
from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree

import pytest

from hostile import payloads, shown
from narrate.test_narrate import finding
from narrate.test_narrate_control import OUTSIDE, SHIFT, charted
from show.test_show import FULL, PLAN_START, words_of, year
from wayforward import show

SVG = "{http://www.w3.org/2000/svg}"
CHARTS = {"chart": show.chart(FULL, PLAN_START),
          "hatched": show.chart(finding(points=(*FULL.points, year(2026, None, status="not yet whole"))), PLAN_START),
          "control": show.control_chart(charted(8, trial=True, signals={1: (OUTSIDE,), 2: (SHIFT,)}))}
EVERY = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)


def parsed(chart: show.Chart) -> ElementTree.Element:
    return ElementTree.fromstring(chart.svg())


def words(drawing: ElementTree.Element) -> list[str]:
    return [each.text for each in drawing.iter(f"{SVG}text")]


@EVERY
def test_it_has_a_title_and_a_description_that_its_picture_is_named_by(chart):
    drawing = parsed(chart)
    told = {each.get("id"): each.text for each in drawing if each.tag in (f"{SVG}title", f"{SVG}desc")}
    assert drawing.get("role") == "img"
    assert [told[each] for each in drawing.get("aria-labelledby").split()] == [chart.title, chart.alt]


@EVERY
def test_its_words_are_text_and_say_which_area_in_either_layout(chart):
    for layout in parsed(chart).iter(f"{SVG}svg"):
        if layout.get("class") != "chart":
            assert "Hertfordshire." in " ".join(words(layout))
            assert len(words(layout)) > 8


@EVERY
def test_one_layout_is_seen_unless_a_page_says_otherwise(chart):
    layouts = [each for each in parsed(chart) if each.tag == f"{SVG}svg"]
    assert [(each.get("class"), each.get("display")) for each in layouts] == [("wide", None), ("narrow", "none")]


@EVERY
def test_it_holds_shapes_and_words_alone_and_reaches_for_nothing_outside(chart):
    drawing = parsed(chart)
    assert {each.tag.removeprefix(SVG) for each in drawing.iter()} <= {
        "svg", "title", "desc", "g", "defs", "path", "text", "use", "clipPath", "rect", "pattern"}
    values = [value for each in drawing.iter() for value in each.attrib.values()]
    ids = [each.get("id") for each in drawing.iter() if each.get("id")]
    assert len(set(ids)) == len(ids)
    assert all(each.startswith(f"{chart.name}-") for each in ids)
    assert {found for value in values for found in re.findall(r"#([\w-]+-\d+)", value)} <= set(ids)
    assert not [value for value in values if re.search(r"url\((?!#)|//", value)]


@EVERY
def test_it_tells_no_more_decimals_than_can_be_seen(chart):
    values = [each.get(name, "") for each in parsed(chart).iter() for name in ("d", "x", "y", "style", "transform")]
    assert not [value for value in values if re.search(r"\d\.\d\d", value)]


def test_a_figure_stands_where_its_rounded_number_is():
    """Two figures that the table tells alike are drawn alike."""
    first, last = FULL.points[0], FULL.points[-1]
    near = [finding(points=(first, replace(last, value=value))) for value in (0.88560, 0.88640)]
    one, other = (show.chart(each, PLAN_START) for each in near)
    assert one.svg().replace(one.alt, "") == other.svg().replace(other.alt, "")


@pytest.mark.filterwarnings("ignore:Glyph")
@pytest.mark.parametrize("payload", payloads())
def test_what_stands_in_a_name_is_text_however_it_is_written(payload):
    chart = show.chart(finding(area=f"Here {payload}\x00\x0b", title=payload), PLAN_START)
    drawing = parsed(chart)
    assert {each.tag.removeprefix(SVG) for each in drawing.iter()} <= {
        "svg", "title", "desc", "g", "defs", "path", "text", "use", "clipPath", "rect"}
    squeezed = "".join("".join(words(drawing)).split())
    assert "".join(shown(payload).split()) in squeezed
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b-\u200f\u00ad\x00-\x08]", chart.svg())


@EVERY
def test_no_word_is_cut_off_or_stands_on_another_on_a_narrow_sheet(chart):
    figure = chart.on(show.NARROW)
    figure.canvas.draw()
    seen = words_of(figure)
    assert [text for text, box in seen if box.x0 < 0 or box.y0 < 0 or box.x1 > figure.bbox.x1
            or box.y1 > figure.bbox.y1] == []
    assert [(one, other) for (one, box), (other, next_box) in combinations(seen, 2) if box.overlaps(next_box)] == []


def test_the_same_finding_is_the_same_drawing():
    once, again, other = (show.chart(made, PLAN_START).svg() for made in (FULL, FULL, finding()))
    assert once == again != other
