"""The commands about published figures. Heavy libraries are imported inside them, as in cli."""

import os
from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from wayforward import project

Data = Annotated[Path | None, Option(help="Another data folder.")]

figures = typer.Typer(no_args_is_help=True, help="Published figures: new ones from downloaded files, "
                                                 "and all of them as text, and back.")


@figures.command("export")
def figures_export(tables: Annotated[list[str] | None, Argument(metavar="[TABLE]...", help="Default: all.")] = None,
                   out: Annotated[Path, Option(metavar="DIR", help="Folder to write into.")] = Path("figures"),
                   data: Data = None) -> None:
    """Write tables of published figures as CSV files, to compare and to edit."""
    from wayforward.report.sources import export_figures

    for path in export_figures(project.from_here(data) if data else "data", tables or [], out):
        typer.echo(f"Written: {os.path.relpath(path)}")


@figures.command("import")
def figures_import(files: Annotated[list[Path] | None, Argument(metavar="[FILE]...", help="CSV files, each the whole "
                                                                                         "of a table.")] = None,
                   data: Data = None) -> None:
    """Take tables in from CSV files, checked with all others; without a file, check all again."""
    from wayforward.report.sources import import_figures

    for path in import_figures(project.from_here(data) if data else "data", files or []):
        typer.echo(f"Written: {os.path.relpath(path)}")


@figures.command("scatter")
def figures_scatter(plan: Annotated[str, Option(help="Of which plan's series.")] = "", data: Data = None) -> None:
    """Measure from all figures how each series moves by itself; some minutes, after figures have come or changed."""
    from wayforward.plan import load_plan
    from wayforward.plans import DEFAULT
    from wayforward.report.scatter import measure_scatter

    for path in measure_scatter(project.from_here(data) if data else "data", load_plan(plan or DEFAULT)):
        typer.echo(f"Written: {os.path.relpath(path)}")


Files = Annotated[list[Path], Argument(metavar="FILE...", help="As downloaded: .csv, .csv.gz, .zip or .xlsx.")]
Write = Annotated[bool, Option("--write", help="Add them; without it, it is only told what would be added.")]
Older = Annotated[bool, Option("--older", help="From files, too, that are older than what is held.")]
Released = Annotated[str | None, Option(metavar="DAY", help="On which the files were published, such as 2026-11-19; "
                                                            "default: the usual day.")]
Area = Annotated[str | None, Option(help="Whose verdicts are told; default: the plan's area.")]


@figures.command("add")
def figures_add(files: Files, write: Write = False, older: Older = False, released: Released = None,
                area: Area = None, data: Data = None) -> None:
    """Tell what downloaded releases add to the published figures, and which verdicts that changes; or add it."""
    from wayforward.periods import read_date
    from wayforward.published import additions
    from wayforward.report import new_figures
    from wayforward.report.downloads import read_downloads
    from wayforward.report.parts_and_wholes import refuse_misfits
    from wayforward.today import today as today_is

    folder, today = project.from_here(data) if data else "data", today_is()
    reported, day = _reported(area, folder, today), read_date(released, "released") if released else None
    added = read_downloads(folder, files, today, day, older)
    refuse_misfits(added, reported.plan, today)
    for line in [*new_figures.lines(added), *_verdicts(added, reported, today)]:
        typer.echo(line)
    if added.files and not write:
        typer.echo("Nothing is written; add --write.")
    written = additions.write(added, older) if write else []
    for path in written:
        typer.echo(f"Written: {os.path.relpath(path)}")
    if written:
        typer.echo("Next: `wayforward figures scatter` (how much they move by themselves), commit the folder, then "
                   "`wayforward run --due`.")


def _reported(area: str | None, folder: str, today):
    """The parameters of the newest period of an area; RefusedParameters for one that figures are not added of."""
    from wayforward.errors import RefusedParameters
    from wayforward.plan import load_plan
    from wayforward.report.sources import area_of
    from wayforward.runner.latest import latest_parameters
    from wayforward.runner.which_areas import area_asked

    latest = latest_parameters(today, data=folder)
    whose = area_asked(area, folder) or load_plan(latest.plan).area
    if area_of(whose, folder).invented:
        raise RefusedParameters(f"area: {whose} is invented; published figures are of real areas")
    return latest.model_copy(update={"area": whose})


def _verdicts(added, reported, today) -> list[str]:
    from wayforward.periods import read_date
    from wayforward.report.verdict_changes import lines

    if not added.files:
        return ["Nothing of it is new."]
    files = [*(added.standing | added.files).values()]
    return lines(files, reported.area, reported.data, reported.plan, reported.period, read_date(reported.as_at), today)
