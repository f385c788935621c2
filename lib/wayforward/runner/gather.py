"""From what the notebooks found to the run's findings.json, narrative.md and manifest.json."""

import json
from pathlib import Path
from typing import Any

from wayforward.areas import local_authorities
from wayforward.runner.manifest import manifest
from wayforward.runner.merge import Part, merged_findings, merged_inputs, narrative
from wayforward.runner.outcome import Outcome
from wayforward.runner.parameters import RunParameters
from wayforward.runner.run_folder import INTERNAL, PUBLIC, make_private, write


def gather(folder: Path, parameters: RunParameters, notebooks: list[Path], outcomes: list[Outcome],
           found: list[bytes]) -> list[str]:
    """Writes them into a run's two folders, the manifest last; a sentence for each problem.

    notebooks: the sources, of which `outcomes` tell; found: the parts of those that completed, in order
    """
    parts = [Part.model_validate_json(part) for part in found]
    inputs, changed = merged_inputs(parts)
    header = {"area": parameters.area, "invented": local_authorities(parameters.data)[parameters.area].invented,
              "period": parameters.period, "as_at": parameters.as_at}
    for name in (PUBLIC, INTERNAL):
        make_private(folder / name)
        write(folder / name / "findings.json", as_json(merged_findings(header, parts)))
    write(folder / PUBLIC / "narrative.md", narrative(parts).encode())
    told = as_json(manifest(parameters, inputs, notebooks, outcomes), sort_keys=True)
    for name in (PUBLIC, INTERNAL):
        write(folder / name / "manifest.json", told)
    failed = [f"{outcome.notebook}: {outcome.state}; {outcome.reason}" for outcome in outcomes if outcome.exit_code]
    return failed + changed


def as_json(content: dict[str, Any], sort_keys: bool = False) -> bytes:
    """Readable, the same bytes for the same content; ValueError for a NaN."""
    text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False, sort_keys=sort_keys)
    return (text + "\n").encode()
