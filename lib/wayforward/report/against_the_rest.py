"""Our change and our level beside those of all other areas that publish the figure, by what was measured of them."""

from dataclasses import dataclass
from math import inf

from wayforward.judge import LEAST_POINTS
from wayforward.report.examine import Examined
from wayforward.statistics.against_the_rest import Estimates, against_the_rest, changes, levels, own_change, place
from wayforward.statistics.all_areas import AllAreas
from wayforward.statistics.compare import Rank
from wayforward.statistics.measured import Measured
from wayforward.statistics.results import POSSIBLE, Result, no_result
from wayforward.statistics.trend import NOT_MEASURED, NOT_MEASURED_SINCE


@dataclass(frozen=True)
class AmongAll:
    """Our change less the mean of the others', its place among all changes, and that of our latest figure among all
    areas' (1 the largest); None where nothing can be said."""

    against_rest: Result
    change_rank: Rank | None = None
    level_rank: Rank | None = None


def among_all(seen: Examined, area: str) -> AmongAll:
    """Of one area's series; a reason in place of an estimate where the others were not measured."""
    measured = seen.measured
    figures = measured and measured.all_areas()
    if figures is None or seen.latest is None:
        return AmongAll(no_result(NOT_MEASURED if seen.latest is not None else seen.change.reason))
    result, change_rank = _of_changes(seen, measured, figures, area)
    return AmongAll(result, change_rank,
                    _place(levels(figures, seen.latest["end"]), area, float(seen.latest["value"])))


def _of_changes(seen: Examined, measured: Measured, figures: AllAreas, area: str) -> tuple[Result, Rank | None]:
    if seen.change.estimate is None:
        return no_result(seen.change.reason), None
    all_changes = changes(figures, seen.baseline["end"], seen.latest["end"], measured.correlation)
    if all_changes is None:
        return no_result(NOT_MEASURED_SINCE), None
    course = seen.window if len(seen.window) >= LEAST_POINTS else seen.usable
    ends = (course.index.get_loc(point.name) for point in (seen.baseline, seen.latest))
    ours, chance = own_change(course, seen.kind, *ends, seen.breaks, least=LEAST_POINTS, measured=measured)
    if not ours:
        return no_result(NOT_MEASURED), None
    possible = tuple(bound - seen.baseline["value"] for bound in POSSIBLE.get(seen.kind, (-inf, inf)))
    return (against_the_rest(ours, chance, all_changes.others(area), possible),
            _place(all_changes, area, seen.change.estimate))


def _place(estimates: Estimates | None, area: str, ours: float) -> Rank | None:
    """By our own figure as the report has it, which may have been revised since the others' were measured."""
    return None if estimates is None else place(estimates.with_own(area, ours), area)
