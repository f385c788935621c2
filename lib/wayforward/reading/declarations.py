"""What an area declares of its returns: that it has nobody to return, or that a silence in them is true.

declared.csv lies straight in the folder of deliveries, a line a return:
    table     its name, as a file of it is named: UASC
    from      the first year of which that is so, such as 2019-20; empty: as far back as there are returns
    until     the last one; empty: until the line is changed
    declared  nobody, or nothing more
    reason    why, for whoever reads the file; never shown
Of nobody, a year counts as delivered with headings alone where other tables of the same return are at hand for it;
where a return has one table only, the line must name both years. Of nothing more, the days of a year without rows had
none, so that they are no hole (see completeness).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from wayforward.reading import files
from wayforward.reading.file_names import split_year
from wayforward.reading.problems import Problem, Unreadable, lines_of
from wayforward.returns.layout import Table, plain

NAME = "declared.csv"
NOBODY, NOTHING_MORE = "nobody", "nothing more"
COLUMNS = ("table", "from", "until", "declared", "reason")
NOTHING = "nothing is declared by this line"


@dataclass(frozen=True)
class Declared:
    """What is declared of a table from one year to another: NOBODY or NOTHING_MORE; None: no limit."""

    table: Table
    what: str
    first: int | None
    last: int | None

    def holds(self, year: int) -> bool:
        """Whether it is declared for a year."""
        return (self.first is None or year >= self.first) and (self.last is None or year <= self.last)


def declared(path: Path, tables: Mapping[str, Table], alone: Collection[str]) -> tuple[list[Declared], list[Problem]]:
    """What the file declares, and what is wrong with it, in full.

    tables  every table, by its names as names are compared
    alone   names of tables that are the only ones of their return
    """
    try:
        text = files.read(files.Piece(path, (NAME,), None), names=COLUMNS)
    except Unreadable as refused:
        return [], refused.problems
    rows = text.rows.rename(columns=plain)
    missing = [name for name in COLUMNS if list(rows.columns).count(name) != 1]
    if missing:
        return [], [Problem("refuse", "missing column", column=", ".join(missing), effect="nothing in it is read",
                            action=f"give it the headings {', '.join(COLUMNS)}")]
    rows = rows[list(COLUMNS)].apply(lambda cells: cells.str.strip())
    if rows.empty:
        return [], list(text.problems)
    wrong = list(_wrong(rows, tables, alone))
    bad = {line for _, where in wrong for line in rows.index[where]}
    sound = [Declared(tables[plain(row["table"])], row["declared"].casefold(), split_year(row["from"])[1],
                      split_year(row["until"])[1]) for row in rows[~rows.index.isin(bad)].to_dict("records")]
    return sound, [*text.problems, *_problems(wrong)]


def _wrong(rows: pd.DataFrame, tables: Mapping[str, Table], alone: Collection[str]) -> Iterator[tuple]:
    """Each rule that lines break, with what to do about it, and of each line whether it does."""
    named = rows["table"].map(lambda name: tables.get(plain(name)))
    years = rows[["from", "until"]].map(lambda cell: split_year(cell)[1]).astype(float)
    yield ("table", "not the name of a table that is read",
           "name it as its files are named, such as UASC"), named.isna()
    for column in ("from", "until"):
        yield ((column, "no year", "write it as 2019-20, or leave it empty"),
               rows[column].ne("") & (years[column].isna() | rows[column].str.contains("[A-Za-z]")))
    yield ("from, until", "the last year before the first", "correct the years"), years["until"].lt(years["from"])
    single = named.map(lambda table: table is not None and table.name in alone)
    said = rows["declared"].str.casefold()
    yield (("declared", "neither nobody nor nothing more", f"write {NOBODY} or {NOTHING_MORE}"),
           ~said.isin([NOBODY, NOTHING_MORE]))
    yield (("from, until", "a return of one table, of which no other tells the years at hand", "name both years"),
           single & years.isna().any(axis=1) & said.eq(NOBODY))
    yield ("reason", "no reason", "say in a few words why there is nobody"), rows["reason"].eq("")


def _problems(wrong: Iterable[tuple]) -> Iterator[Problem]:
    for (column, rule, action), where in wrong:
        if where.any():
            yield Problem("refuse", rule, column=column, rows=int(where.sum()), lines=lines_of(where.index[where]),
                          effect=NOTHING, action=action)
