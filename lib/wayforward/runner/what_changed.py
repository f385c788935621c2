"""What a reader asks first of two runs of an area: did a verdict change, and why; which figures were revised, by how
much.

Each reason is found in what the two runs hold, findings.json and manifest.json, and nothing is guessed: where they do
not hold it, it is "not known", as most is of an earlier version's. Of public ones, which hold no rule, whether that
changed is not known. That a reason is there does not say that it alone did it.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from wayforward.declared_rule import SCATTER, RuleChange, rule_changes
from wayforward.runner.public_manifest import PUBLISHED
from wayforward.runner.written_figures import number, written

YES, NO, NOT_KNOWN = "yes", "no", "not known"
REASONS = {"data_revised": "data revised", "new_figures": "new figures", "definition_changed": "definition changed",
           "rule_changed": "rule changed", "scatter_changed": "how the figure moves by itself was measured anew",
           "returns_new": "new returns", "others_changed": "figures of other areas changed"}
DEFINED_BY = ("title", "of", "counted", "unknown", "unit", "kind", "calendar")     # of a finding
COUNTED = ("value", "numerator", "denominator")                                    # of a figure
ALL_AT_ONCE = 12        # so many revised figures are told one by one
Json = dict[str, Any]


@dataclass(frozen=True)
class Reasons:
    """Whether each thing that can change a verdict is another in the second run: yes, no or not known.

    data_revised        a figure that both have is another, or is no longer there
    new_figures         figures that the first had not
    definition_changed  no where the library is the same, yes where the words that define it are not; else not known
    rule_changed        the version and limits of the rule, and what of the series moves its verdict
    scatter_changed     the edition of what is measured in other areas
    returns_new         the returns that were read, for what is counted from them
    others_changed      figures of the areas it is compared with
    """

    data_revised: str
    new_figures: str
    definition_changed: str
    rule_changed: str
    scatter_changed: str
    returns_new: str
    others_changed: str

    def told(self, answer: str) -> str:
        """The reasons of which the answer is this one, in words."""
        return ", ".join(REASONS[name] for name, each in asdict(self).items() if each == answer)


@dataclass(frozen=True)
class ChangedVerdict:
    """A series whose verdict, or its evidence alone, is another; `rules`, what of the rule is."""

    number: int
    measure: str
    series: str
    origin: str
    title: str
    headline: bool
    was: str
    now: str
    evidence_was: str
    evidence_now: str
    reasons: Reasons
    rules: tuple[str, ...] = ()

    @property
    def is_of_verdict(self) -> bool:
        """Whether the verdict itself is another, and not its evidence alone."""
        return self.was != self.now

    def lines(self) -> list[str]:
        """In plain words."""
        unknown = self.reasons.told(NOT_KNOWN)
        rules = f" ({'; '.join(self.rules)})" if self.rules else ""
        return [f"  {self.number} {self.title} ({self.origin}): {_judged(self.was, self.evidence_was)} → "
                f"{_judged(self.now, self.evidence_now)}",
                f"    why: {self.reasons.told(YES) or NOT_KNOWN}{rules}" + (
                    f"; not known whether: {unknown}" if unknown and self.reasons.told(YES) else "")]


@dataclass(frozen=True)
class RevisedFigure:
    """A figure that both runs have, and not the same; `by` how much in words, empty where one of them is none."""

    number: int
    measure: str
    series: str
    origin: str
    title: str
    period: str
    was: str
    now: str
    by: str

    def __str__(self) -> str:
        return f"{self.number} {self.title} ({self.origin}), {self.period}: {self.was} → {self.now}" + (
            f", {self.by}" if self.by else "")


@dataclass(frozen=True)
class WhatChanged:
    """The changed verdicts, headlines first, and the revised figures; `same_area` is False where the two are not of one
    area, and then nothing of it is a change."""

    verdicts: tuple[ChangedVerdict, ...]
    revised: tuple[RevisedFigure, ...]
    same_area: bool = True

    def lines(self) -> list[str]:
        """In plain words, the answer first."""
        if not self.same_area:
            return ["The two are of different areas: what differs is no change."]
        changed = [each for each in self.verdicts if each.is_of_verdict]
        firmer = [each for each in self.verdicts if not each.is_of_verdict]
        return [*_headed("verdict", changed), *(_headed("evidence", firmer) if firmer else []), *self._revised()]

    def _revised(self) -> list[str]:
        if not self.revised:
            return ["No figure was revised."]
        more = len(self.revised) - ALL_AT_ONCE
        return [f"Figures revised: {len(self.revised):,}.", *(f"  {each}" for each in self.revised[:ALL_AT_ONCE]),
                *([f"  and {more:,} more; --page FILE has all"] if more > 0 else [])]


def _judged(verdict: str, evidence: str) -> str:
    return verdict if evidence == "none" else f"{verdict}, {evidence} evidence"


def _headed(what: str, changed: list[ChangedVerdict]) -> list[str]:
    if not changed:
        return [f"No {what} changed."]
    headlines = sum(each.headline for each in changed)
    several = "" if len(changed) == 1 else "s"
    subject = f"{len(changed):,} verdict{several} changed" if what == "verdict" else \
        f"The evidence alone of {len(changed):,} verdict{several} changed"
    return [f"{subject}, {headlines or 'none'} of them of a promise's headline:",
            *(line for each in changed for line in each.lines())]


def what_changed(one: Json, other: Json, made_one: Json, made_other: Json) -> WhatChanged:
    """Of two findings.json and their two manifest.json: what changed from the first to the second.

    A series that only one of them has is no changed verdict; `compare` lists those.
    """
    areas = [made.get("parameters", {}).get("area") for made in (made_one, made_other)]
    if areas[0] != areas[1]:
        return WhatChanged((), (), same_area=False)
    ours = {_key(each): each for each in one.get("findings", [])}
    pairs = [(ours[_key(each)], each) for each in other.get("findings", []) if _key(each) in ours]
    manifests = (made_one, made_other)
    changed = [_changed(was, now, manifests) for was, now in pairs
               if any(was[name] != now[name] for name in ("verdict", "evidence"))]
    return WhatChanged(tuple(sorted(changed, key=lambda each: (not each.is_of_verdict, not each.headline))),
                       tuple(each for was, now in pairs for each in _revised(was, now)))


def _key(finding: Json) -> tuple:
    return finding["measure"], finding["series"], finding["origin"]


def _changed(was: Json, now: Json, made: tuple[Json, Json]) -> ChangedVerdict:
    rules = _rules(now, made)
    return ChangedVerdict(now["number"], *_key(now), now["title"], now["headline"], was["verdict"], now["verdict"],
                          was["evidence"], now["evidence"], _reasons(was, now, made, rules),
                          tuple(map(str, (each for each in rules or () if each.what != SCATTER))))


def _reasons(was: Json, now: Json, made: tuple[Json, Json], rules: tuple[RuleChange, ...] | None) -> Reasons:
    figures = [_figures(each) for each in (was, now)]
    return Reasons(
        _if_known(figures, lambda one, other: any(each != other.get(period) for period, each in one.items())),
        _if_known(figures, lambda one, other: bool(other.keys() - one.keys())),
        _definition(was, now, made),
        NOT_KNOWN if rules is None else _answer(any(each.what != SCATTER for each in rules)),
        NOT_KNOWN if rules is None else _answer(any(each.what == SCATTER for each in rules)),
        NO if now["origin"] == "published" else _if_known([_returns(each) for each in made], lambda a, b: a != b),
        _if_known([each.get("benchmarks") for each in (was, now)], lambda a, b: a != b))


def _answer(so: bool) -> str:
    return YES if so else NO


def _if_known(sides: list, differ: Callable[[Any, Any], bool]) -> str:
    return NOT_KNOWN if None in sides else _answer(differ(*sides))


def _figures(finding: Json) -> dict[str, tuple] | None:
    """What was counted, by period, of the figures that are there."""
    points = finding.get("points")
    return points if points is None else {
        each["period"]: tuple(each.get(name) for name in COUNTED) for each in points if each.get("value") is not None}


def _definition(was: Json, now: Json, made: tuple[Json, Json]) -> str:
    if any(was.get(name) != now.get(name) for name in DEFINED_BY):
        return YES
    code = [each.get("code") for each in made]
    return NO if code[0] and code[0] == code[1] else NOT_KNOWN


def _rules(finding: Json, made: tuple[Json, Json]) -> tuple[RuleChange, ...] | None:
    """In what the rules for a series differ; None where one of the two manifests holds none."""
    rules = [each.get("judged", {}).get("rule") for each in made]
    if not all(rules):
        return None
    return tuple(each for each in rule_changes(*rules) if each.of in ("", f"{finding['measure']}/{finding['series']}"))


def _returns(made: Json) -> set[str] | None:
    """The content of each return that was read: what is no published figure, nor measured from them."""
    inputs = made.get("inputs")
    return inputs if inputs is None else {
        each.get("sha256") or each.get("hmac") for each in inputs
        if each.get("kind") or not each.get("path", "").startswith(PUBLISHED)}


def _revised(was: Json, now: Json) -> list[RevisedFigure]:
    before, after = _figures(was) or {}, _figures(now) or {}
    periods = [period for period, each in before.items() if period in after and each[0] != after[period][0]]
    return [RevisedFigure(now["number"], *_key(now), now["title"], period,
                          *_figure_words(now, before[period][0], after[period][0])) for period in periods]


def _figure_words(finding: Json, was: float, now: float) -> tuple[str, str, str]:
    """Both figures, and by how much the second is more or less; with all digits where they would look the same."""
    unit, decimals = finding["unit"], finding["decimals"]
    if number(was, unit, decimals) == number(now, unit, decimals):
        decimals = None
    points = "percentage points" if unit == "%" else unit
    apart = number(abs(round(now - was, 8)), points, decimals)
    sides = [written("latest", {"latest": {"value": each, "low": None, "high": None}, "unit": unit}, decimals)
             for each in (was, now)]
    return *sides, f"{apart}{'' if points == 'score' else f' {points}'} {'more' if now > was else 'less'}"
