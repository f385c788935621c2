"""Somebody who knows all that is shown, by integer programming: people are counted in cells, a whole number in each,
and every figure that is shown is a sum over cells. Written without the rule's own code."""

from collections.abc import Iterable

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

Fact = tuple[np.ndarray, float, float]


def between(goal: np.ndarray, facts: Iterable[Fact], whole: bool = True) -> tuple[float, float]:
    """The least and the most that a sum over cells can be.

    facts   sums that are known: how often each cell is in it, its least, its most
    whole   whether the cells are whole numbers; no part of people otherwise
    """
    told = list(facts)
    rules = [LinearConstraint(np.array([sums for sums, _, _ in told], float), [low for _, low, _ in told],
                              [high for _, _, high in told])] if told else []
    return tuple(_farthest(np.asarray(goal, float), sign, rules, whole) for sign in (1, -1))


def _farthest(goal: np.ndarray, sign: int, rules: list, whole: bool) -> float:
    """ValueError where what is shown contradicts itself."""
    found = milp(sign * goal, integrality=np.full(len(goal), int(whole)), bounds=Bounds(0, np.inf), constraints=rules,
                 options={"mip_rel_gap": 0})
    if found.status == 3 or (found.x is None and _unbounded(goal, sign, rules)):
        return -sign * np.inf
    if found.x is None:
        raise ValueError("what is shown contradicts itself")
    return sign * round(found.fun, 6)


def _unbounded(goal: np.ndarray, sign: int, rules: list) -> bool:
    """Whether there is a solution at all, where the solver only says that there is no farthest one."""
    return milp(np.zeros(len(goal)), integrality=np.ones(len(goal)), constraints=rules).x is not None
