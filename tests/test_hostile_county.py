"""Whole runs of a project of bad will: nothing of it becomes markup in any page, and no secret leaves in any file."""

import base64
import gzip
import html
import io
import json
import os
import re
import urllib.parse
import zipfile
from functools import cache, partial
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Comment
from PIL import Image, PngImagePlugin

import hostile
from hostile import RAN, ROOT, SECRETS, Planted, folder_name, named, payloads, planted, project, shown
from layers import layers
from test_markup import READERS
from wayforward.runner.notebook.pages import POLICY
from wayforward.runner.parameters import RunParameters
from wayforward.runner.run import run_period

STEMS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
PAGES = [*(("exampleshire", stem) for stem in STEMS), ("hertfordshire", "1-local-community")]
# Every element of a page, and what may be said of it; what stands in data can add to neither
ATTRIBUTES = {
    "a": {"class", "href", "id"}, "blockquote": {"class"}, "body": set(), "br": set(), "caption": {"class", "id"},
    "circle": {"cx", "cy", "fill", "r", "stroke"}, "code": set(), "desc": {"id"}, "details": {"class"},
    "clippath": {"id"}, "defs": set(),
    "div": {"aria-labelledby", "class", "data-mime-type", "id", "role", "style", "tabindex"}, "em": set(),
    "footer": set(),
    "g": {"clip-path", "style", "transform"}, "h1": set(), "h2": {"id"}, "h3": set(), "h4": set(), "head": set(),
    "header": set(), "html": {"lang"},
    "input": {"class", "id", "type"}, "label": {"class", "for"}, "li": set(), "main": {"id", "tabindex"},
    "meta": {"charset", "content", "http-equiv", "name"}, "nav": {"aria-label"}, "p": {"class"},
    "path": {"clip-path", "d", "id", "stroke", "stroke-dasharray", "style"}, "pattern": {"height", "id", "patternunits",
                                                                                        "width", "x", "y"},
    "polyline": {"fill", "points", "stroke", "stroke-width"}, "pre": set(),
    "rect": {"height", "style", "width", "x", "y"}, "span": {"aria-hidden", "class"}, "strong": set(),
    "svg": {"aria-labelledby", "class", "display", "font-family", "height", "role", "stroke-linejoin", "viewbox",
            "width", "xmlns"},
    "style": set(), "summary": set(), "table": {"aria-labelledby", "class", "data-quarto-bootstrap",
                                                "data-quarto-disable-processing"},
    "tbody": {"class"}, "td": {"class", "colspan", "style"}, "text": {"style", "transform", "x", "y"},
    "th": {"class", "colspan", "id", "rowspan", "scope", "style"}, "thead": set(), "title": {"id"}, "tr": {"class"},
    "ul": {"class"}, "use": {"href", "style", "x", "y"}}
INSIDE = re.compile(r"url\(#[a-z0-9_]+(-[a-z]+)+-\d+\)|#[a-z0-9_]+(-[a-z]+)+-\d+")      # of a drawing, to its own
LINK = re.compile(r"#|#[a-z0-9_-]+|[0-6]-[a-z-]+\.html(#[a-z_]+)?")      # within a page, or to one beside it


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> dict[str, Path]:
    """The folders of a run of the invented area, and of a real one's first ambition."""
    home = project(tmp_path_factory.mktemp("hostile"))
    before = Path.cwd()
    os.chdir(home)
    try:
        results = {area: run_period(RunParameters(period="2025-26-Q4", area=area, data=folder_name()), ambitions)
                   for area, ambitions in (("exampleshire", None), ("hertfordshire", [1]))}
    finally:
        os.chdir(before)
    assert not any(result.problems for result in results.values())
    assert {each.title for each in results["exampleshire"].refused} == {"Travel routes"}
    return {"home": home} | {area: result.folder for area, result in results.items()}


def found(folder: Path, name: str) -> Path:
    """A file of a run, in whichever of its folders."""
    return next(folder.rglob(name))


@cache
def page(folder: Path, stem: str) -> BeautifulSoup:
    """A page as parsed once; no test changes it."""
    return BeautifulSoup(found(folder, f"{stem}.html").read_text(encoding="utf-8"), "html.parser")


@pytest.mark.parametrize(("area", "stem"), PAGES)
def test_no_element_or_attribute_of_a_page_is_of_data(run, area, stem):
    parsed = page(run[area], stem)
    elements = parsed.find_all(True)
    assert {element.name for element in elements} <= ATTRIBUTES.keys()
    assert [(each.name, name) for each in elements for name in each.attrs if name not in ATTRIBUTES[each.name]] == []
    pointing = [each.get(name) for each in elements for name in ("clip-path", "href") if each.name != "a"]
    assert [each for each in pointing if each and not INSIDE.fullmatch(each)] == []
    assert [href for link in parsed.find_all("a") if not LINK.fullmatch(href := link.get("href", "#"))] == []
    styles = [*(each.get_text() for each in parsed.find_all("style")), *(each.get("style", "") for each in elements)]
    assert not [each for each in map(partial(INSIDE.sub, ""), styles)
                if RAN in each or re.search(r"url\(|@import|expression", each)]
    assert not parsed.find_all(string=lambda text: isinstance(text, Comment))
    assert [meta["content"] for meta in parsed.find_all("meta") if meta.get("http-equiv")] == [POLICY]


@pytest.mark.parametrize(("area", "stem"), PAGES)
def test_a_page_shows_what_stands_in_data_as_it_is(run, area, stem):
    parsed = page(run[area], stem)
    for name, words in (("strong", "b"), ("em", "e"), ("code", "c"), ("a", "x")):
        assert words not in [element.get_text() for element in parsed.find_all(name)]
    assert shown(named()) in parsed.title.get_text()
    assert shown(named()) in next(each for each in parsed.find_all("strong") if "shire" in each.get_text()).get_text()
    assert "1337" not in re.sub(r"[\d,]{5,}", "", parsed.get_text())        # 7 × 191
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b-\u200f\u00ad]", parsed.decode())


@pytest.mark.parametrize("area", ["exampleshire", "hertfordshire"])
@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_the_narrative_holds_it_as_text_alone(run, area, read):
    parsed = BeautifulSoup(read(found(run[area], "narrative.md").read_text(encoding="utf-8")), "html.parser")
    own = [named()] if area == "exampleshire" else payloads()       # a county's name stands in no story of its own
    assert any(shown(each) in parsed.get_text() for each in own)
    assert {element.name for element in parsed.find_all(True)} <= {"h1", "h2", "h3", "h4", "p", "ul", "li", "strong",
                                                                  "em", "span", "a", "blockquote"}
    assert {link.get("class", [""])[0] for link in parsed.find_all("a")} <= {"anchor-link"}     # nbconvert's own
    assert not {"b", "e"} & {element.get_text() for element in parsed.find_all(["strong", "em"])}


def test_every_payload_came_into_pages(run):
    """So that the tests above are not true of nothing: cells, notes, the plan's words, texts of pictures."""
    pages = {stem: page(run["exampleshire"], stem) for stem in STEMS}
    cells = "\n".join(cell.get_text() for each in pages.values() for cell in each.find_all(["td", "th"]))
    words = "\n".join(each.get_text() for each in pages.values())
    assert [each for each in payloads() if shown(each) not in words] == []
    assert sum(shown(each) in cells for each in payloads()) > 9
    drawings = [drawing for each in pages.values() for drawing in each.find_all("svg", class_="chart")]
    assert any(shown(named()) in drawing.desc.get_text() for drawing in drawings)
    letters = "".join("".join(text.get_text() for text in each.find_all("text")) for each in drawings)
    assert "".join(shown(named()).split()) in "".join(letters.split())
    noted = page(run["hertfordshire"], "1-local-community").find_all(["td", "th"])
    assert any(shown(each) in cell.get_text() for each in payloads() for cell in noted)


def test_the_services_words_stay_text_and_those_refused_are_not_repeated(run):
    blocks = {stem: page(run["exampleshire"], stem).find_all("blockquote", class_="service")
              for stem in ("0-panel-report", "2-trauma-informed", "4-proud-workforce")}
    blocks["ours"] = page(run["hertfordshire"], "1-local-community").find_all("blockquote", class_="service")
    [panel], [shown_words], [refused], [ours] = ([each.get_text() for each in found] for found in blocks.values())
    assert all(shown(hostile.WORDS_OF_BAD_WILL) in told for told in (panel, shown_words, ours))
    assert {each.name for found in blocks.values() for block in found for each in block.find_all(True)} == {
        "p", "strong", "span"}
    assert "are not shown" in refused and "tells a number that the finding does not" in refused
    assert RAN not in refused and "191" not in refused


# --- secrets ----------------------------------------------------------------------------------------------------------

@pytest.fixture(scope="module")
def said(run) -> dict[str, list[str]]:
    """Everything that each file of the runs says, its name first, in every encoding."""
    files = [path for area in ("exampleshire", "hertfordshire") for path in run[area].rglob("*") if path.is_file()]
    assert len(files) > 20
    return {path.relative_to(run["home"]).as_posix(): [path.name, *layers(path.read_bytes())] for path in files}


@pytest.mark.parametrize("secret", SECRETS)
def test_no_secret_leaves_in_any_file_in_any_encoding(said, secret):
    assert [name for name, texts in said.items() if any(secret.casefold() in text.casefold() for text in texts)] == []


def test_no_postcode_or_birthday_leaves(run, said):
    stood: Planted = planted(run["home"] / folder_name())
    assert len(stood.postcodes) > 100 and len(stood.birthdays) > 100
    words = {word for texts in said.values() for text in texts
             for word in re.findall(r"[A-Z]{2}\d{1,2} ?\d[A-Z]{2}|\d\d/\d\d/\d{4}|\d{4}-[A-Z][a-z]{2}-\d\d", text)}
    assert sorted(words & (stood.postcodes | stood.birthdays)) == []


def test_the_screening_tells_a_table_and_how_many_columns_and_no_name(run):
    rows = [[cell.get_text() for cell in row.find_all(["th", "td"])]
            for row in page(run["exampleshire"], "5-early-help").find(id="screening").find_all("tr")]
    told = [row[:4] for row in rows if len(row) > 4]
    assert ["warn", "2 columns that are not known", "returns/2026-06-15/families_first_triage_2025-26", "–"] in told
    assert ["warn", "not the name of a table that is read", "3 files, no known table", "–"] in told
    assert ["warn", "a hidden sheet", "2 files, no known table", "–"] in told


PICTURE = PngImagePlugin.PngInfo()
PICTURE.add_text("Comment", "Wombatina", zip=True)


def drawn() -> bytes:
    made = io.BytesIO()
    Image.new("1", (1, 1)).save(made, "png", pnginfo=PICTURE)
    return made.getvalue()


def zipped(name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return made.getvalue()


# Named, as zips hold the time at which they were made
WAYS = ("UTF-8", "UTF-16", "UTF-16 big end first", "percent", "entities", "named entities", "escapes", "JSON", "base64",
        "data address", "gzip", "zip", "name in a zip", "zip in a zip", "picture", "picture in base64", "other letters")


@pytest.mark.parametrize("content", [
    b"of Wombatina", "Wombatina".encode("utf-16"), "Wombatina".encode("utf-16-be"), b"%57%6fmbatina",
    "".join(f"&#{ord(each)};" for each in "Wombatina").encode(), html.escape("<Wombatina>").encode(),
    "".join(f"\\u{ord(each):04x}" for each in "Wombatina").encode(), json.dumps({"a": "Wombatina"}).encode(),
    base64.b64encode(b"one Wombatina"), b'src="data:;base64,' + base64.b64encode(b"Wombatina Oryx") + b'"',
    gzip.compress(b"Wombatina"), zipped("a.txt", b"Wombatina"), zipped("Wombatina.txt", b""),
    zipped("a.zip", zipped("b.txt", b"Wombatina")), drawn(), base64.b64encode(drawn()),
    urllib.parse.quote("é Wombatina").encode()], ids=WAYS)
def test_the_search_finds_a_secret_however_it_is_written(content):
    assert any("Wombatina" in text for text in layers(content))


def test_the_search_finds_nothing_where_there_is_nothing():
    assert not any("Wombatina" in text for text in layers(zipped("a.txt", b"Wombat") + b"ina"))
