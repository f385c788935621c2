"""The command that makes the panel pack of a run. Heavy libraries are imported inside it, as in cli."""

import os
from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from wayforward import project
from wayforward.errors import RefusedParameters

PUBLIC, PACK = "public", "pack"


def pack(name: Annotated[str, Argument(metavar="RUN", help="Such as hertfordshire/2025-26-Q4; or a folder of a run, or "
                                                           "of what was published.")],
         template: Annotated[Path | None, Option(metavar="FILE", help="The council's own .docx or .dotx, whose styles "
                                                                      "and headers are used.")] = None,
         out: Annotated[Path | None, Option(metavar="DIR", help="Folder to write into; default: pack/ in the run's "
                                                                "folder.")] = None,
         runs: Annotated[Path | None, Option(help="Another folder of runs than runs/.")] = None) -> None:
    """Make the panel pack of a run from what may leave of it: Word document, PDF, spreadsheets, and a CSV with
    its description, each read back against the findings; exit code 4 where one says something else, 2 where the run,
    the template or the folder is refused."""
    from wayforward.publish import lacks, make_pack
    from wayforward.runner.compare import find_run

    folder = Path(name) if Path(name).is_dir() else find_run(runs or project.resolve("runs"), name)
    is_run = (folder / PUBLIC).is_dir()
    if out is None and not is_run:
        raise RefusedParameters(f"{os.path.relpath(folder)} is no run; expected --out with a folder to write into")
    if template and not template.is_file():
        raise RefusedParameters(f"there is no template {os.path.relpath(template)}; expected a .docx or .dotx")
    for path in make_pack(folder / PUBLIC if is_run else folder, out or folder / PACK, template=template):
        typer.echo(f"Written: {os.path.relpath(path)}")
    if why := lacks():
        typer.echo(f"{why[0].upper()}{why[1:]}.")
