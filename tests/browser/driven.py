"""A browser that is driven: pages as it has them, on a screen of any size or on paper."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from playwright.sync_api import Browser, Page, sync_playwright

from browser.watched import browser
from wayforward.runner.notebook.pages import first_heading, page
from wayforward.runner.parameters import RunParameters
from wayforward.runner.run import run_period

ROOT = Path(__file__).parents[2]
STEMS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
PAGES = tuple((area, stem) for area in ("hertfordshire", "exampleshire") for stem in STEMS)


def make_pages(folder: Path) -> dict[tuple[str, str], Path]:
    """The pages of both areas by area and stem: of the one from its committed notebooks, of the other from a run."""
    ours = folder / "hertfordshire"
    ours.mkdir()
    for stem in STEMS:
        nb = nbformat.read(ROOT / "notebooks" / f"{stem}.ipynb", as_version=4)
        html = page(nb, f"{first_heading(nb, stem)} – Hertfordshire, 2025-26-Q4")
        (ours / f"{stem}.html").write_text(html, encoding="utf-8")
    run = run_period(RunParameters(period="2025-26-Q4", area="exampleshire"), runs=folder)
    return {(area, stem): (ours if area == "hertfordshire" else run.folder / "public") / f"{stem}.html"
            for area, stem in PAGES}


@contextmanager
def driving() -> Iterator[Browser]:
    """The browser that is here, driven."""
    with sync_playwright() as driver:
        driven = driver.chromium.launch(executable_path=browser(), args=["--no-sandbox", "--disable-dev-shm-usage"])
        try:
            yield driven
        finally:
            driven.close()


@contextmanager
def opened(driven: Browser, path: Path, wide: int = 1280, tall: int = 900, zoom: int = 1, **media) -> Iterator[Page]:
    """A page on a screen of so many pixels; zoom: how many of the screen's own make one of the page's."""
    context = driven.new_context(viewport={"width": wide, "height": tall}, device_scale_factor=zoom, **media)
    try:
        shown = context.new_page()
        shown.goto(path.as_uri())
        yield shown
    finally:
        context.close()


def unfold(shown: Page) -> None:
    """Opens all that is folded away, and shows the code, where a page has any."""
    shown.evaluate("() => document.querySelectorAll('details').forEach(each => each.open = true)")
    if shown.locator("#show-code").count():
        shown.check("#show-code")
