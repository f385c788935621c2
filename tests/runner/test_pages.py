import base64
import re

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from wayforward.runner.notebook.pages import first_heading, page

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
    assert re.findall(r"<link|@import|src=\"(?!data:)|url\(", html) == []
    assert re.findall(r"https?://[^\"<]*", html) == ["https://example.org"]   # what the writer linked to, no more
    assert html.index('<a class="skip" href="#content">') < html.index('<main id="content" tabindex="-1">')
    assert html.count("<main") == 1


def test_code_is_folded_and_prompts_are_not_shown():
    html = page_of(new_code_cell("period = 1", metadata={"tags": ["parameters"]}, execution_count=1),
                   new_code_cell("", execution_count=None), chart())
    assert html.count('<details class="code">\n<summary>Code</summary>') == 2
    assert "In&nbsp;[" not in html and "In [" not in html and "Out[" not in html


def test_a_chart_has_its_own_words_or_else_its_plain_text():
    html = page_of(chart(alt='Up "a lot"'), chart(), chart("image/jpeg", alt="a"),
                   chart("image/svg+xml", alt="b"))
    assert re.findall(r"alt=(\"[^\"]*\"|'[^']*')", html) == [
        '"Up &quot;a lot&quot;"', '"&lt;Figure &amp; axes&gt;"', '"a"', '"b"']


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
