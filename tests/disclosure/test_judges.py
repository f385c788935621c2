"""Judges from outside: every choice tried, and a reader who knows all that is shown, by integer programming.

They share no code with the rule: a table is made of cells, and every number is a sum over cells.
"""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from told_tables import groups, number, series, together, unit

from outsider import between
from wayforward.disclosure.numbers import Sum, Tables
from wayforward.disclosure.rule import USUAL, Rule
from wayforward.disclosure.suppression import suppress

WIDTH = 5
few_or_many = st.one_of(st.just(0), st.integers(1, 6), st.integers(5, 60))

# Nothing safe would cost less


class CrossTable:
    """Cells in rows and columns, with the totals of both; the corner is shown whatever happens."""

    def __init__(self, cells: np.ndarray):
        places = list(np.ndindex(cells.shape))
        self.sums = [*np.eye(len(places))]
        for line in (0, 1):
            self.sums += [np.array([float(place[line] == at) for place in places]) for at in range(cells.shape[line])]
        self.values = [float(each @ cells.ravel()) for each in self.sums]
        self.costs = [10 + value / 1000 for value in self.values]
        self.corner = (np.ones(len(places)), float(cells.sum()))
        self.small = [place for place, value in enumerate(self.values) if 0 < value < WIDTH]

    def tables(self) -> Tables:
        numbers = [number(value, str(place)) for place, value in enumerate(self.values)]
        corner, cells = number(self.corner[1], "corner", limit=0), len(self.corner[0])
        found = Tables([*map(unit, numbers, self.costs), unit(corner, shown=True, small=False)])
        found.sums = [Sum(whole, [numbers[place] for place in np.flatnonzero(each)])
                      for whole, each in zip(numbers[cells:], self.sums[cells:], strict=True)]
        found.sums.append(Sum(corner, numbers[:cells]))
        return found

    def safe(self, hidden: tuple[int, ...]) -> bool:
        """Whether a reader leaves every small number open."""
        facts = [(self.sums[place], value, value) for place, value in enumerate(self.values) if place not in hidden]
        facts.append((self.corner[0], self.corner[1], self.corner[1]))
        for place in self.small:
            low, high = between(self.sums[place], facts)
            if high - low < min(WIDTH, self.corner[1]):
                return False
        return True

    def cheapest(self) -> float:
        """Of every choice that hides the small ones, the least cost that is safe."""
        free = [place for place in range(len(self.values)) if place not in self.small]
        choices = [(*self.small, *more) for size in range(len(free) + 1)
                   for more in itertools.combinations(free, size)]
        return next(cost for cost, choice in sorted((sum(self.costs[place] for place in choice), choice)
                                                    for choice in choices) if self.safe(choice))


cross_tables = st.lists(few_or_many, min_size=4, max_size=4).filter(lambda cells: sum(cells) >= WIDTH)


def costs_as_little_as_any(cells: list[int], shape: tuple[int, int]) -> None:
    judge = CrossTable(np.array(cells).reshape(shape))
    tables = judge.tables()
    suppress(tables, Rule(coalition=0))
    chosen = tuple(place for place, each in enumerate(tables.units[:-1]) if each.hidden)
    assert judge.safe(chosen)
    assert sum(judge.costs[place] for place in chosen) == pytest.approx(judge.cheapest())


@settings(max_examples=12)
@given(cross_tables)
@example([3, 20, 21, 22])
@example([1, 1, 1, 2])
def test_no_choice_of_eight_numbers_that_is_safe_costs_less(cells):
    costs_as_little_as_any(cells, (2, 2))


@pytest.mark.long
@settings(max_examples=60)
@given(st.lists(few_or_many, min_size=6, max_size=6).filter(lambda cells: sum(cells) >= WIDTH))
def test_no_choice_of_eleven_numbers_that_is_safe_costs_less(cells):
    costs_as_little_as_any(cells, (2, 3))


# A reader of series, breakdowns and accounts made of random rows

PERIODS, AGES, SEXES, KNOWN = ("Q1", "Q2"), ("17", "18", "19"), ("f", "m"), ("yes", "no", "unknown")
CELLS = pd.DataFrame(list(itertools.product(PERIODS, AGES, SEXES, KNOWN, (True, False))),
                     columns=["period", "Age", "Sex", "so", "sampled"])


def people(seed: int, size: int, left_out: float) -> pd.DataFrame:
    """Random people: most ages and answers are common, some are rare; so many are not in the second series."""
    draw = np.random.default_rng(seed)
    def of(names: tuple, *odds: float) -> np.ndarray:
        return draw.choice(names, size, p=np.array(odds) / sum(odds))
    return pd.DataFrame({"period": of(PERIODS, 1, 2), "Age": of(AGES, 6, 4, draw.choice([0.3, 3])),
                         "Sex": of(SEXES, 3, draw.choice([0.4, 2])), "so": of(KNOWN, 4, 4, draw.choice([0.3, 2])),
                         "sampled": draw.random(size) >= left_out})


class Reader:
    """Knows how the tables are made, and all that is shown of them: all in cells of people."""

    def __init__(self, made: pd.DataFrame, rule: Rule = USUAL):
        cases = pd.DataFrame({"return_year": 2025, "period": made["period"], "left_out": None, "weight": 1.0,
                              "value": made["so"].eq("yes").astype(float), "unknown": made["so"].eq("unknown"),
                              "Age": made["Age"], "Sex": made["Sex"]})
        self.sizes = made.groupby(list(CELLS)).size().reindex(pd.MultiIndex.from_frame(CELLS), fill_value=0).to_numpy()
        whole = series(cases, "all", by=("Age", "Sex"), rule=rule, headline=True)
        part = series(cases.assign(left_out=np.where(made["sampled"], None, "not sampled")), "sampled", by=("Age",),
                      rule=rule)
        points, sampled = whole.points(), part.points()
        self.tables = together(points, sampled, whole.account(), *(
            groups(of, by, "Q2", own) for of, by, own in ((whole, "Age", points), (whole, "Sex", points),
                                                          (part, "Age", sampled))
            if (of.exact["period"] == "Q2").any()))
        suppress(self.tables, rule)
        self.rounding = rule.rounding

    def cells(self, name) -> np.ndarray:
        """Which cells a number is the sum of: the denominator, less what the part leaves out."""
        where = np.ones(len(CELLS), bool) if name.series == "all" else CELLS["sampled"].to_numpy()
        if name.by == "rows":
            return where
        where = where & CELLS["period"].eq(name.period).to_numpy()
        if name.by:
            where = where & CELLS[name.by].eq(name.group).to_numpy()
        so = {"denominator": KNOWN, "numerator": ["yes"], "complement": ["no", "unknown"], "unknown": ["unknown"],
              "known others": ["no"]}[name.part]
        return where & CELLS["so"].isin(so).to_numpy()

    def facts(self) -> list:
        """What is shown: exactly, or to the nearest."""
        found = []
        for each in (each for one in self.tables.units if not one.hidden for each in one.numbers):
            size, half = float(self.sizes[self.cells(each.name)].sum()), self.rounding / 2
            told = np.floor(size / self.rounding + 0.5) * self.rounding
            low, high = (told - half, told + half - 1) if each.rounded else (size, size)
            low, high = (1, self.rounding - 1) if each.rounded and 0 < size < self.rounding else (low, high)
            found.append((self.cells(each.name), low, high))
        return found

    def asked(self) -> list[tuple[str, np.ndarray]]:
        """Every number of people that is told or follows, and who is asked in one series and not in the other."""
        found = {str(each.name): self.cells(each.name) for each in self.tables.numbers() if each.name.by != "rows"}
        for period in PERIODS:
            found[f"not sampled {period}"] = (CELLS["period"].eq(period) & ~CELLS["sampled"]).to_numpy()
        return [(name, cells) for name, cells in found.items() if 0 < self.sizes[cells].sum() < USUAL.threshold]

    def held(self, whole: bool = True) -> dict[str, tuple[float, float]]:
        """The small numbers that are known more closely than may be."""
        facts, found = self.facts(), {}
        for name, cells in self.asked():
            low, high = between(cells, facts, whole)
            assert low <= self.sizes[cells].sum() <= high       # the truth is one of the possible tables
            found |= {name: (low, high)} if high - low < WIDTH else {}
        return found


@pytest.mark.parametrize(("seed", "size", "left_out"), [
    (1, 60, 0.03), (2, 60, 0.5), (3, 120, 0.02), (4, 30, 0.1), (5, 90, 0.04), (6, 15, 0.2)])
def test_a_reader_of_linked_tables_leaves_every_small_number_open(seed, size, left_out):
    assert Reader(people(seed, size, left_out)).held() == {}


def test_the_reader_finds_what_is_not_protected():
    """The same tables with only the small numbers hidden."""
    reader = Reader(people(1, 60, 0.03))
    for each in reader.tables.units:
        each.hidden = each.hidden if each.small else None
    assert reader.held() != {}


@pytest.mark.long
@settings(max_examples=120)
@given(st.integers(0, 2**32), st.integers(10, 250), st.sampled_from([0.0, 0.01, 0.03, 0.1, 0.5]))
def test_a_reader_of_any_linked_tables_leaves_every_small_number_open(seed, size, left_out):
    assert Reader(people(seed, size, left_out)).held() == {}
