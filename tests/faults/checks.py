"""What must be true after any fault. Nothing here asks the runner: files, processes and sums speak for themselves."""

import hashlib
import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import psutil

from faults.project import MARK, PANEL, Project, alive, below, mark

PATIENCE = 30       # seconds in which everything below a run that ended is gone
ENDS = {".html": "</html>"}


@dataclass
class Verdict:
    """What was found to be untrue, half written, left over or lost.

    resumed: how many notebooks did not have to run again; ended: the exit codes, the plain run's last
    """

    wrong: list[str] = field(default_factory=list)
    halves: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    resumed: int = 0
    ended: list[int] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        return self.wrong + self.halves + self.orphans + self.lost

    def add(self, other: "Verdict") -> None:
        """What was found after one run more."""
        for each in ("wrong", "halves", "orphans", "lost", "resumed", "ended"):
            setattr(self, each, getattr(self, each) + getattr(other, each))


def judged(project: Project, codes: list[int], good: set[bytes], shared: int | None) -> Verdict:
    """After a run of which processes ended with these codes; good: the findings of earlier whole runs."""
    verdict = Verdict(orphans=orphans(mark(project), shared), halves=half_written(project.runs),
                      ended=codes)
    try:
        verdict.wrong += told_wrongly(project, codes)
    except (OSError, ValueError, LookupError) as error:
        verdict.wrong.append(f"cannot be read: {error}")
    places = [project.target, project.ready,
              *(project.target.parent / "revisions" / project.target.name).glob("*")]
    lost = good - {content(place / "internal/findings.json") for place in places}
    verdict.lost += ["an earlier whole run is nowhere"] * len(lost)
    return verdict


def orphans(name: str, shared: int | None) -> list[str]:
    """Processes that are left of a run, once they had their time; of a template that others use, all it forked."""
    until = time.monotonic() + PATIENCE
    while (left := [*marked(name), *filter(alive, below(shared) if shared else [])]) and time.monotonic() < until:
        time.sleep(0.05)
    told = [f"left over: {each.pid} {each.name()}" for each in left if alive(each)]
    for each in left:
        each.kill()
    return told


def marked(name: str) -> list[psutil.Process]:
    """The processes with a round's mark in their environment."""
    found = []
    for process in psutil.process_iter():
        try:
            if alive(process) and process.environ().get(MARK) == name:
                found.append(process)
        except psutil.Error:        # ended, or another user's
            continue
    return found


def half_written(runs: Path) -> list[str]:
    """Files outside hidden folders of which a part is missing, or that nobody should see."""
    seen = [path for path in runs.rglob("*") if path.is_file() and not hidden(path.relative_to(runs))]
    return [f"half written: {path.relative_to(runs)}" for path in seen if not whole(path)]


def hidden(path: Path) -> bool:
    """Whether it lies in a folder that is being built or taken away."""
    return any(name.startswith(".") and name.endswith((".building", ".discarded")) for name in path.parts)


def whole(path: Path) -> bool:
    if path.suffix == ".part":
        return False
    try:
        if path.suffix == ".json":
            json.loads(path.read_text())
        elif path.suffix == ".ipynb":
            nbformat.validate(nbformat.reads(path.read_text(), as_version=4))
        return path.suffix != ".html" or path.read_text().rstrip().endswith("</html>")
    except (ValueError, nbformat.ValidationError):
        return False


def told_wrongly(project: Project, codes: list[int]) -> Iterator[str]:
    """What exit codes, states, findings and executed notebooks say that is not so."""
    standing = content(project.target / "internal/findings.json")
    if 0 in codes and standing not in project.versions:
        yield "exit 0, and what stands there is not of this run"
    for folder in (project.target, *(project.target.parent / "revisions").glob("*/*"), project.incomplete):
        if (folder / "internal/manifest.json").is_file():
            for words in _folder_tells_wrongly(folder, folder == project.incomplete, project):
                yield f"{folder.name}: {words}"
        elif folder.exists():
            yield f"{folder.name}: has no manifest"


def states(folder: Path) -> dict[str, str]:
    """What a run's manifest says became of each notebook."""
    told = json.loads((folder / "internal/manifest.json").read_text())["notebooks"]
    return {stem: each["state"] for stem, each in told.items()}


def _folder_tells_wrongly(folder: Path, incomplete: bool, project: Project) -> Iterator[str]:
    told = states(folder)
    content = json.loads((folder / "internal/findings.json").read_text())["findings"]
    found = {each["series"]: each["value"] for each in content}
    for stem, state in told.items():
        path = folder / "internal" / f"{stem}.ipynb"
        if state == "not run":
            if path.exists() or stem in found:
                yield f"{stem} is said not to have run"
            continue
        nb = nbformat.read(path, as_version=4)
        ran, said = printed(nb), nb.metadata.wayforward
        untrue = str(found.get(stem)) != ran if state == "completed" else stem in found or (
            ran and said.failing_cell is not None)
        if untrue or said.state != state:
            yield f"{stem} is said to be {state} and {said.state}, printed {ran} and found {found.get(stem)}"
        if state == "completed" and not (folder / "public" / f"{stem}.html").is_file():
            yield f"{stem} has no page"
    if set(told) != {*project.stems, PANEL}:
        yield f"tells only of {sorted(told)}"
    if not incomplete and (set(told.values()) != {"completed"} or found[PANEL] != sum(
            found[stem] for stem in project.stems)):
        yield "stands there and is not whole"


def printed(nb: nbformat.NotebookNode) -> str | None:
    """The last word that a notebook printed; None unless each of its cells ran in its turn, without an error."""
    cells = [cell for cell in nb.cells if cell.cell_type == "code"]
    outputs = [output for cell in cells for output in cell.outputs]
    in_turn = [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    if not in_turn or any(output.output_type == "error" for output in outputs):
        return None
    return outputs[-1].text.split()[-1]


def reusable(project: Project) -> dict[str, Path]:
    """The notebooks of which a finished execution lies somewhere that would come out the same now, and where."""
    places = [project.ready, project.target, project.building,
              project.incomplete]
    found = {stem: place for stem, value in project.values().items() for place in reversed(places)
             if finished(place, stem) == (value, sources(project.notebook(stem)))}
    return found if {*project.stems} <= set(found) else {stem: found[stem] for stem in project.stems if stem in found}


def finished(place: Path, stem: str) -> tuple[int, list[str]] | None:
    """What a notebook found and the sources of its cells, if all it left is there and is what its record says."""
    try:
        record = json.loads((place / "internal" / ".parts" / f"{stem}.record.json").read_text())
        outputs = record["outputs"]
        part = json.loads((place / "internal" / ".parts" / f"{stem}.json").read_text())
        assert len(outputs) == 3
    except (OSError, ValueError, LookupError, TypeError, AssertionError):
        return None
    if any(hashlib.sha256(content(place / name) or b"").hexdigest() != digest for name, digest in outputs.items()):
        return None
    return part["findings"][0]["value"], sources(place / "internal" / f"{stem}.ipynb")


def sources(path: Path) -> list[str]:
    """Of a notebook's cells, but for the parameters that a run put in."""
    cells = nbformat.read(path, as_version=4).cells
    return [cell.source for cell in cells if "injected-parameters" not in cell.metadata.get("tags", [])]


def executed(project: Project) -> set[str]:
    """Of which notebooks the standing run's log says that they were executed."""
    return set(re.findall(r"(\S+): is executed;", (project.target / "internal/run.log").read_text()))


def content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
