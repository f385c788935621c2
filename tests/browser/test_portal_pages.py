"""The portal as readers meet it who have no mouse, no colours or a small screen; and how it is searched."""

from collections import Counter
from pathlib import Path

import pytest

from browser.accessibility import VIEWS, violations
from browser.driven import driving, opened, unfold
from browser.test_access import HERE, STOPS
from portal.tree import BETTER, OPEN, WORSE, write_run
from wayforward.periods import quarters
from wayforward.portal import make_site

pytestmark = pytest.mark.long
NAMES = ("index.html", "hertfordshire/index.html", "exampleshire/index.html")
EVERY = pytest.mark.parametrize("name", NAMES)
# Whether the browser's own search, asked as by Ctrl and F, finds words, and whether what it finds is then to be seen
FOUND = """words => { const there = window.find(words); const at = getSelection().anchorNode;
    return there && at.parentElement.checkVisibility(); }"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Two areas, sixteen promises and twenty quarters, one of them failed, one refused in part, one run again."""
    runs = tmp_path_factory.mktemp("portal") / "runs"
    for number, period in enumerate(quarters(2021, 2026)):
        judged = tuple((OPEN, WORSE, BETTER)[(number // 5 + each) % 3] for each in range(16))
        name = f"hertfordshire/{period}"
        write_run(runs, name, judged, refused=(3,) if number == 4 else ())
        write_run(runs, f"exampleshire/{period}", judged, area="Exampleshire (invented)", invented=True)
    write_run(runs, f"hertfordshire/revisions/{period}/1", (OPEN,) * 16)
    write_run(runs, "hertfordshire/2026-27-Q1.incomplete", (), states=("not run", "failed"))
    make_site(runs, runs.parent / "published")
    return runs


@pytest.fixture(scope="module")
def driven():
    with driving() as browser:
        yield browser


@EVERY
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_no_rule_of_accessibility_is_broken(folder, driven, name, view):
    assert violations(driven, folder / name, view) == []


@EVERY
def test_a_keyboard_reaches_everything_in_order_and_is_seen_to(folder, driven, name):
    with opened(driven, folder / name) as shown:
        unfold(shown)
        stops = shown.evaluate(STOPS)
        walked = []
        for _ in stops:
            shown.keyboard.press("Tab")
            walked.append(shown.evaluate(HERE))
        assert len(stops) > 5 and [int(stop) for stop, _, _ in walked] == stops
        assert [stop for stop, outlined, on_screen in walked if not (outlined and on_screen)] == []


@EVERY
def test_nothing_but_a_box_that_scrolls_is_pushed_sideways_on_a_small_screen(folder, driven, name):
    with opened(driven, folder / name, 320, 640) as shown:
        unfold(shown)
        assert shown.evaluate("() => document.documentElement.scrollWidth") <= 320


@EVERY
def test_each_toggle_has_a_name_of_its_own(folder, driven, name):
    with opened(driven, folder / name) as shown:
        assert [each for each, times in Counter(shown.locator("summary").all_inner_texts()).items() if times > 1] == []


@EVERY
def test_verdicts_stay_apart_in_the_readers_own_colours(folder, driven, name):
    with opened(driven, folder / name, forced_colors="active", reduced_motion="reduce") as shown:
        signs = shown.locator(".sign")
        edges = signs.evaluate_all("all => all.map(each => getComputedStyle(each).borderTopStyle)")
        assert edges and set(edges) == {"solid"}


@EVERY
def test_all_of_it_is_there_without_a_script(folder, driven, name):
    with opened(driven, folder / name, java_script_enabled=False) as shown:
        assert shown.locator("h1").is_visible() and shown.locator("table.grid .sign").first.is_visible()


def test_twenty_quarters_are_seen_at_once(folder, driven):
    for name in NAMES:
        with opened(driven, folder / name, 1280) as shown:
            boxes = shown.locator(".scroll")
            assert max(boxes.evaluate_all("all => all.map(each => each.scrollWidth - each.clientWidth)")) <= 1


@pytest.mark.parametrize(("name", "words"), [
    ("index.html", "Hertfordshire"), ("index.html", "Promise 7: 2"), ("index.html", "3 refused"),
    ("hertfordshire/index.html", "Getting better, on strong evidence"),
    ("hertfordshire/index.html", "2025-26-Q4, number 1")])      # the last is folded away until it is found
def test_the_browsers_own_search_finds_it(folder, driven, name, words):
    with opened(driven, folder / name) as shown:
        assert shown.evaluate(FOUND, words)
        assert not shown.evaluate(FOUND, "no such words")
