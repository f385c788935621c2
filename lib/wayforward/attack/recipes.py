"""How a number from 1 to 4 is had from what is shown."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from wayforward.attack.cells import Cell, Key
from wayforward.attack.evidence import Equation, Evidence
from wayforward.attack.narrowing import Narrowing

MOST_PLACES = 2     # in which a number stands that are told
MOST_STEPS = 4      # of the arithmetic that are told
COUNT, AVERAGE, AMOUNT, INSIDER = "count", "average", "amount", "known from inside"
FINGERPRINT, EXACT_ROWS, PATH, USER, TIME = "fingerprint", "exact rows", "path", "user name", "date-time"
INTERNAL, UNREAD = "internal file", "not read"
NUMBERS = (COUNT, AVERAGE, AMOUNT, INSIDER)
KINDS = (*NUMBERS, FINGERPRINT, EXACT_ROWS, INTERNAL, PATH, USER, TIME, UNREAD)


@dataclass(frozen=True)
class Recipe:
    """One number of people that a reader can work out: what it counts and the arithmetic, the least and the most it
    can be, whether that is exact, and the shown cells it takes; or, by its kind, something else that files give away.

    It is `certain` where it follows from how the tables are made, and suspected where it rests on what two of them have
    in common: words of one return, or numbers that agree. `of` are the counts, each so many times, that the number is.
    """

    what: str
    low: float
    high: float
    exact: bool
    cells: tuple[str, ...]
    kind: str = COUNT
    certain: bool = True
    of: tuple[tuple[Key, float], ...] = ()

    def __str__(self):
        number = f"{self.low:g}" if self.exact else f"{self.low:g} to {self.high:g}"
        told = [] if self.low == self.high == 0 or math.isinf(self.high) else [number]
        told += [self.kind] if self.kind != COUNT else []
        told += ["suspected"] if not self.certain else []
        return "\n".join([": ".join([", ".join(told) or "not judged", self.what]),
                          *(f"    {cell}" for cell in self.cells)])

    @property
    def order(self) -> tuple:
        """Exact counts first, certain ones before suspected ones, then bounds, then what is no number."""
        return KINDS.index(self.kind), not self.exact, not self.certain, self.what


def summary(recipes: list[Recipe]) -> str:
    """What was found in one line."""
    ways = [each for each in recipes if each.kind in NUMBERS]
    exact, others = sum(each.exact for each in ways), len(recipes) - len(ways)
    if not recipes:
        return "Nothing from 1 to 4 was worked out; docs/disclosure.md says what was tried."
    more = f" Besides, {others:,} of what no public file may hold." if others else ""
    return f"In all: {len(ways):,} ways to a number from 1 to 4, {exact:,} of them exact.{more}"


def of_files(kind: str, what: str, place: str) -> Recipe:
    """Something that a file may not hold, which is no number of people."""
    return Recipe(what, 0.0, 0.0, False, (place,), kind)


def merged(found: Iterable[Recipe]) -> list[Recipe]:
    """Each recipe once, in order, with the cells of all places that have it."""
    places = defaultdict(dict)
    for each in found:
        places[replace(each, cells=())] |= dict.fromkeys(each.cells)
    return sorted((replace(each, cells=tuple(cells)) for each, cells in places.items()), key=lambda each: each.order)


def recipe(what: str, low: float, high: float, evidence: Evidence, keys: list[Key], **more) -> Recipe:
    """A recipe with the shown cells of some counts."""
    cells = [line for key in dict.fromkeys(keys) for line in _lines(key, evidence.cells.get(key, ()))]
    return Recipe(what, low, high, low == high, tuple(dict.fromkeys(cells)), **more)


def _lines(key: Key, cells: Iterable[Cell]) -> list[str]:
    """What is told of one count, and where; of many places the first two."""
    places = defaultdict(dict)
    for cell in cells:
        places[_told(cell.low, cell.high)][cell.place] = None
    return [f"{key} = {told} ({'; '.join(list(where)[:MOST_PLACES])}{_more(where)})" for told, where in places.items()]


def _more(where: dict) -> str:
    return f"; and {len(where) - MOST_PLACES} more" if len(where) > MOST_PLACES else ""


def derived(key: Key, low: float, high: float, found: Narrowing, part: list[Equation]) -> Recipe:
    """The recipe of a count that equations give away: those that narrowed it, back to what is shown; else those of its
    connected part, which do so together."""
    narrowed = found.at(key) == (low, high)
    steps = _steps(key, found) if narrowed else [each for each in part if key in dict(each.terms)] + part
    steps = list(dict.fromkeys(steps))
    arithmetic = "; ".join(equation.why for equation in steps[:MOST_STEPS])
    more = f"; and {len(steps) - MOST_STEPS} more" if len(steps) > MOST_STEPS else ""
    how = "" if narrowed else "together, "
    shown = [term for equation in steps[:MOST_STEPS] for term, _ in equation.terms]
    return recipe(f"{key}: {how}{arithmetic}{more}", low, high, found.evidence, [key, *shown],
                  certain=all(equation.certain for equation in steps), of=((key, 1.0),))


def _steps(key: Key, found: Narrowing) -> list[Equation]:
    """The equations that narrowed a count, and those that narrowed the counts in them."""
    steps, ahead, seen = [], [key], set()
    while ahead:
        if (each := ahead.pop(0)) not in seen:
            seen.add(each)
            new = [equation for equation in found.steps.get(each, ()) if equation not in steps]
            steps += new
            ahead += [term for equation in new for term, _ in equation.terms]
    return steps


def _told(low: float, high: float) -> str:
    if low == high:
        return f"{low:g}"
    return "hidden" if (low, high) == (0.0, float("inf")) else f"{low:g} to {high:g}"
