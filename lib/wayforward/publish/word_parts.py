"""What python-docx has no word for: language, headers that repeat, pictures in words, places to go to, a template."""

import io
import re
from collections.abc import Iterable
from html import escape
from zipfile import BadZipFile, ZipFile

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from wayforward.errors import RefusedParameters
from wayforward.publish.fixed_archive import replaced
from wayforward.show.figure_layout import BLUE

LANGUAGE, FONT = "en-GB", "Arial"
PLACE = "panel_report"          # the bookmark of a template at which the report is put in
STYLES = ("Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Normal", "Body Text", "Quote", "Caption",
          "List Bullet", "Table Grid")
SIZES = {"Normal": 11, "Body Text": 11, "List Bullet": 11, "Quote": 11, "Caption": 9.5, "Title": 20, "Subtitle": 12,
         "Heading 1": 18, "Heading 2": 15, "Heading 3": 12}
OF_A_TEMPLATE = b"wordprocessingml.template.main+xml"
OF_A_DOCUMENT = b"wordprocessingml.document.main+xml"


class TemplateRefused(RefusedParameters):
    """A template that the report cannot be written with; says all that it lacks."""


def begun(template: bytes | None) -> Word:
    """An empty document of our own, or the council's template (.docx or .dotx). TemplateRefused names the styles that
    it lacks."""
    if template is None:
        made = Document()
        _our_styles(made)
        _our_page(made.sections[0])
        return made
    try:
        made = Document(io.BytesIO(replaced(template, "[Content_Types].xml", OF_A_TEMPLATE, OF_A_DOCUMENT)))
    except (ValueError, KeyError, OSError, BadZipFile) as error:
        raise TemplateRefused(f"the template cannot be opened as .docx or .dotx: {error}") from None
    lacking = [name for name in STYLES if name not in {style.name for style in made.styles}]
    if lacking:
        raise TemplateRefused("the template lacks styles that the report needs; add them in Word, or use another",
                              lacking)
    return made


def _our_styles(made: Word) -> None:
    for name, size in SIZES.items():
        style = made.styles[name]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            del fonts.attrib[attribute]
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), FONT)
        style.font.size, style.font.italic = Pt(size), False
        if name.startswith(("Heading", "Title", "Caption")):
            style.font.color.rgb = RGBColor.from_string(BLUE.removeprefix("#"))
    for name, after in {"Body Text": 5, "List Bullet": 2, "Quote": 5, "Normal": 3}.items():
        made.styles[name].paragraph_format.space_after = Pt(after)
    for name in ("Heading 1", "Heading 2", "Heading 3", "Caption"):
        made.styles[name].paragraph_format.keep_with_next = name != "Caption"
    for name, before in {"Heading 1": 12, "Heading 2": 8, "Heading 3": 6}.items():
        made.styles[name].paragraph_format.space_before = Pt(before)


def _our_page(section: Section) -> None:
    """A4."""
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)


def tell_language(made: Word) -> None:
    """The language of all words, for whoever has them read out."""
    for style in made.styles:
        if style.type == WD_STYLE_TYPE.PARAGRAPH or style.type == WD_STYLE_TYPE.CHARACTER:
            for told in style.element.iter(qn("w:lang")):
                told.set(qn("w:val"), LANGUAGE)
    defaults = made.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    told = made.styles["Normal"].element.get_or_add_rPr() if defaults is None else defaults
    for known in told.findall(qn("w:lang")):
        told.remove(known)
    told.append(_element("w:lang", val=LANGUAGE, eastAsia=LANGUAGE))


def _element(tag: str, /, **values: str):
    made = OxmlElement(tag)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made


def repeat_header(table: Table, title: str) -> None:
    """The first row on each page that the table reaches, no row over two pages, and the table's name for whoever does
    not see it."""
    for row in table.rows:
        row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
    table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    table._tbl.tblPr.append(_element("w:tblCaption", val=title))


def shade(cell: _Cell, colour: str) -> None:
    """A cell's ground."""
    cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=colour))


def describe(paragraph: Paragraph, title: str, words: str) -> None:
    """The picture of a paragraph in words."""
    for told in paragraph._p.iter(qn("wp:docPr"), qn("pic:cNvPr")):
        told.set("descr", words)
        told.set("title", title)


def mark_place(paragraph: Paragraph, name: str, number: int) -> None:
    """A bookmark around a paragraph."""
    start = _element("w:bookmarkStart", id=str(number), name=name)
    at = 1 if paragraph._p.pPr is not None else 0
    paragraph._p.insert(at, start)
    paragraph._p.append(_element("w:bookmarkEnd", id=str(number)))


def lead_to(paragraph: Paragraph, words: str, place: str, size: Pt) -> None:
    """Words that lead to a bookmark."""
    link = _element("w:hyperlink", anchor=place)
    run = paragraph.add_run(words)
    run.font.underline, run.font.size = True, size
    link.append(run._r)
    paragraph._p.append(link)


def number_pages(paragraph: Paragraph, before: str) -> None:
    """The number of the page, after some words."""
    run = paragraph.add_run(before)
    for kind in ("begin", None, "end"):
        made = _element("w:fldChar", fldCharType=kind) if kind else OxmlElement("w:instrText")
        if kind is None:
            made.text = "PAGE"
        run._r.append(made)


def turned(made: Word) -> Section:
    """A new section that lies on its side, or stands again."""
    before = made.sections[-1]
    section = made.add_section(WD_SECTION.NEW_PAGE)
    section.page_width, section.page_height = before.page_height, before.page_width
    wide = section.page_width > section.page_height
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    return section


def mark_pages(made: Word, mark: str, foot: str) -> None:
    """Words at the head of every page, above what a template has there, and at its foot, with the page's number."""
    for section in made.sections:
        heads = [section.header]
        if section.different_first_page_header_footer:
            heads.append(section.first_page_header)
        if made.settings.odd_and_even_pages_header_footer:
            heads.append(section.even_page_header)
        for head in heads:
            if not any(paragraph.text == mark for paragraph in head.paragraphs):
                _first_line(head).add_run(mark).bold = True
        if not any(paragraph.text.strip() for paragraph in section.footer.paragraphs):
            number_pages(section.footer.paragraphs[0], f"{foot}, page ")


def _first_line(head) -> Paragraph:
    first = head.paragraphs[0] if head.paragraphs else head.add_paragraph()
    return first.insert_paragraph_before() if first.text.strip() else first


def put_in_place(made: Word, added: Iterable) -> None:
    """What was added at the end goes to where a template has its bookmark; without one it stays."""
    place = next((mark for mark in made.element.body.iter(qn("w:bookmarkStart")) if mark.get(qn("w:name")) == PLACE),
                 None)
    if place is None:
        return
    at = place.getparent()
    while at.getparent() is not made.element.body:
        at = at.getparent()
    for element in added:
        at.addnext(element)
        at = element


def marked_anew(raw: bytes, mark: str, other: str) -> bytes:
    """A document with another mark at the head of its pages."""
    with ZipFile(io.BytesIO(raw)) as whole:
        heads = [name for name in whole.namelist() if re.fullmatch(r"word/header\d*\.xml", name)]
    for name in heads:
        raw = replaced(raw, name, f">{escape(mark, quote=False)}<".encode(), f">{escape(other, quote=False)}<".encode())
    return raw
