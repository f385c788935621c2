"""Which promises of a plan can be tested as they are worded, on the day it begins: where each starts, which way is
better, how small a change could be seen by the plan's end, and what stands in the way.

Only figures of before the plan are looked at, as known on a day: what came later is no part of the question.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import pandas as pd

from wayforward import measures
from wayforward.errors import RefusedPlan
from wayforward.finding import Point
from wayforward.judge import LEAST_POINTS, SIGN, beyond_the_possible
from wayforward.narrate import plan_check as words
from wayforward.periods import codes_of_year, quarters, read_date, reporting_period, span
from wayforward.plan import Measure, Plan, Series, load_plan
from wayforward.plan_lines import with_lines
from wayforward.plans import DEFAULT, FILE, plan_folder
from wayforward.report.benchmarks import Setting
from wayforward.report.chain import as_point
from wayforward.report.examine import comparable, periods_overlap, since_break
from wayforward.report.open import ReportInputs, read_inputs, refuse_types
from wayforward.report.protected_counts import count
from wayforward.report.still_to_come import usual_day
from wayforward.statistics.intervals import with_intervals
from wayforward.statistics.results import rounded
from wayforward.statistics.visible import Visible, visible_from
from wayforward.today import today

DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class Start:
    """One figure of a promise on the day the plan begins.

    baseline    the last comparable figure from before; None where there is none
    expected    how many figures can be compared by the plan's end, the baseline among them
    visible     the smallest steady change a year that could be seen; None where nothing can be said
    years       from the baseline to the last period within the plan
    known       how many comparable figures of before there are
    elsewhere   whether it was measured in other areas how such a figure moves
    faults      why it cannot be tested as worded, by their names (narrate.plan_check), with what goes into them
    months      after the plan's end, that its last figure is usually known; None where nobody knows
    """

    measure: Measure
    series: Series
    origin: str
    baseline: Point | None
    expected: int
    visible: Visible | None
    years: float
    known: int
    elsewhere: bool
    faults: dict[str, dict[str, str]]
    months: int | None
    until: date

    @property
    def can_be_tested(self) -> bool:
        return not self.faults

    def lines(self) -> list[str]:
        """In words."""
        one = self.series
        told = [words.starts(self.baseline, one.better, one.unit, one.decimals)]
        if self.can_be_tested:
            told.append(words.smallest(self.visible.per_year, self.visible.per_year * self.years, one.unit,
                                       one.decimals, self.until))
        told += [words.fault(name, **facts) for name, facts in self.faults.items()]
        if self.can_be_tested and self.known < LEAST_POINTS and not self.elsewhere:
            told.append(words.remark("few_points_before", figures=str(self.known), least=str(LEAST_POINTS)))
        if self.can_be_tested and self.months:
            told.append(words.remark("late", months=str(self.months)))
        return told

    def as_parts(self) -> dict[str, Any]:
        """As plain values, for the file that stands beside the plan."""
        return {"better": self.series.better, "origin": self.origin,
                "baseline": self.baseline and {"period": self.baseline.period, "end": self.baseline.end.isoformat(),
                                               "value": rounded([self.baseline.value])[0]},
                "figures_by_the_end": self.expected,
                "smallest_visible_change_a_year": self.visible and rounded([self.visible.per_year])[0],
                "not_testable": list(self.faults)}


@dataclass(frozen=True)
class PlanCheck:
    """A plan's promises on the day it begins, on what was known."""

    evidence: ReportInputs

    @cached_property
    def starts(self) -> tuple[Start, ...]:
        """The headline and the other parts of each promise, in the plan's order."""
        return tuple(each for measure in self.evidence.plan.measures for each in _starts(measure, self.evidence))

    @property
    def untestable(self) -> tuple[Start, ...]:
        """Those that cannot be tested as worded."""
        return tuple(each for each in self.starts if not each.can_be_tested)

    def as_parts(self) -> dict[str, Any]:
        """As plain values: what is set on the day the plan begins."""
        evidence = self.evidence
        return {"plan": evidence.plan_name, "area": evidence.setting.area, "known": evidence.as_at,
                "begins": evidence.plan.start.isoformat(), "ends": evidence.plan.end.isoformat(),
                "series": {f"{each.measure.id}/{each.series.id}": each.as_parts() for each in self.starts}}

    def lines(self) -> list[str]:
        """Promise by promise, in words; how many of them can be tested last."""
        made = []
        for each in self.starts:
            part = "" if each.series.headline else f", {each.series.title}"
            made += [f"{each.measure.number}. {each.measure.title}{part}: "
                     f"{'testable' if each.can_be_tested else 'not testable as worded'}.",
                     *(f"   {line}" for line in each.lines())]
        heads = [each for each in self.starts if each.series.headline]
        well = sum(each.can_be_tested for each in heads)
        return [*made, f"In all: {well} of {len(heads)} promises can be tested as worded."]


def check_plan(plan: str = DEFAULT, area: str = "", as_at: str = "", data: str = "data",
               published: str = "published") -> PlanCheck:
    """A plan's promises for an area (the plan's own if none is named), by what was known on a day (today if none is
    named). RefusedPlan, with every fault at once, for a plan that does not hold together."""
    refuse_types(plan=plan, area=area, as_at=as_at)
    day, promises = read_date(as_at) if as_at else today(), _loaded(plan)
    return PlanCheck(read_inputs(_ended_by(day), area or promises.area, day.isoformat(), data, plan, published))


def _loaded(plan: str) -> Plan:
    """A plan; what does not hold together is told with its lines of the file."""
    file = plan_folder(plan) / FILE
    try:
        return load_plan(plan)
    except RefusedPlan as refused:
        raise RefusedPlan(refused.summary, with_lines(file.read_text(encoding="utf-8"), refused.problems)
                          if refused.problems else []) from None


def _ended_by(day: date) -> str:
    """The last quarter that had ended."""
    return max((reporting_period(code) for code in quarters(day.year - 2, day.year + 1)
                if reporting_period(code).end < day), key=lambda each: each.end).code


def _starts(measure: Measure, evidence: ReportInputs) -> Iterator[Start]:
    published = measures.from_published(measure.id, evidence.published.figures)
    own = count(measure, evidence.returns, evidence.setting.area, evidence.period.end, evidence.plan, evidence.rule,
                evidence.ledger.told)
    for series in measure.series:
        if series.headline or series.part:
            counted = own.counted.get(series.id)
            origin = "published" if counted is None else "extract"
            counts = published.get(series.id) if counted is None else counted.counts
            yield start_of(measure, series.in_figures(origin), origin, counts, evidence.setting)


def start_of(measure: Measure, series: Series, origin: str, counts: pd.DataFrame | None, setting: Setting) -> Start:
    """Where one figure starts, by the counts of it that are at hand (None where there are none)."""
    plan, area = setting.plan, setting.area
    before, days = _before(series, counts, area, plan.start)
    ends = [each.end for each in _within(series, plan.start, plan.end)]
    baseline = as_point(before.iloc[-1]) if before is not None and len(before) else None
    measured = setting.measured_of(measure.id, series.id, origin)
    seen = None if baseline is None or periods_overlap(before) else visible_from(
        before, series.kind, ends, [each for each in series.breaks if each > plan.start], least=LEAST_POINTS,
        measured=measured)
    usual = usual_day(days, ends[-1]) if ends and days else None
    years = (ends[-1] - baseline.end).days / DAYS_A_YEAR if ends and baseline else 0.0
    made = Start(measure, series, origin, baseline, len(ends) + (baseline is not None), seen, years,
                 0 if before is None else len(before), measured is not None, {}, _months(usual, plan.end), plan.end)
    shares = before is not None and len(before) > 1 and periods_overlap(before)
    return Start(**{**vars(made), "faults": dict(_faults(made, counts is not None and area in set(counts["area"]),
                                                         shares))})


def _before(series: Series, counts: pd.DataFrame | None, area: str, begins: date
            ) -> tuple[pd.DataFrame | None, list[tuple[date, date]]]:
    """An area's comparable figures of before the plan, since the last break; and when each became known."""
    if counts is None:
        return None, []
    own = counts[counts["area"] == area]
    whole = with_intervals(own, series.kind)
    usable = whole[comparable(whole) & (pd.to_datetime(whole["end"]) < pd.Timestamp(begins))]
    known = own["known"] if "known" in own else pd.Series(pd.NaT, own.index)
    return (since_break(usable, tuple(each for each in series.breaks if each <= begins)),
            [(end, each.date()) for end, each in zip(own["end"], known, strict=True) if pd.notna(each)])


def _within(series: Series, begins: date, ends: date):
    """The periods of a series that end within the plan."""
    found = (span(series.calendar, code) for year in range(begins.year, ends.year + 2)
             for code in codes_of_year(series.calendar, year))
    return [each for each in found if begins <= each.end <= ends]


def _months(usual: date | None, ends: date) -> int | None:
    """Whole months, to the nearest, from the plan's end to a day after it."""
    return None if usual is None or usual <= ends else round((usual - ends) / timedelta(days=DAYS_A_YEAR / 12))


def _faults(start: Start, counted: bool, shares: bool) -> Iterator[tuple[str, dict[str, str]]]:
    """Why a figure cannot be tested as worded: the first reason, and beside it that no way is better."""
    if SIGN[start.series.better] == 0:
        yield "no_direction", {}
    if not counted:
        yield "nothing_counts_it", {"supplied_by": start.measure.supplied_by}
    elif start.baseline is None:
        yield "no_baseline", {}
    elif start.expected == 1:
        yield "no_figure_within", {}
    elif start.expected < LEAST_POINTS:
        yield "too_few", {"figures": str(start.expected), "least": str(LEAST_POINTS)}
    elif shares:
        yield "shares_time", {}
    elif start.visible is None:
        yield "unknown_scatter", {}
    else:
        yield from _too_small(start)


def _too_small(start: Start) -> Iterator[tuple[str, dict[str, str]]]:
    """That what is promised could not be seen."""
    seen, one, year = start.visible, start.series, str(start.until.year)
    if beyond_the_possible(one.better, seen):
        yield "never_seen", {"year": year}
    elif one.target and abs(one.target.value - start.baseline.value) < seen.per_year * start.years:
        apart, least = (words.points(each, one.unit, one.decimals) for each in (
            abs(one.target.value - start.baseline.value), seen.per_year * start.years))
        yield "target_too_near", {"apart": apart, "least_change": least, "year": year}
