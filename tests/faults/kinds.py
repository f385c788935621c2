"""The faults: what each does to a run, and what may truthfully become of it."""

import json
import os
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import psutil

from faults.disk import allow, folder_again, forbid, mountable, no_folder, old_disk, read_only, small_disk
from faults.project import NOTHING, PANEL, Project, Run, start

COMPLETED, DEAD, FAILED = frozenset({"completed"}), frozenset({"completed", "dead kernel"}), frozenset({"failed"})
WELL, ILL, KILLED = frozenset({0}), frozenset({0, 1}), frozenset({0, -signal.SIGKILL})
DEADLINE = 90           # seconds for what a fault waits for
DAY = 86_400
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
    aimed     whether it is done to that one and no other
    possible  whether it can be done here
    """

    name: str
    before: Callable[[Project, str, Random], None] = nothing
    during: Callable[[Run, str, Random], None] = nothing
    after: Callable[[Project, str], None] = nothing
    spoilt: tuple[str, int, int] | None = None
    own: bool = False
    ends: frozenset[int] = WELL
    states: frozenset[str] = COMPLETED
    aimed: bool = True
    possible: Callable[[], bool] = lambda: True


# --- the moments -----------------------------------------------------------------------------------------------------

def any_time(run: Run, random: Random) -> bool:
    """Waits for a random moment; whether the run is still under way then."""
    time.sleep(run.project.seconds * random.random())
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
    return Kind(name, during=during, aimed=False, **more)


def a_kernel(run: Run) -> list[psutil.Process]:
    return run.kernels()[:1]


def a_worker(run: Run) -> list[psutil.Process]:
    return list(filter(None, [run.worker()]))


def the_template(run: Run) -> list[psutil.Process]:
    return list(filter(None, [run.template()])) if run.kernels() else []


def twin(run: Run, stem: str, random: Random) -> None:
    """The same again, at once."""
    run.others.append(start(run.project, run.shared))


# --- what a cell does ------------------------------------------------------------------------------------------------

def cell(name: str, deed: str, states: frozenset[str] = FAILED) -> Kind:
    def before(project: Project, stem: str, random: Random) -> None:
        project.write_notebook(stem, deed)

    def after(project: Project, stem: str) -> None:
        if states != COMPLETED:
            project.write_notebook(stem, NOTHING)
    return Kind(name, before=before, after=after, states=states, ends=WELL if states == COMPLETED else frozenset({1}))


OTHER_TOKEN = 'os.environ["WAYFORWARD_TOKEN"] = "f" * 32'
NOT_A_NUMBER = 'value = float("nan")'
HALF_A_FILE = """\
from types import SimpleNamespace
whole = json.dumps
json = SimpleNamespace(dumps=lambda part: whole(part)[:60])
"""
NO_FOLDER = "import shutil\nshutil.rmtree(project.resolve(findings))"
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


def removed(run: Run, stem: str, random: Random) -> None:
    """Somebody clears away the folder that is being built."""
    step(run, stem, random)
    shutil.rmtree(run.project.building, ignore_errors=True)


# --- what lies about -------------------------------------------------------------------------------------------------

def interrupted(name: str, damage: Callable[[Project, str], None]) -> Kind:
    """The run before was killed when all was finished and nothing moved; and then something was damaged."""
    def before(project: Project, stem: str, random: Random) -> None:
        if not project.building.exists():
            shutil.copytree(project.finished, project.building)
        damage(project, stem)
    return Kind(name, before=before)


def record(project: Project, stem: str) -> Path:
    return project.building / "internal" / ".parts" / f"{stem}.record.json"


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def forge(project: Project, stem: str) -> None:
    """A record that vouches for nothing, of another notebook."""
    content = json.loads(record(project, stem).read_text())
    record(project, stem).write_text(json.dumps(content | {"notebook": PANEL, "outputs": {}}))


def litter(project: Project, stem: str) -> None:
    """What nobody can account for: in the folder, in place of the owner's name, and in place of the history."""
    for path in (*(project.building / name for name in ("internal/findings.json", f"public/.{stem}.html.part",
                                                        "scratch/deep/er.json", ".parts/9-gone.json",
                                                        "internal/.parts/9-gone.record.json")),
                 project.target.with_name(f".{project.target.name}.discarded") / "manifest.json",
                 project.owner, project.runs / "history.sqlite"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(100))


def dated(days: int) -> Callable[[Project, str, Random], None]:
    """Everything was last written so many days from now."""
    def before(project: Project, stem: str, random: Random) -> None:
        project.owner.write_text(json.dumps({"machine": "m", "process": 1, "user": "u", "since": "2126-01-01"}))
        for path in project.home.rglob("*"):
            os.utime(path, times=(time.time() + days * DAY,) * 2)
    return before


# --- all of them -----------------------------------------------------------------------------------------------------

RUNNER = [runner(signal.SIGKILL), runner(signal.SIGTERM), runner(signal.SIGINT), runner(signal.SIGHUP)]
STEPS = [
    Kind("the runner killed at a step on the disk", spoilt=("killed_at_a_step", 5, 150), ends=KILLED),
    Kind("the runner killed between the renames", spoilt=("killed_while_moving", 1, 4), ends=KILLED),
]
BELOW = [
    part("SIGKILL of a worker", a_worker),
    part("SIGKILL of a kernel", a_kernel, states=DEAD, ends=ILL),
    part("SIGTERM of a kernel", a_kernel, signal.SIGTERM, states=DEAD, ends=ILL),
    part("SIGSTOP of a kernel", a_kernel, signal.SIGSTOP, spoilt=("hasty", 6, 7), ends=ILL,
         states=frozenset({"completed", "timed out"})),
]
TEMPLATE = [
    part("SIGKILL of the template, a process in the background", the_template, own=True,
         before=lambda project, stem, random: project.write_notebook(stem, IN_BACKGROUND)),
    part("SIGKILL of the template and a worker", lambda run: the_template(run) and the_template(run) + a_worker(run),
         own=True),
]
CELLS = [
    cell("os._exit(0) in a cell", "os._exit(0)", frozenset({"dead kernel"})),
    cell("os.abort() in a cell", "os.abort()", frozenset({"dead kernel"})),
    cell("sys.exit(0) in a cell", "import sys\nsys.exit(0)", frozenset({"stopped early"})),
    cell("a cell raises", "raise ValueError('x')"),
    cell("a cell removes its findings' folder", NO_FOLDER),
    cell("findings with another's token", OTHER_TOKEN),
    cell("findings with NaN", NOT_A_NUMBER),
    cell("findings of half a JSON", HALF_A_FILE),
    cell("a process in the background", IN_BACKGROUND, COMPLETED),
    cell("a fork of a kernel", FORKED, COMPLETED),
    cell("a kernel deaf to signals", DEAF, COMPLETED),
    cell("5 MB to stdout", TALKATIVE, COMPLETED),
]
CHANGES = [
    change("an input changed", lambda project, stem: project.count(stem, "a.csv", 500)),
    change("an input removed", lambda project, stem: (project.counts(stem) / "a.csv").unlink()),
    change("a file new in a folder looked in", lambda project, stem: project.count(stem, "c.csv", 300)),
    change("a notebook's source edited", lambda project, stem: project.weigh(stem, 7)),
    change("inputs touched", touch),
]
LEFTOVERS = [
    interrupted("a leftover with a truncated record", lambda project, stem: truncate(record(project, stem))),
    interrupted("a leftover with a damaged notebook", lambda project, stem: truncate(
        project.building / "internal" / f"{stem}.ipynb")),
    interrupted("a leftover with a page gone", lambda project, stem: (
        project.building / "public" / f"{stem}.html").unlink()),
    interrupted("a leftover with a forged record", forge),
    interrupted("a leftover full of rubbish", litter),
]
CLOCK = [
    Kind("the clock set back", before=dated(CENTURY), spoilt=("clock", -CENTURY, -CENTURY + 1)),
    Kind("the clock set forward", before=dated(-CENTURY // 3), spoilt=("clock", CENTURY, CENTURY + 1)),
]
DISK = [
    Kind("no room from some file on", spoilt=("full", 1, 60), ends=ILL),
    Kind("no file may grow large", spoilt=("small_files", 100, 16_000), ends=ILL),
    Kind("no right to write to runs", before=forbid, after=allow, ends=frozenset({1}),
         possible=lambda: os.geteuid() != 0),
    Kind("runs is a file", before=no_folder, after=folder_again, ends=frozenset({1})),
]
OWN_DISK = [
    Kind("a small disk", before=small_disk, after=old_disk, ends=ILL, aimed=False,
         states=frozenset({"completed", "failed"}), possible=mountable),
    Kind("runs read-only", before=read_only, after=old_disk, ends=frozenset({1}), possible=mountable),
]
ROOM = [
    Kind("few files may be open", spoilt=("few_files", 6, 16), ends=ILL),
    Kind("nobody reads what is told", spoilt=("unread", 1, 2), ends=frozenset({0, 1, 120})),
    Kind("the building folder removed", during=removed, ends=ILL),
]
TWO = [Kind("two runs at once", during=twin, ends=frozenset({0, 6}))]
KINDS = [*RUNNER, *STEPS, *BELOW, *TEMPLATE, *CELLS, *CHANGES, *LEFTOVERS, *CLOCK, *DISK, *OWN_DISK, *ROOM, *TWO]
