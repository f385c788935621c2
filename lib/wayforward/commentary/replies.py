"""What the service replies to the questions of a promise: its files, read, and held against the finding.

    commentary/<area>/<period>/replies/<measure>.md

    # A line that begins so is a note to whoever writes, and is not read.
    Question: as the report asks it
    Reply: plain text; without one the question stays open
    Owner: a role, and nobody's name
    Date: 2026-07-10

A file has as many questions as the report asks of the promise; owner and date are of all its replies.
"""

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from wayforward import project
from wayforward.commentary.claims import problems_of
from wayforward.commentary.draft import MOST_BYTES, MOST_IN_ALL, NOTE, Draft, Section, wrong_day
from wayforward.commentary.folder import ENDING, folder_of
from wayforward.finding import Finding, Reply

HOME = "replies"
RULES = ("Leave the questions as they are; a Reply that stays empty leaves its question open. The rules are those of "
         "the service's words.")
HEADING = re.compile(r"(Question|Reply|Owner|Date):\s?(.*)", re.IGNORECASE)


@dataclass(frozen=True)
class Replied:
    """A question of a file, and what is replied to it: the sections Reply, Owner and Date of a draft."""

    question: Section
    draft: Draft


def files_of(area: str, period: str) -> list[Path]:
    """The files of replies of an area and period, by name."""
    return sorted((folder_of(area, period) / HOME).glob(f"*{ENDING}"))


def read_replies(area: str, period: str, period_end: date, measures: Collection[str]) -> tuple[Replied, ...]:
    """All replies of an area on a period, whatever is wrong with them told in each; `measures`: the plan's ids."""
    return tuple(each for path in files_of(area, period) for each in _of_file(path, period_end, measures))


def _of_file(path: Path, period_end: date, measures: Collection[str]) -> list[Replied]:
    content = path.read_bytes()
    told = project.shown(path), path.stem
    seen = content.count(b"\n") + (not content.endswith(b"\n")), hashlib.sha256(content).hexdigest()
    problems = [] if path.stem in measures else ["the plan has no measure of the file's name"]
    if len(content) > MOST_BYTES:
        return [Replied(Section(1, ""), Draft(*told, {}, (f"it has {len(content):,} bytes; expected at most "
                                                          f"{MOST_BYTES:,}",), *seen))]
    asked, signed = _sections(content.decode("utf-8-sig", errors="replace"))
    answered = [(question, reply) for question, reply in asked if reply.words]
    problems += [f"{name}: expected; it is empty or not there" for name in ("Owner", "Date")
                 if answered and not (name in signed and signed[name].words)] + wrong_day(signed, period_end)
    return [Replied(question, Draft(*told, {"Reply": reply, **signed}, (*problems, *_too_long(reply)), *seen))
            for question, reply in answered]


def _sections(text: str) -> tuple[list[tuple[Section, Section]], dict[str, Section]]:
    """Each question with its reply, and the sections that are of all."""
    found: list[tuple[str, int, list[str]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        heading = HEADING.match(line)
        if heading:
            found.append((heading[1].capitalize(), number, [heading[2]]))
        elif found:
            found[-1][2].append("" if line.startswith(NOTE) else line)
    sections = [(name, Section(number, "\n".join(lines))) for name, number, lines in found]
    asked = [(one[1], other[1]) for one, other in pairwise(sections)
             if (one[0], other[0]) == ("Question", "Reply")]
    return asked, {name: section for name, section in sections if name in ("Owner", "Date")}


def _too_long(reply: Section) -> list[str]:
    words = len(reply.words.split())
    too_many = f"line {reply.line}: Reply has {words} words; expected at most {MOST_IN_ALL}"
    return [too_many] if words > MOST_IN_ALL else []


def reply_problems(replied: Replied, findings: Sequence[Finding]) -> list[str]:
    """All that is wrong with a reply beside a measure's findings, the headline's among them."""
    asked = [question for one in findings if one.headline for question in one.questions]
    strange = [] if replied.question.words in asked else [
        f"line {replied.question.line}: the report asks no such question of the promise (any more)"]
    return [*strange, *(problem.text for problem in problems_of(replied.draft, findings))]


def replies(given: Sequence[Replied], findings: Sequence[Finding]) -> tuple[Reply, ...]:
    """The replies as they stand under the headline's questions, or why they do not. One to a question that is not asked
    any more is told in `reply_problems` alone."""
    asked = {question for one in findings if one.headline for question in one.questions}
    return tuple(_reply(each, reply_problems(each, findings)) for each in given if each.question.words in asked)


def _reply(replied: Replied, problems: list[str]) -> Reply:
    question, draft = replied.question.words, replied.draft
    if problems:
        return Reply(question, "", "", None, tuple(dict.fromkeys(problems)))
    return Reply(question, draft.sections["Reply"].words, draft.sections["Owner"].words, draft.date)


def write_template(finding: Finding, area: str, period: str) -> Path | None:
    """Writes the file with a headline's questions, to be replied to; None where it is there already."""
    path = folder_of(area, period) / HOME / f"{finding.measure}{ENDING}"
    path.parent.mkdir(parents=True, exist_ok=True)
    asked = "".join(f"Question: {question}\nReply:\n\n" for question in finding.questions)
    title = f"{NOTE} {finding.number}. {finding.measure_title}: {finding.area}, {period}\n{NOTE} {RULES}\n\n"
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(f"{title}{asked}Owner:\nDate:\n")
    except FileExistsError:
        return None
    return path
