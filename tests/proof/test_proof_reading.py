"""Texts are found where they stand, as readers see them."""

import json

from wayforward.proof.reading import Rows, Story, Tile, read

KEY = "story-homes-homes_19_21-published"
MARKED = (f'<div class="story" id="{KEY}">\n\n**Care &#42; leavers.** **Getting worse.** 80 of 100.\n\n'
          "England <b>too</b>.\n\n<details>\n<summary>For the statistician</summary>\n\np < 0.05.\n\n"
          "</details>\n\n</div>")
PAGE = f"""<html><style>p {{ color: red }}</style><body>
<div class="story" id="{KEY}"><p><strong>Care * leavers.</strong> <strong>Getting worse.</strong> 80 of 100.</p>
<p>England <b>too</b>.</p><details><summary>For the statistician</summary><p>p &lt; 0.05.</p></details></div>
<blockquote><p>A promise</p></blockquote>
<blockquote class="service"><p><strong>The service says:</strong> Rents * 7.</p><p>Head of Homes.</p></blockquote>
<ul class="tiles"><li><a href="#homes">7. Homes</a> <span class="verdict worsening"><span class="sign">!</span> Getting
worse</span><p>Homes: 80.0%.</p></li></ul>
<img alt="Line chart of homes." src="data:image/png;base64,AAAA">
<svg role="img"><title>Homes</title><desc>Chart of homes.</desc></svg>
<table aria-labelledby="homes_19_21-points-title"><thead><tr><th>Period</th><th>Figure</th></tr></thead>
<tbody><tr><td>2021</td><td>90.0%</td></tr></tbody></table>
<table class="glance"><tr><th>Promise</th><th>Verdict</th></tr><tr><th><a href="3.html#homes">7. Homes</a></th>
<td><span class="verdict worsening"><span>!</span> Getting worse</span></td><td>line</td><td>80.0% (2025)</td>
<td>−10.0</td></tr></table>
<ul><li>Getting worse: 1 of 1: Homes (7)</li></ul></body></html>"""
STORY = Story(KEY, "Care * leavers. Getting worse. 80 of 100. England too.", "p < 0.05.")
NARRATIVE = """# Plan

- **Getting worse**: 1 of 1

### 7. An increase

**Care leavers.** **Getting worse.** 80 of 100.

England too.

Note on Care leavers: p &lt; 0.05.

> **The service says:** Rents &#42; 7.
>
> Head of Homes.

**Others.** **No data.** Nothing.

## Ambition 4
"""


def test_a_page_is_read():
    told = read("page.html", PAGE)
    assert told.stories == [STORY]
    assert told.tiles == [Tile("homes", "Getting worse", "Homes: 80.0%."),
                          Tile("homes", "Getting worse", "", ("line", "80.0% (2025)", "−10.0"))]
    assert told.pictures == ["Line chart of homes.", "Chart of homes."]
    assert told.tables == [Rows("homes_19_21-points", ({"Period": "2021", "Figure": "90.0%"},))]
    assert told.lines == ["Getting worse: 1 of 1: Homes (7)"]


def test_a_notebook_is_read():
    outputs = [{"data": {"text/markdown": [MARKED, "\n- **7.** Homes"]}},
               {"data": {"image/png": "", "text/plain": ["Line chart\n", "of homes."]}},
               {"data": {"text/html": PAGE}}, {"text": "printed"}]
    told = read("page.ipynb", json.dumps({"cells": [{"outputs": outputs}, {"cell_type": "markdown"}]}))
    assert told.stories == [STORY, STORY]
    assert told.pictures == ["Line chart of homes.", "Line chart of homes.", "Chart of homes."]
    assert told.lines == ["7. Homes", "Getting worse: 1 of 1: Homes (7)"]


def test_the_narrative_is_read():
    told = read("narrative.md", NARRATIVE)
    assert told.stories == [
        Story("7", "Care leavers. Getting worse. 80 of 100. England too.", "Note on Care leavers: p < 0.05."),
        Story("7", "Others. No data. Nothing.")]
    assert told.lines == ["Getting worse: 1 of 1"]


def test_of_other_files_nothing_is_read():
    assert read("tables.csv", "7,8").stories == []


def test_the_services_own_words_are_read_apart_from_stories():
    marked = f'{MARKED}\n\n<blockquote class="service">\n\n**The service says:** Rents &#42; 7.\n\nHead of Homes.\n\n'
    notebook = {"cells": [{"outputs": [{"data": {"text/markdown": f"{marked}</blockquote>"}}]}]}
    told = {name: read(name, text) for name, text in (
        ("page.html", PAGE), ("narrative.md", NARRATIVE), ("1.ipynb", json.dumps(notebook)))}
    assert [texts.service for texts in told.values()] == [["The service says: Rents * 7. Head of Homes."]] * 3
    assert not any("Rents" in f"{story.text} {story.note}" for texts in told.values() for story in texts.stories)
