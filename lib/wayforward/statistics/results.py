"""The one shape of a statistical answer."""

from dataclasses import dataclass
from math import inf

from scipy import special

CONFIDENCE = 0.95
Z = float(special.ndtri((1 + CONFIDENCE) / 2))
CONTROL = 0.998         # the limit of public-health practice for "strong"

USABLE = ("final", "provisional", "revised")        # the statuses of figures that count
NOT_WHOLE = "not yet whole"                         # of a period of which days are missing: no figure
POSSIBLE = {"proportion": (0.0, 1.0), "shares": (0.0, 1.0), "rate": (0.0, inf), "count": (0.0, inf)}    # other: any


@dataclass(frozen=True)
class Result:
    """An estimate in the series' own unit, its 95 % interval and two-sided p; what is None has its `reason`."""

    estimate: float | None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    method: str = ""
    reason: str | None = None

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


def nothing(reason: str) -> Result:
    """No answer, and why."""
    return Result(None, reason=reason)
