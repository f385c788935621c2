"""Finished texts with one thing in them changed: a number, a direction, a name, a period, a comparison, a certainty."""

import re
from calendar import month_name
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from wayforward.proof.facts import Facts
from wayforward.proof.reading import Rows, Story, Texts, Tile

NUMBER = re.compile(r"(?<![\w.,/-])\d[\d,]*(?:\.\d+)?(?![\w/-]|[.,]\d)")
MONTHS = tuple(month_name)[1:]
YEAR = re.compile(r"(?:19|20)\d\d(?:[/-]\d\d)?")
PAIRS = {
    "direction": ("up", "down", "higher", "lower", "rose", "fell", "rise", "fall", "an increase", "a reduction",
                  "Getting better", "Getting worse", "getting better", "getting worse", "Improving", "Worsening",
                  "improving", "worsening", "+", "−"),
    "wrong comparison": ("highest", "lowest", "went from", "stayed at", "above", "below", "under", "over",
                         "All", "Both", "Most", "Half", "agree", "differ", "agrees", "differs", "calls it", "call it",
                         "see no clear change", "call it getting better", "most similar", "least similar"),
    "wrong certainty": ("once in 20 times", "once in 500 times", "on some evidence", "on strong evidence",
                        "some evidence", "strong evidence", "No clear change", "Getting better, on some evidence",
                        "chance can explain", "chance cannot explain", "Chance alone can explain such a course.",
                        "Chance alone would bring such a course less than once in 20 times.", "less than once",
                        "more than once", "p < 0.001", "p = 0.001", "less than", "more than", "95%", "99%",
                        "80%", "95%", "would hardly have shown", "would have shown", "about", "exactly",
                        "improving", "no clear change", "no clear change", "worsening")}


@dataclass(frozen=True)
class Changed:
    """A text as it was and with one change; `texts` holds it alone."""

    kind: str
    before: str
    after: str
    texts: Texts


Change = Callable[[str, Facts, Random], str | None]


def number(text: str, facts: Facts, random: Random) -> str | None:
    """One number is another: a digit of it, or all of it for another number of the same text."""
    there = [found for found in NUMBER.finditer(text) if not _in_a_name(found, text, facts)]
    if not there:
        return None
    found = random.choice(there)
    others = [other[0] for other in there if other[0] != found[0] and ("." in other[0]) == ("." in found[0])]
    new = random.choice(others) if others and random.random() < 0.5 else _other_digit(found[0], random)
    return text[:found.start()] + new + text[found.end():]


def _other_digit(old: str, random: Random) -> str:
    place = random.choice([place for place, letter in enumerate(old) if letter.isdigit()])
    digit = random.choice([digit for digit in "0123456789" if digit != old[place] and (place or digit != "0")])
    return old[:place] + digit + old[place + 1:]


def _in_a_name(found: re.Match, text: str, facts: Facts) -> bool:
    """Whether a number belongs to a period: that is another kind of change."""
    around = text[max(0, found.start() - 24):found.end() + 24]
    of_a_day = found[0] in ("15", "30", "31") and any(month in around for month in MONTHS)
    return of_a_day or bool(YEAR.fullmatch(found[0]))


def period(text: str, facts: Facts, random: Random) -> str | None:
    """A year is another one."""
    there = list(YEAR.finditer(text))
    if not there:
        return None
    found = random.choice(there)
    shift = random.choice([-2, -1, 1, 2])
    new = re.sub(r"\A\d{4}", lambda year: str(int(year[0]) + shift), found[0])
    return text[:found.start()] + new + text[found.end():]


def name(text: str, facts: Facts, random: Random) -> str | None:
    """A council, a country, a group of people, or a figure has another's name."""
    known = [each for each in (facts["area"], "England", facts["of"], facts["counted"], facts["unknown"],
                               facts["supplied_by"], facts["title"], *(one["choice"] for one in facts["robustness"]))
             if each and each in text]
    if not known:
        return None
    old = random.choice(known)
    new = {"England": "Wales", facts["area"]: "Essex"}.get(old) or " ".join(reversed(old.split(" "))) + " of others"
    return text.replace(old, new, 1)


def swapped(kind: str) -> Change:
    """One of a pair of words stands for the other."""
    pairs = PAIRS[kind]

    def change(text: str, facts: Facts, random: Random) -> str | None:
        hits = [(found, pairs[place + 1 - 2 * (place % 2)]) for place, word in enumerate(pairs)
                for found in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)" if word[0].isalpha() else re.escape(word),
                                         _without_names(text, facts))]
        if not hits:
            return None
        found, new = random.choice(hits)
        return text[:found.start()] + new + text[found.end():]
    return change


def _without_names(text: str, facts: Facts) -> str:
    """The text with the names in it blotted out: what stands in a name is a change of the name."""
    names = (facts["of"], facts["counted"], facts["title"], facts["caveat"], facts["stand_in"], facts["supplied_by"],
             facts["unknown"], *(one["choice"] for one in facts["robustness"]))
    for each in filter(None, names):
        text = text.replace(each, "\0" * len(each))
    return text


KINDS: dict[str, Change] = {"number": number, "direction": swapped("direction"), "name": name, "period": period,
                            "wrong comparison": swapped("wrong comparison"),
                            "wrong certainty": swapped("wrong certainty")}


def changed(kind: str, texts: Texts, findings: list[Facts], random: Random) -> Changed:
    """A text of those with one change of a kind."""
    places = [*((story, "text") for story in texts.stories), *((story, "note") for story in texts.stories),
              *((tile, "text") for tile in texts.tiles), *((each, "") for each in texts.pictures),
              *((table, "") for table in texts.tables)]
    while True:
        place, which = random.choice(places)
        made = _of_table(place, findings, kind, random) if isinstance(place, Rows) else \
            _of_text(place, which, findings, kind, random)
        if made and made.before != made.after:
            return made


def _of_text(place: Story | Tile | str, which: str, findings: list[Facts], kind: str, random: Random) -> Changed | None:
    before = getattr(place, which) if which else place
    facts = next((one for one in findings if _belongs(place, one)), None)
    after = KINDS[kind](before, facts, random) if facts and before else None
    if after is None:
        return None
    if isinstance(place, str):
        return Changed(kind, before, after, Texts(pictures=[after]))
    new = replace(place, **{which: after})
    return Changed(kind, before, after, Texts(tiles=[new]) if isinstance(place, Tile) else Texts(stories=[new]))


def _belongs(place: Story | Tile | str, facts: Facts) -> bool:
    if isinstance(place, Story):
        return place.key == f"story-{facts.key}-{facts['origin']}" or (
            place.key == str(facts["number"]) and place.text.startswith(facts["title"] + ". "))
    return place.measure == facts["measure"] and facts["headline"] if isinstance(place, Tile) else \
        f"{facts['title']}, {facts['area']}" in place


def _of_table(table: Rows, findings: list[Facts], kind: str, random: Random) -> Changed | None:
    """A cell of a row, beside what the row is named by."""
    facts = next((one for one in findings if table.name.startswith(one["series"] + "-")), None)
    if facts is None or not table.rows:
        return None
    row, column = random.randrange(len(table.rows)), random.choice(list(table.rows[0]))
    before = table.rows[row][column]
    after = KINDS[kind](before, facts, random) if before and column != "Remark" else None
    if after is None:
        return None
    rows = [dict(each, **{column: after}) if place == row else each for place, each in enumerate(table.rows)]
    return Changed(kind, before, after, Texts(tables=[Rows(table.name, tuple(rows))]))
