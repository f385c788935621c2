"""The hidden groups of a make-up: its distance from the residents', and how many are of groups above their share, are
told; few makings-up of the hidden people give both."""

import math
from collections.abc import Iterator
from itertools import combinations, pairwise

from wayforward.attack.arithmetic import DENOMINATOR, NUMERATOR
from wayforward.attack.bounds import small
from wayforward.attack.cells import Key, Series
from wayforward.attack.evidence import Evidence
from wayforward.attack.recipes import Recipe, recipe

MOST_WAYS = 300_000
NEAR = 2e-7         # the distance is told to eight digits, and so are the shares


def share_recipes(evidence: Evidence, series: list[Series]) -> list[Recipe]:
    """The small groups of each make-up that only one count, or counts from 1 to 4, agree with."""
    return [found for each in series if each.kind == "shares" and each.groups for found in _of(evidence, each)]


def _of(evidence: Evidence, series: Series) -> list[Recipe]:
    last = series.points[-1]
    if None in (last["value"], last["denominator"], last["numerator"]):
        return []
    hidden = [group for group in series.groups if group["share"] is None]
    told = [(round(group["share"] * last["denominator"]), group["community"]) for group in series.groups
            if group["share"] is not None]
    ways = _ways(hidden, told, last)
    keys = [series.key(last["end"], NUMERATOR), series.key(last["end"], DENOMINATOR)]
    found = []
    for place, group in enumerate(hidden if ways else []):
        low, high = min(way[place] for way in ways), max(way[place] for way in ways)
        if small(low, high):
            found.append(recipe(f"{group['name']} of {series.id}, {last['end']}: the distance {last['value']}, the "
                                f"numerator, and the residents' shares leave no other", low, high, evidence, keys,
                                of=((Key(series.id, last["end"], "Group", group["name"], "heads"), 1.0),)))
    return found


def _ways(hidden: list[dict], told: list[tuple[int, float]], last: dict) -> list[tuple[int, ...]]:
    """The counts of the hidden groups with which the distance and the numerator come out as told."""
    people = round(last["denominator"]) - sum(count for count, _ in told)
    if not hidden or people < 0 or math.comb(people + len(hidden) - 1, len(hidden) - 1) > MOST_WAYS:
        return []
    return [way for way in _split(people, len(hidden))
            if _agrees(told + [(count, group["community"]) for count, group in zip(way, hidden, strict=True)], last)]


def _split(people: int, groups: int) -> Iterator[tuple[int, ...]]:
    """Every way to spread people over groups."""
    for bars in combinations(range(people + groups - 1), groups - 1):
        ends = (-1, *bars, people + groups - 1)
        yield tuple(right - left - 1 for left, right in pairwise(ends))


def _agrees(counts: list[tuple[int, float]], last: dict) -> bool:
    """Whether these counts, with the residents' shares, make the distance and the numerator."""
    above = [(count, count / last["denominator"] - share) for count, share in counts
             if count / last["denominator"] > share]
    return abs(sum(apart for _, apart in above) - last["value"]) < NEAR and (
        sum(count for count, _ in above) == last["numerator"])
