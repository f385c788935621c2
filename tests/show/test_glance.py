"""The promises at a glance: tiles, rows, small lines, and the way from page to page."""

from dataclasses import replace
from datetime import date

from bs4 import BeautifulSoup

from narrate.test_narrate import finding
from wayforward import show
from wayforward.judge import Evidence, Verdict
from wayforward.show.sparkline import sparkline

CHAPTERS = [show.Chapter(1, "Near home", "1-near-home"), show.Chapter(2, "Work", "2-work"),
            show.Chapter(3, "Early", "3-early")]
BEGINS = date(2021, 4, 1)


def read(html: str) -> BeautifulSoup:
    return BeautifulSoup(str(html), "html.parser")


def nothing(**changes):
    """A promise without data."""
    return replace(finding(), latest=None, baseline=None, points=(), verdict=Verdict.NO_DATA, evidence=Evidence.NONE,
                   supplied_by="the staff survey", **changes)


def test_a_tile_without_data_says_what_would_supply_it():
    tile = read(show.tiles([nothing(number=13, measure_title="Staff feedback", measure="staff_feedback")]).html).li
    assert tile.a["href"] == "#staff_feedback" and tile.a.get_text() == "13. Staff feedback"
    assert tile.p.get_text() == "It could be counted from the staff survey."
    assert tile.find(class_="sign")["aria-hidden"] == "true"
    assert tile.find(class_="no-data").get_text() == "– No data"


def test_words_of_data_are_no_markup():
    html = show.tiles([replace(nothing(), measure_title="<b>Bold</b> & more")]).html
    assert read(html).a.get_text().endswith("<b>Bold</b> & more") and read(html).b is None


def test_a_row_leads_to_its_ambitions_page_and_has_its_warning_beside_the_verdict():
    own = replace(finding(), measure="homes", ambition=1)
    page = read(show.rows([own], {"homes": "Take it as a warning."}, CHAPTERS[:1], BEGINS).html)
    row = page.find("th", scope="row").parent
    assert row.a["href"] == "1-near-home.ipynb#homes"
    assert row.td.get_text().endswith("Take it as a warning.")
    assert page.caption["id"] == page.div["aria-labelledby"] == "glance-title"


def test_the_words_say_the_same():
    own = nothing(number=13, measure_title="Staff feedback")
    assert show.tiles([own]).words() == "13. Staff feedback: No data. It could be counted from the staff survey."


def test_a_line_is_drawn_from_the_left_to_the_right_and_says_from_where_to_where():
    drawn = read(sparkline(finding(), BEGINS)).svg
    way = [tuple(map(float, place.split(","))) for line in drawn.find_all("polyline")
           for place in line["points"].split()]
    assert way == sorted(way) and (way[0][0], way[-1][0]) == (4, 116)       # 120 wide, 4 left at each edge
    assert {min(y for _, y in way), max(y for _, y in way)} == {4, 28}      # 32 tall
    assert drawn["aria-labelledby"] == drawn.title["id"]
    assert " figures, from " in drawn.desc.get_text()


def test_nothing_is_drawn_of_nothing():
    assert sparkline(nothing(), BEGINS) == ""


def test_pages_lead_to_the_panel_and_to_their_neighbours():
    def led(here):
        return [(link["href"], link.get_text()) for link in read(show.links(CHAPTERS, here, "0-all")).find_all("a")]
    assert led(2) == [("0-all.ipynb", "All promises"), ("1-near-home.ipynb", "← Ambition 1"),
                      ("3-early.ipynb", "Ambition 3 →")]
    assert led(1) == [("0-all.ipynb", "All promises"), ("2-work.ipynb", "Ambition 2 →")]
    assert [href for href, _ in led(None)] == ["1-near-home.ipynb", "2-work.ipynb", "3-early.ipynb"]
