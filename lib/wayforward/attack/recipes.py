"""How a number from 1 to 4 is had from what is shown."""

from dataclasses import dataclass

from wayforward.attack.cells import Key
from wayforward.attack.evidence import Equation, Evidence
from wayforward.attack.narrowing import Narrowing

MOST_STEPS = 4      # of the arithmetic that are told


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
    return recipe(f"{key}: {how}{arithmetic}{more}", low, high, found.evidence, [key, *shown])


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
