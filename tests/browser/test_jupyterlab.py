"""A Monday morning in JupyterLab: open, run, complete, vary, take along."""

import os
from pathlib import Path

import pandas as pd
import pytest

import wayforward as wf
from browser.lab import Notebook, opened_in_lab

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def lab():
    with opened_in_lab("3-back-on-track") as notebook:
        notebook.seconds = notebook.run_all()
        yield notebook


@pytest.fixture(scope="module")
def pictures(tmp_path_factory) -> Path:
    """Where pictures are put, to be looked at."""
    return Path(os.environ.get("WAYFORWARD_PICTURES") or tmp_path_factory.mktemp("pictures"))


def test_a_notebook_runs_from_top_to_bottom_without_an_error(lab: Notebook, pictures):
    lab.page.screenshot(path=pictures / "run.png")
    assert lab.errors() == []
    assert lab.page.locator(".jp-Notebook .jp-CodeCell").count() > 20


def test_every_chart_keeps_its_words(lab: Notebook):
    drawn = lab.page.locator(".jp-OutputArea svg[role=img]")
    assert drawn.count() > 5
    assert all(drawn.nth(at).locator("desc").first.text_content() for at in range(drawn.count()))


def gap_series():
    return wf.open_report(3, "2025-26-Q4", "hertfordshire")["attainment_gap"].measure.series


def test_the_public_names_and_the_measures_complete(lab: Notebook, pictures):
    assert lab.completed("wf.") == sorted(wf.__all__)
    assert lab.completed('report["') == sorted(wf.open_report(3, "2025-26-Q4", "hertfordshire").pages)
    lab.execute('gap = report["attainment_gap"]')
    assert "without_schools=" in lab.completed("gap.vary(", pictures / "completed.png")
    assert lab.completed('gap.data("') == sorted(series.id for series in gap_series())


def test_a_distance_is_varied_and_told_as_varied(lab: Notebook, pictures):
    told = lab.execute('far = wf.open_report(1, period, "exampleshire")["placed_far_from_home"].vary(miles=25)\n'
                       "far.changes()")
    lab.page.screenshot(path=pictures / "varied.png")
    assert "varied: miles 25 in place of 20" in told
    assert lab.errors() == []


def test_figures_are_taken_along_as_numbers(lab: Notebook, tmp_path):
    lab.execute(f'report["attainment_gap"].to_csv("{tmp_path / "gap.csv"}")')
    told = pd.read_csv(tmp_path / "gap.csv")
    real = wf.open_report(3, "2025-26-Q4", "hertfordshire")["attainment_gap"].data()
    assert told["value"].tolist() == pytest.approx(real["value"].tolist(), nan_ok=True)


# The chooser

def test_the_chooser_shows_what_its_code_makes(lab: Notebook, pictures):
    lab.execute("wf.explore(measure='care_leavers_accommodation')")
    assert lab.said().startswith("Below:")
    for label, option in (("Area", "Exampleshire (invented)"), ("Measure", "1. Children placed far from home"),
                          ("By group, over years", "Age")):
        assert lab.choose(label, option).startswith("Below:")
    assert lab.enter("Miles", "25").startswith("Below:")
    lab.picture(pictures / "chooser.png")
    code, shown = lab.chosen()
    assert '["placed_far_from_home"].vary(miles=25)' in code and 'page.breakdown("Age", over="year")' in code
    assert "Varied: miles 25 in place of 20" in shown
    assert " ".join(lab.execute(code).split()) == " ".join(shown.split())
    lab.picture(pictures / "pasted.png")
    assert lab.errors() == []


def test_the_chooser_says_what_cannot_be_and_keeps_what_was(lab: Notebook, pictures):
    lab.execute("wf.explore('exampleshire')")
    lab.said()
    lab.enter("Miles", "25")
    before = lab.chosen()
    assert "miles: expected a number of 0 or more" in lab.enter("Miles", "-3")
    lab.picture(pictures / "refused.png")
    assert lab.chosen() == before
    assert lab.errors() == []


def test_keys_in_a_list_are_the_lists(lab: Notebook):
    lab.execute("wf.explore()")
    lab.said()
    cells = lab.page.locator(".jp-Notebook .jp-Cell").count()
    lab.page.locator(".widget-dropdown:has(label:text-is('Measure')) select").last.focus()
    lab.page.keyboard.press("ArrowDown")
    lab.said()
    assert '["needs_met_locally"]' in lab.chosen()[0]
    lab.page.keyboard.type("dd")
    assert lab.page.evaluate("document.activeElement.tagName") == "SELECT"
    assert lab.page.locator(".jp-Notebook .jp-Cell").count() == cells
