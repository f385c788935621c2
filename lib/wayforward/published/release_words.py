"""How the reading of releases tells where something is."""

from collections.abc import Collection, Iterable

MOST_LINES = 5
MOST_NAMED = 12


def at(lines: Iterable[int]) -> str:
    """The first of some lines and how many there are.

    >>> at([7, 3, 3]), at([2])
    ('(2 rows, lines 3, 7)', '(1 row, line 2)')
    """
    found = sorted({int(line) for line in lines})
    first = ", ".join(f"{line:,}" for line in found[:MOST_LINES])
    more = f" and {len(found) - MOST_LINES:,} more" if len(found) > MOST_LINES else ""
    ending = "" if len(found) == 1 else "s"
    return f"({len(found):,} row{ending}, line{ending} {first}{more})"


def some(words: Collection[str], most: int = MOST_NAMED) -> str:
    """The first of some words and how many more there are."""
    words = list(words)
    return ", ".join(words[:most]) + (f" and {len(words) - most:,} more" if len(words) > most else "")
