"""The documents as pages: built strictly, opened from files without a network, searched; and the first page followed to
the letter."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser.accessibility import ENGINE
from browser.driven import driving, opened
from docs.documents import PAGES, ROOT, commands

pytestmark = pytest.mark.long
TRIED = ("index.html", "start.html", "gallery.html", "how-to.html", "data-dictionary.html", "statistics.html")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NOT_COPIED = shutil.ignore_patterns(".venv*", ".git", "__pycache__", "site", "play", "hertfordshire", "kent",
                                    "history.sqlite", ".*_cache", ".hypothesis")
VIOLATIONS = """tags => axe.run({runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]})
    .then(found => found.violations.map(each => `${each.id}: ${each.nodes[0].html.slice(0, 160)}`))"""


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """The pages; a warning is an error."""
    out = tmp_path_factory.mktemp("site")
    done = subprocess.run([sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", out], cwd=ROOT,
                          capture_output=True, text=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="module")
def driven():
    with driving() as browser:
        yield browser


def test_every_document_is_a_page(site):
    pages = {path.relative_to(site).with_suffix(".md").as_posix() for path in site.rglob("*.html")}
    assert {name.removeprefix("docs/") for name in PAGES if name.startswith("docs/")} <= pages
    assert not [path for path in site.rglob("*") if path.suffix in (".py", ".toml")]


def test_pages_name_no_other_place_for_what_they_need(site):
    needed = re.compile(r"""<(?:script|img|iframe)[^>]*\ssrc=["']?(https?:)?//|<link[^>]*\shref=["']?(https?:)?//""")
    assert [path.name for path in site.rglob("*.html") if needed.search(path.read_text(encoding="utf-8"))] == []


def test_charts_have_their_words(site):
    gallery = (site / "gallery.html").read_text(encoding="utf-8")
    assert gallery.count('<svg xmlns="http://www.w3.org/2000/svg" class="chart"') == gallery.count("<desc ") > 16


def test_a_file_is_searched_without_a_server(site, driven: Browser):
    with opened(driven, site / "guides" / "analyst.html") as shown:
        asked = []
        shown.on("request", lambda request: asked.append(request.url))
        shown.click(".md-search__input")
        shown.keyboard.type("small-number rule")
        found = shown.locator(".md-search-result__link").first
        found.wait_for()
        assert "how-to.html" in " ".join(each.get_attribute("href") for each in
                                         shown.locator(".md-search-result__link").all())
        assert [url for url in asked if not url.startswith("file:")] == []


@pytest.mark.parametrize("wide", [1280, 400])
@pytest.mark.parametrize("name", TRIED)
def test_an_accessibility_engine_finds_nothing(site, driven: Browser, name, wide):
    with opened(driven, site / name, wide) as shown:
        shown.wait_for_selector(".md-search[aria-label]", state="attached")
        shown.evaluate(ENGINE)
        assert shown.evaluate(VIOLATIONS, TAGS) == []
        assert shown.evaluate("document.documentElement.scrollWidth") <= wide


def test_the_first_page_is_followed_to_the_letter(tmp_path):
    """In a copy of the project, with the environment that is here; JupyterLab is only asked what it would do."""
    copy = Path(shutil.copytree(ROOT, tmp_path / "project", ignore=NOT_COPIED, symlinks=True))
    (copy / ".venv").symlink_to(sys.prefix)
    environment = {**os.environ, "PYTHONPATH": str(copy / "lib"), "PYTHON": sys.executable}
    told = ""
    for line in commands(PAGES["docs/start.md"]):
        done = subprocess.run(line.replace("make lab", "make --dry-run lab"), shell=True, cwd=copy, env=environment,
                              capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        told += done.stdout
    assert "jupyter lab" in told
    named = re.search(r"`(runs/hertfordshire/\S+?/public/0-panel-report.html)`", PAGES["docs/start.md"])[1]
    assert (copy / named).is_file() and named in told
    assert "kent/" in told
