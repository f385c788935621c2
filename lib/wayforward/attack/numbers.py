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
    return (value, value) if nearest == 1 else (max(value - nearest // 2, 0.0), value + nearest // 2)


def read_number(text: str) -> float | None:
    """A number as shown, with the unit behind it left out; None where there is none.

    >>> read_number("10.5 days"), read_number("1,250"), read_number("–")
    (10.5, 1250.0, None)
    """
    found = re.match(rf"({NUMBER.pattern})(?: [a-z]+)?%?$", text)
    return _plain(found[1]) if found else None


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
