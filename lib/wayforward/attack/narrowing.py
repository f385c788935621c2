"""Bounds as one narrows them on paper: each equation by itself, again and again, until nothing moves.

It remembers which equations moved a bound, so that the arithmetic can be told. Equations that contradict what is known
are not taken, and leave nothing behind.
"""

import math
from collections import defaultdict
from collections.abc import Sequence

from wayforward.attack.cells import Key
from wayforward.attack.evidence import UNKNOWN, Equation, Evidence

EDGE = 1e-4
MOST_MOVES = 10_000     # of one addition; bounds that creep on by then are the solver's


class Contradiction(Exception):
    """The equations cannot all be true."""


class Narrowing:
    """The bounds of every count by the equations taken so far."""

    def __init__(self, evidence: Evidence):
        self.evidence = evidence
        self.bounds = dict(evidence.bounds)
        self.equations: list[Equation] = []
        self.steps: dict[Key, list[Equation]] = defaultdict(list)
        self._touching: dict[Key, list[Equation]] = defaultdict(list)
        self._before: list[tuple[Key, tuple[float, float] | None]] = []

    def add(self, link: Sequence[Equation]) -> bool:
        """Takes some equations that hold together or not at all; whether they do."""
        for equation in link:
            for key, _ in equation.terms:
                self._touching[key].append(equation)
        self._before = []
        try:
            self._spread(list(link))
        except Contradiction:
            self._undo(link)
            return False
        self.equations += link
        return True

    def at(self, key: Key) -> tuple[float, float]:
        """The least and the most that a count can be."""
        return self.bounds.get(key, UNKNOWN)

    def hidden(self, key: Key) -> bool:
        """Whether a count is not known to the last person."""
        low, high = self.at(key)
        return low < high

    def supposing(self, key: Key, low: float) -> dict[Key, tuple[float, float]]:
        """The bounds that would move if a count were no less than `low`; nothing of it stays."""
        self._before = []
        try:
            self._spread([Equation(((key, 1.0),), low, math.inf, "supposed")])
            moved = {each: self.at(each) for each, _ in self._before}
        except Contradiction:
            moved = {}
        self._undo([])
        return moved

    def _spread(self, waiting: list[Equation]) -> None:
        for _ in range(MOST_MOVES):
            if not waiting:
                return
            for key in self._apply(waiting.pop()):
                waiting += [equation for equation in self._touching[key] if equation not in waiting]

    def _undo(self, link: Sequence[Equation]) -> None:
        for key, ends in reversed(self._before):
            self.bounds[key] = ends
            self.steps[key].pop()
        for equation in link:
            for key, _ in equation.terms:
                self._touching[key].pop()

    def _apply(self, equation: Equation) -> list[Key]:
        """Moves the bounds of the counts in one equation; which ones moved."""
        spans = [sorted(times * end for end in self.at(key)) for key, times in equation.terms]
        least, most = (_total([span[side] for span in spans]) for side in (0, 1))
        ends = [sorted(((equation.low - _without(most, high)) / times, (equation.high - _without(least, low)) / times))
                for (_, times), (low, high) in zip(equation.terms, spans, strict=True)]
        return [key for (key, _), (low, high) in zip(equation.terms, ends, strict=True)
                if self._move(key, low, high, equation)]

    def _move(self, key: Key, low: float, high: float, equation: Equation) -> bool:
        if self.evidence.whole(key):
            low, high = _up(low), -_up(-high)
        first, last = self.at(key)
        if max(first, low) > min(last, high) + EDGE:
            raise Contradiction(str(key))
        if low <= first + EDGE and high >= last - EDGE:
            return False
        self._before.append((key, (first, last)))
        self.bounds[key] = max(first, low), max(first, low, min(last, high))
        self.steps[key].append(equation)
        return True


def _up(number: float) -> float:
    return math.ceil(number - EDGE) if math.isfinite(number) else number


def _total(numbers: list[float]) -> tuple[float, float, int]:
    """The sum of what is finite; of the infinite ones, which all have one sign; and how many these are."""
    finite = [number for number in numbers if math.isfinite(number)]
    return sum(finite), sum(number for number in numbers if math.isinf(number)), len(numbers) - len(finite)


def _without(total: tuple[float, float, int], number: float) -> float:
    """A sum less one of its numbers."""
    finite, infinite, many = total
    if math.isinf(number):
        return infinite if many > 1 else finite
    return infinite if many else finite - number
