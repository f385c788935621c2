"""Looks for an earlier execution of a notebook that would come out the same now."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from wayforward.runner.cache.artifact_store import Artifacts, hashes, is_former, read_artifacts, read_record
from wayforward.runner.cache.freshness import why_stale
from wayforward.runner.cache.record import Record, record_now
from wayforward.runner.parameters import RunParameters

FORCED = "asked for by --force"
DAMAGED = "what was kept of it is damaged"
FORMER = "its run was kept by an earlier version of the suite, in one folder where there are two now"


@dataclass(frozen=True)
class Lookup:
    """What there is of a notebook.

    now        what an execution stands on now
    artifacts  of the execution that holds; None where there is none
    folder     the run's folder that they were found in
    reason     why no earlier execution holds
    """

    now: Record
    artifacts: Artifacts | None = None
    folder: Path | None = None
    reason: str = ""


def look_up(notebook: Path, parameters: RunParameters, folders: Iterable[Path], parts: dict[str, bytes],
            force: bool = False) -> Lookup:
    """The first execution in these folders that is whole and fresh; the reason of the first that is not, where none is.

    parts: what the run's other notebooks found, by stem, for a notebook that reads them; force: none is taken for fresh
    """
    now, reasons = record_now(notebook, parameters, hashes(parts)), []
    for folder in folders:
        record = read_record(folder, notebook.stem)
        reason = FORCED if force else why_stale(record, now)
        artifacts = None if reason else read_artifacts(folder, record)
        if artifacts:
            return Lookup(now, artifacts, folder)
        reasons += [reason or DAMAGED] if record else [FORMER] if is_former(folder, notebook.stem) else []
    return Lookup(now, reason=(reasons or ["was never run"])[0])
