"""Pages of a project of bad will in a real browser: nothing runs, nothing is asked for, nothing even tries to."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_markdown_cell, new_notebook

from browser.watched import Watch, opened, watching
from hostile import ROOT, folder_name, named, payloads, project, shown
from wayforward.runner.notebook.pages import POLICY, page
from wayforward.runner.parameters import RunParameters
from wayforward.runner.run import run_period

pytestmark = pytest.mark.long
STEMS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
RUNNING = [place for place, payload in enumerate(payloads()) if place not in (3, 8, 9, 12, 13)]     # without a click


def as_markup(payload: str) -> str:
    """A payload as it does harm: what breaks out of an attribute, in one."""
    return f'<input value="{payload}">' if payload.startswith('"') else payload


@pytest.fixture(scope="module")
def watch(tmp_path_factory) -> Iterator[Watch]:
    """A folder of pages that is watched: six of a hostile run, and others."""
    folder = tmp_path_factory.mktemp("pages")
    with watching(folder) as watch:
        home = project(tmp_path_factory.mktemp("hostile"), watch.at)
        before = Path.cwd()
        os.chdir(home)
        try:
            result = run_period(RunParameters(period="2025-26-Q4", area="exampleshire", data=folder_name()))
        finally:
            os.chdir(before)
        for path in result.folder.rglob("*.html"):
            shutil.copy(path, folder)
        shutil.copy(ROOT / "docs" / "sample-panel.html", folder)
        for place, payload in enumerate(map(as_markup, payloads(watch.at))):
            bare = page(new_notebook(cells=[new_markdown_cell(payload)]), "As it was")
            (folder / f"held-{place}.html").write_text(bare, encoding="utf-8")
            (folder / f"free-{place}.html").write_text(
                f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>As it was</title></head><body>{payload}",
                encoding="utf-8")
        yield watch


@pytest.fixture(scope="module")
def profile(tmp_path_factory) -> Path:
    """A browser's own folder."""
    return tmp_path_factory.mktemp("profile")


@pytest.mark.parametrize("stem", STEMS)
def test_nothing_runs_and_nothing_is_asked_for(watch, profile, stem):
    seen = opened(f"{stem}.html", watch, profile)
    assert (seen.asked, seen.console) == ((), ())
    assert "(invented), 2025-26-Q4" in seen.title and shown(named(watch.at)) in BeautifulSoup(
        seen.title, "html.parser").get_text()
    assert POLICY in seen.dom


def test_the_sample_page_asks_for_nothing(watch, profile):
    seen = opened("sample-panel.html", watch, profile)
    assert (seen.asked, seen.console) == ((), ())
    assert "Hertfordshire" in seen.title and POLICY in seen.dom


@pytest.mark.parametrize("place", RUNNING)
def test_the_same_payload_as_markup_is_held_back_by_the_policy(watch, profile, place):
    """Should a word of data ever become markup, the browser still runs nothing of it and asks for nothing. One thing no
    policy in a page can hold back: that it sends its reader to another page."""
    seen = opened(f"held-{place}.html", watch, profile)
    assert seen.title != "RAN" and set(seen.asked) <= {"/refresh"}
    assert "As it was" in seen.title or seen.asked


@pytest.mark.parametrize("place", RUNNING)
def test_a_payload_that_nothing_holds_back_is_seen_to_run_or_to_ask(watch, profile, place):
    """So that the tests above are not true of nothing."""
    seen = opened(f"free-{place}.html", watch, profile)
    assert seen.title == "RAN" or seen.asked
