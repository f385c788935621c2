"""Whether the tables of one return belong together: how many rows of each meet the table that they point to.

Few that do not meet are warned of. Many that do not, or any that a known damage of identifiers explains, refuse the
table with the likeliest cause, for what is counted from such a join would be a figure of nobody. What two tables say of
one child (day of birth, sex) must be the same.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

import pandas as pd

from wayforward.periods import financial_year
from wayforward.reading.deliveries import Delivered
from wayforward.reading.lookups import places_among
from wayforward.reading.problems import Problem, lines_of
from wayforward.returns.layout import Reference

MANY, AT_LEAST = 1 / 5, 5      # of the filled cells and in number, from which a join is not believed
FEW_SWAPPED = 0.01      # of the days compared
EXPORT = "export both tables anew, together, and import this column as text"


@dataclass(frozen=True)
class YearsTable:
    """A table of one year: how it was delivered, and its rows in values."""

    delivered: Delivered
    rows: pd.DataFrame


def not_meeting(own: YearsTable, other: YearsTable, reference: Reference) -> Iterator[Problem]:
    """What is wrong between a table and the one it points to, of one year; each with its number of rows."""
    filled = own.rows[reference.column].dropna()
    known = other.rows[reference.to].dropna().drop_duplicates(keep="last")
    places = places_among(filled, known)
    orphans = filled[places < 0]
    if len(orphans):
        yield _orphans(filled, orphans, known, reference, own.delivered, other.delivered)
    met, rows = filled.index[places >= 0], known.index[places[places >= 0]]
    for column in reference.same if len(known) and len(filled) else ():
        both = pd.DataFrame({"own": _in_words(own, column).loc[met].array,
                             "other": _in_words(other, column).loc[rows].array}).dropna()
        yield from _different(both, reference, column, other.delivered.table.title)


def _in_words(of: YearsTable, name: str) -> pd.Series:
    """What a column says: a code in words, since codes of two years may say the same (1 and M)."""
    column = of.delivered.table.column(name)
    return of.rows[name].map(column.codes) if column.codes else of.rows[name]


def _orphans(filled: pd.Series, orphans: pd.Series, known: pd.Series, reference: Reference, own: Delivered,
             other: Delivered) -> Problem:
    cause, action = _damage(orphans, known), EXPORT
    many = len(orphans) > MANY * len(filled) and (cause or len(orphans) >= AT_LEAST)
    if not cause:
        cause, action = _origin(own, other) if many else ("", "correct them, or deliver both tables anew")
    return Problem(reference.severity if many else "warn",
                   f"{reference.who} that stand in no {other.table.title} of {financial_year(own.year)}{cause}",
                   column=reference.column, rows=len(orphans), of=len(filled), lines=lines_of(orphans.index),
                   effect=reference.effect, action=action)


def _damage(orphans: pd.Series, known: pd.Series) -> str:
    """What was done to most of these identifiers, if they would meet without it; "" where that does not show."""
    own, others = _different_ones(orphans), _different_ones(known)
    meet = (words for words, bare in WAYS_APART.items() if bare(own).isin(bare(others)).mean() > 1 / 2)
    return "".join(f": {words}" for words in islice(meet, 1))


def _origin(own: Delivered, other: Delivered) -> tuple[str, str]:
    """Where tables that do not meet may come from, and what to do."""
    why = ": the two are of different downloads or years"
    if own.day != other.day:
        why = (f": they were received on different days ({own.day} and {other.day}), and each download may number its "
               "rows anew")
    return why, "deliver all tables of one download together"


def _different_ones(cells: pd.Series) -> pd.Series:
    return pd.Series(cells.unique(), dtype=str)


WAYS_APART: dict[str, Callable[[pd.Series], pd.Series]] = {
    "leading zeros are lost in one of them": lambda ids: ids.str.lstrip("0"),
    "whole numbers have a point and zeros in one of them": lambda ids: ids.str.replace(r"\.0+$", "", regex=True),
    "capitals and small letters differ": lambda ids: ids.str.casefold(),
    "spaces and signs differ": lambda ids: ids.str.replace(r"\W|_", "", regex=True),
    "spaces, signs, capitals and leading zeros differ":
        lambda ids: ids.str.casefold().str.replace(r"\W|_", "", regex=True).str.lstrip("0"),
}


def _different(both: pd.DataFrame, reference: Reference, column: str, title: str) -> Iterator[Problem]:
    """What is told of children of whom the two tables (own, other) do not say the same."""
    different = both[both["own"].ne(both["other"])]
    if different.empty:
        return
    swapped = _swapped(different) if different["own"].dtype.kind == "M" else 0
    if swapped > FEW_SWAPPED * len(both):
        yield Problem("refuse", f"day and month have changed places against {title}", column=column, rows=swapped,
                      of=len(both), effect="ages are wrong", action="export both anew, and import days as text")
    rest = len(different) - swapped if swapped > FEW_SWAPPED * len(both) else len(different)
    if rest:
        yield Problem("warn", f"says another thing of the same {reference.who} than {title}", column=column, rows=rest,
                      of=len(both), effect="one of the two is wrong", action="correct it in the case system")


def _swapped(different: pd.DataFrame) -> int:
    """How many days are each other's with day and month in each other's place."""
    own, other = different["own"].dt, different["other"].dt
    return int((own.year.eq(other.year) & own.month.eq(other.day) & own.day.eq(other.month)).sum())
