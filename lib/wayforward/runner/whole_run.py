"""A run that is whole and as it was made: what may be signed, and what may be published."""

import json
from pathlib import Path
from typing import Any

from wayforward.errors import RefusedPublication
from wayforward.runner.cache.artifact_store import checksums_match
from wayforward.runner.gate import NOT_TRIED
from wayforward.runner.proved import PROVED, read_proved
from wayforward.runner.run_folder import INTERNAL


def whole_run(run: Path) -> dict[str, Any]:
    """The manifest of a run that is whole, and is what it was; RefusedPublication where it is not, with the reasons."""
    manifest = read_json(run, "manifest.json")
    unfinished = [f"{name}: {each['state']}" for name, each in manifest["notebooks"].items()
                  if each["state"] != "completed"]
    if unfinished or manifest.get("attack", {}).get("state", NOT_TRIED) == NOT_TRIED:
        raise RefusedPublication(f"{run.name} is not a whole run, and only whole ones are published; run it again",
                                 unfinished)
    if not checksums_match(run):
        raise changed(run)
    told = read_proved(run)
    if told.state != PROVED:
        raise RefusedPublication(f"{run.name} is not published: its texts are not proved; put them right and run it "
                                 "again", list(told.problems) or [told.reason or "this version has not proved them"])
    return manifest


def changed(run: Path) -> RefusedPublication:
    """That a run is not what it was."""
    return RefusedPublication(f"{run.name}: its files are not those that the run wrote; run it again")


def read_json(run: Path, name: str) -> dict[str, Any]:
    """The content of a file that stays inside; RefusedPublication where it cannot be read."""
    try:
        return json.loads((run / INTERNAL / name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise RefusedPublication(f"{run.name} has no readable {INTERNAL}/{name}: expected a run as this version of the "
                                 "suite makes it; run it again") from None
