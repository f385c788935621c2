"""The one shape of a statistical answer, and to how many digits it is told.

Processors, and versions of the libraries, agree on some 12 digits of what is fitted here. An answer is told to fewer,
counted from the largest of what stands beside each other: of a limit near 0 as many decimals as of the other one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from math import inf
from typing import Any

from scipy import special

CONFIDENCE = 0.95
Z = float(special.ndtri((1 + CONFIDENCE) / 2))

DIGITS = 8              # significant, that are told and decided by
LEAST_P = 1e-12         # what is smaller is told as this: beyond it, p is a matter of the tails' arithmetic

USABLE = ("final", "provisional", "revised")        # the statuses of figures that count
NOT_WHOLE = "not yet whole"                         # of a period of which days are missing: no figure
NOT_KEPT = {"kept": False}      # of a dataclass's field: not part of a finding's file
POSSIBLE = {"proportion": (0.0, 1.0), "shares": (0.0, 1.0), "rate": (0.0, inf), "count": (0.0, inf)}    # other: any


def not_kept(default: Any) -> Any:
    """A field that is known while a finding is made and told, and is not kept in its file."""
    return field(default=default, compare=False, metadata=NOT_KEPT)


@dataclass(frozen=True)
class Result:
    """An estimate in the series' own unit, its 95 % interval and two-sided p; what is None has its `reason`.

    widened     interval and p know of the series' own scatter, and not of chance alone (see `overdispersion`)
    """

    estimate: float | None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    method: str = ""
    reason: str | None = None
    widened: bool = not_kept(False)

    @property
    def has_interval(self) -> bool:
        return self.low is not None and self.high is not None


@dataclass(frozen=True)
class Trend(Result):
    """A Result whose estimate is the change per year.

    points_used     how many points it rests on; `provisional` of them may still be revised
    smallest_p      the least p that the test could have given with this many points; None where there is no such floor
    bare            the points come without intervals, so that only their own scatter measures chance
    """

    points_used: int = 0
    smallest_p: float | None = None
    provisional: int = 0
    bare: bool = False


def rounded(numbers: Iterable[float]) -> list[float]:
    """Numbers of one scale to as many decimals as the largest of them has within DIGITS; no negative zero.

    >>> rounded([0.0123456789, -0.00000000001234, 5]), rounded([1234.56789012])
    ([0.0123457, 0.0, 5], [1234.5679])
    """
    values = list(numbers)
    largest = max(map(abs, values), default=0.0)
    decimals = DIGITS - 1 - Decimal(largest).adjusted() if largest else 0
    return [number if float(number).is_integer() else round(number, decimals) + 0.0 for number in values]


def rounded_p(p: float | None) -> float | None:
    """A p as it is told and decided by: to DIGITS, and never below LEAST_P.

    >>> rounded_p(0.04999999999999), rounded_p(0.0), rounded_p(0.123456789)
    (0.05, 1e-12, 0.12345679)
    """
    return None if p is None else max(rounded([p])[0], LEAST_P)


def no_result(reason: str) -> Result:
    """No answer, and why."""
    return Result(None, reason=reason)
