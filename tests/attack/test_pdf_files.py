"""A tagged PDF is read by its tags; what has none does not leave."""

import pytest
from hand_made import END, finding, point, run
from test_places import put
from weasyprint import HTML

from wayforward.attack import attack
from wayforward.attack.pdf_files import read_pdf
from wayforward.attack.recipes import UNREAD, USER
from wayforward.tagged_pdf import NoTaggedPdf, Tag, read_tagged_pdf

PAGE = """<html lang="en"><head><title>Homes</title><meta name="author" content="{author}">
<style>@page {{ size: 12cm 6cm; @top-left {{ content: "Draft" }} }} tr {{ break-inside: avoid }}</style></head><body>
<h1>Care leavers</h1><p>A long line that <b>breaks</b> between words, and well-known ones within: it is long enough.</p>
<ul><li>One</li></ul><img alt="A chart." src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">
<table><caption>Homes</caption><thead><tr><th>Period</th><th>Count</th></tr></thead><tbody>{rows}</tbody></table>
</body></html>"""
ROWS = "".join(f"<tr><td>{year}</td><td>{year - 1500}</td></tr>" for year in range(2012, 2026))


def pdf(author: str = "", variant: str | None = "pdf/ua-1") -> bytes:
    return HTML(string=PAGE.format(author=author, rows=ROWS)).write_pdf(pdf_variant=variant)


@pytest.fixture
def folder(tmp_path):
    """A run with a public folder in which there is nothing to tell of."""
    run(tmp_path / "r" / "public", [finding("far", [point(END, 20, 60)])])
    return tmp_path / "r"


def test_a_pdf_says_what_its_page_said_and_a_table_over_two_pages_is_one():
    read = read_tagged_pdf(pdf())
    assert [tag for tag in read.tags if tag.kind != "Table"] == [
        Tag("H1", "Care leavers"), Tag("P", "A long line that breaks between words, and well-known ones within: it is "
                                            "long enough."), Tag("LBody", "One"), Tag("Figure", "A chart."),
        Tag("Caption", "Homes")]
    table, = (tag for tag in read.tags if tag.kind == "Table")
    assert len(read.heads) > 1 and table.rows == (
        ("Period", "Count"), *((str(year), str(year - 1500)) for year in range(2012, 2026)))


def test_its_tables_stand_under_their_captions():
    tables, texts = read_pdf(pdf(), "a.pdf")
    assert [(each.title, each.columns, each.rows[0]) for each in tables] == [("Homes", ("Period", "Count"),
                                                                              ("2012", "512"))]
    assert ("an alternative text", "A chart.") in {(each.where, each.words) for each in texts}


@pytest.mark.parametrize("raw", [pdf(variant=None), b"no pdf", pdf()[:2000]])
def test_one_without_tags_cannot_be_read(raw, folder):
    with pytest.raises(NoTaggedPdf, match="expected a PDF with tags"):
        read_tagged_pdf(raw)
    put(folder, "a.pdf", raw)
    assert [each.kind for each in attack([folder])] == [UNREAD]


def test_whose_it_is_stands_in_its_properties(folder):
    put(folder, "a.pdf", pdf(author="anna"))
    assert [each.kind for each in attack([folder])] == [USER]
