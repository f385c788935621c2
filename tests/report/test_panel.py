"""The panel's page: all promises' tests looked at together."""

import pytest
from bs4 import BeautifulSoup

from narrate.test_narrate import finding, place
from wayforward.finding import Finding
from wayforward.judge import DecidedBy, Evidence, Verdict
from wayforward.narrate.multiple_testing import ALONE, LOST
from wayforward.report.panel import Panel, deciding_p
from wayforward.statistics.results import Result, Trend, no_result

UNCLEAR = dict(verdict=Verdict.NO_CLEAR_CHANGE, evidence=Evidence.NONE)


def promise(number: int, p: float | None, evidence: Evidence = Evidence.NONE) -> Finding:
    """A headline that its trend decided, or without data."""
    verdict = Verdict.NO_CLEAR_CHANGE if evidence == Evidence.NONE else Verdict.WORSENING
    return finding(number=number, measure=f"m{number}", measure_title=f"Promise {number}", evidence=evidence,
                   verdict=verdict if p is not None else Verdict.NO_DATA, trend=Trend(1.0, 0.0, 2.0, p),
                   decided_by=DecidedBy.TREND if p is not None else DecidedBy.NOTHING)


def shown(*headlines: Finding) -> tuple[list[str], list[list[str]]]:
    """The paragraphs and the table's rows of a page with these headlines."""
    *told, table = Panel(None, list(headlines)).multiple_testing().parts
    page = BeautifulSoup(table.as_raw_html(), "html.parser")
    rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in page.tbody.find_all("tr")]
    return [part.data for part in told], [row for row in rows if len(row) > 1]


@pytest.mark.parametrize(("changes", "p"), [
    (dict(decided_by=DecidedBy.TREND), 0.0471),
    (dict(decided_by=DecidedBy.CHANGE), 0.005),
    (dict(decided_by=DecidedBy.STANDING, standing=place(1, 11, 0.01, extreme=True)), 0.01),
    (dict(decided_by=DecidedBy.STANDING, standing=place(4, 11, 0.6), **UNCLEAR), 0.6),
    (dict(decided_by=DecidedBy.STANDING, standing=None, **UNCLEAR), None),
    (dict(decided_by=DecidedBy.APART, **UNCLEAR), 1.0),
    (dict(decided_by=DecidedBy.STANDING, standing=place(1, 11, 0.01, extreme=True), **UNCLEAR), 1.0),
    (dict(decided_by=DecidedBy.NOTHING, verdict=Verdict.TOO_LITTLE, evidence=Evidence.NONE), None),
    (dict(decided_by=DecidedBy.CHANGE, change=no_result("no figure"), **UNCLEAR), None)])
def test_the_p_that_decided(changes, p):
    assert deciding_p(finding(**changes)) == p


def test_what_remains_among_many():
    """q: 0.001 × 4 = 0.004; 0.04 × 4/2 = 0.08; 0.3 × 4/3; 0.8. Of four tests 0.2 false alarms, 0.008 strong ones."""
    told, rows = shown(promise(1, 0.001, Evidence.STRONG), promise(2, 0.04, Evidence.SOME), promise(3, 0.3),
                       promise(4, 0.8), promise(5, None))
    assert told == [
        "4 of the 5 promises have figures that could be tested. If nothing had changed at all, so many tests would "
        "still be expected to give up to 0.2 verdicts on some evidence or better, and up to 0.01 on strong evidence. "
        "There are 2, 1 on strong evidence.",
        "Where one in twenty of the verdicts kept may be a false alarm, 1 of 2 remains, but not Promise 2 (2). Where "
        "one in ten of the verdicts kept may be a false alarm, all 2 remain." + LOST,
        ALONE]
    assert rows == [
        ["1", "Promise 1", "trend", "0.001", "0.004", "Getting worse, on strong evidence", "remains", "remains"],
        ["2", "Promise 2", "trend", "0.040", "0.080", "Getting worse, on some evidence", "does not remain",
         "remains"],
        ["3", "Promise 3", "trend", "0.30", "0.40", "No clear change", "–", "–"],
        ["4", "Promise 4", "trend", "0.80", "0.80", "No clear change", "–", "–"],
        ["5", "Promise 5", "–", "–", "–", "No data", "–", "–"]]


def test_one_verdict_that_does_not_remain_at_either_rate():
    told, _ = shown(promise(1, 0.04, Evidence.SOME), promise(2, 0.5), promise(3, 0.6))
    assert told[0].startswith("All 3 promises were tested.") and told[0].endswith("There is 1.")
    assert told[1] == ("Whether one in twenty or one in ten of the verdicts kept may be false alarms, it does not "
                       "remain: Promise 1 (1)." + LOST)


def test_without_verdicts_there_is_none_to_lose():
    told, rows = shown(promise(1, 0.5), promise(2, None))
    assert told[0].startswith("1 of the 2 promises has figures") and "There are none." in told[0]
    assert told[1].startswith("So there is no verdict to lose")
    assert [row[6] for row in rows] == ["–", "–"]


def test_without_tests_nothing_is_expected():
    told, _ = shown(promise(1, None), promise(2, None))
    assert told == ["None of the 2 promises has figures that could be tested, so there is no verdict that chance might "
                    "have given.", ALONE]


def test_where_trend_and_change_point_apart_p_counts_as_1():
    apart = finding(number=3, measure="m3", measure_title="Promise 3", decided_by=DecidedBy.APART, **UNCLEAR,
                    trend=Trend(-1.0, -2.0, -0.1, 0.01), change=Result(1.0, 0.1, 2.0, 0.03))
    told, rows = shown(promise(1, 0.02, Evidence.SOME), apart)
    assert "there is no verdict, and p counts as 1: Promise 3 (3)." in told[0]
    assert rows[1][2:5] == ["trend and change apart", "1.00", "1.00"]
    assert rows[0][4] == "0.040"
