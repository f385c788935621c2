"""Findings as frames: the digits that an audience may see, hidden points without a number, types and columns."""

from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

import wayforward as wf
from wayforward.report import tidy


@cache
def homes():
    return wf.open_report(3, "2025-26-Q4", "hertfordshire")["care_leavers_accommodation"]


def counted():
    """The same figures as if they were counted from returns, the point of 2024 hidden."""
    finding = homes().finding()
    hidden = dict.fromkeys(("value", "low", "high", "numerator", "denominator", "unknown"))
    points = tuple(replace(point, status="suppressed", **hidden) if point.end.year == 2024 else point
                   for point in finding.points)
    return replace(finding, origin="extract", points=points)


@pytest.mark.parametrize(("audience", "value", "low"), [("public", 0.886, 0.858), ("internal", 522 / 589, 0.858064)])
def test_counted_figures_have_the_digits_that_the_audience_may_see(audience, value, low):
    last = tidy.points([counted()], audience).iloc[-1]
    assert last["value"] == pytest.approx(value, abs=1e-8) and last["low"] == pytest.approx(low, abs=1e-6)
    assert (last["numerator"], last["denominator"]) == (522, 589)


def test_published_figures_are_told_as_published():
    assert tidy.points([homes().finding()]).iloc[-1]["value"] == pytest.approx(522 / 589, abs=1e-7)


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_a_hidden_point_has_a_status_and_no_number(audience):
    rows = tidy.points([counted()], audience)
    hidden = rows[rows["status"].eq("suppressed")]
    assert [end.year for end in hidden["end"]] == [2024]
    assert hidden[tidy.NUMBERS].isna().all().all()


def test_days_are_days_and_numbers_numbers():
    rows = homes().data()
    assert all(pd.api.types.is_datetime64_any_dtype(rows[name]) for name in ("start", "end"))
    assert all(rows[name].dtype == float for name in tidy.NUMBERS)
    assert list(rows) == tidy.POINTS and list(homes().counts()) == tidy.COUNTS
    assert not rows.duplicated(["series", "origin", "area", "end"]).any()


def test_a_p_that_is_told_as_a_limit_is_no_number():
    below = replace(counted(), trend=replace(counted().trend, p=0.0004))
    public, internal = (tidy.ends([below], audience).iloc[0] for audience in ("public", "internal"))
    assert pd.isna(public["p"]) and public["p_told"] == "< 0.001"
    assert internal["p"] == pytest.approx(0.0004) and internal["p_told"] == "< 0.001"


def test_the_ends_of_a_figure():
    row = tidy.ends([homes().finding()]).iloc[0]
    assert (row["baseline"], row["latest"]) == (pytest.approx(453 / 484, abs=1e-6), pytest.approx(522 / 589, abs=1e-6))
    assert row["change"] == pytest.approx(522 / 589 - 453 / 484, abs=1e-6)
    assert (row["verdict"], row["evidence"], row["varied"]) == ("no clear change", "none", "")


def test_the_middle_of_a_forecast_of_counted_figures_stays_inside():
    page = wf.open_report(3, "2024-25-Q4", "hertfordshire")["care_leavers_accommodation"]
    finding = page.finding()
    told = {audience: tidy.plain(replace(finding, origin="extract"), audience)["outlook"]
            for audience in ("public", "internal")}
    assert told["public"]["value"] is None and told["internal"]["value"] is not None
    assert told["public"]["low"] == round(told["internal"]["low"], 3)
    assert (told["public"]["probability"] * 20) % 1 == pytest.approx(0, abs=1e-9)


def test_a_report_is_the_pages_together(tmp_path):
    report = wf.open_report(3, "2025-26-Q4", "hertfordshire")
    assert report.data()["measure"].unique().tolist() == [
        name for name in report.measures if len(report[name].data())]
    assert len(report.verdicts()) == len(report.findings)
    read = pd.read_csv(report.to_csv(tmp_path / "all.csv"))
    assert len(read) == len(report.data()) and list(read) == tidy.POINTS
