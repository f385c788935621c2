"""Would another defensible choice have said the same? Each runs the earlier stages again on the same series.

other methods       Fingertips' rule (of yearly proportions and rates, which it is made for); exact Kendall with
                    Theil–Sen; Cochran–Armitage; quasi-likelihood; first against last (see statistics.alternatives).
                    They know of no break, so they see what is after the last one
other points        the last five figures only; all years, also those from before the baseline; without Covid
the unknown         in the verdict they are left in: among those divided by, and none of them counted. Instead, they
                    are left out; all of them are counted; and, as the bounds of what first against last could hide,
                    none of the first's and all of the last's are counted, and the other way round
other yardsticks    where what was measured of other areas went into the verdict: without it, by the series' own
                    scatter alone; of figures without intervals, the place among the neighbours' changes
other definitions   the verdict on another series of the measure that plan.toml names

A verdict "holds" when every choice agrees with it; else the finding names those that do not. A choice that the
series does not allow (no counts, nothing unknown, no earlier years, figures that share their time with the one
before, so that no test of independent figures is true of them) is not on its list.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from wayforward.counting.counts import without_unknown
from wayforward.finding import Choice, Finding
from wayforward.judge import LEAST_NEIGHBOURS, LEAST_POINTS, Verdict, by_test, deciding_p, doubted
from wayforward.narrate import choices as names
from wayforward.plan import Series
from wayforward.report.benchmarks import Setting, figures_of
from wayforward.report.chain import as_point, verdict_of
from wayforward.report.examine import (
    YEAR,
    Examined,
    comparable,
    examine,
    in_the_plan,
    periods_overlap,
    same_season,
    since_break,
)
from wayforward.statistics.alternatives import RECENT, Marker, cochran_armitage, fingertips, kendall, quasi
from wayforward.statistics.change import change
from wayforward.statistics.compare import Standing, standing
from wayforward.statistics.intervals import with_intervals
from wayforward.statistics.measured import Measured
from wayforward.statistics.results import Result, Trend
from wayforward.statistics.trend import against_others, days, step, trend

COVID = date(2020, 3, 23), date(2021, 7, 19)        # England's first lockdown to the end of its legal limits on contact
UNDECIDED = (Verdict.REFUSED, Verdict.NO_DATA, Verdict.NOT_COMPARABLE, Verdict.TOO_LITTLE, Verdict.NOT_TESTABLE)


def with_robustness(finding: Finding, counts: pd.DataFrame | None, setting: Setting,
               findings: Iterable[Finding] = ()) -> Finding:
    """The finding with its robustness block; nothing is tried where there is too little for a verdict.

    `counts`: of all areas, as the finding was made of. `findings`: the measure's, among which are its other
    definitions.
    """
    if finding.verdict in UNDECIDED:
        return finding
    promised = next(each.in_figures(finding.origin) for each in setting.plan.measure(finding.measure).series
                    if each.id == finding.series)
    measured = setting.measured_of(finding.measure, finding.series, finding.origin)
    tried = replace(finding, robustness=(*choices(counts, promised, setting, measured),
                                         *other_definitions(finding, findings, promised.other_definitions)))
    return replace(tried, evidence=doubted(finding.evidence, len(tried.dissenters), len(tried.robustness)))


def choices(counts: pd.DataFrame, promised: Series, setting: Setting,
            measured: Measured | None = None) -> tuple[Choice, ...]:
    """The other defensible choices for the setting's area (counts of all areas, in order of time), each with its
    verdict and p. `measured`: how the series moves by itself in other areas, if that goes into the verdict."""
    ours = in_the_plan(counts[counts["area"] == setting.area], setting.plan.end)
    series = _Series(with_intervals(ours, promised.kind), counts, promised, setting, measured)
    if periods_overlap(series.usable):
        return ()
    seen = series.examined()
    tried = (*_other_methods(series, seen), *_without_others(series, seen), *_other_points(series, seen),
             *_unknown(series, seen))
    return tuple(choice for choice in tried if choice.p is not None)


def other_definitions(finding: Finding, findings: Iterable[Finding], named: Iterable[str]) -> Iterator[Choice]:
    """What the other series that are `named` say, from figures of the same origin."""
    for other in findings:
        if other.series in named and other.origin == finding.origin and other.verdict not in UNDECIDED:
            p = deciding_p(other.decided_by, other.change, other.trend, other.standing, other.against_others)
            if p is not None:
                yield Choice(names.other_definition(other.title), other.verdict, p)


@dataclass(frozen=True)
class _Series:
    """Our points with their intervals, the counts of all areas, and how they are read."""

    points: pd.DataFrame
    counts: pd.DataFrame
    promised: Series
    setting: Setting
    measured: Measured | None

    @property
    def kind(self) -> str:
        return self.promised.kind

    @cached_property
    def usable(self) -> pd.DataFrame:
        return self.points[comparable(self.points)]

    def examined(self) -> Examined:
        return examine(self.points, self.kind, self.setting.start, self.promised.breaks, self.measured)

    def trend(self, points: pd.DataFrame) -> Trend:
        """Of figures without intervals, which are told less the others' mean, that one's."""
        found = trend(points, self.kind, self.promised.breaks, least=LEAST_POINTS, measured=self.measured)
        if not found.bare or self.measured is None or self.measured.by_chance:
            return found
        return against_others(points, self.measured, self.promised.breaks, least=LEAST_POINTS)

    def by_one_test(self, choice: str, result: Result) -> Choice:
        """What one test alone says."""
        judged = by_test(self.promised.better, result)
        return Choice(choice, judged.verdict, result.p, getattr(result, "smallest_p", None))

    def by_rule(self, choice: str, seen: Examined) -> Choice:
        """What the verdict table says."""
        place = None if seen.change.has_interval else self._standing(seen)
        judged = verdict_of(self.promised.better, seen, place)
        return Choice(choice, judged.verdict, deciding_p(judged.decided_by, seen.change, seen.trend, place,
                                                         seen.against_others))

    def _standing(self, seen: Examined) -> Standing | None:
        if seen.change.estimate is None:
            return None
        figures = figures_of(self.counts[comparable(self.counts)])
        first, last = ([figures.get((area, row["end"]), np.nan) for area in self.setting.neighbours]
                       for row in (seen.baseline, seen.latest))
        return standing(seen.change.estimate, pd.Series(last, dtype=float) - pd.Series(first, dtype=float),
                        least=LEAST_NEIGHBOURS)


# Other methods

def _other_methods(series: _Series, seen: Examined) -> Iterator[Choice]:
    unbroken, usable = (since_break(points, series.promised.breaks) for points in (seen.window, series.usable))
    window = unbroken[same_season(days(unbroken))]
    one_quarter = len(window) < len(unbroken)
    if series.kind in ("proportion", "rate") and step(days(usable)) >= YEAR:
        yield _by_fingertips(series, usable)
    if len(window) < LEAST_POINTS:
        return
    yield series.by_one_test(names.kendall(one_quarter), kendall(window))
    if window["low"].notna().all():
        if series.kind == "proportion":
            yield series.by_one_test(names.cochran_armitage(one_quarter), cochran_armitage(window))
        yield series.by_one_test(names.quasi_likelihood(one_quarter), quasi(window, series.kind, least=LEAST_POINTS))
    if seen.change.has_interval:
        yield series.by_one_test(names.ENDS, change(seen.baseline, seen.latest, series.kind))


def _by_fingertips(series: _Series, points: pd.DataFrame) -> Choice:
    """Read by its marker, which needs p under 0.002 and no single figure on which it depends."""
    answer = fingertips(points)
    marked = answer if answer.marker in (Marker.INCREASING, Marker.DECREASING) else replace(answer, p=None)
    return replace(series.by_one_test(names.FINGERTIPS, marked), p=answer.p)


# Other yardsticks

def _without_others(series: _Series, seen: Examined) -> Iterator[Choice]:
    if seen.borrows:
        alone = replace(series, measured=None)
        name = names.OWN_SCATTER if seen.against_others is None else names.AMONG_NEIGHBOURS
        yield alone.by_rule(name, alone.examined())


# Other points

def _other_points(series: _Series, seen: Examined) -> Iterator[Choice]:
    if len(seen.window) > RECENT and step(days(seen.window)) >= YEAR:
        yield series.by_one_test(names.LAST_FIVE, series.trend(seen.window.tail(RECENT)))
    longer = replace(series, points=with_heads(series.points)) if series.kind == "proportion" else series
    usable = longer.usable
    earlier = len(usable) > len(seen.window) and len(usable) >= LEAST_POINTS
    if earlier:
        yield series.by_one_test(_from_the_first(series, usable), series.trend(usable))
    if not _in_covid(usable).any():
        return
    without = replace(longer, points=longer.points[~_in_covid(longer.points)])
    kept, rest = without.examined(), without.usable
    if _in_covid(seen.window).any() and len(kept.window) >= LEAST_POINTS:
        yield without.by_rule(names.WITHOUT_COVID, kept)
    if earlier and len(rest) >= LEAST_POINTS and len(rest) > len(kept.window):
        yield series.by_one_test(_from_the_first(series, rest, without_covid=True), series.trend(rest))


def _in_covid(points: pd.DataFrame) -> pd.Series:
    """Figures of a time that overlaps it, if only by days: the years to 31 March 2020, 2021 and 2022 all do."""
    return (points["start"] <= COVID[1]) & (points["end"] >= COVID[0])


def _from_the_first(series: _Series, points: pd.DataFrame, without_covid: bool = False) -> str:
    return names.from_the_first(as_point(points.iloc[0]), series.promised.calendar, without_covid)


def with_heads(points: pd.DataFrame) -> pd.DataFrame:
    """Points of a proportion, where a percentage is published with its total and without its count with the heads that
    make it: 89% of 485 are 432."""
    without = points["numerator"].isna() & points["denominator"].notna() & points["value"].notna()
    if not without.any():
        return points
    heads = (points["value"] * points["denominator"]).round()
    return with_intervals(points.assign(numerator=points["numerator"].mask(without, heads),
                                        reason=points["reason"].mask(without)), "proportion")


# The unknown

def _unknown(series: _Series, was: Examined) -> Iterator[Choice]:
    """The same rule, unless the number of the unknown is suppressed too often."""
    points = series.points
    if series.kind != "proportion" or not (points["unknown"] > 0).any():
        return
    others = {names.WITHOUT_UNKNOWN: without_unknown(points), names.UNKNOWN_COUNTED: with_unknown(points)}
    for choice, counts in others.items():
        other = replace(series, points=with_intervals(counts, "proportion"))
        seen = other.examined()
        if seen.change.has_interval:
            yield other.by_rule(choice, seen)
    if was.change.has_interval and pd.notna(was.baseline["unknown"]) and pd.notna(was.latest["unknown"]):
        yield from _bounds(series, was, with_unknown(points))


def _bounds(series: _Series, was: Examined, counted: pd.DataFrame) -> Iterator[Choice]:
    """First against last, if those not known about had all been of the one kind at first and of the other at last."""
    first, last = ((row, with_intervals(counted.loc[[row.name]], "proportion").iloc[0])
                   for row in (was.baseline, was.latest))
    yield series.by_one_test(names.UNKNOWN_AT_THE_END, change(first[0], last[1], "proportion"))
    yield series.by_one_test(names.UNKNOWN_AT_FIRST, change(first[1], last[0], "proportion"))


def with_unknown(counts: pd.DataFrame) -> pd.DataFrame:
    """The same proportion with those of whom it is not known in the numerator; where their number is not published
    there is no value."""
    numerator = counts["numerator"] + counts["unknown"]
    return counts.assign(numerator=numerator, value=numerator / counts["denominator"])
