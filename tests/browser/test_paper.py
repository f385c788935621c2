"""Pages on paper: how many sheets, and what stands on each."""

import io
import re

import pytest
from pypdf import PdfReader

from browser.driven import PAGES, driving, make_pages, opened

pytestmark = pytest.mark.long
EVERY = pytest.mark.parametrize(("area", "stem"), PAGES, ids=lambda each: each)
PANEL = "0-panel-report"
MOST = {PANEL: 2}
MOST_OF_AN_AMBITION = 12


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> dict[tuple[str, str], list[str]]:
    """The words of each sheet of each page, in one line."""
    pages = make_pages(tmp_path_factory.mktemp("pages"))
    with driving() as browser:
        return {page: sheets(browser, path) for page, path in pages.items()}


def sheets(browser, path) -> list[str]:
    with opened(browser, path) as shown:
        pdf = PdfReader(io.BytesIO(shown.pdf(prefer_css_page_size=True)))
    return [" ".join(sheet.extract_text().split()) for sheet in pdf.pages]


@EVERY
def test_it_takes_few_sheets(printed, area, stem):
    assert 1 <= len(printed[area, stem]) <= MOST.get(stem, MOST_OF_AN_AMBITION)


@EVERY
def test_each_sheet_says_whose_it_is_of_which_period_and_which_one(printed, area, stem):
    count = len(printed[area, stem])
    name = {"hertfordshire": "Hertfordshire", "exampleshire": "Exampleshire (invented)"}[area]
    for number, words in enumerate(printed[area, stem], 1):
        assert f"{name}, 2025-26-Q4" in words and f"Page {number} of {count}" in words


@EVERY
def test_what_only_a_screen_can_use_is_not_printed(printed, area, stem):
    words = " ".join(printed[area, stem])
    assert not re.search(r"Show code|Skip to the content|On this page|Code of cell|Table: |sha256", words)


@EVERY
def test_no_sheet_ends_with_a_heading(printed, area, stem):
    """What stands under a heading begins on its sheet."""
    for words in printed[area, stem][:-1]:
        body = re.sub(r"[^.]*2025-26-Q4 Page \d+ of \d+", "", words)
        assert not re.search(r"(What this adds up to|The outcome bees|\d+\. [A-Z][a-z ]+)$", body.strip())
