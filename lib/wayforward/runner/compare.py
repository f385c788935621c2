"""Two runs side by side: what differs in how they were made, and in what they found.

A period and its earlier edition, two periods or two areas. First what a reader asks, whether a verdict changed and why
(what_changed); then all that differs, and only that, the headlines first, from the whole manifest.json and
findings.json alone.
"""

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from wayforward.declared_rule import RuleChange, rule_changes
from wayforward.errors import RefusedParameters
from wayforward.runner.history import runs_table
from wayforward.runner.run_folder import internal_file
from wayforward.runner.what_changed import WhatChanged, what_changed
from wayforward.runner.written_figures import FIGURES, NOTHING, written

SHA256 = 64             # digits
JUDGED = ("verdict", "evidence")
COUNTED = ("points", "benchmarks")      # of a finding: our figures and the others'
Json = dict[str, Any]


@dataclass(frozen=True)
class Difference:
    """One thing that differs, as it is in the first run and in the second."""

    what: str
    one: str
    other: str

    def __str__(self) -> str:
        return f"{self.what}: {self.one}; {self.other}"


@dataclass(frozen=True)
class DifferingSeries:
    """A series of which the two runs say different things; `why` names a rule that differs, where the verdict does."""

    measure: str
    series: str
    origin: str
    title: str
    headline: bool
    differences: tuple[Difference, ...]
    why: str = ""


@dataclass(frozen=True)
class Comparison:
    """What differs between two runs. `answer` is what a reader asks first; `only_one` and `only_other` are the series
    that the other run has not."""

    one: str
    other: str
    answer: WhatChanged
    in_manifest: tuple[Difference, ...]
    in_findings: tuple[DifferingSeries, ...]
    only_one: tuple[str, ...]
    only_other: tuple[str, ...]

    @property
    def same_findings(self) -> bool:
        """Whether the two say the same of every series."""
        return not (self.in_findings or self.only_one or self.only_other)

    def lines(self) -> list[str]:
        """In plain words; of each difference first what the first run says, then what the second says."""
        series = [line for each in self.in_findings
                  for line in (f"  {each.title}", *(f"    {told}" for told in (*each.differences, each.why) if told))]
        return [f"First: {self.one}. Second: {self.other}.", *self.answer.lines(),
                *(_under("Made differently:", self.in_manifest) or ["Made alike."]),
                *(["Found differently:", *series] if series else []),
                *_under("Only in the first:", self.only_one), *_under("Only in the second:", self.only_other),
                *(["The findings are the same."] if self.same_findings else [])]


def _under(heading: str, words: Collection) -> list[str]:
    return [heading, *(f"  {word}" for word in words)] if words else []


def find_run(runs: Path, text: str) -> Path:
    """The folder of a run that somebody names; RefusedParameters, with the nearest there are, where there is none.

    text: "hertfordshire/2025-26-Q4" is the standing run, "…@1" an earlier one, "…@incomplete" the failed or partial
    one; or a folder's path
    """
    known = {row.name: runs / row.folder for row in runs_table(runs)}
    if text in known:
        return known[text]
    if internal_file(Path(text), "manifest.json").is_file():
        return Path(text)
    near = get_close_matches(text, known, n=3)
    instead = f"did you mean {' or '.join(near)}?" if near else (
        f"expected one of: {', '.join(known)}" if known else f"{runs.name}/ holds none yet")
    raise RefusedParameters(f'run: there is no "{text}"; {instead}')


def compare(one: Path, other: Path) -> Comparison:
    """What differs between the runs in two folders."""
    made = [_read(folder, "manifest.json") for folder in (one, other)]
    found = [_read(folder, "findings.json") for folder in (one, other)]
    return Comparison(_name(one), _name(other), what_changed(*found, *made), compare_manifests(*made),
                      *compare_findings(*found, _rules(*made)))


def _read(folder: Path, name: str) -> Json:
    try:
        return json.loads(internal_file(folder, name).read_bytes())
    except (FileNotFoundError, ValueError):
        raise RefusedParameters(f"run: expected a run's folder; {folder} has no readable {name}") from None


def _name(folder: Path) -> str:
    folder = folder.absolute()
    if folder.parent.parent.name == "revisions":
        return f"{folder.parents[2].name}, {folder.parent.name}, earlier run {folder.name}"
    period, _, edition = folder.name.partition(".")
    return ", ".join(filter(None, (folder.parent.name, period, edition)))


def compare_manifests(one: Json, other: Json) -> tuple[Difference, ...]:
    """What differs between two manifests in what went in."""
    return (*_by_name("", one.get("parameters", {}), other.get("parameters", {}), str),
            *_by_name("rule ", *({name: side.get("judged", {}).get(name) for name in ("declared", "sha256")}
                                 for side in (one, other)), _short_hash),
            *(Difference(f"rule {each.what}", each.was, each.now) for each in _rules(one, other) if not each.of),
            *_inputs(*({each["path"]: each for each in side.get("inputs", [])} for side in (one, other))),
            *_by_name("", *({"library": side.get("code"), "commit": side.get("commit")} for side in (one, other)),
                      _short),
            *_by_name("", one.get("versions", {}), other.get("versions", {}), str),
            *_by_name("notebook ", *({name: each.get("sha256") for name, each in side.get("notebooks", {}).items()}
                                     for side in (one, other)), _short))


def _by_name(before: str, one: Json, other: Json, write: Callable[[Any], str]) -> list[Difference]:
    return [Difference(before + name, _or_nothing(one.get(name), write), _or_nothing(other.get(name), write))
            for name in sorted(one.keys() | other.keys()) if one.get(name) != other.get(name)]


def _or_nothing(value: Any, write: Callable[[Any], str]) -> str:
    return NOTHING if value in (None, "") else write(value)


def _short(fingerprint: str) -> str:
    """Enough of a hash to tell it by; what follows a dash ("-dirty") stays."""
    start, dash, rest = fingerprint.partition("-")
    return start[:8] + dash + rest


def _short_hash(told: str) -> str:
    """A hash as `_short` tells it; a day as it is."""
    return _short(told) if len(told) == SHA256 else told


def _rules(one: Json, other: Json) -> tuple[RuleChange, ...]:
    """In what the rules of two manifests differ; nothing where one of them tells none."""
    rules = [side.get("judged", {}).get("rule") for side in (one, other)]
    return rule_changes(*rules) if all(rules) else ()


def _inputs(one: dict[str, Json], other: dict[str, Json]) -> list[Difference]:
    changed = [path for path in sorted(one.keys() | other.keys())
               if _content(one.get(path)) != _content(other.get(path))]
    return [Difference(path, _or_nothing(one.get(path), _input), _or_nothing(other.get(path), _input))
            for path in changed]


def _content(given: Json | None) -> tuple | None:
    return given and (given.get("rows"), given.get("sha256"))


def _input(given: Json) -> str:
    rows = f"{given['rows']:,} rows, " if given.get("rows") is not None else ""
    return f"{rows}content {_short(given.get('sha256') or '')}"


def compare_findings(one: Json, other: Json, rules: Iterable[RuleChange] = (),
                     ) -> tuple[tuple[DifferingSeries, ...], tuple[str, ...], tuple[str, ...]]:
    """Of two findings.json: the series that differ, those only in the first and those only in the second. `rules`: in
    what the two rules differ."""
    ours, theirs = _by_key(one), _by_key(other)
    differing = [_differing(ours[key], theirs[key], rules) for key in ours if key in theirs]
    first = sorted((each for each in differing if each.differences), key=lambda each: not each.headline)
    return (tuple(first), tuple(_title(ours[key]) for key in ours if key not in theirs),
            tuple(_title(theirs[key]) for key in theirs if key not in ours))


def _by_key(findings: Json) -> dict[tuple, Json]:
    """Findings by measure, series and origin, in their order."""
    return {(each["measure"], each["series"], each["origin"]): each for each in findings.get("findings", [])}


def _title(finding: Json) -> str:
    return f"{finding['number']} {finding['title']} ({finding['origin']})"


def _differing(one: Json, other: Json, rules: Iterable[RuleChange]) -> DifferingSeries:
    differences = [*(Difference(name, one[name], other[name]) for name in JUDGED if one[name] != other[name]),
                   *_answered(one, other),
                   *(_in_words(what, one, other) for what in FIGURES if _figures(what, one) != _figures(what, other))]
    return DifferingSeries(one["measure"], one["series"], one["origin"], _title(one), one["headline"],
                           tuple(differences), _why(one, other, rules))


def _answered(one: Json, other: Json) -> list[Difference]:
    """What the council has set itself, and whether it is met; a run of an earlier version tells less."""
    def told(finding: Json) -> Json:
        own = finding.get("accountability") or {}
        return {"target": finding.get("target"), "targets set": "; ".join(own.get("targets", ())) or None,
                "owner": own.get("owner") or None, "next review": own.get("next_review")}
    return _by_name("", told(one), told(other), str)


def _why(one: Json, other: Json, rules: Iterable[RuleChange]) -> str:
    """That the rule of the series differs, and in what, where its verdict or evidence does."""
    differ = [each for each in rules if each.of in ("", f"{one['measure']}/{one['series']}")]
    if not differ or all(one[name] == other[name] for name in JUDGED):
        return ""
    same = all(one.get(name) == other.get(name) for name in COUNTED)
    told = ", ".join(f"{each.what} {each.was}; {each.now}" for each in differ)
    return f"why: {'the figures are the same; ' if same else 'figures differ, and '}the rule is another: {told}"


def _figures(what: str, finding: Json) -> list | None:
    return finding[what] and [finding[what].get(part) for part in ("period", FIGURES[what], "low", "high")]


def _in_words(what: str, one: Json, other: Json) -> Difference:
    """With the decimals that pages have; with all there are, where the two would look the same."""
    brief = [written(what, finding, finding["decimals"]) for finding in (one, other)]
    return Difference(what, *(brief if brief[0] != brief[1] else (written(what, one), written(what, other))))
