"""A finding: everything about one series of one measure, and all that is written, drawn or published reads only it."""

import math
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from wayforward.judge import DecidedBy, Evidence, TargetStatus, Verdict, alike, evidence
from wayforward.statistics.compare import Rank, Standing
from wayforward.statistics.control import ControlChart
from wayforward.statistics.forecast import Outlook
from wayforward.statistics.gap import Decomposition
from wayforward.statistics.results import NOT_KEPT, NOT_WHOLE, USABLE, Result, Trend, rounded, rounded_p
from wayforward.statistics.uneven import Uneven
from wayforward.statistics.visible import Visible

# What stands beside each other in a result, a point, a chart, and is rounded as the largest of it
OF_ONE_SCALE = ("estimate", "value", "low", "high", "centre", "lower", "upper", "median", "goal")


@dataclass(frozen=True)
class Point:
    """One period's figure; `known_value` is the proportion among those of whom it is known, `places` the decimals of
    a figure that is published with fewer than the series has. Null is not there."""

    period: str
    start: date
    end: date
    value: float | None
    low: float | None
    high: float | None
    numerator: float | None
    denominator: float | None
    unknown: float | None
    known_value: float | None
    status: str
    note: str | None
    reason: str | None
    places: int | None = None

    @property
    def usable(self) -> bool:
        return self.status in USABLE and self.value is not None

    @property
    def whole(self) -> bool:
        """Whether the figure could be of all the period's days, as far as is known."""
        return self.status != NOT_WHOLE

    @property
    def is_monthly_average(self) -> bool:
        """Whether its heads are an average of several months."""
        return self.numerator is not None and self.numerator % 1 != 0


@dataclass(frozen=True)
class Benchmark:
    """Another area's figure for our latest period, its change since our baseline's, and its points (end, value).

    `level` is country, region, neighbour, or median for the middle of the neighbours, of which there are `areas`;
    `relative` is our change less theirs.
    """

    area: str
    level: str
    areas: int
    value: float | None
    change: float | None
    baseline: float | None
    points: tuple[tuple[date, float | None], ...]
    relative: Result | None = None


@dataclass(frozen=True)
class Choice:
    """What another defensible choice says of the same series; `smallest_p` is the least its test could have given."""

    choice: str
    verdict: Verdict
    p: float | None
    smallest_p: float | None = None


@dataclass(frozen=True)
class Group:
    """One group of a make-up: its shares of the measured whole and of the community, fractions; of few people null."""

    name: str
    share: float | None
    community: float


@dataclass(frozen=True)
class Scatter:
    """How the figure moves by itself in other areas, as it was measured from those of `areas` others over `periods`
    periods, `known` by a day: the standard deviation about its course (`sigma`, in the series' unit), the degrees of
    freedom that the others are worth, and the correlation of neighbouring figures with its spread over areas."""

    known: date
    areas: int
    periods: int
    sigma: float
    df: float
    correlation: float
    spread: float


class Agreement(StrEnum):
    """How a count from the returns stands to the published figure of the same period (see report.reconcile)."""

    AGREES = "agrees"
    ROUNDING = "rounding"
    DIFFERS = "differs"
    NOT_SHOWN = "not shown"


@dataclass(frozen=True)
class Awaited:
    """A period of which the figure is still to come: its label and end; `usual`, the day on which such figures become
    known (null of one that is counted from returns, and of one of which nobody knows it); `due`: whether it should be
    there by now; `decides`: whether the period ends with the plan or before."""

    period: str
    end: date
    usual: date | None
    due: bool
    decides: bool = True


@dataclass(frozen=True)
class Since:
    """What is new since the report of the period before, as at its day: the periods (labels) whose figure is new or
    another, and the verdict of the figures then known, by today's rules."""

    as_at: date
    new: tuple[str, ...]
    revised: tuple[str, ...]
    verdict: Verdict
    evidence: Evidence


@dataclass(frozen=True)
class Refusal:
    """A table of the returns that the screening refused: its name, its title, and of its `problems` (how many) the
    first: rule, file (as day, table and year) and column. Never a number of rows, which may be small."""

    table: str
    title: str
    problems: int = 0
    rule: str = ""
    file: str = ""
    column: str = ""


@dataclass(frozen=True)
class Commentary:
    """What the service itself says beside the story: why, what is being done, who answers, and the day it was written.
    `refused`: why its words are not shown, in sentences that repeat none of them; then all else is empty."""

    reason: str
    action: str
    owner: str
    date: date | None
    refused: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reply:
    """What the service replies to one of the promise's questions. `refused`: why its words are not shown; then all else
    but the question is empty."""

    question: str
    words: str
    owner: str
    date: date | None
    refused: tuple[str, ...] = ()


@dataclass(frozen=True)
class Accountability:
    """Who answers for a promise, "" where nobody is named; the targets of its figures, in words; and the day on which
    its definition is reviewed next."""

    owner: str
    targets: tuple[str, ...]
    next_review: date


@dataclass(frozen=True)
class Finding:
    """One measure, one series, one origin. Fractions for percentages; everything else in its unit.

    `origin`: "extract" (counted from the area's own returns) or "published"; `reconciled`: how the one stands to the
    other; `invented`: whether the area is.
    `baseline_was`: "highest" or "lowest" where the baseline lies beyond every other comparable figure published.
    """

    measure: str
    number: int
    series: str
    headline: bool
    ambition: int
    measure_title: str
    title: str
    part: str
    promise: str
    kind: str
    unit: str
    decimals: int
    better: str
    calendar: str
    of: str
    counted: str
    unknown: str
    origin: str
    area: str
    supplied_by: str
    points: tuple[Point, ...]
    latest: Point | None
    baseline: Point | None
    baseline_was: str | None
    change: Result
    trend: Trend
    relative: Result
    standing: Standing | None
    robustness: tuple[Choice, ...]
    benchmarks: tuple[Benchmark, ...]
    target: TargetStatus
    verdict: Verdict
    evidence: Evidence
    decided_by: DecidedBy
    groups: tuple[Group, ...] = ()
    reconciled: str = ""
    invented: bool = False
    caveat: str | None = None               # what the plan says beside the series
    story: str = ""                         # Markdown, for a councillor
    note: str = ""                          # Markdown, for a statistician
    questions: tuple[str, ...] = ()         # of a headline: what a councillor could ask
    last_year: Result | None = None         # change from the same period a year before
    control: ControlChart | None = None
    outlook: Outlook | None = None
    decomposition: Decomposition | None = None
    refused: Refusal | None = None          # for which nothing was counted: the verdict says so too
    against_others: Trend | None = None     # of figures without intervals, less the mean of the other areas
    scatter: Scatter | None = None          # where what was measured of the others went into the verdict
    visible: tuple[Visible, ...] = ()       # what its trend could show by now, by the plan's end, and two years on
    uneven: Uneven | None = None            # how it leapt, where that is the verdict
    stand_in: str = ""                      # what it lacks, where it points to the promise and does not measure it
    still_to_come: tuple[Awaited, ...] = ()
    since: Since | None = None              # of published figures, where some became known since
    plan_ended: date | None = None          # where figures of later periods are among the points, which decide nothing
    against_rest: Result | None = None      # our change less the mean of all other areas' changes
    change_rank: Rank | None = None         # the place of our change among all areas' changes …
    level_rank: Rank | None = None          # … and of our latest figure among all areas' figures
    promised_by: str = ""                   # the council whose plan promises it, where the area is another's
    redefined: date | None = None           # the first day of today's definition; what was before has another
    commentary: Commentary | None = None    # of a headline: the service's own words
    varied: str = field(default="", metadata=NOT_KEPT)      # what was set otherwise than the plan and its rules say
    replies: tuple[Reply, ...] = ()         # of a headline: what the service replies to its questions
    accountability: Accountability | None = None    # of a headline, where the council has named an owner or a target

    @property
    def dissenters(self) -> tuple[Choice, ...]:
        """The other choices whose verdict differs."""
        return tuple(choice for choice in self.robustness if not alike(choice.verdict, self.verdict))

    def benchmark(self, level: str) -> Benchmark | None:
        """The country's, the region's or the neighbours' median, where there is a figure."""
        marks = (mark for mark in self.benchmarks if mark.level == level and mark.value is not None)
        return next(marks, None)


def number_or_null(value: float | None) -> float | None:
    """A number as findings hold it: what is not there, NaN in a table, is null."""
    return None if value is None or math.isnan(value) else float(value)


def rounded_finding(thing: Any) -> Any:
    """A finding, or a part of it, with its numbers as every machine tells them (see statistics.results)."""
    if isinstance(thing, tuple):
        return tuple(rounded_finding(each) for each in thing)
    if isinstance(thing, float) and math.isfinite(thing):
        return rounded([thing])[0]
    if not is_dataclass(thing):
        return thing
    parts = {field.name: getattr(thing, field.name) for field in fields(thing)}
    beside = [name for name in OF_ONE_SCALE if isinstance(parts.get(name), float) and math.isfinite(parts[name])]
    together = dict(zip(beside, rounded(parts[name] for name in beside), strict=True))
    tests = {name: rounded_p(parts[name]) for name in ("p", "smallest_p") if name in parts}
    return replace(thing, **{name: rounded_finding(part) for name, part in parts.items()} | together | tests)


def to_json(finding: Finding) -> dict[str, Any]:
    """What a file keeps of a finding: its plain form; ValueError for a varied one, which no file keeps."""
    if finding.varied:
        raise ValueError(f"{finding.series} is varied ({finding.varied}) and is not the figure of the plan: a file "
                         "keeps only what is counted and judged as defined")
    return plain_form(finding)


def plain_form(finding: Finding) -> dict[str, Any]:
    """Plain lists, texts and numbers as they are told, in the order of the fields; the trend carries its evidence."""
    plain = _plain(rounded_finding(finding))
    plain["trend"]["evidence"] = str(Evidence.NONE if finding.trend.bare else evidence(finding.trend.p))
    plain["robustness_holds"] = not finding.dissenters
    return plain


def from_json(plain: dict[str, Any]) -> Finding:
    """The finding again from its plain form; unknown keys are left out, so that a newer file can be read."""
    return _reader().validate_python(plain)


@cache
def _reader() -> TypeAdapter[Finding]:
    return TypeAdapter(Finding)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value) if field.metadata != NOT_KEPT}
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return None if math.isnan(value) else value
    return str(value) if isinstance(value, StrEnum) else value
