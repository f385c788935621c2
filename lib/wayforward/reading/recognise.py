"""Which table a file is: by its name or, to say what it may be, by its headings or a name that is near."""

import difflib
from collections.abc import Iterable

from wayforward.reading import files, headings
from wayforward.reading.file_names import unmarked
from wayforward.reading.files import Piece
from wayforward.reading.problems import Unreadable
from wayforward.returns.catalogue import TABLES
from wayforward.returns.layout import Table, plain

STEMS = {plain(stem): table for table in TABLES.values() for stem in (*table.stems, table.name)}
ALIKE = 0.8     # from which on a name is another's, misspelt
LONG = 5        # letters of a name that says something where it stands within another
UNREAD = (".xls", ".xlsb", ".xlsm", ".ods", ".tsv", ".gz", ".7z", ".rar")
MOST = 0.8      # of a table's needed columns, from which on headings are those of the table


def by_name(name: str) -> Table | None:
    """The table of a name without its year, whether or not it says that it is a copy; None of any other name."""
    return STEMS.get(plain(name)) or STEMS.get(plain(unmarked(name)))


def is_copy(names: Iterable[str]) -> bool:
    """Whether the first of the names that is a table's says that it is a copy, a version or a correction."""
    named = next(name for name in names if by_name(name))
    return plain(named) not in STEMS


def nearest(piece: Piece) -> tuple[str | None, bool]:
    """The name of a table that is nearest to one that is none, and whether it is meant: the two are alike, or it stands
    within the name of a file that holds tables and cannot be looked into."""
    name = plain(unmarked(piece.names[0]))
    near = difflib.get_close_matches(name, STEMS, 1, ALIKE)
    within = [stem for stem in STEMS if len(stem) >= LONG and stem in name] if piece.kind in UNREAD else []
    meant = [*near, *sorted(within, key=len, reverse=True)]
    others = difflib.get_close_matches(name, STEMS, 1)
    return next((STEMS[stem].stems[0] for stem in (*meant, *others)), None), bool(meant)


def by_headings(piece: Piece) -> Table | None:
    """The table whose needed columns are among the headings; None where there is none, or the file cannot be read."""
    if piece.kind not in files.KINDS:
        return None
    try:
        names = set().union(*map(headings.known, TABLES.values()))
        there = {plain(heading) for heading in files.read(piece, names=names).rows.columns}
    except Unreadable:
        return None
    shares = {table.name: _share(table, there) for table in TABLES.values()}
    best = max(shares, key=shares.get)
    return TABLES[best] if shares[best] >= MOST else None


def _share(table: Table, there: set[str]) -> float:
    """Of a table's needed columns, how many are among the headings; 0 where they are too few to tell."""
    needed = [{plain(name) for name in (column.name, *column.aliases)} for column in table.columns if column.needed]
    found = sum(bool(names & there) for names in needed)
    return found / len(needed) if found >= headings.ENOUGH else 0.0
