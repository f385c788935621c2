"""Numbers as they stand in a text: read with their last digit, and held against a fact."""

import re
from decimal import ROUND_HALF_UP, Decimal

NUMBER = r"[−+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
READ = re.compile(r"([−+]?)([\d,]+)(?:\.(\d+))?")
P = re.compile(r"p (=|<) (\d\.\d+)")
BINARY = Decimal("1e-9")        # what is left of a half in the digits that a findings file keeps
LEAST_TOLD = Decimal("0.001")       # below it, p is told as below it
PER_CENT = ("%", "percentage points")


def read_number(text: str) -> tuple[Decimal, int] | None:
    """A number and its decimals; None for what is not written as one.

    >>> read_number("−1,005.3"), read_number("12,34")
    ((Decimal('-1005.3'), 1), None)
    """
    found = READ.fullmatch(text)
    if not found:
        return None
    sign, whole, part = found.groups()
    if f"{int(whole.replace(',', '')):,}" != whole:
        return None
    number = Decimal(f"{whole.replace(',', '')}.{part or 0}")
    return -number if sign == "−" else number, len(part or "")


def scaled(value: float, unit: str) -> Decimal:
    """A fact as it is told: a percentage of a fraction."""
    exact = Decimal(repr(float(value)))
    return exact * 100 if unit in PER_CENT else exact


def agrees(told: Decimal, places: int, fact: Decimal, fact_places: int | None = None) -> bool:
    """Whether a number is the fact to within half of its last digit; `fact_places`: the decimals to which the fact
    itself was rounded, where it was.

    >>> agrees(Decimal("21.8"), 1, Decimal("21.8218")), agrees(Decimal("21.9"), 1, Decimal("21.8218"))
    (True, False)
    """
    half = Decimal(5).scaleb(-places - 1)
    if fact_places is not None and fact_places < places:
        half += Decimal(5).scaleb(-fact_places - 1)
    return abs(told - fact) <= half + BINARY * max(1, abs(fact))


def written(value: Decimal, places: int) -> str:
    """A fact in digits, for a message."""
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded:,}".replace("-", "−")


def p_agrees(text: str, fact: float | str | None) -> bool:
    """Whether "p = 0.047" or "p < 0.001" is true of a p, given as a number or in words ("0.047", "< 0.001").

    >>> p_agrees("p = 0.047", 0.0472), p_agrees("p < 0.05", 0.0497), p_agrees("p = 0.047", "0.047")
    (True, True, True)
    """
    found = P.fullmatch(text)
    if not found:
        return text == "no p" and fact is None
    sign, limit = found[1], Decimal(found[2])
    if isinstance(fact, str):
        return fact == (f"< {found[2]}" if sign == "<" else found[2])
    if fact is None:
        return False
    exact = Decimal(repr(float(fact)))
    if sign == "=":
        return agrees(limit, len(found[2]) - 2, exact)
    return exact < limit and (limit == LEAST_TOLD or limit - exact <= Decimal("0.0005"))
