"""The project's notebooks: which there are, and which a run was asked for."""

from collections.abc import Collection
from pathlib import Path

from wayforward import project
from wayforward.errors import RefusedParameters

FOLDER, PATTERN = "notebooks", "[0-9]-*.ipynb"


def find_notebooks(plan: str = "") -> list[Path]:
    """All of a plan's in the order of execution: the ambitions by number, the panel (0) last. They lie in a folder of
    the plan's name, if there is one, else in notebooks/ itself."""
    folder = project.resolve(FOLDER)
    found = (sorted((folder / plan).glob(PATTERN)) if plan else []) or sorted(folder.glob(PATTERN))
    return sorted(found, key=lambda path: (ambition(path) == 0, path.name))


def ambition(notebook: Path) -> int:
    """The number a notebook's name begins with; 0 is the panel's."""
    return int(notebook.name[0])


def choose(notebooks: list[Path], ambitions: Collection[int] | None) -> list[Path]:
    """The notebooks of some ambitions, without the panel, which needs them all; every one for None."""
    known = [ambition(path) for path in notebooks if ambition(path)]
    if not known:
        raise RefusedParameters("notebooks/ holds no ambition's notebook, such as 1-local-community.ipynb")
    unknown = [number for number in ambitions or () if number not in known]
    if unknown:
        raise RefusedParameters(f"ambition: expected one of {known}; got {unknown}")
    return notebooks if not ambitions else [path for path in notebooks if ambition(path) in ambitions]
