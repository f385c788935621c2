"""What a page folds away, and under which name."""

import pandas as pd
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_notebook, new_output

from wayforward import show
from wayforward.runner.notebook.pages import page

TABLE = show.words_table(pd.DataFrame({"Rows": ["counted"], "Return": ["30"]}), "rows", "Every row")
OTHER = show.words_table(pd.DataFrame({"Area": ["Near"], "Figure": ["3"]}), "areas", "Other areas")


def output(made) -> dict:
    """As a kernel gives it."""
    if isinstance(made, str):
        kind = "image/svg+xml" if made.startswith("<svg") else "text/markdown"
        return new_output("display_data", {kind: made, "text/plain": made})
    return new_output("display_data", {"text/html": made.as_raw_html(), "text/plain": made.words()})


def shown(*made, tags: tuple[str, ...] = ()) -> BeautifulSoup:
    """The page of a notebook with one cell that shows these."""
    cell = new_code_cell("1", execution_count=1, outputs=list(map(output, made)), metadata={"tags": list(tags)})
    return BeautifulSoup(page(new_notebook(cells=[cell]), "A page"), "html.parser")


def folds(parsed: BeautifulSoup) -> dict[str, list[str]]:
    """The captions of the tables under each fold, by its name."""
    return {fold.summary.get_text(strip=True): [each.get_text() for each in fold.find_all("caption")]
            for fold in parsed.find_all("details")}


def test_the_table_behind_a_chart_is_folded_under_its_own_name():
    assert folds(shown("<svg/>", TABLE)) == {"Table: Every row": ["Every row"]}


def test_a_table_without_a_chart_before_it_is_open():
    parsed = shown(TABLE, "Words.", "<svg/>", "More words.", OTHER)
    assert folds(parsed) == {}
    assert [each.get_text() for each in parsed.find_all("caption")] == ["Every row", "Other areas"]


def test_all_that_a_tagged_cell_shows_is_folded_under_the_heading_it_begins_with():
    parsed = shown("### Near & far: what else", TABLE, "<svg/>", OTHER, "Words.", tags=("folded",))
    assert folds(parsed)["Near & far: what else"] == ["Every row", "Other areas"]
    assert parsed.find("details").summary.h3.get_text() == "Near & far: what else"
    assert len(parsed.find_all("h3")) == 1
    assert "Words." in parsed.find("details").get_text()


def test_without_a_heading_each_table_of_a_tagged_cell_is_folded():
    parsed = shown("Words.", TABLE, OTHER, tags=("folded",))
    assert folds(parsed) == {"Table: Every row": ["Every row"], "Table: Other areas": ["Other areas"]}
    assert shown(tags=("folded",)).find("details") is None


def test_a_table_leaves_its_own_style_in_the_notebook():
    parsed = shown(TABLE)
    assert parsed.table.find_previous("style").parent.name == "head"
    assert "<style>" in TABLE.as_raw_html()


def test_a_cell_that_is_not_printed_says_so():
    assert shown("Words.", tags=("not-printed",)).find(class_="celltag_not-printed").get_text(strip=True)
