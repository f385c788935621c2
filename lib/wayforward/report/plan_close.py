"""What became of a plan: of each promise whether its verdict is final, and what measuring it has taught.

A promise is final when the plan has ended, every figure of its years that was to come is in, and none of them is
provisional; until then it has no final verdict, as a field and not as words alone. The findings are those of the
period in which the plan ends, as known on a day; everything said of them is worked out from them alone.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from wayforward.errors import RefusedParameters
from wayforward.finding import Awaited, Finding, Point
from wayforward.judge import LEAST_POINTS, DecidedBy, Evidence, Verdict, contested
from wayforward.periods import quarters, read_date, reporting_period
from wayforward.plan import Plan, load_plan
from wayforward.plans import DEFAULT
from wayforward.report.open import ReportInputs, read_inputs, refuse_types
from wayforward.report.pages import Report
from wayforward.statistics.results import NOT_WHOLE
from wayforward.today import today


class State(StrEnum):
    FINAL = "final"
    WAITING = "waiting"                 # for a figure of the plan's years
    PROVISIONAL = "provisional"         # its figures are in, and one may still be revised
    NEVER_MEASURED = "never_measured"
    OPEN = "open"                       # the plan has not ended


class Lesson(StrEnum):
    DELIVER = "lesson_deliver"
    BASELINE = "lesson_baseline"
    LATE = "lesson_late"
    SPREAD = "lesson_spread"
    FEW = "lesson_few"
    BREAKS = "lesson_breaks"
    SMALL = "lesson_small"
    DEFINITION = "lesson_definition"
    STAND_IN = "lesson_stand_in"


UNSETTLED = (State.OPEN, State.WAITING, State.PROVISIONAL)      # the first of them that any figure of a promise has


@dataclass(frozen=True)
class ClosedFigure:
    """One figure of a promise: its finding, how far it is settled, the last figure that is still to decide (None
    where none is), and what measuring it has taught."""

    finding: Finding
    state: State
    last: Awaited | None
    lessons: tuple[Lesson, ...]

    @property
    def final_verdict(self) -> Verdict | None:
        """None until the last figure is known."""
        return self.finding.verdict if self.state == State.FINAL else None

    @property
    def final_evidence(self) -> Evidence | None:
        """That of the final verdict; None with it."""
        return self.finding.evidence if self.state == State.FINAL else None


@dataclass(frozen=True)
class ClosedPromise:
    """A promise by its figures: the headline first, then its other parts."""

    figures: tuple[ClosedFigure, ...]

    @property
    def headline(self) -> ClosedFigure:
        return self.figures[0]

    @property
    def state(self) -> State:
        """The headline's; of one that is final or was never measured, what any other part still waits for."""
        states = [each.state for each in self.figures]
        return next((state for state in UNSETTLED if state in states), self.headline.state)

    @property
    def final_verdict(self) -> Verdict | None:
        """The headline's, where nothing of the promise is unsettled; else None."""
        return self.headline.final_verdict if self.state == State.FINAL else None


@dataclass(frozen=True)
class PlanClose:
    """All promises of a plan, on what they stand."""

    evidence: ReportInputs
    findings: tuple[Finding, ...]

    @cached_property
    def promises(self) -> tuple[ClosedPromise, ...]:
        """In the plan's order."""
        return tuple(self._promise(measure.id) for measure in self.plan.measures)

    @property
    def plan(self) -> Plan:
        return self.evidence.plan

    def of_state(self, *states: State) -> tuple[ClosedPromise, ...]:
        """The promises of some states."""
        return tuple(each for each in self.promises if each.state in states)

    def _promise(self, measure: str) -> ClosedPromise:
        own = [each for each in self.findings if each.measure == measure and (each.headline or each.part)]
        return ClosedPromise(tuple(close_figure(each, self.plan, read_date(self.evidence.as_at))
                                   for each in sorted(own, key=lambda one: not one.headline)))

    def as_parts(self) -> dict[str, Any]:
        """As plain values, for a file: of each promise its state, and a final verdict or null."""
        return {"schema": 1, "plan": self.plan.id, "area": self.evidence.setting.area,
                "invented": self.evidence.invented, "promised_by": self.evidence.setting.promised_by or None,
                "as_at": self.evidence.as_at, "plan_ends": self.plan.end.isoformat(),
                "promises": [_promise_parts(each) for each in self.promises]}


def close_plan(area: str = "", plan: str = DEFAULT, as_at: str = "", data: str = "data",
               published: str = "published") -> PlanClose:
    """A plan's close for an area (the plan's own if none is named), as known on a day (today if none is named).

    RefusedParameters before the first quarter of the plan has ended; afterwards, until it ends, every promise is open.
    """
    refuse_types(area=area, plan=plan, as_at=as_at)
    promises, day = load_plan(plan), read_date(as_at) if as_at else today()
    ended = [code for code, end in _quarters_of(promises) if end < day]
    if not ended:
        raise RefusedParameters(f"plan: {plan} begins on {promises.start}; on {day} none of its quarters has ended, so "
                                "there is nothing to close; `wayforward plan check` tells what could be seen")
    evidence = read_inputs(ended[-1], area or promises.area, day.isoformat(), data, plan, published)
    return PlanClose(evidence, tuple(finding for ambition in promises.ambitions
                                     for finding in Report(ambition.number, evidence).findings))


def _quarters_of(plan: Plan) -> list[tuple[str, date]]:
    """The quarters from the plan's first day to the one in which its last day lies, each with its end."""
    found = map(reporting_period, quarters(plan.start.year - 1, plan.end.year + 1))
    return [(each.code, each.end) for each in found if each.end >= plan.start and each.start <= plan.end]


def close_figure(finding: Finding, plan: Plan, as_at: date) -> ClosedFigure:
    """How far one figure is settled on a day, and what it has taught."""
    waiting = [each for each in finding.still_to_come if each.decides]
    last = max(waiting, key=lambda each: each.end, default=None)
    return ClosedFigure(finding, _state(finding, plan, as_at, last), last, _lessons(finding, last))


def _state(finding: Finding, plan: Plan, as_at: date, last: Awaited | None) -> State:
    if as_at <= plan.end:
        return State.OPEN
    within = [point for point in finding.points if plan.start <= point.end <= plan.end]
    if last is not None or any(point.status == NOT_WHOLE for point in within):
        return State.WAITING
    if not any(point.value is not None for point in within):
        return State.NEVER_MEASURED
    return State.PROVISIONAL if any(point.status == "provisional" for point in used(finding)) else State.FINAL


def used(finding: Finding) -> list[Point]:
    """The comparable figures from the baseline to the latest."""
    first, last = finding.baseline or finding.latest, finding.latest
    return [each for each in finding.points if last and each.usable and first.end <= each.end <= last.end]


def months_after(last: Awaited) -> int | None:
    """How many months after its period's end a figure is usually known; None where no day is known."""
    return last.usual and 12 * (last.usual.year - last.end.year) + last.usual.month - last.end.month


def _lessons(finding: Finding, last: Awaited | None) -> tuple[Lesson, ...]:
    there = finding.latest is not None
    broken = any(each.status == "not comparable" and (finding.baseline is None or each.end > finding.baseline.end)
                 for each in finding.points)
    found = {
        Lesson.DELIVER: not there and not broken,
        Lesson.BASELINE: there and finding.baseline is None,
        Lesson.LATE: last is not None and bool(months_after(last)),
        Lesson.SPREAD: there and finding.trend.bare and bool(finding.change.reason),
        Lesson.FEW: there and len(used(finding)) < LEAST_POINTS,
        Lesson.BREAKS: broken,
        Lesson.SMALL: finding.verdict == Verdict.NO_CLEAR_CHANGE and bool(finding.visible)
        and finding.decided_by in (DecidedBy.TREND, DecidedBy.OTHERS),
        Lesson.DEFINITION: contested(len(finding.dissenters), len(finding.robustness)),
        Lesson.STAND_IN: there and bool(finding.stand_in)}
    return tuple(lesson for lesson, holds in found.items() if holds)


def _promise_parts(promise: ClosedPromise) -> dict[str, Any]:
    head = promise.headline.finding
    return {"measure": head.measure, "number": head.number, "promise": head.promise, "state": str(promise.state),
            "final_verdict": promise.final_verdict and str(promise.final_verdict),
            "figures": [_figure_parts(each) for each in promise.figures]}


def _figure_parts(figure: ClosedFigure) -> dict[str, Any]:
    one, last = figure.finding, figure.last
    return {"series": one.series, "origin": one.origin, "state": str(figure.state),
            "final_verdict": figure.final_verdict and str(figure.final_verdict),
            "final_evidence": figure.final_evidence and str(figure.final_evidence),
            "last_figure": last and {"period": last.period, "end": last.end.isoformat(), "due": last.due,
                                     "usual": last.usual and last.usual.isoformat()},
            "lessons": [str(each) for each in figure.lessons]}
