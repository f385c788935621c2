"""What of a notebook a page folds away: the table behind a picture, and whatever a cell's tag `folded` says.

Each fold is opened by its own name: the heading with which a cell's output begins, else a table's caption.
"""

import re

from nbformat import NotebookNode

FOLDED, UNDER = "folded", "folded_under"        # a cell's tag; what the template opens the cell's output with
HEADING = re.compile(r"###? .+")
CAPTION = re.compile(r"<caption[^>]*>(.*?)</caption>", re.DOTALL)
STYLE = re.compile(r"<style>.*?</style>\s*", re.DOTALL)
HOUSE_TABLE = 'class="gt_table"'
HTML, MARKDOWN = "text/html", "text/markdown"


def fold(nb: NotebookNode) -> None:
    """Marks and folds a notebook's outputs in place, as its page is to show them."""
    for cell in nb.cells:
        if cell.cell_type == "code":
            tagged = FOLDED in cell.metadata.get("tags", [])
            _plain_tables(cell)
            if not (tagged and _whole(cell)):
                _tables(cell, tagged)


def _plain_tables(cell: NotebookNode) -> None:
    """Takes the styles that each table carries out of it: the page has one for all."""
    for output in cell.outputs:
        if HOUSE_TABLE in (html := _shown(output, HTML)):
            output.data[HTML] = STYLE.sub("", html)


def _whole(cell: NotebookNode) -> bool:
    """Folds all that a cell shows under the heading with which it begins; not where there is none."""
    found = HEADING.fullmatch(_shown(cell.outputs[0], MARKDOWN).strip()) if cell.outputs else None
    if found:
        cell.metadata[UNDER] = found[0]
        del cell.outputs[0]
    return bool(found)


def _tables(cell: NotebookNode, all_of_them: bool) -> None:
    """Folds a cell's tables under their captions: all, or those that stand behind a picture."""
    drawn = False
    for output in cell.outputs:
        html = _shown(output, HTML)
        if HOUSE_TABLE in html and (drawn or all_of_them):
            output.data[HTML] = _under_its_caption(html)
        drawn = any(kind.startswith("image/") for kind in output.get("data", {}))


def _under_its_caption(html: str) -> str:
    words = CAPTION.search(html)[1]
    return f'<details class="table"><summary>Table: {words}</summary>\n{html}\n</details>'


def _shown(output: NotebookNode, kind: str) -> str:
    return output.get("data", {}).get(kind, "")
