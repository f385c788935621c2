"""A table that a measure shows beside its series: agreement of auditors, themes, a distance split into its causes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True)
class Detail:
    """A table of words and figures, shown under the small-number rule.

    rows        first column the words that name a row; figures as numbers, missing where there is none
    units       for each column of figures its unit and decimals: {"Share": ("%", 1), "Audits": ("", 0)}
    people      columns that count people (or cases that are people's): where one is small, so is the whole row
    total       whether the rows add up to a total that is known, so that one hidden row could be had by subtraction
    note        a sentence under the table
    table       the table of the returns whose rows are counted, where the next says which
    counted     of columns of people, for each row of the table the rows of the return that it counts
    each        how many rows of the return one person has: 3 of an average of three months
    """

    title: str
    rows: pd.DataFrame
    units: dict[str, tuple[str, int]]
    people: tuple[str, ...] = ()
    note: str = ""
    total: bool = True
    table: str = ""
    counted: Mapping[str, Sequence[pd.DataFrame]] = field(default_factory=dict)
    each: float = 1.0


def rows_of(rows: pd.DataFrame, groups: pd.Series, names: Sequence) -> list[pd.DataFrame]:
    """The rows of each of some groups, in the order of `names`; none of a group without any."""
    by_group = dict(tuple(rows.groupby(groups, observed=True)))
    return [by_group.get(name, rows[:0]) for name in names]


def rows_where(rows: Sequence[pd.DataFrame], so: Callable[[pd.DataFrame], pd.Series]) -> list[pd.DataFrame]:
    """Of the rows of each group those for which something holds."""
    return [each[so(each)] for each in rows]
