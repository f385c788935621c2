"""The command that replays a run that was kept. Heavy libraries are imported inside it, as in cli."""

from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from wayforward import project


def replay(run: Annotated[str, Argument(metavar="RUN", help="Such as hertfordshire/2025-26-Q4, with @1 for its first "
                                                            "run; or a folder of a run or of a published edition.")],
           data: Annotated[Path | None, Option(help="Another data folder than the run was made from.")] = None,
           exact: Annotated[bool, Option("--exact", help="Refuse where an input is another than it was, and not only "
                                                         "where it is gone.")] = False,
           tolerance: Annotated[float, Option(metavar="T", min=0, help="By which numbers may differ, of their size.")]
           = 1e-6,
           jobs: Annotated[int | None, Option(metavar="N", min=1, help="Notebooks at a time; default: one a "
                                                                       "processor.")] = None,
           runs: Annotated[Path | None, Option(help="Another folder of runs than runs/.")] = None) -> None:
    """Execute a run that was kept once more, from its manifest, in a temporary place, and say what it is made from
    differently, then what it finds differently: exit code 0 where it finds the same, 4 where not, 2 or 3 where it
    cannot be replayed."""
    from wayforward.runner.compare import find_run
    from wayforward.runner.pools.processes import Workers
    from wayforward.runner.replay import replay as replayed

    folder = runs or project.resolve("runs")
    told = replayed(find_run(folder, run), project.from_here(data) if data else "", exact, tolerance, folder,
                    lambda: Workers(jobs))
    typer.echo(f"{told.name}, replayed.")
    for line in told.lines():
        typer.echo(line)
    raise typer.Exit(0 if told.same else 4)
