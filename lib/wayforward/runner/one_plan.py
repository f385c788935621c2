"""A period's folder is one plan's: a run of another does not displace what stands there."""

import json
from pathlib import Path

from wayforward.errors import RefusedParameters
from wayforward.runner.run_folder import incomplete, internal_file


def refuse_another_plan(target: Path, plan: str) -> None:
    """RefusedParameters where a run of another plan stands in a period's place, whole or not.

    target: the folder of an area's period; plan: whose run is to stand there
    """
    for folder in (target, incomplete(target)):
        there = _plan_of(folder)
        if there and there != plan:
            area, period = target.parent.name, target.name
            raise RefusedParameters(
                f"{area}, {period}: there stands a run of the plan {there}, and this one is of {plan}. Each area and "
                f"period has one plan's run: use --runs with another folder, or move {area}/{folder.name} away")


def _plan_of(run: Path) -> str:
    """The plan of the run in a folder; "" where there is none, or none that tells."""
    try:
        return str(json.loads(internal_file(run, "manifest.json").read_bytes())["parameters"]["plan"])
    except (OSError, ValueError, LookupError, TypeError):
        return ""
