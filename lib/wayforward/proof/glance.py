"""A promise at a glance, and the lines of lists: verdict, figure, period, change."""

import re
from collections import defaultdict
from collections.abc import Iterator

from wayforward.formats import brief_period
from wayforward.proof.facts import Facts
from wayforward.proof.news import BEGINS, wrong_news
from wayforward.proof.pictures import verdict_words
from wayforward.proof.reading import Tile
from wayforward.proof.sentences import Reader
from wayforward.proof.slots import figure
from wayforward.proof.sure import plain_verdict
from wayforward.proof.tables import change_is, latest_is
from wayforward.proof.templates import words

COUNTED = re.compile(r"(.+?): (\d+) of (\d+): (.*)")
NUMBERED = re.compile(r"(\d+)\. ")
IN_PART = re.compile(r"\((\d+), in part ([^)]+)\)")
NAMED = re.compile(r" \((\d+)[,)]")
Said = tuple[str, str, str]


def wrong_tile(tile: Tile, facts: Facts) -> Iterator[Said]:
    """What a tile or a row of the panel says that the finding does not."""
    if tile.verdict != verdict_words(facts):
        yield tile.verdict, tile.verdict, verdict_words(facts)
    if tile.text:
        for wrong in Reader(facts, "glance").read(tile.text).wrong:
            yield wrong.sentence, wrong.says, wrong.finding
    if len(tile.cells) > 2 and not latest_is(tile.cells[-2], facts, facts["latest"]):
        yield tile.cells[-2], tile.cells[-2], f"{facts.get('latest', 'value')} ({facts.get('latest', 'period')})"
    if len(tile.cells) > 2 and not change_is(tile.cells[-1], facts):
        yield tile.cells[-1], tile.cells[-1], str(facts.get("change", "estimate"))


def wrong_line(line: str, findings: list[Facts]) -> Iterator[Said]:
    """The same of a line of a list: how many promises have a verdict, and which; or a promise's figures in short."""
    counted = COUNTED.fullmatch(line)
    if counted and counted[1] in words()["verdict"].values():
        yield from _counted(counted, findings)
    elif NUMBERED.match(line) and line.endswith("?"):
        yield from _asked(line, findings)
    elif any(f". {begin}" in line for begin in BEGINS):
        yield from _new(line, findings)
    elif NUMBERED.match(line):
        yield from _in_short(line, findings)


def _asked(line: str, findings: list[Facts]) -> Iterator[Said]:
    """The questions of a promise, after its number and name."""
    lead, own = _promise(line, findings)
    if not own:
        yield line, "questions of a promise", "no promise of that number and name"
        return
    tried = [Reader(facts, "question").read(line.removeprefix(lead)).wrong for facts in own if facts["headline"]]
    for wrong in min(tried, key=len):
        yield wrong.sentence, wrong.says, wrong.finding


def _new(line: str, findings: list[Facts]) -> Iterator[Said]:
    lead, own = _promise(line, findings)
    if own:
        yield from wrong_news(line.removeprefix(lead), own)
    else:
        yield line, "what is new of a promise", "no promise of that number and name"


def _promise(line: str, findings: list[Facts]) -> tuple[str, list[Facts]]:
    """The words by which a line names a promise, and the promise's findings."""
    named = {f"{facts['number']}. {facts['measure_title']}. ": facts["number"] for facts in findings}
    lead = next((lead for lead in named if line.startswith(lead)), "")
    return lead, [facts for facts in findings if lead and facts["number"] == named[lead]]


def _counted(line: re.Match, findings: list[Facts]) -> Iterator[Said]:
    headlines = {}
    for facts in findings:
        if facts["headline"]:
            headlines.setdefault(facts["number"], facts)
    own = [number for number, facts in headlines.items() if words()["verdict"][facts["verdict"]] == line[1]]
    told = [int(number) for number in NAMED.findall(line[4])]
    if (int(line[2]), int(line[3]), told) != (len(own), len(headlines), own):
        yield line[0], f"{line[2]} of {line[3]}: {told}", f"{len(own)} of {len(headlines)}: {own}"
    for number, parts in IN_PART.findall(line[4]):
        of_parts = {plain_verdict(facts["verdict"]) for facts in findings
                    if str(facts["number"]) == number and (facts["part"] or facts["refused"])}
        if not set(parts.split(" and ")) <= of_parts:
            yield line[0], f"{number}, in part {parts}", " and ".join(sorted(of_parts))


def _in_short(line: str, findings: list[Facts]) -> Iterator[Said]:
    number, _, rest = line.partition(". ")
    by_line: dict[str, list[Facts]] = defaultdict(list)
    for facts in findings:
        if str(facts["number"]) == number and (facts["headline"] or facts["part"]):
            by_line[_short(facts)].append(facts)
    titles = [facts["title"] for own in by_line.values() for facts in own]
    if not any(rest.startswith(f"{title}: ") for title in titles):
        return
    for part in (part for part in rest.split("; ") if not part.startswith("the return ")):
        if part not in by_line and any(part.startswith(title) for title in titles):
            yield line, part, " or ".join(by_line)


def _short(facts: Facts) -> str:
    verdict = verdict_words(facts).lower()
    if facts["latest"] is None:
        return f"{facts['title']}: {verdict}"
    latest = facts["latest"]
    told = figure(facts, latest["value"], facts.places(latest)).told
    return f"{facts['title']}: {told} ({brief_period(latest['period'])}), {verdict}"
