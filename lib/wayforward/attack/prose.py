"""Numbers of people in sentences: "58 of 60 children" tells of 58, and of the 2 others."""

import re

from wayforward.attack.bounds import small
from wayforward.attack.cells import Series
from wayforward.attack.evidence import Run
from wayforward.attack.recipes import Recipe

NARRATIVE = "narrative.md"
PAIR = re.compile(r"(?<![\d.,])(\d[\d,]*) of (\d[\d,]*\d|\d)")
TITLE = re.compile(r"^\*\*(.+?)\.\*\*", re.MULTILINE)
PROMISE = re.compile(r"^### (\d+)\. ", re.MULTILINE)


def sentence_recipes(run: Run) -> list[Recipe]:
    """The small numbers that the story of a run tells of people, or leaves to be subtracted."""
    path = run.folder / NARRATIVE
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    named = {(each.number, each.title): each for each in run.series}
    pieces = [(named.get((int(number), title)), words) for number, section in _pieces(PROMISE, text)
              for title, words in _pieces(TITLE, section)]
    return [found for each, words in pieces if each for found in _small_pairs(each, words, f"{run.name}: {NARRATIVE}")]


def _pieces(heading: re.Pattern, text: str) -> list[tuple[str, str]]:
    """A text cut at its headings: what each says, and the words below it."""
    _, *parts = heading.split(text)
    return list(zip(parts[::2], parts[1::2], strict=True))


def _small_pairs(series: Series, words: str, place: str) -> list[Recipe]:
    """Pairs that the people counted, or a period, follow: "58 of 60 children", "(58 of 60, 31 March 2021)"."""
    after = (f" {series.population}", *(f", {label}" for label in series.periods))
    found = []
    for match in PAIR.finditer(words):
        part, whole = (float(number.replace(",", "")) for number in match.groups())
        told = {"as told": part, f"{whole:g} − {part:g}": whole - part}
        found += [Recipe(f"{series.id}, in the words “{match[0]}”, {how}", number, number, True, (place,))
                  for how, number in told.items() if small(number, number) and words.startswith(after, match.end())]
    return found
