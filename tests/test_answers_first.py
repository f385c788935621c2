"""The six pages: verdicts before anything else, links that lead somewhere, and nothing out of a reader's reach."""

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from wayforward.plan import load_plan
from wayforward.plans import DEFAULT
from wayforward.runner.notebook.pages import page

ROOT = Path(__file__).parents[1]
PLAN = load_plan(DEFAULT)
PANEL = "0-panel-report"
AMBITIONS = [ambition.notebook for ambition in PLAN.ambitions]
STEMS = [PANEL, *AMBITIONS]
EVERY = pytest.mark.parametrize("stem", STEMS)
MOST_BYTES = 1_500_000


@cache
def html(stem: str) -> str:
    return page(nbformat.read(ROOT / "notebooks" / f"{stem}.ipynb", as_version=4), stem)


@cache
def read(stem: str) -> BeautifulSoup:
    return BeautifulSoup(html(stem), "html.parser")


def links(stem: str) -> list[str]:
    return [link["href"] for link in read(stem).find_all("a", href=True)]


@pytest.mark.parametrize("ambition", PLAN.ambitions, ids=lambda ambition: ambition.notebook)
def test_a_tile_a_promise_stands_first_and_tells_its_verdict_in_three_sentences_at_most(ambition):
    own = read(ambition.notebook)
    tiles = own.find("ul", class_="tiles").find_all("li")
    numbers = [str(measure.number) for measure in PLAN.measures_of(ambition.number)]
    assert [tile.a.get_text().partition(".")[0] for tile in tiles] == numbers
    assert all(tile.find(class_="verdict").get_text(strip=True)[1:].strip() for tile in tiles)
    assert all(len(re.findall(r"[.](?= [A-Z]|$)", tile.p.get_text())) in (1, 2, 3) for tile in tiles)
    before = own.find("ul", class_="tiles").find_all_previous(["h2", "h3", "table", "svg", "blockquote"])
    assert before == []


def test_the_panel_begins_with_a_row_a_promise_under_its_ambition():
    rows = read(PANEL).find("table", class_="glance").find_all("tr")
    promises = [row.th.get_text().partition(".")[0] for row in rows if row.th.get("scope") == "row"]
    assert promises == [str(measure.number) for ambition in PLAN.ambitions
                        for measure in PLAN.measures_of(ambition.number)]
    assert all(row.find(class_="verdict") for row in rows if row.th.get("scope") == "row")
    drawn = [row for row in rows if row.find("svg")]
    assert len(drawn) >= 5
    assert all(row.svg.title.get_text() and row.svg.desc.get_text() for row in drawn)
    assert read(PANEL).find("table", class_="glance").find_all_previous(["h2", "h3", "table", "svg"]) == []


@EVERY
def test_every_link_leads_to_a_place_on_one_of_the_pages(stem):
    own = [link for link in links(stem) if not link.startswith("https://")]
    assert len(own) >= 8
    for link in own:
        file, _, anchor = link.partition("#")
        there = file.removesuffix(".html") or stem
        assert there in STEMS and file in ("", f"{there}.html"), link
        assert not anchor or len(read(there).find_all(id=anchor)) == 1, link


def test_a_promise_is_reached_from_the_panel_by_its_measure_and_the_panel_from_there():
    reached = [link for link in links(PANEL) if re.search(r"html#[a-z_]+$", link)]
    assert reached == [f"{ambition.notebook}.html#{measure.id}" for ambition in PLAN.ambitions
                       for measure in PLAN.measures_of(ambition.number)]
    assert all(f"{PANEL}.html" in links(stem) for stem in AMBITIONS)


def test_an_ambition_leads_to_the_one_before_and_the_next():
    """At the top, and again at the foot."""
    led = {stem: [link["href"].removesuffix(".html") for link in read(stem).main.nav.find_all("a")][1:]
           for stem in AMBITIONS}
    first, second, third, fourth, last = AMBITIONS
    assert led == {first: [second], second: [first, third], third: [second, fourth], fourth: [third, last],
                   last: [fourth]}


@EVERY
def test_the_ways_to_other_pages_stand_at_the_foot_again(stem):
    foot, top = read(stem).footer.find_all("a"), read(stem).main.nav.find_all("a")
    assert [link["href"] for link in foot] == ["#content", *(link["href"] for link in top)]


@EVERY
def test_headings_are_in_order(stem):
    levels = [int(heading.name[1]) for heading in read(stem).find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1 and levels.count(1) == 1
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []


@EVERY
def test_every_row_has_its_own_heading(stem):
    rows = [row for body in read(stem).find_all("tbody") for row in body.find_all("tr")]
    assert len(rows) > 5
    heads = [[head for head in row.find_all("th") if head.get("scope") in ("row", "rowgroup")] for row in rows]
    assert {len(each) for each in heads} == {1}
    assert all(each.get_text(strip=True) for each, in heads)


@EVERY
def test_every_table_has_a_caption_and_named_headings_and_is_within_a_keyboards_reach(stem):
    tables = read(stem).find_all("table")
    assert tables
    for table in tables:
        assert len(table.find_all("caption")) == 1 and table.caption.get_text(strip=True)
        heads = table.find_all("th")
        assert [str(head) for head in heads if not head.get("scope") or not head.get_text(strip=True)] == []
        box = table.find_parent(class_="scroll")
        assert (box["tabindex"], box["role"], box["aria-labelledby"]) == ("0", "region", table.caption["id"])


@EVERY
def test_no_id_stands_twice(stem):
    ids = [each["id"] for each in read(stem).find_all(id=True)]
    assert sorted(ids) == sorted(set(ids))


@EVERY
def test_one_switch_shows_all_code_by_its_cell(stem):
    boxes = read(stem).find_all("input")
    assert [(box["type"], box["id"]) for box in boxes] == [("checkbox", "show-code")]
    assert read(stem).find("label", attrs={"for": "show-code"}).get_text() == "Show code"
    names = [code.p.get_text() for code in read(stem).find_all(class_="code")]
    assert names == [f"Code of cell {number}" for number in range(1, len(names) + 1)]


@EVERY
def test_what_is_known_besides_and_the_doubts_are_folded_and_named(stem):
    names = [fold.summary.get_text(" ", strip=True) for fold in read(stem).find_all("details")]
    assert sorted(set(names)) == sorted(names) and all(names)
    behind = read(stem).find_all("svg", class_="chart")
    assert all(chart.find_next("table").find_parent("details") for chart in behind)
    assert not [each for each in read(stem).find_all("table", class_="gt_table")
                if stem != PANEL and not each.find_parent("details")]


@EVERY
def test_a_page_is_small(stem):
    assert len(html(stem).encode()) < MOST_BYTES
