"""What a notebook's execution stood on, so that the next run can tell whether it would come out the same.

Nothing of the machine is in it, and no time of day: a record made on one machine is good on another.
"""

import hashlib
import json
import os
import platform
import sys
import sysconfig
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from wayforward import ledger, project
from wayforward.commentary.folder import fingerprints
from wayforward.declared_rule import file_of
from wayforward.errors import RefusedParameters
from wayforward.given_names import kept
from wayforward.input_tracking import digest
from wayforward.library import code_hashes
from wayforward.runner.outcome import Outcome
from wayforward.runner.parameters import RunParameters, published

SCHEMA = 2
OWN = "wayforward-"
LEDGER = "the ledger of what was published"
INSTALLED = (".dist-info", ".egg-info")


@dataclass(frozen=True)
class Record:
    """An execution of a notebook and, by hash, all that it stood on. What stands now, before any execution, is a record
    without the last four.

    source       of the notebook's cells
    parameters   of the run, as published
    code         each file of the library and of the plan
    environment  of Python and the packages installed
    parts        what it read of the run's other notebooks, by stem
    files        each file of the data folder that it read, named as `kept` says; "" for one that was not there
    folders      likewise each folder that it looked in (see wayforward.input_tracking)
    outputs      what it wrote, by path in the run's folder
    home         where the data folder lies here; not kept
    beside       what it stood on beside the data: the ledger of what was published, by its last line, the file of
                 the small-number rule, and that of the rule declared, "" where there is none; and each file of the
                 service's words
    """

    notebook: str
    source: str
    parameters: dict[str, str]
    code: dict[str, str]
    environment: str
    parts: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    outcome: Outcome | None = None
    home: Path | None = field(default=None, compare=False)
    beside: dict[str, str] = field(default_factory=dict)

    def of(self, outcome: Outcome, files: dict[str, str], folders: dict[str, str], outputs: dict[str, str]) -> "Record":
        """The record of an execution that stood on this; of what was delivered the names are kept as hashes."""
        return replace(self, outcome=outcome, files={kept(name): digest for name, digest in files.items()},
                       folders={kept(name): digest for name, digest in folders.items()}, outputs=outputs)

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return {"schema": SCHEMA} | {name: value for name, value in asdict(self).items() if name != "home"}

    @staticmethod
    def from_json(plain: Any) -> "Record | None":
        """From plain values; None where they are no record, or one of another schema."""
        if not isinstance(plain, dict) or plain.get("schema") != SCHEMA or "home" in plain:
            return None
        try:
            return _reader().validate_python(plain)
        except ValidationError:
            return None


@cache
def _reader() -> TypeAdapter:
    return TypeAdapter(Record)


def record_now(notebook: Path, parameters: RunParameters, parts: dict[str, str]) -> Record:
    """What an execution of a notebook would stand on now, as far as that is known before it reads anything."""
    home = Path(os.path.normpath(project.resolve(parameters.data)))
    return Record(notebook.stem, notebook_hash(notebook), published(parameters.settled().model_dump()),
                  code_hashes(parameters.plan), environment(), parts, home=home, beside=_beside(parameters))


def _beside(parameters: RunParameters) -> dict[str, str]:
    path = ledger.path_of(project.resolve(parameters.published), parameters.area)
    files = project.DISCLOSURE_RULE, file_of(parameters.plan, parameters.period)
    return {LEDGER: ledger.read(path).sha256} | {file: digest(project.resolve(file)) for file in files} | fingerprints(
        parameters.area, parameters.period)


def notebook_hash(notebook: Path) -> str:
    """sha256 over the cells' kinds, tags and sources: running and saving a notebook does not change it."""
    return cells_hash(_cells(notebook))


def cells_hash(cells: list[tuple[str, list[str], str]]) -> str:
    """The same of cells at hand: the kind, tags and source of each."""
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


def _cells(notebook: Path) -> list[tuple[str, list[str], str]]:
    state = notebook.stat()
    return _cells_of(notebook, state.st_mtime_ns, state.st_size)


@cache
def _cells_of(notebook: Path, written: int, size: int) -> list[tuple[str, list[str], str]]:
    """Each cell's kind, tags and source. Read as JSON: to import nbformat would take longer than all the rest."""
    try:
        cells = json.loads(notebook.read_bytes())["cells"]
        return [(cell["cell_type"], cell["metadata"].get("tags", []), "".join(cell["source"])) for cell in cells]
    except (ValueError, LookupError, TypeError, AttributeError):
        raise RefusedParameters(f"{notebook.name}: cannot be read as a notebook; open it in JupyterLab, which tells "
                                "what is wrong, or writes it anew when it is saved") from None


@cache
def environment() -> str:
    """sha256 over the version and kind of Python, the kind of system, and the names and versions of all packages."""
    places = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    packages = {path.name for place in places for path in Path(place).iterdir()
                if path.name.endswith(INSTALLED) and not path.name.startswith(OWN)}
    words = [platform.python_version(), sys.implementation.name, sys.platform, *sorted(packages)]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()
