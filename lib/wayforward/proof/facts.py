"""A finding as findings.json has it, whole or reduced, and what follows from it: worked out here anew."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from wayforward.formats import WITH_ARTICLE, brief_period
from wayforward.proof.numbers import scaled

USABLE = ("final", "provisional", "revised")
DECIDED = ("improving", "worsening", "changed (no better direction)")
OPEN = ("no clear change", "moved unevenly")
BETTER_SIGN = {"higher": 1, "lower": -1, "parity": -1, "none": 0}
SOME, STRONG = 0.05, 0.002


@dataclass(frozen=True)
class Facts:
    """One finding. `plain`: as in the file; `reduced`: its figures are rounded to the decimals of the pages."""

    plain: dict[str, Any]
    reduced: bool = False

    def __getitem__(self, name: str) -> Any:
        return self.plain.get(name)

    def get(self, *steps: str) -> Any:
        """What stands under a name, and another in it; null where one of them is."""
        value = self.plain
        for step in steps:
            value = (value or {}).get(step)
        return value

    @cached_property
    def key(self) -> str:
        """Measure, series and origin, as the anchors of stories name them."""
        return f"{self['measure']}-{self['series']}"

    @property
    def decimals(self) -> int:
        return self["decimals"]

    def places(self, point: dict | None) -> int:
        """The decimals of a point's figure."""
        own = (point or {}).get("places")
        return self.decimals if own is None else min(own, self.decimals)

    def as_told(self, value: float) -> Decimal:
        """A figure or difference of the series' unit as a number in a text."""
        return scaled(value, self["unit"])

    @cached_property
    def usable(self) -> list[dict]:
        """The points that count."""
        return [point for point in self["points"] if point["status"] in USABLE and point["value"] is not None]

    @cached_property
    def used(self) -> list[dict]:
        """Those from the baseline to the latest."""
        first, last = self["baseline"] or self["latest"], self["latest"]
        return [point for point in self.usable if last and first["end"] <= point["end"] <= last["end"]]

    @cached_property
    def unused(self) -> list[dict]:
        """The points after the baseline that do not count."""
        begin = self.get("baseline", "end") or ""
        return [point for point in self["points"] if point not in self.usable and point["end"] > begin]

    @property
    def later(self) -> list[dict]:
        """The points that count and end after the plan."""
        ended = self["plan_ended"]
        return [point for point in self.usable if ended and point["end"] > ended]

    def period(self, point: dict) -> str:
        """Its period in the middle of a sentence."""
        label = brief_period(point["period"])
        return f"the {label}" if self["calendar"] in WITH_ARTICLE else label

    def period_of(self, end: str) -> str:
        """The same by the day on which it ends."""
        return next((self.period(point) for point in self["points"] if point["end"] == end), "")

    def benchmark(self, level: str) -> dict | None:
        """The country's, or the neighbours' median, where there is a figure."""
        marks = (mark for mark in self["benchmarks"] if mark["level"] == level and mark["value"] is not None)
        return next(marks, None)

    @property
    def decided(self) -> bool:
        return self["verdict"] in DECIDED

    @cached_property
    def dissent(self) -> Counter:
        """The verdicts of the other choices that differ, and how many have each."""
        return Counter(one["verdict"] for one in self["robustness"] if not alike(one["verdict"], self["verdict"]))

    @property
    def dissenters(self) -> int:
        return self.dissent.total()

    @property
    def tried(self) -> int:
        """How many other choices were tried."""
        return len(self["robustness"])

    def sign(self, *steps: str) -> int:
        """Of an estimate: 1, −1, or 0 where it is 0 or not there."""
        value = self.get(*steps) or 0
        return (value > 0) - (value < 0)

    def is_below(self, limit: float, *steps: str) -> bool:
        """Whether a p lies below a limit."""
        p = self.get(*steps)
        return p is not None and exact_p(p) < limit


def exact_p(p: float | str) -> float:
    """A p as a number; of "< 0.05" one that lies just below."""
    return float(p) if not isinstance(p, str) else float(p.removeprefix("<")) - 1e-9 * p.startswith("<")


def alike(one: str, other: str) -> bool:
    """Whether two verdicts say the same of the promise."""
    return one == other or (one in OPEN and other in OPEN)
