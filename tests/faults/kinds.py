"""The faults: what each does to a run, and what may truthfully become of it."""

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import psutil

from faults.project import NOTHING, PANEL, Project, Run, start

COMPLETED, DEAD, FAILED = frozenset({"completed"}), frozenset({"completed", "dead kernel"}), frozenset({"failed"})
WELL, ILL = frozenset({0}), frozenset({0, 1})
DEADLINE = 90           # seconds for what a fault waits for
LONG = 12               # seconds that a run may be under way when something happens to it
CENTURY = 36_525        # days


def nothing(*given) -> None:
    """As it is."""


@dataclass(frozen=True)
class Kind:
    """A fault.

    name      what happens, in words
    before    done to the project, before the run
    during    done to the run, at a random moment
    after     undone, so that the next run can be plain
    spoilt    what happens to the command's own process (see spoilt), and between which numbers its number lies
    own       whether the run needs a template of its own
    ends      the exit codes that the run may have
    states    what may become of the notebook to which it is done
    """

    name: str
    before: Callable[[Project, str, Random], None] = nothing
    during: Callable[[Run, str, Random], None] = nothing
    after: Callable[[Project, str], None] = nothing
    spoilt: tuple[str, int, int] | None = None
    own: bool = False
    ends: frozenset[int] = WELL
    states: frozenset[str] = COMPLETED


# --- the moments -----------------------------------------------------------------------------------------------------

def any_time(run: Run, random: Random) -> bool:
    """Waits for a random moment; whether the run is still under way then."""
    time.sleep(LONG * random.random() ** 2)
    return run.process.poll() is None


def until(run: Run, there: Callable[[], object]) -> object:
    """Waits for something that only a run under way has; None if the run ends first."""
    end = time.monotonic() + DEADLINE
    while run.process.poll() is None and time.monotonic() < end:
        if found := there():
            return found
        time.sleep(0.01)
    return None


def step(run: Run, stem: str, random: Random) -> None:
    """Waits for a random cell of a notebook."""
    cell = random.randrange(1, 6)
    until(run, lambda: f"{stem}: cell {cell} " in run.log())
    time.sleep(random.random() * 0.4)


# --- signals ---------------------------------------------------------------------------------------------------------

def runner(number: signal.Signals, **more) -> Kind:
    def during(run: Run, stem: str, random: Random) -> None:
        if any_time(run, random):
            run.process.send_signal(number)
    return Kind(f"{number.name} of the runner", during=during, ends=frozenset({0, 1, 130, -number}), **more)


def part(name: str, find: Callable[[Run], list[psutil.Process]], number: signal.Signals = signal.SIGKILL,
         **more) -> Kind:
    """A signal for other processes of the run."""
    def during(run: Run, stem: str, random: Random) -> None:
        until(run, lambda: find(run))
        time.sleep(random.random() * 1.5)
        for process in find(run):
            process.send_signal(number)
    return Kind(name, during=during, **more)


def a_kernel(run: Run) -> list[psutil.Process]:
    return run.kernels()[:1]


def a_worker(run: Run) -> list[psutil.Process]:
    return list(filter(None, [run.worker()]))


def the_template(run: Run) -> list[psutil.Process]:
    return list(filter(None, [run.template()])) if run.kernels() else []


def twin(run: Run, stem: str, random: Random) -> None:
    """The same again, at once."""
    other = start(run.project, run.with_template)
    run.others.append(other.process)


# --- what a cell does ------------------------------------------------------------------------------------------------

def cell(name: str, deed: str, states: frozenset[str] = FAILED, spoilt=None) -> Kind:
    def before(project: Project, stem: str, random: Random) -> None:
        project.write_notebook(stem, deed)

    def after(project: Project, stem: str) -> None:
        if states != COMPLETED:
            project.write_notebook(stem, NOTHING)
    return Kind(name, before=before, after=after, states=states, ends=WELL if states == COMPLETED else frozenset({1}),
                spoilt=spoilt)


SAVES = """\
part = {{"notebook": "{{stem}}", "narrative": "", "token": {token}, "inputs": [],
        "findings": [{{"number": 1, "headline": True, "series": "x", "value": {value}}}]}}
"""
OWN_FOLDER = "project.resolve(findings)"
SAVED = f"""\
import atexit
path = {OWN_FOLDER} / f"{{folder.name}}.json"
class Late:
    def write_text(self, text): pass
def spoil(text):
    path.write_text(text)
    json.dumps = lambda part: text
"""
OTHER_TOKEN = 'os.environ["WAYFORWARD_TOKEN"] = "f" * 32'
NOT_A_NUMBER = 'value = float("nan")'
HALF_A_FILE = """\
whole = json.dumps
json.dumps = lambda part: whole(part)[:60]
"""
NO_FOLDER = f"import shutil\nshutil.rmtree({OWN_FOLDER})"
IN_BACKGROUND = 'import subprocess\nsleeper = subprocess.Popen(["sleep", "1000"])'
FORKED = "if os.fork() == 0:\n    time.sleep(1000)"
DEAF = """\
import signal
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
"""
TALKATIVE = 'for line in range(50):\n    print("x" * 100_000)'


# --- what changes meanwhile ------------------------------------------------------------------------------------------

def change(name: str, deed: Callable[[Project, str], None], ends: frozenset[int] = frozenset({0, 1, 3})) -> Kind:
    """Something that the notebook stands on is another, at a moment while it runs or later."""
    def during(run: Run, stem: str, random: Random) -> None:
        step(run, stem, random)
        deed(run.project, stem)
        run.project.changed()
    return Kind(name, during=during, ends=ends, states=frozenset({"completed", "failed"}))


def touch(project: Project, stem: str) -> None:
    for path in project.counts(stem).iterdir():
        path.touch()


# --- what lies about -------------------------------------------------------------------------------------------------

def interrupted(name: str, damage: Callable[[Project, str], None]) -> Kind:
    """The run before was killed when all was finished and nothing moved; and then something was damaged."""
    def before(project: Project, stem: str, random: Random) -> None:
        if not project.building.exists():
            shutil.copytree(project.finished, project.building)
        damage(project, stem)
    return Kind(name, before=before)


def record(project: Project, stem: str) -> Path:
    return project.building / ".parts" / f"{stem}.record.json"


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def rubbish(project: Project, stem: str) -> None:
    """What nobody can account for, in the folder and in place of the owner's name."""
    for name in (f"{stem}.ipynb", "findings.json", f".{stem}.html.part", "scratch/deep/er.json"):
        path = project.building / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(100))
    project.owner.parent.mkdir(parents=True, exist_ok=True)
    project.owner.write_bytes(os.urandom(100))


def forged(project: Project, stem: str) -> None:
    """A record that says another notebook was this one."""
    content = json.loads(record(project, stem).read_text())
    record(project, stem).write_text(json.dumps(content | {"notebook": PANEL, "outputs": {}}))


def dated(days: int) -> Callable[[Project, str, Random], None]:
    def before(project: Project, stem: str, random: Random) -> None:
        when = time.time() + days * 86_400
        for path in project.home.rglob("*"):
            os.utime(path, (when, when))
        project.owner.parent.mkdir(parents=True, exist_ok=True)
        project.owner.write_text(json.dumps({"machine": "m", "process": 1, "user": "u", "since": "2126-01-01 00:00 UTC"}))
    return before
