"""The Word document as a reader with a screen reader meets it, and as a council's template shapes it."""

import io
from dataclasses import replace
from itertools import pairwise

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from publish.public_folder import AREAS
from wayforward.narrate.alt_text import alt_text
from wayforward.publish import TemplateRefused, pack_files
from wayforward.publish.fixed_archive import replaced
from wayforward.publish.panel_document import panel_document
from wayforward.publish.panel_report import panel_report
from wayforward.publish.word_parts import OF_A_DOCUMENT, OF_A_TEMPLATE, PLACE

DOCUMENT = "panel-report.docx"


def opened(raw: bytes):
    return Document(io.BytesIO(raw))


def levels(document) -> list[int]:
    return [int(each.style.name[-1]) for each in document.paragraphs if each.style.name.startswith("Heading ")]


@pytest.mark.parametrize("area", AREAS)
def test_headings_go_down_one_level_at_a_time(packs, area):
    told = levels(opened(packs[area][1][DOCUMENT]))
    assert told[0] == 1 and len(told) > 10
    assert max(later - earlier for earlier, later in pairwise(told)) == 1


@pytest.mark.parametrize("area", AREAS)
def test_every_picture_has_its_words(packs, area):
    run, files = packs[area]
    body = opened(files[DOCUMENT]).element.body
    told = [each.get("descr") for each in body.iter(qn("wp:docPr"))]
    assert told == [alt_text(one) for one in run.headlines]
    assert all(words.endswith(".") and len(words) > 60 for words in told)


@pytest.mark.parametrize("area", AREAS)
def test_every_table_repeats_its_head_and_merges_nothing(packs, area):
    tables = opened(packs[area][1][DOCUMENT]).tables
    assert len(tables) >= 2
    for table in tables:
        assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows] == [
            True, *[False] * (len(table.rows) - 1)]
        assert all(cell.text for cell in table.rows[0].cells)
        assert not list(table._tbl.iter(qn("w:gridSpan"), qn("w:vMerge")))
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")).startswith("Table ")


def test_a_page_a_promise_and_the_long_table_lies_on_its_side(packs):
    document = opened(packs["exampleshire"][1][DOCUMENT])
    before = [each.text for each in document.paragraphs if each.paragraph_format.page_break_before]
    assert before == ["Ambition 3: To support children and young people to get their lives and education back on "
                      "track.",
                      "Ambition 4: To have a skilled and flexible workforce who are proud to work for Hertfordshire",
                      "Appendix A: Notes for the statistician", "Appendix B: What changed since the report before"]
    assert [section.page_width > section.page_height for section in document.sections] == [False, True]


def test_a_promise_s_page_tells_who_answers_where_the_council_has_set_it(packs):
    paragraphs = opened(packs["exampleshire"][1][DOCUMENT]).paragraphs
    at = [number for number, each in enumerate(paragraphs) if each.text == "Who answers"]
    assert len(at) == 1
    assert [each.text for each in paragraphs[at[0] + 1].runs if each.bold] == ["Owner:"]
    assert [each.text for each in paragraphs[at[0] + 1:at[0] + 4]] == [
        "Owner: Head of Homes", "The council’s target: Care leavers aged 19 to 21: 95% by 31 March 2026",
        "Next review of the definition: 30 September 2026"]


def test_what_did_not_change_is_not_explained_where_nothing_is_compared(packs):
    told = {area: [each.text for each in opened(packs[area][1][DOCUMENT]).paragraphs] for area in packs}
    assert any(text.startswith("Verdict then: ") for text in told["hampshire"])
    assert not any(text.startswith("Nothing is compared: ") for text in told["hampshire"])
    assert any(text.startswith("Nothing is compared: ") for text in told["exampleshire"])
    assert not any(text.startswith("Verdict then: ") for text in told["exampleshire"])


def test_language_and_properties(packs):
    run, files = packs["hampshire"]
    document = opened(files[DOCUMENT])
    told = document.core_properties
    assert (told.title, told.language, told.author, told.last_modified_by) == (run.title, "en-GB", "", "")
    assert told.created.isoformat() == told.modified.isoformat() == "2026-06-30T00:00:00+00:00"
    languages = {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}


def test_every_page_says_whether_it_is_a_draft_and_what_is_invented(packs):
    run, files = packs["exampleshire"]
    def heads(raw):
        return {section.header.paragraphs[0].text for section in opened(raw).sections}
    assert heads(files[DOCUMENT]) == {"Draft, not assured. Exampleshire (invented): nothing here is real"}
    assert heads(panel_document(replace(run, assured=True), panel_report(run))) == {
        "Assured and signed off. Exampleshire (invented): nothing here is real"}


@pytest.mark.parametrize("area", AREAS)
def test_same_folder_same_bytes(packs, area):
    run, files = packs[area]
    assert pack_files(run) == files


def council_template() -> bytes:
    """A cover, the place for the report, and an address after it; a header of its own on a different first page."""
    document = Document()
    document.add_paragraph("The Council of Elsewhere")
    here = document.add_paragraph("the report goes here")
    start = OxmlElement("w:bookmarkStart")
    start.set(qn("w:name"), PLACE)
    start.set(qn("w:id"), "900")
    here._p.insert(0, start)
    document.add_paragraph("County Hall")
    section = document.sections[0]
    section.header.paragraphs[0].text = "Elsewhere"
    section.different_first_page_header_footer = True
    told = io.BytesIO()
    document.save(told)
    return told.getvalue()


@pytest.mark.parametrize("kind", [OF_A_DOCUMENT, OF_A_TEMPLATE])
def test_a_council_s_template_keeps_what_it_has_around_the_report(packs, kind):
    template = replaced(council_template(), "[Content_Types].xml", OF_A_DOCUMENT, kind)
    document = opened(panel_document(packs["hampshire"][0], panel_report(packs["hampshire"][0]), template=template))
    texts = [each.text for each in document.paragraphs]
    assert texts[:2] == ["The Council of Elsewhere", "the report goes here"]
    assert texts[-1] == "County Hall" and "Summary" in texts
    first = document.sections[0]
    assert [each.text for each in first.header.paragraphs] == ["Draft, not assured", "Elsewhere"]
    assert first.first_page_header.paragraphs[0].text == "Draft, not assured"


def test_a_template_is_refused_with_all_that_it_lacks(packs):
    document = Document()
    for name in ("Caption", "Quote"):
        document.styles[name].delete()
    told = io.BytesIO()
    document.save(told)
    with pytest.raises(TemplateRefused, match=r"lacks styles[^\n]*\n  - Quote\n  - Caption"):
        panel_document(packs["hampshire"][0], [], template=told.getvalue())
    with pytest.raises(TemplateRefused, match="cannot be opened"):
        panel_document(packs["hampshire"][0], [], template=b"no document")
