"""What the public files of a run, or of an edition, tell. Nothing else of it is read."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from wayforward.assurance import ASSURED
from wayforward.formats import brief_period, quantity
from wayforward.portal.places import FINDINGS, MANIFEST, Place

PACK = "pack"
FORMS = (".docx", ".pdf", ".xlsx", ".ods", ".csv")
OTHERS = ("narrative.md", FINDINGS, MANIFEST)
COMPLETED, NOT_RUN = "completed", "not run"
Json = dict[str, Any]


@dataclass(frozen=True)
class Promise:
    """What a run says of a promise: its number, id and title, the ambition whose page tells of it, the verdict and its
    evidence, and the latest figure in words, "" where there is none."""

    number: int
    measure: str
    title: str
    ambition: int
    verdict: str
    evidence: str
    latest: str


@dataclass(frozen=True)
class ShownRun:
    """A run or an edition.

    name        of its area, as people write it
    states      how each notebook ended, by its name
    refused     numbers of the promises that lack a refused table of the returns
    plan        whose promises it judges, by its name
    assured     whether it says that it was signed off
    sha256      of its findings.json
    problem     why it cannot be read, "" where it can
    pages       its pages, and `files` what else there is to read, from the folder of its public files
    """

    place: Place
    name: str
    invented: bool = False
    as_at: str = ""
    states: dict[str, str] = field(default_factory=dict)
    refused: tuple[int, ...] = ()
    plan: str = ""
    assured: bool = False
    promises: tuple[Promise, ...] = ()
    sha256: str = ""
    problem: str = ""
    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def failed(self) -> tuple[str, ...]:
        """The notebooks that were begun and did not complete, each with how it ended."""
        return tuple(f"{name}: {state}" for name, state in sorted(self.states.items())
                     if state not in (COMPLETED, NOT_RUN))


def shown(place: Place, told: Json) -> ShownRun:
    """A run of which `told_of` has told, with what lies in its folders now."""
    promises = tuple(Promise(*each) for each in told.get("promises", ()))
    pages, files = _listed(place.folder)
    return ShownRun(place, **told | {"promises": promises, "refused": tuple(told.get("refused", ()))}, pages=pages,
                    files=files)


def told_of(place: Place) -> Json:
    """What the public files of a run tell, as plain values by the names of ShownRun; why they tell nothing, where they
    cannot be read."""
    try:
        findings = (place.folder / FINDINGS).read_bytes()
        told, made = json.loads(findings), json.loads((place.folder / MANIFEST).read_bytes())
        return _of_findings(told, place.area) | _of_manifest(made) | {"sha256": hashlib.sha256(findings).hexdigest()}
    except FileNotFoundError as error:
        return {"name": place.area, "problem": f"it has no public {Path(error.filename).name}: an earlier version made "
                                               "it, or somebody took it away; run the period again"}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {"name": place.area, "problem": f"its {FINDINGS} or {MANIFEST} is not as a run writes it; run the "
                                               "period again"}


def _of_findings(told: Json, area: str) -> Json:
    findings = told["findings"]
    return {"name": findings[0]["area"] if findings else area, "invented": bool(told["invented"]),
            "as_at": str(date.fromisoformat(told["as_at"])),
            "promises": [_promise(one) for one in findings if one["headline"]]}


def _promise(finding: Json) -> list:
    words = [finding[name] for name in ("measure", "measure_title", "ambition", "verdict", "evidence")]
    if type(finding["number"]) is not int or not all(isinstance(each, str | int) for each in words):
        raise TypeError("a number, and words")
    return [finding["number"], *words, _latest(finding)]


def _latest(finding: Json) -> str:
    point = finding["latest"]
    if point is None:
        return ""
    places = finding["decimals"] if point["places"] is None else min(finding["decimals"], point["places"])
    return f"{quantity(point['value'], finding['unit'], places)} ({brief_period(point['period'])})"


def _of_manifest(made: Json) -> Json:
    return {"states": {name: each["state"] for name, each in made["notebooks"].items()},
            "refused": sorted({each["number"] for each in made["refused"]}),
            "plan": str(made.get("parameters", {}).get("plan", "")), "assured": made.get("assurance") == ASSURED}


def _listed(folder: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The pages, and the documents of the pack with what lies beside the pages."""
    own = _names(folder)
    packs = [f"{where}{name}" for where in ("", f"{PACK}/", f"../{PACK}/") for name in _names(folder / where)
             if name.endswith(FORMS)]
    return tuple(name for name in own if name.endswith(".html")), (*packs, *(name for name in OTHERS if name in own))


def _names(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
