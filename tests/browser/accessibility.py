"""What an accessibility engine (axe-core) finds on the pages, and the statement of what was checked.

    python tests/browser/accessibility.py        checks all pages and writes docs/accessibility.md: two minutes
"""

import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

if __name__ == "__main__":      # as pytest does
    sys.path.insert(0, str(Path(__file__).parents[1]))

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, Page

from browser.driven import PAGES, ROOT, driving, make_pages, opened, unfold
from wayforward.formats import day, listed
from wayforward.today import today

STATEMENT = ROOT / "docs" / "accessibility.md"
ENGINE = Path(AXE_FILE_PATH).read_text(encoding="utf-8")


class View(NamedTuple):
    """A screen: what it is called, its size, and how often it is magnified."""

    name: str
    wide: int
    tall: int
    zoom: int


VIEWS = (View("1280 pixels wide", 1280, 900, 1), View("320 pixels wide", 320, 640, 1),
         View("1280 pixels wide at 400%", 320, 225, 4))
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "wcag2aaa", "best-practice")


def violations(driven: Browser, path: Path, view: View) -> list[str]:
    """What breaks a rule on a page, everything unfolded: the rule, and the elements."""
    with opened(driven, path, view.wide, view.tall, view.zoom) as shown:
        unfold(shown)
        shown.evaluate(ENGINE)
        found = shown.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})",
                               list(TAGS))
        return [f"{each['id']}: {node['html'][:160]}" for each in found["violations"] for node in each["nodes"]]


def engine(shown: Page) -> tuple[str, int]:
    """The engine's version, and how many of its rules are tried."""
    shown.evaluate(ENGINE)
    return shown.evaluate("tags => [axe.version, axe.getRules(tags).length]", list(TAGS))


def statement(on: str, version: str, rules: int) -> str:
    """What was checked, as docs/accessibility.md says it; on: the day, such as 2026-11-30."""
    areas = {area: sum(each == area for each, _ in PAGES) for area, _ in PAGES}
    return TEXT.format(day=day(on), version=version, rules=rules, pages=len(PAGES),
                       views=listed([view.name for view in VIEWS]),
                       areas=listed([f"{count} of {area.capitalize()}" for area, count in areas.items()]))


TEXT = """# Accessibility

The pages of a run are meant for everybody: with a keyboard alone, a screen reader, a small screen, large letters, the
colours of one's own system, in grey or on paper.

Last checked on {day}:

- Pages: {pages}, {areas}, of 2025-26-Q4, with everything unfolded.
- Screens: {views}.
- Rules: the {rules} that axe-core {version} has for WCAG 2.2, levels A, AA and AAA, and for best practice.
- Found: no violation.

An engine finds about half of what can be wrong; the rest of this page says what else is tried, and what is not.

Tried by tests in a browser, on every page:

- Every link, toggle and box that scrolls is reached with the Tab key in the order in which it is read, is seen to have
  the focus, and has a name of its own.
- At 320 pixels, which is 1280 at 400%, nothing but a wide table in its own box is pushed sideways; charts have a layout
  of their own for narrow screens.
- Every table has a caption, headings for its columns and for its rows; every chart has a title and a description, words
  that are text, and its table beside it.
- No script is needed and none runs; nothing is fetched; nothing moves.
- Verdicts are told by word, sign and colour, and stay apart in the colours that a reader's own system sets.
- The markup is parsed strictly, without an error.
- On paper every sheet carries the page's title, the area, the period and its number.

Not tried by a test: screen readers themselves, and whether the words are plain enough. Tables of many columns have to
be pushed sideways on a small screen. Notebooks in JupyterLab are as accessible as JupyterLab is.

This page is written by the check itself: `make accessibility`. `make test-all` checks again and fails on any
violation, or if this page says something else than what was tried.
"""


def main() -> int:
    """Checks, prints what was found, and writes the statement if that is nothing."""
    with tempfile.TemporaryDirectory() as folder, driving() as driven:
        pages = make_pages(Path(folder))
        found = [f"{area}, {stem}, {view.name}: {each}" for (area, stem), path in pages.items() for view in VIEWS
                 for each in violations(driven, path, view)]
        with opened(driven, pages[PAGES[0]]) as shown:
            version, rules = engine(shown)
    print("\n".join(found) or f"{len(PAGES)} pages, no violation")
    if not found:
        STATEMENT.write_text(statement(today().isoformat(), version, rules), encoding="utf-8")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
