"""Our figure and its change beside England's, the region's and the neighbours'."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from wayforward.finding import USABLE, Benchmark
from wayforward.plan import Plan
from wayforward.report.examine import Examined
from wayforward.statistics.change import change
from wayforward.statistics.compare import Standing, rank, relative, relative_to_median, standing
from wayforward.statistics.results import Result, nothing


@dataclass(frozen=True)
class Setting:
    """Whose report it is, on which plan and against whom: slugs of the areas, and their names. An area without a
    country is compared with none."""

    plan: Plan
    area: str
    country: str | None
    region: str | None
    neighbours: tuple[str, ...]
    names: dict[str, str]
    invented: bool = False


class Others:
    """The other areas' figures of one series, at our baseline, our latest period and all others."""

    def __init__(self, whole: pd.DataFrame, seen: Examined, kind: str, setting: Setting):
        self.seen, self.kind, self.setting = seen, kind, setting
        levels = {setting.country: "country", setting.region: "region"} | dict.fromkeys(setting.neighbours, "neighbour")
        self.rows = whole[whole["status"].isin(USABLE) & whole["value"].notna() & whole["area"].isin(list(levels))]
        at_hand = set(self.rows["area"]) - {setting.area}
        self.levels = {area: level for area, level in levels.items() if area in at_hand}

    @cached_property
    def changes(self) -> dict[str, Result]:
        """Each area's change between our baseline and our latest period, where it has a figure in both."""
        if self.seen.baseline is None or self.seen.latest is None:
            return {}
        first, last = (self.rows[self.rows["end"] == row["end"]].set_index("area")
                       for row in (self.seen.baseline, self.seen.latest))
        return {area: change(first.loc[area], last.loc[area], self.kind) for area in self.levels
                if area in first.index and area in last.index}

    def benchmarks(self) -> tuple[Benchmark, ...]:
        """England, the region, each neighbour and the neighbours' median, with our change less theirs. The median's
        change is that of their changes, which is not the change of their median."""
        wide = self.rows.pivot(index="end", columns="area", values="value")
        marks = [self._benchmark(self.setting.names[area], level, wide[area], relative=self._relative(area))
                 for area, level in self.levels.items()]
        known = self._throughout(wide)
        if known:
            theirs = pd.Series([self.changes[area].estimate for area in known if area in self.changes], dtype=float)
            middle = self._benchmark("the neighbours' median", "median", wide[known].median(axis=1), len(known),
                                     relative_to_median(self.seen.change, theirs))
            marks.append(replace(middle, change=_number(theirs.median())))
        return tuple(marks)

    def standing(self) -> Standing | None:
        """Our change among the neighbours', with the ranks that chance leaves open."""
        if self.seen.change.estimate is None:
            return None
        theirs = [self.changes[area] for area in self.setting.neighbours if area in self.changes]
        return standing(self.seen.change.estimate, pd.Series([moved.estimate for moved in theirs], dtype=float),
                        rank(self.seen.change, theirs))

    def against_country(self) -> Result:
        """Our change less England's."""
        if self.seen.change.estimate is None or self.setting.area == self.setting.country:
            return nothing(self.seen.change.reason or "the country itself")
        return self._relative(self.setting.country) or nothing("no figure for England in one of the two periods")

    def _relative(self, area: str | None) -> Result | None:
        return relative(self.seen.change, self.changes[area]) if area in self.changes else None

    def _throughout(self, wide: pd.DataFrame) -> list[str]:
        """Neighbours with a figure at both ends of the change, so that their median does not move by who is in it."""
        ends = [row["end"] for row in (self.seen.baseline, self.seen.latest) if row is not None]
        there = [end for end in ends if end in wide.index]
        return [area for area, level in self.levels.items()
                if level == "neighbour" and len(there) == len(ends) and wide.loc[there, area].notna().all()]

    def _benchmark(self, name: str, level: str, values: pd.Series, areas: int = 1,
                   relative: Result | None = None) -> Benchmark:
        first, latest = (np.nan if row is None else values.get(row["end"], np.nan)
                         for row in (self.seen.baseline, self.seen.latest))
        points = tuple((end, _number(value)) for end, value in values.items())
        return Benchmark(name, level, areas, _number(latest), _number(latest - first), _number(first), points, relative)


def _number(value) -> float | None:
    return None if pd.isna(value) else float(value)
