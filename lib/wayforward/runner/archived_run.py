"""A run that was kept, or an edition that left: by what it was made, and whether that is still at hand."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from wayforward import project
from wayforward.areas import local_authorities
from wayforward.errors import RefusedInputs, RefusedParameters
from wayforward.given_names import found_again
from wayforward.input_tracking import digest
from wayforward.runner.cache.artifact_store import read_record
from wayforward.runner.parameters import RunParameters
from wayforward.runner.run_folder import internal_file

COMPLETED = "completed"
OF_THE_PROJECT = "commentary/"      # lies beside the data folder, not in it
SHOWN = 12                          # digits of a hash
Json = dict[str, Any]


class ChangedInput(NamedTuple):
    """An input file that is not as it was: what it is called, the content that was read, and what is there now, "" for
    nothing."""

    path: str
    was: str
    now: str

    def __str__(self) -> str:
        there = f"now it is {self.now[:SHOWN]}" if self.now else "it is not there"
        return f"{self.path}: expected the content {self.was[:SHOWN]}; {there}"


@dataclass(frozen=True)
class ArchivedRun:
    """A run: its manifest and findings, whole ones where they are at hand, else those that may leave (`public`)."""

    folder: Path
    manifest: Json
    findings: Json
    public: bool

    @property
    def name(self) -> str:
        """Area and period."""
        return f"{self.findings['area']}, {self.findings['period']}"

    @property
    def ambitions(self) -> list[int] | None:
        """Those whose notebooks completed, of a run that is not whole; None for a whole one."""
        states = {name: each["state"] for name, each in self.manifest["notebooks"].items()}
        whole = set(states.values()) == {COMPLETED}
        return None if whole else [int(name[0]) for name, state in sorted(states.items())
                                   if state == COMPLETED and name[0] != "0"]


def read_archived(folder: Path) -> ArchivedRun:
    """The run or edition in a folder; RefusedParameters, with what is missing, where it holds none that can be read."""
    read, missing = {}, []
    for name in ("manifest.json", "findings.json"):
        try:
            read[name] = json.loads(internal_file(folder, name).read_bytes())
        except (OSError, ValueError):
            missing.append(name)
    if missing:
        raise RefusedParameters(f"run: expected the folder of a run or of an edition; {folder} has no readable "
                                f"{' and no readable '.join(missing)}")
    found = ArchivedRun(folder, read["manifest.json"], read["findings.json"], "assurance" in read["manifest.json"])
    if found.ambitions == []:
        raise RefusedParameters(f"run: {found.name} holds nothing to replay: none of its notebooks completed")
    return found


def parameters_of(archived: ArchivedRun, data: str = "") -> RunParameters:
    """The parameters of a run, with another data folder if one is given; RefusedParameters where this version of the
    suite does not take them."""
    try:
        return RunParameters(**archived.manifest["parameters"] | ({"data": data} if data else {}))
    except ValidationError as error:
        problems = [f"{each['loc'][0]}: {each['msg']}" for each in error.errors()]
        raise RefusedParameters(f"{archived.name} cannot be replayed: this version of the suite does not take its "
                                "parameters; replay it with the library that made it", problems) from None


def refuse_missing(archived: ArchivedRun, parameters: RunParameters, exact: bool = False) -> None:
    """RefusedInputs where a file that the run read is gone; with `exact`, also where one is another than it was. Tells
    what was expected, what is there, and what to do."""
    if not project.resolve(parameters.data).is_dir():
        raise RefusedInputs(f"{archived.name} cannot be replayed: there is no data folder {parameters.data}; put it "
                            "back, or name another with --data")
    found = [each for each in changed_inputs(archived, parameters) if exact or not each.now]
    if found:
        commit = (archived.manifest.get("commit") or "").partition("-")[0]
        where = f" (`git worktree add … {commit[:SHOWN]}` has the repository’s files as they were)" if commit else ""
        raise RefusedInputs(f"{archived.name} cannot be replayed: of the files that it read, these are not as they "
                            f"were; put them back{where}, or name a folder that has them with --data",
                            [str(each) for each in found])


def changed_inputs(archived: ArchivedRun, parameters: RunParameters) -> list[ChangedInput]:
    """The inputs that are not as the run read them; of returns as far as the run keeps by what to find them."""
    home = local_authorities(parameters.data)[parameters.area].published.parent
    now = {each["path"]: digest(_place(each["path"], home)) for each in archived.manifest["inputs"] if _is_open(each)}
    opened = [ChangedInput(each["path"], each["sha256"], now[each["path"]])
              for each in archived.manifest["inputs"] if _is_open(each) and now[each["path"]] != each["sha256"]]
    return [*opened, *_returns(archived, parameters)]


def _is_open(given: Json) -> bool:
    """Whether an input is told by the path of its file, as all but returns are."""
    return "path" in given and not given.get("kind")


def _place(path: str, home: Path) -> Path:
    return project.resolve(path) if path.startswith(OF_THE_PROJECT) else home / path


def _returns(archived: ArchivedRun, parameters: RunParameters) -> Iterator[ChangedInput]:
    """Returns are known again by what the run noted of each notebook."""
    delivered = [each for each in archived.manifest["inputs"] if "path" in each and each.get("kind")]
    known = {each["sha256"]: each["path"] for each in delivered}
    records = [read_record(archived.folder, stem) for stem in archived.manifest["notebooks"]]
    noted = {name: was for record in records if record for name, was in record.files.items() if was in known}
    for name, path in found_again(noted, project.resolve(parameters.data)).items():
        if (now := digest(path)) != noted[name]:
            yield ChangedInput(known[noted[name]], noted[name], now)
