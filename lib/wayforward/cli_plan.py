"""The commands that close a plan, begin another, and check one. Heavy libraries are imported inside them, as in cli."""

import os
from pathlib import Path
from typing import Annotated

import typer
from typer import Option

from wayforward import project

Area = Annotated[str | None, Option(help="Another local authority than the plan's own.")]
PlanName = Annotated[str, Option("--plan", metavar="PLAN", help="Whose promises: a folder of plans/.")]
Data = Annotated[Path | None, Option(help="Another data folder.")]
AsAt = Annotated[str, Option(metavar="DATE", help="Only what was known on this day; today if not given.")]


plan = typer.Typer(no_args_is_help=True, help="Check a plan: whether it holds together, and what of it can be tested.")


@plan.command()
def check(name: PlanName = "", area: Area = None, as_at: AsAt = "", data: Data = None) -> None:
    """Tell which promises of a plan can be tested as worded, from where each starts, how small a change could be seen
    by the plan's end, and what to do where none could; exit code 2, with every fault, for a plan that does not hold
    together."""
    from wayforward.plans import DEFAULT
    from wayforward.report.plan_check import check_plan
    from wayforward.runner.which_areas import area_asked

    folder = project.from_here(data) if data else "data"
    for line in check_plan(name or DEFAULT, area_asked(area, folder) or "", as_at, folder).lines():
        typer.echo(line)


def close(area: Area = None, plan: PlanName = "", as_at: AsAt = "", data: Data = None,
          out: Annotated[Path | None, Option(metavar="DIR", help="Folder to write into; default: "
                                                                 "runs/AREA/close.")] = None) -> None:
    """Make the page of what became of a plan: each promise with its course, whether its verdict is final, what could
    not be known, and what to learn; a verdict is final only when its last figure is known."""
    from wayforward.plans import DEFAULT
    from wayforward.report.plan_close import close_plan
    from wayforward.runner.close import FOLDER, write_close
    from wayforward.runner.which_areas import area_asked

    folder = project.from_here(data) if data else "data"
    found = close_plan(area_asked(area, folder) or "", plan or DEFAULT, as_at, folder)
    written = write_close(found, out or project.resolve("runs") / found.evidence.setting.area / FOLDER)
    for line in written.lines:
        typer.echo(line)
    for path in (written.page, written.values):
        typer.echo(f"Written: {os.path.relpath(path)}")
