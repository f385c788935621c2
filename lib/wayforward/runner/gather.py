"""From what the notebooks found to a run's files: whole ones inside, reduced ones where they may leave."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wayforward.areas import local_authorities
from wayforward.runner.cache.artifact_store import hashes, write_checksums
from wayforward.runner.disclosure_log import disclosure_log
from wayforward.runner.gate import NAME as ATTACK
from wayforward.runner.gate import Attacked
from wayforward.runner.manifest import manifest
from wayforward.runner.merge import (
    Part,
    merged_disclosure,
    merged_findings,
    merged_inputs,
    merged_judged,
    narrative,
    public_findings,
)
from wayforward.runner.outcome import Outcome
from wayforward.runner.parameters import RunParameters
from wayforward.runner.proved import NAME as PROOF
from wayforward.runner.proved import Proved
from wayforward.runner.public_manifest import public_manifest
from wayforward.runner.run_folder import INTERNAL, PUBLIC, write_all


@dataclass(frozen=True)
class Gathered:
    """What was written: a sentence for each problem, and the whole manifest, which is not written yet."""

    problems: tuple[str, ...]
    manifest: dict[str, Any]


def gather(folder: Path, parameters: RunParameters, notebooks: list[Path], outcomes: list[Outcome],
           found: list[bytes], key: bytes) -> Gathered:
    """Writes into a run's two folders all but the whole manifest, which waits for the attack.

    notebooks: the sources, of which `outcomes` tell; found: the parts of those that completed, in order; key: of the
    hashes that stand for returns
    """
    parts = [Part.model_validate_json(part) for part in found]
    inputs, changed = merged_inputs(parts)
    findings, disclosed = merged_findings(_header(parameters), parts), merged_disclosure(parts)
    whole = manifest(parameters, inputs, notebooks, outcomes) | {"judged": merged_judged(parts)}
    write_all(folder, {
        f"{PUBLIC}/findings.json": as_json(public_findings(findings)),
        f"{PUBLIC}/narrative.md": narrative(parts).encode(),
        f"{PUBLIC}/manifest.json": as_json(public_manifest(whole, disclosed["rule"], key), sort_keys=True),
        f"{INTERNAL}/findings.json": as_json(findings),
        f"{INTERNAL}/disclosure.json": as_json(disclosed),
        f"{INTERNAL}/disclosure.md": disclosure_log(disclosed).encode()})
    failed = [f"{outcome.notebook}: {outcome.state}; {outcome.reason}" for outcome in outcomes if outcome.exit_code]
    return Gathered((*failed, *changed), whole)


def seal(folder: Path, manifest: dict[str, Any], found: Attacked, told: Proved) -> None:
    """Writes what came of the attack and of the proof, and the whole manifest with both and the sha256 of every public
    file; then notes all that was gathered, by content."""
    checks = {"attack": {"state": found.state, "recipes": len(found.recipes)},
              "proof": {"state": told.state, "problems": len(told.problems)}}
    write_all(folder, {ATTACK: found.as_json(), PROOF: told.as_json(), f"{INTERNAL}/manifest.json": as_json(
        manifest | checks | {"public": hashes(public_files(folder))}, sort_keys=True)})
    write_checksums(folder)


def public_files(folder: Path) -> dict[str, bytes]:
    """All files of a run that may leave, by name."""
    return {path.relative_to(folder / PUBLIC).as_posix(): path.read_bytes()
            for path in sorted((folder / PUBLIC).rglob("*")) if path.is_file()}


def _header(parameters: RunParameters) -> dict[str, Any]:
    """What findings.json says of the run."""
    return {"area": parameters.area, "invented": local_authorities(parameters.data)[parameters.area].invented,
            "period": parameters.period, "as_at": parameters.as_at}


def as_json(content: dict[str, Any], sort_keys: bool = False) -> bytes:
    """Readable, the same bytes for the same content; ValueError for a NaN."""
    text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False, sort_keys=sort_keys)
    return (text + "\n").encode()
