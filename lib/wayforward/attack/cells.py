"""What a number is a number of, and the numbers that the files of a run show: one cell each, hidden ones too."""

import json
import math
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from wayforward.errors import RefusedParameters

PUBLISHED = "published"
SUPPRESSED = "suppressed"
NO_PEOPLE = re.compile(r"\b(projects?|events?|journeys?|routes?|tonnes|kilomet|kilogram|kg)", re.IGNORECASE)
PARTS = {"proportion": ("numerator", "denominator", "unknown"), "gap": ("numerator", "denominator"),
         "shares": ("numerator", "denominator"), "mean": ("denominator",), "count": ("numerator",), "rate": ()}
FILE = "findings.json"
ELSEWHERE = ("latest", "baseline")       # where a finding tells of a point again
WORDS = ("of", "counted", "supplied_by", "unit")
SHARES = {"value": "share", "known_value": "share of those known"}


@dataclass(frozen=True)
class Key:
    """What a count is of: a series (or a table of its own), a period's last day, a group, and which part of it."""

    series: str
    period: str
    by: str
    group: str
    part: str

    def __str__(self):
        within = f"{self.by} {self.group}" if self.by else ""
        return ", ".join(each for each in (f"{self.part} of {self.series}", self.period, within) if each)

    @property
    def of_people(self) -> bool:
        """Whether it is a number of people, and no percentage of them."""
        return self.part not in SHARES.values()


@dataclass(frozen=True)
class Cell:
    """One number as shown: from `low` to `high`, 0 to infinity where hidden. `place` says where it stands."""

    key: Key
    low: float
    high: float
    place: str

    @property
    def exact(self) -> bool:
        """Whether it is told to the last person."""
        return self.low == self.high


@dataclass(frozen=True)
class Series:
    """One series of people as findings.json tells it; `periods` has the last day of each period by its label."""

    id: str
    measure: str
    number: int
    title: str
    kind: str
    population: str
    counted: str
    source: str
    unit: str
    periods: dict[str, str]
    points: tuple[dict, ...]
    groups: tuple[dict, ...]
    again: tuple[dict, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """Which numbers of people a point of this kind tells."""
        return PARTS[self.kind]

    def key(self, period: str, part: str) -> Key:
        """The whole series' count of one part at a period's last day."""
        return Key(self.id, period, "", "", part)

    @property
    def whole(self) -> bool:
        """Whether all that is counted is counted once; an average of months is not."""
        return all(float(value).is_integer() for value in self._told(self.parts))

    @cached_property
    def near(self) -> float:
        """By how much a share may be rounded."""
        return rounding(self._told(tuple(SHARES)))

    @cached_property
    def near_counts(self) -> float:
        """By how much a count may be rounded: nothing where people are counted once."""
        return 0.0 if self.whole else rounding(self._told(self.parts))

    def _told(self, names: tuple[str, ...]) -> list[float]:
        return [point[name] for point in (*self.points, *self.again) for name in names if point.get(name) is not None]


def rounding(numbers: list[float]) -> float:
    """Half of the last of the decimals that any of some numbers has.

    >>> rounding([12.5, 3.0]), rounding([0.125])
    (0.05, 0.0005)
    """
    return 0.5 * 10.0 ** -max((len(f"{number:.10f}".rstrip("0").partition(".")[2]) for number in numbers), default=0)


def read_series(folder: Path) -> list[Series]:
    """The series of people counted from returns; official figures are shown as published, and are left out."""
    if not (folder / FILE).is_file():
        raise RefusedParameters("expected the folder of a finished run, such as runs/hertfordshire/2025-26-Q4; "
                                f"{folder} holds no {FILE}")
    findings = json.loads((folder / FILE).read_text(encoding="utf-8"))["findings"]
    return [_series(finding) for finding in findings
            if finding["origin"] != PUBLISHED and PARTS.get(finding["kind"]) and not NO_PEOPLE.search(
                f"{finding.get('of')} {finding.get('unit')}")]


def official_series(findings: list[dict], counted: list[Series]) -> set[str]:
    """The series of which a run has official figures alone."""
    return {each["series"] for each in findings if each.get("origin") == PUBLISHED} - {each.id for each in counted}


def _series(finding: dict) -> Series:
    points, words = tuple(finding["points"]), [finding.get(name) or "" for name in WORDS]
    return Series(finding["series"], finding["measure"], finding["number"], finding["title"], finding["kind"], *words,
                  {point["period"]: point["end"] for point in points}, points, tuple(finding.get("groups") or ()),
                  tuple(finding[name] for name in ELSEWHERE if finding.get(name)))


def series_cells(series: Series) -> list[Cell]:
    """A cell for each part of each point; what is not told is hidden, and what a kind never tells is no cell."""
    place = f"{FILE}, {series.id}"
    hidden = [Cell(series.key(point["end"], part), 0.0, math.inf, place) for point in series.points
              for part in series.parts if point.get(part) is None and _hidden(series, point, part)]
    counts = [Cell(series.key(point["end"], part), *near(point[part], series.near_counts), place)
              for point in (*series.points, *series.again) for part in series.parts if point.get(part) is not None]
    shares = SHARES.items() if series.kind == "proportion" else ()
    return hidden + counts + [Cell(series.key(point["end"], part), *near(point[name], series.near), place)
                              for point in (*series.points, *series.again) for name, part in shares
                              if point.get(name) is not None]


def near(value: float, apart: float) -> tuple[float, float]:
    """The bounds of a number that may be rounded."""
    return value - apart, value + apart


def _hidden(series: Series, point: dict, part: str) -> bool:
    """An unknown left out of a point that is shown is hidden too, where the series has one at all."""
    if part == "unknown":
        return any(each.get("unknown") for each in series.points)
    return point.get("status") == SUPPRESSED
