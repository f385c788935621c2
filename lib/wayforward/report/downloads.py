"""Downloaded files of releases, read by the register and set against the figures of a data folder."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from wayforward import project
from wayforward.published.additions import Additions, read_additions
from wayforward.published.figures import register_of
from wayforward.published.offered import offered
from wayforward.published.release_register import read_register
from wayforward.published.tables import files_of

RELEASES = "releases.toml"


def read_downloads(data: str, paths: Sequence[Path], today: date, released: date | None = None,
         may_be_older: bool = False) -> Additions:
    """What downloaded files would add to the real areas' published figures of a data folder (see published.additions).
    """
    folder = project.resolve(data) / "published"
    found = offered(paths, read_register(folder / RELEASES), register_of(files_of(folder), "areas"))
    return read_additions(folder, found, today, released, may_be_older)
