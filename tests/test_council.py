"""What a council sets itself in a plan: taken from its own file, told on its own pages, and refused with its place."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from wayforward import council, project
from wayforward.council import plan_of, with_settings
from wayforward.errors import RefusedPlan
from wayforward.finding import Accountability
from wayforward.judge import TargetStatus
from wayforward.plan import Target, load_plan
from wayforward.plans import DEFAULT
from wayforward.report import open as opened
from wayforward.report.pages import Page, open_report
from wayforward.report.panel import Panel
from wayforward.show.figure_layout import PLUM

PLAN = load_plan(DEFAULT)
HOMES, SERIES = "care_leavers_accommodation", "care_leavers_suitable_19_21"
SETTINGS = f"""
[measures.{HOMES}]
owner = "Head of Leaving Care"
checked_by = "Performance Manager"
next_review = 2026-09-30

[series.{SERIES}]
target = {{ value = 0.95, by = 2026-03-31 }}
"""


def settings(folder: Path, text: str, area: str = "hampshire") -> Path:
    """A plan's folder with what one council sets."""
    (folder / "councils").mkdir(exist_ok=True)
    (folder / "councils" / f"{area}.toml").write_text(text, encoding="utf-8")
    return folder


def homes(plan):
    measure = plan.measure(HOMES)
    return measure.owner, measure.checked_by, measure.next_review, measure.headline.target


OF_HAMPSHIRE = ("Head of Leaving Care", "Performance Manager", date(2026, 9, 30),
                Target(value=0.95, by=date(2026, 3, 31)))


def test_a_council_sets_targets_owners_and_reviews_for_its_own_pages_alone(tmp_path):
    folder = settings(tmp_path, SETTINGS)
    assert homes(with_settings(PLAN, "hampshire", folder)) == OF_HAMPSHIRE
    assert homes(with_settings(PLAN, "oxfordshire", folder)) == ("", "", date(2027, 3, 31), None)
    assert homes(PLAN) == ("", "", date(2027, 3, 31), None)


def test_the_authors_own_targets_and_owners_are_no_other_councils(tmp_path):
    mine = with_settings(PLAN, PLAN.area, settings(tmp_path, SETTINGS, PLAN.area))
    assert homes(with_settings(mine, PLAN.area, tmp_path / "nowhere")) == OF_HAMPSHIRE
    owner, checked_by, _, target = homes(with_settings(mine, "hampshire", tmp_path / "nowhere"))
    assert (owner, target) == ("", None)
    assert checked_by == "Performance Manager"      # of the definition, which is the same everywhere


FAULTS = f"""
colour = "red"
[measures.care_leaver_accommodation]
owner = "somebody"
[measures.{HOMES}]
owner = 7
next_review = "in autumn"
better = "lower"
[series.{SERIES}]
target = {{ value = 95, by = 2026-03-31 }}
[series.turnover]
target = {{ value = 12.0 }}
[series.mainstream_share]
target = {{ value = 0.5, by = 2026-03-31 }}
"""


def test_every_fault_is_told_at_once_with_its_file_and_key(tmp_path):
    with pytest.raises(RefusedPlan) as refused:
        with_settings(PLAN, "hampshire", settings(tmp_path, FAULTS))
    assert refused.value.summary == "councils/hampshire.toml: what the council sets does not hold together:"
    assert refused.value.problems == [
        "colour: expected [measures.<id>] and [series.<id>] alone",
        f"measures.care_leaver_accommodation: the plan has no such id; did you mean {HOMES}?",
        f"measures.{HOMES}.better: expected owner or checked_by or next_review",
        "series.mainstream_share.target: no direction of it is better, so no target of it can be met",
        f"series.{SERIES}.target: a proportion’s target is a fraction, such as 0.95 for 95%; "
        "it is {'by': datetime.date(2026, 3, 31), 'value': 95}",
        f"measures.{HOMES}.owner: should be a valid string; it is 7",
        f"measures.{HOMES}.next_review: should be a valid date; it is 'in autumn'",
        "series.turnover.target.by: Field required; it is {'value': 12.0}"]


@pytest.mark.parametrize(("text", "problem"), [
    ("measures = 3", "measures: expected a table for each id, as [measures.placed_far_from_home]"),
    (f"measures.{HOMES} = 3", f"measures.{HOMES}: expected owner or checked_by or next_review under it")])
def test_what_is_no_table_is_refused(tmp_path, text, problem):
    with pytest.raises(RefusedPlan) as refused:
        with_settings(PLAN, "hampshire", settings(tmp_path, text))
    assert refused.value.problems == [problem]


def test_a_file_that_is_no_toml_is_refused(tmp_path):
    with pytest.raises(RefusedPlan, match=r"councils/hampshire\.toml cannot be read: "):
        with_settings(PLAN, "hampshire", settings(tmp_path, "owner: nobody"))


@pytest.fixture
def set_by_hampshire(tmp_path, monkeypatch):
    """The project's plan, with what Hampshire sets in it."""
    folder = tmp_path / DEFAULT
    shutil.copytree(project.resolve("plans") / DEFAULT, folder)
    settings(folder, SETTINGS)
    monkeypatch.setattr(council, "plan_folder", lambda plan: folder)


def test_its_pages_tell_them_and_the_chart_draws_the_target(set_by_hampshire):
    page = open_report(3, "2025-26-Q4", "hampshire")[HOMES]
    told = ("*Owner*: Head of Leaving Care. *Definition checked by*: Performance Manager. "
            "*Next review*: 30 September 2026.")
    assert told in page.definition().data
    assert page.finding().target == TargetStatus.OFF_COURSE
    axes = page.chart().figure.axes[0]
    assert [list(line.get_ydata()) for line in axes.lines if line.get_color() == PLUM] == [[95.0, 95.0]]
    assert "target 95.0% by 31 March 2026" in [text.get_text() for text in axes.texts]


def test_the_panel_tells_who_answers(set_by_hampshire):
    evidence = opened.read_inputs("2025-26-Q4", "hampshire")
    rows = Panel(evidence, []).who_answers().words()
    assert "Head of Leaving Care" in rows and "30 September 2026" in rows
    assert "Care leavers aged 19 to 21 in suitable accommodation: 95.0% by 31 March 2026" in rows


def test_findings_tell_them_of_the_headline_alone(set_by_hampshire):
    found = {one.headline: one.accountability for one in open_report(3, "2025-26-Q4", "hampshire")[HOMES].findings}
    assert found == {False: None, True: Accountability("Head of Leaving Care", (
        "Care leavers aged 19 to 21 in suitable accommodation: 95.0% by 31 March 2026",), date(2026, 9, 30))}


def test_another_councils_pages_do_not(set_by_hampshire):
    page = Page(PLAN.measure(HOMES), opened.read_inputs("2025-26-Q4", "hertfordshire"))
    assert page.finding().target == TargetStatus.NONE_SET


def test_the_plans_own_council_may_have_a_file_too():
    assert homes(plan_of(DEFAULT, PLAN.area)) == homes(PLAN)
