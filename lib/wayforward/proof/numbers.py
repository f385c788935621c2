"""Numbers as they stand in a text: read with their last digit, and held against a fact."""

import re
from decimal import ROUND_HALF_UP, Decimal

NUMBER = r"[−+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
READ = re.compile(r"([−+]?)([\d,]+)(?:\.(\d+))?")
P = re.compile(r"p [=<] \d\.\d+")
BINARY = Decimal("1e-9")        # what is left of a half in the digits that a findings file keeps
LEAST_TOLD, TWO_DIGITS = 0.001, 0.0995      # of p: below the one it is told so, from the other with two decimals
LIMITS = (0.002, 0.05)
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
    return f"{rounded + 0:,}".replace("-", "−")         # no negative zero


def told_p(p: float | str | None) -> str:
    """A p in digits, given as a number or in words ("0.047", "< 0.001"): never 0, and never rounded up to a limit of
    evidence that it lies under.

    >>> told_p(0.0472), told_p(0.0497), told_p(0.00002), told_p("< 0.05")
    ('p = 0.047', 'p < 0.05', 'p < 0.001', 'p < 0.05')
    """
    if p is None:
        return "no p"
    if isinstance(p, str):
        return f"p {p}" if p.startswith("<") else f"p = {p}"
    if p < LEAST_TOLD:
        return f"p < {LEAST_TOLD}"
    digits = written(Decimal(repr(float(p))), 3 if p < TWO_DIGITS else 2)
    reached = [limit for limit in LIMITS if p < limit <= float(digits)]
    return f"p < {reached[0]}" if reached else f"p = {digits}"
