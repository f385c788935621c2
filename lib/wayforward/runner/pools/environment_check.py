"""What two machines must have in common, so that a notebook finds the same on both."""

import platform
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from wayforward import project
from wayforward.library import library_hash
from wayforward.plans import plan_names
from wayforward.runner.cache.record import notebook_hash
from wayforward.runner.notebooks import find_notebooks

OWN = "wayforward"
MOST = 4   # packages named


@dataclass(frozen=True)
class Machine:
    """All of it but the data: versions, packages' by name, and hashes of what is the project's own."""

    python: str
    system: str
    packages: dict[str, str]
    library: str
    notebooks: dict[str, str]


def this_machine() -> Machine:
    """As it was when this process first asked: code that changed on the disk since then is not what it has loaded."""
    return _machine(project.root())


@cache
def _machine(root: Path) -> Machine:
    installed = {each.name: each.version for each in distributions()}
    return Machine(
        python=f"{platform.python_implementation()} {platform.python_version()}",
        system=f"{platform.system()} {platform.machine()}",
        packages={name: version for name, version in installed.items() if name != OWN},
        library=library_hash(*plan_names()),
        notebooks={path.name: notebook_hash(path) for path in find_notebooks()},
    )


def differences(there: Machine, here: Machine) -> list[str]:
    """Each as a few words, such as "pandas 3.0.1 (here 3.1.1)"; none if they are alike."""
    packages = [f"{name} {other} (here {own})" for name, other, own in _differing(there.packages, here.packages)]
    more = [f"{len(packages) - MOST} more packages differ"] if len(packages) > MOST else []
    return [
        *(f"{other} (here {own})" for other, own in ((there.python, here.python), (there.system, here.system))
          if other != own),
        *packages[:MOST], *more,
        *(["lib/wayforward differs"] if there.library != here.library else []),
        *(f"notebooks/{name} differs" for name, _, _ in _differing(there.notebooks, here.notebooks)),
    ]


def _differing(there: dict[str, str], here: dict[str, str]) -> list[tuple[str, str, str]]:
    names = sorted(there.keys() | here.keys())
    rows = [(name, there.get(name, "missing"), here.get(name, "missing")) for name in names]
    return [row for row in rows if row[1] != row[2]]
