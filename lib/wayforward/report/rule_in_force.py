"""The rule by which the findings of a report are judged, set beside the one declared when its period was opened.

A rule is its version and limits (`judge`), the days of the plan, and of each series all that moves a verdict: which way
is better, kind, unit and digits, breaks, target, what else the promise might be read by; and the edition of what was
measured of it in other areas. How a thing is worded is no rule; nor is how the code is written, while the same figures
come to the same verdicts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from wayforward.declared_rule import SCATTER, VISIBLE, Declared, Json, RuleChange, read_declared, rule_changes
from wayforward.formats import day
from wayforward.judge import LIMITS, RULE
from wayforward.plan import Plan, Series

OF_A_SERIES = {"headline", "part", "kind", "unit", "better", "calendar", "decimals", "other_definitions", "breaks",
               "published_breaks", "target"}
Editions = Mapping[tuple[str, str], str]        # the day of each edition, by measure and series


@dataclass(frozen=True)
class JudgedBy:
    """The rule in force, and the one declared (None where none was) for a period with this as-at day."""

    rule: Json
    declared: Declared | None
    as_at: date
    plan: Plan

    @cached_property
    def all_changes(self) -> tuple[RuleChange, ...]:
        """Everything in which the two differ."""
        return rule_changes(self.declared.rule, self.rule) if self.declared else ()

    @property
    def changed(self) -> tuple[RuleChange, ...]:
        """What of the rule itself changed."""
        return tuple(each for each in self.all_changes if each.what != SCATTER)

    @property
    def measured_anew(self) -> tuple[RuleChange, ...]:
        """Of which series a newer edition of what is measured elsewhere was known on the as-at day: by the same rule,
        the newest is used. An area that is not in the newest has an older one, of which there is nothing to tell."""
        return tuple(each for each in self.all_changes if each.what == SCATTER and each.was < each.now)

    def as_parts(self) -> Json:
        """For the manifest: the rule, and whether it is the one declared."""
        return {"rule": self.rule, "declared": self.declared.on.isoformat() if self.declared else None,
                "sha256": self.declared.sha256 if self.declared else None,
                "changed": self._told(self.changed), "measured_anew": self._told(self.measured_anew),
                **({VISIBLE: self.declared.visible} if self.declared and self.declared.visible else {})}

    def sentence(self) -> str:
        """For the foot of a page."""
        if not self.declared:
            return f"No rule was declared for this period; it was judged by version {RULE}."
        on = day(self.declared.on.isoformat())
        late = "" if self.declared.on <= self.as_at else \
            f", when the figures known on {day(self.as_at.isoformat())} were at hand already"
        if self.changed:
            return f"The rule was changed since it was declared on {on}{late}: {'; '.join(self._told(self.changed))}."
        anew = len(self.measured_anew)
        return f"Judged by the rule declared on {on}{late}." + (
            " How small a change could be seen was declared with it." if self.declared.visible else "") + (
            f" How much figures move by themselves was measured anew since, of {anew} series." if anew else "")

    def _told(self, changes: tuple[RuleChange, ...]) -> list[str]:
        """In words, by the titles of the series."""
        titles = {f"{measure.id}/{series.id}": f"“{series.title}”" for measure, series in _every_series(self.plan)}
        return [" ".join(filter(None, (titles.get(each.of, each.of), str(each)))) for each in changes]


def rule_in_force(plan: Plan, editions: Editions) -> Json:
    """The rule of today's library and plan, as plain values in the plan's order."""
    return {"version": RULE, "limits": LIMITS,
            "days": {"plan begins": plan.start.isoformat(), "plan ends": plan.end.isoformat()},
            "series": {f"{measure.id}/{series.id}": _of_series(series) | _edition(editions.get((measure.id, series.id)))
                       for measure, series in _every_series(plan)}}


def judged_by(plan: Plan, name: str, period: str, as_at: date, editions: Editions) -> JudgedBy:
    """The rule in force for a period, beside the one declared for it and the plan of this name."""
    return JudgedBy(rule_in_force(plan, editions), read_declared(name, period), as_at, plan)


def _every_series(plan: Plan):
    return ((measure, series) for measure in plan.measures for series in measure.series)


def _edition(known: str | None) -> Json:
    return {SCATTER: known} if known else {}


def _of_series(series: Series) -> Json:
    """What there is of it: what it does not have is left out."""
    return series.model_dump(mode="json", include=OF_A_SERIES, exclude_defaults=True)
