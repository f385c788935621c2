"""What a run's folder keeps of each notebook: the notebook as executed, its page, what it found, and what it stood on.

The page is public; the last two lie in `internal/.parts`, for the run's end and for the next run. The record is written
last and names the others by their content: where it is there and they are what it says, the notebook was finished.
"""

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from wayforward.runner.cache.record import Record
from wayforward.runner.run_folder import INTERNAL, PUBLIC, make_within, write, write_all

FORMER_PARTS = ".parts"     # in the run's folder itself, before it held two
PARTS = f"{INTERNAL}/.parts"
CHECKSUMS = f"{PARTS}/gathered.json"
GATHERED = (*(f"{PUBLIC}/{name}" for name in ("findings.json", "narrative.md", "manifest.json")),
            *(f"{INTERNAL}/{name}" for name in (
                "findings.json", "manifest.json", "disclosure.json", "disclosure.md", "attack.json", "proof.json")))


@dataclass(frozen=True)
class Artifacts:
    """A notebook's finished execution: its record and the files it left, by path in the run's folder."""

    record: Record
    files: dict[str, bytes]

    @property
    def part(self) -> bytes:
        """What it found."""
        return self.files[part_name(self.record.notebook)]


def part_name(stem: str) -> str:
    """The file of what a notebook found."""
    return f"{PARTS}/{stem}.json"


def record_name(stem: str) -> str:
    """The file of what a notebook's execution stood on."""
    return f"{PARTS}/{stem}.record.json"


def is_former(folder: Path, stem: str) -> bool:
    """Whether a run's folder keeps a notebook as an earlier version of the suite did."""
    return (folder / FORMER_PARTS / f"{stem}.record.json").is_file()


def read_record(folder: Path, stem: str) -> Record | None:
    """What a notebook's execution in a run's folder stood on; None where there is none that can be read."""
    try:
        return Record.from_json(json.loads((folder / record_name(stem)).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None


def read_artifacts(folder: Path, record: Record) -> Artifacts | None:
    """A finished notebook's files; None where one is gone or is not what the record says."""
    try:
        files = {name: (folder / name).read_bytes() for name in record.outputs}
    except OSError:
        return None
    return Artifacts(record, files) if hashes(files) == record.outputs else None


def hashes(files: dict[str, bytes]) -> dict[str, str]:
    """sha256 of each."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def write_artifacts(folder: Path, artifacts: Artifacts) -> None:
    """Writes a finished notebook's files, its record last."""
    write_files(folder, artifacts.files)
    text = json.dumps(artifacts.record.to_json(), indent=1, ensure_ascii=False, sort_keys=True)
    write(folder / record_name(artifacts.record.notebook), text.encode())


def write_files(folder: Path, files: dict[str, bytes]) -> None:
    """Writes files by path in a run's folder."""
    for name in (PUBLIC, PARTS):
        make_within(folder, name)
    write_all(folder, files)


def write_checksums(folder: Path) -> None:
    """Notes what a run gathered from its notebooks, by content."""
    write(folder / CHECKSUMS, json.dumps(hashes({name: (folder / name).read_bytes() for name in GATHERED})).encode())


def checksums_match(folder: Path) -> bool:
    """Whether all that a run gathered is there, and is what it was."""
    try:
        noted = json.loads((folder / CHECKSUMS).read_text(encoding="utf-8"))
        return hashes({name: (folder / name).read_bytes() for name in GATHERED}) == noted
    except (OSError, ValueError):
        return False


def remove_others(folder: Path, stems: set[str]) -> None:
    """Removes from a run's folder all that is not of these notebooks, or is where an earlier version had it."""
    shutil.rmtree(folder / FORMER_PARTS, ignore_errors=True)
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        if path.name.partition(".")[0] not in stems:
            path.unlink()
