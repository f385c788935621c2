"""Pages on paper: how many sheets, and what stands on each."""

import io
import re
import unicodedata
from typing import NamedTuple

import pytest
from pypdf import PdfReader

from browser.driven import PAGES, driving, make_pages, opened
from wayforward.assurance import DRAFT

pytestmark = pytest.mark.long
EVERY = pytest.mark.parametrize(("area", "stem"), PAGES, ids=lambda each: each)
PANEL = "0-panel-report"
MOST = {PANEL: 2}
MOST_OF_AN_AMBITION = 12


class Printed(NamedTuple):
    """The words of each sheet, in one line without its foot, the feet, and the page's headings."""

    sheets: list[str]
    feet: list[str]
    headings: list[str]


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> dict[tuple[str, str], Printed]:
    pages = make_pages(tmp_path_factory.mktemp("pages"))
    with driving() as browser:
        return {page: on_paper(browser, path) for page, path in pages.items()}


def on_paper(browser, path) -> Printed:
    with opened(browser, path) as shown:
        pdf = PdfReader(io.BytesIO(shown.pdf(prefer_css_page_size=True)))
        headings = shown.locator("h1, h2, h3, h4, caption").all_text_contents()
    lines = [in_one(sheet.extract_text()) for sheet in pdf.pages]
    name = in_one(headings[0])
    foot = rf"(?:{re.escape(DRAFT)} )?Page \d+ of \d+ ?.*?2025-26-Q4\. {re.escape(name)}"
    parted = [re.fullmatch(rf"({foot}) (.*)", line) for line in lines]
    return Printed([each[2] for each in parted], [each[1] for each in parted], [in_one(each) for each in headings])


def in_one(words: str) -> str:
    """Words in one line, without joined letters."""
    return unicodedata.normalize("NFKC", " ".join(words.split()))


@EVERY
def test_it_takes_few_sheets(printed, area, stem):
    assert 1 <= len(printed[area, stem].sheets) <= MOST.get(stem, MOST_OF_AN_AMBITION)


@EVERY
def test_each_sheet_says_whose_it_is_of_which_period_and_which_one(printed, area, stem):
    feet = printed[area, stem].feet
    name = {"hertfordshire": "Hertfordshire", "exampleshire": "Exampleshire (invented)"}[area]
    for number, words in enumerate(feet, 1):
        assert f"{name}, 2025-26-Q4" in words and f"Page {number} of {len(feet)}" in words


@EVERY
def test_what_only_a_screen_can_use_is_not_printed(printed, area, stem):
    words = " ".join(printed[area, stem].sheets)
    assert not re.search(r"Show code|Skip to|On this page|Code of cell|Table: |sha256|Top of the page", words)


@EVERY
def test_no_sheet_ends_with_a_heading(printed, area, stem):
    """What stands under a heading begins on its sheet."""
    assert len(printed[area, stem].headings) > 5
    assert [sheet[-200:] for sheet in printed[area, stem].sheets
            if any(sheet.endswith(heading) for heading in printed[area, stem].headings if heading)] == []
