"""Several things as one: each shown as it would be alone, and what there is not told in one sentence."""

from datetime import date

import pandas as pd
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from narrate.test_narrate import finding
from wayforward import show

TABLE = show.words_table(pd.DataFrame({"Rows": ["counted"], "Return": ["30"]}), "rows", "Every row")
CHART = show.chart(finding(), date(2021, 4, 1))


def test_each_part_is_a_display_of_its_own_as_it_would_be_alone():
    InteractiveShell.instance()
    try:
        with capture_output() as shown:
            show.Section(show.said("First."), show.Section(CHART, TABLE))._ipython_display_()
    finally:
        InteractiveShell.clear_instance()
    words, chart, table = shown.outputs
    assert words.data == {"text/markdown": "First.", "text/plain": "First."}
    assert (chart.metadata["image/svg+xml"]["alt"], chart.data["text/plain"]) == (CHART.alt, CHART.alt)
    assert table.data["text/plain"] == TABLE.words() and "<table" in table.data["text/html"]


def test_a_section_in_words_tells_everything_in_it():
    made = show.Section(show.said("First."), show.Section(CHART, TABLE))
    assert made.words() == f"First.\n\n{CHART.alt}\n\n{TABLE.words()}"


def test_a_section_of_sections_is_one_section():
    assert show.Section(show.Section(TABLE), show.Section(), CHART).parts == [TABLE, CHART]


def told(section: show.Section) -> list[str]:
    return [part.words() for part in section.parts]


def test_what_is_missing_is_told_at_the_end_in_one_sentence_with_the_reason_where_it_is_known():
    made = show.gathered("A title", {"other areas": show.aside("None."), "rows": TABLE,
                                     "a control chart": show.aside("There is none.", "3 figures")})
    assert told(made) == ["### A title", TABLE.words(), "*Not at hand: other areas and a control chart (3 figures).*"]


def test_where_everything_is_there_nothing_is_missed():
    assert told(show.gathered("A title", {"rows": TABLE})) == ["### A title", TABLE.words()]


def test_where_nothing_is_there_no_heading_stands_alone():
    assert told(show.gathered("A title", {"rows": show.aside("None.")})) == ["*Not at hand: rows.*"]
    assert told(show.gathered("A title", {"rows": show.aside("None.")}, show.aside("No figure."))) == ["*No figure.*"]


def test_an_aside_tells_why_where_it_is_known():
    assert show.aside("There is none.", "too few").data == "*There is none: too few.*"
    assert show.aside("There is none.").data == "*There is none.*"
