"""What is written under runs/ stays there: no link in it is followed. The folder of runs itself may lie anywhere."""

from collections.abc import Iterable
from pathlib import Path

from wayforward.errors import RefusedParameters


def refuse_links(runs: Path, paths: Iterable[Path]) -> None:
    """RefusedParameters with every link among the paths and the folders that they lie in, up to the folder of runs."""
    met = {each for path in paths for each in (path, *path.parents) if each != runs and each.is_relative_to(runs)}
    links = sorted(str(each.relative_to(runs)) for each in met if _is_link(each))
    if links:
        raise RefusedParameters(f"runs: {', '.join(links)}: a link within {runs.name}, and nothing is written where it "
                                "leads; put the folder or file itself in its place")


def _is_link(path: Path) -> bool:
    return path.is_symlink() or getattr(path, "is_junction", bool)()     # Windows, from Python 3.12 on
