"""What went into a run: parameters, inputs, code, notebooks, versions; what became of each notebook; and which tables
of the returns were refused, with the promises that they take out.

No absolute path and no time of day: two machines can be compared line by line.
"""

import platform
import subprocess
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from wayforward import project
from wayforward.library import library_hash
from wayforward.runner.cache.record import notebook_hash
from wayforward.runner.outcome import Outcome
from wayforward.runner.parameters import RunParameters, published

PACKAGES = ("matplotlib", "numpy", "pandas", "papermill", "scipy", "seaborn", "statsmodels", "wayforward")


def manifest(parameters: RunParameters, inputs: list[dict], notebooks: list[Path],
             outcomes: list[Outcome]) -> dict[str, Any]:
    """The content of manifest.json; `notebooks` are the sources, of which `outcomes` tell."""
    sources = {path.stem: path for path in notebooks}
    return {
        "schema": 1,
        "parameters": published(parameters.model_dump()),
        "inputs": inputs,
        "code": library_hash(parameters.plan),
        "commit": commit(),
        "versions": {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}},
        "refused": [asdict(each) for each in sorted({each for outcome in outcomes for each in outcome.refused})],
        "notebooks": {each.notebook: _notebook(each, sources[each.notebook]) for each in outcomes},
    }


def _notebook(outcome: Outcome, source: Path) -> dict[str, Any]:
    return {"sha256": notebook_hash(source), "state": outcome.state, "failing_cell": outcome.failing_cell,
            "seconds": outcome.seconds, "phases": outcome.phases, "peak_mb": outcome.peak_mb, "seed": outcome.seed}


def commit() -> str | None:
    """The project's git commit, "-dirty" added where its files differ from it; None outside git."""
    try:
        dirty = _git("status", "--porcelain")
        return _git("rev-parse", "HEAD") + ("-dirty" if dirty else "")
    except (OSError, subprocess.CalledProcessError):
        return None


def _git(*words: str) -> str:
    command = ["git", "--no-optional-locks", "-C", str(project.root()), *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
