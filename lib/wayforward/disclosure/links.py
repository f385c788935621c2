"""What ties the numbers of several tables together: found from the rows that are counted, never listed.

The same rows     are one number, wherever they are told; told to the nearest, they are another that is as much
One and another   two sets that make up a third: its number is the sum of theirs
All but a few     a set that lacks 1 to 4 rows of another: the few are a number that has to be left open. So are they
                  taken to be of two populations of the same year that are mostly the same people, as a reader would
                  take the one for a part of the other
Told sums         the groups of a breakdown, the reasons of an account, the quarters of a year
"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array

from wayforward.disclosure.numbers import Number, Tables
from wayforward.disclosure.primary import DENOMINATOR
from wayforward.disclosure.rule import EDGE, Rule, small
from wayforward.ledger import CellKey

ALIKE = 0.8     # the share of the larger of two populations that is in the smaller too
BETWEEN = CellKey("", "", "", "", "", "the few between two numbers")


class Links:
    """The different numbers of some tables and the equations between them.

    numbers     one a variable; place[number] → its variable, for every number of the tables
    equations   a row each, a column a variable: the sums that are 0
    """

    def __init__(self, tables: Tables, rule: Rule):
        self.place: dict[Number, int] = {}
        self.numbers: list[Number] = []
        self._known: dict[tuple, int] = {}
        self._terms: set[tuple[tuple[int, float], ...]] = set()
        for number in tables.numbers():
            self._place(number)
        for number in [number for number in self.numbers if number.rounded]:
            self._add(self._place(number), [self._place(replace(number, rounded=0.0))])
        for each in tables.sums:
            if each.holds:
                self._add(self._place(each.whole), [self._place(part) for part in each.parts])
        self._pairs()
        self._few_between(rule)

    @property
    def equations(self) -> csr_array:
        """The coefficients of every equation."""
        terms = [(row, place, times) for row, each in enumerate(sorted(self._terms)) for place, times in each]
        rows, columns, times = zip(*terms, strict=True) if terms else ((), (), ())
        return csr_array((times, (rows, columns)), shape=(len(self._terms), len(self.numbers)))

    def _place(self, number: Number) -> int:
        rows = number.rows
        key = (rows.fingerprint, number.each, number.rounded) if rows and rows.size else (id(number),)
        if key not in self._known:
            self._known[key] = len(self.numbers)
            self.numbers.append(number)
        self.place[number] = place = self._known[key]
        if number.limit > self.numbers[place].limit:
            self.numbers[place] = number
        return place

    def _add(self, whole: int, parts: Iterable[int]) -> None:
        terms = {whole: 1.0}
        for part in parts:
            terms[part] = terms.get(part, 0.0) - 1.0
        if kept := tuple(sorted((place, times) for place, times in terms.items() if times)):
            self._terms.add(kept)

    def _pairs(self) -> None:
        """Two sets that make up a third."""
        for members in self._by_each().values():
            prints = np.array([self.numbers[place].rows.fingerprint for place in members], np.uint64)
            order = np.argsort(prints)
            for first, place in enumerate(members):
                lacking = prints - prints[first]
                found = np.searchsorted(prints[order], lacking).clip(max=len(prints) - 1)
                for whole in np.flatnonzero((prints[order][found] == lacking) & (lacking != 0)):
                    self._add(members[whole], [place, members[order[found[whole]]]])

    def _few_between(self, rule: Rule) -> None:
        """Sets that lie a few people apart, one within the other."""
        for each, members in self._by_each().items():
            members = sorted(members, key=lambda place: self.numbers[place].rows.size)
            sizes = np.array([self.numbers[place].rows.size for place in members])
            ends = np.searchsorted(sizes, sizes + rule.threshold * each, side="left")
            for first, end in enumerate(ends):
                for other in range(np.searchsorted(sizes, sizes[first], side="right"), end):
                    self._between(members[first], members[other], each, rule)

    def _between(self, part: int, whole: int, each: float, rule: Rule) -> None:
        one, other = self.numbers[part].rows, self.numbers[whole].rows
        few = Number(BETWEEN, (other.size - one.size) / each, rule.threshold)
        rest = (other.fingerprint - one.fingerprint) % 2**64
        if (rest, each, 0.0) not in self._known and small(few.value, few.limit) and (
                one.within(other) or self._alike(part, whole)):
            self._add(whole, [part, self._place(few)])

    def _alike(self, *places: int) -> bool:
        """Whether two numbers are of whole populations that are mostly the same people."""
        one, other = (self.numbers[place] for place in places)
        return all(each.name.part == DENOMINATOR and not each.name.by for each in (one, other)) and \
            one.rows.shared(other.rows) >= ALIKE * other.rows.size

    def _by_each(self) -> dict[float, list[int]]:
        """The variables that are exact sets of rows, by how many rows a person has."""
        found: dict[float, list[int]] = {}
        for place, number in enumerate(self.numbers):
            if number.rows and number.rows.size and not number.rounded:
                found.setdefault(number.each, []).append(place)
        return found


def values_of(numbers: list[Number]) -> np.ndarray:
    """How many each number is, by the rows where they are known: what is told may be rounded, or an average."""
    return np.array([number.rows.size / number.each if number.rows else number.value for number in numbers])


def open_numbers(numbers: list[Number], values: np.ndarray, beyond: np.ndarray | float = 0.0) -> np.ndarray:
    """Which numbers have to be left open: those below their limit, and those so far `beyond` it."""
    limits = np.array([number.limit for number in numbers])
    return (values > EDGE) & (limits > 0) & (values < limits + beyond - EDGE)
