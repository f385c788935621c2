"""The invented county, whole, as committed: all sixteen promises counted, every row accounted for, nothing small shown,
and what was planted found."""

from pathlib import Path

import pandas as pd
import pytest

import wayforward as wf
from wayforward.counting.tally import row_reconciliation
from wayforward.disclosure.rule import USUAL
from wayforward.judge import Evidence, Verdict
from wayforward.plan import load_plan
from wayforward.plans import DEFAULT
from wayforward.report.open import read_inputs
from wayforward.report.pages import Page
from wayforward.show import Section

PLAN = load_plan(DEFAULT)
TRUTHS = pd.read_csv(Path(__file__).parents[1] / "exampleshire" / "planted_truths.csv").set_index("series")
STRONG = TRUTHS[TRUTHS["ratio"].ge(6) & TRUTHS["truth"].ne("stays")]
NULLS = TRUTHS[TRUTHS["truth"].eq("stays")]
# Points that lie 1 to 4 people from another series' are hidden, and with them what was planted
HIDDEN = {"audits_diversity_second_limb": Verdict.NO_CLEAR_CHANGE, "stability_index": Verdict.TOO_LITTLE}
SAID = {"improving": Verdict.IMPROVING, "worsening": Verdict.WORSENING, "changes": Verdict.CHANGED}


@pytest.fixture(scope="module")
def pages() -> dict[str, Page]:
    """Every measure's page of the latest period; the returns are read once for all."""
    evidence = read_inputs("2025-26-Q4", "exampleshire")
    return {measure.id: Page(measure, evidence) for measure in evidence.plan.measures}


@pytest.fixture(scope="module")
def found(pages):
    """The finding of every series that was counted from the returns."""
    return {one.series: one for page in pages.values() for one in page.findings if one.origin == "extract"}


def test_every_promise_is_counted_from_the_returns(pages, found):
    assert len(pages) == 16
    assert {measure.headline.id for measure in PLAN.measures} <= set(found)
    assert all(one.latest and one.area == "Exampleshire (invented)" and one.invented for one in found.values())


def test_what_was_planted_strongly_is_found(found):
    """Every improvement and worsening whose slope is at least six of its standard errors."""
    assert len(STRONG) >= 20
    assert {name: found[name].verdict for name in STRONG.index} == {
        name: HIDDEN.get(name, SAID[truth]) for name, truth in STRONG["truth"].items()}
    assert all(any(point.status == "suppressed" for point in found[name].points) for name in HIDDEN)


def test_where_nothing_was_planted_nothing_is_called_strong(found):
    assert len(NULLS) >= 15
    assert [name for name in NULLS.index if found[name].evidence == Evidence.STRONG] == []


def test_every_row_is_accounted_for(pages):
    """Rows in = counted + left out, in every year: no case is both, and none has gone."""
    for page in pages.values():
        for name, counted in page._examined.own.counted.items():
            cases = counted.tally.cases
            told = row_reconciliation(counted.tally)
            assert told["rows"].sum() == len(cases), name
            assert len(counted.tally.counted) + cases["left_out"].notna().sum() == len(cases), name


def test_no_point_shows_a_small_number_of_people(found):
    people = {series.id for measure in PLAN.measures for series in measure.series if series.people}
    for name in people & set(found):
        one = found[name]
        if one.kind in ("proportion", "count"):
            small = [count for point in one.points for count in (
                point.numerator, point.unknown,
                point.denominator - point.numerator if None not in (point.denominator, point.numerator) else None)
                if count is not None and 0 < count < USUAL.threshold]
            assert small == [], name


@pytest.mark.parametrize("measure", [measure.id for measure in PLAN.measures])
def test_a_page_shows_groups_rows_and_tables_without_a_childs_id(pages, measure):
    words = Section(pages[measure].what_else(), pages[measure].doubts()).words()
    assert "rows in" in words
    assert words.count("\n") > 10
    assert "Zebedee" not in words and "Quillfeather" not in words


def test_a_make_up_tells_no_small_group(pages):
    """Four social workers of another ethnic group in the invented county, and with them a second group."""
    page = pages["workforce_diversity"]
    table = page.groups().parts[0]._tbl_data.set_index("Group")
    assert table.loc["Other ethnic group", "Heads"] == "–"
    assert table["Heads"].eq("–").sum() == 2
    assert "Groups of few people are not told" in page.finding().note


def test_reconciliation_tells_the_three_planted_pairs(pages):
    """Of 2024 the counts agree, of 2023 a whole percentage is published, and 2025 is wrong on purpose."""
    rows = pages["placed_far_from_home"].reconciliation()._tbl_data
    assert dict(zip(rows["Period"], rows["Explained"], strict=True)) == {
        "31 March 2023": "rounding", "31 March 2024": "agrees", "31 March 2025": "differs"}


def test_an_old_period_sees_only_what_had_been_received():
    report = wf.open_report(5, "2022-23-Q4", "exampleshire")
    assert report["step_ups"].finding().latest.period.startswith("January to March 2023")
    assert all("2024-06-15" not in read.path for read in report.evidence.returns.inputs())
