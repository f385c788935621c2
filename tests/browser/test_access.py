"""Pages as readers meet them who have no mouse, no colours, a small screen, or none at all."""

import re
from collections import Counter
from pathlib import Path

import html5lib
import pytest

from browser.accessibility import STATEMENT, VIEWS, engine, statement, violations
from browser.driven import PAGES, driving, make_pages, opened, unfold

pytestmark = pytest.mark.long
EVERY = pytest.mark.parametrize(("area", "stem"), PAGES, ids=lambda each: each)
# What can have the focus and is seen; and the one that has it, with whether a reader sees that
STOPS = """() => [...document.querySelectorAll("a[href], summary, input, [tabindex='0']")]
    .filter(each => each.checkVisibility()).map((each, place) => { each.dataset.stop = place; return place; })"""
HERE = """() => { const here = document.activeElement, style = getComputedStyle(here);
    const box = here.getBoundingClientRect();
    return [here.dataset.stop ?? "", style.outlineStyle != "none" && parseFloat(style.outlineWidth) >= 2,
            box.width > 0 && box.bottom > 0 && box.top < innerHeight]; }"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[tuple[str, str], Path]:
    return make_pages(tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="module")
def driven():
    with driving() as browser:
        yield browser


@EVERY
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_no_rule_of_accessibility_is_broken(pages, driven, area, stem, view):
    assert violations(driven, pages[area, stem], view) == []


def test_a_page_that_breaks_rules_is_found_out(driven, tmp_path):
    """So that the test above is not true of nothing."""
    path = tmp_path / "bad.html"
    path.write_text("<!DOCTYPE html><title>Bad</title><input id='show-code' type='checkbox'><img src='data:,'>",
                    encoding="utf-8")
    found = {each.partition(":")[0] for each in violations(driven, path, VIEWS[0])}
    assert {"html-has-lang", "image-alt", "label"} <= found


def test_the_statement_says_what_was_checked(pages, driven):
    with opened(driven, pages[PAGES[0]]) as shown:
        version, rules = engine(shown)
    told = STATEMENT.read_text(encoding="utf-8")
    told_day = re.search(r"Last checked on (.+?):\n", told)[1]
    assert told.replace(told_day, "1 January 2026") == statement("2026-01-01", version, rules)


@EVERY
def test_a_keyboard_reaches_everything_in_order_and_is_seen_to(pages, driven, area, stem):
    with opened(driven, pages[area, stem]) as shown:
        unfold(shown)
        stops = shown.evaluate(STOPS)
        assert len(stops) > 10
        shown.evaluate("() => document.activeElement.blur()")
        shown.mouse.click(1, 1)
        walked = []
        for _ in stops:
            shown.keyboard.press("Tab")
            walked.append(shown.evaluate(HERE))
        assert [int(stop) for stop, _, _ in walked] == stops
        assert [stop for stop, outlined, on_screen in walked if not (outlined and on_screen)] == []


@EVERY
def test_each_toggle_has_a_name_of_its_own_and_opens_by_key(pages, driven, area, stem):
    with opened(driven, pages[area, stem]) as shown:
        names = shown.locator("summary").all_inner_texts()
        assert all(name.strip() for name in names)
        assert [name for name, times in Counter(names).items() if times > 1] == []
        shown.locator("summary").first.focus()
        shown.keyboard.press("Enter")
        assert shown.locator("details").first.evaluate("each => each.open")
        assert not shown.locator(".code").first.is_visible()
        shown.locator("#show-code").focus()
        shown.keyboard.press("Space")
        assert shown.locator(".code").first.is_visible()


@EVERY
def test_nothing_but_a_box_that_scrolls_is_pushed_sideways_on_a_small_screen(pages, driven, area, stem):
    with opened(driven, pages[area, stem], 320, 640) as shown:
        unfold(shown)
        assert shown.evaluate("() => document.documentElement.scrollWidth") <= 320
        letters = shown.evaluate("""() => [...document.querySelectorAll("svg.chart text")].map(
            each => each.getBoundingClientRect().height).filter(tall => tall > 0)""")
        assert all(tall >= 10 for tall in letters)


@EVERY
def test_each_chart_has_one_layout_and_its_table_one_click_away(pages, driven, area, stem):
    for wide, seen, hidden in ((1280, ".wide", ".narrow"), (320, ".narrow", ".wide")):
        with opened(driven, pages[area, stem], wide) as shown:
            unfold(shown)
            charts = shown.locator("svg.chart")
            for place in range(charts.count()):
                chart = charts.nth(place)
                assert chart.locator(seen).is_visible() and not chart.locator(hidden).is_visible()
    names = re.findall(r'<svg [^>]*class="chart"[^>]*aria-labelledby="(\w+)-(control-)?chart-title',
                       pages[area, stem].read_text(encoding="utf-8"))
    tables = re.findall(r'<table [^>]*aria-labelledby="(\w+)-(points|control)-title"',
                        pages[area, stem].read_text(encoding="utf-8"))
    assert {(series, "control" if control else "points") for series, control in names} <= set(tables)


@EVERY
def test_verdicts_stay_apart_in_the_readers_own_colours_and_nothing_moves(pages, driven, area, stem):
    with opened(driven, pages[area, stem], forced_colors="active", reduced_motion="reduce") as shown:
        signs = shown.locator(".sign")
        edges = signs.evaluate_all("all => all.map(each => getComputedStyle(each).borderTopStyle)")
        assert edges and set(edges) == {"solid"}
        assert shown.evaluate("() => document.getAnimations().length") == 0


@EVERY
def test_the_markup_is_without_an_error(pages, area, stem):
    html5lib.HTMLParser(strict=True).parse(pages[area, stem].read_text(encoding="utf-8"))


@EVERY
def test_a_page_needs_no_script(pages, driven, area, stem):
    with opened(driven, pages[area, stem], java_script_enabled=False) as shown:
        assert shown.locator("h1").is_visible()
        assert shown.locator(".verdict").first.is_visible()
