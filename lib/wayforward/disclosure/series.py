"""The numbers of people that a series tells: of each point, of the groups of a breakdown, of a year's rows.

Which rows are behind a number follows from the cases (see counting.tally): all that are counted, those of them that are
so, those that are not, those of whom it is not known.
"""

from collections.abc import Hashable, Mapping
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from wayforward.counting.tally import Tally
from wayforward.disclosure.make_up import distance_tells, heads_by_group
from wayforward.disclosure.numbers import Number, Sum, Tables, Unit
from wayforward.disclosure.primary import (
    COMPLEMENT,
    DENOMINATOR,
    EVENTS,
    KNOWN_OTHERS,
    NUMERATOR,
    PROPORTIONS,
    UNKNOWN,
    few_dominate,
    open_limits,
    people,
    tells_few,
    tells_unknown,
)
from wayforward.disclosure.row_sets import RowNumbers, RowSet
from wayforward.disclosure.rule import Rule
from wayforward.ledger import CellKey

POINT, HEADLINE_POINT, GROUP, UNKNOWN_NUMBER, ACCOUNT = 40.0, 100.0, 10.0, 3.0, 20.0     # what hiding costs
MORE_FOR_ENDS = 3.0
ROWS, COUNTED, ALL_ROWS = "rows", "counted", "rows in"
NOT_KNOWN = "not known"
PARTS = {NUMERATOR: NUMERATOR, COMPLEMENT: COMPLEMENT, DENOMINATOR: DENOMINATOR, "n": DENOMINATOR,
         UNKNOWN: UNKNOWN, KNOWN_OTHERS: KNOWN_OTHERS}


class SeriesNumbers:
    """One series counted from a table's rows.

    exact   its counts by period, nothing hidden
    start   the day the plan began: a verdict starts from the last figure before it
    """

    def __init__(self, measure: str, series: str, kind: str, tally: Tally, exact: pd.DataFrame, rule: Rule,
                 headline: bool = False, start: date | None = None):
        self.measure, self.series, self.kind, self.tally, self.rule = measure, series, kind, tally, rule
        self.start = start
        self.exact = exact[exact["value"].notna()]
        self.headline = headline

    def points(self) -> Tables:
        """A unit for each period's figure, one for the number not known, and the totals of each return's year."""
        cost = pd.Series(HEADLINE_POINT if self.headline else POINT, self.exact.index, dtype=float)
        cost[self._ends()] *= MORE_FOR_ENDS
        found = self._rows(self.exact, self.exact["period"], cost, self._sets["period"], "", "")
        found.add(self._years(found))
        return found

    def groups(self, by: str, table: pd.DataFrame, period: str, points: Tables) -> Tables:
        """A unit for each group of a breakdown of one period (see counting.tally.breakdown)."""
        of_period = self._counted[self._counted["period"].eq(period).to_numpy()]
        key = of_period[by].astype(object).fillna(NOT_KNOWN)
        share = people(table, self.kind).max(axis=1).fillna(0.0) / max(people(table, self.kind).max(axis=1).sum(), 1.0)
        found = self._rows(table, table["group"], GROUP + share, self._by(of_period, key), by, period)
        whole = {number.name.part: number for number in points.numbers()
                 if (number.name.period, number.name.by) == (period, "") and number.name.series == self.series}
        for part, number in whole.items() if self.kind != "shares" else ():     # each group has a make-up of its own
            parts = [each for each in found.numbers() if each.name.part == part]
            found.sums += [Sum(number, parts)] if parts else []
        return found

    def account(self) -> Tables:
        """A unit for each year's account of the return's rows: all of them, and those that are counted, rounded."""
        cases, counted, found = self.tally.cases, self._counted, Tables()
        every = self._numbers_of.by(cases, cases["return_year"])
        ours = self._numbers_of.by(counted, counted["return_year"])
        each = self._each or 1.0
        rounded = self.rule.rounding * self.tally.rows_each / each
        for year in every:
            name = CellKey(self.measure, self.series, str(year), ROWS, "", ROWS)
            numbers = [Number(name._replace(group=group), sets[year].size / each, 0.0, sets[year], each, rounded)
                       for group, sets in ((ALL_ROWS, every), (COUNTED, ours)) if year in sets]
            found.units.append(Unit(numbers, ACCOUNT))
        return found

    def _ends(self) -> list:
        """The rows of the figures that a verdict stands on most: the last, and the one it starts from."""
        days = pd.to_datetime(self.exact["end"])
        before = days[days < pd.Timestamp(self.start)] if self.start else days[:0]
        return [each.idxmax() for each in (days, before) if len(each)]

    # Rows behind the numbers

    @cached_property
    def _numbers_of(self) -> RowNumbers:
        return RowNumbers.of(self.tally.cases)

    @cached_property
    def _counted(self) -> pd.DataFrame:
        return self.tally.counted

    @cached_property
    def _so(self) -> np.ndarray | None:
        """Of each counted case whether it is in the numerator; None where the numerator is no number of cases."""
        cases = self._counted
        if self.kind == "gap":
            return cases["disadvantaged"].to_numpy(bool) if "disadvantaged" in cases else None
        if self.kind == "shares":
            return self._over_represented()
        if self.kind in (*PROPORTIONS, *EVENTS) and cases["value"].isin((0, 1)).all():
            return cases["value"].eq(1).to_numpy()
        return None

    def _over_represented(self) -> np.ndarray | None:
        """Of each case whether its group is one of those whose heads are the numerator."""
        cases = self._counted
        if "group" not in cases or self.tally.against is None:
            return None
        sizes = cases.groupby(["period", "group"], observed=True).size()
        shares = sizes / sizes.groupby(level=0).transform("sum")
        over = shares > self.tally.against.reindex(shares.index.get_level_values(1)).to_numpy()
        return over.reindex(pd.MultiIndex.from_frame(cases[["period", "group"]])).eq(True).to_numpy()

    @cached_property
    def _sets(self) -> dict[str, dict[str, dict[Hashable, RowSet]]]:
        return {name: self._by(self._counted, self._counted[name]) for name in ("period", "return_year")}

    def _by(self, cases: pd.DataFrame, key: pd.Series) -> dict[str, dict[Hashable, RowSet]]:
        """The rows behind each number, by part and key."""
        sets = {DENOMINATOR: self._numbers_of.by(cases, key)}
        if self._so is None:
            return sets
        so = self._so[self._counted.index.isin(cases.index)] if len(cases) < len(self._counted) else self._so
        unknown = cases["unknown"].to_numpy(bool) & ~so
        for part, where in ((NUMERATOR, so), (COMPLEMENT, ~so), (UNKNOWN, unknown), (KNOWN_OTHERS, ~so & ~unknown)):
            sets[part] = self._numbers_of.by(cases[where], key[where])
        return sets

    @property
    def of_rows(self) -> bool:
        """Whether it can be said of its numbers which rows they are of, so that they can be set against others."""
        return self.exact.empty or self._each is not None

    @cached_property
    def _each(self) -> float | None:
        """How many rows one person has; None where that differs, so that no number can be said to be of some rows."""
        if self.exact.empty:
            return None
        told, part = self._told_size
        sizes = self.exact["period"].map(lambda period: self._size(part, period))
        each = (sizes / told).dropna()
        return float(each.iloc[0]) if len(each) and np.allclose(each, each.iloc[0]) and each.iloc[0] > 0 else None

    @property
    def _told_size(self) -> tuple[pd.Series, str]:
        """The told numbers that say how many rows a person has, and which part of the cases they are of."""
        if self.kind in EVENTS and "n" in self.exact and self.exact["n"].notna().any():
            return self.exact["n"], DENOMINATOR
        if self.kind in EVENTS:
            return self.exact[NUMERATOR].where(self.exact[NUMERATOR] > 0), NUMERATOR
        return self.exact[DENOMINATOR].fillna(self.exact["n"]), DENOMINATOR

    def _size(self, part: str, period: str) -> float:
        rows = self._sets["period"].get(part, {}).get(period)
        return np.nan if rows is None else rows.size

    # Units

    def _rows(self, rows: pd.DataFrame, keys: pd.Series, cost: pd.Series, sets: Mapping[str, Mapping[Hashable, RowSet]],
              by: str, period: str) -> Tables:
        """A unit a row, and one for the number not known of each row."""
        found = Tables()
        few = tells_few(rows, self.kind, self.rule)
        few |= self._dominated(rows, by, period) | self._telling(rows, by, period)
        unknown = tells_unknown(rows, self.kind, self.rule)
        hide_unknown = unknown | (by != "" and bool(unknown.any())) | few
        numbers = people(rows, self.kind)
        for row, key in zip(rows.index, keys, strict=True):
            name = CellKey(self.measure, self.series, period or str(key), by, str(key) if by else "", "")
            told = {part: self._number(name, part, value, sets, key) for part, value in numbers.loc[row].items()
                    if pd.notna(value)}
            found.units.append(Unit([number for part, number in told.items() if part != COMPLEMENT],
                                    float(cost[row]), bool(few[row])))
            if COMPLEMENT in told:
                found.add(self._proportion(name, told, rows.loc[row], sets, key, bool(hide_unknown[row])))
        return found

    def _proportion(self, name: CellKey, told: dict[str, Number], row: pd.Series, sets, key,
                    hide_unknown: bool) -> Tables:
        """What else the row of a proportion tells: who is not in the numerator, known or not."""
        found = Tables(follows=[told[COMPLEMENT]],
                       sums=[Sum(told[DENOMINATOR], [told[NUMERATOR], told[COMPLEMENT]])])
        if self.kind == "proportion" and pd.notna(unknown := row.get(UNKNOWN, np.nan)):
            others = row[DENOMINATOR] - row[NUMERATOR] - unknown
            split = {part: self._number(name, part, value, sets, key)
                     for part, value in ((UNKNOWN, unknown), (KNOWN_OTHERS, others))}
            found.units.append(Unit([split[UNKNOWN]], UNKNOWN_NUMBER, hide_unknown))
            found.follows.append(split[KNOWN_OTHERS])
            found.sums.append(Sum(told[COMPLEMENT], list(split.values())))
        return found

    def _number(self, name: CellKey, part: str, value: float, sets, key) -> Number:
        limit = open_limits(self.kind, self.rule).get(part, 0.0)
        of_group = self.kind == "shares" and name.by != "" and part != DENOMINATOR
        rows = sets[PARTS[part]].get(key) if self._each and PARTS[part] in sets and not of_group else None
        told = part != "n" and (self.kind != "shares" or part == DENOMINATOR)      # as pages write them
        return Number(name._replace(part=part), float(value), limit, rows, self._each or 1.0, told=told)

    def _dominated(self, rows: pd.DataFrame, by: str, period: str) -> pd.Series:
        """Whether few people make up most of an amount that a row tells."""
        if self.kind not in EVENTS or self._so is not None or self._each is None:
            return pd.Series(False, rows.index)
        cases = self._counted if not by else self._counted[self._counted["period"].eq(period).to_numpy()]
        keys = cases[by].astype(object).fillna(NOT_KNOWN) if by else cases["period"]
        found = few_dominate(cases["value"], keys, self.rule)
        return rows["group" if by else "period"].map(found).eq(True)

    def _telling(self, rows: pd.DataFrame, by: str, period: str) -> pd.Series:
        """Whether a make-up's distance tells of few people, where no group's heads are told beside it."""
        if self.kind != "shares" or self.tally.against is None:
            return pd.Series(False, rows.index)
        cases = self._counted if not by else self._counted[self._counted["period"].eq(period).to_numpy()]
        heads = heads_by_group(cases, cases[by].astype(object).fillna(NOT_KNOWN) if by else cases["period"],
                               self.tally.against)
        hidden = pd.Series(True, heads.columns)
        tells = {key: distance_tells(each, hidden, self.tally.against, self.rule) for key, each in heads.iterrows()}
        return rows["group" if by else "period"].map(tells).eq(True)

    def _years(self, points: Tables) -> Tables:
        """What the periods of a return's year add up to, where it has several."""
        found, numbers = Tables(), list(points.numbers())
        for part, years in (self._sets["return_year"].items() if self._each else ()):
            for year, rows in years.items():
                within = [number for number in numbers if number.name.part == part and number.rows
                          and number.rows.size and number.rows.ids()[0] // 2**40 == year]
                if len(within) > 1 and sum(number.rows.fingerprint for number in within) % 2**64 == rows.fingerprint:
                    name = CellKey(self.measure, self.series, str(year), ROWS, "", part)
                    whole = Number(name, rows.size / self._each, self.rule.threshold, rows, self._each)
                    found.follows.append(whole)
                    found.sums.append(Sum(whole, within))
        return found
