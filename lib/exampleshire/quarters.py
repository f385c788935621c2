"""The financial quarters of a return's year, as the story tells time: 31 March 2021 is 2021.0."""

from collections.abc import Iterator

import numpy as np

from exampleshire.chance import span


def quarters_of(year: int) -> Iterator[tuple[int, float]]:
    """The numbers of the four quarters, and the time at which each ends."""
    return ((number, year - 1 + number / 4) for number in (1, 2, 3, 4))


def first_day(year: int, quarter: int) -> np.datetime64:
    """The day on which a quarter of the financial year that ends in a year begins."""
    return (np.datetime64(f"{year - 1}-04", "M") + span(3 * (quarter - 1), "M")).astype("M8[D]")


def days_in(rng: np.random.Generator, year: int, quarter: int, size: int) -> np.ndarray:
    """Days of a quarter, each as likely."""
    begin, end = first_day(year, quarter), first_day(year, quarter + 1)
    return begin + rng.integers(0, int((end - begin).astype(int)), size)
