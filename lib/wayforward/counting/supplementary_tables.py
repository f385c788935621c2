"""A table that a measure shows beside its series: agreement of auditors, themes, a distance split into its causes."""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Detail:
    """A table of words and figures, shown under the small-number rule.

    rows        first column the words that name a row; figures as numbers, missing where there is none
    units       for each column of figures its unit and decimals: {"Share": ("%", 1), "Audits": ("", 0)}
    people      columns that count people (or cases that are people's): where one is small, so is the whole row
    total       whether the rows add up to a total that is known, so that one hidden row could be had by subtraction
    note        a sentence under the table
    """

    title: str
    rows: pd.DataFrame
    units: dict[str, tuple[str, int]]
    people: tuple[str, ...] = ()
    note: str = ""
    total: bool = True
