"""Two counts of one row of a table of which a percentage beside them says that one is part of the other."""

from itertools import permutations

from wayforward.attack.bounds import small
from wayforward.attack.cells import Key
from wayforward.attack.evidence import Run
from wayforward.attack.numbers import read_share
from wayforward.attack.page_cells import count_columns, share_columns
from wayforward.attack.pages import Table
from wayforward.attack.recipes import Recipe

AGREEING = 2


def row_recipes(run: Run) -> list[Recipe]:
    """The small remainders of the rows of a run's tables."""
    return [found for table in run.tables for found in _of(table, run.name)]


def _of(table: Table, name: str) -> list[Recipe]:
    counts, shares, found = count_columns(table), share_columns(table), []
    for (part, of), share in [(pair, share) for pair in permutations(counts, 2) for share in shares]:
        rows = [(row[0], counts[part][place], counts[of][place], read_share(row[table.columns.index(share)]))
                for place, row in enumerate(table.rows)]
        full = [(label, some[0], every[0], told) for label, some, every, told in rows
                if told and some[0] == some[1] and every[0] == every[1] > 0]
        if len(full) >= AGREEING and all(low <= some / every <= high for _, some, every, (low, high) in full):
            found += [Recipe(f"“{table.title}”, {label}: {of} less {part}, {every:g} − {some:g}", every - some,
                             every - some, True, (f"{name}: {table.file}, “{table.title}”",),
                             of=((_key(table, label, of), 1.0), (_key(table, label, part), -1.0)))
                      for label, some, every, _ in full if small(every - some, every - some)]
    return found


def _key(table: Table, label: str, column: str) -> Key:
    return Key(f"{table.number}. {table.title}", "", table.columns[0], label, column)
