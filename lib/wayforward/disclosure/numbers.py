"""What is told of people: single numbers, and what is shown or hidden as a whole.

A number stands in a unit (a point of a series, a row of a table); a unit is shown or hidden with all its numbers, as a
percentage gives its count away. Numbers that nobody is shown, but that follow from others (the complement of a
numerator, the total of a column), are told to the problem too: they have to be left open like the rest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil, floor

from wayforward.disclosure.row_sets import RowSet
from wayforward.disclosure.rule import EDGE
from wayforward.ledger import CellKey

PRIMARY, SECONDARY, REVISED = "primary", "secondary", "revised by a few"


@dataclass(frozen=True, eq=False)
class Number:
    """A number of people.

    value       how many
    limit       below which, and above 0, it has to be left open; 0 where it never has
    rows        the table's rows that are counted; None where that cannot be said
    each        how many rows one person has
    rounded     to how many people it is told; 0 where exactly
    told        whether it is written; else it follows from what its unit tells
    """

    name: CellKey
    value: float
    limit: float = 0.0
    rows: RowSet | None = None
    each: float = 1.0
    rounded: float = 0.0
    told: bool = True

    @property
    def told_between(self) -> tuple[float, float]:
        """The least and the most that it can be by what is told of it: 64 rows, to the nearest 10, are told as 60,
        which 55 to 64 are; fewer than 10 are told as such."""
        exact = self.rows.size if self.rows else self.value * self.each
        if not (nearest := self.rounded * self.each):
            return self.value, self.value
        told = nearest * floor(exact / nearest + 0.5)
        low, high = (1, nearest) if 0 < exact < nearest else (told - nearest / 2, told + nearest / 2)
        return max(ceil(low - EDGE), 0) / self.each, (ceil(high - EDGE) - 1) / self.each


@dataclass(eq=False)
class Unit:
    """What is shown or hidden as a whole, with what it costs to hide it; `small` where it tells a small number by
    itself, `shown` where it was published before."""

    numbers: Sequence[Number]
    cost: float
    small: bool = False
    shown: bool = False
    hidden: str | None = None


@dataclass(eq=False)
class Sum:
    """A number that is the sum of others without anybody in common."""

    whole: Number
    parts: Sequence[Number]

    @property
    def holds(self) -> bool:
        """Whether the values add up, as those of averages of months need not."""
        return abs(self.whole.value - sum(part.value for part in self.parts)) < 1e-6


@dataclass(eq=False)
class Tables:
    """All that is told of the rows of some tables: what is shown or hidden, what follows, and what adds up."""

    units: list[Unit] = field(default_factory=list)
    follows: list[Number] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)

    def add(self, other: "Tables") -> None:
        """Takes another's in."""
        self.units += other.units
        self.follows += other.follows
        self.sums += other.sums

    def numbers(self) -> Iterator[Number]:
        """Every number, those that nobody is shown last."""
        for unit in self.units:
            yield from unit.numbers
        yield from self.follows
