"""What a slot of a sentence may hold: how it is found in a text, and whether what is found is the fact."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from wayforward.formats import singular
from wayforward.proof.facts import Facts
from wayforward.proof.numbers import NUMBER, P, agrees, read_number, scaled, told_p, written

IN_MORE = re.compile(r"(\d+) in (\d+)")
BEFORE_ROUNDING, ABOUT = " before rounding", "about "
MORE = 2                # decimals that a figure may have more than its series
NEAR = Decimal("0.0151")
RARE = Decimal("0.15")
MOST_AMONG = 10


@dataclass(frozen=True)
class Words:
    """One of some texts, to the letter."""

    options: Sequence[str]

    def ends(self, text: str, start: int):
        """Where a text that may stand here ends."""
        return [start + len(option) for option in self.options if text.startswith(option, start)]

    def wrong(self, found: str) -> str:
        """What the finding says instead; "" where the text is right."""
        return "" if found in self.options else " or ".join(f"“{one}”" for one in self.options) or "nothing of it"


class Found:
    """Something with a pattern of its own."""

    pattern: re.Pattern[str]

    def ends(self, text: str, start: int):
        """See `Words`."""
        found = self.pattern.match(text, start)
        return [found.end()] if found else []


@dataclass(frozen=True)
class Figure(Found):
    """A number with its unit: `fact` as it is told; `least` to `most` decimals; `known`: the decimals to which the fact
    itself was rounded; `unit` the words or the sign that follow ("" none); `signs`: "+" and "−" say the direction,
    else the size alone is told; `about`: that may stand before it, and then its last digit may be another by one."""

    fact: Decimal
    least: int
    most: int
    unit: str = ""
    signs: bool = False
    known: int | None = None
    about: bool = False

    @property
    def pattern(self) -> re.Pattern[str]:
        return figure_pattern(self.unit, self.about)

    def wrong(self, found: str) -> str:
        """See `Words`."""
        parts = self.pattern.fullmatch(found)
        number = parts and read_number(parts[2])
        if not number:
            return self._more
        value, places = number
        near = agrees(value, places, self.fact, self.known) or (
            parts[1] and abs(value - self.fact) <= Decimal(1).scaleb(-places))
        right = near and self.least <= places <= self.most
        return "" if right and self._sign_right(parts[2], value) and self._unit_right(parts) else self._more

    def _sign_right(self, number: str, value: Decimal) -> bool:
        return number[0] == "+" if self.signs and value > 0 else number[0] != "+"

    def _unit_right(self, parts: re.Match) -> bool:
        if self.unit in ("", "%"):
            return True
        return parts[3] == self._after(parts[2])

    @property
    def digits(self) -> str:
        """The fact with as many decimals as are usual."""
        return ("+" if self.signs and self.fact > 0 else "") + written(self.fact, self.least)

    @property
    def told(self) -> str:
        """The same with its unit."""
        return f"{self.digits}{self._after(self.digits)}"

    @property
    def _more(self) -> str:
        """For a message: with the decimals that decide."""
        digits = written(self.fact, self.most + MORE)
        return f"{digits}{self._after(digits)}"

    def _after(self, digits: str) -> str:
        if self.unit in ("", "%"):
            return self.unit
        return f" {singular(self.unit) if digits.lstrip('+−') == '1' else self.unit}"


@cache
def figure_pattern(unit: str, about: bool) -> re.Pattern[str]:
    """A number with a unit; group 1 "about ", 2 the number, 3 the unit."""
    words = "" if not unit else "%" if unit == "%" else f" (?:{re.escape(unit)}|{re.escape(singular(unit))})"
    return re.compile(f"({ABOUT if about else ''}|)({NUMBER})({words})")


@dataclass(frozen=True)
class Probability(Found):
    """A p."""

    fact: float | str | None
    pattern = re.compile(rf"{P.pattern}|no p")

    def wrong(self, found: str) -> str:
        """See `Words`."""
        return "" if found == told_p(self.fact) else told_p(self.fact)


@dataclass(frozen=True)
class SomeInSome(Found):
    """A share in people: "9 in 10", "1 in 26"."""

    share: Decimal
    pattern = IN_MORE

    def wrong(self, found: str) -> str:
        """See `Words`."""
        parts = IN_MORE.fullmatch(found)
        return "" if parts and self._is_near(*map(int, parts.groups())) else f"{written(self.share * 100, 1)}%"

    def _is_near(self, some: int, among: int) -> bool:
        if self.share < RARE:
            return some == 1 and bool(self.share) and round(1 / self.share) == among
        return 0 < some < among <= MOST_AMONG and abs(Decimal(some) / among - self.share) < NEAR


@dataclass(frozen=True)
class Listed(Found):
    """Several things in a row, "a, b and c", in any order; each is one of its own kind and stands once."""

    parts: Sequence[str]
    pattern = re.compile(r"(?!)")

    def ends(self, text: str, start: int):
        """See `Words`."""
        end = start
        left = list(self.parts)
        while left:
            part = max((one for one in left if text.startswith(one, end)), key=len, default=None)
            if part is None:
                return []
            left.remove(part)
            end += len(part)
            link = next((one for one in (", ", " and ") if text.startswith(one, end)), "")
            if left and not link:
                return []
            end += len(link) if left else 0
        return [end]

    def wrong(self, found: str) -> str:
        """See `Words`."""
        return "" if self.ends(found, 0) == [len(found)] else "“" + "; ".join(self.parts) + "”"


Slot = Words | Figure | Probability | SomeInSome | Listed


def text(*options: str | None) -> Words:
    """One of some texts of the finding; what is not there is none."""
    return Words(tuple(filter(None, options)))


def count(number: float | None, most: int = 0) -> Slot:
    """A number of people, tests, points: whole."""
    return text() if number is None else Figure(Decimal(repr(float(number))), 0, most)


def figure(facts: Facts, value: float | None, places: int | None = None, more: int = 0, unit: str | None = None,
           about: bool = False) -> Slot:
    """A figure in the finding's unit, with up to `more` decimals more than usual."""
    if value is None:
        return text()
    least = facts.decimals if places is None else places
    shown = facts["unit"] if unit is None else unit
    return Figure(facts.as_told(value), least, least + more, "" if shown == "score" else shown,
                  known=max(least, facts.decimals) if facts.reduced else None, about=about)


def size(facts: Facts, value: float | None, more: int = 0, least: int | None = None, about: bool = False) -> Slot:
    """The size of a difference: percentages differ by points."""
    if value is None:
        return text()
    unit = {"%": "points", "percentage points": "points"}.get(facts["unit"], facts["unit"])
    return figure(facts, abs(value), least, more, unit, about)


def signed(facts: Facts, value: float | None, more: int = 0) -> Slot:
    """A difference with its sign, without its unit; `more`: decimals that it has more than the series."""
    if value is None:
        return text()
    places = facts.decimals + more
    return Figure(facts.as_told(value), places, places, signs=True, known=places if facts.reduced else None)


def share(facts: Facts, value: float | None) -> Slot:
    """A fraction as a percentage, whatever the finding's unit."""
    if value is None:
        return text()
    return Figure(scaled(value, "%"), facts.decimals, facts.decimals, "%", known=facts.decimals)
