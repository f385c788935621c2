"""Draws of every kind, each table from its own stream of one seed: the same county on every run and machine.

Sums, products, quotients and square roots are the same to the last digit on every processor. Logarithms, powers and
sines are not, nor what is drawn by means of them: whatever comes of these is `rounded` before it decides anything.
"""

from collections.abc import Mapping
from zlib import crc32

import numpy as np

DECIMALS = 9        # that all machines agree on, of quantities up to some thousands


def rounded(values) -> np.ndarray:
    """Values without the digits in which machines differ, and without a negative zero."""
    return np.round(values, DECIMALS) + 0.0


def stream(seed: int, name: str) -> np.random.Generator:
    """The random numbers of one table; those of no other table change them."""
    return np.random.default_rng([seed, crc32(name.encode())])


def pick(rng: np.random.Generator, options: Mapping[str, float], size: int) -> np.ndarray:
    """Words drawn by their weights."""
    return choose(options, rng.random(size))


def choose(options: Mapping[str, float], chance: np.ndarray) -> np.ndarray:
    """The words on which chances between 0 and 1 fall, by their weights; the same chance gives the same word."""
    ends = np.cumsum(np.fromiter(options.values(), float))
    places = np.searchsorted(ends / ends[-1], chance, side="right")
    return np.array(list(options), dtype=object)[np.minimum(places, len(options) - 1)]


def carry_over(rng: np.random.Generator, before: np.ndarray, share: float) -> np.ndarray:
    """Chances a year later: `share` of people keep theirs, the others draw anew. The chance of everyone stays even
    over 0 to 1, so whoever lies under a level is a true share of that level, and mostly the same people."""
    return np.where(rng.random(len(before)) < share, before, rng.random(len(before)))


def stratified_uniform(rng: np.random.Generator, size: int) -> np.ndarray:
    """Chances that lie evenly between 0 and 1, in any order: a share of them is that share, but for one person."""
    return (rng.permutation(size) + rng.random(size)) / max(1, size)


def sized(number: float, scale: float) -> int:
    """A county's number at a scale, at least 1."""
    return max(1, round(number * scale))


def days(rng: np.random.Generator, first: str, last: str, size: int) -> np.ndarray:
    """Days from the first to the last, both possible."""
    start, end = np.datetime64(first, "D"), np.datetime64(last, "D")
    return start + rng.integers(0, int((end - start).astype(int)) + 1, size)


def span(length: int, unit: str = "D") -> np.timedelta64:
    """So many days (or months, "M")."""
    return np.timedelta64(length, unit)


def year_before(rng: np.random.Generator, end: str, size: int) -> np.ndarray:
    """Days of the 365 that end on a day."""
    return np.datetime64(end, "D") - rng.integers(0, 365, size)


def birthday(born: np.ndarray, age) -> np.ndarray:
    """The day of an age; someone born on 29 February has it on 1 March in other years."""
    month = born.astype("M8[M]")
    return (month + 12 * np.asarray(age)).astype("M8[D]") + (born - month.astype("M8[D]"))


def age(born: np.ndarray, day) -> np.ndarray:
    """Whole years of age on a day (one, or one a person)."""
    on = np.broadcast_to(np.asarray(day, dtype="M8[D]"), born.shape)
    years = on.astype("M8[Y]").astype(int) - born.astype("M8[Y]").astype(int)
    return years - (birthday(born, years) > on)

