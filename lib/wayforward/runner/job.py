"""What a worker is told and what it gives back: texts and bytes, so that any worker can do it, here or elsewhere.

The work itself is named, not imported: who asks for it needs none of the libraries that it takes.
"""

from dataclasses import dataclass, field
from importlib import import_module
from pathlib import PureWindowsPath

from wayforward.input_tracking import Seen
from wayforward.runner.outcome import Outcome
from wayforward.runner.run_folder import INTERNAL, PUBLIC
from wayforward.runner.time_limits import CELL_SECONDS

COLD, WARM = "python3", "wayforward-warm"


@dataclass(frozen=True)
class WorkerFunction:
    """A function by its name, "module:function", imported where it is called."""

    name: str

    def __call__(self, *args):
        module, _, function = self.name.partition(":")
        return getattr(import_module(module), function)(*args)


EXECUTE = WorkerFunction("wayforward.runner.worker:perform")
SCREEN = WorkerFunction("wayforward.runner.worker:screen_returns")
PROVE = WorkerFunction("wayforward.runner.worker:prove_texts")
ATTACK = WorkerFunction("wayforward.runner.worker:attack_files")


@dataclass(frozen=True)
class Job:
    """A notebook to execute, or, without one, a period's inputs to screen, or a run's files to attack or to prove.

    notebook    its path from the project's root
    parameters  of the run
    title       area and period, for the page's title
    seed        of the kernel's random numbers
    parts       what the run's other notebooks found, by stem, for one that reads them
    files       to be attacked or proved, by name
    before      the ledger of what was published before; empty where there is none
    kernel      WARM, or COLD for one that starts from nothing
    scratch     a folder for what a killed worker leaves behind; the worker's private one if not given
    strict      of a screening: a refused table refuses everything
    data_from   where a worker elsewhere brings the data folder from, if not its own
    """

    notebook: str
    parameters: dict[str, str]
    title: str
    seed: int
    parts: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    before: bytes = b""
    cell_seconds: int = CELL_SECONDS
    kernel: str = COLD
    scratch: str | None = None
    data_from: str = ""
    strict: bool = False


@dataclass(frozen=True)
class JobResult:
    """What became of the notebook, and the files it made, by folder and name: "public/page.html", and
    nothing that leads elsewhere.

    source, code    hashes of the cells that were executed, and of the library code in the worker's hands
    part, reads     what it found, and what it says it read, if it completed
    ledger          the ledger that it knew (see merge.Part)
    """

    outcome: Outcome
    files: dict[str, bytes]
    source: str
    code: dict[str, str]
    part: bytes = b""
    reads: Seen | None = None
    ledger: str | None = None

    def __post_init__(self):
        for folder, _, name in (path.partition("/") for path in self.files):
            if folder not in (PUBLIC, INTERNAL) or PureWindowsPath(name).name != name or "\0" in name:
                raise ValueError("a file's name that leads elsewhere")
