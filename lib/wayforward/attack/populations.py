"""Series that count the same people, or some of them: nested populations, and series of one group alone.

One population lies in another where it is never the larger in any period shown, nor ever much smaller, and where both
are of one return, or are described in the very same words, or are described alike and the same in several periods.
Words that are only alike are no reason: the staff of two returns look nested and are not.
"""

import re
from itertools import permutations

from wayforward.attack.arithmetic import DENOMINATOR, NUMERATOR
from wayforward.attack.cells import Key, Series
from wayforward.attack.columns import Link
from wayforward.attack.evidence import Equation, Evidence
from wayforward.attack.labels import plain_label
from wayforward.attack.page_cells import ROWS

NUMBER = re.compile(r"\d+")
ANY_TITLE = {"other", "others", "none", "not known", "not recorded"}
SEVERAL = 2         # different numbers that two populations of different returns are both told to have
NEAR = 0.8          # the part is this much of the whole at least, in every period
SMALL_WORDS = {"all", "and", "at", "by", "in", "of", "on", "the", "to", "which", "who", "with", "whose", "from", "or",
               "were", "chosen", "applied", "question", "answered", "before", "a", "year", "post", "s"}


def nested(evidence: Evidence, series: list[Series]) -> list[tuple[Series, Series]]:
    """Pairs of series (part, whole) whose denominators lie one in the other; equal ones once."""
    pairs = [(part, whole) for part, whole in permutations(series, 2) if _related(evidence, part, whole)
             and _within(evidence, part, whole) and not _wider(part, whole)]
    return [(part, whole) for part, whole in pairs if (whole, part) not in pairs or part.id < whole.id]


def distinct(evidence: Evidence, pairs: list[tuple[Series, Series]]) -> list[tuple[Series, Series]]:
    """Of pairs of the same two columns of denominators, one each."""
    columns = {}
    for pair in pairs:
        columns.setdefault(tuple(_column(evidence, each) for each in pair), pair)
    return list(columns.values())


def _column(evidence: Evidence, series: Series) -> tuple[float | None, ...]:
    return tuple(evidence.shown(series.key(end, DENOMINATOR)) for end in series.periods.values())


def shared_ends(part: Series, whole: Series) -> list[str]:
    """The last days of the periods that both have."""
    return [end for end in part.periods.values() if end in whole.periods.values()]


def equal_ends(evidence: Evidence, one: Series, other: Series) -> set[str]:
    """The last days of the periods that show both denominators, and the same; none where they differ in another."""
    ends = shared_ends(one, other)
    told = {end: [evidence.shown(each.key(end, DENOMINATOR)) for each in (one, other)] for end in ends}
    shown = {end: pair for end, pair in told.items() if None not in pair}
    return set(shown) if all(left == right for left, right in shown.values()) else set()


def nested_links(evidence: Evidence, series: list[Series]) -> list[Link]:
    """No group has more people in the part than in the whole; as many in periods in which all are as many."""
    found = []
    for part, whole in nested(evidence, series):
        keys = [key for key in evidence.bounds if key.series == part.id and key.by and key.part == DENOMINATOR
                and evidence.named(_of(key, whole)) in evidence.bounds and key.by != ROWS]
        same = equal_ends(evidence, part, whole)
        found.append([Equation(((key, 1.0), (evidence.named(_of(key, whole)), -1.0)),
                               0.0 if key.period in same else -float("inf"), 0.0,
                               f"{key} is {'' if key.period in same else 'no more than '}that of {whole.id}")
                      for key in keys])
    return [link for link in found if link]


def group_series_links(evidence: Evidence, series: list[Series]) -> list[Link]:
    """A series of one group alone, by its title, is that group of another series' breakdown."""
    found = []
    for own in series:
        for (other, period, by), labels in _breakdowns(evidence, series, own).items():
            named = [label for label in labels if _in_title(label, own.title)]
            if named:
                first = min(named, key=len)
                groups = [label for label in labels if label.startswith(first)]
                found.append([_alone(own, Key(other, period, by, "", part), groups) for part in (NUMERATOR, DENOMINATOR)
                              if own.key(period, part) in evidence.bounds])
    return [link for link in found if link]


def _breakdowns(evidence: Evidence, series: list[Series], own: Series) -> dict[tuple[str, str, str], list[str]]:
    """The groups of every breakdown of the same promise that another series has, at a period of this one."""
    beside = {each.id for each in series if each.number == own.number and each.kind == own.kind} - {own.id}
    found = {}
    for key in evidence.bounds:
        if key.series in beside and key.by and key.by != ROWS and key.part == DENOMINATOR and (
                key.period in own.periods.values()):
            found.setdefault((key.series, key.period, key.by), []).append(key.group)
    return found


def _in_title(label: str, title: str) -> bool:
    named = re.search(rf"\b{re.escape(label)}\b", title, re.IGNORECASE) is not None
    return named and len(label) > 4 and label.casefold() not in ANY_TITLE


def _alone(own: Series, breakdown: Key, groups: list[str]) -> Equation:
    keys = [Key(breakdown.series, breakdown.period, breakdown.by, group, breakdown.part) for group in groups]
    whole = own.key(breakdown.period, breakdown.part)
    return Equation(((whole, 1.0), *((key, -1.0) for key in keys)), 0.0, 0.0,
                    f"{whole} = {' + '.join(map(str, keys))}, by its title")


def rest_links(evidence: Evidence, series: list[Series]) -> list[Link]:
    """Who is in none of some groups is in the whole and not in the series of those who are in one."""
    nones = [key for key in evidence.bounds if key.by and plain_label(key.group) == "none"
             and key.part in (NUMERATOR, DENOMINATOR)]
    found = []
    for part, whole in nested_anywhere(evidence, series):
        for key in [key for key in nones if key.series == whole.id and _some_is(evidence, key, part)]:
            terms = (whole.key(key.period, key.part), part.key(key.period, key.part), key)
            if all(each in evidence.bounds for each in terms):
                found.append([Equation(tuple(zip(terms, (1.0, -1.0, -1.0), strict=True)), 0.0, 0.0,
                                       f"{terms[0]} = {terms[1]} + {key}, who are in none")])
    return found


def nested_anywhere(evidence: Evidence, series: list[Series]) -> list[tuple[Series, Series]]:
    """Pairs (part, whole) of one promise, kind and return of which the part's people are described by more words."""
    return [(part, whole) for part, whole in permutations(series, 2)
            if (part.number, part.kind, part.source) == (whole.number, whole.kind, whole.source)
            and content_words(part.population) > content_words(whole.population)
            and all(left <= right for left, right in _told(evidence, part, whole))]


def _some_is(evidence: Evidence, none: Key, part: Series) -> bool:
    """Whether the group beside "none", of those who are in some, is named by the part's description."""
    beside = [key.group for key in evidence.bounds if key.group != none.group
              and (key.series, key.period, key.by, key.part) == (none.series, none.period, none.by, none.part)]
    words = content_words(none.by) | {word for group in beside for word in content_words(group)}
    return bool(words & (content_words(part.population) - content_words(none.series)))


def _related(evidence: Evidence, one: Series, other: Series) -> bool:
    """Of one return, or of people described by the very same words, or alike and as many in several periods; not of
    different ages, nor two answers to a survey."""
    words, others = content_words(one.population), content_words(other.population)
    numbers = set(NUMBER.findall(f"{one.population} {one.title}")) ^ set(
        NUMBER.findall(f"{other.population} {other.title}"))
    answers = one.kind == other.kind == "mean"
    if numbers or answers:
        return False
    alike = words <= others or others <= words
    return one.source == other.source or all_words(one.population) == all_words(other.population) or (
        alike and _often_equal(evidence, one, other))


def _often_equal(evidence: Evidence, one: Series, other: Series) -> bool:
    return len({left for left, right in _told(evidence, one, other) if left == right}) >= SEVERAL


def all_words(text: str) -> list[str]:
    """The words of a description, in their order."""
    return re.findall(r"\w+", text.casefold())


def content_words(text: str) -> set[str]:
    """The words of a description that tell it from another."""
    return set(re.findall(r"\w+", text.casefold())) - SMALL_WORDS


def _wider(part: Series, whole: Series) -> bool:
    """Whether the smaller is described by fewer words: it is no part of the other, or they lack different people."""
    return content_words(part.population) < content_words(whole.population)


def _within(evidence: Evidence, part: Series, whole: Series) -> bool:
    told = _told(evidence, part, whole)
    return bool(told) and all(NEAR * right <= left <= right for left, right in told)


def _told(evidence: Evidence, one: Series, other: Series) -> list[tuple[float, float]]:
    """Both denominators of every period that shows both."""
    pairs = [[evidence.shown(each.key(end, DENOMINATOR)) for each in (one, other)] for end in shared_ends(one, other)]
    return [(left, right) for left, right in pairs if left is not None and right is not None]


def _of(key: Key, series: Series) -> Key:
    return Key(series.id, key.period, key.by, key.group, key.part)
