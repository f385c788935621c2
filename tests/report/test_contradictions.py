"""No story contradicts itself, its chart or its numbers: rules read back from the finished words of many findings."""

import re

import pytest

from wayforward.finding import Finding
from wayforward.judge import DECIDED, DecidedBy, Evidence, Verdict, evidence
from wayforward.narrate import control
from wayforward.report.open import examine_measure, read_inputs
from wayforward.runner.parameters import parameters_files

LATEST, FEW = "2025-26-Q4", ("hertfordshire", "rutland", "hampshire")
TEN = ("camden", "cumberland", "kent", "birmingham", "leeds", "north_yorkshire", "trafford", "city_of_london",
       "kingston_upon_thames", "bournemouth_christchurch_and_poole")
NUMBER = r"(−?[\d,]+(?:\.\d+)?)"
UNIT = r"(?:%| percentage points?| points?)?"
NOW = rf": {NUMBER}{UNIT} \(95%"
MOVES = [     # a figure then, and how far that now is apart from it, in one sentence
    rf"Before the plan began (?:it|the distance) was {NUMBER}{UNIT} \([^)]*\)[^:.]*: "
    rf"(?:it is now|a rise of|a fall of) {NUMBER}{UNIT}(?: higher| lower)?(?: before (rounding))?",
    rf"A year before it was {NUMBER}{UNIT}; "
    rf"it is now {NUMBER}{UNIT} (?:higher|lower) than that(?: before (rounding))?"]


def findings(period: str, area: str) -> list[Finding]:
    inputs = read_inputs(period, area)
    return [finding for measure in inputs.plan.measures for finding in examine_measure(measure, inputs).findings]


def contradictions(finding: Finding) -> list[str]:
    """The rules that the words of a finding break."""
    story, chart = finding.story.replace("\n\n", " "), control.sentence(finding)
    return [rule for rule, broken in {
        "strong evidence that half of the other choices do not see": _doubted(finding),
        "a decided verdict that most do not see, and no word of it": _silent_doubt(finding, story),
        "a chart on trial that knows of chance": finding.control is not None and finding.control.trial
        and "anything but chance" in chart,
        "a decided trend over a silent chart": finding.decided_by == DecidedBy.TREND and finding.verdict in DECIDED
        and bool(chart) and not _signalled(finding) and "gradually" not in chart,
        "signals of before the verdict's years": _early(finding) and "before the years" not in chart,
        "trend and change on two sides of the limit": _apart(finding) and "first against last" not in story,
        "a forecast surer than the verdict": _surer(finding) and "takes the latest figure" not in story,
        "figures that do not add up": any(_adrift(story, move) for move in MOVES),
    }.items() if broken]


def _doubted(finding: Finding) -> bool:
    return finding.evidence == Evidence.STRONG and 0 < len(finding.robustness) <= 2 * len(finding.dissenters)


def _silent_doubt(finding: Finding, story: str) -> bool:
    most = 0 < len(finding.robustness) <= 2 * len(finding.dissenters)
    return finding.verdict in DECIDED and most and not re.search("do not see it|tried sees it", story)


def _signalled(finding: Finding) -> bool:
    return any(point.signals for point in finding.control.points)


def _early(finding: Finding) -> bool:
    signals = [point.end for point in finding.control.points if point.signals] if finding.control else []
    return bool(signals) and finding.baseline is not None and max(signals) < finding.baseline.end


def _apart(finding: Finding) -> bool:
    """Decided by the trend, where the change alone would have said otherwise."""
    if finding.decided_by != DecidedBy.TREND or not finding.change.has_interval:
        return False
    clear = not finding.change.low <= 0 <= finding.change.high
    return clear != (evidence(finding.trend.p) != Evidence.NONE)


def _surer(finding: Finding) -> bool:
    outlook, open_yet = finding.outlook, finding.verdict == Verdict.NO_CLEAR_CHANGE
    if not open_yet or outlook is None or outlook.value is None or outlook.known or finding.baseline is None:
        return False
    return not outlook.low <= finding.baseline.value <= outlook.high


def _adrift(story: str, move: str) -> bool:
    """Whether the difference told is not that of the figures as told, and nothing says so."""
    now, then = re.search(NOW, story), re.search(move, story)
    if not now or not then or then[3]:
        return False
    last, first, apart = (float(text.replace("−", "-").replace(",", "")) for text in (now[1], then[1], then[2]))
    return abs(abs(last - first) - apart) > 1e-6


def broken(period: str, area: str) -> list[str]:
    return [f"{area}, {period}, {finding.series} ({finding.origin}): {rule}"
            for finding in findings(period, area) for rule in contradictions(finding)]


@pytest.mark.parametrize("area", FEW)
def test_no_finding_of_the_latest_period_contradicts_itself(area):
    assert broken(LATEST, area) == []


@pytest.mark.long
@pytest.mark.parametrize("area", ("hertfordshire", "exampleshire", *TEN))
def test_no_finding_of_any_period_contradicts_itself(area):
    assert [told for path in parameters_files() for told in broken(path.stem, area)] == []
