"""The rule by which a period is judged, as it was declared when the period was opened: a file for each plan and period.

params/rules/<plan>/<period>.json holds the day, the rule, how small a change could be seen in the series of the
period's area, and the sha256 of all. What a rule is says report.rule_in_force, and what could be seen
report.could_be_seen; here they are written, read, and a rule is set beside another. The hash shows that a file was
touched by hand; that it was written anew, the history of the project's files shows.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from wayforward import project
from wayforward.errors import RefusedParameters

FOLDER = "params/rules"
VISIBLE = "smallest_visible_change"
SCATTER = "scatter"         # of a series: the edition of what was measured of it in other areas
Json = dict[str, Any]


@dataclass(frozen=True)
class Declared:
    """A rule, the day on which it was declared, the sha256 of all; and how small a change could be `visible`, by what
    was known on that day: empty in files of before it was told."""

    on: date
    rule: Json
    sha256: str
    visible: Json = field(default_factory=dict)


@dataclass(frozen=True)
class RuleChange:
    """What of a rule is another: `of` the series ("measure/series"), "" for all; what; as it was and as it is, in
    words."""

    of: str
    what: str
    was: str
    now: str

    def __str__(self) -> str:
        return f"{self.what}: {self.was}, now {self.now}"


def file_of(plan: str, period: str) -> str:
    """Where the file of a plan and period lies, from the project's root."""
    return f"{FOLDER}/{plan}/{period}.json"


def read_declared(plan: str, period: str) -> Declared | None:
    """The rule declared for a period; None where none was. RefusedParameters for a file that is not as it was
    written."""
    path = project.resolve(file_of(plan, period))
    if not path.is_file():
        return None
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        told, rule = content.pop("sha256"), content["rule"]
        declared = Declared(date.fromisoformat(content["declared"]), rule, told, dict(content.get(VISIBLE, {})))
    except (ValueError, KeyError, AttributeError, TypeError):
        raise _refused(path, "a rule as `wayforward declare` writes it; it cannot be read") from None
    if told != _sha256(content):
        raise _refused(path, f"content of the sha256 {told[:12]}; it is {_sha256(content)[:12]}")
    return declared


def write_declared(plan: str, period: str, rule: Json, on: date, visible: Json | None = None) -> Path:
    """Writes the file. RefusedParameters where one is there: what was declared is not written over."""
    path = project.resolve(file_of(plan, period))
    if path.exists():
        raise RefusedParameters(f"{project.shown(path)} is there already: what was declared stands")
    content = {"declared": on.isoformat(), "period": period, "plan": plan, "rule": rule} | (
        {VISIBLE: visible} if visible else {})
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content | {"sha256": _sha256(content)}, indent=1, ensure_ascii=False) + "\n",
                    encoding="utf-8", newline="\n")
    return path


def rule_changes(was: Json, now: Json) -> tuple[RuleChange, ...]:
    """What differs between two rules, what holds for all series first. An edition of what was measured is compared
    where both have one: an area of which nothing is known has none.

    >>> [str(each) for each in rule_changes({"version": 1, "series": {"m/s": {"better": "lower"}}},
    ...                                     {"version": 2, "series": {"m/s": {"better": "higher"}}})]
    ['version: 1, now 2', 'better: lower, now higher']
    """
    one, other = dict(_values(was)), dict(_values(now))
    there = [key for key in dict.fromkeys((*one, *other)) if one.get(key) != other.get(key)
             and (key[1] != SCATTER or (one.get(key) and other.get(key)))]
    return tuple(RuleChange(of, what.replace("_", " "), *(_in_words(side.get((of, what))) for side in (one, other)))
                 for of, what in sorted(there, key=lambda key: key[0] != ""))


def _values(rule: Json) -> Iterator[tuple[tuple[str, str], Any]]:
    """Each value of a rule by the series that it is of, and its name."""
    for name, value in rule.items():
        if name == "series":
            yield from (((of, what), each) for of, parts in value.items() for what, each in parts.items())
        elif isinstance(value, dict):
            yield from ((("", what), each) for what, each in value.items())
        else:
            yield ("", name), value


def _in_words(value: Any) -> str:
    if isinstance(value, list):
        return " and ".join(map(str, value)) or "none"
    if isinstance(value, dict):
        return ", ".join(f"{name} {each}" for name, each in value.items())
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)


def _sha256(content: Json) -> str:
    """Of the content, however it is laid out in its file."""
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _refused(path: Path, expected: str) -> RefusedParameters:
    return RefusedParameters(f"{project.shown(path)}: expected {expected}. Take the file back as it was declared; what "
                             "changed since is told by the pages without it")
