"""Control charts (statistical process control): did something other than chance happen, and when?"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ControlPoint:
    """One point with the centre line and limits of its phase; `signals` are the rules that it breaks, in words."""

    end: date
    value: float
    centre: float
    lower: float
    upper: float
    signals: tuple[str, ...] = ()


@dataclass(frozen=True)
class ControlChart:
    """A series as a control chart. `chart` names its kind ("p′", "u", "XmR"); `trial` says that the limits rest on
    fewer than 12 points; where no honest chart exists, `points` is empty and `reason` says why."""

    chart: str
    points: tuple[ControlPoint, ...] = ()
    trial: bool = False
    reason: str | None = None
