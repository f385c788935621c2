import base64
import re

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from wayforward.runner.notebook.pages import POLICY, first_heading, page

PIXEL = base64.b64encode(b"not looked at").decode()


def page_of(*cells, title=""):
    return page(new_notebook(cells=list(cells)), title)


def chart(mime="image/png", **metadata):
    content = "<svg/>" if "svg" in mime else PIXEL
    return new_code_cell("wayforward.chart()", execution_count=4, outputs=[
        new_output("display_data", {mime: content, "text/plain": "<Figure & axes>"}, metadata={mime: metadata})])


def test_a_page_stands_alone():
    script = new_output("display_data", {"application/javascript": "alert(1)"})
    html = page_of(new_markdown_cell("# Near *home* & safe\n\n[The plan](https://example.org)"), chart(),
                   new_code_cell("1", outputs=[script]), title="Near home & safe")
    assert "<title>Near home &amp; safe</title>" in html
    assert '<html lang="en-GB">' in html
    assert "<script" not in html
    assert re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html) == [POLICY]
    assert html.index("Content-Security-Policy") < html.index("<title>")    # before anything that it is to hold back
    assert re.findall(r"<link|@import|src=\"(?!data:)|url\(", html) == []
    assert re.findall(r"https?://[^\"<]*", html) == ["https://example.org"]   # what the writer linked to, no more
    assert html.index('<a class="skip" href="#content">') < html.index('<main id="content" tabindex="-1">')
    assert html.count("<main") == 1


def test_the_policy_lets_a_page_show_its_own_pictures_and_styles_and_nothing_else():
    allowed = dict(rule.split(" ", 1) for rule in POLICY.split("; "))
    assert {name for name, sources in allowed.items() if sources != "'none'"} == {"img-src", "style-src"}
    assert (allowed["img-src"], allowed["style-src"]) == ("data:", "'unsafe-inline'")
    assert {"default-src", "script-src", "base-uri", "form-action"} <= set(allowed)     # the last two have no default


@pytest.mark.parametrize("mime", ["application/javascript", "text/vnd.mermaid",
                                  "application/vnd.jupyter.widget-view+json"])
def test_what_needs_a_script_is_not_shown(mime):
    html = page_of(new_code_cell("1", outputs=[new_output("display_data", {mime: "SCRIPTED"})]))
    assert "SCRIPTED" not in html


def test_a_title_shows_no_letter_that_nobody_sees():
    assert "<title>Exampleshire</title>" in page_of(title="Exam\u202eple\u200bshire")


def test_code_is_behind_one_switch_and_prompts_are_not_shown():
    html = page_of(new_code_cell("period = 1", metadata={"tags": ["parameters"]}, execution_count=1),
                   new_code_cell("", execution_count=None), chart())
    assert re.findall(r'<div class="code">\s*<p>(.*?)</p>', html) == ["Code of cell 1", "Code of cell 4"]
    assert html.count('type="checkbox"') == 1
    assert "In&nbsp;[" not in html and "In [" not in html and "Out[" not in html


def test_a_chart_has_its_own_words_or_else_its_plain_text():
    html = page_of(chart(alt='Up "a lot"'), chart(), chart("image/jpeg", alt="a"))
    assert re.findall(r"alt=(\"[^\"]*\"|'[^']*')", html) == [
        '"Up &#34;a lot&#34;"', '"&lt;Figure &amp; axes&gt;"', '"a"']


def test_a_drawing_stands_in_the_page_itself_so_that_its_words_are_text():
    assert "\n<svg/>\n" in page_of(chart("image/svg+xml"))


@pytest.mark.parametrize(("title", "foot"), [
    ("Ambition 1 – Near, 2025-26-Q4", r"Near\2c  2025\2d 26\2d Q4\2e  Ambition 1"),
    ('a"}</style>', r"a\22 \7d \3c \2f style\3e "), ("Größe", r"Gr\f6 \df e")])
def test_every_printed_sheet_says_whose_it_is_and_which_one(title, foot):
    html = page_of(title=title)
    assert f'@page {{ @bottom-left {{ content: "{foot}";' in html
    assert 'content: "Page " counter(page) " of " counter(pages)' in html
    assert html.count("</style>") == html.count("<style>")


def test_chapters_are_named_in_the_contents_and_can_be_reached():
    html = page_of(new_markdown_cell("# Title\n\n## Near & *far*\n\n### Within\n\n## At the foot"))
    assert re.findall(r'<li><a href="(.*?)">(.*?)</a></li>', html) == [
        ("#near-far", "Near &amp; far"), ("#at-the-foot", "At the foot")]
    assert re.findall(r'<h2 id="(.*?)">', html) == ["near-far", "at-the-foot"]
    twice = page_of(new_markdown_cell("## Near\n\n## Near\n\n## …"))
    assert re.findall(r'<h2 id="(.*?)">', twice) == ["near", "near-2", "chapter"]
    assert "On this page" not in page_of(new_markdown_cell("# Title"))


def test_a_link_to_a_notebook_beside_it_leads_to_its_page_or_where_it_is_told_to():
    nb = new_notebook(cells=[new_markdown_cell("[a](1-near.ipynb#home) [b](https://example.org/2-far.ipynb)")])
    assert re.findall('href="([^#][^"]*)"', page(nb, "")) == ["1-near.html#home", "https://example.org/2-far.ipynb"]
    assert 'href="../notebooks/1-near.ipynb#home"' in page(nb, "", "../notebooks/{}.ipynb")


def test_the_title_is_the_first_heading_without_its_marks_or_what_is_said_otherwise():
    headed = new_notebook(cells=[new_markdown_cell("Words"), new_markdown_cell("# Near *home* & `safe`")])
    assert first_heading(headed, "stem") == "Near home & safe"
    assert first_heading(new_notebook(cells=[new_markdown_cell("No heading here")]), "stem") == "stem"


def test_making_a_page_leaves_the_notebook_as_it_is():
    cell = new_code_cell('findings = "runs"', metadata={"tags": ["injected-parameters"]})
    nb = new_notebook(cells=[cell])
    page(nb, "A title")
    assert nb == new_notebook(cells=[cell])
    assert cell.source == 'findings = "runs"'
