"""What the notebooks found, from their own files to the run's findings.json and narrative.md.

The same findings make the same bytes: no time stamp, no path, one order.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from wayforward.assurance import DRAFT
from wayforward.input_tracking import Input, Seen
from wayforward.runner.outcome import RefusedTable

SCHEMA = 1


def _has_its_place(finding: dict[str, Any]) -> dict[str, Any]:
    if type(finding.get("number")) is not int or type(finding.get("headline")) is not bool:
        raise ValueError("a finding needs a whole `number` and a true or false `headline`")
    return finding


class Part(BaseModel):
    """What one notebook wrote into the folder that its `findings` parameter names.

    token      names the execution that wrote it; "" outside a run
    reads      what it read of the data folder; without it nothing can tell whether it is fresh
    refused    tables of the returns without which it was completed
    words_refused   files of the service's words that are not shown
    spent      seconds by what they were spent on
    peak_mb    the most memory its process held
    told       the cells that it shows of returns, and those that it hides, each with why and how far it can be bounded
    rule       the small-number rule in force
    judged     the rule by which verdicts were reached, and whether it is the one declared
    ledger     which ledger of what was published it knew, by its last line's sha256
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    notebook: str
    findings: list[Annotated[dict[str, Any], AfterValidator(_has_its_place)]]
    inputs: list[Input]
    narrative: str
    token: str = ""
    reads: Seen | None = None
    refused: list[RefusedTable] = []
    words_refused: list[str] = []
    spent: dict[str, float] = {}
    peak_mb: float | None = None
    told: list[dict[str, Any]] = []
    hidden: list[dict[str, Any]] = []
    rule: dict[str, Any] = {}
    judged: dict[str, Any] = {}
    ledger: str | None = None

    def published(self) -> bytes:
        """The part without what differs from one execution to the next: what others read, and what is kept."""
        content = self.model_dump(include={"notebook", "findings", "inputs", "narrative", "told", "hidden", "rule",
                                           "judged"})
        return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1).encode()


def read_part(path: Path, token: str = "") -> Part:
    """ValueError, saying what is wrong but no value, for a file that is not there, not JSON, of another form, or, where
    a token is given, of another execution."""
    if not path.is_file():
        raise ValueError("it wrote no findings")
    try:
        part = Part.model_validate(json.loads(path.read_text(encoding="utf-8"), parse_constant=_no_constant))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise ValueError(f"its findings have the wrong form, at {place}: {first['msg']}") from None
    except ValueError as error:
        raise ValueError(f"its findings are not JSON: {error}") from None
    if part.notebook != path.stem:
        raise ValueError(f"its findings say they are from {part.notebook}")
    if token and part.token != token:
        raise ValueError("its findings are of another execution")
    return part


def _no_constant(name: str):
    raise ValueError(f"{name} stands where a number or null belongs")


def merged_findings(header: dict[str, Any], parts: list[Part]) -> dict[str, Any]:
    """The whole of findings.json: by number, a measure's headline first, then in the order given."""
    findings = [finding for part in parts for finding in part.findings]
    findings.sort(key=lambda finding: (finding["number"], not finding["headline"]))
    return {"schema": SCHEMA, **header, "findings": findings}


def public_findings(whole: dict[str, Any]) -> dict[str, Any]:
    """The reduced findings.json: what a reader of the pages could know."""
    from wayforward.report.public_finding import public_finding  # heavy; a run of which nothing changed does without

    return whole | {"findings": [public_finding(each) for each in whole["findings"]]}


def merged_disclosure(parts: list[Part]) -> dict[str, Any]:
    """The whole of disclosure.json: the rule in force, every cell shown and every cell hidden, once each."""
    rule = next((part.rule for part in parts if part.rule), {})
    return {"rule": rule, "told": _once(cell for part in parts for cell in part.told),
            "hidden": _once(cell for part in parts for cell in part.hidden)}


def merged_judged(parts: list[Part]) -> dict[str, Any]:
    """The rule by which verdicts were reached: every notebook stands on the same."""
    return next((part.judged for part in parts if part.judged), {})


def _once(cells: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """In the order of first mention."""
    return list({json.dumps(cell, sort_keys=True): cell for cell in cells}.values())


def merged_inputs(parts: list[Part]) -> tuple[list[dict[str, Any]], list[str]]:
    """Every file read, once, by path; and a sentence for each that changed while the notebooks ran."""
    seen: dict[str, Input] = {}
    changed = set()
    for given in (given for part in parts for given in part.inputs):
        if seen.setdefault(given.path, given) != given:
            changed.add(given.path)
    problems = [f"{path} changed while the run was under way; run again" for path in sorted(changed)]
    return [asdict(seen[path]) for path in sorted(seen)], problems


def narrative(parts: list[Part]) -> str:
    """The story in markdown, the panel's page first; above it, that it is a draft."""
    panel_first = sorted(parts, key=lambda part: part.notebook)
    return "\n\n".join([DRAFT, *(part.narrative.strip() for part in panel_first if part.narrative.strip())]) + "\n"
