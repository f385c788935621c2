"""What the charts of the notebooks draw is their findings' data; and a wrong line is noticed."""

from functools import cache

import pytest
from matplotlib.collections import LineCollection
from matplotlib.dates import num2date

from wayforward.finding import Finding
from wayforward.formats import as_shown, decimals, shown
from wayforward.plan import load_plan
from wayforward.plans import DEFAULT
from wayforward.report.pages import Report, open_report
from wayforward.show import BLUE, chart, charts
from wayforward.show.charts import DASHES

PLAN = load_plan(DEFAULT)


@cache
def report(ambition: int) -> Report:
    return open_report(ambition, "2025-26-Q4", "hertfordshire")


def findings(ambition: int) -> list[Finding]:
    """Those of which there is a chart."""
    return [each for each in report(ambition).findings if each.points]


def as_told(finding: Finding, value: float, point=None) -> float:
    places = decimals(finding, point) if point else None
    return shown(value if places is None else as_shown(value, finding.unit, places), finding.unit)


def drawn(lines) -> dict:
    return {num2date(when).date(): height for line in lines for when, height in zip(*line.get_data(), strict=True)}


def refuse_other_data(finding: Finding) -> None:
    """AssertionError unless each line, hollow mark and bar of the chart is the finding's own figure."""
    axes = chart(finding, PLAN.start).figure.axes[0]
    ours = {point.end: as_told(finding, point.value, point) for point in finding.points if point.value is not None}
    usable = {point.end: ours[point.end] for point in finding.points if point.usable}
    own = [line for line in axes.lines if line.get_color() == BLUE and len(line.get_xdata()) and line.get_zorder() == 4]
    joined = [line for line in own if line.get_markerfacecolor() != "white"]
    assert drawn(joined) == pytest.approx(usable)
    assert drawn(line for line in own if line not in joined) == pytest.approx(
        {end: value for end, value in ours.items() if end not in usable})
    bars = [segment for each in axes.collections if isinstance(each, LineCollection) for segment in each.get_segments()]
    with_limits = [point for point in finding.points if point.usable and point.low is not None]
    for side, limit in enumerate(("low", "high")):
        assert {num2date(bar[side][0]).date(): bar[side][1] for bar in bars} == pytest.approx(
            {point.end: as_told(finding, getattr(point, limit), point) for point in with_limits})
    for level, dashes in DASHES.items():
        marks = [mark for mark in finding.benchmarks if mark.level == level]
        told = {end: as_told(finding, value) for mark in marks for end, value in mark.points if value is not None}
        assert drawn(line for line in axes.lines if is_dashed(line, dashes)) == pytest.approx(told)


def is_dashed(line, dashes: tuple) -> bool:
    """Whether a line has these dashes, which are stored as multiples of its width."""
    _, own = line._unscaled_dash_pattern
    return own is not None and tuple(own) == dashes and line.get_zorder() == 2


@pytest.mark.parametrize("ambition", [each.number for each in PLAN.ambitions])
def test_every_chart_draws_its_findings_data(ambition):
    for finding in findings(ambition):
        refuse_other_data(finding)


def test_there_are_charts_of_many_kinds():
    there = [finding for each in PLAN.ambitions for finding in findings(each.number)]
    assert len(there) >= 20 and {finding.kind for finding in there} >= {"proportion", "mean", "gap", "shares"}


def wrong_figure(frame, finding):
    """One figure of the area moved by one of its last shown digit."""
    made = frame(finding)
    made.loc[made["usable"].idxmax(), "value"] += 0.1 ** finding.decimals
    return made


def wrong_areas(frame, finding):
    """England's line moved."""
    made = frame(finding)
    return made.assign(value=made["value"] + made["level"].eq("country") * 0.1)


def wrong_interval(frame, finding):
    """Every interval's end moved by one digit."""
    made = frame(finding)
    return made.assign(high=made["high"] + 0.1 ** finding.decimals)


def wrong_order(frame, finding):
    """The figures in another order of time."""
    made = frame(finding)
    return made.assign(value=made["value"].to_numpy()[::-1])


@pytest.mark.parametrize(("part", "wrong"), [("_frame", wrong_figure), ("_others", wrong_areas),
                                             ("_frame", wrong_interval), ("_frame", wrong_order)])
def test_a_wrong_line_is_noticed(part, wrong, monkeypatch):
    finding = report(3)["care_leavers_accommodation"].finding()
    right = getattr(charts, part)
    monkeypatch.setattr(charts, part, lambda one: wrong(right, one))
    with pytest.raises(AssertionError):
        refuse_other_data(finding)
