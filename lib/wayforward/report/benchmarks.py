"""Our figure and its change beside England's, the region's and the neighbours'."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from statistics import median

import numpy as np
import pandas as pd

from wayforward.finding import Benchmark, number_or_null
from wayforward.judge import LEAST_NEIGHBOURS
from wayforward.narrate import reasons
from wayforward.plan import Plan
from wayforward.report.examine import Examined, comparable
from wayforward.statistics.change import change
from wayforward.statistics.compare import Standing, rank, relative, relative_to_median, standing
from wayforward.statistics.measured import Measured
from wayforward.statistics.results import Result, no_result


@dataclass(frozen=True)
class Setting:
    """Whose report it is, on which plan and against whom: slugs of the areas, and their names; and how the published
    figures of a measure's series move by themselves in other areas, where that has been measured. An area without a
    country is compared with none."""

    plan: Plan
    area: str
    country: str | None
    region: str | None
    neighbours: tuple[str, ...]
    names: dict[str, str]
    invented: bool = False
    measured: Mapping[tuple[str, str], Measured] = field(default_factory=dict)
    judged_from: date | None = None     # another day than the plan's first, before which the baseline lies

    def measured_of(self, measure: str, series: str, origin: str) -> Measured | None:
        """Of figures counted from an area's own returns nothing has been measured elsewhere."""
        return self.measured.get((measure, series)) if origin == "published" else None

    @property
    def start(self) -> date:
        """The day before which the baseline lies: the plan's first, unless another is set."""
        return self.judged_from or self.plan.start

    @property
    def promised_by(self) -> str:
        """The council whose plan it is, where the area is another's; "" for its own, and for an invented area."""
        return "" if self.invented or self.plan.area == self.area else self.plan.council


class Benchmarks:
    """The other areas' figures of one series, at our baseline, our latest period and all others."""

    def __init__(self, whole: pd.DataFrame, seen: Examined, kind: str, setting: Setting):
        self.seen, self.kind, self.setting = seen, kind, setting
        levels = {setting.country: "country", setting.region: "region"} | dict.fromkeys(setting.neighbours, "neighbour")
        self.rows = whole[comparable(whole) & whole["area"].isin(list(levels))]
        at_hand = set(self.rows["area"]) - {setting.area}
        self.levels = {area: level for area, level in levels.items() if area in at_hand}
        self.ends = [row["end"] for row in (seen.baseline, seen.latest) if row is not None]

    @cached_property
    def changes(self) -> dict[str, Result]:
        """Each area's change between our baseline and our latest period, where it has a figure in both."""
        if self.seen.baseline is None or self.seen.latest is None:
            return {}
        there = self.rows[np.isin(self.rows["end"].to_numpy(), self.ends)]
        figures = {(row["area"], row["end"]): row for row in there.to_dict("records")}
        pairs = {area: [figures.get((area, end)) for end in self.ends] for area in self.levels}
        return {area: change(first, last, self.kind) for area, (first, last) in pairs.items()
                if first is not None and last is not None}

    def benchmarks(self) -> tuple[Benchmark, ...]:
        """England, the region, each neighbour and the neighbours' median, with our change less theirs. The median's
        change is that of their changes, which is not the change of their median."""
        courses = self._courses()
        marks = [self._benchmark(self.setting.names[area], level, courses[area], relative=self._relative(area))
                 for area, level in self.levels.items()]
        known = self._throughout(courses)
        if known:
            theirs = pd.Series([self.changes[area].estimate for area in known if area in self.changes], dtype=float)
            middle = self._benchmark("the neighbours' median", "median", _middle([courses[area] for area in known]),
                                     len(known), relative_to_median(self.seen.change, theirs, least=LEAST_NEIGHBOURS))
            marks.append(replace(middle, change=number_or_null(theirs.median())))
        return tuple(marks)

    def standing(self) -> Standing | None:
        """Our change among the neighbours', with the ranks that chance leaves open."""
        if self.seen.change.estimate is None:
            return None
        theirs = [self.changes[area] for area in self.setting.neighbours if area in self.changes]
        return standing(self.seen.change.estimate, pd.Series([moved.estimate for moved in theirs], dtype=float),
                        rank(self.seen.change, theirs), least=LEAST_NEIGHBOURS)

    def against_country(self) -> Result:
        """Our change less England's."""
        if self.seen.change.estimate is None or self.setting.area == self.setting.country:
            return no_result(self.seen.change.reason or reasons.THE_COUNTRY)
        return self._relative(self.setting.country) or no_result(reasons.NO_COUNTRY_FIGURE)

    def _relative(self, area: str | None) -> Result | None:
        return relative(self.seen.change, self.changes[area]) if area in self.changes else None

    def _courses(self) -> dict[str, dict[date, float | None]]:
        """Each area's values at all the ends of periods that any of them has."""
        figures = figures_of(self.rows)
        ends = sorted({end for _, end in figures})
        return {area: {end: figures.get((area, end)) for end in ends} for area in self.levels}

    def _throughout(self, courses: dict[str, dict[date, float | None]]) -> list[str]:
        """Neighbours with a figure at both ends of the change, so that their median does not move by who is in it."""
        return [area for area, level in self.levels.items()
                if level == "neighbour" and None not in map(courses[area].get, self.ends)]

    def _benchmark(self, name: str, level: str, course: dict[date, float | None], areas: int = 1,
                   relative: Result | None = None) -> Benchmark:
        first, latest = (None if row is None else course.get(row["end"])
                         for row in (self.seen.baseline, self.seen.latest))
        moved = None if None in (first, latest, self.seen.change.estimate) else latest - first
        return Benchmark(name, level, areas, latest, moved, first, tuple(course.items()), relative)


def figures_of(rows: pd.DataFrame) -> dict[tuple[str, date], float]:
    """The values by area and the end of their period."""
    return dict(zip(zip(rows["area"], rows["end"], strict=True), rows["value"], strict=True))


def _middle(courses: list[dict[date, float | None]]) -> dict[date, float | None]:
    """The median of the values that are there, at each end."""
    known = {end: [course[end] for course in courses if course[end] is not None] for end in courses[0]}
    return {end: median(values) if values else None for end, values in known.items()}
