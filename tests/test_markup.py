"""No word from data becomes markup: by itself, under every reader of Markdown, and on whole pages of an area whose
name, notes, headings, files and cells all try to."""

import csv
import re
import shutil
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup, Comment
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from nbconvert.filters import markdown2html

from exampleshire import write_sample
from wayforward.markup import Markup, escaped
from wayforward.returns.catalogue import TABLES
from wayforward.returns.layout import plain
from wayforward.runner.parameters import RunParameters
from wayforward.runner.run import run_period
from wayforward.show import aside, gathered, said, words_table

ROOT = Path(__file__).parents[1]
PAYLOADS = ["<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "[x](javascript:alert(1))", "![x](y.png)",
            "**b**", "__b__", "*e*", "_e_", "~~s~~", "`c`", "$x$", r"\(x\)", "a | b", "<!-- c -->", "<https://x.y>",
            "https://x.y", "www.x.y", "a@b.c", "&lt;b&gt;", "&#60;b>", "# h", "- l", "1. l", "2) l", "> q", "    code",
            "a\n\n# b", "a\n---\n", "\\*b\\*", "</p><b>x</b>", "[x]: y\n[x]", "```\nc\n```"]
READERS = {"nbconvert": markdown2html, "commonmark": MarkdownIt().render,
           "github": MarkdownIt("gfm-like", {"linkify": False}).render}


def in_one_line(text: str) -> str:
    return " ".join(text.split())


def shown(html: str) -> tuple[str, set[str]]:
    """What a reader sees, and the elements it stands in, but for paragraphs and what keeps mathematics apart."""
    parsed = BeautifulSoup(html, "html.parser")
    assert not parsed.find_all(string=lambda text: isinstance(text, Comment))
    return in_one_line(parsed.get_text()), {element.name for element in parsed.find_all(True)} - {"p", "span"}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("around", ["{}", "before {} after"])
def test_a_payload_is_shown_as_it_is(read, payload, around):
    text = around.format(payload)
    assert shown(read(str(escaped(text)))) == (in_one_line(text), set())
    assert shown(f"<p>{escaped(text)}</p>") == (in_one_line(text), set())


@given(st.text(alphabet="ab1 .:/\\`*_[]()<>!&;#$|~@+=-\"'{}\n\t", max_size=30))
def test_any_text_is_shown_as_it_is(text):
    for read in READERS.values():
        told, elements = shown(read(str(Markup("It is {} here").format(text))))
        assert (re.sub(r"\s", "", told), elements) == (re.sub(r"\s", "", f"It is {text} here"), set())


@pytest.mark.parametrize("text", [
    "Windsor & Maidenhead", "88.6% (95% interval 85.8% to 90.9%)", "p < 0.001; p > 0.5",
    "extracts/included_survey_2025-26.csv", "“quoted”, it's (so)", "−3.1 to +0.4", "5 – 7", "", " "])
def test_words_that_hold_no_mark_stay_as_they_are(text):
    assert escaped(text) == text


@pytest.mark.parametrize("mark", ["$", "\\"])
def test_mathematics_finds_no_pair_in_one_element(mark):
    page = BeautifulSoup(markdown2html(escaped(f"costs {mark}5 or {mark}6")), "html.parser")
    assert [text.strip() for text in page.find_all(string=True) if text.strip()] == ["costs", mark, "5 or", mark, "6"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_cell_title_or_heading_of_a_table_is_markup(payload):
    """Beside a cell of several lines, which once made its whole column Markdown."""
    made = words_table(pd.DataFrame({payload: [(payload, "second"), payload], "n": ["1", "2"]}), "id", payload)
    parsed = BeautifulSoup(made.as_raw_html(), "html.parser")
    cells = [cell for cell in parsed.find_all(["td", "th"]) if cell.get_text() not in ("n", "1", "2")]
    assert [in_one_line(cell.get_text("|")) for cell in cells] == [
        in_one_line(payload), in_one_line(payload), in_one_line(f"{payload}|second"), in_one_line(payload)]
    assert {element.name for cell in cells for element in cell.find_all(True)} <= {"br"}
    kept_out = parsed.find(class_="mathjax_ignore")
    assert (kept_out is not None) == ("$" in payload or "\\" in payload)


def test_a_cell_of_several_lines_is_told_in_plain_words_too():
    made = words_table(pd.DataFrame({"A": [("one", "two")]}), "id", "Title")
    assert made.words().split("\n")[-1].strip() == "one; two"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_section_shows_sentences_as_they_are(payload):
    made, plain = gathered(payload, {payload: aside("None.", payload), "": said(payload)}), in_one_line(payload)
    assert [shown(MarkdownIt().render(part.data)) for part in made.parts] == [
        (plain, {"h3"}), (plain, set()), (in_one_line(f"Not at hand: {payload} ({payload})."), {"em"})]


@pytest.mark.parametrize("text", ["http://127.0.0.1:9/x", "README.md"])
def test_a_sentence_is_neither_an_address_to_fetch_nor_a_file_to_read(text, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert shown(f"<p>{said(text).data}</p>") == (text, set())
    assert said(text)._repr_markdown_() == escaped(text)


def test_sentences_are_made_in_one_place():
    """IPython's own constructor would fetch and read, and knows nothing of marks."""
    making = [path.name for path in (ROOT / "lib").rglob("*.py") if re.search(r"\b(Markdown|HTML|Latex|Prose|Aside)\(",
                                                                              path.read_text(encoding="utf-8"))]
    assert making == ["words.py"]


# --- whole pages ------------------------------------------------------------------------------------------------------

HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>[x](javascript:alert(3))**b** $x$ a|b `c` <br> _e_"
# Cells that are looked up, or compared with codes, would no longer be found
LOOKED_UP = {"URN", "LA (code)", "LA (name)", "GROUP", "ETHNICITY", "LAESTAB", "UPN", "upn", "urn", "ukprn", "UKPRN"}
ENDINGS = ("POST", "postcode", "Postcode", "(name)", "(code)")


def poisoned(path: Path, columns: set[str]) -> None:
    """Adds the payload to every filled cell of some columns."""
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    for name in columns & set(rows):
        rows[name] = rows[name].where(rows[name].eq(""), rows[name] + " " + HOSTILE)
    path.unlink()
    rows.to_csv(path.with_name(path.name.removesuffix(".zip")), index=False, quoting=csv.QUOTE_MINIMAL)


def of_table(path: Path) -> set[str]:
    """The columns of text that are not looked up."""
    stem = plain(re.sub(r"_\d{4}.*", "", path.name))
    table = next(table for table in TABLES.values() if stem in map(plain, table.stems))
    return {column.name for column in table.columns if column.kind == "text" and column.name not in LOOKED_UP
            and not column.name.endswith(ENDINGS)}


def hostile(home: Path) -> Path:
    """A data folder whose areas, notes, districts, files, headings and cells are all of bad will."""
    data = home / "data"
    shutil.copytree(ROOT / "data" / "published", data / "published")
    (data / "places").symlink_to(ROOT / "data" / "places")
    write_sample(data / "sample", 0.03)
    for register in (data / "published", data / "sample" / "published"):
        poisoned(register / "areas.csv", {"name"})
        for path in register.glob("*.csv"):
            poisoned(path, {"note"})
    poisoned(data / "sample" / "places" / "districts.csv", {"name", "district_name", "DISTRICT_NAME"})
    for path in sorted((data / "sample" / "returns").rglob("*.csv*")):
        poisoned(path, of_table(path))
    newest = max((data / "sample" / "returns").iterdir())
    triage = next(newest.glob("triage*.csv"))
    pd.read_csv(triage, dtype=str).assign(**{HOSTILE: "x"}).to_csv(triage, index=False)
    (newest / f"{HOSTILE.replace('/', '')}.csv").write_text("a,b\n1,2\n")
    return data


STEMS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
PAGES = [*(("exampleshire", stem) for stem in STEMS), ("hertfordshire", "1-local-community")]


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> dict[str, Path]:
    """A run of the invented area, and of a real one's first ambition."""
    home = tmp_path_factory.mktemp("hostile")
    data = str(hostile(home))
    results = {area: run_period(RunParameters(period="2025-26-Q4", area=area, data=data), ambitions, home / "runs")
               for area, ambitions in (("exampleshire", None), ("hertfordshire", [1]))}
    assert not any(result.problems or result.refused for result in results.values())
    return {area: result.folder for area, result in results.items()}


@cache
def page(folder: Path, stem: str) -> BeautifulSoup:
    """A page as parsed once; no test changes it."""
    return BeautifulSoup((folder / f"{stem}.html").read_text(encoding="utf-8"), "html.parser")


@pytest.mark.parametrize(("area", "stem"), PAGES)
def test_nothing_runs_in_a_page(folders, area, stem):
    parsed = page(folders[area], stem)
    assert not parsed.find_all("script")
    assert not parsed.find_all(lambda element: any(name.startswith("on") for name in element.attrs))
    assert not parsed.find_all("a", href=re.compile("javascript:"))
    assert {image["src"][:15] for image in parsed.find_all("img")} <= {"data:image/png;"}
    for name, words in (("strong", "b"), ("em", "e"), ("code", "c"), ("a", "x")):
        assert words not in [element.get_text() for element in parsed.find_all(name)]
    opening = next(element for element in parsed.find_all("strong") if "shire" in element.get_text())
    assert HOSTILE in opening.get_text()
    assert HOSTILE in parsed.title.get_text()


@pytest.mark.parametrize("area", ["exampleshire", "hertfordshire"])
@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_the_narrative_holds_it_as_text_alone(folders, area, read):
    parsed = BeautifulSoup(read((folders[area] / "narrative.md").read_text(encoding="utf-8")), "html.parser")
    assert HOSTILE in parsed.get_text()
    assert not parsed.find_all(["script", "img", "code"])
    assert "e" not in [element.get_text() for element in parsed.find_all("em")]
    assert {link.get("class", [""])[0] for link in parsed.find_all("a")} <= {"anchor-link"}     # nbconvert's own
    assert "b" not in [element.get_text() for element in parsed.find_all("strong")]


def test_the_payload_came_into_every_kind_of_place(folders):
    """So that the tests above are not true of nothing: cells, a heading, a file's name, notes, texts of pictures."""
    pages = {stem: page(folders["exampleshire"], stem) for stem in STEMS}
    cells = [cell.get_text() for each in pages.values() for cell in each.find_all(["td", "th"])]
    assert sum(HOSTILE in cell for cell in cells) > 30
    early = [cell.get_text() for cell in pages["5-early-help"].find_all("td")]
    assert HOSTILE in early                                                         # a heading that is not known
    assert any(f"{HOSTILE.replace('/', '')}.csv" in cell for cell in early)
    assert any(HOSTILE in image["alt"] for each in pages.values() for image in each.find_all("img"))
    noted = page(folders["hertfordshire"], "1-local-community")
    assert any(HOSTILE in cell.get_text() for cell in noted.find_all("td"))
