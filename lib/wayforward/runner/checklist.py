"""What to look at before a run is signed, with the run's own facts: a checklist in Markdown.

Its questions follow the Aqua Book (HM Treasury, Government guidance on producing quality analysis): that the analysis
answers the question asked, that it was verified and validated, that its uncertainty is told, and that the record is
whole. It holds numbers of decisions, never a cell.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from wayforward.assurance import Roles
from wayforward.markup import escaped
from wayforward.periods import period_before, reporting_period
from wayforward.proof.facts import Facts
from wayforward.runner.gate import read_attacked
from wayforward.runner.proved import read_proved
from wayforward.runner.run_folder import internal_file
from wayforward.runner.sign_off import sign_off
from wayforward.runner.what_changed import what_changed
from wayforward.runner.whole_run import read_json

UNTESTED = ("no data", "refused", "too little data", "not testable", "not comparable")
HIDDEN = {"primary": "few people themselves", "secondary": "so that no other number gives few people away"}
Json = dict[str, Any]


def checklist(run: Path, runs: Path, roles: Roles) -> str:
    """The checklist of a run; the run of the period before is looked for in `runs`. RefusedPublication where the run
    has no readable record."""
    manifest, found, hidden = (read_json(run, name) for name in ("manifest.json", "findings.json", "disclosure.json"))
    findings = found["findings"]
    parts = [
        ("What changed since the period before", _since(manifest, found, runs),
         "Is each changed verdict what the service would expect, or is the reason for it known?"),
        ("What was refused", _refused(manifest),
         "Is it known who mends each return that was refused, and by when?"),
        ("What could not be tested", _untested(findings),
         "Does the committee learn what is not known, and what it would take to know it?"),
        ("Where the verdict depends on the choice of method", _contested(findings),
         "Is none of these told outside without its doubt?"),
        ("What is hidden, and why", _hidden(hidden),
         "Is it enough to protect people, and no more? (internal/disclosure.md has each.)"),
        ("What the attack and the proof said", _checks(run),
         "Has a person read the pages as well, sentence by sentence?"),
        ("By which rule", _rule(manifest),
         "If the rule is not the one declared, is the reason written down?"),
        ("How it was made", _made(manifest),
         "Can somebody else make the same run again from this record?"),
        ("Who signed", sign_off(run, roles).lines(), "Have you read what you sign yourself?")]
    title = f"# Before signing: {found['area']}, {found['period']}, as known on {found['as_at']}"
    return "\n\n".join([title, *(_section(*part) for part in parts)]) + "\n"


def _section(heading: str, facts: Iterable[str], question: str) -> str:
    """What stands under another fact, by two spaces before it, stays there."""
    lines = [f"{' ' * (len(each) - len(each.lstrip()))}- {escaped(each.strip().removeprefix('- '))}" for each in facts]
    return f"## {heading}\n\n" + "\n".join(lines) + f"\n\n- [ ] {question}"


def _since(manifest: Json, found: Json, runs: Path) -> list[str]:
    """Of the run before where there is one; what became known since, as the findings tell it."""
    before = period_before(reporting_period(found["period"])).code
    earlier = [_read(runs / found["area"] / before, name) for name in ("findings.json", "manifest.json")]
    told = [f"Promise {each['number']}, {each['title']}: {_news(each['since'])}" for each in found["findings"]
            if each.get("since") and each["headline"]]
    if None in earlier:
        return [f"There is no run of {before} to compare with; not known.", *told]
    changed = what_changed(earlier[0], found, earlier[1], manifest)
    return [f"Compared with the run of {before}:", *(f"  {line}" for line in changed.lines()), *told]


def _read(folder: Path, name: str) -> Json | None:
    try:
        return json.loads(internal_file(folder, name).read_bytes())
    except (OSError, ValueError):
        return None


def _news(since: Json) -> str:
    told = [f"{what} {', '.join(since[what])}" for what in ("new", "revised") if since[what]]
    return f"{'; '.join(told) or 'figures of other areas'}, since {since['as_at']}"


def _refused(manifest: Json) -> list[str]:
    tables: dict[str, set[int]] = {}
    for each in manifest.get("refused", []):
        tables.setdefault(each["title"], set()).add(each["number"])
    return [f"The return “{title}”, of which promises {', '.join(map(str, sorted(numbers)))} are counted."
            for title, numbers in tables.items()] or ["Nothing was refused."]


def _untested(findings: list[Json]) -> list[str]:
    untested = [each for each in findings if each["verdict"] in UNTESTED]
    heads = [f"Promise {each['number']}, {each['title']}: {each['verdict']}; {_why(each)}" for each in untested
             if each["headline"]]
    others = len(untested) - len(heads)
    return [*(heads or ["Each promise's headline could be tested."]),
            *([f"Besides, {others:,} other series, named on their pages."] if others else [])]


def _why(finding: Json) -> str:
    reasons = [finding[part].get("reason") for part in ("change", "trend") if finding.get(part)]
    return next(filter(None, reasons), "no reason given")


def _contested(findings: list[Json]) -> list[str]:
    """The headlines of which half of the other choices or more say another thing."""
    return [_dissent(each) for each in map(Facts, findings)
            if each["headline"] and 0 < each.tried <= 2 * each.dissenters] or [
        "Of no promise's headline do half of the other choices, or more, say another thing."]


def _dissent(facts: Facts) -> str:
    others = ", ".join(f"{number} {verdict}" for verdict, number in facts.dissent.most_common())
    return (f"Promise {facts['number']}, {facts['title']}: {facts['verdict']}; of {facts.tried} other choices "
            f"{facts.dissenters} say another thing ({others}).")


def _hidden(disclosed: Json) -> list[str]:
    reasons = Counter(str(each.get("reason") or "no reason given") for each in disclosed["hidden"])
    cells = len(disclosed["hidden"]) + len(disclosed["told"])
    return [f"Of {cells:,} cells of returns, {sum(reasons.values()):,} are hidden.",
            *(f"  {HIDDEN.get(reason, reason)}: {number:,}" for reason, number in sorted(reasons.items()))]


def _checks(run: Path) -> Iterator[str]:
    attack, proof = read_attacked(run), read_proved(run)
    yield f"The attack on the public files: {attack.state}, {len(attack.recipes):,} found."
    yield f"The proof of the texts against the findings: {proof.state}, {len(proof.problems):,} found."


def _rule(manifest: Json) -> list[str]:
    judged = manifest.get("judged", {})
    if not judged.get("declared"):
        return ["No rule was declared for this period."]
    changed = judged.get("changed", [])
    return [f"The rule was declared on {judged['declared']}, and "
            + ("what judged is another:" if changed else "is the one that judged."), *(f"  {each}" for each in changed)]


def _made(manifest: Json) -> list[str]:
    commit = manifest.get("commit") or ""
    state = "no commit is known" if not commit else f"commit {commit[:8]}" + (
        ", with changes that were not committed" if commit.endswith("-dirty") else "")
    return [f"Library {manifest['code'][:8]}; {state}.",
            f"{len(manifest['inputs']):,} files were read; manifest.json has each, with its sha256."]
