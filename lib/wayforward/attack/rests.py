"""What is hidden together: some hidden counts of a sum that are 1 to 4 people between them; and what somebody who knows
that he is one of those counted has besides."""

from wayforward.attack.bounds import SMALL, small
from wayforward.attack.cells import Key
from wayforward.attack.evidence import Equation
from wayforward.attack.narrowing import Narrowing
from wayforward.attack.recipes import INSIDER, Recipe, recipe


def rest_recipes(found: Narrowing, insiders: bool = True) -> list[Recipe]:
    """The small rests of every sum, and those of 5, of which one who is in it knows the 4 others."""
    told = [_rest(equation, found, insiders) for equation in found.equations]
    return [each for each in told if each]


def _rest(equation: Equation, found: Narrowing, insiders: bool) -> Recipe | None:
    """The rest of one sum, where two of its parts or more are hidden."""
    (whole, times), *parts = equation.terms
    hidden = [key for key, _ in parts if found.hidden(key)]
    a_sum = equation.low == equation.high == 0 and times == 1 and all(each == -1 for _, each in parts)
    if not a_sum or found.hidden(whole) or len(hidden) < 2 or not all(map(found.evidence.whole, hidden)):
        return None
    rest = found.at(whole)[0] - sum(found.at(key)[0] for key, _ in parts if key not in hidden)
    names = " + ".join(map(str, hidden))
    keys = [whole, *(key for key, _ in parts)]
    if small(rest, rest):
        return recipe(f"together, {names}: {equation.why}", rest, rest, found.evidence, keys, certain=equation.certain,
                      of=tuple((key, 1.0) for key in hidden))
    if insiders and rest == SMALL and len(hidden) == 2:
        return recipe(f"together {rest:g}, so whoever is in one of them knows that the other has no more than 4: "
                      f"{names}: {equation.why}", 0.0, rest - 1, found.evidence, keys, kind=INSIDER,
                      certain=equation.certain)
    return None


def insider_recipes(found: Narrowing) -> list[Recipe]:
    """The hidden counts that are held between 1 and 4 for somebody who knows that he is in another one."""
    told = []
    hidden = [key for key in found.bounds if found.hidden(key) and found.evidence.whole(key)]
    for key in [key for key in hidden if found.at(key)[0] == 0]:
        for other, (low, high) in found.supposing(key, 1.0).items():
            if _another(key, other) and small(low, high) and not small(*found.at(other)):
                told.append(recipe(f"{other}, for somebody who is in {key}", low, high, found.evidence, [other, key],
                                   kind=INSIDER, of=((other, 1.0),)))
    return told


def _another(key: Key, other: Key) -> bool:
    """Whether a count may leave out who is in the first."""
    return (key.series, key.period, key.by, key.group) != (other.series, other.period, other.by, other.group) and (
        bool(other.group))
