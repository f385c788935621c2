"""Which promises the returns at hand let be counted, from which periods, and which not and why.

For `wayforward check`. Each promise's headline is counted, so that nothing is said to be possible that is not.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from wayforward import measures
from wayforward.errors import MissingReturn, RefusedInputs
from wayforward.formats import listed
from wayforward.plan import Measure, Plan
from wayforward.reading.area_returns import Returns
from wayforward.report.from_returns import count_series
from wayforward.returns.catalogue import TABLES


@dataclass(frozen=True)
class Ready:
    """One promise: from which periods it can be counted, or why it cannot.

    periods     in words: "2021 to 2026"; empty where it cannot be counted
    missing     the title of a return that is not at hand
    refused     whether a return it needs is refused
    """

    number: int
    periods: str = ""
    missing: str = ""
    refused: bool = False


def ready(returns: Returns, plan: Plan) -> list[Ready]:
    """Every promise whose headline the returns can supply, in order."""
    return [_ready(measure, returns) for measure in plan.measures
            if measure.headline.id in measures.from_returns(measure.id)]


def _ready(measure: Measure, returns: Returns) -> Ready:
    series = measure.headline
    try:
        found = count_series(series, measures.from_returns(measure.id)[series.id], returns, "", date.max).exact
    except MissingReturn as absent:
        return Ready(measure.number, missing=TABLES[absent.table].title)
    except RefusedInputs:
        return Ready(measure.number, refused=True)
    return Ready(measure.number, in_words(sorted(found["period"][found["value"].notna()])))


def in_words(periods: list[str]) -> str:
    """Codes of periods of one calendar, in order, as stretches without a gap: "2019, 2021 to 2026"."""
    begins = [period for before, period in pairwise(["", *periods]) if not before or _follows(before) != _place(period)]
    ends = [period for period, after in pairwise([*periods, ""]) if not after or _follows(period) != _place(after)]
    return listed([first if first == last else f"{first} to {last}" for first, last in zip(begins, ends, strict=True)])


def _place(period: str) -> int:
    """Where a period stands among those of its calendar: 2026, 2025/26 and 2025-26-Q4 follow 2025, 2024/25 and Q3."""
    return int(period[:4]) * (4 if "Q" in period else 1) + (int(period[-1]) if "Q" in period else 0)


def _follows(period: str) -> int:
    return _place(period) + 1


def readiness_lines(promises: list[Ready]) -> Iterator[str]:
    """A line for what can be counted, from which periods, and one for each reason why others cannot."""
    yield from _line("Can be counted", promises, lambda each: each.periods)
    yield from _line("Refused", promises, lambda each: "a return that is needed is refused" if each.refused else "")
    yield from _line("No return", promises, lambda each: each.missing and f"without {each.missing}")
    yield from _line("Nobody to count", promises, lambda each: "" if each.periods or each.refused or each.missing else
                     "the returns are at hand and hold nobody of whom the promise speaks")


def _line(head: str, promises: list[Ready], why) -> Iterator[str]:
    groups = defaultdict(list)
    for each in promises:
        if why(each):
            groups[why(each)].append(str(each.number))
    if groups:
        yield f"{head}: " + "; ".join(f"promise{'s' * (len(numbers) > 1)} {listed(numbers)} ({reason})"
                                      for reason, numbers in groups.items()) + "."
