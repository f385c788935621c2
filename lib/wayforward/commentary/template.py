"""An empty file for the service's words on one promise, with the verdict and the questions as notes beside."""

import re
from pathlib import Path
from textwrap import wrap

from wayforward.commentary.draft import MOST_IN_ALL, NOTE
from wayforward.commentary.folder import ENDING, folder_of
from wayforward.finding import Finding
from wayforward.formats import brief_period
from wayforward.narrate.figures import value_of
from wayforward.narrate.words import verdict_of

WIDTH = 100
RULES = (f"Lines that begin with {NOTE} are notes to you and are not shown. Plain text; Reason and Action together "
         f"have at most {MOST_IN_ALL} words.",
         "This is a publication. Never name a child or a family, or tell anything by which one could be known.",
         "Numbers: only those of the story, its note and its table. Words such as rose, fell, higher, lower, better "
         "and worse are read as said of the figure, and must say what the finding says.",
         "Owner: a role, and nobody’s name. Date: the day of writing, after the period’s end, such as 2026-07-10.")
BOLD = re.compile(r"\*\*|<[^>]+>")


def template(finding: Finding, period: str) -> str:
    """The text of the file."""
    title = f"{finding.number}. {finding.measure_title}: {finding.area}, {period}"
    notes = [title, _stands(finding), *finding.questions, "", *RULES]
    lines = [line for note in notes for line in wrap(BOLD.sub("", note), WIDTH - 2) or [""]]
    head = "\n".join(f"{NOTE} {line}".rstrip() for line in lines)
    return f"{head}\n\nReason:\n\nAction:\n\nOwner:\nDate:\n"


def write_templates(findings: list[Finding], area: str, period: str) -> tuple[list[Path], list[Path]]:
    """Writes a file for each headline: those written, and those that were there already and are left as they are."""
    written, there = [], []
    for finding in findings:
        path = folder_of(area, period) / f"{finding.measure}{ENDING}"
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(template(finding, period))
            written.append(path)
        except FileExistsError:
            there.append(path)
    return written, there


def _stands(finding: Finding) -> str:
    """The verdict, and the two figures between which it lies."""
    if finding.latest is None:
        return f"{verdict_of(finding)}."
    now = f"{value_of(finding, finding.latest)} ({brief_period(finding.latest.period)})"
    if finding.baseline is None:
        return f"{verdict_of(finding)}: {now}."
    then = f"{value_of(finding, finding.baseline)} ({brief_period(finding.baseline.period)})"
    return f"{verdict_of(finding)}: {then}, now {now}."
