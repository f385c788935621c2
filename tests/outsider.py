"""What an outsider can work out from a table as published: each row is made of counts that are not below 0, and every
published figure is a sum of them."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from wayforward.disclosure import EVENTS, PROPORTIONS


def attack(shown: pd.DataFrame, totals: Mapping[str, float], kind: str = "proportion") -> pd.DataFrame:
    """What an outsider can work out about the cells that a breakdown does not show: group, cell, low, high.

    `shown` is a table as published; `totals` the published totals of its columns (numerator, denominator, unknown, n).
    Known besides: no count is below 0, and a percentage is numerator over denominator. Cells are the columns of counts
    and, for proportions, "complement" (denominator less numerator). One linear programme a bound.
    """
    parts = _parts(shown, kind)
    width = len(next(iter(parts.values())))
    facts, values = _facts(shown, parts, totals, width)
    told = shown.assign(complement=shown["denominator"] - shown["numerator"]) if "complement" in parts else shown
    hidden = [(place, cell) for place in range(len(shown)) for cell in parts if pd.isna(told[cell].iloc[place])]
    bounds = []
    for place, cell in hidden:
        goal = np.zeros((len(shown), width))
        goal[place] = parts[cell]
        low, high = (_bound(sign * goal.ravel(), facts, values) * sign for sign in (1, -1))
        bounds.append((shown["group"].iloc[place], cell, low, high))
    return pd.DataFrame(bounds, columns=["group", "cell", "low", "high"])


def _parts(shown: pd.DataFrame, kind: str) -> dict[str, list[int]]:
    """Which counts of a row each cell is the sum of. A proportion's are: in the numerator, known not to be, unknown."""
    if kind in PROPORTIONS:
        unknown = {"unknown": [0, 0, 1]} if "unknown" in shown else {}
        return {"numerator": [1, 0, 0], "complement": [0, 1, 1], **unknown, "denominator": [1, 1, 1]}
    names = ["numerator"] if kind in EVENTS else [name for name in shown if name in ("n", "denominator")]
    return {name: [int(name == other) for other in names] for name in names}


def _facts(shown: pd.DataFrame, parts: dict[str, list[int]], totals: Mapping[str, float],
           width: int) -> tuple[np.ndarray, np.ndarray]:
    """Every published figure as an equation: cells, percentages shown without their counts, totals."""
    facts, values = [], []
    for cell in parts.keys() & set(shown):
        for place in np.flatnonzero(shown[cell].notna()):
            facts.append(_at(place, parts[cell], len(shown)))
            values.append(shown[cell].iloc[place])
    if "complement" in parts and "value" in shown:
        for place in np.flatnonzero(shown["value"].notna() & shown["numerator"].isna()):
            share = shown["value"].iloc[place]
            facts.append(_at(place, np.subtract(parts["numerator"], np.multiply(share, parts["denominator"])),
                             len(shown)))
            values.append(0.0)
    for cell in parts.keys() & totals.keys():
        facts.append(np.tile(parts[cell], len(shown)))
        values.append(totals[cell])
    return np.array(facts, float).reshape(-1, len(shown) * width), np.array(values, float)


def _at(place: int, part, rows: int) -> np.ndarray:
    whole = np.zeros((rows, len(part)))
    whole[place] = part
    return whole.ravel()


def _bound(goal: np.ndarray, facts: np.ndarray, values: np.ndarray) -> float:
    """The least that the goal can be; ValueError where the published figures contradict each other."""
    found = linprog(goal, A_eq=facts, b_eq=values)
    if found.status == 3:
        return -np.inf
    if found.x is None:
        raise ValueError("the shown figures and the totals contradict each other")
    return float(found.fun)
