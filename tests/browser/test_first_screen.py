"""What a reader sees without scrolling, in a real browser: on every page the verdicts; on a small screen nothing that
must be pushed sideways."""

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from browser.watched import Watch, opened, watching
from wayforward.runner.notebook.pages import page

pytestmark = pytest.mark.long
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
STEMS = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
MEASURING = """<!DOCTYPE html><title>not measured</title>
<iframe id="page" src="{stem}.html" style="border: 0" width="{wide}" height="{tall}"></iframe>
<script>
const frame = document.getElementById("page");
frame.onload = () => {{
  const page = frame.contentDocument;
  const tops = [...page.querySelectorAll(".verdict")].map(each => each.getBoundingClientRect().bottom);
  document.title = [tops[0], tops.filter(top => top < {tall}).length, page.documentElement.scrollWidth].join(" ");
}};
</script>"""


@pytest.fixture(scope="module")
def watch(tmp_path_factory) -> Iterator[Watch]:
    """The six pages, and pages that measure them on two screens."""
    folder = tmp_path_factory.mktemp("pages")
    for stem in STEMS:
        html = page(nbformat.read(NOTEBOOKS / f"{stem}.ipynb", as_version=4), stem)
        (folder / f"{stem}.html").write_text(html, encoding="utf-8")
        for wide, tall in ((1280, 900), (320, 640)):
            measuring = MEASURING.format(stem=stem, wide=wide, tall=tall)
            (folder / f"{stem}-{wide}.html").write_text(measuring, encoding="utf-8")
    with watching(folder) as watch:
        yield watch


def measured(stem: str, wide: int, watch: Watch, profile: Path) -> list[float]:
    """Where the first verdict ends, how many verdicts are seen, and how wide the page is, in pixels."""
    return [float(number) for number in opened(f"{stem}-{wide}.html", watch, profile).title.split()]


@pytest.mark.parametrize("stem", STEMS)
def test_verdicts_are_seen_without_scrolling(stem, watch, tmp_path):
    first, seen, _ = measured(stem, 1280, watch, tmp_path)
    assert 0 < first < 900 and seen >= 2


@pytest.mark.parametrize("stem", STEMS)
def test_a_small_screen_need_not_be_pushed_sideways(stem, watch, tmp_path):
    assert measured(stem, 320, watch, tmp_path)[2] <= 320
