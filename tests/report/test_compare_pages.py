"""Two reports or pages side by side: what differs, what the two together would give away, and what is refused."""

from datetime import date
from functools import cache

import pandas as pd
import pytest

import wayforward as wf
from wayforward.errors import RefusedParameters
from wayforward.report import compare_pages, tidy
from wayforward.report.compare_pages import POINT

HOMES, YOUNGER = "care_leavers_suitable_19_21", "care_leavers_suitable_17_18"


@cache
def report(period: str = "2025-26-Q4", area: str = "hertfordshire", **given):
    return wf.open_report(3, period, area, **given)


def homes(*of, **given):
    return report(*of, **given)["care_leavers_accommodation"]


def row(comparison, series: str = HOMES) -> pd.Series:
    return comparison.data.set_index("series").loc[series]


def test_two_periods_tell_what_was_known_of_each():
    found = row(wf.compare(homes("2022-23-Q4"), homes()))
    assert (found["latest_period_first"], found["latest_period_second"]) == ("year to 31 March 2022",
                                                                            "year to 31 March 2025")
    assert found["difference"] == pytest.approx(522 / 589 - 452 / 493, abs=1e-6)
    assert not found["verdict_changes"]


def test_two_areas_differ_only_within_one_period():
    """Oxfordshire's latest figure of the younger is of the year before."""
    comparison = wf.compare(homes(), homes(area="oxfordshire"))
    assert comparison.labels == ("Hertfordshire", "Oxfordshire")
    assert pd.notna(row(comparison)["difference"]) and pd.isna(row(comparison, YOUNGER)["difference"])


def test_a_page_beside_its_variation():
    comparison = wf.compare(homes(), homes().vary(without=["2024"]))
    assert comparison.labels == ("as defined", "without 2024")
    assert row(comparison, YOUNGER)["verdict_changes"] and not row(comparison)["verdict_changes"]


def test_two_reports_have_a_row_for_each_series_of_both():
    comparison = wf.compare(report("2022-23-Q4"), report())
    assert len(comparison.data) == len({(one.measure, one.series) for one in report().findings})
    shown = comparison.table().data
    assert len(shown) == len(comparison.data)
    assert "– (" not in comparison.table().words()


def test_the_chart_has_a_line_for_each_side():
    chart = wf.compare(homes(), homes(area="oxfordshire")).chart()
    drawn = [line.get_ydata() for line in chart.figure.axes[0].lines if len(line.get_ydata()) > 1]
    assert [round(float(line[-1]), 1) for line in drawn] == [88.6, 93.3]
    assert {line.get_linestyle() for line in chart.figure.axes[0].lines if len(line.get_ydata()) > 1} == {"-", "--"}
    assert "Hertfordshire: 89.0% (year to 31 March 2016) to 88.6% (year to 31 March 2025)." in chart.alt
    assert chart.data.groupby("side").size().to_dict() == {"first": 10, "second": 10}


def test_a_series_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(LookupError, match=f"both have the series {HOMES}, {YOUNGER}; not 'homes'"):
        wf.compare(homes(), homes("2022-23-Q4")).chart("homes")


@pytest.mark.parametrize(("other", "why"), [
    ("2024", "str is neither a report nor a page"), (None, "NoneType is neither")])
def test_what_is_no_page_is_refused(other, why):
    with pytest.raises(RefusedParameters, match=why):
        wf.compare(homes(), other)


def test_pages_of_different_measures_have_nothing_to_compare():
    with pytest.raises(RefusedParameters, match="no series in common"):
        wf.compare(homes(), report()["wellbeing"])


# What the two together would give away

def points(*rows: tuple) -> pd.DataFrame:
    """Points of one series counted from returns: the year, numerator, denominator, number not known, status."""
    made = pd.DataFrame(rows, columns=["year", "numerator", "denominator", "unknown", "status"])
    made = made.assign(measure="m", series="s", origin="extract", area="here", end=made["year"].astype(str) + "-03-31",
                       value=made["numerator"] / made["denominator"])
    return tidy.typed(made.reindex(columns=tidy.POINTS))


def together(monkeypatch, first: pd.DataFrame, second: pd.DataFrame) -> list[int]:
    """The years that two sides' points have to be without."""
    sides = iter([first, second])
    monkeypatch.setattr(tidy, "points", lambda *_: next(sides))
    shown, gone = compare_pages._together([], report().evidence, report().evidence)
    of_gone = shown[shown["end"].isin(gone["end"])]
    assert of_gone[tidy.NUMBERS].isna().all().all() and set(of_gone["status"]) <= {"suppressed"}
    assert list(gone.columns) == POINT
    return [end.year for end in gone["end"]]


@pytest.mark.parametrize(("other", "gone"), [
    ((20, 60, 0, "final"), []),                     # the same
    ((23, 63, 0, "final"), [2025]),                 # three more of whom it is counted
    ((20, 62, 0, "final"), [2025]),                 # two more in all
    ((20, 60, 4, "final"), [2025]),                 # four of whom it is not known
    ((25, 65, 0, "final"), []),                     # five: many
    ((None, None, None, "suppressed"), [2025])])    # hidden on one side
def test_what_the_two_would_tell_of_few_is_on_neither(monkeypatch, other, gone):
    assert together(monkeypatch, points((2025, 20, 60, 0, "final")), points((2025, *other))) == gone


def test_a_figure_of_which_the_latest_is_gone_has_neither_change_nor_p():
    finding = homes().finding()
    gone = pd.DataFrame([(finding.measure, finding.series, finding.origin, finding.area,
                          pd.Timestamp(date(2025, 3, 31)))], columns=POINT)
    told = compare_pages._ends([finding], gone, "public").iloc[0]
    assert told[["baseline", "latest", "change", "change_low", "change_high", "p", "p_told"]].isna().all()
    assert told["hidden"] and told["verdict"] == "no clear change"
