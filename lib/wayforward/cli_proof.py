"""The command that proves the texts of runs. Heavy libraries are imported inside it, as in cli."""

import os
from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from wayforward import project


def proof(names: Annotated[list[str], Argument(metavar="RUN...", help="Such as hertfordshire/2025-26-Q4; or a folder "
                                                                      "of a run, or of what was published.")],
          runs: Annotated[Path | None, Option(help="Another folder of runs than runs/.")] = None) -> None:
    """Read the texts of runs back and prove every sentence, number and verdict of them against their findings; exit
    code 4 where anything does not prove."""
    from wayforward.proof import prove_run
    from wayforward.runner.compare import find_run

    found = 0
    for name in names:
        folder = Path(name) if Path(name).is_dir() else find_run(runs or project.resolve("runs"), name)
        problems = prove_run(folder)
        for problem in problems:
            typer.echo(str(problem))
        told = f"{len(problems):,} that do not prove" if problems else "all of them prove"
        typer.echo(f"The texts of {os.path.relpath(folder)}: {told}.", err=bool(problems))
        found += len(problems)
    raise typer.Exit(4 if found else 0)
