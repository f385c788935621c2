"""What a shown number says: the least and the most that the true one can be."""

import math
import re

HIDDEN = ("–", "-", "")
NUMBER = re.compile(r"[−-]?\d[\d,]*(?:\.\d+)?")
FEWER = re.compile(r"fewer than (\d+)")
MORE = re.compile(r"more than ([\d,]+)")
Bounds = tuple[float, float]


def read_count(text: str, nearest: int = 1) -> Bounds | None:
    """The bounds of a count as shown, rounded to the `nearest`; (0, infinity) where hidden, None for words.

    >>> read_count("1,234"), read_count("fewer than 5"), read_count("2,100", 5), read_count("–")
    ((1234.0, 1234.0), (1.0, 4.0), (2098.0, 2102.0), (0.0, inf))
    """
    if text in HIDDEN:
        return 0.0, math.inf
    if found := FEWER.fullmatch(text):
        return 1.0, float(found[1]) - 1
    if found := MORE.fullmatch(text):
        return _plain(found[1]) + 1, math.inf
    if not NUMBER.fullmatch(text):
        return None
    value = _plain(text)
    return value - nearest // 2, value + nearest // 2


def read_share(text: str) -> Bounds | None:
    """The bounds of a percentage as shown, as fractions; None where it is none.

    >>> read_share("25%")
    (0.245, 0.255)
    """
    if not text.endswith("%") or not NUMBER.fullmatch(text[:-1]):
        return None
    decimals = len(text[:-1].partition(".")[2])
    half = 0.5 * 10.0 ** -decimals
    value = _plain(text[:-1])
    return round((value - half) / 100, 10), round((value + half) / 100, 10)


def _plain(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-"))
