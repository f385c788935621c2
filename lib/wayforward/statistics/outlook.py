"""Where a series may stand when the plan ends, by a predictive distribution that has been tried on the past."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Outlook:
    """The figure to be expected for `end`, the series' last period within the plan: its 80 % predictive interval
    (`low`, `high`) and the `probability` that it is above `goal`. Where no honest forecast exists, a `reason`."""

    end: date | None
    value: float | None
    low: float | None
    high: float | None
    goal: float | None
    probability: float | None
    method: str = ""
    reason: str | None = None
