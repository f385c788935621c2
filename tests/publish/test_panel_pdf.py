"""The PDF as a reader with a screen reader meets it: PDF/UA-1 as far as it can be read from the file."""

import io
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from publish.public_folder import AREAS
from wayforward.narrate.alt_text import alt_text
from wayforward.publish import panel_pdf, read_back
from wayforward.publish.pack import pack_files
from wayforward.publish.panel_report import panel_report
from wayforward.publish.read_pdf import pdf_blocks
from wayforward.publish.read_word import word_blocks

DOCUMENT, PDF = "panel-report.docx", "panel-report.pdf"


def opened(raw: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(raw))


def tags(reader: PdfReader) -> list:
    """All tags in the order of reading."""
    def below(tag):
        for each in tag.get("/K", []):
            kid = each.get_object()
            if isinstance(kid, dict) and "/S" in kid:
                yield kid
                yield from below(kid)
    return list(below(reader.trailer["/Root"]["/StructTreeRoot"]))


@pytest.mark.parametrize("area", AREAS)
def test_says_word_for_word_what_the_word_document_says(packs, area):
    files = packs[area][1]
    word, pdf = word_blocks(files[DOCUMENT]), pdf_blocks(files[PDF])
    heads = {block.text for block in pdf if block.kind == "page head"}
    assert heads == {block.text for block in word if block.kind == "page head"}
    assert [block for block in pdf if block.kind != "page head"] == [
        block for block in word if block.kind != "page head"]


@pytest.mark.parametrize("area", AREAS)
def test_what_pdf_ua_asks_of_a_file(packs, area):
    run, files = packs[area]
    reader = opened(files[PDF])
    root = reader.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == (
        "en-GB", True, True)
    assert reader.metadata.title == run.title
    assert re.search(rb"pdfuaid:part(=\"|>)1\b", root["/Metadata"].get_data())
    told = tags(reader)
    assert [each["/Alt"] for each in told if each["/S"] == "/Figure"] == [alt_text(one) for one in run.headlines]
    levels = [int(each["/S"][2:]) for each in told if each["/S"][1:] in ("H1", "H2", "H3", "H4")]
    assert levels[0] == 1 and max(later - earlier for earlier, later in pairwise(levels)) == 1
    heads = [each["/A"]["/Scope"] for each in told if each["/S"] == "/TH"]
    assert {"/Column", "/Row"} == set(heads)
    assert all(font["/ToUnicode"] for page in reader.pages for font in page["/Resources"]["/Font"].values())


@pytest.mark.parametrize("area", AREAS)
def test_everything_on_a_page_is_of_a_tag_or_told_to_be_none(packs, area):
    reader = opened(packs[area][1][PDF])
    marked = {(each["/Pg"].indirect_reference.idnum, int(kid)) for each in tags(reader) for kid in each["/K"]
              if isinstance(kid, int)}
    for page in reader.pages:
        depth, told = 0, set()
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(operator, 0)
            if operator == b"BDC":
                told.add((page.indirect_reference.idnum, int(operands[1]["/MCID"])))
            assert depth > 0 or operator not in (b"TJ", b"Tj", b"Do", b"f", b"S")
        assert told <= marked


def test_all_links_lead_to_a_page_and_print(packs):
    run, files = packs["exampleshire"]
    reader = opened(files[PDF])
    links = [each.get_object() for page in reader.pages for each in page.get("/Annots", [])]
    assert len(links) >= len(run.headlines)
    assert {link["/F"] for link in links} == {4} and all(link["/Contents"] for link in links)
    assert {link["/A"]["/D"] if "/A" in link else link["/Dest"] for link in links} == {
        f"promise_{one.number}" for one in run.headlines}


def test_a_pdf_of_another_run_is_told(packs):
    run, files = packs["hampshire"]
    told = read_back({**files, PDF: packs["exampleshire"][1][PDF]}, run)
    assert {one.file for one in told} == {PDF} and len(told) > 10


def test_whether_it_is_assured_has_to_stand_on_every_page(packs):
    run, files = packs["hampshire"]
    told = read_back({**files, PDF: panel_pdf.panel_pdf(replace(run, assured=True), panel_report(run))}, run)
    assert {(one.place, one.says, one.finding) for one in told} == {
        ("the head of a page", "Assured and signed off", "Draft, not assured")}


def test_without_the_system_s_libraries_there_is_no_pdf_and_all_else(packs, monkeypatch):
    run, files = packs["hampshire"]
    monkeypatch.setattr("wayforward.publish.pack.lacks", lambda: "no PDF is made: no Pango")
    made = pack_files(run)
    assert made == {name: content for name, content in files.items() if name != PDF}
    assert read_back(made, run) == []


def test_what_the_system_lacks_is_told(monkeypatch):
    assert panel_pdf.lacks() == ""
    monkeypatch.setattr("builtins.__import__", refusing(__import__))
    assert panel_pdf.lacks() == ("no PDF is made: WeasyPrint does not find Pango on this system; docs/pack.md says how "
                                 "to get it (cannot load library 'libpango')")


def refusing(usual):
    """An import that fails as on a system without Pango."""
    def imported(name, *rest):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango'\nmore")
        return usual(name, *rest)
    return imported
