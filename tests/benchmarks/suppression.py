"""What is given up to hide small numbers, beside other ways: ten linked tables of random people, all margins told.

    PYTHONPATH=tests:tests/disclosure python tests/benchmarks/suppression.py

Ours; τ-ARGUS, where it is installed (`pip install pytauargus`), its optimal method under the threshold of 5 with a
protection of the number itself, the most that it takes; and the plainest rule there is: wherever a reader holds a small
number too closely, hide the next smallest beside it. "held" is how many small numbers a reader in whole numbers knows
within less than 5.
"""

import contextlib
import itertools
import tempfile
import time

import numpy as np
import pandas as pd
from told_tables import PLAIN, number, unit

from outsider import between
from wayforward.disclosure.numbers import Sum, Tables
from wayforward.disclosure.suppression import suppress

THRESHOLD, TOTAL = 5, "Total"
SHAPES = [(4, 3), (5, 4), (6, 5), (8, 4), (10, 6), (3, 3, 2), (4, 3, 2), (4, 4, 2), (5, 3, 3), (6, 4, 2)]


class Table:
    """Random people by some characteristics, some groups rare, and every margin of theirs."""

    def __init__(self, shape: tuple[int, ...], seed: int):
        draw = np.random.default_rng(seed)
        self.people = pd.DataFrame({f"V{at}": draw.choice([f"g{each}" for each in range(size)], 25 * np.prod(shape),
                                                          p=draw.dirichlet(np.full(size, 0.8))) for at, size in
                                    enumerate(shape)})
        cells = list(itertools.product(*([f"g{each}" for each in range(size)] for size in shape)))
        counted = self.people.value_counts().reindex(pd.MultiIndex.from_tuples(cells), fill_value=0).to_numpy()
        self.names = list(itertools.product(*([TOTAL, *(f"g{each}" for each in range(size))] for size in shape)))
        self.sums = {name: np.array([all(ours in (TOTAL, theirs) for ours, theirs in zip(name, cell, strict=True))
                                     for cell in cells], float) for name in self.names}
        self.values = {name: float(each @ counted) for name, each in self.sums.items()}
        self.small = {name for name, value in self.values.items() if 0 < value < THRESHOLD}

    def lines(self):
        """Every total with what it is the sum of."""
        for name in self.names:
            for place in (place for place, each in enumerate(name) if each == TOTAL):
                yield name, [other for other in self.names if other[place] != TOTAL
                             and (*other[:place], TOTAL, *other[place + 1:]) == name]

    def held(self, hidden: set) -> list:
        """The small numbers that a reader holds too closely."""
        facts = [(self.sums[name], value, value) for name, value in self.values.items() if name not in hidden]
        found = []
        for name in sorted(self.small):
            low, high = between(self.sums[name], facts)
            found += [name] if high - low < THRESHOLD else []
        return found


def ours(table: Table) -> set:
    """What the suite hides: every number as dear as ten people and those in it."""
    numbers = {name: number(value, str(name)) for name, value in table.values.items()}
    units = {name: unit(each, 10 + each.value / 1000) for name, each in numbers.items()}
    suppress(Tables(list(units.values()), [], [Sum(numbers[whole], [numbers[part] for part in parts])
                                               for whole, parts in table.lines()]), PLAIN)
    return {name for name, each in units.items() if each.hidden}


def plainest(table: Table) -> set:
    """The next smallest number in a line with one that is held too closely, until none is."""
    hidden, lines = set(table.small), [{whole, *parts} for whole, parts in table.lines()]
    while held := table.held(hidden):
        shown = {name for name in table.names if name not in hidden and table.values[name]}
        beside = set().union(*(line for line in lines if held[0] in line)) & shown
        if not (further := beside or shown):
            return hidden
        hidden.add(min(further, key=lambda name: (table.values[name], name)))
    return hidden


def argus(table: Table) -> set | None:
    """What τ-ARGUS hides; None where it is not installed."""
    try:
        from pytauargus import protect
    except ImportError:
        return None
    variables = list(table.people)
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):      # its solver writes where it stands
        rows = protect(table.people.assign(N=1.0), variables, response="N", safety_rules="FREQ(5,100)",
                       workdir=folder).tables[0].dataframe()
    hidden = rows["status"].isin(["U", "M"])
    return {tuple(row) for row in rows.loc[hidden, variables].to_numpy()}


def main() -> None:
    """A line a table."""
    lines = []
    for seed, shape in enumerate(SHAPES):
        table = Table(shape, seed)
        line = {"table": "×".join(map(str, shape)), "numbers": len(table.names), "small": len(table.small)}
        for name, way in (("ours", ours), ("τ-ARGUS", argus), ("plainest", plainest)):
            start = time.process_time()
            hidden, took = way(table), time.process_time() - start
            if hidden is not None:
                line |= {name: len(hidden), f"{name} held": len(table.held(hidden)), f"{name} s": round(took, 2)}
        lines.append(line)
    shown = pd.DataFrame(lines)
    print(pd.concat([shown, shown.select_dtypes("number").sum().to_frame("all").T]).to_string(index=False))


if __name__ == "__main__":
    main()
