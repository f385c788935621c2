"""The least and the most that every hidden count can be.

Narrowing takes single equations as far as they go; here all equations of a connected part are taken together, in whole
people, by integer programming. A count that one solution shows to be 0, or the threshold or more, needs no further
question.
"""

from collections import defaultdict

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from wayforward.attack.cells import Key
from wayforward.attack.evidence import Equation
from wayforward.attack.narrowing import EDGE, Contradiction, Narrowing

SMALL = 5           # a count of people below it, and above 0, gives somebody away
MOST = 1e7          # people that no count reaches


def small(low: float, high: float) -> bool:
    """Whether a count is known to be of somebody, and of fewer than the threshold."""
    return low > EDGE and high < SMALL - EDGE


def parts(found: Narrowing) -> list[list[Equation]]:
    """The equations with something hidden in them, by connected part."""
    above, members = {}, defaultdict(list)

    def top(key: Key) -> Key:
        while above.setdefault(key, key) != key:
            above[key] = above[above[key]]
            key = above[key]
        return key

    open_terms = [(equation, [key for key, _ in equation.terms if found.hidden(key)])
                  for equation in found.equations]
    for _, keys in open_terms:
        for key in keys[1:]:
            above[top(key)] = top(keys[0])
    for equation, keys in open_terms:
        if keys:
            members[top(keys[0])].append(equation)
    return list(members.values())


def solve(part: list[Equation], found: Narrowing) -> dict[Key, tuple[float, float]]:
    """The bounds of the small hidden counts of one connected part; Contradiction where it has no solution at all."""
    keys = sorted({key for equation in part for key, _ in equation.terms if found.hidden(key)}, key=str)
    problem = _Problem(keys, part, found)
    asked, first, answers = set(range(len(keys))), problem.most(np.ones(len(keys))), {}
    asked -= _settled(first)
    while asked:
        place = min(asked)
        goal = np.eye(1, len(keys), place)[0]
        for sign in (1, -1):
            solution = problem.most(sign * goal)
            asked -= _settled(solution)
            answers.setdefault(place, []).append(solution[place])
            if place not in asked:
                break
        asked.discard(place)
    both = {keys[place]: ends[::-1] for place, ends in answers.items() if len(ends) == 2}
    return {key: (low, high) for key, (low, high) in both.items() if small(low, high)}


def _settled(solution: np.ndarray) -> set[int]:
    """Counts that need not be small: one that may be 0, and one that may reach the threshold."""
    return set(np.flatnonzero((solution <= EDGE) | (solution >= SMALL - EDGE)).tolist())


class _Problem:
    """One connected part as the solver wants it."""

    def __init__(self, keys: list[Key], part: list[Equation], found: Narrowing):
        place = {key: number for number, key in enumerate(keys)}
        rows, columns, values = zip(*((row, place[key], times) for row, equation in enumerate(part)
                                      for key, times in equation.terms if key in place), strict=True)
        given = np.array([sum(times * found.at(key)[0] for key, times in equation.terms if key not in place)
                          for equation in part])
        sides = np.array([(equation.low, equation.high) for equation in part])
        matrix = coo_array((values, (rows, columns)), shape=(len(part), len(keys))).tocsr()
        self.constraint = LinearConstraint(matrix, sides[:, 0] - given - EDGE, sides[:, 1] - given + EDGE)
        low, high = np.array([found.at(key) for key in keys]).T
        self.bounds = Bounds(low, np.minimum(high, MOST))
        self.whole = np.array([found.evidence.whole(key) for key in keys], int)

    def most(self, goal: np.ndarray) -> np.ndarray:
        """A solution in which the goal is largest."""
        answer = milp(-goal, integrality=self.whole, bounds=self.bounds, constraints=self.constraint)
        if answer.x is None:
            raise Contradiction("a connected part has no solution")
        return answer.x
