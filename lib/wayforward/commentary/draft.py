"""One file of the service's words, taken apart: four sections of plain text, and what is wrong with them.

    # A line that begins so is a note to whoever writes, and is not read.
    Reason: why the figure is as it is
    Action: what is being done
    Owner: a role, and nobody's name
    Date: 2026-07-10
"""

import re
from dataclasses import dataclass
from datetime import date

from wayforward.markup import visible

SECTIONS = ("Reason", "Action", "Owner", "Date")
NOTE = "#"
HEADING = re.compile(rf"({'|'.join(SECTIONS)}):\s?(.*)", re.IGNORECASE)
MOST_WORDS = {"Owner": 12, "Date": 3}
MOST_IN_ALL = 150
MOST_BYTES = 20_000


@dataclass(frozen=True)
class Section:
    """A section's text, line by line, and the number of its first line in the file."""

    line: int
    text: str

    @property
    def words(self) -> str:
        """In one line, without letters that nobody sees."""
        return visible(" ".join(self.text.split()))

    def line_at(self, place: int) -> int:
        """The line of the file in which a place of the text lies."""
        return self.line + self.text.count("\n", 0, place)


@dataclass(frozen=True)
class Draft:
    """What a file says, before it is held against a finding; `measure` is the name of the file.

    path       from the project's root
    lines, sha256   of its content, for the list of inputs
    problems   what is wrong with it by itself, in words that repeat none of it
    """

    path: str
    measure: str
    sections: dict[str, Section]
    problems: tuple[str, ...]
    lines: int = 0
    sha256: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether it is a template that nobody has filled in: nothing is said, and nothing is wrong."""
        return set(self.sections) == set(SECTIONS) and not any(each.words for each in self.sections.values())

    @property
    def date(self) -> date | None:
        """The day in the file; None where it is none."""
        try:
            return date.fromisoformat(self.sections["Date"].words)
        except (KeyError, ValueError):
            return None


def read_sections(text: str) -> tuple[dict[str, Section], list[str]]:
    """The sections of a file, and what is wrong with how it is made up.

    >>> sections, problems = read_sections("Reason: Rents.\\nAction: Build.\\nOwner: Head of Homes\\nDate: 2026-07-10")
    >>> sections["Action"].line, sections["Action"].words, problems
    (2, 'Build.', [])
    """
    parts: dict[str, Section] = {}
    problems, open_section = [], None
    for number, line in enumerate(text.splitlines(), start=1):
        found = HEADING.match(line)
        if line.startswith(NOTE):
            line = ""
        elif found:
            open_section, line = found[1].capitalize(), found[2]
            if open_section in parts:
                problems.append(f"line {number}: a second {open_section}; expected one of each")
            parts[open_section] = Section(number, line)
            continue
        if open_section:
            parts[open_section] = Section(parts[open_section].line, f"{parts[open_section].text}\n{line}")
        elif line.strip():
            problems.append(f"line {number}: text before the first section; expected “Reason:”")
    return parts, problems


def wrong_sections(sections: dict[str, Section], period_end: date) -> list[str]:
    """What is missing, too long or no day; words of before the period's last day are of another period."""
    problems = [f"{name}: expected; it is empty or not there" for name in SECTIONS
                if name not in sections or not sections[name].words]
    counts = {name: len(section.words.split()) for name, section in sections.items()}
    problems += [f"line {sections[name].line}: {name} has {counts[name]} words; expected at most {most}"
                 for name, most in MOST_WORDS.items() if counts.get(name, 0) > most]
    together = counts.get("Reason", 0) + counts.get("Action", 0)
    if together > MOST_IN_ALL:
        problems.append(f"Reason and Action have {together} words together; expected at most {MOST_IN_ALL}")
    return problems + wrong_day(sections, period_end)


def wrong_day(sections: dict[str, Section], period_end: date) -> list[str]:
    """What is wrong with the Date that there is."""
    if "Date" not in sections or not sections["Date"].words:
        return []
    where = f"line {sections['Date'].line}"
    day = Draft("", "", sections, ()).date
    if day is None:
        return [f"{where}: Date is no day; expected one such as {period_end}"]
    if day <= period_end:
        return [f"{where}: Date is not after the period's end, {period_end}; words about a period are written when it "
                "is over"]
    return []
