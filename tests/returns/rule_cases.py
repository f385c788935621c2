"""Rules of a layout, each tried on a text table whose column ROW says of each row what is so about it."""

from dataclasses import dataclass

import pandas as pd

from tables import text_table
from wayforward.returns.layout import Rule, Table, renamed, typed


@dataclass(frozen=True)
class Case:
    """A rule, known by how its words begin, a table, and the rows of it that break the rule, in order."""

    table: Table
    words: str
    text: str
    broken: tuple[str, ...]
    year: int = 2025

    @property
    def rule(self) -> Rule:
        found = [rule for rule in self.table.rules if rule.words.startswith(self.words)]
        assert len(found) == 1, f"{len(found)} rules of {self.table.name} begin with: {self.words}"
        return found[0]

    def breaking(self) -> tuple[str, ...]:
        """What ROW says of the rows that the rule calls broken."""
        rows = typed(renamed(text_table(self.text), self.table), self.table, self.year)
        sound = self.rule.holds(rows)
        assert sound.dtype == bool
        assert sound.index.equals(rows.index)
        return tuple(rows.loc[~sound, "ROW"])


def named(case: Case) -> str:
    """The case in pytest's list."""
    return f"{case.table.name} {case.year} {case.words}"


def untried(tables: tuple[Table, ...], cases: list[Case]) -> set[str]:
    """The rules that no case tries."""
    tried = {(case.table.name, case.rule.words) for case in cases}
    return {rule.words for table in tables for rule in table.rules if (table.name, rule.words) not in tried}


def empty(table: Table, year: int = 2025) -> pd.DataFrame:
    """A table without rows, in values."""
    return typed(pd.DataFrame(columns=[column.name for column in table.columns], dtype=str), table, year)
