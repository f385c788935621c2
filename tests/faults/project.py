"""A small project to do harm to: what its notebooks find follows from files that a judge can read for himself."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import psutil
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from runner.conftest import PARAMETERS, PLANS, PUBLISHED, YAML
from wayforward.runner.pools.warm.template import Template

MARK = "WAYFORWARD_FAULT_ROUND"     # in the environment of every process of a round
PANEL = "0-panel"
AREA, PERIOD = "exampleshire", "2025-26-Q4"
NOTHING = "1 + 1"

BEGIN = """\
import hashlib, json, os, time
from wayforward import input_tracking, project
input_tracking.watch()
(project.root() / "processes" / str(os.getpid())).touch()
folder = project.resolve(data) / "counts" / "{stem}"
time.sleep(0.2)
"""
COUNTS = """\
weight = 1
files = sorted(folder.glob("*.csv"))
value = weight * sum(int(path.read_text()) for path in files)
time.sleep(0.2)
"""
TOTAL = """\
files = []
parts = [json.loads(path.read_text()) for path in project.resolve(findings).glob("[1-9]-*.json")]
value = sum(part["findings"][0]["value"] for part in parts)
"""
SAVE = """\
part = {{"notebook": "{stem}", "narrative": "The story of {stem}.", "token": os.environ["WAYFORWARD_TOKEN"],
        "findings": [{{"number": {number}, "headline": True, "origin": "published", "series": "{stem}",
                      "value": value}}],
        "inputs": [{{"path": str(path.relative_to(project.root())), "rows": 1,
                    "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}} for path in files],
        "reads": vars(input_tracking.seen(project.resolve(data)))}}
(project.resolve(findings) / "{stem}.json").write_text(json.dumps(part))
print(value)
"""


@dataclass
class Project:
    """A project's folder, with an ambition's notebook for each number up to `ambitions`, and the panel's.

    versions: the findings that were true since the last run was asked for, as bytes of findings.json
    seconds: that a plain run takes here
    """

    home: Path
    ambitions: int = 3
    versions: list[bytes] = field(default_factory=list)
    seconds: float = 5.0

    @property
    def stems(self) -> list[str]:
        """The ambitions' notebooks."""
        return [f"{number}-counts" for number in range(1, self.ambitions + 1)]

    @property
    def runs(self) -> Path:
        return self.home / "runs"

    @property
    def target(self) -> Path:
        """Where the whole run stands."""
        return self.runs / AREA / PERIOD

    @property
    def building(self) -> Path:
        return self.target.with_name(f".{PERIOD}.building")

    @property
    def ready(self) -> Path:
        return self.target.with_name(f".{PERIOD}.ready")

    @property
    def incomplete(self) -> Path:
        return self.target.with_name(f"{PERIOD}.incomplete")

    @property
    def finished(self) -> Path:
        """Beside all runs: what an interrupted run would leave that had finished every notebook."""
        return self.home / "finished"

    @property
    def owner(self) -> Path:
        """The file that names who holds the period."""
        return self.runs / ".locks" / f"{AREA}.{PERIOD}.owner"

    def make(self) -> "Project":
        """Writes it."""
        for name in ("data/published", "params", "notebooks", "processes"):
            (self.home / name).mkdir(parents=True)
        (self.home / "environment.yml").touch()
        shutil.copytree(PLANS, self.home / "plans")
        for name, text in PUBLISHED.items():
            (self.home / "data" / "published" / f"{name}.csv").write_text(text)
        (self.home / "params" / f"{PERIOD}.yaml").write_text(YAML)
        for number, stem in enumerate(self.stems, start=1):
            self.counts(stem).mkdir(parents=True)
            self.count(stem, "b.csv", 10 * number)
            self.count(stem, "a.csv", number)
        for stem in (*self.stems, PANEL):
            self.write_notebook(stem)
        return self

    def notebook(self, stem: str) -> Path:
        return self.home / "notebooks" / f"{stem}.ipynb"

    def write_notebook(self, stem: str, deed: str = NOTHING) -> None:
        """A notebook that does something between its counts and its findings."""
        number = int(stem[0]) or 17
        cells = [new_markdown_cell(f"# Notebook {stem}"), new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
                 new_code_cell(BEGIN.format(stem=stem)), new_markdown_cell("## The counts"),
                 new_code_cell(TOTAL if stem == PANEL else COUNTS), new_markdown_cell("## The deed"),
                 new_code_cell(deed), new_code_cell(SAVE.format(stem=stem, number=number))]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), self.notebook(stem))

    def counts(self, stem: str) -> Path:
        """The folder that a notebook reads."""
        return self.home / "data" / "counts" / stem

    def count(self, stem: str, name: str, number: int) -> None:
        """Writes a file there, whole at once."""
        new = self.counts(stem) / f".{name}"
        new.write_text(f"{number}\n")
        new.replace(self.counts(stem) / name)

    def weigh(self, stem: str, weight: int) -> None:
        """Edits a notebook as JupyterLab saves it."""
        text = self.notebook(stem).read_text()
        new = self.notebook(stem).with_suffix(".new")
        new.write_text(re.sub(r"weight = \d+", f"weight = {weight}", text))
        new.replace(self.notebook(stem))

    def values(self) -> dict[str, int]:
        """What each notebook would find now."""
        values = {}
        for stem in self.stems:
            (weight,) = re.findall(r"weight = (\d+)", self.notebook(stem).read_text())
            values[stem] = int(weight) * sum(int(path.read_text()) for path in self.counts(stem).glob("*.csv"))
        return values | {PANEL: sum(values.values())}

    def findings(self) -> bytes:
        """What findings.json of a whole run would hold now."""
        found = [{"number": int(stem[0]) or 17, "headline": True, "origin": "published", "series": stem, "value": value}
                 for stem, value in self.values().items()]
        whole = {"schema": 1, "area": AREA, "invented": True, "period": PERIOD, "as_at": "2026-06-30",
                 "findings": found}
        return (json.dumps(whole, indent=1) + "\n").encode()

    def changed(self) -> None:
        """Notes what is true now, beside what was."""
        self.versions.append(self.findings())


@dataclass
class Run:
    """The real command, running in a project's folder; whatever it starts carries the project's mark.

    shared: the template that it shares with others, if it has none of its own
    others: further runs of the same project, as the fault may start
    """

    project: Project
    process: subprocess.Popen
    shared: Template | None
    others: list["Run"] = field(default_factory=list)

    def log(self) -> str:
        """What the run has told so far."""
        try:
            return (self.project.building / "internal/run.log").read_text()
        except OSError:
            return ""

    def template(self) -> psutil.Process | None:
        """The process that forks workers and kernels."""
        if self.shared:
            return psutil.Process(self.shared.pid)
        return next((each for each in below(self.process.pid) if "warm.process" in command(each)), None)

    def kernels(self) -> list[psutil.Process]:
        """Those in which a first cell has run."""
        numbers = {int(path.name) for path in (self.project.home / "processes").iterdir()}
        return [each for each in self.forked() if each.pid in numbers]

    def worker(self) -> psutil.Process | None:
        """The first one: it is older than any kernel."""
        known = {each.pid for each in self.kernels()}
        workers = [each for each in self.forked() if each.pid not in known]
        return min(workers, key=psutil.Process.create_time, default=None)

    def forked(self) -> list[psutil.Process]:
        template = self.template()
        return [each for each in below(template.pid, deep=False) if alive(each)] if template else []


def start(project: Project, shared: Template | None = None, module: tuple[str, ...] = ("wayforward",)) -> Run:
    """Starts `wayforward run`, or another module with its words in place of `wayforward`; PYTHONPATH, which names the
    folder of tests since runner.conftest was imported, is handed down."""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", MARK: mark(project),
                   "WAYFORWARD_TEMPLATE": shared.address if shared else ""}
    with (project.home / "told.txt").open("ab") as told:
        process = subprocess.Popen([sys.executable, "-m", *module, "run", PERIOD, "--area", AREA, "--jobs", "2"],
                                   cwd=project.home, env=environment, stdout=told, stderr=told)
    return Run(project, process, shared)


def mark(project: Project) -> str:
    return hashlib.sha256(str(project.home).encode()).hexdigest()[:16]


def below(pid: int, deep: bool = True) -> list[psutil.Process]:
    """The processes that a process started."""
    try:
        return psutil.Process(pid).children(recursive=deep)
    except psutil.NoSuchProcess:
        return []


def command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def alive(process: psutil.Process) -> bool:
    """Whether it still does anything; one that only nobody has asked for its end does not."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


