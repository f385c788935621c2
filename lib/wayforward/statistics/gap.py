"""The gap between two groups: its change, its trend, and what its change is made of."""

from dataclasses import dataclass

from wayforward.statistics.results import Result


@dataclass(frozen=True)
class Decomposition:
    """A change in gap (all) in two parts that add up to it: `apart`, the groups moved apart, and `share`, the share
    disadvantaged changed. `bounds`: low and high are the ends that rounding allows, not 95 % limits."""

    change: Result
    apart: Result
    share: Result
    bounds: bool = False
