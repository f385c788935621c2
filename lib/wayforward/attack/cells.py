"""What a number is a number of, and the numbers that the files of a run show: one cell each, hidden ones too."""

import json
import math
import re
from dataclasses import dataclass
from pathlib import Path

from wayforward.errors import RefusedParameters

PUBLISHED = "published"
SUPPRESSED = "suppressed"
NO_PEOPLE = re.compile(r"\b(projects?|events?|journeys?|routes?|tonnes|kilomet|kilogram|kg)", re.IGNORECASE)
PARTS = {"proportion": ("numerator", "denominator", "unknown"), "gap": ("numerator", "denominator"),
         "shares": ("numerator", "denominator"), "mean": ("denominator",), "count": ("numerator",), "rate": ()}
FILE = "findings.json"
DIGITS = 7          # of a number that is not whole: one fewer than the file keeps
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
        told = [point[part] for point in self.points for part in self.parts if point.get(part) is not None]
        return all(float(value).is_integer() for value in told)


def read_series(folder: Path) -> list[Series]:
    """The series of people counted from returns; official figures are shown as published, and are left out."""
    if not (folder / FILE).is_file():
        raise RefusedParameters("expected the folder of a finished run, such as runs/hertfordshire/2025-26-Q4; "
                                f"{folder} holds no {FILE}")
    findings = json.loads((folder / FILE).read_text(encoding="utf-8"))["findings"]
    return [_series(finding) for finding in findings
            if finding["origin"] != PUBLISHED and PARTS[finding["kind"]] and not NO_PEOPLE.search(
                f"{finding['of']} {finding['unit']}")]


def _series(finding: dict) -> Series:
    points, words = tuple(finding["points"]), [finding[name] for name in ("of", "counted", "supplied_by", "unit")]
    return Series(finding["series"], finding["measure"], finding["number"], finding["title"], finding["kind"], *words,
                  {point["period"]: point["end"] for point in points}, points, tuple(finding.get("groups") or ()))


def series_cells(series: Series) -> list[Cell]:
    """A cell for each part of each point; what is not told is hidden, and what a kind never tells is no cell."""
    place = f"{FILE}, {series.id}"
    counts = [Cell(series.key(point["end"], part), *_told(point, part), place) for point in series.points
              for part in series.parts if point.get(part) is not None or _hidden(series, point, part)]
    shares = SHARES.items() if series.kind == "proportion" else ()
    return counts + [Cell(series.key(point["end"], part), *_told(point, name), place) for point in series.points
                     for name, part in shares if point.get(name) is not None]


def _told(point: dict, part: str) -> tuple[float, float]:
    value = point.get(part)
    if value is None:
        return 0.0, math.inf
    rounding = 0.0 if float(value).is_integer() else value * 10.0 ** -DIGITS
    return value - rounding, value + rounding


def _hidden(series: Series, point: dict, part: str) -> bool:
    """An unknown left out of a point that is shown is hidden too, where the series has one at all."""
    if part == "unknown":
        return any(each.get("unknown") for each in series.points)
    return point["status"] == SUPPRESSED
