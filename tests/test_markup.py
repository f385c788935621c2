"""No word from data becomes markup, by itself and under every reader of Markdown. Whole pages: test_hostile_county."""

import re
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup, Comment
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from nbconvert.filters import markdown2html

from wayforward.markup import TEMPLATES, Markup, escaped, in_html, visible
from wayforward.show import aside, gathered, markdown, said, words_table

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
    cells = [cell for cell in parsed.find_all(["caption", "td", "th"]) if cell.get_text() not in ("n", "1", "2")]
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


def test_markdown_is_made_of_markup_alone():
    with pytest.raises(TypeError, match="expected Markup, in which texts are escaped; got str: use `said`"):
        markdown("**b**")
    assert markdown(Markup("**{}**").format("*b*")).data == "**&#42;b&#42;**"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_put_into_markup_is_escaped_on_every_way(payload):
    told = str(escaped(payload))
    assert told == str(Markup("{}").format(payload)) == str(Markup("") + payload) == str(Markup("").join([payload]))
    assert escaped(escaped(payload)) == Markup(told)
    assert TEMPLATES.from_string("{{ one }}").render(one=payload) == told
    assert TEMPLATES.from_string("{{ one }}").render(one=Markup(payload)) == payload


def test_every_template_escapes_by_itself():
    assert TEMPLATES.autoescape is True
    own = {path.name for path in (ROOT / "lib").rglob("*.j2")}
    known = {Path(name).name for name in TEMPLATES.list_templates(["j2"])}
    assert own == {*known, "index.html.j2"}         # the page, which is nbconvert's
    making = [path.name for path in (ROOT / "lib").rglob("*.py")
              if re.search(r"\bEnvironment\(|\|\s*safe\b", path.read_text(encoding="utf-8"))]
    assert sorted(making) == ["markup.py", "new_measure.py"]        # the latter writes code, which no reader meets


@pytest.mark.parametrize("letter", ["\u202e", "\u2066", "\u200b", "\u200f", "\u00ad", "\ufeff", "\x07", "\x9b",
                                    "\U000e0041"])
def test_letters_that_nobody_sees_are_left_out(letter):
    assert visible(f"Jo{letter}hn") == str(escaped(f"Jo{letter}hn")) == str(in_html(f"Jo{letter}hn")) == "John"
    made = words_table(pd.DataFrame({f"A{letter}b": [f"c{letter}d", (f"e{letter}f", "g")]}), "id", f"T{letter}u")
    assert letter not in made.as_raw_html() and "Ab" in made.as_raw_html()


def test_letters_that_everybody_sees_stay():
    for text in ("Zoë’s – “naïve” £5 → 東京 \u0627\u0644", "two\nlines\tand a tab"):
        assert visible(text) == text


def test_sentences_are_made_in_one_place():
    """IPython's own constructor would fetch and read, and knows nothing of marks; the PDF's is another."""
    making = [path.name for path in (ROOT / "lib").rglob("*.py")
              if re.search(r"(?<!widgets\.)\b(Markdown|HTML|Latex|Prose|Aside)\(", path.read_text(encoding="utf-8"))]
    assert sorted(making) == ["panel_pdf.py", "words.py"]
