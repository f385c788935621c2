"""The proof of a run: every text of its files that speaks of a finding, held against findings.json."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from errno import ENOENT
from pathlib import Path
from typing import Any

from wayforward.formats import day
from wayforward.proof import glance
from wayforward.proof.facts import Facts
from wayforward.proof.figures_agree import subtraction
from wayforward.proof.needed import left_out
from wayforward.proof.pictures import strange_numbers, verdict_words
from wayforward.proof.reading import Story, Texts, read
from wayforward.proof.sentences import Reader, Wrong
from wayforward.proof.tables import wrong_cells
from wayforward.proof.templates import templates

FINDINGS, WHOLE = "findings.json", "internal/findings.json"
TEXTS = (".html", "narrative.md", ".ipynb")
CURE = "put the sentence in templates/words.toml or what fills it in right, and run again"
PLACES = ("place_of_", "ranked")
CHARTS = ("Line chart of ", "Chart of ", "Control chart (")
Said = tuple[str, str, str]


@dataclass(frozen=True)
class Problem:
    """What a text says and its finding does not: where, of which promise, in which sentence."""

    page: str
    promise: str
    sentence: str
    says: str
    finding: str

    def __str__(self) -> str:
        return (f"{self.page}, {self.promise}: “{self.sentence}” says {self.says}; the finding says {self.finding}; "
                f"{CURE}")


def prove(findings: Iterable[dict[str, Any]], files: dict[str, str], reduced: bool = False) -> list[Problem]:
    """Every text of `files` (by name) against the findings, plain as in findings.json; `reduced`: rounded, as the
    public file has those counted from returns. Empty where all is proved.

    A story that should be there and is not is a problem too: on narrative.md of each figure, on the pages of each
    promise's headline and parts. Of a finding without a story nothing is to be told.
    """
    known = [Facts(each, reduced and each["origin"] != "published") for each in findings if each.get("story")]
    texts = {name: read(name, content) for name, content in files.items()}
    problems = [problem for name, text in texts.items() for problem in _of_file(name, text, known)]
    return [*problems, *_missing(texts, known)]


def prove_files(files: dict[str, bytes]) -> list[Problem]:
    """The files of a run by name, "public/…" and "internal/…": pages, narrative and notebooks, against the whole
    findings among them; where those are not there (of a published run), against the reduced ones."""
    whole = next((content for name, content in files.items() if name == WHOLE), None)
    findings = whole or next(content for name, content in files.items() if name.endswith(FINDINGS))
    texts = {name: content.decode() for name, content in files.items() if name.endswith(TEXTS)}
    return prove(json.loads(findings)["findings"], texts, reduced=whole is None)


def files_to_prove(folder: Path) -> dict[str, bytes]:
    """What of a run's folder, or of a published edition's, is read to prove it, by name. FileNotFoundError where it
    holds no findings."""
    paths = [path for path in (*folder.glob("*"), *folder.glob("public/*"), *folder.glob("internal/*"))
             if path.name == FINDINGS or path.name.endswith(TEXTS)]
    if not any(path.name == FINDINGS for path in paths):
        raise FileNotFoundError(ENOENT, f"No {FINDINGS} of a run", str(folder))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(paths)}


def prove_run(folder: Path) -> list[Problem]:
    """See `prove_files`, of a run's folder."""
    return prove_files(files_to_prove(folder))


def _of_file(name: str, texts: Texts, findings: list[Facts]) -> Iterator[Problem]:
    for facts, said in wrong_in(texts, findings):
        promise = f"promise {facts['number']} ({facts['title']})" if facts else "its lists and tables"
        yield Problem(name, promise, *said)


def wrong_in(texts: Texts, findings: list[Facts]) -> Iterator[tuple[Facts | None, Said]]:
    """All that a file's texts say and the findings do not: of which finding (None: of a table or a list), the sentence,
    what it says, and what the finding says."""
    headlines = {facts["measure"]: facts for facts in reversed(findings) if facts["headline"]}
    for story in texts.stories:
        facts, wrong = _best(story, findings)
        yield from ((facts, (one.sentence, one.says, one.finding)) for one in wrong)
    for tile in texts.tiles:
        facts = headlines.get(tile.measure)
        told = glance.wrong_tile(tile, facts) if facts else [(tile.verdict, tile.measure, "no such promise")]
        yield from ((facts, said) for said in told)
    for table in texts.tables:
        yield from ((None, said) for said in wrong_cells(table, findings))
    for picture in texts.pictures:
        yield from _of_picture(picture, findings)
    for paragraph in texts.paragraphs:
        yield from _of_paragraph(paragraph, findings)
    yield from ((None, (words, "the service’s words", "no such words")) for words in texts.service
                if not any(says(words, facts) or replies(words, facts) for facts in findings))
    for line in texts.lines:
        yield from ((None, said) for said in glance.wrong_line(line, findings))


def _best(story: Story, findings: list[Facts]) -> tuple[Facts | None, list[Wrong]]:
    """Whose story it is, and what is wrong with it: of several that it may be of, the one that it fits best."""
    own = [facts for facts in findings if is_of(story, facts)]
    tried = [(facts, wrong_story(story, facts)) for facts in own]
    if not tried:
        return None, [Wrong(story.text[:80], story.key, "no such finding")]
    return min(tried, key=lambda one: len(one[1]))


def is_of(story: Story, facts: Facts) -> bool:
    """Whether a story can be of a finding: by its page's id, or by its promise and title."""
    if story.key.startswith("story-"):
        return story.key in (f"story-{facts.key}", f"story-{facts.key}-{facts['origin']}")
    titled = story.text.startswith(f"{facts['title']}. ")
    return story.key == str(facts["number"]) and (titled or facts["headline"])


def wrong_story(story: Story, facts: Facts) -> list[Wrong]:
    """What a story and its note say that the finding does not."""
    text = story.text.removeprefix(f"{facts['title']}. ")
    verdict = verdict_words(facts)
    wrong = []
    if not f"{text} ".startswith(f"{verdict}. "):
        told = text.partition(". ")[0]
        wrong.append(Wrong(f"{told}.", told, verdict))
        text = text.removeprefix(told).removeprefix(".").strip()
    else:
        text = text.removeprefix(f"{verdict}.").strip()
    told = Reader(facts, "story").read(text)
    note = Reader(facts, "note").read(story.note.removeprefix("Note: ").removeprefix(f"Note on {facts['title']}: "))
    if facts["latest"] is not None and not story.note:
        wrong.append(Wrong(verdict, "no note for the statistician", "one is to be there"))
    return [*wrong, *told.wrong, *subtraction(told.matches), *left_out(told.matches, note.matches, facts), *note.wrong]


def _of_picture(picture: str, findings: list[Facts]) -> Iterator[tuple[Facts | None, Said]]:
    """Of pictures that are of no finding nothing is known here."""
    own = [facts for facts in findings if is_pictured(facts, picture)]
    tried = [(facts, _wrong_picture(picture, facts)) for facts in own]
    if tried:
        facts, wrong = min(tried, key=lambda one: len(one[1]))
        yield from ((facts, said) for said in wrong)
    elif picture.startswith(CHARTS):
        yield None, (picture, "the name of a figure and an area", "no such figure of such an area")


def says(words: str, facts: Facts) -> bool:
    """Whether a block of the service's words is a finding's: all that it says, or why it is refused, and no other
    number."""
    own = facts["commentary"]
    if own is None:
        return False
    for part in own["refused"] or (own["reason"], own["action"], f"{own['owner']}, {day(own['date'])}."):
        told = " ".join(part.split())
        if told not in words:
            return False
        words = words.replace(told, "", 1)
    return not any(letter.isdigit() for letter in words)


def replies(words: str, facts: Facts) -> bool:
    """Whether a block of the service's words is a reply of a finding's, under its promise and its question: all of it,
    and nothing more."""
    lead = f"{facts['number']}. {facts['measure_title']}."
    return any(words == " ".join(f"{lead} {one['question']} The service’s reply: {one['words']} {one['owner']}, "
                                 f"{day(one['date'])}.".split())
               for one in facts["replies"] or () if not one["refused"])


def is_pictured(facts: Facts, picture: str) -> bool:
    """Whether a picture's words name a finding's figure and area."""
    control = f"Control chart ({facts.get('control', 'chart')}) of "
    return any(picture.startswith(f"{lead}{facts['title']}, {facts['area']}{end}")
               for lead in (*CHARTS[:2], control) for end in (":", ","))


def _of_paragraph(paragraph: str, findings: list[Facts]) -> Iterator[tuple[Facts, Said]]:
    """A paragraph beside a table that tells a place among others: one of the findings has to say so."""
    if paragraph.startswith(tuple(each.pieces[0][0] for each in templates("story") if each.name.startswith(PLACES))):
        tried = [(facts, Reader(facts, "story").read(paragraph).wrong) for facts in findings if facts["latest"]]
        facts, wrong = min(tried, key=lambda one: len(one[1]), default=(None, []))
        yield from ((facts, (one.sentence, one.says, one.finding)) for one in wrong)


def _wrong_picture(picture: str, facts: Facts) -> list[Said]:
    if picture.startswith("Control chart"):
        return [(picture, number, "no such number") for number in strange_numbers(facts, picture)]
    return [(one.sentence, one.says, one.finding) for one in Reader(facts, "alt").read(picture).wrong]


def _missing(texts: dict[str, Texts], findings: list[Facts]) -> Iterator[Problem]:
    for kind, wanted in (("md", lambda one: one["headline"] or one["part"] or one["points"] or one["refused"]),
                         ("html", lambda one: one["headline"] or one["part"])):
        pages = {name: text for name, text in texts.items() if name.endswith(f".{kind}")}
        told = [story for text in pages.values() for story in text.stories]
        for facts in filter(wanted, findings):
            if pages and not any(is_of(story, facts) for story in told):
                yield Problem(next(iter(pages)), f"promise {facts['number']} ({facts['title']})", "", "nothing",
                              f"a story: {verdict_words(facts)}")
