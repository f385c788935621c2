"""Figures of a finding, plain as in findings.json, as a comparison writes them."""

from decimal import Decimal
from typing import Any

from wayforward import formats

NOTHING = "nothing"     # what one of the two has not
FIGURES = {"latest": "value", "baseline": "value", "change": "estimate"}     # and where in it the figure stands
Json = dict[str, Any]


def written(what: str, finding: Json, decimals: int | None = None) -> str:
    """A figure, its interval and its period, as far as it has them: "88.6% (85.8% to 90.9%), 31 March 2025"."""
    figure = finding[what]
    if figure is None:
        return NOTHING
    unit = "percentage points" if what == "change" and finding["unit"] == "%" else finding["unit"]
    value = figure[FIGURES[what]]
    middle = NOTHING if value is None else number(value, unit, decimals) + _words(unit)
    ends = [figure[end] for end in ("low", "high")]
    around = "" if None in ends else f" ({' to '.join(number(end, unit, decimals) for end in ends)})"
    return middle + around + (f", {figure['period']}" if "period" in figure else "")


def _words(unit: str) -> str:
    return "" if unit in ("%", "score") else f" {unit}"


def number(value: float, unit: str, decimals: int | None = None) -> str:
    """A figure without the words of its unit, halves rounded up, all its digits if `decimals` is None.

    >>> number(0.88625, "%", 1), number(-12345.5, "days", 0), number(0.0125, "percentage points")
    ('88.6%', '−12,346', '1.25')
    """
    if decimals is not None:
        return formats.number(value, unit, decimals)
    exact = Decimal(repr(float(formats.shown(value, unit)))).normalize()
    return f"{formats.MINUS if exact < 0 else ''}{abs(exact):,f}{'%' if unit == '%' else ''}"
