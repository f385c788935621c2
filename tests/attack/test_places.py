"""Wherever a small number of people stands in a public file, it is found; the same files without it give nothing."""

import base64
import json
import struct
import zipfile
import zlib

import pytest
from hand_made import END, LABEL, finding, point, run, table
from openpyxl import Workbook
from openpyxl.comments import Comment

from wayforward.attack import attack
from wayforward.attack.recipes import COUNT, NUMBERS

CHUNK_ENDS = 4      # bytes of a check that nothing reads


def page(*inside: str) -> str:
    return f"<html><body><h1>Page</h1><h2>1. Promise</h2>{''.join(inside)}</body></html>"


def svg(count: int, how: str) -> str:
    drawn = {"text": f"<text>Far: {count} children</text>", "title": f"<title>{count} children far</title>",
             "desc": f"<desc>bars: near 20, far {count} pupils</desc>", "label": f'<rect aria-label="count: {count}"/>',
             "data": f'<rect data-count="{count}" height="9"/>'}
    return f'<svg role="img">{drawn[how]}</svg>'


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """A picture's file with nothing but some texts in it."""
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I4s", len(body), kind) + body + bytes(CHUNK_ENDS) for kind, body in chunks)


def titled(count: int) -> bytes:
    return f"Title\0{count} children".encode()


def notebook(count: int, kind: str) -> str:
    """A notebook with one output, or only metadata, that tells a count."""
    held = {"text/html": table("Where they live", ["Where", "Children"], ["Near", "12"], ["Far", str(count)]),
            "text/plain": f"    Where  Children\n0    Near        12\n1     Far        {count}\n",
            "text/markdown": f"Far away were {count} children.",
            "application/json": {"children": count}, "image/svg+xml": svg(count, "text"),
            "image/png": base64.b64encode(png((b"tEXt", titled(count)))).decode()}
    outputs = [{"output_type": "display_data", "metadata": {}, "data": {kind: held[kind]}}] if kind in held else []
    outputs += [{"output_type": "stream", "text": [f"{count} children\n"]}] if kind == "stream" else []
    metadata = {"shown": f"{count} children"} if kind == "metadata" else {}
    return json.dumps({"nbformat": 4, "metadata": {}, "cells": [
        {"cell_type": "markdown", "metadata": {}, "source": ["## 1. Promise"]},
        {"cell_type": "code", "metadata": metadata, "source": "", "outputs": outputs}]})


def workbook(path, count: int, how: str) -> None:
    book = Workbook()
    for row in (["Where", "Children"], ["Near", 12], ["Far", count if how != "comment" else None]):
        book.active.append(row)
    if how == "hidden":
        book.create_sheet("Shown")
        book.active.sheet_state = "hidden"
    if how == "comment":
        book.active["B3"].comment = Comment(f"{count} children", "x")
    book.properties.creator = "openpyxl"
    book.save(path)


def opendocument(path, count: int, declared: str = "") -> None:
    spaces = ('xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
              'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"')
    cells = [[f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row]
             for row in (("Where", "Children"), ("Near", 12), ("Far", count))]
    rows = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in cells)
    with zipfile.ZipFile(path, "w") as whole:
        whole.writestr("content.xml", f'<?xml version="1.0"?>{declared}<root {spaces}>'
                                      f'<table:table table:name="Where">{rows}</table:table></root>')


def document(path, count: int) -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(path, "w") as whole:
        whole.writestr("word/document.xml", f"<w:document {space}><w:p><w:r><w:t>Far away were {count} children.</w:t>"
                                            "</w:r></w:p></w:document>")


PLACES = {
    "a sentence of a page": ("a.html", lambda n: page(f"<p>Far away were <b>{n}</b> young people.</p>")),
    "a sentence in words": ("a.html", lambda n: page(f"<p>Far away were {['no', 'three'][n == 3]} pupils.</p>")),
    "an alternative text": ("a.html", lambda n: page(f'<img alt="Bars: near 20, far {n} children">')),
    "a label": ("a.html", lambda n: page(f'<a aria-label="{n} children far away">x</a>')),
    "an attribute of data": ("a.html", lambda n: page(f'<i data-children="{n}"></i>')),
    "a comment": ("a.html", lambda n: page(f"<!-- {n} children -->")),
    "a table": ("a.html", lambda n: page(table("Where", ["Where", "Children"], ["Near", "12"], ["Far", str(n)]))),
    "data in a page": ("a.html", lambda n: page(f'<script type="application/json">{{"children": {n}}}</script>')),
    "a program in a page": ("a.html", lambda n: page(f"<script>show({{children: {n}}})</script>")),
    **{f"{how} of a drawing in a page": ("a.html", lambda n, how=how: page(svg(n, how)))
       for how in ("text", "title", "desc", "label", "data")},
    "a drawing in an address": ("a.html", lambda n: page(
        f'<img src="data:image/svg+xml;base64,{base64.b64encode(svg(n, "text").encode()).decode()}" alt="">')),
    "a picture in an address": ("a.html", lambda n: page(
        f'<img src="data:image/png;base64,{base64.b64encode(png((b"tEXt", titled(n)))).decode()}" alt="">')),
    "a drawing": ("a.svg", lambda n: svg(n, "desc")),
    "a story": ("story.md", lambda n: f"Far away were {n} care leavers."),
    "a text": ("read-me.txt", lambda n: f"children: {n}"),
    "data by name": ("a.json", lambda n: json.dumps({"deep": [{"children": n}]})),
    "a list of data": ("a.json", lambda n: json.dumps({"count": [12, n]})),
    "a sentence in data": ("a.json", lambda n: json.dumps({"note": f"{n} children were left out"})),
    "data line by line": ("a.jsonl", lambda n: json.dumps({"pupils": 20}) + "\n" + json.dumps({"pupils": n})),
    "a file of commas": ("a.csv", lambda n: f"Where,Children\nNear,12\nFar,{n}\n"),
    **{f"a notebook, {kind}": ("a.ipynb", lambda n, kind=kind: notebook(n, kind))
       for kind in ("text/html", "text/plain", "text/markdown", "application/json", "image/svg+xml", "image/png",
                    "stream", "metadata")},
    **{f"a picture, {kind.decode()}": ("a.png", lambda n, kind=kind, packed=packed: png((kind, packed(n))))
       for kind, packed in ((b"tEXt", titled),
                            (b"zTXt", lambda n: b"Title\0\0" + zlib.compress(f"{n} children".encode())),
                            (b"iTXt", lambda n: f"Title\0\0\0en\0\0{n} children".encode()))},
    **{f"a workbook, {how}": ("a.xlsx", lambda n, how=how: lambda path: workbook(path, n, how))
       for how in ("shown", "hidden", "comment")},
    "a sheet": ("a.ods", lambda n: lambda path: opendocument(path, n)),
    "a document": ("a.docx", lambda n: lambda path: document(path, n)),
}


def put(folder, name: str, content) -> None:
    """Writes a file into the public folder of a run, which has been made."""
    path = folder / "public" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if callable(content):
        content(path)
    else:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.fixture
def folder(tmp_path):
    """A run with a public folder in which nothing is small, and 3 children in the internal one."""
    run(tmp_path / "r" / "public", [finding("far", [point(END, 20, 60)])])
    put(tmp_path / "r", "../internal/story.md", "3 children")
    return tmp_path / "r"


def told(folder) -> list[float]:
    return [each.low for each in attack([folder]) if each.kind in NUMBERS]


def test_what_is_not_public_is_not_read(folder):
    assert attack([folder]) == []


@pytest.mark.parametrize("place", PLACES)
def test_a_small_number_is_found_wherever_it_stands(folder, place):
    name, made = PLACES[place]
    put(folder, name, made(0 if "words" in place else 20))
    assert told(folder) == []
    put(folder, name, made(3))
    assert set(told(folder)) == {3.0}


def test_a_hidden_point_is_known_from_its_words_elsewhere(tmp_path):
    """The point is hidden: its story tells 58 of 60; or its chart 90.0 %, where 20 in all are told: 2 others."""
    story = f"On {LABEL}, 58 of 60 children looked after were far away."
    findings = [finding("far", [point(END)], story=story)]
    assert {each.low for each in attack([run(tmp_path / "a", findings)]) if each.kind == COUNT} == {2}
    alt = f'<img alt="Line chart of Title of far, Exampleshire, 2 figures from 50.0% (2025-03-31) to 90.0% ({LABEL}).">'
    points = [point("2025-03-31", 10, 20), point(END, None, 20)]
    folder = run(tmp_path / "b", [finding("far", points)], alt)
    assert {(each.low, each.what.split(",")[0]) for each in attack([folder])} == {(2, "complement of far")}


def test_a_percentage_of_those_known_tells_of_how_many_it_is_not(tmp_path):
    """20 of 60, and 35.087719 % of those known: 20 / 0.35087719 = 57, so 3 are not known."""
    points = [point("2025-03-31", 20, 60, 10), point(END, 20, 60, None, known_value=0.35087719)]
    (recipe,) = attack([run(tmp_path / "r", [finding("far", points)])])
    assert (recipe.low, recipe.what.split(",")[0]) == (3, "unknown of far")


def test_official_points_are_not_taken_for_those_of_the_series_of_the_same_name(tmp_path):
    """58 of 60 as published, and 20 of 60 as counted, which the same file has elsewhere too."""
    findings = [finding("far", [point(END, 20, 60)]), finding("far", [point(END, 58, 60)], origin="published")]
    folder = run(tmp_path / "r", findings)
    (folder / "part.json").write_text((folder / "findings.json").read_text(encoding="utf-8"), encoding="utf-8")
    assert attack([folder]) == []


def test_the_same_sentence_of_official_figures_is_left_alone(tmp_path):
    story = "Far away were 3 children, and 58 of 60 children looked after were near."
    official = finding("official", [point(END, 2, 60)], origin="published", story=story)
    folder = run(tmp_path / "r", [official], f"<p>{story}</p>", narrative=f"**Title of official.** {story}")
    assert attack([folder]) == []


@pytest.mark.parametrize("words", [
    "Key stage 2 pupils", "+4 children", "1 Children are safe", "it is now 3 children lower", "1 in 4 children",
    "from 1 to 4 people",
    "aged 3 children", "3 of 6 figures", "fewer than 3 children", "Promise 4 children", "the last 3 of 12 months"])
def test_words_that_only_look_like_a_count_are_left_alone(folder, words):
    put(folder, "story.md", words)
    assert attack([folder]) == []


def test_a_file_that_cannot_be_read_is_told_and_not_passed(folder, tmp_path):
    put(folder, "a.ods", lambda path: opendocument(path, 20, '<!DOCTYPE x [<!ENTITY a "3">]>'))
    put(folder, "b.pdf", b"%PDF")
    put(folder, "c.json", "{")
    assert [(each.kind, each.cells[0].split(": ")[1]) for each in attack([folder])] == [
        ("not read", "a.ods"), ("not read", "b.pdf"), ("not read", "c.json")]
