"""The hidden groups of a make-up: its distance from the residents', and how many are of groups above their share, are
told; few makings-up of the hidden people give both."""

import math
from collections.abc import Iterator
from itertools import combinations, pairwise

from wayforward.attack.arithmetic import DENOMINATOR, NUMERATOR
from wayforward.attack.bounds import small
from wayforward.attack.cells import Key, Series, rounding
from wayforward.attack.evidence import Evidence
from wayforward.attack.recipes import Recipe, recipe

MOST_WAYS = 300_000
EIGHT = 2e-7        # the digits that the distance has, at the most


def share_recipes(evidence: Evidence, series: list[Series]) -> list[Recipe]:
    """The small groups of each make-up that only one count, or counts from 1 to 4, agree with."""
    return [found for each in series if each.kind == "shares" and each.groups for found in _of(evidence, each)]


def _of(evidence: Evidence, series: Series) -> list[Recipe]:
    last = series.points[-1]
    if last.get("value") is None or last.get("denominator") is None:
        return []
    hidden = [group for group in series.groups if group["share"] is None]
    told = [(_heads(group, last, series), group["community"]) for group in series.groups if group["share"] is not None]
    apart = _near(series) * (1 + len(series.groups))
    ways = _ways(hidden, told, last, apart) if all(len(heads) == 1 for heads, _ in told) else []
    keys = [series.key(last["end"], NUMERATOR), series.key(last["end"], DENOMINATOR)]
    found = []
    for place, group in enumerate(hidden if ways else []):
        low, high = min(way[place] for way in ways), max(way[place] for way in ways)
        if small(low, high):
            found.append(recipe(f"{group['name']} of {series.id}, {last['end']}: the distance {last['value']}, the "
                                f"numerator, and the residents' shares leave no other", low, high, evidence, keys,
                                of=((Key(series.id, last["end"], "Group", group["name"], "heads"), 1.0),)))
    return found


def _near(series: Series) -> float:
    """By how much the distance and the shares of a make-up may be rounded."""
    shares = [group[name] for group in series.groups for name in ("share", "community") if group[name] is not None]
    return max(EIGHT, rounding([*shares, series.points[-1]["value"]]))


def _heads(group: dict, last: dict, series: Series) -> range:
    """The people of a group that its share, as rounded, can be of."""
    low, high = (last["denominator"] * (group["share"] + side * _near(series)) for side in (-1, 1))
    return range(math.ceil(low), math.floor(high) + 1)


def _ways(hidden: list[dict], told: list[tuple[range, float]], last: dict, apart: float) -> list[tuple[int, ...]]:
    """The counts of the hidden groups with which the distance and the numerator come out as told."""
    counts = [(heads[0], share) for heads, share in told]
    people = round(last["denominator"]) - sum(count for count, _ in counts)
    if not hidden or people < 0 or math.comb(people + len(hidden) - 1, len(hidden) - 1) > MOST_WAYS:
        return []
    return [way for way in _split(people, len(hidden)) if _agrees(
        counts + [(count, group["community"]) for count, group in zip(way, hidden, strict=True)], last, apart)]


def _split(people: int, groups: int) -> Iterator[tuple[int, ...]]:
    """Every way to spread people over groups."""
    for bars in combinations(range(people + groups - 1), groups - 1):
        ends = (-1, *bars, people + groups - 1)
        yield tuple(right - left - 1 for left, right in pairwise(ends))


def _agrees(counts: list[tuple[int, float]], last: dict, near: float) -> bool:
    """Whether these counts, with the residents' shares, make the distance and the numerator."""
    above = [(count, count / last["denominator"] - share) for count, share in counts
             if count / last["denominator"] > share]
    return abs(sum(apart for _, apart in above) - last["value"]) < near and (
        last.get("numerator") is None or sum(count for count, _ in above) == last["numerator"])
