"""How a number from 1 to 4 is had from what is shown."""

from dataclasses import dataclass

from wayforward.attack.cells import Key
from wayforward.attack.evidence import Evidence
from wayforward.attack.narrowing import Narrowing


@dataclass(frozen=True)
class Recipe:
    """One number of people that a reader can work out: what it counts and the arithmetic, the least and the most it
    can be, whether that is exact, and the shown cells it takes."""

    what: str
    low: float
    high: float
    exact: bool
    cells: tuple[str, ...]

    def __str__(self):
        number = f"{self.low:g}" if self.exact else f"{self.low:g} to {self.high:g}"
        return "\n".join([f"{number}: {self.what}", *(f"    {cell}" for cell in self.cells)])


def recipe(what: str, low: float, high: float, evidence: Evidence, keys: list[Key]) -> Recipe:
    """A recipe with the shown cells of some counts."""
    cells = [f"{key} = {_told(cell.low, cell.high)} ({cell.place})" for key in dict.fromkeys(keys)
             for cell in evidence.cells.get(key, ())]
    return Recipe(what, low, high, low == high, tuple(dict.fromkeys(cells)))


def derived(key: Key, low: float, high: float, found: Narrowing) -> Recipe:
    """The recipe of a count that equations give away: the equations it took, back to what is shown."""
    steps, keys, ahead = [], [], [key]
    while ahead:
        each = ahead.pop()
        for equation in found.steps.get(each, ()):
            if equation not in steps:
                steps.append(equation)
                ahead += [term for term, _ in equation.terms if term != each]
        keys.append(each)
    evidence = found.evidence
    arithmetic = "; ".join(equation.why for equation in steps[:MOST_STEPS])
    more = f"; and {len(steps) - MOST_STEPS} more" if len(steps) > MOST_STEPS else ""
    shown = [term for equation in steps[:MOST_STEPS] for term, _ in equation.terms if term in evidence.cells]
    return recipe(f"{key}: {arithmetic}{more}", low, high, evidence, [key, *shown])


MOST_STEPS = 4


def _told(low: float, high: float) -> str:
    if low == high:
        return f"{low:g}"
    return "hidden" if (low, high) == (0.0, float("inf")) else f"{low:g} to {high:g}"
