"""Is what happened good? Direction × change × trend → verdict; value × target → target status.

The verdict table, whole:

usable points   what decides                                       evidence at most
none looked at  refused, where the screening refuses a table that  none
                the figure is counted from
0               no data, or not comparable when that is why        none
1               too little data                                    none
2 to 4          the change since the baseline                      some ("so far")
(quarters 2 to 11)
5 or more       the trend; against a change that points            strong
(quarters 12)   the other way: no clear change, both told.
                Undecided by a trend of points that leapt (ten      none
                times beyond chance and more than in other areas,
                first against last p < 0.002): moved unevenly
any, without an interval:
5 or more, and  the trend against the others' mean (and our own    strong
measured how    change pointing the same way); else no clear
it moves        change, or not testable, where even the best
elsewhere       figure there can be would have shown nothing
else            the place among neighbours' changes: beyond        some
                every neighbour and p < 0.05 (and our own
                change pointing the same way); else no clear
                change (2 points or more); under 8 neighbours
                too little data

Whatever decides: where half or more of the other defensible choices differ, the evidence is at most some (`doubted`).
"No clear change" is not "no change": it says that this much data cannot tell the two apart.
Calibrated as a whole rule on drawn series: docs/calibration/trend.csv, column `verdict`.
Nothing here sees a row of an extract, and nothing after this decides what is good.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wayforward.statistics.compare import Standing
from wayforward.statistics.results import Result, Trend, rounded, rounded_p
from wayforward.statistics.uneven import Uneven
from wayforward.statistics.visible import Visible

# Raised whenever the same figures can come to another verdict or other evidence, by a change here or in the statistics;
# a test on drawn series tells when that is
RULE = 1

# The limits of the rules, here and nowhere else; the statistics are told them
SOME, STRONG = 0.05, 0.002      # of p. 0.002: the 99.8 % limit of public-health practice, and under 0.05 / 16 measures
LEAST_POINTS = 5                # of a trend, and of a forecast
SWINGS = 3                      # standard deviations of a figure elsewhere, beyond which a change is no usual wobble
UNEVEN = 10                     # times the variance that chance brings, beyond which a series leaps
LEAST_NEIGHBOURS = 8            # to be placed among, or to have a median with an interval
MOST_YEARS_AHEAD = 3            # of a forecast
LIMITS = {"some evidence below p": SOME, "strong evidence below p": STRONG, "least points of a trend": LEAST_POINTS,
          "least neighbours": LEAST_NEIGHBOURS}      # of a verdict, as they are declared


class Verdict(StrEnum):
    IMPROVING = "improving"
    WORSENING = "worsening"
    CHANGED = "changed (no better direction)"
    NO_CLEAR_CHANGE = "no clear change"
    MOVED_UNEVENLY = "moved unevenly"
    NOT_TESTABLE = "not testable"
    TOO_LITTLE = "too little data"
    NOT_COMPARABLE = "not comparable"
    REFUSED = "refused"
    NO_DATA = "no data"


DECIDED = (Verdict.IMPROVING, Verdict.WORSENING, Verdict.CHANGED)


class Evidence(StrEnum):
    STRONG = "strong"
    SOME = "some"
    NONE = "none"


class TargetStatus(StrEnum):
    MET = "met"
    MISSED = "missed"
    ON_COURSE = "on course"
    OFF_COURSE = "off course"
    NONE_SET = "none set"


class DecidedBy(StrEnum):
    TREND = "trend"
    CHANGE = "change"
    OTHERS = "trend against the other councils"
    STANDING = "standing among neighbours"
    APART = "trend and change apart"
    NOTHING = "nothing"


# The field of a finding that holds the test which decided
TEST_OF = {DecidedBy.TREND: "trend", DecidedBy.APART: "trend", DecidedBy.CHANGE: "change",
           DecidedBy.OTHERS: "against_others", DecidedBy.STANDING: "standing"}


@dataclass(frozen=True)
class Judgement:
    """A verdict, its evidence, and which row of the table gave it."""

    verdict: Verdict
    evidence: Evidence
    decided_by: DecidedBy


REFUSAL = Judgement(Verdict.REFUSED, Evidence.NONE, DecidedBy.NOTHING)      # whatever its figures would say
SIGN = {"higher": 1, "lower": -1, "parity": -1, "none": 0}     # parity: the value is a distance from it


def evidence(p: float | None) -> Evidence:
    """Strong under 0.002, some under 0.05, else none; by p as it is told."""
    if p is None or rounded_p(p) >= SOME:
        return Evidence.NONE
    return Evidence.STRONG if rounded_p(p) < STRONG else Evidence.SOME


def judge(better: str, usable: int, not_comparable: int, change: Result, trend: Trend,
          standing: Standing | None, neighbours_differ: float | None, against_others: Trend | None = None,
          room: float | None = None, uneven: Uneven | None = None) -> Judgement:
    """The verdict table. `usable` and `not_comparable` count points since the baseline; `neighbours_differ` is our
    change less the neighbours' median (None without neighbours); `against_others` the trend of figures without
    intervals less the others' mean; `room` how much a year such a figure could have fallen at most;
    `uneven` how it leapt.
    """
    if usable == 0:
        return _undecided(Verdict.NOT_COMPARABLE if not_comparable else Verdict.NO_DATA)
    if usable == 1 or (change.estimate is None and not trend.has_interval):
        return _undecided(Verdict.TOO_LITTLE)
    if trend.has_interval and not trend.bare:
        return _by_trend(better, change, trend, uneven)
    if change.has_interval:
        return _by(better, change.estimate, _at_most_some(change.p), DecidedBy.CHANGE)
    if against_others is not None and against_others.has_interval:
        return _by_others(better, change, against_others, room)
    return _by_standing(better, change, standing, neighbours_differ)


def by_test(better: str, result: Result) -> Judgement:
    """What one test alone would say, by the same limits; for the robustness block."""
    return _by(better, result.estimate, evidence(result.p), DecidedBy.NOTHING)


def alike(one: Verdict, other: Verdict) -> bool:
    """Whether two verdicts say the same of the promise: to have moved unevenly is no clear change either."""
    open_yet = (Verdict.NO_CLEAR_CHANGE, Verdict.MOVED_UNEVENLY)
    return one == other or (one in open_yet and other in open_yet)


def doubted(given: Evidence, differing: int, choices: int) -> Evidence:
    """Evidence at most some, where half or more of the other defensible choices differ from the verdict."""
    return Evidence.SOME if given == Evidence.STRONG and contested(differing, choices) else given


def contested(differing: int, choices: int) -> bool:
    """Whether half or more of the other defensible choices differ from a verdict."""
    return 0 < choices <= 2 * differing


def beyond_the_possible(better: str, seen: Visible) -> bool:
    """Whether so much of an improvement as could be seen is not possible."""
    room = {1: seen.most_rise, -1: seen.most_fall}.get(SIGN[better])
    return room is not None and seen.per_year > room


def deciding_p(decided_by: DecidedBy, change: Result, trend: Trend, standing: Standing | None,
               against_others: Trend | None = None) -> float | None:
    """The p of the test that decided; None where nothing was tested."""
    tests = {"change": change, "trend": trend, "standing": standing, "against_others": against_others}
    decided = tests.get(TEST_OF.get(decided_by))
    return None if decided is None else decided.p


def _undecided(verdict: Verdict, decided_by: DecidedBy = DecidedBy.NOTHING) -> Judgement:
    return Judgement(verdict, Evidence.NONE, decided_by)


def _by_trend(better: str, change: Result, trend: Trend, uneven: Uneven | None) -> Judgement:
    apart = change.estimate is not None and change.estimate * trend.estimate < 0
    if apart and evidence(trend.p) != Evidence.NONE:
        return _undecided(Verdict.NO_CLEAR_CHANGE, DecidedBy.APART)
    if uneven and evidence(trend.p) == Evidence.NONE and _leapt(uneven):
        return _undecided(Verdict.MOVED_UNEVENLY, DecidedBy.TREND)
    return _by(better, trend.estimate, evidence(trend.p), DecidedBy.TREND)


def _leapt(uneven: Uneven) -> bool:
    """Far beyond chance about its line, and from first to last."""
    return rounded([uneven.dispersion])[0] > UNEVEN and evidence(uneven.p) == Evidence.STRONG


def _by_others(better: str, change: Result, trend: Trend, room: float | None) -> Judgement:
    """Away from the others, and not only because they moved while we stood still."""
    found, alone = evidence(trend.p), change.estimate is not None and change.estimate * trend.estimate <= 0
    if found != Evidence.NONE and alone:
        return _undecided(Verdict.NO_CLEAR_CHANGE, DecidedBy.OTHERS)
    if found == Evidence.NONE and SIGN[better] < 0 and room is not None and (trend.high - trend.low) / 2 > room:
        return _undecided(Verdict.NOT_TESTABLE, DecidedBy.OTHERS)
    return _by(better, trend.estimate, found, DecidedBy.OTHERS)


def _by_standing(better: str, change: Result, standing: Standing | None, differ: float | None) -> Judgement:
    """Beyond every neighbour, and not only because the neighbours moved while we stood still."""
    if standing is None:
        return _undecided(Verdict.TOO_LITTLE)
    if not standing.extreme or change.estimate * differ <= 0:
        return _undecided(Verdict.NO_CLEAR_CHANGE, DecidedBy.STANDING)
    return _by(better, change.estimate, _at_most_some(standing.p), DecidedBy.STANDING)


def _at_most_some(p: float | None) -> Evidence:
    return Evidence.NONE if evidence(p) == Evidence.NONE else Evidence.SOME


def _by(better: str, estimate: float, given: Evidence, decided_by: DecidedBy) -> Judgement:
    if given == Evidence.NONE or estimate == 0:
        return _undecided(Verdict.NO_CLEAR_CHANGE, decided_by)
    if SIGN[better] == 0:
        return Judgement(Verdict.CHANGED, given, decided_by)
    good = estimate * SIGN[better] > 0
    return Judgement(Verdict.IMPROVING if good else Verdict.WORSENING, given, decided_by)


def judge_target(better: str, value: float, target: float, by: date, on: date,
                 baseline: tuple[date, float] | None = None) -> TargetStatus:
    """Where `value`, of the day `on`, stands to a target to be reached `by` a day. A council sets targets; the plan
    gives none.

    Met at the target or better; missed when its day has passed; else on or off the straight line from the baseline.
    None where neither direction is better.
    """
    if SIGN[better] == 0:
        return TargetStatus.NONE_SET
    if SIGN[better] * (value - target) >= 0:
        return TargetStatus.MET
    if on >= by:
        return TargetStatus.MISSED
    if baseline is None:
        return TargetStatus.OFF_COURSE
    start, first = baseline
    due = first + (target - first) * (on - start).days / (by - start).days
    return TargetStatus.ON_COURSE if SIGN[better] * (value - due) >= 0 else TargetStatus.OFF_COURSE
