"""No story contradicts itself, its chart or its numbers, none is long or hard to read, none says a thing twice: rules
read back from the finished words of many findings."""

import re
from collections import Counter
from statistics import median

import pytest

from narrate import readability
from wayforward.finding import Finding
from wayforward.judge import DECIDED, DecidedBy, Evidence, Verdict, evidence
from wayforward.narrate import control
from wayforward.narrate.figures import told_value
from wayforward.narrate.words import words
from wayforward.report.open import examined, read_inputs
from wayforward.runner.due import periods_asked

LATEST, FEW = "2025-26-Q4", ("hertfordshire", "exampleshire", "rutland", "hampshire")
TEN = ("camden", "cumberland", "kent", "birmingham", "leeds", "north_yorkshire", "trafford", "city_of_london",
       "kingston_upon_thames", "bournemouth_christchurch_and_poole")
WHOLE = re.compile(r"(\*\*[A-Z][^*]+\.\*\* )?[A-Z0-9“].*\.")
HOLES = re.compile(r"  |None\b(?! of the)|\bnan\b|\bnull\b| [.,;:)]|\( |\.\.|;\.|\{|\}|\S\n\S")
NUMBER = re.compile(r"−?[\d,]+(?:\.\d+)?")


def findings(period: str, area: str) -> list[Finding]:
    inputs = read_inputs(period, area)
    return [finding for measure in inputs.plan.measures for finding in examined(measure, inputs).findings]


def contradictions(finding: Finding) -> list[str]:
    """The rules that the words of a finding break."""
    story, chart = finding.story.replace("\n\n", " "), control.sentence(finding)
    return [rule for rule, broken in {
        "strong evidence that half of the other choices do not see": _doubted(finding),
        "a verdict that half do not see, and no word of it beside it": _silent_doubt(finding, story),
        "a chart on trial that knows of chance": finding.control is not None and finding.control.trial
        and "anything but chance" in chart,
        "a decided trend over a silent chart": finding.decided_by == DecidedBy.TREND and finding.verdict in DECIDED
        and bool(chart) and not _signalled(finding) and "gradually" not in chart,
        "signals of before the verdict's years": _early(finding) and "before the years" not in chart,
        "trend and change on two sides of the limit": _apart(finding) and not re.search(
            "The years between decide|The ends differ|That leap|swings so much", story),
        "a forecast surer than the verdict": _surer(finding) and "takes the latest figure" not in finding.note,
        "figures that do not add up": _adrift(finding, story),
        "no whole sentences": not all(WHOLE.fullmatch(each) for each in finding.story.split("\n\n"))
        or bool(HOLES.search(finding.story)),
        "no clear change, and yet down or up": finding.verdict not in DECIDED and bool(re.search(
            "it is (up|down)", story)),
        "chance can explain a change far beyond what others move": "chance can explain" in story
        and _beyond_others(finding),
    }.items() if broken]


def hard_to_read(finding: Finding) -> list[str]:
    """The limits of words.toml that a story goes beyond, with the measure of it."""
    limits, said = words()["limits"], [len(readability.words(each)) for each in readability.sentences(finding.story)]
    found = {"story_words": sum(said), "sentence_words": max(said), "reading_grade": readability.grade(finding.story)}
    return [f"{name} {value:.1f}" for name, value in found.items() if value > limits[name]]


def said_twice(finding: Finding) -> list[str]:
    """Six words in a row that a story says twice, other than those of a period; where there is no figure, reasons are
    told alike."""
    if finding.latest is None:
        return []
    told = [word.strip(".,:;()").lower() for word in readability.plain(finding.story).split()]
    rows = Counter(tuple(told[at:at + 6]) for at in range(len(told) - 5))
    return [" ".join(row) for row, times in rows.items() if times > 1 and not any(word.isdigit() for word in row)]


def _doubted(finding: Finding) -> bool:
    return finding.evidence == Evidence.STRONG and 0 < len(finding.robustness) <= 2 * len(finding.dissenters)


def _silent_doubt(finding: Finding, story: str) -> bool:
    most = 0 < len(finding.robustness) <= 2 * len(finding.dissenters)
    return finding.latest is not None and most and not re.match(r"\*\*[^*]+\*\* (We tried|The other test)", story)


def _signalled(finding: Finding) -> bool:
    return any(point.signals for point in finding.control.points)


def _early(finding: Finding) -> bool:
    signals = [point.end for point in finding.control.points if point.signals] if finding.control else []
    return bool(signals) and finding.baseline is not None and max(signals) < finding.baseline.end


def _apart(finding: Finding) -> bool:
    """Decided by the trend, where the change alone would have said otherwise; a leap is told with its own words."""
    if finding.decided_by != DecidedBy.TREND or not finding.change.has_interval or finding.uneven:
        return False
    clear = not finding.change.low <= 0 <= finding.change.high
    return clear != (evidence(finding.trend.p) != Evidence.NONE)


def _surer(finding: Finding) -> bool:
    outlook, open_yet = finding.outlook, finding.verdict == Verdict.NO_CLEAR_CHANGE
    if not open_yet or outlook is None or outlook.value is None or outlook.known or finding.baseline is None:
        return False
    return not outlook.low <= finding.baseline.value <= outlook.high


def _beyond_others(finding: Finding) -> bool:
    moved = finding.change.estimate
    return finding.decided_by == DecidedBy.TREND and finding.scatter is not None and moved is not None and (
        abs(moved) > 3 * finding.scatter.sigma)


def _adrift(finding: Finding, story: str) -> bool:
    """Whether the difference told is not that of the figures as told, and nothing says so."""
    began = re.search(rf"Before the plan it was ({NUMBER.pattern}).*?(?:it is up|it is down|it is now) (?:about )?"
                      rf"({NUMBER.pattern})[^.]*?( before rounding)?\.(?: |$)", story)
    if not began or began[3]:
        return False
    told = told_value(finding, finding.latest)
    last, first, apart = (float(text.replace("−", "-").replace(",", ""))
                          for text in (NUMBER.search(told)[0], began[1], began[2]))
    return told not in story or abs(abs(last - first) - apart) > 1e-6


def broken(period: str, area: str) -> list[str]:
    """Every rule that a story of an area's report breaks; and whether its sentences are long, all taken together."""
    told = findings(period, area)
    middle = median(len(readability.words(each)) for one in told for each in readability.sentences(one.story))
    long = [f"the middle sentence has {middle} words"] if middle > words()["limits"]["middle_sentence_words"] else []
    return [f"{area}, {period}: {rule}" for rule in long] + [
        f"{area}, {period}, {finding.series} ({finding.origin}): {rule}" for finding in told
        for rule in (*contradictions(finding), *hard_to_read(finding), *said_twice(finding))]


@pytest.mark.parametrize("area", FEW)
def test_no_story_of_the_latest_period_contradicts_itself_or_is_hard_to_read(area):
    assert broken(LATEST, area) == []


@pytest.mark.long
@pytest.mark.parametrize("area", ("hertfordshire", "exampleshire", *TEN))
def test_no_story_of_any_period_contradicts_itself_or_is_hard_to_read(area):
    assert [told for period in periods_asked(None, every=True, due=False) for told in broken(period, area)] == []
