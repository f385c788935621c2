"""Whether two findings.json say the same: numbers within a tolerance, charts by what they are drawn from, words as they
are."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import isclose
from typing import Any

TOLERANCE = 1e-6        # of a number's size: what another processor or version of a library may move
NEAR_NOTHING = 1e-12    # what is 0 but for the last digits
DRAWN = ("points", "benchmarks", "control", "plan_ended", "unit", "decimals", "calendar", "title", "area")
NAMED_BY = ("period", "end", "choice", "area", "name")
Json = dict[str, Any]
Leaves = dict[str, Any]


@dataclass(frozen=True)
class ReplayedSeries:
    """A series in both: of which promise, how many numbers it holds, from how many values and words its charts are
    drawn, and what differs, in words, of the charts, of other numbers, and of other words."""

    promise: str
    title: str
    numbers: int
    drawn: int
    charts_differ: tuple[str, ...] = ()
    numbers_differ: tuple[str, ...] = ()
    words_differ: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not (self.charts_differ or self.numbers_differ or self.words_differ)


def same_findings(one: Json, other: Json, tolerance: float = TOLERANCE,
                  ) -> tuple[list[ReplayedSeries], list[str], list[str]]:
    """The series that both hold, side by side; the titles of those that only the first and only the second holds."""
    ours, theirs = _by_key(one), _by_key(other)
    return ([_compared(ours[key], theirs[key], tolerance) for key in ours if key in theirs],
            [_title(ours[key]) for key in ours if key not in theirs],
            [_title(theirs[key]) for key in theirs if key not in ours])


def _by_key(findings: Json) -> dict[tuple, Json]:
    return {(each["measure"], each["series"], each["origin"]): each for each in findings["findings"]}


def _title(finding: Json) -> str:
    return f"{finding['number']} {finding['title']} ({finding['origin']})"


def _compared(one: Json, other: Json, tolerance: float) -> ReplayedSeries:
    was, now = dict(_leaves(one)), dict(_leaves(other))
    told: dict[str, list[str]] = {"charts_differ": [], "numbers_differ": [], "words_differ": []}
    for name in was | now:
        a, b = was.get(name), now.get(name)
        if not _alike(a, b, tolerance):
            told[_kind(name, a, b)].append(f"{name}: {_shown(a)} → {_shown(b)}")
    promise = f"{one['number']} {one.get('measure_title', one['measure'])}"
    return ReplayedSeries(promise, _title(one), sum(map(_is_number, was.values())), sum(map(_is_drawn, was)),
                          **{kind: tuple(each) for kind, each in told.items()})


def _leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every single value, by the way to it: "points 31 March 2025 value"."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _leaves(each, f"{name} {key}".strip())
    elif isinstance(value, list):
        for each, called in zip(value, _names(value), strict=True):
            yield from _leaves(each, f"{name} {called}")
    else:
        yield name, value


def _names(items: list) -> Iterator[str]:
    """What each item of a list is called: by its period, its day or what it is of, the second of a name with its
    number; else by its place."""
    times: Counter[str] = Counter()
    for place, item in enumerate(items, start=1):
        name = next((str(item[key]) for key in NAMED_BY if item.get(key)), "") if isinstance(item, dict) else ""
        times[name] += 1
        yield str(place) if not name else name if times[name] == 1 else f"{name} ({times[name]})"


def _alike(one: Any, other: Any, tolerance: float) -> bool:
    if _is_number(one) and _is_number(other):
        return isclose(one, other, rel_tol=tolerance, abs_tol=NEAR_NOTHING)
    return type(one) is type(other) and one == other


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_drawn(name: str) -> bool:
    return name.partition(" ")[0] in DRAWN


def _kind(name: str, one: Any, other: Any) -> str:
    if _is_drawn(name):
        return "charts_differ"
    return "numbers_differ" if _is_number(one) or _is_number(other) else "words_differ"


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    return f"{value:.12g}" if _is_number(value) else f"“{value}”" if len(str(value)) <= 60 else f"“{str(value)[:60]}…”"
