"""Which further units are hidden, so that no small number can be worked out from all that is shown together.

Those whose hiding costs least, by integer programming: a unit tells its numbers or it does not, and for each number
that has to be left open a reader's least and most must lie apart by the rule's width. The reader is played by linear
programming: where one that is open would be held too closely, the dual solution says by which shown numbers, and each
such answer is a condition that the next choice of units has to meet, until none is broken (Fischetti &
Salazar-González 2001, Management Science 47:1008). No choice that costs less would do.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, eye_array, kron
from scipy.sparse.csgraph import connected_components

from wayforward.disclosure.links import Links, open_numbers, values_of
from wayforward.disclosure.numbers import PRIMARY, SECONDARY, Number, Tables
from wayforward.disclosure.rule import EDGE, Rule

ROOM = 10.0         # widths by which a hidden number is tried above what it is
MOST_ROUNDS = 200
AT_ONCE = 10        # numbers that are asked about side by side
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Interval:
    """Between how many people a number that has to be left open could at least be, by all that is shown."""

    low: float
    high: float


def suppress(tables: Tables, rule: Rule) -> dict[Number, Interval]:
    """Marks in `tables` every unit that has to be hidden, with why. Returns how far each number that has to be left
    open is; one that earlier releases give away, whatever is hidden now, is missing."""
    links = Links(tables, rule)
    problem = _Problem(tables, links, rule)
    for unit, hidden in zip(tables.units, problem.solve(), strict=True):
        if hidden:
            unit.hidden = unit.hidden or (PRIMARY if unit.small else SECONDARY)
    return {number: problem.intervals[place] for number, place in links.place.items() if place in problem.intervals}


class _Problem:
    """The units and numbers of some tables as the solver wants them."""

    def __init__(self, tables: Tables, links: Links, rule: Rule):
        self.units, self.rule = tables.units, rule
        self.values = values_of(links.numbers)
        self.equations = links.equations
        self.shown_by = [[] for _ in links.numbers]         # the units that tell a number
        for place, unit in enumerate(self.units):
            for number in unit.numbers:
                self.shown_by[links.place[number]].append(place)
        told = [(number, unit) for number, units in enumerate(self.shown_by) for unit in units]
        self.tells = csr_array((np.ones(len(told)), tuple(np.reshape(told, (-1, 2)).astype(int).T)),
                               shape=(len(links.numbers), len(self.units)))
        told = np.array([number.told_between for number in links.numbers]).reshape(-1, 2)
        exact = np.array([not number.rounded for number in links.numbers], bool)
        self.below, self.above = (np.where(exact, 0.0, each) for each in (self.values - told[:, 0],
                                                                          told[:, 1] - self.values))
        self.must = np.array([unit.small or unit.hidden is not None for unit in self.units], bool)
        self.may = np.array([not unit.shown for unit in self.units], bool) | self.must
        self.open = np.flatnonzero(open_numbers(links.numbers, self.values))
        self.if_hidden = open_numbers(links.numbers, self.values, rule.coalition)       # nobody sees that they are more
        self.if_hidden[self.open] = False
        self.if_hidden &= np.array([bool(units) for units in self.shown_by], bool)     # what only follows is then seen
        self.cost = np.array([unit.cost for unit in self.units], float)
        self.room = ROOM * rule.least_width
        self.conditions: list[np.ndarray] = []
        self.wanted: list[float] = []
        self.intervals: dict[int, Interval] = {}
        self._known: dict[tuple[bytes, bytes], _Reader] = {}

    def solve(self) -> np.ndarray:
        """Which units are hidden."""
        chosen, given_away, gone = self.must.copy(), set(), self._hidden(self.must)
        for _ in range(MOST_ROUNDS):
            broken = [each for each in self._broken(self._hidden(chosen)) if each[0] not in given_away]
            for place, condition, wanted in broken:
                if self.if_hidden[place] and not gone[place]:
                    self._add(condition, wanted, place)
                    continue
                most = condition[self._hidden(self.may)].sum()      # where all is hidden that may be
                self._add(condition, min(wanted, most))
                given_away |= {place} if most < wanted - TOLERANCE else set()
            if not broken or not self.conditions:
                return chosen
            chosen = self._choose()
        return self.must | self.may

    def _add(self, condition: np.ndarray, wanted: float, only_if: int | None = None) -> None:
        """A condition on the units, or `only_if` a number is hidden; what nobody is shown counts towards it anyway."""
        untold = np.array([not units for units in self.shown_by], bool)
        lacking = wanted - condition[untold].sum()
        if lacking > TOLERANCE:
            clipped = np.where(untold, 0.0, np.minimum(condition, lacking))
            if only_if is not None:
                clipped[only_if] -= lacking
            self.conditions.append(clipped)
            self.wanted.append(lacking if only_if is None else 0.0)

    def _hidden(self, chosen: np.ndarray) -> np.ndarray:
        """Which numbers no shown unit tells."""
        return self.tells @ (~chosen).astype(float) == 0

    def _choose(self) -> np.ndarray:
        """The cheapest units that meet all conditions so far."""
        count, several = len(self.units), self._of_several_units()
        conditions = csr_array(np.array(self.conditions)) @ self._columns(several)
        every = np.asarray(conditions.sum(axis=1)).ravel()
        rules = [LinearConstraint(conditions, lb=np.minimum(self.wanted, every))]
        if several:
            rows = [(unit, count + place) for place, number in enumerate(several) for unit in self.shown_by[number]]
            bound = csr_array((np.tile([-1.0, 1.0], len(rows)), (np.arange(len(rows)).repeat(2), np.ravel(rows))),
                              shape=(len(rows), count + len(several)))
            rules.append(LinearConstraint(bound, ub=0.0))       # hidden only where every unit that tells it is
            every_unit = np.zeros((len(several), count + len(several)))
            for place, number in enumerate(several):
                every_unit[place, [*self.shown_by[number], count + place]] = [*[1.0] * len(self.shown_by[number]), -1.0]
            rules.append(LinearConstraint(csr_array(every_unit), ub=every_unit.sum(axis=1)))        # and always then
        cost = np.concatenate([self.cost, np.zeros(len(several))])
        low, high = (np.concatenate([units, side]) for units, side in (
            (self.must, np.zeros(len(several))), (self.must | self.may, np.ones(len(several)))))
        for presolve in (True, False):
            answer = milp(cost, integrality=np.ones(len(cost)), bounds=Bounds(low, high), constraints=rules,
                          options={"mip_rel_gap": 0, "presolve": presolve})
            if answer.x is not None:
                return answer.x[:count] > 0.5
        return self.must | self.may

    def _of_several_units(self) -> list[int]:
        """The numbers in some condition that more than one unit tells."""
        return [int(number) for number in np.flatnonzero(np.any(self.conditions, axis=0))
                if len(self.shown_by[number]) > 1]

    def _columns(self, several: list[int]) -> csr_array:
        """For each number the unit that tells it, or its own place after the units; none for one that nobody tells, as
        it is hidden whatever is chosen."""
        place = {number: len(self.units) + at for at, number in enumerate(several)} | {
            number: units[0] for number, units in enumerate(self.shown_by) if len(units) == 1}
        return csr_array((np.ones(len(place)), (list(place), list(place.values()))),
                         shape=(len(self.values), len(self.units) + len(several)))

    # The reader

    def _broken(self, hidden: np.ndarray) -> Iterator[tuple[int, np.ndarray, float]]:
        """The open numbers that a reader holds too closely: each with what hiding any number would add to its width,
        and the width wanted."""
        self.intervals = {}
        for part in self._parts(hidden):
            reader = self._reader(hidden, part)
            self.intervals |= reader.intervals
            yield from reader.broken
        for place in self.open[~hidden[self.open]]:         # one that simply stands there
            yield int(place), self._alone(place), self.rule.least_width

    def _reader(self, hidden: np.ndarray, part: tuple[np.ndarray, np.ndarray]) -> "_Reader":
        """What a reader finds out about a part; the same part is asked about only once."""
        key = part[0].tobytes(), hidden[part[0]].tobytes()
        if key not in self._known:
            self._known[key] = _Reader(self, hidden, part)
        return self._known[key]

    def _alone(self, place: int) -> np.ndarray:
        return self.rule.least_width * np.eye(1, len(self.values), place)[0]

    def _parts(self, hidden: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Hidden numbers that equations tie together, an open one among them: the numbers, and the equations."""
        loose = hidden | (self.below + self.above > 0)
        among = abs(self.equations[:, np.flatnonzero(loose)])
        tied = among.T @ among if among.shape[0] else csr_array((loose.sum(), loose.sum()))
        _, part_of = connected_components(tied, directed=False)
        numbers = np.flatnonzero(loose)
        opened = {*self.open[hidden[self.open]], *np.flatnonzero(self.if_hidden & hidden)}
        for part in sorted({part_of[place] for place, number in enumerate(numbers) if number in opened}):
            members = numbers[part_of == part]
            yield members, np.flatnonzero(abs(self.equations[:, members]).sum(axis=1) > 0)


class _Reader:
    """Somebody who knows all that is shown, and asks how many each hidden number of a part can be.

    broken      the open numbers that are held too closely, each with its condition
    intervals   how far the others are open
    """

    def __init__(self, problem: _Problem, hidden: np.ndarray, part: tuple[np.ndarray, np.ndarray]):
        self.problem = problem
        self.numbers, rows = part
        self.all = problem.equations[rows]
        self.matrix = self.all[:, self.numbers]
        free = hidden[self.numbers]
        self.low = -np.where(free, problem.values[self.numbers], problem.below[self.numbers])
        self.high = np.where(free, problem.room, problem.above[self.numbers])
        self.asked = np.flatnonzero((np.isin(self.numbers, problem.open) | problem.if_hidden[self.numbers]) & free)
        self.least, self.most = np.zeros(len(self.numbers)), np.zeros(len(self.numbers))
        self.broken: list[tuple[int, np.ndarray, float]] = []
        self.intervals: dict[int, Interval] = {}
        self._ask()

    def _ask(self) -> None:
        self._farthest(np.isin(np.arange(len(self.numbers)), self.asked)[None, :].astype(float))
        narrow = [place for place in self.asked if not self._wide(place)]
        for some in (narrow[first:first + AT_ONCE] for first in range(0, len(narrow), AT_ONCE)):
            duals = self._farthest(np.eye(len(self.numbers))[some])
            self.broken += [self._condition(place, each) for place, each in zip(some, duals, strict=True)
                            if not self._wide(place)]
        for place in self.asked:
            if self._wide(place):
                number = int(self.numbers[place])
                value = self.problem.values[number]
                self.intervals[number] = Interval(float(value + self.least[place]), float(value + self.most[place]))

    def _wide(self, place: int) -> bool:
        return self.most[place] - self.least[place] >= self.problem.rule.least_width - TOLERANCE

    def _farthest(self, goals: np.ndarray) -> np.ndarray:
        """The tables farthest from the true one towards each goal and away from it are remembered; returns what each
        equation weighs in them. They are solved side by side, as one programme costs less than many small ones."""
        every = np.stack([goals, -goals], axis=1)
        times = every.shape[0] * 2
        answer = linprog(-every.ravel(), A_eq=kron(eye_array(times), self.matrix, format="csr"),
                         b_eq=np.zeros(times * self.matrix.shape[0]), method="highs", options={"presolve": False},
                         bounds=np.column_stack([np.tile(self.low, times), np.tile(self.high, times)]))
        found = answer.x.reshape(times, -1)
        self.least, self.most = np.minimum(self.least, found.min(axis=0)), np.maximum(self.most, found.max(axis=0))
        return -answer.eqlin.marginals.reshape(len(goals), 2, self.matrix.shape[0])

    def _condition(self, place: int, duals: np.ndarray) -> tuple[int, np.ndarray, float]:
        """By how much each number, hidden, would widen what a reader finds out about one; and how wide it must be."""
        problem, number = self.problem, int(self.numbers[place])
        total, wanted = np.zeros(len(problem.values)), problem.rule.least_width
        for sign, dual in zip((1.0, -1.0), duals, strict=True):
            reduced = -(self.all.T @ dual)
            reduced[number] += sign
            reduced[abs(reduced) < EDGE] = 0.0
            wanted -= np.where(reduced > 0, reduced * problem.above, -reduced * problem.below).sum()
            total += np.where(reduced > 0, reduced * (problem.room - problem.above),
                              -reduced * (problem.values - problem.below))
        return number, total, wanted
