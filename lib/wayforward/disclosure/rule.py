"""The numbers of the small-number rule, by audience: params/disclosure.toml."""

import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from wayforward.errors import RefusedParameters

PUBLIC, INTERNAL = "public", "internal"
STRICTER_BELOW = ("dominated",)
EDGE = 1e-9


@dataclass(frozen=True)
class Rule:
    """What may be shown of people.

    threshold   a number of people below it, and above 0, is not shown
    base        nothing is a percentage, or an average, of fewer
    width       a hidden number could be anything within so many people at least
    coalition   so many of the readers are counted themselves, and know where
    rounding    rows of returns are told to the nearest
    dominance, dominated    an amount is not shown where so many people make up this share of it or more
    """

    threshold: float = 5
    base: float = 10
    width: float = 5
    coalition: float = 1
    rounding: float = 10
    dominance: int = 2
    dominated: float = 0.8

    @property
    def least_width(self) -> float:
        """Between how many people a hidden number has to be left open, for somebody who is himself counted."""
        return self.width + self.coalition

    def as_parameters(self) -> dict[str, float]:
        """The numbers by name, as a run records them."""
        return asdict(self)


USUAL = Rule()


def small(count, limit):
    """Whether there are people, but fewer than the limit. Thirds of people (averages of three months) count."""
    return (count > EDGE) & (count < limit - EDGE)


def read_rule(path: Path, audience: str = PUBLIC) -> Rule:
    """The rule for an audience; the usual one where there is no such file. RefusedParameters names every number that is
    missing, unknown or out of its range."""
    if not path.is_file():
        return USUAL
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    if audience not in content:
        raise RefusedParameters(f"{path.name}: expected a table [{audience}]", [f"there are {', '.join(content)}"])
    given, known = content[audience], {field.name for field in fields(Rule)}
    wrong = [f"{name}: is no number of the rule; they are {', '.join(sorted(known))}" for name in given.keys() - known]
    wrong += [f"{name}: is missing" for name in known - given.keys()]
    wrong += [f"{name}: expected {_expected(name)}; got {given[name]!r}"
              for name in known & given.keys() if not _fits(name, given[name])]
    if wrong:
        raise RefusedParameters(f"{path.name}, [{audience}] is refused:", sorted(wrong))
    return Rule(**given)


def _expected(name: str) -> str:
    """What a council may set: numbers that are stricter than the usual ones, never laxer."""
    usual = getattr(USUAL, name)
    return f"a number above 0 and up to {usual:g}" if name in STRICTER_BELOW else f"a number of {usual:g} or more"


def _fits(name: str, value: object) -> bool:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    usual = getattr(USUAL, name)
    return 0 < value <= usual if name in STRICTER_BELOW else value >= usual
