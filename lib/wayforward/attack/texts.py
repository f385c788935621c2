"""Which series a sentence speaks of, and the counts it tells of it; sentences about official figures are left out.

A story stands in findings.json under its series, and again in pages and other files; it is known by its words, by the
bold title in front, or by the series' title in a chart's alternative text.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from wayforward.attack.cells import FILE, PUBLISHED, Cell, Key, Series
from wayforward.attack.documents import Document
from wayforward.attack.numbers import read_count, read_share
from wayforward.attack.pages import Text

PAIR = re.compile(r"(?<![\d.,])(\d[\d,]*) of (\d[\d,]*\d|\d)\b")
TITLE = re.compile(r"\*\*(.+?)\.\*\* ")
ENDS = re.compile(r"\bfrom ([\d.,]+%?)(?: [a-z-]+)? \((.+?)\) to ([\d.,]+%?)(?: [a-z-]+)? \((.+?)\)[.,]")
BEFORE = 80         # letters between a period's name and the numbers that are of it
NUMERATOR, DENOMINATOR, SHARE = "numerator", "denominator", "share"


class Speakers:
    """What the findings of a run say, so that the same words are known elsewhere."""

    def __init__(self, series: list[Series], documents: list[Document]):
        values = [value for each in documents if each.file == FILE for value in each.values]
        findings = [finding for value in values for finding in value["findings"] if finding.get("title")]
        ours, self.told, self.titles = {each.id: each for each in series}, {}, {}
        for finding in sorted(findings, key=lambda each: each["origin"] == PUBLISHED):
            own = ours.get(finding["series"]) if finding["origin"] != PUBLISHED else None
            self.titles.setdefault(finding["title"], own)
            parts = paragraphs(finding.get("story") or "")
            self.told = {**dict.fromkeys([*parts, *map(plain, parts)], own), **self.told}

    def paragraphs(self, text: Text) -> Iterator[tuple[Series | None, Text]]:
        """The paragraphs of a text with the series that each speaks of, or None; without those on official figures."""
        for part in paragraphs(text.words):
            titled = TITLE.match(part)
            named = titled and titled[1] in self.titles
            words = part[titled.end():] if named else part
            if named or words in self.told:
                own = self.titles[titled[1]] if named else self.told[words]
                known = True
            else:
                title = max((each for each in self.titles if each in words), key=len, default=None)
                own, known = (self.titles[title], True) if title else (None, False)
            if own or not known:
                yield own, replace(text, words=plain(words))


def paragraphs(words: str) -> list[str]:
    """The paragraphs of a story, without the marks of bold and slanted words but those of a title in front."""
    parts = [part for part in words.split("\n\n") if part.strip()]
    return [" ".join(part.split()) if TITLE.match(part) else plain(part) for part in parts]


def plain(words: str) -> str:
    """Words without marks."""
    return " ".join(words.replace("**", "").replace("*", "").split())


def sentence_cells(series: list[Series], documents: list[Document]) -> list[Cell]:
    """The counts and percentages that sentences tell of a series' periods."""
    speakers = Speakers(series, documents)
    texts = (text for document in documents for text in document.texts
             if PAIR.search(text.words) or ENDS.search(text.words))
    return [cell for text in texts for own, said in speakers.paragraphs(text) if own
            for cell in [*_pairs(own, said), *_ends(own, said)]]


def _pairs(own: Series, said: Text) -> Iterator[Cell]:
    """The "58 of 60 children" of a proportion, with the period before it, or after it in brackets."""
    for match in PAIR.finditer(said.words) if own.kind == "proportion" and own.whole else ():
        if label := _label(own, said.words, match):
            for part, number in zip((NUMERATOR, DENOMINATOR), match.groups(), strict=True):
                yield Cell(own.key(own.periods[label], part), *read_count(number), f"{said.file}, {said.where}")


def _label(own: Series, words: str, match: re.Match) -> str | None:
    """The period of a pair of numbers."""
    after = [label for label in own.periods if words.startswith(f", {label}", match.end())]
    if after or not words.startswith(f" {own.population}", match.end()):
        return max(after, key=len, default=None)
    near = words[max(0, match.start() - BEFORE):match.start()]
    return max((label for label in own.periods if label in near), key=lambda label: (near.rfind(label), len(label)),
               default=None)


def _ends(own: Series, said: Text) -> Iterator[Cell]:
    """The first and the last figure of a chart, from its alternative text."""
    for first, begin, last, end in ENDS.findall(said.words):
        for number, label in ((first, begin), (last, end)):
            share, count = read_share(number), read_count(number)
            place = f"{said.file}, {said.where}"
            if label in own.periods and own.kind == "proportion" and share:
                yield Cell(Key(own.id, own.periods[label], "", "", SHARE), *share, place)
            if label in own.periods and own.kind == "count" and count and own.whole:
                yield Cell(own.key(own.periods[label], NUMERATOR), *count, place)
