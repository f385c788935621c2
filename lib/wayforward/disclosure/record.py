"""The record of a decision: every number of people that is told, and every one that is hidden, why, and how far it is
left open. It is for the council's own reviewers, and never leaves."""

from dataclasses import dataclass, field

from wayforward.disclosure.numbers import Number, Tables
from wayforward.disclosure.suppression import Interval


@dataclass(frozen=True)
class Record:
    """What is told and what is hidden, number by number."""

    told: list[Number] = field(default_factory=list)
    hidden: list[tuple[Number, str, Interval | None]] = field(default_factory=list)

    @classmethod
    def of(cls, tables: Tables, intervals: dict[Number, Interval]) -> "Record":
        """Of some tables as they were decided on."""
        return cls([number for unit in tables.units if not unit.hidden for number in unit.numbers],
                   [(number, unit.hidden, intervals.get(number)) for unit in tables.units if unit.hidden
                    for number in unit.numbers])

    def as_parts(self) -> dict[str, list[dict]]:
        """The same in the plain values of a run's files; one that is
        told to the nearest, or only follows from what is told, is not among the told."""
        told = [number.name._asdict() | {"value": number.value} for number in self.told
                if number.told and not number.rounded]
        hidden = [number.name._asdict() | {"reason": reason} | (
                  {"low": interval.low, "high": interval.high} if interval else {"low": None, "high": None})
                  for number, reason, interval in self.hidden]
        return {"told": told, "hidden": hidden}
